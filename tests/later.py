"""For tests: the tiny study measured again after six and after twelve months."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from tiny import ITEMS, responses, write_survey

OCCASIONS = """occasions:
  - {occasion: T0, label: {en: at first, cy: ar y dechrau}, months: 0}
  - {occasion: T1, label: {en: after six months, cy: ar ôl chwe mis}, months: 6}
  - {occasion: T2, label: {en: after a year, cy: ar ôl blwyddyn}, months: 12}
sources:
"""
# As tiny.RESPONSES. At first three of the five have a score of say: Q1 14/3, Q2 4, Q5 3, Q6 4/3.
# Later Q1 says 4, Q2 4.5 and 5, Q5 5 and 4, Q6 4/3 and 2; Q3 is gone, Q7 withdrew.
AGAIN = {
    "T1": [
        ("t1", "001", 4, 4, 2, 2, 4, 4, 2),
        ("t2", "001", 4, 5, 99, 3, 3, 3, 3),
        ("t5", "002", 5, 5, 1, 1, 5, 5, 1),
        ("t6", "002", 1, 2, 5, 2, 3, 4, 2),
        ("t7", "002", 2, 2, 2, 2, 2, 2, 2),
    ],
    "T2": [
        ("t2", "001", 5, 5, 1, 3, 3, 4, 2),
        ("t5", "002", 4, 4, 2, 1, 5, 4, 2),
        ("t6", "002", 2, 2, 4, 2, 3, 4, 2),
    ],
}


def again(rows, day: str) -> pd.DataFrame:
    """A later response table, one row per response."""
    frame = responses().iloc[[0] * len(rows)].reset_index(drop=True)
    frame[["token", "area", *ITEMS]] = pd.DataFrame(rows)
    frame[ITEMS] = frame[ITEMS].astype("float64")
    return frame.assign(submitted=pd.Timestamp(day), O1="")


def write_later(folder: Path, rows=AGAIN) -> Path:
    """Tiny with its later occasions; returns its folder."""
    path = folder / "study.yml"
    text = path.read_text(encoding="utf-8")
    survey = text[text.index("  - source: survey") : text.index("  - source: talk")]
    more = ""
    for occasion, answers in rows.items():
        month = {"T1": "07", "T2": "12"}[occasion]
        write_survey(folder / "raw" / f"{occasion}.sav", again(answers, f"2024-{month}-15 10:00"))
        more += survey.replace("source: survey", f"source: {occasion}").replace(
            "file: raw/survey.sav", f"file: raw/{occasion}.sav\n    occasion: {occasion}"
        )
    text = text.replace(survey, survey + more).replace("sources:\n", OCCASIONS, 1)
    path.write_text(text, encoding="utf-8")
    return folder
