"""Contrasts nobody planned: called exploratory, p not adjusted; Dunn's test of each pair."""

from __future__ import annotations

import numpy as np
import pytest
from surveyed import alike, surveyed

from compendium.analysis.statistics import rank_tests
from compendium.analysis.survey import contrasts
from compendium.analysis.survey.compared import compared, exploratory_plan
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study

THREE = {"001": alike(6, 8, 9, 5, 2), "002": alike(3, 5, 9, 8, 5), "003": alike(1, 3, 6, 9, 11)}
# Dunn 1964 with ties, in R 4.2.2 of ranks (y the scores, k their group):
#   n <- length(y); r <- rank(y); t <- table(y); m <- tapply(r, k, mean); l <- table(k)
#   s <- n * (n + 1) / 12 - sum(t^3 - t) / (12 * (n - 1))
#   p <- 2 * pnorm(-abs(m[i] - m[j]) / sqrt(s * (1 / l[i] + 1 / l[j]))); p.adjust(p, "holm")
DUNN = (0.0705253743768073, 0.0001638900275249, 0.0499376007908015)
HOLM = (0.0998752015816029, 0.0004916700825746, 0.0998752015816029)


@pytest.fixture
def empty(tiny):
    return open_tables(open_study("tiny"))


def test_dunns_p_with_ties_is_that_of_the_formula_in_r():
    groups = [[1, 1, 2, 3, 3, 4], [2, 3, 3, 4, 5, 5, 5], [1, 2, 2, 3, 4]]
    found = rank_tests.dunn([np.array(g, dtype="float64") for g in groups])
    expected = (0.05061235591407, 0.96216163930010, 0.07056925691498)
    assert tuple(found[np.triu_indices(3, 1)]) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("analysis", ["planned", "exploratory"])
def test_each_pair_of_three_groups_has_dunns_p_and_its_adjustment(empty, analysis):
    data, asked = surveyed(empty, THREE), ("form", ("say",)) if analysis == "exploratory" else ()
    found = getattr(contrasts, analysis)(data, *asked).frame
    assert found["group_1"].tolist() == ["all", "001", "001", "002"]
    assert tuple(found["dunn"][1:]) == pytest.approx(DUNN, abs=1e-12)
    assert tuple(found["dunn_holm"][1:]) == pytest.approx(HOLM, abs=1e-12)
    assert found.loc[0, ["dunn", "dunn_holm"]].isna().all()


def test_of_two_groups_there_is_nothing_after_all_of_them(empty):
    found = contrasts.planned(surveyed(empty, dict(list(THREE.items())[:2]))).frame
    assert found[["dunn", "dunn_holm"]].isna().all(axis=None)


def test_a_pair_that_cannot_be_compared_has_no_dunn_and_counts_for_no_adjustment(empty):
    people = {**THREE, "003": alike(0, 0, 0, 0, 1)}
    found = contrasts.planned(surveyed(empty, people)).frame.set_index(["group_1", "group_2"])
    assert found.loc["002", "guard"].tolist() == ["guard_few_people"]
    assert found["dunn"].notna().sum() == 1
    assert found.at[("001", "002"), "dunn_holm"] == found.at[("001", "002"), "dunn"]


def test_an_exploratory_contrast_is_the_planned_one_without_adjustment(empty):
    data = surveyed(empty, THREE)
    mine, planned = contrasts.exploratory(data, "form", "say"), contrasts.planned(data)
    columns = ["group_1", "group_2", "n_1", "n_2", "estimate", "lower", "p", "difference"]
    # The interval of all groups is drawn from a seed of the comparison's own.
    assert mine.frame.loc[1:, columns].equals(planned.frame.loc[1:, columns])
    assert mine.frame["p_holm"].isna().all()
    assert planned.frame["p_holm"].notna().all()


def test_it_is_called_exploratory_wherever_it_is_named(empty):
    found = contrasts.exploratory(surveyed(empty, THREE), "form", "say")
    name = "exploratory.form.site.all"
    assert set(found.frame["comparison"]) == {name}
    assert found.labels["comparison"][name].en == "Exploratory (not planned), parents by area"
    assert found.method == "method_exploratory"
    assert name in found.labels["between_sites"]


def test_its_name_says_who_was_compared(empty):
    plan = exploratory_plan(empty.study, "exploratory.form.S1.001")
    assert (plan.instrument, plan.between, plan.sites) == ("form", "S1", ("001",))
    assert exploratory_plan(empty.study, "parents_by_area") is None


def test_answers_make_groups_inside_one_site(empty, tiny):
    data = open_tables(open_study("tiny"), "001")
    found = contrasts.exploratory(data, "form", "say", between="S1").frame
    assert set(found["comparison"]) == {"exploratory.form.S1.001"}
    # S1 of five levels; one person each said 4 and 5, who has no score said 2.
    assert set(found["guard"]) == {"guard_few_people"}


def test_answers_to_a_question_asked_twice_make_groups_by_what_is_said_of_now(empty, tiny):
    data = open_tables(open_study("tiny"), "001")
    found = contrasts.exploratory(data, "form", ("say",), between="T1").frame
    now = data.answers.query("item_id == 'T1' and stage == 'now'").set_index("participant_id")
    groups = compared(data, exploratory_plan(data.study, "exploratory.form.T1.001"), "say").group
    assert groups.dropna().to_dict() == {p: f"T1:{v}" for p, v in now["value"].dropna().items()}
    assert set(found["guard"]) == {"guard_few_people"}


@pytest.mark.parametrize(
    ("people", "guard"),
    [
        ({"001": alike(5, 6)}, "guard_few_groups"),
        ({"001": alike(5, 6), "002": alike(0, 1)}, "guard_few_people"),
        ({"001": alike(0, 6), "002": alike(0, 5)}, "guard_no_variation"),
        ({"001": alike(5, 6), "002": []}, "guard_few_people"),
    ],
)
def test_what_cannot_be_compared_says_why(empty, people, guard):
    (found,) = contrasts.exploratory(surveyed(empty, people), "form", "say").frame.to_dict(
        "records"
    )
    assert (found["guard"], found["test"]) == (guard, "")
    assert np.isnan([found["estimate"], found["p"], found["difference"]]).all()


def test_what_was_asked_looking_back_is_not_compared(empty):
    found = contrasts.exploratory(empty, "form", "trust").frame
    assert set(found["guard"]) == {"guard_retrospective"}
    assert found[["estimate", "p"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("leaflet", "say"), "No survey of the study was made with 'leaflet'. There is: form."),
        (("form", "open"), "The form survey has no score of open. There is: say, trust."),
        (("form", "say", "S9"), "'S9' makes no groups in the form survey. Say site, or one of"),
        (("form", "say", "S1"), "S1 differently is compared inside one site; over several"),
        (("form", "say", "site", ("nobody",)), "nobody"),
    ],
)
def test_what_cannot_be_asked_is_answered_with_what_can(empty, asked, message):
    with pytest.raises(StudyError, match=message):
        contrasts.exploratory(empty, *asked)
