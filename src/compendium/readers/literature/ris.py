"""RIS (``.ris``), as reference managers and databases write it.

A line is a tag of two characters, two spaces, a hyphen and a text; ``TY`` begins a record, ``ER``
ends it. Files depart from this in many ways: the spaces are taken as the file's own ``TY`` and
``ER`` lines have them, and a line without a tag goes on with the one before.
"""

from __future__ import annotations

import re
from pathlib import Path

from compendium.problems import listed
from compendium.readers.export import ImportReport, damaged
from compendium.readers.literature.records import Fields, Layout

BEGIN, END = "TY", "ER"
TAGGED = re.compile(r"\s*([A-Z][A-Z0-9])([ \t]*)-(.*)", re.DOTALL)
# What the specifications of 2001 and 2011 name; only these are tags where their spaces are not two.
KNOWN = frozenset(
    """A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ER ET
    H1 H2 ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN
    SP ST SV T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO Y1 Y2""".split()
)
# EndNote writes one tag and below it a line for each further one.
ONE_A_LINE = {"KW"}
LAYOUT = Layout(
    first={
        "record_id": ("ID",),
        "type": (BEGIN,),
        "title": ("TI", "T1", "CT", "BT"),
        "journal": ("T2", "JF", "JO", "BT", "J2", "JA", "J1"),
        "volume": ("VL", "VO"),
        "issue": ("IS",),
        "pages": ("SP",),
        "language": ("LA",),
        "abstract": ("AB", "N2"),
        "database": ("DB", "DP"),
        "accession": ("AN",),
    },
    every={"authors": ("AU", "A1"), "url": ("UR",), "keywords": ("KW",), "notes": ("N1",)},
    year=("PY", "Y1", "DA"),
    doi=("DO", "DI", "M3", "L3"),
)


def records(path: Path, text: str, report: ImportReport) -> list[Fields]:
    """Each record's tags and texts, in the file's order.

    Raises
    ------
    DataError
        If no line is RIS.
    """
    read = _Records(frozenset(re.findall(r"^[ \t]*(?:TY|ER)([ \t]*)-", text, re.MULTILINE)))
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            read.take(number, line)
    read.close()
    if len(read.found) == read.unbegun and re.search(r"^PMID *-", text, re.MULTILINE):
        do = "It looks like a PubMed file: call it .nbib."
        raise damaged(path, "this is no RIS file (no record of it begins)", do)
    if not read.found:
        do = "Export it again as RIS: its records begin with a line TY  - JOUR, or the like."
        raise damaged(path, "this is no RIS file (it holds no record)", do)
    read.tell(report)
    below = sum(t.count("\n") for fields in read.found for tag, t in fields if tag in ONE_A_LINE)
    if below:
        report.guessed.append(f"lines below a keyword, each taken for one more: {below}")
    return [_tidied(fields) for fields in read.found]


class _Records:
    """Records as the lines of a file come in."""

    def __init__(self, spaces: frozenset[str]):
        self.spaces = spaces
        self.found: list[Fields] = []
        self.open: Fields | None = None
        self.outside: list[str] = []
        self.unended = self.unbegun = 0

    def take(self, number: int, line: str) -> None:
        """One line that is not blank."""
        tag, text = self._parted(line)
        if tag == BEGIN:
            self.close()
            self.open = [(tag, text)]
        elif tag == END and self.open is not None:
            self.open.append((tag, text))
            self.found.append(self.open)
            self.open = None
        elif tag and tag != END:
            if self.open is None:
                self.unbegun += 1
                self.open = []
            self.open.append((tag, text))
        elif not tag and self.open and self.open[-1][0] != BEGIN:
            last, before = self.open.pop()
            self.open.append((last, f"{before}\n{text}"))
        else:
            self.outside.append(f"line {number} ({line.strip()[:40]})")

    def _parted(self, line: str) -> tuple[str, str]:
        """A line's tag and text; the tag is blank where it has none."""
        match = TAGGED.fullmatch(line)
        if match and (match[2] == "  " or (match[2] in self.spaces and match[1] in KNOWN)):
            return match[1], match[3].strip()
        return "", line.strip()

    def close(self) -> None:
        """End the record that is open, for the file does not."""
        if self.open is not None:
            self.unended += 1
            self.found.append(self.open)
            self.open = None

    def tell(self, report: ImportReport) -> None:
        if self.unended:
            report.guessed.append(
                f"records without {END}: {self.unended}, taken to end where the next begins"
            )
        if self.unbegun:
            report.guessed.append(f"records without {BEGIN}: {self.unbegun}, their type left blank")
        if self.outside:
            report.lost.append(
                f"lines that belong to no record: {len(self.outside)}: {listed(self.outside, 6)}"
            )


def _tidied(fields: Fields) -> Fields:
    """Lines below a tag joined to it, or each a field of its own; first and last page as one."""
    tidy: Fields = []
    for tag, text in fields:
        lines = text.split("\n")
        tidy += [(tag, line) for line in lines] if tag in ONE_A_LINE else [(tag, " ".join(lines))]
    pages = dict(reversed([field for field in tidy if field[0] in ("SP", "EP")]))
    first, last = pages.get("SP", ""), pages.get("EP", "")
    if not first or not last or re.search(r"[-–]", first):
        return tidy
    joined = ("SP", first if first == last else f"{first}-{last}")
    ends = [("SP", first), ("EP", last)]
    return [joined if f == ends[0] else f for f in tidy if f != ends[1]]
