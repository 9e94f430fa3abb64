"""Rule C1: the casework log, by the habits of official statistics.

Counts from 1 to 7 are hidden, the others rounded to 5, totals are sums of rounded cells, and
enough is hidden beside what is hidden (`compendium.disclosure.counts.additive`). Shares come from
the rounded counts. Each site's table depends on that site's log alone, and no total over sites is
given. Curves climb in steps: cumulative numbers are rounded to the midpoint of six before they
become percentages, and their public interval is worked out from these rounded numbers.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.analysis import consensus
from compendium.analysis.casework import ALL, OUTCOME_WORDS
from compendium.analysis.result import Result
from compendium.disclosure.counts.additive import Counts, protected_together, rounded, with_totals
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal
from compendium.disclosure.rule_words import SHARE_FROM, least_followed

OUTCOMES = tuple(OUTCOME_WORDS)


def release_referrals(result: Result, profile: Profile, **common) -> Released:
    """One row per site and referrer (or year): counts by outcome, their total, share accepted."""
    site, key, _ = result.by
    rows, marks = [], []
    own, *others = [_by_site(one) for one in (result, *result.beside)]
    for where, table in own.items():
        counts, hidden = _counts(table, [other[where] for other in others], profile)
        for line, numbers, gone in zip(table.index, counts, hidden, strict=True):
            row = dict(zip((*OUTCOMES, "referrals"), numbers.astype(float), strict=True))
            mark = {n: "c" if g else "" for n, g in zip(row, gone, strict=True)}
            row["percent"], mark["percent"] = _share(row, mark, profile)
            row = {n: math.nan if mark[n] == "c" else v for n, v in row.items()}
            rows.append({site: where, key: line, **row})
            marks.append({site: "", key: "", **mark})
    columns = [site, key, *OUTCOMES, "referrals", "percent"]
    return seal(
        measure=result.measure,
        frame=pd.DataFrame(rows, columns=columns),
        marks=pd.DataFrame(marks, columns=columns, dtype="str"),
        kinds={
            **dict.fromkeys((site, key), "key"),
            **dict.fromkeys((*OUTCOMES, "referrals"), "count"),
            "percent": "percent",
        },
        by=(site, key),
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _by_site(result: Result) -> dict[str, pd.DataFrame]:
    """Of each site a table: a line per referrer or year, a column per outcome."""
    site, key, _ = result.by
    return {
        where: theirs.pivot_table(
            index=key, columns="outcome", values="referrals", sort=False, observed=False
        )[list(OUTCOMES)].astype(int)
        for where, theirs in result.frame.groupby(site, sort=False, observed=False)
    }


def _counts(
    table: pd.DataFrame, others: list[pd.DataFrame], profile: Profile
) -> tuple[np.ndarray, np.ndarray]:
    """Counts with their totals as they may be shown, and which are hidden.

    Whichever of the tables is asked for, what is hidden in all of them is the same.
    """
    if not profile.casework_count_hidden_up_to:
        whole = with_totals(_inner(table).to_numpy())
        whole = whole if ALL in table.index else whole[:-1]
        return whole, np.zeros(whole.shape, dtype=bool)
    family = sorted([table, *others], key=lambda one: str(one.index.name))
    found = protected_together(
        [Counts(_inner(one).to_numpy(), ALL in one.index) for one in family], profile
    )
    return next(f for one, f in zip(family, found, strict=True) if one is table)


def _inner(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(index=ALL, errors="ignore")


def _share(row: dict, mark: dict, profile: Profile) -> tuple[float, str]:
    """The share accepted, of the numbers shown; none where rounding would say too much."""
    if "c" in (mark["yes"], mark["referrals"]):
        return math.nan, "c"
    least = SHARE_FROM if profile.casework_round_to else 1
    if row["referrals"] < least:
        return math.nan, "z" if row["referrals"] == 0 else ""
    return 100 * row["yes"] / row["referrals"], ""


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
    return _sealed(result, frame, marks, profile, common)


def release_medians(result: Result, profile: Profile, **common) -> Released:
    """One row per site: the day by which half had first contact, where enough were followed."""
    frame, marks = _guarded(result, profile, ("days", "lower", "upper"))
    if profile.casework_midpoint:
        frame["referrals"] = frame["referrals"].map(
            lambda n: midpoint(n, profile.casework_midpoint)
        )
    return _sealed(result, frame, marks, profile, common)


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


def _sealed(result: Result, frame, marks, profile: Profile, common: dict) -> Released:
    return seal(
        measure=result.measure,
        frame=frame,
        marks=marks,
        kinds={**dict.fromkeys(result.by, "key"), "referrals": "base", **result.kinds},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )
