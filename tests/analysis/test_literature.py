"""Included studies, and which of them bear on which statement."""

from __future__ import annotations

from reviewed import with_made_review, with_review

from compendium.analysis.review import literature, literature_flow
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.review.flow_boxes import flow_table
from compendium.displays.review.review_tables import (
    about_table,
    evidence_table,
    searches_table,
    studies_table,
)
from compendium.intake.evidence import EVIDENCE_FILE
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

SILENT = "The literature is silent: no included study bears on this."


def tables():
    return open_tables(open_study("tiny"))


def released(analysis, profile="welsh_evaluation"):
    data = tables()
    return Release(data, profile_named(profile))(analysis(data))


def rows(table):
    return [(row.head, *row.cells) for row in table.rows]


def second_statement(tiny):
    """Tiny with a statement that no CMOC and no study is linked to."""
    text = "- pt_id: PT2\n  version: REFINED\n  if_text: it rains\n  then_text: nobody comes\n"
    text += "  because_text: the bus is late\n  rival_text: they forgot\n"
    with (tiny / "theory" / "statements.yml").open("a", encoding="utf-8") as file:
        file.write("\n" + text)


def judge(tiny, id, cmoc, source, direction, rigour=1, rival="no"):
    row = f"{id},{cmoc},tiny,literature,{source},C,{direction},1,1,{rigour},,{rival},AA,"
    with (tiny / EVIDENCE_FILE).open("a", encoding="utf-8") as file:
        file.write(row + "2024-04-01,why,synthetic\n")


def test_reports_of_one_study_are_one_row(tiny):
    with_review(tiny)
    frame = literature.included(tables()).frame
    assert frame[["study_id", "reports", "statements"]].to_numpy().tolist() == [
        ["P1", "P1; P8", "PT1"],
        ["P7", "P7", ""],
        ["W1", "W1", "PT1"],
    ]


def test_the_made_up_review_has_twenty_six_studies(tiny):
    with_made_review(tiny)
    frame = literature.included(tables()).frame
    assert len(frame) == 26
    assert frame["reports"].str.count("; ").add(1).sum() == 29


def test_each_statement_has_its_studies_and_silence_is_said(tiny):
    with_review(tiny)
    second_statement(tiny)
    frame = literature.by_statement(tables()).frame
    assert frame[["pt_id", "study_id"]].to_numpy().tolist() == [
        ["PT1", "P1"],
        ["PT1", "W1"],
        ["PT2", ""],
        ["", "P7"],
    ]
    shown = rows(evidence_table(released(literature.by_statement), "en"))
    assert shown[3] == (
        "PT2: if it rains, then nobody comes, because the bus is late",
        SILENT,
        "",
        "",
        "",
    )
    assert shown[4][0] == "Linked to no statement"


def test_a_judgement_stands_beside_its_study_and_counts_only_if_it_does_in_the_spread(tiny):
    with_review(tiny)
    judge(tiny, "E90", "T1", "P1", "supports")
    judge(tiny, "E91", "T2", "P8", "refutes")  # a report of P1's study
    judge(tiny, "E92", "T2", "W1", "supports", rigour=0)
    judge(tiny, "E93", "T2", "W1", "supports", rival="yes")
    judge(tiny, "E94", "T2", "P7", "refines")  # bears on PT1, though it was not linked to it
    frame = literature.by_statement(tables()).frame.set_index("study_id")
    assert frame["judged"].to_dict() == {
        "P1": "T1=supports\nT2=refutes",
        "P7": "T2=refines",
        "W1": "",
    }
    shown = rows(evidence_table(released(literature.by_statement), "en"))
    assert [row[-1] for row in shown[1:]] == [
        "T1: supports\nT2: refutes",
        "T2: refines",
        "not judged as evidence",
    ]


def test_tables_say_what_stands_in_the_files(tiny):
    with_review(tiny)
    assert rows(studies_table(released(literature.included), "en"))[0] == (
        "Tea P1 (Leaf, A., 2019)",
        "Parents\nWales",
        "Interviews\nAlso reported in: Tea P8 (Leaf, A., 2019)",
        "Relevance\u00a02",
        "PT1",
    )
    assert rows(about_table(released(literature.about), "cy")) == [
        ("Cwestiwn", "A yw te yn helpu?"),
        ("Beth y gellid ei gynnwys", "Astudiaethau o de."),
        ("Wedi'i fyrhau", "Un person a sgriniodd."),
    ]
    assert rows(searches_table(released(literature_flow.searches), "en"))[0] == (
        "Base",
        "Database\n2 January 2024",
        "tea AND talk",
        "8",
        "3",
    )


def test_the_flow_as_a_table_has_every_box_and_reason_once(tiny):
    with_review(tiny)
    shown = rows(flow_table(released(literature_flow.flow), "en"))
    numbers = [cell for _, cell in shown if cell]
    assert len(numbers) == 22
    assert ("Duplicates removed before screening", "1") in shown
    assert shown[-2:] == [
        ("Studies included in the review", "3"),
        ("Reports of included studies", "4"),
    ]


def test_a_study_without_a_review_has_no_rows(tiny):
    data = tables()
    for analysis in (literature.about, literature.included, literature.by_statement):
        assert analysis(data).frame.empty
