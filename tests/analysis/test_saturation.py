"""Saturation: Guest, Namey and Chen's figures worked by hand; curves of tiny by hand."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from test_study import spoil
from tiny import project
from written import write_talk

from compendium.analysis.qualitative import saturation
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

# Ten interviews. New themes: 8, 6, 4, 2 in the base, which makes 20; then 2, 1, 0, 1, 0, 0.
NEW = [8, 6, 4, 2, 2, 1, 0, 1, 0, 0]


def test_new_information_of_runs_of_two_is_as_worked_by_hand():
    # Interviews 5 and 6 bring 3 of 20; 6 and 7, 7 and 8, 8 and 9 one each; 9 and 10 none.
    expected = [0.15, 0.05, 0.05, 0.05, 0.0]
    assert saturation.saturation_ratios(NEW, 2) == pytest.approx(expected)


def test_new_information_of_runs_of_three_is_as_worked_by_hand():
    # Interviews 5 to 7 bring 3 of 20, 6 to 8 two, 7 to 9 one, 8 to 10 one.
    assert saturation.saturation_ratios(NEW, 3) == pytest.approx([0.15, 0.10, 0.05, 0.05])


@pytest.mark.parametrize(
    ("run", "threshold", "expected"),
    [(2, 0.05, 5), (2, 0.0, 8), (3, 0.05, 6), (3, 0.0, None)],  # 5+2, 8+2, 6+3, not reached
)
def test_a_threshold_is_reached_at_the_interview_before_the_run(run, threshold, expected):
    found = saturation.saturation_ratios(NEW, run)
    assert saturation.reached(found, threshold) == expected


def test_six_and_two_is_reached_where_interviews_seven_and_eight_bring_nothing():
    found = saturation.saturation_ratios([5, 3, 1, 1, 1, 1, 0, 0], 2)
    assert saturation.reached(found, 0.0) == 6


def test_the_envelope_of_two_interviews_is_known():
    # Whichever comes first has one theme or two; both together always have two.
    lower, upper = saturation.envelope([{"a"}, {"a", "b"}], (1, 0))
    assert lower.tolist() == [1, 2]
    assert upper.tolist() == [2, 2]


def test_the_envelope_agrees_with_every_order_there_is():
    given = [{"a", "b"}, {"b"}, set(), {"c"}, {"a", "c", "d"}]
    orders = itertools.permutations(given)
    totals = np.array([np.cumsum(saturation.new_in_order(order)) for order in orders])
    expected = np.percentile(totals, (5, 95), axis=0, method="inverted_cdf")
    found = saturation.envelope(given, (7, 0))
    assert np.array_equal(np.array(found), expected)


def test_the_same_seed_gives_the_same_envelope():
    given = [{str(i), str(i % 4)} for i in range(12)]
    first, again = (saturation.envelope(given, (3, 1)) for _ in range(2))
    assert np.array_equal(first, again)


CODES = "parent_id: K1, label: {en: Listening, cy: Gwrando}, definition: Being listened to"
TEA = "parent_id: K1, label: {en: Tea, cy: Te}, definition: Being given tea"
PAPERS = "label: {en: Papers, cy: Papurau}, definition: Reports and letters"


def inductive(folder):
    for code in (CODES, TEA, PAPERS):
        spoil(folder, "codebook.yml", code, f"{code}, origin: inductive")
    return open_tables(open_study("tiny"))


def parents(data):
    frame = saturation.curves(data).frame
    return frame[frame["group"] == "parent"]


def test_new_themes_stand_in_the_order_the_interviews_were_held(tiny):
    # c1 tells of listening and tea, c2 of listening, c3 of papers, c5 of tea, c6 of listening.
    # All were held on one day, so they stand in the order of their names; c7 withdrew.
    found = parents(inductive(tiny))
    assert found["source"].tolist() == [f"c{n} interview" for n in (1, 2, 3, 5, 6)]
    assert found["new"].tolist() == [2, 0, 1, 0, 0]
    assert found["total"].tolist() == [2, 2, 3, 3, 3]


def test_an_earlier_day_comes_first(tiny):
    made = project()

    def dated(source):
        day = "2024-01-03" if source.name == "c3 interview" else "2024-02-01"
        kept = tuple(v for v in source.variables if v[0] != "Date")
        return dataclasses.replace(source, variables=(*kept, ("Date", day)))

    write_talk(tiny, dataclasses.replace(made, sources=tuple(map(dated, made.sources))))
    found = parents(inductive(tiny))
    assert found["source"].iloc[0] == "c3 interview"
    assert found["new"].tolist() == [1, 2, 0, 0, 0]


def test_without_a_date_there_is_a_reason_and_no_number(tiny):
    spoil(tiny, "study.yml", "date: Date, ", "")
    found = parents(inductive(tiny))
    assert found["guard"].tolist() == ["guard_no_dates"]
    assert found[["new", "total", "lower", "upper"]].isna().all(axis=None)


def test_a_group_of_two_interviews_is_too_few(tiny):
    frame = saturation.curves(inductive(tiny)).frame
    workers = frame[frame["group"] == "worker"]
    assert workers["guard"].tolist() == ["guard_few_interviews"]
    assert workers["interviews"].tolist() == [2]


def test_five_interviews_have_a_curve_and_no_run(tiny):
    frame = saturation.ratios(inductive(tiny)).frame
    assert frame.loc[frame["group"] == "parent", "guard"].tolist() == ["guard_few_interviews"] * 2


def test_seen_from_one_area_its_own_people_count(tiny):
    inductive(tiny)
    data = open_tables(open_study("tiny"), "001")
    frame = saturation.curves(data).frame
    assert dict(zip(frame["group"], frame["interviews"], strict=True)) == {"parent": 3, "worker": 1}


def test_a_codebook_without_inductive_codes_has_no_rows(tiny):
    data = open_tables(open_study("tiny"))
    assert saturation.curves(data).frame.empty
    assert saturation.ratios(data).frame.empty


def test_new_themes_after_the_threshold_are_counted(area):
    data = area("")
    frame = saturation.ratios(data).frame
    curves = saturation.curves(data).frame
    for row in frame[frame["reached_0"].notna()].to_dict("records"):
        new = curves.loc[curves["group"] == row["group"], "new"].tolist()
        run = new[int(row["reached_0"]) : int(row["reached_0"]) + int(row["run"])]
        assert sum(run) == 0
        assert row["later_0"] == sum(new[int(row["reached_0"]) + len(run) :])
        assert row["base"] == sum(new[:4])


def test_every_order_of_the_welsh_interviews_ends_at_the_same_number(area):
    frame = saturation.curves(area("")).frame
    last = frame.drop_duplicates("group", keep="last")
    assert (last["lower"] == last["total"]).all()
    assert (last["upper"] == last["total"]).all()
    first = frame.groupby("group", observed=True)["new"].sum()
    assert first.to_dict() == last.set_index("group")["total"].to_dict()
