"""Bars of referrers: as long as the count, in order, nothing in place of what is hidden."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from measured import crossing, measured, outside, overlapping
from shown import displayed, released

from compendium.analysis.service.casework_words import referrer_labels
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.service.referrer_bars import panels_of
from compendium.words import Text

SITES = {
    "A": Text("Area A (peer advocates)", "Ardal A (eiriolwyr cymheiriaid)"),
    "B": Text(
        "An area with a long name (peer and professional advocates and volunteers of many kinds)",
        "Ardal ag enw hir (eiriolwyr cymheiriaid a phroffesiynol a gwirfoddolwyr o bob math)",
    ),
}


def table(*rows, profile="welsh_evaluation"):
    """(site, referrer, referrals or None, percent or None), with a total row a site."""
    rows = [*rows, *((s, "all", 100, 80) for s in dict.fromkeys(r[0] for r in rows))]
    columns = ["site_id", "referrer_type", "referrals", "percent"]
    frame = pd.DataFrame(rows, columns=columns)
    marks = {
        (i, c): "c"
        for i, r in enumerate(rows)
        for c, v in zip(columns, r, strict=True)
        if v is None
    }
    return released(
        "referrals",
        frame,
        ("site_id", "referrer_type"),
        dict.fromkeys(columns[:2], "key") | {"referrals": "count", "percent": "percent"},
        marks,
        method="method_referrals",
        labels={"site_id": SITES, "referrer_type": referrer_labels()},
        profile=profile,
    )


FULL = [
    ("A", "self", 65, 85),
    ("A", "social_worker", 155, 81),
    ("A", "iro_chair", None, None),
    ("A", "school", 0, None),
    ("B", "solicitor_court", 1250, 100),
    ("B", "iro_chair", 10, None),
    ("B", "third_sector", None, None),
]


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_nothing_is_cut_and_nothing_meets(width, lang):
    sheet = measured(draw(displayed(verbs.who_refers, table(*FULL)), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    assert crossing(sheet) == []


def test_bars_are_as_long_as_their_counts():
    rows = [("A", "self", 50, 80), ("A", "health", 25, 80)]
    long, short = measured(draw(displayed(verbs.who_refers, table(*rows)), "en")).bars
    assert (long.right - long.left) / (short.right - short.left) == pytest.approx(2, rel=0.01)


def test_the_scale_is_the_same_for_every_area():
    rows = [("A", "self", 50, 80), ("B", "self", 100, 80)]
    one, other = measured(draw(displayed(verbs.who_refers, table(*rows)), "en")).bars
    assert (other.right - other.left) / (one.right - one.left) == pytest.approx(2, rel=0.01)


def test_the_largest_comes_first_the_hidden_last_and_noughts_not_at_all():
    first, second = panels_of(table(*FULL), "en")
    assert [(line.name, line.number, line.share) for line in first.lines] == [
        ("Social workers", "155", "81%"),
        ("Themselves", "65", "85%"),
        ("Conference chairs and reviewing officers", "[c]", "[c]"),
    ]
    assert first.whole == "Referrals in all: 100; accepted: 80%"
    assert second.lines[0].number == "1,250"


def test_what_is_hidden_has_no_bar():
    sheet = measured(draw(displayed(verbs.who_refers, table(*FULL)), "en"))
    assert len(sheet.bars) == 4
    assert [t.text for t in sheet.texts].count("[c]") == 5


def test_nothing_is_drawn_where_every_count_is_hidden():
    rows = [("A", "self", None, None), ("A", "health", None, None)]
    assert not has_figure(displayed(verbs.who_refers, table(*rows)))


def test_a_hidden_count_is_no_number_anywhere():
    panel = panels_of(table(*FULL), "en")[0]
    assert not any(math.isnan(line.count) for line in panel.lines)
