"""A whole project, or a codebook: its tables, and the report of what was found and lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from compendium.readers import coding_project as coding
from compendium.readers import positions as counting
from compendium.readers.export import Export, ImportReport, damaged
from compendium.readers.refi_qda import notes as hanging
from compendium.readers.refi_qda import people
from compendium.readers.refi_qda.codes import Codes
from compendium.readers.refi_qda.document import CODING, SELECTION, Document
from compendium.readers.refi_qda.elements import children, parts
from compendium.readers.refi_qda.schema import breaches
from compendium.readers.refi_qda.sources import Sources
from compendium.readers.refi_qda.texts import ArchivedTexts, TextsBeside
from compendium.writers.refi_qda import ORIGIN

OTHER_SELECTIONS = {
    "PictureSelection": "selections in pictures",
    "AudioSelection": "selections in audio",
    "VideoSelection": "selections in video",
    "PDFSelection": "selections in PDF pages",
    "TranscriptSelection": "selections in transcripts of recordings",
}
NOT_KEPT = {"Graph": "graphs"}
# Texts that are no text sources and may be coded as these are, by the element that holds them.
CODED_TEXTS = {"Representation": "the text of a PDF", "Note": "notes"}


def project(
    path: Path, document: Document, texts: ArchivedTexts | TextsBeside, positions: Sequence[str]
) -> Export:
    """The tables of a ``<Project>``."""
    root = document.root
    report = ImportReport(file=path.name, tool=root.get("origin", ""))
    users = {
        u.get("guid", ""): u.get("name") or u.get("id") or u.get("guid", "")
        for u in parts(root, "Users", "User")
    }
    codes = Codes(parts(root, "CodeBook", "Codes"), report)
    elements = (source for group in children(root, "Sources") for source in group)
    asked = _convention(path, positions)
    if asked is None and root.get("origin") == ORIGIN:
        asked = counting.STANDARD  # our own, and the standard's
    sources = Sources(elements, document, texts, asked, report)
    things = hanging.Things(root, codes, sources)
    sets = hanging.sets(root, things)
    tables = {
        "sources": sources.frame(),
        "codes": codes.frame(),
        "coded_segments": sources.coded_segments(codes, users),
        "cases": people.cases(root, sources, report),
        "variables": people.variables(root, sources, sets, report),
        "notes": hanging.notes(root, things, users, texts, report),
        "sets": sets,
        "links": hanging.links(root, things),
    }
    _report_lost(document, sources, report)
    report.warned += breaches(root, document.names, sources.unmarked)
    report.found = {
        "sources": len(tables["sources"]),
        "codes": len(codes.rows),
        "selections of text": len(sources.selections),
        "codings": len(tables["coded_segments"]),
        "coders": len({*tables["coded_segments"]["coder"]} - {""}),
        "cases": tables["cases"]["case"].nunique(),
        "variables": tables["variables"]["variable"].nunique(),
        "notes": sum(1 for _ in parts(root, "Notes", "Note")),
        "sets": sum(1 for _ in parts(root, "Sets", "Set")),
        "links": len(tables["links"]),
    }
    return Export(tables, report, sources.texts)


def codebook(path: Path, document: Document) -> Export:
    """The tables of a ``<CodeBook>`` that stands by itself: codes and sets; the rest is blank."""
    root = document.root
    report = ImportReport(file=path.name, tool=root.get("origin", ""))
    codes = Codes(children(root, "Codes"), report)
    nothing = Sources((), document, TextsBeside(path), None, report)
    sets = hanging.sets(root, hanging.Things(root, codes, nothing))
    report.warned += breaches(root, document.names, {})
    report.found = {"codes": len(codes.rows), "sets": sum(1 for _ in parts(root, "Sets", "Set"))}
    return Export(coding.tables({}) | {"codes": codes.frame(), "sets": sets}, report)


def _convention(path: Path, positions: Sequence[str]) -> counting.Convention | None:
    """The convention that study.yml names, if it names one."""
    if not positions:
        return None
    unknown = sorted(set(positions) - set(counting.CONVENTION_WORDS))
    if unknown:
        raise damaged(
            path,
            f"positions: {', '.join(unknown)} is no way to count characters",
            f"Name one or more of {', '.join(counting.CONVENTION_WORDS)}.",
        )
    return counting.convention_named(positions)


def _report_lost(document: Document, sources: Sources, report: ImportReport) -> None:
    for name, words in {**OTHER_SELECTIONS, **NOT_KEPT}.items():
        if count := document.names[name]:
            report.lost.append(f"{count} {words} (not read)")
    for place, words in CODED_TEXTS.items():
        holders = list(document.root.iter(f"{{*}}{place}"))
        for what, name in (("selections in", SELECTION), ("codings of", CODING)):
            if count := sum(1 for holder in holders for _ in children(holder, name)):
                report.lost.append(f"{count} {what} {words} (not read)")
    bare = sum(not codings for *_, codings in sources.selections)
    if bare:
        report.guessed.append(
            f"{bare} selections carry no code: kept where a case or a note refers to them"
        )
