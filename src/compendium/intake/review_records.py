"""Records of every bibliography and screening export joined: one row per record found.

Records of the two kinds are joined by record id; where a screening export has none, by DOI, else by
title and year.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import pandas as pd

from compendium.instruments import folded
from compendium.intake.literature import CELLS, OF_PUBLICATION
from compendium.problems import DataError, Problems, listed
from compendium.review_values import LINKS, SEARCH_KINDS
from compendium.schemas import TABLES
from compendium.study import Study
from compendium.study_checks.literature import LITERATURE

BIBLIOGRAPHY, SCREENING = LITERATURE
# What `literature_rows` adds to each record: where it stands, and in an export of which kind.
OURS = ["file", "place", "export", "kind"]
LINKED = re.compile(r"[;,\s]+")
MEND = "Correct it in the export, or under `sources:` in study.yml."


def joined_records(study: Study, frames: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """The table `literature_records` of all exports together, in a list; none where there are none.

    Raises
    ------
    DataError
        With every record that stands twice, every row of a screening export that belongs to no
        record, and every cell that is not allowed, with its file and row.
    """
    if not frames:
        return []
    problems = Problems()
    rows = pd.concat(frames, ignore_index=True)
    found = rows[rows["kind"] == BIBLIOGRAPHY]
    _refuse_twice(found, problems)
    records = _Records(found, problems)
    for row in rows[rows["kind"] == SCREENING].to_dict("records"):
        records.take(row)
    table = pd.DataFrame(records.rows.values(), columns=[*CELLS, *OURS], dtype="str")
    table["study_id"] = table["study_id"].mask(table["study_id"] == "", table["record_id"])
    _check(table, study, records.origin, problems)
    problems.settle(DataError)
    table["pt_links"] = [LINKS.join(_links(cell)) for cell in table["pt_links"]]
    return [table.drop(columns="kind").assign(site_id="")]


def _refuse_twice(found: pd.DataFrame, problems: Problems) -> None:
    for i in found.index[found["record_id"].duplicated(keep="first")]:
        first = found[found["record_id"] == found.at[i, "record_id"]].iloc[0]
        problems.add(
            found.at[i, "file"],
            found.at[i, "place"],
            f"record_id = {found.at[i, 'record_id']!r} stands in {first['file']} {first['place']} "
            "too",
            "every record has an id of its own",
            "Give it another id; of a duplicate say which record it repeats (dup_of).",
        )


class _Records:
    """Records by their ids, and what screening adds to them cell by cell.

    `origin` says of each cell that was filled later where it stands.
    """

    def __init__(self, found: pd.DataFrame, problems: Problems):
        self.rows = {row["record_id"]: row for row in found.to_dict("records")}
        self.problems, self.origin = problems, {}
        self.only_screened = found.empty

    def take(self, row: dict[str, str]) -> None:
        """One row of a screening export, added to the record it is of."""
        record = self._record_of(row)
        if record is None:
            return
        for name in CELLS:
            had, says = record[name], row[name]
            if not says or name == "record_id" or (had and name in OF_PUBLICATION) or had == says:
                continue
            if had:
                where = self.origin.get((record["record_id"], name), self._place(record))
                what = f"{name} = {says!r}, and {where} says {had!r} of {record['record_id']}"
                self._problem(row, what, "one record has one of it", "Correct one of the two.")
                continue
            record[name] = says
            self.origin[record["record_id"], name] = self._place(row)

    def _record_of(self, row: dict[str, str]) -> dict[str, str] | None:
        own = row["record_id"]
        if own in self.rows:
            return self.rows[own]
        if self.only_screened or (own and row["title"] and row["source"]):
            if not own:
                do = "Map the column that has it under `columns:` in study.yml."
                self._problem(row, "the record has no id", "record_id is needed", do)
                return None
            self.rows[own] = {name: row[name] for name in (*CELLS, *OURS)}
            return None
        return self._alike(row) if not own else self._unknown(row)

    def _unknown(self, row: dict[str, str]) -> None:
        what = f"record_id = {row['record_id']!r} is in no bibliography"
        do = "Correct it. Of a record found otherwise give title and source here."
        self._problem(row, what, f"there are {listed(self.rows, 6)}", do)

    def _alike(self, row: dict[str, str]) -> dict[str, str] | None:
        """The one record with this DOI; else the one with this title and year."""
        for key in _keys(row):
            alike = [r for r in self._by_key.get(key, []) if not r["dup_of"]]
            if len(alike) == 1:
                return alike[0]
            if alike:
                ids = listed(r["record_id"] for r in alike)
                do = "Say which repeats which (dup_of), or give record_id here."
                self._problem(row, f"the row is of one of {ids}", "it must be one of them", do)
                return None
        what = f"no record has the DOI {row['doi']!r} or the title {row['title']!r}"
        do = "Name the export it came from under `sources:`, or give record_id and source here."
        self._problem(row, what, "each row is of a record that was found", do)
        return None

    @functools.cached_property
    def _by_key(self) -> dict[tuple[str, ...], list[dict[str, str]]]:
        """The records of bibliographies by what they may be known by without an id."""
        found: dict[tuple[str, ...], list[dict[str, str]]] = {}
        for record in self.rows.values():
            for key in _keys(record):
                found.setdefault(key, []).append(record)
        return found

    def _problem(self, row: dict[str, str], what: str, allowed: str, do: str) -> None:
        self.problems.add(row["file"], row["place"], what, allowed, do)

    @staticmethod
    def _place(row: dict[str, str]) -> str:
        return f"{row['file']} {row['place']}"


def _keys(row: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """What a record may be known by without an id: its DOI, its title and year."""
    if row["doi"]:
        yield "doi", row["doi"]
    if row["title"]:
        yield "title", folded(row["title"]), row["year"]


def _links(cell: str) -> list[str]:
    return list(dict.fromkeys(filter(None, LINKED.split(cell))))


def _check(
    table: pd.DataFrame, study: Study, origin: dict[tuple[str, str], str], problems: Problems
) -> None:
    """Every cell against its column, the searches of the review and the other records.

    The arm of a record is that of its search; one that the file gives must be the same.
    """
    kinds = {s.source: s.kind for s in study.header.review.searches}
    told = table["arm"].copy()
    table["arm"] = [SEARCH_KINDS.get(kinds.get(source, ""), "") for source in table["source"]]
    for i, row in table.iterrows():
        for name, value, allowed, do in _wrong(row, told[i], table, study, list(kinds)):
            place = origin.get((row["record_id"], name), f"{row['file']} {row['place']}")
            what = f"{name} = {value!r}" if value else f"{name} is blank"
            problems.add(place, f"({row['record_id']})", what, allowed, do)


def _wrong(
    row: pd.Series, arm: str, table: pd.DataFrame, study: Study, searches: list[str]
) -> Iterator[tuple[str, str, str, str]]:
    """What is wrong with one record: the column, its value, what is allowed, what to do."""
    columns = TABLES["literature_records"]
    for name in (n for n in CELLS if n not in ("arm", "source")):
        column, value = columns[name], row[name]
        if not value and not column.blank:
            yield name, value, "a value is needed", MEND
        elif value and column.allowed and value not in column.allowed:
            do = f"Say what it means: `values: {name}:` of its source in study.yml."
            yield name, value, f"it may be {listed(column.allowed)}", do
    if row["source"] not in searches:
        do = "Add the search under `review: searches:` in study.yml, or correct it."
        yield "source", row["source"], f"the review searched {listed(searches)}", do
    elif arm and arm != row["arm"]:
        yield "arm", arm, f"records of {row['source']} are of the arm {row['arm']}", MEND
    reasons = study.header.review.reasons
    if reasons and row["screen2_reason"] and row["screen2_reason"] not in reasons:
        do = "Correct it, or add it under `review: reasons:` in study.yml."
        yield "screen2_reason", row["screen2_reason"], f"the review has {listed(reasons, 20)}", do
    yield from _wrong_duplicate(row, table)
    statements = list(dict.fromkeys(s.pt_id for s in study.statements))
    for link in _links(row["pt_links"]):
        if link not in statements:
            yield "pt_links", link, f"the theory has {listed(statements, 40) or 'none'}", MEND


def _wrong_duplicate(row: pd.Series, table: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    if not row["dup_of"]:
        return
    kept = table[table["record_id"] == row["dup_of"]]
    if kept.empty or row["dup_of"] == row["record_id"]:
        yield "dup_of", row["dup_of"], "it names the record that was kept", MEND
    elif kept.iloc[0]["dup_of"]:
        allowed = f"{row['dup_of']} is a duplicate of {kept.iloc[0]['dup_of']} itself"
        yield "dup_of", row["dup_of"], allowed, "Name the record that was kept."
