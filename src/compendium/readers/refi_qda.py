"""Coding projects: REFI-QDA ``.qdpx`` (NVivo, ATLAS.ti, MAXQDA, QualCoder …) as tables.

Tables
------
sources
    One row per source: name, kind, characters, the position convention that was chosen.
codes
    One row per code: path from the top (``Being alongside > Empathy``), definition.
coded_segments
    One row per selection and code and coder: source, code_path, coder, start, end, text.
    Positions are code points in the text as kept (no byte-order mark, line breaks as they
    stand), end exclusive.
cases
    One row per case and place it refers to: a whole source, or a selection (start, end).
variables
    One row per variable value of a case or a source.

The XML is read inside the archive, element by element, never unpacked. What cannot be taken
over (selections in pictures, audio and video, notes, sets, links) is counted as lost.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.readers import positions
from compendium.readers.archive import Archive, decoded, parse_xml
from compendium.readers.export import Export, ImportReport, damaged

PATH_SEPARATOR = " > "
VALUE_TAGS = (
    "TextValue",
    "BooleanValue",
    "IntegerValue",
    "FloatValue",
    "DateValue",
    "DateTimeValue",
)
OTHER_SELECTIONS = {
    "PictureSelection": "selections in pictures",
    "AudioSelection": "selections in audio",
    "VideoSelection": "selections in video",
    "PDFSelection": "selections in PDF pages",
    "TranscriptSelection": "selections in transcripts of recordings",
}
NOT_KEPT = {"Note": "notes and memos", "Set": "sets", "Link": "links", "Graph": "graphs"}


def read(path: Path) -> Export:
    """Read a ``.qdpx`` project.

    Raises
    ------
    DataError
        If the archive or the project inside it is damaged, unsafe, or no REFI-QDA project.
    """
    with Archive(path) as archive:
        projects = archive.ending(".qde")
        if not projects:
            raise damaged(
                path,
                "the archive holds no REFI-QDA project (a .qde file)",
                "Export it as REFI-QDA project (.qdpx).",
            )
        root = parse_xml(path, archive.read(projects[0]))
        if _tag(root) != "Project":
            raise damaged(path, f"the project file begins with <{_tag(root)}>, not <Project>")
        return _Project(path, archive, root).export()


@dataclasses.dataclass
class _Selection:
    """One selection of text and what hangs on it."""

    guid: str
    source: str
    start: int
    end: int
    codings: list[tuple[str, str]]  # (code guid, coder guid)


class _Project:
    """One pass over one project's XML."""

    def __init__(self, path: Path, archive: Archive, root):
        self.path, self.archive, self.root = path, archive, root
        self.report = ImportReport(file=path.name, tool=root.get("origin", ""))
        self.users = {
            u.get("guid", ""): u.get("name") or u.get("id") or u.get("guid", "")
            for u in self._all("Users", "User")
        }
        self.codes: dict[str, dict[str, str]] = {}
        self.code_paths: set[str] = set()
        self.texts: dict[str, str] = {}
        self.source_rows: list[dict[str, object]] = []
        self.source_names: dict[str, str] = {}
        self.selections: list[_Selection] = []
        self.variable_rows: list[tuple[str, ...]] = []

    def _all(self, parent: str, child: str):
        for element in self.root:
            if _tag(element) == parent:
                yield from (e for e in element if _tag(e) == child)

    def export(self) -> Export:
        for book in self._all("CodeBook", "Codes"):
            self._read_codes(book, above="")
        types = {
            v.get("guid", ""): (v.get("name", ""), v.get("typeOfVariable", ""))
            for v in self._all("Variables", "Variable")
        }
        for element in self.root:
            if _tag(element) == "Sources":
                for source in element:
                    self._read_source(source, types)
        cases = self._read_cases(types)
        self._report_lost()
        tables = {
            "sources": _frame(self.source_rows, SOURCE_COLUMNS),
            "codes": _frame(list(self.codes.values()), CODE_COLUMNS),
            "coded_segments": self._coded_segments(),
            "cases": cases,
            "variables": pd.DataFrame(self.variable_rows, columns=VARIABLE_COLUMNS, dtype="str"),
        }
        self.report.found = {
            "sources": len(tables["sources"]),
            "codes": len(self.codes),
            "selections of text": len(self.selections),
            "codings": len(tables["coded_segments"]),
            "coders": len({c for s in self.selections for _, c in s.codings}),
            "cases": tables["cases"]["case"].nunique(),
            "variables": tables["variables"]["variable"].nunique(),
        }
        return Export(tables, self.report, self.texts)

    # codes ------------------------------------------------------------------------------

    def _read_codes(self, parent, above: str) -> None:
        for element in parent:
            if _tag(element) != "Code":
                continue
            name = " ".join((element.get("name") or "(no name)").split())
            if above + name in self.code_paths:
                number = next(n for n in count(2) if f"{above}{name} ({n})" not in self.code_paths)
                self.report.guessed.append(
                    f"code {above}{name}: the name stands more than once under one parent; "
                    f"the later one is called {name} ({number})"
                )
                name = f"{name} ({number})"
            code_path = above + name
            self.code_paths.add(code_path)
            self.codes[element.get("guid", code_path)] = {
                "code_path": code_path,
                "name": name,
                "parent_path": above.removesuffix(PATH_SEPARATOR),
                "depth": str(code_path.count(PATH_SEPARATOR) + 1),
                "definition": _description(element),
                "codable": "no" if element.get("isCodable", "true") == "false" else "yes",
                "guid": element.get("guid", ""),
            }
            self._read_codes(element, above=code_path + PATH_SEPARATOR)

    # sources ----------------------------------------------------------------------------

    def _read_source(self, element, types) -> None:
        kind = _tag(element).removesuffix("Source")
        name = self._unique_name(element)
        self.source_names[element.get("guid", name)] = name
        self._read_values("source", name, element, types)
        row = {
            "source": name,
            "kind": kind.lower(),
            "characters": 0,
            "position_convention": "",
            "margin": "",
            "description": _description(element),
            "guid": element.get("guid", ""),
        }
        self.source_rows.append(row)
        raw = self._text_of(element, name) if kind == "Text" else None
        if raw is None:
            return
        had_bom, text = raw.startswith(positions.BOM), raw.removeprefix(positions.BOM)
        self.texts[name] = text
        row["characters"] = len(text)
        found = [s for s in element if _tag(s) == "PlainTextSelection"]
        if found:
            self._place(name, text, had_bom, found, row)

    def _unique_name(self, element) -> str:
        name = element.get("name") or element.get("guid") or "(no name)"
        taken = set(self.source_names.values())
        if name in taken:
            number = next(n for n in range(2, len(taken) + 3) if f"{name} ({n})" not in taken)
            self.report.guessed.append(
                f"source {name}: the name stands more than once; "
                f"this one is called {name} ({number})"
            )
            name = f"{name} ({number})"
        return name

    def _text_of(self, element, name: str) -> str | None:
        for child in element:
            if _tag(child) == "PlainTextContent":
                return child.text or ""
        location = element.get("plainTextPath", "")
        inner = location.split("://", 1)[-1]
        info = (
            (
                self.archive.find(f"sources/{inner}")
                or self.archive.find(inner)
                or next(iter(self.archive.ending("/" + inner.casefold())), None)
            )
            if inner
            else None
        )
        if info is None:
            self.report.lost.append(
                f"source {name}: its text ({location or 'no path given'}) is not in the archive, "
                f"so its {sum(_tag(s) == 'PlainTextSelection' for s in element)} selections are "
                "not taken over"
            )
            return None
        text, encoding = decoded(self.archive.read(info))
        if encoding != "UTF-8":
            self.report.guessed.append(
                f"source {name}: its text is not UTF-8; it was read as {encoding}"
            )
        return text

    def _place(self, name: str, text: str, had_bom: bool, found: list, row: dict) -> None:
        """Positions of one source's selections, by the convention that fits its text."""
        usable = [
            s
            for s in found
            if _is_number(s.get("startPosition")) and _is_number(s.get("endPosition"))
        ]
        starts = np.array([int(s.get("startPosition")) for s in usable], dtype=np.int64)
        ends = np.array([int(s.get("endPosition")) for s in usable], dtype=np.int64)
        convention, scores = positions.choose(text, had_bom, starts, ends)
        row["position_convention"] = str(convention)
        if len(scores) > 1:
            best, second = sorted(scores.values(), reverse=True)[:2]
            row["margin"] = f"{best - second:.3f}"
            self.report.guessed.append(
                f"source {name}: positions count {convention} "
                f"({best:.0%} of selection edges fall on a word's edge; next best {second:.0%})"
            )
        mapping = positions.Positions(text, convention)
        outside = len(found) - len(usable)
        placed = zip(usable, mapping.to_text(starts), mapping.to_text(ends), strict=True)
        for element, start, end in placed:
            if start < 0 or end < start:
                outside += 1
                continue
            self.selections.append(
                _Selection(element.get("guid", ""), name, int(start), int(end), _codings(element))
            )
        if outside:
            self.report.lost.append(f"source {name}: {outside} selections lie outside its text")

    # cases and variables ----------------------------------------------------------------

    def _read_values(self, owner_kind: str, owner: str, element, types) -> None:
        for value in (v for v in element if _tag(v) == "VariableValue"):
            reference = next((c for c in value if _tag(c) == "VariableRef"), None)
            content = next((c for c in value if _tag(c) in VALUE_TAGS), None)
            guid = reference.get("targetGUID", "") if reference is not None else ""
            variable, kind = types.get(guid, (guid, ""))
            text = (content.text or "") if content is not None else ""
            self.variable_rows.append((owner_kind, owner, variable, kind, text))

    def _read_cases(self, types) -> pd.DataFrame:
        by_guid = {s.guid: s for s in self.selections if s.guid}
        rows, astray = [], 0
        for case in self._all("Cases", "Case"):
            name = case.get("name") or case.get("guid", "")
            self._read_values("case", name, case, types)
            places = 0
            for reference in case:
                target = reference.get("targetGUID", "")
                if _tag(reference) == "SourceRef" and target in self.source_names:
                    rows.append((name, self.source_names[target], pd.NA, pd.NA))
                elif _tag(reference) == "SelectionRef" and target in by_guid:
                    place = by_guid[target]
                    rows.append((name, place.source, place.start, place.end))
                elif _tag(reference) in ("SourceRef", "SelectionRef"):
                    astray += 1
                    continue
                else:
                    continue
                places += 1
            if not places:
                rows.append((name, "", pd.NA, pd.NA))
        if astray:
            self.report.lost.append(f"{astray} references of cases lead to nothing in the file")
        frame = pd.DataFrame(rows, columns=["case", "source", "start", "end"])
        return frame.astype({"case": "str", "source": "str", "start": "Int64", "end": "Int64"})

    # results ----------------------------------------------------------------------------

    def _coded_segments(self) -> pd.DataFrame:
        rows, unknown = [], 0
        for s in self.selections:
            for code, coder in s.codings:
                if code not in self.codes:
                    unknown += 1
                    continue
                rows.append(
                    (
                        s.source,
                        self.codes[code]["code_path"],
                        self.users.get(coder, coder),
                        s.start,
                        s.end,
                        self.texts[s.source][s.start : s.end],
                    )
                )
        if unknown:
            self.report.lost.append(f"{unknown} codings use a code that the code book lacks")
        frame = pd.DataFrame(rows, columns=SEGMENT_COLUMNS)
        return frame.astype(
            {"start": "int64", "end": "int64"}
            | dict.fromkeys(("source", "code_path", "coder", "text"), "str")
        )

    def _report_lost(self) -> None:
        tags = Counter(_tag(e) for e in self.root.iter())
        for tag, words in {**OTHER_SELECTIONS, **NOT_KEPT}.items():
            if tags[tag]:
                self.report.lost.append(f"{tags[tag]} {words} (not read yet)")
        bare = sum(not s.codings for s in self.selections)
        if bare:
            self.report.guessed.append(
                f"{bare} selections carry no code: kept where a case refers to them"
            )


