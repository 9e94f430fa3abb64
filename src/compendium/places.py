"""Where things lie: data, notebooks, reports, private files.

Imports nothing else of the compendium but its errors, so that a build with nothing to do can ask.
"""

from __future__ import annotations

import os
from pathlib import Path

from compendium.problems import StudyError

NOTEBOOKS = "notebooks"
# What Windows takes for a device, with any ending.
DEVICES = {"con", "prn", "aux", "nul"}
DEVICES |= {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
CODE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """The ``data`` folder: `COMPENDIUM_DATA`, else found by walking up from here.

    Raises
    ------
    StudyError
        If neither leads to a folder that holds a study.
    """
    if named := os.environ.get("COMPENDIUM_DATA"):
        return Path(named).resolve()
    for folder in (here := Path.cwd().resolve(), *here.parents):
        if any((folder / "data").glob("*/study.yml")):
            return folder / "data"
    raise StudyError(
        f"No data folder with a study was found in {here.name} or above it. "
        "Work inside the compendium, or set COMPENDIUM_DATA to its data folder."
    )


def study_names() -> list[str]:
    """The studies there are: folders of ``data/`` with a study.yml, templates (``_…``) aside."""
    return sorted(
        p.parent.name for p in data_folder().glob("*/study.yml") if p.parent.name[0] not in "_."
    )


def root() -> Path:
    """The folder that holds ``data/``; reports and private files go beside it."""
    return data_folder().parent


def notebooks_folder() -> Path:
    """Where the notebooks are: `COMPENDIUM_NOTEBOOKS`, else beside the data, above here, or
    with the code.

    The data may lie elsewhere (on an encrypted disk, say) than the notebooks.
    """
    if named := os.environ.get("COMPENDIUM_NOTEBOOKS"):
        return Path(named).resolve()
    here = Path.cwd().resolve()
    places = [folder / NOTEBOOKS for folder in (root(), here, *here.parents, CODE.parents[1])]
    return next((p for p in places if any(p.glob("*.ipynb"))), places[0])


def named(page: str, lang: str) -> str:
    """The name of a page's files in one language, without an ending.

    >>> named("A", "en"), named("A", "cy")
    ('A', 'A.cy')
    """
    return page if lang == "en" else f"{page}.{lang}"


def page_file(page: str, lang: str) -> str:
    """The file of a page in one language, beside those of the other.

    >>> page_file("index", "en"), page_file("index", "cy")
    ('index.html', 'index.cy.html')
    """
    return f"{named(page, lang)}.html"


def is_reserved(name: str) -> bool:
    """Whether no file can be called so on Windows, whatever its ending.

    >>> is_reserved("NUL.html"), is_reserved("nullity.html")
    (True, False)
    """
    return name.partition(".")[0].rstrip(" ").casefold() in DEVICES
