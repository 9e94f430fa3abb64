"""From an executed notebook to the parts of a page: prose, figures, tables, quotes.

Only markdown and display records are taken; whatever else an output holds is not looked at.
Text from data is escaped by the template, text from notebooks by mistune.
"""

from __future__ import annotations

import base64
import dataclasses
import itertools
import re
import unicodedata

import mistune

from compendium.disclosure.profile import profiles
from compendium.displays.about import Link
from compendium.displays.canvas import PAGE, PHONE
from compendium.displays.figures import has_figure, svg
from compendium.displays.findings import anchor_of, conclusions
from compendium.displays.quote_bank import PARTS, Section, empty_sections, sections
from compendium.displays.quote_places import Places
from compendium.displays.record import RECORD_MIME, Display, from_record
from compendium.displays.tables import TextTable, attribution, table
from compendium.displays.text_table import Row
from compendium.words import say

HIDDEN = "remove-cell"
# Of cells that show what the team alone sees, the second in a section: one sentence says enough.
TEAM = "team-only"
# Sentences of a note that say how something was worked out, and what that rests on.
METHOD = ("method_", "assumption_")
# Ids the templates give to parts of every page.
OWN_IDS = ("report", "contents", "provenance")


@dataclasses.dataclass(frozen=True)
class Quote:
    """One person's words, their translation if they are not English, and who spoke."""

    text: str
    lang: str
    translation: str
    speaker: str


@dataclasses.dataclass(frozen=True)
class Finding:
    """A sentence somebody concluded, who and when, and what carries it: (anchor, name) each.

    The anchor is blank where the page does not show the evidence.
    """

    text: str
    signed: str
    evidence: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Block:
    """One part of a page: `kind` is prose, figure, table, quotes, bank or findings.

    `without` are the sections of a quote bank in which nothing stands.
    `level` is that of a box's heading: the third in a section, the second before all sections.
    """

    kind: str
    html: str = ""
    id: str = ""
    number: int = 0
    caption: str = ""
    alt: str = ""
    notes: tuple[str, ...] = ()
    images: dict[str, str] = dataclasses.field(default_factory=dict)
    table: TextTable | None = None
    themes: tuple[tuple[str, tuple[Quote, ...]], ...] = ()
    findings: tuple[Finding, ...] = ()
    sections: tuple[Section, ...] = ()
    without: tuple[str, ...] = ()
    level: int = 3
    made_up: bool = False


@dataclasses.dataclass(frozen=True)
class Body:
    """A page's content: its blocks, its sections for the contents, where the data come from.

    `opening` holds what stands before the first section, the headline: it is read before the
    contents.
    """

    lead: str
    opening: tuple[Block, ...]
    blocks: tuple[Block, ...]
    contents: tuple[tuple[str, str], ...]
    origin: str


def body(notebook, lang: str, quotes: Places | None = None) -> Body:
    """The content of one executed notebook, in one language.

    `quotes` are the places of the quote bank built beside it: cells of tables lead there.
    """
    blocks, contents, lead = [], [], ""
    displays: list[Display] = []
    numbers = {"figure": 0, "table": 0}
    methods: dict[str, str] = {}
    own = {d.id for c in notebook.cells for d in displays_of(c)}
    taken, anchors = {*OWN_IDS, *own, *(f"{id}-title" for id in own)}, {}
    left_out = {HIDDEN, TEAM} if _is_public(notebook) else {HIDDEN}
    for cell in notebook.cells:
        if left_out & set(cell.metadata.get("tags", [])):
            continue
        if cell.cell_type == "markdown":
            source = cell.source
            if not lead and source.startswith("# "):
                # The page has a title of its own; what stands under the notebook's is the lead.
                lead = prose(source.partition("\n")[2], contents, taken)
                continue
            blocks.append(Block("prose", html=prose(source, contents, taken)))
            continue
        for display in displays_of(cell):
            displays.append(display)
            anchors |= _comparison(display)
            block = _to_quotes(_block(display, lang, numbers), quotes, lang)
            notes = _notes(display, block, methods, lang)
            block = dataclasses.replace(block, notes=notes)
            blocks.append(_anchored_once(block, taken, anchors))
    blocks = [_linked(block, anchors) for block in blocks]
    origins = {d.data.origin for d in displays}
    begins = next((i for i, block in enumerate(blocks) if "<h2" in block.html), 0)
    return Body(
        lead,
        tuple(dataclasses.replace(block, level=2) for block in blocks[:begins]),
        tuple(blocks[begins:]),
        tuple(contents),
        origin="synthetic" if "synthetic" in origins else "real",
    )


def _is_public(notebook) -> bool:
    """Whether anything in it was released under a public profile, or one that is not known."""
    used = {d.data.profile for c in notebook.cells for d in displays_of(c)}
    return any(profiles()[p].public if p in profiles() else True for p in used)


def displays_of(cell) -> list[Display]:
    """The displays a code cell holds."""
    return [
        from_record(output["data"][RECORD_MIME])
        for output in cell.get("outputs", [])
        if RECORD_MIME in output.get("data", {})
    ]


