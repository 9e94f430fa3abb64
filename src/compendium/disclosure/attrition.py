"""Rules T1, S1 and X1 for people who came again: numbers that stand inside one another.

Who came again are among those who answered first, and with them in number stand those who have a
score on both occasions (tables of change). What is printed of any two must leave five values to
their difference: so the number who came again becomes "over" a bound where few were lost, and
where few of them lack a score. The bound is the greatest number with a score as it is printed.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.nested import Base, added, alone, beside_parts, inside, seen_elsewhere
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

COLUMNS = ("first", "again", "lost")
HIDDEN = Base(0, "c", 0)

Cell = tuple[float, str]


def release_attrition(result: Result, profile: Profile, **common) -> Released:
    """One row per later occasion: people at first, those of them who came again, those lost."""
    occasions = list(dict.fromkeys(result.frame["occasion"]))
    cells = [_row(result, occasion, profile) for occasion in occasions]
    columns = ["occasion", *COLUMNS]
    return seal(
        measure=result.measure,
        frame=pd.DataFrame([{c: r[c][0] for c in columns} for r in cells], columns=columns),
        marks=pd.DataFrame([{c: r[c][1] for c in columns} for r in cells], columns=columns).astype(
            "str"
        ),
        kinds={"occasion": "key", **dict.fromkeys(COLUMNS, "base")},
        by=("occasion",),
        labels={name: texts for name, texts in result.labels.items() if name != "group"},
        profile=profile.profile,
        **common,
    )


def _row(result: Result, occasion: str, profile: Profile) -> dict[str, Cell]:
    first = _first(result, occasion, profile)
    again = _again(result, occasion, profile)
    return {
        "occasion": (occasion, ""),
        "first": _cell(first, profile),
        "again": _cell(again, profile),
        "lost": _lost(first, again, _numbers(result, occasion, profile), profile),
    }


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
    own = added(groups) if groups else HIDDEN
    small = any(profile.base_mark(int(n)) == "c" for n in rows["smallest"])
    if small and len(result.labels["asked_sites"]) == 1:
        own = HIDDEN  # in no area's report where it is too few in one of them
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
    return Base(scored - 1, "over", scored) if scored else HIDDEN


def _scored(result: Result, occasion: str, profile: Profile) -> int:
    """The most that tables of change promise to have a score on both occasions; 0 if none does."""
    (twice,) = result.beside
    rows = twice.frame[twice.frame["occasion"] == occasion]
    promised = [inside(int(r.n), int(r.around), profile).least for r in rows.itertuples()]
    return max([0, *(least for least in promised if profile.base_mark(least) != "c")])


def _cell(base: Base, profile: Profile) -> Cell:
    mark = base.marked(profile)
    return (math.nan, "c") if mark == "c" else (base.shown, mark)


def _numbers(result: Result, occasion: str, profile: Profile) -> int:
    """Of how many numbers that may be bounds the people who answered first are the sum."""
    parts = _parts(result, occasion) if profile.public else []
    return sum(_numbers(p, occasion, profile) for p in parts) or len(_mine(result, occasion))


def _lost(first: Base, again: Base, numbers: int, profile: Profile) -> Cell:
    """What subtraction of the two printed numbers gives, and no more.

    Each of the `numbers` in a bound on `first` stands for `values_left` numbers at most.
    """
    if "c" in (_cell(first, profile)[1], _cell(again, profile)[1]):
        return math.nan, "c"
    if again.mark:
        most = first.shown
        if first.mark:
            most = first.least + numbers * (profile.values_left - 1)
        return most - again.least + 1, "under"
    if first.mark:
        return first.least - again.shown - 1, "over"
    return first.shown - again.shown, ""
