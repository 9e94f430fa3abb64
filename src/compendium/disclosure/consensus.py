"""Rule K1: what a consensus survey tells of each group, and of a statement.

The share agreeing is one side of two (rules S1 to S3, N1, S7). Everything else is made from what is
printed of it, so that nothing tells more than that:

- the interval is Wilson's, of the printed share and the printed number of people;
- the verdict, and in how few answers it lies, are told only where they are the same for every
  number of people, and of people agreeing, that what is printed leaves possible. Otherwise they are
  hidden: of 11 people "over 60%" leaves 7 to 11 agreeing, and "discuss" would say that it is 7;
- the verdict on a statement is told only if what it rests on is;
- the median is the level that the middle person reached, and is told where the share lies so far
  from a half that it leaves every level five possible numbers;
- quartiles, van der Eijk's A, Tastle and Wierman's consensus and RAND/UCLA's index depend on every
  single level. Beside the number of people and the share they often leave one way to answer, so
  they need what levels need (rule S2).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from compendium.analysis.result import Result
from compendium.analysis.statistics import consensus
from compendium.analysis.survey.consensus_results import (
    EVERYBODY,
    LEVEL,
    NINE_POINTS,
    SPREAD,
    counts_of,
    lowest_of,
    threshold,
)
from compendium.conclusions import ConsensusRule
from compendium.disclosure import counted
from compendium.disclosure.concordance import keyed
from compendium.disclosure.consensus_verdict import (
    HIDDEN_TEXT,
    Cells,
    Pairs,
    band,
    conclusion_told,
    verdict_told,
)
from compendium.disclosure.levels import NOBODY, NOTHING, Level, Share, any_small, shares
from compendium.disclosure.nested import Base
from compendium.disclosure.overlap import Part, together
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, rounded
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells

AGREE, OTHER = "agree", "other"


def release_consensus(
    result: Result, profile: Profile, rule: ConsensusRule | None, **common
) -> Released:
    """Each group's share, interval, median and verdict, as far as K1 lets them be told."""
    rows, parts = keyed(result), [keyed(p) for p in result.parts if profile.public]
    told = {key: _told(row, _atoms(key, rows, parts), rule, profile) for key, row in rows.items()}
    for name in dict.fromkeys(statement for statement, *_ in rows):
        mine = {key: cells for key, cells in told.items() if key[0] == name}
        concluded = conclusion_told(mine, [rows[key] for key in mine])
        for cells in mine.values():
            cells["result"] = concluded
    return _sealed(result, profile, rows, told, common)


def _atoms(key, rows: dict, parts: list[dict]) -> list[dict]:
    """Those of the parts of a row's people that are told of by themselves somewhere."""
    name, question, group = key
    groups = [g for n, q, g in rows if (n, q) == (name, question) and g != EVERYBODY]
    found = []
    for one in groups if group == EVERYBODY else [group]:
        mine = (name, question, one)
        found += [p[mine] for p in parts if mine in p] or [rows[mine]]
    return found


def _told(row: dict, atoms: list[dict], rule: ConsensusRule, profile: Profile) -> Cells:
    """The cells of one row but for the statement's own verdict."""
    told, base = _shares(atoms, profile)
    percent = _agreeing(told)
    mark = percent[1] if percent[1] in ("c", "z") else base.mark or profile.base_mark(base.least)
    cells = {"base": (math.nan if mark in ("c", "z") else base.shown, mark), "percent": percent}
    limit = threshold(rule, row["question"], [lowest_of(row)])
    told_whole = all(_bears_all_levels(atom, profile) for atom in atoms)
    if not profile.public or percent[1] == "z" or told_whole:
        return cells | _exactly(row, cells, profile)
    possible = _possible(percent, base, profile, len(atoms))
    return {
        **cells,
        **_interval(cells),
        "median": _median(row, base, possible, len(atoms), profile),
        **dict.fromkeys(SPREAD, HIDDEN),
        **({k: HIDDEN for k in NINE_POINTS} | {"disagreement": HIDDEN_TEXT}),
        **verdict_told(row, limit, rule, possible),
    }


def _sides(row: dict) -> list[Level]:
    agreeing = int(row["agreeing"])
    return [Level((OTHER,), int(row["base"]) - agreeing), Level((AGREE,), agreeing)]


def _shares(atoms: list[dict], profile: Profile) -> tuple[list[Share], Base]:
    """The two sides as they may be told, and how many people they are of."""
    sides, small = [_sides(atom) for atom in atoms], profile.small_level_up_to
    if profile.surveys_by_counts:
        line = (
            counted.line_of(sides[0], profile)
            if len(sides) == 1
            else counted.together(sides, profile)
        )
        return line.shares(), line.base
    people = sum(int(atom["base"]) for atom in atoms)
    base = Base(people, "", people)
    if profile.base_mark(people) == "c":
        return [NOTHING], base
    if not people:
        return [NOBODY], base
    if len(sides) == 1:
        return shares(sides[0], small), base
    parts = [
        Part(tuple(s), profile.base_mark(int(atom["base"])) == "c")
        for s, atom in zip(sides, atoms, strict=True)
    ]
    return together(parts, small), base


