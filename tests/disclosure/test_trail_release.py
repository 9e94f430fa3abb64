"""The evidence trail under a public profile: nothing of single people, and no way lost over it."""

from __future__ import annotations

import dataclasses

import pytest
from shown import displayed

from compendium.analysis.trail import results
from compendium.conclusions import ValueReference
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table

PUBLIC = "welsh_evaluation"


@pytest.fixture
def tables(area):
    return area("")


def released(tables, profile, *kinds):
    return Release(tables, profile_named(profile))(results.trail(tables, *kinds))


def test_a_public_trail_has_no_evidence_no_passage_and_no_row_of_a_file(tables):
    public, team = released(tables, PUBLIC), released(tables, "exact")
    assert {"evidence", "passage"} & set(team.frame["kind"]) == {"evidence", "passage"}
    assert not {"evidence", "passage"} & set(public.frame["kind"])
    assert not {"rows", "direction", "element"} & set(public.frame)
    text = public.frame.to_csv() + str(public.labels)
    for source in tables.study.header.sources:
        assert source.file not in text
    for held in (*tables.segments["segment_id"], *tables.evidence["evidence_id"]):
        assert held not in text
    for said in (*tables.evidence["reason"], *tables.segments["text"]):
        assert said not in text


def test_a_public_trail_says_nothing_of_a_finding_that_may_be_held_back(tables):
    public = released(tables, PUBLIC)
    assert not [thing for thing in public.labels["says"] if thing.startswith("finding:")]
    assert "In the synthetic data" not in str(public.labels)


def test_what_is_hidden_is_stepped_over_both_ways(tables):
    public = released(tables, PUBLIC).frame.set_index("thing")
    # EV140 and EV152 are judgements on the survey of say in decisions, on CW06 and CW07.
    judged = tables.evidence[tables.evidence["source_id"].str.startswith("parent/decision_making")]
    assert set(judged["cmoc_id"]) == {"CW06", "CW07"}
    for cmoc in ("cmoc:CW06", "cmoc:CW07"):
        assert "survey:parent/decision_making" in results.split(public.at[cmoc, "back_to"])
        up = results.split(public.at["survey:parent/decision_making", "taken_up_by"])
        assert cmoc in up
    for column in ("back_to", "taken_up_by"):
        for cell in public[column]:
            assert set(results.split(cell)) <= set(public.index)


def test_only_what_is_asked_for_stands_in_the_table(tables):
    public = released(tables, PUBLIC, "joint", "statement")
    assert set(public.frame["kind"]) == {"joint", "statement"}
    led_to = {t for cell in public.frame["back_to"] for t in results.split(cell)}
    assert led_to - set(public.labels["thing"]) == set()


@pytest.mark.parametrize("profile", [PUBLIC, "exact"])
def test_a_trace_stops_at_what_may_be_shown(tables, profile):
    found = Release(tables, profile_named(profile))(results.trace(tables, "trust"))
    kinds = set(found.frame["kind"])
    assert ("passage" in kinds) == (profile == "exact")
    assert {"statement", "cmoc", "survey", "theme"} <= kinds
    shown = table(displayed(verbs.trace, found, "trace"), "en")
    assert shown.rows[0].head == "What Joint display: Trust in children's services goes back to"
    assert shown.rows[1].depth == 0


def test_a_trace_of_what_is_for_the_team_says_so(tables):
    found = Release(tables, profile_named(PUBLIC))(results.trace(tables, "EV001"))
    shown = displayed(verbs.trace, found, "trace")
    assert shown.kind == "absent"
    assert "EV001" not in str(shown.record())


def test_tables_of_evidence_are_one_sentence_in_public(tables):
    shown = displayed(verbs.trail_table, released(tables, PUBLIC, "evidence"), "evidence")
    assert shown.kind == "absent"
    assert "for the study's team alone" in shown.caption.say("en")
    theirs = displayed(verbs.trail_table, released(tables, "exact", "evidence"), "evidence")
    rows = {row.head: row for row in table(theirs, "en").rows}
    assert "EV001: supports (resource)" in rows
    assert rows["EV001: supports (resource)"].cells[2] == "theory/evidence.csv: EV001"


@pytest.mark.parametrize("profile", [PUBLIC, "exact"])
def test_a_study_with_nothing_to_trace_says_so(tables, profile):
    header = dataclasses.replace(tables.study.header, joint_display=(), planned_comparisons=())
    bare = dataclasses.replace(tables.study, header=header, cmocs=(), statements=(), findings=())
    nothing = dataclasses.replace(tables, study=bare, evidence=tables.evidence.iloc[:0])
    found = Release(nothing, profile_named(profile))(results.trace(nothing))
    assert displayed(verbs.trace, found, "trace").kind == "absent"


def test_a_public_trail_says_where_publications_stand_and_names_no_other_export(england_tables):
    public = released(england_tables, PUBLIC)
    text = public.frame.to_csv() + str(public.labels)
    of_publications = {"bibliography", "screening"}
    for source in england_tables.study.header.sources:
        assert (source.file in text) == (source.kind in of_publications), source.file
    for held in (*england_tables.segments["segment_id"], *england_tables.evidence["evidence_id"]):
        assert held not in text


def test_a_public_trail_is_the_same_whoever_raised_a_decision(england_tables):
    # Rule W1 says of whom that may be told; a number of one role's decisions leads to all of them.
    value = ValueReference("decision_counts", {"raised_by": "service"}, "decisions")
    citing = dataclasses.replace(england_tables.study.findings[0], values={"n": value})
    study = dataclasses.replace(england_tables.study, findings=(citing,))
    log = england_tables.decisions
    turned = log.assign(raised_by=list(log["raised_by"])[::-1])
    assert (turned["raised_by"] != log["raised_by"]).any()
    one, other = (
        released(dataclasses.replace(england_tables, study=study, decisions=each), PUBLIC)
        for each in (log, turned)
    )
    assert one.frame.equals(other.frame)
    assert one.labels == other.labels
