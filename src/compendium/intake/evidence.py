"""Analysts' judgements on CMOCs, as they keep them by hand: read, checked, joined to what they
rest on.

A judgement rests on a coded segment, a survey result, the casework log, a literature record or a
workshop's decision. One on a segment that was taken back goes with it, without a line; one whose
source nobody can find is a mistake.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from compendium.casework_values import REFERRERS
from compendium.consent import Consent
from compendium.intake.dates import is_date
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.intake.written_sources import FILES, written_sources
from compendium.problems import DataError, Problems, listed
from compendium.schemas import EVIDENCE, typed
from compendium.study import Study

EVIDENCE_FILE = "theory/evidence.csv"
SURVEY_SHAPE = "a survey result is written like questionnaire/topic@site"
CASEWORK_SHAPE = "casework is written waits@site or referrals/who@site"


def read_evidence(study: Study) -> pd.DataFrame:
    """The judgements as written, one row each; no rows where there is no such file.

    Raises
    ------
    DataError
        With every cell that its schema does not allow, every CMOC or study that is not known,
        and every date that is none.
    """
    path, problems = study.folder / EVIDENCE_FILE, Problems()
    if not path.exists():
        return pd.DataFrame(columns=list(EVIDENCE), dtype="str")
    judged = text_table(path).apply(lambda column: column.str.strip())
    validate(judged, EVIDENCE, path.name, problems)
    if set(EVIDENCE) <= set(judged.columns):
        _check_cells(judged, study, path.name, problems)
    problems.settle(DataError)
    return judged


def _check_cells(judged: pd.DataFrame, study: Study, file: str, problems: Problems) -> None:
    known = {"cmoc_id": [c.cmoc_id for c in study.cmocs], "study": [study.id]}
    for column in filter(judged.columns.__contains__, known):
        for row in judged.index[~judged[column].isin(known[column])]:
            problems.add(
                file,
                _where(judged, row),
                f"{column} = {judged.at[row, column]!r}",
                f"the study has {listed(known[column]) or 'none'}",
                "Correct it in the table.",
            )
    for row in judged.index[~judged["judged_on"].map(is_date).astype("bool")]:
        problems.add(
            file,
            _where(judged, row),
            f"judged_on = {judged.at[row, 'judged_on']!r}",
            "a date like 2024-03-31 is needed",
            "Correct it in the table.",
        )


def _where(judged: pd.DataFrame, row: int) -> str:
    return f"row {row} ({judged.at[row, 'evidence_id']})"


def evidence_table(
    judged: pd.DataFrame,
    study: Study,
    segments: pd.DataFrame,
    consent: Consent,
    review: pd.DataFrame,
) -> pd.DataFrame:
    """One row per judgement whose source may be used, with the place and person behind it.

    Text has its speaker's own area and group, or the area of the talk where nobody knows who
    spoke; a survey result or casework figure has the site after its ``@``; a literature record
    or decision has none, and a `source_name`: what it is about. `review` is the table
    `literature_records`.

    Raises
    ------
    DataError
        With every judgement whose source does not exist.
    """
    problems, file = Problems(), EVIDENCE_FILE.rpartition("/")[2]
    text = judged["source_type"] == "segment"
    unfound = text & ~judged["source_id"].isin(segments["segment_id"])
    by_right = unfound & consent.took_back(judged["source_id"])
    for row in judged.index[unfound & ~by_right]:
        problems.add(
            file,
            _where(judged, row),
            f"source_id = {judged.at[row, 'source_id']!r}",
            "no coded segment has this id",
            "Look it up in private/…/tables/segments.",
        )
    written, others = written_sources(study, review), set(review["record_id"])
    for row in judged.index[~text]:
        kind, source = judged.at[row, "source_type"], judged.at[row, "source_id"]
        for allowed in wrong_with(kind, source, study, written, others):
            what = f"source_id = {source!r}"
            problems.add(file, _where(judged, row), what, allowed, "Correct it in the table.")
    problems.settle(DataError)
    spoken = _spoken(judged[text & ~unfound], segments, consent)
    figures = judged[~text]
    of_no_site = figures["source_type"].isin(FILES)
    figures = figures.assign(
        site_id=figures["source_id"].map(lambda s: s.rpartition("@")[2]).mask(of_no_site, ""),
        data_type=figures["source_type"],
        participant_id="",
        group="",
        source_name=[
            written.get(kind, {}).get(source, "")
            for kind, source in zip(figures["source_type"], figures["source_id"], strict=True)
        ],
    )
    return typed(pd.concat([spoken, figures]).sort_index(ignore_index=True), "evidence")


def _spoken(judged: pd.DataFrame, segments: pd.DataFrame, consent: Consent) -> pd.DataFrame:
    """Judgements on text with who said it, where, and what kind of text it is."""
    source = segments.set_index("segment_id")
    home = consent.table.set_index("participant_id")["site_id"]
    kept = {c: judged["source_id"].map(source[c]) for c in ("participant_id", "group", "data_type")}
    met = judged["source_id"].map(source["site_id"])
    own = kept["participant_id"].map(home).astype("object")
    return judged.assign(**kept, site_id=own.fillna(met))


def wrong_with(
    kind: str,
    source: str,
    study: Study,
    written: dict[str, dict[str, str]],
    reviewed: Collection[str] = (),
) -> list[str]:
    """What is allowed instead of a source that is no text, and that the study does not have.

    `written` is what `written_sources` gives; `reviewed` are all records of the review, those too
    that it did not include.
    """
    if kind in written:
        return [] if source in written[kind] else _not_written(kind, source, written, reviewed)
    name, _, site = source.rpartition("@")
    sites = [s.site_id for s in study.sites]
    found = []
    if site not in sites:
        found.append(f"after the last @ stands a site, one of {listed(sites)}")
    if kind == "survey":
        found += _wrong_with_survey(name, study)
    elif name != "waits" and name not in {f"referrals/{who}" for who in REFERRERS}:
        found.append(f"{CASEWORK_SHAPE}, who being one of {listed(REFERRERS)}")
    return found


def _not_written(
    kind: str, source: str, written: dict[str, dict[str, str]], reviewed: Collection[str]
) -> list[str]:
    if kind == "literature" and source in reviewed:
        return ["the review did not include this record, and evidence rests on what it included"]
    file = FILES[kind]
    if kind == "literature" and reviewed:
        file = f"the review included, with {file},"
        return [f"{file} {listed(written[kind], 40) or 'none'}"]
    return [f"{file} has {listed(written[kind], 40) or 'none'}"]


def _wrong_with_survey(name: str, study: Study) -> list[str]:
    instrument, _, topic = name.partition("/")
    known = {
        i.instrument: [
            *(c.construct for c in i.constructs),
            *(item.item_id for item in i.items),
        ]
        for i in study.instruments
    }
    if instrument not in known:
        return [f"{SURVEY_SHAPE}; the questionnaires are {listed(known)}"]
    if topic not in known[instrument]:
        return [f"{SURVEY_SHAPE}; {instrument} has {listed(known[instrument], 40)}"]
    return []
