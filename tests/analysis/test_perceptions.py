"""Groups side by side: which topics there are, which cells are taken, worked by hand on tiny."""

from __future__ import annotations

import dataclasses

import pytest
from surveyed import asked_together

from compendium.analysis.joint_displays.perceptions import groups_side_by_side, topics
from compendium.instruments import Construct
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"), "001")


def other_form(study, **changes):
    """The study with a second questionnaire, for workers, that has the same constructs."""
    form = study.instruments[0]
    asked = {"instrument": "other", "groups": ("worker",)} | changes
    source = dataclasses.replace(study.source("survey")[0], source="more", instrument="other")
    header = dataclasses.replace(study.header, sources=(*study.header.sources, source))
    forms = (form, dataclasses.replace(form, **asked))
    return dataclasses.replace(study, header=header, instruments=forms)


def with_rows(study, *rows):
    """The study with these rows of its joint display alone, changed as said."""
    declared = {r.row: r for r in study.header.joint_display}
    chosen = tuple(dataclasses.replace(declared[name], **changes) for name, changes in rows)
    header = dataclasses.replace(study.header, joint_display=chosen)
    return dataclasses.replace(study, header=header)


def test_a_topic_is_a_score_with_the_themes_that_the_joint_display_ties_to_it(data):
    # The row `heard` is on an item of `say`; no survey asks about tea.
    found = {t.topic: (t.measured, t.asked, t.codes) for t in topics(data.study)}
    assert found == {
        "say": ((("form", "say"),), ("parent",), ("K1",)),
        "trust": ((("form", "trust"),), ("parent",), ("K2",)),
        "joint tea": ((), (), ("K1.2",)),
    }


def test_a_row_without_a_survey_whose_themes_stand_elsewhere_is_no_topic_of_its_own(data):
    study = with_rows(data.study, ("say", {"codes": ("K1.2",)}), ("tea", {}))
    assert [t.topic for t in topics(study)] == ["say", "trust"]


def test_a_row_on_a_question_that_makes_no_score_is_a_topic_of_its_own(data):
    study = with_rows(data.study, ("heard", {"item": "O1", "codes": ("K2",)}))
    asked = {t.topic: t.asked for t in topics(study)}
    assert asked == {"say": ("parent",), "trust": ("parent",), "joint heard": ("parent",)}


def test_a_code_that_is_no_longer_used_is_tied_to_nothing(data):
    study = with_rows(data.study, ("say", {"codes": ("K3",)}))
    assert [t.codes for t in topics(study)] == [(), ()]


def test_constructs_that_are_called_alike_are_one_topic(data):
    found = {t.topic: t for t in topics(other_form(data.study))}
    assert found["say"].measured == (("form", "say"), ("other", "say"))
    assert found["say"].asked == ("parent", "worker")


def test_constructs_with_one_id_and_two_names_are_two_topics(data):
    other = (Construct("say", Text("Speaking up", "Codi llais")),)
    found = {t.topic: t.label.en for t in topics(other_form(data.study, constructs=other))}
    assert found["say"] == "Having a say"
    assert found["other say"] == "Speaking up"


def test_cells_are_those_of_the_scores_and_of_the_themes_area_by_area(data):
    frame = groups_side_by_side(data).frame
    say = frame[frame["topic"] == "say"]
    assert say[["group", "source", "about", "at"]].to_numpy().tolist() == [
        ["parent", "scores", "say", "construct=say"],
        *(
            [g, "themes", "K1", f"code_id=K1;group={g};area={area}"]
            for g in ("parent", "staff")
            for area in ("001", "002", "all")
        ),
    ]


def test_each_score_says_whose_it_is(data):
    result = groups_side_by_side(data)
    scores = result.frame[result.frame["source"] == "scores"]
    assert set(scores["survey"]) == {"form\nparent"}
    assert not result.labels["together"]


def test_a_score_of_several_groups_is_called_that_under_each(data):
    study = asked_together(data.study)
    result = groups_side_by_side(dataclasses.replace(data, study=study))
    together = {key.split("\n")[0]: text.en for key, text in result.labels["together"].items()}
    assert together == dict.fromkeys(("parent", "worker"), "parents and workers")


def reasons(result):
    return {tuple(key.split("\n")): text.en for key, text in result.labels["instead"].items()}


def test_a_group_without_a_score_says_why(data):
    staff = {topic: why for (topic, g), why in reasons(groups_side_by_side(data)).items()
             if g == "staff"}  # fmt: skip
    assert staff == dict.fromkeys(("say", "trust", "joint tea"), "not asked in a survey")


def test_who_was_surveyed_but_not_about_a_topic_is_told_from_who_was_not_surveyed(data):
    assert reasons(groups_side_by_side(data))["joint tea", "parent"] == "not asked about this"


def test_staff_who_are_told_about_over_all_areas_say_so_on_the_page_of_one(data):
    study = other_form(data.study)
    one = groups_side_by_side(dataclasses.replace(data, study=study))
    assert reasons(one)["say", "staff"] == "shown for all areas only"
    everywhere = groups_side_by_side(dataclasses.replace(data, study=study, site_id=""))
    assert ("say", "staff") not in reasons(everywhere)


def test_the_range_of_a_score_is_told_where_all_questionnaires_share_it(data):
    labels = groups_side_by_side(data).labels
    ends = {(labels["least"][t].en, labels["most"][t].en) for t in labels["least"]}
    assert ends == {("1", "5")}
    scale = data.study.instruments[0].scales[0]
    shorter = dataclasses.replace(scale, options=scale.options[:3])
    study = other_form(data.study, scales=(shorter,))
    assert "say" not in groups_side_by_side(dataclasses.replace(data, study=study)).labels["least"]


def test_a_study_without_surveys_shows_what_its_joint_display_ties_to_nothing(data):
    others = tuple(s for s in data.study.header.sources if s.kind != "survey")
    study = with_rows(data.study, ("tea", {}))
    header = dataclasses.replace(study.header, sources=others)
    result = groups_side_by_side(
        dataclasses.replace(data, study=dataclasses.replace(study, header=header))
    )
    assert set(result.frame["topic"]) == {"joint tea"}
    assert set(reasons(result).values()) == {"not asked in a survey"}
