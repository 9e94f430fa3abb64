"""Numbers of a page lead to what they are about: a section at its end, with an entry for each row.

A number in a sentence leads to the entry of the row it was taken from, where the page shows that
table, and else to an entry of its own. Everything follows from the page's display records and the
study's public definitions, so that the page can be made again from them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from compendium.conclusions import ValueReference
from compendium.displays.about import CMOC, JOINT, THEME, TRAIL, About, Link
from compendium.displays.number_account import Account, Fact, account
from compendium.displays.text_table import NumberLink, Row
from compendium.displays.ways import Ways
from compendium.render.body import Block, Body, Finding
from compendium.render.references import own_facts, same_row, shown_in
from compendium.study import Study
from compendium.words import say

# Ends of links: to an account and its entries, and back to the number. No heading has a dot in its.
TO, BACK = "n.", "q."
# The account of numbers in sentences whose tables stand on other pages.
ELSEWHERE = "x"
# The measure that says how many left a question out.
LEFT_OUT = "missing_items"
# What the quote bank has places for.
QUOTED = (THEME, CMOC, JOINT)


@dataclasses.dataclass(frozen=True)
class PageEntry:
    """One entry: its end of a link, name and facts, where more on the same stands, the way back.

    `returns` are the words of the way back.
    """

    anchor: str
    name: str
    facts: tuple[Fact, ...]
    links: tuple[Link, ...] = ()
    back: str = ""
    returns: str = ""


@dataclasses.dataclass(frozen=True)
class PageAccount:
    """The account of one display: what it is called, a link to it, what its numbers share."""

    anchor: str
    name: str
    shown: str
    facts: tuple[Fact, ...]
    entries: tuple[PageEntry, ...]


@dataclasses.dataclass(frozen=True)
class _Told:
    """A block with its account, and its number among those of the page."""

    block: Block
    account: Account
    number: int

    def anchor(self, row: int | None = None) -> str:
        return f"{TO}{self.number}" + ("" if row is None else f".{row}")


def with_numbers(content: Body, study: Study, ways: Ways | None, lang: str) -> Body:
    """The page's content, numbers of its tables and findings leading to what they are about."""
    told = list(_accounts(content, study, lang))
    # By the block itself: a display may be shown twice, and leads to its account the first time.
    tables = {id(t.block): _linked(t) for t in told}
    sentences = _Sentences(study, told, lang)

    def done(block: Block) -> Block:
        if block.kind == "findings":
            found = tuple(map(sentences.linked, block.findings))
            return dataclasses.replace(block, findings=found)
        return tables.get(id(block), block)

    opening, rest = (tuple(map(done, part)) for part in (content.opening, content.blocks))
    accounts = [_page_account(t, tables[id(t.block)], told, study, ways, lang) for t in told]
    accounts = [sentences.back_from(each) for each in accounts]
    accounts += sentences.elsewhere()
    title = (("numbers", say("numbers_title", lang)),) if accounts else ()
    return dataclasses.replace(
        content,
        opening=opening,
        blocks=rest,
        contents=(*content.contents, *title),
        accounts=tuple(accounts),
    )


def _accounts(content: Body, study: Study, lang: str) -> Iterator[_Told]:
    """The accounts of the page's figures and tables, each display once."""
    seen: set[str] = set()
    for block in (*content.opening, *content.blocks):
        if not block.display or block.table is None or block.id in seen:
            continue
        seen.add(block.id)
        found = account(block.display, block.table, study, lang)
        if found:
            yield _Told(block, found, len(seen))


def _linked(told: _Told) -> Block:
    """The block, rows of its table that have an entry leading there."""
    table = told.block.table
    rows = tuple(
        _row(row, told, n, table.wordy) if n in told.account.entries else row
        for n, row in enumerate(table.rows)
    )
    table = dataclasses.replace(table, rows=rows)
    return dataclasses.replace(told.block, table=table, about=f"#{told.anchor()}")


def _row(row: Row, told: _Told, number: int, wordy: bool) -> Row:
    """A row whose cells lead to its entry, but for those that lead elsewhere; if all do, its head.

    Where that leads elsewhere too, and in tables that are read, a link of its own leads there.
    """
    taken = [bool(links) for links in row.links] or [False] * len(row.cells)
    cells = tuple(
        bool(text) and not away and not wordy for text, away in zip(row.cells, taken, strict=True)
    )
    anchor = told.anchor(number)
    head = not (wordy or row.lead or any(cells))
    link = NumberLink(f"#{anchor}", BACK + anchor.removeprefix(TO), cells, head)
    return dataclasses.replace(row, number=link)


def _page_account(
    told: _Told, block: Block, every: list[_Told], study: Study, ways: Ways | None, lang: str
) -> PageAccount:
    """The account as the page shows it; `block` has the ways back, `every` the page's accounts."""
    name = say(f"{block.kind}_number", lang, number=str(block.number))
    ways, returns = ways or Ways(), say("numbers_back", lang)
    entries = []
    for n, entry in told.account.entries.items():
        row = block.table.rows[n]
        links = (*ways.links(_about(row, told, study), lang), *_left_out(row, told, every, lang))
        back = row.number.id
        entries.append(PageEntry(told.anchor(n), entry.name, entry.facts, links, back, returns))
    name = f"{name}. {block.caption}"
    shared = told.account.facts
    return PageAccount(told.anchor(), name, f"#{block.id}", shared, tuple(entries))


