"""Rules S4 and X1 for what items add to a scale, and whether answers crowd at an end of it.

That 15 % or more chose the last answer, or that they did not, narrows the number of people who
chose it, and with it that of the answer before. So it is said only where that leaves as many
numbers as rule X1 asks for, whichever of the two it is.
"""

from __future__ import annotations

import math

from compendium.analysis.result import Result
from compendium.analysis.survey.scales import CROWDED_FROM
from compendium.disclosure.answers import ANSWER_SIDES, told_of
from compendium.disclosure.estimates import estimated, kinds_of
from compendium.disclosure.levels import Share, three_levels
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import Cell, sealed_cells

ENDS = ("floor", "ceiling")
SHARES = ("lowest", "highest")
UNSAID: Cell = ("", "c")


def release_items(result: Result, profile: Profile, **common) -> Released:
    """Item statistics as estimates; of the ends of the scale yes or no, to the team the shares."""
    rows, kinds = estimated(result, profile), kinds_of(result, profile)
    if profile.public:
        kinds = {c: kind for c, kind in kinds.items() if c not in SHARES}
        for row, flags in zip(rows, _flags(result, profile), strict=True):
            row |= flags
    return sealed_cells(result, profile, rows, kinds, common)


def _flags(result: Result, profile: Profile) -> list[dict[str, Cell]]:
    """Of each row: floor and ceiling, each said or not.

    Of all sites together no more is said than their own reports say together (rule S7).
    """
    if result.parts:
        every = [_flags(part, profile) for part in result.parts]
        return [
            {end: _together([f[end] for f in same]) for end in ENDS}
            for same in zip(*every, strict=True)
        ]
    (answers,) = result.beside
    told = told_of(answers, profile)
    return [_row(row, told, answers, profile) for row in result.frame.to_dict("records")]


def _together(cells: list[Cell]) -> Cell:
    return cells[0] if len(set(cells)) == 1 else UNSAID


def _row(row: dict, told: dict, answers: Result, profile: Profile) -> dict[str, Cell]:
    key = row["construct"], row["item_id"]
    if key not in told:
        return dict.fromkeys(ENDS, UNSAID)
    frame = answers.frame
    own = frame[(frame["construct"] == key[0]) & (frame["item_id"] == key[1])]
    counts = dict(zip(own["level"], own["people"].astype(int), strict=True))
    sides = {s.name: s.people for s in three_levels(counts, list(counts), ANSWER_SIDES)}
    lower, _, upper = ANSWER_SIDES
    order = (upper, lower) if key[1] in answers.labels["reversed"] else (lower, upper)
    return {
        end: (row[end], "") if _may_be_said(told[key][0], side, sides, profile) else UNSAID
        for end, side in zip(ENDS, order, strict=True)
    }


def _may_be_said(shares: list[Share], side: str, sides: dict[str, int], profile: Profile) -> bool:
    """Whether yes and no both leave enough numbers of people with the last answer of a side.

    A reader knows how many took the side where it is told by itself, and everything where every
    answer is.
    """
    if all(share.name.startswith("level_") for share in shares):
        return True
    base = sum(sides.values())
    least = math.ceil(CROWDED_FROM * base / 100)
    if not any(share.name == side and share.mark in ("", "over") for share in shares):
        return False
    return least >= profile.values_left and sides[side] - least + 1 >= profile.values_left
