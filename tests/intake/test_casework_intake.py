"""A casework log comes in: cells translated, what is wrong named, dates held in order."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from tiny import log, write_log

from compendium.consent import Consent
from compendium.intake.casework import casework_tables
from compendium.intake.consent_table import read_consent
from compendium.intake.quality import Quality
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import DataError, StudyError
from compendium.readers.export import read_export
from compendium.study_folder import open_study


@dataclasses.dataclass
class Taken:
    """The log as it came in, what was noted, and the consent table it was held against."""

    referrals: pd.DataFrame
    quality: Quality
    consent: Consent


@pytest.fixture
def with_log(tiny):
    """Take in a log of one's own for the tiny study."""

    def taken(frame: pd.DataFrame) -> Taken:
        write_log(tiny / "raw" / "log.csv", frame)
        study, quality = open_study("tiny"), Quality()
        consent, (source,) = Consent(read_consent(study)), study.source("casework")
        export = read_export(study.folder / source.file)
        tables = casework_tables(study, source, export, consent, quality)
        return Taken(tables["referrals"], quality, consent)

    return taken


@pytest.fixture
def spoilt(with_log):
    """What is said of the tiny log with some cells changed: {(row, column): cell}."""

    def message(cells: dict[tuple[int, str], str]) -> str:
        with pytest.raises(DataError) as caught:
            with_log(changed(cells))
        return str(caught.value)

    return message


def changed(cells: dict[tuple[int, str], str]) -> pd.DataFrame:
    """The tiny log with some cells changed; rows are numbered as in a spreadsheet."""
    frame = log()
    for (row, column), cell in cells.items():
        frame.loc[row - 2, column] = cell
    return frame


def notes(taken: Taken, *rules: str) -> list[tuple[str, str, str, str]]:
    """Row, column, value and rule of what was noted in the log."""
    table = taken.quality.table
    table = table[(table["file"] == "log.csv") & table["rule"].isin(rules or set(table["rule"]))]
    return list(table[["where", "column", "value", "rule"]].itertuples(index=False, name=None))


def test_every_referral_comes_in_under_our_names_and_values(with_log):
    taken = with_log(log()).referrals.set_index("referral_id")
    assert list(taken.index) == ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11"]
    assert list(taken["referrer_type"][["r1", "r2", "r5", "r10"]]) == [
        "social_worker",
        "self",
        "health",
        "other",
    ]
    assert list(taken["accepted"][["r1", "r6", "r8", "r9"]]) == ["yes", "no", "", "signposted"]
    assert taken.loc["r1", "source_row"] == 2
    assert taken.loc["r1", "route"] == ""


def test_site_ids_that_look_like_numbers_stay_text(tiny):
    data = open_tables(open_study("tiny"))
    assert set(data.referrals["site_id"]) == {"001", "002"}


def test_dates_written_the_british_way_become_iso_dates(tiny, with_log):
    study = tiny / "study.yml"
    text = study.read_text().replace(
        "file: raw/log.csv", 'file: raw/log.csv\n    date_format: "%d/%m/%Y"'
    )
    study.write_text(text)
    frame = log()
    dates = ["Referred", "Allocated", "First contact", "Closed", "Exported"]
    for column in dates:
        frame[column] = frame[column].str.replace(r"(\d+)-(\d+)-(\d+)", r"\3/\2/\1", regex=True)
    taken = with_log(frame).referrals.set_index("referral_id")
    assert list(taken.loc["r2", ["date_referred", "date_first_contact", "date_closed"]]) == [
        "2024-01-01",
        "2024-01-11",
        "2024-02-01",
    ]


def test_everything_wrong_with_the_cells_is_said_at_once(spoilt):
    said = spoilt(
        {
            (2, "By"): "Police",
            (3, "By"): "Police",
            (4, "Accepted"): "maybe",
            (5, "First contact"): "28/01/2024",
            (6, "Exported"): "",
        }
    )
    assert "log.csv row 2 and 1 more: By = 'Police', but referrer_type may be self, " in said
    assert "Say what it means: `sources: log: values: referrer_type:` in study.yml." in said
    assert "log.csv row 4: Accepted = 'maybe', but accepted may be yes, no, signposted." in said
    assert "log.csv row 5: First contact = '28/01/2024', but a date like 2024-03-31 is n" in said
    assert "log.csv row 6: Exported is blank, but a value is needed." in said


def test_a_blank_referrer_must_be_given_a_meaning(spoilt):
    assert "row 2: By = '', but referrer_type may be" in spoilt({(2, "By"): ""})


def test_a_blank_may_be_given_a_meaning(tiny, with_log):
    study = tiny / "study.yml"
    study.write_text(study.read_text().replace("Other: other}", 'Other: other, "": other}'))
    taken = with_log(changed({(2, "By"): ""}))
    assert taken.referrals["referrer_type"].iloc[0] == "other"


