"""Blinded coding sheets: one workbook per coder, the same passages, nobody's codes in it.

A coding project shows what somebody coded, and never what they read and left. A sheet does: its
passages are a seeded sample of coded passages and of stretches that nobody coded, in an order of
chance, and for each the coder writes codes, or that none fits. Read back, a sheet is that coder's
coding, and agreement can be calculated on all that both read.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.analysis.intercoder.coder_pairs import coders
from compendium.data_package.transcripts import BLACK, transcripts
from compendium.intake.coding import segment_id
from compendium.intake.tables import Tables, open_tables
from compendium.problems import DataError, Problems, StudyError, listed
from compendium.readers.delimited import read_grid as read_csv
from compendium.readers.grid import said
from compendium.readers.workbook import read_grid
from compendium.study import Study
from compendium.theory import Code, active_codes
from compendium.writers.files import write_csv
from compendium.writers.private import keep_private
from compendium.writers.spreadsheet import Look, Rows, write_xlsx

FOLDER, KEY = "coding_sheets", "units.csv"
PASSAGES, CODEBOOK = "passages", "codebook"
UNITS, UNCODED = 60, 0.25
# A line of fewer words says too little to be coded (a greeting, "Go on").
WORDS_NEEDED = 5
CODES = ("code_1", "code_2", "code_3", "code_4")
HEADINGS = ("unit_id", "text", *CODES, "note")
# What a coder writes where no code fits; kept as a coding with a blank code.
NONE = "none"
QUESTION = ("instrument", "item_id")
KEY_COLUMNS = ("unit_id", "segment_id", "event_id", "char_start", "char_end", "text")
LOOK = Look(widths=(9, 90, 12, 12, 12, 12, 40), heading_rows=1, heading_columns=1)


def sampled_units(data: Tables, units: int = UNITS, uncoded: float = UNCODED) -> pd.DataFrame:
    """One row per passage to code, in the order of the sheets; the study's seed draws them.

    Passages that somebody coded, and of what nobody coded whole lines of at least five words.
    Words of people who withdrew are in none. Where fewer lines are uncoded than wanted, all are
    taken, and coded passages make up for them.

    Parameters
    ----------
    units : int
        How many passages.
    uncoded : float
        Share of them that nobody coded.

    Returns
    -------
    pandas.DataFrame
        `unit_id`, `segment_id`, `event_id`, `char_start`, `char_end`, `text`.

    Raises
    ------
    StudyError
        If no passage is asked for, the share is none, or there is nothing to code.
    """
    if units < 1 or not 0 <= uncoded <= 1:
        raise StudyError("Ask for at least one passage, and a share of uncoded ones from 0 to 1.")
    columns = list(KEY_COLUMNS[1:])
    coded = data.segments.loc[data.segments["text"].str.strip() != "", columns]
    coded = coded[coded["char_end"] > coded["char_start"]]
    rest = uncoded_lines(data)
    rng = np.random.default_rng(data.study.header.seed)
    wanted = min(round(units * uncoded), len(rest))
    parts = [_drawn(coded, units - wanted, rng), _drawn(rest, wanted, rng)]
    found = pd.concat(parts, ignore_index=True)
    if found.empty:
        raise StudyError(f"{data.study.id} has no passage to code.")
    found = found.iloc[rng.permutation(len(found))].reset_index(drop=True)
    found.insert(0, "unit_id", [f"U{i:03d}" for i in range(1, len(found) + 1)])
    return found


def _drawn(table: pd.DataFrame, many: int, rng: np.random.Generator) -> pd.DataFrame:
    """So many rows by chance, from the table in an order of its own."""
    table = table.sort_values("segment_id", ignore_index=True)
    return table.iloc[rng.permutation(len(table))[:many]]


def uncoded_lines(data: Tables) -> pd.DataFrame:
    """One row per line of a transcript that no coded passage touches, long enough to be coded.

    A line that stands in several places is no talk (a question that was put to everybody, a
    heading) and is left out.
    """
    texts, _ = transcripts(data)
    rows = []
    for event in sorted(texts):
        mine = data.segments[data.segments["event_id"] == event]
        spans = mine[["char_start", "char_end"]].to_numpy()
        for line in re.finditer(r"[^\n]+", texts[event]):
            start, end = line.span()
            touched = ((spans[:, 0] < end) & (spans[:, 1] > start)).any()
            if touched or BLACK in line[0] or len(line[0].split()) < WORDS_NEEDED:
                continue
            rows.append((event, start, end, line[0]))
    found = pd.DataFrame(rows, columns=["event_id", "char_start", "char_end", "text"])
    found = found[~found["text"].duplicated(keep=False)].reset_index(drop=True)
    found["segment_id"] = segment_id(found) if len(found) else ""
    return found[list(KEY_COLUMNS[1:])]


def write_coding_sheets(study: Study, units: int = UNITS, uncoded: float = UNCODED) -> str:
    """Write a sheet for every coder of study.yml into ``private/<study>/coding_sheets/``.

    Raises
    ------
    StudyError
        If there are sheets already: somebody may have filled them.
    """
    folder = study.private / FOLDER
    if folder.exists() and any(folder.iterdir()):
        raise StudyError(
            f"There are coding sheets in {_shown(folder, study)} already, and nothing was written. "
            "Move them elsewhere first; read them from there with --from."
        )
    data = open_tables(study)
    sampled = sampled_units(data, units, uncoded)
    blank = int((~sampled["segment_id"].isin(data.segments["segment_id"])).sum())
    keep_private(folder)
    write_csv(folder / KEY, sampled)
    names = [sheet_name(study, coder) for coder in coders(study)]
    rows = [HEADINGS, *((u.unit_id, u.text, *[""] * 5) for u in sampled.itertuples())]
    sheets = {PASSAGES: rows, CODEBOOK: codebook_rows(study.codebook)}
    for name in names:
        write_xlsx(folder / name, sheets, LOOK)
    keep_private(folder)
    return "\n".join(
        (
            f"{study.id}: coding sheets, for the team alone",
            f"  passages    {len(sampled)}, {blank} of them coded by nobody; the same in all, "
            "without anybody's codes",
            f"  written     {listed([*names, KEY])} to {_shown(folder, study)}",
            f"  what to do  each coder fills one alone: ids of codes, or {NONE} where none fits",
        )
    )


def sheet_name(study: Study, coder: str) -> str:
    """``coding_sheet_C2.xlsx``: by the place in study.yml, never by a coder's name."""
    return f"coding_sheet_{study.header.coding.called(coder)}.xlsx"


