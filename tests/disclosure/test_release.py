"""The door out takes Results alone, and only those a rule covers."""

from __future__ import annotations

import dataclasses

import pytest

from compendium.analysis.intercoder import agreement
from compendium.analysis.qualitative import themes
from compendium.analysis.survey import comparison, sample, scales
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Released
from compendium.problems import DisclosureError

ANALYSES = [
    scales.distribution,
    scales.summary,
    comparison.looking_back,
    sample.who_took_part,
    themes.people,
    themes.quotes,
    agreement.per_code,
]


@pytest.fixture(scope="module")
def release(area):
    return Release(area("A"), profile_named("welsh_evaluation"))


def test_a_data_frame_does_not_pass(release, area):
    with pytest.raises(DisclosureError, match="not a DataFrame"):
        release(area("A").answers)


def test_a_number_does_not_pass(release):
    with pytest.raises(DisclosureError, match="not a float"):
        release(3.5)


def test_a_measure_without_a_rule_does_not_pass(release, area):
    odd = dataclasses.replace(sample.who_took_part(area("A")), measure="salaries")
    with pytest.raises(DisclosureError, match="No disclosure rule covers 'salaries'"):
        release(odd)


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda a: a.__name__)
def test_every_analysis_there_is_passes_by_its_rule(release, area, analysis):
    released = release(analysis(area("A")))
    assert isinstance(released, Released)
    assert (released.profile, released.origin) == ("welsh_evaluation", "synthetic")
    assert len(released.frame) > 0


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda a: a.__name__)
def test_releasing_leaves_the_exact_result_as_it_was(release, area, analysis):
    result = analysis(area("A"))
    before = result.frame.copy()
    release(result)
    assert result.frame.equals(before)


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda a: a.__name__)
def test_what_is_hidden_leaves_no_number_behind(release, area, analysis):
    released = release(analysis(area("A")))
    hidden = released.marks.isin(["c", "z"])
    numbers = [c for c, k in released.kinds.items() if k not in ("key", "text", "band")]
    assert released.frame[numbers].where(hidden[numbers]).isna().all(axis=None)


@pytest.mark.parametrize(
    "analysis", [sample.who_took_part, themes.people, themes.quotes, scales.distribution]
)
def test_the_team_is_told_what_was_done_for_the_team(area, analysis):
    result = analysis(area("A"))
    found = Release(area("A"), profile_named("exact"))(result)
    assert found.method == f"{result.method}_exact"
    assert Release(area("A"), profile_named("welsh_evaluation"))(result).method == result.method


def test_a_door_says_its_profile_and_place_and_nothing_of_the_data(release):
    assert repr(release) == "Release(profile welsh_evaluation, site A)"
