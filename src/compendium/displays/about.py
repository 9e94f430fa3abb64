"""What a cell of a table is about, so that a page can lead from it to people's words.

A table says this of its cells; whether there is a quote, and where, the quote bank says
(`compendium.displays.quote_places`) when a page is rendered.
"""

from __future__ import annotations

import dataclasses

# Parts of the quote bank.
THEME, CMOC, JOINT = "theme", "cmoc", "joint"


@dataclasses.dataclass(frozen=True)
class About:
    """One cell: a theme, CMOC or row of the joint display, of which group, in which area.

    Blank `group` and `area` are all of them. `where` names further columns of the bank and what
    they must be; `beside` another theme that the same `unit` carries. `line` is the line of the
    cell that is the link, the first unless a table says otherwise.
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
