"""A study's plan of an impact study: what it assumes, and where that comes from.

Numbers from the study's own data are those of its other results as they were released, so that
nothing is worked out from what readers do not have. `assumptions` leaves their cells blank,
`compendium.disclosure.impact` fills them in, and `planned` takes what came back.
"""

from __future__ import annotations

import dataclasses
import functools
import math

import numpy as np
import pandas as pd

from compendium.analysis.power.designs import INTERRUPTED, Design, interrupted, made
from compendium.analysis.power.drawn_cells import Setting
from compendium.analysis.power.outcomes import Outcome
from compendium.analysis.result import Result, origin_of
from compendium.analysis.service import casework
from compendium.analysis.service.casework_words import begins_on, parts_of, years_of
from compendium.analysis.statistics.clusters import FEWEST
from compendium.analysis.survey import models, surveys
from compendium.impact import ASSUMED, DESIGNS, ImpactPlan, PlannedOutcome
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.words import Text, words

# What the study's own data can tell, and by which result.
OWN = {"families": "referrals", "icc": "clusters", "attrition_percent": "attrition"}
STATED, FROM_DATA, SET_HERE = "stated", "own", "set"
# Of each kind of number its columns: the value, and how far it may be off.
COLUMNS = {
    "count": ("number", "number_lower", "number_upper"),
    "percent": ("percent", "percent_lower", "percent_upper"),
    "decimal": ("points", "points_lower", "points_upper"),
    "fine": ("fine", "fine_lower", "fine_upper"),
}
SIZES = ("sites", "periods", "period_months")
# What each assumption and design is called.
WORDS = {
    "sites": "impact_sites",
    "periods": "impact_periods",
    "period_months": "impact_period_months",
    "families": "impact_families",
    "taking_part_percent": "impact_taking_part_percent",
    "icc": "impact_icc",
    "autocorrelation": "impact_autocorrelation",
    "size_cv": "impact_size_cv",
    "attrition_percent": "impact_attrition_percent",
    "trend_percent": "impact_trend_percent",
    "series": "impact_series",
    "individual": "impact_individual",
    "parallel": "impact_parallel",
    "stepped_wedge": "impact_stepped_wedge",
    "waiting_list": "impact_waiting_list",
    "differences": "impact_differences",
    "interrupted": "impact_interrupted",
    "naive": "impact_naive",
    "cluster_robust": "impact_cluster_robust",
    "permutation": "impact_permutation",
    "within_sites": "impact_within_sites",
    "ols": "impact_ols",
    "newey_west": "impact_newey_west",
    "autoregressive": "impact_autoregressive",
}
SHORT = {
    "individual": "impact_individual",
    "parallel": "impact_short_parallel",
    "stepped_wedge": "impact_short_stepped_wedge",
    "waiting_list": "impact_short_waiting_list",
    "differences": "impact_short_differences",
    "interrupted": "impact_short_interrupted",
}
# What may be set for one page, beside the study's own plan.
SETTABLE = (*SIZES, *ASSUMED)


def kind_of(assumption: str) -> str:
    """What kind of number an assumption is.

    >>> kind_of("icc"), kind_of("trend_percent"), kind_of("sites")
    ('fine', 'decimal', 'count')
    """
    if assumption == "trend_percent":  # it may fall
        return "decimal"
    if assumption.endswith("_percent"):
        return "percent"
    return "count" if assumption in (*SIZES, "families") else "fine"


