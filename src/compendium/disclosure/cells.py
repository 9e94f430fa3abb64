"""One number or word of a released table: how it stands, what became of it, by which rule."""

from __future__ import annotations

import dataclasses

from compendium.disclosure.profile import Profile
from compendium.disclosure.rules import RULES, SWITCHED
from compendium.problems import DisclosureError

# What can have become of a number or word that would stand in a table.
AS_IT_IS, MARKED, COARSER, JOINED, BOUNDED, HIDDEN = (
    "as_it_is",
    "marked",
    "coarser",
    "joined",
    "bounded",
    "hidden",
)
PLANNED = (AS_IT_IS, MARKED, COARSER, JOINED, BOUNDED, HIDDEN)
# Nothing could have stood there.
NOT_APPLICABLE = "not_applicable"

OUTCOMES = {
    "u": MARKED,
    "limited": MARKED,
    "little": COARSER,
    "joined": JOINED,
    "small": JOINED,
    "all": JOINED,
    "pooled": JOINED,
    "over": BOUNDED,
    "under": BOUNDED,
    "c": HIDDEN,
    "gone": HIDDEN,
    "z": NOT_APPLICABLE,
    "apart": NOT_APPLICABLE,
}
# Ways to stand that need a rule to stand so; the others may be what the analysis found.
NEED_A_RULE = frozenset(OUTCOMES) - {"z"}


@dataclasses.dataclass(frozen=True)
class Cell:
    """One number or word: its column, how it stands (`compendium.disclosure.rules`), its rules."""

    column: str
    stands: str
    rules: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """What became of it; "" where nothing was to stand there and nothing is marked."""
        if self.stands == "blank":
            return HIDDEN if self.rules else ""
        if self.stands == "plain":
            return COARSER if set(self.rules) - {"S2"} else AS_IT_IS
        return OUTCOMES[self.stands]


def ruled(
    measure: str, column: str, stands: str, profile: Profile, further: tuple[str, ...] = ()
) -> Cell:
    """A cell and the rules behind how it stands.

    Raises
    ------
    DisclosureError
        If its mark has no rule.
    """
    if stands == "said":
        return Cell(column, "plain")
    rules = next(rules for columns, rules in RULES[measure].items() if column in columns)
    found = tuple(rules.get(stands, "").split())
    switch = SWITCHED.get((measure, stands))
    if switch and not getattr(profile, switch):
        found = ()
    if not found and stands in NEED_A_RULE:
        raise DisclosureError(
            f"The disclosure page knows no rule for {stands!r} in {column} of {measure}. This is a "
            "fault of the compendium: add it to RULES in disclosure/rules.py."
        )
    return Cell(column, stands, found + further)
