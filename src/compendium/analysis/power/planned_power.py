"""How likely a plan's designs are to find the difference worth finding: by formula, and drawn."""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.power import closed_forms as formula
from compendium.analysis.power.designs import Design
from compendium.analysis.power.outcomes import Outcome
from compendium.analysis.power.planned import Plan, chosen_designs, studies_of
from compendium.analysis.power.planning import as_typed, calculated, in_percent, labels_of, said
from compendium.analysis.power.told_apart import why_not
from compendium.analysis.power.trials import Rate, proper, trials
from compendium.analysis.result import Result
from compendium.analysis.statistics.consensus import wilson
from compendium.words import Text, words

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
KINDS_OF_CURVE = {
    **dict.fromkeys(("few", "drawn", "drawn_lower", "drawn_upper"), "percent"),
    "guard": "guard",
}


def power(
    plan: Plan, trials_drawn: str | int, seed: str | int = "", workers: int = 1, tell=None
) -> Result:
    """How likely each design is to find the difference worth finding, by outcome.

    One row per outcome and design; with no studies drawn, by formula alone. `families` whose
    outcome is known; `formula`: power by formula with the normal distribution, as Hussey and Hughes
    have it; `few`: with t on as many degrees of freedom as so few sites leave; `low` and `high`:
    the same with the ends of the intraclass correlation's range. `detectable` is the smallest
    difference found with 80 % power (t): percentage points (`detectable_percent`), points of a
    scale or standard deviations, or a hazard ratio. `drawn`: power among studies drawn by the
    computer and analysed as `trials.proper` says, `drawn_error` its Monte Carlo error in percentage
    points. `guard` says why a design tells nothing.
    """
    studies, seed = studies_of(trials_drawn, 0), plan.seed(seed)
    rows = []
    for id, outcome in plan.outcomes().items():
        for name in chosen_designs(plan):
            design = plan.design(name)
            row = {"outcome": id, "design": name, **_of_design(plan, outcome, design)}
            rows.append(row)
            if studies and not row["guard"]:
                found = _drawn(plan, outcome, design, studies, seed, workers, tell)
                row |= in_percent("drawn", found)
    columns = [*KINDS_OF_POWER, "guard"]
    frame = pd.DataFrame(rows, columns=["outcome", "design", *columns])
    kinds = {**KINDS_OF_POWER, "guard": "guard"}
    method = {"studies": said(studies), "seed": as_typed(seed)}
    labels = labels_of(plan) | {"unit": _units(plan), "method": method}
    return calculated(plan, "impact_power", frame, ("outcome", "design"), kinds, labels)


def _units(plan: Plan) -> dict[str, Text]:
    """What a difference in each outcome is told in; shares are told as percentage points."""
    kinds = {o.outcome: o.kind for o in plan.definition.outcomes}
    return {name: words()[UNITS[kind]].text for name, kind in kinds.items() if kind in UNITS}


def by_sites(plan: Plan) -> Result:
    """Power by formula (t) with other numbers of sites; one row per outcome, design and number.

    `few` in percent; missing, with `guard`, where so few sites make no such study.
    """
    numbers = plan.definition.site_numbers
    rows = [
        (id, name, str(sites), *_by_formula(plan, outcome, plan.design(name, sites)))
        for id, outcome in plan.outcomes().items()
        for name in chosen_designs(plan)
        for sites in numbers
    ]
    by, kinds = ("outcome", "design", "sites"), {"few": "percent", "guard": "guard"}
    labels = labels_of(plan) | {"sites": {str(n): said(n) for n in numbers}}
    frame = pd.DataFrame(rows, columns=[*by, *kinds])
    return calculated(plan, "impact_by_sites", frame, by, kinds, labels)


