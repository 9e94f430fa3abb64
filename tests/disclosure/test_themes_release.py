"""Rule Q1: themes in words, where eight were asked; no two reports count the same people."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.qualitative import themes
from compendium.analysis.result import Result
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.themes import band, release_themes
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_themes"}


def released(here, everywhere, profile=WELSH, pooled=(), site="A", others=(), alone=False):
    """One code and group: (people, asked) in area A, in areas B, C …, and over all areas."""
    rows = [("K1", "parent", "A", *here)] if here else []
    rows += [("K1", "parent", a, *n) for a, n in zip("BCD", others, strict=False)]
    rows += [("K1", "parent", "all", *everywhere)]
    frame = pd.DataFrame(rows, columns=["code_id", "group", "area", "people", "asked"])
    by = ("code_id", "group", "area")
    result = Result("themes", frame, by, "people", {"asked": "base"}, **COMMON)
    found = release_themes(result, profile, site=site, pooled=set(pooled), alone=alone, **COMMON)
    return found, found.frame.iloc[0].to_dict() if len(found.frame) else {}


# Of 40: a fifth is 8, 45 % 18, 55 % 22, and each word has five numbers or more. Of 15 to 39
# "about half" has fewer: few are 0 to 4 at least, most ten at least. Below 14 two words are left.
@pytest.mark.parametrize(
    ("people", "asked", "expected"),
    [
        (7, 40, "few"),
        (8, 40, "some"),
        (17, 40, "some"),
        (18, 40, "half"),
        (22, 40, "half"),
        (23, 40, "most"),
        (0, 20, "few"),
        (4, 20, "few"),
        (5, 20, "some_or_half"),
        (11, 20, "some_or_half"),
        (12, 20, "most"),
        (4, 14, "few"),
        (9, 14, "some_or_half"),
        (10, 14, "most"),
        (6, 13, "under_half"),
        (7, 13, "half_or_more"),
        (4, 9, "under_half"),
        (5, 9, "half_or_more"),
        (4, 8, ""),
    ],
)
def test_how_common_a_theme_is_in_words(people, asked, expected):
    assert band(people, asked, WELSH) == expected


@pytest.mark.parametrize("asked", range(8, 121))
def test_every_word_stands_for_five_numbers_and_every_number_has_one_word(asked):
    words = [band(n, asked, WELSH) for n in range(asked + 1)]
    if asked < 9:
        assert set(words) == {""}
        return
    assert all(words.count(word) >= 5 for word in set(words))
    assert words == sorted(words, key=words.index)  # no word comes back


def test_nine_people_asked_in_the_area_are_enough_to_show_it():
    assert released((9, 9), (10, 40))[1] == {
        "code_id": "K1",
        "group": "parent",
        "area": "A",
        "share": "half_or_more",
    }
    assert released((8, 8), (10, 40))[1]["share"] == ""


def test_the_small_areas_are_shown_together_and_without_the_large_one():
    # Area A 7 of 7, area B 0 of 6: 7 of 13; area C with 27 people stands for itself.
    found, row = released((7, 7), (10, 40), others=[(0, 6), (3, 27)])
    assert (row["area"], row["share"]) == ("small", "half_or_more")
    assert len(found.frame) == 1


def test_one_small_area_among_large_ones_is_hidden():
    found, row = released((2, 7), (10, 40), others=[(8, 33)])
    assert (row["area"], row["share"], found.marks.at[0, "share"]) == ("A", "", "c")


def test_where_every_area_is_small_all_areas_are_shown():
    assert released((2, 7), (5, 13), others=[(3, 6)])[1]["area"] == "all"


@pytest.mark.parametrize(("asked", "share", "mark"), [(8, "", "c"), (9, "half_or_more", "")])
def test_too_few_over_all_areas_is_hidden(asked, share, mark):
    found, row = released((3, 3), (asked, asked))
    assert (row["share"], found.marks.at[0, "share"]) == (share, mark)


def test_pooled_staff_are_shown_over_all_areas_however_many_an_area_has():
    assert released((20, 20), (20, 60), pooled=["parent"])[1]["area"] == "all"


def test_no_number_of_people_leaves_with_a_theme():
    assert set(released((9, 9), (10, 40))[0].frame) == {"code_id", "group", "area", "share"}


def test_the_teams_profile_shows_the_area_exactly():
    row = released((1, 3), (10, 40), profile=EXACT, pooled=["parent"])[1]
    assert (row["area"], row["people"], row["asked"]) == ("A", 1, 3)


@pytest.mark.parametrize("where", ["A", "B", "C"])
def test_each_welsh_group_stands_for_one_area_or_all_and_staff_for_all(area, where):
    frame = Release(area(where), WELSH)(themes.people(area(where))).frame
    areas = frame.groupby("group", observed=False)["area"].agg(set).to_dict()
    assert areas.pop("advocates_and_managers") == {"all"}
    assert areas.pop("chairs") == {"all"}
    assert areas == {"parent": {where}, "social_worker": {where}}
    # Seven social workers were met in area C, twelve and thirteen in the others.
    hidden = frame[frame["group"] == "social_worker"]["share"].eq("").all()
    assert hidden == (where == "C")


def test_released_themes_stand_in_the_order_of_the_codebook(area, wales):
    frame = Release(area("A"), WELSH)(themes.people(area("A"))).frame
    codes = [c.code_id for c in wales.codebook if c.status == "active"]
    assert list(dict.fromkeys(frame["code_id"])) == codes


@pytest.mark.parametrize("site", ["A", "B"])
def test_a_group_is_shown_by_area_where_every_area_reaches_eight(site):
    assert released((8, 20), (10, 28), others=[(2, 8)], site=site)[1]["area"] == site


def test_an_area_without_anybody_of_the_group_does_not_stop_the_others():
    assert released((8, 20), (8, 20), others=[(0, 0)])[1]["area"] == "A"
    assert released((), (10, 28), others=[(8, 20), (2, 8)], site="A")[0].frame.empty


def side_by_side(*others, **changes):
    """What a report on all areas shows of a group: one dict a row."""
    frame = released((8, 20), (10, 60), others=others, site="", **changes)[0].frame
    return frame[["area", "share"]].to_dict("records")


def test_the_whole_study_is_shown_area_by_area():
    assert side_by_side((2, 9)) == [
        {"area": "A", "share": "some_or_half"},
        {"area": "B", "share": "under_half"},
    ]


def test_small_areas_have_one_column_beside_the_large_one():
    assert side_by_side((7, 7), (0, 6)) == [
        {"area": "A", "share": "some_or_half"},
        {"area": "small", "share": "half_or_more"},
    ]


def test_one_small_area_beside_large_ones_has_a_hidden_column():
    assert side_by_side((7, 7)) == [
        {"area": "A", "share": "some_or_half"},
        {"area": "B", "share": ""},
    ]


def test_pooled_staff_have_one_column_in_the_whole_study():
    assert side_by_side((2, 8), pooled=["parent"]) == [{"area": "all", "share": "few"}]


def test_where_every_area_is_small_the_whole_study_has_one_column():
    found = released((2, 7), (5, 13), others=[(3, 6)], site="")[0].frame
    assert found["area"].tolist() == ["all"]


def test_the_team_sees_every_area_of_pooled_staff_side_by_side():
    found = released((8, 20), (10, 28), EXACT, ["parent"], "", [(2, 8), (0, 0)])[0].frame
    assert found[["area", "people", "asked"]].to_numpy().tolist() == [["A", 8, 20], ["B", 2, 8]]


def shown_cells(tables, profile=WELSH):
    found = Release(tables, profile)(themes.people(tables))
    rows = found.frame.assign(mark=found.marks["share"])
    return set(rows.itertuples(index=False, name=None)), len(rows)


def test_the_whole_study_tells_exactly_what_its_areas_reports_tell_together(area):
    together, number = shown_cells(area(""))
    assert together == set.union(*(shown_cells(area(site))[0] for site in "ABC"))
    assert number == len(together)


@pytest.mark.parametrize(("asked", "share", "mark"), [(8, "", "c"), (9, "half_or_more", "")])
def test_a_study_of_one_site_shows_that_site_pooled_or_not(asked, share, mark):
    for pooled, site in (([], "A"), (["parent"], "A"), (["parent"], "")):
        found, row = released((asked, asked), (asked, asked), pooled=pooled, site=site, alone=True)
        assert (row["area"], row["share"], found.marks.at[0, "share"]) == ("A", share, mark)
