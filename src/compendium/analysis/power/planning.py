"""What a plan's designs are: what they can tell at all, as pictures, and who waits.

Also what all results of a planned study have in common: their labels, and what they rest on.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.power.designs import INDIVIDUAL, INTERRUPTED
from compendium.analysis.power.planned import SHORT, WORDS, Plan, chosen_designs
from compendium.analysis.power.told_apart import why_models_cannot_be_compared, why_not
from compendium.analysis.power.trials import Rate
from compendium.analysis.result import Labels, Result
from compendium.words import Text, words

WITH_SERVICE, WITHOUT, NOT_FOLLOWED = "service", "waits", "not_followed"
MODELS = "models"
STATES = {1.0: WITH_SERVICE, 0.0: WITHOUT}


def stops(plan: Plan) -> Result:
    """What can be told at all: one row per question, `guard` the reason why not, blank if it can.

    The first row is whether models of the service can be compared between the study's own sites,
    where the plan asks that; then each design.
    """
    rows = []
    if plan.definition.compares_models:
        rows.append((MODELS, why_models_cannot_be_compared(plan.models)))
    rows += [(name, why_not(plan.design(name))) for name in chosen_designs(plan)]
    frame = pd.DataFrame(rows, columns=["question", "guard"])
    labels = {"question": {MODELS: words()["impact_models"].text, **design_labels(plan)}}
    return calculated(plan, "impact_stops", frame, ("question",), {"guard": "guard"}, labels)


def pictures(plan: Plan) -> Result:
    """Each design as groups of sites by periods; `state` is what a group has in a period.

    One row per design, group and period; `sites` are in the group. Of an interrupted series, which
    has a point each month, months go together as the plan's periods.
    """
    rows = []
    for name in chosen_designs(plan):
        design = plan.design(name)
        step = plan.months if name == INTERRUPTED else 1
        for number, (cells, sites) in enumerate(zip(design.cells, design.sizes, strict=True), 1):
            rows += [
                (name, str(number), str(period), sites, STATES.get(float(cell), NOT_FOLLOWED))
                for period, cell in enumerate(cells[::step], 1)
            ]
    by = ("design", "group", "period")
    frame = pd.DataFrame(rows, columns=[*by, "sites", "state"])
    kinds = {"sites": "count", "state": "text"}
    return calculated(plan, "impact_designs", frame, by, kinds, {"design": design_labels(plan)})


def waiting(plan: Plan) -> Result:
    """Who waits, for how long: one row per design.

    `families` join over the whole study; `waiting` of them join while their site, or they
    themselves, do not have the service; `never` of those join where it never comes in the study.
    `months` is the longest that a site goes without.
    """
    rows = []
    for name in chosen_designs(plan):
        design, n = plan.design(name), plan.people
        cells, sizes = design.cells, np.array(design.sizes)
        # Of an individually randomised trial each arm has half of a site's people.
        each = n / 2 if name == INDIVIDUAL else plan.people_of(design)
        without = (cells == 0).sum(axis=1)
        never = ~np.array(design.ever)
        month = 1 if name == INTERRUPTED else plan.months
        rows.append(
            {
                "design": name,
                "families": round(each * float((sizes * design.periods).sum())),
                "waiting": round(each * float((sizes * without).sum())),
                "never": round(each * float((sizes * without)[never].sum())),
                "months": int(without.max()) * month,
            }
        )
    kinds = dict.fromkeys(("families", "waiting", "never", "months"), "count")
    labels = {"short": short_labels(plan)}
    return calculated(plan, "impact_waiting", pd.DataFrame(rows), ("design",), kinds, labels)


def design_labels(plan: Plan) -> dict[str, Text]:
    """What each of the plan's designs is called."""
    return {name: words()[WORDS[name]].text for name in chosen_designs(plan)}


def short_labels(plan: Plan) -> dict[str, Text]:
    """The same in short."""
    return {name: words()[SHORT[name]].text for name in chosen_designs(plan)}


def labels_of(plan: Plan) -> Labels:
    """What its outcomes and designs are called."""
    outcomes = {o.outcome: o.label for o in plan.definition.outcomes}
    return {"outcome": outcomes, "design": design_labels(plan), "short": short_labels(plan)}


def in_percent(column: str, found: Rate) -> dict:
    """A share of drawn studies and its Monte Carlo error, in percent."""
    return {column: 100 * found.share, f"{column}_error": 100 * found.error}


def said(number: int) -> Text:
    """A whole number as it is read."""
    return Text(f"{number:,}", f"{number:,}")


def as_typed(seed: int) -> Text:
    """A seed as it is typed again: a name rather than a quantity."""
    return Text(str(seed), str(seed))


def calculated(
    plan: Plan, measure: str, frame: pd.DataFrame, by: tuple[str, ...], kinds: dict, labels: Labels
) -> Result:
    """The rows of `frame` as a result that counts nobody and carries what it was made from."""
    return Result(
        measure,
        frame.assign(people=np.nan),
        by=by,
        people="people",
        kinds=kinds,
        population=plan.definition.families,
        method=f"method_{measure}",
        origin=plan.used.origin,
        labels=labels,
        taken=(plan.used,),
    )
