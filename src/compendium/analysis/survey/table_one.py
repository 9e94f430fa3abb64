"""Table one: the people who answered a survey, described by area and characteristic.

It describes and does not test: areas are not samples of one population that chance made
different, so a p beside each row would answer a question nobody asks (STROBE, item 14, and
Vandenbroucke et al. 2007, PLoS Medicine 4(10):e297, advise against it).
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.asked import answers_of, asked, population_of_form, surveyed_with
from compendium.analysis.survey.sample import ALL_AREAS, area_labels, headings, who_took_part
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.words import LANGUAGES, Text, words

# Characteristics that every survey has; the others are its questions with a choice of answers.
RESPONDENTS, LANGUAGE, COMPLETENESS = "respondents", "language", "completeness"
EVERYBODY, NOT_KNOWN = "everybody", "not_known"
SPOKEN = ("cy", NOT_KNOWN, "en")
LEFT_OUT = ("none_left_out", "one_left_out", "more_left_out")
# A rated question is not left out where one of these was ticked.
TICKED = ("not_applicable", "prefer_not")

COUNTS = ("base", "surveyed", "given")
KINDS = dict.fromkeys(COUNTS, "base") | {"compared": "text"}


@remembered
def table_one(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many respondents of one survey have each characteristic, by area.

    One row per characteristic (`item_id`), level and area; staff that is pooled over all areas has
    no areas, and one row per characteristic and level. `people` have the level, of `base`: those
    who answered the question, or all respondents where it is none (their number, the language they
    answered in, how many questions they left out). Who chose none of a question's answers is its
    last level, whoever ticked "prefer not to say" among them; a rated question was not left out
    where anything was ticked.

    Beside these, for disclosure alone: how many of the groups they are shown with took any survey
    (`surveyed`), how many answers to rated questions they gave in all (`given`), and whether the
    question parts people for a planned comparison (`compared`). `groups`: the respondents counted;
    by default those that may be shown by area.
    """
    form = surveyed_with(data, instrument)
    chosen = groups or shown_by_area(data.study, form) or form.groups
    answers = answers_of(data, form, chosen) if chosen else answers_of(data, form)
    pooled = bool(chosen) and not any(g in shown_by_area(data.study, form) for g in chosen)
    by = ("item_id", "level") if pooled else ("item_id", "level", "area")
    rows = []
    for area, mine in _by_area(data, answers, pooled).items():
        own = data.but(answers=mine)
        rows += [r | {"area": area} for r in _of_area(own, form, chosen, area)]
    frame = pd.DataFrame(rows, columns=["item_id", "level", "area", "people", *KINDS])
    return Result(
        "table_one",
        frame.drop(columns=["area"] if pooled else []),
        by=by,
        people="people",
        kinds=KINDS,
        population=population_of_form(data, form, chosen),
        method="method_table_one",
        assumption="assumption_table_one",
        origin=origin_of(data.participants, data.answers),
        labels={**_labels(form), "area": area_labels(data), **asked(data, form, chosen)},
        groups=chosen,
        beside=(who_took_part(data),),
    )


def shown_by_area(study: Study, form: Instrument) -> tuple[str, ...]:
    """The groups of an instrument that may be shown by area; of a study of one area, all."""
    alone = len(study.sites) == 1
    return tuple(g for g in form.groups if alone or not study.group(g).pooled_as)


def choices(form: Instrument) -> tuple[Item, ...]:
    """The questions that offer a choice of answers and are no statements to agree with."""
    return tuple(i for i in form.items if (s := form.scale_of(i)) and s.kind != "agreement")


def language_is_known(study: Study, form: Instrument) -> bool:
    """Whether any export of a survey says in which language people answered."""
    mine = [s for s in study.source("survey") if s.instrument == form.instrument]
    return any("language" in s.columns for s in mine)


def _by_area(data: Tables, answers: pd.DataFrame, pooled: bool) -> dict[str, pd.DataFrame]:
    if answers.empty:
        return {}
    if pooled:
        return {ALL_AREAS: answers}
    sites = [s.site_id for s in data.study.sites if data.site_id in ("", s.site_id)]
    return {s: answers[answers["site_id"] == s] for s in sites}


