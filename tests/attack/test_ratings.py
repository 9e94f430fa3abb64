"""The attack on ratings of statements: it finds what rule K1 holds back once that is broken."""

from __future__ import annotations

import dataclasses
import random
from unittest import mock

import pytest
from rated import answers_of, tiny_with_views

from compendium.analysis.survey.consensus_results import kendall, statements
from compendium.analysis.survey.distributions import distribution
from compendium.attack.joint_attack import attack
from compendium.attack.questions import attack_question
from compendium.attack.respondents import Respondents
from compendium.attack.told import Asked, Page, Told
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.survey import survey_verbs

WELSH = profile_named("welsh_evaluation")
SITES = ("001", "002")


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    return tiny_with_views(tmp_path_factory.mktemp("views"))


@pytest.fixture(scope="module")
def study(views):
    return views.study


def told(measure, asked, column, value, mark="", **keys):
    page = "".join(asked.sites)
    return Told(page, measure, "", asked, tuple(sorted(keys.items())), column, value, mark)


def rated(base, percent, mark="", median=None, sites=SITES, statement="F1"):
    """One row of a page: how many parents rated the statement, and what is told of them."""
    asked = Asked("views", ("parent",), tuple(sites))
    keys = {"statement": statement, "question": "first", "group": "parent"}
    cells = {"base": (base, ""), "percent": (percent, mark), "median": (median, "")}
    return [
        told("consensus", asked, column, value, sign, **keys)
        for column, (value, sign) in cells.items()
        if value is not None
    ]


def chart(base, *lines):
    """The same item in a chart of answers."""
    asked = Asked("views", ("parent",), SITES)
    keys = {"construct": "important", "item_id": "F1_I"}
    return [
        told("answers", asked, column, value, sign, level=level, **keys)
        for level, percent, mark in lines
        for column, value, sign in (("percent", percent, mark), ("base", base, ""))
    ]


def left(study, cells, what, item_id="F1_I"):
    """What the attack leaves of one number of the rating."""
    known = Respondents(study, WELSH, cells, "views")
    item = next(i for i in known.form.items if i.item_id == item_id)
    found = [f for f in attack_question(known, item, 5) if "F1, first" in f.where]
    return next(f.possible for f in found if f.what == what)


def test_a_bound_leaves_five_values(study):
    # Over 85 % of 30, so 26 to 30; and one side is small.
    possible = left(study, rated(30, 85.0, "over"), "people who agree")
    assert (possible.least, possible.greatest, possible.number) == (26, 30, 5)
    possible = left(study, rated(30, 85.0, "over"), "people who do not agree")
    assert (possible.least, possible.greatest) == (0, 4)


def test_an_area_told_beside_all_areas_gives_the_bound_away(study):
    """Why all areas together may not be exact where an area has a bound (S7)."""
    own = rated(30, 85.0, "over", sites=("001",)) + rated(20, 50.0, sites=("002",))
    # 38 of 50 are 76 %: 28 of the 30.
    possible = left(study, own + rated(50, 76.0), "people who agree")
    assert (possible.least, possible.greatest) == (28, 28)


def test_a_chart_of_the_same_item_is_used(study):
    # 90 % of 30 are 27: the exact side of the chart tells what the rating held back.
    chart_lines = [("disagree_or_neither", 10.0, ""), ("agree", 90.0, "")]
    possible = left(study, rated(30, 85.0, "over") + chart(30, *chart_lines), "people who agree")
    assert possible.number == 1


def test_the_number_surveyed_tells_who_left_the_statement_out(study):
    surveyed = Told("page", "sample", "", None, (("group", "parent"),), "surveyed", 31, "")
    possible = left(study, [*rated(30, 70.0), surveyed], "people who left it out")
    assert (possible.least, possible.greatest) == (1, 1)


def test_a_median_narrows_what_is_left_of_a_share(study):
    # "Under 60 %" alone leaves nobody to 5 of 10 agreeing; a median of 4 means that at least five
    # of ten did not stay below 4.
    possible = left(study, rated(10, 60.0, "under", median=4), "people who agree")
    assert possible.least >= 5


def test_other_statements_tell_nothing_of_this_one(study):
    alone = left(study, rated(30, 85.0, "over"), "people who agree")
    other = rated(30, 90.0, statement="F2")
    assert left(study, rated(30, 85.0, "over") + other, "people who agree") == alone


def page(data, profile, groups=()):
    """The consensus survey's figures and tables, and the same items' chart, as one report."""
    release, displays = Release(data, profile), []
    with mock.patch.object(survey_verbs, "show", displays.append):
        verbs.consensus("agreed", release(statements(data, groups)))
        verbs.concordance_table("order", release(kendall(data, groups)))
        for group in groups or ("parent", "worker"):
            verbs.likert(group, release(distribution(data, "views", (group,))))
    return Page(data.site_id or "all", data.site_id, tuple(displays))


def ratings_of(views, seed):
    """Two groups in two areas rate two statements twice: mostly one way, now and then nobody."""
    chance = random.Random(seed)
    counts = {
        (group, item, site): [
            chance.choice((0, 0, 1, 3, 6, 12)) * (level + 1) for level in range(5)
        ]
        for group in ("parent", "worker")
        for item in ("F1_I", "F1_D", "F2_I", "F2_D")
        for site in SITES
    }
    answers = answers_of(counts)
    return dataclasses.replace(views, answers=answers, answers_everywhere=answers)


def seen_from(data, site):
    here = data.answers[data.answers["site_id"] == site]
    return dataclasses.replace(data, site_id=site, answers=here)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("profile", ["welsh_evaluation", "nhs_1_7", "dfe_1_5", "ukllc_lt10"])
@pytest.mark.parametrize("seed", range(4))
def test_what_the_door_lets_out_survives_the_attack(views, profile, seed):
    data, rules = ratings_of(views, seed), profile_named(profile)
    pages = [page(data, rules)]
    pages += [page(seen_from(data, site), rules, ("parent",)) for site in SITES]
    found = attack(data.study, rules, pages)
    assert [t for t in found.tried if t.measure == "consensus"]
    assert [str(t) for t in found.open] == []
