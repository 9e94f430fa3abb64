"""From a study's sites to a case table, and a whole analysis that nothing public can be made of."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.qca.analyse import analyse
from compendium.analysis.qca.sites import site_table
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.problems import DataError, DisclosureError, StudyError

SETS = {"PEER": ("model", ["peer", "combined"]), "SELF": ("referral_open_to", "self")}


def many_sites(study, many: int):
    """The study with its first sites over and over, under other names."""
    sites = [
        dataclasses.replace(study.sites[i % len(study.sites)], site_id=f"S{i}") for i in range(many)
    ]
    return dataclasses.replace(study, header=dataclasses.replace(study.header, sites=tuple(sites)))


def test_sites_become_sets_and_numbers(wales):
    table = site_table(wales, SETS, {"STAFF": "advocates_fte"})
    assert table.index.tolist() == [s.site_id for s in wales.sites]
    for site in wales.sites:
        assert table.loc[site.site_id, "PEER"] == (site.model in ("peer", "combined"))
        assert table.loc[site.site_id, "SELF"] == ("self" in site.referral_open_to)
        assert table.loc[site.site_id, "STAFF"] == site.advocates_fte


def test_what_a_site_does_not_say_is_missing_and_told(wales):
    site = dataclasses.replace(wales.site("B"), model="", advocates_fte=None)
    sites = tuple(site if s.site_id == "B" else s for s in wales.sites)
    header = dataclasses.replace(wales.header, sites=sites)
    table = site_table(dataclasses.replace(wales, header=header), SETS, {"STAFF": "advocates_fte"})
    assert table.loc["B", ["PEER", "STAFF"]].isna().all()
    with pytest.raises(DataError, match="PEER, B: the value is missing"):
        analyse(table.assign(GOOD=[1, 0, 1]), "GOOD", ["PEER", "SELF"])


def test_the_three_sites_of_a_study_are_refused(wales):
    table = site_table(wales, SETS).assign(GOOD=[1, 0, 1])
    with pytest.raises(DataError, match="there are 3 cases"):
        analyse(table, "GOOD")


def test_fields_and_values_that_are_not_there_are_told_at_once(wales):
    sets = {"A": ("colour", "red"), "B": ("model", "volunteer")}
    with pytest.raises(StudyError) as told:
        site_table(wales, sets, {"C": "setting"})
    assert len(told.value.problems) == 3
    assert "model is volunteer, but the sites say" in str(told.value)


@pytest.fixture
def twelve(wales):
    table = site_table(many_sites(wales, 12), SETS)
    dice = np.random.default_rng(3)
    return table.assign(PEER=[1, 0] * 6, SELF=[1, 1, 0] * 4, GOOD=dice.integers(0, 2, 12))


def test_a_whole_analysis_has_every_part(twelve):
    found = analyse(twelve, "GOOD", incl_cut=0.5, expectations={"PEER": 1})
    kinds = [found.conservative.kind, found.parsimonious.kind, found.intermediate[0].kind]
    assert kinds == ["conservative", "parsimonious", "intermediate"]
    for part in ("Truth table of GOOD", "necessity", *kinds):
        assert part in repr(found)
    columns = ["kind", "pair", "model", "term", "inclS", "PRI", "covS", "covU", "cases"]
    assert list(found.frame) == columns


def test_without_any_solution_the_analysis_says_so(twelve):
    never = twelve.assign(GOOD=[0.45, 0.4] * 6)
    found = analyse(never, "GOOD", expectations={"PEER": 1})
    assert len(found.frame) == 0
    assert "none, no combination reaches the cut-offs" in repr(found)


@pytest.mark.parametrize("profile", ["exact", "welsh_evaluation"])
def test_nothing_of_it_passes_the_disclosure_door(area, twelve, profile):
    found = analyse(twelve, "GOOD", incl_cut=0.5)
    release = Release(area(""), profile_named(profile))
    for part in (found, found.table, found.conservative, found.frame, found.cases):
        with pytest.raises(DisclosureError, match="cannot leave the compendium"):
            release(part)


def test_people_as_cases_give_no_more_than_a_shape_unasked(twelve):
    found = analyse(twelve, "GOOD", incl_cut=0.5)
    assert repr(found.cases) == "Cases(12, GOOD by PEER, SELF; exact)"
    assert isinstance(found.cases.frame, pd.DataFrame)
