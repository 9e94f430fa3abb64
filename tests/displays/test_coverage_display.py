"""Coverage as tables: texts nobody coded are named, a share that is not known is a dash."""

from __future__ import annotations

import math

import pandas as pd
from shown import displayed, released

from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.words import Text

LABELS = {
    "event_id": {"t1": Text("t1", "t1"), "t2": Text("t2", "t2")},
    "coder": {"anybody": Text("Anybody", "Unrhyw un"), "C1": Text("C1", "C1")},
    "data_type": {"interview": Text("Interviews", "Cyfweliadau")},
}
ROWS = [
    ("interview", "t1", "anybody", 1, 3, 4, 65.0),
    ("interview", "t1", "C1", 1, 2, 4, math.nan),
    ("interview", "t2", "anybody", 1, 0, 0, 0.0),
    ("interview", "t2", "C1", 1, 0, 0, 0.0),
]


def shown(rows=ROWS):
    columns = ["data_type", "event_id", "coder", "texts", "coded", "all", "characters"]
    kinds = dict.fromkeys(columns[:3], "key") | dict.fromkeys(columns[3:6], "count")
    frame = pd.DataFrame(rows, columns=columns)
    parts = {"labels": LABELS, "method": "method_coverage", "profile": "exact"}
    made = released(
        "coverage", frame, tuple(columns[:3]), kinds | {"characters": "percent"}, **parts
    )
    return displayed(verbs.coverage_table, made)


def test_shares_and_passages_stand_beside_each_text():
    heading, first, second = table(shown(), "en").rows
    assert heading.is_heading
    assert first.cells == ("65%", "3 of 4", "–", "2 of 4")
    assert second.cells == ("not coded", "–", "not coded", "–")


def test_texts_that_nobody_coded_are_named():
    notes = [s.say("en") for s in shown().note]
    assert "Texts that nobody coded: t2." in notes


def test_where_every_text_is_coded_nothing_is_said():
    assert not any("nobody coded" in s.say("en") for s in shown(ROWS[:2]).note)
