"""Rule K1: nothing of a rating tells more than the share and the number of people printed of it."""

from __future__ import annotations

import dataclasses

import pytest
from rated import answers_of, many, one_site, rated_by, splits, tiny_with_views

from compendium.analysis.statistics import consensus
from compendium.analysis.survey.consensus_results import kendall, statements
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.problems import DisclosureError

WELSH = profile_named("welsh_evaluation")
PUBLIC = [name for name, profile in profiles().items() if profile.public]
SPREAD = ("lower_quartile", "upper_quartile", "agreement", "consensus")


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    return tiny_with_views(tmp_path_factory.mktemp("views"))


@pytest.fixture(scope="module")
def release(views):
    """Ratings by (group, item), in one area, released."""

    def make(counts, profile="welsh_evaluation", analysis=statements, **changes):
        data = rated_by(views, one_site(views.study, **changes), counts)
        return Release(data, profile_named(profile))(analysis(data))

    return make


def said(released, group="parent", question="first", statement="F1"):
    """The cells of one row as they are printed."""
    row = released.where(statement=statement, question=question, group=group)
    own = [c for c in released.kinds if c not in released.by]
    return {
        c: released.frame.at[row, c] or ""
        if released.kinds[c] in ("text", "guard") and not released.marks.at[row, c]
        else Value(released, row, c).say("en")
        for c in own
    }


def parents(*counts):
    return {("parent", "F1_I"): counts}


@pytest.mark.parametrize(
    ("counts", "percent", "verdict", "others"),
    [
        # 46 rate it and 41 agree; 33 would do, so nine would have to answer otherwise.
        ((1, 1, 3, 20, 21), "89%", "retain", "more_than_five"),
        ((0, 0, 9, 20, 0), "69% [l]", "discuss", "one_or_two"),
        # 14 people and one to four of another mind: 10 to 14 agree, and ten are needed.
        ((0, 0, 1, 13, 0), "over 70%", "retain", "[c]"),
        # 13 people: 9 to 13 agree, and ten are needed. The verdict would halve what is left.
        ((0, 0, 1, 12, 0), "over 65%", "[c]", "[c]"),
        ((0, 0, 4, 9, 0), "over 65%", "[c]", "[c]"),
        ((0, 0, 40, 2, 0), "under 10%", "discuss", "more_than_five"),
        ((0, 0, 5, 4, 0), "[c]", "[c]", "[c]"),
    ],
)
def test_the_verdict_is_told_where_the_printed_share_tells_it(
    release, counts, percent, verdict, others
):
    found = said(release(parents(*counts)))
    assert found["percent"].replace(" [l]", "") == percent.replace(" [l]", "")
    assert (found["verdict"], found["others"]) == (verdict, others)


def test_the_interval_is_that_of_the_printed_numbers(release):
    # 41 of 46 are 89.1 %; of the printed 89 % of 46, Wilson's formula by hand:
    # z² / n = 3.8415 / 46 = 0.08351, middle (0.89 + 0.041755) / 1.08351 = 0.85994,
    # reach 1.95996 · sqrt(0.89 · 0.11 / 46 + 3.8415 / (4 · 46²)) / 1.08351 = 0.09194.
    found = said(release(parents(1, 1, 3, 20, 21)))
    assert (found["lower"], found["upper"]) == ("77%", "95%")


def test_beside_a_bound_there_is_no_interval(release):
    found = said(release(parents(0, 0, 1, 13, 0)))
    assert (found["lower"], found["upper"]) == ("[c]", "[c]")


@pytest.mark.parametrize(
    ("n", "guard", "verdict"), [(9, "", "[c]"), (10, "", "[c]"), (14, "", "retain")]
)
def test_a_hidden_number_of_people_is_not_told_by_a_reason(release, n, guard, verdict):
    found = said(release(parents(0, 0, 0, n, 0)))
    assert (found["guard"], found["verdict"]) == (guard, verdict)


def test_a_group_that_is_shown_and_too_small_for_the_rule_says_so(release):
    found = said(release(parents(0, 0, 6, 8, 0), judged_from=15))
    assert (found["guard"], found["verdict"]) == ("guard_few_raters", "")


def test_quartiles_and_measures_of_spread_would_give_single_people_away():
    """Why S4's ten people are not enough for them: beside n and a share they leave one table."""
    told = {}
    for counts in splits(14, 5):
        if min(sum(counts[:3]), sum(counts[3:])) <= WELSH.small_level_up_to:
            continue
        quartiles = tuple(round(q, 1) for q in consensus.quantiles(counts))
        spread = round(consensus.agreement(counts), 2), round(consensus.consensus(counts), 2)
        told.setdefault((sum(counts[3:]), quartiles, spread), []).append(counts)
    alone = [tables[0] for tables in told.values() if len(tables) == 1 and 1 in tables[0]]
    assert len(alone) > len(told) / 10


