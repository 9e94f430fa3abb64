"""Scales: scores with reversal, reliability, and how answers are distributed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.instruments import Instrument, Item, Option
from compendium.intake.take_in import Tables
from compendium.problems import StudyError, listed
from compendium.words import Text


@dataclasses.dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha with its Feldt interval; `n` people answered every item."""

    alpha: float
    lower: float
    upper: float
    n: int


def values(
    answers: pd.DataFrame, instrument: Instrument, construct: str, stage: str
) -> pd.DataFrame:
    """One row per person, one column per item of a construct, scored from the favourable end.

    A reversed item with levels from a to b scores a + b - answer. Missing stays missing. Items
    asked once count for every `stage`.
    """
    columns = {}
    for item in instrument.items_of(construct):
        own = stage if stage in item.stages else item.stages[0]
        chosen = answers[(answers["item_id"] == item.item_id) & (answers["stage"] == own)]
        columns[item.item_id] = scored(
            chosen.set_index("participant_id")["value"].astype("Float64"), item, instrument
        )
    return pd.DataFrame(columns)


def scored(given: pd.Series, item: Item, instrument: Instrument) -> pd.Series:
    """Answers of one item, turned round if it is reversed."""
    levels = instrument.scale_of(item).values
    return min(levels) + max(levels) - given if item.reversed else given


def score(
    answers: pd.DataFrame,
    instrument: Instrument,
    construct: str,
    min_answered: dict[str, int],
    stage: str = "now",
) -> pd.Series:
    """Mean of the answered items per person; missing where fewer than the rule are answered.

    `min_answered` gives, for a construct of so many items, how many answers a score needs.
    """
    table = values(answers, instrument, construct, stage)
    return score_of(table, min_answered[str(table.shape[1])]).astype("Float64")


def score_of(table: pd.DataFrame, needed: int) -> pd.Series:
    """Mean of each person's answers, missing where fewer than `needed` are answered.

    `table` has one row per person and one column per item, scored from the favourable end.
    """
    given = table.to_numpy(dtype="float64", na_value=np.nan)
    there = ~np.isnan(given)
    answered, total = there.sum(axis=1), np.where(there, given, 0).sum(axis=1)
    means = np.full(len(table), np.nan)
    np.divide(total, answered, out=means, where=answered >= max(needed, 1))
    return pd.Series(means, index=table.index)


def alpha(table: pd.DataFrame) -> Alpha:
    """Cronbach's alpha of a person × item table, listwise, with a 95 % interval.

    The estimate is pingouin's, the interval Feldt's (`feldt_interval`). Undefined (missing)
    where fewer than two people answered everything or the answers do not vary.
    """
    import pingouin

    complete = table.dropna().astype("float64")
    if len(complete) < 2 or complete.shape[1] < 2 or complete.sum(axis=1).var() == 0:
        return Alpha(np.nan, np.nan, np.nan, len(complete))
    estimate = float(pingouin.cronbach_alpha(complete)[0])
    return Alpha(estimate, *feldt_interval(estimate, *complete.shape), len(complete))


def feldt_interval(alpha: float, people: int, items: int) -> tuple[float, float]:
    """The 95 % interval of a Cronbach's alpha of `items` items on `people` complete answers.

    Feldt, Woodruff and Salih (1987), Applied Psychological Measurement 11:93-103; worked out
    here because pingouin rounds it to three places.
    """
    from scipy import stats

    low, high = stats.f.ppf([0.025, 0.975], people - 1, (people - 1) * (items - 1))
    return float(1 - (1 - alpha) * high), float(1 - (1 - alpha) * low)


def distribution(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many people chose each level of each item (items asked twice: what they say now).

    One row per item and level, levels nobody chose included; `base` is the number of people
    who answered the item. Values are as answered, not reversed; where the items have scales
    that differ, the levels of the second begin with ``2.``, and so on. `groups`: the respondents
    counted, all of the instrument's if none is named. A study without a survey has no rows. Of
    all sites together each site's own distribution is a part, if their groups are shown by site.
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
        parts=_parts(distribution, data, instrument, chosen),
    )


