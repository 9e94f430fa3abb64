"""Tables of a coding project, as readers give them, turned into a REFI-QDA project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from compendium.writers.refi_qda import (
    ORIGIN,
    CaseEntry,
    CodedSelection,
    CodeEntry,
    LinkEntry,
    NoteEntry,
    Project,
    SetEntry,
    SourceEntry,
)
from compendium.writers.refi_qda.entries import PROJECT, Target

PATH_SEPARATOR = " > "
BOM = "\ufeff"
KINDS = {"text", "picture", "pdf", "audio", "video"}
# The standard lets notes hang on these; on the others it knows descriptions.
TAKES_NOTES = {"project", "source", "selection", "code", "link"}
DIRECTIONS = {"Associative", "OneWay", "Bidirectional"}
DATE_TIME = re.compile(
    r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?"
)
# What a value must look like to be of a type other than text (XML Schema Part 2).
TYPED = {
    "Boolean": re.compile("true|false|1|0"),
    "Integer": re.compile(r"[+-]?\d+"),
    "Float": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "Date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])"),
    "DateTime": DATE_TIME,
}


def project_of(
    tables: Mapping[str, pd.DataFrame],
    texts: Mapping[str, str],
    name: str,
    written_on: str,
) -> tuple[Project, list[str]]:
    """The project that tables describe, and what of them the standard has no place for.

    Parameters
    ----------
    tables : mapping
        The tables of `compendium.readers.refi_qda`.
    texts : mapping
        Text of each source that is text, by its name.
    name : str
        The project's name: identifiers are made from it, so the same name and tables give the
        same bytes.
    written_on : str
        A day, as ISO writes it.
    """
    lost: list[str] = []
    notes, described = _notes(tables["notes"], lost)
    cases, variables = tables["cases"], tables["variables"]
    types = _types(variables, lost)
    values = _values(variables)
    writers = tables["notes"]["written_by"]
    coders = dict.fromkeys([*tables["coded_segments"]["coder"], *writers])
    return Project(
        name=name,
        origin=ORIGIN,
        written_on=written_on,
        description=described.get(PROJECT, ""),
        coders=tuple(filter(None, coders)),
        codes=tuple(_codes(tables)),
        sources=tuple(_sources(tables, texts, values, described, lost)),
        cases=tuple(_cases(cases, values, described)),
        notes=notes,
        sets=tuple(_sets(tables["sets"])),
        links=tuple(_links(tables["links"], lost)),
        types=tuple(types.items()),
    ), lost


def _path(code_path: str) -> tuple[str, ...]:
    return tuple(code_path.split(PATH_SEPARATOR))


def _codes(tables: Mapping[str, pd.DataFrame]) -> Iterator[CodeEntry]:
    """Every code, with every one above it; codes that are applied and in no codebook too."""
    given = {_path(row.code_path): row for row in tables["codes"].itertuples()}
    used = {_path(code): None for code in tables["coded_segments"]["code_path"]}
    done: set[tuple[str, ...]] = set()
    for path in (*given, *used):
        for depth in range(1, len(path) + 1):
            part = path[:depth]
            if part not in done:
                done.add(part)
                row = given.get(part)
                definition, codable = (row.definition, row.codable) if row else ("", "yes")
                yield CodeEntry(part, definition, codable=codable != "no")


def _values(variables: pd.DataFrame) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """(name, value) of each variable of each owner, by its kind and name."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in variables.itertuples():
        found.setdefault((row.owner_kind, row.owner), []).append((row.variable, row.value))
    return {owner: tuple(values) for owner, values in found.items()}


def _types(variables: pd.DataFrame, lost: list[str]) -> dict[str, str]:
    """The type of each variable: what the tables say, where all its values are of it."""
    types = {}
    for name, rows in variables.groupby("variable", sort=False, observed=True):
        said = set(rows["type"])
        kind = said.pop() if len(said) == 1 else "Text"
        fits = kind in TYPED and rows["value"].map(lambda v, k=kind: bool(TYPED[k].fullmatch(v)))
        if kind in TYPED and all(fits):
            types[name] = kind
        elif kind not in ("Text", ""):
            lost.append(f"variable {name}: not every value is a {kind}; written as Text")
    return types


def _sources(tables, texts, values, described, lost: list[str]) -> Iterator[SourceEntry]:
    selections = _selections(tables, described)
    for row in tables["sources"].itertuples():
        kind = row.kind if row.kind in KINDS else "text"
        text = texts[row.source] if kind == "text" and row.source in texts else None
        own = selections.pop(row.source, ())
        if text is None and own:
            lost.append(f"source {row.source}: {len(own)} selections of a text that is not there")
        yield SourceEntry(
            row.source,
            # A text that begins with the mark needs another, for readers take one off.
            text if text is None or not text.startswith(BOM) else BOM + text,
            own if text is not None else (),
            values.get(("source", row.source), ()),
            row.description,
            kind,
        )
    for name, own in selections.items():
        lost.append(f"source {name}: {len(own)} selections of a source that is not there")


