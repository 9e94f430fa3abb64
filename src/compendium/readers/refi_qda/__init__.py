"""Coding projects: REFI-QDA ``.qdpx``, bare ``.qde`` and codebooks ``.qdc`` as tables.

Tables
------
sources
    One row per source: name, kind, characters, the position convention that was chosen, by what
    margin, description.
codes
    One row per code: path from the top (``Being alongside > Empathy``), definition.
coded_segments
    One row per selection, code and coder: source, code_path, coder, start, end, text. A source
    that is coded as a whole is one selection. Positions are code points in the text as kept (no
    byte-order mark, line breaks as they stand), end exclusive.
cases
    One row per case and place it refers to: a whole source, or a selection (start, end).
variables
    One row per variable value of a case or a source; and of a set of sources called
    ``key: value``, by which ATLAS.ti exports attributes.
notes
    One row per note or memo and thing it hangs on: name, text, who wrote it and when, `on_kind`
    (``project``, ``source``, ``selection``, ``code``, ``case``, ``link``, ``set``; blank where it
    hangs on nothing), `on` and, of a selection, start and end. Descriptions of the project, of
    cases, variables and selections are notes without a name.
sets
    One row per set and member: the set, its description, `member_kind` (``code``, ``source``,
    ``note``) and the member; one with both blank where it is empty.
links
    One row per link: name, direction, and what it leads from and to, each by kind and name; of a
    selection also where it begins and ends.

A codebook has codes and sets; its other tables are blank. The XML is read inside the archive,
never unpacked. What cannot be taken over (selections in pictures, audio and video, graphs) is
counted as lost; what breaks the standard's schema is named, and read as far as it goes.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from zipfile import ZipInfo

from compendium.problems import listed
from compendium.readers.archive import Archive
from compendium.readers.coding_project import PATH_SEPARATOR
from compendium.readers.export import Export, damaged
from compendium.readers.refi_qda.document import Document, parse
from compendium.readers.refi_qda.elements import tag
from compendium.readers.refi_qda.project import codebook, project
from compendium.readers.refi_qda.texts import ArchivedTexts, TextsBeside

__all__ = ["PATH_SEPARATOR", "read"]

PROJECT = "project.qde"


def read(path: Path, positions: Sequence[str] = ()) -> Export:
    """Read a project or a codebook.

    Parameters
    ----------
    positions : sequence of str
        How the project counts characters, where a person knows better than the file shows, in
        the words of `compendium.readers.positions.CONVENTION_WORDS`. Blank: told from the texts.

    Raises
    ------
    DataError
        If the file is damaged, unsafe, or no REFI-QDA project; if `positions` has other words.
    """
    with _uncollected():
        return _read(path, positions)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile, nor of all that was made right after it.

    A project makes many small objects at once, all of them wanted and none in a circle; looking
    them through again and again takes a third of the time. Frozen and let go again, they count as
    old, and are looked through when the old ones are.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # else somebody else has frozen what is theirs
            gc.freeze()
            gc.unfreeze()
        if was:
            gc.enable()


def _read(path: Path, positions: Sequence[str]) -> Export:
    if path.suffix.lower() != ".qdpx":
        return _of(path, parse(path, path.read_bytes()), TextsBeside(path), positions)
    with Archive(path) as archive:
        projects = _projects(archive)
        if not projects:
            raise damaged(
                path,
                "the archive holds no REFI-QDA project (a .qde file)",
                "Export it as REFI-QDA project (.qdpx).",
            )
        export = _of(
            path, parse(path, archive.read(projects[0])), ArchivedTexts(archive), positions
        )
        if others := [info.filename for info in projects[1:]]:
            export.report.lost.append(
                f"the archive holds {len(projects)} project files; read is "
                f"{projects[0].filename}, and not {listed(others)}"
            )
        return export


def _projects(archive: Archive) -> list[ZipInfo]:
    """The project files of an archive, the one to be read first.

    That is the one nearest to the top, and of several there the one called as the standard asks.
    What macOS keeps beside each file under its name is none.
    """
    found = [i for i in archive.ending(".qde") if not PurePath(i.filename).name.startswith("._")]
    usual = {i.filename: PurePath(i.filename).name.casefold() == PROJECT for i in found}
    return sorted(found, key=lambda i: (i.filename.count("/"), not usual[i.filename]))


def _of(
    path: Path, document: Document, texts: ArchivedTexts | TextsBeside, positions: Sequence[str]
) -> Export:
    name = tag(document.root)
    match name:
        case "Project":
            return project(path, document, texts, positions)
        case "CodeBook" if path.suffix.lower() != ".qdpx":
            return codebook(path, document)
    raise damaged(path, f"the project file begins with <{name}>, not <Project>")
