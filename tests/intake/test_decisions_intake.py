"""Decisions on what is not there, by nobody known, or fed back too early are refused."""

from __future__ import annotations

import pytest
from practised import DECISIONS, add_practice, write_decisions

from compendium.intake.tables import open_tables
from compendium.problems import DataError
from compendium.study_folder import open_study


@pytest.fixture
def practice_folder(tiny):
    add_practice(tiny)
    return tiny


def refused(tiny, *rows):
    write_decisions(tiny, rows)
    with pytest.raises(DataError) as caught:
        open_tables(open_study("tiny"))
    return str(caught.value)


def row(target="principle,F1", raised="parents", told="2024-02-02", day="2024-01-30"):
    return f"D1,W1,{day},{raised},{target},Say us,accepted,Shorter,none,the wording,{told}"


def test_decisions_come_in_as_they_were_written(practice_folder):
    found = open_tables(open_study("tiny")).decisions
    assert found["decision_id"].tolist() == ["D2", "D1", "D10", "D3"]
    assert found["dissent"].tolist() == ["the chair", "none", "", "two people"]


def test_a_study_without_workshops_has_none(tiny):
    assert open_tables(open_study("tiny")).decisions.empty


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("principle,F9", "row 2: principle 'F9', but there is F1, F2."),
        ("theory,PT9", "theory 'PT9', but there is PT1, T1, T2."),
        ("item,F1", "item 'F1', but there is F1_D, F1_I"),
        ("output,film", "output 'film', but there is poster, site_report."),
        ("wording,F9", "wording 'F9', but there is F1, F1_D"),
    ],
)
def test_what_is_decided_on_is_there(practice_folder, target, said):
    assert said in refused(practice_folder, row(target))


@pytest.mark.parametrize(
    "target", ["theory,PT1", "theory,T1", "item,S1", "output,site_report", "wording,S1"]
)
def test_statements_cmocs_items_and_reports_can_be_decided_on(practice_folder, target):
    write_decisions(practice_folder, [row(target)])
    assert len(open_tables(open_study("tiny")).decisions) == 1


def test_who_raised_it_is_a_role_of_the_study(practice_folder):
    said = "raised_by 'them', but there is parents, team, chair."
    assert said in refused(practice_folder, row(raised="them"))


def test_nobody_is_told_before_it_is_decided(practice_folder):
    said = "row 2: it was fed back on 2024-01-29, but it was decided on 2024-01-30."
    assert said in refused(practice_folder, row(told="2024-01-29"))


def test_people_may_be_told_on_the_same_day(practice_folder):
    write_decisions(practice_folder, [row(told="2024-01-30")])
    assert len(open_tables(open_study("tiny")).decisions) == 1


def test_every_fault_is_told_at_once(practice_folder):
    found = refused(practice_folder, row("principle,F9", "them", "2024-01-29"), *DECISIONS[2:])
    assert all(said in found for said in ("'F9'", "'them'", "it was fed back on 2024-01-29"))


def test_without_roles_and_framework_a_log_is_read_as_it_is(tiny):
    write_decisions(tiny, [row("principle,F9", "them"), row("theory,PT1").replace("D1", "D2")])
    assert len(open_tables(open_study("tiny")).decisions) == 2


def test_a_date_that_is_none_is_told_once(practice_folder):
    found = refused(practice_folder, row(day="soon"))
    assert found.count("\n") == 0
    assert "date = 'soon', but a date like 2024-03-31 is needed" in found
