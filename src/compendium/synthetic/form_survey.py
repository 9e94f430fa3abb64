"""The made-up surveys by online form: who answered, and what, as a survey tool exports it.

Strands of their own generators: an earlier survey and everybody's ids stay as they are.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.instruments import Instrument, Item
from compendium.study import Source, Study
from compendium.synthetic.people import code_word, finish, surveyed_only
from compendium.synthetic.recipe import FormSurvey, Recipe, source_called
from compendium.synthetic.survey import at_mean, centred, leave_blank
from compendium.writers.spreadsheet import write_spreadsheet_csv, write_xlsx

# Any site, where a mean or a share is planted over all of them.
ALL = "all"


def with_answered(
    study: Study, recipe: Recipe, people: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """`people` with tokens for those who answered, and with those who did nothing else.

    One row per person, in the order of the ids, which says nothing of who is new.
    """
    people, new, before = people.copy(), [], set()
    for survey in recipe.form_surveys:
        groups = [g for g in _form(study, survey).groups if g not in before]
        before.update(groups)
        for size in (s for s in study.sample if s.group in groups and s.survey_completed):
            here = (people["site_id"] == size.site_id) & (people["group"] == size.group)
            spoke = people[here & _stays(people)].sort_values("case_name").index
            count = survey.also_surveyed[size.group].get(size.site_id, 0)
            for person in rng.permutation(len(spoke))[:count]:
                people.loc[spoke[person], "survey_token"] = code_word(rng, "", 8)
            rows = [
                {
                    **surveyed_only(size.site_id, size.group, rng),
                    "survey_token": code_word(rng, "", 8),
                }
                for _ in range(size.survey_completed - count)
            ]
            if rows:
                new.append(finish(study, recipe, rows, rng, survey.welsh_share))
    everyone = pd.concat([people, *(n.reindex(columns=people.columns, fill_value="") for n in new)])
    assert everyone["participant_id"].is_unique, "two people have one id; change the seed"
    return everyone.sort_values("participant_id").reset_index(drop=True)


def _stays(people: pd.DataFrame) -> pd.Series:
    """Who did not withdraw everything; of those who did nobody answers a form."""
    return people["withdrawal_scope"] != "all"


def _form(study: Study, survey: FormSurvey) -> Instrument:
    return study.instrument(source_called(study, survey.source).instrument)


def make_form_survey(
    study: Study, survey: FormSurvey, people: pd.DataFrame, origin: str, rng: np.random.Generator
) -> pd.DataFrame:
    """One row per response, in the order they came in: codes by item id, and who answered."""
    form = _form(study, survey)
    asked = people[(people["survey_token"] != "") & people["group"].isin(form.groups)]
    blocks = [
        _group_block(form, survey, group, asked[asked["group"] == group].reset_index(), rng)
        for group in form.groups
        if (asked["group"] == group).any()
    ]
    frame = pd.concat(blocks, ignore_index=True)
    _rate(frame, survey, rng)
    leave_blank(
        frame, form, source_called(study, survey.source), survey.missing, rng, _planted(survey)
    )
    opens = dt.datetime.combine(survey.first_day, dt.time(7, 30))
    days = rng.integers(0, survey.days, size=len(frame))
    minutes = rng.integers(0, 12 * 60, size=len(frame))
    frame["submitted_at"] = [
        opens + dt.timedelta(days=int(d), minutes=int(m))
        for d, m in zip(days, minutes, strict=True)
    ]
    frame["minutes"] = rng.integers(4, 19, size=len(frame))
    frame["data_origin"] = origin
    return frame.sort_values(["submitted_at", "person"]).reset_index(drop=True)


def _group_block(
    form: Instrument, survey: FormSurvey, group: str, block: pd.DataFrame, rng
) -> pd.DataFrame:
    """What one group answered, over all sites."""
    frame = pd.DataFrame(
        {
            "person": block["survey_token"],
            "site": block["site_id"],
            "language": block["language_pref"],
            "group": group,
        }
    )
    met = _gap_answers(survey, group, block, rng)
    if met is not None:
        frame[survey.gap.item] = np.where(met, 1.0, 2.0)
    general = centred(rng.normal(size=len(block)))
    for construct in (c.construct for c in form.constructs if c.scored):
        leaning = centred(0.6 * general + 0.8 * centred(rng.normal(size=len(block))))
        leaning = leaning * survey.spread["person"]
        if met is not None and construct == survey.gap.construct:
            leaning = leaning + survey.gap.by * met
        _answer_construct(frame, form, survey, group, construct, leaning, rng)
    return frame


def _planted(survey: FormSurvey) -> set[str]:
    return {item for target in survey.targets for item in target.agree}


def _rate(frame: pd.DataFrame, survey: FormSurvey, rng) -> None:
    """Ratings of which so many, to the person, are 4 or 5 in each group or over all groups.

    Who rates one statement low is likelier to rate another low.
    """
    leaning = rng.normal(size=len(frame)) if survey.targets else None
    for target in survey.targets:
        here = np.flatnonzero(frame["group"].isin(target.groups or frame["group"].unique()))
        for item, percent in target.agree.items():
            order = here[np.argsort(-(leaning[here] + rng.normal(size=len(here))), kind="stable")]
            agree = round(percent / 100 * len(here))
            values = np.where(rng.random(len(here)) < 0.45, 5.0, 4.0)
            lower = rng.choice([3.0, 2.0, 1.0], size=len(here), p=[0.6, 0.3, 0.1])
            frame.loc[order, item] = np.where(np.arange(len(here)) < agree, values, lower)


def _gap_answers(survey: FormSurvey, group: str, block: pd.DataFrame, rng) -> np.ndarray | None:
    """Who answers yes to the item of the gap: all who were interviewed, others up to the share."""
    if survey.gap is None:
        return None
    yes = block["case_name"].ne("").to_numpy(copy=True)
    for site, here in block.groupby("site_id", observed=False).indices.items():
        wanted = round(_at(survey.gap.share[group], site) * len(here)) - int(yes[here].sum())
        others = [i for i in here[rng.permutation(len(here))] if not yes[i]]
        yes[others[: max(wanted, 0)]] = True
    return yes


def _answer_construct(frame, form: Instrument, survey: FormSurvey, group, construct, leaning, rng):
    """Add the answers to a construct's items, whose means by site are as planted."""
    items = form.items_of(construct)
    noise = leaning[:, None] + rng.normal(size=(len(frame), len(items))) * survey.spread["item"]
    planted, own = survey.means[group], survey.item_means.get(group, {})
    together = [i for i, item in enumerate(items) if item.item_id not in own]
    _level(frame, items, noise, together, planted[construct])
    for i, item in enumerate(items):
        if item.item_id in own:
            _level(frame, items, noise, [i], own[item.item_id])


