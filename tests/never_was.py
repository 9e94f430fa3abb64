"""Files of a study in which one person never was, and the same files in which they withdrew.

The first are made by taking them out of every export with the tools of that export, not with
ours: their rows, their documents, their turns in a focus group (blanked, so that nobody else's
words move), their casework, and what people wrote down about their words.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyreadstat
from lxml import etree

from compendium.study import Study

QDE = "{urn:QDA-XML:project:1.0}"
LISTED = {"findings/quotes.csv": "segment_id", "theory/evidence.csv": "source_id"}


def withdraw(study: Study, person: str, on: str = "2024-02-01") -> None:
    """Somebody withdraws everything: one line of the consent table, and nothing else."""

    def told(row: dict[str, str]) -> dict[str, str]:
        if row["participant_id"] != person:
            return row
        return row | {
            "consent_status": "withdrawn",
            "withdrawn_on": on,
            "withdrawal_scope": "all",
        }

    _rewrite(study.folder / study.header.consent.file, lambda rows: [told(row) for row in rows])


def take_out(study: Study, person: str, segments: set[str]) -> None:
    """Somebody never was: they stand in no file. `segments` are the ids of their words."""
    consent = study.folder / study.header.consent.file
    (row,) = (r for r in _rows(consent) if r["participant_id"] == person)
    _without(consent, "participant_id", {person})
    theirs = _referrals_of(study, row.get("casework_person", ""))
    for source in study.header.sources:
        path, column = study.folder / source.file, source.columns.get("person", "")
        key = row.get(source.speaks_of or "", "") if path.suffix == ".qdpx" else ""
        match path.suffix:
            case ".sav" if row["survey_token"]:
                _out_of_sav(path, column, row["survey_token"])
            case ".xlsx" if row["survey_token"]:
                _out_of_workbook(path, column, row["survey_token"])
            case ".qdpx" if key:
                _out_of_project(path, key)
            case ".csv" if source.kind == "activities":
                _without(path, source.columns["referral_id"], theirs)
            case ".csv" if row.get("casework_person"):
                _without(path, source.columns["person_id"], {row["casework_person"]})
    for name, column in LISTED.items():
        if (study.folder / name).exists():
            _without(study.folder / name, column, segments)


def _referrals_of(study: Study, person: str) -> set[str]:
    """References of somebody's referrals in the casework log."""
    return {
        row[source.columns["referral_id"]]
        for source in study.source("casework")
        for row in _rows(study.folder / source.file)
        if person and row[source.columns["person_id"]] == person
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _rewrite(path: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    rows = _rows(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


def _without(path: Path, column: str, values: set[str]) -> None:
    _rewrite(path, lambda rows: [row for row in rows if row[column] not in values])


def _out_of_sav(path: Path, column: str, token: str) -> None:
    frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    pyreadstat.write_sav(
        frame[frame[column] != token],
        str(path),
        file_label=meta.file_label or "",
        column_labels=meta.column_labels,
        variable_value_labels=meta.variable_value_labels,
        missing_ranges=meta.missing_ranges,
        variable_measure=meta.variable_measure,
        variable_format=meta.original_variable_types,
    )


def _out_of_workbook(path: Path, column: str, token: str) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        header = [cell.value for cell in sheet[1]]
        if column in header:
            at = header.index(column)
            for row in reversed([r for r in sheet.iter_rows() if r[at].value == token]):
                sheet.delete_rows(row[0].row)
    book.save(path)


def _out_of_project(path: Path, case_name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    project = next(name for name in parts if name.endswith(".qde"))
    root = etree.fromstring(parts[project])
    texts = {s.get("guid"): s for s in root.iter(f"{QDE}TextSource")}
    stretches = {s.get("guid"): s for s in root.iter(f"{QDE}PlainTextSelection")}
    for case in [c for c in root.iter(f"{QDE}Case") if c.get("name") == case_name]:
        for ref in case.iter(f"{QDE}SelectionRef"):
            stretch = stretches[ref.get("targetGUID")]
            source = stretch.getparent()
            part = _text_part(source, parts)
            parts[part] = _blanked(parts[part], stretch)
            source.remove(stretch)
        wholes = [ref.get("targetGUID") for ref in case.iter(f"{QDE}SourceRef")]
        case.getparent().remove(case)
        left = {ref.get("targetGUID") for ref in root.iter(f"{QDE}SourceRef")}
        for source in (texts[guid] for guid in wholes if guid in texts and guid not in left):
            del parts[_text_part(source, parts)]
            source.getparent().remove(source)
    parts[project] = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(whole.getvalue())


def _text_part(source: etree._Element, parts: dict[str, bytes]) -> str:
    file = source.get("plainTextPath").removeprefix("internal://")
    return next(name for name in parts if name.rpartition("/")[2] == file)


def _blanked(text: bytes, stretch: etree._Element) -> bytes:
    """The text with a stretch (code points) made of spaces; line breaks stay."""
    start, end = int(stretch.get("startPosition")), int(stretch.get("endPosition"))
    whole = text.decode("utf-8")
    gone = "".join(c if c in "\r\n" else " " for c in whole[start:end])
    return (whole[:start] + gone + whole[end:]).encode("utf-8")
