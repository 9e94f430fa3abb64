"""Rule X2: everything that is released of a study, attacked together.

It reads the public pages as anybody could, and asks of every number they do not print which
values are left. It changes nothing: a build in which too few are left fails.

What it uses: survey levels, bases, numbers of scores, top shares, single questions' means and
intervals, what people say looking back; how much they left out; numbers surveyed, invited and
interviewed; who answered, by their characteristics; words for how common themes and evidence are;
casework counts and their totals; every number of every finding; earlier releases. What it does
not: means of several questions, verdicts on statements (made from what is printed of them, rule
K1), effect sizes, p, coefficients and how many people these are of (bounds of their own, X1),
waiting times (their own steps of six leave six numbers each), and quotes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

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

# An earlier release: the day it was published, and its pages.
Release = tuple[str, Sequence[Page]]


def attack(
    study: Study, profile: Profile, pages: Sequence[Page], earlier: Sequence[Release] = ()
) -> Attack:
    """Every number that the pages of one study do not print, and how many values it can have.

    With the pages of `earlier` releases, also what these and the pages differ by.
    """
    enough = profile.values_left
    cells = told(study, pages)
    tried: list[Attacked] = []
    for known in _surveys(study, profile, cells).values():
        tried += attack_invitations(known, enough)
        tried += attack_characteristics(known, enough)
        tried += attack_patterns(known, enough)
        for item in known.form.rated:
            tried += attack_question(known, item, enough)
        for construct in known.form.constructs:
            tried += attack_topic(known, construct.construct, enough) if construct.scored else ()
    tried += Talk(study, profile, cells).attack(enough)
    for site in study.sites:
        tried += Casework(profile, cells, site.site_id).attack(enough)
    rounded = bool(profile.people_step)
    return Attack((*tried, *across(study, profile, pages, earlier)), enough, rounded)


def across(
    study: Study, profile: Profile, pages: Sequence[Page], earlier: Sequence[Release]
) -> tuple[Attacked, ...]:
    """What the pages and those of earlier releases differ by, question by question."""
    tried: list[Attacked] = []
    now = _surveys(study, profile, told(study, _charts(pages)))
    for released_on, before in earlier:
        old = _surveys(study, profile, told(study, _charts(before)))
        for name in old.keys() & now.keys():
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
