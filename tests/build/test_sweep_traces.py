"""What counts as a trace: six words in a row, wherever; not five, and not what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.build.sweep.traces import Trace, Traces, runs_of

GUS = "the person in row 8"
SAID = "Nobody told me the door was open that day."
WORD = st.text("abdeoŵŷ", min_size=1, max_size=6)
BETWEEN = st.sampled_from([" ", "\n", ", ", " – ", "; ", "&nbsp;", "...", '" "'])


def traces(said=SAID, aside=(), names=(), known=()):
    ids = {name: Trace("the id", GUS) for name in names}
    return Traces(ids, runs_of([(said, GUS)], aside), known)


def found(text, **given):
    return [str(t) for t in traces(**given).found_in(text)]


@given(st.lists(WORD, min_size=6, max_size=12), st.data())
def test_six_words_in_a_row_are_found_anywhere_in_any_text(said, data):
    start = data.draw(st.integers(0, len(said) - 6))
    before, after = data.draw(st.text(max_size=40)), data.draw(st.text(max_size=40))
    joints = data.draw(st.lists(BETWEEN, min_size=5, max_size=5))
    run = said[start : start + 6]
    written = "".join(w.upper() + j for w, j in zip(run, [*joints, ""], strict=True))
    text = f"{before} {written} {after}"
    assert f"6 words in a row of {GUS}" in found(text, said=" ".join(said))


@given(st.lists(WORD, min_size=6, max_size=12), st.data())
def test_five_words_in_a_row_are_not(said, data):
    start = data.draw(st.integers(0, len(said) - 5))
    kept = said[start : start + 5]
    others = data.draw(st.lists(st.text("xqz", min_size=1, max_size=6), max_size=9))
    text = " ".join([*others, *kept, *others])
    assert found(text, said=" ".join(said)) == []


@pytest.mark.parametrize("aside", [SAID, "And then: nobody told me the door was open!"])
def test_what_was_asked_or_said_by_others_is_no_trace(aside):
    assert not any("told me the door was open" in run for run in traces(aside=[aside]).runs)


def test_only_the_runs_that_others_share_are_set_aside():
    own = traces(aside=["Nobody told me the door was."]).runs
    assert set(own) == {
        "told me the door was open",
        "me the door was open that",
        "the door was open that day",
    }


@pytest.mark.parametrize("text", ["Non came", "non came", "NON"])
def test_a_pseudonym_is_found_as_it_is_written(text):
    assert found(text, names=["Non"]) == (["the id of " + GUS] if "Non" in text else [])


@pytest.mark.parametrize(("name", "looked_for"), [("17", 0), ("1234567", 0), ("12345678", 1)])
def test_an_id_that_could_be_any_number_is_not_looked_for_and_counted(name, looked_for):
    made = traces(names=[name])
    assert (len(made.names), made.ambiguous) == (looked_for, 1 - looked_for)


def test_an_id_that_the_definitions_use_is_not_looked_for_and_counted():
    made = traces(names=["S1", "HM6UE46H"], known=["items: [{item_id: S1}]"])
    assert (list(made.found_in("S1 and hm6ue46h"))) == [Trace("the id", GUS)]
    assert made.ambiguous == 1


def test_a_short_id_is_not_looked_for_in_noise():
    assert list(traces(names=["c7"]).found_in("\x00c7\x00", noisy=True)) == []
    assert list(traces(names=["c7"]).found_in("c7")) == [Trace("the id", GUS)]
