"""What the evidence workbook changes in ``theory/evidence.csv``: shown first, then written."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from pathlib import Path

import pandas as pd

from compendium.evidence_sheet.columns import KEPT, SIGNED
from compendium.evidence_sheet.read import Line, Workbook, read_evidence_sheet
from compendium.evidence_sheet.write import Beside, judged_by
from compendium.intake.dates import is_date
from compendium.intake.evidence import EVIDENCE_FILE, read_evidence
from compendium.intake.tables import Tables, open_tables
from compendium.problems import StudyError
from compendium.schemas import EVIDENCE
from compendium.study import Study
from compendium.writers.files import write_text

FIRST_ID = "EV001"


@dataclasses.dataclass(frozen=True)
class Difference:
    """One judgement that is new, changed (each cell before and after), or gone."""

    evidence_id: str
    kind: str
    cells: dict[str, str]
    changed: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        about = f"  {self.kind:5} {self.evidence_id}, {self.cells['cmoc_id']}"
        if self.kind == "other":
            cells = [f"        {n}: {a!r} now {b!r}" for n, (a, b) in self.changed.items()]
            return "\n".join([about, *cells])
        said = " ".join(self.cells[name] for name in ("element", "direction"))
        return f"{about}: {said}, {self.cells['source_id']}, {self.cells['analyst']}"


def take_back(study: Study, path: Path, by: str = "", on: str = "", confirmed: bool = False) -> str:
    """Show what a workbook changes; write it into the study if that is confirmed.

    A new judgement is signed as its row says, else `by` that analyst `on` that day; one that was
    changed is theirs too unless its row is signed anew. What is the same keeps its bytes.

    Raises
    ------
    StudyError
        If the day is none.
    DataError
        If the workbook does not fit the study.
    """
    if on and not is_date(on):
        raise StudyError(f"--on is {on!r}; a day is written like 2024-03-05.")
    data = open_tables(study)
    read = read_evidence_sheet(data, path, by, on)
    changes = differences(data, read, by, on)
    lines = [f"{study.id}: {path.name}, {len(changes)} differences", *map(str, changes)]
    lines += _of_other_text(data, read)
    if not changes:
        return "\n".join(lines)
    lost = set(read_evidence(study)["evidence_id"]) - set(data.evidence["evidence_id"])
    if lost:
        lines.append(f"  {len(lost)} judgements on words that are not in the study leave the file")
    if not confirmed:
        return "\n".join([*lines, "Nothing is written yet. If this is right, add --confirm."])
    write_text(study.folder / EVIDENCE_FILE, _written(data, changes, lost))
    return "\n".join([*lines, f"  written {EVIDENCE_FILE}"])


def differences(data: Tables, read: Workbook, by: str = "", on: str = "") -> list[Difference]:
    """What the workbook says differently from the study: what changed, what is gone, then new."""
    mine = judged_by(data, read.analyst).to_dict("records")
    own = {row["evidence_id"]: row for row in mine}
    there = {line.evidence_id: line for line in read.lines if line.evidence_id}
    found = []
    for name, row in own.items():
        before = {column: row[column] for column in KEPT}
        if name not in there:
            found.append(Difference(name, "gone", before))
        elif changed := _changed(before, there[name].cells, by, on):
            found.append(Difference(name, "other", there[name].cells, changed))
    new = [line for line in read.lines if not line.evidence_id]
    names = _next_ids(read_evidence(data.study)["evidence_id"].tolist(), len(new))
    return found + [Difference(n, "new", i.cells) for n, i in zip(names, new, strict=True)]


def _changed(
    before: dict[str, str], now: dict[str, str], by: str, on: str
) -> dict[str, tuple[str, str]]:
    """Cells that differ; what was changed under the old name and date is signed anew."""
    changed = {c: (before[c], now[c]) for c in KEPT if before[c] != now[c]}
    if changed and not set(changed) & set(SIGNED):
        signed = {"analyst": by, "judged_on": on}
        changed |= {c: (before[c], v) for c, v in signed.items() if v and v != before[c]}
    return changed


def _next_ids(taken: list[str], many: int) -> list[str]:
    """The next free ids, numbered on from the highest: EV012 after EV011."""
    numbered = [found for name in taken if (found := re.fullmatch(r"(.*?)(\d+)", name))]
    if not numbered:
        first, start, width = "EV", 1, len(FIRST_ID) - 2
    else:
        last = max(numbered, key=lambda found: int(found[2]))
        first, start, width = last[1], int(last[2]) + 1, len(last[2])
    return [f"{first}{number:0{width}}" for number in range(start, start + many)]


def _of_other_text(data: Tables, read: Workbook) -> list[str]:
    """Lines on judgements whose passage is not what the workbook shows."""
    beside = Beside(data)

    def now(line: Line) -> str:
        return beside.of(line.cells["source_type"], line.cells["source_id"]).get("source_text", "")

    return [
        f"  row {line.row}: the passage {line.cells['source_id']} is not what it was when the "
        "workbook was written; read it again before you confirm"
        for line in read.lines
        if line.text.strip() and line.text.split() != now(line).split()
    ]


def _written(data: Tables, changes: list[Difference], lost: set[str]) -> str:
    """The whole file as it is to be kept: rows that are the same with the bytes they had."""
    path = data.study.folder / EVIDENCE_FILE
    text = path.read_bytes().decode("utf-8") if path.exists() else ",".join(EVIDENCE) + "\n"
    head, *records = _records(text)
    end = "\r\n" if head.endswith("\r\n") else "\n"
    columns = next(csv.reader([head.removeprefix("\ufeff")]))
    by_id = {change.evidence_id: change for change in changes}
    kept = [head if head.endswith("\n") else head + end]
    for record in records:
        row = dict(zip(columns, next(csv.reader(io.StringIO(record, newline=""))), strict=True))
        change = by_id.get(row["evidence_id"].strip())
        if change is None and row["evidence_id"].strip() not in lost:
            kept.append(record if record.endswith("\n") else record + end)
        elif change is not None and change.kind == "other":
            kept.append(_record(row | {c: new for c, (_, new) in change.changed.items()}, end))
    for change in (c for c in changes if c.kind == "new"):
        row = dict.fromkeys(columns, "") | change.cells | {"evidence_id": change.evidence_id}
        own = {"study": data.study.id} if "study" in columns else {}
        row |= own | {"data_origin": _origin(data, change.cells["source_id"])}
        kept.append(_record({column: row[column] for column in columns}, end))
    return "".join(kept)


def _records(text: str) -> list[str]:
    """The records of a CSV text with their ends, line breaks inside quotes kept; none blank."""
    found, begun = [], ""
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        begun += line
        if begun.count('"') % 2 == 0:
            found.append(begun)
            begun = ""
    return [record for record in [*found, begun] if record.strip()]


def _record(row: dict[str, str], end: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=end).writerow(row.values())
    return buffer.getvalue()


def _origin(data: Tables, source: str) -> str:
    """Where what was judged comes from: made up only if it is."""
    origins = data.segments.loc[data.segments["segment_id"] == source, "data_origin"]
    found = set(origins) or set(data.participants["data_origin"]) | set(
        pd.unique(data.evidence["data_origin"])
    )
    return "real" if "real" in found or not found else "synthetic"
