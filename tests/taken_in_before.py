"""For tests: what came in of the same files before need not be read again.

Hundreds of tests open tables of a study that others spoilt in the same way, and most of what they
take is the intake. Saved tables are kept by what they were made from, and tables read from them by
the files' times and sizes. A build, and whoever calls `take_in` itself, reads everything anew.
"""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import pandas as pd

from compendium.intake import store, tables, take_in
from compendium.intake.matches import open_consent
from compendium.intake.purge import purge
from compendium.readers.work_tree import refuse_real
from compendium.study import Study
from compendium.writers.private import keep_private

# So many tables are kept in memory.
KEPT = 400
_read_from_disk = store._read


def remember(folder: Path, patch) -> None:
    """Keep saved tables below `folder` for as long as `patch` lasts."""
    patch.setattr(tables, "ensure", functools.partial(_ensure, folder))
    patch.setattr(store, "_read", functools.partial(_read, {}))


def _ensure(kept: Path, study: Study) -> str:
    """As `take_in.ensure`, with the tables of an earlier study that was the same."""
    inputs = take_in.inputs_digest(study)
    if store.saved_inputs(study) == inputs:
        return take_in.ensure(study)
    before, saved = kept / inputs / store.TAKEN_IN, store.tables_folder(study)
    if not before.exists():
        removed = take_in.ensure(study)
        shutil.copytree(saved, before)
        return removed
    removed = purge(study, open_consent(study))
    refuse_real(store.saved_origins(before.parent), study.id, study.folder, study.private)
    shutil.rmtree(saved, ignore_errors=True)
    shutil.copytree(before, saved)
    keep_private(study.private.parent)
    return removed


def _read(kept: dict, study: Study, table: str, names: list[str]) -> pd.DataFrame:
    """As `store._read`; files of the same time and size hold the same."""
    folder = store.tables_folder(study) / table
    stats = [(n, p.stat()) for n in names if (p := folder / f"{n}.csv").exists()]
    key = (table, *names, *((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))
    if key not in kept:
        while len(kept) >= KEPT:
            del kept[next(iter(kept))]
        kept[key] = _read_from_disk(study, table, names)
    return kept[key].copy(deep=False)
