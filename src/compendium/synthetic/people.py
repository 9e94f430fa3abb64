"""Who took part in the made-up study: the consent table, one row per person."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from compendium.study import Study
from compendium.synthetic.passages import Passage
from compendium.synthetic.recipe import Recipe, source_called

SHORT_GROUP = {
    "parent": "PAR",
    "peer_advocate": "PEER",
    "professional_advocate": "PROF",
    "advocacy_manager": "MAN",
    "social_worker": "SW",
    "iro_chair": "CHAIR",
    "young_person": "YP",
    "carer": "CARER",
    "other_professional": "OTHER",
}
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def case_name(site: str, group: str, person: int) -> str:
    """The name a case has in the coding project: ``A-PAR-03``."""
    return f"{site}-{SHORT_GROUP[group]}-{person:02d}"


def code_word(rng: np.random.Generator, prefix: str, length: int) -> str:
    """A random identifier without letters that are easily confused."""
    return prefix + "".join(LETTERS[i] for i in rng.integers(len(LETTERS), size=length))


def drawn(weights: dict[str, float], count: int, rng: np.random.Generator) -> np.ndarray:
    """So many values, each as often as its weight has it."""
    share = np.array(list(weights.values()))
    return rng.choice(list(weights), size=count, p=share / share.sum())


def make_people(
    study: Study, recipe: Recipe, passages: tuple[Passage, ...], rng: np.random.Generator
) -> pd.DataFrame:
    """The consent table: everybody who was interviewed or answered the parents' survey.

    One row per person; `survey_token` and `case_name` say where their data are, blank where
    they took no part in that strand.
    """
    spoke = sorted({(p.site, p.group, p.person) for p in passages if p.person})
    rows = [_interviewed(recipe, *who) for who in spoke]
    _give_pseudonyms(rows, recipe, rng)
    if not recipe.survey:
        return finish(study, recipe, rows, rng, {})
    source = source_called(study, recipe.survey.source)
    group = study.instrument(source.instrument).groups[0]
    for size in study.sample:
        if size.group == group:
            _add_surveyed(rows, recipe, size.site_id, group, size.survey_completed, rng)
    return finish(study, recipe, rows, rng, recipe.survey.welsh_share)


def _interviewed(recipe: Recipe, site: str, group: str, person: int) -> dict[str, str]:
    name = case_name(site, group, person)
    gone = {(w.site, w.group, w.person): w for w in recipe.people.withdrawn}
    w = gone.get((site, group, person))
    return {
        "site_id": site,
        "group": group,
        "case_name": name,
        "survey_token": "",
        "consent_status": "withdrawn" if w else "active",
        "withdrawn_on": w.on.isoformat() if w else "",
        "withdrawal_scope": w.scope if w else "",
        "quote_consent": "no" if name in recipe.people.no_quotes else "yes",
    }


def _give_pseudonyms(rows, recipe: Recipe, rng: np.random.Generator) -> None:
    names = recipe.people.pseudonyms.split()
    assert len(names) >= len(rows), "the recipe has too few pseudonyms"
    for row, index in zip(rows, rng.permutation(len(names)), strict=False):
        row["pseudonym"] = names[index]


def _add_surveyed(rows, recipe: Recipe, site, group, completed: int, rng) -> None:
    """Tokens for those interviewed who also answered, and new people for the rest.

    Whoever withdrew answered too, beyond the number completed.
    """
    interviewed = [r for r in rows if (r["site_id"], r["group"]) == (site, group)]
    staying = [r for r in interviewed if r["consent_status"] == "active"]
    leaving = [r for r in interviewed if r["consent_status"] != "active"]
    both = rng.permutation(len(staying))[: recipe.people.also_surveyed[site]]
    new = [surveyed_only(site, group, rng) for _ in range(completed - len(both))]
    for row in [*(staying[i] for i in both), *leaving, *new]:
        row["survey_token"] = code_word(rng, "", 8)
    rows += new


def surveyed_only(site: str, group: str, rng: np.random.Generator) -> dict[str, str]:
    """Somebody who answered a survey and was not interviewed; the token is yet to come."""
    return {
        "site_id": site,
        "group": group,
        "case_name": "",
        "consent_status": "active",
        "withdrawn_on": "",
        "withdrawal_scope": "",
        "pseudonym": "",
        "quote_consent": "yes" if rng.random() < 0.7 else "no",
    }


def finish(
    study: Study, recipe: Recipe, rows, rng: np.random.Generator, welsh_share: dict[str, float]
) -> pd.DataFrame:
    """Rows as the consent table has them: ids, attributes and dates for everybody."""
    frame = pd.DataFrame(rows)
    count = len(frame)
    while True:
        ids = [code_word(rng, "P-", 6) for _ in range(count)]
        if len(set(ids)) == count:
            break
    frame["participant_id"] = ids
    for attribute, weights in recipe.people.attributes.items():
        frame[attribute] = drawn(weights, count, rng)
    welsh = frame["site_id"].map(welsh_share).fillna(0)
    frame["language_pref"] = np.where(rng.random(count) < welsh, "cy", "en")
    lived = frame["group"].isin(recipe.people.lived_experience)
    frame["lived_experience"] = np.where(lived, "true", "false")
    for group, attributes in recipe.people.attributes_of.items():
        frame.loc[frame["group"] != group, list(attributes)] = ""
    frame["future_use_consent"] = np.where(rng.random(count) < 0.8, "yes", "no")
    # Most agreed that their answers and interviews are joined; ids are drawn at random already.
    frame["link_consent"] = np.where(frame["participant_id"].str[-1].isin([*"2457"]), "no", "yes")
    start = recipe.people.recruited_from
    frame["recruited_on"] = [
        (start + dt.timedelta(days=int(d))).isoformat() for d in rng.integers(0, 28, size=count)
    ]
    frame["study"], frame["data_origin"] = study.id, recipe.marked_as
    columns = [c for c in CONSENT_COLUMNS if c in frame]
    if children := recipe.people.asks_children:
        frame, columns = _with_agreements(frame, recipe, children, rng), [*columns, *AGREEMENTS]
    return frame.sort_values("participant_id")[columns].reset_index(drop=True)


def _with_agreements(
    frame: pd.DataFrame, recipe: Recipe, group: str, rng: np.random.Generator
) -> pd.DataFrame:
    """Of a group of children who is under sixteen, and that they and a carer agreed."""
    named = frame["case_name"].isin(recipe.people.under_16)
    others = (frame["group"] == group) & (frame["case_name"] == "")
    young = named | (others & (rng.random(len(frame)) < 0.45))
    told = dict.fromkeys(AGREEMENTS[1:], np.where(young, "yes", ""))
    return frame.assign(under_16=np.where(young, "yes", "no"), **told)


AGREEMENTS = ["under_16", "assent", "carer_consent"]


CONSENT_COLUMNS = [
    "participant_id",
    "study",
    "site_id",
    "group",
    "pseudonym",
    "survey_token",
    "case_name",
    "age_band",
    "gender",
    "ethnicity_band",
    "language_pref",
    "lived_experience",
    "first_involved",
    "consent_status",
    "withdrawn_on",
    "withdrawal_scope",
    "quote_consent",
    "link_consent",
    "future_use_consent",
    "recruited_on",
    "data_origin",
]
