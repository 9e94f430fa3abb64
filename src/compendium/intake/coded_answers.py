"""Codes of open answers that stand in columns of the survey's own file.

Common with SPSS: beside the answer some columns with the number of a category each (a
multiple-response set of categories), or one column per category with a tick (a set of dichotomies).
An answer is one passage then, coded as a whole. What one row of each table is, `compendium.schemas`
says.
"""

from __future__ import annotations

import re

import pandas as pd

from compendium.instruments import Instrument, Item, folded
from compendium.intake.cells import cell_text
from compendium.intake.file_codes import declared_missing, labels_in
from compendium.intake.quality import Quality
from compendium.problems import DataError, Problems, listed
from compendium.readers.export import Export
from compendium.study import Source, Study

TICKS = ("1", "yes", "true", "x", "ie")
NO_TICKS = ("0", "no", "false", "na")


def code_columns(source: Source, item: Item) -> dict[str, str]:
    """What the file calls each column that holds codes of an item, by its name in the item."""
    return {name: source.columns.get(name, name) for name in item.code_columns}


def given_codes(
    study: Study,
    source: Source,
    instrument: Instrument,
    export: Export,
    responses: pd.DataFrame,
) -> dict[str, pd.Series]:
    """Of each open item that is coded in columns, the codes of every response, in one list each.

    Raises
    ------
    DataError
        With every cell that holds no number, label or tick the item knows.
    """
    problems, found = Problems(), {}
    for item in instrument.open_questions:
        if not item.code_columns:
            continue
        columns = code_columns(source, item)
        cells = {
            name: _coded(item, name, column, instrument, export, responses[column], problems)
            for name, column in columns.items()
        }
        rows = zip(*cells.values(), strict=True)
        merged = {c.code_id: c.merged_into for c in study.codebook if c.merged_into}
        codes = [list(dict.fromkeys(merged.get(c, c) for c in row if c)) for row in rows]
        found[item.item_id] = pd.Series(codes, index=responses.index, dtype="object")
    problems.settle(DataError)
    return found


def _coded(
    item: Item,
    name: str,
    column: str,
    instrument: Instrument,
    export: Export,
    cells: pd.Series,
    problems: Problems,
) -> list[str]:
    """The code each cell of one column stands for; blank for none."""
    labels, missing = labels_in(export, column), declared_missing(export, column)
    if name in item.ticked_in:
        meant, needed = _ticks(export, column, item.ticked_in[name], labels)
    else:
        meant = {folded(number): code for number, code in item.codes.items()}
        needed = f"{item.item_id} is coded with {listed(item.codes, 30)}"
    found = []
    for index, cell in cells.items():
        text = _number(cell_text(cell))
        known = [t for t in (folded(text), folded(labels.get(text, ""))) if t in meant]
        if not text or (not known and _is_missing(text, missing)):
            found.append("")
        elif known:
            found.append(meant[known[0]])
        else:
            found.append("")
            problems.add(
                export.report.file,
                f"row {export.records.at[index, 'source_row']}",
                f"{column} = {text}",
                needed,
                f"Correct it, or add it to {item.item_id} in "
                f"instruments/{instrument.instrument}.yml.",
            )
    return found


def _ticks(
    export: Export, column: str, code: str, labels: dict[str, str]
) -> tuple[dict[str, str], str]:
    """What each way of ticking means, and how that is said.

    Where the file has a multiple-response set that says which value is a tick, that one is.
    """
    sets = export.tables.get("multiple_response", pd.DataFrame(columns=["variable"]))
    counted = "".join(sets.loc[sets["variable"] == column].get("counted_value", [])[:1])
    ticks = (counted,) if counted else TICKS
    none = [n for n in (*NO_TICKS, *(labels if counted else ())) if n not in ticks]
    meant = dict.fromkeys(map(folded, none), "") | dict.fromkeys(map(folded, ticks), code)
    return meant, f"a tick is {listed(ticks)}, none is {listed(none)} or blank"


def _number(text: str) -> str:
    """A whole number as it is written in a codebook, whatever the tool made of it.

    >>> _number("2.0"), _number("2"), _number("Waiting")
    ('2', '2', 'Waiting')
    """
    whole, _, decimals = text.partition(".")
    return whole if whole.lstrip("-").isdecimal() and decimals and not decimals.strip("0") else text


def _is_missing(text: str, missing: list[tuple[float, float]]) -> bool:
    if re.fullmatch(r"\.[a-z]?", text):  # as Stata writes missing values
        return True
    number = pd.to_numeric(text, errors="coerce")
    return any(low <= number <= high for low, high in missing)


def with_codes(
    opened: pd.DataFrame, item: Item, codes: pd.Series, file: str, quality: Quality
) -> pd.DataFrame:
    """The answers to one item with their codes; codes of blank answers are noted and gone.

    `opened` holds a row per response, answered or not.
    """
    answered = opened["text"] != ""
    for row in opened.loc[~answered & codes.map(bool), "source_row"]:
        quality.note("codes_no_answer", file, f"row {row}", item.item_id)
    return opened.assign(given=codes, coder=item.coded_by)


def coded_answers(opened: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """``events``, ``event_participants``, ``segments`` and ``codings`` of answers so coded.

    One event per person and questionnaire: their answers to the questions that are coded in
    columns, one below the other. One passage per answer that has a code.
    """
    if "coder" not in opened:
        return {}
    opened = opened[opened["coder"].fillna("") != ""]
    opened = opened.assign(
        event_id=opened["token"] + " " + opened["instrument"],
        data_type="open_answer",
        method="open_text",
        date=opened["submitted_at"].dt.strftime("%Y-%m-%d"),
        lang=opened["language"],
    )
    lengths = opened["text"].str.len() + 1  # a line break after each answer
    by_event = lengths.groupby(opened["event_id"], sort=False, observed=True)
    ends = by_event.cumsum() - 1
    opened = opened.assign(char_start=ends - opened["text"].str.len(), char_end=ends)
    events = opened.assign(characters=by_event.transform("sum") - 1)
    events = events.drop_duplicates("event_id")
    place = opened["char_start"].astype("str") + "-" + opened["char_end"].astype("str")
    opened = opened.assign(segment_id=opened["event_id"] + ":" + place)
    coded = opened[opened["given"].map(bool).astype("bool")]
    codings = coded.explode("given").rename(columns={"given": "code_id"})
    return {
        "events": events,
        "event_participants": events[["event_id", "participant_id", "site_id"]],
        "segments": coded,
        "codings": codings[["segment_id", "site_id", "code_id", "coder"]],
    }


def answer_texts(study: Study, met: pd.DataFrame, opened: pd.DataFrame) -> dict[str, str]:
    """The text of each event that `coded_answers` made, by its id.

    `met` is the table of who was met in which event, `opened` that of open answers.
    """
    texts = {}
    for form in study.instruments:
        items = [i.item_id for i in form.open_questions if i.code_columns]
        own = opened[(opened["instrument"] == form.instrument) & opened["item_id"].isin(items)]
        order = own["item_id"].map({item: place for place, item in enumerate(items)})
        own = own.assign(order=order).sort_values("order", kind="stable")
        said = own.groupby("participant_id", sort=False, observed=True)["text"].agg("\n".join)
        made = met[met["event_id"].str.endswith(f" {form.instrument}")]
        made = made[made["participant_id"].isin(said.index)]
        texts |= dict(zip(made["event_id"], made["participant_id"].map(said), strict=True))
    return texts
