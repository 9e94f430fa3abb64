"""How often each analysis of a plan's designs finds an effect where there is none."""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.power.cell_analysis import PERMUTATION, least_p
from compendium.analysis.power.designs import (
    INDIVIDUAL,
    INTERRUPTED,
    PARALLEL,
    STEPPED_WEDGE,
    Design,
)
from compendium.analysis.power.planned import WORDS, Plan, chosen_designs, studies_of
from compendium.analysis.power.planning import (
    as_typed,
    calculated,
    design_labels,
    in_percent,
    labels_of,
    said,
)
from compendium.analysis.power.trials import Tried, analyses_of, trials
from compendium.analysis.result import Result
from compendium.words import words

# Designs whose false alarms are counted. Others are analysed as one of these is.
FOR_ALARMS = (INDIVIDUAL, PARALLEL, STEPPED_WEDGE, INTERRUPTED)


def false_alarms(
    plan: Plan, trials_drawn: str | int, seed: str | int = "", workers: int = 1, tell=None
) -> Result:
    """How often each analysis finds an effect where there is none, by how many sites there are.

    The first outcome, in those of the plan's designs that are of `FOR_ALARMS`, or else its first
    design; also where a design of so few sites can tell nothing, to see how far it misleads. One
    row per design, number of sites and analysis: `alarms` in percent of `studies`, `alarms_error`
    its Monte Carlo error. 5 is what a test promises. `least_p`: of a permutation test the smallest
    p that so few sites can give; above 0.05 it can find nothing.
    """
    studies, seed = studies_of(trials_drawn), plan.seed(seed)
    chosen, numbers = chosen_designs(plan), plan.definition.site_numbers
    names = [n for n in chosen if n in FOR_ALARMS] or chosen[:1]
    id, outcome = next(iter(plan.outcomes().items()))
    rows = []
    for name in names:
        for sites in numbers:
            design = plan.design(name, sites)
            setting = plan.setting(outcome, design)
            found = trials(design, outcome, setting, studies, seed, False, workers, tell, True)
            key = {"design": name, "sites": str(sites)}
            rows += [key | {"analysis": a, **_alarms(design, found, a)} for a in found.p]
    kinds = {"alarms": "percent", "alarms_error": "decimal", "least_p": "fine"}
    by = ("design", "sites", "analysis")
    frame = pd.DataFrame(rows, columns=[*by, *kinds])
    analyses = dict.fromkeys(a for n in names for a in analyses_of(plan.design(n)))
    labels = {
        "design": design_labels(plan),
        "sites": {str(n): said(n) for n in numbers},
        "analysis": {a: words()[WORDS[a]].text for a in analyses},
        "method": {
            "studies": said(studies),
            "seed": as_typed(seed),
            "outcome": labels_of(plan)["outcome"][id],
        },
    }
    return calculated(plan, "impact_false_alarms", frame, by, kinds, labels)


def _alarms(design: Design, found: Tried, analysis: str) -> dict:
    least = least_p(design) if analysis == PERMUTATION else math.nan
    return {**in_percent("alarms", found.found(analysis)), "least_p": least}
