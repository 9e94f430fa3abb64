"""Mean scores beside those of complete answers and of imputed ones: never instead of them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics import missing
from compendium.analysis.statistics.rank_tests import Estimate
from compendium.analysis.survey.asked import (
    answers_of,
    asked,
    item_labels,
    population,
    stage_of,
    surveyed_with,
)
from compendium.analysis.survey.nonresponse import answered_most, at, places, rated
from compendium.analysis.survey.sample import area_labels, who_took_part
from compendium.analysis.survey.scales import mean_interval, score, scored, values
from compendium.analysis.survey.seeds import seed_of
from compendium.instruments import Instrument
from compendium.intake.tables import Tables

# People with enough answers for a score, those who answered every question of the topic, and
# everybody with the gaps filled in.
ENOUGH, COMPLETE, IMPUTED = WAYS = ("enough", "complete", "imputed")
# Residual degrees of freedom below which a regression on everything else says nothing (rule S6).
RESIDUAL_FROM = 10
KINDS = {
    **dict.fromkeys(("mean", "lower", "upper"), "mean"),
    "missing_information": "percent",
    "guard": "guard",
    **dict.fromkeys(("least", "around"), "base"),
}


@dataclasses.dataclass(frozen=True)
class Completed:
    """Completed tables of the rated answers of some people; none, with why (`guard`)."""

    answers: pd.DataFrame
    tables: tuple[pd.DataFrame, ...] = ()
    guard: str = ""


@remembered
def beside_complete(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """Mean scores of people with enough answers, of complete ones, and of everybody by imputation.

    One row per construct, area and way (`WAYS`): `n` people, mean with its 95 % interval. Of the
    imputed also how many percent of information the gaps cost (`missing_information`, Rubin's), a
    guard where nothing was missing (the numbers are then those of the answers) or nothing can be
    imputed. Twenty imputations by chained equations with matched donors (`missing.imputed`), with
    all rated answers, area and group as predictors, over all areas of the study also where it is
    seen from one; pooled by Rubin's rules with the degrees of freedom of Barnard and Rubin. Areas
    as in `nonresponse.by_item`; groups that answers make inside an area are not among them.
    `around`: the number of people that is printed elsewhere and among whom these are.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    chosen, rows = groups or form.groups, []
    topics = [c.construct for c in form.constructs if c.scored]
    filled = completed(data, form, groups) if topics else Completed(pd.DataFrame())
    for construct in topics:
        for place in places(data, chosen):
            mine = answers_of(at(data, place), form, groups)
            there = score(mine, form, construct, rule).dropna().astype("float64")
            full = values(mine, form, construct, "now").dropna().astype("float64").mean(axis=1)
            people = pd.Index(mine["participant_id"].unique())
            found = {
                ENOUGH: _plain(there),
                COMPLETE: _plain(full) | {"around": len(there)},
                IMPUTED: _pooled(filled, form, construct, people),
            }
            key = {"construct": construct, "area": place}
            rows += [key | {"way": way} | row for way, row in found.items()]
    return _result(data, form, chosen, rows)


def completed(data: Tables, form: Instrument, groups: tuple[str, ...]) -> Completed:
    """Everybody's rated answers with their gaps filled, in every area.

    Whether there are enough people is judged by the largest number that answered any one question,
    so that it says nothing of those who answered nothing.
    """
    everywhere = data.but(site_id="", answers=data.answers_everywhere)
    given = answers_of(everywhere, form, groups)
    table = rated(given, form)
    people = given.drop_duplicates("participant_id").set_index("participant_id")
    beside = pd.get_dummies(people[["site_id", "group"]], drop_first=True, dtype="float64")
    full = pd.concat([table, beside.reindex(table.index)], axis=1)
    if answered_most(given) < full.shape[1] + 1 + RESIDUAL_FROM:
        return Completed(table, guard="guard_few_people")
    seed = seed_of(data, "imputation", form.instrument, " ".join(groups))
    tables = missing.imputed(full, seed)
    return Completed(table, tuple(t[table.columns] for t in tables))


def _plain(scores: pd.Series) -> dict:
    """The row of some scores: their mean with its interval."""
    mean, lower, upper = mean_interval(scores)
    return _row(len(scores), Estimate(mean, lower, upper))


def _row(people: int, estimate: Estimate, cost: float = np.nan, guard: str = "") -> dict:
    return {
        "n": people,
        "mean": estimate.value,
        "lower": estimate.lower,
        "upper": estimate.upper,
        "missing_information": cost,
        "guard": guard,
        "least": people,
        "around": np.nan,
    }


def _pooled(filled: Completed, form: Instrument, construct: str, people: pd.Index) -> dict:
    """The mean score of everybody asked, over the completed tables."""
    own = _columns(form, construct)
    if filled.guard or len(people) < 2:
        return _row(len(people), Estimate(), guard=filled.guard or "guard_few_people")
    if filled.answers[list(own)].notna().sum().min() == 0:
        return _row(len(people), Estimate(), guard="guard_unanswered_item")
    scores = [_scores(table.loc[people], form, own) for table in filled.tables]
    variances = [s.var(ddof=1) / len(s) for s in scores]
    if max(variances) == 0:
        return _row(len(people), Estimate(), guard="guard_constant")
    found = missing.pool([s.mean() for s in scores], variances, len(people) - 1)
    whole = filled.answers.loc[people, list(own)].notna().to_numpy().all()
    guard = "guard_nothing_missing" if whole else ""
    # Rubin's share is above nought without gaps as well, by its correction for small samples.
    cost = 0.0 if whole else 100 * found.missing_information
    return _row(len(people), found.estimate, cost, guard)


def _columns(form: Instrument, construct: str) -> dict[tuple[str, str], object]:
    """The questions of a topic as they are now (column of the table), and the item of each."""
    items = form.items_of(construct)
    return {(i.item_id, stage_of(i, "now")): i for i in items}


def _scores(table: pd.DataFrame, form: Instrument, own: dict) -> pd.Series:
    """Everybody's mean over a topic, from a completed table."""
    return sum(scored(table[column], item, form) for column, item in own.items()) / len(own)


def _result(data: Tables, form: Instrument, groups: tuple[str, ...], rows: list[dict]) -> Result:
    by = ("construct", "area", "way")
    return Result(
        "imputation",
        pd.DataFrame(rows, columns=[*by, "n", *KINDS]),
        by=by,
        people="n",
        kinds=KINDS,
        population=population(data, form, groups),
        method="method_imputation",
        assumption="assumption_imputation",
        origin=origin_of(data.participants, data.answers),
        labels={**item_labels(form), **asked(data, form, groups), "area": area_labels(data)},
        groups=groups,
        beside=(who_took_part(data),),
    )
