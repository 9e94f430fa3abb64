"""Contrasts: the comparisons of scores that were planned before analysis, and no others.

A comparison between sites is a comparison of areas and of their models at once: each area has
one model, and nothing here can tell the two apart. Groups are therefore labelled with both.
"""

from __future__ import annotations

import hashlib
import itertools

import numpy as np
import pandas as pd

from compendium.analysis.rank_tests import (
    Estimate,
    cliffs_delta,
    epsilon_squared,
    kruskal_wallis,
    mann_whitney,
    shift,
)
from compendium.analysis.result import Result, origin_of
from compendium.analysis.scales import mean_interval, score
from compendium.conclusions import PlannedComparison
from compendium.instruments import Instrument
from compendium.intake.take_in import Tables
from compendium.study import Site, Study
from compendium.words import Text

BETWEEN_SITES = "site"
# In place of a pair: every group of the comparison together.
ALL_GROUPS = "all"

# A score has a ceiling where at least this percentage of people reach the highest possible one
# (Terwee et al. 2007, Journal of Clinical Epidemiology 60:34-42).
CEILING_FROM = 15

CONTRAST_KINDS = {
    "n_2": "base",
    **dict.fromkeys(("estimate", "lower", "upper"), "coefficient"),
    "test": "text",
    **dict.fromkeys(("p", "p_holm"), "p"),
    **dict.fromkeys(("difference", "difference_lower", "difference_upper"), "mean"),
}
GROUP_KINDS = {**dict.fromkeys(("mean", "lower", "upper"), "mean"), "top": "count"}


def planned(data: Tables) -> Result:
    """Every planned contrast that can be made from here, each family adjusted (Holm).

    One row per comparison, construct and pair of groups; with three or more groups also one for
    all of them (`group_1` all, `group_2` blank, `n_1` everybody). `estimate` is Cliff's delta,
    positive where `group_1` scores higher, or epsilon squared for all groups; `difference` is
    the Hodges-Lehmann shift in points of the scale. People without a score are left out; `n_1`
    and `n_2` say how many are left. Sites are compared in the whole study only, answers to an
    item also in the site they are compared in. A comparison whose survey has not come in has no
    rows.
    """
    rows = []
    for plan in applying(data):
        for construct in plan.constructs:
            for row in _contrasts(_scores(data, plan, construct), _seed(data, plan, construct)):
                rows.append({"comparison": plan.comparison, "construct": construct, **row})
    by = ("comparison", "construct", "group_1", "group_2")
    frame = pd.DataFrame(rows, columns=[*by, "n_1", *(k for k in CONTRAST_KINDS if k != "p_holm")])
    families = {c.comparison: c.family for c in data.study.header.planned_comparisons}
    adjusted = frame.groupby(frame["comparison"].map(families), observed=False)["p"]
    frame["p_holm"] = adjusted.transform(holm) if len(frame) else frame["p"]
    return _result(data, "contrasts", frame, by, "n_1", CONTRAST_KINDS)


def group_scores(data: Tables) -> Result:
    """Scores of each group that a planned comparison compares.

    One row per comparison, construct and group: `n` people with a score, their mean with its
    95 % t interval, and how many of them reach the highest score that is possible (`top`).
    """
    rows = []
    for plan in applying(data):
        for construct in plan.constructs:
            highest = _ends(data.study.instrument(plan.instrument), (construct,))[1]
            for group, scores in _scores(data, plan, construct).items():
                key = {"comparison": plan.comparison, "construct": construct, "group": group}
                mean, lower, upper = mean_interval(pd.Series(scores))
                estimates = {"n": len(scores), "mean": mean, "lower": lower, "upper": upper}
                rows.append({**key, **estimates, "top": int((scores == highest).sum())})
    by = ("comparison", "construct", "group")
    frame = pd.DataFrame(rows, columns=[*by, "n", *GROUP_KINDS])
    return _result(data, "group_scores", frame, by, "n", GROUP_KINDS)


def applying(data: Tables) -> list[PlannedComparison]:
    """The planned comparisons that can be made from this site, or from the whole study."""
    surveyed = {s.instrument for s in data.study.source("survey")}
    return [
        plan
        for plan in data.study.header.planned_comparisons
        if plan.instrument in surveyed
        and (not data.site_id or (plan.between != BETWEEN_SITES and data.site_id in plan.sites))
    ]


def holm(p: pd.Series) -> pd.Series:
    """p adjusted for the whole family by Holm; missing where nothing was tested."""
    import pingouin

    tested = p.dropna()
    if tested.empty:
        return p
    adjusted = pingouin.multicomp(tested.to_numpy(), method="holm")[1]
    return pd.Series(adjusted, index=tested.index).reindex(p.index)


def _scores(data: Tables, plan: PlannedComparison, construct: str) -> dict[str, np.ndarray]:
    """The scores of each group compared, in the study's or the scale's order."""
    form = data.study.instrument(plan.instrument)
    mine = data.answers["instrument"] == plan.instrument
    if plan.groups:
        mine &= data.answers["group"].isin(plan.groups)
    if plan.sites:
        mine &= data.answers["site_id"].isin(plan.sites)
    answers = data.answers[mine]
    found = score(answers, form, construct, data.study.header.min_answered).dropna()
    groups = _group_of_each(answers, plan).reindex(found.index)
    # Nine places: so that equal means of whole numbers are equal, whatever was divided.
    found = found.astype("float64").round(9)
    return {g: found[groups == g].to_numpy() for g in _groups(data.study, plan)}


