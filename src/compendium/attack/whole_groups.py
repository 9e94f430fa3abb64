"""Rule X3: where a page says that nobody, or everybody, of a group gave an answer.

What is true of everybody is true of each of them: who knows that somebody took part knows their
answer. On a question that is marked as sensitive in its instrument this is worth a second look.
It is no fault of a build, so it is a warning, and a person decides.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from compendium.attack.told import Page, Told
from compendium.disclosure.composed import MEASURES as COMPOSED
from compendium.study import Study

NOBODY, EVERYBODY = 0.0, 100.0
MEASURES = ("answers", "change", "table_one")
# Displays that can say so: of these measures, put together of others, or sentences.
SAYING = (*MEASURES, *COMPOSED, "findings")


def saying(page: Page) -> Page:
    """A page with the displays that can say so alone."""
    displays = tuple(d for d in page.displays if d.data.measure in SAYING)
    return dataclasses.replace(page, displays=displays)


def whole_groups(study: Study, cells: Iterable[Told]) -> list[str]:
    """One line for each share of nobody or of everybody on a sensitive question, in order.

    A bound ("over 85%") leaves room and is no such share.
    """
    sensitive = {
        (form.instrument, item.item_id)
        for form in study.instruments
        for item in form.items
        if item.sensitive
    }
    lines = [
        f"{cell.page}, {cell.key('item_id')}: {cell.value:.0f}% {cell.key('level')}"
        for cell in cells
        if cell.measure in MEASURES
        and cell.column == "percent"
        and not cell.mark
        and cell.value in (NOBODY, EVERYBODY)
        and cell.asked
        and (cell.asked.instrument, cell.key("item_id")) in sensitive
    ]
    return list(dict.fromkeys(lines))
