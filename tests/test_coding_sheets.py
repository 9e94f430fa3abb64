"""Coding sheets: blind, seeded, read back with everything that is wrong at once."""

from __future__ import annotations

import dataclasses

import openpyxl
import pandas as pd
import pytest

from compendium import coding_sheets as sheets
from compendium.analysis.intercoder import agreement
from compendium.cli import main
from compendium.intake.tables import open_tables
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study

LINE = "Nobody has coded this line yet, you see."


@pytest.fixture
def study(tiny):
    """The tiny study with one long line nobody coded, and its sheets written."""
    from tiny import project

    from compendium.writers.refi_qda import write_qdpx

    whole = project()
    first = whole.sources[0]
    longer = dataclasses.replace(first, text=first.text + LINE + "\n=cmd and so on, no formula\n")
    changed = dataclasses.replace(whole, sources=(longer, *whole.sources[1:]))
    write_qdpx(tiny / "raw" / "talk.qdpx", changed)
    found = open_study("tiny")
    sheets.write_coding_sheets(found, units=12, uncoded=0.25)
    return found


def book(study, coder):
    return study.private / sheets.FOLDER / sheets.sheet_name(study, coder)


def key(study) -> pd.DataFrame:
    return pd.read_csv(study.private / sheets.FOLDER / sheets.KEY, keep_default_na=False)


def fill(study, coder, codes, change=None):
    """Write what `codes(unit)` gives into the columns of codes; `change` the sheet as one likes."""
    path = book(study, coder)
    opened = openpyxl.load_workbook(path)
    sheet = opened[sheets.PASSAGES]
    for row in range(2, sheet.max_row + 1):
        for place, code in enumerate(codes(sheet.cell(row, 1).value), start=3):
            sheet.cell(row, place, code)
    if change:
        change(sheet)
    opened.save(path)


def test_a_sheet_holds_the_passages_and_nobodys_codes(study):
    sheet = openpyxl.load_workbook(book(study, "C2"))[sheets.PASSAGES]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == sheets.HEADINGS
    assert [r[:2] for r in rows[1:]] == list(
        key(study)[["unit_id", "text"]].itertuples(False, None)
    )
    assert not any(cell for row in rows[1:] for cell in row[2:])
    assert book(study, "C1").read_bytes() == book(study, "C2").read_bytes()


def test_the_sample_has_coded_and_uncoded_passages_and_nothing_of_who_withdrew(study):
    texts = set(key(study)["text"])
    assert LINE in texts
    assert "She listened to me." in texts
    assert "This must never be seen anywhere." not in texts
    assert "Interviewer: Go on." not in texts  # too short, and in every interview


def test_the_same_seed_draws_the_same_and_another_does_not(area):
    data = area("")
    first, again = (sheets.sampled_units(data, 40) for _ in range(2))
    assert first.equals(again)
    header = dataclasses.replace(data.study.header, seed=data.study.header.seed + 1)
    other = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    assert set(sheets.sampled_units(other, 40)["segment_id"]) != set(first["segment_id"])
    coded = first["segment_id"].isin(data.segments["segment_id"])
    assert (coded.sum(), (~coded).sum()) == (30, 10)
    assert first["unit_id"].is_unique


def test_text_that_looks_like_a_formula_stays_text(study):
    rows = sheets.read_grid(book(study, "C1"), sheets.PASSAGES).rows.values()
    assert "=cmd and so on, no formula" in {row[1] for row in rows}


def test_what_a_coder_wrote_comes_back_as_their_coding(study):
    units = key(study)
    uncoded = units.loc[units["text"] == LINE, "unit_id"].item()
    fill(study, "C1", lambda unit: ["none"] if unit == uncoded else ["K1.1", "k2"])
    fill(study, "C2", lambda unit: ["NONE"] if unit == uncoded else ["K2"])
    found = sheets.read_coding_sheets(study).codings
    first = found[found["coder"] == "C1"].groupby("segment_id", observed=True)["code_id"].agg(list)
    assert first[units.loc[units["unit_id"] == uncoded, "segment_id"].item()] == [""]
    others = units.loc[units["unit_id"] != uncoded, "segment_id"]
    assert first[others].tolist() == [["K1.1", "K2"]] * len(others)
    row = agreement.per_code(sheets.with_sheets(open_tables(study))).frame.set_index("code_id")
    assert row.loc["K2", "units"] == len(units)
    assert row.loc["K2", "percent"] == 100
    assert row.loc["K2", "kappa"] == 1  # only because what nobody coded was read as well
    assert row.loc["K1.1", ["uses_1", "uses_2"]].tolist() == [len(others), 0]


