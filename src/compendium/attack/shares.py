"""What percentages, bounds and joined levels say of the counts behind them."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Hashable, Mapping, Sequence

from compendium.attack.programme import Programme, Terms
from compendium.attack.told import ROUGH

# Slack for binary fractions: a constraint may be looser than what was printed, never tighter.
SLACK = 1e-6
# Half of the step that percentages are rounded to.
HALF_A_POINT = 0.5
JOINED, ALL = "_or_", "all_levels"

Counts = Mapping[str, Terms]


@dataclasses.dataclass(frozen=True)
class Line:
    """One share of a question as it is printed: which sides it joins, percentage, mark."""

    level: str
    percent: float | None
    mark: str

    @property
    def pieces(self) -> tuple[str, ...]:
        return tuple(self.level.split(JOINED))


def total(counts: Mapping[str, Terms]) -> dict[Hashable, float]:
    """All sides together."""
    return sums(*counts.values())


def sums(*terms: Terms) -> dict[Hashable, float]:
    """Several sums as one."""
    found: dict[Hashable, float] = {}
    for one in terms:
        for key, weight in one.items():
            found[key] = found.get(key, 0.0) + weight
    return found


def less(terms: Terms, other: Terms) -> dict[Hashable, float]:
    """One sum less another."""
    return sums(terms, {key: -weight for key, weight in other.items()})


def know_lines(
    programme: Programme,
    counts: Counts,
    lines: Sequence[Line],
    small: int,
    joined_by_rule: bool,
    step: float = 0,
) -> None:
    """What the lines of one question say of its `counts` by side (or by level).

    Percentages are whole, or multiples of `step` that add up to 100. `joined_by_rule`: the sides
    were joined, or bounded, because one of them is held by no more than `small` people, which a
    reader knows as well.
    """
    everybody = total(counts)
    plain = [x for x in lines if not x.mark and x.percent is not None]
    if step:
        _know_apportioned(programme, counts, plain, everybody, step)
    for line in lines:
        if line.level == ALL or line.percent is None:
            continue
        block = sums(*(counts[piece] for piece in line.pieces))
        if line.mark == ROUGH:
            know_rough(programme, block, everybody, line.percent, step)
        elif not (line.mark or step):
            _between(programme, block, everybody, line.percent, 1)
        elif line.mark == "over":
            programme.know(less(block, times(everybody, line.percent / 100)), least=0)
        if joined_by_rule and line.mark == "under":
            programme.know(block, most=small)
    if joined_by_rule:
        _know_why(programme, counts, [line for line in lines if line.level != ALL], small)


def know_rough(
    programme: Programme, block: Terms, everybody: Terms, percent: float, step: float = 0
) -> None:
    """A share told to the nearest tenth of one or two percentages that were whole, or by a step.

    Half a tenth and a point from what it was, and two steps more where there is one.
    """
    _between(programme, block, everybody, percent, 10 + 2 + 4 * step)


def _between(
    programme: Programme, block: Terms, everybody: Terms, percent: float, step: float
) -> None:
    """A share that was rounded to `percent`, whatever the base."""
    low, high = (percent - step / 2) / 100, (percent + step / 2) / 100
    programme.know(less(block, times(everybody, low)), least=-SLACK)
    programme.know(less(block, times(everybody, high)), most=SLACK)


def _know_apportioned(
    programme: Programme, counts: Counts, lines: Sequence[Line], everybody: Terms, step: float
) -> None:
    """Shares as multiples of a step by largest remainders.

    Each is less than a step from what is told, and what two of them were rounded by differs by no
    more than the step.
    """
    for line in lines:
        block = sums(*(counts[p] for p in line.pieces))
        _between(programme, block, everybody, line.percent, 2 * step)
    for one, other in itertools.permutations(lines, 2):
        first, second = (sums(*(counts[p] for p in x.pieces)) for x in (one, other))
        apart = (one.percent - other.percent + step) / 100
        programme.know(less(less(first, second), times(everybody, apart)), most=SLACK)


def _know_why(programme: Programme, counts: Counts, lines: Sequence[Line], small: int) -> None:
    """Which sides are small, as far as the form of what is printed tells."""
    if len(lines) == 1 and lines[0].mark == "over":
        for side in set(counts) - set(lines[0].pieces):
            programme.know(counts[side], most=small)
    for line in lines:
        if line.mark:
            continue
        programme.know(sums(*(counts[p] for p in line.pieces)), least=small + 1)
        if len(line.pieces) == 2:
            programme.either(*((counts[piece], small) for piece in line.pieces))


def times(terms: Terms, factor: float) -> dict[Hashable, float]:
    """A sum so many times."""
    return {key: factor * weight for key, weight in terms.items()}


def mean_and_spread(
    n: int, mean: float, lower: float, upper: float, values: Mapping[float, Terms], half: float
) -> list[tuple[dict[Hashable, float], float, float]]:
    """What a mean and its t interval say of the answers to one question, as bounds on two sums.

    `half` is half the step the three numbers were rounded to; `values` the counts behind each
    answer value. The sum of answers, and the sum of their squares (from the interval's width).
    """
    from scipy import stats

    first = sums(*(times(terms, value) for value, terms in values.items()))
    second = sums(*(times(terms, value**2) for value, terms in values.items()))
    width = stats.t.ppf(0.975, n - 1) / math.sqrt(n)
    spreads = [max((upper - lower) / 2 + d, 0.0) / width for d in (-half, half)]
    means = mean - half, mean + half
    squares = [n * m**2 + (n - 1) * s**2 for m, s in zip(means, spreads, strict=True)]
    return [
        (first, n * means[0] - SLACK, n * means[1] + SLACK),
        (second, squares[0] - SLACK, squares[1] + SLACK),
    ]