def prose(source: str, contents: list[tuple[str, str]], taken: set[str] | None = None) -> str:
    """Markdown as HTML; each second-level heading gets an id and a place in `contents`.

    Ids in `taken` belong to other parts of the page; those given here are added to it.
    """
    renderer = _Prose(contents, set(OWN_IDS) if taken is None else taken)
    return mistune.create_markdown(renderer=renderer, plugins=["table"])(source)


class _Prose(mistune.HTMLRenderer):
    def __init__(self, contents: list[tuple[str, str]], taken: set[str]):
        super().__init__(escape=True)
        self.contents, self.taken = contents, taken

    def heading(self, text: str, level: int, **attrs) -> str:
        anchor = _free(slug(text) or "section", self.taken)
        self.taken.add(anchor)
        if level == 2:
            self.contents.append((anchor, text))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # A page is whole without a network: of a picture elsewhere its words remain.
        return super().image(text, url, title) if url.startswith("data:image/") else text


def _free(anchor: str, taken: set[str]) -> str:
    """The anchor, or its first numbered form that nothing on the page has yet."""
    numbered = (f"{anchor}-{number}" for number in itertools.count(2))
    return next(a for a in itertools.chain([anchor], numbered) if a not in taken)


def slug(text: str) -> str:
    """A heading as the end of a link: ``what-people-say``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _block(display: Display, lang: str, numbers: dict[str, int]) -> Block:
    common = {
        "id": display.id,
        "caption": display.caption.say(lang),
        "made_up": display.data.origin == "synthetic",
    }
    if display.kind == "quotes":
        return Block("quotes", themes=_themes(display, lang), **common)
    if display.kind in PARTS:
        without = empty_sections(display.data, lang) if "state" in display.data.frame else ()
        found = sections(display.kind, display.data, lang)
        return Block("bank", sections=found, without=without, **common)
    if display.kind == "findings":
        return Block("findings", findings=_findings(display, lang), **common)
    if display.kind == "absent":
        return Block("absent", **common)
    kind = "figure" if has_figure(display) else "table"
    numbers[kind] += 1
    images = {}
    if kind == "figure":
        images = {w.name: data_uri(svg(display, lang, w)) for w in (PAGE, PHONE)}
    alt = display.alt.say(lang) if display.alt else ""
    return Block(
        kind, number=numbers[kind], alt=alt, images=images, table=table(display, lang), **common
    )


def _notes(display: Display, block: Block, methods: dict[str, str], lang: str) -> tuple[str, ...]:
    """What stands under a display; a method the page has told already is named by where it is.

    `methods` is what has been told so far, and under what; this display's is added.
    """
    how, more = [], []
    for sentence in display.note:
        (how if sentence.key.startswith(METHOD) else more).append(sentence.say(lang))
    if block.table and any(link for row in block.table.rows for link in row.links):
        key = "note_cells_lead_figure" if block.kind == "figure" else "note_cells_lead"
        more.append(say(key, lang))
    told = " ".join(how)
    if told in methods:
        return say("method_as_under", lang, where=methods[told]), *more
    if told and block.number:
        methods[told] = say(f"{block.kind}_number", lang, number=str(block.number))
    return *how, *more


def _to_quotes(block: Block, quotes: Places | None, lang: str) -> Block:
    """The block, each cell of its table that has quotes leading to them."""
    if block.table is None or quotes is None:
        return block
    rows = tuple(dataclasses.replace(r, links=_links(r, quotes, lang)) for r in block.table.rows)
    return dataclasses.replace(block, table=dataclasses.replace(block.table, rows=rows))


def _links(row: Row, quotes: Places, lang: str) -> tuple[Link | None, ...]:
    """Of each cell where its quotes stand; a blank cell leads nowhere."""
    return tuple(
        quotes.link(about, lang) if about and text else None
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
        )
        for found in conclusions(display.data)
    )


def _comparison(display: Display) -> dict[str, str]:
    """Where a planned comparison stands that a finding may rest on: its plot's own id."""
    if display.kind != "forest":
        return {}
    return {anchor_of(f"comparison:{c}"): display.id for c in display.data.frame["comparison"]}


def _anchored_once(block: Block, taken: set[str], anchors: dict[str, str]) -> Block:
    """The block, a row keeping its anchor only if nothing on the page has it yet."""
    if block.table is None:
        return block
    rows = []
    for row in block.table.rows:
        if row.anchor in taken:
            row = dataclasses.replace(row, anchor="")
        elif row.anchor:
            taken.add(row.anchor)
            anchors[row.anchor] = row.anchor
        rows.append(row)
    return dataclasses.replace(block, table=dataclasses.replace(block.table, rows=tuple(rows)))


def _linked(block: Block, anchors: dict[str, str]) -> Block:
    """The block, its findings linked to the evidence that the page shows."""
    linked = tuple(
        dataclasses.replace(f, evidence=tuple((anchors.get(a, ""), name) for a, name in f.evidence))
        for f in block.findings
    )
    return dataclasses.replace(block, findings=linked)


def data_uri(svg_content: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg_content).decode("ascii")
