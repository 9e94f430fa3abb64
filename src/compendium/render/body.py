"""From an executed notebook to the parts of a page: prose, figures, tables, quotes.

Only markdown and display records are taken; whatever else an output holds is not looked at.
Text from data is escaped by the template, text from notebooks by mistune.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

from compendium.disclosure.profile import profiles
from compendium.displays.about import Link
from compendium.displays.behind import behind_caption
from compendium.displays.conclusions.audience_tables import PLAIN, WRITTEN, Written, written_of
from compendium.displays.conclusions.findings import anchor_of, conclusions
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import data_uri, has_figure, svg
from compendium.displays.number_account import METHOD
from compendium.displays.qualitative.quote_bank import PARTS, Section, empty_sections, sections
from compendium.displays.qualitative.quote_tables import attribution
from compendium.displays.record import RECORD_MIME, Display, from_record
from compendium.displays.tables import table
from compendium.displays.text_table import Row, TextTable
from compendium.displays.ways import Ways
from compendium.render.absences import without_idle_texts
from compendium.render.people import with_people
from compendium.render.prose import OWN_IDS, free, leading, passage
from compendium.translations import Translations, split_title, told_of
from compendium.words import say

HIDDEN = "remove-cell"
# Of cells that show what the team alone sees, the second in a section: one sentence says enough.
TEAM = "team-only"
# A display whose cells lead along the evidence trail.
TRAIL = "trail"
# Several of these in one cell begin a section each.
SECTION = "cmocs"
# What the list of these sections is called in links.
LIST = "one-by-one"
# Records of displays with what was restored from them, by the records' ids.
_KEPT: dict[int, tuple[dict, Display]] = {}
MOST_KEPT = 512


@dataclasses.dataclass(frozen=True)
class Quote:
    """One person's words, their translation if they are not English, and who spoke."""

    text: str
    lang: str
    translation: str
    speaker: str


@dataclasses.dataclass(frozen=True)
class Finding:
    """A sentence somebody concluded, who and when, and what carries it: (link, name) each.

    The link is blank where neither the page nor the trail shows the evidence. `anchor` is the end
    of a link to the finding, `entry` that to its entry in the evidence trail, `trail` the link.
    `pieces` are the sentence again, a text and the name of the value it is, or blank; `numbers`
    where these values lead, by name.
    """

    text: str
    signed: str
    evidence: tuple[tuple[str, str], ...]
    anchor: str = ""
    entry: str = ""
    trail: str = ""
    id: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    numbers: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Block:
    """One part of a page: `kind` is prose, figure, table, quotes, bank, written or findings.

    `without` are the sections of a quote bank in which nothing stands. `here` are further ends of
    links that lead to it. `heading` stands above what begins a section of its own, with a link to
    its `entry` in the evidence trail, and one `back` to the list whose `jumps`, ends of links and
    names, lead to such sections.
    `level` is that of a box's heading: the third in a section, the second before all sections.
    `pieces` are the caption's: a text, and whether it is a number of what is shown.
    `behind` is n, where the caption does not say it. `display` is what it shows, and `about` a link
    to what its numbers are about.
    """

    kind: str
    html: str = ""
    id: str = ""
    number: int = 0
    caption: str = ""
    pieces: tuple[tuple[str, bool], ...] = ()
    alt: str = ""
    notes: tuple[str, ...] = ()
    images: dict[str, str] = dataclasses.field(default_factory=dict)
    table: TextTable | None = None
    here: tuple[str, ...] = ()
    heading: str = ""
    entry: str = ""
    back: str = ""
    jumps: tuple[tuple[str, str], ...] = ()
    themes: tuple[tuple[str, tuple[Quote, ...]], ...] = ()
    findings: tuple[Finding, ...] = ()
    written: tuple[Written, ...] = ()
    sections: tuple[Section, ...] = ()
    without: tuple[str, ...] = ()
    level: int = 3
    made_up: bool = False
    behind: str = ""
    display: Display | None = None
    about: str = ""


@dataclasses.dataclass(frozen=True)
class Body:
    """A page's content: its blocks, its sections for the contents, where the data come from.

    `opening` holds what stands before the first section, the headline: it is read before the
    contents. `displays` are those on the page, in their order; `accounts` are what the numbers are
    about (`compendium.render.numbers`). `plain`: it is in plain words, and set in large print.
    """

    lead: str
    opening: tuple[Block, ...]
    blocks: tuple[Block, ...]
    contents: tuple[tuple[str, str], ...]
    origin: str
    displays: tuple[Display, ...] = ()
    accounts: tuple[object, ...] = ()
    plain: bool = False


@dataclasses.dataclass
class _Used:
    """What parts of a page have used so far: later ones number on and repeat nothing.

    `taken` are ends of links, `numbers` the last figure's and table's, `methods` what was told of
    calculations and under what: its id and name.
    """

    taken: set[str]
    numbers: dict[str, int] = dataclasses.field(default_factory=lambda: {"figure": 0, "table": 0})
    methods: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)


