"""Taguette's SQLite file: documents, tags, highlights.

Taguette keeps documents as HTML and counts positions in UTF-8 bytes of what is between the tags.
The text kept here has a line break where a paragraph, heading or list item ends.
"""

from __future__ import annotations

import bisect
import json
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from compendium.readers import coding_project as coding
from compendium.readers.coded_segments.cells import whole, words
from compendium.readers.export import Export, ImportReport

if TYPE_CHECKING:
    from compendium.readers.coded_segments.databases import Database

TOOL = "Taguette"
BLOCKS = frozenset(
    "address article aside blockquote br center dd div dl dt figure figcaption footer h1 h2 h3 h4 "
    "h5 h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul".split()
)


def project(database: Database, report: ImportReport) -> Export:
    """The tables of a coding project; of all of them, where the file holds several."""
    projects = {r["id"]: words(r["name"]) for r in database.rows("projects", "id", "name")}
    names: dict[int, str] = {}
    documents: dict[int, Document] = {}
    rows = {}
    columns = ("id", "name", "description", "project_id", "contents")
    for row in database.rows("documents", *columns, order="id"):
        above = f"{projects.get(row['project_id'], '')}: " if len(projects) > 1 else ""
        written = above + (words(row["name"]) or f"(document {row['id']})")
        names[row["id"]] = coding.free_name(written, set(names.values()))
        documents[row["id"]] = Document(words(row["contents"]))
        rows[row["id"]] = row
    if len(projects) > 1:
        report.guessed.append(
            f"the file holds {len(projects)} projects; all are read, and each document's name "
            "begins with its project's"
        )
    tags = {
        r["id"]: (words(r["path"]), words(r["description"]))
        for r in database.rows("tags", "id", "path", "description", order="id")
    }
    made = coding.tables(
        {
            "sources": [
                (
                    *(names[i], "text", len(d.text), "UTF-8 bytes of the HTML's text"),
                    *("", words(rows[i]["description"]), ""),
                )
                for i, d in documents.items()
            ],
            "codes": coding.code_rows((p for p, _ in tags.values()), dict(tags.values())),
            "coded_segments": _segments(database, names, documents, tags, report),
            "cases": [(name, name, None, None) for name in names.values()],
        }
    )
    if names:
        report.guessed.append("Taguette has no cases; each document is taken for one of its name")
    report.found = coding.counted(made)
    return Export(made, report, {names[i]: d.text for i, d in documents.items()})


def _segments(database, names, documents, tags, report: ImportReport) -> list[tuple]:
    applied: dict[int, list[int]] = {}
    for row in database.rows("highlight_tags", "highlight_id", "tag_id", order="tag_id"):
        applied.setdefault(row["highlight_id"], []).append(row["tag_id"])
    coders = _coders(database)
    rows, lost = [], Counter()
    columns = ("id", "document_id", "start_offset", "end_offset")
    for row in database.rows("highlights", *columns, order="id"):
        codes = [tags[t][0] for t in applied.get(row["id"], ()) if t in tags]
        document = documents.get(row["document_id"])
        bounds = whole(row["start_offset"]), whole(row["end_offset"])
        if document is None or not document.has(*bounds):
            lost["highlights lie outside any document"] += 1
            continue
        if not codes:
            lost["highlights carry no tag"] += 1
        start = document.start(bounds[0])
        end = max(start, document.end(bounds[1]))
        text, name = document.text[start:end], names[row["document_id"]]
        rows += [(name, code, coders.get(row["id"], ""), start, end, text) for code in codes]
    report.lost += [f"{count} {what}" for what, count in lost.items()]
    return rows


def _coders(database: Database) -> dict[int, str]:
    """Who made each highlight, from the record of what was done in the project."""
    found = {}
    for row in database.rows("commands", "user_login", "payload", order="id"):
        try:
            done = json.loads(words(row["payload"]))
        except (ValueError, RecursionError):
            continue
        if not isinstance(done, dict) or done.get("type") != "highlight_add":
            continue
        if highlight := whole(done.get("highlight_id")):
            found[highlight] = words(row["user_login"])
    return found


class Document(HTMLParser):
    """The text of a document, and where a byte of it stands.

    Parameters
    ----------
    contents : str
        HTML.
    """

    def __init__(self, contents: str):
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._bytes: list[int] = []  # bytes before each part
        self._starts: list[int] = []  # characters before each part
        self.bytes, self._length, self._break = 0, 0, False
        self.feed(contents)
        self.close()
        self.text = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs) -> None:
        self._break |= tag in BLOCKS

    def handle_endtag(self, tag: str) -> None:
        self._break |= tag in BLOCKS

    def handle_data(self, data: str) -> None:
        if self._break and self._length and not self._ends_a_line():
            self._parts.append("\n")
            self._bytes.append(self.bytes)
            self._starts.append(self._length)
            self._length += 1
        self._break = False
        self._parts.append(data)
        self._bytes.append(self.bytes)
        self._starts.append(self._length)
        self._length += len(data)
        self.bytes += len(data.encode("utf-8", "replace"))

    def _ends_a_line(self) -> bool:
        """Whether the text so far ends a line."""
        return bool(self._parts) and self._parts[-1].endswith("\n")

    def has(self, start: int | None, end: int | None) -> bool:
        """Whether the document has such a stretch of bytes."""
        return start is not None and end is not None and start <= end <= self.bytes

    def start(self, offset: int) -> int:
        """Where a selection that begins at a byte begins: in the part behind a break."""
        return self._place(bisect.bisect_right(self._bytes, offset) - 1, offset)

    def end(self, offset: int) -> int:
        """Where a selection that ends before a byte ends: in the part in front of a break."""
        return self._place(max(bisect.bisect_left(self._bytes, offset) - 1, 0), offset)

    def _place(self, part: int, offset: int) -> int:
        if not self._parts:
            return 0
        within = self._parts[part].encode("utf-8", "replace")[: offset - self._bytes[part]]
        return self._starts[part] + len(within.decode("utf-8", "ignore"))
