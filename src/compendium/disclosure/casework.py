"""Rule C1: the casework log, by the habits of official statistics; here waits and lengths.

Curves climb in steps: cumulative numbers are rounded to the midpoint of six before they become
percentages, and their public interval is worked out from these rounded numbers. Counts of
referrals have a module of their own (`compendium.disclosure.casework_counts`).
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.statistics import consensus
from compendium.disclosure.counts.additive import rounded
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.rule_words import least_followed
from compendium.disclosure.sealing import sealed


def release_waits(result: Result, profile: Profile, **common) -> Released:
    """One row per site and day: share with first contact, its interval, share ended without."""
    frame, marks = _guarded(result, profile, ("percent", "lower", "upper", "ended", "followed"))
    if profile.casework_midpoint:
        for row in frame.index[frame["referrals"].notna()]:
            steps = _steps(frame.loc[row], profile.casework_midpoint)
            frame.loc[row, list(steps)] = list(steps.values())
    unknown = frame["percent"].isna() & (marks["percent"] == "")
    marks.loc[unknown, ["percent", "lower", "upper", "ended"]] = "z"
    frame.loc[unknown, ["lower", "upper", "ended"]] = math.nan
    return sealed(result, profile, frame, _kinds(result), common, marks)


def release_medians(result: Result, profile: Profile, **common) -> Released:
    """One row per site: the day by which half had first contact, where enough were followed."""
    frame, marks = _guarded(result, profile, ("days", "lower", "upper"))
    if profile.casework_midpoint:
        frame["referrals"] = frame["referrals"].map(
            lambda n: midpoint(n, profile.casework_midpoint)
        )
    return sealed(result, profile, frame, _kinds(result), common, marks)


def _guarded(
    result: Result, profile: Profile, resting: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame and its marks, `resting` columns hidden where too few referrals are followed.

    Where few were left out, or nobody, that is hidden, and so the number followed must not be had
    from that of accepted referrals: it is taken to be this number less half of the most that can
    have been left out.
    """
    frame = result.frame.copy()
    numbers = [c for c in frame if c not in result.by]
    frame[numbers] = frame[numbers].astype("float64")
    marks = pd.DataFrame("", index=frame.index, columns=frame.columns)
    most, left = profile.casework_count_hidden_up_to, frame["left_out"]
    small = (left <= most) & (most > 0)
    apart = (left - most // 2).where(small, 0.0)
    for column in {"referrals", "followed"} & set(frame):
        frame[column] = (frame[column] + apart).clip(lower=0)
    few = frame["referrals"] < (least_followed(profile) if profile.public else 0)
    marks.loc[few, ["referrals", *resting]] = "c"
    frame.loc[few, ["referrals", *resting]] = math.nan
    marks.loc[small | few, "left_out"] = "c"
    if profile.casework_round_to:
        left = pd.Series(rounded(left, profile.casework_round_to), index=left.index)
    frame["left_out"] = left.mask(small | few)
    return frame, marks


def known_of_followed(
    printed: float, left_out_hidden: bool, profile: Profile
) -> tuple[bool, float, float]:
    """What a printed number of referrals followed tells, for who attacks it.

    Returns
    -------
    bool
        Whether it tells of accepted referrals, those left out among them; else of those followed.
    float, float
        The least and the greatest of these numbers that are printed so.
    """
    step = profile.casework_midpoint or 1
    least, most = printed + step // 2 - step + 1, printed + step // 2
    apart = profile.casework_count_hidden_up_to // 2 if left_out_hidden else 0
    return left_out_hidden, least + apart, most + apart


def midpoint(number: float, step: int) -> float:
    """A number as the midpoint of its class of `step`; nought stays, as does what is missing.

    OpenSAFELY's "midpoint 6" (docs.opensafely.org, output checking): 1 to 6 are 3, 7 to 12 are 9.

    >>> [midpoint(n, 6) for n in (0, 1, 6, 7, 12, 13)]
    [0.0, 3.0, 3.0, 9.0, 9.0, 15.0]
    """
    if math.isnan(number):
        return math.nan
    classes = math.ceil(round(number, 6) / step)
    return float(classes * step - step // 2) if classes else 0.0


def _steps(row: pd.Series, step: int) -> dict[str, float]:
    """One row of a curve at midpoint steps, with an interval from these numbers alone."""
    base, followed = midpoint(row["referrals"], step), midpoint(row["followed"], step)
    met = midpoint(row["referrals"] * row["percent"] / 100, step)
    ended = midpoint(row["referrals"] * row["ended"] / 100, step)
    lower, upper = wilson(met / base, followed)
    return {
        "referrals": base,
        "followed": followed,
        "percent": 100 * met / base,
        "lower": 100 * lower,
        "upper": 100 * upper,
        "ended": 100 * ended / base,
    }


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of `n` (Wilson 1927); missing if either is."""
    if math.isnan(share) or not n > 0:
        return math.nan, math.nan
    found = consensus.wilson(share * n, n)
    return found.lower, found.upper


def _kinds(result: Result) -> dict[str, str]:
    return {"referrals": "base", **result.kinds}
