"""The cumulative incidence of one end of a wait where other ends compete with it.

Counting those who met another end as still waiting (Kaplan and Meier) would give too high a share:
nobody can have first contact after the case is over.
"""

from __future__ import annotations

import dataclasses

import numpy as np

# The end that is followed; any higher number is another end, 0 a wait that is not over.
CONTACT = 1
# The normal quantile of a 95 % interval.
Z_95 = 1.959963984540054


@dataclasses.dataclass(frozen=True)
class Curve:
    """Cumulative incidence of first contact, with its bounds, on each day something happened.

    `ended` is the cumulative incidence of every other end together. After the last day the
    curve stays where it is if no wait is still open; otherwise nothing is known.
    """

    days: np.ndarray
    share: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    ended: np.ndarray

    def at(self, day: int) -> dict[str, float]:
        """Percentages by this day: `percent`, `lower`, `upper`, `ended`."""
        before = int(np.searchsorted(self.days, day, side="right"))
        open_still = len(self.days) == 0 or self.share[-1] + self.ended[-1] < 1 - 1e-9
        if open_still and (len(self.days) == 0 or day > self.days[-1]):
            return dict.fromkeys(("percent", "lower", "upper", "ended"), np.nan)
        if before == 0:
            return {"percent": 0.0, "lower": np.nan, "upper": np.nan, "ended": 0.0}
        found = (self.share, self.lower, self.upper, self.ended)
        names = ("percent", "lower", "upper", "ended")
        return {n: 100 * float(v[before - 1]) for n, v in zip(names, found, strict=True)}

    def first_day(self, share: float, of: str) -> float:
        """The first day on which the curve (or a bound of it) is at least `share`."""
        reached = np.flatnonzero(getattr(self, of) >= share - 1e-9)
        return float(self.days[reached[0]]) if len(reached) else np.nan


def incidence(days: np.ndarray, ends: np.ndarray) -> Curve:
    """The Aalen-Johansen curve of first contact; `days` and `ends` as of `followed_days`.

    With the pointwise interval on the log(-log) scale, which stays between 0 and 1:
    share ** exp(± 1.96 se / (share log share)), as Coviello and Boggess (2004, Stata Journal
    4:103-112) have it; missing where the share is 0 or 1.
    """
    if len(days) == 0 or not (ends > 0).any():
        seen = np.unique(days)
        nothing, unknown = np.zeros(len(seen)), np.full(len(seen), np.nan)
        return Curve(seen, nothing, unknown, unknown, nothing)
    from statsmodels.duration.survfunc import CumIncidenceRight

    with np.errstate(divide="ignore", invalid="ignore"):
        found = CumIncidenceRight(days, ends)
        share, error = found.cinc[CONTACT - 1], found.cinc_se[CONTACT - 1]
        error[-1] = _last_error(days, ends, found.times, share)
        shift = np.exp(Z_95 * error / (share * np.log(share)))
        inside = (share > 0) & (share < 1)
        one, other = (
            np.where(inside, share**shift, np.nan),
            np.where(inside, share ** (1 / shift), np.nan),
        )
    ended = sum(found.cinc[CONTACT:], np.zeros(len(share)))
    return Curve(found.times, share, np.fmin(one, other), np.fmax(one, other), ended)


def _last_error(days: np.ndarray, ends: np.ndarray, times: np.ndarray, share: np.ndarray) -> float:
    """Standard error of the share on the last day.

    statsmodels divides by 0 there if every wait still open ends on that day, although the term
    itself is 0. The formula is that of statsmodels and of stcompet (Dinse and Larson 1986,
    Biometrika 73:379-386).
    """
    risk = np.array([(days >= t).sum() for t in times], dtype=float)
    met = np.array([((days == t) & (ends == CONTACT)).sum() for t in times])
    over = np.array([((days == t) & (ends > 0)).sum() for t in times])
    open_before = np.r_[1, np.cumprod(1 - over / risk)[:-1]]
    later = share[-1] - share
    stay = np.divide(over, risk * (risk - over), out=np.zeros(len(times)), where=risk > over)
    variance = later**2 * stay
    variance += open_before**2 * (risk - met) * met / risk**3
    variance -= 2 * later * open_before * met / risk**2
    return float(np.sqrt(max(variance.sum(), 0)))
