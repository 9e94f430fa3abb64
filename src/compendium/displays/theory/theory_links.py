"""The links of a released theory in words: for the key of its diagram, its table, its alt text."""

from __future__ import annotations

import dataclasses

from compendium.disclosure.released import Released, Value
from compendium.displays.sentences import Key, Label, Sentence, distinct, one_after_another
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, say

# What a link of each kind says; of a contested one with what speaks against it.
SAYS = {
    "ripple": "link_feeds",
    "dampening": "link_holds_back",
    "loop": "link_leads_back",
}
MAP_WIDTHS = (30, 14, 56)


@dataclasses.dataclass(frozen=True)
class Link:
    """One link: its number in the diagram, the two CMOCs, its kind, whether it is contested."""

    number: str
    start: str
    end: str
    kind: str
    contested: bool


def links_of(released: Released) -> list[Link]:
    """The links among a released theory's labels, in the study's order."""
    labels = released.labels
    return [
        Link(
            number,
            labels["link_from"][number].en,
            labels["link_to"][number].en,
            labels["link_kind"][number].en,
            number in labels["link_contested"],
        )
        for number in labels.get("link_from", {})
    ]


def by_statement(released: Released) -> list[str]:
    """The CMOCs in the order of their statements, those of one statement together."""
    of = {cmoc: pt.en for cmoc, pt in released.labels.get("statement_of", {}).items()}
    order = list(released.labels.get("statement", {}))
    cmocs = list(released.frame["cmoc_id"])
    return sorted(cmocs, key=lambda c: order.index(of[c]) if of.get(c) in order else len(order))


def link_sentence(released: Released, link: Link) -> Sentence:
    """What a link says: ``CW01 feeds CW04: engagement gives the bridge something to work with``."""
    says = Sentence(
        SAYS[link.kind],
        {
            "start": Key(released, "cmoc_id", link.start),
            "end": Key(released, "cmoc_id", link.end),
            "via": Label(released, "via", link.number),
        },
    )
    if not link.contested:
        return says
    reason = Label(released, "link_contested", link.number)
    return Sentence("link_contested", {"link": says, "reason": reason})


def key_text(released: Released, link: Link, lang: str) -> str:
    """What the key of the diagram says of a link."""
    return link_sentence(released, link).say(lang)


def map_alt(released: Released) -> Sentence:
    """How many CMOCs there are, and every link as a sentence."""
    count = distinct(released, ("cmoc_id",))
    links = [
        Sentence("alt_map_link", {"link": link_sentence(released, link)})
        for link in links_of(released)
    ]
    if not links:
        return Sentence("alt_map_no_links", {"count": count})
    return Sentence("alt_map", {"count": count, "links": one_after_another(links)})


def map_table(released: Released, lang: str) -> TextTable:
    """One row per CMOC under its statement: the spread of its evidence, and the links it has."""
    links, rows, above = links_of(released), [], ""
    of = released.labels.get("statement_of", {})
    places = {cmoc: i for i, cmoc in enumerate(released.frame["cmoc_id"])}
    for cmoc in by_statement(released):
        statement = of[cmoc].en if cmoc in of else ""
        if statement and statement != above:
            rows.append(Row(released.label("statement", statement, lang), ("", "")))
            above = statement
        theirs = [x for x in links if cmoc in (x.start, x.end)]
        said = paragraphs(*(key_text(released, x, lang) for x in theirs))
        cells = (
            capitalised(Value(released, places[cmoc], "spread").say(lang)),
            said or say("map_no_link", lang),
        )
        rows.append(Row(released.label("cmoc_id", cmoc, lang), cells, depth=1))
    heads = tuple(say(name, lang) for name in ("configuration", "spread", "map_links"))
    return TextTable(heads, tuple(rows), (False, False), MAP_WIDTHS)
