"""Saturation as curves and tables: nothing overlaps, and reasons stand where numbers would."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from measured import measured, outside, overlapping
from shown import displayed, released

from compendium.analysis.qualitative import saturation
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.qualitative.saturation_curves import ticks
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

NO = math.nan
LONG = "people with a very long name of a group that nobody would choose but somebody will write"
LABELS = {
    "group": {"parent": Text("parents", "rhieni"), "worker": Text(LONG, LONG)},
    "coding_of_record": {"rule": Text("C1", "C1")},
}
CURVE = [
    "group",
    "number",
    "interviews",
    "source",
    "held",
    "new",
    "total",
    "lower",
    "upper",
    "guard",
]
RATIO = [
    "group",
    "run",
    "interviews",
    "base",
    "last",
    "reached_5",
    "later_5",
    "reached_0",
    "later_0",
]


def curves(totals=(2, 2, 3, 3), few="guard_few_interviews", group="parent"):
    """One group with a curve, another with too few interviews."""
    many = len(totals)
    new = [b - a for a, b in zip((0, *totals), totals, strict=False)]
    rows = [
        (group, str(i + 1), many, f"t{i}", "2024-02-01", new[i], totals[i], totals[i] - 1, 3, "")
        for i in range(many)
    ]
    other = "worker" if group == "parent" else "parent"
    rows.append((other, "", 2, "", "", NO, NO, NO, NO, few))
    numbers = dict.fromkeys(("interviews", "new", "total", "lower", "upper"), "count")
    kinds = dict.fromkeys(("group", "number"), "key") | numbers
    kinds |= {"source": "text", "held": "text", "guard": "guard"}
    frame = pd.DataFrame(rows, columns=CURVE)
    parts = {"labels": LABELS, "method": "method_saturation", "profile": "exact"}
    return released("saturation", frame, ("group", "number"), kinds, **parts)


def ratios(*rows):
    frame = pd.DataFrame(rows, columns=[*RATIO, "guard"])
    kinds = dict.fromkeys(("group", "run"), "key") | dict.fromkeys(RATIO[2:], "count")
    kinds |= {"last": "decimal", "guard": "guard"}
    parts = {"labels": LABELS, "method": "method_saturation_ratios", "profile": "exact"}
    return released("saturation_ratios", frame, ("group", "run"), kinds, **parts)


@pytest.mark.parametrize("width", [PAGE, PHONE])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("many", [4, 12, 47, 1200])
@pytest.mark.parametrize("group", ["parent", "worker"])
def test_no_text_meets_another_or_the_edge(width, lang, many, group):
    display = displayed(verbs.saturation, curves(tuple(range(1, many + 1)), group=group))
    sheet = measured(draw(display, lang, width))
    assert not outside(sheet)
    assert not overlapping(sheet)


@pytest.mark.parametrize("width", [PAGE, PHONE])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_welsh_interviews_are_drawn_without_overlap(area, width, lang):

    data = area("")
    table_ = Release(data, profile_named("exact"))(saturation.curves(data))
    sheet = measured(draw(displayed(verbs.saturation, table_), lang, width))
    assert not outside(sheet)
    assert not overlapping(sheet)


def test_themes_that_nobody_raised_draw_a_flat_line():
    sheet = measured(draw(displayed(verbs.saturation, curves((0, 0, 0, 0))), "en", PAGE))
    assert not overlapping(sheet)


def test_a_group_with_too_few_interviews_has_its_reason_and_no_curve():
    display = displayed(verbs.saturation, curves())
    rows = table(display, "en").rows
    assert rows[0].head == "Parents (interviews: 4)"
    assert rows[1].cells == ("1 February 2024", "2", "2", "1 to 3")
    assert rows[-1].head.startswith("not calculated: too few interviews")
    assert display.alt.say("en").startswith("A line for each group drawn (1 in all)")


def test_nothing_is_drawn_where_no_group_has_a_curve():
    none = curves().only("group", "worker")
    display = displayed(verbs.saturation, none)
    assert not has_figure(display)
    assert display.alt is None


def test_a_threshold_is_said_with_its_run_and_what_came_later():
    shown = ratios(("parent", "2", 10, 20, 5.0, 6, 1, NO, NO, ""))
    row = table(displayed(verbs.saturation_table, shown), "en").rows[1]
    assert row.cells[:4] == ("20", "5.0", "6+2 (new themes later: 1)", "not reached")


@pytest.mark.parametrize("profile", ["exact", "welsh_evaluation"])
def test_what_somebody_holds_is_everybodys_with_their_name(area, profile):

    data = area("")
    found = Release(data, profile_named(profile))(saturation.sufficiency(data))
    display = displayed(verbs.sufficiency_table, found)
    (row,) = table(display, "en").rows
    said, signed = row.cells[0].split("\n")
    assert row.head == "Parents"
    assert said.startswith("(Made up.) Enough for the themes")
    assert signed == "Made-up analyst 1, 20 February 2024"
    assert display.data.origin == "synthetic"


def test_where_nobody_said_so_a_sentence_says_that(tiny):

    data = open_tables(open_study("tiny"))
    found = Release(data, profile_named("exact"))(saturation.sufficiency(data))
    display = displayed(verbs.sufficiency_table, found)
    assert display.caption.say("en") == "Nobody has said yet whether there were enough interviews."


@pytest.mark.parametrize("most", [1, 2, 5, 9, 47, 512, 20_000])
def test_ticks_are_few_whole_numbers_up_to_the_most(most):
    found = ticks(most)
    assert found[0] == 0
    assert 2 <= len(found) <= 7
    assert found[-1] <= most
