"""Without any one person every count that person is in changes, and nothing else does."""

from __future__ import annotations

import dataclasses

import made_evidence
import pandas as pd
import pytest
from counted_plainly import THEORY, theory_plainly
from hypothesis import given, settings
from hypothesis import strategies as st
from never_was import withdraw
from tiny import write_tiny

from compendium.analysis.joint_displays import integration
from compendium.analysis.joint_displays.strands import draft
from compendium.analysis.qualitative import themes
from compendium.analysis.survey.sample import headings
from compendium.analysis.theory import realist
from compendium.analysis.theory.spread import that_count
from compendium.intake.tables import Tables, open_tables
from compendium.schemas import TABLES
from compendium.study_folder import open_study

PEOPLE = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q8"]
ASKED = (
    realist.evidence_matrix,
    realist.theory,
    realist.verdicts,
    realist.patterns,
    realist.completeness,
    integration.side_by_side,
    themes.people,
)
MADE = made_evidence.pieces(["T1", "T2"], PEOPLE)
PEOPLE_ASKED = ["asked", "asked_least"]


def without(data: Tables, person: str) -> Tables:
    """The tables as they would be if this person never had been: no row of theirs in any."""
    words = set(data.segments.loc[data.segments["participant_id"] == person, "segment_id"])
    left = {}
    for name in (*TABLES, "answers_everywhere"):
        frame = getattr(data, name)
        for column, gone in (("participant_id", {person}), ("segment_id", words)):
            if column in frame:
                frame = frame[~frame[column].isin(gone)]
        left[name] = frame
    return dataclasses.replace(data, **left)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one_less")
    write_tiny(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(folder / "data"))
        yield open_tables(open_study("tiny"))


def made(tables: Tables, rows: list) -> Tables:
    return made_evidence.with_evidence(tables, made_evidence.table(rows, tables.participants))


@pytest.mark.parametrize("person", PEOPLE)
def test_who_withdraws_is_left_out_of_everything_as_if_never_there(tiny, person):
    before = open_tables(open_study("tiny"))
    withdraw(before.study, person)
    after = open_tables(open_study("tiny"))
    for asked in ASKED:
        found, expected = asked(after).frame, asked(without(before, person)).frame
        pd.testing.assert_frame_equal(found, expected, obj=asked.__name__)


@settings(max_examples=25)
@given(rows=MADE, person=st.sampled_from(PEOPLE))
def test_the_matrix_loses_one_person_where_they_spoke_and_nothing_elsewhere(tables, rows, person):
    data = made(tables, rows)
    before, after = (realist.evidence_matrix(d).frame for d in (data, without(data, person)))
    keys = ["cmoc_id", "group", "area", "direction"]
    who = data.participants.set_index("participant_id").loc[person]
    heading = headings(data.study)[who["group"]]
    theirs = that_count(data.evidence)
    theirs = theirs[theirs["participant_id"].eq(person) & theirs["rival"].eq("no")]
    spoke = theirs.groupby(["cmoc_id", "direction"], observed=True).size().to_dict()
    at_home = before["group"].eq(heading) & before["area"].isin([who["site_id"], "all"])
    pieces = [
        spoke.get((row.cmoc_id, row.direction), 0) * home
        for row, home in zip(before.itertuples(), at_home, strict=True)
    ]
    expected = before.assign(
        asked=before["asked"] - at_home,
        people=before["people"] - [int(n > 0) for n in pieces],
        pieces=before["pieces"] - pieces,
    )
    found = before[keys].merge(after, on=keys, how="left").fillna({"people": 0, "pieces": 0})
    gone = found["asked"].isna()
    assert expected.loc[gone, ["asked", "people", "pieces"]].to_numpy().sum() == 0
    pd.testing.assert_frame_equal(found[~gone][list(expected)], expected[~gone], check_dtype=False)


@settings(max_examples=25)
@given(rows=MADE, person=st.sampled_from(PEOPLE))
def test_strengths_change_of_their_cmocs_alone_and_as_counted_anew(tables, rows, person):
    data = made(tables, rows)
    less = without(data, person)
    spoke = set(data.evidence.loc[data.evidence["participant_id"] == person, "cmoc_id"])
    for asked in (realist.theory, realist.patterns, realist.completeness):
        before, after = asked(data).frame, asked(less).frame
        others = ~before["cmoc_id"].isin(spoke)
        kept = [c for c in before if c not in PEOPLE_ASKED]
        pd.testing.assert_frame_equal(after.loc[others, kept], before.loc[others, kept])
    anew = [theory_plainly(c, less) for c in less.study.cmocs]
    expected = pd.DataFrame(anew, columns=THEORY)
    pd.testing.assert_frame_equal(realist.theory(less).frame[THEORY], expected, check_dtype=False)


@settings(max_examples=25)
@given(rows=MADE, person=st.sampled_from(PEOPLE))
def test_verdicts_change_in_their_own_site_alone(tables, rows, person):
    data = made(tables, rows)
    before, after = (realist.verdicts(d).frame for d in (data, without(data, person)))
    home = data.participants.set_index("participant_id").at[person, "site_id"]
    elsewhere = before["area"] != home
    pd.testing.assert_frame_equal(after[elsewhere], before[elsewhere])
    assert (before.loc[~elsewhere, "asked"] - after.loc[~elsewhere, "asked"]).eq(1).all()


def test_a_person_who_alone_makes_three_turns_a_supported_cmoc_thin(tables):
    rows = [("T1", q, "001", "supports", "O", "interview", "1", "1", "no") for q in PEOPLE[:3]]
    data = made(tables, rows)
    both = [realist.verdicts(d).frame["verdict"][0] for d in (data, without(data, "Q3"))]
    assert both == ["supported", "thin"]
    drafts = [realist.theory(d).frame["pattern"][0] for d in (data, without(data, "Q3"))]
    assert drafts == ["site_only", "not_established"]


TALK = ["asked", "raised", "favourable", "unfavourable", "balanced"]


@settings(max_examples=8)
@given(choice=st.integers(0, 10**6))
def test_a_joint_display_loses_them_where_they_speak_or_answer(area, choice):
    data = area("")
    who = data.participants.iloc[choice % len(data.participants)]
    less = without(data, who["participant_id"])
    before, after = (integration.side_by_side(d).frame for d in (data, less))
    declared = {r.row: r for r in data.study.header.joint_display}
    for (_, old), (_, new) in zip(before.iterrows(), after.iterrows(), strict=True):
        row, home = declared[old["row"]], old["site"] == who["site_id"]
        talks = who["interviewed"] and who["group"] in row.talk_groups
        lost = old[TALK].astype("int64") - new[TALK].astype("int64")
        assert lost["asked"] == (home and talks)
        assert lost["raised"] in ((0, 1) if home and talks else (0,))
        assert lost[["favourable", "unfavourable", "balanced"]].sum() <= lost["raised"]
        answers = who["surveyed"] and row.instrument
        elsewhere = answers and row.reference.kind == "other_sites"
        if not (home and (talks or answers)) and not elsewhere:
            kept = [c for c in old.index if not c.endswith("_everywhere")]
            pd.testing.assert_series_equal(new[kept], old[kept], check_names=False)
        assert new["draft"] == draft(new["quant_signal"], new["qual_signal"])
