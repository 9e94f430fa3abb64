"""Who a comparison of scores compares: the people, their groups, and what these are called.

A comparison between sites is a comparison of areas and of their models at once: each area has
one model, and nothing here can tell the two apart. Groups are therefore labelled with both.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd

from compendium.analysis.survey.asked import stage_of
from compendium.analysis.survey.scales import score_of, values
from compendium.conclusions import PlannedComparison
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.study import Site, Study
from compendium.words import Text, list_text, words

BETWEEN_SITES = "site"
# In place of a pair: every group of the comparison together.
ALL_GROUPS = "all"
# How the name of a comparison begins that was not planned; its parts follow, parted by dots.
EXPLORATORY = "exploratory"


@dataclasses.dataclass(frozen=True)
class Compared:
    """One construct of one comparison: a row per person asked, a column per item.

    `items` are scored from the favourable end; `group` is missing where a person is in none of
    the groups compared. A score needs `needed` answers.
    """

    items: pd.DataFrame
    group: pd.Series
    flagged: pd.Series
    groups: tuple[str, ...]
    needed: int

    def scores(self, among: pd.Series | None = None) -> dict[str, np.ndarray]:
        """The scores of each group, in the study's or the scale's order.

        `among` says of each person whether they count; everybody does if it is left out. Rounded
        to nine places, so that means that are equal on paper are equal here.
        """
        found = score_of(self.items, self.needed).round(9)
        found = found[found.notna() & (True if among is None else among)]
        group = self.group.reindex(found.index)
        return {g: found[group == g].to_numpy() for g in self.groups}


def applying(data: Tables) -> list[PlannedComparison]:
    """The planned comparisons that can be made from this site, or from the whole study."""
    surveyed = {s.instrument for s in data.study.source("survey")}
    return [
        plan
        for plan in data.study.header.planned_comparisons
        if plan.instrument in surveyed
        and (not data.site_id or (plan.between != BETWEEN_SITES and data.site_id in plan.sites))
    ]


def compared(data: Tables, plan: PlannedComparison, construct: str) -> Compared:
    """The people in a comparison, with their answers on one construct."""
    form, answers = data.study.instrument(plan.instrument), answers_compared(data, plan)
    items = values(answers, form, construct, "now").astype("float64")
    flags = answers[answers["flag"].fillna("") != ""]
    return Compared(
        items,
        _group_of_each(answers, plan, form).reindex(items.index),
        pd.Series(items.index.isin(flags["participant_id"]), index=items.index),
        tuple(groups_of(data.study, plan)),
        data.study.header.min_answered[str(items.shape[1])],
    )


def answers_compared(data: Tables, plan: PlannedComparison) -> pd.DataFrame:
    """The rows of `answers` of everybody asked in a comparison."""
    mine = data.answers["instrument"] == plan.instrument
    if plan.groups:
        mine &= data.answers["group"].isin(plan.groups)
    if plan.sites:
        mine &= data.answers["site_id"].isin(plan.sites)
    return data.answers[mine]


def _group_of_each(answers: pd.DataFrame, plan: PlannedComparison, form: Instrument) -> pd.Series:
    """The group each person belongs to: their site, or what they answered to the item."""
    if plan.between == BETWEEN_SITES:
        return site_of_each(answers)
    item = next(i for i in form.items if i.item_id == plan.between)
    return plan.between + ":" + answered(answers, item).dropna().astype("str")


def site_of_each(answers: pd.DataFrame) -> pd.Series:
    """The site of each person who was asked."""
    return answers.drop_duplicates("participant_id").set_index("participant_id")["site_id"]


def answered(answers: pd.DataFrame, item: Item) -> pd.Series:
    """What each person answered; of a question asked twice, what they say of now."""
    mine = (answers["item_id"] == item.item_id) & (answers["stage"] == stage_of(item, "now"))
    return answers[mine].set_index("participant_id")["value"]


def groups_of(study: Study, plan: PlannedComparison) -> dict[str, Text]:
    """The text of each group compared: a site with its model, or an answer to the item."""
    if plan.between == BETWEEN_SITES:
        chosen = [s for s in study.sites if not plan.sites or s.site_id in plan.sites]
        return {s.site_id: with_model(study, s) for s in chosen}
    form = study.instrument(plan.instrument)
    item = next(i for i in form.items if i.item_id == plan.between)
    return {
        f"{plan.between}:{option.value}": option.label
        for option in form.scale_of(item).levels
        if not plan.levels or str(option.value) in plan.levels
    }


def with_model(study: Study, site: Site) -> Text:
    """A site with its model: ``Area A (peer advocates)``."""
    model = study.model_label(site)
    cy = f"{site.label.cy} ({model.cy})" if site.label.cy and model.cy else ""
    return Text(f"{site.label.en} ({model.en})", cy)


def exploratory_plan(study: Study, name: str) -> PlannedComparison | None:
    """The comparison that an exploratory name stands for; None if it is no such name.

    The name says it all, so that whoever reads a released table knows who was compared:
    ``exploratory.parent.site.all``, and after that the groups, if they are not everybody. Its
    constructs stand in the table.
    """
    ways = itertools.product(study.instruments, ((), *((s.site_id,) for s in study.sites)))
    for form, sites in ways:
        for between in (BETWEEN_SITES, *(i.item_id for i in form.items)):
            start = _exploratory_name(form.instrument, between, sites)
            groups = tuple(name.removeprefix(start).split(".")[1:])
            if name == _exploratory_name(form.instrument, between, sites, groups):
                return exploratory_comparison(study, form, (), between, sites, groups)
    return None


def _exploratory_name(
    instrument: str, between: str, sites: tuple[str, ...], groups: tuple[str, ...] = ()
) -> str:
    return ".".join([EXPLORATORY, instrument, between, *(sites or ("all",)), *groups])


def exploratory_comparison(
    study: Study,
    form: Instrument,
    constructs: tuple[str, ...],
    between: str,
    sites: tuple[str, ...],
    groups: tuple[str, ...],
) -> PlannedComparison:
    """A comparison nobody planned, in the form of one that was."""
    chosen = groups or form.groups
    few = () if chosen == form.groups else chosen
    name = _exploratory_name(form.instrument, between, sites, few)
    labels = [study.group(g).label for g in chosen]
    by = next((i.wording for i in form.items if i.item_id == between), Text("-", "-"))
    said = words()["exploratory_sites" if between == BETWEEN_SITES else "exploratory_item"].text
    both = all(label.cy for label in (by, *labels))
    title = Text(
        said.en.format(groups=" + ".join(label.en for label in labels), item=by.en),
        said.cy.format(groups=" + ".join(label.cy for label in labels), item=by.cy) if both else "",
    )
    return PlannedComparison(
        name, EXPLORATORY, title, form.instrument, constructs, between, Text(""), chosen, sites
    )


def ends(form: Instrument, constructs: tuple[str, ...]) -> tuple[int, int]:
    """The lowest and the highest score that is possible."""
    items = [i for c in constructs for i in form.items_of(c)]
    levels = [v for i in items for v in form.scale_of(i).values]
    return min(levels), max(levels)


def labels_of(data: Tables, plans: list[PlannedComparison]) -> dict[str, dict[str, Text]]:
    """Texts of the keys; of each comparison where it is made, and its scale's ends.

    `between_sites` lists the comparisons in which area and model cannot be told apart.
    """
    study = data.study
    forms = {p.comparison: study.instrument(p.instrument) for p in plans}
    scale = {p.comparison: ends(forms[p.comparison], p.constructs) for p in plans}
    groups = {g: t for p in plans for g, t in groups_of(study, p).items()}
    every = {ALL_GROUPS: Text("all groups", "pob grŵp"), "": Text("")}
    return {
        "comparison": {p.comparison: p.title for p in plans},
        "construct": {c.construct: c.label for f in forms.values() for c in f.constructs},
        "group": groups,
        "group_1": {**groups, **every},
        "group_2": {**groups, **every},
        "where": {p.comparison: places(study, p.sites) for p in plans},
        "between_sites": {p.comparison: p.title for p in plans if p.between == BETWEEN_SITES},
        "least": {c: Text(str(low), str(low)) for c, (low, _) in scale.items()},
        "most": {c: Text(str(high), str(high)) for c, (_, high) in scale.items()},
    }


def places(study: Study, sites=()) -> Text:
    """Every site of `sites`, or of the study, with its model, one after the other."""
    return list_text(with_model(study, s) for s in study.sites if not sites or s.site_id in sites)
