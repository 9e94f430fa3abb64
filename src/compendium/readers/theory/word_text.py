"""The text of one Word paragraph as a person reads it.

Tracked insertions and content controls are text; tracked deletions, instructions of fields and
hidden text are not. Whatever is left out or read otherwise than it looks is counted.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter

from compendium.readers.refi_qda.elements import children, tag

CHARACTERS = {
    **{"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"},
}
# Where a comment begins, ends and hangs.
MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
NO_TEXT = {"pPr", "rPr", "instrText", "delText", "delInstrText", "sdtPr", "sdtEndPr", "rt"}
DELETED = {"del", "moveFrom"}
INSERTED = {"ins", "moveTo"}
# Symbol fonts keep arrows at places of their own; Word writes --> as the first of these.
SYMBOLS = {
    **{"Wingdings F0E0": "→", "Wingdings F0E8": "→", "Wingdings F0F0": "⇒"},
    **{"Symbol F0AE": "→", "Symbol F0DE": "⇒", "Symbol F0B7": "•", "Wingdings F0A7": "•"},
}
UNKNOWN_SYMBOL = "\ufffd"


@dataclasses.dataclass
class Line:
    """A paragraph while it is read: pieces of text, and what hangs on it.

    `fields` has, for each field that is open, whether its instruction is still being read; `marks`
    where a comment's stretch begins, where it ends and where it hangs: which of these, the
    comment's id, and how many characters stand before it. `soft_hyphen` and `page_break` are what
    these are read as.
    """

    counts: Counter
    pieces: list[str] = dataclasses.field(default_factory=list)
    boxes: list = dataclasses.field(default_factory=list)
    comments: list[str] = dataclasses.field(default_factory=list)
    fields: list[bool] = dataclasses.field(default_factory=list)
    marks: list[tuple[str, str, int]] = dataclasses.field(default_factory=list)
    soft_hyphen: str = ""
    page_break: str = "\n"

    @property
    def whole(self) -> str:
        """The text with the spaces around it."""
        return "".join(self.pieces)

    @property
    def text(self) -> str:
        return self.whole.strip()

    def add(self, text: str) -> None:
        if not any(self.fields):
            self.pieces.append(text)

    def mark(self, element) -> None:
        """Keep where a mark of a comment stands."""
        place = sum(map(len, self.pieces))
        self.marks.append((tag(element), value(element, "id"), place))


def value(element, name: str = "val") -> str:
    """An attribute by its name without namespace; blank if there is none.

    Documents saved as "Strict" have other namespaces than the rest.
    """
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), "")


def first(element, *path: str):
    """The first element down a path of names; None if there is none."""
    for name in path:
        element = next(children(element, name), None) if element is not None else None
    return element


def is_on(element) -> bool:
    """Whether a switch of Word's is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")


def read_line(paragraph, line: Line) -> Line:
    """Add a paragraph's text to `line`; an instruction that was left open ends here."""
    line.fields.clear()
    _walk(paragraph, line)
    line.fields.clear()
    return line


def _walk(element, line: Line) -> None:
    for child in element:
        name = tag(child)
        if name in CHARACTERS:
            line.add(CHARACTERS[name])
        elif name in HANDLERS:
            HANDLERS[name](child, line)
        elif name in DELETED:
            line.counts["deletions"] += 1
            for mark in child.iter(*(f"{{*}}{m}" for m in MARKS)):
                line.mark(mark)
        elif name not in NO_TEXT:
            line.counts["insertions"] += name in INSERTED
            line.counts["formulas"] += name == "oMath"
            _walk(child, line)


def _run(run, line: Line) -> None:
    if is_on(first(run, "rPr", "vanish")):
        line.counts["hidden"] += 1
        return
    line.counts["struck"] += is_on(first(run, "rPr", "strike"))
    _walk(run, line)


def _field(element, line: Line) -> None:
    match value(element, "fldCharType"):
        case "begin":
            line.fields.append(True)
        case "separate" if line.fields:
            line.fields[-1] = False
        case "end" if line.fields:
            line.fields.pop()


def _control(element, line: Line) -> None:
    """A content control; the words that invite to fill it in are nobody's text."""
    if is_on(first(element, "sdtPr", "showingPlcHdr")):
        line.counts["unfilled"] += 1
        return
    for content in children(element, "sdtContent"):
        _walk(content, line)


def chosen(element):
    """Of a thing that is written in two ways for two generations of programs, one."""
    return next(children(element, "Choice", "Fallback"), ())


def _drawing(element, line: Line) -> None:
    boxes = [b for b in element.iter("{*}txbxContent") if not _inside_a_box(b, element)]
    line.boxes += boxes
    ruler = any(value(part, "hr") for part in element)
    if not boxes and not ruler:
        line.counts["pictures"] += 1


def _inside_a_box(box, drawing) -> bool:
    """Whether a text box lies in another one of the drawing, or is its second way of writing."""
    above = box.iterancestors()
    within = [tag(a) for a in iter(lambda: next(above), drawing)]
    return "txbxContent" in within or "Fallback" in within


def _symbol(element, line: Line) -> None:
    code = value(element, "char").upper()
    text = SYMBOLS.get(f"{value(element, 'font')} {code}")
    if text is None and re.fullmatch("(?!F0|D[89A-F])[0-9A-F]{4}", code):
        text = chr(int(code, 16))
    line.counts["symbols"] += text is None
    line.add(UNKNOWN_SYMBOL if text is None else text)


def _note(element, line: Line) -> None:
    line.counts["footnotes"] += 1


def _break(element, line: Line) -> None:
    line.add(line.page_break if value(element, "type") in ("page", "column") else "\n")


def _comment(element, line: Line) -> None:
    line.comments.append(value(element, "id"))
    line.mark(element)


HANDLERS = {
    "t": lambda element, line: line.add(element.text or ""),
    "r": _run,
    "fldChar": _field,
    "sdt": _control,
    "AlternateContent": lambda element, line: _walk(chosen(element), line),
    "drawing": _drawing,
    "pict": _drawing,
    "object": _drawing,
    "sym": _symbol,
    "br": _break,
    # Shown at the end of a line alone.
    "softHyphen": lambda element, line: line.add(line.soft_hyphen),
    "commentRangeStart": lambda element, line: line.mark(element),
    "commentRangeEnd": lambda element, line: line.mark(element),
    "commentReference": _comment,
    "footnoteReference": _note,
    "endnoteReference": _note,
}