def codebook_rows(codebook: tuple[Code, ...]) -> Rows:
    """The second sheet: what may be written, and what it means."""
    active = [c for c in codebook if c.active]
    heads = ("code_id", "code", "under", "", "", "", "not for")
    rows = [(c.code_id, _meaning(c), c.parent_id, "", "", "", c.exclude) for c in active]
    return [heads, *rows, (NONE, "no code of the codebook fits", "", "", "", "", "")]


def _meaning(code: Code) -> str:
    parts = (f"{code.label.en}: {code.definition}", code.include and f"For: {code.include}")
    return "\n".join(filter(None, parts))


@dataclasses.dataclass(frozen=True, repr=False)
class Sheets:
    """What came back: `units` as they were sampled, and each coder's `codings`.

    `codings` has one row per passage, code and coder (`segment_id`, `code_id`, `coder`); a blank
    code says that the coder read the passage and no code fits.
    """

    units: pd.DataFrame
    codings: pd.DataFrame


def read_coding_sheets(study: Study, folder: Path | None = None) -> Sheets:
    """Read the sheets that are filled in; whose sheet is blank or not there has not coded yet.

    Raises
    ------
    DataError
        With everything that is wrong: no sheet at all, a passage missing, twice or unknown, another
        wording, a code that is not in the codebook or stands twice, `none` beside a code, a passage
        without a decision.
    """
    folder = folder or study.private / FOLDER
    problems = Problems()
    units = _key(folder, problems)
    problems.settle(DataError)
    codings = []
    for coder in coders(study):
        path = folder / sheet_name(study, coder)
        if path.is_file():
            codings += _read(path, coder, units, study, problems)
    if not codings and not problems:
        what = "there is no filled sheet of any coder"
        problems.add(KEY, "", what, do=f"Put them beside it: {sheet_name(study, 'C1')} and so on.")
    problems.settle(DataError)
    frame = pd.DataFrame(codings, columns=["segment_id", "code_id", "coder"], dtype="str")
    return Sheets(units, frame)


def _key(folder: Path, problems: Problems) -> pd.DataFrame:
    path = folder / KEY
    if not path.is_file():
        do = "Write sheets first, or name the folder they lie in with --from."
        problems.add(KEY, "", "it is not there, so nobody can tell which passage is which", do=do)
        return pd.DataFrame(columns=KEY_COLUMNS)
    heads, *rows = [*read_csv(path).rows.values()] or [[]]
    if tuple(heads) != KEY_COLUMNS:
        what, do = f"its columns are {listed(heads) or 'gone'}", "Put the file back as it was."
        problems.add(KEY, "row 1", what, f"they must be {listed(KEY_COLUMNS)}", do)
        return pd.DataFrame(columns=KEY_COLUMNS)
    units = pd.DataFrame(rows, columns=heads, dtype="str")
    return units.astype({"char_start": "int64", "char_end": "int64"})


