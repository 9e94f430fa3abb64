"""Themes by group as a map: its words, tints and blocks, and that all of it can be read."""

from __future__ import annotations

import functools
import itertools

import pandas as pd
import pytest
from measured import contrast, grounds, measured, outside, overlapping
from shown import displayed, released

from compendium.analysis.qualitative import themes
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PAPER, PHONE, QUIET
from compendium.displays.figures import draw, has_figure
from compendium.displays.qualitative.heat_cells import TINTS, Column, columns_of, in_blocks
from compendium.displays.tables import table
from compendium.words import Text

LONG = "Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro. " * 2
TEXTS = {
    "code_id": {"W": Text("Warmth", "Cynhesrwydd"), "W.1": Text("Tea", "Te")},
    "parent": {"W": Text(""), "W.1": Text("W")},
    "group": {"parent": Text("parents", "rhieni"), "chair": Text("chairs", "cadeiryddion")},
    "area": {"A": Text("Area A", "Ardal A"), "B": Text("Area B", "Ardal B")},
    "coding_of_record": {"rule": Text("C1", "C1")},
}
BY = ("code_id", "group", "area")


def shares(*rows, **labels):
    """Themes in words: (code, group, area, word), hidden where there is no word."""
    frame = pd.DataFrame(rows, columns=[*BY, "share"])
    kinds = dict.fromkeys(BY, "key") | {"share": "band"}
    marks = {(i, "share"): "c" for i, row in enumerate(rows) if not row[3]}
    parts = {"labels": TEXTS | labels, "method": "method_themes"}
    return released("themes", frame, BY, kinds, marks, **parts)


FOUR = [
    ("W", "parent", "A", "most"),
    ("W", "parent", "B", "half"),
    ("W.1", "parent", "A", "some"),
    ("W.1", "parent", "B", "few"),
]


def counts(*rows):
    frame = pd.DataFrame(rows, columns=[*BY, "people", "asked"])
    kinds = dict.fromkeys(BY, "key") | {"people": "count", "asked": "base"}
    return released("themes", frame, BY, kinds, labels=TEXTS, method="method_themes_exact")


def shown(made):
    return displayed(verbs.heat_map, made)


def texts(display, lang="en", width=PAGE):
    return [t.text for t in measured(draw(display, lang, width)).texts]


