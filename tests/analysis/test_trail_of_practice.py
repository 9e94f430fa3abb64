"""The trail beyond talk and surveys: principles, literature, decisions, every citable result."""

from __future__ import annotations

import dataclasses
from unittest import mock

import pytest
from practised import with_principles
from reviewed import with_review
from tiny import write_tiny

from compendium.analysis.catalogue import RESULTS
from compendium.analysis.trail import broken, numbers, results
from compendium.analysis.trail.kinds import KINDS
from compendium.analysis.trail.links import things
from compendium.analysis.trail.sources import sources
from compendium.conclusions import ValueReference
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.tables import table
from compendium.explore import tracer


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    """The tiny study with a review of ten records (tests/reviewed.py)."""
    from compendium.intake.tables import open_tables
    from compendium.study_folder import open_study

    root = tmp_path_factory.mktemp("review")
    with_review(write_tiny(root))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        return open_tables(open_study("tiny"))


def frame_of(data):
    return results.trail(data).frame.set_index("thing")


def resting_on(data, *evidence):
    return dataclasses.replace(data.study.findings[0], evidence=evidence, values={})


def with_evidence_on(data, record):
    """Tables in which one piece of evidence on T2 rests on a record of literature."""
    first = data.evidence.iloc[[0]].assign(
        evidence_id="E99",
        cmoc_id="T2",
        source_type="literature",
        source_id=record,
        source_name="Tea",
    )
    return dataclasses.replace(data, evidence=first)


# By hand from tests/practised.py: D1 is on the wording of F1, D10 on T1 (of F2), D2 on F2.
@pytest.mark.parametrize(
    ("principle", "back_to"),
    [
        ("F1", "statement:PT1 cmoc:T2 survey:views/F1_I survey:views/F1_D decision:D1 theme:K1.1"),
        (
            "F2",
            "cmoc:T1 survey:views/F2_I survey:views/F2_D decision:D2 decision:D10 theme:K1.2",
        ),
    ],
)
def test_a_principle_goes_back_to_theory_ratings_decisions_and_themes(practice, principle, back_to):
    found = results.split(frame_of(practice).at[f"principle:{principle}", "back_to"])
    assert found == back_to.split()


def test_a_principle_lies_in_the_framework_and_a_decision_in_the_log(practice):
    frame = frame_of(practice)
    assert list(frame.loc["principle:F1", ["files", "where"]]) == ["framework.yml", "F1"]
    assert list(frame.loc["decision:D1", ["files", "where"]]) == ["workshops/decisions.csv", "D1"]
    assert results.split(frame.at["decision:D1", "taken_up_by"]) == ["principle:F1"]


def test_a_statement_goes_back_to_the_studies_that_bear_on_it(review):
    # P1 and W1 were linked to PT1; P7 was included and linked to nothing.
    back = results.split(frame_of(review).at["statement:PT1", "back_to"])
    assert [t for t in back if t.startswith("literature:")] == ["literature:P1", "literature:W1"]


def test_a_study_lies_where_each_of_its_reports_was_found(review):
    # P8 is a second report of P1; W1 came in with the screening alone, in its tenth row.
    frame = frame_of(review)
    assert results.split(frame.at["literature:P1", "files"]) == ["raw/found.ris"] * 2
    assert frame.at["literature:P1", "where"].replace("\n", "; ") == "P1, record 1; P8, record 8"
    assert frame.at["literature:W1", "files"] == "raw/screened.csv"


@pytest.mark.parametrize(("record", "study"), [("P1", "P1"), ("P8", "P1"), ("W1", "W1")])
def test_evidence_on_a_report_goes_back_to_its_study(review, record, study):
    data = with_evidence_on(review, record)
    assert frame_of(data).at["evidence:E99", "back_to"] == f"literature:{study}"


