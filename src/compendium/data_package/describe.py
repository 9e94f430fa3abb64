"""``datapackage.json``: what every file of a package is (Frictionless Data Package, version 1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from compendium.schemas import TABLES, Column
from compendium.study import Study

FILE, MADE_BY = "datapackage.json", "compendium export"
TYPES = {"text": "string", "integer": "integer", "yes_no": "boolean"}
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".sav": "application/x-spss-sav",
    ".qdpx": "application/zip",
    ".qdc": "application/xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KEYS = {
    "participants": "participant_id",
    "events": "event_id",
    "segments": "segment_id",
    "quotes": "segment_id",
    "referrals": "referral_id",
    "activities": "activity_id",
    "evidence": "evidence_id",
    "literature_records": "record_id",
}
DESCRIPTIONS = {
    "participants": "One row per person who takes part.",
    "events": "One row per interview, focus group, observation, or person's open survey answers.",
    "event_participants": "One row per event and person in it.",
    "answers": "One row per person, question and stage, answered or not.",
    "follow_up_answers": "One row per person, later occasion, question and stage.",
    "open_answers": "One row per answer to an open question.",
    "segments": "One row per coded passage.",
    "codings": "One row per passage, code and coder, with its words and what is known of it.",
    "quotes": "One row per passage whose wording was approved for print.",
    "summaries": "One row per person and theme, as an analyst summarised what they said.",
    "evidence": "One row per judgement on an element of a configuration.",
    "referrals": "One row per referral in the service's log.",
    "literature_records": "One row per record of the review of literature, kept or not.",
    "activities": "One row per activity on a referral.",
    "case_by_code": "One row per person and way of being asked, one 0/1 column per code.",
}


def described(
    study: Study, folder: Path, frames: Mapping[str, pd.DataFrame], others: Mapping[str, str]
) -> str:
    """The text of ``datapackage.json`` for the files that lie in a folder.

    Parameters
    ----------
    frames : mapping
        The tables that were written as ``NAME.csv``.
    others : mapping
        What each other file is, by its name.
    """
    tables = [_table(folder, name, frame) for name, frame in frames.items()]
    # type: programs that read version 2 leave these alone, and do not take them for tables.
    rest = [_resource(folder, name, said) | {"type": "file"} for name, said in others.items()]
    package = {
        "profile": "data-package",
        "made_by": MADE_BY,
        "name": study.id,
        "title": study.header.title.en,
        "description": f"{study.header.about.en} {study.header.published_source}",
        "data_origin": sorted(_origins(frames.values())),
        "resources": tables + rest,
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def listed_in(folder: Path) -> set[str]:
    """The files of the package that lies in a folder, if it is one of ours; else none."""
    try:
        package = json.loads((folder / FILE).read_text(encoding="utf-8"))
        ours = package["made_by"] == MADE_BY
        return {FILE, *(str(r["path"]) for r in package["resources"])} if ours else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _origins(frames: Iterable[pd.DataFrame]) -> set[str]:
    return {o for f in frames if "data_origin" in f for o in f["data_origin"].unique()}


def _resource(folder: Path, file: str, description: str) -> dict[str, object]:
    content = (folder / file).read_bytes()
    return {
        "name": file.replace("_", "-").replace(".", "-"),
        "path": file,
        "description": description,
        "mediatype": MEDIA_TYPES[Path(file).suffix],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _table(folder: Path, name: str, frame: pd.DataFrame) -> dict[str, object]:
    known = TABLES.get(name, {})
    schema: dict[str, object] = {
        "fields": [_field(column, known.get(column), frame[column]) for column in frame],
        "missingValues": [""],
    }
    if name in KEYS:
        schema["primaryKey"] = KEYS[name]
    return {
        **_resource(folder, f"{name}.csv", DESCRIPTIONS[name]),
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
        "schema": schema,
    }


def _field(name: str, column: Column | None, values: pd.Series) -> dict[str, object]:
    """One column by its schema; where it has none, by its type."""
    if column is None:
        numeric, yes_no = pd.api.types.is_integer_dtype(values), values.dtype == "bool"
        column = Column("yes_no" if yes_no else "integer" if numeric else "text", blank=True)
    field: dict[str, object] = {"name": name, "type": TYPES[column.kind]}
    if column.kind == "yes_no":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    constraints: dict[str, object] = {} if column.blank else {"required": True}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.unique:
        constraints["unique"] = True
    return field | ({"constraints": constraints} if constraints else {})
