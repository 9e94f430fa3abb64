"""A number with its interval, and a stretch from one number to another, as text."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from shown import released

from compendium.displays import number_texts
from compendium.displays.service.service_map import median_waits_table
from compendium.words import Text

NAN = math.nan
ENDS = ("lower", "upper")


def wait(days, lower, upper, mark=""):
    """The median wait in one area, with where its bounds are; one mark for all three."""
    frame = pd.DataFrame(
        {"site_id": ["A"], "days": days, "lower": lower, "upper": upper, "referrals": 40.0}
    ).assign(left_out=2.0)
    kinds = {"site_id": "key", **dict.fromkeys(("days", *ENDS), "days")}
    marks = {(0, column): mark for column in ("days", *ENDS)}
    labels = {"site_id": {"A": Text("Area A", "Ardal A")}}
    parts = {"labels": labels, "method": "method_median_waits"}
    counts = {"referrals": "count", "left_out": "count"}
    return released("median_waits", frame, ("site_id",), kinds | counts, marks, **parts)


def hidden_end(table):
    table.marks.loc[0, "upper"] = "c"
    return table


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (wait(17.0, 14.0, 21.0), "14 to 21"),
        # The curve's lower bound never reaches one half: no day is known by which it does.
        (wait(17.0, 14.0, NAN), "14 or more"),
        (wait(NAN, NAN, NAN), "–"),
        (hidden_end(wait(17.0, 14.0, NAN)), "14 to [c]"),
        (wait(NAN, NAN, NAN, "c"), "[c]"),
    ],
)
def test_an_interval_that_is_open_is_not_said_as_one_number(table, expected):
    assert number_texts.from_to(table, 0, ENDS, "en") == expected
    assert median_waits_table(table, "en").rows[0].cells[1] == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (wait(17.0, 14.0, 21.0), "17 (14 to 21)"),
        (wait(17.0, NAN, NAN), "17"),
        (wait(NAN, NAN, NAN, "c"), "[c]"),
    ],
)
def test_a_number_stands_alone_where_it_has_no_interval(table, expected):
    assert number_texts.with_interval(table, 0, "days", ENDS, "en") == expected


def test_a_cell_with_a_mark_is_not_blank():
    assert number_texts.or_nothing(wait(NAN, NAN, NAN), 0, "days", "en") == ""
    assert number_texts.or_nothing(wait(NAN, NAN, NAN, "c"), 0, "days", "en") == "[c]"
