"""``datapackage.json`` of a study's released tables (Frictionless Data Package, version 1).

The tables are those that can be saved below the figures and tables of its pages: what a page shows,
marks such as ``[c]`` and all, so that every field is text.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Iterable

from compendium.study import Study
from compendium.words import say


@dataclasses.dataclass(frozen=True)
class Table:
    """One table as CSV: its place in the study's folder, title, language and content."""

    path: str
    title: str
    lang: str
    content: bytes


def table_package(study: Study, tables: Iterable[Table], origin: str) -> str:
    """The description of the tables that lie in the folder of a study's pages.

    `origin` is that of the data (``synthetic``).
    """
    published = study.header.publication
    package: dict[str, object] = {
        "profile": "data-package",
        "name": f"{study.id}-tables",
        "title": f"{study.header.title.en}: {say('package_title', 'en')}",
        "description": f"{say('package_about', 'en')} {study.header.published_source}".strip(),
        "data_origin": origin,
        "resources": [_resource(table) for table in tables],
    }
    if published:
        package["contributors"] = [{"title": published.authors.en, "role": "author"}]
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(table: Table) -> dict[str, object]:
    heads = next(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    name = table.path.removeprefix("downloads/").removesuffix(".csv")
    return {
        "name": name.lower().replace("/", "."),
        "path": table.path,
        "title": table.title,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "language": table.lang,
        "bytes": len(table.content),
        "hash": f"sha256:{hashlib.sha256(table.content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
        "schema": {"fields": [{"name": n, "type": "string"} for n in _apart(heads)]},
    }


def _apart(heads: list[str]) -> list[str]:
    """Headings as names of fields, of which no two are alike and none is blank.

    >>> _apart(["n", "", "n", "n (3)"])
    ['n', 'column 2', 'n (3)', 'n (3) (4)']
    """
    found: list[str] = []
    for number, head in enumerate(heads, start=1):
        name = head or f"column {number}"
        while name in found:
            name = f"{name} ({number})"
        found.append(name)
    return found
