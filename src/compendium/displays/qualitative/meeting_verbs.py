"""Verbs for coded passages: which codes meet, what a query found, candidates for triads.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.analysis.qualitative.triads import PARTS
from compendium.disclosure.released import Released, Value
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.qualitative.meeting_map import codes_shown
from compendium.displays.qualitative.meeting_tables import STRONGEST
from compendium.displays.record import Display
from compendium.displays.sentences import Count, Label, Sentence

CAPTIONS = {
    "segment": "caption_co_occurrence_segment",
    "event": "caption_co_occurrence_event",
    "person": "caption_co_occurrence_person",
    "characters": "caption_co_occurrence_characters",
    "turns": "caption_co_occurrence_turns",
}


def co_occurrence(id: str, released: Released) -> None:
    """Map and table: which codes meet most often; under a public profile a sentence alone."""
    refuse_unreleased(id, "co_occurrence", released)
    if released.frame.empty:
        show(display_of(id, "co_occurrence", released, ""))
        return
    unit = next(iter(released.labels["unit"]))
    parts = {"population": released.population, **released.labels["method"]}
    more = (*_query(released), Sentence("note_meetings"), _how_many(released))
    caption = Sentence(CAPTIONS[unit], parts)
    show(display_of(id, "co_occurrence", released, caption, _alt(released), more))


def passages_table(id: str, released: Released) -> None:
    """Table: passages that fit a query, as they were said; for the team alone."""
    refuse_unreleased(id, "passages", released)
    show(display_of(id, "passages", released, "caption_passages", more=_query(released)))


def triads(id: str, released: Released) -> None:
    """Table: passages of one account that name context, mechanism and outcome, for an analyst."""
    refuse_unreleased(id, "triads", released)
    if released.frame.empty:
        show(no_triads(id, "triads", released))
        return
    near = (Sentence("note_triads_turns", {"turns": t}) for t in _labels(released, "turns"))
    more = (*_query(released), *near)
    show(display_of(id, "triads", released, "caption_triads", more=more))


def no_triads(id: str, kind: str, released: Released) -> Display:
    """A sentence in place of a table; another where the codebook has no code of some part."""
    if released.withheld or set(PARTS) <= set(released.labels.get("element", ())):
        return display_of(id, kind, released, "")
    return Display(id, "absent", released, Sentence("absent_triads_roles"), None, ())


def _query(released: Released) -> tuple[Sentence, ...]:
    """What was asked for, where the passages are those that a query found."""
    return tuple(Sentence("note_query", {"query": t}) for t in _labels(released, "query"))


def _labels(released: Released, column: str) -> tuple:
    return tuple(released.labels.get(column, {}).values())


def _how_many(released: Released) -> Sentence:
    """How many pairs meet, and how many of them the table and the map show."""
    rows = tuple(range(len(released.frame)))
    shown = set(codes_shown(released))
    codes = released.frame[["code_1", "code_2"]].isin(shown).all(axis=1)
    drawn = tuple(int(i) for i in released.frame.index[codes])
    parts = {
        "count": Count(released, rows),
        "listed": Count(released, rows[:STRONGEST]),
        "drawn": Count(released, drawn),
    }
    return Sentence("note_co_occurrence", parts)


def _alt(released: Released) -> Sentence:
    """How many pairs meet, and which of them most often."""
    first = released.frame.loc[0]
    parts = {
        "count": Count(released, tuple(range(len(released.frame)))),
        "code_1": Label(released, "code_1", first["code_1"]),
        "code_2": Label(released, "code_2", first["code_2"]),
        "both": Value(released, 0, "both"),
    }
    return Sentence("alt_co_occurrence", parts)