def _level(frame, items: tuple[Item, ...], noise: np.ndarray, columns: list[int], means) -> None:
    """Whole answers to some of the items, with these means by site, or over all sites."""
    sites = frame["site"].to_numpy()
    for site in [ALL] if ALL in means else sorted(means):
        rows = np.flatnonzero((sites == site) | (site == ALL))
        values = at_mean(noise[np.ix_(rows, columns)], means[site])
        for column, given in zip(columns, values.T, strict=True):
            item = items[column]
            frame.loc[rows, item.item_id] = 6.0 - given if item.reversed else given


def _at(means: dict[str, float], site: str) -> float:
    return means[site] if site in means else means[ALL]


def write_form_survey(path: Path, study: Study, survey: FormSurvey, frame: pd.DataFrame) -> None:
    """The survey as a workbook or ``.csv``: question numbers, question texts, answers in words."""
    source, form = source_called(study, survey.source), _form(study, survey)
    names, items = source.columns, {i.item_id: i for i in form.items}
    numbered = sorted(items, key=lambda i: _as_number(names[i]))
    order = ["person", "site", "submitted_at", "language", *numbered]
    texts = [items[c].wording.en if c in items else "" for c in order]
    heading = ["Response ID", *(names[c] for c in order), "Minutes taken", names["data_origin"]]
    said = {c: {meant: cell for cell, meant in source.values[c].items()} for c in source.values}
    rows = [
        [
            1001 + number,
            *(_cell(row, c, form, source, said) for c in order),
            int(row["minutes"]),
            row["data_origin"],
        ]
        for number, row in enumerate(frame.to_dict("records"))
    ]
    table = [heading, ["", *texts, "", ""], *rows]
    if path.suffix == ".csv":
        write_spreadsheet_csv(path, pd.DataFrame(table[1:], columns=table[0]))
        return
    about = [["MADE-UP DATA. No real people. Not findings about any service."]]
    write_xlsx(path, {"Responses": table, "About": about})


def _as_number(name: str) -> list[int]:
    """Question numbers in their order: Q2.10 after Q2.9."""
    return [int(part) for part in name.lstrip("Q").split(".")]


def _cell(row: dict, column: str, form: Instrument, source: Source, said) -> str:
    """One cell as the tool writes it; an answer in the language of the form that was filled in."""
    value = row[column]
    if column == "submitted_at":
        return value.strftime(source.date_format)
    if column in said or column == "person":
        return said.get(column, {}).get(value, value)
    if pd.isna(value):
        return ""
    scale = form.scale_of(next(i for i in form.items if i.item_id == column))
    label = next(o.label for o in scale.options if o.value == value)
    # Online tools set typographic apostrophes.
    return label.say(row["language"]).replace("'", "’")
