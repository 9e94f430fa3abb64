"""What changed in a build: which released numbers moved since the last one, because of which input.

Each report that is run is compared with what was published of it before (`compendium.build.moved`).
What moved stands in ``private/<study>/changes/<profile>/``: a table for each report, one row per
cell, and ``what-changed.txt`` over all of them. Never in ``reports/``: what is published must not
depend on what was there before, and two states side by side tell more of people than either.

A folder of changes begins anew with the first build after one that came to its end. A build that
was broken off left no ``what-changed.txt``, and the next adds to its tables.
"""

from __future__ import annotations

import csv
import dataclasses
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from compendium.build.files import languages_of, notebook_path
from compendium.build.jobs import Job, Plan
from compendium.build.moved import HIDDEN, SHOWN, TEXT, Moved, moved
from compendium.build.progress import RUN
from compendium.build.reasons import because
from compendium.build.stamps import Inputs, read_stamps, stamps_of
from compendium.displays.record import RECORD_MIME
from compendium.writers.files import write_bytes, write_text
from compendium.writers.spreadsheet import APOSTROPHE, begins_a_formula, write_spreadsheet_csv

FOLDER, PAGE = "changes", "what-changed.txt"
COLUMNS = ["report", *(f.name for f in dataclasses.fields(Moved)), "because_of"]
# Where published notebooks and stamps are set aside that had to be removed.
BEFORE = "_before"
# So many reports are told of on the screen and so many cells of each; of a report in the file.
REPORTS_TOLD, CELLS_TOLD, CELLS_WRITTEN = 5, 2, 40
NOTES = """
The table beside this file that bears a report's name has every cell of it. Numbers are as the
reports print them; [c] is hidden. What is named as the reason is everything the report was run from
that differs from the last time: with several of them nobody can say which moved which number.
For the team: two states of a report side by side can tell what one person said.
""".strip()

Row = dict[str, str]


@dataclasses.dataclass(frozen=True)
class Before:
    """A report's notebook as it was published last, and what that was run from; blank if never."""

    notebook: str = ""
    inputs: Inputs = dataclasses.field(default_factory=dict)


def changes_folder(each: Plan) -> Path:
    """Where it stands what changed in the last build of a study under one profile."""
    return each.study.private / FOLDER / each.profile


def before(each: Plan, job: Job) -> Before:
    """What was published of a report last, also if it had to be removed since."""
    places = (notebook_path(each, job), stamps_of(each, job.page)), _aside_of(each, job)
    for notebook, stamps in places:
        if notebook.exists():
            stamp = read_stamps(stamps).get(RUN)
            return Before(notebook.read_text(encoding="utf-8"), stamp.inputs if stamp else {})
    return Before()


def set_aside(each: Plan, pages: Iterable[str]) -> None:
    """Keep what is about to be removed of reports, for the next build to compare with.

    It lies with the stamps, and goes with everything derived when somebody withdraws.
    """
    for page in pages:
        _set_aside(each.reports, stamps_of(each, page).parent, page)


def set_aside_from(reports: Path, stamps: Path) -> None:
    """The same of every report in a folder, whose stamps lie in another."""
    if stamps.is_dir():
        for notebook in sorted(reports.glob("*.ipynb")):
            _set_aside(reports, stamps, notebook.stem)


def _set_aside(reports: Path, stamps: Path, page: str) -> None:
    notebook = reports / f"{page}.ipynb"
    if notebook.exists():
        for path, aside in zip(
            (notebook, stamps / f"{page}.json"), _aside(stamps, page), strict=True
        ):
            if path.exists():
                write_bytes(aside, path.read_bytes())


def note_moved(each: Plan, job: Job, was: Before, now: str, inputs: Inputs) -> None:
    """Write which cells of a report moved; the text `now` is published in place of `was`."""
    for path in _aside_of(each, job):
        path.unlink(missing_ok=True)
    if not was.notebook or was.notebook == now:
        return
    found = moved(_records(was.notebook), _records(now), languages_of(each.study)[0])
    why = "; ".join(because(was.inputs, inputs))
    rows = [(job.page, *dataclasses.astuple(cell), why) for cell in found]
    if rows:
        table = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
        write_spreadsheet_csv(changes_folder(each) / f"{job.page}.csv", table)


