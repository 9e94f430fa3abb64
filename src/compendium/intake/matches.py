"""Who is meant by a token or case that is written otherwise than in the consent table.

``matches.csv`` in the study's folder holds what a person confirmed, one row per token or case as an
export writes it. Nothing is joined that does not stand in the consent table itself or there.
"""

from __future__ import annotations

import pandas as pd

from compendium.consent import Consent
from compendium.intake.consent_table import read_consent
from compendium.intake.dates import is_date
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.problems import DataError, Problems, listed
from compendium.schemas import MATCHES
from compendium.study import Source, Study
from compendium.study_checks.literature import LITERATURE

MATCH_FILE = "matches.csv"


def key_column(source: Source) -> str:
    """The column of the consent table by which a source names people."""
    logs = dict.fromkeys(("casework", "activities"), "casework_person")
    by_kind = {"survey": "survey_token", **logs}
    by_kind |= dict.fromkeys(LITERATURE, "")  # publications name nobody
    return by_kind.get(source.kind, source.speaks_of)


def open_consent(study: Study) -> Consent:
    """The door in: the consent table, and the matches that a person confirmed.

    Raises
    ------
    DataError
        With everything that is wrong with either table.
    """
    table = read_consent(study)
    matches = read_matches(study, table)
    return Consent(table.reset_index(drop=True), matches=matches, rows=tuple(table.index))


def read_matches(study: Study, consent: pd.DataFrame) -> pd.DataFrame:
    """One row per confirmed match; a blank `participant_id` says that it is nobody in the table.

    Raises
    ------
    DataError
        With every cell the schema does not allow, every source and person the study does not
        have, what stands twice, and what is somebody's own token or case.
    """
    path, problems = study.folder / MATCH_FILE, Problems()
    if not path.exists():
        return pd.DataFrame(columns=[*MATCHES, "key_column"], dtype="str")
    table = text_table(path).apply(lambda column: column.str.strip())
    validate(table, MATCHES, path.name, problems)
    problems.settle(DataError)
    sources = {s.source: s for s in study.header.sources}
    for row, match in table.iterrows():
        for what, allowed, do in _wrong(match, sources, consent):
            problems.add(path.name, f"row {row}", what, allowed, do)
    for row in table.index[table.duplicated(["source", "written"], keep="first")]:
        what = f"{table.at[row, 'written']!r} of {table.at[row, 'source']} stands twice"
        problems.add(path.name, f"row {row}", what, do="Keep the row that is right.")
    problems.settle(DataError)
    return table.assign(key_column=table["source"].map(lambda name: key_column(sources[name])))


def _wrong(match: pd.Series, sources: dict[str, Source], consent: pd.DataFrame):
    """What is wrong with one row: what, what is allowed, what to do."""
    person, written = match["participant_id"], match["written"]
    if match["source"] not in sources:
        allowed = f"study.yml has {listed(sources)}"
        yield f"source = {match['source']!r}", allowed, "Correct it."
    elif (column := key_column(sources[match["source"]])) in consent:
        owners = consent.loc[consent[column] == written, "participant_id"]
        if len(owners) and owners.iloc[0] != person:
            what = f"written = {written!r} is somebody's own {column} in the consent table"
            yield what, "", "Correct the consent table, or take the row out."
    if person and person not in set(consent["participant_id"]):
        allowed = "the consent table has no such person"
        yield f"participant_id = {person!r}", allowed, "Correct it; leave it blank for nobody."
    if not is_date(match["confirmed_on"]):
        what = f"confirmed_on = {match['confirmed_on']!r}"
        yield what, "a date like 2024-03-31 is needed", "Write the day it was confirmed."