def test_a_number_of_the_review_goes_back_to_its_records_and_these_to_studies(review):
    value = ValueReference("review_flow", {"box": "B20", "reason": ""}, "records")
    finding = dataclasses.replace(resting_on(review, "statement:PT1"), values={"n": value})
    study = dataclasses.replace(review.study, findings=(finding,))
    frame = frame_of(dataclasses.replace(review, study=study))
    back = results.split(frame.at[f"finding:{finding.finding_id}", "back_to"])
    assert back == ["statement:PT1", "review:records"]
    # Also those that bear on no statement.
    led_to = results.split(frame.at["review:records", "back_to"])
    assert led_to == ["literature:P1", "literature:P7", "literature:W1"]
    assert set(led_to) <= set(frame.index)
    files = results.split(frame.at["review:records", "files"])
    assert files == ["raw/found.ris", "raw/screened.csv"]


def test_principles_decisions_and_statements_may_carry_a_conclusion(practice):
    named = ("principle:F1", "decision:D2", "statement:PT1")
    assert broken.broken(practice, [resting_on(practice, *named)]) == []


def test_a_principle_behind_which_nothing_is_left_breaks_a_conclusion(practice):
    bare = dataclasses.replace(
        practice,
        evidence=practice.evidence.iloc[:0],
        decisions=practice.decisions.iloc[:0],
        answers_everywhere=practice.answers_everywhere.iloc[:0],
    )
    (said,) = broken.broken(bare, [resting_on(practice, "principle:F1")])
    assert "rests on principle:F1, but no evidence, answer or decision is left behind it" in said
    rated = dataclasses.replace(bare, answers_everywhere=practice.answers_everywhere)
    assert broken.broken(rated, [resting_on(practice, "principle:F1")]) == []
    unrated = with_principles(rated, consensus="")
    assert len(broken.broken(unrated, [resting_on(practice, "principle:F1")])) == 1


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ("statement:PT1", "no evidence is left on its configurations"),
        ("decision:D1", "it is no longer in workshops/decisions.csv"),
    ],
)
def test_a_statement_or_decision_that_is_gone_breaks_a_conclusion(practice, cited, said):
    bare = dataclasses.replace(
        practice, evidence=practice.evidence.iloc[:0], decisions=practice.decisions.iloc[:0]
    )
    (fault,) = broken.broken(bare, [resting_on(practice, cited)])
    assert said in fault


def test_literature_alone_carries_a_statement_and_the_review(review):
    silent = dataclasses.replace(review, evidence=review.evidence.iloc[:0])
    on = resting_on(review, "statement:PT1", "review:records")
    assert broken.broken(silent, [on]) == []
    bare = dataclasses.replace(silent, literature_records=review.literature_records.iloc[:0])
    assert len(broken.broken(bare, [on])) == 2


# One row with every column that a row of any result may be named by, as the English study has it.
ROW = {
    **{"cmoc_id": "CE01", "pt_id": "PE1", "row": "being_heard", "comparison": "any"},
    **{"code_id": "E1.1", "code_1": "E1.1", "code_2": "E2.1"},
    **{"context": "E1", "mechanism": "E2", "outcome": "E4"},
    **{"construct": "being_heard", "statement": "F5", "question": "second"},
    **{"referrer_type": "self", "characteristic": "age_band", "box": "B20", "raised_by": "service"},
}
NOT_IN_ENGLAND = ("comparison:any",)


@pytest.fixture(scope="module")
def known(england_tables):
    """Everything of the English study that a trail can lead to."""
    return {*things(england_tables), *sources(england_tables), *NOT_IN_ENGLAND}


@pytest.mark.parametrize("name", sorted(set(RESULTS) - set(numbers.WITHOUT_A_PLACE)))
def test_every_result_that_a_finding_may_cite_has_a_place_in_the_trail(england_tables, known, name):
    led_to = numbers.number_of(ValueReference(name, ROW, "n"), england_tables)
    assert led_to
    assert set(led_to) <= known
    assert {thing.partition(":")[0] for thing in led_to} <= set(KINDS)