def body(
    notebook, lang: str, ways: Ways | None = None, translations: Translations | None = None
) -> Body:
    """The content of one executed notebook, in one language.

    `ways` says where cells, rows and findings lead: the quote bank and trail built beside it.
    `translations` are its text cells in Welsh, by id; English stands where there is none.
    """
    ways, translations = ways or Ways(), translations or {}
    groups: list[list[Block]] = []
    contents, lead = [], ""
    displays: list[Display] = []
    own = {d.id for c in notebook.cells for d in displays_of(c)}
    used = _Used({*OWN_IDS, *own, *(f"{id}-title" for id in own)})
    for cell in shown_cells(notebook):
        if cell.cell_type != "markdown":
            here = displays_of(cell)
            displays += here
            groups.append(list(_blocks(here, used, ways, lang)))
            continue
        source, told = cell.source, told_of(cell, translations)
        if not lead and source.startswith("# "):
            # The page has a title of its own; what stands under the notebook's is the lead.
            source, told = split_title(source)[1], told and told.parts[1]
            lead = passage(source, told, lang, contents, used.taken)
        else:
            html = passage(source, told, lang, contents, used.taken)
            groups.append([Block("prose", html=html)])
    blocks = [_linked(block, used.taken, ways) for block in without_idle_texts(groups)]
    blocks = with_people(blocks, displays, lang)
    origins = {d.data.origin for d in displays}
    begins = next((i for i, block in enumerate(blocks) if "<h2" in block.html), 0)
    return Body(
        lead,
        tuple(dataclasses.replace(block, level=2) for block in blocks[:begins]),
        tuple(blocks[begins:]),
        tuple(contents),
        origin="synthetic" if "synthetic" in origins else "real",
        displays=tuple(displays),
        plain=any(d.kind in PLAIN for d in displays),
    )


def _blocks(displays: list[Display], used: _Used, ways: Ways, lang: str) -> Iterator[Block]:
    """The blocks of one cell's displays; several configurations begin a section each."""
    headings = {d.id: _named(d, lang) for d in displays if d.kind == SECTION}
    headings = headings if len(headings) > 1 else {}
    back = ""
    if headings:
        back = free(LIST, used.taken)
        used.taken.add(back)
        yield Block("jumps", id=back, jumps=tuple(headings.items()))
    for display in displays:
        block = _with_links(_block(display, lang, used.numbers), ways, lang)
        if display.id in headings:
            entry = ways.to_trail(f"cmoc-{display.data.frame['cmoc_id'].iloc[0]}")
            heading = headings[display.id]
            block = dataclasses.replace(block, heading=heading, entry=entry, back=back)
        block = dataclasses.replace(block, notes=_notes(display, block, used.methods, lang))
        yield _anchored_once(block, used.taken)


def _named(display: Display, lang: str) -> str:
    """What the one configuration of a display is called."""
    return display.data.label("cmoc_id", display.data.frame["cmoc_id"].iloc[0], lang)


def _is_public(notebook) -> bool:
    """Whether anything in it was released under a public profile, or one that is not known."""
    used = {d.data.profile for c in notebook.cells for d in displays_of(c)}
    return any(profiles()[p].public if p in profiles() else True for p in used)


def shown_cells(notebook) -> list:
    """The cells of an executed notebook that its page shows."""
    left_out = {HIDDEN, TEAM} if _is_public(notebook) else {HIDDEN}
    return [c for c in notebook.cells if not left_out & set(c.metadata.get("tags", []))]


def displays_of(cell) -> list[Display]:
    """The displays a code cell holds."""
    return [
        _display(output["data"][RECORD_MIME])
        for output in cell.get("outputs", [])
        if RECORD_MIME in output.get("data", {})
    ]


def _display(record: dict) -> Display:
    """The display behind a record, restored once while the same record is asked for again.

    Page, documents and downloads are made of the same notebook, one after another.
    """
    kept = _KEPT.get(id(record))
    # The record is kept with it, so that its id is no other's.
    if kept is None or kept[0] is not record:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(record)] = record, from_record(record)
    return kept[1]


