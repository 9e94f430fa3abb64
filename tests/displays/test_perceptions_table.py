"""The groups side by side as a table: what stands in which cell, worked by hand on tiny."""

from __future__ import annotations

import dataclasses

import pytest
from shown import displayed
from surveyed import asked_together

from compendium.analysis.joint_displays.perceptions import groups_side_by_side
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.record import from_record
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

SURVEY = "Survey: mean score, 1 to 5"


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"), "001")


def shown(data, profile="exact"):
    released = Release(data, profile_named(profile))(groups_side_by_side(data))
    return displayed(verbs.perceptions_table, released)


def rows(display, lang="en"):
    """Of each topic its lines: what a line is, and its cells by group; any space is a space."""
    found, made = {}, table(display, lang)
    for row in made.rows:
        head, *cells = (text.replace("\N{NO-BREAK SPACE}", " ") for text in (row.head, *row.cells))
        if row.is_heading:
            lines = found.setdefault(head, {})
        else:
            lines[head] = dict(zip(made.columns[1:], cells, strict=True))
    return found


def test_no_number_is_parted_from_what_it_belongs_to(data):
    survey = table(shown(data), "en").rows[1]
    assert [part.split() for part in survey.head.split(" ")][-1] == ["1", "to", "5"]
    assert survey.cells[0].split(" ") == [
        "4.3",
        "(0.1\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}8.6),",
        "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}2",
    ]


def test_scores_and_themes_of_one_area_stand_as_worked_by_hand(data):
    # Say: 14/3 and 4, t(1) = 12.706; trust now: 4, 3 and 2, t(2) = 4.303. Two of three parents
    # raise warmth, one papers, one tea; the two workers (all areas) papers once and tea once.
    assert rows(shown(data)) == {
        "Having a say": {
            SURVEY: {
                "Parents": "4.3 (0.1 to 8.6), n = 2",
                "Staff": "not asked in a survey",
            },
            "Theme: Warmth": {"Parents": "2/3", "Staff": "0/1"},
        },
        "Trust": {
            SURVEY: {
                "Parents": "3.0 (0.5 to 5.5), n = 3",
                "Staff": "not asked in a survey",
            },
            "Theme: Papers": {"Parents": "1/3", "Staff": "1/1"},
        },
        "Tea": {
            "Survey: mean score": {
                "Parents": "not asked about this",
                "Staff": "not asked in a survey",
            },
            "Theme: Tea": {"Parents": "1/3", "Staff": "0/1"},
        },
    }


def test_what_is_hidden_is_marked_and_nothing_stands_beside(data):
    # Three parents in one area and two in the other go together, and are too few even so.
    say = rows(shown(data, "welsh_evaluation"))["Having a say"]
    parents = "Parents (themes: all areas)"
    assert say[SURVEY][parents] == "[c]"
    assert say["Theme: Warmth"][parents] == "[c]"


def test_staff_who_are_told_about_over_all_areas_have_it_in_their_heading(area):
    assert table(shown(area("A"), "welsh_evaluation"), "en").columns == (
        "Topic",
        "Parents",
        "Advocates and managers (themes: all areas)",
        "Social workers",
        "Conference chairs (themes: all areas)",
    )


def test_a_topic_of_which_a_page_tells_nothing_is_left_out(area):
    # Advocates alone are asked about their support, and are told about over all areas.
    assert "Support for advocates" in rows(shown(area(""), "welsh_evaluation"))
    assert "Support for advocates" not in rows(shown(area("A"), "welsh_evaluation"))


def test_of_several_areas_each_is_named_in_a_cell(tiny):
    everywhere = open_tables(open_study("tiny"), "")
    warmth = rows(shown(everywhere))["Having a say"]["Theme: Warmth"]
    assert warmth["Parents"] == "First: 2/3\nSecond: 2/2"


