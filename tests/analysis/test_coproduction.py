"""What workshops decided, counted by hand: four decisions, two principles."""

from __future__ import annotations

import dataclasses

import pytest
from practised import declared, with_principles

from compendium.analysis.practice import coproduction
from compendium.conclusions import Addressed
from compendium.words import Text


def test_decisions_stand_in_order_of_time_and_number(practice):
    frame = coproduction.decisions(practice).frame
    assert frame["decision_id"].tolist() == ["D1", "D2", "D3", "D10"]


def test_days_run_from_the_decision_to_when_people_were_told(practice):
    # 30 January to 2 February; the same day; 10 February to 1 March of a leap year; never.
    days = coproduction.decisions(practice).frame["days"]
    assert days[:3].tolist() == [3, 0, 20]
    assert days.isna().tolist() == [False, False, False, True]


def test_dissent_is_there_not_there_or_not_noted(practice):
    frame = coproduction.decisions(practice).frame
    assert frame["dissent"].tolist() == ["none", "some", "some", ""]
    assert frame["dissent_words"].tolist() == ["none", "the chair", "two people", ""]


def test_decisions_are_counted_by_who_raised_them_and_all_together(practice):
    frame = coproduction.counts(practice).frame.drop(columns="people")
    assert frame.to_numpy().tolist() == [
        # accepted, amended, rejected, deferred, all, told
        ["parents", 1, 0, 0, 1, 2, 1],
        ["team", 0, 1, 0, 0, 1, 1],
        ["chair", 0, 0, 1, 0, 1, 1],
        ["everybody", 1, 1, 1, 1, 4, 3],
    ]


def test_decisions_stand_behind_what_they_are_about(practice):
    # D1 is about F1, D2 about F2, D10 about the CMOC behind F2; D3 about a poster.
    frame = coproduction.chain(practice).frame
    pairs = frame[["principle", "about"]].to_numpy().tolist()
    assert pairs == [["F1", "D1"], ["F2", "D2"], ["F2", "D10"]]


def test_a_framework_may_name_further_decisions(practice):
    data = with_principles(practice, decisions=("D3",))
    frame = coproduction.chain(data).frame
    assert frame.loc[frame["principle"] == "F1", "about"].tolist() == ["D1", "D3"]


def test_a_principle_goes_back_to_those_served_only_if_something_changed(practice):
    # Of F1 parents changed the wording; what they raised on F2 was put off.
    frame = coproduction.share(practice).frame.drop(columns="people")
    assert frame.to_numpy().tolist() == [["served", 1, 2, 50.0]]


@pytest.mark.parametrize(
    ("outcome", "traced"), [("accepted", 1), ("amended", 1), ("rejected", 0), ("deferred", 0)]
)
def test_accepted_and_amended_decisions_changed_something(practice, outcome, traced):
    log = practice.decisions.assign(decision=outcome)
    data = dataclasses.replace(practice, decisions=log[log["decision_id"] == "D1"])
    assert coproduction.share(data).frame["traced"].tolist() == [traced]


def test_merged_and_dropped_principles_are_in_no_share(practice):
    data = with_principles(practice, status="dropped")
    assert coproduction.share(data).frame[["traced", "principles"]].to_numpy().tolist() == [[0, 1]]


def test_without_those_the_service_is_for_there_is_no_share(practice):
    roles = practice.study.header.workshops.raised_by
    data = declared(practice, raised_by=tuple(dataclasses.replace(r, served=False) for r in roles))
    assert coproduction.share(data).frame.empty


def test_what_a_study_does_not_have_gives_no_rows(area):
    for ask in (coproduction.decisions, coproduction.counts, coproduction.share):
        assert ask(area("")).frame.empty
    for ask in (coproduction.chain, coproduction.gripp2, coproduction.involving_young):
        assert ask(area("")).frame.empty


def asked(data, **reporting):
    header = dataclasses.replace(data.study.header, reporting=reporting)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))


def test_the_log_speaks_to_items_of_gripp2(practice):
    frame = coproduction.gripp2(practice).frame.set_index("item")
    assert frame.loc["2", ["workshops", "decisions"]].tolist() == [2, 4]
    assert frame.loc["3", ["changed", "decisions"]].tolist() == [2, 4]
    assert frame.loc["5", ["fed_back", "decisions"]].tolist() == [3, 4]
    assert frame.loc["1", list(coproduction.NUMBERS)].isna().all()


def test_what_to_add_on_young_people_is_for_studies_that_say_so(practice):
    assert coproduction.involving_young(practice).frame.empty
    said = {"involving_young": {"1": Addressed(Text("Protocol", "Protocol"))}}
    frame = coproduction.involving_young(asked(practice, **said)).frame.set_index("item")
    # D1 and D2 on principles, D10 on theory, D3 on an output.
    assert frame.loc["4", ["on_findings", "on_items", "on_outputs"]].tolist() == [3, 0, 1]
