"""A notebook's own text as HTML, in the language of the page or marked as in the other.

Ends of links are made of the English headings in both languages, so that a link into a page leads
to the same place in either.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator

import markupsafe
import mistune

from compendium.heard import note
from compendium.translations import Told
from compendium.words import say

# Ids the templates give to parts of every page.
OWN_IDS = (
    *("report", "contents", "provenance", "numbers"),
    *("key-facts", "how-sure", "formats", "glossary", "cite"),
)


@dataclasses.dataclass(frozen=True)
class Heading:
    """A heading in a text: its level, the end of a link to it, its own HTML."""

    level: int
    anchor: str
    html: str


def prose(source: str, contents: list[tuple[str, str]], taken: set[str] | None = None) -> str:
    """Markdown as HTML; each second-level heading gets an id and a place in `contents`.

    Ids in `taken` belong to other parts of the page; those given here are added to it.
    """
    html, headings = _read(source, _new(set(OWN_IDS) if taken is None else taken))
    contents += [(h.anchor, h.html) for h in headings if h.level == 2]
    return html


def passage(
    english: str, told: Told | None, lang: str, contents: list[tuple[str, str]], taken: set[str]
) -> str:
    """One text of a notebook in the language of the page, as `prose` gives it.

    Where there is no Welsh, or its headings are not those of the English, the English stands and
    is marked as English; Welsh of an English text that has changed since says so.
    """
    html, headings = _read(english, _new(taken))
    if lang != "en" and html:
        html, headings = _welsh(english, told, headings, lang) or _english(english, html, headings)
    contents += [(h.anchor, h.html) for h in headings if h.level == 2]
    return html


def _welsh(
    english: str, told: Told | None, headings: list[Heading], lang: str
) -> tuple[str, list[Heading]] | None:
    """The Welsh with the ends of links of the English; None where they have no place in it."""
    if told is None:
        return None
    anchors = iter([h.anchor for h in headings])
    html, found = _read(told.cy, lambda text: next(anchors, ""))
    if not html or [h.level for h in found] != [h.level for h in headings]:
        return None
    note(english, told.cy, told.status)
    if told.stale:
        html += f'<p class="note">{markupsafe.escape(say("prose_stale", lang))}</p>\n'
    return html, found


def _english(english: str, html: str, headings: list[Heading]) -> tuple[str, list[Heading]]:
    """English text on a page in Welsh, marked as what it is, in the contents too."""
    note(english, "")
    marked = [dataclasses.replace(h, html=f'<span lang="en">{h.html}</span>') for h in headings]
    return f'<div lang="en">\n{html}</div>\n', marked


def _read(source: str, anchor_of: Callable[[str], str]) -> tuple[str, list[Heading]]:
    """Markdown as HTML, and its headings; `anchor_of` gives the end of a link for each text."""
    renderer = _Prose(anchor_of)
    html = mistune.create_markdown(renderer=renderer, plugins=["table"])(source)
    return html, renderer.headings


def _new(taken: set[str]) -> Callable[[str], str]:
    """What gives each heading an end of a link that nothing on the page has yet."""

    def anchor_of(text: str) -> str:
        anchor = free(slug(text) or "section", taken)
        taken.add(anchor)
        return anchor

    return anchor_of


class _Prose(mistune.HTMLRenderer):
    def __init__(self, anchor_of: Callable[[str], str]):
        super().__init__(escape=True)
        self.anchor_of, self.headings = anchor_of, []

    def heading(self, text: str, level: int, **attrs) -> str:
        anchor = self.anchor_of(text)
        self.headings.append(Heading(level, anchor, text))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # A page is whole without a network: of a picture elsewhere its words remain.
        return super().image(text, url, title) if url.startswith("data:image/") else text


def leading(key: str, id: str, name: str, lang: str) -> markupsafe.Markup:
    """A sentence of words.csv whose `where` is a link to a part of the page, by its name."""
    before, after = say(key, lang, where="\n").split("\n")
    return markupsafe.Markup('{}<a href="#{}">{}</a>{}').format(before, id, name, after)


def free(anchor: str, taken: set[str]) -> str:
    """The anchor, or its first numbered form that nothing on the page has yet."""
    numbered: Iterator[str] = (f"{anchor}-{number}" for number in itertools.count(2))
    return next(a for a in itertools.chain([anchor], numbered) if a not in taken)


def slug(text: str) -> str:
    """A heading as the end of a link: ``what-people-say``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
