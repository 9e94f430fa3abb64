"""Rules S1, S4, S6 and X1 for planned contrasts and the scores of the groups they compare.

Groups made by an answer to an item stand inside one area: an area by a second attribute. Of them
only estimates may be read (rule S4), and their numbers of people are coarsened: the exact ones,
taken from the area's own, would tell how many answered otherwise or not at all.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.survey.compared import ALL_GROUPS
from compendium.analysis.survey.contrasts import CEILING_FROM
from compendium.disclosure.counted import line_of
from compendium.disclosure.estimates import BY_DESIGN, p_told, told_guard
from compendium.disclosure.levels import Level, shares
from compendium.disclosure.nested import alone
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, rounded
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells

# X1: numbers of people in a part of an area are given as the multiple of five they reach.
STEP = 5

ESTIMATES = (
    *("estimate", "lower", "upper", "p", "p_holm", "dunn", "dunn_holm"),
    *("difference", "difference_lower", "difference_upper"),
)
AFTER_ALL = ("dunn", "dunn_holm")
MEANS = ("mean", "lower", "upper")


def release_contrasts(result: Result, profile: Profile, **common) -> Released:
    """Estimates where every group compared has enough people, the numbers of people, and p."""
    rows = []
    for _, mine in result.frame.groupby(["comparison", "construct"], sort=False, observed=False):
        sizes = _sizes(mine)
        for row in mine.to_dict("records"):
            names = (
                list(sizes) if row["group_1"] == ALL_GROUPS else [row["group_1"], row["group_2"]]
            )
            own = [sizes[n] for n in names]
            rows.append(_contrast(row, own, list(sizes.values()), result, profile))
    kinds = _kinds(result) | result.kinds
    return sealed_cells(result, profile, rows, {c: kinds[c] for c in result.frame}, common)


def release_group_scores(result: Result, profile: Profile, **common) -> Released:
    """Means with intervals, and the share of people who reach the highest possible score.

    `ceiling` is yes where that share, as it is released, is at least `CEILING_FROM` percent.
    """
    rows = [_scores(row, result, profile) for row in result.frame.to_dict("records")]
    kinds = dict.fromkeys(MEANS, "mean") | {"top_share": "percent", "ceiling": "text"}
    return sealed_cells(result, profile, rows, _kinds(result) | kinds, common)


def _sizes(rows: pd.DataFrame) -> dict[str, int]:
    """People with a score in each group, from the rows of its pairs."""
    pairs = rows[rows["group_1"] != ALL_GROUPS]
    ends = [pairs[[f"group_{i}", f"n_{i}"]].set_axis(["group", "n"], axis=1) for i in (1, 2)]
    return pd.concat(ends).drop_duplicates("group").set_index("group")["n"].astype(int).to_dict()


def _contrast(
    row: dict, sizes: list[int], every: list[int], result: Result, profile: Profile
) -> dict[str, Cell]:
    part, together = part_of_an_area(row, result, profile), row["group_1"] == ALL_GROUPS
    cells: dict[str, tuple] = {k: (row[k], "") for k in result.by}
    if together:
        hidden = any(profile.base_mark(n) == "c" for n in sizes)  # else had by subtraction
        cells["n_1"] = HIDDEN if hidden else people_compared(sum(sizes), part, profile)
        cells["n_2"] = (math.nan, "")
    else:
        cells["n_1"], cells["n_2"] = (people_compared(n, part, profile) for n in sizes)
    told = enough(sizes, profile)
    # Which form of a test, or that there is none, says something of numbers that are hidden.
    of_all = "kruskal_wallis" if together else "mann_whitney"
    cells["test"] = (row["test"] if told else of_all, "")
    cells["guard"] = (guard_of(row["guard"], told, profile), "")
    mark = profile.base_mark(min(sizes)) if part else ""
    for name in ESTIMATES:
        cells[name] = _estimate(name, row[name], mark) if told else HIDDEN
    for name in AFTER_ALL:  # by the ranks of every group
        if together or len(every) < 3 or (told and math.isnan(row[name])):
            cells[name] = (math.nan, "")
        elif not enough(every, profile):
            cells[name] = HIDDEN
    return cells


def enough(sizes: list[int], profile: Profile) -> bool:
    """Whether estimates that compare groups of these sizes may be read (rules S4 and S6)."""
    people = sum(sizes) - len(sizes)
    return min(sizes) >= profile.estimates_from and people >= profile.residual_from


def guard_of(reason: str, told: bool, profile: Profile) -> str:
    """Why there is no number; where too few people are why nothing is told, only the design."""
    return told_guard(reason, profile) if told or reason in BY_DESIGN else ""


def _estimate(name: str, value: float, mark: str) -> Cell:
    """One number of a contrast; the estimate carries the mark that a coarse base cannot."""
    if name in ("p", "p_holm", *AFTER_ALL):
        return p_told(value)
    return value, mark if name == "estimate" and not math.isnan(value) else ""


def _scores(row: dict, result: Result, profile: Profile) -> dict[str, Cell]:
    n, part = int(row["n"]), part_of_an_area(row, result, profile)
    cells = {k: (row[k], "") for k in result.by} | {"n": people_compared(n, part, profile)}
    for name in MEANS:
        cells[name] = (row[name], "") if n >= profile.estimates_from else HIDDEN
    if part and cells["mean"][1] == "":
        cells["mean"] = (row["mean"], profile.base_mark(n))
    share, mark = HIDDEN if part else _top_share(n, int(row["top"]), profile)
    full = mark in ("", "over") and rounded(share, 0) >= CEILING_FROM
    return cells | {"top_share": (share, mark), "ceiling": ("yes" if full else "", "")}


def _top_share(n: int, top: int, profile: Profile) -> Cell:
    """The share at the top of the scale (rule S3), a bound where one to four people differ."""
    if profile.base_mark(n) == "c":
        return HIDDEN
    if n == 0:
        return math.nan, "z"
    sides = [Level(("below",), n - top), Level(("top",), top)]
    if profile.surveys_by_counts:
        told = {share.name: share.percent for share in line_of(sides, profile).shares()}
        return (told["top"], "") if "top" in told else HIDDEN
    share = shares(sides, profile.small_level_up_to)[-1]
    return share.percent, share.mark


def people_compared(n: int, part: bool, profile: Profile) -> Cell:
    """A number of people, hidden or marked by its size; of a part of an area a bound."""
    mark, base = profile.base_mark(n), alone(n, profile)
    if "c" in (mark, base.mark):
        return HIDDEN
    if part and not profile.people_step:
        return n // STEP * STEP - 1, "over"
    return base.shown, mark


def part_of_an_area(row: dict, result: Result, profile: Profile) -> bool:
    """Whether the groups are parts of one area, for a public reader."""
    return profile.public and row["comparison"] not in result.labels["between_sites"]


def _kinds(result: Result) -> dict[str, str]:
    return {**dict.fromkeys(result.by, "key"), result.people: "base"}
