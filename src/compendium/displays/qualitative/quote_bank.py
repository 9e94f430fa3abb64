"""The quote bank as sections of passages: under each theme or CMOC, by group and area.

For the team each passage says where it stands, what it carries and whether it may be printed; a
public quote says its number, who spoke as far as may be told, and under what else it stands.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium.analysis.qualitative.quote_bank import BETWEEN
from compendium.disclosure.released import Released
from compendium.displays.about import CMOC, JOINT, THEME
from compendium.displays.qualitative.outline import depth
from compendium.displays.qualitative.quote_places import LAYOUT, NAMES, anchor, laid_out
from compendium.displays.text_table import Row, TextTable, paragraphs, translated
from compendium.displays.theory.theory_tables import OF_A_SOURCE
from compendium.intake.dates import is_date
from compendium.words import capitalised, date_text, number_text, say

VALENCES = {"1": "band_favourable", "0": "bank_mixed", "-1": "band_unfavourable"}
STATES = {
    "approved": "bank_approved",
    "waiting": "bank_waiting",
    "refused": "bank_refused",
    "nobody": "bank_nobody",
}
KINDS_OF_TALK = {
    "interview": "bank_interview",
    "open_answer": "bank_open_answer",
    "observation": "bank_observation",
}
# How many stand in a section, without and with what stands below it.
COUNTS = {
    "team": ("bank_count", "bank_count_below"),
    "public": ("bank_count_public", "bank_count_below_public"),
}
# What a display of each part shows: its own sections, and those that only lead to them.
PARTS = {"bank_themes": (THEME, JOINT), "bank_cmocs": (CMOC,)}


@dataclasses.dataclass(frozen=True)
class Passage:
    """What somebody said, their words in English if they are not, who spoke, what is known of it.

    `anchor` is blank where the passage stands further up already. `said_as` is the approved wording
    where that is another.
    """

    anchor: str
    text: str
    lang: str
    translation: str
    said_as: str
    direction: str
    speaker: str
    details: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Block:
    """The passages of one group in one area; `below` leads to codes below: end of link, name."""

    anchor: str
    title: str
    passages: tuple[Passage, ...]
    below: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Section:
    """One theme, CMOC or row of the joint display; blocks in places of their own: end of a link."""

    anchor: str
    title: str
    depth: int
    count: str
    places: tuple[tuple[str, tuple[Block, ...]], ...]


def sections(kind: str, released: Released, lang: str) -> tuple[Section, ...]:
    """The sections of a display of the bank, those without a passage left out."""
    made = _Maker(released, lang)
    parts = _by("part", laid_out(released).to_dict("records"))
    laid = {part: _by("section", rows) for part, rows in parts.items()}
    return tuple(
        made.section(part, key, laid[part][key])
        for part in PARTS[kind]
        for key in released.labels[NAMES[part]]
        if key in laid.get(part, ())
    )


def empty_sections(released: Released, lang: str) -> tuple[str, ...]:
    """The names of the codes and CMOCs of a part under which nothing stands."""
    part = released.frame["part"].iloc[0]
    there = set(laid_out(released)["section"])
    return tuple(t.say(lang) for k, t in released.labels[NAMES[part]].items() if k not in there)


class _Maker:
    """Makes sections; remembers which passages have been shown."""

    def __init__(self, released: Released, lang: str):
        self.released, self.lang, self.shown = released, lang, set()
        self.team = "state" in released.frame
        frame = released.frame
        self.under = frame.groupby("segment", sort=False, observed=True)["key"].agg(list).to_dict()

    def section(self, part: str, key: str, rows: list[dict]) -> Section:
        places, rows = [], sorted(rows, key=self._place_in_order)
        for outer, theirs in _by("outer", rows).items():
            blocks = (self._block(part, key, each) for each in _by("inner", theirs).values())
            places.append((anchor(part, key, outer), tuple(blocks)))
        title = self.released.label(NAMES[part], key, self.lang)
        title = self._say("bank_joint_row", row=title) if part == JOINT else title
        steps = depth(self.released, key) if part == THEME else 0
        count = self._count(part, key, rows)
        return Section(anchor(part, key), title, steps, count, tuple(places))

    def _place_in_order(self, row: dict) -> tuple[int, int]:
        """Groups and areas in the study's order, whichever of the two comes first in a section."""
        orders = {c: list(self.released.labels[c]) for c in ("heading", "area")}
        columns = LAYOUT[row["part"]]
        return tuple(orders[c].index(row[c]) if row[c] else len(orders[c]) for c in columns)

    def _say(self, word: str, **values: str) -> str:
        return say(word, self.lang, **values)

    def _count(self, part: str, key: str, rows: list[dict]) -> str:
        """How many passages stand here, and how many with those that stand below."""
        every = {row["segment"] for row in rows}
        own = every if part == JOINT else {row["segment"] for row in rows if row["key"] == key}
        numbers = {"own": number_text(len(own), 0), "every": number_text(len(every), 0)}
        alone, with_below = COUNTS["team" if self.team else "public"]
        return self._say(alone if own == every else with_below, **numbers)

    def _block(self, part: str, key: str, rows: list[dict]) -> Block:
        first, below = rows[0], _by("key", rows)
        # A row of the joint display has no passages of its own, whatever it is called.
        own = [] if part == JOINT else below.pop(key, [])
        if self.team and part == CMOC:
            own = sorted(own, key=_way)
        return Block(
            anchor(part, key, first["outer"], first["inner"]),
            self._who(first["heading"], first["area"]),
            tuple(self._passage(row) for row in own),
            tuple(self._below(code, each) for code, each in below.items()),
        )

    def _below(self, code: str, rows: list[dict]) -> tuple[str, str]:
        name = self.released.label("code_id", code, self.lang)
        place = anchor(THEME, code, rows[0]["heading"], rows[0]["area"])
        return place, self._say("bank_below", theme=name, number=number_text(len(rows), 0))

    def _who(self, heading: str, area: str) -> str:
        name = capitalised(self.released.label("heading", heading, self.lang))
        return f"{name}, {self.released.label('area', area, self.lang)}" if area else name

    def _passage(self, row: dict) -> Passage:
        new = row["segment"] not in self.shown
        self.shown.add(row["segment"])
        approved = row.get("approved_text", "")
        ways = row.get("direction", "").split(BETWEEN)
        return Passage(
            anchor("passage", row["segment"]) if new and row["part"] == THEME else "",
            row["text"],
            row["lang"] or "en",
            row["translation"],
            approved if approved != row["text"] else "",
            capitalised(", ".join(self._say(OF_A_SOURCE[w]) for w in ways if w)),
            self._speaker(row),
            self._details(row) if self.team else self._public_details(row),
        )

    def _speaker(self, row: dict) -> str:
        column = "group" if row["group"] else "heading"
        who = self.released.label(column, row[column], self.lang)
        area = self.released.label("area", row["area"], self.lang) if row["area"] else ""
        person = row.get("person", "")
        if row.get("pseudonym"):
            person = self._say("bank_person", name=row["pseudonym"], person=person)
        return capitalised(", ".join(filter(None, [person, who, area])))

    def _public_details(self, row: dict) -> tuple[str, ...]:
        number = row["segment"].removeprefix("quote ")
        also = [c for c in self.under[row["segment"]] if c != row["key"]]
        names = "; ".join(self.released.label(NAMES[row["part"]], c, self.lang) for c in also)
        said = [self._say("bank_quote", number=number)]
        return tuple(said + ([self._say("bank_also", themes=names)] if also else []))

    def _details(self, row: dict) -> tuple[str, ...]:
        return tuple(
            filter(
                None,
                (
                    self._place(row),
                    self._attributes(row),
                    self._also(row),
                    self._evidence(row),
                    self._say(VALENCES[row["valence"]]) if row["valence"] else "",
                    self._say(STATES[row["state"]]),
                    self._untranslated(row),
                ),
            )
        )

    def _untranslated(self, row: dict) -> str:
        english = row["lang"] in ("en", "") or row["translation"]
        return "" if english else self._say("bank_untranslated")

    def _place(self, row: dict) -> str:
        place = {c: row[c] for c in ("event", "turn", "start", "end")}
        return self._say("bank_place" if row["turn"] else "bank_place_no_turn", **place)

    def _attributes(self, row: dict) -> str:
        day = row["date"]
        if day and is_date(day):
            day = date_text(dt.date.fromisoformat(day), self.lang)
        method = row["method"].replace("_", " ")
        kind = self._say(KINDS_OF_TALK[row["data_type"]])
        own = method if row["data_type"] == "interview" and method else kind
        return ", ".join(filter(None, [own, row["round"], day]))

    def _also(self, row: dict) -> str:
        codes = [c for c in row["codes"].split(BETWEEN) if c]
        others = [c for c in codes if row["part"] != THEME or c != row["key"]]
        names = "; ".join(self.released.label("code_id", c, self.lang) for c in others)
        word = "bank_also" if row["part"] == THEME else "bank_coded"
        return self._say(word, themes=names) if names else ""

    def _evidence(self, row: dict) -> str:
        said = []
        for cited in filter(None, row["cmocs"].split(BETWEEN)):
            way, rival, cmoc = cited.split(":", 2)
            if row["part"] == CMOC and cmoc == row["key"] and not rival:
                continue
            word = "bank_cites_rival" if rival else "bank_cites"
            said.append(self._say(word, cmoc=cmoc, direction=self._say(OF_A_SOURCE[way])))
        return self._say("bank_evidence", evidence="; ".join(said)) if said else ""


