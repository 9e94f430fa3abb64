"""What passages can be told apart by: what a study knows of people, sources and passages.

Nothing here is a fixed list of a study's names: beside site, group and round, which every study
has, an attribute is any question with a choice of answers that somebody answered, and what intake
notes of everybody (whether they took a survey, may be quoted) and of every source.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pandas as pd

from compendium.analysis.qualitative.open_attributes import wording_at
from compendium.analysis.qualitative.theme_counts import KINDS_OF_DATA, LANGUAGES, YES_NO
from compendium.analysis.survey.table_one import choices
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.words import Text, words

NOT_KNOWN = "not known"
# What a map of themes can always have in its columns, beside the study's own attributes.
SITE, GROUP, ROUND = "site", "group", "round"
NOTED = {"surveyed": "explore_surveyed", "quote_consent": "explore_quote_consent"}


@dataclasses.dataclass(frozen=True)
class Attribute:
    """One thing passages can be told apart by.

    `levels` are the values there are and what they are called, in order, `NOT_KNOWN` the last;
    `values` is the level of every passage. `answered` marks what people answered in a survey.
    """

    name: str
    label: Text
    levels: dict[str, Text]
    values: pd.Series
    answered: bool = False

    @property
    def known(self) -> list[str]:
        """The levels that say something."""
        return [level for level in self.levels if level != NOT_KNOWN]


def attributes(data: Tables, passages: pd.DataFrame) -> dict[str, Attribute]:
    """Every attribute by its name: site, group and round, then those a study may lack.

    Parameters
    ----------
    passages : pandas.DataFrame
        One row per passage: `participant_id`, `site_id`, `group`, `round`, `method`, `data_type`,
        `lang`.
    """
    found = [*_always(data, passages), *_answered(data, passages), *_noted(data, passages)]
    return {attribute.name: attribute for attribute in found}


def _always(data: Tables, passages: pd.DataFrame) -> Iterator[Attribute]:
    sites = {s.site_id: s.label for s in data.study.sites}
    groups = {g.group: g.label for g in data.study.groups}
    yield _made(SITE, _word("area"), sites, passages["site_id"])
    yield _made(GROUP, _word("group"), groups, passages["group"], "explore_speaker_not_known")
    yield _made(ROUND, _word("explore_round"), _as_written(passages["round"]), passages["round"])


def _answered(data: Tables, passages: pd.DataFrame) -> Iterator[Attribute]:
    """Questions with a choice of answers that somebody answered; asked twice, each by itself."""
    for form in data.study.instruments:
        for item in choices(form):
            for stage in item.stages:
                given = data.answers[
                    (data.answers["instrument"] == form.instrument)
                    & (data.answers["item_id"] == item.item_id)
                    & (data.answers["stage"] == stage)
                    & data.answers["value"].notna()
                ].drop_duplicates("participant_id")
                if len(given):
                    yield _question(form, item, stage, given, passages)


def _question(
    form: Instrument, item: Item, stage: str, given: pd.DataFrame, passages: pd.DataFrame
) -> Attribute:
    levels = {str(option.value): option.label for option in form.scale_of(item).levels}
    answer = given.set_index("participant_id")["value"].astype("str")
    name = f"{form.instrument} {item.item_id} {stage}"
    made = _made(name, wording_at(item, stage), levels, passages["participant_id"].map(answer))
    return dataclasses.replace(made, answered=True)


def _noted(data: Tables, passages: pd.DataFrame) -> Iterator[Attribute]:
    """What intake notes of everybody, and of every source."""
    people = data.participants.set_index("participant_id")
    for name in ("surveyed", "quote_consent"):
        said = people[name].map({True: "yes", False: "no"})
        yield _made(name, _word(NOTED[name]), YES_NO, passages["participant_id"].map(said))
    methods = {m: Text(m.replace("_", " ")) for m in _as_written(passages["method"])}
    yield _made("data_type", _word("explore_data_type"), KINDS_OF_DATA, passages["data_type"])
    yield _made("method", _word("explore_method"), methods, passages["method"])
    yield _made("language", _word("explore_language"), LANGUAGES, passages["lang"])


def _made(
    name: str, label: Text, levels: dict[str, Text], values: pd.Series, unknown: str = ""
) -> Attribute:
    """An attribute; what is no level of it is not known, which is a level where it occurs."""
    known = values.astype("object").where(values.isin(list(levels)), NOT_KNOWN).astype("str")
    if (known == NOT_KNOWN).any():
        levels = {**levels, NOT_KNOWN: _word(unknown or "explore_not_known")}
    return Attribute(name, label, dict(levels), known)


def _as_written(values: pd.Series) -> dict[str, Text]:
    return {value: Text(value, value) for value in sorted({v for v in values.dropna() if v})}


def _word(key: str) -> Text:
    return words()[key].text
