"""Coders' agreement: coefficients by hand and from published tables, counts on the tiny study."""

from __future__ import annotations

import csv
import dataclasses
import json
import math

import numpy as np
import pandas as pd
import pytest
from tiny import LISTENING, PAPERS, TALK, TEA, project

from compendium.analysis.intercoder import agreement
from compendium.analysis.intercoder.agreement_overall import cohens_kappas
from compendium.analysis.intercoder.agreement_planning import kappa_error
from compendium.analysis.statistics.agreement_coefficients import coefficients, intervals
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text, words
from compendium.writers.refi_qda import write_qdpx

HALF = np.array([[20, 5], [10, 15]])
# What C2 gave each of the eight passages of those who did not withdraw, in the order of TALK.
SECOND = {
    "c1": [[LISTENING], [TEA]],
    "c2": [[PAPERS]],
    "c3": [[PAPERS]],
    "c4": [[LISTENING]],
    "c5": [[TEA]],
    "c6": [[LISTENING]],
    "c7": [[]],
    "c8": [[PAPERS]],
}


def read_by_both():
    """The tiny study's talk with every passage coded by both."""
    return [
        (
            case,
            area,
            [(p, first, c2) for (p, first, _), c2 in zip(passages, SECOND[case], strict=True)],
        )
        for case, area, passages in TALK
    ]


@pytest.fixture
def data(tiny):
    write_qdpx(tiny / "raw" / "talk.qdpx", project(read_by_both()))
    return open_tables(open_study("tiny"))


def rows(data) -> pd.DataFrame:
    return agreement.per_code(data).frame.set_index("code_id")


def with_third_coder(data):
    """A third coder who coded as C2 did."""
    coding = dataclasses.replace(data.study.header.coding, coders=("C1", "C2", "C3"))
    header = dataclasses.replace(data.study.header, coding=coding)
    same = data.codings[data.codings["coder"] == "C2"].assign(coder="C3")
    return dataclasses.replace(
        data,
        study=dataclasses.replace(data.study, header=header),
        codings=pd.concat([data.codings, same], ignore_index=True),
    )


def kappa(table) -> float:
    """Cohen's kappa of the first coder's decisions by the other's."""
    table = np.array(table)
    return float(cohens_kappas(np.trace(table), table.sum(axis=1), table.sum(axis=0)))


def test_kappa_of_two_judges_is_as_worked_by_hand():
    # 20 both, 5 and 10 one only, 15 neither: (0.7 - 0.5) / (1 - 0.5)
    assert kappa(HALF) == pytest.approx(0.4)


def test_the_standard_error_is_that_of_fleiss_cohen_and_everitt():
    # Their formula by hand, kappa 0.4, expected 0.5, margins .5 .5 and .6 .4:
    # .4 (1 - 1.1 x .6)^2 + .3 (1 - .9 x .6)^2 + .36 (.1 x 1.1^2 + .2 x .9^2) - (.4 - .3)^2
    variance = (0.04624 + 0.06348 + 0.10188 - 0.01) / (0.5**2 * 50)
    assert kappa_error(HALF) == pytest.approx(math.sqrt(variance))


