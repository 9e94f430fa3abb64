"""Rules E1 to E4: words where eight were asked, and nothing that tells one person from none."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.theory import realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.realist import release_realist
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_evidence"}
MEASURES = ("evidence_matrix", "theory", "verdicts", "patterns", "completeness")


def passed(measure, frame, by, kinds, profile=WELSH, site="", pooled=(), alone=False):
    result = Result(measure, frame, by, "people", kinds, **COMMON)
    return release_realist(result, profile, site=site, pooled=set(pooled), alone=alone, **COMMON)


def matrix(*cells, group="parent", profile=WELSH, site="", pooled=(), alone=False):
    """One CMOC, those who support it: (area, people, asked) for each area; all areas are added."""
    rows = [("T1", group, area, "supports", people, asked, people) for area, people, asked in cells]
    every = (sum(c[1] for c in cells), sum(c[2] for c in cells))
    rows.append(("T1", group, "all", "supports", *every, every[0]))
    by = ("cmoc_id", "group", "area", "direction")
    frame = pd.DataFrame(rows, columns=[*by, "people", "asked", "pieces"])
    kinds = {"asked": "base", "pieces": "count"}
    found = passed("evidence", frame, by, kinds, profile, site, pooled, alone)
    if "share" not in found.frame:
        return found
    return {
        area: share or f"[{mark}]"
        for area, share, mark in zip(
            found.frame["area"], found.frame["share"], found.marks["share"], strict=True
        )
    }


@pytest.mark.parametrize(
    ("people", "asked", "expected"),
    [
        (0, 14, "few"),
        (4, 14, "few"),
        (5, 14, "some_or_half"),
        (10, 14, "most"),
        (4, 9, "under_half"),
        (5, 9, "half_or_more"),
        (8, 8, "[c]"),
        (0, 7, "[c]"),
    ],
)
def test_support_is_a_word_where_nine_were_asked(people, asked, expected):
    assert matrix(("A", people, asked), alone=True) == {"A": expected}


def test_a_sites_report_shows_that_site_or_the_small_ones_together():
    cells = [("A", 7, 7), ("B", 0, 6), ("C", 3, 27)]
    assert matrix(*cells, site="A") == {"small": "half_or_more"}
    assert matrix(*cells, site="C") == {"C": "few"}


def test_the_whole_study_shows_what_its_sites_reports_show_and_no_more():
    cells = [("A", 7, 7), ("B", 0, 6), ("C", 3, 27)]
    assert matrix(*cells) == {"small": "half_or_more", "C": "few"}
    assert matrix(("A", 7, 7), ("B", 9, 9)) == {"A": "[c]", "B": "half_or_more"}


def test_pooled_staff_are_shown_over_all_areas_everywhere():
    cells = [("A", 9, 9), ("B", 0, 9)]
    assert matrix(*cells, pooled=["parent"]) == {"all": "some_or_half"}
    assert matrix(*cells, pooled=["parent"], site="A") == {"all": "some_or_half"}


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("survey", {"A": "said"}),
        ("casework", {"A": "said"}),
        ("unknown", {}),
        ("observation", {}),
    ],
)
def test_figures_are_no_peoples_and_unknown_voices_are_the_teams(group, expected):
    assert matrix(("A", 1, 0), ("B", 0, 0), group=group) == expected


@pytest.mark.parametrize("group", ["literature", "decision"])
@pytest.mark.parametrize("site", ["", "A"])
def test_literature_and_decisions_are_the_whole_studys_on_every_page(group, site):
    rows = [("T1", group, "all", "refutes", 0, 0, 2), ("T1", group, "A", "refutes", 0, 0, 0)]
    by = ("cmoc_id", "group", "area", "direction")
    frame = pd.DataFrame(rows, columns=[*by, "people", "asked", "pieces"])
    found = passed("evidence", frame, by, {"asked": "base", "pieces": "count"}, site=site)
    assert found.frame[["area", "share"]].to_numpy().tolist() == [["all", "said"]]


def test_the_team_sees_people_of_those_asked_in_every_area():
    frame = matrix(("A", 1, 7), ("B", 2, 9), profile=EXACT, pooled=["parent"]).frame
    assert frame[["area", "people", "asked"]].to_numpy().tolist() == [["A", 1, 7], ["B", 2, 9]]


def verdict(word, asked=8, profile=WELSH, site=""):
    frame = pd.DataFrame([("T1", "A", word, 1, 0, 0, asked), ("T1", "B", "supported", 3, 0, 0, 99)])
    frame.columns = ["cmoc_id", "area", "verdict", "people", "refines", "refutes", "asked"]
    kinds = {"verdict": "band", "refines": "count", "refutes": "count", "asked": "base"}
    found = passed("verdicts", frame, ("cmoc_id", "area"), kinds, profile, site)
    return found.frame.at[0, "verdict"] or f"[{found.marks.at[0, 'verdict']}]"


def test_thin_and_not_found_are_one_word():
    assert verdict("thin") == verdict("not_found") == "little"
    assert verdict("thin", profile=EXACT) == "thin"


@pytest.mark.parametrize("word", ["supported", "contested", "refuted", "not_examined"])
def test_other_verdicts_stand(word):
    assert verdict(word) == word


@pytest.mark.parametrize("word", ["supported", "thin", "not_found", "refuted"])
def test_a_verdict_needs_eight_people_asked_in_the_site(word):
    assert verdict(word, asked=7) == "[c]"


def test_that_nobody_looked_says_nothing_of_anybody():
    assert verdict("not_examined", asked=0) == "not_examined"


def test_a_sites_report_has_its_own_verdict_alone():
    assert verdict("supported", site="A") == "supported"


def strength(asked=8, asked_least=8, rival="thin", profile=WELSH):
    row = {
        "cmoc_id": "T1",
        "people": 6,
        "spread": "wide",
        "rival": rival,
        "pattern": "recurs",
        "final": "context_bound",
        "sensitivity": "wide_people=7:some",
        "asked": asked,
        "asked_least": asked_least,
    }
    kinds = dict.fromkeys(("spread", "rival", "pattern", "final"), "band")
    kinds |= {"sensitivity": "text", "asked": "base", "asked_least": "base"}
    found = passed("theory", pd.DataFrame([row]), ("cmoc_id",), kinds, profile)
    marks = found.marks.iloc[0]
    return {c: v or f"[{marks[c]}]" for c, v in found.frame.iloc[0].items()}


def test_strengths_are_words_and_nothing_beside_them_gives_the_count_away():
    assert strength() == {
        "cmoc_id": "T1",
        "spread": "wide",
        "rival": "little",
        "pattern": "recurs",
        "final": "context_bound",
    }


def test_a_rival_not_examined_is_not_told_from_a_rival_of_one_person():
    assert strength(rival="not_examined")["rival"] == strength(rival="thin")["rival"]


def test_spread_needs_eight_people_asked_and_a_pattern_eight_in_each_site():
    few_in_a_site = strength(asked=20, asked_least=7)
    assert (few_in_a_site["spread"], few_in_a_site["pattern"]) == ("wide", "[c]")
    few = strength(asked=7, asked_least=7)
    assert (few["spread"], few["rival"], few["pattern"]) == ("[c]", "[c]", "[c]")
    assert few["final"] == "context_bound"  # an analyst's conclusion, not a count


def test_the_team_sees_what_a_moved_threshold_would_change():
    assert strength(profile=EXACT)["sensitivity"] == "wide_people=7:some"


@pytest.mark.parametrize(
    ("state", "people", "expected"),
    [
        ("found", 3, "found"),
        ("found", 2, "little"),
        ("stated", 0, "little"),
        ("missing", 0, "missing"),
    ],
)
def test_a_part_is_found_where_three_people_found_it(state, people, expected):
    parts = ("context", "m_resource", "m_reasoning", "outcome")
    row = {"cmoc_id": "T1", "people": 9, "asked": 8, "rests_on": "one_person"}
    row |= dict.fromkeys(parts, state) | {f"{p}_people": people for p in parts}
    kinds = dict.fromkeys(parts, "band") | {f"{p}_people": "count" for p in parts}
    kinds |= {"asked": "base", "rests_on": "text"}
    found = passed("completeness", pd.DataFrame([row]), ("cmoc_id",), kinds)
    assert found.frame.iloc[0].to_dict() == {"cmoc_id": "T1", **dict.fromkeys(parts, expected)}


@pytest.mark.parametrize("where", ["", "A", "B", "C"])
@pytest.mark.parametrize("measure", MEASURES)
def test_no_count_of_people_leaves_on_the_welsh_theory(area, where, measure):
    found = Release(area(where), WELSH)(getattr(realist, measure)(area(where)))
    assert set(found.kinds.values()) <= {"key", "band", "text"}
    assert len(found.frame)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_smallest_study_releases_nothing_but_analysts_words(tiny, measure):
    data = open_tables(open_study("tiny"))
    found = Release(data, WELSH)(getattr(realist, measure)(data))
    said = set(found.frame.select_dtypes("str").to_numpy().ravel())
    assert not said & {"thin", "little", "some", "few", "unsupported", "not_established"} - {
        j.pattern for j in data.study.patterns
    }