def assumptions(data: Tables, **changes: str) -> Result:
    """What results rest on: one row per assumption, with its value, range and source.

    Of each row the columns of its kind (`COLUMNS`) are filled. `origin` says where it comes from:
    ``stated`` in impact.yml, ``own`` data of the study (blank until the door fills it in), or
    ``set`` for this page by `changes`. `guard` says why the study's own data do not tell it.

    Parameters
    ----------
    changes : str
        Other values of `SETTABLE`, as text; blank ones change nothing.

    Raises
    ------
    StudyError
        If the study has no impact.yml, or a change is no number, out of range, or of nothing here.
    """
    plan, set_here = plan_of(data), _changes(changes)
    rows = {name: _row(name, getattr(plan, name)) for name in SIZES}
    rows |= {n: _row(n, a.value, a.lower, a.upper) for n in ASSUMED if (a := plan.assumed[n])}
    rows |= {n: _row(n, value) | {"origin": SET_HERE} for n, value in set_here.items()}
    columns = ["assumption", "origin", *_columns(), "guard"]
    frame = pd.DataFrame([rows[name] for name in SETTABLE], columns=columns)
    reasons = {name: plan.assumed[name].source for name in ASSUMED}
    return Result(
        "impact_assumptions",
        frame.assign(people=np.nan).astype({c: "float64" for c in _columns()}),
        by=("assumption",),
        people="people",
        kinds={
            "origin": "text",
            **{c: kind for kind, names in COLUMNS.items() for c in names},
            "guard": "guard",
        },
        population=plan.families,
        method="method_impact_assumptions",
        origin=origin_of(data.participants, data.answers, data.referrals),
        labels={
            "assumption": {n: words()[WORDS[n]].text for n in SETTABLE},
            "reason": {n: text for n, text in reasons.items() if n not in set_here},
            "whole_years": {year: Text(year, year) for year in _whole_years(data)},
            "alike": _alike(plan),
            "family": {"families": plan.families},
        },
        taken=_own_results(data),
    )


def plan_of(data: Tables) -> ImpactPlan:
    """The study's impact.yml.

    Raises
    ------
    StudyError
        If it has none.
    """
    if data.study.impact is None:
        raise StudyError(
            f"{data.study.id} has no impact.yml. Copy it from data/_template and fill it in."
        )
    return data.study.impact


def _changes(changes: dict[str, str]) -> dict[str, float]:
    if unknown := [name for name in changes if name not in SETTABLE]:
        raise StudyError(f"{listed(unknown)} cannot be set; {listed(SETTABLE)} can.")
    found = {}
    for name, text in changes.items():
        if text == "":
            continue
        least, most = ASSUMED.get(name, (1, 1000))
        try:
            value = float(text)
        except ValueError:
            raise StudyError(f"{name} is {text!r}; a number is needed.") from None
        if not least <= value <= most:
            raise StudyError(f"{name} is {text}; it lies between {least} and {most}.")
        found[name] = value
    return found


def _row(name: str, value: float, lower: float | None = None, upper: float | None = None) -> dict:
    limits = [math.nan if end is None else float(end) for end in (lower, upper)]
    cells = dict(zip(COLUMNS[kind_of(name)], (float(value), *limits), strict=True))
    return {"assumption": name, "origin": STATED, "guard": "", **cells}


def _columns() -> list[str]:
    return [c for names in COLUMNS.values() for c in names]


def _own_results(data: Tables) -> tuple[Result, ...]:
    """The study's results that tell an assumption, those that have any row."""
    study, plan = data.study, plan_of(data)
    found = [casework.referrals(data, by="year")]
    if plan.alike and len(study.sites) >= FEWEST:
        found.append(models.clusters(data))
    if len(study.header.occasions) > 1:
        found += surveys.attrition(data).values()
    return tuple(result for result in found if len(result.frame))


def _whole_years(data: Tables) -> list[str]:
    """The calendar years that the log of casework holds whole."""
    log = data.referrals
    if log.empty:
        return []
    parts = {str(p.year) for p in parts_of(log, begins_on(data.study), "Y")}
    return [year for year in years_of(log) if year not in parts]


def _alike(plan: ImpactPlan) -> dict[str, Text]:
    own = plan.alike
    return (
        {}
        if own is None
        else {"comparison": Text(own.comparison), "construct": Text(own.construct)}
    )


