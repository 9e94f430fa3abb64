"""Rule M1 and its neighbours: missing answers are told no finer than other tables tell them."""

from __future__ import annotations

import dataclasses
import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.result import Result
from compendium.analysis.survey import imputation, nonresponse, surveys
from compendium.disclosure.imputation import INFORMATION_STEP
from compendium.disclosure.missing import (
    EDGES,
    _ends,
    _keeps_values,
    _share_left_out,
    answered_between,
    word,
)
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
PUBLIC = ["welsh_evaluation", "opensafely", "dfe_1_5"]


@pytest.fixture(scope="module")
def released(area):
    """What is released of parents, by measure and profile, seen from one area or all."""

    def of(analysis, profile="welsh_evaluation", site="", data=None):
        data = data or area(site)
        return Release(data, profile_named(profile))(analysis(data, "parent"))

    return of


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0, "share_0_5"), (4.99, "share_0_5"), (5, "share_5_10"), (10, "share_10_20")],
)
def test_an_edge_belongs_to_the_word_that_begins_there(share, expected):
    assert word(share, share) == expected


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_word_holds_everything_between_both_ends(one, other):
    low, high = sorted([one, other])
    said = word(low, high)
    if said:
        begins, ends = map(int, said.split("_")[1:])
        assert begins <= low + 1e-9
        assert high < ends or ends == EDGES[-1]


COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_distribution"}


def question(*counts, parts=()):
    """One question's counts by level, as an analysis gives them."""
    levels = [str(n) for n, _ in enumerate(counts, start=1)]
    keys = {"construct": "ease", "item_id": "V1"}
    frame = pd.DataFrame({**keys, "level": levels, "people": counts, "base": sum(counts)})
    labels = {"level": {level: Text(level) for level in levels}}
    by, kinds = (*keys, "level"), {"base": "base"}
    return Result("answers", frame, by, "people", kinds, labels=labels, parts=parts, **COMMON)


AREA = question(1, 7, 8, 1, 7)


@pytest.mark.parametrize(
    "answers",
    [
        question(*[8] * 9),  # nine levels
        question(3, 21, 24, 3, 21, parts=(AREA, AREA, AREA)),  # three sides in three areas
    ],
)
def test_a_number_that_adds_up_from_rounded_ones_may_be_off_by_each(answers):
    # Nine times eight is printed as nine times ten, and each ten may be 8 to 12.
    known = answered_between(answers, profile_named("nhs_1_7"), COMMON)
    assert known == {("ease", "V1"): (72, 108)}


@pytest.mark.parametrize(
    ("answered", "asked", "expected"),
    [
        # 36 of 38 to 42 answered: 5.3 to 14.3 % did not.
        ((36, 36), (38, 42), "share_5_20"),
        # All of the least that took part: none to four of 42.
        ((38, 38), (38, 42), "share_0_10"),
        ((0, 0), (38, 42), ""),
        ((20, 20), (0, math.inf), ""),
    ],
)
def test_a_share_is_told_as_what_printed_numbers_leave_open(answered, asked, expected):
    assert _share_left_out(answered, *asked) == expected


@settings(max_examples=60)
@given(st.integers(10, 60), st.integers(0, 8), st.integers(0, 4))
def test_the_word_is_the_same_for_every_number_that_the_bound_stands_for(answered, fewer, more):
    least = answered + fewer
    said = _share_left_out((answered, answered), least, least + 4)
    true = 100 * (1 - answered / (least + more))
    begins, ends = map(int, said.split("_")[1:]) if said else (0, 100)
    assert begins <= true + 1e-9
    assert true < ends or ends == 100


@pytest.mark.parametrize("profile", PUBLIC)
@pytest.mark.parametrize("site", ["", "A"])
def test_the_public_sees_words_alone_and_each_is_true(released, area, profile, site):
    told = released(nonresponse.by_item, profile, site).frame
    assert set(told.columns) == {"construct", "item_id", "stage", "area", "share"}
    truth = nonresponse.by_item(area(site), "parent").frame
    both = told.merge(truth, on=["item_id", "stage", "area"])
    assert len(both) == len(told) > 0
    for row in both[both["share"] != ""].itertuples():
        begins, ends = map(int, row.share.split("_")[1:])
        assert begins <= 100 * row.missing / row.respondents <= ends


def test_what_was_asked_looking_back_has_no_row(released):
    assert "before" not in set(released(nonresponse.by_item).frame["stage"])
    assert "before" in set(released(nonresponse.by_item, "exact").frame["stage"])


def test_the_team_sees_numbers_and_words(released):
    made = released(nonresponse.by_item, "exact")
    row = made.frame.iloc[0]
    assert row["percent"] == round(100 * row["missing"] / row["respondents"])
    assert not made.marks.to_numpy().any()


def reasons(asked, *missing):
    frame = pd.DataFrame({"missing": missing, "asked": asked})
    share = 100 * frame["missing"] / asked
    return frame.assign(share=[word(s, s) for s in share])


