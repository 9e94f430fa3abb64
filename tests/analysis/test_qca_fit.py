"""Parameters of fit against plain loops, and necessity by trying everything."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from configurations import crisp, fuzzy
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qca import fit, minimise, necessity
from compendium.analysis.qca.case_table import case_table
from compendium.analysis.qca.truth_table import truth_table
from compendium.problems import StudyError

SCORES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=30
).filter(lambda pairs: any(x for x, _ in pairs) and any(y for _, y in pairs))
FEW = settings(max_examples=50)


@FEW
@given(SCORES)
def test_each_parameter_is_its_formula_added_up_case_by_case(pairs):
    x, y = (np.array(scores) / 20 for scores in zip(*pairs, strict=True))
    both = overlap = without = neither = 0.0
    for a, b in zip(x, y, strict=True):
        both += min(a, b)
        overlap += min(a, b, 1 - b)
        without += 1 - a
        neither += 1 - min(a, b)
    assert fit.consistency(x, y) == pytest.approx(both / sum(x))
    assert fit.coverage(x, y) == pytest.approx(both / sum(y))
    if sum(x) - overlap > 1e-9:
        assert fit.pri(x, y) == pytest.approx((both - overlap) / (sum(x) - overlap))
    if neither > 1e-9:
        assert fit.relevance(x, y) == pytest.approx(without / neither)


@FEW
@given(SCORES)
def test_pri_never_exceeds_consistency_and_all_lie_between_0_and_1(pairs):
    x, y = (np.array(scores) / 20 for scores in zip(*pairs, strict=True))
    found = [f(x, y) for f in (fit.consistency, fit.pri, fit.coverage, fit.relevance)]
    assert all(-1e-9 <= v <= 1 + 1e-9 for v in found if not np.isnan(v))
    assert np.isnan(found[1]) or found[1] <= found[0] + 1e-9


def test_what_nobody_has_has_no_consistency():
    assert np.isnan(fit.consistency(np.zeros(3), np.array([1, 0, 1])))


def test_a_condition_everybody_has_is_needed_and_says_nothing():
    x, y = np.ones(4), np.array([1, 1, 0, 0])
    assert (fit.coverage(x, y), fit.relevance(x, y)) == (1, 0)


@FEW
@given(fuzzy(), st.sampled_from([0.5, 0.75]))
def test_a_models_parts_add_up_to_its_whole(frame, cut):
    solution = minimise.parsimonious(truth_table(frame, "Y", incl_cut=cut))
    for model, whole in zip(solution.models, solution.overall.to_dict("records"), strict=True):
        rows = solution.frame[solution.frame["model"] == whole["model"]]
        member = solution.cases.either(model)
        y = solution.cases.membership
        assert whole["covS"] == pytest.approx(np.minimum(member, y).sum() / y.sum())
        assert whole["covS"] >= rows["covS"].max() - 1e-9
        if len(model) > 1:
            for term, unique in zip(model, rows["covU"], strict=True):
                rest = solution.cases.either([t for t in model if t != term])
                assert unique == pytest.approx(
                    whole["covS"] - np.minimum(rest, y).sum() / y.sum(), abs=1e-9
                )


PLAIN = {
    "A": [1, 1, 1, 1, 0, 0, 0, 0, 0, 1],
    "B": [1, 1, 1, 0, 0, 0, 0, 1, 0, 0],
    "Y": [1, 1, 1, 0, 0, 0, 0, 0, 1, 1],
}


@pytest.fixture
def cases():
    return case_table(pd.DataFrame(PLAIN), "Y")


@pytest.mark.parametrize(
    ("text", "incl", "cov"),
    [
        ("A", 4 / 5, 4 / 5),
        ("A*B", 1, 3 / 5),
        ("~B", 2 / 6, 2 / 5),
        ("A*B + ~A*~B", 4 / 7, 4 / 5),
        ("A{1} + B{0}", 5 / 9, 1),
        (" A * ~ B ", 1 / 2, 1 / 5),
    ],
)
def test_an_expression_is_read_and_counted(cases, text, incl, cov):
    whole = fit.of_expression(cases, text).iloc[-1]
    assert (whole["inclS"], whole["covS"]) == (pytest.approx(incl), pytest.approx(cov))
    assert (whole["inclN"], whole["covN"]) == (pytest.approx(cov), pytest.approx(incl))


@pytest.mark.parametrize("text", ["Q", "A*", "A-B", "", "A+B{"])
def test_an_expression_that_cannot_be_read_is_told(cases, text):
    with pytest.raises(StudyError, match="The conditions are A, B"):
        fit.of_expression(cases, text)


@pytest.mark.parametrize("text", ["A{2}", "~A{2}", "B{0,3}", "A*B{2} + ~A"])
def test_a_level_that_a_condition_does_not_have_is_told(cases, text):
    with pytest.raises(StudyError, match="has the levels 0, 1"):
        fit.of_expression(cases, text)


@pytest.mark.parametrize("fuzzy_set", [True, False])
def test_a_fuzzy_set_has_two_levels_in_an_expression(fuzzy_set):
    frame = pd.DataFrame({"A": [0, 1] * 5, "B": [1, 1, 0, 0, 1] * 2, "Y": [0, 1] * 5})
    cases = case_table(frame.assign(A=[0.2, 0.9] * 5) if fuzzy_set else frame, "Y")
    assert len(fit.of_expression(cases, "A{1}")) == 1
    with pytest.raises(StudyError, match="has the levels 0, 1"):
        fit.of_expression(cases, "A{5}")


def test_a_name_alone_is_any_level_but_the_lowest():
    cases = case_table(pd.DataFrame({**PLAIN, "A": [2, 1, 0, 2, 1, 0, 2, 1, 0, 2]}), "Y")
    found = fit.of_expression(cases, "A + A{1,2} + ~A{0}")
    assert found["covS"][:3].nunique() == 1


def by_hand(cases, cut: float, depth: int) -> set[str]:
    """What is necessary: every ``*``, and every ``+`` of which no smaller expression is."""
    y, names, found, parts_found = cases.membership, cases.conditions, set(), []
    for many in range(1, depth + 1):
        now = []
        for places in itertools.combinations(range(len(names)), many):
            for levels in itertools.product(*(range(cases.levels[p]) for p in places)):
                parts = list(zip(places, levels, strict=True))
                x = np.array([cases.literal(*part) for part in parts])
                texts = [_text(cases, *part) for part in parts]
                if np.minimum(x.min(axis=0), y).sum() / y.sum() >= cut - 1e-9:
                    found.add("*".join(texts))
                    now.append(set(parts))
                elif np.minimum(x.max(axis=0), y).sum() / y.sum() >= cut - 1e-9 and not any(
                    known <= set(parts) for known in parts_found
                ):
                    found.add("+".join(texts))
                    now.append(set(parts))
        parts_found += now
    return found


def _text(cases, place: int, level: int) -> str:
    name = cases.conditions[place]
    return f"{name}{{{level}}}" if cases.many_values else name if level else f"~{name}"


@FEW
@given(st.one_of(fuzzy(), crisp(most_levels=3)), st.sampled_from([0.6, 0.8, 0.9]))
def test_necessary_expressions_are_those_found_by_trying_all(frame, cut):
    cases = case_table(frame, "Y")
    found = necessity.necessary(cases, incl_cut=cut, depth=3)
    assert set(found["expression"]) == by_hand(cases, cut, 3)
    assert (found["inclN"] >= cut - 1e-9).all()


@FEW
@given(fuzzy(), st.sampled_from([0.5, 0.7]))
def test_coverage_and_relevance_cut_what_is_necessary(frame, cut):
    cases = case_table(frame, "Y")
    assert (necessity.necessary(cases, 0.8, cov_cut=cut)["covN"] >= cut - 1e-9).all()
    wide, narrow = (necessity.necessary(cases, 0.8, ron_cut=c) for c in (0, cut))
    assert set(narrow["expression"]) == set(wide[wide["RoN"] >= cut - 1e-9]["expression"])


def test_nothing_necessary_is_an_empty_table(cases):
    found = necessity.necessary(cases, incl_cut=1, cov_cut=1, depth=1)
    assert (len(found), list(found)) == (0, necessity.COLUMNS)


@pytest.mark.parametrize("wrong", [{"incl_cut": 2}, {"ron_cut": -1}, {"depth": 0}])
def test_cut_offs_of_necessity_that_cannot_be_are_told(cases, wrong):
    with pytest.raises(StudyError, match="between 0 and 1"):
        necessity.necessary(cases, **wrong)