def test_kappa_and_its_error_are_those_of_sas():
    # SAS/STAT FREQ, printed in statsmodels' own tests: kappa 0.4842, ASE 0.1380.
    table = np.array([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
    assert kappa(table) == pytest.approx(0.4842, abs=5e-5)
    assert kappa_error(table) == pytest.approx(0.1380, abs=5e-5)


def test_kappa_of_the_first_two_raters_of_anxiety_is_that_of_r(shared):
    with (shared / "reference" / "irr_anxiety.csv").open(encoding="utf-8") as file:
        raters = np.array([list(row.values())[-3:-1] for row in csv.DictReader(file)], dtype=int)
    table = np.zeros((6, 6))
    np.add.at(table, tuple(raters.T - 1), 1)
    reference = json.loads((shared / "reference" / "irr.json").read_text(encoding="utf-8"))
    expected = reference["anxiety"]["weighted_kappa_r1r2"]["unweighted"]  # irr::kappa2
    assert kappa(table) == pytest.approx(expected)


def test_coefficients_of_a_table_are_as_worked_by_hand():
    found = coefficients(HALF)
    assert found["kappa"] == pytest.approx(0.4)
    assert found["pabak"] == pytest.approx(2 * 0.7 - 1)
    # p = (25 + 30) / 100, chance 2 x .55 x .45 = .495: (.7 - .495) / .505
    assert found["ac1"] == pytest.approx(0.205 / 0.505)


@pytest.mark.parametrize("table", [[[8, 0], [0, 0]], [[0, 0], [0, 8]]])
def test_there_is_no_kappa_where_both_always_decide_the_same(table):
    assert math.isnan(kappa(table))
    assert math.isnan(coefficients(np.array(table))["kappa"])
    assert math.isnan(kappa_error(np.array(table)))


@pytest.mark.parametrize(
    ("code", "uses", "kappa"),
    [
        # Listening: both 2, C1 alone 1, C2 alone 1, neither 4: (6/8 - 34/64) / (1 - 34/64)
        ("K1.1", (3, 3), 7 / 15),
        # Tea: both 2, C1 alone 1, neither 5: (7/8 - 36/64) / (1 - 36/64)
        ("K1.2", (3, 2), 5 / 7),
        # Warmth, with the two below it: both 4, 2 and 1 alone, neither 1: (5/8 - 36/64) / (28/64)
        ("K1", (6, 5), 1 / 7),
        # Papers: both 1, 1 and 2 alone, neither 4
        ("K2", (2, 3), 1 / 7),
        # The three codes as given: both 5, 3 and 3 alone, neither 13: (18/24 - 5/9) / (4/9)
        ("all", (8, 8), 7 / 16),
    ],
)
def test_agreement_on_the_tiny_studys_eight_segments_is_as_worked_by_hand(data, code, uses, kappa):
    row = rows(data).loc[code]
    assert row["units"] == 8
    assert (row["uses_1"], row["uses_2"]) == uses
    assert row["kappa"] == pytest.approx(kappa)


def test_shares_and_sources_are_as_worked_by_hand(data):
    row = rows(data).loc["K1.1"]
    assert row["percent"] == pytest.approx(100 * 6 / 8)
    assert row["prevalence"] == pytest.approx(100 * 3 / 8)
    assert row["pabak"] == pytest.approx(0.5)
    assert row["sources"] == 3  # c1, c2, c6 and c1, c4, c6
    assert rows(data).loc["K2", "sources"] == 2


def test_all_codes_together_come_first_and_children_under_their_parent(data):
    assert list(rows(data).index) == ["all", "K1", "K1.1", "K1.2", "K2"]


def test_only_segments_that_both_coded_count(tiny):
    # As shipped, C2 coded two passages of areas' people still there: Listening once, Papers once.
    found = rows(open_tables(open_study("tiny")))
    assert set(found["units"]) == {2}
    assert found.loc["K1.1", ["uses_1", "uses_2"]].tolist() == [2, 1]
    assert found.loc["all", "kappa"] == pytest.approx(0)


def test_a_study_of_one_coder_has_no_rows(data):
    alone = data.codings[data.codings["coder"] == "C1"]
    result = agreement.per_code(dataclasses.replace(data, codings=alone))
    assert result.frame.empty


def test_every_other_coder_is_held_against_the_coder_of_record(data):
    frame = agreement.per_code(with_third_coder(data)).frame
    assert list(dict.fromkeys(frame["coder"])) == ["C2", "C3"]
    second, third = (frame[frame["coder"] == c].drop(columns="coder") for c in ("C2", "C3"))
    assert second.reset_index(drop=True).equals(third.reset_index(drop=True))


def test_the_first_coder_named_stands_first_where_the_record_is_no_one_coders(data):
    coding = dataclasses.replace(data.study.header.coding, of_record="consensus")
    header = dataclasses.replace(data.study.header, coding=coding)
    study = dataclasses.replace(data.study, header=header)
    result = agreement.per_code(dataclasses.replace(data, study=study))
    assert result.labels["coder"]["C2"].en == "C1 and C2"


def test_the_site_a_report_is_about_changes_nothing(area):
    one, other = (agreement.per_code(area(site)).frame for site in ("A", ""))
    assert one.equals(other)


def test_no_interval_stands_where_no_decision_differs(area):
    frame = agreement.per_code(area("")).frame
    same = frame["percent"] == 100
    assert frame.loc[same, ["lower", "upper"]].isna().all(axis=None)
    assert frame.loc[~same & frame["kappa"].notna(), ["lower", "upper"]].notna().all(axis=None)


def test_an_interval_holds_its_kappa_and_stays_within_its_range(area):
    frame = agreement.per_code(area("")).frame.dropna(subset=["lower"])
    assert (frame["lower"] <= frame["kappa"]).all()
    assert (frame["kappa"] <= frame["upper"]).all()
    assert frame["upper"].max() <= 1
    assert frame["lower"].min() >= -1


def test_an_interval_is_that_of_drawing_interviews(data):
    # Listening: passages of c1 to c6 and c8, each its own interview but two of c1, by hand.
    c1, c2 = [[1, 0], [0, 1]], [[0, 1], [0, 0]]
    no, other_only, both = [[0, 0], [0, 1]], [[0, 0], [1, 0]], [[1, 0], [0, 0]]
    by_source = np.array([c1, c2, no, other_only, no, both, no])
    low, high = intervals(by_source, data.study.header.seed)["kappa"]
    row = rows(data).loc["K1.1"]
    assert row[["lower", "upper"]].tolist() == pytest.approx([float(low), float(high)])


def test_a_study_that_does_not_use_agreement_has_no_rows_and_says_why(data):
    why = Text("We talk differences through.", "Trafodwn y gwahaniaethau.")
    coding = dataclasses.replace(
        data.study.header.coding, agreement="not_used", agreement_reason=why
    )
    header = dataclasses.replace(data.study.header, coding=coding)
    result = agreement.per_code(
        dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    )
    assert result.frame.empty
    assert result.labels["not_used"]["reason"] == why


def test_the_words_name_the_thresholds_that_are_used():
    said = words()["method_agreement"].text
    for text in (said.en, said.cy):
        assert f"{agreement.WEAK_BELOW:.2f}" in text
        assert f"{agreement.HIGH_FROM:.2f}" in text
        assert f"{agreement.USES_NEEDED} " in text
        assert f"{agreement.SOURCES_NEEDED} " in text
