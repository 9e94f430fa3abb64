"""The framework out as a workbook and back: differences are shown first, then written."""

from __future__ import annotations

import pandas as pd
import pytest
from never_was import withdraw
from openpyxl import load_workbook

from compendium.analysis.qualitative.framework import framework
from compendium.build.sweep.spoken import GONE, spoken
from compendium.cli import main
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.record import Display, Sentence
from compendium.displays.tables import table
from compendium.framework_matrix import differences, read_framework, take_back, write_framework
from compendium.intake.tables import open_tables
from compendium.problems import DataError, DisclosureError, StudyError
from compendium.study_folder import open_study

NAMED = {"analyst": "A. Analyst", "day": "2024-03-05"}


@pytest.fixture
def study(tiny):
    return open_study("tiny")


@pytest.fixture
def workbook(study):
    write_framework(study)
    return study.private / "framework.xlsx"


def typed(path, **cells):
    """Type into a workbook: `K1_Q1="text"` is Q1's summary under K1."""
    book = load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    rows = {cell.value: cell.row for cell in sheet["A"]}
    for name, text in cells.items():
        code, person = name.split("_")
        sheet.cell(rows[person], heads[f"{code} summary"]).value = text
    book.save(path)
    return path


def summaries(study):
    path = study.folder / "findings" / "summaries.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def states(study):
    found = framework(open_tables(study)).frame
    return dict(zip(zip(found["participant_id"], found["code_id"], strict=True), found["state"],
                    strict=True))  # fmt: skip


def test_the_passages_stand_beside_with_where_they_are(workbook):
    rows = list(load_workbook(workbook).active.iter_rows(values_only=True))
    assert rows[0][:5] == ("participant_id", "site_id", "group", "K1 summary", "K1 passages")
    assert rows[1][3] == "Warmth"
    (first,) = (row for row in rows if row[0] == "Q1")
    assert first[4] == (
        "She listened to me. [c1 interview:20-39]\n\nThere was tea, always. [c1 interview:40-62]"
    )
    assert len(rows) == 2 + 7


def test_a_workbook_as_it_was_written_changes_nothing(study, workbook):
    assert take_back(study, workbook, **NAMED, confirmed=True).endswith("0 differences")
    assert not (study.folder / "findings" / "summaries.csv").exists()


def test_a_difference_is_shown_first_and_written_when_it_is_confirmed(study, workbook):
    typed(workbook, K1_Q1="Was heard, with tea.", K2_Q4="=Letters")
    shown = take_back(study, workbook, **NAMED, confirmed=False)
    assert "2 differences" in shown
    assert "new   Q1, K1: 'Was heard, with tea.'" in shown
    assert not (study.folder / "findings" / "summaries.csv").exists()
    take_back(study, workbook, **NAMED, confirmed=True)
    rows = summaries(study)
    assert rows["summary"].tolist() == ["Was heard, with tea.", "=Letters"]
    assert set(rows["analyst"]) == {"A. Analyst"}
    assert set(rows["data_origin"]) == {"synthetic"}
    again = open_study("tiny")
    assert states(again)["Q1", "K1"] == "current"
    write_framework(again)
    assert take_back(again, workbook, **NAMED, confirmed=False).endswith("0 differences")


def test_what_is_the_same_stays_its_writers(study, workbook):
    take_back(study, typed(workbook, K1_Q1="One"), **NAMED, confirmed=True)
    typed(workbook, K2_Q4="Two")
    take_back(study, workbook, "B. Analyst", "2024-04-01", confirmed=True)
    kept = summaries(study).set_index("participant_id")
    assert kept.loc["Q1", "analyst"] == "A. Analyst"
    assert kept.loc["Q4", ["analyst", "written_on"]].tolist() == ["B. Analyst", "2024-04-01"]


def test_a_cleared_cell_is_gone_once_that_is_confirmed(study, workbook):
    take_back(study, typed(workbook, K1_Q1="One"), **NAMED, confirmed=True)
    shown = take_back(study, typed(workbook, K1_Q1=""), **NAMED, confirmed=True)
    assert "gone  Q1, K1: 'One'" in shown
    assert summaries(study).empty


def test_a_summary_of_other_passages_says_so(study, workbook):
    take_back(study, typed(workbook, K1_Q1="One", K2_Q1="Of nothing"), **NAMED, confirmed=True)
    path = study.folder / "findings" / "summaries.csv"
    text = path.read_text(encoding="utf-8")
    digest = summaries(study).set_index("code_id").loc["K1", "passages_digest"]
    path.write_text(text.replace(digest, "0123456789abcdef"), encoding="utf-8")
    again = open_study("tiny")
    assert states(again)["Q1", "K1"] == "changed"
    write_framework(again)
    (first,) = (r for r in load_workbook(workbook).active.iter_rows(values_only=True)
                if r[0] == "Q1")  # fmt: skip
    assert first[4].startswith("(The passages are not those this summary was written on.)")