def _parts(
    analysis: Callable[..., Result], data: Tables, instrument: str, groups: tuple[str, ...]
) -> tuple[Result, ...]:
    """What other reports show of these people by itself: each site's, and each pool's of staff.

    Without staff that is pooled a study of one site has no parts, nor has a single site.
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
            dataclasses.replace(data, site_id=s, answers=data.answers[here == s]) if s else data,
            instrument,
            chosen,
        )
        for chosen, s in seen
    )


def _level_counts(answers: pd.DataFrame, form: Instrument) -> pd.DataFrame:
    """One row per item and level: the people who chose it, and those who answered the item."""
    names, rows = _level_names(form), []
    for item in _rated(form):
        given = _given(answers, form, item)
        levels = form.scale_of(item).levels
        for option in levels:
            rows.append(
                {
                    "construct": item.construct,
                    "item_id": item.item_id,
                    "level": names[levels][option.value],
                    "people": int((given == option.value).sum()),
                    "base": int(given.notna().sum()),
                }
            )
    return pd.DataFrame(rows, columns=["construct", "item_id", "level", "people", "base"])


def summary(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """Mean score of each construct, and how well its items hang together.

    One row per construct: `n` people with a score, its mean with a 95 % t interval, the number
    of items, alpha with its Feldt interval and the number of people it rests on (listwise).
    `groups`: the respondents counted, all of the instrument's if none is named. A study without
    a survey has no rows. Parts as those of `distribution`.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    answers, chosen = answers_of(data, form, groups), groups or form.groups
    rows = [_summary(answers, form, c.construct, rule) for c in form.constructs if c.scored]
    estimates = {
        **dict.fromkeys(("mean", "lower", "upper"), "mean"),
        "items": "text",
        "alpha_n": "base",
        **dict.fromkeys(("alpha", "alpha_lower", "alpha_upper"), "coefficient"),
    }
    return Result(
        "scores",
        pd.DataFrame(rows, columns=["construct", "n", *estimates]),
        by=("construct",),
        people="n",
        kinds=estimates,
        population=population(data, form, groups),
        method="method_scores",
        origin=origin_of(data.participants, data.answers),
        labels={**item_labels(form), **asked(data, form, chosen), "range": _range(form)},
        groups=chosen,
        parts=_parts(summary, data, instrument, chosen),
    )


def _summary(
    answers: pd.DataFrame, form: Instrument, construct: str, min_answered: dict[str, int]
) -> dict:
    """The summary's row of one construct."""
    scores = score(answers, form, construct, min_answered)
    scores = scores.dropna().astype("float64")
    mean, lower, upper = mean_interval(scores)
    reliability = alpha(values(answers, form, construct, "now"))
    return {
        "construct": construct,
        "n": len(scores),
        "mean": mean,
        "lower": lower,
        "upper": upper,
        "items": str(len(form.items_of(construct))),
        "alpha_n": reliability.n,
        "alpha": reliability.alpha,
        "alpha_lower": reliability.lower,
        "alpha_upper": reliability.upper,
    }


def surveyed_with(data: Tables, instrument: str = "") -> Instrument:
    """The instrument named; if none is, that of the study's first survey, or an empty one."""
    surveys = data.study.source("survey")
    if instrument or surveys:
        return data.study.instrument(instrument or surveys[0].instrument)
    return Instrument("", Text(""), groups=(), constructs=(), scales=(), items=())


