"""Configurations as labelled text: ``Context: … Mechanism: … Outcome: …`` or ``C1 + M1 = O1``.

Lines are gone through in order. A label opens a part; a configuration ends where a part comes
again or what follows belongs to none.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from compendium.readers.theory.blocks import Paragraph
from compendium.readers.theory.headings import KINDS, LETTERS, PARTS, field_of, kinds
from compendium.readers.theory.ids import CMOC_ID, STATEMENT_ID, id_alone, leading_id

_WORDS = (
    r"(?:[Uu]ni|I|i)ntended [Oo]utcomes?|Outcomes?|Contexts?|Mechanisms?|Resources?|Reasoning"
    r"|Responses?|For whom|Cyd-destun(?:au)?|Mecanwaith|Canlyniad(?:au)?|Adnodd(?:au)?|Rhesymu"
    r"|CONTEXTS?|MECHANISMS?|OUTCOMES?|RESOURCES?|REASONING|CYD-DESTUN|MECANWAITH|CANLYNIAD"
)
# What may stand between a word and its colon: a number, a bracket, "– resource".
_FURTHER = r"(?: ?\d+[a-z]?)?(?: ?\([^()\n]{1,40}\))?(?: [–—-] [\w/ ]{1,30}?)?"
_LABEL = re.compile(rf"(?<![\w-])(?:({_WORDS}){_FURTHER}|([CMO])(\d*[a-z]?))\s*:(?!:)\s*")
# At the beginning of a line a dash or an equals sign will do.
_AT_BEGINNING = re.compile(rf"(?:({_WORDS}){_FURTHER}|([CMO])(\d+[a-z]?))\s*(?:[–—=-]\s+)")
_FORMULA = re.compile(
    r"\bC\d+[a-z]?(?:\s*[+&,]\s*[CM]\d{1,4}[a-z]?){1,12}\s*(?:=|→|⇒|->)\s*O\d+[a-z]?\b"
)
_LETTER = re.compile(r"[CMO]\d+[a-z]?")
_MARKS = [re.compile(rf"\({letter}\d*\)") for letter in "CMO"]
_LONGEST_TITLE = 120


@dataclasses.dataclass
class Configuration:
    """One configuration while it is gathered: texts by part; `order` is that of reading."""

    place: str
    order: int
    cmoc_id: str = ""
    pt_id: str = ""
    parts: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    number: str = ""
    letters: list[str] = dataclasses.field(default_factory=list)
    titled: bool = False

    def row(self) -> dict[str, str]:
        texts = {part: "\n".join(filter(None, self.parts.get(part, []))) for part in PARTS}
        return {"cmoc_id": self.cmoc_id, "pt_id": self.pt_id, **texts} | {
            "place": self.place,
            "order": self.order,
        }


@dataclasses.dataclass(frozen=True)
class Label:
    """A label found in a text: the part it opens, its number, and the text up to the next."""

    part: str
    number: str
    text: str

    @property
    def letter(self) -> str:
        """C1, M2, O1; blank without a number."""
        own = next((k for k, kind in LETTERS.items() if self.part in KINDS[kind]), "")
        return f"{own.upper()}{self.number}" if own and self.number else ""


def labels_in(text: str) -> tuple[str, list[Label]]:
    """What stands before the first label, and each label with its text.

    >>> labels_in("CMOC1 C: alone + M: trust = O: they engage")[1][1]
    Label(part='mechanism', number='', text='trust')
    """
    found = list(_LABEL.finditer(text))
    if (at_beginning := _AT_BEGINNING.match(text)) and (not found or found[0].start()):
        found.insert(0, at_beginning)
    starts = [*(m.start() for m in found), len(text)]
    labels = [_label(m, text[m.end() : end]) for m, end in zip(found, starts[1:], strict=True)]
    return text[: starts[0]], labels


def _label(found: re.Match, text: str) -> Label:
    part = LETTERS[found[2].lower()] if found[2] else _part_of(found[0])
    digits = re.search(r"\d+[a-z]?", found[0])
    return Label(part, digits[0] if digits else "", tidy(text))


def _part_of(label: str) -> str:
    """The part that a label opens; what stands in brackets may say more (``(resource)``)."""
    words = re.sub(r"\d+[a-z]?", "", label)
    return field_of(re.sub(r"\([CMO]\d*\)", "", words))


def tidy(text: str) -> str:
    """A part without the signs that join it to the next."""
    return text.strip(" \t\n\xa0;,+=→⇒|&").removesuffix("->").rstrip(" ;,")


class Gathering:
    """Configurations gathered line by line.

    `begun` is what belongs to one so far; `lone` are labels that make none; `defined` is what
    labels with a number say, for formulas to be looked up in, `again` where they say it anew.
    """

    def __init__(self) -> None:
        self.done: list[Configuration] = []
        self.lone: list[Configuration] = []
        self.again: list[str] = []
        self.marked: list[str] = []
        self.formulas: list[tuple[str, Configuration]] = []
        self.defined: dict[str, str] = {}
        self.begun: Configuration | None = None
        self.cmoc_id, self.pt_id, self._order = "", "", 0
        self._open, self._open_level, self._named_pt = "", 0, ""

    def line(self, paragraph: Paragraph, order: int = 0) -> None:
        """Take one paragraph, the `order`-th thing of its document."""
        self._order = order
        for text in paragraph.text.split("\n"):
            self._text(text.strip(), paragraph)

    def _text(self, text: str, paragraph: Paragraph) -> None:
        if all(mark.search(text) for mark in _MARKS):
            self.marked.append(paragraph.place)
        if formula := _FORMULA.search(text):
            self._formula(formula, text, paragraph.place)
            return
        before, labels = labels_in(text)
        own, title = leading_id(before, CMOC_ID)
        own = own or leading_id(paragraph.list_number, CMOC_ID)[0]
        if own and (labels or len(title) <= _LONGEST_TITLE):
            self.close()
            self.cmoc_id, self._named_pt = own, _theory_in(title)
        if labels:
            self._open_level = paragraph.level
            for label in labels:
                self._take(label, paragraph.place)
        elif not own:
            self._unlabelled(text, paragraph)

    def _unlabelled(self, text: str, paragraph: Paragraph) -> None:
        """A title that names a part, more of the part that is open, or the end of it all."""
        alone = re.fullmatch(rf"(?:{_WORDS}){_FURTHER}", text)
        if alone:
            self._open_level = 0
            self._take(Label(_part_of(text), "", ""), paragraph.place)
            self.begun.titled = True
        elif self.begun and self._goes_on(paragraph):
            self.begun.parts[self._open].append(tidy(text))
        else:
            self.close()
            if paragraph.heading:
                self.cmoc_id = self._named_pt = ""

    def _goes_on(self, paragraph: Paragraph) -> bool:
        """Whether a text without a label belongs to the part above: it lies deeper in a list, or
        the label stood on a line by itself."""
        if paragraph.heading:
            return False
        said = self.begun.parts[self._open]
        return paragraph.level > self._open_level or said[0] == ""

    def _take(self, label: Label, place: str) -> None:
        if label.letter and self.defined.setdefault(label.letter, label.text) != label.text:
            self.again.append(f"{label.letter} ({place})")
        if self.begun and (label.part in self.begun.parts or _other(label, self.begun)):
            self.close()
        if self.begun is None:
            self.begun = self._made(place, self.cmoc_id)
            self.cmoc_id = self._named_pt = ""
        self.begun.number = self.begun.number or label.number
        self.begun.letters += [label.letter] if label.letter else []
        self.begun.parts[label.part] = [label.text]
        self._open = label.part

    def _formula(self, formula: re.Match, text: str, place: str) -> None:
        self.close()
        own = leading_id(text, CMOC_ID)[0] or self.cmoc_id
        self.formulas.append((formula[0], self._made(place, own)))
        self.cmoc_id = ""

    def _made(self, place: str, cmoc_id: str) -> Configuration:
        return Configuration(place, self._order, cmoc_id, self._named_pt or self.pt_id)

    def close(self) -> None:
        """End the configuration that is open; a label by itself makes none.

        Titles alone (*Context*, *Outcomes*) head many a report, so a mechanism is asked for too.
        """
        begun, self.begun = self.begun, None
        if begun is None:
            return
        told = kinds(begun.parts)
        if begun.cmoc_id or (len(told) > 1 and ("mechanism" in told or not begun.titled)):
            self.done.append(begun)
        else:
            self.lone.append(begun)

    def rows(self) -> Iterator[dict[str, str]]:
        """One row per configuration: as they stood, and those that formulas put together."""
        self.close()
        yield from (c.row() for c in self.done if not self._in_formulas(c))
        for formula, made in self.formulas:
            for name in _LETTER.findall(formula):
                texts = made.parts.setdefault(LETTERS[name[0].lower()], [])
                texts.append(self.defined.get(name, ""))
            yield made.row()

    def _in_formulas(self, begun: Configuration) -> bool:
        """Whether the letters of what was gathered are put together by formulas."""
        used = {name for formula, _ in self.formulas for name in _LETTER.findall(formula)}
        return bool(begun.letters) and set(begun.letters) <= used

    def left(self) -> list[str]:
        """Places of labels that belong to no configuration."""
        return [c.place for c in self.lone if not self._in_formulas(c)]

    def undefined(self) -> list[str]:
        """Formulas with a letter that nothing explains."""
        return [
            f"{made.place}: {formula}"
            for formula, made in self.formulas
            if set(_LETTER.findall(formula)) - set(self.defined)
        ]


def _other(label: Label, begun: Configuration) -> bool:
    """Whether two numbers say that a label belongs to another configuration."""
    return bool(label.number and begun.number and label.number != begun.number)


def _theory_in(title: str) -> str:
    """The statement that a configuration's title names: ``CMOC 1 (PT2)``."""
    words: Iterable[str] = re.findall(r"[A-Z]{1,5}[ -]?\d+[a-z]?", title)
    return next((w for w in words if id_alone(w, STATEMENT_ID)), "")
