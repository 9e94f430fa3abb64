"""REFI-QDA projects (``.qdpx``) whose bytes depend on their content alone.

Positions are written as the standard says: Unicode code points, end exclusive. Identifiers
are made from the content (UUID version 5), dates are those given.
"""

from __future__ import annotations

import dataclasses
import io
import uuid
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from compendium.writers.files import write_bytes

NAMESPACE = uuid.UUID("6f2d4c1e-9b0a-5d3c-8a57-1f0e2b7c4d90")
# Zip archives cannot hold dates before 1980; one fixed date keeps the bytes the same.
ZIP_DATE = (2024, 1, 1, 0, 0, 0)


@dataclasses.dataclass(frozen=True)
class CodeEntry:
    """One code: its path from the top, definition and colour."""

    path: tuple[str, ...]
    definition: str = ""
    colour: str = "#4A5867"


@dataclasses.dataclass(frozen=True)
class CodedSelection:
    """One stretch of a source's text with its codings, each (code path, coder)."""

    start: int
    end: int
    codings: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclasses.dataclass(frozen=True)
class SourceEntry:
    """One text with its selections and variable values."""

    name: str
    text: str
    selections: tuple[CodedSelection, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class CaseEntry:
    """One case: the sources that are wholly its own, selections that are, variable values."""

    name: str
    sources: tuple[str, ...] = ()
    selections: tuple[tuple[str, int, int], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class Project:
    """A whole coding project."""

    name: str
    origin: str
    written_on: str
    description: str
    coders: tuple[str, ...]
    codes: tuple[CodeEntry, ...]
    sources: tuple[SourceEntry, ...]
    cases: tuple[CaseEntry, ...]


def write_qdpx(path: Path, project: Project) -> None:
    """Write a project as ``.qdpx``: ``project.qde`` and one text file per source."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, "project.qde", project_xml(project))
        for source in project.sources:
            _add(archive, f"sources/{_guid(project, 'text', source.name)}.txt", source.text)
    write_bytes(path, buffer.getvalue())


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, date_time=ZIP_DATE)
    info.external_attr = 0o644 << 16
    info.create_system = 3
    # Stored, not compressed: another zlib must not change the bytes.
    archive.writestr(info, text.encode("utf-8"), compress_type=zipfile.ZIP_STORED)


def project_xml(project: Project) -> str:
    """The project as REFI-QDA XML."""
    when = f"{project.written_on}T12:00:00Z"
    users = [
        f'<User guid="{_guid(project, "user", c)}" name={quoteattr(c)}/>' for c in project.coders
    ]
    variables = [
        f'<Variable guid="{_guid(project, "variable", v)}" name={quoteattr(v)} '
        'typeOfVariable="Text"/>'
        for v in _variables(project)
    ]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<Project name={quoteattr(project.name)} origin={quoteattr(project.origin)} "
        f'creationDateTime="{when}" xmlns="urn:QDA-XML:project:1.0">',
        *_group("Users", users),
        "<CodeBook><Codes>",
        *_codes_xml(project, ()),
        "</Codes></CodeBook>",
        *_group("Variables", variables),
        *_group("Cases", [line for case in project.cases for line in _case_xml(project, case)]),
        *_group(
            "Sources", [line for s in project.sources for line in _source_xml(project, s, when)]
        ),
        f"<Description>{escape(project.description)}</Description>",
        "</Project>",
    ]
    return "\n".join(lines) + "\n"


def _group(name: str, lines: list[str]) -> list[str]:
    """A group with what is in it; the standard's schema knows no empty ones."""
    return [f"<{name}>", *lines, f"</{name}>"] if lines else []


def _codes_xml(project: Project, above: tuple[str, ...]) -> list[str]:
    lines = []
    for code in project.codes:
        if code.path[:-1] != above:
            continue
        lines.append(
            f'<Code guid="{_guid(project, "code", *code.path)}" name={quoteattr(code.path[-1])} '
            f'isCodable="true" color="{code.colour}">'
        )
        if code.definition:
            lines.append(f"<Description>{escape(code.definition)}</Description>")
        lines += [*_codes_xml(project, code.path), "</Code>"]
    return lines


def _variables(project: Project) -> list[str]:
    owners = (*project.sources, *project.cases)
    return sorted({name for owner in owners for name, _ in owner.variables})


def _values_xml(project: Project, variables: tuple[tuple[str, str], ...]) -> list[str]:
    return [
        f'<VariableValue><VariableRef targetGUID="{_guid(project, "variable", name)}"/>'
        f"<TextValue>{escape(value)}</TextValue></VariableValue>"
        for name, value in variables
    ]


def _case_xml(project: Project, case: CaseEntry) -> list[str]:
    return [
        f'<Case guid="{_guid(project, "case", case.name)}" name={quoteattr(case.name)}>',
        *_values_xml(project, case.variables),
        *(f'<SourceRef targetGUID="{_guid(project, "source", s)}"/>' for s in case.sources),
        *(
            f'<SelectionRef targetGUID="{_guid(project, "selection", s, str(a), str(b))}"/>'
            for s, a, b in case.selections
        ),
        "</Case>",
    ]


def _source_xml(project: Project, source: SourceEntry, when: str) -> list[str]:
    lines = [
        f'<TextSource guid="{_guid(project, "source", source.name)}" '
        f"name={quoteattr(source.name)} "
        f'plainTextPath="internal://{_guid(project, "text", source.name)}.txt" '
        f'creationDateTime="{when}">'
    ]
    for s in source.selections:
        guid = _guid(project, "selection", source.name, str(s.start), str(s.end))
        lines.append(
            f'<PlainTextSelection guid="{guid}" startPosition="{s.start}" '
            f'endPosition="{s.end}" creationDateTime="{when}">'
        )
        for code, coder in s.codings:
            lines.append(
                f'<Coding guid="{_guid(project, "coding", guid, coder, *code)}" '
                f'creatingUser="{_guid(project, "user", coder)}" creationDateTime="{when}">'
                f'<CodeRef targetGUID="{_guid(project, "code", *code)}"/></Coding>'
            )
        lines.append("</PlainTextSelection>")
    return [*lines, *_values_xml(project, source.variables), "</TextSource>"]


def _guid(project: Project, *parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\x1f".join((project.name, *parts))))