def test_missing_columns_and_identifiers_are_named_together(with_log):
    frame = log().drop(columns=["By", "Closed"]).assign(Postcode="SA1 1AA", Surname="x")
    with pytest.raises(DataError) as caught:
        with_log(frame)
    said = str(caught.value)
    assert "the column By (referrer_type) is missing" in said
    assert "the column Closed (date_closed) is missing" in said
    assert "the column Postcode looks like a real identifier" in said
    assert "the column Surname looks like a real identifier" in said


def test_unknown_columns_are_listed_and_not_read(with_log):
    assert notes(with_log(log().assign(Extra="x")), "unknown_column") == [
        ("", "Extra", "", "unknown_column")
    ]


def test_an_unknown_area_is_set_aside_and_listed(with_log):
    taken = with_log(changed({(2, "Area"): "003"}))
    assert "r1" not in set(taken.referrals["referral_id"])
    value = "003, but the study has 001, 002"
    assert ("row 2", "Area", value, "referral_unknown_site") in notes(taken)


def test_a_reference_that_stands_twice_keeps_its_first_row(with_log):
    taken = with_log(changed({(9, "Ref"): "r1"}))
    kept = taken.referrals.query("referral_id == 'r1'")
    assert list(kept["date_referred"]) == ["2024-01-01"]
    assert ("row 9", "Ref", "r1", "referral_twice") in notes(taken)


def test_a_referral_without_a_date_is_set_aside_and_listed(with_log):
    taken = with_log(changed({(7, "Referred"): ""}))
    assert "r6" not in set(taken.referrals["referral_id"])
    assert ("row 7", "Referred", "", "referral_without_date") in notes(taken)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({(2, "First contact"): "2023-12-31"}, "contact_before_referral"),
        ({(2, "Allocated"): "2023-12-31"}, "allocated_before_referral"),
        ({(2, "Allocated"): "2024-01-07"}, "contact_before_allocation"),
        ({(4, "Closed"): "2024-01-07"}, "closed_before_referral"),
        ({(3, "Closed"): "2024-01-10"}, "closed_before_contact"),
        ({(5, "Closed"): "2024-04-01"}, "after_extraction"),
    ],
)
def test_dates_in_an_impossible_order_are_named_and_the_row_stays(with_log, cells, problem):
    taken = with_log(changed(cells))
    ((row, _),) = cells
    rows = taken.referrals
    assert rows.loc[rows["source_row"] == row, "date_problem"].item() == problem
    assert len(rows) == 11
    assert (f"row {row}", problem) in [(n[0], n[3]) for n in notes(taken)]


@pytest.mark.parametrize(
    "cells",
    [
        {(2, "First contact"): "2024-01-01", (2, "Allocated"): "2024-01-01"},
        {(2, "First contact"): "2024-01-03"},
        {(3, "Closed"): "2024-01-11"},
        {(5, "Closed"): "2024-03-31"},
    ],
)
def test_dates_on_the_same_day_are_in_order(with_log, cells):
    taken = with_log(changed(cells)).referrals.set_index("referral_id")
    assert list(taken.index[taken["date_problem"] != ""]) == ["r7"]


def test_a_note_on_dates_names_both(with_log):
    value = "2024-01-30, and Referred = 2024-02-02"
    assert notes(with_log(log())) == [("row 8", "First contact", value, "contact_before_referral")]


def link(tiny, *lines: str) -> None:
    """A consent table that joins people to the log: ``Q7 p10`` a line."""
    joined = dict(line.split() for line in lines)
    table = pd.read_csv(tiny / "consent.csv", dtype="str", keep_default_na=False)
    table["casework_person"] = table["participant_id"].map(joined).fillna("")
    table.to_csv(tiny / "consent.csv", index=False)


def test_people_in_the_log_need_not_be_in_the_consent_table(with_log):
    taken = with_log(log())
    assert taken.consent.left_out["log.csv"] == 0
    assert "p10" in set(taken.referrals["person_id"])


def test_a_linked_person_who_withdrew_is_gone_from_the_log_without_a_line(tiny, with_log):
    link(tiny, "Q7 p10", "Q1 p1")
    taken = with_log(changed({(12, "First contact"): "2024-01-01", (12, "By"): "Police"}))
    ids = list(taken.referrals["referral_id"])
    assert ids == ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10"]
    assert "row 12" not in [n[0] for n in notes(taken)]
    assert "p10" not in taken.referrals.to_csv()


def test_a_linked_person_who_stays_keeps_every_referral(tiny, with_log):
    link(tiny, "Q1 p1")
    assert (with_log(log()).referrals["person_id"] == "p1").sum() == 2


def test_one_person_of_the_log_belongs_to_one_participant(tiny):
    link(tiny, "Q1 p1", "Q2 p1")
    with pytest.raises(DataError, match=r"row 2: casework_person = 'p1' stands twice"):
        take_in(open_study("tiny"))


def test_real_casework_is_refused_inside_git(tiny):
    (tiny.parent / ".git").mkdir()
    write_log(tiny / "raw" / "log.csv", changed({(2, "Data origin"): "real"}))
    with pytest.raises(StudyError, match="holds real data"):
        take_in(open_study("tiny"))
