"""Lipset's countries as the R package QCA has them: crisp, fuzzy and with many values.

The crisp sets are read from ../shared/reference; the fuzzy and the multi-value ones (R's LF and LM)
are made here from the raw table beside them. The fuzzy anchors are those that give every value of
R's LF, which is rounded to two places, with a log odds of 3 at full membership as in fsQCA.

Numbers of LF were not computed here, where R has no QCA. They are those of QCA 3.25 under R 4.5.1,
``truthTable(LF, outcome = "SURV", incl.cut = 0.8)``, ``minimize(tt)``, ``minimize(tt, include =
"?", dir.exp = ...)`` and ``pof``, as recorded in validation/fixtures/r_qca.json of
github.com/DiogoRibeiro7/setqca-python.
"""

from __future__ import annotations

import json
import math
import re

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.qca import counterfactuals, fit, minimise, necessity
from compendium.analysis.qca.calibration import Fuzzy, Levels, calibrate
from compendium.analysis.qca.truth_table import truth_table

CONDITIONS = ["DEV", "URB", "LIT", "IND", "STB"]
FULL = 1 / (1 + math.exp(-3))
FUZZY = {
    "DEV": Fuzzy(400, 550, 900, FULL),
    "URB": Fuzzy(25, 50, 65, FULL),
    "LIT": Fuzzy(50, 75, 90, FULL),
    "IND": Fuzzy(20, 30, 40, FULL),
    "STB": Fuzzy(15, 9.5, 5, FULL),
    "SURV": Fuzzy(-9, 0, 10, FULL),
}
MANY = {
    "DEV": Levels((550, 850)),
    "URB": Levels((50,)),
    "LIT": Levels((75,)),
    "IND": Levels((30,)),
    "SURV": Levels((0,)),
}
LONG = {"GNPCAP": "DEV", "URBANIZA": "URB", "LITERACY": "LIT", "INDLAB": "IND", "GOVSTAB": "STB"}


def read(shared, name: str):
    path = shared / "reference" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    return pd.read_csv(path, index_col="case")


@pytest.fixture
def crisp(shared):
    return read(shared, "lipset_crisp.csv")


@pytest.fixture
def fuzzy(shared):
    return calibrate(read(shared, "lipset_raw.csv"), FUZZY).round(2)


@pytest.fixture
def many(shared):
    return calibrate(read(shared, "lipset_raw.csv"), MANY).drop(columns="STB")


@pytest.fixture
def reference(shared):
    return read(shared, "qca_lipset.json")


def listed(value) -> list:
    return value if isinstance(value, list) else [value]


def same_terms(text: str) -> set[frozenset[str]]:
    """A model as sets of literals: ``GNPCAP*urbaniza`` as ``DEV``, ``~URB``."""
    found = set()
    for term in text.split(" + "):
        parts = []
        for part in term.split("*"):
            name, level = re.fullmatch(r"~?(\w+)(\{\d\})?", part).groups(default="")
            absent = "~" if part.islower() or part.startswith("~") else ""
            parts.append(absent + LONG.get(name.upper(), name.upper()) + level)
        found.add(frozenset(parts))
    return found


def test_the_crisp_truth_table_is_that_of_r_row_by_row(crisp, reference):
    ours = truth_table(crisp, "SURV").complete
    theirs = pd.DataFrame(reference["LC_truth_table"])
    assert ours["row"].astype(str).tolist() == theirs["row"].tolist()
    for column in (*CONDITIONS, "OUT", "n", "cases"):
        assert ours[column].tolist() == theirs[column].tolist(), column
    for column in ("incl", "PRI"):
        numbers = pd.to_numeric(theirs[column], errors="coerce").to_numpy()
        assert ours[column].to_numpy() == pytest.approx(numbers, nan_ok=True)


