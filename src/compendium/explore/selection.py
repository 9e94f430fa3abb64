"""What is written of a selection: its passages, what was looked for, and drafts of quotes.

It lies in ``private/<study>/explored/`` and nowhere else; the same selection of the same data is
the same bytes. When somebody withdraws, intake removes the folder with everything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from compendium.disclosure.released import Released
from compendium.intake.tables import Tables
from compendium.quote_drafts import TO_APPROVE, quote_drafts
from compendium.words import say
from compendium.writers.files import write_text
from compendium.writers.private import keep_private
from compendium.writers.spreadsheet import Look, write_spreadsheet_csv, write_xlsx

LANG = "en"
FOLDER = "explored"
# Widths in letters: of short cells, and of those that people read.
NARROW, WIDE = 16, 60
# How many characters a cell of a workbook can hold, a rule of the format.
LONGEST = 32_767
READ = ("attributes", "themes", "text", "translation", "before", "after")

Said = Sequence[tuple[str, str]]


def write_selection(data: Tables, released: Released, said: Said) -> list[Path]:
    """Write a selection as CSV, workbook, a note of its filters, and quotes to approve.

    Parameters
    ----------
    released : Released
        Passages (`compendium.explore.shown.passages`) that passed the disclosure door, which lets
        them pass for the team alone.
    said : sequence of pairs
        What was looked for: each filter, and its value.

    Returns
    -------
    list of Path
        The files: passages as CSV and as workbook, filters, quotes to approve.
    """
    assert released.measure == "passages"
    folder = data.study.private / FOLDER
    keep_private(data.study.private.parent)
    keep_private(folder)
    name = _name(said)
    files = [folder / f"passages-{name}{end}" for end in (".csv", ".xlsx", ".txt")]
    files.append(folder / f"quotes-{name}.csv")
    table, lines = _table(released), _lines(released, said)
    write_spreadsheet_csv(files[0], table)
    widths = [WIDE if column in READ else NARROW for column in table]
    rows = [list(table), *table.map(_cut).itertuples(index=False, name=None)]
    # As many columns as the passages have: one look is for every sheet.
    filters = [[*line, *[""] * (len(widths) - len(line))] for line in lines]
    write_xlsx(files[1], {"passages": rows, "filters": filters}, Look(widths))
    write_text(files[2], "".join(f"{': '.join(filter(None, line))}\n" for line in lines))
    write_spreadsheet_csv(files[3], _drafts(data, table["segment_id"]))
    keep_private(folder)
    return files


def _table(released: Released) -> pd.DataFrame:
    """Passages with everything known of them, area and group by what they are called."""
    frame = released.frame.drop(columns="people")
    named = {
        column: [released.label(column, value, LANG) for value in frame[column]]
        for column in ("site_id", "group")
    }
    numbers = {c: frame[c].astype("int64") for c in ("turn", "char_start", "char_end")}
    return frame.assign(**named, **numbers).rename(
        columns={"site_id": "area", "event_id": "source"}
    )


def _cut(value: str | int) -> str | int:
    """A text as far as a cell holds it; the CSV has all of it."""
    too_long = isinstance(value, str) and len(value) > LONGEST
    return f"{value[: LONGEST - 2]} …" if too_long else value


def _lines(released: Released, said: Said) -> list[tuple[str, str]]:
    """What stands beside the passages: what they are, how many, and what was looked for."""
    banner = [(say("banner", LANG), "")] if released.origin == "synthetic" else []
    return [
        (say("explore_filters", LANG), ""),
        *banner,
        (say("explore_for_the_team", LANG), ""),
        (say("passages", LANG), str(len(released.frame))),
        *said,
    ]


def _drafts(data: Tables, segments: pd.Series) -> pd.DataFrame:
    """Rows to copy into findings/quotes.csv: those of the selection that may be approved."""
    drafts = quote_drafts(data, segments)
    return drafts[drafts["status"] == TO_APPROVE]


def _name(said: Said) -> str:
    """A short name for what was looked for: the same filters have the same name."""
    return hashlib.sha256(repr([tuple(pair) for pair in said]).encode()).hexdigest()[:8]
