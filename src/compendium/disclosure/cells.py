"""One number or word of a released table: how it stands, what became of it, by which rule."""

from __future__ import annotations

import dataclasses

from compendium.disclosure import casework_rules
from compendium.disclosure.profile import Profile
from compendium.disclosure.rules import BY_COUNTS, ROUNDED_PEOPLE, RULES, Rules
from compendium.problems import DisclosureError

# Rules that a profile may switch off: the threshold that is nought then.
OF_MISSING = ("missing_items", "missing_reasons", "missing_patterns", "imputation")
SWITCHED: dict[tuple[str, str], str] = {
    ("change", "plain"): "looking_back_step",
    ("reliable_change", "plain"): "looking_back_step",
    **{(measure, "plain"): "values_left" for measure in OF_MISSING},
    **casework_rules.SWITCHED,
}
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
    rules = _rules_of(measure, column, profile)
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


def _rules_of(measure: str, column: str, profile: Profile) -> Rules:
    """The rule behind each way a cell of this column can stand."""
    rules = next(rules for columns, rules in RULES[measure].items() if column in columns)
    if not profile.surveys_by_counts:
        return rules
    for columns, other in BY_COUNTS.get(measure, {}).items():
        rules = other if column in columns else rules
    rounded = profile.people_step and column in ROUNDED_PEOPLE.get(measure, ())
    return rules | {"plain": "N1"} if rounded else rules