@pytest.mark.parametrize("kind", ["conservative", "parsimonious"])
@pytest.mark.parametrize(("outcome", "prefix"), [("SURV", "LC"), ("~SURV", "LC_neg")])
def test_crisp_solutions_and_their_fit_are_those_of_r(crisp, reference, kind, outcome, prefix):
    ours = getattr(minimise, kind)(truth_table(crisp, outcome))
    theirs = reference[f"{prefix}_{kind}"]
    models = [listed(model) for model in theirs["solution"]]
    assert [set(terms) for terms in ours.terms] == [set(model) for model in models]
    frame = ours.frame.set_index("term")
    for row in theirs["incl_cov"]:
        mine = frame.loc[row["row"]]
        assert mine["cases"] == row["cases"]
        for column in ("inclS", "PRI", "covS", "covU"):
            wanted = np.nan if row[column] is None else row[column]
            assert mine[column] == pytest.approx(wanted, nan_ok=True)
    for mine, row in zip(ours.overall.to_dict("records"), theirs["sol_incl_cov"], strict=True):
        assert [mine[c] for c in row] == pytest.approx(list(row.values()))


def test_the_crisp_intermediate_solution_is_that_of_r(crisp, reference):
    table = truth_table(crisp, "SURV")
    found = counterfactuals.intermediate(table, dict.fromkeys(CONDITIONS, 1))
    theirs = reference["LC_intermediate"]
    assert [solution.pair for solution in found] == list(theirs)
    for solution in found:
        assert list(solution.texts) == theirs[solution.pair]["solution"]


def test_the_published_crisp_solutions_come_out(crisp, shared):
    published = read(shared, "qca_lipset_published.json")["csQCA"]
    for outcome, key in (("SURV", "positive"), ("~SURV", "negative")):
        table = truth_table(crisp, outcome)
        long, short = minimise.conservative(table), minimise.parsimonious(table)
        assert same_terms(long.texts[0]) == same_terms(published[f"{key}_no_remainders"])
        assert same_terms(short.texts[0]) == same_terms(published[f"{key}_with_remainders"])
    assumed = minimise.parsimonious(truth_table(crisp, "SURV")).overall["assumed"][0]
    assert assumed == published["n_simplifying_assumptions_positive"]


def test_the_published_multi_value_solutions_come_out(many, shared):
    """A contradiction (Czechoslovakia and Germany) is open when the absence is explained."""
    texts = read(shared, "qca_lipset_published.json")["all_strings_in_order"]
    yes = truth_table(many, "SURV")
    no = truth_table(many, "~SURV", incl_cut=(1, 0.01))
    found = [
        (minimise.conservative(yes), texts[6]),
        (minimise.parsimonious(yes), texts[7]),
        (minimise.conservative(no), texts[9]),
        (minimise.parsimonious(no, "open"), texts[10]),
    ]
    for ours, published in found:
        assert same_terms(ours.texts[0]) == same_terms(published)
        assert ours.ties == 1


# R: pof("DEV{1} + DEV{2} <- SURV", data = LM) counts cases, and so can a reader: of 8 that
# survived 3 have level 1 (of 5 that do) and 5 have level 2 (of 5).
def test_levels_as_necessary_conditions_are_counted_cases(many):
    cases = truth_table(many, "SURV").cases
    found = fit.of_expression(cases, "DEV{1} + DEV{2}")
    assert found["inclN"].tolist() == pytest.approx([3 / 8, 5 / 8, 1])
    assert found["covN"].tolist() == pytest.approx([3 / 5, 1, 8 / 10])
    assert found["RoN"].tolist() == pytest.approx([13 / 15, 1, 8 / 10])


