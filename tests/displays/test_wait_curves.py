"""Curves of waits: each with its own dash, mark and name; names never meet."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured import measured, outside, overlapping
from shown import displayed, released

from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.service.wait_curves import GAP, Line, lines_of, spread
from compendium.words import Text

DAYS = (7, 14, 21, 28, 42, 56, 84)
MODEL = "peer and professional advocates"


def curves(*ends: float | None, hidden: int = 0):
    """One site for each share reached on day 84, climbing straight; None where it is hidden."""
    rows, marks = [], {}
    for number, end in enumerate(ends):
        for day in DAYS:
            share = math.nan if end is None else end * day / 84
            if end is None:
                marks |= {(len(rows), c): "c" for c in ("percent", "lower", "upper", "referrals")}
            base = math.nan if end is None else 99
            low, high = max(share - 5, 0), min(share + 5, 100)
            rows.append((f"S{number}", str(day), base, base, share, low, high, 3.0, 0.0))
    columns = ["site_id", "day", "referrals", "followed", "percent", "lower", "upper"]
    columns += ["ended", "left_out"]
    kinds = dict.fromkeys(columns[:2], "key") | dict.fromkeys(columns[4:8], "percent")
    names = {
        f"S{i}": Text(f"Area {i} ({MODEL})", f"Ardal {i} (eiriolwyr cymheiriaid a phroffesiynol)")
        for i in range(len(ends))
    }
    return released(
        "waits",
        pd.DataFrame(rows, columns=columns),
        ("site_id", "day"),
        kinds | {"referrals": "base", "followed": "base", "left_out": "count"},
        marks,
        method="method_waits",
        labels={"site_id": names, "day": {str(d): Text(f"By day {d}", f"Erbyn {d}") for d in DAYS}},
    )


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("ends", [(93,), (97, 93, 91), (100, 100, 100, 100, 100, 100), (3, 2, 1)])
def test_nothing_is_cut_and_no_names_meet(width, lang, ends):
    sheet = measured(draw(displayed(verbs.waits, curves(*ends)), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


@given(
    st.lists(st.floats(0, 4), min_size=1, max_size=6).map(sorted),
    st.lists(st.sampled_from([0.16, 0.33, 0.49]), min_size=6, max_size=6),
)
def test_names_stand_apart_and_inside(wanted, heights):
    heights = heights[: len(wanted)]
    starts = spread(wanted, heights, 0, 4)
    for (a, height), (b, _) in itertools.pairwise(zip(starts, heights, strict=True)):
        assert b - a - height >= GAP - 1e-5
    assert starts[0] >= 0
    assert starts[-1] + heights[-1] <= 4 + 1e-5


def test_a_name_with_room_stands_beside_its_end():
    assert spread([1.0, 3.0], [0.4, 0.4], 0, 4) == [0.8, 2.8]


def test_lines_are_told_apart_without_colour():
    lines = [Line("", (), number) for number in range(6)]
    styles = [(str(x.style["linestyle"]), x.style["marker"]) for x in lines]
    assert len(set(styles)) == 6


def test_a_line_is_named_with_the_share_it_reaches():
    (line,) = lines_of(curves(93), "en")
    assert line.name == f"Area 0 ({MODEL}): 93%"
    assert line.points[-1] == (84, 93, 88, 98)


def test_an_area_that_is_hidden_has_no_line_and_the_others_keep_their_style():
    one, other = lines_of(curves(90, None, 80), "en")
    assert (one.number, other.number) == (0, 2)


def test_nothing_is_drawn_where_every_curve_is_hidden():
    display = displayed(verbs.waits, curves(None, None))
    assert not has_figure(display)
    assert display.alt is None


def test_a_curve_that_stops_early_is_drawn_as_far_as_it_goes():
    table = curves(90)
    table.frame.loc[table.frame["day"] == "84", ["percent", "lower", "upper"]] = math.nan
    (line,) = lines_of(table, "en")
    assert line.points[-1][0] == 56
    assert outside(measured(draw(displayed(verbs.waits, table), "en", PHONE))) == []
