"""Rules T1, S1 and X1 for people who came again: numbers that stand inside one another.

Those who came again are among those who answered first, and those with a score on both occasions
(tables of change) are among those who came again. What is printed of any two of these numbers must
leave five values to their difference: so the number who came again becomes "over" a bound where few
were lost, and where few of them lack a score. The bound is the greatest number with a score as it
is printed.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.statistics.consensus import wilson
from compendium.analysis.survey.follow_up import EVERY_AREA
from compendium.disclosure.nested import (
    NOTHING_SAID,
    Base,
    added,
    alone,
    beside_parts,
    inside,
    seen_elsewhere,
)
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells
from compendium.words import words

COUNTS, SHARES = ("first", "again", "lost"), ("share", "lower", "upper")
KEYS = ("occasion", "area")
KINDS = {
    **dict.fromkeys(KEYS, "key"),
    **dict.fromkeys(COUNTS, "base"),
    **dict.fromkeys(SHARES, "percent"),
}


def release_attrition(result: Result, profile: Profile, **common) -> Released:
    """People at first, those of them who came again, those lost, and the share who came again.

    One row per later occasion and area (`area`), as that area's own report has it, and one for
    all areas together; where one area is seen, or people are not shown by area, that one alone.
    """
    areas = {area: part for part in result.parts if (area := _area(part, result))}
    cells = [
        {"area": (area, ""), **_row(seen, occasion, profile)}
        for occasion in dict.fromkeys(result.frame["occasion"])
        for area, seen in {**areas, EVERY_AREA: result}.items()
    ]
    together = {EVERY_AREA: words()["areas_together"].text}
    labels = {
        **{name: texts for name, texts in result.labels.items() if name != "group"},
        "area": {**result.labels["asked_sites"], **together},
    }
    return sealed_cells(result, profile, cells, KINDS, common, by=KEYS, labels=labels)


def _area(part: Result, whole: Result) -> str:
    """The one area that a part of several areas is about; blank for any other part."""
    seen, every = (list(result.labels["asked_sites"]) for result in (part, whole))
    return seen[0] if len(seen) == 1 and len(every) > 1 else ""


def _row(result: Result, occasion: str, profile: Profile) -> dict[str, Cell]:
    first = _first(result, occasion, profile)
    again = _again(result, occasion, profile)
    most = _most(first, _numbers(result, occasion, profile), profile)
    hidden = "c" in (_cell(first, profile)[1], _cell(again, profile)[1])
    return {
        "occasion": (occasion, ""),
        "first": _cell(first, profile),
        "again": _cell(again, profile),
        "lost": HIDDEN if hidden else _lost(first, again, most),
        **(dict.fromkeys(SHARES, HIDDEN) if hidden else _share(first, again, most)),
    }


def _most(first: Base, numbers: int, profile: Profile) -> float:
    """The most people who can have answered first, as it is printed.

    Each of the `numbers` in a bound stands for `values_left` numbers at most.
    """
    return first.least + numbers * (profile.values_left - 1) if first.mark else first.shown


def _share(first: Base, again: Base, most: float) -> dict[str, Cell]:
    """The share of the two printed numbers, with Wilson's interval.

    Where either is a bound there is no share, and the interval is as wide as it can be for the
    numbers that the bounds stand for.
    """
    fewest, came = (base.least if base.mark else base.shown for base in (first, again))
    if not (first.mark or again.mark):
        found = wilson(int(came), int(fewest))
        cells = ((100 * number, "") for number in dataclasses.astuple(found))
        return dict(zip(SHARES, cells, strict=True))
    lower = wilson(int(came), int(most)).lower
    upper = 1.0 if again.mark else wilson(int(came), max(int(fewest), int(came))).upper
    return {"share": HIDDEN, "lower": (100 * lower, ""), "upper": (100 * upper, "")}


def _mine(result: Result, occasion: str) -> pd.DataFrame:
    """One occasion's rows of the groups of which anybody answered first."""
    frame = result.frame
    return frame[(frame["occasion"] == occasion) & (frame["first"] > 0)]


def _parts(result: Result, occasion: str) -> list[Result]:
    return [part for part in result.parts if len(_mine(part, occasion))]


def _first(result: Result, occasion: str, profile: Profile) -> Base:
    """People who answered first, as the table of who took part has them (rule T1)."""
    rows = _mine(result, occasion)
    groups = [
        seen_elsewhere(int(row.first), int(row.answered), profile) for row in rows.itertuples()
    ]
    own = added(groups) if groups else alone(0, profile)
    small = any(profile.base_mark(int(n)) == "c" for n in rows["smallest"])
    if small and len(result.labels["asked_sites"]) == 1:
        own = NOTHING_SAID  # in no area's report where it is too few in one of them
    parts = [_first(part, occasion, profile) for part in _parts(result, occasion)]
    return beside_parts(own, parts, profile)


def _again(result: Result, occasion: str, profile: Profile) -> Base:
    rows = _mine(result, occasion)
    first, people = int(rows["first"].sum()), int(rows["again"].sum())
    own = _apart(people, first, _scored(result, occasion, profile), profile)
    parts = [_again(part, occasion, profile) for part in _parts(result, occasion)]
    found = beside_parts(own, parts, profile)
    return own if own.mark == "over" and not found.mark else found


def _apart(people: int, first: int, scored: int, profile: Profile) -> Base:
    """`people`, themselves if they are well below `first` and above the number `scored`."""
    apart = profile.values_left
    if profile.people_step or not apart or min(first - people, people - scored) >= apart:
        return alone(people, profile)
    return Base(scored - 1, "over", scored) if scored else NOTHING_SAID


def _scored(result: Result, occasion: str, profile: Profile) -> int:
    """The most that tables of change promise to have a score on both occasions; 0 if none does."""
    (twice,) = result.beside
    rows = twice.frame[twice.frame["occasion"] == occasion]
    promised = [inside(int(r.n), int(r.around), profile).least for r in rows.itertuples()]
    return max([0, *(least for least in promised if profile.base_mark(least) != "c")])


def _cell(base: Base, profile: Profile) -> Cell:
    mark = base.marked(profile)
    return HIDDEN if mark == "c" else (base.shown, mark)


def _numbers(result: Result, occasion: str, profile: Profile) -> int:
    """Of how many numbers that may be bounds the people who answered first are the sum."""
    parts = _parts(result, occasion) if profile.public else []
    return sum(_numbers(p, occasion, profile) for p in parts) or len(_mine(result, occasion))


def _lost(first: Base, again: Base, most: float) -> Cell:
    """What subtraction of the two printed numbers gives, and no more."""
    if again.mark:
        return most - again.least + 1, "under"
    if first.mark:
        return first.least - again.shown - 1, "over"
    return first.shown - again.shown, ""