def _read(
    path: Path, coder: str, units: pd.DataFrame, study: Study, problems: Problems
) -> list[tuple[str, str, str]]:
    """The codings of one sheet; what is wrong with it goes to `problems`."""
    rows = dict(read_grid(path, PASSAGES).rows)
    heads = rows.pop(min(rows, default=0), [])
    if missing := [h for h in HEADINGS[:-1] if h not in heads]:
        do = "Keep the headings as they were written."
        problems.add(path.name, "row 1", f"the headings {listed(missing)} are not there", do=do)
        return []
    known, seen, found = units.set_index("unit_id"), {}, []
    if not any(said(cells[i]) for cells in rows.values() for i in _places(heads, len(cells))):
        return []
    for number, cells in rows.items():
        cell = dict(zip(heads, [*cells, *[""] * len(heads)], strict=False))
        unit, where = cell["unit_id"].strip(), f"row {number}"
        written = [cell[c].strip() for c in CODES if cell[c].strip()]
        if not unit and not written:
            continue
        if unit not in known.index:
            do = "Write only into the columns of codes and notes."
            problems.add(path.name, where, f"unit_id {unit!r} is none of this sample", do=do)
        elif unit in seen:
            what = f"{unit} stands in row {seen[unit]} already"
            problems.add(path.name, where, what, do="Keep one of the two rows.")
        else:
            seen[unit] = number
            if _plain(cell["text"]) != _plain(known.at[unit, "text"]):
                what, do = f"the text of {unit} was changed", "Put the text back as it was."
                problems.add(path.name, where, what, do=do)
            codes = _codes(path.name, where, unit, written, study, problems)
            found += [(known.at[unit, "segment_id"], code, coder) for code in codes]
    for unit in units.loc[~units["unit_id"].isin(seen), "unit_id"]:
        problems.add(path.name, "", f"{unit} is missing", do="Put its row back.")
    return found


def _places(heads: list[str], width: int) -> list[int]:
    """Where the codes of a row stand, as far as the row goes."""
    return [i for i, head in enumerate(heads[:width]) if head in CODES]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _codes(
    file: str, where: str, unit: str, written: list[str], study: Study, problems: Problems
) -> list[str]:
    """The ids of codes in one row; a blank one for "none fits"."""
    active = {c.code_id.casefold(): c.code_id for c in active_codes(study.codebook)}
    plain = [w.casefold() for w in written]
    if not plain:
        do = f"Write a code, or {NONE} where no code fits."
        problems.add(file, where, f"{unit} has no decision", do=do)
    for code in [w for w, p in zip(written, plain, strict=True) if p not in (*active, NONE)]:
        what, allowed = f"{unit} has the code {code!r}", "the codebook has no such code in use"
        problems.add(file, where, what, allowed, f"See the sheet {CODEBOOK}.")
    if twice := sorted({w for w, p in zip(written, plain, strict=True) if plain.count(p) > 1}):
        problems.add(file, where, f"{unit} has {listed(twice)} twice", do="Keep it once.")
    if NONE in plain and len(set(plain)) > 1:
        do = "Keep one or the other."
        problems.add(file, where, f"{unit} has {NONE} beside a code", do=do)
    return ["" if p == NONE else active[p] for p in dict.fromkeys(plain) if p in (*active, NONE)]


def with_sheets(data: Tables, folder: Path | None = None) -> Tables:
    """The tables with the coding of the sheets in place of the project's: for agreement alone.

    Passages nobody had coded are segments in it, of nobody in particular. Passages of people who
    withdrew since are left out: a coded one that the tables no longer have, an uncoded one whose
    line is not in the transcripts any more.
    """
    sheets = read_coding_sheets(data.study, folder)
    units = sheets.units.drop(columns="unit_id")
    places = data.segments.set_index("segment_id")
    there = units["segment_id"].isin(places.index)
    lines = uncoded_lines(data)
    fresh = units[~there & units["segment_id"].isin(lines["segment_id"])]
    events = data.events.set_index("event_id")[["site_id", "data_type", "data_origin"]]
    fresh = fresh.merge(events, on="event_id")
    fresh = fresh.assign(**dict.fromkeys(("participant_id", "group", "lang", *QUESTION), ""))
    kept = data.segments[data.segments["segment_id"].isin(units["segment_id"])]
    segments = pd.concat([kept, fresh[list(data.segments.columns)]], ignore_index=True)
    codings = sheets.codings.merge(segments[["segment_id", "site_id"]], on="segment_id")
    codings = codings.assign(valence=pd.array([pd.NA] * len(codings), dtype="Int64"))
    codings = codings[list(data.codings.columns)]
    return data.but(segments=segments, codings=codings)


def said_of_sheets(study: Study, folder: Path | None = None) -> str:
    """What the sheets hold, once nothing is wrong with them."""
    sheets = read_coding_sheets(study, folder)
    lines = [f"{study.id}: coding sheets, nothing wrong with them"]
    for coder, mine in sheets.codings.groupby("coder", sort=True, observed=True):
        read, none = mine["segment_id"].nunique(), int((mine["code_id"] == "").sum())
        name = study.header.coding.called(str(coder))
        lines.append(f"  {name:<10}  {read} passages, {len(mine) - none} codes, {none} without one")
    return "\n".join(lines)


def _shown(folder: Path, study: Study) -> str:
    return folder.relative_to(study.private.parents[1]).as_posix()
