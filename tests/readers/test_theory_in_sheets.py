"""A programme theory kept in a spreadsheet, told by its headings."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.readers.export import ImportReport, read_export
from compendium.readers.theory.sheet import theory_tables


def sheet(headings, *rows):
    table = pd.DataFrame(rows, columns=headings, dtype="str")
    table.insert(0, "source_row", range(2, len(rows) + 2))
    return table


@pytest.fixture
def report():
    return ImportReport("s.csv")


def test_a_sheet_that_is_no_theory_gives_nothing_and_leaves_the_report_alone(report):
    assert theory_tables(sheet(["Context", "Outcome", "Age"], ["c", "o", "5"]), report) == {}
    assert (report.found, report.guessed) == ({}, [])


@pytest.mark.parametrize(
    "headings",
    [
        ["context_statement", "mechanism_statement", "outcome_statement"],
        ["Context", "Mechanism", "Outcome"],
        ["C", "M", "O"],
        ["Cyd-destun", "Mecanwaith", "Canlyniad"],
    ],
)
def test_configurations_are_read_by_their_headings(report, headings):
    found = theory_tables(sheet(headings, [" c ", "m", "o"]), report)["cmocs"]
    (row,) = found.to_dict("records")
    told = [row[k] for k in ("cmoc_id", "context", "mechanism", "outcome", "place")]
    assert told == ["CMOC1", "c", "m", "o", "row 2"]


def test_further_columns_go_into_a_long_table_and_blanks_do_not(report):
    heads = ["Context", "Quote", "Mechanism", "Age"]
    found = theory_tables(sheet(heads, ["c", "q", "m", ""], ["d", "", "n", "5"]), report)
    assert found["cmoc_fields"].to_numpy().tolist() == [
        ["CMOC1", "Quote", "q"],
        ["CMOC2", "Age", "5"],
    ]


def test_statements_are_read_by_their_headings(report):
    heads = ["pt_id", "if_text", "then_text", "because_text"]
    found = theory_tables(sheet(heads, ["PT1", "A", "B", ""], ["", "D", "E", "F"]), report)
    assert list(found) == ["statements"]
    assert found["statements"].to_numpy().tolist() == [
        ["PT1", "A", "B", "", "", "row 2"],
        ["PT2", "D", "E", "F", "", "row 3"],
    ]
    assert report.found == {"statements": 2, "statements without a because": 1}


def test_a_statement_in_one_column_is_taken_apart(report):
    said = "If A, then B, because C"
    heads = ["No.", "Programme theory", "Context", "Mechanism", "Outcome"]
    found = theory_tables(sheet(heads, ["1", f"PT4: {said}", "c", "m", "o"]), report)
    assert found["statements"]["pt_id"].tolist() == ["PT4"]
    assert found["cmocs"][["cmoc_id", "pt_id"]].to_numpy().tolist() == [["1", "PT4"]]


def test_a_theory_that_is_no_statement_is_listed_and_kept_among_further_columns(report):
    said = "If young people know about advocacy they will use it"
    found = theory_tables(sheet(["Theory", "Context", "Mechanism"], [said, "c", "m"]), report)
    assert found["cmoc_fields"].to_numpy().tolist() == [["CMOC1", "Theory", said]]
    assert report.lost[0].endswith("no statement (no 'then', no 'because'): row 2")


def test_two_columns_of_one_part_stand_one_below_the_other(report):
    found = theory_tables(sheet(["Context", "Context 2", "Mechanism"], ["c", "d", "m"]), report)
    assert found["cmocs"]["context"].tolist() == ["c\nd"]


def test_blank_and_missing_cells_are_blank(report):
    table = sheet(["Context", "Mechanism", "Outcome"], ["c", None, "o"], ["", "", ""])
    found = theory_tables(table, report)["cmocs"]
    assert found[["context", "mechanism"]].to_numpy().tolist() == [["c", ""]]


def test_a_sheet_with_headings_and_no_rows_has_blank_tables(report):
    found = theory_tables(sheet(["Context", "Mechanism", "Outcome"]), report)
    assert {name: len(table) for name, table in found.items()} == {"cmocs": 0, "cmoc_fields": 0}


def test_a_real_table_of_configurations_is_whole(shared):
    export = read_export(shared / "real-data" / "tables" / "cmo_statements.csv")
    found = theory_tables(export.tables["rows"], export.report)
    cmocs, fields = found["cmocs"], found["cmoc_fields"]
    assert len(cmocs) == cmocs["cmoc_id"].nunique() == 740
    assert (cmocs[["context", "mechanism", "outcome"]] != "").to_numpy().all()
    assert fields["field"].value_counts()["evidence_quote"] == 740
    rows = export.tables["rows"]
    assert cmocs["outcome"].tolist() == rows["outcome_statement"].str.strip().tolist()
