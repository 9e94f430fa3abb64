"""The codebook of a project, or of a ``.qdc``: nested codes as paths."""

from __future__ import annotations

import pandas as pd

from compendium.readers.coding_project import PATH_SEPARATOR, frame, free_name
from compendium.readers.export import ImportReport
from compendium.readers.refi_qda.elements import children, text_in


class Codes:
    """Every code of a ``<Codes>`` element and below, by guid.

    Parameters
    ----------
    books : iterable
        The ``<Codes>`` elements.
    report : ImportReport
        Told of names that stand twice under one parent.
    """

    def __init__(self, books, report: ImportReport):
        self.rows: list[dict[str, str]] = []
        self.paths: dict[str, str] = {}
        self._taken: set[str] = set()
        self._report = report
        for book in books:
            self._read(book, above="")

    def frame(self) -> pd.DataFrame:
        """One row per code."""
        return frame("codes", self.rows)

    def _read(self, parent, above: str) -> None:
        for element in children(parent, "Code"):
            written = " ".join((element.get("name") or "(no name)").split())
            path = free_name(above + written, self._taken)
            name = path.removeprefix(above)
            if name != written:
                self._report.guessed.append(
                    f"code {above}{written}: the name stands more than once under one parent; "
                    f"the later one is called {name}"
                )
            self._taken.add(path)
            self.paths[element.get("guid", path)] = path
            self.rows.append(
                {
                    "code_path": path,
                    "name": name,
                    "parent_path": above.removesuffix(PATH_SEPARATOR),
                    "depth": str(path.count(PATH_SEPARATOR) + 1),
                    "definition": text_in(element, "Description"),
                    "codable": "no" if element.get("isCodable", "true") == "false" else "yes",
                    "guid": element.get("guid", ""),
                }
            )
            self._read(element, above=path + PATH_SEPARATOR)
