"""Rule S8 for a question of choice: which of its levels are told, of those who answered it.

Levels need have no order, so small ones are hidden and not joined, with one level more where these
few would otherwise be told by what is left of the base.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import pandas as pd

from compendium.analysis.survey.table_one import NOT_KNOWN
from compendium.disclosure import counted
from compendium.disclosure.counts.counting import counting_of
from compendium.disclosure.levels import Level, bound
from compendium.disclosure.nested import Base
from compendium.disclosure.profile import Profile
from compendium.disclosure.sealing import HIDDEN, Cell

UNTOLD: Cell = (math.nan, "")


@dataclasses.dataclass(frozen=True)
class Told:
    """What is told of one level: people, their share, and the base; each with its mark."""

    people: Cell = UNTOLD
    percent: Cell = UNTOLD
    base: Cell = UNTOLD


NOTHING_TOLD = Told(HIDDEN, HIDDEN, HIDDEN)


def of_answers(levels: pd.DataFrame, everybody: Base, profile: Profile) -> dict[str, Told]:
    """The levels of a question of choice, of those who answered it, and who left it out."""
    own, base = levels[levels["level"] != NOT_KNOWN], int(levels["base"].iloc[0])
    names, counts = list(own["level"]), [int(n) for n in own["people"]]
    missing = int(levels["people"].iloc[-1])
    parts_people = levels["compared"].iloc[0] == "yes" and profile.public
    if parts_people or profile.base_mark(base) == "c":
        return dict.fromkeys([*names, NOT_KNOWN], NOTHING_TOLD)
    if profile.surveys_by_counts:
        told = _by_counts(names, counts, profile)
    else:
        told = _by_base(names, counts, profile)
    return told | {NOT_KNOWN: Told(_left_out(missing, everybody, profile))}


def _left_out(missing: int, everybody: Base, profile: Profile) -> Cell:
    """Who left a question out: the respondents less those who answered, where both are told."""
    if not profile.public:
        return missing, ""
    if everybody.mark or profile.base_mark(everybody.least) == "c":
        return HIDDEN
    counting = counting_of(profile)
    small = profile.surveys_by_counts and bool(counting.is_small(missing))
    few = not profile.people_step and missing < profile.values_left
    return HIDDEN if small or few else (_as_printed(missing, profile), "")


def _as_printed(count: int, profile: Profile) -> float:
    return float(counting_of(profile).rounded(count)) if profile.people_step else float(count)


def _by_base(names: Sequence[str], counts: Sequence[int], profile: Profile) -> dict[str, Told]:
    base, small = sum(counts), profile.small_level_up_to
    hidden = hidden_levels(counts, small)
    number = (float(base), profile.base_mark(base))
    told = {}
    for name, count, gone in zip(names, counts, hidden, strict=True):
        people, percent = (float(count), ""), (percent_of(count, base), "")
        if gone:
            people = percent = HIDDEN
        if gone and all(hidden) and count > small:
            people, percent = _mostly(counts, small)
        told[name] = Told(people, percent, number)
    return told


def _mostly(counts: Sequence[int], small: int) -> tuple[Cell, Cell]:
    """Bounds on the one level that is not small, where they say anything: by the base alone."""
    base, others = sum(counts), small * (len(counts) - 1)
    if sum(n > small for n in counts) > 1 or 2 * (base - others) <= base:
        return HIDDEN, HIDDEN
    return (float(base - others - 1), "over"), (bound(base, others), "over")


def hidden_levels(counts: Sequence[int], small: int) -> tuple[bool, ...]:
    """Which levels of a question are hidden: those of few people, nobody among them, and others.

    A level alone could be had from the base, so two are hidden at least, and they are more people
    together than a small level is. Which one is hidden beside depends on the levels' order, never
    on their size, so that it tells nothing of either: the first after the hidden ones, else the
    last before. One of those hidden may always be any of 0 to `small`.

    >>> hidden_levels([3, 15, 7, 4, 2], small=4)
    (True, False, False, True, True)
    >>> hidden_levels([3, 15, 7], small=4), hidden_levels([15, 7], small=4)
    ((True, True, False), (False, False))
    """
    few = {i for i, count in enumerate(counts) if count <= small}
    if not few:
        return (False,) * len(counts)
    hidden = set(few) if _hides_one_more(few, len(counts)) else few | {_next(few, len(counts))}
    while sum(counts[i] for i in hidden) <= small and len(hidden) < len(counts):
        hidden |= {_next(hidden, len(counts))}
    return tuple(i in hidden for i in range(len(counts)))


def _hides_one_more(few: set[int], levels: int) -> bool:
    """Whether these would be hidden as well if one of them were not small, but beside the rest."""
    return len(few) == levels or any(few - {i} and _next(few - {i}, levels) == i for i in few)


def _next(hidden: set[int], levels: int) -> int:
    """The level after the last of those hidden, else the last before them."""
    after = max(hidden) + 1
    return after if after < levels else max(set(range(levels)) - hidden)


def _by_counts(names: Sequence[str], counts: Sequence[int], profile: Profile) -> dict[str, Told]:
    """The levels as a line of counts with its total (rule N1)."""
    line = counted.line_of([Level((n,), c) for n, c in zip(names, counts, strict=True)], profile)
    base, told = line.base, {}
    for name, shown, gone in zip(names, line.shown, line.hidden, strict=True):
        if line.is_hidden:
            told[name] = NOTHING_TOLD
            continue
        number = (base.shown, base.mark or profile.base_mark(base.least))
        people, percent = (float(shown), ""), (percent_of(shown, base.shown), "")
        told[name] = Told(*((HIDDEN, HIDDEN) if gone else (people, percent)), number)
    return told


def percent_of(part: float, whole: float) -> float:
    return 100 * part / whole if whole else math.nan
