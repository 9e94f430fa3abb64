"""Bars of quarters: room for every number, however tall its bar and however long a site's name."""

from __future__ import annotations

import pandas as pd
import pytest
from measured import HAIR, crossing, measured, outside, overlapping
from shown import displayed, released

from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw
from compendium.words import Text

SITES = {
    "A": Text("Area A (in-house advocates, gjpqy)", "Ardal A (eiriolwyr mewnol, gjpqy)"),
    "B": Text(
        "An area with a long name (peer and professional advocates and young people's champions)",
        "Ardal ag enw hir (eiriolwyr cymheiriaid a phroffesiynol a hyrwyddwyr pobl ifanc lawer)",
    ),
}
QUARTERS = [f"{year}-{number}" for year in (2022, 2023) for number in (1, 2, 3, 4)]


def quarters(tallest: str, most: int = 190, quarters=QUARTERS):
    """Two sites whose tallest bar stands in one quarter."""
    rows = [
        (site, "quarter", f"quarter:{q}", most if q == tallest else most // 3)
        for site in SITES
        for q in quarters
    ]
    keys = ("site_id", "characteristic", "level")
    levels = {f"quarter:{q}": Text(f"Quarter {q}", f"Chwarter {q}") for q in quarters}
    table = released(
        "quarters",
        pd.DataFrame(rows, columns=[*keys, "referrals"]),
        keys,
        dict.fromkeys(keys, "key") | {"referrals": "count"},
        method="method_quarters",
        labels={"site_id": SITES, "level": levels},
    )
    return displayed(verbs.quarters, table)


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("tallest", [QUARTERS[0], QUARTERS[3], QUARTERS[-1]])
@pytest.mark.parametrize("most", [9, 190, 1900])
def test_nothing_is_cut_and_nothing_meets(width, lang, tallest, most):
    sheet = measured(draw(quarters(tallest, most), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    assert crossing(sheet) == []


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("tallest", QUARTERS)
def test_the_number_of_the_tallest_bar_stands_below_the_name_of_its_site(lang, tallest):
    sheet = measured(draw(quarters(tallest), lang))
    numbers = [t for t in sheet.texts if t.text == "190"]
    assert len(numbers) == 2
    # Of several lines of a name the lowest that still stands above the number.
    for number in numbers:
        above = [t for t in sheet.texts if t.left < 0.1 and t.top > number.top]
        assert min(t.bottom for t in above) - number.top > 4 * HAIR