def bank_table(kind: str, released: Released, lang: str) -> TextTable:
    """The bank as a table: a heading per theme or CMOC, and a row per passage below it."""
    rows = []
    for section in sections(kind, released, lang):
        passages = [p for _, blocks in section.places for b in blocks for p in b.passages]
        rows += [Row(section.title, ("", ""))] if passages else []
        for p in passages:
            words = paragraphs(p.text, translated(p.translation, lang))
            details = paragraphs(p.direction, *p.details)
            rows.append(Row(p.speaker, (words, details), depth=1))
    heads = (say("speaker", lang), say("quote", lang), say("bank_details", lang))
    return TextTable(heads, tuple(rows), (False, False), widths=(18, 50, 32))


def bank_themes_table(released: Released, lang: str) -> TextTable:
    """The passages under each theme as a table."""
    return bank_table("bank_themes", released, lang)


def bank_cmocs_table(released: Released, lang: str) -> TextTable:
    """The passages under each CMOC as a table."""
    return bank_table("bank_cmocs", released, lang)


def _by(column: str, rows: list[dict]) -> dict[str, list[dict]]:
    """The rows by what they have in one column, in the order in which it occurs."""
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _way(row: dict) -> int:
    return list(OF_A_SOURCE).index(row["direction"].split(BETWEEN)[0])
