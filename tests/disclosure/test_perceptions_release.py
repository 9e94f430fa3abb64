"""Groups side by side show what the scores and the themes show, cell by cell, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
from shown import displayed
from test_joint_composed_release import POOLS, same_cells

from compendium.analysis.joint_displays.perceptions import groups_side_by_side
from compendium.analysis.qualitative import themes
from compendium.analysis.survey import surveys
from compendium.analysis.survey.asked import survey_key
from compendium.attack.told import Page, told
from compendium.disclosure.account import cells_of
from compendium.disclosure.composed import taken_apart
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

PROFILES = ("exact", "welsh_evaluation", "ukllc_lt10", "acro_10")


@pytest.fixture(params=["tiny", "Area A", "all areas", "England"])
def data(request):
    """Tables of each study, of one area and of all of them."""
    if request.param == "tiny":
        request.getfixturevalue("tiny")
        return open_tables(open_study("tiny"), "001")
    if request.param == "England":
        return request.getfixturevalue("england_tables")
    return request.getfixturevalue("area")("A" if request.param == "Area A" else "")


def sources_of(data, profile):
    """The tables that cells are taken from, as a page shows them by themselves."""
    release = Release(data, profile_named(profile))
    scores = [release(r) for r in surveys.summaries(data).values()]
    found = {("scores", survey_key(s.labels)): s for s in scores}
    return found | {("themes", ""): release(themes.people(data))}


# The large tables under two profiles, the small one under all.
TRIED = [("tiny", p) for p in PROFILES]
TRIED += [(name, p) for name in ("Area A", "all areas", "England") for p in PROFILES[:2]]


@pytest.mark.parametrize(("data", "profile"), TRIED, indirect=["data"])
def test_no_cell_says_more_than_the_table_it_was_taken_from(data, profile):
    released = Release(data, profile_named(profile))(groups_side_by_side(data))
    sources = sources_of(data, profile)
    seen = same_cells(released, sources)
    assert {n: len(rows) for n, rows in seen.items() if n[0] == "scores"} == {
        n: len(s.frame) for n, s in sources.items() if n[0] == "scores"
    }
    codes = {key.split("\n")[1] for key in released.labels["tied"]}
    own = sources["themes", ""].frame
    assert seen["themes", ""] == set(own.index[own["code_id"].isin(codes)])


@pytest.mark.parametrize("profile", PROFILES[1:])
def test_nothing_of_two_or_three_people_is_told(tiny, profile):
    data = open_tables(open_study("tiny"), "001")
    released = Release(data, profile_named(profile))(groups_side_by_side(data))
    scores = released.frame["source"] == "scores"
    assert set(released.marks.loc[scores, "mean"]) == {"c"}
    assert set(released.marks.loc[~scores, "share"]) == {"c"}
    assert released.frame[["n", "mean", "lower", "upper", "people"]].isna().all(axis=None)
    assert not released.frame["share"].any()


def cells(study, site, *displays):
    found = told(study, [Page("page", site, displays)])
    return {c for c in found if c.value is not None}


def test_the_attack_reads_every_cell_as_the_one_it_was_taken_from(data):
    profile, site = "welsh_evaluation", data.site_id
    released = Release(data, profile_named(profile))(groups_side_by_side(data))
    here = cells(data.study, site, displayed(verbs.perceptions_table, released))
    own = set()
    for (measure, _), source in sources_of(data, profile).items():
        verb = verbs.score_table if measure == "scores" else verbs.theme_table
        own |= cells(data.study, site, displayed(verb, source))
    assert here <= own
    means = {c for c in own if c.measure == "scores" and c.column == "mean"}
    assert {c for c in here if c.column == "mean"} == means


def test_the_account_counts_every_cell_once_and_none_that_stands_in_its_own_table(area):
    data, profile = area(""), profile_named("welsh_evaluation")
    released = Release(data, profile)(groups_side_by_side(data))
    sources = sources_of(data, "welsh_evaluation").values()
    parts = taken_apart(released, ())
    shown = {"n", "mean", "lower", "upper"}

    def counted(tables):
        found = (c for t in tables if t.measure == "scores" for c in cells_of(t, profile, POOLS))
        return Counter((c.column, c.outcome, c.rules) for c in found if c.column in shown)

    assert counted(parts)
    assert counted(parts) == counted(sources)
    assert taken_apart(released, sources) == []
    for part in parts:
        assert not part.frame.duplicated(list(part.by)).any()


def test_a_part_says_whose_answers_it_holds_in_words(area):
    data = area("")
    released = Release(data, profile_named("welsh_evaluation"))(groups_side_by_side(data))
    parts = [p for p in taken_apart(released, ()) if p.measure == "scores"]
    asked = [[t.en for t in p.labels["asked_groups"].values()] for p in parts]
    assert ["parents"] in asked
    assert ["conference chairs"] in asked
