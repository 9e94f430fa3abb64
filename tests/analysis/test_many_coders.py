"""Many coders and classes: published tables, R's irr, and calculation pair by pair."""

from __future__ import annotations

import csv
import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.intercoder.agreement_overall import cohens_kappas
from compendium.analysis.statistics import many_coders


def coefficient(name: str, ratings: np.ndarray) -> float:
    """One coefficient of a table of units (rows) and coders."""
    counts = many_coders.class_counts(ratings)
    return float(many_coders.coefficients(many_coders.sums(counts))[name][0])


def read(path) -> np.ndarray:
    """A reference table without its heading, blank cells missing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[cell or None for cell in row] for row in rows], dtype=object)


def test_krippendorffs_four_observers_and_twelve_units():
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: alpha = .743.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    ratings = np.array(observers, dtype=object).T
    assert coefficient("alpha", ratings) == pytest.approx(0.743, abs=5e-4)


def test_the_same_table_in_r(shared):
    ratings = read(shared / "reference" / "krippendorff_4x12.csv").T
    reference = json.loads((shared / "reference" / "irr.json").read_text(encoding="utf-8"))
    alpha = reference["kripp_docs_example"]["nominal"]
    # irr::kripp.alpha(t, "nominal"); AC1 is that of irrCAC::gwet.ac1.raw, .77544.
    assert coefficient("alpha", ratings) == pytest.approx(alpha)
    assert coefficient("ac1", ratings) == pytest.approx(0.77544, abs=5e-6)


def test_alpha_of_three_raters_without_gaps_is_krippendorffs_and_not_irrs(shared):
    # irr 0.84.1 takes one pair a rating for every unit without gaps (mc = 1 and not raters - 1),
    # so that it counts 120 pairable values where there are 60: its number follows from ours.
    ratings = read(shared / "reference" / "irr_anxiety.csv")
    reference = json.loads((shared / "reference" / "irr.json").read_text(encoding="utf-8"))
    ours, n = coefficient("alpha", ratings), ratings.size
    assert ours == pytest.approx(by_coincidences(ratings))
    irr = 1 - (1 - ours) * (2 * n - 1) / (2 * (n - 1))
    assert irr == pytest.approx(reference["anxiety"]["kripp"]["nominal"])


def test_the_mean_kappa_of_all_pairs_is_lights_of_r(shared):
    ratings = read(shared / "reference" / "irr_anxiety.csv").astype(int)
    reference = json.loads((shared / "reference" / "irr.json").read_text(encoding="utf-8"))
    tables = np.zeros((3, 6, 6))
    for table, pair in zip(tables, itertools.combinations(ratings.T - 1, 2), strict=True):
        np.add.at(table, tuple(pair), 1)
    # irr::kappam.light(anxiety)
    sides = tables.sum(axis=2), tables.sum(axis=1)
    kappas = cohens_kappas(np.trace(tables, axis1=1, axis2=2), *sides)
    assert kappas.mean() == pytest.approx(reference["anxiety"]["light"])


def test_fleiss_kappa_of_fourteen_raters():
    # The worked example of ten subjects, 14 raters and five classes that is used everywhere for
    # Fleiss (1971): kappa .210 (Wikipedia, "Fleiss' kappa").
    counts = np.array(
        [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ]
    )
    ratings = np.array([np.repeat(np.arange(5), row) for row in counts])
    assert coefficient("kappa", ratings) == pytest.approx(0.210, abs=5e-4)


def by_coincidences(ratings: np.ndarray) -> float:
    """Alpha by the matrix of coincidences, pair by pair (Krippendorff 2011, section C)."""
    pairs = []
    for unit in ratings:
        given = [value for value in unit if value is not None]
        pairs += [(a, b, 1 / (len(given) - 1)) for a, b in itertools.permutations(given, 2)]
    values = sorted({a for a, _, _ in pairs})
    totals = {v: sum(w for a, _, w in pairs if a == v) for v in values}
    n = sum(totals.values())
    differ = sum(w for a, b, w in pairs if a != b)
    chance = sum(totals[a] * totals[b] for a in values for b in values if a != b)
    return 1 - (n - 1) * differ / chance if chance else np.nan


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "b", "c", None]), min_size=3, max_size=3),
        min_size=1,
        max_size=12,
    )
)
def test_alpha_is_that_of_the_matrix_of_coincidences(rows):
    ratings = np.array(rows, dtype=object)
    assert coefficient("alpha", ratings) == pytest.approx(by_coincidences(ratings), nan_ok=True)


def test_sums_of_sources_come_to_those_of_all():
    ratings = np.array([["a", "a"], ["b", "a"], ["b", "b"], ["a", "a"]])
    counts = many_coders.class_counts(ratings)
    by_source = many_coders.sums(counts, np.array([0, 0, 1, 1]))
    together = many_coders.coefficients(by_source.weighted(np.ones((1, 2))))
    assert together["alpha"][0] == pytest.approx(coefficient("alpha", ratings))


def test_nothing_rated_twice_or_one_class_alone_has_no_alpha():
    assert np.isnan(coefficient("alpha", np.array([["a", None], [None, "b"]], dtype=object)))
    assert np.isnan(coefficient("alpha", np.array([["a", "a"], ["a", "a"]])))