def _of_area(data: Tables, form: Instrument, groups: tuple[str, ...], area: str) -> list[dict]:
    """The rows of one area, of which `data` holds the answers."""
    answers = data.answers
    people = answers["participant_id"].nunique()
    named = headings(data.study)
    shown_with = [g for g in named if named[g] in {named[group] for group in groups}]
    joined = data.participants[data.participants["group"].isin(shown_with)]
    if area != ALL_AREAS:
        joined = joined[joined["site_id"] == area]
    common = {
        "surveyed": int(joined["surveyed"].sum()),
        "given": int(_rated(answers, form)["value"].notna().sum()),
    }
    counted = [(RESPONDENTS, {EVERYBODY: people}, people)]
    if language_is_known(data.study, form):
        counted.append((LANGUAGE, languages(answers), people))
    if form.rated:
        counted.append((COMPLETENESS, left_out(answers, form), people))
    counted += [(item.item_id, *_chosen(answers, form, item, people)) for item in choices(form)]
    return [
        {
            "item_id": name,
            "level": level,
            "people": count,
            "base": base,
            "compared": "yes" if _parts_people(data.study, form, name, area) else "",
            **common,
        }
        for name, levels, base in counted
        for level, count in levels.items()
    ]


def languages(answers: pd.DataFrame) -> dict[str, int]:
    """How many people answered in each language, and of how many it is not known."""
    spoken = answers.drop_duplicates("participant_id")["language"]
    known = spoken.where(spoken.isin(LANGUAGES), NOT_KNOWN)
    return {level: int((known == level).sum()) for level in SPOKEN}


def left_out(answers: pd.DataFrame, form: Instrument) -> dict[str, int]:
    """How many people left out none, one, or more of the rated questions.

    A question asked twice is two: how it is now, and how it was before.
    """
    rated = _rated(answers, form)
    blank = rated["value"].isna() & ~rated["missing_reason"].isin(TICKED)
    number = blank.groupby(rated["participant_id"], observed=False).sum()
    counts = number.eq(0).sum(), number.eq(1).sum(), number.gt(1).sum()
    return dict(zip(LEFT_OUT, map(int, counts), strict=True))


def _rated(answers: pd.DataFrame, form: Instrument) -> pd.DataFrame:
    return answers[answers["item_id"].isin([i.item_id for i in form.rated])]


def _chosen(
    answers: pd.DataFrame, form: Instrument, item: Item, people: int
) -> tuple[dict[str, int], int]:
    """How many chose each answer, and how many answered; the last level is everybody else."""
    mine = answers[(answers["item_id"] == item.item_id) & (answers["stage"] == item.stages[-1])]
    given = mine["value"].dropna()
    levels = {
        level_name(item, option.value): int((given == option.value).sum())
        for option in form.scale_of(item).levels
    }
    return levels | {NOT_KNOWN: people - len(given)}, len(given)


def level_name(item: Item, value: int) -> str:
    """What a table calls an answer to one question: no other question has a level so called."""
    return f"{item.item_id}.{value}"


def _parts_people(study: Study, form: Instrument, item_id: str, area: str) -> bool:
    """Whether a planned comparison in this area compares people by what they answered to it."""
    return any(
        plan.instrument == form.instrument
        and plan.between == item_id
        and (not plan.sites or area == ALL_AREAS or area in plan.sites)
        for plan in study.header.planned_comparisons
    )


def _labels(form: Instrument) -> dict[str, dict[str, Text]]:
    """Texts of characteristics and levels, in the order of the table."""
    own = {n: words()[n].text for n in ("respondents", "language", "completeness")}
    levels = {
        level_name(item, option.value): option.label
        for item in choices(form)
        for option in form.scale_of(item).levels
    }
    return {
        "item_id": own | {item.item_id: item.wording for item in choices(form)},
        "level": {
            EVERYBODY: words()["respondents"].text,
            "en": words()["answered_in_english"].text,
            "cy": words()["answered_in_welsh"].text,
            "none_left_out": words()["none_left_out"].text,
            "one_left_out": words()["one_left_out"].text,
            "more_left_out": words()["more_left_out"].text,
            **levels,
            NOT_KNOWN: words()["not_known"].text,
        },
    }
