"""Rule X2: everything that is released of a study, attacked together.

It reads the public pages as anybody could, and asks of every number they do not print which
values are left. It changes nothing: a build in which too few are left fails.

What it uses: survey levels, bases, numbers of scores, top shares, single questions' means and
intervals, what people say looking back; how much they left out; numbers surveyed, invited and
interviewed; who answered, by their characteristics; words for how common themes and evidence are;
casework counts and their totals; every number of every finding; earlier releases.

What it does not use: who came again on later occasions and what changed until then; means of
several questions; verdicts on statements (made from what is printed of them, rule K1); effect
sizes, p, coefficients and how many people these are of (bounds of their own, X1); waiting times
(their own steps of six leave six numbers each); quotes.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterable, Sequence

from compendium.attack.casework import Casework
from compendium.attack.characteristics import attack_characteristics
from compendium.attack.earlier import between
from compendium.attack.found import Attack, Attacked
from compendium.attack.invitations import attack_invitations
from compendium.attack.patterns import attack_patterns
from compendium.attack.questions import attack_question
from compendium.attack.respondents import Respondents
from compendium.attack.talk import Talk
from compendium.attack.told import Page, Told, told
from compendium.attack.topics import attack_topic
from compendium.disclosure.profile import Profile
from compendium.study import Study

# Who came again and what changed, which it does not use.
UNUSED = ("attrition", "change_over_time", "occasion_means", "reliable_change")
# An earlier release: the day it was published, and its pages.
Release = tuple[str, Sequence[Page]]


def attack(
    study: Study, profile: Profile, pages: Sequence[Page], earlier: Sequence[Release] = ()
) -> Attack:
    """Every number that the pages of one study do not print, and how many values it can have.

    With the pages of `earlier` releases, also what these and the pages differ by.
    """
    tried = itertools.chain(*(one() for one in single_attacks(study, profile, pages)))
    rounded = bool(profile.people_step)
    every = (*tried, *across(study, profile, pages, earlier))
    return Attack(every, profile.values_left, rounded)


def single_attacks(
    study: Study, profile: Profile, pages: Sequence[Page]
) -> list[Callable[[], Iterable[Attacked]]]:
    """What the attack on some pages is made of, in its order: one question, topic or site each.

    None needs another, so that they may be made apart.
    """
    enough, cells = profile.values_left, told(study, pages)
    made: list[Callable[[], Iterable[Attacked]]] = []
    for known in _surveys(study, profile, cells).values():
        for whole in (attack_invitations, attack_characteristics, attack_patterns):
            made.append(functools.partial(whole, known, enough))
        for item in known.form.rated:
            made.append(functools.partial(attack_question, known, item, enough))
        for construct in known.form.constructs:
            if construct.scored:
                made.append(functools.partial(attack_topic, known, construct.construct, enough))
    made.append(functools.partial(Talk(study, profile, cells).attack, enough))
    for site in study.sites:
        made.append(functools.partial(_attack_casework, profile, cells, site.site_id, enough))
    return made


def _attack_casework(
    profile: Profile, cells: Sequence[Told], site: str, enough: int
) -> Iterable[Attacked]:
    return Casework(profile, cells, site).attack(enough)


def across(
    study: Study, profile: Profile, pages: Sequence[Page], earlier: Sequence[Release]
) -> tuple[Attacked, ...]:
    """What the pages and those of earlier releases differ by, question by question."""
    tried: list[Attacked] = []
    now = _surveys(study, profile, told(study, _charts(pages)))
    for released_on, before in earlier:
        old = _surveys(study, profile, told(study, _charts(before)))
        for name in filter(now.__contains__, old):
            tried += between(old[name], now[name], released_on, profile.values_left)
    return tuple(tried)


def _charts(pages: Sequence[Page]) -> list[Page]:
    """The pages' charts of answers alone: a sentence of an earlier release may be gone by now."""
    return [
        dataclasses.replace(p, displays=tuple(d for d in p.displays if d.data.measure == "answers"))
        for p in pages
    ]


def _surveys(study: Study, profile: Profile, cells: list[Told]) -> dict[str, Respondents]:
    """The attack on each instrument of which anything is told."""
    used = {c.asked.instrument for c in cells if c.asked}
    names = [i.instrument for i in study.instruments if i.instrument in used]
    return {name: Respondents(study, profile, cells, name) for name in names}
