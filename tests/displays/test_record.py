"""A display as a record: everything comes back, and only what passed the door goes in."""

from __future__ import annotations

import dataclasses
import json
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import VERBS, bars, displayed, displays, likert, said, theme_shares, three

from compendium.analysis.survey import scales
from compendium.displays import verbs
from compendium.displays.figures import has_figure, svg
from compendium.displays.record import Display, Label, Sentence, canonical, from_record
from compendium.displays.sentences import Count, Key, Labels, distinct
from compendium.displays.tables import table
from compendium.problems import DisclosureError
from compendium.words import Text

HIDDEN = ("P3", "all_levels", math.nan, "c")


def back(display: Display) -> Display:
    """The display after a journey through a file; a notebook is written with sorted keys."""
    return from_record(json.loads(json.dumps(display.record(), sort_keys=True)))


def test_labels_keep_their_order_through_a_file():
    names = {str(n): Text(f"Level {n}", f"Lefel {n}") for n in range(1, 12)}
    shown = likert(*three(), scale=names)
    assert list(back(shown).data.labels["scale"]) == list(names)


@pytest.fixture(scope="module", params=["welsh_evaluation", "exact"])
def welsh(request, area):
    return displays(area("A"), request.param)


@pytest.mark.parametrize("kind", VERBS)
def test_a_welsh_display_comes_back_as_the_same_record(welsh, kind):
    assert canonical(back(welsh[kind]).record()) == canonical(welsh[kind].record())


@pytest.mark.parametrize("kind", VERBS)
def test_a_welsh_display_says_the_same_when_it_comes_back(welsh, kind):
    before, after = welsh[kind], back(welsh[kind])
    for lang in ("en", "cy"):
        assert table(after, lang) == table(before, lang)
        assert after.caption.say(lang) == before.caption.say(lang)
        assert [s.say(lang) for s in after.note] == [s.say(lang) for s in before.note]


@pytest.mark.parametrize("kind", ["likert", "change"])
def test_a_welsh_figure_comes_back_byte_for_byte(welsh, kind):
    assert svg(back(welsh[kind]), "cy") == svg(welsh[kind], "cy")


def test_a_hidden_row_comes_back_hidden():
    after = back(likert(*three(), HIDDEN))
    assert after.data.marks.at[3, "percent"] == "c"
    assert math.isnan(after.data.frame.at[3, "percent"])


def test_a_display_of_hidden_rows_alone_comes_back_without_a_figure():
    assert not has_figure(back(likert(HIDDEN)))


def test_an_empty_display_comes_back_empty():
    after = back(displayed(verbs.likert, bars()))
    assert (after.kind, len(after.data.frame)) == ("absent", 0)


@pytest.mark.parametrize("words", ["NA", "None", "nan", "007", "", " ", "😀 ŵ\u2028"])
def test_a_quote_stays_text_whatever_it_looks_like(words):
    assert back(displayed(verbs.quotes, said(words))).data.frame.at[0, "text"] == words


def test_ids_that_look_like_numbers_stay_text():
    wordings = {"001": Text("Heard", "Clywed")}
    after = back(likert(*three("001"), item_id=wordings))
    assert set(after.data.frame["item_id"]) == {"001"}
    assert after.data.where(item_id="001", level="agree") == 2


percents = st.integers(0, 100).map(float) | st.just(math.nan)
rows = st.lists(
    st.tuples(st.sampled_from(["P1", "P2", "P3"]), st.sampled_from(["agree", "neither"]), percents),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(rows=rows, wording=st.text(max_size=30), some=st.sets(st.integers(0, 9)))
def test_any_display_comes_back_as_the_same_record(rows, wording, some):
    wordings = dict.fromkeys(["P1", "P2", "P3"], Text(wording, wording[::-1]))
    display = displayed(verbs.likert, bars(*rows, item_id=wordings))
    number = Count(display.data, tuple(some))
    display = dataclasses.replace(display, note=(Sentence("n_equals", {"n": number}),))
    assert back(display).record() == json.loads(canonical(display.record()))


def test_a_record_is_plain_json():
    assert "NaN" not in canonical(likert(*three(), HIDDEN).record())


def test_a_record_holds_the_same_text_whatever_the_order_of_its_keys():
    assert canonical({"b": 1, "a": "ŵ"}) == '{"a":"ŵ","b":1}'


def test_a_label_in_a_sentence_is_said_in_the_language_asked_for():
    label = Label(theme_shares(), "code_id", "W.1")
    assert (label.say("en"), label.say("cy")) == ("Tea", "Te")


def test_a_sentence_within_a_sentence_is_said_in_the_same_language():
    inner = Sentence("base_range", {"least": Text("3"), "most": Text("9", "9")})
    outer = Sentence("caption_answers", {"population": Text("us", "ni"), "range": inner})
    assert outer.say("en").replace("\u00a0", " ") == "What us say (n = 3 to 9 a question)"


def test_how_many_is_counted_in_the_table_and_not_typed():
    shown = bars(*three("P1"), *three("P2"))
    assert distinct(shown, ("item_id",)) == Count(shown, (0, 3))
    assert distinct(shown, ("item_id",)).say("cy") == "2"


def test_keys_and_several_labels_are_said_from_the_table():
    shown = theme_shares()
    assert Key(shown, "code_id", "W.1").say("cy") == "W.1"
    assert Labels(shown, "code_id", ("W", "W.1")).say("cy") == "Cynhesrwydd; Te"


@pytest.mark.parametrize("place", ["caption", "alt", "note"])
def test_a_sentence_holds_no_text_of_its_own(place):
    own = Sentence("one_after_another", {"first": Sentence("n_equals", {"n": Text("Bethan said")})})
    display = dataclasses.replace(likert(*three()), **{place: (own,) if place == "note" else own})
    with pytest.raises(DisclosureError, match=r"'it' \(\w+\) holds a text of its own") as error:
        display.record()
    assert "Bethan" not in str(error.value)


@pytest.mark.parametrize("part", ["frame", "marks", "labels", "kinds"])
def test_what_was_changed_after_release_makes_no_record(part):
    display = likert(*three())
    if part in ("frame", "marks"):
        getattr(display.data, part).iloc[0, 0] = "P2"
    else:
        getattr(display.data, part)["percent"] = {}
    with pytest.raises(DisclosureError, match="changed after it was released"):
        display.record()


def test_a_display_refuses_a_data_frame():
    with pytest.raises(DisclosureError, match=r"'it' was given a DataFrame.*what release\(…\)"):
        Display("it", "likert", pd.DataFrame(), Sentence("contents"), None, ())


def test_a_display_refuses_a_result_that_was_not_released(area):
    with pytest.raises(DisclosureError, match="was given a Result"):
        Display("it", "likert", scales.distribution(area("A")), Sentence("contents"), None, ())


def test_a_display_shows_its_id_and_kind_and_no_number():
    assert repr(likert(*three())) == "Display('it', likert)"
