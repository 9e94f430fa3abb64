"""What the team alone sees: nothing of it is in a public table, and the page says so."""

from __future__ import annotations

import pytest
from shown import displayed

from compendium.analysis import coverage, saturation
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.figures import has_figure
from compendium.displays.record import canonical, from_record

TEAM = {
    "coverage_table": coverage.sources,
    "coverage_summary": coverage.summary,
    "saturation": saturation.curves,
    "saturation_table": saturation.ratios,
}
PUBLIC = [name for name, profile in profiles().items() if profile.public]


@pytest.mark.parametrize("profile", PUBLIC)
@pytest.mark.parametrize("name", TEAM)
def test_a_public_page_says_that_it_shows_nothing(area, name, profile):
    data = area("")
    released = Release(data, profile_named(profile))(TEAM[name](data))
    display = displayed(getattr(verbs, name), released)
    assert released.frame.empty
    assert released.labels == {}
    assert not has_figure(display)
    assert display.caption.say("en").startswith("This is shown to the research team alone")
    assert 'interview"' not in canonical(display.record())


@pytest.mark.parametrize("name", TEAM)
def test_the_team_has_every_row(area, name):
    data = area("")
    result = TEAM[name](data)
    released = Release(data, profile_named("exact"))(result)
    assert len(released.frame) == len(result.frame) > 0
    display = displayed(getattr(verbs, name), released)
    assert canonical(from_record(display.record()).record()) == canonical(display.record())


def test_the_team_is_told_why_there_is_nothing(tiny):
    from compendium.intake.take_in import open_tables
    from compendium.study_folder import open_study

    data = open_tables(open_study("tiny"))
    released = Release(data, profile_named("exact"))(saturation.curves(data))
    said = displayed(verbs.saturation, released).caption.say("en")
    assert said.startswith("There is nothing to count: the codebook calls no theme")
