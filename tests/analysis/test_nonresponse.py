"""Who left out what: the tiny study by hand, and what cannot be worked out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.survey import imputation, nonresponse, surveys
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.schemas import empty
from compendium.study_folder import open_study


def tables(site=""):
    return open_tables(open_study("tiny"), site)


def answering(data, answers):
    """The same study with other answers."""
    return dataclasses.replace(data, answers=answers, answers_everywhere=answers)


def without_answers(data):
    """Everybody sent in the form and answered nothing."""
    gone = data.answers_everywhere.assign(value=pd.NA)
    gone["value"] = gone["value"].astype("Int64")
    return answering(data, gone)


@pytest.mark.parametrize(
    ("item", "stage", "area", "expected"),
    [
        # Of t1, t2 and t3: t2 would rather not say (99), t3 left it blank.
        ("S2", "single", "001", (3, 1, 2, 1, 0, 1)),
        # It does not apply to t3 (98).
        ("S3", "single", "001", (3, 2, 1, 0, 1, 0)),
        # t6 did not answer it looking back; t7 withdrew.
        ("T1", "before", "002", (2, 1, 1, 1, 0, 0)),
        ("T1", "now", "002", (2, 2, 0, 0, 0, 0)),
    ],
)
def test_missing_answers_are_counted_by_question_area_and_reason(tiny, item, stage, area, expected):
    found = nonresponse.by_item(tables()).frame.set_index(["item_id", "stage", "area"])
    columns = ["respondents", "answered", "missing", "not_answered", "not_applicable", "prefer_not"]
    assert tuple(found.loc[(item, stage, area), columns]) == expected


def test_open_questions_do_not_count(tiny):
    assert set(nonresponse.by_item(tables()).frame["item_id"]) == {"S1", "S2", "S3", "T1", "T2"}


def test_reasons_add_up_over_all_questions(tiny):
    found = nonresponse.by_reason(tables("001")).frame.set_index("reason")
    # Three people, seven questions (T1 and T2 are asked twice).
    assert set(found["asked"]) == {21}
    assert found["missing"].to_dict() == {
        "not_answered": 1,
        "not_applicable": 1,
        "prefer_not": 1,
        "out_of_range": 0,
    }


def test_people_are_counted_by_how_much_they_left_out(tiny):
    found = nonresponse.patterns(tables()).frame.set_index(["area", "level"])["people"]
    # t1 nothing, t2 one, t3 two; t5 nothing, t6 one.
    assert found["001"][list(nonresponse.LEVELS)].tolist() == [1, 1, 1, 0]
    assert found["002"][list(nonresponse.LEVELS)].tolist() == [1, 1, 0, 0]
    assert found["001"]["pattern S2, S3"] == 1
    assert found["002"]["pattern T1 before"] == 1


def test_what_other_tables_tell_of_them_stays_beside(tiny):
    row = nonresponse.patterns(tables("001")).frame.iloc[0]
    # Answers now: S1 3, S2 1, S3 2, T1 3, T2 3; a say is scored of t1 and t2.
    assert (row["fewest"], row["scored"], row["answers"], row["questions"]) == (1, 2, 12, 5)
    # What was asked looking back stands in no table of answers.
    assert row["untold"] == 2


def test_one_area_is_seen_alone(tiny):
    assert set(nonresponse.by_item(tables("002")).frame["area"]) == {"002"}


def test_pooled_staff_are_counted_over_all_areas(area):
    found = surveys.missing_items(area(""))
    assert set(found["professional-chairs"].frame["area"]) == {"all"}
    assert set(found["parent"].frame["area"]) == {"A", "B", "C"}


def test_littles_test_is_of_all_areas_wherever_it_is_asked_for(area):
    here, all_areas = (nonresponse.little(area(s), "parent") for s in ("A", ""))
    pd.testing.assert_frame_equal(here.frame, all_areas.frame)
    assert here.population == all_areas.population
    row = here.frame.iloc[0]
    assert (row["guard"], row["n"] >= 100) == ("", True)
    assert 0 < row["p"] < 1


def test_below_a_hundred_people_there_is_no_test(tiny):
    row = nonresponse.little(tables()).frame.iloc[0]
    assert (row["guard"], row["n"]) == ("guard_few_people", 5)
    assert pd.isna(row["p"])


def test_without_gaps_there_is_nothing_to_test(area):
    data = area("")
    full = data.answers_everywhere.copy()
    full["value"] = full["value"].fillna(3)
    row = nonresponse.little(answering(data, full), "parent").frame.iloc[0]
    assert row["guard"] == "guard_nothing_missing"
    assert pd.isna(row["p"])


def test_nobody_answered_anything(tiny):
    data = without_answers(tables())
    assert (nonresponse.by_item(data).frame["answered"] == 0).all()
    found = nonresponse.patterns(data).frame.set_index(["area", "level"])["people"]
    assert found["001"][["more_left_out", "none_answered"]].tolist() == [3, 3]
    assert nonresponse.little(data).frame["guard"].tolist() == ["guard_few_people"]


def test_nobody_sent_in_a_form(tiny):
    data = answering(tables(), empty("answers"))
    assert (nonresponse.by_item(data).frame["respondents"] == 0).all()
    assert (nonresponse.patterns(data).frame["people"] == 0).all()
    assert nonresponse.little(data).frame["n"].tolist() == [0]


def test_one_respondent(tiny):
    data = tables("001")
    one = data.answers[data.answers["participant_id"] == data.answers["participant_id"].iloc[0]]
    found = nonresponse.patterns(answering(data, one)).frame.set_index("level")["people"]
    assert found[list(nonresponse.LEVELS[:3])].sum() == 1


def unsurveyed():
    data = tables()
    talk = tuple(s for s in data.study.header.sources if s.kind != "survey")
    header = dataclasses.replace(data.study.header, sources=talk)
    study = dataclasses.replace(data.study, header=header)
    return answering(dataclasses.replace(data, study=study), empty("answers"))


ANALYSES = (
    nonresponse.by_item,
    nonresponse.by_reason,
    nonresponse.patterns,
    nonresponse.little,
    imputation.beside_complete,
)


@pytest.mark.parametrize("analysis", ANALYSES)
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact", "opensafely"])
def test_a_study_without_a_survey_has_no_rows(tiny, analysis, profile):
    assert analysis(unsurveyed()).frame.empty
    assert Release(unsurveyed(), profile_named(profile))(analysis(unsurveyed())).frame.empty


@pytest.mark.sampled(15)
@pytest.mark.parametrize("analysis", ANALYSES)
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact", "opensafely"])
@pytest.mark.parametrize("given", ["as_it_is", "nothing_answered", "nobody"])
def test_whatever_came_in_can_be_released(tiny, analysis, profile, given):
    data = tables("001" if given == "nobody" else "")
    if given == "nothing_answered":
        data = without_answers(data)
    elif given == "nobody":
        data = answering(data, empty("answers"))
    released = Release(data, profile_named(profile))(analysis(data))
    if released.profile != "exact":
        told = [c for c, kind in released.kinds.items() if kind not in ("key", "text", "guard")]
        shown = released.frame[told].replace("", np.nan).notna()
        assert not shown.to_numpy().any(), released.frame[told]
