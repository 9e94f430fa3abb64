"""QualCoder's ``data.qda``: files, categories and codes, codings, cases, attributes, memos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from compendium.readers import coding_project as coding
from compendium.readers import positions
from compendium.readers.coded_segments.cells import whole, words
from compendium.readers.export import Export, ImportReport

if TYPE_CHECKING:
    from compendium.readers.coded_segments.databases import Database

TOOL = "QualCoder"
# A stretch that is all of a source has no start and no end.
WHOLE = (pd.NA, pd.NA)
UNREAD = {"code_image": "codings of pictures", "code_av": "codings of audio and video"}


def project(database: Database, report: ImportReport) -> Export:
    """The tables of a coding project."""
    version = next((words(r["about"]) for r in database.rows("project", "about")), "")
    report.tool = version if version.startswith(TOOL) else f"{TOOL} {version}".strip()
    files = {
        row["id"]: row
        for row in database.rows("source", "id", "name", "fulltext", "memo", order="id")
        if row["id"] is not None
    }
    names = _names(files)
    texts = {names[i]: _text(row) for i, row in files.items() if row["fulltext"] is not None}
    for table, what in UNREAD.items():
        if count := sum(1 for _ in database.rows(table, "cid")):
            report.lost.append(f"{count} {what} (not read)")
    paths = code_paths(database)
    marked = {names[i] for i, r in files.items() if words(r["fulltext"]).startswith(positions.BOM)}
    segments, chosen = _segments(database, names, texts, marked, paths, report)
    cases = {r["caseid"]: words(r["name"]) for r in database.rows("cases", "caseid", "name")}
    places = _places(database, cases, names, texts, chosen, report)
    owners = {"case": cases, "file": names}
    made = coding.tables(
        {
            "sources": [_source(names[i], row, texts, chosen) for i, row in files.items()],
            "codes": coding.code_rows(paths.values(), _definitions(database, paths)),
            "coded_segments": segments,
            "cases": places,
            "variables": _variables(database, owners),
            "notes": _notes(database, names, files, cases, texts, chosen),
        }
    )
    report.found = coding.counted(made)
    return Export(made, report, texts)


def _names(files: Mapping[int, dict]) -> dict[int, str]:
    names: dict[int, str] = {}
    for number, row in files.items():
        written = words(row["name"]) or f"(source {number})"
        names[number] = coding.free_name(written, set(names.values()))
    return names


def _text(row: dict) -> str:
    return words(row["fulltext"]).removeprefix(positions.BOM)


def _source(name: str, row: dict, texts: Mapping[str, str], chosen: Mapping[str, str]) -> tuple:
    kind = "text" if name in texts else "media"
    convention = str(chosen.get(name, ""))
    return name, kind, len(texts.get(name, "")), convention, "", words(row["memo"]), ""


def code_paths(database: Database) -> dict[int, str]:
    """Path of each code by its number: categories from the top, codes above it, its own name."""
    known: dict[tuple[str, object], tuple[str, tuple[str, object]]] = {
        ("category", r["catid"]): (words(r["name"]), ("category", r["supercatid"]))
        for r in database.rows("code_cat", "catid", "name", "supercatid")
    }
    codes = list(database.rows("code_name", "cid", "name", "catid", "supercid", order="cid"))
    known |= {
        ("code", r["cid"]): (
            words(r["name"]),
            ("code", r["supercid"]) if r["supercid"] else ("category", r["catid"]),
        )
        for r in codes
    }
    return {r["cid"]: _path(("code", r["cid"]), known) for r in codes}


def _path(thing: tuple[str, object], known: Mapping) -> str:
    names, seen = [], set()
    while thing in known and thing not in seen:
        seen.add(thing)
        name, thing = known[thing]
        names.append(" ".join(name.split()))
    return coding.PATH_SEPARATOR.join(filter(None, reversed(names)))


def _definitions(database: Database, paths: Mapping[int, str]) -> dict[str, str]:
    rows = database.rows("code_name", "cid", "memo")
    return {paths[r["cid"]]: words(r["memo"]) for r in rows if r["cid"] in paths}


def _segments(database, names, texts, marked, paths, report: ImportReport):
    """Rows of `coded_segments`, and by which convention each source's positions were read.

    `marked` are the sources whose text began with a byte-order mark.
    """
    by_file: dict[int, list[dict]] = {}
    columns = ("cid", "fid", "seltext", "pos0", "pos1", "owner", "memo")
    for row in database.rows("code_text", *columns, order="ctid"):
        by_file.setdefault(row["fid"], []).append(row)
    rows, astray, unknown = [], 0, 0
    chosen = {
        name: Mapped(text, by_file.get(fid, []), name in marked, report, name)
        for fid, name in names.items()
        if (text := texts.get(name)) is not None
    }
    for fid, found in by_file.items():
        name = names.get(fid, "")
        if name not in texts:
            astray += len(found)
            continue
        for row, (start, end) in zip(found, chosen[name].bounds, strict=True):
            if start < 0 or end < start:
                astray += 1
            elif row["cid"] not in paths:
                unknown += 1
            else:
                text = texts[name][start:end]
                rows.append((name, paths[row["cid"]], words(row["owner"]), start, end, text))
    if astray:
        report.lost.append(f"{astray} codings lie outside any text of the project")
    if unknown:
        report.lost.append(f"{unknown} codings use a code that the code book lacks")
    return rows, chosen


class Mapped:
    """Positions of one file turned into places in its text, by the convention that fits best.

    QualCoder keeps beside each coding the words that were selected; the convention taken is the
    one by which most selections cut just these out of the text. Where they are level it is
    QualCoder's own: code points of the text as it is kept, with its byte-order mark.
    """

    def __init__(self, text: str, rows: list[dict], had_bom: bool, report: ImportReport, name: str):
        self._characters = positions.Characters(text)
        starts = [whole(r["pos0"]) for r in rows]
        ends = [whole(r["pos1"]) for r in rows]
        options = self._characters.conventions((True, False) if had_bom else (False,))
        scored = dict.fromkeys(options, 0)
        cut = {}
        for option in options:
            cut[option] = self._cut(option, starts, ends)
            scored[option] = sum(
                text[a:b] == words(r["seltext"])
                for (a, b), r in zip(cut[option], rows, strict=True)
            )
        self.convention = max(scored, key=scored.get)
        self.bounds = cut[self.convention]
        best = scored[self.convention]
        if rows and (len(options) > 1 or best < len(rows)):
            (report.guessed if best else report.warned).append(
                f"source {name}: positions count {self.convention} ({best} of {len(rows)} "
                "selections hold the words QualCoder keeps beside them)"
                + ("" if best else "; check that the codings stand where they should")
            )

    def __str__(self) -> str:
        return str(self.convention)

    def _cut(self, option, starts, ends) -> list[tuple[int, int]]:
        mapping = self._characters.counted(option)
        given = [np.array([-1 if v is None else v for v in side]) for side in (starts, ends)]
        return list(zip(*(mapping.to_text(side).tolist() for side in given), strict=True))

    def place(self, start: object, end: object) -> tuple[int, int]:
        """One stretch by the same convention; negative where the text has no such place."""
        return self._cut(self.convention, [whole(start)], [whole(end)])[0]


def _stretch(name: str, row: dict, texts, chosen) -> tuple[object, object] | None:
    """Start and end of a stretch of a file; missing where it is all of it; None if it is no place.

    A file without text (a picture, say) is meant as a whole.
    """
    if name not in texts or (row["pos0"] is None and row["pos1"] is None):
        return WHOLE
    start, end = chosen[name].place(row["pos0"], row["pos1"])
    if start < 0 or end < start:
        return None
    return WHOLE if start == 0 and end >= len(texts[name]) - 1 else (start, end)


def _places(database, cases, names, texts, chosen, report: ImportReport) -> list[tuple]:
    """Rows of `cases`: a case linked to a file as a whole, or to a stretch of it."""
    rows, met, astray = [], set(), 0
    for row in database.rows("case_text", "caseid", "fid", "pos0", "pos1", order="id"):
        case, name = cases.get(row["caseid"]), names.get(row["fid"])
        if not case or not name:
            continue
        if place := _stretch(name, row, texts, chosen):
            rows.append((case, name, *place))
            met.add(row["caseid"])
        else:
            astray += 1
    if astray:
        report.lost.append(f"{astray} links of cases lie outside the text they name")
    return rows + [(case, "", pd.NA, pd.NA) for i, case in cases.items() if i not in met]


def _variables(database, owners: Mapping[str, Mapping[int, str]]) -> Iterator[tuple]:
    for row in database.rows("attribute", "name", "attr_type", "value", "id", order="attrid"):
        kind = words(row["attr_type"])
        owner = owners.get(kind, {}).get(row["id"])
        if owner and words(row["value"]):
            called = "source" if kind == "file" else kind
            yield called, owner, words(row["name"]), "Text", words(row["value"])


def _notes(database, names, files, cases, texts, chosen) -> Iterator[tuple]:
    """Memos of codings, annotations of stretches, memos of files and cases, the journal.

    A memo of a stretch that is no place of its file is the file's.
    """
    for table in ("code_text", "annotation"):
        columns = ("fid", "pos0", "pos1", "owner", "date", "memo")
        for row in database.rows(table, *columns):
            if words(row["memo"]) and (name := names.get(row["fid"])):
                at = _stretch(name, row, texts, chosen) or WHOLE
                by = (words(row["memo"]), words(row["owner"]), words(row["date"]))
                yield "", *by, "selection", name, *at
    for row in files.values():
        if words(row["memo"]):
            yield "", words(row["memo"]), "", "", "source", names[row["id"]], *WHOLE
    for row in database.rows("cases", "caseid", "memo", "owner", "date"):
        if words(row["memo"]):
            by = (words(row["memo"]), words(row["owner"]), words(row["date"]))
            yield "", *by, "case", cases[row["caseid"]], *WHOLE
    for row in database.rows("journal", "name", "jentry", "owner", "date"):
        by = (words(row["jentry"]), words(row["owner"]), words(row["date"]))
        yield words(row["name"]), *by, "project", "", *WHOLE
