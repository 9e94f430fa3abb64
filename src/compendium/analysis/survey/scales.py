"""Scales: scores with reversal, how well their items hang together, and what each item brings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics.rank_tests import LEVEL, Estimate
from compendium.analysis.statistics.reliability import alpha_alone, reliability
from compendium.analysis.statistics.reliability import item_statistics as items_of_a_scale
from compendium.analysis.survey.asked import (
    answers_of,
    asked,
    item_labels,
    population,
    stage_of,
    surveyed_with,
)
from compendium.analysis.survey.distributions import distribution, parts_of, score_range
from compendium.analysis.survey.seeds import seed_of
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.words import Text

RELIABILITY = tuple(
    f"{name}{end}" for name in ("alpha", "omega") for end in ("", "_lower", "_upper")
)
# Why a number is missing: the words for each refusal of `reliability`.
GUARDS = {
    "": "",
    "few_people": "guard_few_people",
    "few_items": "guard_few_items",
    "two_items": "guard_two_items",
    "few_for_a_factor": "guard_few_for_a_factor",
    "no_variance": "guard_constant_topic",
    "constant_item": "guard_constant_item",
}
# Answers crowd at an end of the scale where at least this percentage of people choose it; what
# Terwee et al. 2007 (Journal of Clinical Epidemiology 60:34-42) ask of scores, asked of items.
CROWDED_FROM = 15
ITEM_KINDS = {
    **dict.fromkeys(("least", "around"), "base"),
    **dict.fromkeys(("item_rest", "alpha_without", "alpha"), "coefficient"),
    "guard": "guard",
    **dict.fromkeys(("lowest", "highest"), "percent"),
    **dict.fromkeys(("floor", "ceiling"), "text"),
}


def values(
    answers: pd.DataFrame, instrument: Instrument, construct: str, stage: str
) -> pd.DataFrame:
    """One row per person, one column per item of a construct, scored from the favourable end.

    A reversed item with levels from a to b scores a + b - answer. Missing stays missing. Items
    asked once count for every `stage`.
    """
    items = instrument.items_of(construct)
    answers = answers[answers["item_id"].isin([i.item_id for i in items])]
    given = answers.set_index("participant_id")["value"].astype("Float64")
    asked_of, at = answers["item_id"].to_numpy(), answers["stage"].to_numpy()
    columns = {}
    for item in items:
        own = stage_of(item, stage)
        chosen = given[(asked_of == item.item_id) & (at == own)]
        columns[item.item_id] = scored(chosen, item, instrument)
    return pd.DataFrame(columns)


def scored(given: pd.Series, item: Item, instrument: Instrument) -> pd.Series:
    """Answers of one item, turned round if it is reversed."""
    levels = instrument.scale_of(item).values
    return min(levels) + max(levels) - given if item.reversed else given


def score(
    answers: pd.DataFrame,
    instrument: Instrument,
    construct: str,
    min_answered: dict[str, int],
    stage: str = "now",
) -> pd.Series:
    """Mean of the answered items per person; missing where fewer than the rule are answered.

    `min_answered` gives, for a construct of so many items, how many answers a score needs.
    """
    table = values(answers, instrument, construct, stage)
    return score_of(table, min_answered[str(table.shape[1])]).astype("Float64")


def score_of(table: pd.DataFrame, needed: int) -> pd.Series:
    """Mean of each person's answers, missing where fewer than `needed` are answered.

    `table` has one row per person and one column per item, scored from the favourable end.
    """
    given = table.to_numpy(dtype="float64", na_value=np.nan)
    there = ~np.isnan(given)
    answered, total = there.sum(axis=1), np.where(there, given, 0).sum(axis=1)
    means = np.full(len(table), np.nan)
    np.divide(total, answered, out=means, where=answered >= max(needed, 1))
    return pd.Series(means, index=table.index)


@remembered
def summary(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """Mean score of each construct, and how well its items hang together.

    One row per construct: `n` people with a score, its mean with a 95 % t interval, the number
    of items, alpha with its Feldt interval, omega (one factor, maximum likelihood) with its
    bootstrap interval, and `alpha_n`, the people both rest on (listwise). `guard` says why alpha
    or omega is missing. `groups`: the respondents counted, all of the instrument's if none is
    named. A study without a survey has no rows. Of all sites together the parts are those of
    `distribution`; they hold numbers of people alone, so that nothing is resampled for them.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    chosen = groups or form.groups
    answers = answers_of(data, form, groups)
    rows = [
        _summary(answers, form, c.construct, rule, seed_of(data, c.construct))
        for c in form.constructs
        if c.scored
    ]
    estimates = {
        **dict.fromkeys(("mean", "lower", "upper"), "mean"),
        "items": "text",
        "alpha_n": "base",
        **dict.fromkeys(RELIABILITY, "coefficient"),
        "guard": "guard",
    }
    return Result(
        "scores",
        pd.DataFrame(rows, columns=["construct", "n", *estimates]),
        by=("construct",),
        people="n",
        kinds=estimates,
        population=population(data, form, groups),
        method="method_scores",
        assumption="assumption_reliability",
        origin=origin_of(data.participants, data.answers),
        labels={**item_labels(form), **asked(data, form, chosen), "range": score_range(form)},
        groups=chosen,
        parts=parts_of(_with_scores, data, instrument, chosen),
    )


def _summary(
    answers: pd.DataFrame, form: Instrument, construct: str, rule: dict[str, int], seed: int
) -> dict:
    """The summary's row of one construct."""
    given = values(answers, form, construct, "now")
    scores = score_of(given, rule[str(given.shape[1])]).dropna()
    mean, lower, upper = mean_interval(scores)
    found = reliability(given, seed)
    return {
        "construct": construct,
        "n": len(scores),
        "mean": mean,
        "lower": lower,
        "upper": upper,
        "items": str(len(form.items_of(construct))),
        "alpha_n": found.n,
        **_named(found.alpha, "alpha"),
        **_named(found.omega, "omega"),
        "guard": GUARDS[found.refused],
    }


