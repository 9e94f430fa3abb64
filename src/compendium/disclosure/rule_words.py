"""How a profile's rules are said under a figure: the parts of a note that differ by profile."""

from __future__ import annotations

import re
from string import Formatter

from compendium.analysis.theory.spread import VERDICT_PEOPLE
from compendium.disclosure.counts.counting import ALONE, EXACT, HIDDEN, ROUNDED, SUMMED
from compendium.disclosure.profile import Profile
from compendium.words import Text, say, words

# Below this, rounding a count to 5 alone can move its share by more than five points.
SHARE_FROM = 50
TOTALS = {
    SUMMED: "rule_totals_summed",
    ROUNDED: "rule_totals_rounded",
    EXACT: "rule_totals_exact",
}
PLACEHOLDER = re.compile(r"{(\w+)}")


def method_key(method: str, profile: Profile) -> str:
    """Which of the notes on `method` holds under a profile: the team's, by counts, or the first."""
    ending = "counts" if profile.surveys_by_counts else "exact"
    special = f"{method}_{ending}"
    differs = profile.surveys_by_counts or not profile.public
    return special if differs and special in words() else method


def rule_words(method: str, profile: Profile) -> dict[str, Text]:
    """What the note `method` leaves open, as the profile has it.

    >>> from compendium.disclosure.profile import profiles
    >>> said = rule_words("method_referrals", profiles()["ukllc_lt10"])
    >>> [said[part].en for part in ("hidden", "printed", "totals")]
    ['fewer than 10', 'exact', 'totals too']
    """
    text = words()[method].text.en if method in words() else ""
    open_parts = set(PLACEHOLDER.findall(text))
    return {name: part for name, part in _parts(profile).items() if name in open_parts}


def _parts(profile: Profile) -> dict[str, Text]:
    small, step = profile.casework_count_hidden_up_to, profile.casework_round_to
    hides_noughts = profile.count_zeros == HIDDEN
    printed = "rule_printed_rounded" if step else "rule_printed_exact"
    shares = "rule_shares_rounded" if step else "rule_shares_exact"
    return {
        "hidden": _say("rule_under", small + 1) if hides_noughts else _say("rule_from_one", small),
        "noughts": _say("rule_noughts_alone") if profile.count_zeros == ALONE else Text("", ""),
        "printed": _say(printed, step),
        "totals": _say(TOTALS[profile.count_totals or EXACT]),
        "shares": _say(shares, SHARE_FROM),
        "people": _say("rule_people_rounded", step) if profile.people_step else Text("", ""),
        "midpoint": _number(profile.casework_midpoint),
        "few_left_out": _number(small),
        "followed": _number(least_followed(profile)),
    }


def rule_sentence(key: str, profile: Profile, lang: str) -> str:
    """What a rule does; in general words where the profile has no such threshold."""
    thresholds = vars(profile) | {"verdict_people": VERDICT_PEOPLE}
    named = {name for _, name, _, _ in Formatter().parse(words()[key].text.en) if name}
    if any(thresholds[name] <= 0 for name in named):
        return say("rule_by_source", lang)
    return say(key, lang, **{name: str(thresholds[name]) for name in named})


def least_followed(profile: Profile) -> int:
    """On how many referrals a curve or a median wait must rest."""
    return max(profile.estimates_from, profile.casework_count_hidden_up_to + 1)


def _say(key: str, number: int = 0) -> Text:
    text = words()[key].text
    return Text(text.en.format(number=number), text.cy.format(number=number))


def _number(number: int) -> Text:
    return Text(str(number), str(number))
