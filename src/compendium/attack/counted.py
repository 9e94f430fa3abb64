"""What a question tells under a profile that goes by counts (rule N1).

Sides are cells of a line. A printed one is nobody, where noughts are shown, or more than the
profile's small count; of those hidden beside each other one is small. Where the profile rounds,
each cell stands for the counts near its multiple, and the base is what these multiples add up to.
"""

from __future__ import annotations

from collections.abc import Sequence

from compendium.attack.programme import Programme, Terms
from compendium.attack.shares import ALL, SLACK, Counts, Line, less, sums, total
from compendium.disclosure.counting import SHOWN
from compendium.disclosure.profile import Profile

HALF_A_POINT = 0.5


def know_counted(
    programme: Programme,
    counts: Counts,
    lines: Sequence[Line],
    profile: Profile,
    base: float | None,
    parts: int = 1,
) -> None:
    """What the lines of one question say of its `counts` by side (or by level).

    `base` is the printed number of those who answered; `parts` how many tables of areas it adds
    up from: only of a table of its own does a reader know that something in it is small.
    """
    plain = [x for x in lines if not x.mark and x.percent is not None and x.level != ALL]
    if profile.people_step:
        told = _near(programme, counts, profile.people_step, parts)
        if base is not None:
            programme.know(total(told), base, base)
    else:
        told = counts
    for line in plain:
        block = sums(*(told[piece] for piece in line.pieces))
        _share(programme, block, total(told), base, line.percent)
    if parts == 1:
        _know_why(programme, counts, plain, profile)


def _near(programme: Programme, counts: Counts, step: int, parts: int) -> dict[str, Terms]:
    """The multiple that each count is printed as, in people; of several parts, their sum."""
    half, told = (step - 1) // 2, {}
    for name, terms in counts.items():
        key = ("near", name, *sorted(map(str, terms)))
        programme.count(key)
        told[name] = {key: float(step)}
        programme.know(less(terms, told[name]), -half * parts, (step - 1 - half) * parts)
    return told


def _share(
    programme: Programme, block: Terms, everybody: Terms, base: float | None, percent: float
) -> None:
    """A whole percentage: of a printed number, or of whatever the base is."""
    low, high = (percent - HALF_A_POINT) / 100, (percent + HALF_A_POINT) / 100
    if base is not None:
        programme.know(block, base * low - SLACK, base * high + SLACK)
        return
    for end, sign in ((low, 1), (high, -1)):
        over = less(block, {key: end * weight for key, weight in everybody.items()})
        programme.know({key: sign * weight for key, weight in over.items()}, least=-SLACK)


def _know_why(
    programme: Programme, counts: Counts, lines: Sequence[Line], profile: Profile
) -> None:
    """Which counts are small and which are not, as far as the form of what is printed tells."""
    small, shown = profile.small_level_up_to, set()
    for line in lines:
        if len(line.pieces) == 1:
            shown.add(line.level)
            if line.percent:
                programme.know(counts[line.level], least=small + 1)
            elif profile.count_zeros == SHOWN:
                programme.know(counts[line.level], most=0)
    hidden = [name for name in counts if name not in shown]
    if not lines or not hidden:
        return
    for name in hidden:
        programme.know(counts[name], least=int(profile.count_zeros == SHOWN))
    programme.either(*((counts[name], small) for name in hidden))
