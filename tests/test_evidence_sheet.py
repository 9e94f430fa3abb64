"""Evidence out as a workbook and back: differences are shown first, then written."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from never_was import withdraw
from openpyxl import load_workbook

from compendium.cli import main
from compendium.evidence_sheet.columns import COLUMNS
from compendium.evidence_sheet.read import read_evidence_sheet
from compendium.evidence_sheet.take_back import take_back
from compendium.evidence_sheet.write import candidates, write_evidence_sheet
from compendium.intake.tables import open_tables
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study

NAMED = {"by": "C. Analyst", "on": "2024-05-01"}
NEW = {
    "element": "M_reas",
    "direction": "supports",
    "relevance": 2,
    "richness": 1,
    "rigour": 1,
    "rival": "no",
    "reason": "=thinks of her",
}


@pytest.fixture
def study(tiny):
    return open_study("tiny")


@pytest.fixture
def workbook(study):
    write_evidence_sheet(study)
    return study.private / "evidence.xlsx"


def file(study):
    return study.folder / "theory" / "evidence.csv"


def rows(path):
    """Every row of the evidence sheet as openpyxl has it, by its number."""
    lines = load_workbook(path)["evidence"].iter_rows(values_only=True)
    return {n: dict(zip(COLUMNS, line, strict=True)) for n, line in enumerate(lines, start=1)}


def row_of(path, **cells) -> int:
    """The number of the one row with these cells."""
    found = [n for n, row in rows(path).items() if cells.items() <= row.items()]
    (number,) = found
    return number


def typed(path, number: int, **cells):
    """Type these cells into a row of the sheet."""
    book = load_workbook(path)
    for name, value in cells.items():
        book["evidence"].cell(number, COLUMNS.index(name) + 1).value = value
    book.save(path)
    return path


def test_judgements_come_first_then_passages_to_judge_with_who_said_what(workbook):
    found = rows(workbook)
    first = found[row_of(workbook, evidence_id="E1")]
    beside = ("source_text", "speaker", "site", "group", "codes")
    assert [first[c] for c in beside] == [
        "There was tea, always.", "Q1", "001", "parent", "K1.2",
    ]  # fmt: skip
    assert first["relevance"] == 2
    # E7 rests on words that were withdrawn; six others on talk, one on the survey.
    ids = [r["evidence_id"] for r in found.values()]
    assert ids[1:8] == ["E1", "E2", "E3", "E4", "E5", "E6", "E8"]
    assert found[row_of(workbook, evidence_id="E5")]["source_text"] == "survey: Having a say"
    open_ones = [r for r in found.values() if not r["evidence_id"]]
    assert all(r["source_id"] and r["direction"] is None for r in open_ones)


def test_a_candidate_is_coded_as_its_cmoc_says_and_judged_by_nobody(study):
    data = open_tables(study)
    found = {(r["cmoc_id"], r["source_id"]) for r in candidates(data)}
    # T1 names K1.2 (tea): c1, c5, c8 are judged for it. T2 names K1.1: c1 is judged, c7 withdrew.
    assert found == {("T2", "c2 interview:20-45"), ("T2", "c6 interview:20-42")}
    of_one = {(r["cmoc_id"], r["source_id"]) for r in candidates(data, "AA")}
    assert of_one == {*found, ("T1", "c5 interview:20-50"), ("T2", "c1 interview:20-39")}


def test_values_are_chosen_from_lists_and_headings_stay(workbook):
    sheet = load_workbook(workbook)["evidence"]
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    column = {name: sheet.cell(2, COLUMNS.index(name) + 1).coordinate for name in COLUMNS}
    chosen = {"cmoc_id", "source_type", "element", "direction", "relevance", "richness"}
    chosen |= {"rigour", "activation", "rival"}
    assert set(lists) == {column[name] for name in chosen}
    choices = load_workbook(workbook)["choices"]
    place = lists[column["direction"]].removeprefix("choices!").replace("$", "")
    assert [c[0].value for c in choices[place]][:2] == ["supports", "refines"]
    assert sheet.freeze_panes == "B2"


def test_a_workbook_as_it_was_written_changes_nothing(study, workbook):
    before = file(study).read_bytes()
    assert take_back(study, workbook, **NAMED, confirmed=True).endswith("0 differences")
    assert file(study).read_bytes() == before
    first = workbook.read_bytes()
    write_evidence_sheet(study)
    assert workbook.read_bytes() == first


def test_a_judgement_is_shown_first_and_written_when_it_is_confirmed(study, workbook):
    before = file(study).read_text(encoding="utf-8")
    typed(workbook, row_of(workbook, source_id="c6 interview:20-42", cmoc_id="T2"), **NEW)
    shown = take_back(study, workbook, **NAMED)
    assert "1 differences" in shown
    assert "new   E9, T2: M_reas supports, c6 interview:20-42, C. Analyst" in shown
    assert "Nothing is written yet" in shown
    assert file(study).read_text(encoding="utf-8") == before
    take_back(study, workbook, **NAMED, confirmed=True)
    kept = file(study).read_text(encoding="utf-8")
    without_withdrawn = "".join(r for r in before.splitlines(True) if not r.startswith("E7"))
    assert kept == without_withdrawn + (
        "E9,T2,tiny,segment,c6 interview:20-42,M_reas,supports,2,1,1,,no,C. Analyst,2024-05-01,"
        "=thinks of her,synthetic\n"
    )
    again = open_study("tiny")
    assert "E9" in set(open_tables(again).evidence["evidence_id"])
    write_evidence_sheet(again)
    assert take_back(again, workbook, **NAMED).endswith("0 differences")


def test_a_changed_judgement_is_told_cell_by_cell_and_signed_anew(study, workbook):
    typed(workbook, row_of(workbook, evidence_id="E3"), direction="refutes", rigour=1)
    shown = take_back(study, workbook, **NAMED, confirmed=True)
    for said in ("other E3, T1", "direction: 'supports' now 'refutes'", "rigour: '2' now '1'",
                 "analyst: 'BB' now 'C. Analyst'"):  # fmt: skip
        assert said in shown
    kept = file(study).read_text(encoding="utf-8").splitlines()
    assert kept[3] == (
        "E3,T1,tiny,segment,c5 interview:20-50,C,refutes,1,1,1,,no,C. Analyst,2024-05-01,"
        "a warm house,synthetic"
    )


def test_a_row_that_was_taken_out_is_gone_once_that_is_confirmed(study, workbook):
    book = load_workbook(workbook)
    book["evidence"].delete_rows(row_of(workbook, evidence_id="E8"))
    book.save(workbook)
    assert "gone  E8, T2: whole supports" in take_back(study, workbook, **NAMED)
    take_back(study, workbook, **NAMED, confirmed=True)
    assert "E8" not in file(study).read_text(encoding="utf-8")


def test_one_analysts_sheet_leaves_the_others_judgements_alone(study):
    write_evidence_sheet(study, "BB")
    path = study.private / "evidence.xlsx"
    assert {r["analyst"] for r in rows(path).values() if r["evidence_id"]} == {"analyst", "BB"}
    typed(path, row_of(path, evidence_id="E8"), relevance=2)
    shown = take_back(study, path, "BB", "2024-05-01", confirmed=True)
    assert "1 differences" in shown
    kept = file(study).read_text(encoding="utf-8")
    assert kept.count(",AA,") == 5
    assert "E8,T2,tiny,segment,c1 interview:20-39,whole,supports,2,1,1,,yes,BB,2024-05-01" in kept


def test_bytes_of_rows_that_stay_stay(study):
    path = file(study)
    text = path.read_text(encoding="utf-8").replace("tea every time", '"tea, every\ntime"')
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("a warm house", '"a warm house"').encode())
    fresh = open_study("tiny")
    write_evidence_sheet(fresh)
    sheet = fresh.private / "evidence.xlsx"
    typed(sheet, row_of(sheet, evidence_id="E2"), activation=3)
    take_back(fresh, sheet, **NAMED, confirmed=True)
    kept = path.read_bytes()
    assert kept.startswith(b"\xef\xbb\xbfevidence_id")
    assert b'"tea, every\ntime"' in kept
    assert b'"a warm house"' in kept
    assert b"E2,T1,tiny,segment,c8 interview:20-35,M_res,supports,1,0,1,3," in kept


def test_a_passage_that_changed_since_is_told(study, workbook):
    typed(workbook, row_of(workbook, evidence_id="E1"), source_text="There was coffee.")
    shown = take_back(study, workbook, **NAMED)
    number = row_of(workbook, evidence_id="E1")
    assert f"row {number}: the passage c1 interview:40-62 is not what it was" in shown


def test_every_problem_is_named_at_once_with_its_cell(study, workbook):
    first = row_of(workbook, evidence_id="E1")
    typed(workbook, first, direction="maybe", cmoc_id="T9", judged_on="May")
    typed(workbook, row_of(workbook, evidence_id="E5"), source_id="form/none@003")
    last = row_of(workbook, source_id="c6 interview:20-42", cmoc_id="T2")
    typed(workbook, last, direction="supports")
    typed(workbook, row_of(workbook, evidence_id="E8"), evidence_id="E7")
    with pytest.raises(DataError) as error:
        read_evidence_sheet(open_tables(study), workbook)
    said = str(error.value)
    for part in (
        f"sheet evidence, row {first}, column K: direction = 'maybe', but allowed are supports",
        "cmoc_id = 'T9', but the study has T1, T2",
        "judged_on = 'May', but a date like 2024-03-31 is needed",
        "source_id = 'form/none@003', but after the last @ stands a site",
        f"row {last}, column J: element is blank, but allowed are C, M_res",
        "analyst is blank",
        "evidence_id = 'E7', but the study has no such judgement",
    ):
        assert part in said, part


def test_a_date_that_the_program_made_one_is_one(study, workbook):
    number = row_of(workbook, source_id="c6 interview:20-42", cmoc_id="T2")
    typed(workbook, number, **NEW, analyst="D", judged_on=dt.datetime(2024, 5, 2))
    take_back(study, workbook, confirmed=True)
    assert ",D,2024-05-02," in file(study).read_text(encoding="utf-8")


def test_who_withdrew_is_in_no_workbook_and_the_old_one_goes(study, workbook):
    withdraw(study, "Q1")
    again = open_study("tiny")
    open_tables(again)
    assert not workbook.exists()
    write_evidence_sheet(again)
    assert "Q1" not in {r["speaker"] for r in rows(workbook).values()}
    ids = {r["evidence_id"] for r in rows(workbook).values()}
    assert ids.isdisjoint({"E1", "E7", "E8"})


@pytest.mark.parametrize("spoil_it", ["missing", "text", "other"])
def test_what_is_no_evidence_workbook_is_refused(study, workbook, tmp_path, spoil_it):
    path = {"missing": tmp_path / "no.xlsx", "text": tmp_path / "it.txt", "other": workbook}[
        spoil_it
    ]
    if spoil_it == "text":
        path.write_text("a", encoding="utf-8")
    if spoil_it == "other":
        typed(workbook, 1, direction="way")
    with pytest.raises(DataError):
        read_evidence_sheet(open_tables(study), path)


def test_a_day_is_a_day(study, workbook):
    with pytest.raises(StudyError, match="5 May"):
        take_back(study, workbook, "A", "5 May")


def test_a_study_without_cmocs_says_so(study):
    with pytest.raises(StudyError, match="no CMOCs"):
        write_evidence_sheet(dataclasses.replace(study, cmocs=()))


def test_the_commands_write_and_read_back(study, capsys):
    assert main(["evidence-sheet", "tiny"]) == 0
    path = study.private / "evidence.xlsx"
    typed(path, row_of(path, source_id="c6 interview:20-42", cmoc_id="T2"), **NEW)
    said = ["evidence-read", "tiny", "--by", "A", "--on", "2024-03-05"]
    assert main([*said, "--from", str(path)]) == 0
    assert "Nothing is written yet" in capsys.readouterr().out
    assert main([*said, "--confirm"]) == 0
    assert "E9" in file(study).read_text(encoding="utf-8")
