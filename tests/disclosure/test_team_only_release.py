"""What the team alone sees: every number there, nothing in a public table, and the page says so."""

from __future__ import annotations

import pytest
from shown import displayed

from compendium.analysis.intercoder import agreement_talk
from compendium.analysis.joint_displays import joint_types
from compendium.analysis.qualitative import (
    configurations,
    coverage,
    meetings,
    open_text,
    queries,
    saturation,
    theme_counts,
    triads,
)
from compendium.analysis.service import casework_quality
from compendium.disclosure.account import cells_of
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.disclosure.rules import REFUSED, TEAM_ONLY
from compendium.displays import verbs
from compendium.displays.figures import has_figure
from compendium.displays.record import canonical, from_record
from compendium.displays.record_checks import faults
from compendium.problems import DisclosureError

COUNTED, FEW = "counted for the team alone", "This is shown to the research team alone"
# The verb, the analysis it shows, and what a public page says in its place.
SHOWN = {
    "theme_counts": (theme_counts.counts, COUNTED),
    "code_tree": (theme_counts.counts, COUNTED),
    "code_tree_words": (theme_counts.counts, COUNTED),
    "coding_rule_table": (theme_counts.by_rule, COUNTED),
    "co_occurrence": (meetings.co_occurrence, "is told to the study's team alone"),
    "triads": (triads.triads, "are shown to the study's team alone"),
    "disagreements": (agreement_talk.disagreements, "are shown to the team alone"),
    "coverage_table": (coverage.sources, FEW),
    "coverage_summary": (coverage.summary, FEW),
    "saturation": (saturation.curves, FEW),
    "saturation_table": (saturation.ratios, FEW),
    "configuration_table": (configurations.configurations, "is told to the study's team alone"),
    "theory_driven_table": (joint_types.theory_driven, "is shown to the team alone"),
    "stats_by_theme_table": (joint_types.stats_by_theme, "for the team alone: they are few"),
    "casework_quality": (casework_quality.quality, "is shown to the team alone"),
    "open_text_summary": (open_text.summary, FEW),
    "open_text_codes": (lambda data: open_text.codes(data, "P_OP1"), FEW),
    "open_text_responses": (lambda data: open_text.responses(data, "P_OP1"), FEW),
}
PUBLIC = [name for name, profile in profiles().items() if profile.public]


@pytest.fixture(scope="module")
def whole(area):
    """The Welsh tables of every area."""
    return area("")


def test_every_measure_for_the_team_is_tried_here(whole):
    assert {ask(whole).measure for ask, _ in SHOWN.values()} == set(TEAM_ONLY)


@pytest.mark.parametrize("profile", PUBLIC)
@pytest.mark.parametrize("verb", SHOWN)
def test_nothing_of_it_leaves_under_a_public_profile(whole, verb, profile):
    ask, said = SHOWN[verb]
    released = Release(whole, profile_named(profile))(ask(whole))
    assert (len(released.frame), released.labels, released.withheld) == (0, {}, True)
    assert list(released.frame) == list(released.by)
    assert cells_of(released, profile_named(profile), {}) == []
    display = displayed(getattr(verbs, verb), released)
    assert (display.kind, display.note) == ("absent", ())
    assert said in display.caption.say("en")
    assert not has_figure(display)
    assert faults(display.record()) == []


@pytest.mark.parametrize("verb", SHOWN)
def test_the_team_has_every_row_and_number(whole, verb):
    result = SHOWN[verb][0](whole)
    released = Release(whole, profile_named("exact"))(result)
    counts = [c for c, kind in released.kinds.items() if kind in ("count", "base")]
    words = [c for c, kind in released.kinds.items() if kind in ("key", "text")]
    assert len(released.frame) == len(result.frame) > 0
    assert released.frame[counts].astype("float64").equals(result.frame[counts].astype("float64"))
    assert (released.frame[words] == result.frame[words]).all(axis=None)
    assert not released.marks.to_numpy().any()
    display = displayed(getattr(verbs, verb), released)
    assert canonical(from_record(display.record()).record()) == canonical(display.record())
    assert faults(display.record()) == []


def test_what_is_held_back_says_nothing_of_whether_there_was_any(area, whole):
    none = theme_counts.counts(area("A"), ("round", "site"))
    public = Release(whole, profile_named("welsh_evaluation"))
    captions = {
        displayed(verbs.theme_counts, public(r)).caption.say("cy")
        for r in (theme_counts.counts(whole), none)
    }
    assert len(captions) == 1


@pytest.mark.parametrize("profile", PUBLIC)
def test_what_a_query_finds_is_refused_under_a_public_profile(whole, profile):
    found = queries.passages(whole, "W1")
    assert found.measure in REFUSED
    with pytest.raises(DisclosureError, match="only approved quotes may leave"):
        Release(whole, profile_named(profile))(found)


def test_the_team_has_jaccard_with_two_decimals(whole):
    exact = meetings.co_occurrence(whole)
    found = Release(whole, profile_named("exact"))(exact)
    assert found.frame["jaccard"].tolist() == pytest.approx(exact.frame["jaccard"], abs=0.0051)
    assert found.frame["jaccard"].round(2).equals(found.frame["jaccard"])


def test_the_team_is_told_why_there_is_nothing(tiny):
    from compendium.intake.tables import open_tables
    from compendium.study_folder import open_study

    data = open_tables(open_study("tiny"))
    released = Release(data, profile_named("exact"))(saturation.curves(data))
    said = displayed(verbs.saturation, released).caption.say("en")
    assert said.startswith("There is nothing to count: the codebook calls no theme")