def curve(
    plan: Plan, trials_drawn: str | int, seed: str | int = "", workers: int = 1, tell=None
) -> Result:
    """Power by number of sites, of the plan's first outcome.

    One row per design and number of sites, from two to the most that the plan names. `few`: by
    formula (t), in percent; `drawn`: among drawn studies, at the numbers that the plan names, with
    its 95% Monte Carlo interval (Wilson). `guard` where so few sites make no such study.
    """
    studies, seed = studies_of(trials_drawn, 0), plan.seed(seed)
    id, outcome = next(iter(plan.outcomes().items()))
    named = plan.definition.site_numbers
    numbers, rows = range(2, max(named) + 1), []
    for name in chosen_designs(plan):
        for sites in numbers:
            design = plan.design(name, sites)
            few, guard = _by_formula(plan, outcome, design)
            rows.append({"design": name, "sites": str(sites), "few": few, "guard": guard})
            if studies and sites in named and not guard:
                found = _drawn(plan, outcome, design, studies, seed, workers, tell)
                rows[-1] |= _with_interval(found)
    by = ("design", "sites")
    labels = labels_of(plan) | {
        "sites": {str(n): said(n) for n in numbers},
        "named": {str(n): said(n) for n in named},
        "method": {
            "studies": said(studies),
            "seed": as_typed(seed),
            "outcome": labels_of(plan)["outcome"][id],
        },
    }
    frame = pd.DataFrame(rows, columns=[*by, *KINDS_OF_CURVE])
    return calculated(plan, "impact_curve", frame, by, KINDS_OF_CURVE, labels)


def _drawn(
    plan: Plan, outcome: Outcome, design: Design, studies: int, seed: int, workers: int, tell
) -> Rate:
    setting, analysis = plan.setting(outcome, design), proper(design)
    found = trials(
        design, outcome, setting, studies, seed, True, workers, tell, analyses=(analysis,)
    )
    return found.found(analysis)


def _with_interval(found: Rate) -> dict:
    share = wilson(round(found.share * found.studies), found.studies)
    return {
        "drawn": 100 * share.value,
        "drawn_lower": 100 * share.lower,
        "drawn_upper": 100 * share.upper,
    }


def _by_formula(plan: Plan, outcome: Outcome, design: Design) -> tuple[float, str]:
    """Power in percent, few sites allowed for; the reason where there is none."""
    if guard := why_not(design):
        return math.nan, guard
    error, effect = standard_error(plan, design, outcome)
    return 100 * formula.power(effect, error, formula.degrees_of_freedom(design)), ""


def _of_design(plan: Plan, outcome: Outcome, design: Design) -> dict:
    if guard := why_not(design):
        return {"guard": guard}
    error, effect = standard_error(plan, design, outcome)
    df = formula.degrees_of_freedom(design)
    n = plan.people_of(design) * design.sites * design.periods
    kept = 1 - plan.value("attrition_percent") / 100
    return {
        "families": round(n * kept),
        "formula": 100 * formula.power(effect, error),
        "few": 100 * formula.power(effect, error, df),
        **_range(plan, outcome, design),
        **_told(outcome, formula.detectable(error, df)),
        "guard": "",
    }


def _range(plan: Plan, outcome: Outcome, design: Design) -> dict:
    """Power with the ends of the intraclass correlation's range, where it has one."""
    df = formula.degrees_of_freedom(design)
    ends = [plan.value("icc", end) for end in ("lower", "upper")]
    found = [
        100 * formula.power(effect, error, df)
        for icc in ends
        if not math.isnan(icc)
        for error, effect in [standard_error(plan, design, outcome, icc)]
    ]
    return {"low": min(found), "high": max(found)} if found else {}


def standard_error(
    plan: Plan, design: Design, outcome: Outcome, icc: float | None = None
) -> tuple[float, float]:
    """By formula: the error of the effect of a design, and the effect, on the linear scale."""
    setting = plan.setting(outcome, design, icc)
    scale = outcome.scale(setting.icc)
    found = formula.standard_error(
        design,
        setting.n,
        scale,
        setting.size_cv,
        setting.attrition,
        setting.autocorrelation,
        setting.series,
    )
    return found, scale.effect


def _told(outcome: Outcome, least: float) -> dict:
    if outcome.kind == "binary":
        return {"detectable_percent": 100 * least}
    towards = least if outcome.kind != "time_to_event" or outcome.change > 1 else -least
    return {"detectable": outcome.told(towards)}