def _agreeing(told: list[Share]) -> tuple[float, str]:
    """The share agreeing; where only the other side is told, what is left of it."""
    by_name = {share.name: share for share in told}
    if AGREE in by_name:
        return by_name[AGREE].percent, by_name[AGREE].mark
    if OTHER in by_name:
        turned = {"over": "under", "under": "over"}
        return 100 - by_name[OTHER].percent, turned.get(by_name[OTHER].mark, "")
    return told[0].percent, told[0].mark


def _bears_all_levels(row: dict, profile: Profile) -> bool:
    """Whether every level could be told (rule S2), under a profile that tells levels at all."""
    if not profile.five_levels_from or int(row["base"]) < profile.five_levels_from:
        return False
    levels = [Level((str(i),), n) for i, n in enumerate(counts_of(row))]
    return not any_small(levels, profile.small_level_up_to)


def _exactly(row: dict, cells: Cells, profile: Profile) -> Cells:
    """Everything as it is; nothing of nobody."""
    nothing = "z" if cells["base"][1] == "z" else ""
    found = {c: (row[c], nothing) for c in ("lower", "upper", "median", *SPREAD)}
    found |= {c: (row[c], nothing) for c in NINE_POINTS if c in row}
    if "disagreement" in found:
        found["disagreement"] = (row["disagreement"], "")
    others = row["others"]
    if profile.public and not nothing:
        found["median"] = (_middle_level(row), "")
    if profile.public:
        others = "" if math.isnan(others) else band(int(others))
    return found | {c: (row[c], "") for c in ("verdict", "guard")} | {"others": (others, "")}


def _possible(
    percent: tuple[float, str], base: Base, profile: Profile, parts: int
) -> list[tuple[int, int]]:
    """Every (people, agreeing) that agrees with what is printed; none where nothing is.

    A bound tells no more than itself. Rounded counts stand for what is rounded to them, those of
    several parts for as much more.
    """
    share, mark = percent
    if mark in ("c", "z"):
        return []
    people = int(base.shown)
    if mark:
        fits: Callable[[int], bool] = (
            (lambda k: 100 * k > share * people)
            if mark == "over"
            else (lambda k: 100 * k < share * people)
        )
        return [(people, k) for k in range(people + 1) if fits(k)]
    agreeing, apart = round(share * people / 100), parts * (profile.people_step // 2)
    near = [range(max(n - apart, 0), n + apart + 1) for n in (agreeing, people - agreeing)]
    return [(k + other, k) for k in near[0] for other in near[1]]


def _interval(cells: Cells) -> Cells:
    """Wilson's interval of the printed share and number of people; none beside a bound."""
    percent, mark = cells["percent"]
    if mark:
        return dict.fromkeys(("lower", "upper"), HIDDEN)
    people = cells["base"][0]
    share = consensus.wilson(rounded(percent, 0) / 100 * people, people)
    return {"lower": (100 * share.lower, ""), "upper": (100 * share.upper, "")}


def _median(row: dict, base: Base, possible: Pairs, parts: int, profile: Profile) -> Cell:
    """The level the middle person reached, where no level could be left few possible numbers.

    If more than half agree, so many at most can have chosen levels below the middle person's and
    still agree as are left beyond the half; likewise if more than half do not. Whether that is
    enough hangs on what is printed alone, never on the median.
    """
    if parts > 1 or not possible or base.least < profile.estimates_from:
        return HIDDEN
    if not all(max(k, n - k) - (n // 2 + 1) >= profile.values_left - 1 for n, k in _ends(possible)):
        return HIDDEN
    return _middle_level(row), ""


def _middle_level(row: dict) -> float:
    """The level that the middle person reached; of an even number the lower of the two."""
    counts, middle = counts_of(row), (int(row["base"]) - 1) // 2
    level = next(i for i in range(len(counts)) if sum(counts[: i + 1]) > middle)
    return float(lowest_of(row) + level)


def _ends(possible: Pairs) -> list[tuple[int, int]]:
    """Of each number of people the number agreeing that lies farthest on the side it is on.

    Where both sides may be the larger, both are given, as near to the half as they come.
    """
    found = []
    for people in {n for n, _ in possible}:
        agreeing = [k for n, k in possible if n == people]
        if all(2 * k > people for k in agreeing):
            found.append((people, max(agreeing)))
        elif all(2 * k < people for k in agreeing):
            found.append((people, min(agreeing)))
        else:
            found.append((people, people // 2))
    return found


def _sealed(result: Result, profile: Profile, rows: dict, told: dict, common: dict) -> Released:
    kinds = {c: k for c, k in result.kinds.items() if not c.startswith(LEVEL)}
    if profile.public:
        kinds["others"] = "text"
    cells = [{c: (row[c], "") for c in result.by} | told[key] for key, row in rows.items()]
    return sealed_cells(result, profile, cells, dict.fromkeys(result.by, "key") | kinds, common)
