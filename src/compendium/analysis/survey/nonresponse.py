"""Which questions people left out: by question, by reason, by person; and whether by chance alone.

Groups that may be shown by area are counted by area, pooled staff over all areas. A question asked
about before and now counts as two. Each function says what one row is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics import missing
from compendium.analysis.survey.asked import (
    answers_of,
    asked,
    item_labels,
    population_of_form,
    stage_of,
    surveyed_with,
)
from compendium.analysis.survey.distributions import distribution
from compendium.analysis.survey.sample import ALL_AREAS, area_labels, who_took_part
from compendium.analysis.survey.scales import score
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.words import Text

REASONS = ("not_answered", "not_applicable", "prefer_not", "out_of_range")
# How much a person left out; those who answered nothing are among those who left out more.
LEVELS = ("all_answered", "one_left_out", "more_left_out", "none_answered")
# How many patterns of gaps the team is shown.
PATTERNS_SHOWN = 10
GUARDS = {
    "few_people": "guard_few_people",
    "nothing_missing": "guard_nothing_missing",
    "one_pattern": "guard_one_pattern",
    "not_estimable": "guard_not_estimable",
}


@remembered
def by_item(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many people left out each question, and why.

    One row per construct, item, stage and area: people asked (`respondents`), those who
    `answered`, those whose answer is `missing`, and these by reason. Open questions do not count.
    `groups`: all of the instrument's if none is named. A study without a survey has no rows.
    """
    form = surveyed_with(data, instrument)
    chosen, rows = groups or form.groups, []
    for place in places(data, chosen):
        answers = answers_of(at(data, place), form, groups)
        people = answers["participant_id"].nunique()
        for item, stage in questions(form):
            mine = answers[(answers["item_id"] == item.item_id) & (answers["stage"] == stage)]
            rows.append(
                {
                    "construct": item.construct,
                    "item_id": item.item_id,
                    "stage": stage,
                    "area": place,
                    "respondents": people,
                    "answered": (answered := int(mine["value"].notna().sum())),
                    "missing": people - answered,
                    **_reasons(mine, people),
                }
            )
    by = ("construct", "item_id", "stage", "area")
    kinds = {"respondents": "base", "answered": "base", **dict.fromkeys(REASONS, "count")}
    return _result(data, form, groups, "missing_items", rows, by, "missing", kinds)