def test_results_without_a_place_say_why():
    assert set(numbers.WITHOUT_A_PLACE) <= set(RESULTS)
    assert all(numbers.WITHOUT_A_PLACE.values())


@pytest.mark.parametrize(
    ("result", "row", "to"),
    [
        ("consensus", {"statement": "F5", "question": "first"}, ["survey:consensus/F5_I"]),
        ("consensus", {"statement": "F5", "question": "second"}, ["survey:consensus/F5_D"]),
        ("concordance", {"question": "first"}, ["survey:consensus"]),
        ("response", {"area": "E"}, ["survey:young_person", "survey:consensus"]),
        ("missing_test:consensus", {}, ["survey:consensus"]),
        ("composition", {"level": "care_status:looked_after"}, ["casework:care_status"]),
        ("quarters", {"level": "quarter:2023-1"}, ["casework:quarter"]),
        ("service_flow", {}, ["casework:routes", "casework:activities"]),
        ("activity_mix", {"activity": "visit"}, ["casework:activities"]),
        ("saturation", {"group": "young_person"}, ["coding:talk"]),
        ("principle_share", {"who": "served"}, [f"principle:F{i}" for i in range(1, 8)]),
        # A small role may not be told by what it raised.
        ("decision_counts", {"raised_by": "service"}, [f"decision:D{i:02}" for i in range(1, 13)]),
        ("sample", {"group": "young_person"}, []),
    ],
)
def test_where_numbers_of_the_english_study_come_from(england_tables, result, row, to):
    assert numbers.number_of(ValueReference(result, row, "n"), england_tables) == to


CITING = {
    "composition": ({"characteristic": "age_band"}, "raw/casework_log.xlsx", "Age group"),
    "activity_mix": ({"activity": "visit"}, "raw/activities.csv", "Case number, What"),
    "time_open": ({"site_id": "E"}, "raw/casework_log.xlsx", "First seen, Closed"),
    "response": ({"area": "E"}, "raw/young_peoples_survey.csv", "Q1.1 – Q9.1"),
    "saturation": ({"group": "young_person"}, "raw/coded_segments.xlsx", ""),
}


@pytest.mark.parametrize("name", CITING)
def test_what_a_number_was_counted_on_lies_in_an_export(england_tables, name):
    row, file, where = CITING[name]
    finding = resting_on(england_tables, "principle:F1")
    finding = dataclasses.replace(finding, values={"n": ValueReference(name, row, "n")})
    study = dataclasses.replace(england_tables.study, findings=(finding,))
    frame = frame_of(dataclasses.replace(england_tables, study=study))
    (_, to, *_) = results.split(frame.at[f"finding:{finding.finding_id}", "back_to"])
    assert results.split(frame.at[to, "files"]) == [file]
    assert frame.at[to, "where"] == where


@pytest.mark.parametrize(
    ("name", "down", "up"),
    [
        ("F5", {"statement:PE5", "cmoc:CE09", "decision:D10"}, {"finding:X-framework-in-house"}),
        ("PE4", {"cmoc:CE07", "literature:R030"}, {"principle:F4", "joint:follow_through"}),
        ("D02", set(), {"cmoc:CE08", "principle:F4"}),
    ],
)
def test_one_thing_of_the_english_study_is_traced_both_ways(england_tables, name, down, up):
    frame = results.trace(england_tables, name).frame
    assert down <= set(frame.loc[frame["way"] == results.BACK, "thing"])
    assert up <= set(frame.loc[frame["way"] == results.UP, "thing"])


def test_the_explorer_traces_a_principle(england_tables):
    release = Release(england_tables, profile_named("welsh_evaluation"))
    with mock.patch("compendium.displays.theory.programme_verbs.show") as show:
        tracer(england_tables, release)("F5")
    heads = [row.head for row in table(show.call_args.args[0], "en").rows]
    name = "Principle F5: Close enough to help, separate enough to challenge"
    assert heads[1] == name
    assert f"What takes {name} up" in heads
