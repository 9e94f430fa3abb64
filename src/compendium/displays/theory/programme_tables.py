"""The programme theory as the team wrote it, as tables: versions side by side, memos, links."""

from __future__ import annotations

import datetime as dt
import difflib

from compendium.disclosure.released import Released
from compendium.displays.text_table import Piece, Row, TextTable, paragraphs
from compendium.words import as_written, capitalised, date_text, say

PARTS = {
    "if_text": "statement_if",
    "then_text": "statement_then",
    "because_text": "statement_because",
    "rival_text": "statement_rival",
}
FIRST_COLUMN = 13  # percent, of a table with a column per version
STATEMENT_WIDTHS = (12, 48, 24, 16)
MEMO_WIDTHS = (20, 22, 58)
LINK_WIDTHS = (24, 12, 24, 40)
ENDED = {
    "split": "statement_split",
    "merged": "statement_merged",
    "dropped": "statement_dropped",
}
KINDS = {"ripple": "link_ripple", "dampening": "link_dampening", "loop": "link_loop_kind"}


def versions_table(released: Released, lang: str) -> TextTable:
    """Under each statement one row per part of it, and one column per version of the theory.

    Words that the version before did not have are marked as new.
    """
    there = set(released.frame["version"])
    order = [v for v in released.labels["version"] if v in there]
    rows = []
    for pt_id in dict.fromkeys(released.frame["pt_id"]):
        head = released.label("statement", pt_id, lang)
        rows.append(Row(head, ("",) * len(order), anchor=f"versions-{pt_id}"))
        rows += _of_statement(released, pt_id, order, lang)
    heads = (say("statement_part", lang), *(released.label("version", v, lang) for v in order))
    each = (100 - FIRST_COLUMN) // max(len(order), 1)
    widths = (100 - each * len(order), *([each] * len(order)))
    return TextTable(heads, tuple(rows), (False,) * len(order), widths, gist=False)


def _of_statement(released: Released, pt_id: str, order: list[str], lang: str) -> list[Row]:
    """Its parts, then what changed, on what evidence, why, and who decided when."""
    own = released.frame[released.frame["pt_id"] == pt_id]
    rows = [_part(released, pt_id, part, order, lang) for part in PARTS]
    ended = _ended(released, f"{pt_id} {own['version'].iloc[-1]}", lang)
    rows[0] = _with_gaps(rows[0], [v in set(own["version"]) for v in order], ended, lang)
    for name, key in (("change", "version_change"), ("grounds", "version_grounds")):
        cells = tuple(_said(released, name, f"{pt_id} {v}", lang) for v in order)
        rows.append(Row(say(key, lang), cells, depth=1))
    why = tuple(_why(released, f"{pt_id} {v}", lang) for v in order)
    rows.append(Row(say("version_why", lang), why, depth=1))
    decided = tuple(_decided(own, v, lang) for v in order)
    rows.append(Row(say("version_decided", lang), decided, depth=1))
    after = tuple(_said(released, "next", f"{pt_id} {v}", lang) for v in order)
    rows.append(Row(say("version_next", lang), after, depth=1))
    return [row for row in rows if any(row.cells)]


def _part(released: Released, pt_id: str, part: str, order: list[str], lang: str) -> Row:
    """One part in every version; what is new in a version is marked, not in the first."""
    before, first, edits, cells = "", True, [], []
    versions = set(released.frame.loc[released.frame["pt_id"] == pt_id, "version"])
    for version in order:
        text = _said(released, part, f"{pt_id} {version}", lang)
        cells.append(text)
        edits.append(() if first or not text else pieces(before, text))
        if version in versions:
            before, first = text, False
    return Row(say(PARTS[part], lang), tuple(cells), depth=1, edits=tuple(edits))


def _with_gaps(row: Row, there: list[bool], ended: str, lang: str) -> Row:
    """The first row of a statement says where a version has nothing: not yet, as before, ended."""
    first, last = there.index(True), len(there) - 1 - there[::-1].index(True)
    cells = []
    for i, (cell, here) in enumerate(zip(row.cells, there, strict=True)):
        before = say("not_yet", lang) if i < first else say("as_before", lang)
        gap = ended if ended and i > last else before
        cells.append(cell or ("" if here else gap))
    return Row(row.head, tuple(cells), row.depth, edits=row.edits)


def _ended(released: Released, key: str, lang: str) -> str:
    """That a statement ended after this version, and how; blank if it still stands."""
    if key not in released.labels["ended"]:
        return ""
    word = ENDED[released.labels["ended"][key].en]
    into = released.labels["continued_as"].get(key)
    return say(word, lang, into=into.en) if into else say(word, lang)