@remembered
def by_reason(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """Why answers are missing, over all questions together.

    One row per reason and area: people asked (`respondents`), how many answers were asked of them
    (`asked`), and how many of these are `missing` for that reason.
    """
    items = by_item(data, instrument, groups)
    rows = []
    for place, mine in items.frame.groupby("area", sort=False, observed=False):
        people = int(mine["respondents"].iloc[0])
        common = {"respondents": people, "asked": people * len(mine)}
        rows += [
            {"reason": r, "area": place, **common, "missing": int(mine[r].sum())} for r in REASONS
        ]
    kinds = {"asked": "count", "missing": "count"}
    form = surveyed_with(data, instrument)
    by = ("reason", "area")
    return _result(data, form, groups, "missing_reasons", rows, by, "respondents", kinds)


@remembered
def patterns(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many people answered everything, left out one question, or more.

    One row per area and level of `LEVELS`, then one per area and pattern of gaps, of the ten that
    most people have: `people` of those asked (`base`). People who answered nothing are counted
    among those who left out two or more, and once more by themselves. The other columns are for
    disclosure alone, and say what other tables tell of these people: the `fewest` answers to any
    question, the `scored` people of the topic that fewest have a score on, the `answers` to all
    `questions` of which a table says how many answered, and how many questions no table speaks of
    (`untold`).
    """
    form = surveyed_with(data, instrument)
    chosen, rows = groups or form.groups, []
    common = _commonest(gaps(answers_of(data, form, groups), form))
    for place in places(data, chosen):
        answers = answers_of(at(data, place), form, groups)
        lacking = gaps(answers, form)
        left_out = lacking.sum(axis=1)
        counts = {
            "all_answered": left_out == 0,
            "one_left_out": left_out == 1,
            "more_left_out": left_out > 1,
            "none_answered": left_out == lacking.shape[1],
            **{name: (lacking == pattern).all(axis=1) for name, pattern in common.items()},
        }
        beside = _told_elsewhere(data, answers, form)
        rows += [
            {
                "area": place,
                "level": level,
                "people": int(who.sum()),
                "base": len(lacking),
                **beside,
            }
            for level, who in counts.items()
        ]
    inside = ("fewest", "scored", "answers", "questions", "untold")
    kinds = dict.fromkeys(("base", *inside), "base")
    found = _result(
        data, form, groups, "missing_patterns", rows, ("area", "level"), "people", kinds
    )
    named = {"level": {name: Text(name, name) for name in common}}
    return dataclasses.replace(found, labels=found.labels | named)


@remembered
def little(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """Little's test that answers are missing completely at random, over all areas together.

    One row for this set of respondents, over every site even where the tables are seen from one.
    All rated questions take part. The test needs enough people by the largest number who answered
    any one question, added over the areas, so that whether there is a test tells nothing of people
    who answered nothing. `guard` says why there is none.
    """
    form, everywhere = surveyed_with(data, instrument), _everywhere(data)
    if not form.instrument:
        return _tested(everywhere, form, groups, [])
    answers = answers_of(everywhere, form, groups)
    found = missing.little(rated(answers, form))
    seen, people = answered_most(answers), answers["participant_id"].nunique()
    refused = "few_people" if seen < missing.LITTLE_FROM else found.refused
    row = {
        "asked_with": form.instrument,
        "n": people,
        "chi2": np.nan if refused else found.statistic,
        "df": "" if refused else str(found.df),
        "p": np.nan if refused else found.p,
        "guard": GUARDS.get(refused, ""),
    }
    return _tested(everywhere, form, groups, [row | {"least": people, "around": people}])


def _tested(data: Tables, form: Instrument, groups: tuple[str, ...], rows: list[dict]) -> Result:
    kinds = {"chi2": "decimal", "df": "text", "p": "p", "guard": "guard"}
    kinds |= {"least": "base", "around": "base"}
    found = _result(data, form, groups, "missing_test", rows, ("asked_with",), "n", kinds)
    whose = {form.instrument: found.population} if form.instrument else {}
    return dataclasses.replace(
        found,
        assumption="assumption_missing_test",
        labels=found.labels | {"asked_with": whose},
    )


def places(data: Tables, groups: tuple[str, ...]) -> tuple[str, ...]:
    """The areas these people are shown by; all of them together if any of them are pooled staff."""
    if data.site_id:
        return (data.site_id,)
    if len(data.study.sites) > 1 and any(data.study.group(g).pooled_as for g in groups):
        return (ALL_AREAS,)
    return tuple(s.site_id for s in data.study.sites) if groups else ()


def at(data: Tables, place: str) -> Tables:
    """The tables seen from one area, or as they are for all areas."""
    if place in (ALL_AREAS, data.site_id):
        return data
    here = data.answers[data.answers["site_id"] == place]
    return data.but(site_id=place, answers=here)


def _everywhere(data: Tables) -> Tables:
    return data.but(site_id="", answers=data.answers_everywhere)


def questions(form: Instrument) -> Iterator[tuple[Item, str]]:
    """Every closed question and each stage it is asked at, topic by topic."""
    for construct in form.constructs:
        for item in form.items_of(construct.construct):
            if form.scale_of(item):
                yield from ((item, stage) for stage in item.stages)


def gaps(answers: pd.DataFrame, form: Instrument) -> pd.DataFrame:
    """One row per person asked, one column per closed question: whether the answer is missing."""
    return _wide(answers, [(i.item_id, stage) for i, stage in questions(form)]).isna()


def rated(answers: pd.DataFrame, form: Instrument) -> pd.DataFrame:
    """One row per person asked, one column per rated question (item, stage), as answered."""
    kept = {item.item_id for item in form.rated}
    return _wide(answers, [(i.item_id, s) for i, s in questions(form) if i.item_id in kept])


def _wide(answers: pd.DataFrame, columns: list[tuple[str, str]]) -> pd.DataFrame:
    people = answers["participant_id"].drop_duplicates()
    given = answers.set_index(["participant_id", "item_id", "stage"])["value"].astype("Float64")
    wide = given.unstack(["item_id", "stage"]) if len(given) else pd.DataFrame(index=people)
    columns = pd.MultiIndex.from_tuples(columns, names=["item_id", "stage"])
    return wide.reindex(index=people, columns=columns).astype("float64")


def answered_most(answers: pd.DataFrame) -> int:
    """The largest number of people with one answer, area by area, added up."""
    given = answers[answers["value"].notna()]
    counts = given.groupby(["site_id", "item_id", "stage"], observed=False).size()
    return int(counts.groupby(level="site_id", observed=False).max().sum()) if len(counts) else 0


def _reasons(mine: pd.DataFrame, people: int) -> dict[str, int]:
    """People by why the answer to one question is missing; without a row there, not answered."""
    gone = mine.loc[mine["value"].isna(), "missing_reason"]
    counts = {reason: int((gone == reason).sum()) for reason in REASONS}
    answered = int(mine["value"].notna().sum())
    counts["not_answered"] = people - answered - sum(counts[r] for r in REASONS[1:])
    return counts


def _commonest(lacking: pd.DataFrame) -> dict[str, pd.Series]:
    """The patterns with gaps that most people have, by the questions left out."""
    names = [item if stage == "single" else f"{item} {stage}" for item, stage in lacking.columns]
    table = lacking.set_axis(names, axis=1).astype("float64").replace(1, np.nan)
    found = missing.patterns(table) if len(table.columns) and len(table) else pd.DataFrame()
    kept = {}
    for row in found.to_dict("records"):
        without = [name for name in names if row[name]]
        if without and len(kept) < PATTERNS_SHOWN:
            pattern = np.array([row[name] for name in names], dtype=bool)
            kept["pattern " + ", ".join(without)] = pattern
    return kept


def _told_elsewhere(data: Tables, answers: pd.DataFrame, form: Instrument) -> dict[str, int]:
    """What other tables tell of how many of these people answered (see `patterns`)."""
    topics = [c.construct for c in form.constructs if c.scored]
    printed = [(i.item_id, stage_of(i, "now")) for i in form.rated if i.construct in topics]
    given = _wide(answers, printed).notna().sum() if printed else pd.Series([0])
    rule = data.study.header.min_answered
    scored = [score(answers, form, topic, rule).notna().sum() for topic in topics]
    return {
        "fewest": int(given.min()),
        "scored": int(min(scored, default=0)),
        "answers": int(given.sum()),
        "questions": len(printed),
        "untold": sum(1 for _ in questions(form)) - len(printed),
    }


def _result(
    data: Tables,
    form: Instrument,
    groups: tuple[str, ...],
    measure: str,
    rows: list[dict],
    by: tuple[str, ...],
    people: str,
    kinds: dict[str, str],
) -> Result:
    """The result; beside it who took part and, area by area, how many answered each question.

    Those two are what other tables print of the same people; disclosure lets out no more.
    """
    chosen = groups or form.groups
    there = places(data, chosen)
    columns = list(dict.fromkeys([*by, *(rows[0] if rows else ()), people, *kinds]))
    return Result(
        measure,
        pd.DataFrame(rows, columns=columns),
        by=by,
        people=people,
        kinds={k: v for k, v in kinds.items() if k != people},
        population=population_of_form(data, form, groups),
        method=f"method_{measure}",
        origin=origin_of(data.participants, data.answers),
        labels={
            **item_labels(form),
            **asked(data, form, chosen),
            "area": area_labels(data),
        },
        groups=chosen,
        beside=(
            who_took_part(data),
            *(distribution(at(data, p), form.instrument, chosen) for p in there if form.instrument),
        ),
    )
