"""The attack across releases: what two versions of a table differ by.

Somebody who withdrew between two releases is what one has more than the other. Two exact versions
of one question's answers, a few people apart, say what these few answered.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from compendium.attack.found import Attacked
from compendium.attack.programme import Possible
from compendium.attack.respondents import Respondents
from compendium.attack.shares import HALF_A_POINT, SLACK
from compendium.attack.tables import Table, different, tables


def between(
    before: Respondents, now: Respondents, released_on: str, enough: int
) -> Iterator[Attacked]:
    """What an earlier release's questions and this one's differ by, side by side.

    Tables that are alike, or that are `enough` people apart or more, tell on nobody.
    """
    earlier = {(q.told.asked, q.told.key("item_id")): q for q in _every(before)}
    for question in _every(now):
        old = earlier.get((question.told.asked, question.told.key("item_id")))
        if old is None or not (old.base and question.base):
            continue
        if (old.lines, old.base) == (question.lines, question.base):
            continue
        if abs(old.base.least - question.base.least) < enough:
            yield from _differences(old, question, released_on, enough)


def _every(known: Respondents) -> list[Table]:
    found = (tables(known, "answers", item.item_id) for item in known.form.rated)
    return [question for each in found for question in different(each)]


def _differences(old: Table, new: Table, released_on: str, enough: int) -> Iterator[Attacked]:
    were, are = _counts(old), _counts(new)
    for level in filter(are.__contains__, were):
        low, high = were[level][0] - are[level][1], were[level][1] - are[level][0]
        what = f"{level}: what the release of {released_on} has more or less"
        possible = Possible(low, high, min(high - low + 1, enough))
        yield Attacked("earlier", new.where, what, possible)


def _counts(question: Table) -> dict[str, tuple[int, int]]:
    """The counts that the printed percentages of one table allow."""
    base = question.base.least
    return {
        line.level: (
            math.ceil(base * (line.percent - HALF_A_POINT) / 100 - SLACK),
            math.floor(base * (line.percent + HALF_A_POINT) / 100 + SLACK),
        )
        for line in question.lines
        if line.percent is not None and not line.mark
    }
