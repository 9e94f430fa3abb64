"""n beside a caption, as the table has it."""

from __future__ import annotations

import pandas as pd
import pytest
from shown import bars, displayed, released, theme_shares, three

from compendium.displays import verbs
from compendium.displays.behind import behind, behind_caption, entries


def bases(*numbers, marks=()):
    """A table with one n a row."""
    frame = pd.DataFrame({"row": [f"r{i}" for i, _ in enumerate(numbers)], "n": numbers})
    marked = {(i, "n"): mark for i, mark in enumerate(marks)}
    return released("scores", frame, ("row",), {"row": "key", "n": "base"}, marked)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            bases(41.0, 29.0, 38.0, marks=("", "limited", "limited")),
            "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}29\N{NO-BREAK SPACE}[l] to 41",
        ),
        (bases(41.0, 41.0), "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}41"),
        # Nobody at all was asked: that is no n.
        (bases(0.0, 41.0), "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}41"),
        (bases(32.0, 40.0, marks=("over", "")), "n: over 32\N{NO-BREAK SPACE}[l] to 40"),
        # What is over 40 is more than 40, wherever it stands.
        (bases(40.0, 40.0, marks=("over", "")), "n: 40 to over 40"),
        (bases(40.0, 40.0, marks=("", "over")), "n: 40 to over 40"),
        (theme_shares(), "2 themes"),
    ],
)
def test_n_goes_from_the_smallest_to_the_largest_that_is_told(table, expected):
    assert behind(table).say("en") == expected


def test_where_every_n_is_hidden_none_is_told():
    assert behind(bases(float("nan"), float("nan"), marks=("c", "c"))) is None


def test_a_caption_that_says_n_is_not_told_it_twice():
    display = displayed(verbs.likert, bars(*three()))
    assert "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}80" in display.caption.say("en")
    assert behind_caption(display) is None


def test_of_one_theme_alone_no_number_is_told():
    display = displayed(verbs.theme_table, theme_shares().only("code_id", "W"))
    assert behind_caption(display) is None


def test_entries_are_counted_once_and_blank_ones_not_at_all():
    frame = pd.DataFrame({"row": ["1", "2", "3", "4"], "cmoc_id": ["CW01", "", "CW01", "CW02"]})
    table = released("links", frame, ("row",), {"row": "key", "cmoc_id": "text"})
    assert entries(table, "cmoc_id").say("en") == "2"
    assert entries(table, "nothing") is None
