"""Rule X2: everything that is released of a study, attacked together.

It reads the public pages as anybody could, and asks of every number they do not print which
values are left. It changes nothing: a build in which too few are left fails.

What it uses: survey levels, bases, numbers of scores, top shares, single questions' means and
intervals, what people say looking back; numbers surveyed, invited and interviewed; words for how
common themes and evidence are; casework counts and their totals; every number of every finding;
earlier releases. What it does not: means of several questions, effect sizes, p, coefficients,
waiting times (their own steps of six leave six numbers each), and quotes.
"""

from __future__ import annotations

from collections.abc import Sequence

from compendium.attack.casework import Casework
from compendium.attack.earlier import between
from compendium.attack.found import Attack, Attacked
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
    """Every number that the pages of one study do not print, and how many values it can have."""
    enough = profile.values_left
    cells = told(study, pages)
    tried: list[Attacked] = []
    for known in _surveys(study, profile, cells).values():
        for item in known.form.rated:
            tried += attack_question(known, item, enough)
        for construct in known.form.constructs:
            tried += attack_topic(known, construct.construct, enough) if construct.scored else ()
    tried += Talk(study, profile, cells).attack(enough)
    for site in study.sites:
        tried += Casework(profile, cells, site.site_id).attack(enough)
    for released_on, before in earlier:
        old, new = (_surveys(study, profile, c) for c in (told(study, before), cells))
        for name in old:
            tried += between(old[name], new[name], released_on, enough)
    return Attack(tuple(tried), enough)


def _surveys(study: Study, profile: Profile, cells: list[Told]) -> dict[str, Respondents]:
    """The attack on each instrument of which anything is told."""
    used = {c.asked.instrument for c in cells if c.asked}
    names = [i.instrument for i in study.instruments if i.instrument in used]
    return {name: Respondents(study, profile, cells, name) for name in names}
