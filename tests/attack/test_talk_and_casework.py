"""Words for themes and rounded casework counts: five numbers behind each, or the attack says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.survey.sample import ALL_AREAS
from compendium.attack.casework import Casework
from compendium.attack.talk import Talk
from compendium.attack.told import Told
from compendium.disclosure.casework import release_medians
from compendium.disclosure.counts.counting import counting_of
from compendium.disclosure.profile import profile_named, profiles
from compendium.words import Text

WELSH, DFE = profile_named("welsh_evaluation"), profile_named("dfe_1_5")
PUBLIC = [name for name, one in profiles().items() if one.casework_count_hidden_up_to]
OUTCOMES = ("yes", "no", "signposted", "not_recorded")


def said(word, code="T1", measure="themes", group="parent", area="A", **keys):
    named = {"group": group, "area": area, **({"code_id": code} if code else {}), **keys}
    return Told("page", measure, "A", None, tuple(sorted(named.items())), "share", word, "")


def interviewed(number, group="parent", site="A"):
    return Told("page", "sample", site, None, (("group", group),), "interviewed", number, "")


def behind(study, *cells):
    (found,) = Talk(study, WELSH, cells).attack(5)
    return found.possible.least, found.possible.greatest


def test_behind_some_of_seventeen_people_are_five_to_nine(wales):
    assert behind(wales, interviewed(17), said("some_or_half")) == (5, 9)


def test_behind_under_half_of_nine_people_are_none_to_four(wales):
    assert behind(wales, interviewed(9), said("under_half")) == (0, 4)


def test_where_the_number_asked_is_not_printed_every_number_that_fits_the_word_counts(wales):
    everywhere = Told("p", "sample", "", None, (("group", "parent"),), "interviewed_all", 30, "")
    # Two words are used of 9 to 13 people asked: under half are at most 6.
    assert behind(wales, everywhere, said("under_half")) == (0, 6)


def test_a_total_of_rounded_areas_may_be_off_by_each_of_them(wales):
    # To the nearest five: 30 may be 24 to 36 in three areas, and 28 to 32 of pooled staff.
    pooled = next(g.pooled_as for g in wales.groups if g.pooled_as)
    cells = [
        Told("p", "sample", "", None, (("group", group),), "interviewed_all", 30, "")
        for group in ("parent", pooled)
    ]
    talk = Talk(wales, profile_named("nhs_1_7"), cells)
    assert talk._may_be_asked(("themes", "parent", ALL_AREAS)) == range(24, 37)
    assert talk._may_be_asked(("themes", pooled, ALL_AREAS)) == range(28, 33)
    assert talk._may_be_asked(("themes", "parent", "A")) == range(8, 37)


def test_where_little_was_found_no_more_than_two_people_spoke(wales):
    verdict = Told(
        "page", "verdicts", "A", None, (("area", "A"), ("cmoc_id", "CW01")), "verdict", "little", ""
    )
    word = said("few", code="", measure="evidence", cmoc_id="CW01", direction="supports")
    (found,) = Talk(wales, WELSH, [interviewed(17), verdict, word]).attack(5)
    assert (found.possible.least, found.possible.greatest, found.needed) == (0, 2, 3)


def log(*lines, by="referrer_type"):
    """Cells of one site's table: a line's name, its counts by outcome and its total."""
    cells = []
    for name, *numbers in lines:
        for column, value in zip((*OUTCOMES, "referrals"), numbers, strict=True):
            keys = ((by, name), ("site_id", "A"))
            cells.append(Told("page", "referrals", "A", None, keys, column, value, ""))
    return cells


def values(cells):
    return {
        (found.where.rsplit(", ")[-1], found.what): found.possible
        for found in Casework(WELSH, cells, "A").attack(5)
    }


def test_two_hidden_counts_in_a_line_can_be_had_only_together():
    # 20 less 10 and 0 leaves two steps for both: each none, one or two, so 0 to 12 referrals.
    found = values(log(("self", 10, None, None, 0, 20)))
    assert (found["self", "no"].least, found["self", "no"].greatest) == (0, 12)
    assert found["self", "no"].number == 5


def test_a_count_that_alone_is_hidden_is_had_to_within_its_rounding():
    found = values(log(("self", 10, None, 0, 0, 15)))
    assert (found["self", "no"].least, found["self", "no"].greatest) == (3, 7)


def waited(followed, left_out, measure="waits"):
    """Cells of one site's waits: how many were followed and left out."""
    keys = (("site_id", "A"), ("day", "7"))
    return [
        Told("page", measure, "A", None, keys, column, value, "")
        for column, value in (("referrals", followed), ("left_out", left_out))
    ]


