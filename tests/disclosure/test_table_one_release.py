"""Rule S8: no number of table one, and no difference of two of them, gives a hidden one back."""

from __future__ import annotations

import functools
import itertools
import math
from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.result import Result
from compendium.analysis.survey import surveys
from compendium.analysis.survey.table_one import EVERYBODY, KINDS, NOT_KNOWN, RESPONDENTS
from compendium.disclosure.choices import hidden_levels
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.table_one import release_table_one
from compendium.study_folder import open_study
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_table_one"}
SMALL = 4


@pytest.fixture(scope="module")
def study(wales):
    return wales


def described(counts, left_out=None, compared="", answered=None):
    """One question of choice, of parents in the areas A, B ... with these counts by level.

    `left_out` of each area gave no answer; `answered` took part in the most answered question.
    """
    names = "ABC"[: len(counts)]
    left_out = left_out or (0,) * len(counts)
    rows, took_part = [], []
    for i, (area, own) in enumerate(zip(names, counts, strict=True)):
        people = sum(own) + left_out[i]
        common = {"area": area, "surveyed": people, "given": 0, "compared": compared}
        rows.append(
            {"item_id": RESPONDENTS, "level": EVERYBODY, "people": people, "base": people} | common
        )
        levels = {f"C.{n}": count for n, count in enumerate(own, start=1)}
        levels[NOT_KNOWN] = left_out[i]
        rows += [
            {"item_id": "C", "level": level, "people": count, "base": sum(own)} | common
            for level, count in levels.items()
        ]
        most = answered[i] if answered else people
        took_part.append([area, 0, people, people + 20, most])
    columns = ["area", "interviewed", "surveyed", "invited", "answered"]
    areas = pd.DataFrame(took_part, columns=columns)
    whole = areas[columns[1:]].sum().to_frame().T.assign(area="all")
    sample = pd.concat([areas, whole], ignore_index=True).assign(group="parent")
    kinds = dict.fromkeys(("surveyed", "invited", "answered"), "count")
    beside = Result("sample", sample, ("group", "area"), "interviewed", kinds, **COMMON)
    texts = [EVERYBODY, *(f"C.{n}" for n in range(1, len(counts[0]) + 1)), NOT_KNOWN]
    labels = {"item_id": {n: Text(n) for n in (RESPONDENTS, "C")}}
    labels |= {"level": {n: Text(n) for n in texts}, "asked_with": {"parent": Text("parent")}}
    return Result(
        "table_one",
        pd.DataFrame(rows),
        ("item_id", "level", "area"),
        "people",
        KINDS,
        labels=labels,
        groups=("parent",),
        beside=(beside,),
        **COMMON,
    )


def told(result, study, profile=WELSH):
    """People and mark of each level of the question, by area."""
    released = release_table_one(result, profile, study, **COMMON)
    rows = released.frame.assign(mark=released.marks["people"])
    found = defaultdict(dict)
    for row in rows[rows["item_id"] == "C"].to_dict("records"):
        found[row["area"]][row["level"]] = (row["people"], row["mark"])
    return found


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([10, 10, 10], [False] * 3),
        ([5, 10, 10], [False] * 3),
        ([4, 10, 10], [True, True, False]),  # the next one with it, by its place
        ([10, 4, 10], [False, True, True]),
        ([10, 10, 4], [False, True, True]),  # at the end, the one before
        ([10, 10, 0], [False, True, True]),  # nobody is as few as anybody
        # Hidden alone, both would be four: what is left of the base is eight.
        ([4, 10, 10, 4], [True, False, True, True]),
        ([10, 0, 0, 10], [False, True, True, True]),
        ([5, 10], [False, False]),
        ([4, 10], [True, True]),
    ],
)
def test_few_people_are_hidden_and_another_level_where_they_could_be_worked_out(counts, hidden):
    assert list(hidden_levels(counts, SMALL)) == hidden


@pytest.mark.parametrize(("base", "told_of"), [(9, False), (10, True)])
def test_a_question_that_fewer_than_ten_answered_is_hidden_whole(study, base, told_of):
    found = told(described([[base - 5, 5]]), study)["A"] if base > 9 else None
    found = found or told(described([[base, 0]]), study)["A"]
    assert any(mark != "c" for _, mark in found.values()) == told_of


@pytest.mark.parametrize("few", range(5))
def test_a_bound_on_the_only_large_level_depends_on_the_base_alone(study, few):
    # Of 40 people, at most 4 + 4 chose one of two small levels: 32 at least chose the other.
    found = told(described([[40 - few, few, 0]]), study)["A"]
    assert found["C.1"] == (31, "over")
    assert found["C.2"][1] == found["C.3"][1] == "c"


def test_a_question_that_parts_people_for_a_comparison_is_hidden(study):
    found = told(described([[20, 20]], compared="yes"), study)["A"]
    assert {mark for _, mark in found.values()} == {"c"}
    shown = told(described([[20, 20]], compared="yes"), study, EXACT)["A"]
    assert shown["C.1"] == (20, "")


