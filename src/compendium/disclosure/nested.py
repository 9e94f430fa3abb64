"""Rule X1 for numbers of people that stand inside one another.

Who rated both before and now are among those who rated now; who answered every question of a
topic are among those with a score; who answered a question are among those who answered the
survey. Two such numbers side by side give a third by subtraction, and where that is small it is
as good as printed. So the inner number, if it comes close to the outer one, becomes a bound that
depends on the outer one alone. Where a profile rounds numbers of people, subtraction gives too
little to need that: each number is rounded by itself.
"""

from __future__ import annotations

import dataclasses

from compendium.disclosure.counts.counting import counting_of
from compendium.disclosure.profile import Profile

# X1: two places, and "under" for less; with more, a p tells a small group's ranks.
P_FLOOR = 0.01


@dataclasses.dataclass(frozen=True)
class Base:
    """A number of people as it is printed: itself, or "over" a bound.

    `least` is the smallest number that what is printed allows; every mark, bound and interval
    that goes with the number is made from it, so that none of them tells more.
    """

    shown: float
    mark: str
    least: int

    def marked(self, profile: Profile) -> str:
        """How it is marked: hidden where it can be that small, a bound, or by its size."""
        size = profile.base_mark(self.least)
        return "c" if size == "c" else self.mark or size


# A number of which nothing is printed.
NOTHING_SAID = Base(0, "c", 0)


def alone(people: int, profile: Profile) -> Base:
    """`people` of whom nothing else is said: exact, or rounded as the profile says.

    >>> from compendium.disclosure.profile import profiles
    >>> alone(38, profiles()["welsh_evaluation"]), alone(38, profiles()["nhs_1_7"])
    (Base(shown=38, mark='', least=38), Base(shown=40, mark='', least=38))
    >>> alone(8, profiles()["nhs_1_7"]), alone(7, profiles()["nhs_1_7"])
    (Base(shown=10, mark='', least=8), Base(shown=5, mark='c', least=0))
    """
    if not profile.people_step:
        return Base(people, "", people)
    counting = counting_of(profile)
    shown = int(counting.rounded(people))
    if counting.is_small(people):
        return Base(shown, "c", 0)
    return Base(shown, "", counting.ends(shown)[0] if shown else 0)


def inside(people: int, around: int, profile: Profile) -> Base:
    """`people` who are among `around` others printed elsewhere.

    Exact where at least `values_left` fewer than these; else what is printed leaves exactly
    `values_left` possible numbers, `around` itself the largest of them.

    >>> from compendium.disclosure.profile import profiles
    >>> welsh = profiles()["welsh_evaluation"]
    >>> inside(33, 38, welsh), inside(34, 38, welsh)
    (Base(shown=33, mark='', least=33), Base(shown=33, mark='over', least=34))
    """
    apart = profile.values_left
    if profile.people_step or not apart or around - people >= apart:
        return alone(people, profile)
    least = max(around - apart + 1, 0)
    return Base(least - 1, "over", least) if least else Base(people, "c", 0)


def seen_elsewhere(people: int, largest: int, profile: Profile) -> Base:
    """`people` of whom at most `largest` are seen elsewhere: itself, or at least that many.

    >>> from compendium.disclosure.profile import profiles
    >>> welsh = profiles()["welsh_evaluation"]
    >>> seen_elsewhere(43, 38, welsh), seen_elsewhere(40, 38, welsh)
    (Base(shown=43, mark='', least=43), Base(shown=37, mark='over', least=38))
    """
    apart = profile.values_left
    if profile.people_step or not apart or people - largest >= apart:
        return alone(people, profile)
    return Base(largest - 1, "over", largest)


def beside_parts(own: Base, parts: list[Base], profile: Profile) -> Base:
    """Everybody's number beside those of each part that has a report of its own.

    No more than these add up to; a part whose number is hidden adds nobody. Where all of them are,
    or there is none, it is as by itself.
    """
    hidden = [part.mark == "c" or profile.base_mark(part.least) == "c" for part in parts]
    if all(hidden) or not profile.public:
        return own
    return added([NOTHING_SAID if gone else part for part, gone in zip(parts, hidden, strict=True)])


def added(bases: list[Base]) -> Base:
    """What several numbers add up to as they are printed, else no more than their bounds tell."""
    least = sum(base.least for base in bases)
    if any(base.mark for base in bases):
        return Base(least - 1, "over", least) if least else NOTHING_SAID
    return Base(sum(base.shown for base in bases), "", least)
