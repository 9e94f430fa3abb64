"""Every table of a casework log, released as a page shows it and attacked together (rule X2)."""

from __future__ import annotations

import dataclasses
from unittest import mock

import pytest

from compendium.analysis.joint_displays.service_flow import service_flow
from compendium.analysis.service import casework, referral_counts
from compendium.attack.casework import Casework
from compendium.attack.told import Page, told
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.intake.tables import Tables

# The two that hide all counts below ten, noughts too, and print exact totals.
PROFILES = ["ukllc_lt10", "acro_10"]
SHOWN = (
    casework.referrals,
    lambda data: casework.referrals(data, by="route"),
    lambda data: casework.referrals(data, by="year"),
    referral_counts.composition,
    referral_counts.rates,
    referral_counts.repeats,
    referral_counts.by_quarter,
    service_flow,
    casework.waits,
    casework.median_waits,
)


def attacked(data: Tables, name: str) -> dict[str, list]:
    """Of each site what the attack found about its hidden numbers."""
    profile, study = profile_named(name), data.study
    release = Release(data, profile)
    shown = [mock.Mock(data=release(analysis(data))) for analysis in SHOWN]
    cells = told(study, [Page("service_map", "", tuple(shown))])
    return {
        s.site_id: list(Casework(profile, cells, s.site_id).attack(profile.values_left))
        for s in study.sites
    }


def test_no_hidden_number_of_the_welsh_logs_has_fewer_than_five_values(area):
    for name in PROFILES:
        for site, found in attacked(area(""), name).items():
            assert len(found) > 20, site
            assert [str(one) for one in found if one.left() < 5] == []


def test_no_hidden_number_of_the_english_log_has_fewer_than_five_values(england_tables):
    for name in PROFILES:
        (found,) = attacked(england_tables, name).values()
        assert len(found) > 20
        assert [str(one) for one in found if one.left() < 5] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nor_has_one_of_a_small_log(england_tables, seed):
    log = england_tables.referrals
    few = log.sample(40 * seed, random_state=seed).sort_values("date_referred")
    (found,) = attacked(dataclasses.replace(england_tables, referrals=few), "acro_10").values()
    assert found
    assert [str(one) for one in found if one.left() < 5] == []
