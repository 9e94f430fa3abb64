"""Planned contrasts in other ways of analysis: what the table says, and what it says once."""

from __future__ import annotations

import math

import pandas as pd
from shown import all_displayed, released

from compendium.analysis.survey import sensitivity as analysis
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.words import Text

PLAN = {"areas": Text("Parents in two areas", "Rhieni mewn dwy ardal")}
GROUPS = {"A": Text("Area A", "Ardal A"), "B": Text("Area B", "Ardal B"), "": Text("")}
LABELS = {
    "comparison": PLAN,
    "construct": {"say": Text("Having a say", "Cael llais"), "trust": Text("Trust", "Hyder")},
    "group_1": GROUPS,
    "group_2": GROUPS,
    "where": {"areas": Text("Area A, Area B", "Ardal A, Ardal B")},
    "between_sites": PLAN,
}
NONE = dict.fromkeys(("estimate", "lower", "upper", "p"), math.nan)
FEW = "not calculated: too few people answered"


def rows(construct="say", **changed):
    """The five rows of one pair; of an analysis named, what differs."""
    key = {"comparison": "areas", "construct": construct, "group_1": "A", "group_2": "B"}
    numbers = {"n_1": 38, "n_2": 52, "estimate": -0.33, "lower": -0.55, "upper": -0.07, "p": 0.02}
    more = {"effect": "cliffs_delta", "agreement": "agrees_same", "guard": ""}
    found = [key | {"analysis": a} | numbers | more for a in analysis.ANALYSES]
    found[0]["agreement"] = ""
    for row in found:
        row |= changed.get(row["analysis"], {})
    return found


def shown(*found, marks=None, **labels):
    kinds = {**dict.fromkeys(analysis.BY, "key"), "n_1": "base", **analysis.KINDS}
    kinds = {k: v for k, v in kinds.items() if not k.startswith("main_")}
    frame = pd.DataFrame([r for rows in found for r in rows])[list(kinds)]
    parts = {"labels": LABELS | labels, "method": "method_sensitivity"}
    made = released("sensitivity", frame, analysis.BY, kinds, marks, **parts)
    return show(made)


def show(made):
    (display,) = all_displayed(verbs.sensitivity_table, made)
    return display


def cells(display, lang="en"):
    """Of each row its head, and its cells line by line."""
    return [
        (row.head, [c.replace("\u00a0", " ").split("\n") for c in row.cells])
        for row in table(display, lang).rows
    ]


def test_each_analysis_has_a_column_the_planned_one_first():
    found = table(shown(rows()), "en")
    assert found.columns == (
        "Groups compared",
        "As planned",
        "Every question answered",
        "Gaps filled in",
        "Ordinal model",
        "Without doubtful forms",
    )
    assert sum(found.widths) == 100


def test_a_cell_says_how_it_agrees_the_effect_p_and_the_people():
    topic, (pair, (main, complete, *_)) = cells(
        shown(
            rows(complete={"agreement": "agrees_weaker", "n_1": 32}),
            marks={(1, "n_1"): "limited", (1, "p"): "under"},
        )
    )
    assert topic == ("Having a say", [[""]] * 5)
    assert pair == "Area A compared with Area B"
    assert main == ["-0.33 (-0.55 to -0.07)", "p 0.02", "n 38 and 52"]
    assert complete == ["weaker", "-0.33 (-0.55 to -0.07)", "p under 0.02", "n 32 [l] and 52"]


def test_a_topic_heads_its_pairs_once():
    found = cells(shown(rows(), rows("trust")))
    assert [head for head, _ in found] == [
        "Having a say",
        "Area A compared with Area B",
        "Trust",
        "Area A compared with Area B",
    ]


def test_a_reason_that_all_analyses_share_is_said_once():
    refused = {"guard": "guard_few_people", "agreement": ""} | NONE
    _, (_, found) = cells(shown(rows(**dict.fromkeys(analysis.ANALYSES, refused))))
    assert found == [[FEW, "n 38 and 52"], *[["n 38 and 52"]] * 4]


def test_a_reason_of_one_analysis_is_said_there():
    refused = {"guard": "guard_untold", "agreement": ""} | NONE
    _, (_, found) = cells(shown(rows(ordinal=refused)))
    assert found[3] == ["not calculated: the answers do not bear it", "n 38 and 52"]
    assert [lines[0] for lines in found[1:3]] == ["same", "same"]


def test_what_is_hidden_says_so_and_agrees_with_nothing():
    hidden = {"agreement": "", "n_1": math.nan} | NONE
    marks = {(1, c): "c" for c in ("n_1", *NONE)}
    _, (_, found) = cells(shown(rows(complete=hidden), marks=marks))
    assert found[1] == ["[c]", "p [c]", "n [c] and 52"]


def test_the_caption_names_the_comparison_and_the_note_counts_what_agrees():
    hidden = {"agreement": ""} | NONE
    display = shown(rows(complete={"agreement": "agrees_weaker"}, imputed=hidden))
    assert display.caption.say("en").startswith("Parents in two areas: does each comparison")
    notes = [n.say("en") for n in display.note]
    said = "Of 3 alternative analyses that could be calculated, 2 say the same as the planned one."
    assert said in notes
    assert "Area and model cannot be separated here: each area has one model." in notes


def test_without_any_numbers_nothing_is_counted():
    hidden = dict.fromkeys(analysis.ANALYSES, {"agreement": ""} | NONE)
    notes = [n.say("en") for n in shown(rows(**hidden)).note]
    assert not [n for n in notes if "other analyses" in n]


def test_the_team_and_the_public_read_every_welsh_row_in_both_languages(area):
    for profile in ("welsh_evaluation", "exact"):
        made = Release(area("C"), profile_named(profile))(analysis.sensitivity(area("C")))
        for lang in ("en", "cy"):
            for row in table(show(made), lang).rows:
                assert len(row.cells) == len(analysis.ANALYSES)
                assert "nan" not in " ".join(row.cells)


def test_an_area_in_which_nothing_was_planned_says_so(area):
    made = Release(area("A"), profile_named("welsh_evaluation"))(analysis.sensitivity(area("A")))
    display = show(made)
    assert display.kind == "absent"
    assert (
        display.caption.say("en") == "No comparison of groups was planned that could be made here."
    )