@dataclasses.dataclass(frozen=True)
class Plan:
    """A plan to work with: the study's impact.yml, and what was assumed.

    `used` is the table of assumptions as it was released; results carry it, so that `release` can
    see that they were worked out from nothing else.
    """

    definition: ImpactPlan
    used: Result
    models: dict[str, str]
    own_seed: int = 1

    def seed(self, given: str | int = "") -> int:
        """A seed as the parameters cell gives it; the study's own if blank."""
        return _whole("seed", given, 0) if given != "" else self.own_seed

    def value(self, name: str, end: str = "") -> float:
        """The value of an assumption, or an end of its range."""
        return self._values[name, end]

    @functools.cached_property
    def _values(self) -> dict[tuple[str, str], float]:
        """Value and range of every assumption: asked for many times, so looked up once."""
        ends = ("", "lower", "upper")
        return {
            (row["assumption"], end): float(row[column])
            for row in self.used.frame.to_dict("records")
            for end, column in zip(ends, COLUMNS[kind_of(row["assumption"])], strict=True)
        }

    @property
    def people(self) -> int:
        """Families of a site who join in a period."""
        return max(round(self.value("families") * self.value("taking_part_percent") / 100), 1)

    @property
    def months(self) -> int:
        return int(self.value("period_months"))

    def design(self, name: str, sites: int = 0) -> Design:
        """One of the study's designs, with other numbers of sites if given.

        An interrupted series has a point each month.
        """
        sites, periods = sites or int(self.value("sites")), int(self.value("periods"))
        if name == INTERRUPTED:
            return interrupted(sites, periods * self.months)
        return made(name, sites, periods)

    def people_of(self, design: Design) -> float:
        """People of a site in each of its periods; of an interrupted series in a month."""
        return self.people / self.months if design.name == INTERRUPTED else self.people

    def outcomes(self) -> dict[str, Outcome]:
        """Each outcome by its id."""
        return {o.outcome: outcome_of(o) for o in self.definition.outcomes}

    def setting(self, outcome: Outcome, design: Design, icc: float | None = None) -> Setting:
        """What sites and people are like in a design, per month in an interrupted series."""
        trend = outcome.trend(self.value("trend_percent"))
        if design.name == INTERRUPTED:
            trend = trend / self.months
        return Setting(
            self.people_of(design),
            self.value("icc") if icc is None else icc,
            self.value("size_cv"),
            self.value("attrition_percent") / 100,
            trend,
            self.value("autocorrelation"),
            self.value("series"),
        )


def outcome_of(planned: PlannedOutcome) -> Outcome:
    """An outcome of impact.yml, as formulas and drawn studies take it."""
    if planned.kind == "binary":
        return Outcome("binary", planned.change_percent / 100, planned.usual_percent / 100)
    if planned.kind == "ordinal":
        shares = tuple(s / 100 for s in planned.shares_percent)
        return Outcome("ordinal", planned.odds_ratio, shares=shares)
    if planned.kind == "time_to_event":
        return Outcome("time_to_event", planned.hazard_ratio, planned.usual_percent / 100)
    return Outcome("score", planned.difference)


def planned(data: Tables, assumed: pd.DataFrame) -> Plan:
    """The plan, with the assumptions that came through the door (``release(…).frame``)."""
    bare = assumptions(data)
    frame = assumed.assign(people=np.nan) if "people" not in assumed else assumed
    used = dataclasses.replace(bare, frame=frame[list(bare.frame.columns)])
    models = {s.site_id: s.model for s in data.study.sites}
    return Plan(plan_of(data), used, models, data.study.header.seed)


def studies_of(given: str | int, least: int = 1) -> int:
    """How many studies to draw, as the parameters cell gives it.

    Raises
    ------
    StudyError
        If it is no whole number, or less than `least`.
    """
    return _whole("trials", given, least)


def _whole(name: str, given: str | int, least: int) -> int:
    try:
        number = int(given)
    except ValueError:
        raise StudyError(f"{name} is {given!r}; a whole number is needed.") from None
    if number < least:
        raise StudyError(f"{name} is {number}; {least} or more is needed.")
    return number


def chosen_designs(plan: Plan) -> list[str]:
    """The study's designs, in the order of `compendium.impact.DESIGNS`."""
    return [name for name in DESIGNS if name in plan.definition.designs]
