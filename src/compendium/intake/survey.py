"""From a survey export to `answers`: one row per person, item and stage.

Whole responses first (`compendium.intake.respondents`), then values.
"""

from __future__ import annotations

import pandas as pd

from compendium.consent import Consent
from compendium.instruments import Instrument, Item
from compendium.intake.cells import allowed, cell_text, texts, valued
from compendium.intake.coded_answers import code_columns, given_codes, with_codes
from compendium.intake.columns import add_identifier, add_missing, looks_like_identifier
from compendium.intake.file_codes import check_codes
from compendium.intake.quality import Quality
from compendium.intake.respondents import respondents
from compendium.problems import DataError, Problems
from compendium.readers.export import Export
from compendium.schemas import empty
from compendium.study import Source, Study


def survey_answers(
    study: Study, source: Source, export: Export, consent: Consent, quality: Quality
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The answers and the open answers of one survey export, consented and checked.

    Raises
    ------
    DataError
        If a column that study.yml or the instrument names is missing, or if a column looks
        like a real identifier; all such columns at once. If a date of submission cannot be
        read, or codes of open answers are not those of the item; all such rows at once. If the
        file means another answer by a code than the questionnaire does; all such codes at once.
    """
    instrument, file = study.instrument(source.instrument), export.report.file
    responses = export.records
    # Open answers of a later occasion are not read, nor are their codes.
    coded = not study.is_later(source)
    check_columns(responses, source, instrument, file, quality, _heading_texts(export), coded)
    people = respondents(study, source, responses, consent, quality, file)
    responses = responses.loc[people.index]
    straight = _straight_lines(responses, source, instrument)
    for row in people.loc[straight, "source_row"]:
        quality.note("straight_line", file, f"row {row}")
    people = people.assign(flag=straight.map({True: "straight_line", False: ""}))
    asked = [(i, s) for i in instrument.items for s in i.stages if instrument.scale_of(i)]
    _check_codes(source, instrument, asked, export)
    answers = [
        _item_answers(source, instrument, item, stage, responses, people, quality, file)
        for item, stage in asked
    ]
    codes = given_codes(study, source, instrument, export, responses) if coded else {}
    opened = [
        _open_answers(source, instrument, item, responses, people, codes, file, quality)
        for item in instrument.open_questions
    ]
    return _together(answers, "answers"), _together(opened, "open_answers")


def _check_codes(
    source: Source, instrument: Instrument, asked: list[tuple[Item, str]], export: Export
) -> None:
    problems = Problems()
    for item, stage in asked:
        column, scale = column_of(source, item, stage), instrument.scale_of(item)
        check_codes(export, column, scale, instrument, problems)
    problems.settle(DataError)


def _together(parts: list[pd.DataFrame], table: str) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True) if parts else empty(table)


def column_of(source: Source, item: Item, stage: str) -> str:
    """What the file calls an item; where it was asked twice, one of its two columns.

    study.yml may name that column whole (``T1_before: Q2.1``), else it has the item's name and
    the stage's suffix.
    """
    suffix = source.stage_suffix.get(stage, "") if len(item.stages) > 1 else ""
    name = source.columns.get(item.item_id, item.item_id)
    return source.columns.get(item.item_id + suffix, name + suffix)


def _heading_texts(export: Export) -> dict[str, str]:
    """What stands below each column's name in the further heading rows of a spreadsheet."""
    columns = export.tables.get("columns", pd.DataFrame(columns=["column"])).set_index("column")
    return {name: " ".join(row[1:]).strip() for name, *row in columns.itertuples()}


def check_columns(
    responses: pd.DataFrame,
    source: Source,
    instrument: Instrument,
    file: str,
    quality: Quality,
    heading_texts: dict[str, str],
    coded: bool = True,
) -> None:
    """Columns that are missing or forbidden are errors; unknown ones are noted.

    `coded`: those that hold codes of open answers are needed too.

    Raises
    ------
    DataError
        With every missing and every forbidden column.
    """
    problems = Problems()
    expected = {source.columns[k]: k for k in ("person", "site", "data_origin")}
    expected |= {source.columns[k]: k for k in ("submitted_at", "language") if k in source.columns}
    expected |= {column_of(source, i, s): i.item_id for i in instrument.items for s in i.stages}
    codes = {c: i.item_id for i in instrument.items for c in code_columns(source, i).values()}
    expected |= codes if coded else {}
    for name, meaning in expected.items():
        if name not in responses:
            add_missing(problems, source, file, name, meaning, responses.columns[1:])
    for name in responses.columns.difference([*expected, *codes, "source_row"], sort=False):
        if looks_like_identifier(name, heading_texts.get(name, "")):
            add_identifier(problems, file, name)
        else:
            quality.note("unknown_column", file, "", name)
    problems.settle(DataError)


def _straight_lines(responses: pd.DataFrame, source: Source, instrument: Instrument) -> pd.Series:
    """Responses that give the same answer to every agreement item, reversed ones included.

    At least ten items must be answered for the rule to say anything.
    """
    answers = pd.DataFrame(
        {
            (item.item_id, stage): valued(
                responses[column_of(source, item, stage)], instrument.scale_of(item)
            )[0]
            for item in instrument.rated
            for stage in item.stages
        },
        index=responses.index,
    )
    return (answers.nunique(axis=1) == 1) & (answers.notna().sum(axis=1) >= 10)


def _item_answers(
    source: Source,
    instrument: Instrument,
    item: Item,
    stage: str,
    responses: pd.DataFrame,
    people: pd.DataFrame,
    quality: Quality,
    file: str,
) -> pd.DataFrame:
    scale, name = instrument.scale_of(item), column_of(source, item, stage)
    values, reasons = valued(responses[name], scale)
    for row in responses.index[reasons == "out_of_range"]:
        where = f"row {people.at[row, 'source_row']}"
        found = allowed(cell_text(responses.at[row, name]), scale)
        quality.note("out_of_range", file, where, name, found)
    return people.assign(
        instrument=instrument.instrument,
        item_id=item.item_id,
        stage=stage,
        value=values,
        missing_reason=reasons,
    )


def _open_answers(
    source: Source,
    instrument: Instrument,
    item: Item,
    responses: pd.DataFrame,
    people: pd.DataFrame,
    codes: dict[str, pd.Series],
    file: str,
    quality: Quality,
) -> pd.DataFrame:
    """One row per answer that is not blank. "NA" and "-" are what somebody typed; they stay.

    `codes` are those that the file itself gives the answers, by item.
    """
    text = texts(responses[column_of(source, item, "single")])
    asked = {"instrument": instrument.instrument, "item_id": item.item_id}
    opened = people.assign(**asked, text=text)
    if item.item_id in codes:
        opened = with_codes(opened, item, codes[item.item_id], file, quality)
    return opened[text != ""]
