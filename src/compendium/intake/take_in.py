"""Intake: raw exports to validated, consented tables, once per study.

`take_in` reads everything anew; `ensure` does so only if an input changed since; `open_tables`
gives an analysis the tables.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
from pathlib import Path

import pandas as pd

from compendium.consent import Consent
from compendium.intake import store
from compendium.intake.coding import coding_tables
from compendium.intake.quality import Quality
from compendium.intake.survey import survey_answers
from compendium.intake.validation import validate
from compendium.problems import DataError, Problems, StudyError, listed
from compendium.readers.export import ImportReport, read_export
from compendium.schemas import APPROVED_QUOTES, CONSENT, TABLES, empty, typed
from compendium.study import Study


@dataclasses.dataclass
class Intake:
    """What came in: tables by name, findings about their quality, a report per export."""

    study: Study
    tables: dict[str, pd.DataFrame]
    quality: Quality
    reports: list[ImportReport]
    consent: Consent

    def summary(self) -> str:
        """What was read, what was set aside and by which rule (for the team)."""
        lines = [f"{self.study.id}", *(str(r) for r in self.reports)]
        people = self.tables["participants"]["site_id"].value_counts(sort=False)
        lines.append("  people   " + ", ".join(f"{s}: {n}" for s, n in people.items()))
        if left := {k: n for k, n in self.consent.left_out.items() if n}:
            lines.append("  left out " + ", ".join(f"{k}: {n} rows" for k, n in left.items()))
        for row in self.quality.table.itertuples():
            found = " = ".join(filter(None, [row.column, row.value]))
            place = " ".join(filter(None, [row.file, row.where]))
            lines.append(f"  quality  {place}: {found + ': ' if found else ''}{row.what_was_done}")
        return "\n".join(lines)


@dataclasses.dataclass(frozen=True, repr=False)
class Tables:
    """The consented tables of one study, seen from one site (or from none: the whole study).

    Tables that staff groups are pooled over hold every site; `here` narrows one to the site.
    """

    study: Study
    site_id: str
    participants: pd.DataFrame
    events: pd.DataFrame
    event_participants: pd.DataFrame
    answers: pd.DataFrame
    open_answers: pd.DataFrame
    segments: pd.DataFrame
    codings: pd.DataFrame
    quotes: pd.DataFrame

    def __repr__(self) -> str:
        shapes = (f"{n}: {len(getattr(self, n))} rows" for n in TABLES)
        return f"Tables({self.study.id}, site {self.site_id or 'all'}; {', '.join(shapes)})"

    def here(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of this site."""
        return frame[frame["site_id"] == self.site_id] if self.site_id else frame


def take_in(study: Study) -> Intake:
    """Read, check and save everything a study names under `sources`.

    Raises
    ------
    DataError
        If an export or the consent table is missing, damaged, or not what study.yml says.
    """
    quality, reports = Quality(), []
    consent = Consent(read_consent(study))
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for source in study.header.sources:
        export = read_export(study.folder / source.file)
        _refuse_real_data_in_git(study, export.tables)
        reports.append(export.report)
        if source.kind == "survey":
            answers, opened = survey_answers(study, source, export, consent, quality)
            parts["answers"].append(answers)
            parts["open_answers"].append(opened)
        else:
            for name, frame in coding_tables(study, source, export, consent, quality).items():
                parts[name].append(frame)
    tables = {n: typed(pd.concat(p), n) if p else empty(n) for n, p in parts.items()}
    tables["participants"] = _participants(consent, tables)
    tables["quotes"] = _quotes(study, tables["segments"], consent, quality)
    _check(tables)
    store.save(study, tables, quality.table, inputs_digest(study))
    return Intake(study, tables, quality, reports, consent)


def ensure(study: Study) -> None:
    """Take the study in unless what is saved was made from the same inputs."""
    if store.saved_inputs(study) != inputs_digest(study):
        take_in(study)


def open_tables(study: Study, site_id: str = "") -> Tables:
    """The tables of a study, taken in first if need be.

    `answers` and `open_answers` are those of the site; the other tables hold every site.

    Raises
    ------
    StudyError
        If the study has no such site.
    """
    if site_id:
        study.site(site_id)
    ensure(study)
    own = {"answers", "open_answers"}
    return Tables(
        study,
        site_id,
        **{n: store.load(study, n, [site_id] if site_id and n in own else None) for n in TABLES},
    )


