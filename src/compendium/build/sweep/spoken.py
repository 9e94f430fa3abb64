"""Whose words stand in a study's raw exports, and which of them nobody may print.

Read from the exports themselves, for intake lets nothing of a person who withdrew pass. Every
character of a transcript belongs to whoever the cases say it does: first the person a whole
source is of, then the stretches inside it, so that what cannot be told apart counts as the words
of whoever must not be printed.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path

import pandas as pd

from compendium.build.sweep.traces import Trace
from compendium.intake.cells import texts
from compendium.intake.evidence import EVIDENCE_FILE
from compendium.intake.matches import key_column, open_consent
from compendium.intake.source_export import source_export
from compendium.intake.summaries import FILE as SUMMARIES
from compendium.intake.survey import column_of
from compendium.intake.take_in import QUOTES
from compendium.intake.text_table import text_table
from compendium.readers.export import Export
from compendium.readers.refi_qda.texts import opened
from compendium.study import Source, Study

# What may become of somebody's words, from the least to the most that must be kept to.
FREE, UNQUOTED, UNKNOWN, GONE = range(4)
IDS = {
    "participant_id": "the participant id",
    "survey_token": "the survey token",
    "case_name": "the case name",
    "casework_person": "the casework id",
}
SEGMENT = re.compile(r"(.*):(\d+)-(\d+)")


@dataclasses.dataclass
class Spoken:
    """Words by what may become of them, and ids; what the sweep looks for is made of these.

    `words` holds, for each of FREE, UNQUOTED, UNKNOWN and GONE, texts and whose they are; `names`
    ids as they are written.
    """

    words: dict[int, list[tuple[str, str]]] = dataclasses.field(
        default_factory=lambda: {kind: [] for kind in (FREE, UNQUOTED, UNKNOWN, GONE)}
    )
    names: dict[str, Trace] = dataclasses.field(default_factory=dict)


class _People:
    """The consent table by the keys that exports use, and what may become of each one's words."""

    def __init__(self, study: Study):
        self.consent = consent = open_consent(study)
        self.table = consent.table
        quoted, gone = consent.may_be_quoted, consent.withdrawn
        self.kinds = [
            GONE if p in gone else FREE if p in quoted else UNQUOTED
            for p in self.table["participant_id"]
        ]
        self.file = Path(study.header.consent.file).name
        people = list(enumerate(self.table["participant_id"]))
        # The first row of somebody who stands in the table twice.
        self._rows = {person: row for row, person in reversed(people) if person}
        self._keys: dict[str, dict[str, str]] = {}

    def row_of(self, source: Source, key: str) -> int | None:
        """The row of the table that a source calls so, by itself or by a match; None if none."""
        if source.source not in self._keys:
            known = self.consent.keys(key_column(source), source.source)
            self._keys[source.source] = known
        return self._rows.get(self._keys[source.source].get(key, ""))

    def kind(self, row: int | None) -> int:
        return UNKNOWN if row is None else self.kinds[row]

    def whose(self, row: int | None) -> str:
        """A person as a message may name them: by the row of the consent table."""
        if row is None:
            return f"somebody who is not in {self.file}"
        state = {GONE: ", who withdrew", UNQUOTED: ", who is not to be quoted"}
        where = f"row {self.consent.rows[row]} of {self.file}"
        return f"the person in {where}{state.get(self.kinds[row], '')}"


def spoken(study: Study) -> Spoken:
    """Everything the study's raw exports, approved quotes and evidence say of people.

    Raises
    ------
    DataError
        If an export or the consent table cannot be read.
    """
    people, found = _People(study), Spoken()
    _add_ids(people, found)
    owners: dict[str, list[int | None]] = {}
    for source in study.header.sources:
        export = source_export(study, source)
        if source.kind == "coding_project":
            owners |= _talk(source, export, people, found)
        elif source.kind == "survey":
            _answers(study, source, export, people, found)
        elif source.kind == "casework":
            _log(source, export, people, found)
    _derived(study, owners, people, found)
    _summed_up(study, people, found)
    return found


def _add_ids(people: _People, found: Spoken) -> None:
    table = people.table
    for column in filter(table.columns.__contains__, IDS):
        for row, name in table[column].items():
            if name:
                found.names[name] = Trace(IDS[column], people.whose(row))
    for match in people.consent.matches.itertuples():
        found_rows = table.index[table["participant_id"] == match.participant_id]
        if match.participant_id and len(found_rows):
            whose = people.whose(int(found_rows[0]))
            found.names[match.written] = Trace("another spelling of an id", whose)
    here = {n for n, kind in zip(table["pseudonym"], people.kinds, strict=True) if kind != GONE}
    for row, name in table["pseudonym"].items():
        if name and people.kinds[row] == GONE and name not in here:
            found.names[name] = Trace("the pseudonym", people.whose(row))


