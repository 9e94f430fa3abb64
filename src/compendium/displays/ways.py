"""Where the cells and rows of a page lead: to people's words, along the evidence trail, and back.

The quote bank and the trail stand on pages of their own. A row that the trail knows leads to its
entry there; on the trail's page an entry leads to the page on which the thing itself is shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from compendium.displays.about import TRAIL, About, Link, trail_anchor
from compendium.displays.qualitative.quote_places import Places
from compendium.displays.text_table import Abouts, Row
from compendium.words import say


@dataclasses.dataclass(frozen=True)
class Shown:
    """Where a thing is shown: its page with the end of the link, and the page's title."""

    href: str
    title: str


@dataclasses.dataclass(frozen=True)
class Ways:
    """What there is to lead to.

    Parameters
    ----------
    quotes : Places, optional
        The places of the quote bank, if there is one.
    trail : frozenset of str
        The entries of the evidence trail, by the end of a link to each.
    trail_page : str
        The page they stand on; blank for that page itself.
    shown : mapping of str to Shown
        On the trail's page: where other pages show a thing, by the end of a link.
    """

    quotes: Places | None = None
    trail: frozenset[str] = frozenset()
    trail_page: str = ""
    shown: Mapping[str, Shown] = dataclasses.field(default_factory=dict)

    def links(self, abouts: Abouts, lang: str) -> tuple[Link, ...]:
        """The links of one cell."""
        each = abouts if isinstance(abouts, tuple) else (abouts,)
        found = (self._link(about, lang) for about in each if about)
        return tuple(link for link in found if link)

    def _link(self, about: About, lang: str) -> Link | None:
        if about.part != TRAIL:
            return self.quotes.link(about, lang) if self.quotes else None
        href = self.to_trail(trail_anchor(about.key))
        return Link(href, say("trail_link", lang), about.line) if href else None

    def to_trail(self, anchor: str) -> str:
        """Where the entry of a thing stands; blank where the trail does not have it."""
        return f"{self.trail_page}#{anchor}" if anchor in self.trail else ""

    def lead(self, row: Row, lang: str) -> Link | None:
        """Where the head of a row leads: to its entry in the trail, or from there to its page."""
        if not self.trail_page:
            shown = self.shown.get(row.anchor)
            return Link(shown.href, say("trail_shown", lang, page=shown.title)) if shown else None
        href = self.to_trail(row.anchor)
        return Link(href, say("trail_link", lang)) if href else None
