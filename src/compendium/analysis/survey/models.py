"""Models of scores over the whole study: proportional odds by site, and people within areas.

A site stands in a model as itself (a fixed effect). What would speak of areas in general, an
intraclass correlation or errors that allow for areas, is refused below ten of them.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics.clusters import FEWEST, cluster_robust, likeness
from compendium.analysis.statistics.mixed_ordinal import mixed_ordinal
from compendium.analysis.statistics.ordinal import (
    ALL_TERMS,
    GUARD_OF,
    OrdinalModel,
    against_none,
    against_reference,
    proportional_odds,
)
from compendium.analysis.statistics.rank_tests import Estimate
from compendium.analysis.survey.compared import (
    ALL_GROUPS,
    BETWEEN_SITES,
    Compared,
    applying,
    compared,
    labels_of,
    places,
)
from compendium.analysis.survey.contrasts import why_not
from compendium.conclusions import PlannedComparison
from compendium.intake.tables import Tables
from compendium.words import Text

BY = ("comparison", "construct", "group_1", "group_2")
ORDINAL_KINDS = {
    **dict.fromkeys(("least", "around"), "base"),
    **dict.fromkeys(("estimate", "lower", "upper"), "coefficient"),
    **dict.fromkeys(("p", "check"), "p"),
    "guard": "guard",
}
CLUSTER_KINDS = {
    **dict.fromkeys(("least", "around"), "base"),
    "areas": "text",
    **dict.fromkeys(("estimate", "lower", "upper", "design_effect"), "coefficient"),
    "df": "decimal",
    "p": "p",
    "guard": "guard",
}
# Why nothing is said of how alike people of one area are, as a reader is told.
NO_LIKENESS = {"few_clusters": "guard_few_clusters", "no_variance": "guard_no_variation"}
# What a row of `clusters` estimates: how alike people of one area are, or how a model of service
# differs from the first, in points or as odds.
LIKENESS, DIFFERENCE, ODDS = "likeness", "difference", "odds"


@remembered
def ordinal_by_site(data: Tables) -> Result:
    """Proportional odds of a higher score, by site, of each planned comparison between sites.

    One row per comparison, construct and site but the first, which is the reference (`group_2`):
    `estimate` is the odds ratio with its Wald interval and p. Before them one row of all sites
    (`group_1` all): p of the likelihood-ratio test that the sites make no difference. `check` is p
    of the test that the odds are the same at every cut, on scores rounded to whole points of the
    scale: at each of some twenty values it would rest on a handful of people. Only the whole study
    has rows. `guard` says why a model is refused: fewer than ten people per coefficient in the
    smaller part of the best split of the scale, say.
    """
    plans = _between_sites(data)
    rows = []
    for plan, construct in _each(plans):
        people = compared(data, plan, construct)
        key = {"comparison": plan.comparison, "construct": construct}
        rows += [{**key, **row} for row in _odds(people.scores())]
    frame = pd.DataFrame(rows, columns=[*BY, "n", *ORDINAL_KINDS])
    return _result(data, plans, "ordinal", frame, ORDINAL_KINDS)


def _between_sites(data: Tables) -> list[PlannedComparison]:
    return [p for p in applying(data) if p.between == BETWEEN_SITES]


def _each(plans: list[PlannedComparison]):
    return ((plan, construct) for plan in plans for construct in plan.constructs)


def _odds(scores: dict[str, np.ndarray]) -> list[dict]:
    """The rows of one construct."""
    sizes = [len(s) for s in scores.values()]
    base = {"n": sum(sizes), "least": min(sizes, default=0), "around": np.nan}
    reference, *others = scores
    rows = [{"group_1": ALL_GROUPS, "group_2": ""}]
    rows += [{"group_1": site, "group_2": reference} for site in others]
    guard, numbers = _fitted(scores)
    blank = dict.fromkeys(("estimate", "lower", "upper", "p", "check"), np.nan)
    return [row | base | blank | numbers.get(row["group_1"], {}) | {"guard": guard} for row in rows]


def _fitted(scores: dict[str, np.ndarray]) -> tuple[str, dict[str, dict]]:
    """Why there is no model, else the numbers of each row."""
    if len(scores) < 2:
        return "guard_few_groups", {}
    if guard := why_not(list(scores.values())):
        return guard, {}
    answers = pd.Series(np.concatenate(list(scores.values())))
    site = pd.Series(np.repeat(list(scores), [len(s) for s in scores.values()]))
    design = against_reference(site, list(scores))
    model = proportional_odds(answers, design, checked=False)
    if model.refused:
        return GUARD_OF[model.refused], {}
    check = proportional_odds(np.floor(answers + 0.5), design)
    return "", _numbers(model, check, against_none(model, answers))


def _numbers(model: OrdinalModel, check: OrdinalModel, p: float) -> dict[str, dict]:
    """Of all sites the test and the check together; of each site its odds ratio and its check."""
    found = {}
    for term in model.terms:
        ratio, tested = term.odds_ratio, check.assumption.get(term.name, np.nan)
        interval = {"estimate": ratio.value, "lower": ratio.lower, "upper": ratio.upper}
        found[term.name] = {**interval, "p": term.p, "check": tested}
    together = ALL_TERMS if len(model.terms) > 1 else model.terms[0].name
    return {**found, ALL_GROUPS: {"p": p, "check": check.assumption.get(together, np.nan)}}


@remembered
def clusters(data: Tables) -> Result:
    """How alike people of one area are, and models of service compared with that allowed for.

    One row per comparison between sites and construct (`analysis` likeness): `estimate` is the
    intraclass correlation of the score (REML; its interval by F), `design_effect` how many times
    as large the variance of a mean is for it. With ten areas or more also two rows per model of
    service but the first (`term`). `difference`: of mean scores in points, with CR2 errors by area
    and Satterthwaite's degrees of freedom. `odds`: the odds ratio of a higher score in a
    proportional-odds model of the score's ordered values with a random intercept of each area
    (`mixed_ordinal`), Wald interval and p. Below ten areas the one row says that nothing is
    calculated.
    """
    plans = _between_sites(data)
    rows = []
    for plan, construct in _each(plans):
        people = compared(data, plan, construct)
        key = {"comparison": plan.comparison, "construct": construct}
        rows += [{**key, **row} for row in _clustered(data, people)]
    by = ("comparison", "construct", "analysis", "term")
    frame = pd.DataFrame(rows, columns=[*by, "n", *CLUSTER_KINDS])
    frame["design_effect"] = frame["design_effect"].astype("float64")
    result = _result(data, plans, "clusters", frame, CLUSTER_KINDS, by)
    result.labels["term"] = {"": Text(""), **data.study.header.models}
    return result


def _clustered(data: Tables, people: Compared) -> list[dict]:
    """The rows of one construct."""
    scores = people.scores()
    score = pd.Series(np.concatenate([*scores.values(), np.empty(0)]))
    sizes = {site: len(own) for site, own in scores.items() if len(own)}
    area = pd.Series(list(itertools.chain.from_iterable([s] * n for s, n in sizes.items())))
    alike = likeness(score, area.astype("str"))
    base = {"n": len(score), "around": np.nan, "areas": str(len(sizes))}
    base |= {
        "least": min(map(len, scores.values()), default=0),
        "guard": NO_LIKENESS.get(alike.refused, ""),
    }
    first = {"analysis": LIKENESS, "term": "", "estimate": alike.reml}
    first |= {"lower": alike.lower, "upper": alike.upper}
    first["design_effect"] = alike.design_effect
    others = [] if alike.refused else _by_model(data, score, area)
    return [base | row for row in (first, *others)]


def _by_model(data: Tables, score: pd.Series, area: pd.Series) -> list[dict]:
    """Each model of service against the first, allowing for areas in either way."""
    model_of = {s.site_id: s.model for s in data.study.sites}
    model = area.map(model_of)
    models = [m for m in dict.fromkeys(model_of.values()) if (model == m).any()]
    if len(models) < 2:
        return []
    design = against_reference(model, models)
    differences = cluster_robust(score, design, area)[1:]
    rows = [_row(DIFFERENCE, t.name, t.estimate, t.p) | {"df": t.df} for t in differences]
    mixed = mixed_ordinal(score, design, area)
    if mixed.refused:
        return rows + [{"analysis": ODDS, "term": m, "guard": mixed.refused} for m in models[1:]]
    return rows + [_row(ODDS, t.name, t.odds_ratio, t.p) for t in mixed.terms]


def _row(analysis: str, term: str, found: Estimate, p: float) -> dict:
    limits = {"estimate": found.value, "lower": found.lower, "upper": found.upper}
    return {"analysis": analysis, "term": term, **limits, "p": p}


def _result(data: Tables, plans, measure: str, frame: pd.DataFrame, kinds, by=BY) -> Result:
    fewest = Text(str(FEWEST), str(FEWEST))
    return Result(
        measure,
        frame,
        by=by,
        people="n",
        kinds=kinds,
        population=places(data.study),
        method=f"method_{measure}",
        assumption={"ordinal": "assumption_ordinal", "clusters": "assumption_clusters"}[measure],
        origin=origin_of(data.participants, data.answers),
        labels={**labels_of(data, plans), "fewest": {"areas": fewest}},
    )