def _named(found: Estimate, name: str) -> dict[str, float]:
    return {name: found.value, f"{name}_lower": found.lower, f"{name}_upper": found.upper}


def _with_scores(data: Tables, instrument: str, groups: tuple[str, ...]) -> Result:
    """One row per construct: `n` people with a score, `alpha_n` who answered all its items.

    `guard` says where these answered alike.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    answers, rows = answers_of(data, form, groups), []
    for construct in (c.construct for c in form.constructs if c.scored):
        given = values(answers, form, construct, "now")
        scores = score_of(given, rule[str(given.shape[1])])
        complete, several = len(given.dropna()), given.shape[1] > 1
        alike = several and complete > 1 and np.isnan(alpha_alone(given))
        numbers = {"n": int(scores.notna().sum()), "alpha_n": complete}
        guard = GUARDS["no_variance" if alike else ""]
        rows.append({"construct": construct, **numbers, "guard": guard})
    return Result(
        "scores",
        pd.DataFrame(rows, columns=["construct", "n", "alpha_n", "guard"]),
        by=("construct",),
        people="n",
        kinds={"alpha_n": "base", "guard": "guard"},
        population=population(data, form, groups),
        method="method_scores",
        origin=origin_of(data.participants, data.answers),
        groups=groups,
    )


@remembered
def item_statistics(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """What each item brings to its scale, and whether answers crowd at an end of it.

    One row per construct and item, scored from the favourable end. Of the `n` people who answered
    every item of the construct (listwise; they are among the `around` with a score): the
    correlation with the sum of the other items (`item_rest`), `alpha` of the scale and alpha
    without the item; `guard` says why one of them is missing. Of everybody who answered the
    item: the percentage with the `lowest` and the `highest` possible answer, and whether it
    reaches CROWDED_FROM (`floor`, `ceiling`: yes or blank). `beside` is how the same people
    answered, `parts` are as those of `distribution`.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    answers, chosen = answers_of(data, form, groups), groups or form.groups
    rows = []
    for construct in (c.construct for c in form.constructs if c.scored):
        given = values(answers, form, construct, "now")
        around = int(score_of(given, rule[str(given.shape[1])]).notna().sum())
        rows += [
            {"construct": construct, "around": around, **row, **_ends(given, form, row["item_id"])}
            for row in _brought(given)
        ]
    return Result(
        "items",
        pd.DataFrame(rows, columns=["construct", "item_id", "n", *ITEM_KINDS]),
        by=("construct", "item_id"),
        people="n",
        kinds=ITEM_KINDS,
        population=population(data, form, groups),
        method="method_items",
        assumption="assumption_items",
        origin=origin_of(data.participants, data.answers),
        labels={**item_labels(form), **asked(data, form, chosen), "method": _crowded()},
        groups=chosen,
        parts=parts_of(item_statistics, data, instrument, chosen),
        beside=(distribution(data, instrument, groups),),
    )


def _brought(given: pd.DataFrame) -> list[dict]:
    """What each column of a person × item table brings to the sum of all."""
    found, alpha = items_of_a_scale(given), alpha_alone(given)
    n, refused = int(found["n"].iloc[0]), _refused(found, alpha)
    rows = []
    for item in found.to_dict("records"):
        numbers = {"item_rest": item["item_rest"], "alpha_without": item["alpha_if_deleted"]}
        numbers["alpha"] = alpha
        why = refused or ("two_items" if len(found) == 2 else "")
        if refused:
            numbers = dict.fromkeys(numbers, np.nan)
        elif not why and np.isnan(list(numbers.values())).any():
            why = "no_variance"
        if refused == "no_variance" and item["sd"] == 0:
            why = "constant_item"
        rows.append(
            {"item_id": item["item_id"], "n": n, "least": n, **numbers, "guard": GUARDS[why]}
        )
    return rows


def _refused(found: pd.DataFrame, alpha: float) -> str:
    """Why nothing is said of any item of a scale; blank where something is."""
    if len(found) < 2:
        return "few_items"
    if found["n"].iloc[0] < 2:
        return "few_people"
    return "no_variance" if np.isnan(alpha) else ""


def _ends(given: pd.DataFrame, form: Instrument, item_id: str) -> dict:
    """The shares of one item's answers at the ends of its scale, and whether they crowd there."""
    item = next(i for i in form.items if i.item_id == item_id)
    levels, own = form.scale_of(item).values, given[item_id].dropna()
    ends = {"lowest": (own == min(levels)).sum(), "highest": (own == max(levels)).sum()}
    percent = {k: 100 * int(v) / len(own) if len(own) else np.nan for k, v in ends.items()}
    flags = ("floor", "ceiling")
    crowded = ("yes" if p >= CROWDED_FROM else "" for p in percent.values())
    return {**percent, **dict(zip(flags, crowded, strict=True))}


def _crowded() -> dict[str, Text]:
    return {"crowded": Text(f"{CROWDED_FROM}%", f"{CROWDED_FROM}%")}


def mean_interval(scores: pd.Series) -> tuple[float, float, float]:
    """Mean with its 95 % t interval; all missing below two people."""
    from scipy import special  # a quantile needs no scipy.stats, which takes long to import

    if len(scores) < 2:
        return np.nan, np.nan, np.nan
    mean = scores.mean()
    t = special.stdtrit(len(scores) - 1, 0.5 + LEVEL / 2)
    margin = t * scores.std(ddof=1) / np.sqrt(len(scores))
    return float(mean), float(mean - margin), float(mean + margin)