def test_spread_is_told_where_every_level_may_be(release):
    large = said(release(parents(10, 10, 20, 40, 40)))
    # agrmt::agreement(c(10, 10, 20, 40, 40)) and consensus() of the same, to two places.
    assert large["agreement"] == f"{consensus.agreement([10, 10, 20, 40, 40]):.2f}"
    assert "[c]" not in [large[c] for c in SPREAD]
    for counts in ([4, 16, 20, 40, 40], [10, 10, 19, 30, 30]):
        assert {said(release(parents(*counts)))[c] for c in SPREAD} == {"[c]"}


@pytest.mark.parametrize(
    ("counts", "median"),
    [
        ((1, 1, 3, 20, 21), "4.0"),  # the 23rd of 46
        ((0, 0, 5, 0, 20), "5.0"),
        # 13 of 22 agree, two beyond the half: "5" would leave at most one or two at 4.
        ((0, 0, 9, 1, 12), "[c]"),
        ((0, 0, 9, 13, 0), "[c]"),
    ],
)
def test_the_median_is_a_level_and_hangs_on_how_far_the_share_lies_from_a_half(
    release, counts, median
):
    assert said(release(parents(*counts)))["median"] == median


def _rows(views, tables, profile):
    """What is printed of each table of answers, cell by cell."""
    data = many(views, tables)
    released = Release(data, profile_named(profile))(statements(data))
    # Of a hidden cell the mark alone: adding texts to "no value" would lose it.
    cells = (released.frame.map(str) + released.marks).to_dict("records")
    return zip(tables, cells, strict=True)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("profile", PUBLIC)
def test_nothing_says_more_than_the_share_and_the_number_printed(views, profile):
    """Of up to 32 people, however many agree: the same share and number, the same of all else."""
    tables = [(0, 0, n - k, k, 0) for n in range(33) for k in range(n + 1)]
    told = {}
    for _, cells in _rows(views, tables, profile):
        all_else = [cells[c] for c in ("lower", "upper", "verdict", "others", "guard", "result")]
        told.setdefault((cells["base"], cells["percent"]), set()).add(tuple(all_else))
    assert len(told) > 20  # rounded to five, few numbers and shares are left
    assert {key: found for key, found in told.items() if len(found) > 1} == {}


@pytest.mark.parametrize("n", [10, 11, 14, 18, 23, 24])
def test_beside_the_median_every_side_and_level_keeps_five_values(views, n):
    """Every way in which n people can answer 3, 4 or 5: a level, and a side that is not printed."""
    told = {}
    for counts, cells in _rows(views, [(0, 0, *c) for c in splits(n, 3)], "welsh_evaluation"):
        told.setdefault((cells["percent"], cells["median"]), []).append(counts)
    for (percent, _), tables in told.items():
        agreeing = {c[3] + c[4] for c in tables}
        assert len(agreeing) == 5 if percent.endswith(("over", "under")) else 1
        for level in (3, 4):
            assert len({c[level] for c in tables}) >= 5, (percent, level)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("n", [10, 16, 21])
def test_denying_the_median_tells_nothing(views, n):
    """Whether it is told is the same for all answers with the same share."""
    denied = {}
    for _, cells in _rows(views, [(0, a, b, *c) for a, b, *c in splits(n, 4)], "welsh_evaluation"):
        denied.setdefault(cells["percent"], set()).add(cells["median"] == "nanc")
    assert all(len(found) == 1 for found in denied.values())


def test_a_statement_is_concluded_only_from_what_is_told(release):
    good, bad, few = [0, 0, 6, 30, 10], [0, 0, 30, 10, 6], [0, 0, 1, 10, 0]

    def result(parent, worker):
        counts = {("parent", "F1_I"): parent, ("worker", "F1_I"): worker}
        return said(release(counts, second_question=None, note_below=None))["result"]

    assert result(good, good) == "retain"
    assert result(good, bad) == "discuss"
    assert result(good, few) == "[c]"
    assert result(bad, few) == "discuss"


def test_a_note_is_told_of_everybody_and_only_as_far_as_the_groups_tell(release):
    good = {("parent", "F1_I"): [0, 0, 6, 30, 10], ("worker", "F1_I"): [0, 0, 6, 30, 10]}
    doable = {("parent", "F1_D"): [0, 0, 30, 10, 6], ("worker", "F1_D"): [0, 0, 20, 20, 0]}
    shown = said(release(good | doable), "everybody", "second")
    assert (shown["percent"], shown["base"], shown["verdict"]) == ("42%", "86", "note")
    assert shown["result"] == "retain_with_note"
    # Of nine workers nothing is told; everybody's number less the parents' would be theirs.
    hidden = release(good | doable | {("worker", "F1_D"): [0, 0, 5, 4, 0]})
    shown = said(hidden, "everybody", "second")
    assert (shown["percent"], shown["base"], shown["verdict"]) == ("[c]", "[c]", "[c]")
    assert shown["result"] == "[c]"


