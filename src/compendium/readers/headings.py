"""How many rows of a sheet are headings, and what its columns are called.

Online survey tools write one heading row, two (question numbers, then texts) or three
(Qualtrics: its own ids below the texts). In a question with several parts, the first row may
stand over the first part alone, as a merged cell does.
"""

from __future__ import annotations

import re

from compendium.readers.grid import Grid, said

# Q1, Q5.1, q12_3, Q4a, 7, 2.1.a, V_3: what survey tools number questions with.
QUESTION_NUMBER = re.compile(r"[A-Za-z]{0,3}[-_ ]?\d+([._-]?\w+)*\.?")
IMPORT_IDS = re.compile(r"\{.?ImportId")


def recognised(grid: Grid) -> int:
    """The number of heading rows, 1 to 3, by this rule.

    Three if every cell of the third row is one of Qualtrics' import ids. Two if at least two
    columns and half of all are headed by question numbers, or some by nothing, and in each of
    these the second row has a text that is no number and is not found again further down.
    """
    rows = list(grid.rows.values())
    if len(rows) < 2:
        return 1
    third = [cell for cell in rows[2] if said(cell)] if len(rows) > 2 else []
    if third and all(IMPORT_IDS.match(cell) for cell in third):
        return 3
    numbered = [i for i, cell in enumerate(rows[0]) if QUESTION_NUMBER.fullmatch(cell.strip())]
    tested = [i for i, cell in enumerate(rows[0]) if not said(cell)]
    if len(numbered) >= max(2, len(rows[0]) / 2):
        tested += numbered
    below = {i: {row[i].strip() for row in rows[2:]} for i in tested}
    asks = [_is_text(rows[1][i]) and rows[1][i].strip() not in below[i] for i in tested]
    return 2 if asks and all(asks) else 1


def _is_text(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", cell))


def column_names(heading: list[list[str]]) -> tuple[list[str], list[str]]:
    """What each column is called, and what of that was guessed; a name may be blank.

    The first heading row names the columns. Of two rows, a cell of the first that is blank
    belongs to the question on its left, whose parts are numbered: Q5 over four columns makes
    Q5.1 to Q5.4. With no question on its left, or above a blank cell, the rows name it as far
    as they can.
    """
    names = [cell.strip() for cell in heading[0]]
    if len(heading) == 1:
        return names, []
    second = [cell.strip() for cell in heading[1]]
    starts = [i for i, name in enumerate(names) if name]
    guessed = []
    for start, after in zip(starts, [*starts[1:], len(names)], strict=True):
        parts = [i for i in range(start + 1, after) if second[i]]
        if parts and len(parts) == after - start - 1:
            question = names[start]
            for number, i in enumerate(range(start, after), start=1):
                names[i] = f"{question}.{number}"
            guessed.append(f"{question} has {number} parts: {names[start]} to {names[after - 1]}")
    return [name or below for name, below in zip(names, second, strict=True)], guessed
