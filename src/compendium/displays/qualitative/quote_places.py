"""The places of the quote bank: which passages stand where, and where those of a cell stand.

A place is named by the end of a link: ``theme/W1.2/parent/A``. Themes go by group, then area;
CMOCs and rows of the joint display by area, then group. A theme holds what stands below it in the
code tree. All of it follows from the released bank alone: what is not in it leads nowhere.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.analysis.qualitative.quote_bank import BETWEEN
from compendium.analysis.survey.sample import ALL_AREAS, SMALL_AREAS
from compendium.disclosure.released import Released
from compendium.displays.about import CMOC, JOINT, PASSAGE, THEME, About, Link, escaped
from compendium.places import page_file
from compendium.words import say

# How the passages of each part are laid out.
LAYOUT = {THEME: ("heading", "area"), CMOC: ("area", "heading"), JOINT: ("area", "heading")}
UNNAMED = "any"
# Where each part's sections are named.
NAMES = {THEME: "code_id", CMOC: "cmoc_id", JOINT: "joint"}


def anchor(*parts: str) -> str:
    """The end of a link; what may not stand in one is written by its number.

    >>> anchor("theme", "W1.2", "peer advocate", "")
    'theme/W1.2/peer~20advocate/any'
    """
    return "/".join(escaped(part or UNNAMED) for part in parts)


def laid_out(released: Released) -> pd.DataFrame:
    """One row per passage and place: `part` and `section`, `outer` and `inner` place in it.

    `key` is the code or CMOC under which the passage itself stands.
    """
    frame = released.frame
    themes = _rolled_up(frame[frame["part"] == THEME], released)
    cmocs = frame[frame["part"] == CMOC]
    parts = [themes, cmocs.assign(section=cmocs["key"]), *_joint(themes, released)]
    whole = pd.concat(parts, ignore_index=True)
    laid = []
    for part, (outer, inner) in LAYOUT.items():
        mine = whole[whole["part"] == part]
        laid.append(mine.assign(outer=mine[outer], inner=mine[inner]))
    return pd.concat(laid)


def _rolled_up(themes: pd.DataFrame, released: Released) -> pd.DataFrame:
    """Each passage in the section of its code, and of every code above that."""
    parent = {code: text.en for code, text in released.labels["parent"].items() if text.en}
    levels = [themes.assign(section=themes["key"])]
    while (above := levels[-1])["section"].isin(parent).any():
        above = above[above["section"].isin(parent)]
        levels.append(above.assign(section=above["section"].map(parent)))
    return pd.concat(levels)


def _joint(themes: pd.DataFrame, released: Released) -> Iterator[pd.DataFrame]:
    """Of each row of the joint display the passages of its themes and of those who speak in it."""
    for row, codes in released.labels.get("joint_codes", {}).items():
        groups = released.labels["joint_groups"][row].en.split(BETWEEN)
        mine = themes[themes["section"].isin(codes.en.split(BETWEEN))]
        mine = mine[mine["group"].isin(groups)]
        # A passage stands once, though a code and one above it are named.
        mine = mine.drop_duplicates(["key", "segment"])
        yield mine.assign(part=JOINT, section=row)


class Places:
    """Where in the quote bank the quotes of a cell stand; `page` is its name, without ending."""

    def __init__(self, page: str, *banks: Released):
        self.page = page
        self.labels = banks[0].labels
        laid = pd.concat([laid_out(bank) for bank in banks], ignore_index=True)
        grouped = laid.groupby(["part", "section"], sort=False, observed=True)
        self.sections = dict(list(grouped))
        # The same cell is asked for in each language and format.
        self._found: dict[About, tuple[str, ...]] = {}

    def link(self, about: About, lang: str) -> Link | None:
        """The link of a cell to the narrowest place that holds all its quotes; None without any."""
        if about.part == PASSAGE:
            return self._to_passage(about, lang)
        if about not in self._found:
            rows = self._rows(about)
            self._found[about] = () if rows.empty else (self._place(about, rows),)
        for place in self._found[about]:
            href = f"{page_file(self.page, lang)}#{place}"
            return Link(href, self._label(about, lang), about.line)
        return None

    def _to_passage(self, about: About, lang: str) -> Link | None:
        """The link to one passage; None where the bank does not show it under a theme."""
        if about.key not in self._passages:
            return None
        href = f"{page_file(self.page, lang)}#{anchor(PASSAGE, about.key)}"
        return Link(href, say("bank_link", lang, what=about.key), about.line)

    @functools.cached_property
    def _passages(self) -> set[str]:
        themes = (rows for (part, _), rows in self.sections.items() if part == THEME)
        return {segment for rows in themes for segment in rows["segment"]}

    def _rows(self, about: About) -> pd.DataFrame:
        section = (about.part, about.key)
        rows = self.sections.get(section, self._nothing)
        wanted = dict(about.where)
        if not set(wanted) <= set(rows.columns) or about.unit not in rows.columns:
            return self._nothing
        cells = self._columns(section)
        fits = np.ones(len(rows), dtype=bool)
        if about.group:
            fits &= (cells["heading"] == about.group) | (cells["group"] == about.group)
        if _one_area(about.area):
            fits &= cells["area"] == about.area
        for column, value in wanted.items():
            fits &= cells[column] == value
        if about.beside:
            other = self._columns((about.part, about.beside))[about.unit]
            fits &= np.isin(cells[about.unit], sorted(set(other) - {""}))
        return rows[fits]

    def _columns(self, section: tuple[str, str]) -> dict[str, np.ndarray]:
        """The columns of a section as plain arrays, which are looked through many times."""
        if section not in self._arrays:
            rows = self.sections.get(section, self._nothing)
            self._arrays[section] = {c: rows[c].to_numpy(dtype="U") for c in rows}
        return self._arrays[section]

    @functools.cached_property
    def _arrays(self) -> dict[tuple[str, str], dict[str, np.ndarray]]:
        return {}

    @functools.cached_property
    def _nothing(self) -> pd.DataFrame:
        return next(iter(self.sections.values())).iloc[:0]

    def _place(self, about: About, rows: pd.DataFrame) -> str:
        """The section, or as much narrower a place in it as holds all the rows."""
        if "segment" in dict(about.where):
            return anchor(PASSAGE, rows["segment"].iloc[0])
        place = [about.part, about.key]
        for level in ("outer", "inner"):
            if rows[level].nunique() > 1:
                break
            place.append(rows[level].iloc[0])
        return anchor(*place)

    def _label(self, about: About, lang: str) -> str:
        """``Quotes: Empathy, parents, Area A``."""
        named = [self.labels[NAMES[about.part]][about.key].say(lang)]
        if about.beside:
            named.append(self.labels[NAMES[about.part]][about.beside].say(lang))
        if about.group:
            name = self.labels["heading"].get(about.group) or self.labels["group"].get(about.group)
            named += [name.say(lang)] if name else []
        if _one_area(about.area):
            named.append(self.labels["area"][about.area].say(lang))
        return say("bank_link", lang, what=", ".join(named))


def _one_area(area: str) -> bool:
    """Whether an area is one of the study's, and not several together."""
    return area not in ("", ALL_AREAS, SMALL_AREAS)