def begin(each: Plan, runs: Iterable[Job]) -> int:
    """Make room for what will change; how many of the reports that will run can be compared."""
    there = [job for job in runs if _was_there(each, job)]
    if there and (changes_folder(each) / PAGE).exists():
        shutil.rmtree(changes_folder(each))
    return len(there)


def told(each: Plan, reports: int) -> tuple[str, dict[str, object]]:
    """Write what changed in a study, `reports` of which were compared; the same for the screen, as
    a few lines and as an event for a program."""
    path = changes_folder(each) / PAGE
    tables = {p.stem: _read(p) for p in sorted(path.parent.glob("*.csv"))}
    head = f"{each.study.id}: what changed since the last build: {_total(tables, reports)}."
    whole = [
        head,
        *(line for page in tables for line in ("", *_report(tables[page], CELLS_WRITTEN))),
    ]
    write_text(path, "\n".join([*whole, "", NOTES, ""]))
    place = path.relative_to(each.study.private.parents[1]).as_posix()
    said = [head]
    for page in list(tables)[:REPORTS_TOLD]:
        said += [f"  {line}" for line in _report(tables[page], CELLS_TOLD)]
    if tables:
        said.append(f"  All of it: {place}")
    changed = [
        {"page": page, "cells": len(rows), "because": rows[0]["because_of"]}
        for page, rows in tables.items()
    ]
    event = {"event": "changes", "study": each.study.id, "compared": reports, "changed": changed}
    return "\n".join(said), event | {"file": place}


def _total(tables: dict[str, list[Row]], reports: int) -> str:
    if not tables:
        return f"nothing that is released, in {_many(reports, 'report')} run again"
    rows = [row for table in tables.values() for row in table]
    return f"{_counted(rows)}, in {len(tables)} of {_many(reports, 'report')} run again"


def _report(rows: list[Row], most: int) -> list[str]:
    """What changed in one report: how much, why, and the first cells, numbers before texts."""
    lines = [f"{rows[0]['report']}: {_counted(rows)}, because of {rows[0]['because_of']}"]
    rows = sorted(rows, key=lambda row: row["how"] == TEXT)
    shown = [row for row in rows if row["how"] != TEXT or most > CELLS_TOLD][:most]
    lines += [f"  {_cell(row)}" for row in shown]
    if len(rows) > len(shown):
        lines.append(f"  … and {len(rows) - len(shown)} more")
    return lines


def _cell(row: Row) -> str:
    where = ", ".join(filter(None, (row["display"], row["row"], row["column"])))
    return f"{where}: {row['before'] or '(was not there)'} → {row['now'] or '(gone)'}"


def _counted(rows: Sequence[Row]) -> str:
    """How many numbers and texts, and how many of the numbers came to be hidden or shown."""
    how = [row["how"] for row in rows]
    numbers, texts = len(how) - how.count(TEXT), how.count(TEXT)
    aside = ", ".join(f"{how.count(h)} {h} now" for h in (HIDDEN, SHOWN) if h in how)
    found = [_many(numbers, "number") + (f" ({aside})" if aside else "")] if numbers else []
    return " and ".join(found + ([_many(texts, "text")] if texts else []))


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _was_there(each: Plan, job: Job) -> bool:
    return notebook_path(each, job).exists() or _aside_of(each, job)[0].exists()


def _aside_of(each: Plan, job: Job) -> tuple[Path, Path]:
    return _aside(stamps_of(each, job.page).parent, job.page)


def _aside(stamps: Path, page: str) -> tuple[Path, Path]:
    """Where a report's notebook and its stamps are set aside."""
    folder = stamps / BEFORE
    return folder / f"{page}.notebook.json", folder / f"{page}.stamps.json"


def _records(notebook: str) -> list[dict]:
    """The display records of a published notebook; none of a text that is no notebook."""
    try:
        outputs = [o for cell in json.loads(notebook)["cells"] for o in cell.get("outputs", [])]
        return [o["data"][RECORD_MIME] for o in outputs if RECORD_MIME in o.get("data", {})]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _read(path: Path) -> list[Row]:
    """A table of changes as it was before it was made safe for spreadsheet programs."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: _as_it_was(text) for name, text in row.items()} for row in csv.DictReader(file)
        ]


def _as_it_was(text: str) -> str:
    bare = text.removeprefix(APOSTROPHE)
    return bare if text != bare and begins_a_formula(bare) else text
