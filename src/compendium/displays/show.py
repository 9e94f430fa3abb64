"""What JupyterLab shows of a display: its table and figure, in English, beside the record."""

from __future__ import annotations

import html
import os

from compendium.displays.conclusions.findings import conclusions
from compendium.displays.figures import data_uri, has_figure, svg
from compendium.displays.record import RECORD_MIME, Display
from compendium.displays.tables import table
from compendium.displays.text_table import Piece, Row
from compendium.words import say

LANG = "en"
# Set by the build, which draws every display itself when it publishes: its notebooks put out
# records alone. Where it is not set (JupyterLab, Papermill, nbval) they show tables and pictures.
RECORDS_ALONE = "COMPENDIUM_RECORDS_ALONE"
CELL = 'style="text-align:left;vertical-align:top"'
INNER = 'style="text-align:left;vertical-align:top;font-weight:normal"'


def output_of(display: Display) -> dict[str, object]:
    """MIME data of one display as a notebook puts it out while it runs."""
    return record_alone(display) if os.environ.get(RECORDS_ALONE) else bundle(display)


def bundle(display: Display) -> dict[str, object]:
    """MIME data of one display: the record, HTML for the screen, plain text."""
    return {**record_alone(display), "text/html": _html(display, display.caption.say(LANG))}


def record_alone(display: Display) -> dict[str, object]:
    """MIME data of one display without what is drawn: the record, and a line that names it."""
    caption = display.caption.say(LANG)
    return {RECORD_MIME: display.record(), "text/plain": f"{display!r}: {caption}"}


def _html(display: Display, caption: str) -> str:
    parts = [f"<p><strong>{html.escape(caption)}</strong></p>"]
    if display.data.origin == "synthetic":
        parts.insert(0, f"<p><em>{html.escape(say('banner', LANG))}</em></p>")
    if has_figure(display):
        alt = html.escape(display.alt.say(LANG) if display.alt else caption, quote=True)
        parts.append(f'<img alt="{alt}" src="{data_uri(svg(display, LANG))}" width="720">')
        summary = html.escape(say("show_table", LANG))
        parts.append(f"<details><summary>{summary}</summary>{_table_html(display)}</details>")
    elif display.kind in ("findings", "plain_findings"):
        parts.append(_findings_html(display))
    elif display.kind != "absent":
        parts.append(_table_html(display))
    parts.append(
        f"<p><small>{html.escape(' '.join(s.say(LANG) for s in display.note))}</small></p>"
    )
    return "\n".join(parts)


def _findings_html(display: Display) -> str:
    rests_on = say("findings_rests_on", LANG)
    items = (
        f"<li>{html.escape(found.sentence.say(LANG))}<br><small>{html.escape(rests_on)} "
        f"{html.escape('; '.join(t.say(LANG) for t in found.evidence.values()))}. "
        f"{html.escape(found.signed(LANG))}</small></li>"
        for found in conclusions(display.data)
    )
    return f"<ul>{''.join(items)}</ul>"


def _table_html(display: Display) -> str:
    found = table(display, LANG)
    head = "".join(f'<th scope="col" {CELL}>{html.escape(c)}</th>' for c in found.columns)
    rows = "".join(_row_html(row, len(found.columns)) for row in found.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row_html(row: Row, columns: int) -> str:
    """One row; a heading over the whole width, what stands below it in plain letters."""
    across = f' colspan="{columns}"' if row.is_heading else ""
    style = INNER if row.depth else CELL
    head = f'<th scope="row"{across} {style}>{"&emsp;" * row.depth}{html.escape(row.head)}</th>'
    edits = row.edits or ((),) * len(row.cells)
    cells = "".join(
        f"<td {CELL}>{_edited(new) if new else _lines(c)}</td>"
        for c, new in zip(row.cells, edits, strict=True)
        if not row.is_heading
    )
    return f"<tr>{head}{cells}</tr>"


def _lines(cell: str) -> str:
    return "<br>".join(html.escape(line) for line in cell.split("\n"))


def _edited(pieces: tuple[Piece, ...]) -> str:
    """A cell whose new words are underlined."""
    told = (f"<ins>{html.escape(p.text)}</ins>" if p.new else html.escape(p.text) for p in pieces)
    return " ".join(told)
