"""Rows of Rayyan and Covidence: records, decisions by reviewer, labels and reasons."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.readers.export import ImportReport, read_export
from compendium.readers.literature.rayyan import said
from compendium.readers.literature.screening import tables, tool_of

RAYYAN = (
    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,"
    "location,abstract,notes,doi,pmc_id,pubmed_id"
).split(",")
COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,"
    "Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags"
).split(",")


NOTED = 'RAYYAN-INCLUSION: {"Ann"=>"Included"}'


def screened(tool, *rows, file="x.csv"):
    """Rows by their columns' names, blank elsewhere, through the reader."""
    names = {"Rayyan": RAYYAN, "Covidence": COVIDENCE}[tool]
    frame = pd.DataFrame([{n: r.get(n, "") for n in names} for r in rows], dtype="str")
    frame.insert(0, "source_row", range(2, len(frame) + 2))
    report = ImportReport(file)
    return tables(frame, tool, report), report


def decisions(*notes):
    rows = [{"key": f"r{i}", "notes": text} for i, text in enumerate(notes, start=1)]
    return screened("Rayyan", *rows)[0]["decisions"].to_numpy().tolist()


def listed(table):
    return table.to_numpy().tolist()


@pytest.mark.parametrize(
    ("names", "tool"),
    [
        (RAYYAN, "Rayyan"),
        (COVIDENCE, "Covidence"),
        (["source_row", *reversed(RAYYAN)], "Rayyan"),
        (["Covidence #", "Study ID", "Title", "Reviewer Name"], ""),  # data extraction
        (["key", "title"], ""),
        ([], ""),
    ],
)
def test_the_tool_is_told_from_the_headings(names, tool):
    assert tool_of(names) == tool


def test_a_row_of_rayyan_is_a_record():
    row = {"key": "rayyan-1", "title": "One", "authors": "Hill, B. and Ames, C.", "year": "2021"}
    row |= {"doi": "10.1000/ABC", "pubmed_id": "12", "month": "3", "notes": "read"}
    found, report = screened("Rayyan", row)
    (record,) = found["records"].to_dict("records")
    assert [record[n] for n in ("record_id", "pmid", "doi")] == ["rayyan-1", "12", "10.1000/abc"]
    assert [record[n] for n in ("authors", "notes")] == ["Hill, B.; Ames, C.", "read"]
    assert listed(found["fields"]) == [["rayyan-1", "month", "3"]]
    assert report.tool == "Rayyan"


def test_a_decision_is_a_row_for_each_reviewer():
    assert decisions('RAYYAN-INCLUSION: {"Ann"=>"Included", "B. \\"Bo\\" Hill"=>"Maybe"}') == [
        ["r1", "", "Ann", "include", ""],
        ["r1", "", 'B. "Bo" Hill', "maybe", ""],
    ]


def test_a_record_that_nobody_decided_on_has_no_decision():
    assert decisions("", "only a note", "RAYYAN-LABELS: uk") == []


def test_a_reason_stands_beside_everybody_who_excluded_and_that_is_told():
    notes = 'RAYYAN-INCLUSION: {"A"=>"Excluded", "B"=>"Excluded", "C"=>"Included"} | '
    notes += "RAYYAN-EXCLUSION-REASONS: wrong population,wrong outcome"
    found, report = screened("Rayyan", {"key": "r1", "notes": notes})
    reasons = ["wrong population; wrong outcome"] * 2 + [""]
    assert found["decisions"]["reason"].tolist() == reasons
    assert "stands beside every reviewer who excluded the record" in report.guessed[0]


def test_a_reason_without_anybody_who_excluded_stays_among_the_fields():
    told = said('RAYYAN-INCLUSION: {"A"=>"Maybe"} | RAYYAN-EXCLUSION-REASONS: late')
    assert told.fields == [("exclusion reason", "late")]


def test_labels_and_notes_of_reviewers_are_fields_and_the_rest_stays():
    told = said(
        'Section: 1 | RAYYAN-LABELS: peer, uk | USER-NOTES: {"Ann"=>["t, x", "y"], "B"=>["z"]}'
    )
    assert told.notes == "Section: 1"
    assert told.fields == [
        ("label", "peer"),
        ("label", "uk"),
        ("user note", "Ann: t, x"),
        ("user note", "Ann: y"),
        ("user note", "B: z"),
    ]


def test_a_decision_without_a_reviewer_has_none():
    assert decisions("RAYYAN-INCLUSION: Included") == [["r1", "", "", "include", ""]]


def test_a_decision_in_unknown_words_is_kept_and_told():
    notes = 'RAYYAN-INCLUSION: {"Ann"=>"Undecided"}'
    found, report = screened("Rayyan", {"key": "r1", "notes": notes})
    assert listed(found["fields"]) == [["r1", "decision", "Ann: Undecided"]]
    assert "decisions in words that are not known: 1" in report.lost[0]


REASON = "Exclusion reason: Wrong study design; "


def test_a_row_of_covidence_is_a_record():
    row = {"Title": "One", "Authors": "Hill, B.; Ames, C.", "Published Year": "2021", "Ref": "7"}
    found, report = screened("Covidence", row | {"Covidence #": "#15", "Tags": "UK"})
    (record,) = found["records"].to_dict("records")
    assert [record[n] for n in ("record_id", "title", "year")] == ["#15", "One", "2021"]
    assert listed(found["fields"]) == [["#15", "Ref", "7"], ["#15", "Tags", "UK"]]
    assert report.tool == "Covidence"


@pytest.mark.parametrize(
    ("file", "stage", "decision"),
    [
        ("review_9_select_csv_2.csv", "title and abstract", "include"),
        ("review_9_irrelevant_csv_2.csv", "title and abstract", "exclude"),
        ("review_9_included_csv_2.csv", "full text", "include"),
        ("review_9_excluded_csv_2.csv", "full text", "exclude"),
    ],
)
def test_the_stage_is_told_from_the_name_of_the_file(file, stage, decision):
    found, report = screened("Covidence", {"Covidence #": "#1"}, file=file)
    assert listed(found["decisions"]) == [["#1", stage, "", decision, ""]]
    assert "told from the file's name" in report.guessed[0]


def test_under_another_name_only_a_reason_tells_a_decision():
    rows = [{"Covidence #": "#1", "Notes": REASON + "read"}, {"Covidence #": "#2"}]
    found, report = screened("Covidence", *rows)
    assert listed(found["decisions"]) == [["#1", "full text", "", "exclude", "Wrong study design"]]
    assert found["records"]["notes"].tolist() == ["read", ""]
    assert "does not say which stage" in report.guessed[0]


def test_a_reason_in_a_file_of_included_records_stays_a_note():
    row = {"Covidence #": "#1", "Notes": REASON}
    found, _ = screened("Covidence", row, file="review_9_included_csv_2.csv")
    assert found["decisions"]["decision"].tolist() == ["include"]
    assert found["records"]["notes"].tolist() == ["Exclusion reason: Wrong study design;"]


def test_a_screening_table_is_told_when_the_file_is_read(tmp_path):
    row = dict.fromkeys(RAYYAN, "") | {"key": "r1", "title": "Tea", "notes": NOTED}
    pd.DataFrame([row]).to_csv(tmp_path / "articles.csv", index=False)
    export = read_export(tmp_path / "articles.csv")
    assert export.report.tool == "Rayyan"
    assert listed(export.tables["decisions"][["record_id", "reviewer", "decision"]]) == [
        ["r1", "Ann", "include"]
    ]
    assert len(export.records) == len(export.tables["rows"]) == 1
