"""Messages name a row of a CSV table as a spreadsheet program counts it, blank lines and all."""

from __future__ import annotations

import pytest

from compendium.definitions import read_csv_rows, row_numbers
from compendium.intake.take_in import take_in
from compendium.intake.text_table import text_table
from compendium.problems import DataError, StudyError
from compendium.readers import spreadsheet
from compendium.readers.origins import origins_in_csv
from compendium.study_folder import open_study

# How lines are laid out in a file, and how far below its place among them the last one comes.
LAYOUTS = {
    "no blank lines": (lambda lines: "\n".join(lines), 0),
    "blank first lines": (lambda lines: "\n".join(["", "", *lines]), 2),
    "a blank line in the middle": (lambda lines: "\n".join([*lines[:-1], "", lines[-1]]), 1),
    "blank lines below": (lambda lines: "\n".join([*lines, "", "", ""]), 0),
    "lines as Windows ends them": (lambda lines: "\r\n".join(lines) + "\r\n", 0),
    "blank lines in Windows": (lambda lines: "\r\n".join(["", *lines[:-1], "", lines[-1]]), 2),
}
SUMMARY = "Q1,LISTEN,said,AA,2024-03-05,0,synthetic"
CHANGE = "added,c1 interview,0,4,LISTEN,C1,0,,synthetic"
MATCH = "survey,x1,Q1,slip,AA,2024-03-05,synthetic"
DECISION = "D{},W,2024-01-01,us,theory,{},Say us,accepted,,,,2024-02-02,synthetic"
# A table of a study by hand, where the tiny study has none.
BY_HAND = {
    "findings/quotes.csv": [
        "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin",
        "c1 interview:40-62,tea,,me,2024-03-01,tiny,synthetic",
        "c2 interview:20-45,tea,,me,2024-03-01,tiny,synthetic",
    ],
    "findings/summaries.csv": [
        "participant_id,code_id,summary,analyst,written_on,passages_digest,data_origin",
        *[SUMMARY, SUMMARY.replace("Q1", "Q2")],
    ],
    "raw/codings_from_word.csv": [
        "change,source,char_start,char_end,code,coder,words_digest,file,data_origin",
        *[CHANGE, CHANGE.replace(",0,4", ",5,9")],
    ],
    "matches.csv": [
        "source,written,participant_id,reason,confirmed_by,confirmed_on,data_origin",
        *[MATCH, MATCH.replace("x1", "x2")],
    ],
    "workshops/decisions.csv": [
        "decision_id,workshop,date,raised_by,target_type,target_id,proposal,decision,rationale,"
        "dissent,changed_what,fed_back_on,data_origin",
        *[DECISION.format(n, "T1") for n in (1, 2)],
    ],
    "theory/links.csv": ["from_cmoc,to_cmoc,via,kind", "T1,T2,tea,ripple", "T2,T1,tea,ripple"],
}
# What is done to the last line of a table, and what is said of it.
SPOILT = [
    ("consent.csv", (",002,", ",009,"), "site_id = '009'"),
    ("consent.csv", (",active,", ",activ,"), "consent_status = 'activ'"),
    ("consent.csv", (",active,,", ",active,2024-01-01,"), "consent_status = 'active' and"),
    ("consent.csv", (",active", ",,active"), "the row has 13 cells"),
    ("theory/evidence.csv", ("2024-04-02", "soon"), "(E8): judged_on = 'soon'"),
    ("theory/evidence.csv", ("would have stayed anyway", ""), "reason is blank"),
    ("findings/quotes.csv", (",tea", ","), "approved_text is blank"),
    ("findings/summaries.csv", ("2024-03-05", "soon"), "written_on is 'soon'"),
    ("findings/summaries.csv", ("Q2", "Q1"), "Q1 and LISTEN are summarised twice"),
    ("raw/codings_from_word.csv", (",C1,", ",C9,"), "coder is 'C9'"),
    ("raw/codings_from_word.csv", (",5,9", ",0,4"), "this coding stands twice"),
    ("matches.csv", ("2024-03-05", "soon"), "confirmed_on = 'soon'"),
    ("matches.csv", ("x2", "x1"), "'x1' of survey stands twice"),
    ("workshops/decisions.csv", ("2024-02-02", "soon"), "fed_back_on = 'soon'"),
    ("workshops/decisions.csv", ("theory,T1", "theory,T9"), "theory 'T9'"),
    ("sample.csv", ("002,", "009,"), "009"),
    ("sample.csv", ("2,0,2", "2,0,2,7"), "stands under no heading"),
    ("theory/confidence.csv", ("very_low", "lowish"), "lowish"),
    ("theory/patterns.csv", ("not_established", "often"), "often"),
    ("theory/links.csv", ("T2,T1", "T2,T9"), "T9"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("file", "spoil", "said"), SPOILT)
def test_a_mistake_is_said_to_be_where_a_spreadsheet_shows_it(tiny, layout, file, spoil, said):
    path, (laid_out, further) = tiny / file, LAYOUTS[layout]
    path.parent.mkdir(exist_ok=True)
    lines = BY_HAND.get(file) or path.read_text(encoding="utf-8").splitlines()
    wrong = lines[-1].replace(*spoil, 1)
    assert wrong != lines[-1]
    path.write_bytes(laid_out([*lines[:-1], wrong]).encode())
    with pytest.raises((DataError, StudyError)) as caught:
        take_in(open_study("tiny"))
    (line,) = (one for one in str(caught.value).splitlines() if said in one)
    assert f"{path.name} row {len(lines) + further}" in line


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_data_quality_table_points_to_the_row_too(tiny, layout):
    path, (laid_out, further) = tiny / "consent.csv", LAYOUTS[layout]
    head, *people = path.read_text(encoding="utf-8").splitlines()
    lines = [
        head,
        *(p for p in people if "Q7" not in p),
        "Q7,tiny,002,parent,Gus,t77,c7,withdrawn,",
    ]
    lines[-1] += "2024-03-01,all,yes,synthetic"
    path.write_bytes(laid_out(lines).encode())
    noted = take_in(open_study("tiny")).quality.table.query("rule == 'withdrawn_matches_nothing'")
    assert noted["where"].tolist() == [f"row {len(lines) + further}"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_reader_of_csv_counts_alike(tmp_path, layout):
    path, (laid_out, further) = tmp_path / "t.csv", LAYOUTS[layout]
    path.write_bytes(
        laid_out(["id,text,data_origin", 'a,"two\nlines",real', "b,one,real"]).encode()
    )
    last = 3 + further
    assert text_table(path).index[-1] == last
    assert row_numbers(path)[-1] == last
    assert [row["id"] for row in read_csv_rows(path)] == ["a", "b"]
    assert spreadsheet.read(path).tables["rows"]["source_row"].iloc[-1] == last
    assert origins_in_csv(path) == {"real"}


def test_blank_lines_change_nothing_of_what_comes_in(tiny):
    before = take_in(open_study("tiny"))
    for file in ("consent.csv", "sample.csv", "theory/evidence.csv", "theory/confidence.csv"):
        path = tiny / file
        text = path.read_text(encoding="utf-8")
        path.write_text("\n" + text.replace("\n", "\n\n"), encoding="utf-8")
    after = take_in(open_study("tiny"))
    assert after.study.sample == before.study.sample
    for name, table in before.tables.items():
        assert table.equals(after.tables[name]), name
