"""PubMed's own format (``.nbib``, also called MEDLINE).

A line is a tag in four columns, a hyphen, a space and a text; what goes on is indented by six
spaces; a blank line ends a record. Source of the tags: the MEDLINE/PubMed Data Element Field
Descriptions of the U.S. National Library of Medicine.
"""

from __future__ import annotations

import re
from pathlib import Path

from compendium.problems import listed
from compendium.readers.export import ImportReport, damaged
from compendium.readers.literature.records import Fields, Layout

BEGIN = "PMID"
TAGGED = re.compile(r"(?=.{4}-)([A-Z][A-Z0-9]{1,3}) *-(.*)")
# Some tools cut the spaces that fill the four columns.
TAGGED_CLOSE = re.compile(r"([A-Z][A-Z0-9]{1,3}) ?- (.*)")
LAYOUT = Layout(
    first={
        "record_id": (BEGIN,),
        "title": ("TI", "BTI", "CTI"),
        "journal": ("JT", "TA"),
        "volume": ("VI",),
        "issue": ("IP",),
        "pages": ("PG",),
        "pmid": (BEGIN,),
        "abstract": ("AB",),
        "database": ("OWN",),
    },
    every={
        "type": ("PT",),
        "authors": ("FAU", "CN"),
        "language": ("LA",),
        "keywords": ("OT", "MH"),
        "notes": ("GN",),
    },
    year=("DP", "DEP"),
    doi=("LID", "AID"),
)


def records(path: Path, text: str, report: ImportReport) -> list[Fields]:
    """Each record's tags and texts, in the file's order.

    Raises
    ------
    DataError
        If no line has a tag.
    """
    found: list[Fields] = [[]]
    outside: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = TAGGED.fullmatch(line) or TAGGED_CLOSE.fullmatch(line)
        if not line.strip() or (match and match[1] == BEGIN):
            found.append([])
        if match:
            found[-1].append((match[1], match[2].strip()))
        elif line.startswith(" ") and found[-1]:
            tag, before = found[-1].pop()
            found[-1].append((tag, f"{before} {line.strip()}"))
        elif line.strip():
            outside.append(f"line {number} ({line.strip()[:40]})")
    found = [_with_authors(fields) for fields in found if fields]
    if not found or not any(tag == BEGIN for fields in found for tag, _ in fields):
        do = "Export it again from PubMed: Send to, Citation manager."
        raise damaged(path, "this is no PubMed file (no record of it has a PMID)", do)
    if outside:
        report.lost.append(f"lines that belong to no tag: {len(outside)}: {listed(outside, 6)}")
    report.tool = "PubMed"
    return found


def _with_authors(fields: Fields) -> Fields:
    """Short names (AU) as authors where there are no full ones (FAU)."""
    if any(tag == "FAU" for tag, _ in fields):
        return fields
    return [("FAU" if tag == "AU" else tag, text) for tag, text in fields]
