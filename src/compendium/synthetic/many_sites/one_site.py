"""One site of a study as if it were the whole study, under another name: what it is made from."""

from __future__ import annotations

import dataclasses

from compendium.study import Study
from compendium.synthetic.evidence import Judgement
from compendium.synthetic.make import ByHand
from compendium.synthetic.recipe import Recipe


@dataclasses.dataclass(frozen=True)
class Authority:
    """A made-up authority, and the site of the pattern it is `like`.

    `turn` counts, from 0, how often that site was taken before.
    """

    site_id: str
    like: str
    turn: int


def study_of(study: Study, authority: Authority) -> Study:
    """The study of many authorities as if it had this one alone."""
    own = tuple(s for s in study.sites if s.site_id == authority.site_id)
    sample = tuple(s for s in study.sample if s.site_id == authority.site_id)
    header = dataclasses.replace(study.header, sites=own)
    return dataclasses.replace(study, header=header, sample=sample)


def by_hand_of(by_hand: ByHand, pattern: Study, authority: Authority) -> ByHand:
    """What was written for the site of the pattern, under the authority's name."""
    passages = _renamed(by_hand.passages, authority)
    told = {p.passage_id for p in passages}
    return ByHand(
        recipe=recipe_of(by_hand.recipe, pattern, authority),
        passages=passages,
        answers=_renamed(by_hand.answers, authority),
        notes=_renamed(by_hand.notes, authority),
        judged=_judged(by_hand.judged, told, pattern, authority),
    )


def recipe_of(recipe: Recipe, pattern: Study, authority: Authority) -> Recipe:
    """The recipe with what it says of one site, and that site's part of what it counts for all."""
    sites = [s.site_id for s in pattern.sites]
    place, many = sites.index(authority.like), len(sites)
    found = _of_site(recipe, sites, authority)
    people = dataclasses.replace(
        found.people,
        pseudonyms=" ".join(f"{n}-{authority.site_id}" for n in recipe.people.pseudonyms.split()),
        withdrawn=_renamed(recipe.people.withdrawn, authority),
        no_quotes=_cases(recipe.people.no_quotes, authority),
        under_16=_cases(recipe.people.under_16, authority),
    )
    return dataclasses.replace(
        found,
        people=people,
        survey=_with_traps(found, place, many),
        interviews=_with_coders(found, place, many),
        casework=dataclasses.replace(found.casework, step=_step(recipe, authority)),
        activities=_with_lost(found, place, many),
    )


def part(count: int, place: int, many: int) -> int:
    """How many of `count` fall to one of `many` sites; the parts of all add up to `count`."""
    return count // many + (place < count % many)


def _renamed(rows: tuple, authority: Authority) -> tuple:
    """The rows of the authority's pattern, as its own."""
    own = (row for row in rows if row.site == authority.like)
    return tuple(dataclasses.replace(row, site=authority.site_id) for row in own)


def _of_site(value: object, sites: list[str], authority: Authority) -> object:
    """A part of the recipe in which each mapping by site has this site alone."""
    if dataclasses.is_dataclass(value):
        fields = (f.name for f in dataclasses.fields(value))
        return dataclasses.replace(
            value, **{n: _of_site(getattr(value, n), sites, authority) for n in fields}
        )
    if isinstance(value, tuple):
        return tuple(_of_site(v, sites, authority) for v in value)
    if not isinstance(value, dict):
        return value
    if value and set(value) <= set(sites):
        value = {authority.site_id: value[authority.like]} if authority.like in value else {}
    return {key: _of_site(v, sites, authority) for key, v in value.items()}


def _cases(names: tuple[str, ...], authority: Authority) -> tuple[str, ...]:
    """Names of cases (``A-PAR-09``) of the pattern's site, as they are called here."""
    before, after = f"{authority.like}-", f"{authority.site_id}-"
    return tuple(after + n.removeprefix(before) for n in names if n.startswith(before))


def _with_traps(recipe: Recipe, place: int, many: int):
    """The survey with its part of the traps; the unknown site is in the first site's alone."""
    if not recipe.survey:
        return None
    traps = recipe.survey.traps
    counts = ("duplicates", "straight_liners", "before_launch")
    traps = dataclasses.replace(
        traps,
        out_of_range=traps.out_of_range[place::many],
        unknown_site="" if place else traps.unknown_site,
        **{name: part(getattr(traps, name), place, many) for name in counts},
    )
    return dataclasses.replace(recipe.survey, traps=traps)


def _with_coders(recipe: Recipe, place: int, many: int):
    """The interviews with their part of the second coder's weak code and of the retired code."""
    how, retired = recipe.interviews.second_coder, recipe.interviews.retired_code
    counts = ("weak_seen", "weak_kept", "weak_added")
    how = dataclasses.replace(how, **{n: part(getattr(how, n), place, many) for n in counts})
    if retired:
        retired = dataclasses.replace(retired, times=part(retired.times, place, many))
    return dataclasses.replace(recipe.interviews, second_coder=how, retired_code=retired)


def _step(recipe: Recipe, authority: Authority):
    """The rise in referrals, if it is this site's."""
    step = recipe.casework.step
    here = step and step.site == authority.like
    return dataclasses.replace(step, site=authority.site_id) if here else None


def _with_lost(recipe: Recipe, place: int, many: int):
    """The activities with their part of those whose referral nobody has."""
    if not recipe.activities:
        return None
    lost = part(recipe.activities.of_no_referral, place, many)
    return dataclasses.replace(recipe.activities, of_no_referral=lost)


def _judged(
    judged: tuple[Judgement, ...], told: set[str], pattern: Study, authority: Authority
) -> tuple[Judgement, ...]:
    """Judgements on this site's talk and figures; with the first site those that have no site."""
    first = not authority.turn and authority.like == pattern.sites[0].site_id
    found = []
    for j in judged:
        name, at, site = j.source_id.rpartition("@")
        if at and site == authority.like:
            j = dataclasses.replace(j, source_id=f"{name}@{authority.site_id}")
        elif at or (j.passage_id not in told and not (first and j.source_id)):
            continue
        if authority.turn:
            j = dataclasses.replace(j, evidence_id=f"{j.evidence_id}-{authority.site_id}")
        found.append(j)
    return tuple(found)
