"""Evidence that rests on literature and on workshops' decisions: of no person and no site."""

from __future__ import annotations

import pytest

from compendium.analysis.theory import realist
from compendium.analysis.theory.completeness import completeness
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.evidence_sheet.write import judgements
from compendium.intake.evidence import EVIDENCE_FILE
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study

RECORDS = "record_id,title,authors,year,doi\nR1,Tea and trust,A. Author,2019,\nR2,Old,,,10.1/x\n"
DECISIONS = (
    "decision_id,workshop,date,raised_by,target_type,target_id,proposal,decision,rationale,"
    "dissent,changed_what,fed_back_on,data_origin\n"
    "D01,W1,2023-10-05,parents,theory,T1,Say tea,accepted,,none,T1,2023-10-19,synthetic\n"
)


def write(tiny, *rows, records=RECORDS, decisions=DECISIONS):
    """Tiny with both tables, and these judgements beside those it has."""
    for name, text in (("literature/records.csv", records), ("workshops/decisions.csv", decisions)):
        path = tiny / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with (tiny / EVIDENCE_FILE).open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def judged(id, kind, source, direction="supports", cmoc="T2"):
    return f"{id},{cmoc},tiny,{kind},{source},C,{direction},1,1,1,,no,AA,2024-04-01,why,synthetic"


def tables():
    return open_tables(open_study("tiny"))


def test_records_and_decisions_are_evidence_of_no_person_and_no_site(tiny):
    write(tiny, judged("E9", "literature", "R1"), judged("E10", "decision", "D01", "refutes"))
    found = tables().evidence.set_index("evidence_id").loc[["E9", "E10"]]
    assert found["data_type"].tolist() == ["literature", "decision"]
    assert (found[["site_id", "participant_id", "group"]] == "").all(axis=None)


def test_they_have_headings_of_their_own_over_all_areas(tiny):
    write(tiny, judged("E9", "literature", "R1"), judged("E10", "decision", "D01", "refutes"))
    frame = realist.evidence_matrix(tables()).frame
    frame = frame[frame["group"].isin(["literature", "decision"]) & (frame["pieces"] > 0)]
    columns = ["cmoc_id", "group", "area", "direction", "people", "asked", "pieces"]
    assert frame[columns].to_numpy().tolist() == [
        ["T2", "literature", "all", "supports", 0, 0, 1],
        ["T2", "decision", "all", "refutes", 0, 0, 1],
    ]


def test_literature_is_a_kind_of_data_and_no_verdict_of_a_place(tiny):
    before = tables()
    write(tiny, judged("E9", "literature", "R1", cmoc="T1"))
    after = tables()
    one, two = (realist.theory(d).frame.set_index("cmoc_id").loc["T1"] for d in (before, after))
    assert (two["data_types"], two["people"]) == (one["data_types"] + 1, one["people"])
    assert realist.verdicts(after).frame.equals(realist.verdicts(before).frame)
    parts = [completeness(d).frame.set_index("cmoc_id").loc["T1"] for d in (before, after)]
    assert parts[1]["context_people"] == parts[0]["context_people"]


def test_only_literature_leaves_a_cmoc_thin(tiny):
    write(tiny, judged("E9", "literature", "R1"))
    found = realist.theory(tables()).frame.set_index("cmoc_id").loc["T2"]
    assert (found["spread"], found["people"]) == ("thin", 0)


def test_what_is_silent_counts_nowhere(tiny):
    before = tables()
    write(tiny, judged("E9", "segment", "c2 interview:20-45", "silent"))
    after = tables()
    assert "E9" in set(after.evidence["evidence_id"])
    for asked in (realist.evidence_matrix, realist.theory, realist.verdicts, realist.patterns):
        assert asked(after).frame.equals(asked(before).frame)
    assert realist.verdicts(after).frame.iloc[3]["verdict"] == "not_found"


def test_a_public_page_names_the_direction(tiny):
    write(tiny, judged("E9", "literature", "R1"))
    data = tables()
    told = Release(data, profile_named("welsh_evaluation"))(realist.evidence_matrix(data)).frame
    told = told[told["group"] == "literature"]
    assert told[["area", "direction", "share"]].to_numpy().tolist() == [["all", "supports", "said"]]


def test_the_workbook_shows_what_a_record_or_decision_is(tiny):
    write(
        tiny,
        judged("E9", "literature", "R1"),
        judged("E10", "literature", "R2"),
        judged("E11", "decision", "D01"),
    )
    shown = {row["evidence_id"]: row.get("source_text") for row in judgements(tables())}
    assert shown["E9"] == "Tea and trust (A. Author, 2019)"
    assert shown["E10"] == "Old (no author named)"
    assert shown["E11"] == "W1, 2023-10-05: Say tea (accepted)"


@pytest.mark.parametrize(
    ("kind", "source", "said"),
    [
        ("literature", "R9", "source_id = 'R9', but literature/records.csv has R1, R2"),
        ("decision", "D02", "source_id = 'D02', but workshops/decisions.csv has D01"),
    ],
)
def test_an_id_that_is_not_there_is_named_with_its_row(tiny, kind, source, said):
    write(tiny, judged("E9", kind, source))
    with pytest.raises(DataError) as error:
        take_in(open_study("tiny"))
    assert f"evidence.csv row 10 (E9): {said}" in str(error.value)


def test_without_a_table_there_is_none(tiny):
    with (tiny / EVIDENCE_FILE).open("a", encoding="utf-8") as file:
        file.write(judged("E9", "literature", "R1") + "\n")
    with pytest.raises(DataError, match=r"literature/records.csv has none"):
        take_in(open_study("tiny"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"records": RECORDS.replace("R2", "R1")}, "records.csv row 2: record_id = 'R1' stands"),
        ({"records": RECORDS.replace("Old", "")}, "records.csv row 3: title is blank"),
        ({"decisions": DECISIONS.replace("accepted", "maybe")}, "decision = 'maybe', but allowed"),
        (
            {"decisions": DECISIONS.replace("2023-10-19", "soon")},
            "fed_back_on = 'soon', but a date",
        ),
    ],
)
def test_a_table_that_does_not_fit_stops_the_intake(tiny, change, said):
    write(tiny, **change)
    with pytest.raises(DataError) as error:
        take_in(open_study("tiny"))
    assert said in str(error.value)
