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
from compendium.intake.activities import of_referrals
from compendium.intake.casework import once_each
from compendium.intake.consent_notes import note_consent
from compendium.intake.everywhere import EVERYWHERE
from compendium.intake.evidence import evidence_table, read_evidence
from compendium.intake.exports import exports_table
from compendium.intake.inputs import inputs_digest
from compendium.intake.matches import open_consent
from compendium.intake.purge import purge
from compendium.intake.quality import Quality
from compendium.intake.questions import under_questions
from compendium.intake.review_records import joined_records
from compendium.intake.sources import read_sources
from compendium.intake.summaries import read_summaries, summaries_table
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.intake.written_sources import read_written
from compendium.problems import DataError, Problem, Problems
from compendium.readers.export import ImportReport
from compendium.readers.work_tree import refuse_real
from compendium.schemas import APPROVED_QUOTES, TABLES, empty, typed
from compendium.study import Study

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
    parts, reports, named = read_sources(study, consent, quality)
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
    try:
        tables["evidence"] = evidence_table(judged, study, tables["segments"], consent, found)
    except DataError as error:
        raise _with_losses(error, reports) from error
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
    read_sources(study, consent, Quality())
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


def _with_losses(error: DataError, reports: list[ImportReport]) -> DataError:
    """The same problems, and what exports lost: what a judgement names may be among it."""
    lost = [Problem(r.file, "", f"not taken over: {text}") for r in reports for text in r.lost]
    return DataError([*error.problems, *lost]) if error.problems else error


def _check(tables: dict[str, pd.DataFrame]) -> None:
    """Every table against its schema, all problems at once."""
    problems = Problems()
    for name, frame in tables.items():
        counted = frame.set_axis(range(1, len(frame) + 1))
        validate(counted, TABLES[name], f"table {name}", problems)
    problems.settle(DataError)
