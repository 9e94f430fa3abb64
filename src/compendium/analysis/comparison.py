"""Comparisons: so far, what people say looking back on before and now."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.scales import (
    answers_of,
    asked,
    item_labels,
    population,
    score,
    surveyed_with,
    values,
)
from compendium.intake.take_in import Tables

DIRECTIONS = ("lower", "same", "higher")


def looking_back(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many people rate now higher than, the same as, or lower than before.

    Both answers come from one sitting (a retrospective pre-test), so this says what people see
    looking back; it is no effect and no measured change, and it is not tested between areas.
    One row per construct (`measure` score) or item, and direction; reversed items are turned
    round, so that higher is always better. `base`: people with both answers, among the `now` who
    said how it is now. Differences are rounded to nine places before their sign is taken, so that
    binary fractions make no change. A study without a survey has no rows. `groups`: the
    respondents counted, all of the instrument's if none is named.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    answers, rows = answers_of(data, form, groups), []
    for construct in (c.construct for c in form.constructs if c.scored):
        items = [i for i in form.items_of(construct) if set(i.stages) == {"before", "now"}]
        if not items:
            continue
        whole = {s: score(answers, form, construct, rule, s) for s in ("before", "now")}
        rows += _directions(construct, "score", whole["before"], whole["now"])
        single = {s: values(answers, form, construct, s) for s in ("before", "now")}
        for item in items:
            pair = single["before"][item.item_id], single["now"][item.item_id]
            rows += _directions(construct, item.item_id, *pair)
    columns = ["construct", "item_id", "level", "people", "base", "now"]
    return Result(
        "change",
        pd.DataFrame(rows, columns=columns),
        by=("construct", "item_id", "level"),
        people="people",
        kinds={"base": "base", "now": "base"},
        population=population(data, form, groups),
        method="method_looking_back",
        origin=origin_of(data.participants, data.answers),
        labels={**item_labels(form), **asked(data, form, groups or form.groups)},
        groups=groups or form.groups,
    )


def _directions(construct: str, item: str, before: pd.Series, now: pd.Series) -> list[dict]:
    difference = (now - before).dropna().astype("float64").round(9)
    counts = {
        "lower": (difference < 0).sum(),
        "same": (difference == 0).sum(),
        "higher": (difference > 0).sum(),
    }
    return [
        {
            "construct": construct,
            "item_id": item,
            "level": level,
            "people": int(counts[level]),
            "base": len(difference),
            "now": int(now.notna().sum()),
        }
        for level in DIRECTIONS
    ]
