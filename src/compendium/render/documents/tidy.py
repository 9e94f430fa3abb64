"""Neutral HTML made fit for paper: links, headings, pictures, tables of prose, spaces.

Pages lead to each other; a document stands alone. What leads elsewhere is text here.
"""

from __future__ import annotations

import base64
import dataclasses
import itertools
import re
from collections.abc import Iterable

from lxml import html

from compendium.render.documents.layout import PADDING, set_out, wide
from compendium.render.documents.pictures import drawn

ANNOUNCED = ("figure", "table")
LEADS_OUT = ("http://", "https://", "mailto:")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NO_BREAK, MAY_BREAK = "\u00a0", "\u200b"
# A number and what it counts, and signs that belong to a number, stay in one line.
NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_]{1,12}\b|%)")
SIGN_AND_NUMBER = re.compile(r"(?<=[=<>≥≤±×]) (?=[\d.−-])| (?=[=<>≥≤±×] ?[\d.−-])")
DATA = re.compile(r"data:image/(svg\+xml|png|jpeg|gif|webp);base64,(.*)", re.DOTALL)
DRAWING = "svg+xml"
DRAWING_FILE = ".svg"
ENDINGS = {DRAWING: "svg", "jpeg": "jpg"}
# Of a number with what stands beside it (interval, marks), not of a sentence in its place.
LONGEST_NUMBER = 32


@dataclasses.dataclass(frozen=True)
class Paper:
    """HTML for a document, and the pictures it names, by file name."""

    html: str
    pictures: dict[str, bytes]


def tidied(source: str) -> Paper:
    """HTML whose links all lead somewhere in it or to the web, and whose pictures are files."""
    root = html.fragment_fromstring(source, create_parent="div")
    _headings(root)
    _links(root)
    _lead_ins(root)
    pictures = _pictures(root)
    for table in list(root.iter("table")):
        _table(table)
    _spaces(root)
    return Paper(html.tostring(root, encoding="unicode"), pictures)


def _headings(root) -> None:
    """The document has a title of its own: sections begin at the first level, none is skipped."""
    before = 0
    for heading in list(root.iter(*HEADINGS)):
        before = min(max(int(heading.tag[1]) - 1, 1), before + 1)
        heading.tag = f"h{before}"


def _lead_ins(root) -> None:
    """What announces a figure or a table (it ends in a colon) stays on the page with it."""
    for paragraph in list(root.iter("p")):
        following, said = paragraph.getnext(), "".join(paragraph.itertext()).strip()
        if following is None or not said.endswith(":"):
            continue
        if following.tag == "table" or following.get("class") in ANNOUNCED:
            made = html.Element("div")
            made.set("class", "lead-in")
            paragraph.addprevious(made)
            made.append(paragraph)


def _links(root) -> None:
    """Short ids for what is led to, none for the rest; what leads to another page is text."""
    ends: dict[str, object] = {}
    for element in root.iter():
        if (id := element.attrib.pop("id", "")) and id not in ends:
            ends[id] = element
    names: dict[str, str] = {}
    for link in list(root.iter("a")):
        href = link.get("href", "")
        link.attrib.clear()
        if href[1:] in ends and href.startswith("#"):
            name = names.setdefault(href[1:], f"at-{len(names) + 1}")
            link.set("href", f"#{name}")
        elif href.startswith(LEADS_OUT):
            link.set("href", href)
        else:
            link.drop_tag()
    for id, name in names.items():
        ends[id].set("id", name)


def _pictures(root) -> dict[str, bytes]:
    """Pictures that stand in their own addresses as files; others are left out."""
    pictures: dict[str, bytes] = {}
    for image in list(root.iter("img")):
        found = DATA.fullmatch(image.get("src", ""))
        if not found:
            image.drop_tree()
            continue
        kind, content = found[1], base64.b64decode(found[2])
        name = f"picture-{len(pictures) + 1}.{ENDINGS.get(kind, kind)}"
        if kind == DRAWING:
            size = drawn(content)
            image.set("data-inches", _as_array((size.width, size.height)))
            image.set("data-cuts", _as_array(size.cuts))
        pictures[name] = content
        image.set("src", name)
        image.set("alt", image.get("alt", "") or name)
    return pictures


def _as_array(numbers: Iterable[float]) -> str:
    return "(" + "".join(f"{number}, " for number in numbers) + ")"


def _table(table) -> None:
    """Widths for a table of prose, and no word in any that is wider than its column."""
    rows = [[" ".join(c.itertext()) for c in row.iter("th", "td")] for row in table.iter("tr")]
    if not table.get("data-inches"):
        heads, *below = rows
        made = set_out([h.strip() for h in heads], [[c.strip() for c in r] for r in below],
                       upright=True)  # fmt: skip
        if made.whole:
            table.set("class", "whole")
        table.set("data-points", str(made.points))
        table.set("data-inches", " ".join(map(str, made.inches)))
        columns = "".join(f'<col style="width: {share}%">' for share in made.shares)
        table.insert(0, html.fragment_fromstring(f"<colgroup>{columns}</colgroup>"))
    inches = [float(i) for i in table.get("data-inches").split()]
    points = float(table.get("data-points"))
    for row in table.iter("tr"):
        for cell, width in zip(row.iter("th", "td"), itertools.cycle(inches)):
            _fitted(cell, (width - PADDING) / points)


def _fitted(cell, room: float) -> None:
    """Let words of a cell break that are wider than the cell is."""
    if cell.get("colspan"):
        return
    for element in cell.iter():
        for part in ("text", "tail"):
            text = getattr(element, part)
            if text and not (element is cell and part == "tail"):
                setattr(element, part, re.sub(r"\S+", lambda m: _broken(m[0], room), text))


def _broken(word: str, room: float) -> str:
    if len(word) < 8 or wide(word) <= room:
        return word
    # First where people would part it, then anywhere.
    parts = re.sub(r"(?<=[/_.,;:–—-])(?=\w)", MAY_BREAK, word).split(MAY_BREAK)
    return MAY_BREAK.join(part if wide(part) <= room else MAY_BREAK.join(part) for part in parts)


def _spaces(root) -> None:
    """Numbers stay with what they count: in prose with the next word, in cells of numbers whole."""
    for cell in root.iter("td"):
        if cell.get("class") == "number" and len("".join(cell.itertext()).strip()) < LONGEST_NUMBER:
            for line in cell.iter("p"):
                line.text = line.text and line.text.strip().replace(" ", NO_BREAK)
    for element in root.iter():
        if element.tag in ("pre", "code"):
            continue
        in_cell = element.tag in ("td", "th") or any(
            a.tag in ("td", "th") for a in itertools.islice(element.iterancestors(), 4)
        )
        element.text = _kept(element.text, in_cell)
        element.tail = _kept(element.tail, in_cell)


def _kept(text: str | None, in_cell: bool) -> str | None:
    if not text or not text.strip():
        return text
    text = SIGN_AND_NUMBER.sub(NO_BREAK, text)
    return text if in_cell else NUMBER_AND_UNIT.sub(NO_BREAK, text)
