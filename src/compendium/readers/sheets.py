"""Which sheet of a file with several is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from compendium.problems import DataError, Problems, listed
from compendium.readers.grid import Grid, said


def one_sheet(
    path: Path, names: Sequence[str], hidden: set[str], sheet: str, read: Callable[[str], Grid]
) -> Grid:
    """The sheet called `sheet`; if blank the first that holds anything, those shown first.

    Parameters
    ----------
    names : sequence of str
        Every sheet, in the order of the file.
    hidden : set of str
        Those that the file hides.
    read : callable
        Gives a sheet's grid. Of the sheets that are left the report says that they are not read.

    Raises
    ------
    DataError
        If there is no such sheet.
    """
    if sheet and sheet not in names:
        problems = Problems()
        found = f"there are {listed(names)}"
        problems.add(path.name, "", f"there is no sheet {sheet!r}", found, "Name one of these.")
        raise DataError(problems)
    asked = [sheet] if sheet else sorted(names, key=lambda name: name in hidden)
    grids = {name: read(name) for name in asked}
    filled = [n for n, grid in grids.items() if any(said(c) for r in grid.rows.values() for c in r)]
    chosen = sheet or next(iter(filled or grids))
    grid = grids[chosen]
    grid.found["sheet"] = chosen
    others = [name for name in names if name != chosen and (sheet or name in filled)]
    grid.lost += [f"sheet {name}: not read" for name in others]
    return grid
