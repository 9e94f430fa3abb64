"""Verbs for the programme theory as the team wrote it: its whole, its versions, the memos.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.analysis.trail.kinds import EVIDENCE, PASSAGE
from compendium.disclosure.released import Released
from compendium.displays.making import display_of, marks_of, note_of, refuse_unreleased, show
from compendium.displays.record import Display
from compendium.displays.sentences import Key, Label, Labels, Sentence
from compendium.displays.theory.cmoc_sections import items_of
from compendium.displays.theory.cmoc_words import alt_text
from compendium.displays.theory.theory_links import links_of, map_alt

# Of the evidence trail for the team alone.
TEAM_THINGS = (EVIDENCE, PASSAGE)
CAPTIONS = {
    "drawn": "caption_cmoc_drawn",
    "known": "caption_cmoc_known",
    "places": "caption_cmoc_places",
    "across": "caption_cmoc_across",
    "asked": "caption_cmoc_asked",
}
# Tables that stand whole nowhere on the page: how they were worked out is told in the sections.
TOLD_HERE = ("cmoc_places", "cmoc_across")


def theory_map(id: str, released: Released) -> None:
    """Diagram: every CMOC of a released theory under its statement, and the links between them."""
    refuse_unreleased(id, "theory_map", released)
    alt = None if released.frame.empty else map_alt(released)
    more = () if links_of(released) else (Sentence("map_without_links"),)
    show(display_of(id, "theory_map", released, "caption_theory_map", alt, more))


def statements(id: str, released: Released) -> None:
    """Table: every statement of the theory as it stands now, beside its rival explanation."""
    show(display_of(id, "statements", released, "caption_statements"))


def versions(id: str, released: Released) -> None:
    """Table: the versions of every statement side by side, what is new in each, and why."""
    show(display_of(id, "versions", released, "caption_versions"))


def retroduction(id: str, released: Released) -> None:
    """Table: the retroduction log, memo by memo in order of time."""
    show(display_of(id, "retroduction", released, "caption_retroduction"))


def links_table(id: str, released: Released) -> None:
    """Table: what leads from one CMOC to another, and which links are contested."""
    show(display_of(id, "links", released, "caption_links"))


def trail_table(id: str, released: Released) -> None:
    """Table: what things of the evidence trail go back to, what takes them up, where they lie."""
    refuse_unreleased(id, "trail", released)
    if released.frame.empty and set(released.labels["shown"]) <= set(TEAM_THINGS):
        show(Display(id, "absent", released, Sentence("team_only_trail"), None, ()))
        return
    kinds = Labels(released, "shown", tuple(released.labels["shown"]))
    show(display_of(id, "trail", released, Sentence("caption_trail", {"kinds": kinds})))


def trace(id: str, released: Released) -> None:
    """Table: one thing back to file and row, step by step, and what takes it up."""
    refuse_unreleased(id, "trace", released)
    show(display_of(id, "trace", released, "caption_trace"))


def cmoc_sections(
    id: str,
    theory: Released,
    evidence: Released,
    verdicts: Released,
    patterns: Released,
    surveys: dict[str, Released] | None = None,
) -> None:
    """A section of its own for each CMOC: its diagram, what is known of it, where, who says what.

    `theory` is a released `programme.whole`, `evidence` the evidence matrix; `verdicts` say what
    the evidence says in each area, `patterns` what is made of that (none in a study of one site).
    `surveys` are who answered each survey (`surveys.table_one`): the questions about a CMOC's
    context stand beside it. How theory and evidence were worked out stands where they stand whole.
    """
    beside = {"cmoc_places": verdicts, "cmoc_across": patterns, "cmoc_asked": evidence}
    for kind, released in {"cmoc_section": theory, **beside}.items():
        refuse_unreleased(id, kind, released)
    if theory.frame.empty or theory.withheld:
        show(display_of(id, "cmoc_section", theory, "caption_theory"))
        return
    for cmoc in theory.frame["cmoc_id"]:
        own = theory.only("cmoc_id", cmoc)
        show(_plain(f"{id}-{cmoc}", "cmocs", own, _about("drawn", own, cmoc), alt_text(own)))
        show(_plain(f"{id}-{cmoc}-known", "cmoc_section", own, _about("known", own, cmoc)))
        for kind, released in beside.items():
            what, found = kind.removeprefix("cmoc_"), released.only("cmoc_id", cmoc)
            if not found.frame.empty:
                caption = _about(what, found, cmoc)
                how = note_of(found)[:1] if kind in TOLD_HERE else ()
                show(_plain(f"{id}-{cmoc}-{what}", kind, found, caption, note=how))
        for item in items_of(own, cmoc):
            _context(f"{id}-{cmoc}-{item}", item, surveys or {})


def _about(what: str, released: Released, cmoc: str) -> Sentence:
    return Sentence(CAPTIONS[what], {"cmoc": Key(released, "cmoc_id", cmoc)})


def _context(id: str, item: str, surveys: dict[str, Released]) -> None:
    """The answers to a question on a context, from each survey that asked it."""
    for name, released in surveys.items():
        refuse_unreleased(id, "context_item", released)
        own = released.only("item_id", item)
        if not own.frame.empty:
            parts = {"item": Label(own, "item_id", item), "population": own.population}
            caption = Sentence("caption_context_item", parts)
            note = (Sentence("context_item_note"),)
            show(_plain(f"{id}-{name}", "context_item", own, caption, note=note))


def _plain(
    id: str,
    kind: str,
    released: Released,
    caption: Sentence,
    alt: Sentence | None = None,
    note: tuple[Sentence, ...] = (),
) -> Display:
    """A display whose note says what its marks mean, and what else is given."""
    return Display(id, kind, released, caption, alt, (*note, *marks_of(released)))
