"""Notes and memos, sets and links: what hangs on what."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pandas as pd

from compendium.readers.archive import decoded
from compendium.readers.coding_project import frame
from compendium.readers.export import ImportReport
from compendium.readers.positions import BOM
from compendium.readers.refi_qda.codes import Codes
from compendium.readers.refi_qda.elements import children, parts, tag, text_in
from compendium.readers.refi_qda.people import case_names
from compendium.readers.refi_qda.sources import Sources
from compendium.readers.refi_qda.texts import ArchivedTexts, TextsBeside

# What a thing is called by its kind and name, and where it begins and ends.
Place = tuple[str, str, object, object]
NOWHERE: Place = ("", "", pd.NA, pd.NA)


class Things:
    """Everything in a project that something can hang on, by guid."""

    def __init__(self, root, codes: Codes, sources: Sources):
        self._places: dict[str, Place] = {}
        for kind, names in (
            ("code", codes.paths),
            ("source", sources.names),
            ("case", case_names(root)),
            ("note", {n.get("guid", ""): note_name(n) for n in parts(root, "Notes", "Note")}),
            ("set", {s.get("guid", ""): s.get("name", "") for s in parts(root, "Sets", "Set")}),
            ("link", {x.get("guid", ""): x.get("name", "") for x in parts(root, "Links", "Link")}),
        ):
            self._places |= {guid: (kind, name, pd.NA, pd.NA) for guid, name in names.items()}
        self._places.pop("", None)
        self._sources = sources

    @functools.cached_property
    def _selections(self) -> dict[str, Place]:
        """Selections, which may be very many and are seldom asked for."""
        return {
            guid: ("selection", source, start, end)
            for guid, source, start, end, _, _ in self._sources.selections
            if guid
        }

    def place(self, guid: str) -> Place:
        """What a guid stands for; blank if for nothing here."""
        return self._places.get(guid) or self._selections.get(guid, NOWHERE)


def note_name(note) -> str:
    """What a note is called; its guid where it has no name."""
    return note.get("name") or note.get("guid", "")


def notes(
    root,
    things: Things,
    users: dict[str, str],
    where: ArchivedTexts | TextsBeside,
    report: ImportReport,
) -> pd.DataFrame:
    """One row per note and thing it hangs on; one per description that has no table of its own."""
    hangs = _hangs(root, things)
    rows = [*_descriptions(root, things)]
    for note in parts(root, "Notes", "Note"):
        text = _text(note, where, report)
        by = note.get("creatingUser", "")
        told = (note_name(note), text, users.get(by, by), note.get("creationDateTime", ""))
        rows += [(*told, *place) for place in hangs.get(note.get("guid", ""), [NOWHERE])]
    return frame("notes", rows)


def _descriptions(root, things: Things) -> Iterator[tuple]:
    """What the project, its cases, variables and selections are described as: nameless notes."""
    if said := text_in(root, "Description"):
        yield "", said, "", "", "project", "", pd.NA, pd.NA
    for name, owners in (
        ("case", parts(root, "Cases", "Case")),
        ("variable", parts(root, "Variables", "Variable")),
        ("selection", root.iterfind("{*}Sources/*/{*}PlainTextSelection[{*}Description]")),
    ):
        for owner in owners:
            if said := text_in(owner, "Description"):
                place = things.place(owner.get("guid", ""))
                if name == "variable":
                    place = (name, owner.get("name", ""), pd.NA, pd.NA)
                yield "", said, "", "", *place


def _hangs(root, things: Things) -> dict[str, list[Place]]:
    """Of each note the things that it hangs on, in the order of the file.

    They name it by a ``NoteRef``; NVivo leads a ``Link`` from an annotation to its selection.
    """
    found: dict[str, dict[Place, None]] = {}
    for ref in root.iter("{*}NoteRef"):
        parent = ref.getparent()
        owner = parent.getparent() if tag(parent) == "Coding" else parent
        project = tag(owner) == "Project"
        place = ("project", "", pd.NA, pd.NA) if project else things.place(owner.get("guid", ""))
        found.setdefault(ref.get("targetGUID", ""), {})[place] = None
    for link in parts(root, "Links", "Link"):
        place = things.place(link.get("targetGUID", ""))
        if things.place(link.get("originGUID", ""))[0] == "note" and place[0]:
            found.setdefault(link.get("originGUID", ""), {})[place] = None
    return {note: list(places) for note, places in found.items()}


def _text(note, where: ArchivedTexts | TextsBeside, report: ImportReport) -> str:
    inline = next(children(note, "PlainTextContent"), None)
    if inline is not None:
        return inline.text or ""
    location = note.get("plainTextPath", "")
    if loader := where.loader(location):
        return decoded(loader())[0].removeprefix(BOM)
    if location:
        report.lost.append(f"note {note_name(note)}: its text ({location}) is not there")
    return text_in(note, "Description")


def sets(root, things: Things) -> pd.DataFrame:
    """One row per set and member; one with a blank member where it has none."""
    rows = []
    for element in parts(root, "Sets", "Set"):
        told = (element.get("name", ""), text_in(element, "Description"))
        members = list(children(element, "MemberCode", "MemberSource", "MemberNote"))
        # The standard says targetGUID; ATLAS.ti writes guid.
        guids = [m.get("targetGUID") or m.get("guid", "") for m in members]
        rows += [
            (*told, tag(m).removeprefix("Member").lower(), things.place(guid)[1] or guid)
            for m, guid in zip(members, guids, strict=True)
        ]
        if not members:
            rows.append((*told, "", ""))
    return frame("sets", rows)


def links(root, things: Things) -> pd.DataFrame:
    """One row per link; an end that leads to nothing here keeps its guid as its name."""
    rows = []
    for link in parts(root, "Links", "Link"):
        row = [link.get("name", ""), link.get("direction", "")]
        for end in ("originGUID", "targetGUID"):
            kind, name, *bounds = things.place(link.get(end, ""))
            row += [kind, name if kind else link.get(end, ""), *bounds]
        rows.append(row)
    return frame("links", rows)
