"""What a plan's designs can tell: pictures, who waits, power, false alarms, and hard stops."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.analysis.power import closed_forms as formula
from compendium.analysis.power.cell_analysis import ANALYSES, PERMUTATION, ROBUST, least_p
from compendium.analysis.power.designs import (
    INDIVIDUAL,
    INTERRUPTED,
    PARALLEL,
    STEPPED_WEDGE,
    Design,
)
from compendium.analysis.power.outcomes import Outcome
from compendium.analysis.power.planned import SHORT, WORDS, Plan, chosen_designs, studies_of
from compendium.analysis.power.told_apart import why_models_cannot_be_compared, why_not
from compendium.analysis.power.trials import Rate, Tried, trials
from compendium.analysis.result import Labels, Result
from compendium.words import Text, words

WITH_SERVICE, WITHOUT, NOT_FOLLOWED = "service", "waits", "not_followed"
MODELS = "models"
STATES = {1.0: WITH_SERVICE, 0.0: WITHOUT}
# Designs that studies are drawn of; the others are reckoned by formula alone.
NOT_DRAWN = (INDIVIDUAL, INTERRUPTED)
# Designs whose false alarms are counted: one that compares sites, one that compares within them.
FOR_ALARMS = (PARALLEL, STEPPED_WEDGE)


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
    return reckoned(plan, "impact_stops", frame, ("question",), {"guard": "guard"}, labels)


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
    return reckoned(plan, "impact_designs", frame, by, kinds, {"design": design_labels(plan)})


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
    return reckoned(plan, "impact_waiting", pd.DataFrame(rows), ("design",), kinds, labels)


def power(
    plan: Plan, trials_drawn: str | int, seed: str | int = "", workers: int = 1, tell=None
) -> Result:
    """How likely each design is to find the difference that is worth finding, by outcome.

    One row per outcome and design; with nought studies by formula alone. `families` whose outcome
    is known; `formula`: power by formula with the normal distribution, as Hussey and Hughes have
    it; `few`: with t on as many degrees of freedom as so few sites leave; `low` and `high`: the
    same with the ends of the intraclass correlation's range. `detectable` is the smallest
    difference found with 80 % power (t): percentage points (`detectable_percent`), points of a
    scale or standard deviations, or a hazard ratio. `drawn`: power among studies drawn by the
    computer (cluster-robust analysis), `drawn_error` its Monte Carlo error in percentage points.
    `guard` says why a design tells nothing.
    """
    studies, seed = studies_of(trials_drawn, 0), plan.seed(seed)
    rows = []
    for id, outcome in plan.outcomes().items():
        for name in chosen_designs(plan):
            rows.append({"outcome": id, "design": name, **_of_design(plan, outcome, name)})
            row = rows[-1]
            if row["guard"] or name in NOT_DRAWN or not studies:
                continue
            design, setting = plan.design(name), plan.setting(outcome)
            found = trials(
                design, outcome, setting, studies, seed, True, workers, tell, analyses=(ROBUST,)
            )
            row |= _share("drawn", found.found(ROBUST))
    columns = [*KINDS_OF_POWER, "guard"]
    frame = pd.DataFrame(rows, columns=["outcome", "design", *columns])
    kinds = {**KINDS_OF_POWER, "guard": "guard"}
    method = {"studies": _said(studies), "seed": as_typed(seed)}
    labels = _labels(plan) | {"unit": _units(plan), "method": method}
    return reckoned(plan, "impact_power", frame, ("outcome", "design"), kinds, labels)


KINDS_OF_POWER = {
    "families": "count",
    **dict.fromkeys(("formula", "few", "low", "high"), "percent"),
    "detectable_percent": "decimal",
    "detectable": "coefficient",
    "drawn": "percent",
    "drawn_error": "decimal",
}


# What the smallest difference of each kind of outcome is told in, if not in percentage points.
UNITS = {
    "score": "impact_unit_score",
    "ordinal": "impact_unit_ordinal",
    "time_to_event": "impact_unit_time",
}


def _of_design(plan: Plan, outcome: Outcome, name: str) -> dict:
    design = plan.design(name)
    if guard := why_not(design):
        return {"guard": guard}
    error, effect = standard_error(plan, design, outcome)
    df = formula.degrees_of_freedom(design)
    least = formula.detectable(error, df)
    n = plan.people_of(design) * design.sites * design.periods
    icc = {end: plan.value("icc", end) for end in ("lower", "upper")}
    found = [
        100 * formula.power(effect, standard_error(plan, design, outcome, value)[0], df)
        for value in icc.values()
        if not math.isnan(value)
    ]
    ranges = {"low": min(found), "high": max(found)} if found else {}
    kept = 1 - plan.value("attrition_percent") / 100
    return {
        "families": round(n * kept),
        "formula": 100 * formula.power(effect, error),
        "few": 100 * formula.power(effect, error, df),
        **ranges,
        **_told(outcome, least),
        "guard": "",
    }


def standard_error(
    plan: Plan, design: Design, outcome: Outcome, icc: float | None = None
) -> tuple[float, float]:
    """By formula: the error of the effect of a design, and the effect, on the linear scale."""
    setting = plan.setting(outcome, icc)
    scale = outcome.scale(setting.icc)
    found = formula.standard_error(
        design,
        plan.people_of(design),
        scale,
        setting.size_cv,
        setting.attrition,
        setting.autocorrelation,
        plan.value("series"),
    )
    return found, scale.effect


def _told(outcome: Outcome, least: float) -> dict:
    if outcome.kind == "binary":
        return {"detectable_percent": 100 * least}
    towards = least if outcome.kind != "time_to_event" or outcome.change > 1 else -least
    return {"detectable": outcome.told(towards)}


def false_alarms(
    plan: Plan, trials_drawn: str | int, seed: str | int = "", workers: int = 1, tell=None
) -> Result:
    """How often each analysis finds an effect where there is none, by how many sites there are.

    The first outcome, in those of the plan's designs that are of `FOR_ALARMS`, or else its first
    that studies are drawn of; also where a design of so few sites can tell nothing, to see how far
    it misleads. One row per design, number of sites and analysis: `alarms` in percent of `studies`,
    `alarms_error` its Monte Carlo error. 5 is what a test promises. `least_p`: of a permutation
    test the smallest p that so few sites can give; above 0.05 it can find nothing.
    """
    studies, seed = studies_of(trials_drawn), plan.seed(seed)
    drawn = [n for n in chosen_designs(plan) if n not in NOT_DRAWN]
    names = [n for n in drawn if n in FOR_ALARMS] or drawn[:1]
    id, outcome = next(iter(plan.outcomes().items()))
    setting, rows = plan.setting(outcome), []
    for name in names:
        for sites in plan.definition.site_numbers:
            design = plan.design(name, sites)
            found = trials(design, outcome, setting, studies, seed, False, workers, tell, True)
            key = {"design": name, "sites": str(sites)}
            rows += [key | {"analysis": a, **_alarms(design, found, a)} for a in ANALYSES]
    kinds = {"alarms": "percent", "alarms_error": "decimal", "least_p": "fine"}
    by = ("design", "sites", "analysis")
    frame = pd.DataFrame(rows, columns=[*by, *kinds])
    labels = {
        "design": design_labels(plan),
        "sites": {str(n): _said(n) for n in plan.definition.site_numbers},
        "analysis": {a: words()[WORDS[a]].text for a in ANALYSES},
        "method": {
            "studies": _said(studies),
            "seed": as_typed(seed),
            "outcome": _labels(plan)["outcome"][id],
        },
    }
    return reckoned(plan, "impact_false_alarms", frame, by, kinds, labels)


def _alarms(design: Design, found: Tried, analysis: str) -> dict:
    least = least_p(design) if analysis == PERMUTATION else math.nan
    return {**_share("alarms", found.found(analysis)), "least_p": least}


def by_sites(plan: Plan) -> Result:
    """Power by formula (t) with other numbers of sites; one row per outcome, design and number.

    `few` in percent; missing, with `guard`, where so few sites make no such study.
    """
    rows = []
    for id, outcome in plan.outcomes().items():
        for name in chosen_designs(plan):
            for sites in plan.definition.site_numbers:
                design = plan.design(name, sites)
                guard, percent = why_not(design), math.nan
                if not guard:
                    error, effect = standard_error(plan, design, outcome)
                    df = formula.degrees_of_freedom(design)
                    percent = 100 * formula.power(effect, error, df)
                rows.append((id, name, str(sites), percent, guard))
    by = ("outcome", "design", "sites")
    frame = pd.DataFrame(rows, columns=[*by, "few", "guard"])
    labels = _labels(plan)
    labels["sites"] = {str(n): _said(n) for n in plan.definition.site_numbers}
    return reckoned(
        plan, "impact_by_sites", frame, by, {"few": "percent", "guard": "guard"}, labels
    )


def design_labels(plan: Plan) -> dict[str, Text]:
    """What each of the plan's designs is called."""
    return {name: words()[WORDS[name]].text for name in chosen_designs(plan)}