def _group_of_each(answers: pd.DataFrame, plan: PlannedComparison) -> pd.Series:
    """The group each person belongs to: their site, or what they answered to the item."""
    if plan.between == BETWEEN_SITES:
        return answers.drop_duplicates("participant_id").set_index("participant_id")["site_id"]
    chosen = answers[(answers["item_id"] == plan.between) & answers["value"].notna()]
    answered = chosen.set_index("participant_id")["value"]
    return plan.between + ":" + answered.astype("str")


def _groups(study: Study, plan: PlannedComparison) -> dict[str, Text]:
    """The text of each group compared: a site with its model, or an answer to the item."""
    if plan.between == BETWEEN_SITES:
        chosen = [s for s in study.sites if not plan.sites or s.site_id in plan.sites]
        return {s.site_id: with_model(study, s) for s in chosen}
    form = study.instrument(plan.instrument)
    item = next(i for i in form.items if i.item_id == plan.between)
    return {
        f"{plan.between}:{option.value}": option.label
        for option in form.scale_of(item).levels
        if not plan.levels or str(option.value) in plan.levels
    }


def with_model(study: Study, site: Site) -> Text:
    """A site with its model: ``Area A (peer advocates)``."""
    model = study.model_label(site)
    cy = f"{site.label.cy} ({model.cy})" if site.label.cy and model.cy else ""
    return Text(f"{site.label.en} ({model.en})", cy)


def _contrasts(scores: dict[str, np.ndarray], seed: int) -> list[dict]:
    """The rows of one construct: all groups together if there are three, then pair by pair."""
    rows = []
    if len(scores) > 2:
        people = [s for s in scores.values() if len(s)]
        rows.append(
            {
                "group_1": ALL_GROUPS,
                "group_2": "",
                "n_1": sum(map(len, people)),
                "n_2": np.nan,
                "test": "kruskal_wallis",
                "p": kruskal_wallis(people),
                **_named(epsilon_squared(people, seed), "estimate"),
                **_named(Estimate(), "difference", "difference_"),
            }
        )
    return rows + [_pair(*names, scores) for names in itertools.combinations(scores, 2)]


def _pair(one: str, other: str, scores: dict[str, np.ndarray]) -> dict:
    first, second = scores[one], scores[other]
    test, p = mann_whitney(first, second)
    return {
        "group_1": one,
        "group_2": other,
        "n_1": len(first),
        "n_2": len(second),
        "test": test,
        "p": p,
        **_named(cliffs_delta(first, second), "estimate"),
        **_named(shift(first, second), "difference", "difference_"),
    }


def _named(found: Estimate, name: str, prefix: str = "") -> dict[str, float]:
    return {name: found.value, f"{prefix}lower": found.lower, f"{prefix}upper": found.upper}


def _seed(data: Tables, plan: PlannedComparison, construct: str) -> int:
    """A seed of the study's own for each row, the same wherever and whenever it is drawn."""
    name = f"{data.study.header.seed} {plan.comparison} {construct}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def _ends(form: Instrument, constructs: tuple[str, ...]) -> tuple[int, int]:
    """The lowest and the highest score that is possible."""
    items = [i for c in constructs for i in form.items_of(c)]
    levels = [v for i in items for v in form.scale_of(i).values]
    return min(levels), max(levels)


def _result(data: Tables, measure: str, frame: pd.DataFrame, by, people: str, kinds) -> Result:
    return Result(
        measure,
        frame,
        by=by,
        people=people,
        kinds=kinds,
        population=_places(data.study, [data.site_id] if data.site_id else []),
        method=f"method_{measure}",
        origin=origin_of(data.participants, data.answers),
        labels=_labels(data),
    )


def _labels(data: Tables) -> dict[str, dict[str, Text]]:
    """Texts of the keys; of each comparison where it is made, and its scale's ends.

    `between_sites` lists the comparisons in which area and model cannot be told apart.
    """
    plans, study = applying(data), data.study
    forms = {p.comparison: study.instrument(p.instrument) for p in plans}
    ends = {p.comparison: _ends(forms[p.comparison], p.constructs) for p in plans}
    groups = {g: t for p in plans for g, t in _groups(study, p).items()}
    every = {ALL_GROUPS: Text("all groups", "pob grŵp"), "": Text("")}
    titles = {p.comparison: p.title for p in plans}
    return {
        "comparison": titles,
        "construct": {c.construct: c.label for f in forms.values() for c in f.constructs},
        "group": groups,
        "group_1": {**groups, **every},
        "group_2": {**groups, **every},
        "where": {p.comparison: _places(study, p.sites) for p in plans},
        "between_sites": {p.comparison: p.title for p in plans if p.between == BETWEEN_SITES},
        "least": {c: Text(str(low), str(low)) for c, (low, _) in ends.items()},
        "most": {c: Text(str(high), str(high)) for c, (_, high) in ends.items()},
        "ceiling": {"from": Text(f"{CEILING_FROM}%", f"{CEILING_FROM}%")},
    }


def _places(study: Study, sites) -> Text:
    """Every site of `sites`, or of the study, with its model, one after the other."""
    named = [with_model(study, s) for s in study.sites if not sites or s.site_id in sites]
    cy = ", ".join(n.cy for n in named) if all(n.cy for n in named) else ""
    return Text(", ".join(n.en for n in named), cy)
