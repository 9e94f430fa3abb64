"""Where consented tables lie: ``private/<study>/tables/<table>/<site>.csv``, with hashes.

What a site's report needs of every site (`compendium.intake.everywhere`) lies in ``everywhere/``.

Nothing here is ever published. The folder is for its owner alone (modes 0700 and 0600). What one
row of each table is, `compendium.schemas` and `compendium.intake.everywhere` say.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from compendium.readers.origins import origins_in_csv
from compendium.schemas import TABLES, empty, typed
from compendium.study import Study
from compendium.writers.files import write_csv, write_text
from compendium.writers.private import keep_private

HASHES, QUALITY, INPUTS = "hashes.json", "quality.csv", "inputs.json"
ORIGINS, EXPORTS = "origins.json", "exports.csv"
TAKEN_IN, EVERYWHERE = "tables", "everywhere"
# The slice of what belongs to the study as a whole.
NO_SITE = "_no_site"
# A file that notes, line by line, which slices are read; a build sets it for each of its jobs.
READS = "COMPENDIUM_READS"


def tables_folder(study: Study) -> Path:
    return study.private / TAKEN_IN


def save(
    study: Study,
    tables: dict[str, pd.DataFrame],
    everywhere: dict[str, pd.DataFrame],
    quality: pd.DataFrame,
    inputs: str,
    origins: set[str],
    exports: pd.DataFrame,
) -> None:
    """Write every table per site and the hash of each slice; an earlier intake is replaced."""
    keep_private(study.private.parent)
    fresh = study.private / "tables.new"
    shutil.rmtree(fresh, ignore_errors=True)
    hashes = {}
    for table, frame in tables.items():
        for name, rows in _slices(study, frame).items():
            hashes[f"{table}/{name}"] = _written(fresh / table / f"{name}.csv", rows)
    for name, frame in everywhere.items():
        hashes[f"{EVERYWHERE}/{name}"] = _written(fresh / EVERYWHERE / f"{name}.csv", frame)
    write_text(fresh / HASHES, json.dumps(hashes, indent=1, sort_keys=True) + "\n")
    write_csv(fresh / QUALITY, quality)
    write_csv(fresh / EXPORTS, exports)
    write_text(fresh / ORIGINS, json.dumps(sorted(origins)) + "\n")
    write_text(fresh / INPUTS, inputs + "\n")
    shutil.rmtree(tables_folder(study), ignore_errors=True)
    fresh.rename(tables_folder(study))
    keep_private(study.private.parent)


def _written(path: Path, rows: pd.DataFrame) -> str:
    """Write a slice; its digest."""
    write_csv(path, rows)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _slices(study: Study, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each site, and those of none if there are any."""
    places = frame.groupby("site_id", sort=False, observed=True).indices
    found = {s.site_id: frame.iloc[places.get(s.site_id, [])] for s in study.sites}
    return found | ({NO_SITE: frame.iloc[places[""]]} if "" in places else {})


def saved_inputs(study: Study) -> str:
    """The digest of what the saved tables were made from; "" if there are none."""
    path = tables_folder(study) / INPUTS
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def saved_origins(private: Path) -> set[str]:
    """The data origins of what was taken in last into a study's `private`; none if nothing was."""
    path = private / TAKEN_IN / ORIGINS
    return set(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else set()


def origins_on_disk(folder: Path, private: Path) -> set[str]:
    """The data origins that a study's CSV files name, and its saved tables.

    Reads no definitions, so that a study that cannot be opened yet is looked at too.
    """
    named = [origins_in_csv(path) for path in sorted(folder.rglob("*.csv"))]
    return saved_origins(private).union(*named)


def load_quality(study: Study) -> pd.DataFrame:
    """What was set aside while the exports came in, one row per finding."""
    path = tables_folder(study) / QUALITY
    note_reads([QUALITY])
    return _texts(path)


def _texts(path: Path) -> pd.DataFrame:
    """A table that was written here, every cell as text."""
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")


def hold(study: Study) -> None:
    """Keep every table of a study in memory, for the processes that are forked from this one.

    Each of them would read the same files. What is held is left alone once the study is taken in
    anew.
    """
    sites = [*(s.site_id for s in study.sites), NO_SITE]
    tables = {table: _read(study, table, sites) for table in TABLES}
    for path in sorted((tables_folder(study) / EVERYWHERE).glob("*.csv")):
        tables[path.stem] = _read_everywhere(path)
    _held[tables_folder(study)] = saved_inputs(study), tables


# Folder of tables → what they were made from, and the tables by name.
_held: dict[Path, tuple[str, dict[str, pd.DataFrame]]] = {}


def load(study: Study, table: str, sites: list[str] | None = None) -> pd.DataFrame:
    """One table, typed, of the sites named (all rows if None)."""
    assert table in TABLES, table
    names = sites or [*(s.site_id for s in study.sites), NO_SITE]
    note_reads(f"{table}/{name}" for name in names)
    found = _in_memory(study, table)
    if found is None:
        return _read(study, table, names)
    if not sites:
        return found.copy(deep=False)
    return found[found["site_id"].isin(sites)].reset_index(drop=True)


def _in_memory(study: Study, table: str) -> pd.DataFrame | None:
    """A table that is held; None if it is not, or the study was taken in anew since."""
    inputs, tables = _held.get(tables_folder(study), ("", {}))
    return tables.get(table) if inputs and inputs == saved_inputs(study) else None


def _read(study: Study, table: str, names: list[str]) -> pd.DataFrame:
    folder = tables_folder(study) / table
    paths = [p for name in names if (p := folder / f"{name}.csv").exists() or name != NO_SITE]
    frames = [frame for path in paths if len(frame := _texts(path))]
    return typed(pd.concat(frames, ignore_index=True), table) if frames else empty(table)


def load_everywhere(study: Study, name: str) -> pd.DataFrame:
    """A table of every site, typed: `answered` or `held_against`."""
    note_reads([f"{EVERYWHERE}/{name}"])
    found = _in_memory(study, name)
    if found is None:
        return _read_everywhere(tables_folder(study) / EVERYWHERE / f"{name}.csv")
    return found.copy(deep=False)


def _read_everywhere(path: Path) -> pd.DataFrame:
    found = _texts(path)
    if path.stem == "held_against":
        return typed(found, "answers")
    return found.astype({"people": "Int64"})


def reads_are_noted() -> bool:
    """Whether a build wants to know what is read."""
    return bool(os.environ.get(READS))


def note_reads(slices: Iterable[str]) -> None:
    """Note what is read, where a build wants to know."""
    if path := os.environ.get(READS):
        with open(path, "a", encoding="utf-8") as file:
            file.writelines(f"{name}\n" for name in slices)


def hashes(study: Study) -> dict[str, str]:
    """The digest of every slice that was saved, by name: ``answers/A``; that of the quality table.

    A slice that is not there has none.
    """
    folder = tables_folder(study)
    found = json.loads((folder / HASHES).read_text(encoding="utf-8"))
    return found | {QUALITY: hashlib.sha256((folder / QUALITY).read_bytes()).hexdigest()}
