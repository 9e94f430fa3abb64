"""Tables of agreement: every coefficient with its interval, why there is none, what differs."""

from __future__ import annotations

import dataclasses

import pytest
from shown import displayed

from compendium.analysis.intercoder import agreement
from compendium.analysis.intercoder.agreement_overall import one_code
from compendium.analysis.intercoder.agreement_planning import planning
from compendium.analysis.intercoder.agreement_talk import disagreements
from compendium.analysis.intercoder.boundaries import boundaries
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.record import from_record
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.words import Text

SHOWN = {
    "agreement": (verbs.agreement_table, agreement.per_code),
    "detail": (verbs.agreement_detail, agreement.in_detail),
    "overall": (verbs.agreement_overall, one_code),
    "boundaries": (verbs.boundaries, boundaries),
    "disagreements": (verbs.disagreements, disagreements),
    "plan": (verbs.agreement_plan, planning),
}


def of(data, what, profile="exact"):
    verb, analysis = SHOWN[what]
    return displayed(verb, Release(data, profile_named(profile))(analysis(data)))


def unused(data):
    """The same study, of a team that does not work with coefficients."""
    why = Text("We talk differences through.", "Trafodwn y gwahaniaethau.")
    rules = dataclasses.replace(
        data.study.header.coding, agreement="not_used", agreement_reason=why
    )
    header = dataclasses.replace(data.study.header, coding=rules)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("what", SHOWN)
def test_each_is_a_whole_record_in_both_languages(area, what, profile):
    shown = of(area(""), what, profile)
    assert faults(shown.record()) == []
    for lang in ("en", "cy"):
        assert table(shown, lang) == table(from_record(shown.record()), lang)


def test_a_coefficient_stands_with_its_interval(area):
    rows = table(of(area(""), "detail"), "en").rows
    whole = next(r for r in rows if r.head == "All codes together")
    assert whole.cells[:3] == ("97%", "0.70 (0.61 to 0.80)", "0.94")


def test_both_units_have_their_heading(area):
    heads = [r.head for r in table(of(area(""), "detail"), "en").rows if r.is_heading]
    assert heads == [
        "C1 and C2, passages: 75 read by both",
        "C1 and C2, characters of 75 passages read by both",
    ]


def test_what_was_set_aside_is_counted(area):
    (row,) = table(of(area(""), "overall"), "en").rows
    assert row.cells[:2] == ("36", "39")


def test_given_passages_have_a_reason_in_place_of_a_number(area):
    row = table(of(area(""), "boundaries"), "en").rows[1]
    assert row.cells[0] == "–"
    assert row.cells[-1].startswith("not calculated: the second coder coded passages")


def test_differences_say_who_gave_what(area):
    found = table(of(area(""), "disagreements"), "en").rows[1]
    assert found.cells[0].split("\n") == [
        "Both: Understanding the worries",
        "C1: nothing else",
        "C2: Role clarity",
    ]


def test_the_public_is_told_that_differences_are_the_teams(area):
    shown = of(area(""), "disagreements", "welsh_evaluation")
    assert shown.kind == "absent"
    assert shown.data.frame.empty
    assert shown.caption.say("en").endswith("shown to the team alone.")


@pytest.mark.parametrize("what", [w for w in SHOWN if w != "plan"])
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
def test_a_team_that_does_not_use_agreement_says_why_in_place_of_numbers(area, what, profile):
    shown = of(unused(area("")), what, profile)
    assert shown.kind == "absent"
    assert faults(shown.record()) == []
    assert shown.caption.say("en").endswith("The team's reason: We talk differences through.")
    assert "Trafodwn" in shown.caption.say("cy")


def test_the_plan_has_a_dash_where_no_such_ac1_can_be(area):
    rows = table(of(area(""), "plan"), "en").rows
    assert [r.head for r in rows[:2]] == ["Kappa", "0.60"]
    ac1 = rows[[r.head for r in rows].index("Gwet's AC1") + 1]
    assert ac1.cells[:2] == ("–", "–")


@pytest.mark.parametrize("what", ["detail", "overall", "boundaries"])
def test_the_public_sees_no_number_of_a_rare_code(area, what):
    shown = of(area(""), what, "welsh_evaluation").data
    rare = shown.frame["judgement"] == "too_few"
    hidden = [c for c, k in shown.kinds.items() if k in ("coefficient", "percent", "count")]
    hidden = [c for c in hidden if c not in ("read", "set_aside")]
    assert shown.frame.loc[rare, hidden].isna().all(axis=None)
    assert shown.marks.loc[rare, hidden].eq("c").all(axis=None)
