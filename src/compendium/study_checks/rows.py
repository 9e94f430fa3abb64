"""Which row of its file an entry of a CSV table is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from compendium.definitions import row_numbers
from compendium.study import Study

Entry = TypeVar("Entry")


def with_rows(study: Study, file: str, entries: Sequence[Entry]) -> Iterable[tuple[int, Entry]]:
    """Each entry of a table in the study's folder, after the row of the file that it stands in."""
    return zip(row_numbers(study.folder / file), entries, strict=True) if entries else ()
