"""Published notebooks, read back for what is made of them, each once while it stays the same."""

from __future__ import annotations

import functools
from pathlib import Path

from compendium.displays.record import RECORD_MIME, Display
from compendium.file_digests import version_of
from compendium.notebook_format import nbformat
from compendium.render.body import displays_of, shown_cells


def notebook_of(path: Path) -> nbformat.NotebookNode:
    """A published notebook, of its outputs the display records alone.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    return _notebook(path, version_of(path))


def displays_in(path: Path) -> tuple[Display, ...]:
    """The displays of a published notebook, in its order."""
    return _displays(path, version_of(path))


def shown_in(path: Path) -> tuple[Display, ...]:
    """The displays of a published notebook that its page shows, in its order."""
    return _shown(path, version_of(path))


@functools.lru_cache(maxsize=1024)
def _shown(path: Path, version: tuple[int, ...]) -> tuple[Display, ...]:
    return tuple(d for cell in shown_cells(_notebook(path, version)) for d in displays_of(cell))


@functools.lru_cache(maxsize=1024)
def _notebook(path: Path, version: tuple[int, ...]) -> nbformat.NotebookNode:
    found = nbformat.v4.reads(path.read_text(encoding="utf-8"))
    for cell in found.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            output["data"] = {mime: data[mime] for mime in data if mime == RECORD_MIME}
    return found


@functools.lru_cache(maxsize=1024)
def _displays(path: Path, version: tuple[int, ...]) -> tuple[Display, ...]:
    return tuple(d for cell in _notebook(path, version).cells for d in displays_of(cell))
