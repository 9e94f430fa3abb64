"""Table one and response rates: the tiny study by hand, Wales against its design."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from shown import displayed
from test_study import spoil
from tiny import responses, write_survey

from compendium.analysis.survey import surveys
from compendium.analysis.survey.table_one import NOT_KNOWN, language_is_known, table_one
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.study_folder import open_study

CHOICE = """  - scale_id: KIND
    kind: choice
    options:
      - {value: 1, label: {en: Red, cy: Coch}}
      - {value: 2, label: {en: Blue, cy: Glas}}
      - {value: 3, label: {en: Green, cy: Gwyrdd}}
      - {value: 99, label: {en: Rather not say, cy: Gwell peidio}, missing: prefer_not}
items:
  - {item_id: C1, construct: open, scale: KIND, wording: {en: Which?, cy: Pa un?}}
"""


@pytest.fixture
def tables(tiny):
    """The tiny study with a question of choice; t7 withdrew."""
    spoil(tiny, "instruments/form.yml", "items:\n", CHOICE)
    frame = responses()
    frame["C1"] = [1.0, 2.0, 99.0, 2.0, None, 3.0]
    frame.loc[1, "lang"], frame.loc[4, "lang"] = 2.0, None
    write_survey(tiny / "raw" / "survey.sav", frame)
    take_in(open_study("tiny"))
    return lambda site="": open_tables(open_study("tiny"), site)


def counted(result, item):
    """People by area and level, of one characteristic."""
    mine = result.frame[result.frame["item_id"] == item]
    return {
        area: dict(zip(rows["level"], rows["people"], strict=True))
        for area, rows in mine.groupby("area", sort=False, observed=True)
    }


def test_respondents_are_distinct_people_without_who_withdrew(tables):
    found = counted(table_one(tables()), "respondents")
    assert found == {"001": {"everybody": 3}, "002": {"everybody": 2}}


def test_answers_to_a_question_of_choice_are_counted_by_level(tables):
    # t3 would rather not say, t6 left it blank.
    found = table_one(tables())
    assert counted(found, "C1") == {
        "001": {"C1.1": 1, "C1.2": 1, "C1.3": 0, NOT_KNOWN: 1},
        "002": {"C1.1": 0, "C1.2": 1, "C1.3": 0, NOT_KNOWN: 1},
    }
    bases = found.frame[found.frame["item_id"] == "C1"].groupby("area", observed=True)["base"]
    assert bases.first().to_dict() == {"001": 2, "002": 1}


def test_languages_are_counted_and_who_gave_none_is_not_known(tables):
    assert counted(table_one(tables()), "language") == {
        "001": {"cy": 1, "not_known": 0, "en": 2},
        "002": {"cy": 0, "not_known": 1, "en": 1},
    }


def test_what_was_ticked_was_not_left_out(tables):
    # t2 preferred not to say (S2), t3 ticked "does not apply" (S3) and left S2 blank, t6 T1 before.
    assert counted(table_one(tables()), "completeness") == {
        "001": {"none_left_out": 2, "one_left_out": 1, "more_left_out": 0},
        "002": {"none_left_out": 1, "one_left_out": 1, "more_left_out": 0},
    }


def test_seen_from_one_area_only_its_people_are_described(tables):
    assert set(table_one(tables("002")).frame["area"]) == {"002"}


def test_statements_to_agree_with_are_no_characteristics(tables):
    items = set(table_one(tables()).frame["item_id"])
    assert items == {"respondents", "language", "completeness", "C1"}


def test_an_export_that_names_no_language_has_no_row_of_it(tiny):
    spoil(tiny, "study.yml", "submitted_at: submitted, language: lang", "submitted_at: submitted")
    study = open_study("tiny")
    take_in(study)
    assert not language_is_known(study, study.instrument("form"))
    assert "language" not in set(table_one(open_tables(study)).frame["item_id"])


def test_there_is_no_p_and_no_test(tables):
    result = table_one(tables())
    assert not {"p", "coefficient"} & set(result.kinds.values())


def test_welsh_parents_are_those_of_the_design(area):
    # sample.csv, survey_completed.
    found = counted(surveys.table_one(area(""))["parent"], "respondents")
    assert [found[a]["everybody"] for a in "ABC"] == [38, 52, 44]


def test_pooled_staff_have_no_areas(area):
    chairs = surveys.table_one(area(""))["professional-chairs"]
    assert chairs.by == ("item_id", "level")
    assert chairs.frame.set_index("item_id").at["respondents", "people"] == 5 + 7 + 5


def rates(data):
    return surveys.response_rates(data).frame.set_index(["set", "area"])


def test_invited_answered_and_finished_by_hand(tables):
    # sample.csv: 10 and 8 parents invited. t1 and t2, then t5, left no rated question out.
    found = rates(tables())
    columns = ["invited", "answered", "finished"]
    assert found.loc["form", columns].to_numpy().tolist() == [[10, 3, 2], [8, 2, 1], [18, 5, 3]]
    assert set(found["guard"]) == {""}


def test_nobody_noted_who_was_invited_so_there_is_no_rate(tiny, tables):
    spoil(tiny, "sample.csv", "002,parent,2,0,8,", "002,parent,2,0,,")
    found = rates(tables())
    assert found["guard"].tolist() == ["", "guard_invited_not_noted", "guard_invited_not_noted"]
    assert found["invited"].isna().tolist() == [False, True, True]


def test_more_answers_than_invitations_give_no_rate(tiny, tables):
    spoil(tiny, "sample.csv", "001,parent,3,0,10,", "001,parent,3,0,2,")
    assert rates(tables()).loc[("form", "001"), "guard"] == "guard_more_answered"


def test_one_area_alone_has_no_total_beside_it(tables):
    assert rates(tables("001")).index.tolist() == [("form", "001")]


@pytest.mark.parametrize("profile", ["exact", "welsh_evaluation", "opensafely"])
def test_where_nobody_answered_nobody_is_described_and_nothing_breaks(tables, profile):
    everything = tables()
    nobody = everything.answers.iloc[:0]
    data = dataclasses.replace(everything, answers=nobody, answers_everywhere=nobody)
    assert table_one(data).frame.empty
    assert rates(data)["answered"].tolist() == [0, 0, 0]
    release = Release(data, profile_named(profile))
    shown = displayed(verbs.table_one, release(table_one(data)))
    assert table(shown, "en").rows == ()
    displayed(verbs.cherries, release(surveys.cherries(data)))
    assert release(surveys.response_rates(data)).frame["finished"].isna().all()


def test_welsh_rates_are_of_those_invited(area):
    found = rates(area(""))
    assert found.loc[("parent", "all"), ["invited", "answered"]].tolist() == [277, 134]
    # 27 chairs and 25 advocates and managers were invited in the three areas.
    assert found.loc[("professional-chairs", "all"), "invited"] == 9 + 10 + 8
    assert pd.api.types.is_integer_dtype(found["answered"])
