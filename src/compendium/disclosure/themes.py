"""Rule Q1: themes in words, and only where enough people were asked."""

from __future__ import annotations

import functools
import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.areas import shown, shown_side_by_side
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed

# Words for how common something is, from rare to common, in three vocabularies: the first that
# leaves enough possible numbers of people behind each of its words is used (rule X2).
FOUR = ("few", "some", "half", "most")
THREE = ("few", "some_or_half", "most")
TWO = ("under_half", "half_or_more")


def band(people: int, asked: int, profile: Profile) -> str:
    """How common a theme is, in words; "" where no word leaves enough possible numbers.

    >>> from compendium.disclosure.profile import profiles
    >>> welsh = profiles()["welsh_evaluation"]
    >>> [band(n, 50, welsh) for n in (9, 10, 22, 23, 27, 28)]
    ['few', 'some', 'some', 'half', 'half', 'most']
    >>> [band(n, 17, welsh) for n in (4, 5, 9, 10)], [band(n, 9, welsh) for n in (4, 5)]
    (['few', 'some_or_half', 'some_or_half', 'most'], ['under_half', 'half_or_more'])
    """
    for word, first, last in vocabulary(asked, profile):
        if first <= people <= last:
            return word
    return ""


def vocabulary(asked: int, profile: Profile) -> tuple[tuple[str, int, int], ...]:
    """Each word and the numbers of people, of `asked`, it stands for: the first and the last."""
    limits = (profile.theme_bands[name] for name in ("few", "some", "half"))
    return _vocabulary(asked, profile.values_left, *limits)


@functools.cache
def _vocabulary(
    asked: int, least: int, few: float, some: float, half: float
) -> tuple[tuple[str, int, int], ...]:
    scarce, common = math.ceil(few * asked), math.floor(half * asked) + 1
    begins = {
        FOUR: (0, scarce, math.ceil(some * asked), common),
        # Among fewer people a word stands for as many numbers as it must.
        THREE: (0, max(scarce, least), max(common, 2 * least)),
        TWO: (0, math.ceil(asked / 2)),
    }
    for words, firsts in begins.items():
        lasts = [first - 1 for first in firsts[1:]] + [asked]
        found = tuple(zip(words, firsts, lasts, strict=True))
        if all(last - first + 1 >= max(least, 1) for _, first, last in found):
            return found
    return ()


KINDS = {"share": "band", "people": "count", "asked": "base"}


def release_themes(
    result: Result, profile: Profile, site: str, pooled: set[str], alone: bool = False, **common
) -> Released:
    """One row per code and group: this area's people, or those of all its small areas together.

    An area where enough of a group were asked stands for itself; the areas where too few were
    are put together with each other, never with a large one, so that no two reports overlap and
    nothing can be had by subtraction. Pooled staff stand for all areas everywhere. A group with
    nobody here has no rows. `alone`: the study has one area.

    Seen from the whole study (`site` blank) a group has a column for each area that its own
    report would show, and tells no more than those reports together: never a group's people over
    all areas beside some of its areas.
    """
    frame, cells = result.frame, []
    for group, theirs in frame.groupby("group", sort=False, observed=False):
        for cell in _shown(theirs, profile, site, group in pooled, alone).itertuples():
            row, mark = _cell(cell, profile)
            key = {"code_id": cell.code_id, "group": group, "area": cell.area}
            cells.append((key | row, dict.fromkeys(key, "") | mark))
    columns = list(cells[0][0]) if cells else ["code_id", "group", "area", "share"]
    order = {code: i for i, code in enumerate(dict.fromkeys(frame["code_id"]))}
    table = pd.DataFrame([row for row, _ in cells], columns=columns)
    table = table.sort_values("code_id", key=lambda s: s.map(order), kind="stable")
    marks = pd.DataFrame([mark for _, mark in cells], columns=columns).loc[table.index]
    return sealed(result, profile, table, KINDS, common, marks)


def _shown(
    cells: pd.DataFrame, profile: Profile, site: str, pooled: bool, alone: bool
) -> pd.DataFrame:
    """One group's rows in one area's report, or in a report on all areas side by side."""
    if site:
        return shown(cells, profile, site, pooled, alone)
    return shown_side_by_side(cells, profile, pooled, alone)


def _cell(cell, profile: Profile) -> tuple[dict, dict]:
    """How common one theme is in one group, and the mark of each column."""
    if not profile.theme_bands:
        return {"people": cell.people, "asked": cell.asked}, {"people": "", "asked": ""}
    word = ""
    if cell.asked >= max(profile.theme_asked_from, 1):
        word = band(cell.people, cell.asked, profile)
    return {"share": word}, {"share": "" if word else "c"}