def test_who_withdrew_is_in_no_summary_and_leaves_the_file(study, workbook):
    take_back(study, typed(workbook, K1_Q1="One", K1_Q2="Two"), **NAMED, confirmed=True)
    withdraw(study, "Q1")
    again = open_study("tiny")
    assert open_tables(again).summaries["participant_id"].tolist() == ["Q2"]
    write_framework(again)
    shown = take_back(again, typed(workbook, K1_Q2="Three"), **NAMED, confirmed=True)
    assert "1 summaries of people who are not in the study leave the file" in shown
    assert summaries(again)["participant_id"].tolist() == ["Q2"]


def test_the_sweep_looks_for_what_was_summarised_of_somebody_who_withdrew(study, workbook):
    summed = "Heard, with tea, at every meeting there was"
    take_back(study, typed(workbook, K1_Q1=summed, K1_Q2="Two"), **NAMED, confirmed=True)
    assert summed not in {text for text, _ in spoken(study).words[GONE]}
    withdraw(study, "Q1")
    gone = {text for text, _ in spoken(open_study("tiny")).words[GONE]}
    assert summed in gone
    assert "Two" not in gone


def test_every_problem_of_a_workbook_is_named_at_once(study, workbook):
    book = load_workbook(workbook)
    sheet = book.active
    sheet["A3"].value, sheet["A5"].value, sheet["D1"].value = "Q9", "Q2", "K9 summary"
    book.save(workbook)
    with pytest.raises(DataError) as error:
        read_framework(open_tables(study), workbook)
    for said in ("row 3", "'Q9'", "Q2 is there twice", "column D", "'K9 summary'", "K1"):
        assert said in str(error.value)


@pytest.mark.parametrize("spoil", ["missing", "text", "other"])
def test_what_is_no_framework_is_refused(study, workbook, tmp_path, spoil):
    path = {"missing": tmp_path / "none.xlsx", "text": tmp_path / "it.txt", "other": workbook}[
        spoil
    ]
    if spoil == "text":
        path.write_text("a", encoding="utf-8")
    if spoil == "other":
        book = load_workbook(path)
        book.active["A1"].value = "case"
        book.save(path)
    with pytest.raises(DataError):
        read_framework(open_tables(study), path)


@pytest.mark.parametrize(("analyst", "day"), [("", "2024-03-05"), ("A", "5 March"), ("A", "")])
def test_a_summary_has_somebody_and_a_day(study, workbook, analyst, day):
    with pytest.raises(StudyError, match="Whose summaries"):
        take_back(study, workbook, analyst, day, confirmed=True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Q1,K9,One,A,2024-03-05,x,synthetic", "'K9'"),
        ("Q1,K1,One,A,5 March,x,synthetic", "'5 March'"),
        ("Q1,K1,,A,2024-03-05,x,synthetic", "summary"),
        ("Q1,K1,One,A,2024-03-05,x,synthetic\nQ1,K1,Two,A,2024-03-05,x,synthetic", "twice"),
    ],
)
def test_a_table_that_does_not_fit_stops_the_intake(tiny, row, said):
    head = "participant_id,code_id,summary,analyst,written_on,passages_digest,data_origin\n"
    (tiny / "findings" / "summaries.csv").write_text(f"{head}{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=said):
        open_tables(open_study("tiny"))


def test_a_summary_of_nobody_is_noted(tiny):
    head = "participant_id,code_id,summary,analyst,written_on,passages_digest,data_origin\n"
    row = "Q99,K1,One,A,2024-03-05,x,synthetic\n"
    (tiny / "findings" / "summaries.csv").write_text(head + row, encoding="utf-8")
    data = open_tables(open_study("tiny"))
    assert data.summaries.empty
    assert "summary_of_nobody" in set(data.quality["rule"])


def test_only_the_team_sees_summaries(study, workbook):
    take_back(study, typed(workbook, K1_Q1="One"), **NAMED, confirmed=True)
    data = open_tables(open_study("tiny"))
    shown = Release(data, profile_named("exact"))(framework(data))
    rows = table(
        Display("it", "framework", shown, Sentence("framework_theme"), None, ()), "en"
    ).rows
    assert rows[0].head == "Q1 (Parent, First)"
    assert rows[1].cells[:2] == ("One", "A. Analyst, 2024-03-05")
    with pytest.raises(DisclosureError):
        Release(data, profile_named("welsh_evaluation"))(framework(data))


def test_the_commands_write_and_read_back(study, capsys):
    assert main(["framework", "tiny"]) == 0
    path = study.private / "framework.xlsx"
    typed(path, K1_Q1="One")
    said = ["framework", "tiny", "--from", str(path), "--by", "A", "--on", "2024-03-05"]
    assert main(said) == 0
    assert "Nothing is written yet" in capsys.readouterr().out
    assert main([*said, "--confirm"]) == 0
    assert differences(open_tables(open_study("tiny")), {("Q1", "K1"): "One"}) == []
