"""The evidence trail: what goes back to what, on the tiny study by hand and on the Welsh whole."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.trail import broken, links, numbers, results
from compendium.analysis.trail.places import ranges
from compendium.conclusions import ValueReference
from compendium.problems import StudyError

# Of the tiny study: each thing and what it goes back to, worked by hand from its files.
BACK_TO = {
    "finding:say": ["joint:say", "comparison:parents_by_area", "survey:form/say"],
    "finding:tea": ["cmoc:T1"],
    "finding:warm": ["cmoc:T1", "joint:tea", "theme:K1"],
    "comparison:parents_by_area": ["survey:form/say"],
    # T1 names its construct, T2 a code below its code: both are of one statement.
    "joint:say": ["statement:PT1", "survey:form/say", "theme:K1"],
    "joint:trust": ["survey:form/trust", "theme:K2"],
    "joint:tea": ["statement:PT1", "theme:K1.2"],
    "statement:PT1": ["cmoc:T1", "cmoc:T2"],
    "cmoc:T1": [f"evidence:E{i}" for i in range(1, 7)],
    # E7 went with the person who withdrew.
    "cmoc:T2": ["evidence:E8"],
    "evidence:E5": ["survey:form/say"],
    "evidence:E8": ["passage:c1 interview:20-39"],
}


@pytest.fixture
def whole(tiny):
    from compendium.notebook import open_sites

    return open_sites("tiny", "exact")[0]


@pytest.mark.parametrize("thing", BACK_TO)
def test_what_a_thing_goes_back_to(whole, thing):
    frame = results.trail(whole).frame.set_index("thing")
    assert results.split(frame.at[thing, "back_to"]) == BACK_TO[thing]


def test_evidence_of_somebody_who_withdrew_is_on_no_trail(whole):
    assert "evidence:E7" not in set(results.trail(whole).frame["thing"])
    assert "c7" not in " ".join(results.trail(whole).frame["id"])


def test_things_lie_in_a_file_and_a_row(whole):
    frame = results.trail(whole).frame.set_index("thing")
    lies = ["files", "where", "rows"]
    # Columns and rows of the .sav as tests/tiny.py writes it: t7 withdrew.
    assert list(frame.loc["survey:form/say", lies]) == ["raw/survey.sav", "S1, S2, S3", "1-5"]
    passage = list(frame.loc["passage:c1 interview:40-62", lies])
    assert passage == ["raw/talk.qdpx", "c1 interview", "40-62"]
    assert list(frame.loc["evidence:E5", lies]) == ["theory/evidence.csv", "E5", ""]
    assert list(frame.loc["evidence:E5", ["direction", "element"]]) == ["supports", "O"]


def test_every_step_leads_there_and_back(area):
    frame = results.trail(area("")).frame.set_index("thing")
    for thing, row in frame.iterrows():
        for to in results.split(row["back_to"]):
            assert thing in results.split(frame.at[to, "taken_up_by"])
        for to in results.split(row["taken_up_by"]):
            assert thing in results.split(frame.at[to, "back_to"])
    assert (frame.loc[frame["kind"] == "evidence", "back_to"] != "").all()
    assert (frame["files"] != "").all()


def test_from_a_main_message_to_what_somebody_said_and_back(area):
    down = results.trace(area(""), "MM2").frame
    steps = dict(zip(down["thing"], down["depth"].astype(int), strict=True))
    assert {"joint:understanding_process", "statement:PW2", "cmoc:CW03"} <= set(steps)
    passages = down[down["kind"] == "passage"]
    assert (passages["files"] == "raw/interviews.qdpx").any()
    up = results.trace(area(""), passages["id"].iloc[0]).frame
    assert "finding:MM2" in set(up.loc[up["way"] == results.UP, "thing"])


def test_a_statement_leads_down_to_rows_of_a_file_and_up_to_what_was_concluded(area):
    frame = results.trace(area(""), "PW4").frame
    assert frame["thing"].iloc[0] == "statement:PW4"
    assert frame["depth"].iloc[0] == "0"
    survey = frame[(frame["kind"] == "survey") & (frame["way"] == results.BACK)].iloc[0]
    assert survey["files"] == "raw/parents_survey.sav"
    assert re.fullmatch(r"\d+(-\d+)?(, \d+(-\d+)?)*", survey["rows"])
    assert "joint:decision_making" in set(frame.loc[frame["way"] == results.UP, "thing"])
    # Nothing stands twice, and every step but the first is one deeper than what leads to it.
    assert not frame.duplicated(["way", "thing"]).any()
    depth = frame.loc[frame["way"] == results.BACK, "depth"].astype(int)
    assert (depth.diff().dropna() <= 1).all()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PW44", "Near it: .*PW4"),
        ("nothing like it", "Ask for a finding"),
    ],
)
def test_what_there_is_not_is_said_with_what_is_near(area, name, said):
    with pytest.raises(StudyError, match=said):
        results.trace(area(""), name)


def test_a_name_that_is_several_things_is_asked_after(whole):
    # The tiny study has a finding and a row of the joint display called "say".
    with pytest.raises(StudyError, match=r"several things.*finding:say.*joint:say"):
        results.trace(whole, "say")
    assert results.trace(whole, "joint:say").frame["thing"].iloc[0] == "joint:say"


def test_a_kind_that_the_trail_has_not_is_refused(whole):
    with pytest.raises(StudyError, match="no quotes"):
        results.trail(whole, "quotes")


@pytest.mark.parametrize(
    ("result", "row", "to"),
    [
        ("scores", {"construct": "say"}, ["survey:form/say"]),
        ("scores:form:parent", {"construct": "trust"}, ["survey:form/trust"]),
        ("answers:form", {"item_id": "S2"}, ["survey:form/S2"]),
        ("themes", {"code_id": "K1", "group": "parent"}, ["theme:K1"]),
        ("joint", {"row": "say", "site": "001"}, ["joint:say"]),
        ("verdicts", {"cmoc_id": "T1"}, ["cmoc:T1"]),
        ("contrasts", {"comparison": "parents_by_area"}, ["comparison:parents_by_area"]),
        ("median_waits", {"site_id": "001"}, ["casework:waits"]),
        ("referrals", {"referrer_type": "self"}, ["casework:referrals/self"]),
        ("referrals", {"site_id": "001"}, ["casework:referrals/all"]),
        ("sample", {"group": "parent"}, []),
        ("scores", {"construct": "unheard of"}, []),
    ],
)
def test_where_a_number_comes_from(whole, result, row, to):
    assert numbers.number_of(ValueReference(result, row, "n"), whole) == to


def test_a_conclusion_whose_evidence_is_gone_is_broken(whole):
    alone = whole.study.findings[1:2]
    assert broken.broken(whole, alone) == []
    bare = dataclasses.replace(whole, evidence=whole.evidence.iloc[:0])
    assert broken.broken(bare, alone) == [
        "findings.yml, finding tea: it rests on T1, but there is no evidence on it that may be "
        "used. Judge new evidence, or take it back."
    ]


def test_a_conclusion_on_answers_and_talk_that_are_gone_is_broken(whole):
    said = whole.study.findings[:1]
    silent = dataclasses.replace(whole, answers_everywhere=whole.answers_everywhere.iloc[:0])
    (of_comparison,) = broken.broken(silent, said)
    assert "rests on comparison:parents_by_area, but nobody answered" in of_comparison
    mute = dataclasses.replace(silent, codings=silent.codings.iloc[:0])
    of_row, _ = broken.broken(mute, said)
    assert "rests on joint:say, but no answer and no coded passage is left" in of_row


def test_a_joint_row_that_leads_to_no_statement_is_broken(whole):
    on_trust = dataclasses.replace(whole.study.findings[0], evidence=("joint:trust",))
    (said,) = broken.broken(whole, [on_trust])
    assert "joint:trust, but no configuration names its topic or one of its themes" in said
    no_theory = dataclasses.replace(whole.study, cmocs=(), statements=())
    assert broken.broken(dataclasses.replace(whole, study=no_theory), [on_trust]) == []


@given(st.lists(st.integers(1, 60)))
def test_ranges_hold_every_row_once(rows):
    held = [
        row
        for part in filter(None, ranges(pd.Series(rows, dtype="Int64")).split(", "))
        for first, _, last in [part.partition("-")]
        for row in range(int(first), int(last or first) + 1)
    ]
    assert held == sorted(set(rows))


def test_without_a_name_the_first_statement_is_traced(whole):
    assert results.trace(whole).frame["thing"].iloc[0] == "statement:PT1"
    no_theory = dataclasses.replace(whole.study, cmocs=(), statements=())
    frame = results.trace(dataclasses.replace(whole, study=no_theory)).frame
    assert frame["thing"].iloc[0] == "finding:say"


def test_of_a_study_without_anything_to_trace_there_is_no_row(whole):
    header = dataclasses.replace(whole.study.header, joint_display=(), planned_comparisons=())
    bare = dataclasses.replace(whole.study, header=header, cmocs=(), statements=(), findings=())
    nothing = dataclasses.replace(whole, study=bare, evidence=whole.evidence.iloc[:0])
    assert results.trace(nothing).frame.empty


def test_a_theme_however_far_below_leads_to_its_statement(whole):
    deep = dataclasses.replace(whole.study.codebook[-1], code_id="K9", parent_id="K1.2")
    cmoc = dataclasses.replace(whole.study.cmocs[0], constructs=(), codes=("K9",))
    study = dataclasses.replace(whole.study, codebook=(*whole.study.codebook, deep), cmocs=(cmoc,))
    # The row names K1; K1.2 stands below it, and K9 below that.
    assert links.statements_of(study, "say") == ["PT1"]
    assert links.statements_of(study, "trust") == []
