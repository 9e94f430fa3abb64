"""What is written on a slide: the headline, who and how many, the source, that data are made up.

Texts are broken into lines here, measured in the typeface of the picture, so that the picture and
the slide for PowerPoint have the same lines.
"""

from __future__ import annotations

import dataclasses
from importlib.metadata import version

from compendium.displays.drawing import canvas
from compendium.displays.record import Display
from compendium.displays.text_table import TextTable
from compendium.displays.whom import whom
from compendium.render.page import Provenance
from compendium.render.slide_layout import MARGIN, ROOM_WIDE, Layout
from compendium.words import capitalised, say

# Points of the headline, from the size it should have to the least; and the height it has for it.
HEADLINES, HEADLINE_TOP, HEADLINE_HIGH = (28, 26, 24, 22, 20, 18, 16, 14, 12), 0.3, 0.95
FIGURE_TOP, FOOT_TOP, FOOT_HIGH = 1.3, 6.6, 0.7
# Points of what stands at the foot of a slide, and how wide the mark of made-up data is there.
FEET, MARK, MARK_WIDE = (13, 12, 11, 10, 9, 8), 12, 3.4
# Between the lines, as a share of their size.
LEADING = 1.22


@dataclasses.dataclass(frozen=True)
class Lines:
    """A text in lines that fit, and the size they fit at, in points."""

    lines: tuple[str, ...]
    size: float


@dataclasses.dataclass(frozen=True)
class SlideWords:
    """The texts of one slide; `mark` is blank for data that are not made up.

    `aside` says what to do where not everything can be read on the slide; blank where it can.
    """

    headline: str
    who: str
    source: str
    mark: str
    aside: str

    @property
    def foot(self) -> tuple[str, ...]:
        """What stands below the figure, a paragraph each."""
        return tuple(filter(None, (self.aside, self.who, self.source)))

    def headline_lines(self) -> Lines:
        return fitted((self.headline,), ROOM_WIDE, HEADLINE_HIGH, HEADLINES, bold=True)

    def foot_lines(self) -> Lines:
        wide = ROOM_WIDE - (MARK_WIDE + MARGIN if self.mark else 0.0)
        return fitted(self.foot, wide, FOOT_HIGH, FEET)

    def mark_lines(self) -> Lines:
        lines = canvas.wrap(self.mark, MARK_WIDE - 0.2, MARK, bold=True) if self.mark else []
        return Lines(tuple(lines), MARK)


def slide_words(display: Display, layout: Layout, study: str, page: str, lang: str) -> SlideWords:
    """The texts of the slide of a display that stands on a page of a study, by their titles."""
    aside = "" if layout.whole else say("slide_part", lang)
    if layout.whole and not layout.readable:
        aside = say("slide_small", lang)
    return SlideWords(
        headline=display.caption.say(lang),
        who=capitalised(whom(display.data).say(lang)),
        source=say("slide_source", lang, study=study, page=page),
        mark=say("banner", lang) if display.data.origin == "synthetic" else "",
        aside=aside,
    )


def notes_of(
    display: Display, words: SlideWords, table: TextTable, made_from: str, lang: str
) -> str:
    """What stands in the notes of a slide: the figure in words, its numbers, how it was made."""
    alt = display.alt.say(lang) if display.alt else ""
    how = " ".join(sentence.say(lang) for sentence in display.note)
    numbers = "\n".join([say("slide_numbers", lang), _plain(table.columns), *map(_row, table.rows)])
    parts = (words.mark, alt, numbers, how, words.who, words.source, made_from)
    return "\n\n".join(filter(None, parts))


def made_from(provenance: Provenance, lang: str) -> str:
    """What a page was made from, and how it is made again, as its footer says it."""
    text = say(
        "made_in_short",
        lang,
        version=version("advocacy-compendium"),
        profile=provenance.profile,
        notebook=provenance.notebook,
        code=provenance.code,
        study=provenance.definitions,
    )
    return f"{text}\n{provenance.command}"


def _row(row) -> str:
    return _plain(("– " * row.depth + row.head, *row.cells))


def _plain(cells: tuple[str, ...]) -> str:
    return " | ".join(cell.replace("\n", "; ") for cell in cells)


def fitted(
    texts: tuple[str, ...], wide: float, high: float, sizes: tuple[int, ...], bold: bool = False
) -> Lines:
    """Texts in lines of the largest of these sizes at which they fit; of the least if none is.

    >>> [fitted((text,), 10, 1, (28, 12)).size for text in ("Short", "Much longer " * 30)]
    [28, 12]
    """
    for size in sizes:
        lines = [line for text in texts for line in canvas.wrap_all(text, wide, size, bold)]
        if len(lines) * size * LEADING / 72 <= high:
            break
    return Lines(tuple(lines), size)
