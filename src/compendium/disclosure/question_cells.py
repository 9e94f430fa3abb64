"""The cells of survey questions: every side that could be told, and how many answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pandas as pd

from compendium.analysis.survey.comparison import DIRECTIONS
from compendium.analysis.survey.follow_up import SIDES
from compendium.analysis.survey.nonresponse import LEVELS
from compendium.disclosure.answers import ANSWER_SIDES
from compendium.disclosure.cells import Cell, ruled
from compendium.disclosure.changes import CRITERION
from compendium.disclosure.levels import JOINED
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released

# Rows that tell of no side.
OF_NO_SIDE = ("all_levels", "nobody")
SURVEYED = ("answers", "change")
# Tables of shares that are told like the sides of an answer.
SIDED = (*SURVEYED, "missing_patterns", "reliable_change")
SIDES_OF = {"change": DIRECTIONS, "reliable_change": SIDES, "missing_patterns": LEVELS[:3]}
TOPIC = "score"


def of_questions(released: Released, profile: Profile, pools: Mapping[str, str]) -> Iterator[Cell]:
    """Of each question every side that could be told, and how many answered it."""
    has_parts, lumped = _has_parts(released, pools), _levels_are_lumped(released, profile)
    for _, rows in _questions(released):
        if rows["level"].iloc[0] == "nobody" or _refused(rows):
            yield from (Cell(column, "z") for column in ("percent", "base"))
            continue
        marks = released.marks.loc[rows.index]
        in_steps = profile.surveys_by_counts and marks["base"].iloc[0] == "over"
        for stands in _sides(released, dict(zip(rows["level"], marks["percent"], strict=True))):
            further = ("S2",) if lumped else ()
            further += ("S7",) if has_parts and stands != "plain" else ()
            further += ("X1",) if in_steps and stands == "plain" else ()
            yield ruled(released.measure, "percent", stands, profile, further)
        base = marks["base"].iloc[0] or "plain"
        yield ruled(released.measure, "base", base, profile)
        for column in filter(released.frame.__contains__, CRITERION):
            yield ruled(released.measure, column, marks[column].iloc[0] or "plain", profile)


def survey_rows(released: Released) -> tuple[int, int]:
    """Questions of a survey table, and those of which at least one side's share is printed.

    Topics as a whole do not count, nor do questions that nobody was there to answer.
    """
    if released.measure not in SURVEYED:
        return 0, 0
    shown = [
        _shows(rows["level"], released.marks.loc[rows.index, "percent"])
        for (_, item), rows in _questions(released)
        if item != TOPIC and "nobody" not in set(rows["level"])
    ]
    return len(shown), sum(shown)


def _refused(rows: pd.DataFrame) -> bool:
    """Whether there is a reason why nothing was worked out."""
    return "guard" in rows and bool(rows["guard"].iloc[0])


def _shows(levels: pd.Series, marks: pd.Series) -> bool:
    return bool((~levels.isin(OF_NO_SIDE) & ~marks.isin(("c", "z"))).any())


def _questions(released: Released):
    keys = list(released.by[:-1])
    return released.frame.groupby(keys, sort=False, observed=False)


def _sides(released: Released, levels: Mapping[str, str]) -> list[str]:
    """How each side of one question stands, from the names of its levels and their marks."""
    if all(name.startswith("level_") for name in levels):
        return [mark or "plain" for mark in levels.values()]
    names = _names(released, set(levels))
    if "all_levels" in levels:
        return ["c"] * len(names)
    stands = dict.fromkeys(names, "gone")
    for name, mark in levels.items():
        parts = name.split(JOINED)
        stands |= dict.fromkeys(parts, mark or ("joined" if len(parts) > 1 else "plain"))
    return list(stands.values())


def _names(released: Released, levels: set[str]) -> tuple[str, ...]:
    """The sides a question has: three, or two where its scale has no middle."""
    if released.measure in SIDES_OF:
        return SIDES_OF[released.measure]
    lower, _, upper = ANSWER_SIDES
    sizes = _scale_sizes(released)
    even = bool(sizes) and all(size % 2 == 0 for size in sizes)
    return (lower, upper) if even or levels == {lower, upper} else ANSWER_SIDES


def _scale_sizes(released: Released) -> list[int]:
    """How many levels each scale of a table's questions has."""
    # Of a second scale the levels are called 2.1, 2.2 and so on.
    scales = Counter(level.rpartition(".")[0] for level in released.labels.get("scale", ()))
    return list(scales.values())


def _levels_are_lumped(released: Released, profile: Profile) -> bool:
    """Whether levels are told by side (rule S2): more than three levels, and none by itself."""
    by_level = released.frame["level"].str.startswith("level_").any()
    longer = any(size > len(ANSWER_SIDES) for size in _scale_sizes(released))
    return released.measure == "answers" and profile.public and longer and not by_level


def _has_parts(released: Released, pools: Mapping[str, str]) -> bool:
    """Whether parts of these people have reports of their own (rule S7)."""
    if released.measure not in ("answers", "reliable_change"):
        return False
    asked = [pools.get(group, "") for group in released.labels.get("asked_groups", ())]
    shown_by_area, headings = "" in asked, set(asked) - {""}
    several = len(released.labels.get("asked_sites", ())) > 1
    return len(headings) > 1 or (shown_by_area and (several or bool(headings)))
