"""The plan of an impact study: mistakes named in a researcher's words, all at once."""

from __future__ import annotations

import pytest
from impacted import add_impact
from test_study import message, spoil

from compendium.study_folder import open_study


def test_a_study_needs_no_plan(tiny):
    assert open_study("tiny").impact is None


def test_the_template_is_a_plan_that_can_be_calculated(tiny):
    add_impact(tiny)
    plan = open_study("tiny").impact
    assert plan.site_numbers == (3, 6, 12, 22)
    assert plan.assumed["icc"].value == 0.05
    assert plan.outcomes[0].change_percent == -10
    assert not plan.ethics


def test_the_report_needs_the_plan(tiny):
    add_impact(tiny).unlink()
    assert (
        "study.yml reports: `reports:` has impact_design, and there is no impact.yml." in message()
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("sites: 12", "sites: 1", "sites: found 1, but 2 or more is needed"),
        ("periods: 6", "periods: 2", "periods: found 2, but 3 or more is needed"),
        ("[3, 6, 12, 22]", "[]", "site_numbers: none is given"),
        ("[individual, parallel", "[odd, parallel", "design 'odd' is unknown"),
        ("[individual, parallel", "[parallel, parallel", "the design parallel is given 2 times"),
        ("icc: {value: 0.05", "icc: {value: 1.5", "assumed icc value: found 1.5, but it lies"),
        ("size_cv: {value: 0.4", "size_cv: {value: 0.4, lower: 0.5, upper: 0.6", "does not lie"),
        ("size_cv: {value: 0.4", "size_cv: {value: 0.4, lower: 0.3", "only one of lower and upper"),
        ("attrition_percent: {value: 20", "attrition_percent: {value: 20.5", "whole numbers"),
        ("  series:", "  oddity:", "assumption 'oddity' is unknown"),
        ("  series:", "  oddity:", "assumed series: it is missing"),
        ("kind: binary", "kind: score", "usual_percent is given, but score needs difference"),
        ("kind: binary", "kind: odd", "kind 'odd' is unknown"),
        ("change_percent: -10", "change_percent: -40", "together is -10, but it lies between 1"),
        ("change_percent: -10", "change_percent: 0", "the change is nought"),
        (
            "site_numbers:",
            "alike: {comparison: none, construct: x}\nsite_numbers:",
            "'none' is unknown",
        ),
        ("site_numbers:", "ethics: {equipoise: {by: A}}\nsite_numbers:", "signed and not written"),
    ],
)
def test_a_mistake_is_said_with_what_is_allowed(tiny, before, after, said):
    add_impact(tiny)
    spoil(tiny, "impact.yml", before, after)
    assert said in message()


def test_scales_and_ratios_that_cannot_be_are_refused_together(tiny):
    add_impact(tiny)
    outcome = (
        "{outcome: o, label: O, kind: ordinal, reason: R, shares_percent: [50, 60], odds_ratio: 1}"
    )
    spoil(tiny, "impact.yml", "outcomes:\n", f"outcomes:\n  - {outcome}\n")
    said = message()
    assert "shares_percent are 50, 60, but two or more are needed" in said
    assert "odds_ratio is 1, but a ratio is above 0, and not 1" in said
