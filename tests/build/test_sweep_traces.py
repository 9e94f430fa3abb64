"""What counts as a trace: six words in a row, wherever; not five, and not what was asked."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.build.sweep.text_words import DROPPED, Phrases, words_of, written_words
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
def test_an_id_that_could_be_any_number_is_not_looked_for(name, looked_for):
    made = traces(names=[name])
    assert len(made.names) == looked_for


def test_an_id_that_the_definitions_use_is_not_looked_for():
    made = traces(names=["S1", "HM6UE46H"], known=["items: [{item_id: S1}]"])
    assert (list(made.found_in("S1 and hm6ue46h"))) == [Trace("the id", GUS)]


def test_a_short_id_is_not_looked_for_in_noise():
    assert list(traces(names=["c7"]).found_in("\x00c7\x00", noisy=True)) == []
    assert list(traces(names=["c7"]).found_in("c7")) == [Trace("the id", GUS)]


# What has no letter of its own, joins, parts or becomes more than one letter when compared.
ODD = st.text("aZ9_'`’´ \n\x1c&;#eéıİßſŉǰﬁＡ½①ŷΣς한각\u0301\u0323\u0345\u00ad\u200b\u1fef\ud800😀")


@given(ODD | st.text() | st.builds("".join, st.lists(ODD | st.sampled_from(["&amp;", "&eacute;"]))))
def test_words_are_those_of_the_whole_text_normalised_at_once(text):
    word = re.compile(r"[^\W_]+")
    assert written_words(text) == word.findall(unicodedata.normalize("NFC", text))
    plain = unicodedata.normalize("NFKD", html.unescape(text))
    assert words_of(text) == word.findall(DROPPED.sub("", plain).casefold())


@given(st.lists(st.text("abc", min_size=1, max_size=2), min_size=1), st.data())
def test_rows_that_stand_in_a_text_are_among_its_words(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    row = words[start : data.draw(st.integers(start + 1, len(words)))]
    others = data.draw(st.lists(st.lists(st.text("abc", min_size=1), min_size=1)))
    assert row in Phrases([*others, row]).among(set(words))


def test_what_was_found_once_is_found_again_also_after_noise():
    made = traces(names=["c7"])
    for noisy in (True, False, True, False):
        assert len(list(made.found_in("c7", noisy))) == (not noisy)


def test_the_digest_hangs_on_names_messages_and_runs_and_not_on_their_order():
    runs = {f"a b c d e {last}": GUS for last in "fg"}
    names = {name: Trace("the id", GUS) for name in ("c77-1", "c77-2")}
    digest = Traces(names, runs).digest
    assert Traces(dict(reversed(names.items())), dict(reversed(runs.items()))).digest == digest
    others = [
        Traces(names | {"c77-1": Trace("the id", "the person in row 9")}, runs),
        Traces(names | {"c77-3": Trace("the id", GUS)}, runs),
        Traces(names, runs, known=["c77-1"]),
        Traces(names, runs | {"a b c d e f": "the person in row 9"}),
        Traces(names, {"a b c d e f": GUS}),
    ]
    assert len({digest, *(other.digest for other in others)}) == 6
