"""One study that never was, analysed as a real one would be: sites that begin at different times.

It shows a team the figure that it will have to read, periods before the start included, and how
wide intervals are with so many sites.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.analysis.power import staggered
from compendium.analysis.power.designs import DIFFERENCES
from compendium.analysis.power.drawn_cells import drawn
from compendium.analysis.power.planned import Plan
from compendium.analysis.power.planning import as_typed, calculated, labels_of, said
from compendium.analysis.power.told_apart import why_not
from compendium.analysis.power.wild import permutation_p
from compendium.analysis.result import Result
from compendium.words import Text, words

# Ways in which starts are handed out anew.
WAYS = 99
OVERALL = "overall"


def rehearsal(plan: Plan, seed: str | int = "") -> Result:
    """Difference in differences of one made-up study of the plan's first outcome.

    One row per number of periods since a site began (below 0 before it), of effects averaged by
    group size (Callaway and Sant'Anna 2021, against sites that had not begun yet), and ``overall``
    with `p` of starts handed out anew among sites. `estimate` in percentage points of a binary
    outcome, else on the scale that outcomes are analysed on. `guard` instead where the design tells
    nothing.
    """
    seed = plan.seed(seed)
    id, outcome = next(iter(plan.outcomes().items()))
    design = plan.design(DIFFERENCES)
    labels = {
        **labels_of(plan),
        "method": {
            "seed": as_typed(seed),
            "ways": said(WAYS),
            "outcome": labels_of(plan)["outcome"][id],
        },
    }
    columns = ["since", "estimate", "lower", "upper", "p", "guard"]
    kinds = {
        **dict.fromkeys(columns[1:4], "decimal" if outcome.kind == "binary" else "coefficient")
    }
    kinds |= {"p": "p", "guard": "guard"}
    if guard := why_not(design):
        rows = [{"since": OVERALL, "guard": guard}]
    else:
        dice = np.random.default_rng([seed, 10**6])
        means = drawn(design, outcome, plan.setting(outcome, design), 1, dice).means[0]
        rows = _analysed(means, _starts(design.by_site))
        scale = 100 if outcome.kind == "binary" else 1
        rows = [{k: v * scale if k in columns[1:4] else v for k, v in row.items()} for row in rows]
    frame = pd.DataFrame(rows, columns=columns)
    labels["since"] = {s: _said_since(s) for s in frame["since"]}
    return calculated(plan, "impact_rehearsal", frame, ("since",), kinds, labels)


def _starts(cells: np.ndarray) -> pd.Series:
    """Of each site the period in which it begins, numbered from 1; missing where never."""
    begins = [np.flatnonzero(row == 1).min() + 1 if (row == 1).any() else math.nan for row in cells]
    return pd.Series(begins, index=range(len(cells)))


def _analysed(means: np.ndarray, starts: pd.Series) -> list[dict]:
    sites, periods = means.shape
    table = pd.DataFrame(
        {
            "site": np.repeat(np.arange(sites), periods),
            "period": np.tile(np.arange(1, periods + 1), sites),
            "outcome": means.ravel(),
        }
    )

    table["start"] = table["site"].map(starts)
    effects = staggered.group_time(table, "outcome", "site", "period", "start", staggered.NOT_YET)
    found = staggered.aggregated(effects, "dynamic")

    def together_of(given: pd.Series) -> float:
        begins = given.fillna(np.inf).to_numpy()
        return float((staggered.weights_of_overall(begins, periods) * means).sum())

    p = permutation_p(starts, together_of, WAYS)
    together = staggered.aggregated(effects, "group").iloc[-1]
    rows = found.iloc[:-1].assign(since=found["at"].iloc[:-1].map(lambda k: f"{k:d}"))
    last = {"since": OVERALL, **together[["estimate", "lower", "upper"]], "p": p}
    told = rows[["since", "estimate", "lower", "upper"]].to_dict("records")
    return [row | {"guard": ""} for row in (*told, last)]


def _said_since(since: str) -> Text:
    return words()["impact_overall"].text if since == OVERALL else Text(since, since)
