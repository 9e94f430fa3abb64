"""Where a thing of the trail lies: which file, where in it, which rows or characters."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

import pandas as pd

from compendium.analysis.service.casework_words import ALL
from compendium.analysis.trail.kinds import (
    ACTIVITIES,
    CASEWORK,
    CMOC,
    COMPARISON,
    DECISION,
    EVIDENCE,
    FINDING,
    JOINT,
    LITERATURE,
    PRINCIPLE,
    REFERRALS,
    STATEMENT,
    SURVEY,
    Thing,
)
from compendium.analysis.trail.sources import FIGURES
from compendium.intake.evidence import EVIDENCE_FILE
from compendium.intake.survey import column_of
from compendium.intake.tables import Tables
from compendium.intake.written_sources import FILES
from compendium.study import Source
from compendium.study_checks.literature import LITERATURE as OF_A_REVIEW

# What people wrote by hand, each thing of it found by its id.
WRITTEN = {
    FINDING: "findings/findings.yml",
    COMPARISON: "study.yml",
    JOINT: "findings/joint_display.yml",
    PRINCIPLE: "framework.yml",
    STATEMENT: "theory/statements.yml",
    CMOC: "theory/cmocs.yml",
    EVIDENCE: EVIDENCE_FILE,
    LITERATURE: FILES[LITERATURE],
    DECISION: FILES[DECISION],
}


@dataclasses.dataclass(frozen=True)
class Place:
    """A file of the study, where in it (columns, a document, an id), and which rows or characters.

    `rows` are those that came in, as the program that wrote the file numbers them; of a passage
    its first and last character. Blank where the id says it, or nothing is known.
    """

    file: str
    where: str
    rows: str = ""


class Finder:
    """Finds where the things of one study's trail lie."""

    def __init__(self, data: Tables):
        self.data, self.study = data, data.study
        self.file = {s.source: s.file for s in self.study.header.sources}

    def places(self, thing: Thing) -> tuple[Place, ...]:
        """Where a thing lies; several places where several exports hold it."""
        match thing.kind:
            case "survey":
                return tuple(self._survey(thing.id))
            case "casework":
                return tuple(self._casework(thing.id))
            case "theme" | "coding":
                files = dict.fromkeys(s.file for s in self._sources("coding_project"))
                where = thing.id if thing.kind == "theme" else ""
                return tuple(Place(file, where) for file in files)
            case "passage":
                return (self._passages[thing.id],)
            case "review":
                return tuple(Place(source.file, "") for source in self._sources(*OF_A_REVIEW))
            case "literature" if reports := tuple(self._reports(thing.id)):
                return reports
        return (Place(WRITTEN[thing.kind], thing.id),)

    def _reports(self, study: str) -> Iterator[Place]:
        """Where the reports of an included study stand, each in the export it was found in."""
        records = self.data.literature_records
        own = records[(records["study_id"] == study) & (records["screen2"] == "include")]
        for report in own.itertuples():
            yield Place(self.file[report.export], f"{report.record_id}, {report.place}")

    def _sources(self, *kinds: str) -> list[Source]:
        return [source for source in self.study.header.sources if source.kind in kinds]

    def _survey(self, topic: str) -> Iterator[Place]:
        """The columns of a topic in each export of its questionnaire's first occasion.

        Of a questionnaire as a whole the first and the last.
        """
        name, _, asked = topic.partition("/")
        form = self.study.instrument(name)
        items = form.items_of(asked) or tuple(i for i in form.items if i.item_id == asked)
        items = items if asked else form.items
        answers = self.data.answers_everywhere
        answers = answers[answers["instrument"] == name]
        answers = answers[answers["item_id"].isin([i.item_id for i in items])]
        for source in self._sources(SURVEY):
            if source.instrument == name and not self.study.is_later(source):
                rows = answers.loc[answers["source"] == source.source, "source_row"]
                columns = [column_of(source, item, s) for item in items for s in item.stages]
                where = ", ".join(columns) if asked else f"{columns[0]} – {columns[-1]}"
                yield Place(source.file, where, ranges(rows))

    def _casework(self, figure: str) -> Iterator[Place]:
        name, _, who = figure.partition("/")
        wanted = ("referrer_type", "accepted") if name == REFERRALS else FIGURES[name][1]
        log, kind = self.data.referrals, CASEWORK
        if name == ACTIVITIES:
            log, kind = self.data.activities, ACTIVITIES
        if name == REFERRALS and who != ALL:
            log = log[log["referrer_type"] == who]
        for source in self._sources(kind):
            columns = [source.columns[c] for c in wanted if c in source.columns]
            rows = log.loc[log["source"] == source.source, "source_row"]
            yield Place(source.file, ", ".join(columns), ranges(rows))

    @functools.cached_property
    def _passages(self) -> dict[str, Place]:
        source = self.data.events.set_index("event_id")["source"]
        met = self.data.segments
        files = met["event_id"].map(source).map(self.file).fillna("")
        return {
            p.segment_id: Place(file, p.event_id, f"{p.char_start}-{p.char_end}")
            for p, file in zip(met.itertuples(), files, strict=True)
        }


def ranges(rows: pd.Series) -> str:
    """Whole numbers as ranges.

    >>> ranges(pd.Series([7, 2, 3, 4, 7]))
    '2-4, 7'
    """
    numbers = pd.Series(sorted(set(rows.dropna().astype("int64"))), dtype="int64")
    run = (numbers.diff() != 1).cumsum()
    found = (
        (part.iloc[0], part.iloc[-1]) for _, part in numbers.groupby(run, sort=True, observed=True)
    )
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)
