"""Alternative texts say whom a figure is about, how many, how much is hidden; maps where dark."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from shown import bars, displayed, likert, released, three

from compendium.displays import verbs
from compendium.displays.theory import realist_verbs
from compendium.words import Text

GROUPS = {"parent": Text("parents", "rhieni"), "chair": Text("chairs", "cadeiryddion")}
AREAS = {"A": Text("Area A", "Ardal A"), "B": Text("Area B", "Ardal B")}


def themes(*rows):
    """The map of a main theme W, one below it, and another main one, V: (code, group, share)."""
    frame = pd.DataFrame(rows, columns=["code_id", "group", "share"]).assign(area="A")
    codes = {c: Text(n) for c, n in {"W": "Warmth", "W.1": "Tea", "V": "Voice"}.items()}
    above = {"W": Text(""), "W.1": Text("W"), "V": Text("")}
    labels = {"code_id": codes, "group": GROUPS, "area": AREAS, "parent": above}
    labels["coding_of_record"] = {"rule": Text("C1")}
    by = ("code_id", "group", "area")
    kinds = dict.fromkeys(by, "key") | {"share": "band"}
    table = released("themes", frame, by, kinds, labels=labels, method="method_themes")
    return displayed(verbs.heat_map, table).alt.say("en")


def verdicts(*rows, marks=None):
    """The map of verdicts: (configuration, area, verdict)."""
    frame = pd.DataFrame(rows, columns=["cmoc_id", "area", "verdict"])
    labels = {"cmoc_id": {c: Text(c) for c, _, _ in rows}, "area": AREAS}
    kinds = {"cmoc_id": "key", "area": "key", "verdict": "band"}
    parts = {"labels": labels, "method": "method_verdicts"}
    table = released("verdicts", frame, ("cmoc_id", "area"), kinds, marks, **parts)
    return displayed(realist_verbs.verdict_map, table).alt.say("en")


@pytest.mark.parametrize(
    ("lang", "ending"),
    [
        ("en", "About: parents in Area A. n\u00a0=\u00a080."),
        ("cy", "Ynghylch: rhieni yn Ardal A. n\u00a0=\u00a080."),
    ],
)
def test_a_figure_says_whom_it_is_about_and_how_many_they_are(lang, ending):
    assert likert(*three()).alt.say(lang).endswith(ending)


def test_a_bound_is_not_taken_for_the_number_it_is_above():
    table = bars(*three("P1"), *three("P2"))
    table.marks.loc[:2, "base"] = "over"
    display = displayed(verbs.likert, table)
    assert display.alt.say("en").replace("\u00a0", " ").endswith("n = 80 to over 80.")
    said = "What parents in Area A say (people who answered: 80 to over 80 a question)"
    assert display.caption.say("en").replace("\u00a0", " ") == said


def test_a_figure_says_how_much_of_it_is_hidden():
    hidden = ("P3", "all_levels", math.nan, "c")
    ending = "Something is hidden to protect people in 1 of 4 entries."
    assert likert(*three(), hidden).alt.say("en").endswith(ending)


def test_a_map_names_the_main_themes_that_most_of_each_group_raise():
    text = themes(
        ("W", "parent", "most"), ("W.1", "parent", "most"), ("V", "parent", "some"),
        ("W", "chair", "some"), ("W.1", "chair", "few"), ("V", "chair", "some"),
    )  # fmt: skip
    assert "Main themes most raised by parents, Area A: Warmth (most)." in text
    assert "Main themes most raised by chairs, Area A: Warmth; Voice (some)." in text


def test_a_map_names_no_theme_that_few_raise():
    text = themes(("W", "parent", "few"), ("V", "parent", "few"))
    assert "most raised" not in text


def test_a_map_of_verdicts_counts_them_by_area():
    text = verdicts(
        ("T1", "A", "supported"), ("T2", "A", "contested"), ("T3", "A", "little"),
        ("T1", "B", "supported"), ("T2", "B", "supported"), ("T3", "B", "refuted"),
    )  # fmt: skip
    assert "Area A: 1 supported, 1 contested, 0 refuted, 1 with little or nothing." in text
    assert "Area B: 2 supported, 0 contested, 1 refuted, 0 with little or nothing." in text


def test_a_hidden_verdict_is_not_counted():
    rows = ("T1", "A", "supported"), ("T2", "A", "supported")
    assert "Area A: 1 supported," in verdicts(*rows, marks={(1, "verdict"): "c"})
