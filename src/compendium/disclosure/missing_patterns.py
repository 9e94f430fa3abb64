"""Rules S3, N1 and X1 for how much people left out: nothing, one question, two and more.

How many answered everything stands beside how many answered each question and how many have a
score. Before a share is told it is tried whether any number of people asked that a reader may
think of could be told alike; if not, nothing is told.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.among import shares_among
from compendium.disclosure.asked import Asked, asked_at
from compendium.disclosure.levels import JOINED, NOTHING, Level, Share
from compendium.disclosure.missing import marked
from compendium.disclosure.nested import Base
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.study import Study
from compendium.words import Text, either, words

SIDES = ("all_answered", "one_left_out", "more_left_out")
# How far from the true counts others are looked for that would be told alike.
NEAR = 4


def release_patterns(result: Result, profile: Profile, study: Study, **common) -> Released:
    """Shares of people who answered everything, left out one question, or two and more.

    Like the sides of an answer (S3, N1), of a number of people that may be a bound (X1). Nothing is
    told where it would say, with what is printed of each question and topic, more of how many were
    asked or left one out. The team sees numbers, and the commonest patterns.
    """
    rows, marks = [], {}
    for place, mine in result.frame.groupby("area", sort=False, observed=False):
        if profile.public:
            found = _told_patterns(mine, asked_at(result, str(place), profile, study), profile)
        else:
            found = _every_pattern(mine)
        for row, mark in found:
            marks |= {(len(rows), column): m for column, m in mark.items()}
            rows.append({"area": place, **row})
    kinds = {"percent": "percent", "base": "base"}
    kinds |= {} if profile.public else {"people": "count"}
    frame = pd.DataFrame(rows, columns=[*result.by, *kinds])
    labels = {"level": _level_labels(frame["level"]) | result.labels.get("level", {})}
    return marked(result, frame, marks, kinds, profile, common, labels)


def _every_pattern(mine: pd.DataFrame) -> Iterator[tuple[dict, dict]]:
    for row in mine.to_dict("records"):
        share = 100 * row["people"] / row["base"] if row["base"] else math.nan
        yield {k: row[k] for k in ("level", "people", "base")} | {"percent": share}, {}


def _told_patterns(
    mine: pd.DataFrame, asked: Asked, profile: Profile
) -> Iterator[tuple[dict, dict]]:
    counts = mine.set_index("level")["people"].astype(int)
    chosen, base = _told(tuple(counts[s] for s in SIDES), asked.base, profile)
    if chosen[0].mark not in ("c", "z") and not _tells_no_more(mine, chosen, asked, profile):
        chosen = [NOTHING]
    mark = base.mark or profile.base_mark(base.least)
    shown = base.shown
    if chosen[0].mark in ("c", "z"):
        shown, mark = math.nan, chosen[0].mark
    for share in chosen:
        row = {"level": share.name, "percent": share.percent, "base": shown}
        yield row, {"percent": share.mark, "base": mark}


def _told(counts: Sequence[int], base: Base, profile: Profile) -> tuple[list[Share], Base]:
    """What is told of so many people who answered everything, left one out, and more."""
    sides = [Level((name,), n) for name, n in zip(SIDES, counts, strict=True)]
    return ([NOTHING], base) if base.mark == "c" else shares_among(sides, base, profile)


def _tells_no_more(mine: pd.DataFrame, chosen: list[Share], asked: Asked, profile: Profile) -> bool:
    """Whether every number of people asked that a reader may think of could be told alike."""
    row = mine.iloc[0]
    if not row["untold"] or math.isinf(asked.most):
        return False
    counts = mine.set_index("level")["people"].astype(int)
    return all(
        any(
            _told(other, asked.base, profile)[0] == chosen
            for other in _others(counts["all_answered"], counts["more_left_out"], people)
            if _agrees(other, row, profile)
        )
        for people in range(asked.least, int(asked.most) + 1)
    )


def _others(complete: int, more: int, people: int) -> Iterator[tuple[int, int, int]]:
    """Counts of so many people near the true ones, the nearest first."""
    steps = itertools.product(range(-NEAR, NEAR + 1), range(-NEAR, 2 * NEAR + 1))
    for first, last in sorted(steps, key=lambda s: (abs(s[0]) + abs(s[1]), s)):
        other = complete + first, people - complete - first - more - last, more + last
        if min(other) >= 0:
            yield other


def _agrees(other: tuple[int, int, int], row: pd.Series, profile: Profile) -> bool:
    """Whether such counts fit what other tables tell, leaving each of their numbers its values.

    Nobody who answered everything left a question out, or a topic's; the people with two gaps and
    more can be all those who left out any one question; and there are gaps enough for them.
    """
    complete, _, more = other
    people = sum(other)
    apart = max(profile.values_left - 1, 0)
    missing_answers = row["questions"] * people - row["answers"] + row["untold"] * more
    return bool(
        complete <= min(row["fewest"], row["scored"] - apart)
        and more >= people - row["fewest"]
        and missing_answers >= 2 * more
    )


def _level_labels(levels: pd.Series) -> dict[str, Text]:
    """Text of each level; of joined ones, the parts joined by "or"."""
    labels = {}
    for name in dict.fromkeys(levels):
        parts = [words()[f"level_{p}"].text for p in name.split(JOINED) if f"level_{p}" in words()]
        if parts:
            labels[name] = either(parts)
    return labels
