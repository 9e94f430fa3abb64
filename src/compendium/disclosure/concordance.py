"""Rules S4, S7 and X1 for Kendall's W: how alike people rank a consensus survey's statements."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.statistics import consensus
from compendium.analysis.survey.consensus_results import CONCORDANCE
from compendium.disclosure.estimates import release_estimates
from compendium.disclosure.nested import NOTHING_SAID, Base, added, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released


def release_concordance(result: Result, profile: Profile, **common) -> Released:
    """Kendall's W by rule S4, its p from the fewest people that the printed number allows (X1).

    chi2 is the number of people times W times df: it would tell a number that is a bound, and is
    the team's. All areas together tell no more people than the areas do (S7).
    """
    if not profile.public:
        return release_estimates(result, profile, **common)
    rows, parts = keyed(result), [keyed(part) for part in result.parts]
    bases = [
        _raters([p[key] for p in parts if key in p] or [row], profile) for key, row in rows.items()
    ]
    frame = result.frame.drop(columns="chi2")
    frame["p"] = [_p(row, base) for row, base in zip(rows.values(), bases, strict=True)]
    hidden = [profile.base_mark(base.least) == "c" for base in bases]
    frame["guard"] = frame["guard"].mask(pd.Series(hidden, index=frame.index, dtype="bool"), "")
    kinds = {c: k for c, k in CONCORDANCE.items() if c != "chi2"}
    told = dataclasses.replace(result, frame=frame, kinds=kinds)
    return release_estimates(told, profile, bases, **common)


def _raters(own: list[dict], profile: Profile) -> Base:
    """How many rated every statement, from what each part's own report tells of it.

    Nothing where some parts are hidden for their number and others are not.
    """
    bases = [inside(int(row["n"]), int(row["around"]), profile) for row in own]
    hidden = [profile.base_mark(base.least) == "c" for base in bases]
    if any(hidden) and not all(hidden):
        return NOTHING_SAID
    return bases[0] if len(bases) == 1 else added(bases)


def _p(row: dict, base: Base) -> float:
    return math.nan if math.isnan(row["w"]) else consensus.w_p(row["w"], base.least, int(row["df"]))


def keyed(result: Result) -> dict[tuple[str, ...], dict]:
    """The rows of a result by their keys."""
    rows = result.frame.to_dict("records")
    return {tuple(row[c] for c in result.by): row for row in rows}