def test_nobody_interviewed_is_said(data):
    nobody = dataclasses.replace(data, participants=data.participants.assign(interviewed=False))
    found = rows(shown(nobody))["Having a say"]
    assert found["Theme: Warmth"] == {"Parents": "nobody interviewed"}
    assert found[SURVEY] == {"Parents": "4.3 (0.1 to 8.6), n = 2"}


def test_nobody_who_answered_is_no_number(data):
    none = {name: getattr(data, name).iloc[:0] for name in ("answers", "answers_everywhere")}
    found = rows(shown(dataclasses.replace(data, **none)))["Having a say"]
    score = found[SURVEY]["Parents"]
    assert score == "not calculated: too few people answered"


def test_a_score_of_several_groups_says_whose_it_is(data):
    study = asked_together(data.study)
    found = rows(shown(dataclasses.replace(data, study=study)))["Having a say"]
    both = "Parents and workers: 4.3 (0.1 to 8.6), n = 2"
    assert found[SURVEY] == {"Parents": both, "Workers": both}


def test_a_study_with_no_topics_says_so(data):
    header = dataclasses.replace(data.study.header, sources=(), joint_display=())
    study = dataclasses.replace(data.study, header=header)
    display = shown(dataclasses.replace(data, study=study))
    assert display.kind == "absent"
    assert "nothing to set the groups side by side on" in display.caption.say("en")


def test_a_theme_without_any_survey_stands_alone_for_one_group(data):
    talk = tuple(r for r in data.study.header.joint_display if r.row == "tea")
    header = dataclasses.replace(data.study.header, sources=(), joint_display=talk)
    study = dataclasses.replace(data.study, header=header)
    parents = data.participants[data.participants["group"] == "parent"]
    found = rows(shown(dataclasses.replace(data, study=study, participants=parents)))
    assert found == {
        "Tea": {
            "Survey: mean score": {"Parents": "not asked in a survey"},
            "Theme: Tea": {"Parents": "1/3"},
        }
    }


def test_young_people_value_themselves_and_no_professional_was_asked(england_tables):
    # Planted (dossier, section 10): self-worth is high, and the let-down is told all the same.
    found = rows(shown(england_tables, "welsh_evaluation"))["Self-worth"]
    survey = found[SURVEY]
    assert survey["Young people"].startswith("4.2 (")
    assert survey["Social workers and reviewing officers"] == "not asked about this"
    assert survey["Carers"] == "not asked in a survey"
    assert found["Theme: Let-down"]["Young people"] == "some to about half"
    assert set(found["Theme: Let-down"].values()) == {"some to about half", "few or none", "[c]"}


def test_questionnaires_of_several_groups_meet_on_a_topic(area):
    found = rows(shown(area(""), "welsh_evaluation"))["Boundaries"][SURVEY]
    told = {group.split(" (")[0]: "n = " in cell for group, cell in found.items()}
    assert told == {
        "Parents": False,
        "Advocates and managers": True,
        "Social workers": True,
        "Conference chairs": True,
    }


@pytest.mark.parametrize("profile", ["exact", "welsh_evaluation"])
@pytest.mark.parametrize("site", ["", "B"])
def test_a_record_is_whole_and_reads_back_the_same(area, profile, site):
    display = shown(area(site), profile)
    assert not faults(display.record())
    for lang in ("en", "cy"):
        made = table(display, lang)
        assert table(from_record(display.record()), lang) == made
        assert {len(row.cells) for row in made.rows} == {len(made.columns) - 1}


def test_the_note_says_that_groups_were_asked_other_things_and_are_not_compared(data):
    note = " ".join(s.say("en") for s in shown(data).note)
    for said in (
        "Each group was asked different questions",
        "not sampled at random",
        "no group is",
    ):
        assert said in note


def test_cells_of_themes_lead_to_the_quotes_of_their_group(data):
    (row,) = [r for r in table(shown(data), "en").rows if r.head == "Theme: Papers"]
    assert [(a.key, a.group, a.area) for cell in row.about for a in cell] == [
        ("K2", "parent", "001"),
        ("K2", "staff", "001"),
    ]
