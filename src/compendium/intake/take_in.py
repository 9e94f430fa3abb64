"""Intake: raw exports to validated, consented tables, once per study.

`take_in` reads everything anew; `ensure` does so only if an input changed since. What notebooks get
of it are `compendium.intake.tables`.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from compendium.consent import Consent
from compendium.intake import store
from compendium.intake.activities import activity_tables, of_referrals
from compendium.intake.casework import casework_tables, once_each
from compendium.intake.coded_answers import coded_answers
from compendium.intake.coding import coding_tables
from compendium.intake.consent_notes import note_consent
from compendium.intake.everywhere import EVERYWHERE
from compendium.intake.evidence import evidence_table, read_evidence
from compendium.intake.exports import exports_table
from compendium.intake.inputs import inputs_digest
from compendium.intake.later import later_answers, note_later_alone
from compendium.intake.literature import literature_rows
from compendium.intake.matches import open_consent
from compendium.intake.purge import purge
from compendium.intake.quality import Quality
from compendium.intake.questions import under_questions
from compendium.intake.review_records import joined_records
from compendium.intake.source_export import source_export
from compendium.intake.summaries import read_summaries, summaries_table
from compendium.intake.survey import survey_answers
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.intake.word_changes import note_changes_of_nothing
from compendium.intake.written_sources import read_written
from compendium.problems import DataError, Problems
from compendium.readers.export import Export, ImportReport
from compendium.readers.work_tree import refuse_real
from compendium.schemas import APPROVED_QUOTES, TABLES, empty, typed
from compendium.study import Source, Study
from compendium.study_checks.literature import LITERATURE

QUOTES = "findings/quotes.csv"


@dataclasses.dataclass
class Intake:
    """What came in: tables by name, findings about their quality, a report per export."""

    study: Study
    tables: dict[str, pd.DataFrame]
    quality: Quality
    reports: list[ImportReport]
    consent: Consent
    removed: str = ""

    def summary(self) -> str:
        """What was read, what was set aside and by which rule (for the team)."""
        lines = [f"{self.study.id}", *filter(None, [self.removed]), *map(str, self.reports)]
        people = self.tables["participants"]["site_id"].value_counts(sort=False)
        lines.append("  people   " + ", ".join(f"{s}: {n}" for s, n in people.items()))
        if left := {k: n for k, n in self.consent.left_out.items() if n}:
            lines.append("  left out " + ", ".join(f"{k}: {n} rows" for k, n in left.items()))
        logs = {s.source for s in self.study.source("casework")}
        if unknown := [key for key in self.consent.unknown if key[0] not in logs]:
            lines.append(
                f"  unknown  {len(unknown)} tokens and cases are nobody's: make match "
                f"STUDY={self.study.id} proposes who may be meant"
            )
        for row in self.quality.table.itertuples():
            found = " = ".join(filter(None, [row.column, row.value]))
            place = " ".join(filter(None, [row.file, row.where]))
            lines.append(f"  quality  {place}: {found + ': ' if found else ''}{row.what_was_done}")
        return "\n".join(lines)


def take_in(study: Study) -> Intake:
    """Read, check and save everything a study names under `sources`.

    Where somebody is no longer there who was, what was made before is removed first
    (`compendium.intake.purge`).

    Raises
    ------
    DataError
        If an export or the consent table is missing, damaged, or not what study.yml says.
    WorkTreeError
        If any of it is real data and the study lies inside a git work tree.
    """
    quality, consent = Quality(), open_consent(study)
    removed = purge(study, consent)
    approved, judged = _approved_quotes(study), read_evidence(study)
    summed, decided = read_summaries(study), read_written(study, "decision")
    parts, reports, named = _read_sources(study, consent, quality)
    parts["segments"] = under_questions(study, parts)
    parts["literature_records"] = joined_records(study, parts["literature_records"])
    parts["referrals"] = once_each(parts["referrals"], quality)
    done = parts.pop("activities")
    tables = {n: typed(pd.concat(p), n) if p else empty(n) for n, p in parts.items()}
    tables["activities"] = of_referrals(done, tables["referrals"], consent, quality)
    tables["participants"] = _participants(consent, tables)
    tables["quotes"] = _quotes(approved, tables["segments"], consent, quality)
    tables["summaries"] = summaries_table(summed, study, consent, quality)
    found = tables["literature_records"]
    tables["evidence"] = evidence_table(judged, study, tables["segments"], consent, found)
    note_consent(study, consent, quality)
    _check(tables)
    origins = set().union(*named.values())
    for frame in (consent.table, approved, judged, summed, decided, *tables.values()):
        origins |= set(frame["data_origin"]) if "data_origin" in frame else set()
    refuse_real(origins, study.id, study.folder, study.private)
    exports = exports_table(study, named)
    everywhere = {made.__name__: made(study, tables["answers"]) for made in EVERYWHERE}
    store.save(study, tables, everywhere, quality.table, inputs_digest(study), origins, exports)
    return Intake(study, tables, quality, reports, consent, removed)


def _read_sources(
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
        for name, frame in frames.items():
            of = {} if name == "literature_records" else {"source": source.source}
            parts[name].append(frame.assign(**of))
        origins[source.source] = export.origins
    note_later_alone(parts["answers"], later, quality)
    note_changes_of_nothing(study, talks, quality)
    return parts, reports, origins


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


TAKES = {
    "survey": _survey_tables,
    "coding_project": coding_tables,
    "casework": casework_tables,
    **dict.fromkeys(LITERATURE, literature_rows),
    "activities": activity_tables,
}


def keys_that_nobody_has(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tokens and cases of every source that no row of the consent table and no match has.

    Returns
    -------
    keys : pandas.DataFrame
        One row per source and key: `source`, `written`, `rows` (rows of the export that have it).
    consent : pandas.DataFrame
        The consent table.

    Raises
    ------
    DataError
        If an export or a table cannot be taken in.
    """
    consent = open_consent(study)
    _read_sources(study, consent, Quality())
    rows = [(source, written, count) for (source, written), count in consent.unknown.items()]
    keys = pd.DataFrame(rows, columns=["source", "written", "rows"])
    return keys.sort_values(["source", "written"], ignore_index=True), consent.table


