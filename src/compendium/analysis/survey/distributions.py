"""How answers are distributed: the people who chose each level, one row per item and level."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.asked import (
    answers_of,
    asked,
    item_labels,
    population,
    stage_of,
    surveyed_with,
)
from compendium.instruments import Instrument, Option
from compendium.intake.tables import Tables
from compendium.words import Text


@remembered
def distribution(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many people chose each level of each item (items asked twice: what they say now).

    One row per item and level, levels nobody chose included; `base` is the number of people
    who answered the item. Values are as answered, not reversed; where the items have scales
    that differ, the levels of the second scale begin with ``2.``, and so on. `groups`: the
    respondents counted, all of the instrument's if none is named. A study without a survey has no
    rows. Of all sites together each site's own distribution is a part, if their groups are shown
    by site.
    """
    form = surveyed_with(data, instrument)
    answers, chosen = answers_of(data, form, groups), groups or form.groups
    return Result(
        "answers",
        _level_counts(answers, form),
        by=("construct", "item_id", "level"),
        people="people",
        kinds={"base": "base"},
        population=population(data, form, groups),
        method="method_distribution",
        origin=origin_of(data.participants, data.answers),
        labels={
            **item_labels(form),
            **asked(data, form, chosen),
            "level": _level_labels(form),
        },
        groups=chosen,
        parts=parts_of(distribution, data, instrument, chosen),
    )


def parts_of(
    analysis: Callable[..., Result], data: Tables, instrument: str, groups: tuple[str, ...]
) -> tuple[Result, ...]:
    """The same numbers of those whom other reports show alone: each site, each pool of staff.

    A single site has no parts, and neither has a study of one site, unless some of its staff are
    pooled.
    """
    pools: dict[str, list[str]] = {}
    for group in groups:
        pools.setdefault(data.study.group(group).pooled_as, []).append(group)
    own = tuple(pools.pop("", ()))
    sites = [s.site_id for s in data.study.sites]
    several = len(sites) > 1 and not data.site_id
    seen = [(tuple(g), "") for g in pools.values()] if own or len(pools) > 1 else []
    if own and several:
        seen += [(own, site) for site in sites]
    elif own and seen:
        seen.append((own, ""))
    here = data.answers["site_id"]
    return tuple(
        analysis(
            data.but(site_id=s, answers=data.answers[here == s]) if s else data,
            instrument,
            chosen,
        )
        for chosen, s in seen
    )


def _level_counts(answers: pd.DataFrame, form: Instrument) -> pd.DataFrame:
    """One row per item and level: the people who chose it, and those who answered the item."""
    names, rows = _level_names(form), []
    given = answers.groupby(["item_id", "stage"], observed=True)["value"]
    chosen, base = given.value_counts().to_dict(), given.count().to_dict()
    for item in form.scored:
        asked_as = item.item_id, stage_of(item, "now")
        levels = form.scale_of(item).levels
        for option in levels:
            rows.append(
                {
                    "construct": item.construct,
                    "item_id": item.item_id,
                    "level": names[levels][option.value],
                    "people": chosen.get((*asked_as, option.value), 0),
                    "base": base.get(asked_as, 0),
                }
            )
    return pd.DataFrame(rows, columns=["construct", "item_id", "level", "people", "base"])


def _level_labels(form: Instrument) -> dict[str, Text]:
    """Text of each level by the name it has in a distribution."""
    return {
        names[option.value]: option.label
        for levels, names in _level_names(form).items()
        for option in levels
    }


def _level_names(form: Instrument) -> dict[tuple[Option, ...], dict[int, str]]:
    """Of each scale in use: the name of each value. Scales that differ share no name.

    The first scale's levels are named by their values (``4``), the second's ``2.4``.
    """
    scales = dict.fromkeys(form.scale_of(item).levels for item in form.scored)
    return {
        levels: {o.value: f"{number}.{o.value}" if number > 1 else str(o.value) for o in levels}
        for number, levels in enumerate(scales, start=1)
    }


def score_range(form: Instrument) -> dict[str, Text]:
    """The lowest and the highest value of the scale of the rated items; empty where they differ."""
    ends = {(min(v), max(v)) for v in (form.scale_of(i).values for i in form.scored)}
    if len(ends) != 1:
        return {}
    least, most = ends.pop()
    return {"least": Text(str(least), str(least)), "most": Text(str(most), str(most))}
