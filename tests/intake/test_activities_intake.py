"""A log of activities comes in with the referrals it belongs to, and goes with them."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny import consent_said

from compendium.intake.take_in import take_in
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study

SOURCE = """  - source: done
    kind: activities
    file: raw/done.csv
    columns:
      {activity_id: No, referral_id: Ref, date: Date, type: What, minutes: Long,
       data_origin: Data origin}
    values: {type: {Call: phone_text}}
consent:
"""
ROWS = [
    ("a1", "r1", "2024-01-06", "Call", "10"),
    ("a2", "r2", "2024-01-11", "visit", ""),
    ("a3", "r2", "2023-12-31", "visit", "60"),
    ("a4", "r2", "2024-04-01", "visit", "60"),
    ("a5", "nobody", "2024-01-11", "visit", "60"),
    ("a1", "r1", "2024-01-06", "Call", "10"),
]


@pytest.fixture
def taken(tiny):
    """Take the tiny study in with these activities."""

    def done(rows=ROWS):
        study = tiny / "study.yml"
        study.write_text(study.read_text().replace("consent:\n", SOURCE, 1))
        frame = pd.DataFrame(rows, columns=["No", "Ref", "Date", "What", "Long"], dtype="str")
        frame["Data origin"] = "synthetic"
        frame.to_csv(tiny / "raw" / "done.csv", index=False)
        return take_in(open_study("tiny"))

    return done


def notes(intake, rule: str) -> list[str]:
    table = intake.quality.table
    return list(table.loc[table["rule"] == rule, "value"])


def test_activities_come_in_with_the_site_of_their_referral(taken):
    found = taken().tables["activities"].set_index("activity_id")
    assert list(found.index) == ["a1", "a2", "a3", "a4"]
    assert set(found["site_id"]) == {"001"}
    assert found.loc["a1", ["type", "minutes"]].tolist() == ["phone_text", 10]


def test_what_belongs_to_no_referral_or_stands_twice_is_named(taken):
    intake = taken()
    assert notes(intake, "activity_unknown_referral") == ["nobody"]
    assert notes(intake, "activity_twice") == ["a1"]


def test_dates_before_the_referral_and_after_the_export_are_flagged_and_stay(taken):
    found = taken().tables["activities"].set_index("activity_id")["date_problem"]
    assert found["a3"] == "activity_before_referral"
    assert found["a4"] == "activity_after_extraction"
    assert found["a1"] == ""


def test_everything_wrong_with_the_cells_is_said(taken):
    with pytest.raises(DataError) as caught:
        taken([("a1", "r1", "soon", "dance", "10"), ("", "r1", "2024-01-06", "visit", "1")])
    said = str(caught.value)
    assert "done.csv row 2: Date = 'soon', but a date like 2024-03-31 is needed" in said
    assert "What = 'dance', but type may be info_rights" in said
    assert "row 3: No is blank" in said


def test_minutes_are_whole_numbers(taken):
    with pytest.raises(DataError, match="Long = '1h', but whole minutes are needed"):
        taken([("a1", "r1", "2024-01-06", "visit", "1h")])


def test_who_withdrew_takes_their_activities_along_unnamed(tiny, taken):
    path = tiny / "consent.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    person = table["participant_id"].iloc[0]
    table.assign(casework_person=["p2", *[""] * (len(table) - 1)]).to_csv(path, index=False)
    gone = {"consent_status": "withdrawn", "withdrawn_on": "2024-02-01", "withdrawal_scope": "all"}
    consent_said(tiny, person, **gone)
    intake = taken()
    assert set(intake.tables["activities"]["referral_id"]) == {"r1"}
    assert notes(intake, "activity_unknown_referral") == ["nobody"]


def test_activities_need_a_log_of_referrals(tiny):
    path = tiny / "study.yml"
    text = path.read_text()
    before, log = text.split("  - source: log\n")
    path.write_text(before + SOURCE + log.split("consent:\n", 1)[1])
    with pytest.raises(StudyError, match="no log of the referrals they belong to"):
        open_study("tiny")


def test_an_activity_that_stands_in_two_logs_comes_in_once(tiny, taken):
    more = SOURCE.replace("done", "more").replace("consent:\n", "")
    path = tiny / "study.yml"
    path.write_text(path.read_text().replace("consent:\n", more + "consent:\n", 1))
    frame = pd.DataFrame(ROWS[1:2], columns=["No", "Ref", "Date", "What", "Long"], dtype="str")
    frame.assign(**{"Data origin": "synthetic"}).to_csv(tiny / "raw" / "more.csv", index=False)
    intake = taken(ROWS[:2])
    assert intake.tables["activities"]["activity_id"].tolist() == ["a2", "a1"]
    assert notes(intake, "activity_twice") == ["a2"]
