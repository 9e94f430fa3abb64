"""What the rows of a table of comparisons are called: the two groups of each."""

from __future__ import annotations

from compendium.analysis.survey.compared import ALL_GROUPS
from compendium.disclosure.released import Released
from compendium.words import say


def groups_compared(released: Released, row: int, lang: str) -> str:
    """The groups of a row: one compared with another, one alone, or all of them together."""
    first, second = (released.frame.at[row, f"group_{i}"] for i in (1, 2))
    if first == ALL_GROUPS:
        return say("all_groups", lang)
    names = (released.label("group_1", first, lang), released.label("group_2", second, lang))
    if not second:
        return names[0]
    return say("compared_with", lang, first=names[0], second=names[1])
