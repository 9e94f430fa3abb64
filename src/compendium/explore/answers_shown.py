"""Open answers as the browser shows them: a question's wording, its answers and codes, as HTML.

What is shown can be written as CSV, a row per person.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from compendium.analysis.qualitative import open_text
from compendium.analysis.qualitative.written_answers import question_named
from compendium.analysis.result import BETWEEN
from compendium.disclosure.release import Release
from compendium.disclosure.released import Released
from compendium.displays.qualitative import open_text as shown_as
from compendium.displays.text_table import translated
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.words import say
from compendium.writers.private import keep_private
from compendium.writers.spreadsheet import write_spreadsheet_csv

LANG = "en"
FOLDER = "open_text"
# More answers than this are not listed: a filter says which are wanted.
MOST_SHOWN = 500
COLUMNS = ("open_text_person", "open_text_answer", "open_text_codes", "open_text_coders")
CELL = 'style="text-align:left;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere"'


def found(data: Tables, release: Release, question: str, summary: Released, **filters) -> str:
    """The question's wording, how it was answered, and every answer that fits, as HTML.

    `summary` is what `summary` of `compendium.analysis.qualitative.open_text` gives, released; the
    filters are those of its `responses`.
    """
    form, item = question_named(data.study, question)
    chosen = release(open_text.responses(data, question, **filters))
    lines = [
        f"<h4>{html.escape(item.wording.say(LANG))}</h4>",
        _of_question(summary, form, item),
    ]
    if chosen.frame.empty:
        return "".join([*lines, paragraph(say("explore_none", LANG))])
    counts = say("open_text_shown", LANG, rows=str(len(chosen.frame)))
    lines.append(f"<p><strong>{html.escape(counts)}</strong></p>")
    if len(chosen.frame) > MOST_SHOWN:
        lines.append(paragraph(say("open_text_too_many", LANG, most=str(MOST_SHOWN))))
    return "".join([*lines, _answers(chosen)])


def _of_question(released: Released, form: Instrument, item: Item) -> str:
    """The summary line of one question."""
    row = released.where(instrument=form.instrument, item_id=item.item_id)
    cells = shown_as.question_cells(released, row, LANG)
    groups = released.label("groups", form.instrument, LANG)
    head = say("open_text_form", LANG, form=form.title.say(LANG), groups=groups)
    lines = [line for cell in cells for line in cell.split("\n") if line]
    return f"<p>{html.escape(head)}<br>{html.escape('; '.join(lines))}</p>"


def _answers(released: Released) -> str:
    """One row per person: who, the attributes asked for, the answer, its codes, its coders."""
    names = list(released.labels["attribute"])
    heads = [say(c, LANG) for c in COLUMNS]
    heads[1:1] = [released.label("attribute", name, LANG) for name in names]
    rows = []
    for row in released.frame.head(MOST_SHOWN).to_dict("records"):
        known = [shown_as.label_of(released, name, row[name], LANG) for name in names]
        rows.append([shown_as.who(released, row, LANG), *known, *_cells(released, row)])
    head = "".join(f'<th scope="col" {CELL}>{html.escape(h)}</th>' for h in heads)
    body = "".join(
        "<tr>" + "".join(f"<td {CELL}>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(released: Released, row: dict) -> tuple[str, str, str]:
    """The answer with its translation, its codes (or what it is), who read it."""
    said = "\n".join(filter(None, (row["text"], translated(row["translation"], LANG))))
    codes = shown_as.codes_of(released, row, LANG) or shown_as.state_of(row, LANG)
    return said, codes, shown_as.read_by(row, LANG)


def export_shown(data: Tables, release: Release, question: str, **filters) -> tuple[Path, int]:
    """Write what is shown as CSV into ``private/<study>/open_text/``: the file, and its rows.

    A cell that a spreadsheet program would take for a formula begins with an apostrophe.
    """
    form, item = question_named(data.study, question)
    chosen = release(open_text.responses(data, question, **filters))
    frame = chosen.frame.drop(columns=["instrument", "people"])
    rows = frame.to_dict("records")
    frame = frame.assign(
        codes=[row["codes"].replace(BETWEEN, "; ") for row in rows],
        code_labels=[shown_as.codes_of(chosen, row, LANG) for row in rows],
        words=frame["words"].astype("int64"),
        data_origin=chosen.origin,
    )
    frame.insert(1, "question", item.wording.say(LANG))
    for name in chosen.labels["attribute"]:
        labels = [shown_as.label_of(chosen, name, value, LANG) for value in frame[name]]
        frame = frame.assign(**{f"{name}_label": labels})
    name = re.sub(r"[^\w-]", "_", f"{form.instrument}-{item.item_id}")
    path = data.study.private / FOLDER / f"{name}.csv"
    keep_private(path.parent)
    write_spreadsheet_csv(path, frame)
    keep_private(data.study.private)
    return path, len(frame)


def paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"