SOURCE_COLUMNS = [
    "source",
    "kind",
    "characters",
    "position_convention",
    "margin",
    "description",
    "guid",
]
CODE_COLUMNS = ["code_path", "name", "parent_path", "depth", "definition", "codable", "guid"]
SEGMENT_COLUMNS = ["source", "code_path", "coder", "start", "end", "text"]
VARIABLE_COLUMNS = ["owner_kind", "owner", "variable", "type", "value"]


def _frame(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({c: "int64" if c == "characters" else "str" for c in columns})


def _tag(element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _description(element) -> str:
    found = next((c for c in element if _tag(c) == "Description"), None)
    return (found.text or "").strip() if found is not None else ""


def _codings(selection) -> list[tuple[str, str]]:
    """(code, coder) of each coding of a selection; the coder may stand on either."""
    found = []
    for coding in (c for c in selection if _tag(c) == "Coding"):
        coder = coding.get("creatingUser") or selection.get("creatingUser") or ""
        found += [(r.get("targetGUID", ""), coder) for r in coding if _tag(r) == "CodeRef"]
    return found


def _is_number(text: str | None) -> bool:
    """Whole, and small enough for a position: no text has 10**15 characters."""
    return re.fullmatch(r"\s*-?[0-9]{1,15}\s*", text or "") is not None
