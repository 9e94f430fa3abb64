"""Tables of odds, of likeness and of tests: headings, numbers, and reasons said once."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from shown import all_displayed, released
from surveyed import alike, surveyed

from compendium.analysis.survey import comparison, contrasts, models
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

NAN = math.nan
PLAN = {"areas": Text("Parents in three areas", "Rhieni mewn tair ardal")}
GROUPS = {g: Text(f"Area {g}", f"Ardal {g}") for g in "ABC"}
GROUPS |= {"all": Text("all groups", "pob grŵp"), "": Text("")}
LABELS = {
    "comparison": PLAN,
    "construct": {"say": Text("Having a say", "Cael llais"), "trust": Text("Trust", "Hyder")},
    "group_1": GROUPS,
    "group_2": GROUPS,
    "term": {"": Text(""), "peer": Text("Peer advocates", "Eiriolwyr cymheiriaid")},
    "where": {"areas": Text("Area A, Area B, Area C", "Ardal A, Ardal B, Ardal C")},
    "between_sites": PLAN,
    "item_id": {"S1": Text("I was asked.", "Gofynnwyd i mi."), "S2": Text("I was heard.", "Do.")},
    "by": {"site": Text("area", "ardal"), "S2": Text("I was heard.", "Do.")},
    "test": {
        "chi_squared": Text("Pearson's chi-squared", "Chi-sgwâr Pearson"),
        "fisher_exact": Text("Fisher's exact test", "Prawf union Fisher"),
    },
}
FEW_AREAS = "not calculated: fewer than ten areas are too few to show how much areas differ anyway"
UNTOLD = "not calculated: the answers do not bear it"
AREA_IS_MODEL = "Area and model cannot be separated here: each area has one model."


@pytest.fixture
def empty(tiny):
    return open_tables(open_study("tiny"))


def show(verb, made):
    (display,) = all_displayed(verb, made)
    return display


def shown(measure, rows, by, kinds, verb, marks=None, **labels):
    kinds = {**dict.fromkeys(by, "key"), "n": "base", **kinds}
    frame = pd.DataFrame(rows)
    kinds = {k: v for k, v in kinds.items() if k in frame}
    parts = {"labels": LABELS | labels, "method": f"method_{measure}"}
    made = released(measure, frame[list(kinds)], by, kinds, marks, **parts)
    return show(verb, made)


def lines(display, lang="en"):
    return [
        (row.head, tuple(c.replace("\u00a0", " ") for c in row.cells))
        for row in table(display, lang).rows
    ]


def notes(display):
    return [n.say("en") for n in display.note]


def odds(group, construct="say", guard="", n=90):
    key = {"comparison": "areas", "construct": construct, "group_1": group}
    numbers = {"estimate": 2.43, "lower": 0.97, "upper": 6.08, "p": 0.06, "check": 0.99}
    if group == "all":
        numbers |= dict.fromkeys(("estimate", "lower", "upper"), NAN)
    if guard:
        numbers = dict.fromkeys(numbers, NAN)
    return key | {"group_2": "" if group == "all" else "A", "n": n, **numbers, "guard": guard}


def odds_table(*rows, marks=None):
    kinds = models.ORDINAL_KINDS
    return shown("ordinal", rows, models.BY, kinds, verbs.ordinal_table, marks)


def test_odds_stand_by_area_under_their_topic_all_areas_first():
    display = odds_table(odds("all"), odds("B"), odds("C"), odds("all", "trust"))
    assert table(display, "en").columns == (
        "Groups compared",
        "People",
        "Odds ratio of a higher score (95% interval)",
        "p",
        "p that the odds are the same along the scale",
    )
    assert lines(display) == [
        ("Having a say", ("",) * 4),
        ("All groups together", ("90", "", "0.06", "0.99")),
        ("Area B compared with Area A", ("90", "2.43 (0.97 to 6.08)", "0.06", "0.99")),
        ("Area C compared with Area A", ("90", "2.43 (0.97 to 6.08)", "0.06", "0.99")),
        ("Trust", ("",) * 4),
        ("All groups together", ("90", "", "0.06", "0.99")),
    ]
    assert AREA_IS_MODEL in notes(display)
    assert any(n.endswith("p is not adjusted.") for n in notes(display))


def test_why_there_is_no_model_is_said_once_for_all_its_areas():
    guard = "guard_untold"
    display = odds_table(odds("all", guard=guard), odds("B", guard=guard), odds("C", guard=guard))
    assert lines(display)[1:] == [("All groups together", ("90", UNTOLD, "", ""))]


def test_hidden_odds_are_hidden_in_every_cell():
    hidden = odds("B", n=NAN) | dict.fromkeys(("estimate", "lower", "upper", "p", "check"), NAN)
    marks = {(1, c): "c" for c in ("n", "estimate", "lower", "upper", "p", "check")}
    assert lines(odds_table(odds("all"), hidden, marks=marks))[2][1] == ("[c]",) * 4


def like(analysis="likeness", term="", guard="", construct="say", **numbers):
    key = {"comparison": "areas", "construct": construct, "analysis": analysis, "term": term}
    found = {
        "estimate": 0.05,
        "lower": NAN,
        "upper": NAN,
        "design_effect": NAN,
        "df": NAN,
        "p": NAN,
    }
    return key | {"n": 600, "areas": "12", **found, **numbers, "guard": guard}


def likeness_table(*rows):
    by = ("comparison", "construct", "analysis", "term")
    return shown("clusters", rows, by, models.CLUSTER_KINDS, verbs.cluster_table)


def test_likeness_comes_first_then_each_model_in_points_and_as_odds():
    interval = {"lower": 0.1, "upper": 0.9, "p": 0.03}
    display = likeness_table(
        like(design_effect=3.45),
        like("difference", "peer", estimate=0.5, **interval),
        like("odds", "peer", estimate=1.8, **interval | {"lower": 1.1, "upper": 2.9}),
    )
    likeness = (
        "Share of the variance that lies between areas (variance of a mean 3.45 times as large)"
    )
    assert lines(display) == [
        ("Having a say", ("",) * 4),
        (likeness, ("600", "12", "0.05", "–")),
        (
            "Peer advocates, difference of mean scores",
            ("600", "12", "0.50 (0.10 to 0.90)", "0.03"),
        ),
        (
            "Peer advocates, odds ratio of a higher score",
            ("600", "12", "1.80 (1.10 to 2.90)", "0.03"),
        ),
    ]


def test_that_areas_are_too_few_is_said_once_for_all_topics():
    few = {"guard": "guard_few_clusters", "estimate": NAN, "areas": "3"}
    display = likeness_table(like(**few), like(construct="trust", **few))
    assert lines(display) == [
        ("Share of the variance that lies between areas", ("", "", FEW_AREAS, "")),
        ("Having a say", ("600", "3", "", "")),
        ("Trust", ("600", "3", "", "")),
    ]


def test_a_model_that_was_refused_says_so_beside_those_that_were_not():
    refused = like("odds", "peer", guard="guard_untold", estimate=NAN)
    found = lines(likeness_table(like(), refused))
    assert found[1] == (
        "Share of the variance that lies between areas",
        ("600", "12", "0.05", "–"),
    )
    assert found[2][1] == ("600", "12", UNTOLD, "")


def one_test(test, by="site", guard="", **numbers):
    found = {"p": 0.45, "v": 0.14, "v_lower": 0.07, "v_upper": 0.29} | numbers
    if guard:
        found = dict.fromkeys(found, NAN)
    return {"item_id": "S1", "by": by, "test": test, "n": 62, **found, "guard": guard}


def question_table(*rows, **labels):
    labels = {"between_sites": {"site": Text("area")}} | labels
    kinds = comparison.TESTED
    return shown("crosstab", rows, comparison.CROSSED, kinds, verbs.test_table, None, **labels)


def test_each_test_stands_under_the_question_and_what_it_is_held_against():
    display = question_table(one_test("chi_squared"), one_test("fisher_exact", p=0.49))
    assert table(display, "en").columns == (
        "Test",
        "People who answered",
        "p",
        "Cramér's V (95% interval)",
    )
    assert lines(display) == [
        ("I was asked. By: area", ("", "", "")),
        ("Pearson's chi-squared", ("62", "0.45", "0.14 (0.07 to 0.29)")),
        ("Fisher's exact test", ("62", "0.49", "0.14 (0.07 to 0.29)")),
    ]


def test_the_team_reads_the_statistic_too():
    statistic = {"statistic": 5.97, "statistic_df": 9.0}
    fisher = one_test("fisher_exact", statistic=NAN, statistic_df=NAN)
    display = question_table(one_test("chi_squared", **statistic), fisher)
    assert table(display, "en").columns[2] == "Statistic"
    assert lines(display)[1][1][1] == "6.0 on 9 df"
    assert lines(display)[2][1][1] == "–"


def test_why_neither_test_was_made_is_said_once():
    untold = [one_test(t, guard="guard_untold") for t in ("chi_squared", "fisher_exact")]
    assert lines(question_table(*untold)) == [("I was asked. By: area", ("62", UNTOLD, ""))]


def test_that_one_test_alone_was_refused_is_said_of_that_one():
    found = lines(
        question_table(one_test("chi_squared", guard="guard_untold"), one_test("fisher_exact"))
    )
    assert [cells[1] for _, cells in found] == ["", UNTOLD, "0.45"]


def test_one_question_by_groups_is_marked_as_exploratory():
    display = question_table(one_test("chi_squared"), one_test("fisher_exact"))
    assert display.caption.say("en").startswith("Exploratory (not planned): ")
    assert display.caption.say("cy").startswith("Archwiliadol (heb ei gynllunio): ")
    assert any(n.endswith("p is not adjusted.") for n in notes(display))


def test_area_and_model_cannot_be_separated_where_the_groups_are_areas():
    by_item = question_table(one_test("fisher_exact", by="S2"), between_sites={})
    assert AREA_IS_MODEL in notes(question_table(one_test("fisher_exact")))
    assert AREA_IS_MODEL not in notes(by_item)
    assert lines(by_item)[0][0] == "I was asked. By: I was heard."


def test_an_exploratory_contrast_is_marked_as_such_in_figure_table_and_note(empty):
    people = {
        "001": alike(6, 8, 9, 5, 2),
        "002": alike(3, 5, 9, 8, 5),
        "003": alike(1, 3, 6, 9, 11),
    }
    data = surveyed(empty, people)
    made = Release(data, profile_named("exact"))(contrasts.exploratory(data, "form", "say"))
    display = show(verbs.forest, made)
    assert display.caption.say("en").startswith("Exploratory (not planned), parents by area")
    assert any(n.startswith("Exploratory: nobody planned this") for n in notes(display))
    pair = lines(display)[2][1]
    assert pair[3:5] == ("0.06\nDunn 0.07", "not adjusted\nDunn 0.10")


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("site", ["", "A"])
def test_the_welsh_tables_are_whole_in_both_languages(area, profile, site):
    release, data = Release(area(site), profile_named(profile)), area(site)
    made = [(verbs.test_table, comparison.crosstab(data, "P_CX4"))]
    made += [(verbs.cluster_table, models.clusters(data))] if not site else []
    for verb, result in made:
        for display in all_displayed(verb, release(result)):
            for lang in ("en", "cy"):
                found = table(display, lang)
                assert all(len(r.cells) == len(found.numeric) for r in found.rows)
                assert "nan" not in " ".join(c for r in found.rows for c in r.cells)


@pytest.mark.parametrize(
    ("verb", "analysis"),
    [(verbs.ordinal_table, models.ordinal_by_site), (verbs.cluster_table, models.clusters)],
)
def test_one_area_has_nothing_to_compare_and_says_so(area, verb, analysis):
    display = show(verb, Release(area("A"), profile_named("welsh_evaluation"))(analysis(area("A"))))
    assert display.kind == "absent"
    assert "No comparison between areas was planned" in display.caption.say("en")
