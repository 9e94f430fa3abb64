"""What a cell of a table is about, so that a page can lead from it to people's words and back.

A table says this of its cells; whether there is a quote, and where, the quote bank says
(`compendium.displays.qualitative.quote_places`) when a page is rendered, and so does the evidence
trail (`compendium.displays.ways`).
"""

from __future__ import annotations

import dataclasses
import re

# Parts of the quote bank, and one passage in it.
THEME, CMOC, JOINT, PASSAGE = "theme", "cmoc", "joint", "passage"
# A thing of the evidence trail, its `key` what the trail calls it.
TRAIL = "trail"
# Things that other pages show as well, under the same end of a link.
SHOWN_ELSEWHERE = (
    *("finding", "comparison", "joint", "principle", "statement", "cmoc"),
    *("decision", "literature"),
)
# Those of them whose ids come from an export, so that anything may stand in one.
FROM_EXPORTS = ("literature",)


@dataclasses.dataclass(frozen=True)
class About:
    """One cell: a theme, CMOC or row of the joint display, of which group, in which area.

    Also one passage, or a thing of the evidence trail. Blank `group` and `area` are all of them.
    `where` names further columns of the bank and what they must be; `beside` another theme that
    the same `unit` carries. `line` is the line of the cell that is the link, the first unless a
    table says otherwise.
    """

    part: str
    key: str
    group: str = ""
    area: str = ""
    where: tuple[tuple[str, str], ...] = ()
    beside: str = ""
    unit: str = "segment"
    line: int = 0


@dataclasses.dataclass(frozen=True)
class Link:
    """Where a cell leads: an address, what a screen reader says of it, and which line it is."""

    href: str
    label: str
    line: int = 0


def escaped(part: str) -> str:
    """Text as part of the end of a link; what may not stand in one is written by its number.

    >>> escaped("peer advocate")
    'peer~20advocate'
    """
    return re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"~{ord(m.group()):x}", part)


def trail_anchor(thing: str) -> str:
    """The end of a link to a thing of the evidence trail.

    >>> trail_anchor("cmoc:CW01"), trail_anchor("survey:parent/trust")
    ('cmoc-CW01', 'survey-parent~2ftrust')
    """
    kind, _, id = thing.partition(":")
    written = kind in SHOWN_ELSEWHERE and kind not in FROM_EXPORTS
    return f"{kind}-{id if written else escaped(id)}"
