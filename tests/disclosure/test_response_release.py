"""Rates come from printed numbers alone, and are bounds where these are."""

from __future__ import annotations

import math

import pytest
from scipy.stats import binomtest

from compendium.analysis.survey import surveys
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value


@pytest.fixture(scope="module")
def rates(area):
    def of(site="", profile="welsh_evaluation"):
        data = area(site)
        return Release(data, profile_named(profile))(surveys.response_rates(data))

    return of


def cells(released, *columns, **key):
    row = released.where(**key)
    return [(released.frame.at[row, c], released.marks.at[row, c]) for c in columns]


def test_the_teams_rate_has_wilsons_interval(rates):
    found = rates(profile="exact")
    rate, lower, upper = cells(found, "rate", "lower", "upper", set="parent", area="A")
    # 38 of 78; scipy's interval is R's prop.test(38, 78, correct = FALSE).
    ends = binomtest(38, 78).proportion_ci(method="wilson")
    assert rate == (round(100 * 38 / 78), "")
    assert (lower[0], upper[0]) == (round(100 * ends.low), round(100 * ends.high))


def test_a_bound_on_who_answered_makes_a_bound_of_the_rate(rates):
    # 38 answered, printed as "over 37" (X1): at least 38 of 78, at most 42.
    found = rates("A")
    answered, rate, lower, upper = cells(
        found, "answered", "rate", "lower", "upper", set="parent", area="A"
    )
    assert answered == (37, "over")
    assert rate == (math.floor(100 * 37 / 78), "over")
    least, most = binomtest(38, 78), binomtest(37 + 5, 78)
    assert lower[0] == round(100 * least.proportion_ci(method="wilson").low)
    assert upper[0] == round(100 * most.proportion_ci(method="wilson").high)


@pytest.mark.parametrize("profile", ["welsh_evaluation", "opensafely", "dfe_1_5", "acro_10"])
def test_a_rate_is_what_anybody_can_work_out_from_the_row(rates, profile):
    found = rates(profile=profile)
    for row in range(len(found.frame)):
        if found.marks.at[row, "rate"] == "c" or math.isnan(found.frame.at[row, "rate"]):
            continue
        share = 100 * found.frame.at[row, "answered"] / found.frame.at[row, "invited"]
        assert found.frame.at[row, "rate"] in (math.floor(share), round(share))


def test_where_nearly_everybody_answered_invitations_and_rate_are_hidden(rates):
    # 23 of 25 advocates and managers answered: two would be told who did not.
    found = rates()
    key = {"set": "advocate-advocates_and_managers", "area": "all"}
    assert [mark for _, mark in cells(found, "invited", "rate", "lower", **key)] == ["c"] * 3


def test_why_there_is_no_rate_is_said_in_words(rates, area):
    data = area("A")
    data = type(data)(**{**vars(data), "study": _without_invitations(data.study)})
    found = Release(data, profile_named("welsh_evaluation"))(surveys.response_rates(data))
    row = found.where(set="parent", area="A")
    said = Value(found, row, "guard").say("en")
    assert said == "no rate: nobody noted how many were invited"
    assert math.isnan(found.frame.at[row, "rate"])


def _without_invitations(study):
    import dataclasses

    sample = tuple(dataclasses.replace(s, survey_invited=None) for s in study.sample)
    return dataclasses.replace(study, sample=sample)
