"""Rule L1: counts of publications are exact, and the rule covers nothing else."""

from __future__ import annotations

import dataclasses

import pytest
from reviewed import with_review

from compendium.analysis.review import literature_flow
from compendium.analysis.survey import sample
from compendium.attack.told import Page, told
from compendium.disclosure.account import cells_of
from compendium.disclosure.literature import release_literature
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.displays.making import display_of
from compendium.displays.review.flow_boxes import alt_flow
from compendium.intake.tables import open_tables
from compendium.problems import DisclosureError
from compendium.study_folder import open_study


@pytest.fixture
def data(tiny):
    with_review(tiny)
    return open_tables(open_study("tiny"))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("profile", profiles())
@pytest.mark.parametrize("analysis", [literature_flow.flow, literature_flow.searches])
def test_every_profile_shows_the_numbers_as_they_are(data, profile, analysis):
    exact, told = analysis(data), Release(data, profile_named(profile))(analysis(data))
    assert told.frame["records"].tolist() == exact.frame["records"].tolist()
    assert not told.marks.to_numpy().any()


def test_what_counts_people_does_not_pass(data):
    people = dataclasses.replace(sample.who_took_part(data), measure="review_flow")
    with pytest.raises(DisclosureError, match="counts people"):
        release_literature(people, profile_named("exact"))


def test_nothing_of_it_counts_as_hidden_and_the_attack_takes_it_for_nobodys_answers(data):
    profile = profile_named("welsh_evaluation")
    flow = Release(data, profile)(literature_flow.flow(data))
    assert cells_of(flow, profile, {}) == []
    display = display_of("flow", "review_flow", flow, "caption_review_flow", alt_flow(flow))
    cells = told(data.study, [Page("review", "", (display,))])
    assert len(cells) == 22
    assert {cell.asked for cell in cells} == {None}
