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

import dataclasses
import math
from collections.abc import Callable, Sequence

import pandas as pd

from compendium.analysis import consensus
from compendium.analysis.consensus import Threshold
from compendium.analysis.consensus_results import (
    CONCORDANCE,
    DISCUSS,
    EVERYBODY,
    FEW,
    LEVEL,
    NINE_POINTS,
    NO_NOTE,
    NOTE,
    RETAIN,
    SPREAD,
    conclusion,
    counts_of,
    lowest_of,
    threshold,
)
from compendium.analysis.result import Result
from compendium.conclusions import FIRST, SECOND, ConsensusRule
from compendium.disclosure import counted
from compendium.disclosure.estimates import release_estimates
from compendium.disclosure.levels import NOBODY, NOTHING, Level, Share, any_small, shares
from compendium.disclosure.nested import Base, added, inside
from compendium.disclosure.overlap import Part, together
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, rounded
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells

AGREE, OTHER = "agree", "other"
# In how many answers a verdict lies, as the public is told: 1 or 2, 3 to 5, more than 5.
ONE_OR_TWO, THREE_TO_FIVE, MORE = "one_or_two", "three_to_five", "more_than_five"
HIDDEN_TEXT, BLANK = ("", "c"), ("", "")

Cells = dict[str, Cell]


def release_consensus(
    result: Result, profile: Profile, rule: ConsensusRule | None, **common
) -> Released:
    """Each group's share, interval, median and verdict, as far as K1 lets them be told."""
    rows, parts = _keyed(result), [_keyed(p) for p in result.parts if profile.public]
    told = {key: _told(row, _atoms(key, rows, parts), rule, profile) for key, row in rows.items()}
    for name in dict.fromkeys(statement for statement, *_ in rows):
        mine = {key: cells for key, cells in told.items() if key[0] == name}
        concluded = _conclusion(mine, [rows[key] for key in mine], profile)
        for cells in mine.values():
            cells["result"] = concluded
    return _sealed(result, profile, rows, told, common)


def release_concordance(result: Result, profile: Profile, **common) -> Released:
    """Kendall's W by rule S4, its p from the fewest people that the printed number allows (X1).

    chi2 is the number of people times W times df: it would tell a number that is a bound, and is
    the team's. All areas together tell no more people than the areas do (S7).
    """
    if not profile.public:
        return release_estimates(result, profile, **common)
    rows, parts = _keyed(result), [_keyed(part) for part in result.parts]
    bases = [
        _raters([p[key] for p in parts if key in p] or [row], profile) for key, row in rows.items()
    ]
    frame = result.frame.drop(columns="chi2")
    frame["p"] = [_p(row, base) for row, base in zip(rows.values(), bases, strict=True)]
    hidden = [profile.base_mark(base.least) == "c" for base in bases]
    frame["guard"] = frame["guard"].mask(pd.Series(hidden, index=frame.index, dtype="bool"), "")
    kinds = {c: k for c, k in CONCORDANCE.items() if c != "chi2"}
    told = dataclasses.replace(result, frame=frame, kinds=kinds)
    return release_estimates(told, profile, bases, **common)


def _raters(own: list[dict], profile: Profile) -> Base:
    """How many rated every statement, from what each part's own report tells of it.

    Nothing where some parts are hidden for their number and others are not.
    """
    bases = [inside(int(row["n"]), int(row["around"]), profile) for row in own]
    hidden = [profile.base_mark(base.least) == "c" for base in bases]
    if any(hidden) and not all(hidden):
        return Base(0, "c", 0)
    return bases[0] if len(bases) == 1 else added(bases)


def _p(row: dict, base: Base) -> float:
    return math.nan if math.isnan(row["w"]) else consensus.w_p(row["w"], base.least, int(row["df"]))


def _keyed(result: Result) -> dict[tuple[str, ...], dict]:
    rows = result.frame.to_dict("records")
    return {tuple(row[c] for c in result.by): row for row in rows}


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
        **_verdict(row, limit, rule, possible),
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
        others = "" if math.isnan(others) else _band(int(others))
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


def _median(row: dict, base: Base, possible, parts: int, profile: Profile) -> Cell:
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


def _ends(possible: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
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


def _verdict(row: dict, limit: Threshold, rule: ConsensusRule, possible) -> Cells:
    """Verdict and distance, each if it is the same for all that is possible."""
    if (row["question"] == SECOND) != (row["group"] == EVERYBODY):
        return dict.fromkeys(("verdict", "others", "guard"), BLANK)
    yes, no = (NO_NOTE, NOTE) if row["question"] == SECOND else (RETAIN, DISCUSS)
    verdicts = {v for n, k in possible for v in _verdicts(n, k, limit, rule, yes, no)}
    if verdicts == {FEW}:
        return {"verdict": BLANK, "others": BLANK, "guard": (FEW, "")}
    if len(verdicts) != 1:
        return {"verdict": HIDDEN_TEXT, "others": HIDDEN_TEXT, "guard": BLANK}
    bands = {_band(limit.others_by_share(k, n)) for n, k in possible}
    told = len(bands) == 1 and limit.share_decides
    others = (bands.pop(), "") if told else HIDDEN_TEXT
    return {"verdict": (verdicts.pop(), ""), "others": others, "guard": BLANK}


def _verdicts(
    people: int, agreeing: int, limit: Threshold, rule: ConsensusRule, yes: str, no: str
) -> set[str]:
    """What the rule can say of so many agreeing of so many people."""
    if people < rule.judged_from:
        return {FEW}
    if not limit.share_is_enough(agreeing, people):
        return {no}
    return {yes} if limit.share_decides else {yes, no}


def _band(others: int) -> str:
    if others <= 2:
        return ONE_OR_TWO
    return THREE_TO_FIVE if others <= 5 else MORE


def _conclusion(told: dict[tuple, Cells], rows: list[dict], profile: Profile) -> Cell:
    """The verdict on a statement, from those on its groups as they are told."""
    if not all(row["result"] for row in rows):
        return BLANK
    judged = [cells["verdict"] for (_, question, _), cells in told.items() if question == FIRST]
    if (DISCUSS, "") in judged:
        return DISCUSS, ""
    note = next((c["verdict"] for (*_, group), c in told.items() if group == EVERYBODY), BLANK)
    concluded = conclusion([verdict for verdict, _ in judged], note[0])
    needs_note = concluded != conclusion([], "")
    if any(mark for _, mark in judged) or (needs_note and note[1]):
        return HIDDEN_TEXT
    return concluded, ""


def _sealed(result: Result, profile: Profile, rows: dict, told: dict, common: dict) -> Released:
    kinds = {c: k for c, k in result.kinds.items() if not c.startswith(LEVEL)}
    if profile.public:
        kinds["others"] = "text"
    cells = [{c: (row[c], "") for c in result.by} | told[key] for key, row in rows.items()]
    return sealed_cells(result, profile, cells, dict.fromkeys(result.by, "key") | kinds, common)
