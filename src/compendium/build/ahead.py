"""Before a study's pages are looked over, by several tasks: what takes long in it, a part each.

Nothing is decided here. Each task leaves what it worked out; whoever looks the pages over asks for
all of it, and works out what is missing or has changed since.
"""

from __future__ import annotations

import contextlib
import time

from compendium.attack.joint_attack import single_attacks
from compendium.build.answers import answers_of, keep_ahead
from compendium.build.attacked import report_pages
from compendium.build.jobs import Plan
from compendium.build.pieces import Done
from compendium.build.progress import AHEAD
from compendium.build.sweep.search import sweep_ahead
from compendium.disclosure.profile import profile_named


def look_ahead(each: Plan, part: int, of: int) -> Done:
    """Attack a study's pages and look into its public files, one part of so many.

    What goes wrong here goes wrong again when all pages are looked over, and is told then.
    """
    started = time.monotonic()
    profile = profile_named(each.profile)
    with contextlib.suppress(Exception):
        sweep_ahead(each, part, of)
    with contextlib.suppress(Exception):
        if profile.public and profile.values_left:
            _attack(each, part, of)
    return Done(AHEAD, None, time.monotonic() - started)


def _attack(each: Plan, part: int, of: int) -> None:
    answers = answers_of(each)
    with answers:
        made = single_attacks(each.study, profile_named(each.profile), report_pages(each))
        for one in made[part::of]:
            list(one())
    keep_ahead(each, part, answers)
