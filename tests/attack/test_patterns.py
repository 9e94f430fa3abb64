"""What is told of missing answers, attacked: it finds what the rules would give away if broken."""

from __future__ import annotations

import pytest
from shown import displayed

from compendium.analysis.survey import comparison, sample, surveys
from compendium.attack.joint_attack import attack
from compendium.attack.patterns import (
    COMPLETE,
    attack_patterns,
    counts_of,
    know_left_out,
    know_patterns,
)
from compendium.attack.respondents import Respondents, of
from compendium.attack.shares import less
from compendium.attack.told import Asked, Page, Told, told
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs

WELSH = profile_named("welsh_evaluation")
HERE = Asked("parent", ("parent",), ("A",))
ITEM = "P_AS1"
BEST = "people who left out the question that most answered"


def cell(measure, column, value, mark="", **keys):
    return Told("A", measure, "A", HERE, tuple(sorted(keys.items())), column, value, mark)


def surveyed(number, mark=""):
    keys = (("group", "parent"),)
    return Told("A", "sample", "A", None, keys, "surveyed", number, mark)


def answered(base, item=ITEM):
    keys = {"construct": "advocacy_experience", "item_id": item, "level": "agree"}
    return [
        cell("answers", "percent", 50.0, **keys),
        cell("answers", "base", base, **keys),
    ]


def patterns(base, mark, *lines):
    cells = []
    for level, percent in lines:
        cells += [cell("missing_patterns", "percent", percent, level=level, area="A")]
        cells += [cell("missing_patterns", "base", base, mark, level=level, area="A")]
    return cells


def left(study, cells, what):
    known = Respondents(study, WELSH, cells, "parent")
    return next(f.possible for f in attack_patterns(known, 5) if f.what == what)


THREE = [("all_answered", 50.0), ("one_left_out", 25.0), ("more_left_out", 25.0)]


def test_a_bound_leaves_five_values_of_who_left_out_the_best_answered_question(wales):
    cells = [surveyed(37, "over"), *answered(38), *patterns(37, "over", *THREE)]
    possible = left(wales, cells, BEST)
    assert possible.number == 5


def test_an_exact_number_asked_leaves_one(wales):
    cells = [surveyed(40), *answered(38), *patterns(40, "", *THREE)]
    possible = left(wales, cells, BEST)
    assert (possible.least, possible.number) == (2, 1)


def test_a_side_told_together_with_another_is_attacked(wales):
    joined = [("all_answered_or_one_left_out", 50.0), ("more_left_out", 50.0)]
    cells = [surveyed(37, "over"), *answered(38), *patterns(37, "over", *joined)]
    assert left(wales, cells, "people with all_answered").number == 5


def test_who_answered_everything_answered_each_question(wales):
    # 38 to 42 were asked and about nine in ten answered everything: at least 34.
    full = [("all_answered", 90.0), ("one_left_out_or_more_left_out", 10.0)]
    cells = [surveyed(37, "over"), *patterns(37, "over", *full)]
    known = Respondents(wales, WELSH, cells, "parent")
    programme = known.programme()
    (told_of,) = know_patterns(known, programme)
    assert programme.possible(counts_of(told_of.people)[COMPLETE], 5).least >= 30


@pytest.mark.parametrize(
    ("share", "expected"),
    [("share_0_5", (0, 1)), ("share_10_20", (4, 7)), ("share_20_100", (8, 38))],
)
def test_a_word_that_said_more_than_the_bound_would_be_used(wales, share, expected):
    keys = {"construct": "advocacy_experience", "item_id": ITEM, "stage": "single", "area": "A"}
    known = Respondents(wales, WELSH, [cell("missing_items", "share", share, **keys)], "parent")
    programme = known.programme()
    people = (("parent", "A"),)
    asked, gave = of(people, "respondents"), of(people, "answered")
    programme.know(asked, 38, 38)
    programme.know(gave, 0, 38)
    know_left_out(known, programme, ITEM, lambda them: of(them, "answered"))
    possible = programme.possible(less(asked, gave), 40)
    assert (possible.least, possible.greatest) == expected


SHOWN = {
    "missing_items": verbs.missing_map,
    "missing_reasons": verbs.missing_reasons,
    "missing_patterns": verbs.missing_patterns,
    "missing_tests": verbs.missing_test_table,
    "imputations": verbs.imputation_table,
    "distributions": verbs.likert,
    "summaries": verbs.score_table,
}


def page(data, profile):
    """One area's report with everything that is told of its surveys."""
    release = Release(data, profile_named(profile))
    displays = [
        displayed(verbs.sample_table, release(sample.who_took_part(data))),
        displayed(verbs.change, release(comparison.looking_back(data))),
    ]
    for name, verb in SHOWN.items():
        displays += [displayed(verb, release(r)) for r in getattr(surveys, name)(data).values()]
    return Page(data.site_id or "all", data.site_id, tuple(displays))


@pytest.mark.parametrize("profile", ["welsh_evaluation", "opensafely"])
def test_with_everything_about_missing_answers_a_report_stays_closed(wales, area, profile):
    found = attack(wales, profile_named(profile), [page(area("A"), profile)])
    assert [str(o) for o in found.open] == []
    assert found.by_measure()["missing_patterns"][1] >= 5
    assert all(a.possible is not None for a in found.tried)


def test_no_guard_or_text_is_taken_for_a_number(wales, area):
    cells = told(wales, [page(area("A"), "welsh_evaluation")])
    assert {c.measure for c in cells} >= {"missing_test", "imputation", "missing_items"}
    assert not [c for c in cells if c.column in ("guard", "df")]
