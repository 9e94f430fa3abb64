"""Questionnaires: items, their answer scales and what they measure."""

from __future__ import annotations

import dataclasses
import unicodedata

from compendium.words import Text

STAGES = ("single", "before", "now")
# What people write who have nothing to write, whatever the question. "Nothing" and "no" are not
# among them: in answer to "What should change?" they say something.
NON_ANSWERS = (
    *("n/a", "na", "not applicable", "no comment", "no comments", "no answer"),
    *("nothing to add", "nothing more to add", "nothing else to add", "no further comments"),
    *("amherthnasol", "ddim yn berthnasol", "dim sylw", "dim sylwadau", "dim ateb"),
    *("dim i'w ychwanegu", "dim byd i'w ychwanegu", "dim byd arall i'w ychwanegu"),
)
# Forms of apostrophe and dash that tools put in for one another.
ALIKE = str.maketrans({**dict.fromkeys("’‘ʼ`´", "'"), **dict.fromkeys("–—−‐‑", "-")})


def folded(label: str) -> str:
    """A label without what tools change about it: case, spaces, forms of apostrophe and dash.

    >>> folded(" Cytuno’n  GRYF "), folded("1–2")
    ("cytuno'n gryf", '1-2')
    """
    return " ".join(unicodedata.normalize("NFC", label).translate(ALIKE).casefold().split())


@dataclasses.dataclass(frozen=True)
class Option:
    """One answer option of a scale."""

    value: int
    label: Text
    missing: str = ""


@dataclasses.dataclass(frozen=True)
class Scale:
    """Answer options in order. `agreement` scales run from least to most agreement."""

    scale_id: str
    kind: str
    options: tuple[Option, ...]

    @property
    def levels(self) -> tuple[Option, ...]:
        """The options that are answers (not reasons for missing)."""
        return tuple(o for o in self.options if not o.missing)

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(o.value for o in self.levels)

    @property
    def by_label(self) -> dict[str, int]:
        """The value of each label, English and Welsh, as `folded` writes it."""
        return {
            folded(label): option.value
            for option in self.options
            for label in (option.label.en, option.label.cy)
            if label
        }

    @property
    def missing(self) -> dict[int, str]:
        """Reason for each user-missing code."""
        return {o.value: o.missing for o in self.options if o.missing}


@dataclasses.dataclass(frozen=True)
class Item:
    """One question. `stages` is ``("single",)``, or ``("before", "now")`` if asked twice.

    `sensitive`: an answer that everybody of a group gave would harm somebody (rule X3).

    Of an open question: `non_answers` are what says nothing in answer to it, beside those of the
    whole questionnaire. Where its answers were coded in columns of the survey's file, `coded_in`
    names the columns that hold numbers of categories, and `codes` the code each number stands for
    (blank for none); `ticked_in` names columns with a tick each, and the code a tick stands for.
    `coded_by` is the coder.
    """

    item_id: str
    construct: str
    wording: Text
    scale: str = ""
    reversed: bool = False
    sensitive: bool = False
    stages: tuple[str, ...] = ("single",)
    non_answers: tuple[str, ...] = ()
    coded_in: tuple[str, ...] = ()
    codes: dict[str, str] = dataclasses.field(default_factory=dict, hash=False)
    ticked_in: dict[str, str] = dataclasses.field(default_factory=dict, hash=False)
    coded_by: str = ""

    @property
    def code_columns(self) -> tuple[str, ...]:
        """The columns that hold codes of the answers."""
        return (*self.coded_in, *self.ticked_in)


@dataclasses.dataclass(frozen=True)
class Construct:
    """What a set of items measures; `scored` ones get a mean score."""

    construct: str
    label: Text
    scored: bool = True


@dataclasses.dataclass(frozen=True)
class Instrument:
    """One questionnaire. `non_answers` are answers to open questions that say nothing."""

    instrument: str
    title: Text
    groups: tuple[str, ...]
    constructs: tuple[Construct, ...]
    scales: tuple[Scale, ...]
    items: tuple[Item, ...]
    non_answers: tuple[str, ...] = NON_ANSWERS

    def scale_of(self, item: Item) -> Scale | None:
        """The scale of an item; None for open text."""
        return next((s for s in self.scales if s.scale_id == item.scale), None)

    def items_of(self, construct: str) -> tuple[Item, ...]:
        return tuple(i for i in self.items if i.construct == construct)

    @property
    def rated(self) -> tuple[Item, ...]:
        """Items answered on an agreement scale."""
        return tuple(i for i in self.items if (s := self.scale_of(i)) and s.kind == "agreement")

    @property
    def scored(self) -> tuple[Item, ...]:
        """Items on an agreement scale that make a score, those of one construct together."""
        order = [c.construct for c in self.constructs if c.scored]
        found = (item for item in self.rated if item.construct in order)
        return tuple(sorted(found, key=lambda item: order.index(item.construct)))

    @property
    def open_questions(self) -> tuple[Item, ...]:
        """Items answered in people's own words."""
        return tuple(i for i in self.items if not self.scale_of(i))
