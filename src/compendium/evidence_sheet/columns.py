"""The columns of the evidence workbook: what stands beside a judgement, and what it is made of."""

from __future__ import annotations

from compendium.schemas import EVIDENCE

FILE, SHEET, CMOC_SHEET, CHOICES = "evidence.xlsx", "evidence", "cmocs", "choices"
# What a judgement rests on, as its row in theory/evidence.csv names it.
SOURCE = ("source_type", "source_id")
# To read, not to change: what was said or found, by whom and where, and how it was coded.
BESIDE = ("source_text", "speaker", "site", "group", "codes")
# What is chosen or typed. A row that has neither an id nor any of `SAID` is no judgement.
JUDGEMENT = ("element", "direction", "relevance", "richness", "rigour", "activation")
SAID = (*JUDGEMENT, "rival", "reason")
SIGNED = ("analyst", "judged_on")
COLUMNS = ("evidence_id", *SOURCE, *BESIDE, "cmoc_id", *SAID, *SIGNED)
# What is compared with theory/evidence.csv, cell by cell.
KEPT = (*SOURCE, "cmoc_id", *SAID, *SIGNED)
WIDTHS = {
    "evidence_id": 11,
    "source_type": 11,
    "source_id": 20,
    "source_text": 60,
    "speaker": 10,
    "site": 7,
    "group": 14,
    "codes": 12,
    "reason": 40,
    "analyst": 16,
    "judged_on": 11,
}
WIDTH = 10
NUMBERS = ("relevance", "richness", "rigour", "activation")
CHOSEN = ("source_type", "element", "direction", *NUMBERS, "rival")
# The last column of the lists: below its heading, whose judgements the sheet holds.
WHOSE = "judgements_of"


def choices(cmocs: list[str]) -> dict[str, list[str | int]]:
    """What may be chosen in each column that has a list."""
    found: dict[str, list[str | int]] = {"cmoc_id": list(cmocs)}
    for name in CHOSEN:
        allowed = EVIDENCE[name].allowed
        found[name] = [int(v) for v in allowed] if name in NUMBERS else list(allowed)
    return found
