"""Tables of the other types of joint display and of configurations: what stands in which cell."""

from __future__ import annotations

import dataclasses

import pytest
from shown import displayed

from compendium.analysis.joint_displays.joint_composed import cross_case, process_timeline
from compendium.analysis.joint_displays.joint_types import (
    data_collection,
    stats_by_theme,
    theory_driven,
)
from compendium.analysis.qualitative.configurations import configurations
from compendium.conclusions import TimelineStage
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.qualitative.configuration_table import SHOWN
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.words import Text

VERBS = {
    verbs.configuration_table: configurations,
    verbs.theory_driven_table: theory_driven,
    verbs.stats_by_theme_table: stats_by_theme,
    verbs.data_collection_table: data_collection,
    verbs.cross_case_table: cross_case,
}
TEAM = (verbs.configuration_table, verbs.theory_driven_table, verbs.stats_by_theme_table)


def shown(data, verb, analysis, profile="exact", **asked):
    return displayed(verb, Release(data, profile_named(profile))(analysis(data, **asked)))


def rows(display, lang="en"):
    return {row.head: row.cells for row in table(display, lang).rows}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("profile", ["exact", "welsh_evaluation"])
@pytest.mark.parametrize("site", ["", "B"])
def test_a_record_is_whole_in_both_languages(area, verb, profile, site):
    display = shown(area(site), verb, VERBS[verb], profile)
    assert not faults(display.record())
    for lang in ("en", "cy"):
        found = table(display, lang)
        assert {len(row.cells) for row in found.rows} <= {len(found.columns) - 1}


@pytest.mark.parametrize("verb", TEAM)
def test_the_public_is_told_that_the_team_has_it_and_no_number(area, verb):
    display = shown(area(""), verb, VERBS[verb], "welsh_evaluation")
    assert display.kind == "absent"
    assert "team alone" in display.caption.say("en")
    assert display.data.frame.empty


def test_what_speaks_against_a_statement_is_in_the_same_letters_as_what_speaks_for_it(area):
    display = shown(area(""), verbs.theory_driven_table, theory_driven)
    assert not table(display, "en").gist


def test_what_was_asked_is_the_same_for_everybody_but_for_counts(area):
    team, public = (
        shown(area(""), verbs.data_collection_table, data_collection, p)
        for p in ("exact", "welsh_evaluation")
    )
    assert rows(team) == rows(public)
    assert "passages" not in public.data.frame


def test_configurations_are_listed_up_to_a_number_and_told_how_many_there_are(area):
    display = shown(area(""), verbs.configuration_table, configurations, level="codes")
    found = table(display, "en")
    assert len(found.rows) == SHOWN < len(display.data.frame)
    assert f"In the table: {SHOWN}." in " ".join(s.say("en") for s in display.note)


def test_filters_stand_in_the_note(area):
    display = shown(area("A"), verbs.configuration_table, configurations, where="group = parent")
    note = " ".join(s.say("en") for s in display.note)
    for said in ("Coding of record: C1.", "group = parent", "areas 1", "profile: exact"):
        assert said in note


def test_planted_divergence_and_silence_stand_among_the_areas_side_by_side(area):
    # Planted effects 4 and 6 of the study's recipe.
    display = shown(area(""), verbs.cross_case_table, cross_case, "welsh_evaluation")
    survey, theory, concluded = (cell.split("\n") for cell in rows(display)["Area A"])
    assert "Collaboration as social workers see it: Divergence" in concluded
    assert "Preventing separation, as parents see it: Silence" in concluded
    assert "Preventing separation, as parents see it: not asked" in survey
    assert any(line.startswith("Not examined:") for line in theory)


def test_what_parents_see_looking_back_is_called_that(area):
    display = shown(area("A"), verbs.cross_case_table, cross_case, "welsh_evaluation")
    (survey, *_), *_ = rows(display).values()
    (line,) = [s for s in survey.split("\n") if s.startswith("Say in decisions")]
    assert "looking back" in line


def test_a_hidden_verdict_is_marked(area):
    data = area("")
    few = dataclasses.replace(data, participants=data.participants.iloc[:0])
    display = shown(few, verbs.cross_case_table, cross_case, "welsh_evaluation")
    assert "[c]: CW" in rows(display)["Area A"][1]


def test_stages_say_the_wait_and_the_themes_by_group(area):
    stage = TimelineStage("s", Text("Referral", "Atgyfeirio"), ("W7.5",), "first_contact")
    data = area("A")
    header = dataclasses.replace(data.study.header, process_timeline=(stage,))
    data = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    display = shown(data, verbs.process_timeline_table, process_timeline, "welsh_evaluation")
    wait, said = rows(display)["Referral"]
    assert wait.startswith("Area A (peer advocates): ")
    assert said.split("\n")[:2] == ["Awareness and referral", "– Parents, Area A: few or none"]
