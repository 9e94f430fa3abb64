"""The made-up survey: answers with planted means, missing answers and traps, as ``.sav``.

Each answer is a person's leaning plus the item's own noise around a level, rounded and cut to
the scale. The level is found by bisection on fixed noise, so that the construct's mean comes
out as planted whatever rounding and cutting do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.instruments import Instrument, Item
from compendium.study import Source, Study
from compendium.synthetic.passages import OpenAnswer
from compendium.synthetic.people import code_word
from compendium.synthetic.recipe import Recipe, source_called
from compendium.writers.spss import write_sav


def column(source: Source, item: Item, stage: str) -> str:
    """What the file calls an item (asked twice: with the stage's suffix)."""
    return item.item_id + source.stage_suffix.get(stage, "")


def make_survey(
    study: Study,
    recipe: Recipe,
    people: pd.DataFrame,
    answers: tuple[OpenAnswer, ...],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """One row per response, in the order they came in, traps and all."""
    source = source_called(study, recipe.survey.source)
    instrument = study.instrument(source.instrument)
    respondents = people[people["survey_token"] != ""]
    blocks = [
        _site_block(source, instrument, recipe, site, block, rng)
        for site, block in respondents.groupby("site_id", sort=True)
    ]
    frame = pd.concat(blocks, ignore_index=True)
    leave_blank(frame, instrument, source, recipe.survey.missing, rng)
    _write_open_text(frame, recipe, source, answers, rng)
    frame = _set_traps(frame, instrument, source, recipe, respondents, rng)
    frame = frame.sort_values([source.columns["submitted_at"], source.columns["person"]])
    return frame[_order(source, instrument)].reset_index(drop=True)


def _site_block(source, instrument, recipe: Recipe, site: str, block, rng) -> pd.DataFrame:
    count, names = len(block), source.columns
    frame = pd.DataFrame({names["person"]: block["survey_token"].to_numpy(), names["site"]: site})
    seconds = rng.integers(0, recipe.survey.days * 86_400, size=count)
    frame[names["submitted_at"]] = [
        dt.datetime.combine(recipe.survey.first_day, dt.time()) + dt.timedelta(seconds=int(s))
        for s in seconds
    ]
    codes = {lang: int(code) for code, lang in source.languages.items()}
    frame[names["language"]] = block["language_pref"].map(codes).to_numpy()
    frame[names["data_origin"]] = recipe.marked_as
    general = centred(rng.normal(size=count))
    for construct in (c for c in instrument.constructs if c.scored):
        _answer_construct(
            frame, source, instrument, recipe, site, construct.construct, general, rng
        )
    for item in instrument.items:
        scale = instrument.scale_of(item)
        if scale and scale.kind == "choice":
            weights = recipe.survey.choices[item.item_id]
            weights = weights.get(site) or weights["all"]
            share = np.array(list(weights.values())) / sum(weights.values())
            frame[item.item_id] = rng.choice([int(v) for v in weights], size=count, p=share)
    return frame


def _answer_construct(frame, source, instrument, recipe, site, construct, general, rng) -> None:
    spread, items = recipe.survey.spread, instrument.items_of(construct)
    count = len(frame)
    leaning = centred(0.6 * general + 0.8 * centred(rng.normal(size=count))) * spread["person"]
    target = recipe.survey.means[construct][site]
    targets = {"now": target, "single": target}
    targets["before"] = target - recipe.survey.rise.get(construct, {}).get(site, 0)
    for stage in items[0].stages:
        own = leaning + 0.4 * centred(rng.normal(size=count)) * (stage == "before")
        noise = own[:, None] + rng.normal(size=(count, len(items))) * spread["item"]
        scored = at_mean(noise, targets[stage])
        for index, item in enumerate(items):
            values = scored[:, index]
            frame[column(source, item, stage)] = 6 - values if item.reversed else values


def at_mean(noise: np.ndarray, target: float) -> np.ndarray:
    """Whole answers from 1 to 5 whose mean is `target`, as nearly as rounding allows."""
    low, high = -4.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        if _whole(noise + middle).mean() < target:
            low = middle
        else:
            high = middle
    return _whole(noise + high)


def _whole(values: np.ndarray) -> np.ndarray:
    return np.clip(np.floor(values + 0.5), 1, 5).astype(int)


def centred(values: np.ndarray) -> np.ndarray:
    """Values with mean 0 and spread 1; of one person alone, or of nobody, nothing but 0."""
    if len(values) < 2:
        return np.zeros(len(values))
    return (values - values.mean()) / values.std()


def leave_blank(
    frame,
    instrument: Instrument,
    source: Source,
    missing: dict[str, float],
    rng,
    planted: Collection[str] = (),
) -> None:
    """Some answers missing: half left out, a quarter each 'does not apply' and 'rather not'.

    Of the items in `planted` none is.
    """
    low, high = missing["least"], missing["most"]
    for item in instrument.items:
        scale = instrument.scale_of(item)
        if scale is None or item.item_id in planted:
            continue
        for stage in item.stages:
            name = column(source, item, stage)
            codes = [c for c in (98, 99) if c in scale.missing] or [np.nan]
            gone = rng.random(len(frame)) < rng.uniform(low, high)
            blank = rng.random(len(frame)) < 0.5
            code = np.array(codes, dtype=float)[rng.integers(len(codes), size=len(frame))]
            values = frame[name].to_numpy(dtype=float)
            frame[name] = np.where(gone, np.where(blank, np.nan, code), values)


def _write_open_text(frame, recipe: Recipe, source: Source, answers, rng) -> None:
    """Each open answer to somebody of its area who filled the form in its language."""
    codes = {lang: int(code) for code, lang in source.languages.items()}
    sites, languages = (frame[source.columns[c]].to_numpy() for c in ("site", "language"))
    for item_id in sorted({a.item_id for a in answers}):
        written = [""] * len(frame)
        for site in sorted(set(sites)):
            here = rng.permutation(np.flatnonzero(sites == site))
            for answer in (a for a in answers if (a.item_id, a.site) == (item_id, site)):
                free = [i for i in here if not written[i]]
                same = [i for i in free if languages[i] == codes[answer.lang]]
                if same or free:
                    written[(same or free)[0]] = answer.text
        frame[item_id] = written


def _set_traps(frame, instrument, source, recipe: Recipe, respondents, rng) -> pd.DataFrame:
    """Duplicates, straight-liners, impossible values, a test response, an unknown area."""
    names, traps = source.columns, recipe.survey.traps
    withdrawn = set(respondents.loc[respondents["consent_status"] != "active", "survey_token"])
    usable = np.flatnonzero(~frame[names["person"]].isin(withdrawn))
    rated = [column(source, i, s) for i in instrument.rated for s in i.stages]
    picks = iter(rng.permutation(usable))
    for _ in range(traps.straight_liners):
        frame.loc[next(picks), rated] = 4.0
    for value in traps.out_of_range:
        frame.loc[next(picks), rated[int(rng.integers(len(rated)))]] = float(value)
    again = frame.loc[[next(picks) for _ in range(traps.duplicates)]].copy()
    again[names["submitted_at"]] += pd.to_timedelta(
        rng.integers(60, 90_000, size=len(again)), unit="s"
    )
    changed = rated[int(rng.integers(len(rated)))]
    again[changed] = 3.0
    early = frame.loc[[next(picks) for _ in range(traps.before_launch)]].copy()
    early[names["person"]] = [code_word(rng, "TEST", 4) for _ in range(len(early))]
    early[names["submitted_at"]] = dt.datetime.combine(
        source.launched_on - dt.timedelta(days=6), dt.time(15, 12)
    )
    astray = frame.loc[[next(picks)]].copy() if traps.unknown_site else frame.iloc[:0]
    if traps.unknown_site:
        astray[names["person"]] = code_word(rng, "", 8)
        astray[names["site"]] = traps.unknown_site
    return pd.concat([frame, again, early, astray], ignore_index=True)


def _order(source: Source, instrument: Instrument) -> list[str]:
    first = [source.columns[k] for k in ("person", "site", "submitted_at", "language")]
    items = [column(source, i, s) for i in instrument.items for s in i.stages]
    return [*first, *items, source.columns["data_origin"]]


def write_survey(path: Path, study: Study, recipe: Recipe, frame: pd.DataFrame) -> None:
    """The survey as SPSS file, labelled in English as the tool exports it."""
    source = source_called(study, recipe.survey.source)
    instrument = study.instrument(source.instrument)
    labels = {
        source.columns["person"]: "Token",
        source.columns["site"]: "Area",
        source.columns["submitted_at"]: "Submitted",
        source.columns["language"]: "Language",
        source.columns["data_origin"]: "Data origin: synthetic means made up, no real people",
    }
    value_labels: dict[str, dict[int, str]] = {
        source.columns["language"]: {
            int(code): {"en": "English", "cy": "Cymraeg"}[lang]
            for code, lang in source.languages.items()
        }
    }
    user_missing = {}
    for item in instrument.items:
        scale = instrument.scale_of(item)
        for stage in item.stages:
            name = column(source, item, stage)
            asked = {"before": "Before I had an advocate: ", "now": "Now: "}.get(stage, "")
            labels[name] = asked + item.wording.en
            if scale:
                value_labels[name] = {o.value: o.label.en for o in scale.options}
                if scale.missing:
                    user_missing[name] = list(scale.missing)
    write_sav(
        path, frame, labels, value_labels, user_missing, file_label="MADE-UP DATA. No real people."
    )
