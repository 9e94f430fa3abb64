"""Search within a study's pages, without a server: the page holds what the others say.

Searching needs script; without it the page says so and leads to the reports. What is looked through
is read from the pages themselves, so that nothing can be found that no page shows.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import markupsafe
from lxml import html

from compendium.render.languages import with_notice
from compendium.render.page import TEMPLATES, Provenance, render
from compendium.study import Study
from compendium.words import say

HEADINGS = ("h1", "h2", "h3", "h4")
# Elements whose whole text is one passage.
PASSAGES = ("p", "li", "figcaption", "caption", "th", "td", "dt", "dd", "summary")
# Parts of a page that lead to others, or say on every page the same.
SKIPPED = ("nav", "footer", "style", "script", "colgroup", "thead")
# A cell of a table counts if it is words; numbers are found by their row's name.
WORDY = 16


@dataclasses.dataclass(frozen=True)
class Passages:
    """What one part of a page says: the end of a link to it, its heading, its text."""

    anchor: str
    heading: str
    text: str


def passages_of(page: str) -> Iterator[Passages]:
    """The parts of a page, each under the nearest place that a link can lead to.

    A part with nothing to read is left out.
    """
    texts: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    for anchor, heading, text in _walk(html.fromstring(page).find("body"), _At()):
        headings.setdefault(anchor, heading)
        texts.setdefault(anchor, []).append(text)
    for anchor, found in texts.items():
        yield Passages(anchor, headings[anchor], " ".join(dict.fromkeys(found)))


@dataclasses.dataclass
class _At:
    """Where in a page the walk has come to."""

    anchor: str = ""
    heading: str = ""


def _walk(element, at: _At) -> Iterator[tuple[str, str, str]]:
    for child in element.iterchildren(tag=html.etree.Element):
        if child.tag in SKIPPED:
            continue
        at.anchor = child.get("id") or at.anchor
        text = _read(child)
        if child.tag in HEADINGS:
            at.heading = text
            yield at.anchor, at.heading, text
        elif child.tag in PASSAGES:
            if text and (child.tag != "td" or len(text) >= WORDY):
                yield at.anchor, at.heading, text
            continue
        yield from _walk(child, at)


def _read(element) -> str:
    """The text of an element as it is read: lines apart, no blank before a stop.

    >>> _read(html.fromstring("<p><span>Say it</span><span>again</span>.</p>"))
    'Say it again.'
    """
    return re.sub(r" (?=[.,;:)])", "", " ".join(" ".join(element.itertext()).split()))


@with_notice
def search_page(
    study: Study,
    pages: Iterable[tuple[str, str, Path]],
    provenance: Provenance,
    lang: str,
    made_up: bool,
) -> str:
    """The search page over some pages of a study: each its file, its title and where it lies."""
    found = [
        [file, title, [[p.anchor, p.heading, p.text] for p in passages_of(_text(path))]]
        for file, title, path in pages
    ]
    return render(
        "search.html.j2",
        lang,
        page="search",
        study=study,
        title=say("search_title", lang),
        pages=_as_data(found),
        script=markupsafe.Markup((TEMPLATES / "search.js").read_text(encoding="utf-8")),
        provenance=provenance,
        made_up=made_up,
        team=provenance.profile == "exact",
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _as_data(found: Sequence) -> markupsafe.Markup:
    """JSON that no browser takes for the end of its element, or for markup."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return markupsafe.Markup(text)