def _about(row: Row, told: _Told, study: Study) -> tuple[About, ...]:
    """The themes, configurations or rows of the joint display that a row is about, each whole.

    Last the question or topic itself, as the evidence trail has it.
    """
    released = told.block.display.data
    frame = released.frame
    each = (one for cell in row.about for one in (cell if isinstance(cell, tuple) else (cell,)))
    found = [About(one.part, one.key) for one in each if one and one.part in QUOTED]
    if row.of and "construct" in frame:
        topic = frame.at[row.of[0], "construct"]
        rows = (joint.row for joint in study.header.joint_display if joint.construct == topic)
        found += [About(JOINT, name) for name in rows]
        topic = frame.at[row.of[0], "item_id"] if "item_id" in frame else topic
        found += [
            About(TRAIL, f"survey:{f}/{topic}") for f in released.labels.get("asked_with", ())
        ]
    return tuple(dict.fromkeys(found))


def _left_out(row: Row, told: _Told, every: list[_Told], lang: str) -> Iterator[Link]:
    """A link to how many left the question of a row out, where the page tells that of it."""
    released = told.block.display.data
    if not row.of or "item_id" not in released.frame or released.measure == LEFT_OUT:
        return
    item = released.frame.at[row.of[0], "item_id"]
    for other in (t for t in every if t.block.display.data.measure == LEFT_OUT):
        items = other.block.display.data.frame["item_id"]
        for n, entry in other.account.entries.items():
            if entry.of and items[entry.of[0]] == item:
                yield Link(f"#{other.anchor(n)}", say("numbers_left_out", lang))


class _Sentences:
    """The numbers in a page's findings: where each leads, and what leads back to its sentence."""

    def __init__(self, study: Study, told: list[_Told], lang: str):
        self.study, self.told, self.lang = study, told, lang
        self.said: dict[str, dict[Link, None]] = {}
        self.own: dict[str, PageEntry] = {}

    def linked(self, finding: Finding) -> Finding:
        """The finding, its numbers leading to the entry of the row they were taken from."""
        numbers = {n: self._entry(finding, text, n) for text, n in finding.pieces if n}
        return dataclasses.replace(finding, numbers={n: to for n, to in numbers.items() if to})

    def _entry(self, finding: Finding, text: str, name: str) -> str:
        """The link of one number: to a row of this page, or to an entry of its own."""
        found = next((f for f in self.study.findings if f.finding_id == finding.id), None)
        if found is None or name not in found.values:
            return ""
        reference = found.values[name]
        site = reference.site or found.site
        anchor = self._shown(reference, site, text)
        if not anchor:
            alike = [n for n, other in found.values.items() if same_row(other, reference)]
            anchor = f"{TO}{ELSEWHERE}.{finding.id}.{alike[0]}"
            said = tuple(t for t, n in finding.pieces if n in alike)
            self.own[anchor] = self._own(anchor, finding, said, reference, site)
        elif finding.anchor:
            said_in = say("numbers_said_in", self.lang, finding=finding.id)
            self.said.setdefault(anchor, {})[Link(f"#{finding.anchor}", said_in)] = None
        return f"#{anchor}"

    def _shown(self, reference: ValueReference, site: str, text: str) -> str:
        """The end of a link to what the page tells of the row referred to; blank where nothing."""
        for each in self.told:
            row = shown_in(each.block.display.data, reference, site, text, self.lang)
            if row is not None:
                entries = each.account.entries.items()
                return each.anchor(next((n for n, entry in entries if row in entry.of), None))
        return ""

    def _own(
        self,
        anchor: str,
        finding: Finding,
        said: tuple[str, ...],
        reference: ValueReference,
        site: str,
    ) -> PageEntry:
        """The entry of all numbers that a finding takes from one row."""
        facts = own_facts(reference, site, self.study, self.lang)
        trail = Link(finding.trail, say("trail_of_finding", self.lang))
        name = say("numbers_value", self.lang, what="; ".join(said), finding=finding.id)
        links, returns = (trail,) if finding.trail else (), say("numbers_back_sentence", self.lang)
        return PageEntry(anchor, name, facts, links, finding.anchor, returns)

    def back_from(self, account: PageAccount) -> PageAccount:
        """The account, its entries leading also to the findings that their numbers are said in."""
        entries = tuple(
            dataclasses.replace(e, links=(*e.links, *self.said.get(e.anchor, ())))
            for e in account.entries
        )
        return dataclasses.replace(account, entries=entries)

    def elsewhere(self) -> list[PageAccount]:
        """The account of numbers whose tables the page does not show, if there are any."""
        heading, entries = say("numbers_elsewhere", self.lang), tuple(self.own.values())
        return [PageAccount(f"{TO}{ELSEWHERE}", heading, "", (), entries)] if entries else []