def _block(display: Display, lang: str, numbers: dict[str, int]) -> Block:
    pieces = display.caption.pieces(lang)
    common = {
        "id": display.id,
        "caption": "".join(text for text, _ in pieces),
        "pieces": pieces,
        "made_up": display.data.origin == "synthetic",
        "here": _comparisons(display),
        "display": display,
    }
    if display.kind == "quotes":
        return Block("quotes", themes=_themes(display, lang), **common)
    if display.kind in PARTS:
        without = empty_sections(display.data, lang) if "state" in display.data.frame else ()
        found = sections(display.kind, display.data, lang)
        return Block("bank", sections=found, without=without, **common)
    if display.kind in ("findings", "plain_findings"):
        return Block(display.kind, findings=_findings(display, lang), **common)
    if display.kind in WRITTEN:
        return Block("written", written=written_of(display.data, lang), **common)
    if display.kind == "absent":
        return Block("absent", **common)
    kind = "figure" if has_figure(display) else "table"
    numbers[kind] += 1
    images = {}
    if kind == "figure":
        images = {w.name: data_uri(svg(display, lang, w)) for w in (PAGE, PHONE)}
    alt, n = (
        sentence.say(lang) if sentence else ""
        for sentence in (display.alt, behind_caption(display))
    )
    common |= {"number": numbers[kind], "alt": alt, "behind": n}
    return Block(kind, images=images, table=table(display, lang), **common)


def _notes(
    display: Display, block: Block, methods: dict[str, tuple[str, str]], lang: str
) -> tuple[str, ...]:
    """What stands under a display; a method the page has told already leads to where it is.

    `methods` is what has been told so far, and under what: its id and name. This one's is added.
    """
    how, more = [], []
    for sentence in display.note:
        (how if sentence.key.startswith(METHOD) else more).append(sentence.say(lang))
    if block.table and any(links for row in block.table.rows for links in row.links):
        key = "note_cells_lead_figure" if block.kind == "figure" else "note_cells_lead"
        key = "note_trail_leads" if display.kind == TRAIL else key
        more.append(say(key, lang))
    told = " ".join(how)
    if told in methods:
        return leading("method_as_under", *methods[told], lang), *more
    if told and block.number:
        name = say(f"{block.kind}_number", lang, number=str(block.number))
        methods[told] = (block.id, name)
    return *how, *more


def _with_links(block: Block, ways: Ways, lang: str) -> Block:
    """The block, cells and rows of its table leading where there is something to lead to."""
    if block.table is None:
        return block
    rows = tuple(
        dataclasses.replace(row, links=_links(row, ways, lang), lead=ways.lead(row, lang))
        for row in block.table.rows
    )
    return dataclasses.replace(block, table=dataclasses.replace(block.table, rows=rows))


def _links(row: Row, ways: Ways, lang: str) -> tuple[tuple[Link, ...], ...]:
    """Of each cell where what it is about stands; a blank cell leads nowhere."""
    return tuple(
        ways.links(about, lang) if text else ()
        for about, text in itertools.zip_longest(row.about, row.cells)
    )


def _themes(display: Display, lang: str) -> tuple[tuple[str, tuple[Quote, ...]], ...]:
    released = display.data
    themes: dict[str, list[Quote]] = {}
    for i, row in released.frame.iterrows():
        name = released.label("code_id", row["code_id"], lang)
        themes.setdefault(name, []).append(
            Quote(
                row["text"], row["lang"] or "en", row["translation"], attribution(released, i, lang)
            )
        )
    return tuple((name, tuple(quotes)) for name, quotes in themes.items())


def _findings(display: Display, lang: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            found.sentence.say(lang),
            found.signed(lang),
            tuple((anchor_of(e), text.say(lang)) for e, text in found.evidence.items()),
            anchor=anchor_of(f"finding:{found.finding_id}"),
            entry=anchor_of(f"finding:{found.finding_id}"),
            id=found.finding_id,
            pieces=found.sentence.pieces(lang),
        )
        for found in conclusions(display.data)
    )


def _comparisons(display: Display) -> tuple[str, ...]:
    """The ends of links to the planned comparisons of a plot, which a finding may rest on."""
    if display.kind != "forest":
        return ()
    return tuple(anchor_of(f"comparison:{c}") for c in display.data.frame["comparison"].unique())


def _anchored_once(block: Block, taken: set[str]) -> Block:
    """The block, its rows, findings and comparisons keeping an anchor nothing on the page has."""

    def free(anchor: str) -> str:
        if not anchor or anchor in taken:
            return ""
        taken.add(anchor)
        return anchor

    here = tuple(filter(None, map(free, block.here)))
    findings = tuple(dataclasses.replace(f, anchor=free(f.anchor)) for f in block.findings)
    block = dataclasses.replace(block, here=here, findings=findings)
    if block.table is None:
        return block
    rows = tuple(dataclasses.replace(row, anchor=free(row.anchor)) for row in block.table.rows)
    return dataclasses.replace(block, table=dataclasses.replace(block.table, rows=rows))


def _linked(block: Block, taken: set[str], ways: Ways) -> Block:
    """The block, its findings linked to their evidence, on the page or in the trail."""

    def href(anchor: str) -> str:
        return f"#{anchor}" if anchor in taken else ways.to_trail(anchor)

    linked = tuple(
        dataclasses.replace(
            found,
            evidence=tuple((href(anchor), name) for anchor, name in found.evidence),
            trail=ways.to_trail(found.entry),
        )
        for found in block.findings
    )
    return dataclasses.replace(block, findings=linked)
