"""Where cells of a study's pages lead: the quote bank that is built beside them.

The links of a page follow from its own records and those of the published quote bank, when it is
rendered: what was approved since needs no other notebook to run again.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

import nbformat

from compendium.build.jobs import Job, Plan
from compendium.displays.quote_bank import PARTS
from compendium.displays.quote_places import Places
from compendium.render.body import displays_of

# The notebook of the bank, and the page it makes.
BANK = "quotes"


def bank_first(jobs: Iterable[Job]) -> list[Job]:
    """The jobs in the order they run: the quote bank before those whose pages lead to it."""
    return sorted(jobs, key=lambda job: job.notebook != BANK)


def places_of(each: Plan) -> Places | None:
    """The places of the quote bank beside a plan's pages; None where there is none, or no quote."""
    if BANK not in each.study.header.reports:
        return None
    path = each.reports / f"{BANK}.ipynb"
    return _read(path, path.stat().st_mtime_ns) if path.exists() else None


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Places | None:
    """The places of a published bank, read once while it does not change."""
    notebook = nbformat.read(path, as_version=4)
    displays = [d for cell in notebook.cells for d in displays_of(cell)]
    banks = [d.data for d in displays if d.kind in PARTS]
    return Places(f"{BANK}.html", *banks) if banks else None