def test_the_team_sees_everything_exactly(release):
    found = said(release(parents(1, 1, 3, 3, 2), "exact"))
    assert found["percent"] == "50%"
    assert (found["verdict"], found["others"]) == ("discuss", "2")
    assert (found["median"], found["lower_quartile"]) == ("3.5", "3.0")


@pytest.mark.parametrize("profile", [*PUBLIC, "exact"])
def test_nobody_and_one_person_are_no_error(release, profile):
    for counts in ({}, parents(0, 0, 1, 0, 0)):
        for analysis in (statements, kendall):
            released = release(counts, profile, analysis)
            assert len(released.frame)
    assert said(release({}, "exact"))["percent"] == "[z]"


def test_staff_that_are_pooled_are_never_shown_by_area(views):
    data = dataclasses.replace(views, site_id="001")
    with pytest.raises(DisclosureError, match="Ask for all areas"):
        Release(data, WELSH)(statements(data))
    assert len(Release(data, WELSH)(statements(data, ("parent",))).frame)


def test_all_areas_together_tell_no_more_than_the_areas_do(views):
    # 001: 3 of 33 do not agree, a bound; 002: 10 of 40. Together 13 of 73 would tell the three.
    counts = {("parent", "F1_I", "001"): [0, 0, 3, 30, 0]}
    counts[("parent", "F1_I", "002")] = [0, 0, 10, 30, 0]
    data = _everywhere(views, counts)
    found = said(Release(data, WELSH)(statements(data)))
    # At least 29 and 30 of 73 agree: 80.8 %.
    assert (found["percent"], found["base"]) == ("over 80%", "73")
    assert found["verdict"] == "retain"


def _everywhere(views, counts):
    answers = answers_of(counts)
    return dataclasses.replace(views, answers=answers, answers_everywhere=answers)


def test_chi_squared_is_the_teams_and_p_is_that_of_the_fewest_people(release):
    counts = {("parent", i): [0, 0, a, b, 0] for i, a, b in (("F1_I", 9, 31), ("F2_I", 2, 38))}
    team, public = (release(counts, p, kendall) for p in ("exact", "welsh_evaluation"))
    assert "chi2" in team.frame
    assert "chi2" not in public.frame
    row = public.where(question="first", group="parent")
    # 40 of 40 rated both: "over 35", so at least 36.
    assert Value(public, row, "n").say("en").startswith("over 35")
    # Seven put the second statement above the first, none the first: of two statements W is
    # (7 - 0)² / (40 · 7) = 0.175. In R: pchisq(36 * 0.175, 1, lower.tail = FALSE) is 0.01207.
    assert (public.frame.at[row, "w"], public.frame.at[row, "p"]) == (0.18, 0.01)
    assert public.marks.at[row, "p"] == ""  # of all 40 it would be 0.008, "under 0.01"


def test_all_areas_raters_are_told_as_the_areas_tell_them(views):
    """Of 20 and 25 who rated either statement one and four left the other out: five, if told."""
    counts = {("parent", "F1_I", "001"): [0, 0, 0, 20, 0], ("parent", "F2_I", "001"): [0, 0, 19]}
    counts |= {("parent", "F1_I", "002"): [0, 0, 25], ("parent", "F2_I", "002"): [0, 0, 0, 21, 0]}
    data = _everywhere(views, counts)
    released = Release(data, WELSH)(kendall(data))
    row = released.where(question="first", group="parent")
    # 19 of 19 and 21 of 21: at least 15 and 17.
    assert Value(released, row, "n").say("en").startswith("over 31")


def test_a_hidden_area_hides_the_raters_of_all_areas(views):
    counts = {("parent", i, "001"): [0, 0, 0, 40, 0] for i in ("F1_I", "F2_I")}
    counts |= {("parent", i, "002"): [0, 0, 0, 9, 0] for i in ("F1_I", "F2_I")}
    data = _everywhere(views, counts)
    released = Release(data, WELSH)(kendall(data))
    row = released.where(question="first", group="parent")
    assert {c: released.marks.at[row, c] for c in ("n", "w", "p")} == dict.fromkeys("nwp", "c")
    assert released.frame.at[row, "guard"] == ""


def test_a_hidden_number_of_raters_is_not_told_by_a_reason(release):
    released = release(parents(0, 0, 0, 1, 0), analysis=kendall)
    assert set(released.frame["guard"]) == {""}


def test_orders_that_tell_nothing_apart_are_not_named(release):
    same = {("parent", item): [0, 0, 0, 0, 30] for item in ("F1_I", "F2_I")}
    released = release(same, analysis=kendall)
    row = released.where(question="first", group="parent")
    assert released.frame.at[row, "guard"] == "guard_untold"
