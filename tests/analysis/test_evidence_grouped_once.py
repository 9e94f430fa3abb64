"""Counts found by grouping once are those of going through the evidence CMOC by CMOC."""

from __future__ import annotations

import dataclasses

import made_evidence
import pandas as pd
import pytest
from counted_plainly import (
    THEORY,
    counted_plainly,
    on,
    parts_plainly,
    places_plainly,
    theory_plainly,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import write_tiny

from compendium.analysis.theory import realist
from compendium.analysis.theory.completeness import PARTS
from compendium.analysis.theory.regularities import differing_fields, draft, examined
from compendium.analysis.theory.spread import that_count
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

PEOPLE = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q8"]


def plainly(data, of) -> list[list]:
    return [of(c, data) for c in data.study.cmocs]


def same(found: pd.DataFrame, columns: list[str], expected: list[list]) -> None:
    expected = pd.DataFrame(expected, columns=columns)
    pd.testing.assert_frame_equal(found[columns], expected, check_dtype=False)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("grouped")
    write_tiny(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(folder / "data"))
        data = open_tables(open_study("tiny"))
        third = dataclasses.replace(data.study.cmocs[0], cmoc_id="T3", looked_for=("001",))
        cmocs = (*data.study.cmocs, third)
        yield dataclasses.replace(data, study=dataclasses.replace(data.study, cmocs=cmocs))


SLOW = settings(max_examples=30)


@SLOW
@given(rows=made_evidence.pieces(["T1", "T2", "T3"], PEOPLE))
def test_strengths_patterns_and_parts_are_those_of_counting_one_by_one(tables, rows):
    data = made_evidence.with_evidence(tables, made_evidence.table(rows, tables.participants))
    same(realist.theory(data).frame, THEORY, plainly(data, theory_plainly))
    parts = [name for part in PARTS for name in (part, f"{part}_people")]
    same(realist.completeness(data).frame, [*parts, "rests_on"], plainly(data, parts_plainly))
    places = [places_plainly(c, data) for c in data.study.cmocs]
    each = [
        [word, c.supports, c.refines, c.refutes] for found in places for c, word in found.values()
    ]
    same(realist.verdicts(data).frame, ["verdict", "people", "refines", "refutes"], each)
    words = [{site: word for site, (_, word) in found.items()} for found in places]
    patterns = [
        [
            counted_plainly(on(cmoc, data)).supports,
            " ".join(examined(own)),
            " ".join(site for site, word in own.items() if word == "supported"),
            " ".join(differing_fields(own, data.study.sites)),
            draft(own),
        ]
        for cmoc, own in zip(data.study.cmocs, words, strict=True)
    ]
    columns = ["people", "looked_for", "supported_in", "differs", "pattern"]
    same(realist.patterns(data).frame, columns, patterns)


@SLOW
@given(rows=made_evidence.pieces(["T1", "T2", "T3"], PEOPLE), cell=st.integers(0, 10**6))
def test_a_cell_of_the_matrix_is_counted_by_hand(tables, rows, cell):
    data = made_evidence.with_evidence(tables, made_evidence.table(rows, tables.participants))
    frame = realist.evidence_matrix(data).frame
    at = frame.iloc[cell % len(frame)]
    counting = that_count(data.evidence)
    mine = counting[counting["cmoc_id"].eq(at["cmoc_id"]) & counting["rival"].eq("no")]
    mine = mine[mine["direction"] == at["direction"]]
    mine = mine if at["area"] == "all" else mine[mine["site_id"] == at["area"]]
    heading = {"parent": "parent", "worker": "staff"}
    nobody = mine["data_type"].where(mine["data_type"].eq("survey"), "unknown")
    under = mine["group"].map(heading).astype("object").where(mine["participant_id"] != "", nobody)
    mine = mine[under == at["group"]]
    known = mine.loc[mine["participant_id"] != "", "participant_id"].nunique()
    assert (at["people"], at["pieces"]) == (known, len(mine))
