"""Rule S5: what small staff groups answer is shown over all areas, never by area."""

from __future__ import annotations

import dataclasses

import pytest

from compendium.analysis.survey import comparison, scales
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.problems import DisclosureError

ANALYSES = [scales.distribution, scales.summary, comparison.looking_back]


@pytest.fixture
def door(area):
    return lambda site, profile="welsh_evaluation": Release(area(site), profile_named(profile))


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda a: a.__name__)
@pytest.mark.parametrize("instrument", ["professional", "advocate"])
def test_answers_of_small_staff_groups_do_not_leave_by_area(door, area, analysis, instrument):
    with pytest.raises(DisclosureError, match="shown over all areas together"):
        door("A")(analysis(area("A"), instrument))


def test_the_refusal_says_what_to_ask_for_instead(door, area):
    with pytest.raises(DisclosureError) as caught:
        door("A")(scales.summary(area("A"), "professional"))
    assert str(caught.value) == (
        "This shows by area what conference chairs answered. Groups that small are shown over "
        "all areas together (rule S5). Ask for all areas (a report without a site), or leave "
        'them out here: groups=("social_worker",).'
    )


def test_where_nobody_else_was_asked_there_is_only_all_areas(door, area):
    with pytest.raises(DisclosureError, match=r"\(a report without a site\)\.$"):
        door("B")(scales.summary(area("B"), "advocate"))


@pytest.mark.parametrize("instrument", ["professional", "advocate"])
def test_over_all_areas_they_may_leave(door, area, instrument):
    # sample.csv: 140 social workers and 17 chairs; 23 advocates and managers.
    released = door("")(scales.summary(area(""), instrument))
    assert released.frame["mean"].notna().all()


def test_a_group_that_is_not_pooled_may_leave_by_area(door, area):
    released = door("A")(scales.summary(area("A"), "professional", ("social_worker",)))
    assert released.frame["mean"].notna().all()


def test_a_result_parted_by_area_is_refused_over_all_areas_too(door, area):
    result = scales.summary(area(""), "advocate")
    parted = dataclasses.replace(
        result, frame=result.frame.assign(site_id="A"), by=("construct", "site_id")
    )
    with pytest.raises(DisclosureError, match="by area"):
        door("")(parted)


def test_the_team_sees_every_group_by_area(door, area):
    assert len(door("A", "exact")(scales.summary(area("A"), "advocate")).frame) == 4


def test_a_study_of_one_area_has_nothing_to_pool_over(area):
    data = area("A")
    header = dataclasses.replace(data.study.header, sites=data.study.sites[:1])
    alone = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    release = Release(alone, profile_named("welsh_evaluation"))
    assert len(release(scales.summary(alone, "professional")).frame) == 5
