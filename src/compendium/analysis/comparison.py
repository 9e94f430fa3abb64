"""Comparisons: so far, what people say looking back on before and now."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.asked import answers_of, asked, item_labels, population, surveyed_with
from compendium.analysis.distributions import parts_of, score_range
from compendium.analysis.result import Result, origin_of
from compendium.analysis.scales import mean_interval, score, values
from compendium.instruments import Instrument
from compendium.intake.take_in import Tables
from compendium.words import Text, words

# Each stage that is asked about in one sitting, in its order, and the words for it.
STAGES = {"before": "stage_before", "now": "stage_now"}
STAGE_KINDS = {
    **dict.fromkeys(("least", "around"), "base"),
    **dict.fromkeys(("mean", "lower", "upper"), "mean"),
    "guard": "guard",
}
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
    for construct in _asked_twice(form):
        items = [i for i in form.items_of(construct) if set(i.stages) == set(STAGES)]
        whole = {s: score(answers, form, construct, rule, s) for s in STAGES}
        rows += _directions(construct, "score", whole["before"], whole["now"])
        single = {s: values(answers, form, construct, s) for s in STAGES}
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


def before_and_now(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """Mean scores before and now, as people see them looking back.

    Both come from one sitting (a retrospective pre-test): no effect, no measured change, no test.
    One row per construct asked twice and stage: `n` people with both scores (among the `around`
    with a score now), their mean with its 95 % t interval; `guard` says why there is none.
    `groups`: the respondents counted, all of the instrument's if none is named. A study in which
    nothing was asked twice has no rows. Parts as those of `scales.distribution`.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    answers, chosen = answers_of(data, form, groups), groups or form.groups
    rows = []
    for construct in _asked_twice(form):
        scores = pd.DataFrame({s: score(answers, form, construct, rule, s) for s in STAGES})
        rows += _stages(construct, scores.astype("float64"))
    return Result(
        "before_now",
        pd.DataFrame(rows, columns=["construct", "stage", "n", *STAGE_KINDS]),
        by=("construct", "stage"),
        people="n",
        kinds=STAGE_KINDS,
        population=population(data, form, groups),
        method="method_before_now",
        assumption="assumption_before_now",
        origin=origin_of(data.participants, data.answers),
        labels={
            **item_labels(form),
            **asked(data, form, chosen),
            "stage": _stage_labels(),
            "range": score_range(form),
        },
        groups=chosen,
        parts=parts_of(before_and_now, data, instrument, chosen),
    )


def _asked_twice(form: Instrument) -> list[str]:
    """Scored constructs with an item that was asked about before and now."""
    twice = {i.construct for i in form.items if set(i.stages) == set(STAGES)}
    return [c.construct for c in form.constructs if c.scored and c.construct in twice]


def _stages(construct: str, scores: pd.DataFrame) -> list[dict]:
    """The rows of one construct: a column of `scores` each, people who have all of them."""
    both, rows = scores.dropna(), []
    numbers = {"n": len(both), "least": len(both), "around": int(scores["now"].notna().sum())}
    guard = "" if len(both) > 1 else "guard_few_people"
    for stage in scores.columns:
        mean, lower, upper = mean_interval(both[stage])
        told = {"mean": mean, "lower": lower, "upper": upper, "guard": guard}
        rows.append({"construct": construct, "stage": stage, **numbers, **told})
    return rows


def _stage_labels() -> dict[str, Text]:
    return {stage: words()[key].text for stage, key in STAGES.items()}