def short_labels(plan: Plan) -> dict[str, Text]:
    """The same in short."""
    return {name: words()[SHORT[name]].text for name in chosen_designs(plan)}


def _labels(plan: Plan) -> Labels:
    outcomes = {o.outcome: o.label for o in plan.definition.outcomes}
    return {"outcome": outcomes, "design": design_labels(plan), "short": short_labels(plan)}


def _units(plan: Plan) -> dict[str, Text]:
    """What a difference in each outcome is told in; shares are told as percentage points."""
    kinds = {o.outcome: o.kind for o in plan.definition.outcomes}
    return {name: words()[UNITS[kind]].text for name, kind in kinds.items() if kind in UNITS}


def _share(column: str, found: Rate) -> dict:
    return {column: 100 * found.share, f"{column}_error": 100 * found.error}


def _said(number: int) -> Text:
    return Text(f"{number:,}", f"{number:,}")


def as_typed(seed: int) -> Text:
    """A seed as it is typed again: a name rather than a quantity."""
    return Text(str(seed), str(seed))


def reckoned(
    plan: Plan, measure: str, frame: pd.DataFrame, by: tuple[str, ...], kinds: dict, labels: Labels
) -> Result:
    """The rows of `frame` as a result that counts nobody and carries what it was reckoned with."""
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
