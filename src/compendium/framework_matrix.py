"""The framework as a spreadsheet: written with the passages beside, read back checked.

The workbook lies in ``private/<study>/``. Analysts type summaries into it; reading it back shows
every difference first, and writes ``findings/summaries.csv`` only when somebody confirms them.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from compendium.analysis.qualitative.framework import digest, framework, said_under, themes_of
from compendium.intake.dates import is_date
from compendium.intake.summaries import FILE as SUMMARY_FILE
from compendium.intake.summaries import read_summaries
from compendium.intake.tables import Tables, open_tables
from compendium.problems import DataError, Problems, StudyError, listed
from compendium.readers.grid import letter
from compendium.readers.spreadsheet import WITH_SHEETS
from compendium.schemas import SUMMARIES
from compendium.study import Study
from compendium.writers.files import write_csv
from compendium.writers.private import keep_private
from compendium.writers.spreadsheet import Look, Rows, write_xlsx

FILE, SHEET = "framework.xlsx", "framework"
CASE = ("participant_id", "site_id", "group")
SUMMARY, PASSAGES = "summary", "passages"
CHANGED = "(The passages are not those this summary was written on.)"
# A cell of a workbook holds at most 32,767 characters.
LONGEST = 31_000


@dataclasses.dataclass(frozen=True)
class Difference:
    """One summary that differs between study (`before`) and workbook (`after`); blank for none."""

    participant_id: str
    code_id: str
    before: str
    after: str

    def __str__(self) -> str:
        kind = "new" if not self.before else "gone" if not self.after else "other"
        said = f"  {kind:5} {self.participant_id}, {self.code_id}: "
        if kind == "other":
            return f"{said}{self.before!r}\n        now {self.after!r}"
        return said + repr(self.after or self.before)


def matrix(data: Tables) -> Rows:
    """A row per person interviewed; of each theme the summary, and beside it their passages.

    Two rows of headings: what a column is, and the theme's name.
    """
    rows, said = framework(data).frame, said_under(data)
    themes = themes_of(data.study)
    passages = {
        key: "\n\n".join(f"{row.text} [{row.segment_id}]" for row in own.itertuples())
        for key, own in said.groupby(["participant_id", "code_id"], observed=True)
    }
    heads = [f"{t.code_id} {kind}" for t in themes for kind in (SUMMARY, PASSAGES)]
    names = [name for t in themes for name in (t.label.en, "")]
    found = [[*CASE, *heads], [""] * len(CASE) + names]
    for (person, site, group), own in rows.groupby(list(CASE), sort=False, observed=True):
        line = [person, site, group]
        for row in own.itertuples():
            mark = f"{CHANGED}\n\n" if row.state == "changed" else ""
            line += [row.summary, _short(mark + passages.get((person, row.code_id), ""))]
        found.append(line)
    return found


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " … (cut)"


def write_framework(study: Study) -> str:
    """Write the workbook of a study and say what is in it."""
    data = open_tables(study)
    rows, path = matrix(data), study.private / FILE
    widths = (14, 8, 16, *(40, 60) * len(themes_of(study)))
    write_xlsx(path, {SHEET: rows}, Look(widths, heading_rows=2, heading_columns=1))
    keep_private(study.private)
    states = framework(data).frame["state"].value_counts()
    return "\n".join(
        [
            f"{study.id}: framework",
            f"  people and themes   {len(rows) - 2} and {len(themes_of(study))}",
            f"  summarised          {states.get('current', 0) + states.get('changed', 0)}",
            f"  changed since       {states.get('changed', 0)}",
            f"  not summarised      {states.get('not_summarised', 0)} of those with passages",
            f"  written             {path.relative_to(study.private.parents[1]).as_posix()}",
        ]
    )


def read_framework(data: Tables, path: Path) -> dict[tuple[str, str], str]:
    """The summaries of a workbook, by person and theme; blank cells are none.

    Raises
    ------
    DataError
        If it is no such workbook, or with every person, column or cell that does not fit.
    """
    (_, head), _, *lines = _sheet(path).items()
    problems = Problems()
    if head[0] != CASE[0]:
        said = f"the first cell is {head[0]!r}"
        do = "Write the workbook anew: make framework."
        problems.add(path.name, "row 1", said, f"it begins with {CASE[0]}", do)
        problems.settle(DataError)
    columns = _columns(data, path, head, problems)
    people = set(data.participants.loc[data.participants["interviewed"], "participant_id"])
    found: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    for number, line in lines:
        person, where = line[0].strip(), f"row {number}"
        cells = {code: line[i].strip() for i, code in columns.items() if i < len(line)}
        if not person and not any(cells.values()):
            continue
        if person not in people:
            said, do = f"participant_id is {person!r}", "Write the workbook anew: make framework."
            problems.add(path.name, where, said, "somebody interviewed who is in the study", do)
        elif person in seen:
            problems.add(path.name, where, f"{person} is there twice", "one row each")
        seen.add(person)
        found |= {(person, code): text for code, text in cells.items() if text}
    problems.settle(DataError)
    return found


def _columns(data: Tables, path: Path, head: list[str], problems: Problems) -> dict[int, str]:
    """The theme of each column of summaries, by its place."""
    known, columns = [t.code_id for t in themes_of(data.study)], {}
    for place, name in enumerate(head):
        code, _, kind = name.strip().rpartition(" ")
        if kind != SUMMARY:
            continue
        where = f"row 1, column {letter(place)}"
        if code not in known:
            said = f"the heading is {name!r}"
            problems.add(path.name, where, said, f"a theme of the framework: {listed(known)}")
        elif code in columns.values():
            problems.add(path.name, where, f"{name!r} is there twice", "one column a theme")
        columns[place] = code
    return columns


def _sheet(path: Path) -> dict[int, list[str]]:
    """The rows of a workbook's sheet by their number, the two of headings at least.

    Raises
    ------
    DataError
        If it is no workbook, or there is nothing in it.
    """
    if not path.exists():
        raise DataError(f"{path.name}: the file is missing. Write it with make framework.")
    if path.suffix.lower() not in WITH_SHEETS:
        raise DataError(f"{path.name}: a framework is a workbook, {listed(WITH_SHEETS)}.")
    rows = WITH_SHEETS[path.suffix.lower()](path, "").rows
    there = {number: cells for number, cells in rows.items() if cells}
    if len(there) < 2:
        raise DataError(f"{path.name}: the sheet is empty. Write it anew: make framework.")
    return there


def differences(data: Tables, read: dict[tuple[str, str], str]) -> list[Difference]:
    """Where the workbook differs from the study, by person and theme."""
    own = data.summaries.set_index(["participant_id", "code_id"])["summary"].to_dict()
    pairs = ((key, own.get(key, ""), read.get(key, "")) for key in sorted({*own, *read}))
    return [Difference(*key, before, after) for key, before, after in pairs if before != after]


def take_back(study: Study, path: Path, analyst: str, day: str, confirmed: bool) -> str:
    """Show what a workbook changes; write it into the study if that is confirmed.

    A summary that is new or changed is the analyst's, of that day, on the passages as they are now;
    one that is the same stays as it was.

    Raises
    ------
    StudyError
        If nobody is named, or the day is none.
    DataError
        If the workbook does not fit the study.
    """
    if not analyst or not is_date(day):
        raise StudyError(
            "Whose summaries are these, and of what day? Name both: --by 'A. Analyst' "
            "--on 2024-03-05."
        )
    data = open_tables(study)
    read = read_framework(data, path)
    changes = differences(data, read)
    lines = [f"{study.id}: {path.name}, {len(changes)} differences", *map(str, changes)]
    if others := len(read_summaries(study)) - len(data.summaries):
        lines.append(f"  {others} summaries of people who are not in the study leave the file")
    if not changes:
        return lines[0]
    if not confirmed:
        return "\n".join([*lines, "Nothing is written yet. If this is right, add --confirm."])
    write_csv(study.folder / SUMMARY_FILE, _written(data, read, changes, analyst, day))
    return "\n".join([*lines, f"  written {SUMMARY_FILE}"])


def _written(
    data: Tables,
    read: dict[tuple[str, str], str],
    changes: list[Difference],
    analyst: str,
    day: str,
) -> pd.DataFrame:
    """The whole table as it is to be kept."""
    said = said_under(data)
    passages = dict(list(said.groupby(["participant_id", "code_id"], observed=True)))
    own = data.summaries.set_index(["participant_id", "code_id"]).to_dict("index")
    origin = data.participants.set_index("participant_id")["data_origin"].to_dict()
    new = {(c.participant_id, c.code_id) for c in changes}
    rows = []
    for key in sorted(read):
        row = dict(zip(("participant_id", "code_id"), key, strict=True)) | own.get(key, {})
        if key in new:
            now = digest(passages.get(key, said.iloc[:0]))
            row |= {"summary": read[key], "analyst": analyst, "written_on": day}
            row |= {"passages_digest": now, "data_origin": origin[key[0]]}
        rows.append({name: row[name] for name in SUMMARIES})
    return pd.DataFrame(rows, columns=list(SUMMARIES))
