"""Rule W1: what a public page tells of who raised and who resisted what in workshops.

A workshop is a small group, and a role in it is often one person. So

- who raised something is told by role where as many people held the role as must share one for a
  quote to carry its area (rule Q2), or where those who held it agreed to that;
- all other roles are told together, and while fewer people than that held these, the next smallest
  role goes with them: who did not raise something would else say who did;
- that somebody dissented is told, and not who, how many, or in what words;
- the share of principles that goes back to a role is told where the role is.

Proposals, reasons and what changed are printed as the team wrote them. Numbers are of decisions and
of days, which count nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from compendium.analysis.practice.coproduction import COUNTS, EVERYBODY, FOUND
from compendium.analysis.result import Labels, Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, Value
from compendium.disclosure.sealing import sealed, unmarked
from compendium.study import Study
from compendium.words import Text, words

# Roles told together, and what they are called: beside others, or where they are all there is.
OTHERS, OTHERS_WORD, ALL_WORD = "others", "raised_by_others", "raised_by_somebody"


def shown_roles(study: Study, profile: Profile) -> dict[str, str]:
    """What each role is shown as: itself, or as one of `OTHERS`."""
    workshops = study.header.workshops
    roles = list(workshops.raised_by) if workshops else []
    if not profile.public:
        return {r.role: r.role for r in roles}
    least = profile.quote_eligible_from
    few = [r for r in roles if r.people < least and r.agreed_on is None]
    rest = sorted((r for r in roles if r not in few), key=lambda r: r.people)
    while few and rest and sum(r.people for r in few) < least:
        few.append(rest.pop(0))
    return {r.role: OTHERS if r in few else r.role for r in roles}


def release_decisions(result: Result, profile: Profile, study: Study, **common) -> Released:
    """The log; for the public without the words of dissent, who raised what as W1 says."""
    frame = result.frame.drop(columns="people")
    if profile.public:
        frame = frame.drop(columns="dissent_words")
    frame["raised_by"] = _shown(frame["raised_by"], study, profile)
    labels = _named(result, study, profile)
    return sealed(result, profile, frame, _kinds(result), common, labels=labels)


def release_counts(result: Result, profile: Profile, study: Study, **common) -> Released:
    """Decisions by who raised them, roles told together counted together."""
    frame = result.frame.drop(columns="people")
    frame["raised_by"] = _shown(frame["raised_by"], study, profile)
    frame = frame.groupby("raised_by", sort=False, observed=True)[list(COUNTS)].sum().reset_index()
    order = {EVERYBODY: 2, OTHERS: 1}
    frame = frame.sort_values("raised_by", key=lambda s: s.map(order).fillna(0), kind="stable")
    frame = frame.reset_index(drop=True)
    labels = _named(result, study, profile)
    return sealed(result, profile, frame, _kinds(result), common, labels=labels)


def release_share(result: Result, profile: Profile, study: Study, **common) -> Released:
    """The share of principles, hidden where the role it goes back to is not told."""
    frame, shown = result.frame.drop(columns="people"), shown_roles(study, profile)
    marks = unmarked(frame)
    served = [r.role for r in study.header.workshops.raised_by if r.served] if len(frame) else []
    if any(shown[role] != role for role in served):
        for column in ("traced", "percent"):
            frame[column], marks[column] = float("nan"), "c"
    labels = _named(result, study, profile)
    return sealed(result, profile, frame, _kinds(result), common, marks, labels=labels)


def release_involvement(
    result: Result, profile: Profile, taken: Iterable[Released], **common
) -> Released:
    """A checklist of involvement: what the log says to an item, as its tables' rules tell it."""
    raised, traced = taken
    frame = result.frame.drop(columns="people").reset_index(drop=True)
    marks = unmarked(frame)
    for column in ("traced", "principles"):
        speaks = [
            column in FOUND[result.measure].get(i, ()) and len(traced.frame) for i in frame["item"]
        ]
        number, mark = (t[column].iloc[0] if len(t) else None for t in (traced.frame, traced.marks))
        frame[column] = [number if s else None for s in speaks]
        marks[column] = [mark if s else "" for s in speaks]
    labels = {**result.labels, "who": traced.labels["who"], "raised": {"all": _listed(raised)}}
    labels = labels if len(frame) else {}
    return sealed(result, profile, frame, _kinds(result), common, marks, labels=labels)


def _listed(raised: Released) -> Text:
    """Who raised how many, as the table tells it: ``young people: 7; others: 5``."""
    rows = [i for i, role in enumerate(raised.frame["raised_by"]) if role != EVERYBODY]

    def said(row: int, lang: str) -> str:
        name = raised.label("raised_by", raised.frame.at[row, "raised_by"], lang)
        return f"{name}: {Value(raised, row, 'decisions').say(lang)}"

    return Text(*("; ".join(said(row, lang) for row in rows) for lang in ("en", "cy")))


def _shown(roles: pd.Series, study: Study, profile: Profile) -> pd.Series:
    """Each role as it is shown; of a role that study.yml does not name nobody knows who held it."""
    shown = shown_roles(study, profile) | {EVERYBODY: EVERYBODY}
    if not profile.public:
        return roles
    return roles.map(shown).fillna(OTHERS).astype("str")


def _named(result: Result, study: Study, profile: Profile) -> Labels:
    """The labels, roles that are not shown left out."""
    shown = set(shown_roles(study, profile).values()) | {EVERYBODY}
    if not profile.public:
        return result.labels
    roles = {r: t for r, t in result.labels["raised_by"].items() if r in shown}
    alone = not shown - {OTHERS, EVERYBODY}
    together = words()[ALL_WORD if alone else OTHERS_WORD].text
    return {**result.labels, "raised_by": {**roles, OTHERS: together}}


def _kinds(result: Result) -> dict[str, str]:
    return {**result.kinds, "traced": "count", "principles": "count", "percent": "percent"}
