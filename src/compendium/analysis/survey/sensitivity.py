"""Does each planned comparison survive other choices than those it was planned with?

Beside the main analysis stand those that somebody could have made instead: people who answered
everything, gaps filled in, a model, without doubtful responses. None replaces it.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics.missing import imputed, pool
from compendium.analysis.statistics.ordinal import GUARD_OF, proportional_odds
from compendium.analysis.statistics.rank_tests import (
    Estimate,
    cliffs_delta,
    delta_variance,
    mann_whitney,
)
from compendium.analysis.survey.compared import (
    Compared,
    applying,
    compared,
    labels_of,
    places,
)
from compendium.analysis.survey.contrasts import why_not
from compendium.analysis.survey.scales import score_of
from compendium.analysis.survey.seeds import seed_of
from compendium.conclusions import PlannedComparison
from compendium.intake.tables import Tables

# In the order they are shown; the first is the one that was planned.
ANALYSES = ("main", "complete", "imputed", "ordinal", "unflagged")
BY = ("comparison", "construct", "group_1", "group_2", "analysis")
KINDS = {
    **dict.fromkeys(("n_2", "main_1", "main_2"), "base"),
    **dict.fromkeys(("estimate", "lower", "upper"), "coefficient"),
    "p": "p",
    **dict.fromkeys(("effect", "agreement"), "text"),
    "guard": "guard",
}


@remembered
def sensitivity(data: Tables) -> Result:
    """Each pair of groups of each planned comparison, analysed in every way of `ANALYSES`.

    One row per comparison, construct, pair and analysis. `main` is the row that `contrasts.planned`
    prints: Cliff's delta of everybody with a score, p of the Mann-Whitney test. `complete`: the
    same of people who answered every item. `imputed`: the same of everybody who answered anything,
    gaps filled 20 times. `ordinal`: the log odds ratio of a proportional-odds model of the scores'
    ordered values. `unflagged`: as `main` without responses that intake flagged (one answer
    throughout). p is adjusted nowhere. `main_1` and `main_2` are the people of the main analysis;
    they stay inside, and so does how far another number is from them. Whether a row agrees with
    the main one (`agreement`) is said of released numbers, and blank here.
    """
    plans = applying(data)
    rows = [row for plan in plans for row in _of_a_comparison(data, plan)]
    return Result(
        "sensitivity",
        pd.DataFrame(rows, columns=[*BY, "n_1", *KINDS]),
        by=BY,
        people="n_1",
        kinds=KINDS,
        population=places(data.study, [data.site_id] if data.site_id else []),
        method="method_sensitivity",
        assumption="assumption_sensitivity",
        origin=origin_of(data.participants, data.answers),
        labels=labels_of(data, plans),
    )


def _of_a_comparison(data: Tables, plan: PlannedComparison) -> list[dict]:
    """Every row of one comparison; gaps are filled once for all of its constructs."""
    people = {c: compared(data, plan, c) for c in plan.constructs}
    completed = _filled(people, seed_of(data, plan.comparison, "imputed"))
    rows = []
    for construct, own in people.items():
        for pair in itertools.combinations(own.groups, 2):
            main = tuple(len(s) for s in _two(own.scores(), pair))
            for analysis in ANALYSES:
                rows.append(
                    {
                        **dict(zip(BY, (plan.comparison, construct, *pair, analysis), strict=True)),
                        **dict(zip(("main_1", "main_2"), main, strict=True)),
                        "effect": "log_odds_ratio" if analysis == "ordinal" else "cliffs_delta",
                        "agreement": "",
                        **_analysed(analysis, own, completed[construct], pair),
                    }
                )
    return rows


def _two(scores: dict[str, np.ndarray], pair: tuple[str, str]) -> list[np.ndarray]:
    return [scores[group] for group in pair]


def _analysed(
    analysis: str, people: Compared, completed: list[dict[str, np.ndarray]], pair: tuple[str, str]
) -> dict:
    """The numbers of one row."""
    if analysis == "imputed":
        return _pooled([_two(scores, pair) for scores in completed])
    among = {"complete": people.items.notna().all(axis=1), "unflagged": ~people.flagged}
    scores = _two(people.scores(among.get(analysis)), pair)
    return _by_model(scores) if analysis == "ordinal" else _by_rank(scores)


def _row(scores: list[np.ndarray], found: Estimate, p: float, guard: str = "") -> dict:
    sizes = dict(zip(("n_1", "n_2"), map(len, scores), strict=True))
    numbers = {"estimate": found.value, "lower": found.lower, "upper": found.upper, "p": p}
    return {**sizes, **numbers, "guard": guard}


def _by_rank(scores: list[np.ndarray]) -> dict:
    if guard := why_not(scores):
        return _row(scores, Estimate(), np.nan, guard)
    return _row(scores, cliffs_delta(*scores), mann_whitney(*scores)[1])


def _by_model(scores: list[np.ndarray]) -> dict:
    """The log odds ratio of a higher score in the first group.

    A score of a few items has many ordered values; the model takes each as a level, as an ordinal
    analysis of a continuous outcome does (Liu, Shepherd, Li and Harrell 2017, Statistics in
    Medicine 36:4316-4335).
    """
    if guard := why_not(scores):
        return _row(scores, Estimate(), np.nan, guard)
    first = pd.Series(np.repeat([1.0, 0.0], [len(s) for s in scores]))
    model = proportional_odds(pd.Series(np.concatenate(scores)), first.to_frame("first"), False)
    if model.refused:
        return _row(scores, Estimate(), np.nan, GUARD_OF[model.refused])
    return _row(scores, model.terms[0].estimate, model.terms[0].p)


def _pooled(completed: list[list[np.ndarray]]) -> dict:
    """Cliff's delta over completed tables, by Rubin's rules on Fisher's z scale.

    Delta is bounded, and its variance goes with it; so it is pooled as van Buuren advises for
    correlations (2018, Flexible Imputation of Missing Data, section 5.2, table 5.2), with the
    variance of z by the delta method. It has none where groups do not overlap at all.
    """
    scores = completed[0]
    if guard := next(filter(None, map(why_not, completed)), ""):
        return _row(scores, Estimate(), np.nan, guard)
    deltas = np.array([cliffs_delta(*pair).value for pair in completed])
    if (abs(deltas) == 1).any():
        return _row(scores, Estimate(), np.nan, "guard_no_overlap")
    own = np.array([delta_variance(*pair) for pair in completed]) / (1 - deltas**2) ** 2
    found = pool(np.arctanh(deltas), own, sum(map(len, scores)) - 2)
    limits = (found.estimate.value, found.estimate.lower, found.estimate.upper)
    return _row(scores, Estimate(*(float(np.tanh(z)) for z in limits)), found.p)


def _filled(people: dict[str, Compared], seed: int) -> dict[str, list[dict[str, np.ndarray]]]:
    """Of each construct the scores of each group in every completed table.

    The groups go into the imputation beside the items: left out, they would be pulled together
    (White, Royston and Wood 2011, Statistics in Medicine 30:377-399, section 5). Whoever answered
    none of the items, or is in none of the groups, is left out.
    """
    tables = {c: own.items for c, own in people.items()}
    items = pd.concat(tables, axis=1)
    items.columns = [f"{c} {item}" for c, item in items.columns]
    group = next(iter(people.values())).group.reindex(items.index)
    names = next(iter(people.values())).groups
    kept = items.notna().any(axis=1) & group.isin(names)
    items, group = items[kept], group[kept]
    beside = pd.DataFrame({g: (group == g).astype("float64") for g in names[1:]})
    found: dict[str, list[dict[str, np.ndarray]]] = {c: [] for c in people}
    for table in imputed(items.join(beside), seed):
        for construct, own in tables.items():
            mine = table[[f"{construct} {item}" for item in own.columns]]
            scores = score_of(mine, mine.shape[1]).round(9)
            by_group = {g: scores[(group == g) & scores.notna()].to_numpy() for g in names}
            found[construct].append(by_group)
    return found
