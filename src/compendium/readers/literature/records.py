"""Records as the formats have them, a list of fields each, into tables with the same columns.

One row per record, per value that has no column, and per decision of a reviewer.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from compendium.problems import listed
from compendium.readers.export import ImportReport
from compendium.readers.literature import rayyan
from compendium.readers.literature.decisions import DECISION_COLUMNS, UNKNOWN_DECISION, Said

COLUMNS = [
    *("record_id", "type", "title", "authors", "year", "journal", "volume", "issue", "pages"),
    *("doi", "pmid", "url", "language", "abstract", "keywords", "database", "accession", "notes"),
]
FIELD_COLUMNS = ["record_id", "field", "value"]
BETWEEN = "; "
# One record: its fields' names and values, in the file's order.
Fields = list[tuple[str, str]]

YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# As Crossref describes them: a registrant's prefix, a slash, anything but a space.
DOI = re.compile(r"10\.\d{4,9}/\S+")
BEFORE_DOI = re.compile(r"^(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)
DOI_LINK = re.compile(r"doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Layout:
    """Which fields of a format go into which column of `records`.

    `first`: of these fields, the first that says anything. `every`: all of them, joined. Of `year`
    and `doi` the first that holds one.
    """

    first: Mapping[str, Sequence[str]]
    every: Mapping[str, Sequence[str]]
    year: Sequence[str]
    doi: Sequence[str]


def tables(
    records: Sequence[Fields],
    layout: Layout,
    report: ImportReport,
    said: Callable[[str], Said] = rayyan.said,
) -> dict[str, pd.DataFrame]:
    """`records`, `fields` and `decisions`; what was found and guessed goes into the report.

    Parameters
    ----------
    said : function of the notes of a record
        What a screening tool wrote into them.
    """
    rows, further, decisions = [], [], []
    for fields in records:
        row, left = _row(fields, layout)
        told = said(row["notes"])
        row["notes"] = told.notes
        rows.append(row)
        further.append(left + told.fields)
        decisions.append(told.decisions)
        report.tool = report.tool or told.tool
    ids = _own_ids([row["record_id"] for row in rows], report)
    for row, own in zip(rows, ids, strict=True):
        row["record_id"] = own
    found = {
        "records": pd.DataFrame(rows, columns=COLUMNS, dtype="str"),
        "fields": _below(ids, further, FIELD_COLUMNS),
        "decisions": _below(ids, decisions, DECISION_COLUMNS),
    }
    _report(found, report)
    return found


def _below(ids: list[str], values: list[list[tuple]], columns: list[str]) -> pd.DataFrame:
    """One row per value, its record's id before it."""
    rows = [(own, *value) for own, each in zip(ids, values, strict=True) for value in each]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _row(fields: Fields, layout: Layout) -> tuple[dict[str, str], Fields]:
    """A record's row, and the fields that found no place in it."""
    fields = [(name, value) for name, value in fields if value]
    row = dict.fromkeys(COLUMNS, "")
    taken: set[tuple[str, str]] = set()
    for column, names in layout.first.items():
        row[column] = next((v for _, v in _called(fields, names)), "")
        taken.update((name, row[column]) for name in names)
    for column, names in layout.every.items():
        own = _called(fields, names)
        row[column] = BETWEEN.join(value for _, value in own)
        taken.update(own)
    row["year"] = year_of([value for _, value in _called(fields, layout.year)])
    taken.update((name, row["year"]) for name in layout.year)
    dois = _called(fields, layout.doi)
    row["doi"] = next((d for _, value in dois if (d := doi_of(value))), "")
    taken.update((name, value) for name, value in dois if _bare(value) == row["doi"])
    if not row["doi"] and (link := DOI_LINK.search(row["url"])):
        row["doi"] = doi_of(link[1])
    return row, [field for field in fields if field not in taken]


def _called(fields: Fields, names: Sequence[str]) -> Fields:
    """The fields of these names, in the order of the names."""
    return [field for name in names for field in fields if field[0] == name]


def year_of(values: Sequence[str]) -> str:
    """The first year that these hold; where none does, the first of them as it stands.

    >>> year_of(["2021/03//"]), year_of(["Spring", "1999"]), year_of(["in press"]), year_of([])
    ('2021', '1999', 'in press', '')
    """
    dated = [match[0] for value in values if (match := YEAR.search(value))]
    return next(iter([*dated, *values]), "")


def doi_of(value: str) -> str:
    """The DOI that a text holds, bare and in small letters (in DOIs capitals do not matter).

    >>> doi_of("https://doi.org/10.1000/ABC.1"), doi_of("10.1000/abc.1 [doi]"), doi_of("none")
    ('10.1000/abc.1', '10.1000/abc.1', '')
    """
    match = DOI.search(value)
    return match[0].rstrip(".,;").casefold() if match else ""


def _bare(value: str) -> str:
    """What a field says beside "https://doi.org/", "doi:" and PubMed's "[doi]"."""
    return BEFORE_DOI.sub("", value.strip()).removesuffix("[doi]").strip(" .,;").casefold()


def _own_ids(keys: list[str], report: ImportReport) -> list[str]:
    """An id of its own for every record: its key, a number behind it where the key is taken."""
    given, ids, taken = set(keys), [], set()
    for number, key in enumerate(keys, start=1):
        wanted, times = key or f"row-{number}", 1
        own = wanted
        while own in taken or (own in given and own != key):
            times += 1
            own = f"{wanted} ({times})"
        taken.add(own)
        ids.append(own)
    again = [key for key, times in Counter(k for k in keys if k).items() if times > 1]
    if again:
        report.guessed.append(
            f"{listed(again)}: the id of more than one record, the later ones numbered: "
            f"{again[0]} (2)"
        )
    if without := keys.count(""):
        report.guessed.append(
            f"records without an id: {without}, called by their number (row-1, row-2 …)"
        )
    return ids


def _report(found: dict[str, pd.DataFrame], report: ImportReport) -> None:
    records, fields, decisions = found["records"], found["fields"], found["decisions"]
    report.found.update({"records": len(records), "further fields": len(fields)})
    report.found["decisions"] = len(decisions)
    again = records.loc[records["doi"].ne("") & records["doi"].duplicated(), "doi"]
    if len(again):
        report.guessed.append(
            f"possible duplicates (records with the DOI of one before them): {len(again)}, all "
            f"kept: {listed(again.drop_duplicates())}"
        )
    excluded = decisions.loc[decisions["reason"].ne(""), "record_id"]
    if excluded.duplicated().any():
        report.guessed.append(
            "a reason of exclusion, which the file gives by record, stands beside every reviewer "
            "who excluded the record"
        )
    if unknown := fields["field"].eq(UNKNOWN_DECISION).sum():
        report.lost.append(
            f"decisions in words that are not known: {unknown}, in fields and not in decisions"
        )