def answers_of(data: Tables, form: Instrument, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """The rows of `answers` that belong to one instrument, and to these groups if any is named.

    Raises
    ------
    StudyError
        If the instrument is not for a group that is named.
    """
    if strangers := [g for g in groups if g not in form.groups]:
        raise StudyError(
            f"The {form.instrument} survey does not ask {listed(strangers)}. It asks "
            f"{listed(form.groups)}: name groups of these."
        )
    answers = data.answers[data.answers["instrument"] == form.instrument]
    return answers[answers["group"].isin(groups)] if groups else answers


def mean_interval(scores: pd.Series) -> tuple[float, float, float]:
    """Mean with its 95 % t interval; all missing below two people."""
    from scipy import stats

    if len(scores) < 2:
        return np.nan, np.nan, np.nan
    mean = scores.mean()
    margin = stats.t.ppf(0.975, len(scores) - 1) * scores.std(ddof=1) / np.sqrt(len(scores))
    return float(mean), float(mean - margin), float(mean + margin)


def population(data: Tables, form: Instrument, groups: tuple[str, ...] = ()) -> Text:
    """Whom a survey's numbers are about: ``social workers and chairs in Area A``."""
    labels = [data.study.group(g).label for g in groups or form.groups]
    asked = Text(
        _listed([g.en for g in labels], "and"),
        _listed([g.cy for g in labels], "a") if all(g.cy for g in labels) else "",
    )
    if not data.site_id:
        return asked
    site = data.study.site(data.site_id).label
    return Text(f"{asked.en} in {site.en}", f"{asked.cy} yn {site.cy}" if asked.cy else "")


def _listed(names: list[str], conjunction: str) -> str:
    """``a, b and c``; Welsh "a" is "ac" before a vowel and turns c, p and t into ch, ph and th."""
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    if conjunction == "a" and last[0].lower() in "aeiouwyâêîôûŵŷ":
        conjunction = "ac"
    elif conjunction == "a" and last[0].lower() in "cpt" and last[1:2] != "h":
        last = f"{last[0]}h{last[1:]}"
    return f"{', '.join(names[:-1])} {conjunction} {last}"


def _rated(form: Instrument) -> tuple[Item, ...]:
    scored_constructs = {c.construct for c in form.constructs if c.scored}
    return tuple(i for i in form.rated if i.construct in scored_constructs)


def _given(answers: pd.DataFrame, form: Instrument, item: Item) -> pd.Series:
    stage = "now" if "now" in item.stages else item.stages[0]
    chosen = (answers["item_id"] == item.item_id) & (answers["stage"] == stage)
    return answers.loc[chosen, "value"]


def asked(data: Tables, form: Instrument, groups: tuple[str, ...]) -> dict[str, dict[str, Text]]:
    """Who was asked with what, and where: texts of the instrument, the groups and the sites."""
    sites = [s for s in data.study.sites if data.site_id in ("", s.site_id)]
    return {
        "asked_with": {form.instrument: Text(form.instrument)} if form.instrument else {},
        "asked_groups": {g: data.study.group(g).label for g in groups},
        "asked_sites": {s.site_id: s.label for s in sites},
    }


def item_labels(form: Instrument) -> dict[str, dict[str, Text]]:
    """Text of each construct and item, and which items are reversed."""
    return {
        "construct": {c.construct: c.label for c in form.constructs},
        "item_id": {i.item_id: i.wording for i in form.items},
        "reversed": {i.item_id: i.wording for i in form.items if i.reversed},
    }


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
    scales = dict.fromkeys(form.scale_of(item).levels for item in _rated(form))
    return {
        levels: {o.value: f"{number}.{o.value}" if number > 1 else str(o.value) for o in levels}
        for number, levels in enumerate(scales, start=1)
    }


def _range(form: Instrument) -> dict[str, Text]:
    """The least and the greatest value of every rated item's scale; nothing where they differ."""
    ends = {(min(v), max(v)) for v in (form.scale_of(i).values for i in _rated(form))}
    if len(ends) != 1:
        return {}
    least, most = ends.pop()
    return {"least": Text(str(least), str(least)), "most": Text(str(most), str(most))}