def test_a_sheet_that_is_blank_or_not_there_is_of_somebody_who_has_not_coded_yet(study):
    fill(study, "C2", lambda unit: ["K2"])
    assert set(sheets.read_coding_sheets(study).codings["coder"]) == {"C2"}
    book(study, "C1").unlink()
    assert set(sheets.read_coding_sheets(study).codings["coder"]) == {"C2"}


def test_everything_wrong_is_said_at_once(study):
    def spoil(sheet):
        sheet.cell(2, 3, "K9")
        sheet.cell(3, 4, "none")
        sheet.cell(4, 4, "K2")
        sheet.cell(5, 3).value = None
        sheet.cell(6, 2, "other words")
        sheet.cell(7, 1, "U001")
        sheet.cell(8, 1, "U999")

    fill(study, "C1", lambda unit: ["K2"], spoil)
    with pytest.raises(DataError) as raised:
        sheets.read_coding_sheets(study)
    said = str(raised.value)
    for part in (
        "coding_sheet_C1.xlsx row 2: U001 has the code 'K9', but the codebook has no such code",
        "row 3: U002 has none beside a code",
        "row 4: U003 has K2 twice",
        "row 5: U004 has no decision",
        "row 6: the text of U005 was changed",
        "row 7: U001 stands in row 2 already",
        "row 8: unit_id 'U999' is none of this sample",
        "U006 is missing",
        "U007 is missing",
    ):
        assert part in said
    assert len(raised.value.problems) == 9


def test_a_retired_code_may_not_be_used(study):
    retired = next(c.code_id for c in study.codebook if c.status == "retired")
    fill(study, "C1", lambda unit: [retired])
    with pytest.raises(DataError, match="no such code in use"):
        sheets.read_coding_sheets(study)


def test_without_a_filled_sheet_or_without_the_key_that_is_said(study, tmp_path):
    with pytest.raises(DataError, match="no filled sheet"):
        sheets.read_coding_sheets(study)
    with pytest.raises(DataError, match="nobody can tell which passage is which"):
        sheets.read_coding_sheets(study, tmp_path)


def test_a_sheet_or_a_key_that_was_emptied_is_said_to_be(study):
    fill(study, "C1", lambda unit: ["K2"], lambda sheet: sheet.delete_rows(1, sheet.max_row))
    with pytest.raises(DataError, match=r"coding_sheet_C1\.xlsx row 1: the headings unit_id, text"):
        sheets.read_coding_sheets(study)
    (study.private / sheets.FOLDER / sheets.KEY).write_text("")
    with pytest.raises(DataError, match=r"units\.csv row 1: its columns are gone"):
        sheets.read_coding_sheets(study)


def test_sheets_that_are_there_are_not_written_over(study):
    with pytest.raises(StudyError, match="already, and nothing was written"):
        sheets.write_coding_sheets(study)


def test_a_passage_of_somebody_who_withdraws_later_is_left_out(study):
    fill(study, "C1", lambda unit: ["K2"])
    data = open_tables(study)
    gone = data.segments[data.segments["text"] != "She listened to me."]
    found = sheets.with_sheets(dataclasses.replace(data, segments=gone))
    assert "She listened to me." not in set(found.segments["text"])
    assert set(found.codings["segment_id"]) <= set(found.segments["segment_id"])


@pytest.mark.parametrize(("units", "uncoded"), [(0, 0.2), (5, 1.5), (5, -0.1)])
def test_a_sample_that_makes_no_sense_is_refused(area, units, uncoded):
    with pytest.raises(StudyError, match="at least one passage"):
        sheets.sampled_units(area(""), units, uncoded)


def test_the_command_writes_and_reads(tiny, capsys):
    assert main(["coding-sheets", "tiny", "--units", "4"]) == 0
    assert "without anybody's codes" in capsys.readouterr().out
    fill(open_study("tiny"), "C1", lambda unit: ["K2"])
    assert main(["coding-sheets", "tiny", "--read"]) == 0
    assert "C1          4 passages, 4 codes, 0 without one" in capsys.readouterr().out