@pytest.mark.parametrize(
    ("asked", "missing", "kept"),
    [
        # Under 5 % of 200 is up to nine: of nine in all, each can be any of them.
        (200, (3, 2, 4, 0), True),
        # Under 5 % of 40 is nought or one: of three in all, each is one, or nought in one case.
        (40, (1, 1, 1, 0), False),
        # Nobody left anything out, and whoever knows that learns nothing more.
        (200, (0, 0, 0, 0), True),
    ],
)
def test_reasons_are_told_where_the_sum_gives_none_away(asked, missing, kept):
    assert _keeps_values(reasons(asked, *missing), 5) == kept


@settings(max_examples=40)
@given(st.integers(20, 60), st.lists(st.integers(0, 6), min_size=3, max_size=3))
def test_told_reasons_keep_five_values_for_whoever_knows_their_sum(asked, missing):
    mine = reasons(asked, *missing)
    if not _keeps_values(mine, 5):
        return
    ends = [range(low, high + 1) for low, high in (_ends(s, asked) for s in mine["share"])]
    ways = [w for w in itertools.product(*ends) if sum(w) == sum(missing)]
    for column in zip(*ways, strict=True):
        assert len(set(column)) >= min(5, sum(missing) + 1)


@pytest.mark.parametrize("profile", PUBLIC)
@pytest.mark.parametrize("site", ["", "A", "C"])
def test_shares_of_people_never_count_them(released, profile, site):
    made = released(nonresponse.patterns, profile, site)
    assert "people" not in made.frame
    assert set(made.frame["level"]) <= {
        *("all_answered", "one_left_out", "more_left_out", "all_levels", "nobody"),
        *("all_answered_or_one_left_out", "one_left_out_or_more_left_out"),
    }
    for _, mine in made.frame.groupby("area", sort=False, observed=False):
        shown = made.marks.loc[mine.index, "percent"].eq("")
        assert mine["percent"][shown].sum() in (0, pytest.approx(100, abs=1))


def test_the_team_sees_the_patterns_that_most_people_have(released):
    frame = released(nonresponse.patterns, "exact", "A").frame
    assert frame["level"].str.startswith("pattern ").sum() == nonresponse.PATTERNS_SHOWN
    first = frame.head(3)
    assert first["people"].sum() == first["base"].iloc[0]
    assert first["percent"].sum() == pytest.approx(100, abs=1)


@pytest.mark.parametrize("profile", PUBLIC)
def test_of_littles_test_the_public_sees_p_alone(released, profile):
    made = released(nonresponse.little, profile)
    assert set(made.frame.columns) == {"asked_with", "n", "p", "guard"}
    assert "chi2" in released(nonresponse.little, "exact").frame
    assert Value(made, 0, "n").say("en").startswith("over") == (profile != "opensafely")


def test_that_nothing_is_missing_is_not_told(area, released):
    data = area("")
    full = data.answers_everywhere.copy()
    full["value"] = full["value"].fillna(3)
    data = dataclasses.replace(data, answers=full, answers_everywhere=full)
    assert set(released(nonresponse.little, data=data).frame["guard"]) == {"guard_untold"}
    filled = released(imputation.beside_complete, data=data).frame
    assert set(filled["guard"]) == {""}
    exact = released(imputation.beside_complete, "exact", data=data).frame
    assert "guard_nothing_missing" in set(exact["guard"])


def test_no_mean_of_complete_answers_where_few_others_make_the_difference(released, area):
    told = released(imputation.beside_complete)
    truth = imputation.beside_complete(area(""), "parent").frame
    complete = truth[truth["way"] == "complete"]
    apart = complete["around"] - complete["n"]
    hidden = told.marks.loc[complete.index, "mean"].eq("c")
    assert (hidden == apart.between(WELSH.values_left, WELSH.estimates_from - 1)).all()
    assert hidden.any()
    assert not hidden.all()


def test_everybodys_number_is_no_more_than_who_took_part_tells(released):
    made = released(imputation.beside_complete)
    filled = made.frame.index[made.frame["way"] == "imputed"]
    assert set(made.marks.loc[filled, "n"]) == {"over"}


def test_information_lost_is_told_in_steps(released):
    made = released(imputation.beside_complete)
    filled = made.frame["way"] == "imputed"
    lost = made.frame.loc[filled, "missing_information"]
    assert (lost % INFORMATION_STEP == 0).all()
    assert lost.min() >= INFORMATION_STEP
    assert made.frame.loc[~filled, "missing_information"].isna().all()


def test_staff_that_is_pooled_has_no_row_by_area(area):
    for site in ("", "A"):
        data = area(site)
        if site:
            assert "professional-chairs" not in surveys.missing_items(data)
            continue
        for analysis in (surveys.missing_items, surveys.missing_patterns, surveys.imputations):
            made = Release(data, WELSH)(analysis(data)["professional-chairs"])
            assert set(made.frame["area"]) == {"all"}
