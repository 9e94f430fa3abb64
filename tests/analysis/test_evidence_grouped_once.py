"""Counts found by grouping once are those of going through the evidence CMOC by CMOC."""

from __future__ import annotations

import dataclasses

import made_evidence
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import write_tiny

from compendium.analysis import realist
from compendium.analysis.completeness import PARTS
from compendium.analysis.regularities import (
    differing_fields,
    draft,
    examined,
    looked_for,
    people_by_site,
)
from compendium.analysis.spread import (
    DIRECTIONS,
    FOUND,
    HOUSE_RULE,
    STEPS,
    Counts,
    spread,
    that_count,
    verdict,
)
from compendium.intake.take_in import open_tables
from compendium.study_folder import open_study
from compendium.theory import Cmoc

PEOPLE = ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q8"]


def counted_plainly(pieces: pd.DataFrame) -> Counts:
    """Counts of pieces that are all about one thing, one question after the other."""
    known = pieces[pieces["participant_id"] != ""]

    def people(*directions: str) -> int:
        return known.loc[known["direction"].isin(directions), "participant_id"].nunique()

    found = pieces[pieces["direction"].isin(FOUND)]
    return Counts(
        **{direction: people(direction) for direction in DIRECTIONS},
        found=people(*FOUND),
        everyone=people(*DIRECTIONS),
        groups=found.loc[found["participant_id"] != "", "group"].nunique(),
        data_types=found["data_type"].nunique(),
        pieces_found=len(found),
        pieces=len(pieces),
        linked=bool(((found["element"] == "whole") & (found["source_type"] == "segment")).any()),
    )


def moved_plainly(counts: Counts) -> str:
    """What a moved threshold would change, each rule made when it is asked."""
    moved = []
    for name, step in STEPS.items():
        for value in (getattr(HOUSE_RULE, name) - step, getattr(HOUSE_RULE, name) + step):
            other = spread(counts, dataclasses.replace(HOUSE_RULE, **{name: value}))
            if other != spread(counts):
                moved.append(f"{name}={value}:{other}")
    return " ".join(moved)


def on(cmoc: Cmoc, data, rival: str = "no") -> pd.DataFrame:
    counting = that_count(data.evidence)
    return counting[counting["cmoc_id"].eq(cmoc.cmoc_id) & counting["rival"].eq(rival)]


def places_plainly(cmoc: Cmoc, data) -> dict[str, tuple[Counts, str]]:
    found = {}
    for site in (s.site_id for s in data.study.sites):
        pieces = on(cmoc, data)
        counts = counted_plainly(pieces[pieces["site_id"] == site])
        found[site] = (counts, verdict(counts, site in looked_for(cmoc)))
    return found


def theory_plainly(cmoc: Cmoc, data) -> list:
    counts = counted_plainly(on(cmoc, data))
    words = {site: word for site, (_, word) in places_plainly(cmoc, data).items()}
    asked = people_by_site(data)
    return [
        spread(counts),
        counts.found,
        counts.groups,
        counts.data_types,
        counts.refuting,
        "yes" if counts.linked else "no",
        moved_plainly(counts),
        verdict(counted_plainly(on(cmoc, data, "yes")), looked=False),
        draft(words),
        min([asked[site] for site in examined(words)] or [0]),
    ]


THEORY = ["spread", "people", "groups", "data_types", "refuting", "linked", "sensitivity"]
THEORY += ["rival", "pattern", "asked_least"]


def parts_plainly(cmoc: Cmoc, data) -> list:
    pieces = on(cmoc, data)
    pieces = pieces[pieces["direction"].isin(FOUND)]
    found = []
    for element in PARTS.values():
        own = pieces[pieces["element"].isin((element, "whole"))]
        found += ["found" if len(own) else "stated", counted_plainly(own).found]
    counts = counted_plainly(pieces)
    single = {"one_person": counts.found, "one_group": counts.groups, "one_type": counts.data_types}
    return [*found, " ".join(name for name, number in single.items() if number == 1)]


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


SLOW = settings(max_examples=60, deadline=None)


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