def _selections(tables, described) -> dict[str, tuple[CodedSelection, ...]]:
    """Every stretch that is coded, a case's, noted on or linked, by source and in their order."""
    codings: dict[tuple[str, int, int], dict] = {}
    for row in tables["coded_segments"].itertuples():
        place = (row.source, int(row.start), int(row.end))
        codings.setdefault(place, {})[_path(row.code_path), row.coder] = None
    for source, start, end in _places(tables):
        codings.setdefault((source, int(start), int(end)), {})
    found: dict[str, list[CodedSelection]] = {}
    for (source, start, end), own in codings.items():
        said = described.get(("selection", source, start, end), "")
        found.setdefault(source, []).append(CodedSelection(start, end, tuple(own), said))
    return {source: tuple(own) for source, own in found.items()}


def _places(tables) -> Iterator[tuple[str, int, int]]:
    """Stretches that something other than a coding refers to."""
    cases, notes, links = (tables[n] for n in ("cases", "notes", "links"))
    yield from _spans(cases, "source", "start", "end")
    yield from _spans(notes[notes["on_kind"] == "selection"], "on", "start", "end")
    for end in ("from", "to"):
        own = links[links[f"{end}_kind"] == "selection"]
        yield from _spans(own, end, f"{end}_start", f"{end}_end")


def _spans(table: pd.DataFrame, *columns: str) -> Iterator[tuple[str, int, int]]:
    yield from table.dropna(subset=list(columns))[list(columns)].itertuples(index=False, name=None)


def _cases(cases: pd.DataFrame, values, described) -> Iterator[CaseEntry]:
    names = [*cases["case"], *(name for kind, name in values if kind == "case")]
    for name in dict.fromkeys(names):
        own = cases[(cases["case"] == name) & (cases["source"] != "")]
        whole = own.loc[own["start"].isna(), "source"]
        spans = tuple((s, int(a), int(b)) for s, a, b in _spans(own, "source", "start", "end"))
        said = described.get(("case", name, None, None), "")
        yield CaseEntry(name, tuple(whole), spans, values.get(("case", name), ()), said)


def _target(kind: str, name: str, start: object, end: object) -> Target:
    if kind == "project":
        return PROJECT
    if kind == "selection" and not pd.isna(start):
        return kind, name, int(start), int(end)
    return kind, name, None, None


def _notes(table: pd.DataFrame, lost: list[str]) -> tuple[tuple[NoteEntry, ...], dict[Target, str]]:
    """Notes with what they hang on, and descriptions: nameless notes that no person signed."""
    described: dict[Target, str] = {}
    found: dict[tuple[str, str, str, str], dict[Target, None]] = {}
    for row in table.itertuples():
        target = _target(row.on_kind, row.on, row.start, row.end)
        plain = not (row.note or row.written_by or row.written_on)
        if plain and row.on_kind in ("project", "case", "selection") and target not in described:
            described[target] = row.text
            continue
        when = row.written_on if DATE_TIME.fullmatch(row.written_on) else ""
        if row.written_on and not when:
            lost.append(f"note {row.note}: its date {row.written_on!r} is no date the standard has")
        hangs = found.setdefault((row.note, row.text, row.written_by, when), {})
        if row.on_kind in TAKES_NOTES:
            hangs[target] = None
        elif row.on_kind:
            lost.append(f"note {row.note}: the standard hangs no note on a {row.on_kind}")
    return tuple(NoteEntry(*told, on=tuple(hangs)) for told, hangs in found.items()), described


def _sets(table: pd.DataFrame) -> Iterator[SetEntry]:
    by = ["set", "description"]
    for (name, description), own in table.groupby(by, sort=False, observed=True):
        members = own.loc[own["member"] != "", ["member_kind", "member"]]
        yield SetEntry(name, description, tuple(members.itertuples(index=False, name=None)))


def _links(table: pd.DataFrame, lost: list[str]) -> Iterator[LinkEntry]:
    for row in table.to_dict("records"):
        ends = [
            _target(*(row[f"{end}{part}"] for part in ("_kind", "", "_start", "_end")))
            for end in ("from", "to")
        ]
        if any(not kind or kind == "project" for kind, *_ in ends):
            lost.append(f"link {row['link']}: an end leads to nothing that is here")
            continue
        direction = row["direction"] if row["direction"] in DIRECTIONS else ""
        yield LinkEntry(row["link"], direction, *ends)
