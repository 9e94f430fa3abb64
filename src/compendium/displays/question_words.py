"""The questions behind rows of a released table: their wording and the answers to choose from.

A row names an item, a topic, a statement or a planned comparison; the study's questionnaires, which
are public, say how that was asked. Nothing anybody answered is looked at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from compendium.conclusions import FIRST
from compendium.disclosure.released import Released
from compendium.instruments import Instrument, Item
from compendium.study import Study
from compendium.words import Text


@dataclasses.dataclass(frozen=True)
class Questions:
    """What was asked: the wording of each question, and the answers people chose from."""

    wordings: tuple[Text, ...] = ()
    levels: tuple[Text, ...] = ()


def questions_of(
    study: Study, instruments: Sequence[str], item: str = "", construct: str = ""
) -> Questions:
    """The question of an item, or all that are scored for a topic; without either, none.

    Questionnaires are looked through in the study's order; `instruments` names those that may be
    meant, all of them if it is empty.
    """
    forms = [f for f in study.instruments if f.instrument in instruments or not instruments]
    for form in forms:
        items = _items(form, item, construct)
        if items:
            scale = form.scale_of(items[0])
            alike = scale and all(i.scale == items[0].scale for i in items)
            levels = tuple(option.label for option in scale.levels) if alike else ()
            return Questions(tuple(i.wording for i in items), levels)
    return Questions()


def _items(form: Instrument, item: str, construct: str) -> tuple[Item, ...]:
    named = tuple(i for i in form.items if i.item_id == item)
    if named or not construct:
        return named
    return tuple(i for i in form.scored if i.construct == construct)


def questions_behind(released: Released, rows: Sequence[int], study: Study) -> Questions:
    """The questions behind these rows of a table, which all have one item, topic or statement."""
    keys = {c: _only(released, rows, c) for c in ("item_id", "construct", "statement", "row")}
    rule = study.header.consensus_rule
    if keys["statement"] and rule:
        asked = _only(released, rows, "question") or FIRST
        found = (s for s in rule.statements if s.statement == keys["statement"])
        items = [rule.item_of(s, asked) for s in found]
        return questions_of(study, (rule.instrument,), *items)
    if keys["row"]:
        found = (r for r in study.header.joint_display if r.row == keys["row"] and r.instrument)
        named = [((r.instrument,), r.item, r.construct) for r in found]
        return questions_of(study, *named[0]) if named else Questions()
    forms = _instruments(released, rows, study)
    return questions_of(study, forms, keys["item_id"], keys["construct"])


def _instruments(released: Released, rows: Sequence[int], study: Study) -> tuple[str, ...]:
    """The questionnaires a table can be about, as it says; none where it does not."""
    compared = _only(released, rows, "comparison")
    planned = (c for c in study.header.planned_comparisons if c.comparison == compared)
    found = tuple(c.instrument for c in planned)
    return found or tuple(released.labels.get("asked_with", {}))


def _only(released: Released, rows: Sequence[int], column: str) -> str:
    """The one value of a column in these rows; blank where there is none, or several."""
    if column not in released.frame or not len(rows):
        return ""
    values = released.frame.loc[list(rows), column].unique()
    return str(values[0]) if len(values) == 1 else ""
