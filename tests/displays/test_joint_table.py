"""The joint display as a table: what is said in each cell, and what is not."""

from __future__ import annotations

import pytest
from shown import displayed
from tiny import consent_said, write_quotes

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

NOT_SIGNED = "Not signed: what the strands said when this was concluded was not kept."
# The first passage of the first interview of tests/tiny.py.
LISTENED = {"c1 interview:20-39": "She listened to me."}
NO_QUOTE = "No quote may be printed here."


def cells(site="001", profile="exact", lang="en", name="tiny"):
    """Of each row its cells, each cell its lines."""
    data = open_tables(open_study(name), site)
    released = Release(data, profile_named(profile))(side_by_side(data))
    found = table(displayed(verbs.joint_display, released), lang)
    return {row.head: [c.split("\n") for c in row.cells] for row in found.rows}


def test_the_survey_cell_says_signal_mean_reference_and_who(tiny):
    assert cells()["Having a say"][0] == [
        "Too thin",
        "4.3 (0.1 to 8.6), n = 2",
        "Reference: 3.0",
        "Parents",
    ]


def test_before_is_told_as_looking_back(tiny):
    assert cells()["Trust"][0][:3] == [
        "Too thin, looking back",
        "3.0 (0.5 to 5.5), n = 3",
        "Before, looking back: 3.0. Now minus before: 0.0 (-5.0 to 5.0), n = 3",
    ]


def test_an_items_wording_is_said_where_the_row_has_another_name(tiny):
    assert cells()["Being heard"][0][-1] == "Parents: I was heard."


def test_what_was_not_asked_says_why(tiny):
    assert cells()["Tea"][0] == ["Not asked", "Nobody thought of tea."]
    assert cells(lang="cy")["Te"][0] == ["Heb ei holi", "Feddyliodd neb am de."]


def test_the_talk_cell_tells_the_team_how_many(tiny):
    assert cells()["Having a say"][1] == [
        "Too thin",
        "2 of 3 raise it: 1 favourably, 1 unfavourably, 0 both ways",
        "Parents, on: Warmth",
    ]


def test_a_quote_says_which_way_it_leans_and_who_spoke(tiny):
    write_quotes(tiny, LISTENED)
    assert cells()["Having a say"][2] == ["Favourable", "She listened to me.", "Parent, First"]


def test_without_a_quote_the_cell_says_so(tiny):
    assert cells()["Having a say"][2] == [NO_QUOTE]
    assert cells(lang="cy")["Cael dweud"][2] == ["Ni ellir argraffu dyfyniad yma."]


def test_a_quote_leaves_with_its_speakers_consent(tiny):
    write_quotes(tiny, LISTENED)
    consent_said(tiny, "Q1", quote_consent="no")
    for profile in ("exact", "welsh_evaluation"):
        assert cells(profile=profile)["Having a say"][2] == [NO_QUOTE]


def test_words_in_welsh_stand_with_their_translation_in_both_profiles(wales_in):
    for profile in ("exact", "welsh_evaluation"):
        found = cells("B", profile, name="parental-advocacy-wales")["Experience of the advocate"][2]
        assert found[1].startswith("Doedd hi ddim yn sbio ar ei ffôn")
        assert found[2].startswith("[translated] She wasn't looking at her phone")
        assert found[3] == "Parent, Area B"


def test_the_note_says_how_quotes_are_chosen(tiny):
    data = open_tables(open_study("tiny"), "001")
    released = Release(data, profile_named("exact"))(side_by_side(data))
    note = " ".join(s.say("en") for s in displayed(verbs.joint_display, released).note)
    assert "the shortest favourable and the shortest unfavourable one" in note


def test_the_conclusion_is_signed_dated_and_gives_its_reason(tiny):
    assert cells()["Having a say"][4] == [
        "Insufficient",
        "Too few answered.",
        "Why: A handful of answers.",
        NOT_SIGNED,
        "Mari, 2 May 2024",
    ]


def test_a_divergence_shows_its_follow_up_and_that_it_is_of_all_areas(tiny):
    assert cells()["Trust"][4][-3:] == [
        "Follow-up: Ask about the report.",
        NOT_SIGNED,
        "Mari, 2 May 2024, for all areas together",
    ]


def test_a_row_that_nobody_concluded_says_so(tiny):
    assert cells()["Being heard"][4] == ["Not concluded yet."]


def test_what_is_hidden_is_marked_and_nothing_else_is_said(tiny):
    found = cells(profile="welsh_evaluation")
    assert [c[0] for c in found["Trust"]] == ["[c]", "[c]", NO_QUOTE, "[c]", "[c]"]
    assert found["Trust"][0] == ["[c]", "Parents"]


def test_a_row_held_against_other_areas_says_that_area_and_model_are_one(tiny):
    data = open_tables(open_study("tiny"), "001")
    released = Release(data, profile_named("exact"))(side_by_side(data))
    note = " ".join(s.say("en") for s in displayed(verbs.joint_display, released).note)
    assert "Area and model cannot be separated here" in note


def test_several_sites_stand_under_their_topic(tiny):
    data = open_tables(open_study("tiny"), "")
    released = Release(data, profile_named("exact"))(side_by_side(data))
    rows = table(displayed(verbs.joint_display, released), "en").rows
    assert [(r.head, r.depth, r.anchor) for r in rows[:4]] == [
        ("Having a say", 0, "joint-say"),
        ("First", 1, ""),
        ("Second", 1, ""),
        ("Trust", 0, "joint-trust"),
    ]
    assert rows[0].cells == ("Parents", "Parents, on: Warmth", "", "", "")


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("site", ["A", "B", "C", ""])
def test_no_count_of_people_interviewed_stands_in_public(site, lang, wales_in):
    for row in cells(site, "welsh_evaluation", lang, "parental-advocacy-wales").values():
        assert not any(character.isdigit() for line in row[1] for character in line)
