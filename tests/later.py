"""For tests: the tiny study measured again after six and after twelve months."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tiny import ITEMS, responses, write_survey, write_tiny

from compendium.intake.tables import Tables, open_tables
from compendium.study_folder import open_study

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


# By area of a panel: how many answer first, again after six months, and after a year.
PANEL = {"001": (52, 44, 38), "002": (40, 33, 28)}


def panel_rows(people: dict[str, int], step: int = 0) -> list[tuple]:
    """Answers of a panel's first people in each area, `step` points higher than at first.

    Every third person moves, every fifth in the other direction; S3 and T2 are reversed.
    """
    rows = []
    for area, many in people.items():
        for k in range(many):
            base, moves = 2 + k % 3, step * ((k % 3 == 0) - (k % 5 == 1))
            s, t = (min(5, max(1, base + by)) for by in (moves, moves and 1))
            rest = (s, min(5, s + k % 2), 6 - s, 6 - base, base, t, 6 - t)
            rows.append((f"p{area}-{k}", area, *rest))
    return rows


def write_panel(folder: Path, panel=PANEL, occasions=("T1", "T2")) -> Path:
    """Tiny with many more parents, of whom fewer and fewer come again; returns its folder."""
    people = pd.DataFrame(panel_rows({a: n[0] for a, n in panel.items()})).iloc[:, :2]
    consent = [
        f"{token},tiny,{area},parent,,{token},,active,,,no,synthetic"
        for token, area in people.itertuples(index=False)
    ]
    path = folder / "consent.csv"
    path.write_text(path.read_text("utf-8") + "\n".join(consent) + "\n", encoding="utf-8")
    first = again(panel_rows({a: n[0] for a, n in panel.items()}), "2024-01-15 10:00")
    write_survey(folder / "raw" / "survey.sav", first)
    return write_later(
        folder,
        {
            name: panel_rows({a: n[place] for a, n in panel.items()}, place)
            for place, name in enumerate(occasions, 1)
        },
    )


def taken_in(root: Path, write: Callable[[Path], Path]) -> Tables:
    """The tables of a tiny study below `root` after `write` has added to its folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        return open_tables(open_study(write(write_tiny(root)).name))


def cut(panel: Tables, people: dict[str, tuple[int, int]], site: str = "") -> Tables:
    """A panel's first so many people of each area, and the first of these who came again."""
    of_panel = {}
    for place, name in enumerate(("answers", "follow_up_answers")):
        table = getattr(panel, name)
        table = table[table["participant_id"].str.startswith("p")]
        number = table["participant_id"].str.rpartition("-")[2].astype(int)
        most = table["site_id"].map({area: n[place] for area, n in people.items()})
        of_panel[name] = table[number < most]
    every = of_panel["answers"]
    if site:
        of_panel = {n: t[t["site_id"] == site] for n, t in of_panel.items()}
    return dataclasses.replace(panel, site_id=site, answers_everywhere=every, **of_panel)
