"""A framework that leads nowhere, rests on nothing or is signed by nobody is refused."""

from __future__ import annotations

import pytest
from practised import FRAMEWORK, add_practice
from test_study import message, spoil

from compendium.study_folder import open_study


@pytest.fixture
def practice_folder(tiny):
    add_practice(tiny)
    return tiny


def test_a_framework_is_read_as_it_stands(practice_folder):
    study = open_study("tiny")
    first, second = study.framework.principles
    assert [(a.of, a.what.en) for a in first.asks] == [
        ("worker", "Ask first."),
        ("leaders", "Leave time."),
    ]
    assert (first.status, first.decided_by, str(first.decided_on)) == (
        "retained",
        "A. Analyst",
        "2024-04-01",
    )
    assert (second.status, second.decided_on, second.cmocs) == ("", None, ("T1",))
    assert [r.served for r in study.header.workshops.raised_by] == [True, False, False]


def test_a_study_without_a_framework_is_whole(tiny):
    assert open_study("tiny").framework is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("of: leaders", "of: nobody", "asks of 'nobody' is unknown, but known are leaders, parent"),
        ("statements: [PT1]", "statements: [PT9]", "statement 'PT9' is unknown"),
        ("cmocs: [T2]", "cmocs: [T9]", "cmoc 'T9' is unknown, but known are T1, T2"),
        ("consensus: F1", "consensus: F9", "consensus 'F9' is unknown, but known are F1, F2"),
        ("consensus: F1", "consensus: F2", "the statement of the consensus survey F2 stands 2"),
        ("principle: F2", "principle: F1", "the principles F1 stands 2 times. Keep one."),
        ("text: {en: Ask us", "text: {en: ' '", "F1: text is blank. Say what the principle is."),
        (
            "    asks: [{of: worker, what: {en: Tell them., cy: Dwedwch wrthynt.}}]\n",
            "",
            "principle F2: it asks nothing of anybody. Add `asks:`",
        ),
        ("what: {en: Ask first.", "what: {en: ' '", "what it asks of worker is blank. Say what."),
        ("    cmocs: [T1]\n", "", "F2: no mechanism stands behind it, but a statement that says"),
        ("    status: retained\n", "", "decided_by, decided_on without status, but what becomes"),
        ("    decided_by: A. Analyst\n", "", "status, decided_on without decided_by"),
        ("status: retained", "status: kept", "status 'kept' is unknown, but known are dropped,"),
        ("status: retained", "status: merged", "it is merged, and nothing says into what"),
        ("status: retained", "status: dropped", "it is dropped, and nothing says why. Add `reas"),
        ("consensus: F2\n", "consensus: F2\n    merged_into: F1\n", "F2: it is not merged"),
        ("consensus: F1\n", "consensus: F1\n    decisions: [D9]\n", "decision 'D9' is unknown"),
    ],
)
def test_each_fault_is_named(practice_folder, before, after, said):
    spoil(practice_folder, "framework.yml", before, after)
    assert said in message()


def test_a_principle_is_not_merged_into_itself(practice_folder):
    merged = "status: merged\n    merged_into: F1\n    reason: {en: Same., cy: Yr un.}"
    spoil(practice_folder, "framework.yml", "status: retained", merged)
    assert "merged_into 'F1' is unknown, but known are F2" in message()


def test_a_cmoc_of_another_statement_stands_behind_nothing(practice_folder):
    spoil(
        practice_folder,
        "theory/cmocs.yml",
        "- cmoc_id: T2\n  pt_id: PT1",
        "- cmoc_id: T2\n  pt_id: PT2",
    )
    other = "\n- {pt_id: PT2, version: REFINED, if_text: a, then_text: b, because_text: c}\n"
    path = practice_folder / "theory" / "statements.yml"
    path.write_text(path.read_text("utf-8") + other, "utf-8")
    assert "the CMOC T2 belongs to PT2, but the principle rests on PT1" in message()


def test_every_fault_is_told_at_once(practice_folder):
    spoil(practice_folder, "framework.yml", "cmocs: [T2]", "cmocs: [T9]")
    spoil(practice_folder, "framework.yml", "of: leaders", "of: nobody")
    spoil(practice_folder, "study.yml", "people: 1}", "people: 0}")
    spoil(practice_folder, "study.yml", "      groups: [parent]\n", "      groups: [x]\n")
    found = message()
    assert all(
        said in found
        for said in (
            "'T9' is unknown",
            "'nobody' is unknown",
            "people is 0",
            "group 'x' is unknown",
        )
    )


def test_a_framework_of_nothing_is_none(practice_folder):
    (practice_folder / "framework.yml").write_text("principles: []\n", encoding="utf-8")
    assert "framework.yml: it has no principles. Add some, or remove the file." in message()


def test_a_role_that_is_given_twice_is_refused(practice_folder):
    spoil(practice_folder, "study.yml", "role: chair", "role: team")
    assert "the role team is given 2 times. Keep one." in message()


def test_a_merged_principle_needs_no_mechanism_and_asks_nothing(practice_folder):
    text = FRAMEWORK + (
        "  - {principle: F3, text: {en: Old, cy: Hen}, status: merged, merged_into: F1, "
        "decided_by: A, decided_on: 2024-04-01, reason: {en: The same., cy: Yr un peth.}}\n"
    )
    (practice_folder / "framework.yml").write_text(text, encoding="utf-8")
    assert open_study("tiny").framework.principles[2].merged_into == "F1"


@pytest.mark.parametrize("cited", ["principle:F1", "decision:D10", "statement:PT1"])
def test_a_conclusion_may_rest_on_a_principle_a_decision_or_a_statement(practice_folder, cited):
    spoil(practice_folder, "findings/findings.yml", "evidence: [T1]", f'evidence: ["{cited}"]')
    assert cited in {e for finding in open_study("tiny").findings for e in finding.evidence}


@pytest.mark.parametrize(
    "cited", ["principle:F9", "decision:D99", "statement:PT9", "review:records"]
)
def test_a_conclusion_on_what_is_not_there_is_refused(practice_folder, cited):
    # The tiny study has no review of literature.
    spoil(practice_folder, "findings/findings.yml", "evidence: [T1]", f'evidence: ["{cited}"]')
    assert f"evidence '{cited}' is unknown" in message()