# Row (as R counts them), n, incl, PRI, OUT.
LF_ROWS = [
    (1, 3, 0.215976331360947, 0, "0"),
    (2, 2, 0.278026905829596, 0, "0"),
    (5, 2, 0.520900321543409, 0.113095238095238, "0"),
    (6, 1, 0.528571428571429, 0.228070175438597, "0"),
    (22, 2, 0.804270462633452, 0.719387755102041, "1"),
    (23, 1, 0.378205128205128, 0.0396039603960395, "0"),
    (24, 2, 0.7087719298245621, 0.634361233480176, "0"),
    (31, 1, 0.445255474452555, 0.0499999999999999, "0"),
    (32, 4, 0.904205607476635, 0.885793871866295, "1"),
]
# Term: inclS, PRI, covS, covU, cases.
LF_TERMS = {
    "DEV*URB*LIT*IND*STB": (
        (0.9042056074766355, 0.8857938718662952, 0.454225352112676, 0.3931924882629108),
        "BE,CZ,NL,UK",
    ),
    "DEV*~URB*LIT*~IND*STB": (
        (0.8042704626334523, 0.7193877551020412, 0.2652582159624414, 0.2042253521126761),
        "FI,IE",
    ),
    "DEV*~IND": (
        (0.8148148148148149, 0.7208121827411167, 0.2840375586854459, 0.1936619718309858),
        "FI,IE",
    ),
    "URB*STB": (
        (0.8737672583826429, 0.8454106280193235, 0.5199530516431925, 0.4295774647887324),
        "BE,CZ,NL,UK",
    ),
}


def test_the_fuzzy_truth_table_is_that_of_r(fuzzy):
    frame = truth_table(fuzzy, "SURV", incl_cut=0.8).frame
    row, n, incl, pri, out = zip(*LF_ROWS, strict=True)
    assert (frame["row"].tolist(), frame["n"].tolist()) == (list(row), list(n))
    assert frame["OUT"].tolist() == list(out)
    assert frame["incl"].tolist() == pytest.approx(list(incl), abs=1e-12)
    assert frame["PRI"].tolist() == pytest.approx(list(pri), abs=1e-12)


@pytest.mark.parametrize("kind", ["conservative", "parsimonious"])
def test_fuzzy_solutions_and_their_fit_are_those_of_r(fuzzy, kind):
    found = getattr(minimise, kind)(truth_table(fuzzy, "SURV", incl_cut=0.8))
    wanted = {"conservative": [*LF_TERMS][:2], "parsimonious": [*LF_TERMS][2:]}[kind]
    assert [set(terms) for terms in found.terms] == [set(wanted)]
    for row in found.frame.to_dict("records"):
        numbers, cases = LF_TERMS[row["term"]]
        mine = [row[c] for c in ("inclS", "PRI", "covS", "covU")]
        assert mine == pytest.approx(list(numbers), abs=1e-12)
        assert row["cases"] == cases


@pytest.mark.parametrize(("cut", "model"), [(0.9, "URB*STB"), (0.8, "DEV*~IND + URB*STB")])
def test_fuzzy_parsimonious_solutions_by_cut(fuzzy, cut, model):
    found = minimise.parsimonious(truth_table(fuzzy, "SURV", incl_cut=cut))
    assert set(found.texts) == {model}


# R's easy and difficult counterfactuals, as R's $i.sol$C1P1$EC and $DC number the rows.
EASY, DIFFICULT = [30], [10, 12, 14, 16, 17, 18, 21, 25, 26, 28, 29]


@pytest.mark.parametrize("industry", [0, 1])
def test_the_fuzzy_intermediate_solution_is_that_of_r(fuzzy, industry):
    table = truth_table(fuzzy, "SURV", incl_cut=0.8)
    expected = {**dict.fromkeys(CONDITIONS, 1), "IND": industry}
    (found,) = counterfactuals.intermediate(table, expected)
    assert [set(terms) for terms in found.terms] == [{"DEV*URB*LIT*STB", "DEV*LIT*~IND*STB"}]
    assert [table.number(row) for row in found.easy] == EASY
    assert [table.number(row) for row in found.difficult] == DIFFICULT


def test_three_fuzzy_conditions_give_what_r_gives(fuzzy):
    table = truth_table(fuzzy, "SURV", ["DEV", "LIT", "STB"], incl_cut=0.8)
    assert minimise.conservative(table).texts == ("DEV*LIT*STB",)
    assert minimise.parsimonious(table).texts == ("DEV*STB",)
    (found,) = counterfactuals.intermediate(table, {"DEV": 1, "LIT": 1, "STB": 1})
    assert found.texts == ("DEV*LIT*STB",)
    assert [table.number(row) for row in found.difficult] == [6]
    numbers = found.frame.loc[0, ["inclS", "PRI", "covS"]].tolist()
    assert numbers == pytest.approx([0.868811881188119, 0.8481375358166192, 0.8239436619718311])