@pytest.mark.parametrize(("missing", "mark"), [(4, "c"), (5, "")])
def test_who_gave_no_answer_is_told_from_five_on_where_all_respondents_are(study, missing, mark):
    people = 40 + missing
    found = told(described([[20, 20]], [missing], answered=[people - 10]), study)["A"]
    assert found[NOT_KNOWN][1] == mark


def test_who_gave_no_answer_is_hidden_where_the_number_of_respondents_is_a_bound(study):
    found = told(described([[20, 20]], [6], answered=[45]), study)["A"]
    assert found[NOT_KNOWN][1] == "c"


def test_the_team_sees_every_number(study):
    found = told(described([[3, 0, 1], [9, 1, 0]]), study, EXACT)
    assert [found["A"][f"C.{n}"] for n in (1, 2, 3)] == [(3, ""), (0, ""), (1, "")]
    assert found["all"]["C.1"] == (12, "")


def test_all_areas_together_are_the_sum_of_what_the_areas_print(study):
    found = told(described([[20, 10, 2, 9], [15, 12, 10, 8]]), study)
    assert found["all"]["C.1"] == (35, "")
    assert found["A"]["C.3"][1] == "c"
    assert found["all"]["C.3"][1] == "c"


def _outputs(base, levels):
    """Every way `base` people can choose, by what is printed of it."""
    found = defaultdict(list)
    cuts = itertools.combinations(range(base + levels - 1), levels - 1)
    for cut in cuts:
        ends = (-1, *cut, base + levels - 1)
        counts = [b - a - 1 for a, b in itertools.pairwise(ends)]
        hidden = hidden_levels(counts, SMALL)
        found[tuple(None if h else n for n, h in zip(counts, hidden, strict=True))].append(counts)
    return found


@pytest.mark.parametrize(("base", "levels"), [(10, 2), (13, 3), (24, 3), (10, 4), (16, 4), (12, 5)])
def test_every_hidden_level_keeps_five_values_for_who_knows_the_rule(base, levels):
    for printed, ways in _outputs(base, levels).items():
        for place, number in enumerate(printed):
            if number is None:
                assert len({counts[place] for counts in ways}) >= SMALL + 1, printed


question = st.lists(st.integers(0, 14), min_size=3, max_size=3)


@settings(max_examples=150)
@given(counts=st.lists(question, min_size=2, max_size=3), left=st.integers(0, 9))
def test_no_difference_of_printed_margins_gives_a_hidden_number_back(counts, left):
    study = _wales()
    result = described(counts, [left] * len(counts))
    released = release_table_one(result, WELSH, study, **COMMON)
    frame = released.frame[released.frame["item_id"] == "C"]
    people = {
        (row.level, row.area): None if released.marks.at[row.Index, "people"] else row.people
        for row in frame.itertuples()
    }
    bases = frame.drop_duplicates("area").set_index("area")["base"]
    areas = [a for a in bases.index if a != "all"]
    names = ["C.1", "C.2", "C.3"]
    for area, own in zip(areas, counts, strict=True):
        hidden = [n for n in names if people[n, area] is None]
        # Base less what is printed is a sum of two hidden levels or more, and no few people.
        if hidden and not math.isnan(bases[area]):
            assert len(hidden) > 1
            assert sum(own[int(n[-1]) - 1] for n in hidden) > SMALL
    for name in [*names, NOT_KNOWN]:
        parts = [people[name, area] for area in areas]
        # A sum over areas leaves nothing over that an area hides.
        if people[name, "all"] is not None:
            assert None not in parts
            assert people[name, "all"] == sum(parts)
    if not math.isnan(bases["all"]):
        assert bases["all"] == sum(bases[area] for area in areas)


@functools.cache
def _wales():
    return open_study("parental-advocacy-wales")


@pytest.mark.parametrize(
    "profile", ["welsh_evaluation", "opensafely", "dfe_1_5", "nhs_1_7", "acro_10"]
)
def test_an_areas_report_and_the_studys_tell_the_same_of_it(area, profile):
    def parents(site):
        data = area(site)
        released = Release(data, profile_named(profile))(surveys.table_one(data)["parent"])
        rows = released.frame.assign(mark=released.marks["people"])
        mine = rows[(rows["area"] == "A") & rows["item_id"].str.startswith("P_")]
        return mine[["item_id", "level", "people", "base", "mark"]].reset_index(drop=True)

    pd.testing.assert_frame_equal(parents("A"), parents(""))


def test_percentages_are_of_those_who_answered(study):
    frame = release_table_one(described([[30, 10]], [10]), WELSH, study, **COMMON).frame
    assert frame.set_index("level").loc[["C.1", "C.2"], "percent"].tolist() == [75, 25]