def read_consent(study: Study) -> pd.DataFrame:
    """The consent table, one row per person, held against its schema.

    Raises
    ------
    DataError
        With every problem of the table.
    """
    path, problems = study.folder / study.header.consent.file, Problems()
    table = _text_table(path)
    validate(table, CONSENT, path.name, problems)
    for column, known in (("site_id", study.sites), ("group", study.groups)):
        allowed = [getattr(k, column) for k in known]
        if column not in table:
            continue
        for row in table.index[~table[column].isin(allowed)]:
            problems.add(
                path.name,
                f"row {row + 2}",
                f"{column} = {table.at[row, column]!r}",
                f"study.yml has {listed(allowed)}",
                "Correct it in the table.",
            )
    for column in ("survey_token", "case_name"):
        if column not in table:
            continue
        given = table[column]
        for row in table.index[given.duplicated(keep=False) & (given != "")]:
            problems.add(
                path.name,
                f"row {row + 2}",
                f"{column} = {given[row]!r} stands twice",
                "one token or case belongs to one person",
                "Correct it in the table.",
            )
    problems.settle(DataError)
    return table


def inputs_digest(study: Study) -> str:
    """SHA-256 over the study's files and the code that takes them in."""
    digest = hashlib.sha256()
    code = Path(__file__).parents[1]
    files = [p for p in study.folder.rglob("*") if p.is_file() and "synthetic" not in p.parts]
    parts = (
        "readers",
        "intake",
        "schemas.py",
        "consent.py",
        "study.py",
        "study_folder.py",
        "definitions.py",
    )
    for part in parts:
        files += sorted((code / part).glob("*.py")) if (code / part).is_dir() else [code / part]
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _text_table(path: Path) -> pd.DataFrame:
    """A small CSV table as text; blank cells are "", whole blank lines are passed over.

    Raises
    ------
    DataError
        If the file is missing or not UTF-8, or with every row that has another number of cells
        than the header.
    """
    problems = Problems()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = [row for row in csv.reader(file) if row] or [[]]
    except FileNotFoundError:
        problems.add(path.name, "", "the file is missing", do="study.yml names it; put it there.")
    except UnicodeDecodeError:
        problems.add(path.name, "", "the text is not UTF-8", do="Save the file as CSV UTF-8.")
    problems.settle(DataError)
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            problems.add(
                path.name,
                f"row {number}",
                f"the row has {len(row)} cells",
                f"the header has {len(header)}",
                "Put text that holds a comma in double quotes.",
            )
    problems.settle(DataError)
    return pd.DataFrame(rows, columns=header, dtype="str")


def _participants(consent: Consent, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    present = consent.present.reset_index(drop=True)
    met = set(tables["event_participants"]["participant_id"])
    answered = set(tables["answers"]["participant_id"])
    quoted = consent.may_be_quoted
    ids = present["participant_id"]
    return typed(
        present.assign(
            interviewed=ids.isin(met), surveyed=ids.isin(answered), quote_consent=ids.isin(quoted)
        ),
        "participants",
    )


def _quotes(
    study: Study, segments: pd.DataFrame, consent: Consent, quality: Quality
) -> pd.DataFrame:
    """Approved wording joined to consented segments of people who may be quoted.

    Raises
    ------
    DataError
        If the table of approved quotes does not fit its schema.
    """
    path, problems = study.folder / "findings" / "quotes.csv", Problems()
    if not path.exists():
        return empty("quotes")
    approved = _text_table(path)
    validate(approved, APPROVED_QUOTES, path.name, problems)
    problems.settle(DataError)
    joined = approved.drop(columns="data_origin").merge(segments, on="segment_id", how="left")
    stale = joined["event_id"].isna() & ~_said_by_withdrawn(joined["segment_id"], consent)
    for segment in joined.loc[stale, "segment_id"]:
        quality.note("stale_quote", path.name, segment)
    return typed(joined[joined["participant_id"].isin(consent.may_be_quoted)], "quotes")


def _said_by_withdrawn(segment_ids: pd.Series, consent: Consent) -> pd.Series:
    """Segments of a source named for a case that withdrew: gone by right, not by mistake."""
    gone = consent.table["participant_id"].isin(consent.withdrawn)
    cases = [c for c in consent.table.loc[gone, "case_name"] if c]
    return segment_ids.map(lambda s: any(s.startswith(c) for c in cases)).astype("bool")


def _check(tables: dict[str, pd.DataFrame]) -> None:
    """Every table against its schema, all problems at once."""
    problems = Problems()
    for name, frame in tables.items():
        validate(frame, TABLES[name], f"table {name}", problems, first_row=1)
    problems.settle(DataError)


def _refuse_real_data_in_git(study: Study, tables: dict[str, pd.DataFrame]) -> None:
    """Real data do not belong in a git work tree, where one push would publish them."""
    origins = set()
    for frame in tables.values():
        if "data_origin" in frame:
            origins |= set(frame["data_origin"].dropna().astype("str"))
        if "owner_kind" in frame:
            origins |= set(frame.loc[frame["variable"].str.lower().eq("data origin"), "value"])
    inside = any((folder / ".git").exists() for folder in study.folder.parents)
    if "real" in origins and inside:
        raise StudyError(
            f"{study.id} holds real data (data_origin: real) inside a git work tree. Move the "
            "study to a folder outside it, on an encrypted disk, and set COMPENDIUM_DATA to that "
            "folder."
        )
