"""Missing answers on a page: the map can be read, the tables say what was released."""

from __future__ import annotations

import functools
import itertools

import pandas as pd
import pytest
from measured import contrast, grounds, measured, outside, overlapping
from shown import displayed, released

from compendium.analysis.survey import imputation, nonresponse
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PAPER, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.record import from_record
from compendium.displays.record_checks import faults
from compendium.displays.survey.missing_map import TINTS
from compendium.displays.tables import table
from compendium.words import Text

LONG = "Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro. " * 2
VERBS = {
    "map": (verbs.missing_map, nonresponse.by_item),
    "reasons": (verbs.missing_reasons, nonresponse.by_reason),
    "patterns": (verbs.missing_patterns, nonresponse.patterns),
    "test": (verbs.missing_test_table, nonresponse.little),
    "imputation": (verbs.imputation_table, imputation.beside_complete),
}
BY = ("construct", "item_id", "stage", "area")
TEXTS = {
    "construct": {"say": Text("Having a say", "Cael dweud")},
    "item_id": {"S1": Text("I was asked.", "Gofynnwyd i mi."), "S2": Text("I was heard.")},
    "area": {"A": Text("Area A", "Ardal A"), "B": Text("Area B", "Ardal B")},
}


@functools.cache
def welsh(area, kind, site="", profile="welsh_evaluation"):
    verb, analysis = VERBS[kind]
    data = area(site)
    return displayed(verb, Release(data, profile_named(profile))(analysis(data, "parent")))


def shares(*rows, **labels):
    """A map by hand: (item, area, word), hidden where there is no word."""
    frame = pd.DataFrame(
        [("say", item, "single", area, share) for item, area, share in rows],
        columns=[*BY, "share"],
    )
    marks = {(i, "share"): "c" for i, (_, _, share) in enumerate(rows) if not share}
    kinds = dict.fromkeys(BY, "key") | {"share": "band"}
    parts = {"labels": TEXTS | labels, "method": "method_missing_items"}
    return displayed(verbs.missing_map, released("missing_items", frame, BY, kinds, marks, **parts))


def texts(display, lang="en", width=PAGE):
    return [t.text for t in measured(draw(display, lang, width)).texts]


@pytest.mark.parametrize("site", ["", "A"])
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_the_map_can_be_read(area, site, profile, lang, width):
    sheet = measured(draw(welsh(area, "map", site, profile), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    assert [t.text for t, under in grounds(sheet) if contrast(t.colour, under.colour) < 4.5] == []


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_long_wordings_stay_on_the_sheet(width):
    names = {item: Text(LONG, LONG) for item in TEXTS["item_id"]}
    places = {a: Text(f"Ardal â'r enw hiraf {a}") for a in "AB"}
    rows = [(i, a, "share_5_100") for i in ("S1", "S2") for a in "AB"]
    sheet = measured(draw(shares(*rows, item_id=names, area=places), "en", width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


def test_tints_grow_darker_with_every_word():
    steps = [contrast(tint, PAPER) for tint, _ in TINTS.values()]
    assert all(one < other for one, other in itertools.pairwise(steps))
    assert all(contrast(tint, ink) >= 4.5 for tint, ink in TINTS.values())


def test_a_cell_says_its_share_and_the_key_what_it_stands_for():
    said = texts(shares(("S1", "A", "share_0_20"), ("S2", "A", "share_10_100")))
    assert said.count("<20%") == said.count("10%+") == 2
    assert {"under 20%", "10% or more"} <= set(said)


def test_what_is_hidden_says_so():
    said = texts(shares(("S1", "A", ""), ("S2", "A", "share_0_5")))
    assert said.count("[c]") == 2
    assert "hidden to protect people" in said


def test_without_a_told_share_there_is_a_table_and_no_map():
    display = shares(("S1", "A", ""))
    assert not has_figure(display)
    assert display.alt is None
    assert table(display, "en").rows[1].cells == ("[c]",)


def test_the_alternative_text_names_the_darkest_cell():
    rows = [("S1", "A", "share_5_20"), ("S1", "B", "share_20_100"), ("S2", "A", "share_0_5")]
    said = shares(*rows).alt.say("en")
    assert "Map of 2 questions" in said
    assert "The darkest: I was asked. (Area B: 20% or more)" in said


def test_the_table_has_a_cell_for_each_of_the_map():
    rows = [("S1", "A", "share_5_20"), ("S1", "B", ""), ("S2", "A", "share_0_5")]
    made = table(shares(*rows), "en")
    assert made.columns == ("Question", "Area A", "Area B")
    assert [(r.head, r.cells, r.depth) for r in made.rows] == [
        ("Having a say", ("", ""), 0),
        ("I was asked.", ("5% to under 20%", "[c]"), 1),
        ("I was heard.", ("under 5%", ""), 1),
    ]


@pytest.mark.parametrize("kind", VERBS)
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact", "opensafely"])
def test_every_display_is_whole_and_its_table_complete(area, kind, profile):
    display = welsh(area, kind, "", profile)
    assert faults(display.record()) == []
    again = from_record(display.record())
    for lang in ("en", "cy"):
        made = table(again, lang)
        assert made == table(display, lang)
        assert {len(row.cells) for row in made.rows} == {len(made.columns) - 1}
        assert len(made.numeric) == len(made.columns) - 1
        assert all(cell != "n/a" for row in made.rows for cell in row.cells)


def test_the_words_say_that_the_test_decides_nothing(area):
    notes = " ".join(s.say("en") for s in welsh(area, "test").note)
    assert "A large p does not show chance" in notes
    assert "Nothing in this report depends on this test" in notes


def test_the_words_say_that_filled_in_answers_replace_nothing(area):
    notes = " ".join(s.say("en") for s in welsh(area, "imputation").note)
    assert "never replace them" in notes
    assert "the one that this report uses" in notes


def test_means_stand_side_by_side_with_their_people(area):
    made = table(welsh(area, "imputation", "B"), "en")
    first = welsh(area, "imputation", "B").data.frame.iloc[0]
    assert made.rows[0].depth == 0
    enough, _, everybody, lost = made.rows[0].cells
    assert enough.startswith(f"{first['mean']:.1f} (")
    assert enough.endswith(f"\nn\u00a0=\u00a0{first['n']:.0f}")
    assert "over" in everybody
    assert lost.startswith("under 10%")


def test_why_there_is_no_number_stands_in_its_place(area):
    data = area("")
    result = imputation.beside_complete(data, "professional", ("iro_chair",))
    display = displayed(
        verbs.imputation_table, Release(data, profile_named("welsh_evaluation"))(result)
    )
    cell = table(display, "en").rows[0].cells[2]
    assert cell.endswith("not calculated: too few people answered")
    assert "n/a" not in cell


def test_the_team_reads_which_questions_are_left_out_together(area):
    made = table(welsh(area, "patterns", "A", "exact"), "en")
    heads = [row.head for row in made.rows]
    assert any(h.startswith("left out these and no others: P_") for h in heads)
    assert "among these: answered no question" in heads
