"""What a coding project is made of, as it is written."""

from __future__ import annotations

import dataclasses

# What a project says it was written by, where the compendium turns tables into one.
ORIGIN = "Advocacy evaluation compendium"
# A thing by its kind and name; of a selection also where it begins and ends, else None.
Target = tuple[str, str, int | None, int | None]
PROJECT: Target = ("project", "", None, None)


@dataclasses.dataclass(frozen=True)
class CodeEntry:
    """One code: its path from the top, definition, colour, and whether it may be applied."""

    path: tuple[str, ...]
    definition: str = ""
    colour: str = "#4A5867"
    codable: bool = True


@dataclasses.dataclass(frozen=True)
class CodedSelection:
    """One stretch of a source's text with its codings, each (code path, coder)."""

    start: int
    end: int
    codings: tuple[tuple[tuple[str, ...], str], ...] = ()
    description: str = ""


@dataclasses.dataclass(frozen=True)
class SourceEntry:
    """One text with its selections and variable values; None for a text that is not there.

    `kind` is ``text``, or that of a source that is none: ``picture``, ``pdf``, ``audio``,
    ``video``.
    """

    name: str
    text: str | None
    selections: tuple[CodedSelection, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    description: str = ""
    kind: str = "text"


@dataclasses.dataclass(frozen=True)
class CaseEntry:
    """One case: the sources that are wholly its own, selections that are, variable values."""

    name: str
    sources: tuple[str, ...] = ()
    selections: tuple[tuple[str, int, int], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    description: str = ""


@dataclasses.dataclass(frozen=True)
class NoteEntry:
    """One note or memo, who wrote it and when (an XML dateTime; blank if unknown), on what."""

    name: str
    text: str
    written_by: str = ""
    written_on: str = ""
    on: tuple[Target, ...] = ()


@dataclasses.dataclass(frozen=True)
class SetEntry:
    """One set and its members by kind (``code``, ``source``, ``note``) and name."""

    name: str
    description: str = ""
    members: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class LinkEntry:
    """One link between two things; `direction` is that of the standard, or blank."""

    name: str
    direction: str
    origin: Target
    target: Target


@dataclasses.dataclass(frozen=True)
class Project:
    """A whole coding project. `types` of variables are Text where nothing is said."""

    name: str
    origin: str
    written_on: str
    description: str
    coders: tuple[str, ...]
    codes: tuple[CodeEntry, ...]
    sources: tuple[SourceEntry, ...]
    cases: tuple[CaseEntry, ...]
    notes: tuple[NoteEntry, ...] = ()
    sets: tuple[SetEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