def pieces(before: str, now: str) -> tuple[Piece, ...]:
    """The words of `now`, those in a row together, and whether `before` has them there.

    >>> [(p.text, p.new) for p in pieces("parents stay", "parents who can stay")]
    [('parents', False), ('who can', True), ('stay', False)]
    """
    old, new = before.split(), now.split()
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        Piece(" ".join(new[start:end]), tag != "equal")
        for tag, _, _, start, end in blocks
        if start < end
    )


def _said(released: Released, name: str, key: str, lang: str) -> str:
    found = released.labels[name]
    return released.label(name, key, lang) if key in found else ""


def _why(released: Released, key: str, lang: str) -> str:
    """The memos that led to a version, each signed."""
    memos = [m for m, version in released.labels["memo_of"].items() if version.en == key]
    lines = []
    for memo in memos:
        on = dt.date.fromisoformat(released.labels["memo_on"][memo].en)
        by = capitalised(released.labels["memo_by"][memo].en)
        lines.append(released.label("memo", memo, lang))
        lines.append(say("signed_by", lang, analyst=by, day=date_text(on, lang)))
    return paragraphs(*lines)


def _decided(own, version: str, lang: str) -> str:
    """On which day and by whom a version was decided, as far as the team noted it."""
    found = own[own["version"] == version]
    if found.empty:
        return ""
    row = found.iloc[0]
    day = date_text(dt.date.fromisoformat(row["decided_on"]), lang) if row["decided_on"] else ""
    said = ". ".join(filter(None, (capitalised(row["decided_by"]), day)))
    return said or say("not_noted", lang)


def statements_table(released: Released, lang: str) -> TextTable:
    """One row per statement as it stands: if, then, because; its rival; since when."""
    rows = []
    for _, row in released.frame.iterrows():
        key = f"{row['pt_id']} {row['version']}"
        since = _decided(
            released.frame[released.frame["pt_id"] == row["pt_id"]], row["version"], lang
        )
        cells = (
            whole_sentence(released, key, lang),
            capitalised(_said(released, "rival_text", key, lang)) or say("no_rival", lang),
            paragraphs(released.label("version", row["version"], lang), since),
        )
        rows.append(Row(row["pt_id"], cells, anchor=f"statement-{row['pt_id']}"))
    names = ("statement", "statement_says", "statement_rival", "version")
    return TextTable(
        tuple(say(n, lang) for n in names), tuple(rows), (False,) * 3, STATEMENT_WIDTHS
    )


def whole_sentence(released: Released, key: str, lang: str) -> str:
    """``If …, then …, because …``; of what is not whole, what there is."""
    parts = {p: _said(released, p, key, "en") for p in PARTS if p != "rival_text"}
    if all(parts.values()):
        return as_written(say("statement_whole", "en", **parts), lang)
    return paragraphs(*(capitalised(part) for part in parts.values()))


def retroduction_table(released: Released, lang: str) -> TextTable:
    """One row per memo in order of time: what it is about, from which version to which, why."""
    frame, rows = released.frame, []
    for _, row in frame.iterrows():
        day = date_text(dt.date.fromisoformat(row["written_on"]), lang)
        text = [released.label("memo_id", row["memo_id"], lang)]
        if row.get("pieces"):
            text.append(say("memo_pieces", lang, pieces=", ".join(row["pieces"].split())))
        about = released.label("about", row["about"], lang)
        cells = (paragraphs(about, _step(released, row, lang)), paragraphs(*text))
        head = say("memo_head", lang, memo=row["memo_id"], day=day, analyst=row["analyst"])
        rows.append(Row(head, cells, anchor=f"memo-{row['memo_id']}"))
    names = ("memo", "memo_about", "memo_text")
    return TextTable(
        tuple(say(n, lang) for n in names), tuple(rows), (False, False), MEMO_WIDTHS, gist=False
    )


def _step(released: Released, row, lang: str) -> str:
    """From which version to which a memo leads."""
    to = released.label("version", row["to_version"], lang)
    if not row["from_version"]:
        return say("memo_new", lang, version=to)
    before = released.label("version", row["from_version"], lang)
    return say("memo_step", lang, before=before, version=to)


def links_table(released: Released, lang: str) -> TextTable:
    """One row per link, by its number in the diagram: from where, how, to where, by what."""
    rows = []
    for _, row in released.frame.iterrows():
        start, end = (released.label("cmoc_id", row[c], lang) for c in ("from_cmoc", "to_cmoc"))
        via = capitalised(released.label("via", row["link"], lang))
        reason = released.labels["link_contested"]
        contested = (
            say(
                "contested_because",
                lang,
                reason=released.label("link_contested", row["link"], lang),
            )
            if row["link"] in reason
            else ""
        )
        head = say("link_head", lang, number=row["link"], start=start)
        rows.append(Row(head, (say(KINDS[row["kind"]], lang), end, paragraphs(via, contested))))
    names = ("link_from", "link_kind", "link_to", "link_via")
    return TextTable(
        tuple(say(n, lang) for n in names), tuple(rows), (False,) * 3, LINK_WIDTHS, gist=False
    )