@functools.cache
def welsh(area, site, profile):
    made = Release(area(site), profile_named(profile))(themes.people(area(site)))
    return shown(made)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("site", ["", "A", "C"])
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_the_welsh_map_can_be_read(area, site, profile, lang, width):
    sheet = measured(draw(welsh(area, site, profile), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    on_cells = grounds(sheet)
    assert [t.text for t, under in on_cells if contrast(t.colour, under.colour) < 4.5] == []
    own = {t.text for t, _ in on_cells}
    rest = [t for t in sheet.texts if t.text not in own]
    assert min(contrast(t.colour, PAPER) for t in rest) >= 4.5


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_welsh_map_is_legible_on_a_telephone(area, lang):
    figure = draw(welsh(area, "", "welsh_evaluation"), lang, PHONE)
    assert min(text.get_fontsize() for text in figure.axes[0].texts) * 343 / (3.43 * 72) >= 12


def test_every_cell_of_the_welsh_map_says_its_word(area):
    display = welsh(area, "", "welsh_evaluation")
    said = texts(display)
    hidden = int(display.data.marks["share"].eq("c").sum())
    # The key says each word once more, and [c] once.
    assert said.count("[c]") == hidden + 1
    few = int(display.data.frame["share"].eq("few").sum())
    assert said.count("few") == few + 1


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_no_word_of_a_cell_leaves_its_cell(area, width):
    sheet = measured(draw(welsh(area, "", "welsh_evaluation"), "cy", width))
    words = {"ychydig", "rhai", "hanner", "mwyaf", "[c]"}
    beside = QUIET.lower()  # the key's own texts, and headings
    for text in (t for t in sheet.texts if t.text in words and t.colour != beside):
        assert any(cell.holds(text) for cell in sheet.bars + sheet.others), text


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_long_names_stay_on_the_sheet(width):
    names = {code: Text(LONG, LONG) for code in TEXTS["code_id"]}
    areas = {a: Text("ardaloedd ag ychydig o gyfweliadau " * 2) for a in "AB"}
    groups = {g: Text(LONG, LONG) for g in TEXTS["group"]}
    made = shares(*FOUR, ("W", "chair", "B", "few"), code_id=names, area=areas, group=groups)
    sheet = measured(draw(shown(made), "en", width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


def test_a_cell_says_its_word_in_the_readers_language():
    assert {"few", "some", "half", "most"} <= set(texts(shown(shares(*FOUR))))
    assert {"ychydig", "rhai", "hanner", "mwyaf"} <= set(texts(shown(shares(*FOUR)), "cy"))


def test_the_key_says_what_the_words_stand_for():
    assert {"few or none", "about half"} <= set(texts(shown(shares(*FOUR))))


def test_tints_grow_darker_step_by_step():
    steps = [contrast(tint, PAPER) for tint, _ in TINTS]
    assert all(b / a > 1.2 for a, b in itertools.pairwise(steps))


@pytest.mark.parametrize(("tint", "ink"), TINTS)
def test_words_stand_out_from_their_tint(tint, ink):
    assert contrast(tint, ink) >= 4.5


def test_a_hidden_cell_is_white_and_says_so():
    made = shares(("W", "parent", "A", "most"), ("W", "parent", "B", ""))
    (_, hidden) = columns_of(made, "en", 9)
    assert (hidden.cells["W"].text, hidden.cells["W"].tint) == ("[c]", "")
    assert "hidden to protect people" in texts(shown(made))


def test_nothing_is_said_of_hiding_where_nothing_is_hidden():
    assert "hidden to protect people" not in texts(shown(shares(*FOUR)))


def test_a_map_of_hidden_cells_alone_is_not_drawn():
    assert not has_figure(shown(shares(("W", "parent", "A", ""))))


def test_the_team_sees_people_out_of_those_asked():
    made = counts(("W", "parent", "A", 4, 17), ("W", "parent", "B", 0, 0))
    first, second = columns_of(made, "en", 9)
    assert (first.cells["W"].text, second.cells["W"].text) == ("4/17", "0/0")
    assert "25% to 50%" in texts(shown(made))


@pytest.mark.parametrize(("people", "step"), [(0, 0), (4, 0), (5, 1), (10, 2), (15, 3), (20, 3)])
def test_the_teams_tint_goes_by_quarters_of_those_asked(people, step):
    (column,) = columns_of(counts(("W", "parent", "A", people, 20)), "en", 9)
    assert column.cells["W"].tint == TINTS[step][0]


def test_a_groups_areas_stand_together_in_the_released_order():
    rows = [("W", "parent", "A", "few"), ("W", "chair", "A", "few"), ("W", "parent", "B", "few")]
    found = [(c.group, c.area) for c in columns_of(shares(*rows), "en", 9)]
    assert found == [("parent", "Area A"), ("parent", "Area B"), ("chair", "Area A")]


def columns(*spec):
    return [Column(group, "", {}, width) for group, width in spec]


def names(blocks):
    return ["".join(c.group for c in block) for block in blocks]


def test_columns_that_fit_stand_in_one_block():
    assert names(in_blocks(columns(("a", 1), ("a", 1), ("b", 1)), 3)) == ["aab"]


def test_a_group_that_does_not_fit_beside_another_moves_as_a_whole():
    assert names(in_blocks(columns(("a", 1), ("a", 1), ("b", 1), ("b", 1)), 3)) == ["aa", "bb"]


def test_a_later_group_fills_an_earlier_block():
    spec = [("a", 2), ("b", 1), ("c", 2), ("d", 1)]
    assert sorted(map(len, in_blocks(columns(*spec), 3))) == [2, 2]


def test_a_group_wider_than_a_block_is_parted():
    assert names(in_blocks(columns(*[("a", 1)] * 4), 2)) == ["aa", "aa"]


def test_on_a_telephone_the_themes_stand_beside_every_block(area):
    said = texts(welsh(area, "", "welsh_evaluation"), "en", PHONE)
    assert said.count("Empathy") == 2


def test_the_map_has_the_table_of_themes():
    made = shares(*FOUR)
    assert table(shown(made), "cy") == table(displayed(verbs.theme_table, made), "cy")


def test_the_alternative_text_says_how_many_themes_there_are():
    assert shown(shares(*FOUR)).alt.say("en").startswith("Map of 2 themes")
