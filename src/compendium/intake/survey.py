"""From a survey export to `answers`: one row per person, item and stage.

Order matters: people who withdrew go first, so that no later check names them; then whole
responses are set aside (unknown area, before launch, nobody's, duplicates); then values.
"""

from __future__ import annotations

import re

import pandas as pd

from compendium.consent import Consent
from compendium.intake.quality import Quality
from compendium.problems import DataError, Problems, listed
from compendium.readers.export import Export
from compendium.study import Instrument, Item, Scale, Source, Study

# Columns that look like real identifiers; they belong in no file that comes in here.
IDENTIFIERS = re.compile(
    r"^(first_?|last_?|sur|fore|full_?)?name$|e[-_ ]?mail|phone|mobile|post_?code|nhs_?(no|number)"
    r"|^dob$|date_?of_?birth|^address",
    re.IGNORECASE,
)


def survey_answers(
    study: Study, source: Source, export: Export, consent: Consent, quality: Quality
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers and the open answers of one survey export, consented and checked.

    Raises
    ------
    DataError
        If a column that study.yml or the instrument names is missing, or if a column looks
        like a real identifier; all such columns at once.
    """
    instrument, file = study.instrument(source.instrument), export.report.file
    responses = export.tables["responses"]
    check_columns(responses, source, instrument, file, quality)
    names = source.columns
    responses = responses.assign(
        participant_id=consent.identify(responses[names["person"]].str.strip(), "survey_token")
    )
    responses = responses[~responses["participant_id"].isin(consent.withdrawn)]
    responses = _set_aside_responses(study, source, responses, consent, quality, file)
    people = consent.table.set_index("participant_id")
    responses = responses.assign(group=responses["participant_id"].map(people["group"]))
    straight = _straight_lines(responses, source, instrument)
    for row in straight[straight].index:
        quality.note("straight_line", file, f"row {responses.at[row, 'source_row']}")
    responses = responses.assign(flag=straight.map({True: "straight_line", False: ""}))
    answers = [
        _item_answers(source, instrument, item, stage, responses, quality, file)
        for item in instrument.items
        for stage in item.stages
        if instrument.scale_of(item)
    ]
    open_answers = [
        _open_answers(source, item, responses)
        for item in instrument.items
        if not instrument.scale_of(item)
    ]
    return pd.concat(answers, ignore_index=True), pd.concat(
        open_answers or [pd.DataFrame()], ignore_index=True
    )


def column_of(source: Source, item: Item, stage: str) -> str:
    """What the file calls an item, with the stage's suffix where it was asked twice."""
    name = source.columns.get(item.item_id, item.item_id)
    return name + (source.stage_suffix.get(stage, "") if len(item.stages) > 1 else "")


def check_columns(
    responses: pd.DataFrame, source: Source, instrument: Instrument, file: str, quality: Quality
) -> None:
    """Columns that are missing or forbidden are errors; unknown ones are noted.

    Raises
    ------
    DataError
        With every missing and every forbidden column.
    """
    problems = Problems()
    expected = {source.columns[k]: k for k in ("person", "site", "data_origin")}
    expected |= {source.columns[k]: k for k in ("submitted_at", "language") if k in source.columns}
    expected |= {column_of(source, i, s): i.item_id for i in instrument.items for s in i.stages}
    for name, meaning in expected.items():
        if name not in responses:
            problems.add(
                file,
                "",
                f"the column {name} ({meaning}) is missing",
                f"found are {listed(responses.columns[1:], 60)}",
                f"Export it, or map it under `sources: {source.source}: columns:` in study.yml.",
            )
    for name in responses.columns.difference([*expected, "source_row"], sort=False):
        if IDENTIFIERS.search(name):
            problems.add(
                file,
                "",
                f"the column {name} looks like a real identifier",
                "no names, addresses, numbers or dates of birth may come in",
                "Remove the column from the export, and keep the key outside the compendium.",
            )
        else:
            quality.note("unknown_column", file, "", name)
    problems.settle(DataError)


def _set_aside_responses(
    study: Study,
    source: Source,
    responses: pd.DataFrame,
    consent: Consent,
    quality: Quality,
    file: str,
) -> pd.DataFrame:
    names = source.columns

    def drop(frame: pd.DataFrame, bad: pd.Series, rule: str, column: str) -> pd.DataFrame:
        for row in frame[bad].itertuples():
            shown = frame.at[row.Index, column]
            quality.note(rule, file, f"row {row.source_row}", column, shown)
        return frame[~bad]

    sites = [s.site_id for s in study.sites]
    responses = responses.assign(
        **{names["site"]: responses[names["site"]].astype("str").str.strip()}
    )
    for row in responses[~responses[names["site"]].isin(sites)].to_dict("records"):
        found = f"{row[names['site']]}, but the study has {listed(sites)}"
        quality.note("unknown_site", file, f"row {row['source_row']}", names["site"], found)
    responses = responses[responses[names["site"]].isin(sites)]
    submitted = names.get("submitted_at")
    if submitted and source.launched_on:
        early = pd.to_datetime(responses[submitted]) < pd.Timestamp(source.launched_on)
        responses = drop(responses, early, "before_launch", submitted)
    nobody = responses["participant_id"] == ""
    for row in responses.loc[nobody, "source_row"]:
        quality.note("not_in_participants", file, f"row {row}", names["person"])
    responses = consent.admit(responses, file)
    home = responses["participant_id"].map(consent.table.set_index("participant_id")["site_id"])
    responses = drop(responses, home != responses[names["site"]], "site_differs", names["site"])
    if submitted:
        responses = responses.sort_values([submitted, "source_row"], kind="stable")
    again = responses.duplicated("participant_id", keep="first")
    return drop(responses, again, "duplicate", names["person"]).sort_values("source_row")


def _straight_lines(responses: pd.DataFrame, source: Source, instrument: Instrument) -> pd.Series:
    """Responses that give the same answer to every agreement item, reversed ones included.

    At least ten items must be answered for the rule to say anything.
    """
    rated = [column_of(source, i, s) for i in instrument.rated for s in i.stages]
    values = responses[rated].astype("Float64")
    answers = (
        values.where(values.le(max(instrument.scale_of(instrument.rated[0]).values)))
        if (rated)
        else values
    )
    return (answers.nunique(axis=1) == 1) & (answers.notna().sum(axis=1) >= 10)


def _item_answers(
    source: Source,
    instrument: Instrument,
    item: Item,
    stage: str,
    responses: pd.DataFrame,
    quality: Quality,
    file: str,
) -> pd.DataFrame:
    scale, name = instrument.scale_of(item), column_of(source, item, stage)
    values, reasons = _valued(responses[name], scale)
    for row in responses.loc[reasons == "out_of_range", "source_row"]:
        found = responses.set_index("source_row").at[row, name]
        quality.note("out_of_range", file, f"row {row}", name, _allowed(found, scale))
    return pd.DataFrame(
        {
            "participant_id": responses["participant_id"],
            "site_id": responses[source.columns["site"]],
            "group": responses["group"],
            "instrument": instrument.instrument,
            "item_id": item.item_id,
            "stage": stage,
            "value": values,
            "missing_reason": reasons,
            "language": _language(source, responses),
            "flag": responses["flag"],
            "source_row": responses["source_row"],
            "data_origin": responses[source.columns["data_origin"]],
        }
    )


def _valued(column: pd.Series, scale: Scale) -> tuple[pd.Series, pd.Series]:
    """Whole-number answers, and for every other cell the reason why there is none."""
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    is_answer = numbers.isin(scale.values)
    blank = column.isna() | column.astype("str").str.strip().eq("")
    reasons = pd.Series("out_of_range", index=column.index)
    for code, reason in scale.missing.items():
        reasons = reasons.mask(numbers == code, reason)
    reasons = reasons.mask(blank, "not_answered").mask(is_answer, "")
    return numbers.where(is_answer).astype("Int64"), reasons


def _allowed(found: object, scale: Scale) -> str:
    return f"{found}, but {scale.scale_id} allows {listed((*scale.values, *scale.missing))}"


def _language(source: Source, responses: pd.DataFrame) -> pd.Series:
    if "language" not in source.columns:
        return pd.Series("", index=responses.index)
    codes = responses[source.columns["language"]].astype("str")
    return codes.map(source.languages).astype("object").fillna("")


def _open_answers(source: Source, item: Item, responses: pd.DataFrame) -> pd.DataFrame:
    """One row per answer that is not blank. "NA" and "-" are what somebody typed; they stay."""
    text = responses[column_of(source, item, "single")].fillna("").astype("str").str.strip()
    frame = pd.DataFrame(
        {
            "participant_id": responses["participant_id"],
            "site_id": responses[source.columns["site"]],
            "group": responses["group"],
            "item_id": item.item_id,
            "text": text,
            "language": _language(source, responses),
            "data_origin": responses[source.columns["data_origin"]],
        }
    )
    return frame[text != ""]
