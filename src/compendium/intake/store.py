"""Where consented tables lie: ``private/<study>/tables/<table>/<site>.csv``, with hashes.

Nothing here is ever published. The folder is for its owner alone (mode 0700).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd

from compendium.schemas import TABLES, empty, typed
from compendium.study import Study
from compendium.writers.files import write_csv, write_text

HASHES, QUALITY, INPUTS = "hashes.json", "quality.csv", "inputs.json"


def tables_folder(study: Study) -> Path:
    return study.private / "tables"


def save(study: Study, tables: dict[str, pd.DataFrame], quality: pd.DataFrame, inputs: str) -> None:
    """Write every table per site and the hash of each slice; an earlier intake is replaced."""
    folder = study.private
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o700)
    fresh = folder / "tables.new"
    shutil.rmtree(fresh, ignore_errors=True)
    hashes = {}
    for table, frame in tables.items():
        for site in study.sites:
            path = fresh / table / f"{site.site_id}.csv"
            write_csv(path, frame[frame["site_id"] == site.site_id])
            hashes[f"{table}/{site.site_id}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    write_text(fresh / HASHES, json.dumps(hashes, indent=1, sort_keys=True) + "\n")
    write_csv(fresh / QUALITY, quality)
    write_text(fresh / INPUTS, inputs + "\n")
    shutil.rmtree(tables_folder(study), ignore_errors=True)
    fresh.rename(tables_folder(study))


def saved_inputs(study: Study) -> str:
    """The digest of what the saved tables were made from; "" if there are none."""
    path = tables_folder(study) / INPUTS
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def load(study: Study, table: str, sites: list[str] | None = None) -> pd.DataFrame:
    """One table, typed, of the sites named (all if None)."""
    assert table in TABLES, table
    sites = sites or [s.site_id for s in study.sites]
    paths = [tables_folder(study) / table / f"{site}.csv" for site in sites]
    frames = [pd.read_csv(p, dtype="str", keep_default_na=False, encoding="utf-8") for p in paths]
    frames = [f for f in frames if len(f)]
    return typed(pd.concat(frames, ignore_index=True), table) if frames else empty(table)
