"""Whom a figure is about, how many they are and how much is hidden, as sentences."""

from __future__ import annotations

from compendium.disclosure.released import Released, Value, missing
from compendium.displays.behind import least_and_most
from compendium.displays.sentences import Count, Part, Sentence

# Marks of a cell that shows no number.
WITHOUT_NUMBER = ("c", "z")
# Numbers of a table that its figure does not draw.
ASIDE = ("left_out", "invited", "invited_all")


def whom(released: Released, who: Part | None = None) -> Sentence:
    """Whom a table is about and, where it says so, how many: ``parents. n = 29 to 38``.

    `who` is given where a table is one part of what its population says.
    """
    people, values = {"who": who or released.population}, _bases(released)
    if not values:
        return Sentence("whom", people)
    least, most = least_and_most(values)
    if least is most:
        return Sentence("whom_n", {**people, "n": least})
    return Sentence("whom_n_range", {**people, "least": least, "most": most})


def with_whom(alt: Sentence | None, released: Released, who: Part | None = None) -> Sentence | None:
    """An alternative text and, after it, whom the figure is about and how much is hidden."""
    if alt is None:
        return None
    parts = {"alt": alt, "whom": whom(released, who)}
    drawn = released.marks.drop(columns=list(ASIDE), errors="ignore")
    hidden = drawn.eq("c").any(axis="columns")
    if not hidden.any():
        return Sentence("alt_whom", parts)
    rows = tuple(int(i) for i in released.frame.index)
    some = tuple(int(i) for i in released.frame.index[hidden])
    counts = {"hidden": Count(released, some), "rows": Count(released, rows)}
    return Sentence("alt_whom_hidden", parts | counts)


def _bases(released: Released) -> list[Value]:
    """Every number that others rest on and that is shown."""
    return [
        Value(released, int(row), column)
        for column, kind in released.kinds.items()
        if kind == "base"
        for row, number in released.frame[column].items()
        if not missing(number) and released.marks.at[row, column] not in WITHOUT_NUMBER
    ]
