"""Coders' agreement as table and dots: weak codes flagged in words, rare ones left out."""

from __future__ import annotations

import functools
import math

import pandas as pd
import pytest
from measured import contrast, measured, outside, overlapping
from shown import displayed, released

from compendium.analysis.intercoder import agreement
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PAPER, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.intercoder.agreement import drawn_rows
from compendium.displays.record import from_record
from compendium.displays.tables import table
from compendium.words import Text

ROWS = {
    "all": (0.7, 0.6, 0.8, ""),
    "W": (1.0, math.nan, math.nan, ""),
    "W.1": (0.44, 0.18, 0.71, "weak"),
    "W.2": (math.nan, math.nan, math.nan, "too_few"),
}
LONG = "Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro. " * 2


COLUMNS = ["units", "kappa", "lower", "upper", "judgement"]
OTHER = {"uses_1": 14, "uses_2": 12, "sources": 10, "percent": 84, "prevalence": 17.3}
OTHER |= {"pabak": 0.68, "ac1": 0.78}


def agreed(rows=ROWS, **labels):
    """Agreement of two coders on three codes, one of them rare: its numbers are hidden."""
    found = [("C2", code, 75, *row) for code, row in rows.items()]
    frame = pd.DataFrame(found, columns=["coder", "code_id", *COLUMNS]).assign(**OTHER)
    rare = frame["judgement"] == "too_few"
    numbers = [*agreement.COUNTS, *agreement.PERCENTS, *agreement.COEFFICIENTS]
    frame[numbers] = frame[numbers].astype("float64").mask(rare)
    marks = {(i, column): "c" for i in frame.index[rare] for column in numbers}
    kinds = {
        **dict.fromkeys(("coder", "code_id"), "key"),
        "units": "base",
        **dict.fromkeys(agreement.COUNTS, "count"),
        **dict.fromkeys(agreement.PERCENTS, "percent"),
        **dict.fromkeys(agreement.COEFFICIENTS, "coefficient"),
        "judgement": "text",
    }
    texts = {
        "coder": {"C2": Text("C1 and C2", "C1 a C2")},
        "code_id": {
            "all": Text("All codes together", "Pob cod gyda'i gilydd"),
            "W": Text("Warmth", "Cynhesrwydd"),
            "W.1": Text("Tea", "Te"),
            "W.2": Text("Biscuits", "Bisgedi"),
        },
        "parent": {"W": Text(""), "W.1": Text("W"), "W.2": Text("W")},
    }
    parts = {"labels": texts | labels, "method": "method_agreement"}
    return released("agreement", frame, ("coder", "code_id"), kinds, marks, **parts)


def shown(**labels):
    return displayed(verbs.agreement_table, agreed(**labels))


def cells(display, lang="en"):
    return {row.head: row.cells for row in table(display, lang).rows}


def sheet(display, width=PAGE, lang="en"):
    return measured(draw(display, lang, width))


def test_a_weak_code_is_flagged_in_words():
    assert cells(shown())["Tea"][2] == "weak: read results on this theme with care"
    assert cells(shown(), "cy")["Te"][2].startswith("gwan:")


def test_a_rare_code_is_named_below_and_has_no_row():
    assert "Biscuits" not in cells(shown())
    note = [s.say("en") for s in shown().note]
    assert "Used too rarely in what both read to be judged or shown: Biscuits." in note


def test_where_every_code_is_rare_a_sentence_stands_in_place_of_the_table():
    display = displayed(verbs.agreement_table, agreed({"W.2": ROWS["W.2"]}))
    assert display.kind == "absent"
    assert display.caption.say("cy").endswith("i'w barnu neu eu dangos: Bisgedi.")


def test_a_code_that_can_be_judged_stands_with_its_numbers():
    assert cells(shown())["Tea"] == (
        "0.44",
        "0.18 to 0.71",
        "weak: read results on this theme with care",
        "14 and 12",
        *("10", "84%", "17%", "0.68", "0.78"),
    )


def test_all_codes_together_come_first_under_the_two_coders():
    found = table(shown(), "en").rows
    assert [(r.head, r.depth) for r in found] == [
        ("C1 and C2: 75 passages read by both", 0),
        ("All codes together", 1),
        ("Warmth", 1),
        ("Tea", 2),
    ]


def test_a_kappa_without_an_interval_has_a_dash():
    assert cells(shown())["Warmth"][:2] == ("1.00", "–")


def test_only_what_can_be_judged_is_drawn():
    assert drawn_rows(agreed()) == [0, 1, 2]
    texts = [t.text for t in sheet(shown()).texts]
    assert "Biscuits" not in texts
    assert "Tea (weak)" in texts


def test_nothing_is_drawn_where_no_code_can_be_judged():
    rare = {"all": (math.nan, math.nan, math.nan, "too_few")}
    display = displayed(verbs.agreement_table, agreed(rows=rare))
    assert not has_figure(display)
    assert display.alt is None


def test_every_row_that_is_drawn_says_its_kappa_and_interval():
    texts = {t.text for t in sheet(shown()).texts}
    assert {"0.70 (0.60 to 0.80)", "1.00", "0.44 (0.18 to 0.71)"} <= texts


def test_the_dot_of_a_weak_code_is_hollow():
    axis = draw(shown(), "en").axes[0]
    dots = [line for line in axis.lines if line.get_marker() == "o"]
    assert [line.get_markerfacecolor() == PAPER for line in dots] == [False, False, True]


def test_dots_stand_in_the_order_of_their_kappa_on_the_scale():
    axis = draw(shown(), "en").axes[0]
    weak, whole, same = sorted(
        line.get_xdata()[0] for line in axis.lines if line.get_marker() == "o"
    )
    assert (same - whole) / (whole - weak) == pytest.approx(0.30 / 0.26, abs=0.01)


def test_the_alternative_text_says_the_whole_and_the_lowest():
    assert 'All codes together: 0.70. Lowest: 0.44, for "Tea".' in shown().alt.say("en")


def test_a_record_gives_back_the_same_table_and_dots():
    again = from_record(shown().record())
    assert table(again, "cy") == table(shown(), "cy")
    assert [t.text for t in sheet(again).texts] == [t.text for t in sheet(shown()).texts]


def test_without_two_coders_the_display_says_so():
    nothing = agreed(rows={})
    display = displayed(verbs.agreement_table, nothing)
    assert display.kind == "absent"
    assert display.caption.say("en") == "No passage was read by two coders."


@functools.cache
def welsh(area, profile):
    result = agreement.per_code(area("A"))
    made = Release(area("A"), profile_named(profile))(result)
    return displayed(verbs.agreement_table, made)


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_the_welsh_figure_can_be_read(area, profile, lang, width):
    found = sheet(welsh(area, profile), width, lang)
    assert outside(found) == []
    assert overlapping(found) == []
    assert min(contrast(t.colour, PAPER) for t in found.texts) >= 4.5


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_long_names_stay_on_the_sheet(width):
    names = {code: Text(LONG, LONG) for code in ROWS}
    found = sheet(shown(code_id=names, coder={"C2": Text(LONG, LONG)}), width)
    assert outside(found) == []
    assert overlapping(found) == []
