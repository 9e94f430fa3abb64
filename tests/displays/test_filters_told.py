"""The note of a table or figure says what made it: area, coding rule, query, profile."""

from __future__ import annotations

import pytest
from shown import displayed

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.analysis.qualitative import meetings, theme_counts, themes, triads
from compendium.analysis.qualitative.configurations import configurations
from compendium.analysis.theory import realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs

QUERY = "group = parent"
# Each verb and analysis; what its note must say, seen from Area A.
AREA, CODING, ASKED, ALL = "Shown for Area A", "Coding of record: C1", QUERY, "all areas together"
TOLD = {
    "heat_map": (verbs.heat_map, themes.people, (AREA, CODING)),
    "theme_counts": (verbs.theme_counts, theme_counts.counts, (AREA, CODING)),
    "code_tree": (verbs.code_tree, theme_counts.counts, (AREA, CODING)),
    "co_occurrence": (
        verbs.co_occurrence,
        lambda data: meetings.co_occurrence(data, where=QUERY),
        (AREA, CODING, ASKED),
    ),
    "triads": (
        verbs.triads,
        lambda data: triads.triads(data, where=QUERY),
        (AREA, CODING, ASKED),
    ),
    "configurations": (
        verbs.configuration_table,
        lambda data: configurations(data, where=QUERY),
        (AREA, CODING, ASKED),
    ),
    "joint": (verbs.joint_display, side_by_side, (CODING,)),
    "evidence": (verbs.evidence_table, realist.evidence_matrix, (AREA,)),
    "theory": (verbs.theory_table, realist.theory, (ALL,)),
    "completeness": (verbs.completeness_table, realist.completeness, (ALL,)),
}


def note(data, name, profile="exact", lang="en"):
    verb, analysis, _ = TOLD[name]
    display = displayed(verb, Release(data, profile_named(profile))(analysis(data)))
    return " ".join(s.say(lang) for s in (display.caption, *display.note))


@pytest.mark.parametrize("name", TOLD)
def test_the_note_says_which_area_coding_query_and_profile_it_is_of(area, name):
    said = note(area("A"), name)
    assert not [told for told in (*TOLD[name][2], "profile: exact") if told not in said]
    assert "Area A" in said or ALL in said


@pytest.mark.parametrize("name", ["heat_map", "evidence", "theory", "joint"])
def test_the_public_is_told_the_same(area, name):
    said = note(area("A"), name, "welsh_evaluation")
    assert not [told for told in TOLD[name][2] if told not in said]


@pytest.mark.parametrize("name", TOLD)
def test_of_the_whole_study_no_area_is_named(area, name):
    said = note(area(""), name)
    assert "Shown for" not in said
    assert ALL not in said


def test_it_is_said_in_welsh(area):
    assert "Dangosir ar gyfer Ardal A" in note(area("A"), "heat_map", lang="cy")


def test_what_is_said_of_all_areas_is_of_all_areas(area):
    assert realist.theory(area("A")).frame.equals(realist.theory(area("")).frame)
