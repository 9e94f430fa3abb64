"""Every export of a study read and taken in, one after the other, as parts of the tables.

What one row of each table is, `compendium.schemas` says.
"""

from __future__ import annotations

import pandas as pd

from compendium.consent import Consent
from compendium.intake.activities import activity_tables
from compendium.intake.casework import casework_tables
from compendium.intake.coded_answers import coded_answers
from compendium.intake.coding import coding_tables
from compendium.intake.later import later_answers, note_later_alone
from compendium.intake.literature import literature_rows
from compendium.intake.quality import Quality
from compendium.intake.source_export import source_export
from compendium.intake.survey import survey_answers
from compendium.intake.word_changes import note_changes_of_nothing
from compendium.problems import DataError, Problems, listed
from compendium.readers.export import Export, ImportReport
from compendium.schemas import ORIGINS, TABLES
from compendium.study import Source, Study
from compendium.study_checks.literature import LITERATURE


def read_sources(
    study: Study, consent: Consent, quality: Quality
) -> tuple[dict[str, list[pd.DataFrame]], list[ImportReport], dict[str, set[str]]]:
    """The parts of each table, source by source, the import reports, and the origins each names."""
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    reports, origins, talks, answered, later = [], {}, {}, {}, []
    for source in study.header.sources:
        export = source_export(study, source)
        reports.append(export.report)
        if source.kind == "coding_project":
            _refuse_shared_names(source, export, talks)
        frames = TAKES[source.kind](study, source, export, consent, quality)
        if source.kind == "survey":
            occasion = source.instrument, study.occasion_of(source)
            earlier = answered.setdefault(occasion, set())
            frames = _first_answers(frames, earlier, export.report.file, quality)
            if study.is_later(source):
                frames = later_answers(frames, occasion[1], export.report.file, quality)
                later.append((export.report.file, frames["follow_up_answers"]))
            else:
                frames |= coded_answers(frames["open_answers"])
        _refuse_other_origins(frames, export.report.file)
        for name, frame in frames.items():
            of = {} if name == "literature_records" else {"source": source.source}
            parts[name].append(frame.assign(**of))
        origins[source.source] = export.origins
    note_later_alone(parts["answers"], later, quality)
    note_changes_of_nothing(study, talks, quality)
    return parts, reports, origins


def _refuse_other_origins(frames: dict[str, pd.DataFrame], file: str) -> None:
    """Rows are made up or real, and nothing else; the export is named, where it can be mended.

    Records of literature come from several exports, and one of these says it for all.
    """
    own = (f for name, f in frames.items() if name != "literature_records")
    problems, said = Problems(), [f["data_origin"] for f in own if "data_origin" in f]
    for value in sorted({str(v) for column in said for v in column} - {*ORIGINS}):
        allowed = f"allowed are {listed(ORIGINS)}"
        problems.add(file, "", f"data_origin = {value!r}", allowed, "Correct it in the export.")
    problems.settle(DataError)


def _first_answers(
    frames: dict[str, pd.DataFrame], answered: set[str], file: str, quality: Quality
) -> dict[str, pd.DataFrame]:
    """The answers of whoever is not in `answered`: to the questionnaire, on the same occasion."""
    answers = frames["answers"]
    again = answers[answers["participant_id"].isin(answered)].drop_duplicates("participant_id")
    for row in again["source_row"]:
        quality.note("answered_elsewhere", file, f"row {row}")
    here = {person for frame in frames.values() for person in frame["participant_id"]}
    kept = {name: f[~f["participant_id"].isin(answered)] for name, f in frames.items()}
    answered |= here
    return kept


def _refuse_shared_names(source: Source, export: Export, talks: dict[str, str]) -> None:
    """No two coding projects may call a source the same: nobody could tell their words apart.

    Sources of which nothing would be left count too. `talks` says which project has each name.
    """
    problems = Problems()
    names = export.tables.get("sources", pd.DataFrame({"source": []}))["source"]
    for name in names[names.isin(talks)]:
        what = f"the coding project {talks[name]} has a source of this name too"
        do = "Rename one of the two in its coding tool."
        problems.add(export.report.file, f"source {name}", what, do=do)
    problems.settle(DataError)
    talks.update(dict.fromkeys(names, source.source))


def _survey_tables(
    study: Study, source: Source, export: Export, consent: Consent, quality: Quality
) -> dict[str, pd.DataFrame]:
    answers, opened = survey_answers(study, source, export, consent, quality)
    return {"answers": answers, "open_answers": opened}


# What makes tables of the export of each kind of source.
TAKES = {
    "survey": _survey_tables,
    "coding_project": coding_tables,
    "casework": casework_tables,
    **dict.fromkeys(LITERATURE, literature_rows),
    "activities": activity_tables,
}