def left_out_values(profile, accepted, *cells):
    """Which numbers left out are possible, where so many referrals were accepted."""
    seen = [*log(("2022", accepted, 40, 40, 40, accepted + 120), by="year"), *cells]
    (found,) = Casework(profile, seen, "A").attack(10)
    assert (found.measure, found.what) == ("waits", "left_out")
    return found.possible.least, found.possible.greatest


def test_a_hidden_number_left_out_can_be_anything_it_may_be():
    # 20 accepted, of which those followed are in 13 to 18 as the release has it.
    assert left_out_values(DFE, 20, *waited(15, None)) == (0, 5)
    assert left_out_values(DFE, 20, *waited(15, None, "median_waits")) == (0, 5)


def test_waits_that_contradict_the_log_are_noticed():
    seen = [*log(("2022", 90, 40, 40, 40, 210), by="year"), *waited(15, None)]
    assert [found.possible for found in Casework(DFE, seen, "A").attack(5)] == [None]


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("accepted", range(20, 26))
@pytest.mark.parametrize("left_out", [0, 1, 4, 5, 9])
def test_no_release_of_waits_tells_how_few_were_left_out(name, accepted, left_out):
    profile = profile_named(name)
    days = {"days": 30.0, "lower": 20.0, "upper": 40.0}
    row = {"site_id": "A", "referrals": accepted - left_out, "left_out": left_out, **days}
    kinds = {"left_out": "count", **dict.fromkeys(days, "days")}
    result = Result(
        "median_waits",
        pd.DataFrame([row]),
        ("site_id",),
        "referrals",
        kinds,
        Text("x"),
        "x",
        "real",
    )
    common = {"origin": "real", "population": Text("x"), "method": "x"}
    frame = release_medians(result, profile, **common).frame
    printed = [None if pd.isna(n) else n for n in frame.loc[0, ["referrals", "left_out"]]]
    rounded = counting_of(profile).rounded(np.array([accepted]))[0]
    seen = [*log(("2022", rounded, 40, 40, 40, rounded + 120), by="year"), *waited(*printed)]
    for found in Casework(profile, seen, "A").attack(5):
        assert found.possible.number == 5


def parts(*lines, of="quarter", measure="quarters"):
    """Cells of one site's table of one column: a level and its count."""
    keys = (("characteristic", of), ("site_id", "A"))
    return [
        Told("page", measure, "A", None, (*keys, ("level", f"{of}:{name}")), "referrals", value, "")
        for name, value in lines
    ]


def test_a_hidden_quarter_is_had_from_its_year():
    years = log(("2024", 60, 10, 10, 0, 80), by="year")
    found = values([*years, *parts(("2024-1", 40), ("2024-2", 40), ("2024-3", None))])
    # The year is 74 to 86 and what is shown 76 to 84, so that at most ten are left.
    assert found["2024-3", "referrals"].greatest == 10


def test_a_hidden_level_is_had_from_the_total_of_another_table():
    years = log(("2024", 60, 10, 10, 0, 80), by="year")
    ages = parts(("16-24", 80), ("25-34", None), of="age_band", measure="composition")
    assert values([*years, *ages])["25-34", "referrals"].greatest == 8


def flow(*cells):
    return [
        Told(
            "page",
            "referral_flow",
            "A",
            None,
            (("referrer_type", a), ("route", b), ("site_id", "A")),
            "referrals",
            value,
            "",
        )
        for a, b, value in cells
    ]


def test_a_hidden_route_of_a_referrer_is_had_from_the_referrer():
    seen = log(("self", 20, 10, 10, 0, 40))
    found = values([*seen, *flow(("self", "active_offer", 40), ("self", "repeat", None))])
    assert found["self", "repeat"].greatest == 8


def test_a_number_in_a_sentence_alone_does_not_stand_for_its_whole_table():
    import dataclasses

    years = log(("2024", 60, 10, None, None, 80), by="year")
    said = [dataclasses.replace(c, in_sentence=True) for c in parts(("2024-1", 40))]
    assert None not in values([*years, *said]).values()