# R: pof(...) with relation = "necessity": inclN, covN, RoN.
LF_NEEDED = {
    "DEV": (0.8309859154929577, 0.7746170678336981, 0.8113553113553114),
    "~DEV": (0.2852112676056338, 0.2742663656884876, 0.5870263326910725),
    "URB": (0.5387323943661972, 0.7714285714285715, 0.8985831469052944),
    "LIT": (0.9906103286384976, 0.6428027418126427, 0.5094142259414226),
    "~IND": (0.4166666666666667, 0.3671147880041365, 0.5764705882352942),
    "STB": (0.9201877934272301, 0.7069431920649235, 0.6801181102362206),
    "DEV+URB": (0.8990610328638499, 0.7539370078740159, 0.7582205029013538),
    "LIT+STB": (0.995305164319249, 0.5897079276773296, 0.3802521008403361),
    "~DEV+~URB": (0.6185446009389671, 0.4032134659525631, 0.387274155538099),
}


@pytest.mark.parametrize("expression", LF_NEEDED)
def test_fuzzy_necessity_is_that_of_r(fuzzy, expression):
    cases = truth_table(fuzzy, "SURV", incl_cut=0.8).cases
    found = fit.of_expression(cases, expression).iloc[-1]
    mine = [found[c] for c in ("inclN", "covN", "RoN")]
    assert mine == pytest.approx(list(LF_NEEDED[expression]), abs=1e-12)


def test_what_is_necessary_alone_stands_in_both_tables(fuzzy):
    cases = truth_table(fuzzy, "SURV", incl_cut=0.8).cases
    single = necessity.single(cases).set_index("expression")
    listed = necessity.necessary(cases).set_index("expression")
    assert list(single.index[single["inclN"] >= 0.9]) == ["LIT", "STB"]
    assert list(listed.index[:3]) == ["LIT", "STB", "LIT*STB"]
    pd.testing.assert_frame_equal(single.loc[["LIT", "STB"]], listed.loc[["LIT", "STB"]])


# R: LR dichotomised at DEV 600, URB 50, LIT 75, IND 30, SURV 0, without STB;
# truthTable(LC, "SURV", incl.cut = c(1, 0.01)) and minimize(tt, explain = "1, C"), printed at
# rstudio-pubs-static.s3.amazonaws.com/1210283_f93ccc51906e4ee9a2fe1490f815ea19.html.
FIRST = {"DEV": 600, "URB": 50, "LIT": 75, "IND": 30, "SURV": 0}


def test_contradictions_and_ties_are_those_of_r(shared):
    raw = read(shared, "lipset_raw.csv").drop(columns="STB")
    crisp = calibrate(raw, {name: Levels((cut,)) for name, cut in FIRST.items()})
    table = truth_table(crisp, "SURV", incl_cut=(1, 0.01))
    frame = table.frame.set_index("row")
    assert frame["OUT"].to_dict() == {1: "0", 3: "C", 8: "1", 11: "1", 12: "C", 16: "C"}
    assert frame["n"].to_dict() == {1: 5, 3: 4, 8: 1, 11: 1, 12: 3, 16: 4}
    assert frame["incl"].round(3).tolist() == [0, 0.25, 1, 1, 0.667, 0.75]
    found = minimise.conservative(table, "positive")
    both = {"~URB*LIT*~IND", "URB*LIT*IND"}
    assert {frozenset(t) for t in found.terms} == {
        frozenset(both | {"DEV*~URB*LIT"}),
        frozenset(both | {"DEV*LIT*IND"}),
    }
    first = found.frame.drop_duplicates("term").set_index("term")
    assert first.loc["~URB*LIT*~IND", ["inclS", "PRI", "covS"]].tolist() == [0.4, 0.4, 0.25]
    assert first.loc["URB*LIT*IND", ["inclS", "PRI", "covS"]].tolist() == [0.8, 0.8, 0.5]
    assert first.loc["DEV*~URB*LIT", ["inclS", "PRI", "covS"]].tolist() == [0.75, 0.75, 0.375]
