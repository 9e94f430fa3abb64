"""The made-up field notes of meetings somebody observed: sources without a person of their own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import operator

from compendium import definitions
from compendium.problems import Problems, StudyError
from compendium.study import Study
from compendium.synthetic.passages import Coded, check_codes

FILE = "observations.csv"


@dataclasses.dataclass(frozen=True)
class Note(Coded):
    """One row per passage of a researcher's notes: which meeting, and how C1 coded it."""

    note_id: str
    site: str
    number: int
    meeting: str
    date: dt.date
    lang: str
    text: str
    codes: str = ""
    valence: str = ""
    translation_en: str = ""

    @property
    def meeting_id(self) -> tuple[str, int]:
        return self.site, self.number


@dataclasses.dataclass
class Notes:
    """One source: the notes of one meeting, and the stretch of each passage."""

    name: str
    site: str
    meeting: str
    date: dt.date
    lang: str
    text: str = ""
    stretches: list[tuple[Note, int, int]] = dataclasses.field(default_factory=list)


def read_notes(study: Study) -> tuple[Note, ...]:
    """Every passage of field notes; none where nobody observed anything.

    Raises
    ------
    StudyError
        With every mistake found in the table.
    """
    path = study.folder / "synthetic" / FILE
    if not path.exists():
        return ()
    problems = Problems()
    rows = definitions.read_csv_rows(path)
    notes = definitions.build_all(Note, rows, FILE, "note_id", problems)
    check_codes(study, FILE, {note.note_id: note for note in notes}, problems)
    problems.settle(StudyError)
    return notes


def field_notes(notes: tuple[Note, ...]) -> list[Notes]:
    """One source per meeting, a heading first, then a paragraph per passage."""
    made, by_meeting = [], operator.attrgetter("meeting_id")
    for (site, number), passages in itertools.groupby(sorted(notes, key=by_meeting), by_meeting):
        passages = list(passages)
        first, name = passages[0], f"{site} observation {number}"
        source = Notes(name, site, first.meeting, first.date, first.lang)
        source.text = f"Field notes: {first.meeting}, {first.date.isoformat()}\n\n"
        for note in passages:
            start = len(source.text)
            source.text += note.text
            source.stretches.append((note, start, len(source.text)))
            source.text += "\n\n"
        made.append(source)
    return made
