"""Rule S8: the people who answered a survey, by area and characteristic.

A question's levels need have no order, so they are not joined (rule S3) but hidden: small ones,
and one level more where these few would otherwise be told by what is left of the base. Who they
are among is a number printed elsewhere: the respondents' follows T1 and X1, and shares of it are
in steps where it is a bound. All areas together are sums of what the areas print, so that they tell
no more (S7).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.survey.sample import ALL_AREAS, headings
from compendium.analysis.survey.table_one import (
    COMPLETENESS,
    EVERYBODY,
    LANGUAGE,
    LEFT_OUT,
    RESPONDENTS,
)
from compendium.disclosure import counted
from compendium.disclosure.among import shares_among
from compendium.disclosure.choices import NOTHING_TOLD, UNTOLD, Told, of_answers, percent_of
from compendium.disclosure.levels import JOINED, NOTHING, Level, Share, shares
from compendium.disclosure.nested import NOTHING_SAID, Base
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, rounded
from compendium.disclosure.sample import surveyed_in
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells
from compendium.study import Study
from compendium.words import Text, either, words

# How many questions somebody left out at least who has this level.
LEAST_LEFT_OUT = dict(zip(LEFT_OUT, (0, 1, 2), strict=True))
SOME_LEFT_OUT = JOINED.join(LEFT_OUT[1:])
KINDS = {"people": "count", "percent": "percent", "base": "base"}


# Shares in steps do not add up over areas.
NO_SUM = Told((math.nan, "z"), (math.nan, "z"), (math.nan, "z"))


def release_table_one(result: Result, profile: Profile, study: Study, **common) -> Released:
    """One row per characteristic, level and area: people, their share, and of how many it is.

    A level that one area shows and another does not is hidden there. Seen from no one area, all
    areas together have rows of their own.
    """
    told = {area: _of_area(rows, area, result, profile, study) for area, rows in _areas(result)}
    order = list(result.labels["item_id"])
    keys = dict.fromkeys(key for cells in told.values() for key in cells)
    keys = sorted(keys, key=lambda key: (order.index(key[0]), _place(key[1], result)))
    if len(told) > 1:
        told[ALL_AREAS] = _everywhere(told, keys, result, profile, study)
    rows = [
        {"item_id": (item, ""), "level": (level, ""), "area": (area, "")}
        | vars(cells.get((item, level)) or _beside(cells, item, level))
        for item, level in keys
        for area, cells in told.items()
    ]
    kinds = dict.fromkeys(result.by, "key") | KINDS
    labels = {**result.labels, "level": _level_labels(result, [level for _, level in keys])}
    return sealed_cells(result, profile, rows, kinds, common, labels=labels)


def _areas(result: Result):
    """The rows of each area; of pooled staff those over all areas."""
    if "area" not in result.by:
        return [(ALL_AREAS, result.frame)] if len(result.frame) else []
    return result.frame.groupby("area", sort=False, observed=False)


def _of_area(
    rows: pd.DataFrame, area: str, result: Result, profile: Profile, study: Study
) -> dict[tuple[str, str], Told]:
    """What is told of one area, by characteristic and level."""
    everybody = rows[rows["item_id"] == RESPONDENTS]
    people = respondents_told(everybody, area, result, profile, study)
    found = {}
    for item, levels in rows.groupby("item_id", sort=False, observed=False):
        if item == RESPONDENTS:
            number = _number(people, profile)
            own = {EVERYBODY: Told(base=number)}
        elif item in (LANGUAGE, COMPLETENESS):
            own = _of_everybody(levels, people, study, result, profile)
        else:
            own = of_answers(levels, people, profile)
        found |= {(item, level): cell for level, cell in own.items()}
    return found


def _everywhere(
    told: dict[str, dict], keys: list, result: Result, profile: Profile, study: Study
) -> dict[tuple[str, str], Told]:
    """All areas together: sums of printed numbers, hidden where an area hides one (S7)."""
    rows = result.frame[result.frame["item_id"] == RESPONDENTS]
    found = {}
    for item, level in keys:
        if item == RESPONDENTS:
            everybody = respondents_told(rows, ALL_AREAS, result, profile, study)
            found[item, level] = Told(base=_number(everybody, profile))
            continue
        parts = [cells.get((item, level)) or _beside(cells, item, level) for cells in told.values()]
        in_steps = profile.public and item in (LANGUAGE, COMPLETENESS)
        found[item, level] = NO_SUM if in_steps else _sum(parts, profile)
    return found


def _sum(parts: Sequence[Told], profile: Profile) -> Told:
    """One level of all areas, from what each area prints of it."""
    bases = [part.base for part in parts]
    number, base = UNTOLD, sum(number for number, _ in bases)
    if any(mark in ("c", "over") for _, mark in bases):
        number = HIDDEN
    elif not math.isnan(base):
        number = (base, profile.base_mark(int(base)))
    if any(mark or math.isnan(count) for count, mark in (part.people for part in parts)):
        return dataclasses.replace(NOTHING_TOLD, base=number)
    people = sum(count for count, _ in (part.people for part in parts))
    percent = math.nan if math.isnan(base) else percent_of(people, base)
    return Told((people, ""), (percent, ""), number)


def respondents_told(
    rows: pd.DataFrame, area: str, result: Result, profile: Profile, study: Study
) -> Base:
    """How many answered in one area, as the table of who took part tells it (T1, X1).

    Hidden where some of them answered another survey alone, for that table counts them together.
    """
    people, surveyed = int(rows["people"].sum()), int(rows["surveyed"].sum())
    if not profile.public:
        return Base(people, "", people)
    named = headings(study)
    under = dict.fromkeys(named[group] for group in result.groups)
    if surveyed != people:
        return NOTHING_SAID
    return surveyed_in(result.beside[0], under, area, profile, study)


def _number(base: Base, profile: Profile) -> Cell:
    mark = base.mark or profile.base_mark(base.least)
    return HIDDEN if mark == "c" else (base.shown, mark)


def _of_everybody(
    levels: pd.DataFrame, people: Base, study: Study, result: Result, profile: Profile
) -> dict[str, Told]:
    """Shares of all respondents: their language, or how many questions they left out."""
    item, sides = levels["item_id"].iloc[0], _sides(levels)
    base = _number(people, profile)
    if not profile.public:
        return {
            side.name: Told((side.people, ""), (percent_of(side.people, people.shown), ""), base)
            for side in sides
        }
    ways = [sides]
    if item == COMPLETENESS:
        ways.append([sides[0], Level(LEFT_OUT[1:], sides[1].people + sides[2].people)])
    for way in ways:
        chosen, among = _shares(way, people, profile)
        if item != COMPLETENESS or _leaves_open(chosen, levels, people, study, result):
            break
    else:
        chosen = [NOTHING]
    if any(share.mark == "c" for share in chosen):
        return dict.fromkeys((side.name for side in sides), NOTHING_TOLD)
    # Of rounded numbers shares are of what these add up to.
    base = _number(among, profile) if profile.people_step else base
    return {share.name: Told(percent=(share.percent, share.mark), base=base) for share in chosen}


def _sides(levels: pd.DataFrame) -> list[Level]:
    return [
        Level((name,), int(n)) for name, n in zip(levels["level"], levels["people"], strict=True)
    ]


def _shares(sides: list[Level], people: Base, profile: Profile) -> tuple[list[Share], Base]:
    """Shares of all respondents (S3, N1), and of how many; in steps where that is a bound (X1)."""
    if people.mark == "c" or profile.base_mark(people.least) == "c":
        return [NOTHING], people
    if profile.people_step or people.mark:
        return shares_among(sides, people, profile)
    if profile.surveys_by_counts:
        return counted.line_of(sides, profile).shares(), people
    return shares(sides, profile.small_level_up_to), people


def _leaves_open(
    chosen: Sequence[Share], levels: pd.DataFrame, people: Base, study: Study, result: Result
) -> bool:
    """Whether the least number of respondents stays possible beside the questions' bases.

    These tell how many answers are missing, for any number of respondents. Those who left one
    question out, or more, must not be more than that allows of the least number.
    """
    if not people.mark:
        return True
    form = study.instrument(next(iter(result.labels["asked_with"])))
    questions = sum(len(item.stages) for item in form.rated)
    missing = questions * people.least - int(levels["given"].iloc[0])
    needed = sum(
        share.percent / 100 * people.least * min(LEAST_LEFT_OUT[n] for n in share.pieces)
        for share in chosen
        if share.mark not in ("c", "under")
    )
    return needed <= missing


def _beside(cells: dict[tuple[str, str], Told], item: str, level: str) -> Told:
    """What stands for a level that another area tells and this one does not.

    Joined levels are what their parts add up to, where these are told; else it is hidden.
    """
    base = next((cell.base for (name, _), cell in cells.items() if name == item), HIDDEN)
    pieces = [cells.get((item, piece), NOTHING_TOLD) for piece in level.split(JOINED)]
    if len(pieces) > 1 and not any(piece.percent[1] for piece in pieces):
        return Told(UNTOLD, (sum(rounded(p.percent[0], 0) for p in pieces), ""), base)
    return dataclasses.replace(NOTHING_TOLD, base=base)


def _place(level: str, result: Result) -> tuple[int, int]:
    """The place of a level in the table; joined ones stand after the last of their parts."""
    order = list(result.labels["level"])
    pieces = level.split(JOINED)
    return max(order.index(piece) for piece in pieces), len(pieces)


def _level_labels(result: Result, levels: list[str]) -> dict[str, Text]:
    """Texts of the levels that occur; of joined ones their parts with "or" between them."""
    own = result.labels["level"] | {SOME_LEFT_OUT: words()["some_left_out"].text}
    texts = {}
    for level in levels:
        parts = [own[level]] if level in own else [own[piece] for piece in level.split(JOINED)]
        texts[level] = either(parts)
    return texts