def ensure(study: Study) -> str:
    """Take the study in unless what is saved was made from the same inputs.

    Gives the line that says what was removed because somebody is no longer there, or "".

    Raises
    ------
    WorkTreeError
        If the data are real and lie inside a git work tree, also one made after they came in.
    """
    if store.saved_inputs(study) != inputs_digest(study):
        return take_in(study).removed
    refuse_real(store.saved_origins(study.private), study.id, study.folder, study.private)
    return ""


def _participants(consent: Consent, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    present = consent.present.reset_index(drop=True)
    talks = tables["events"].loc[tables["events"]["data_type"] == "interview", "event_id"]
    attended = tables["event_participants"]
    met = set(attended.loc[attended["event_id"].isin(talks), "participant_id"])
    ids = present["participant_id"]
    return typed(
        present.assign(
            interviewed=ids.isin(met),
            surveyed=ids.isin(tables["answers"]["participant_id"]),
            quote_consent=ids.isin(consent.may_be_quoted),
            link_consent=ids.isin(consent.may_be_joined),
        ),
        "participants",
    )


def _approved_quotes(study: Study) -> pd.DataFrame:
    """Wording approved for print, one row per segment; no rows where there is no such table.

    Raises
    ------
    DataError
        If the table does not fit its schema.
    """
    path, problems = study.folder / QUOTES, Problems()
    if not path.exists():
        return pd.DataFrame(columns=list(APPROVED_QUOTES), dtype="str")
    approved = text_table(path)
    validate(approved, APPROVED_QUOTES, path.name, problems)
    problems.settle(DataError)
    return approved


def _quotes(
    approved: pd.DataFrame, segments: pd.DataFrame, consent: Consent, quality: Quality
) -> pd.DataFrame:
    """Approved wording joined to consented segments of people who may be quoted."""
    joined = approved.drop(columns="data_origin").merge(segments, on="segment_id", how="left")
    stale = joined["event_id"].isna() & ~consent.took_back(joined["segment_id"])
    for segment in joined.loc[stale, "segment_id"]:
        quality.note("stale_quote", Path(QUOTES).name, segment)
    return typed(joined[joined["participant_id"].isin(consent.may_be_quoted)], "quotes")


def _check(tables: dict[str, pd.DataFrame]) -> None:
    """Every table against its schema, all problems at once."""
    problems = Problems()
    for name, frame in tables.items():
        validate(frame, TABLES[name], f"table {name}", problems, first_row=1)
    problems.settle(DataError)
