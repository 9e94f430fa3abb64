"""What a question tells under a profile that goes by counts (rule N1).

Sides are cells of a line. A printed one is nobody, where noughts are shown, or more than the
profile's small count; of those hidden beside each other one is small. Where the profile rounds,
each cell stands for the counts near its multiple, and the base is what these multiples add up to.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from compendium.attack.programme import Programme, Terms
from compendium.attack.shares import ALL, HALF_A_POINT, SLACK, Counts, Line, know_rough, less, sums
from compendium.attack.told import ROUGH
from compendium.disclosure.counts.counting import SHOWN
from compendium.disclosure.profile import Profile


@dataclasses.dataclass(frozen=True)
class Printed:
    """The number of those who answered one question, as it is printed (None: it is not).

    `parts` is how many tables of areas it adds up from: only of a table of its own does a reader
    know that something in it is small. Where no more than sentences tell of it (`is_table` is
    False), what they leave out need not be hidden.
    """

    people: float | None
    parts: int = 1
    is_table: bool = True


def know_counted(
    programme: Programme,
    counts: Counts,
    lines: Sequence[Line],
    profile: Profile,
    base: Printed,
) -> None:
    """What the lines of one question say of its `counts` by side (or by level)."""
    for line in (x for x in lines if x.mark == ROUGH and x.percent is not None):
        block = sums(*(counts[piece] for piece in line.pieces))
        know_rough(programme, block, sums(*counts.values()), line.percent, profile.people_step)
    plain = [x for x in lines if not x.mark and x.percent is not None and x.level != ALL]
    groups = [line.pieces for line in plain]
    # What a table does not tell of is as good as told: it is the base less all the others.
    rest = [name for name in counts if all(name not in pieces for pieces in groups)]
    if rest and base.is_table:
        groups.append(tuple(rest))
    blocks = [sums(*(counts[piece] for piece in pieces)) for pieces in groups]
    if profile.people_step:
        blocks = [_near(programme, block, profile.people_step, base.parts) for block in blocks]
    everybody = sums(*blocks) if base.is_table or not rest else None
    if everybody and base.people is not None:
        programme.know(everybody, base.people, base.people)
    for line, block in zip(plain, blocks, strict=False):
        _share(programme, block, everybody, base.people, line.percent)
    if base.parts == 1 and base.is_table:
        _know_why(programme, counts, plain, profile)


def _near(programme: Programme, block: Terms, step: int, parts: int) -> Terms:
    """The multiple that a number of people is printed as; of several parts, their sum."""
    half = (step - 1) // 2
    near = programme.count(("near", *sorted(map(str, block))))
    programme.know(less(block, {near: float(step)}), -half * parts, (step - 1 - half) * parts)
    return {near: float(step)}


def _share(
    programme: Programme,
    block: Terms,
    everybody: Terms | None,
    base: float | None,
    percent: float,
) -> None:
    """A whole percentage: of a printed number, or of whatever the base is, if that is known."""
    low, high = (percent - HALF_A_POINT) / 100, (percent + HALF_A_POINT) / 100
    if base is not None:
        programme.know(block, base * low - SLACK, base * high + SLACK)
        return
    if not everybody:
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
    programme.know(sums(*(counts[name] for name in hidden)), least=small + 1)
    for name in hidden:
        programme.know(counts[name], least=int(profile.count_zeros == SHOWN))
    programme.either(*((counts[name], small) for name in hidden))
