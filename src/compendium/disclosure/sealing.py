"""A result's table as it is released: what every rule does in the end, once.

A rule works out a frame and its marks, or rows of cells; everything else of the released table is
the result's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

# What is released of one number or word: its value and its mark.
Cell = tuple[object, str]
HIDDEN: Cell = (float("nan"), "c")


def unmarked(frame: pd.DataFrame) -> pd.DataFrame:
    """Marks of a table in which every cell stands as it is."""
    return pd.DataFrame("", index=frame.index, columns=frame.columns, dtype="str")


def sealed(
    result: Result,
    profile: Profile,
    frame: pd.DataFrame,
    kinds: Mapping[str, str],
    common: Mapping,
    marks: pd.DataFrame | None = None,
    **own,
) -> Released:
    """A table that passed, of the columns `frame` has; without `marks` as it stands.

    Parameters
    ----------
    kinds : mapping
        The kind of each column that is no key of the result; it may know more columns.
    common : mapping
        What the door says of the result: origin, population, method, assumption.
    own
        Parts that are not the result's: ``by``, ``labels``, ``withheld``.
    """
    known = {**dict.fromkeys(own.get("by", result.by), "key"), **kinds}
    parts = {"by": result.by, "labels": result.labels, **common, **own}
    return seal(
        measure=result.measure,
        frame=frame,
        marks=unmarked(frame) if marks is None else marks,
        kinds={column: known[column] for column in frame},
        profile=profile.profile,
        **parts,
    )


def sealed_cells(
    result: Result,
    profile: Profile,
    rows: Sequence[Mapping[str, Cell]],
    kinds: Mapping[str, str],
    common: Mapping,
    **own,
) -> Released:
    """Rows of cells as a released table with the columns of `kinds`, in their order."""
    values, marks = (
        pd.DataFrame([{c: row[c][part] for c in kinds} for row in rows], columns=list(kinds))
        for part in (0, 1)
    )
    return sealed(result, profile, values, kinds, common, marks.astype("str"), **own)
