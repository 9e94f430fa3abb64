"""The Welsh of a notebook's prose, from the file beside it: ``notebooks/cy/<notebook>.yml``.

One entry is one text cell, by its id: the Welsh, whether somebody checked it, and a digest of the
English it translates. Where the English has changed since, the Welsh is a draft again.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from compendium.definitions import build, read_yaml
from compendium.file_digests import version_of
from compendium.places import notebooks_folder
from compendium.problems import Problems, StudyError, listed
from compendium.words import CHECKED, CY_STATUS, DRAFT

# How many characters of a digest tell one English text from the next.
SHORT = 10
HEADING = re.compile(r"^#{1,6}(?= )", re.MULTILINE)
# Cells that no page shows.
HIDDEN = "remove-cell"


@dataclasses.dataclass(frozen=True)
class Translation:
    """One text cell in Welsh; `of` is the digest of the English it was made from."""

    of: str
    cy: str
    status: str = DRAFT

    def is_stale(self, english: str) -> bool:
        """Whether the English has changed since."""
        return self.of != digest_of_english(english)

    def beside(self, english: str) -> Told:
        """The Welsh as it stands beside this English: a draft where that has changed."""
        stale = self.is_stale(english)
        return Told(self.cy.strip(), DRAFT if stale else self.status, stale)


@dataclasses.dataclass(frozen=True)
class Told:
    """The Welsh of a text that is shown, whether it is ``draft``, and whether it is out of date."""

    cy: str
    status: str
    stale: bool

    @property
    def parts(self) -> tuple[Told, Told]:
        """The title that it begins with, and what stands below that."""
        title, below = split_title(self.cy)
        return dataclasses.replace(self, cy=title), dataclasses.replace(self, cy=below)


# Of a notebook its translated cells, by their ids.
Translations = Mapping[str, Translation]


def told_of(cell, translations: Translations) -> Told | None:
    """The Welsh of a text cell; None where there is none."""
    found = translations.get(cell.id)
    return found.beside(cell.source) if found else None


def split_title(source: str) -> tuple[str, str]:
    """The title in a notebook's first cell, and what stands below it.

    >>> split_title("# The framework\\n\\nWhat it is.")
    ('The framework', 'What it is.')
    """
    title, _, below = source.partition("\n")
    return title.removeprefix("# ").strip(), below.strip()


@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a notebook is translated: ids of its text cells, by what each still needs."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    draft: tuple[str, ...]
    checked: tuple[str, ...]


def digest_of_english(text: str) -> str:
    """A short digest of a text, the same whatever space stands around it.

    >>> digest_of_english("Who took part") == digest_of_english("Who took part\\n")
    True
    """
    return hashlib.sha256(text.strip().encode()).hexdigest()[:SHORT]


def shown_prose(notebook) -> dict[str, str]:
    """The text cells of a notebook that a page shows: id and source."""
    return {
        cell.id: cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and HIDDEN not in cell.metadata.get("tags", [])
    }


def translation_file(notebook: str) -> Path:
    """Where the Welsh of a notebook is, if there is any."""
    return notebooks_folder() / "cy" / f"{notebook}.yml"


def read_translations(notebook: str, prose: Mapping[str, str]) -> dict[str, Translation]:
    """The Welsh of one notebook; none where there is no file.

    Parameters
    ----------
    notebook : str
        Its name, without ending.
    prose : mapping of str to str
        Its text cells that a page shows, by id (`shown_prose`).

    Raises
    ------
    StudyError
        With every entry that is of no such cell, has no text, or has other headings than the
        English it is of: links lead to headings.
    """
    path = translation_file(notebook)
    if not path.is_file():
        return {}
    problems, raw, found = Problems(), _entries(path, version_of(path)), {}
    name = f"cy/{path.name}"
    if not isinstance(raw, dict):
        problems.add(name, "", "it has no entries", "each begins with the id of a text cell")
        raw = {}
    for id, entry in raw.items():
        if id not in prose:
            what = f"{notebook}.ipynb shows no text cell {id!r}"
            problems.add(name, id, what, f"it shows {listed(prose, 40)}", "Take the entry out.")
        elif built := build(Translation, entry, name, id, problems):
            _check(built, prose[id], name, id, problems)
            found[id] = built
    problems.settle(StudyError)
    return found


@functools.lru_cache(maxsize=256)
def _entries(path: Path, version: tuple) -> object:
    """What stands in such a file, read once while it stays the same: each page's title asks."""
    return read_yaml(path)


def _check(entry: Translation, english: str, name: str, id: str, problems: Problems) -> None:
    if not entry.cy.strip():
        problems.add(name, id, "cy has no text", do="Write the Welsh, or take the entry out.")
    elif not entry.is_stale(english) and headings(entry.cy) != headings(english):
        what = f"the Welsh has {_said(entry.cy)}"
        problems.add(name, id, what, f"the English has {_said(english)}", "Give it the same.")
    if entry.status not in CY_STATUS:
        allowed = f"it is {listed(CY_STATUS)}"
        problems.add(name, id, f"found status {entry.status!r}", allowed)


def headings(markdown: str) -> list[int]:
    """The levels of the headings in a text, in its order.

    >>> headings("# One\\n\\nText.\\n\\n## Two")
    [1, 2]
    """
    return [len(mark) for mark in HEADING.findall(markdown)]


def _said(markdown: str) -> str:
    return listed("#" * level for level in headings(markdown)) or "no heading"


def is_whole(notebook: str) -> bool:
    """Whether all the text of a notebook that a page shows is written in Welsh, checked or not."""
    source = notebooks_folder() / f"{notebook}.ipynb"
    if not (source.is_file() and translation_file(notebook).is_file()):
        return False
    return _is_whole(source, version_of(source), notebook, version_of(translation_file(notebook)))


@functools.lru_cache(maxsize=256)
def _is_whole(source: Path, version: tuple, notebook: str, translated: tuple) -> bool:
    from compendium.notebook_format import nbformat

    prose = shown_prose(nbformat.read(source, as_version=4))
    try:
        return not progress(prose, read_translations(notebook, prose)).missing
    except StudyError:
        return False  # what is wrong with it is said where its page is made


def progress(prose: Mapping[str, str], found: Translations) -> Progress:
    """What is still to be done of a notebook's Welsh, in the order of its cells."""

    def those(wanted: set[str]) -> tuple[str, ...]:
        return tuple(id for id in prose if id in wanted)

    stale = {id for id, entry in found.items() if entry.is_stale(prose[id])}
    of = {id: entry.status for id, entry in found.items() if id not in stale}
    return Progress(
        those(set(prose) - set(found)),
        those(stale),
        those({id for id, status in of.items() if status == DRAFT}),
        those({id for id, status in of.items() if status == CHECKED}),
    )