def _name(found: Spoken, people: _People, name: str, source: Source) -> None:
    """An id that stands in an export alone; a mere word ("test") is none."""
    if re.search(r"\d", name) and name not in found.names:
        whose = people.whose(people.row_of(source, name))
        found.names[name] = Trace(IDS[key_column(source)], whose)


def _talk(
    source: Source, export: Export, people: _People, found: Spoken
) -> dict[str, list[int | None]]:
    """Sorts the words of a coding project; whose each character of each text is (-1: nobody's)."""
    cases = export.tables["cases"].assign(case=lambda f: f["case"].str.strip())
    cases = cases[~cases["case"].isin(source.not_people)]
    rows = {case: people.row_of(source, case) for case in cases["case"].unique()}
    for case in rows:
        _name(found, people, case, source)
    places: dict[str, list[tuple]] = {}
    for c in cases.itertuples(index=False):
        places.setdefault(c.source, []).append((c.start, c.end, rows[c.case]))
    owners = {}
    with opened(export.texts):
        for name, text in export.texts.items():
            owners[name] = _owners(text, places.get(name, []), people)
            _sort(text, owners[name], people, found)
    return owners


def _owners(text: str, places: list[tuple], people: _People) -> list[int | None]:
    """Whose each character is: the row of the consent table, None for a stranger, -1 for nobody."""
    owners: list[int | None] = [-1] * len(text)
    ranked = sorted(places, key=lambda place: people.kind(place[2]))
    for start, _, row in ranked:
        if pd.isna(start):
            owners[:] = [row] * len(text)
    for start, end, row in ranked:
        if not pd.isna(start):
            owners[int(start) : int(end)] = [row] * (min(int(end), len(text)) - int(start))
    return owners


def _sort(text: str, owners: list[int | None], people: _People, found: Spoken) -> None:
    """Adds each stretch of one person's words to those that may be printed or may not."""
    at = 0
    for row, stretch in itertools.groupby(owners):
        end = at + sum(1 for _ in stretch)
        if row != -1:
            _add(text[at:end], row, people, found)
        at = end


def _add(text: str, row: int | None, people: _People, found: Spoken) -> None:
    found.words[people.kind(row)].append((text, people.whose(row)))


def _answers(study: Study, source: Source, export: Export, people: _People, found: Spoken) -> None:
    """Open answers of every response, of those that are set aside too."""
    instrument, records = study.instrument(source.instrument), export.records
    tokens = texts(records[source.columns["person"]])
    rows = {token: people.row_of(source, token) for token in tokens.unique()}
    for token in rows:
        _name(found, people, token, source)
    for item in instrument.items:
        if instrument.scale_of(item):
            continue
        for token, text in zip(
            tokens, texts(records[column_of(source, item, "single")]), strict=True
        ):
            _add(text, rows[token], people, found)


def _log(source: Source, export: Export, people: _People, found: Spoken) -> None:
    """Ids of people in a casework log."""
    if column := source.columns.get("person_id"):
        for name in export.records[column].str.strip().unique():
            _name(found, people, name, source)


def _summed_up(study: Study, people: _People, found: Spoken) -> None:
    """What analysts made of what a person said: for the team alone, whoever it is."""
    if not (study.folder / SUMMARIES).exists():
        return
    table = people.table
    rows = dict(zip(table["participant_id"], range(len(table)), strict=True))
    for entry in text_table(study.folder / SUMMARIES).to_dict("records"):
        row = rows.get(entry["participant_id"])
        if row is None or people.kind(row) == GONE:
            _add(entry["summary"], row, people, found)


def _derived(
    study: Study, owners: dict[str, list[int | None]], people: _People, found: Spoken
) -> None:
    """Approved wording, translations and reasons that rest on words nobody may print."""
    columns = {
        QUOTES: ("segment_id", "approved_text", "translation_en"),
        EVIDENCE_FILE: ("source_id", "reason"),
    }
    for file, (key, *written) in columns.items():
        if not (study.folder / file).exists():
            continue
        for entry in text_table(study.folder / file).to_dict("records"):
            place = SEGMENT.fullmatch(entry[key])
            if place is None or place[1] not in owners:
                continue
            rows = {r for r in owners[place[1]][int(place[2]) : int(place[3])] if r != -1}
            row = max(rows, key=people.kind, default=-1)
            if row != -1 and (file == QUOTES or people.kind(row) == GONE):
                for column in written:
                    _add(entry[column], row, people, found)
