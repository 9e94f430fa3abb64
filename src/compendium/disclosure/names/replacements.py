"""What may stand for a name, place or date in a quote: a draft, for a person to approve.

A replacement says what somebody is and not who: "my advocate Sarah" becomes "my [advocate]". A
pseudonym of the study says nothing of a role, for somebody else may be called so. Brackets mark
it, as the UK Data Service advises (Anonymising qualitative data). Nothing here changes what is
printed; approved wording stands in ``findings/quotes.csv``, where a person puts it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from compendium.disclosure.names.lexicon import PERSON, PLACE, Role, roles
from compendium.disclosure.names.scan import CODE, DATE, PSEUDONYM, UNKNOWN, Found, Known, found_in
from compendium.disclosure.names.welsh import radicals
from compendium.words import Text, words

# What stands where nobody can tell more.
PLAIN = {
    PERSON: "replaced_person",
    PSEUDONYM: "replaced_person",
    PLACE: "replaced_place",
    DATE: "replaced_date",
    CODE: "replaced_number",
    UNKNOWN: "replaced_unknown",
}
TITLE_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Rev|Auntie?|Uncle|Anti|Wncwl)\.?\s+$")
# Between a role and the name beside it: "my advocate, Sarah", "a teacher called Mr Jones".
BESIDE = re.compile(r",?\s+(?:(?:called|named|o'r enw|or enw)\s+)?$")
# Inside a name: "Sarah Jones", "Ellie-Mae", "Stoke-on-Trent".
WITHIN = re.compile(r"[ -]|[ -](?:on|upon|under|le|y|yr|ar|in)[ -]")
# After a name: "Sarah, my advocate," or "Siân, fy eiriolwr".
OWN = r",\s+(?:my|our|his|her|their|the|an|a|fy|ein|ei|eu|yr|y)\s+"


def proposed(text: str, known: Known, lang: str) -> str:
    """The text with a role, or at least what kind of word it was, in place of what may name.

    Parameters
    ----------
    lang : str
        Language of the text and of what stands in brackets: ``en`` or ``cy``.

    Returns
    -------
    str
        The same text where nothing was found.

    >>> proposed("I rang my advocate Sarah, in Narberth.", Known(), "en")
    'I rang my [advocate], in [place].'
    """
    pieces, at = [], 0
    for together in _neighbours(text, found_in(text, known)):
        if together[-1].end <= at:  # gone with the role beside the name before it
            continue
        start, end, label = _replaced(text, together, at)
        pieces += [text[at:start], f"[{label.say(lang)}]"]
        at = end
    return "".join([*pieces, text[at:]])


def _neighbours(text: str, found: Sequence[Found]) -> list[list[Found]]:
    """Words of one name together: "Sarah Jones", "Ynys Môn", "Stoke-on-Trent" by its parts."""
    groups: list[list[Found]] = []
    for one in found:
        last = groups[-1][-1] if groups else None
        if (
            last
            and not {last.kind, one.kind} & {DATE, CODE}
            and WITHIN.fullmatch(text[last.end : one.start])
        ):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _replaced(text: str, together: Sequence[Found], at: int) -> tuple[int, int, Text]:
    """Where a replacement begins and ends, and what it says; nothing before `at` is touched."""
    start, end = together[0].start, together[-1].end
    kinds = [found.kind for found in together]
    kind = next(k for k in (PSEUDONYM, PERSON, PLACE, *kinds) if k in kinds)
    if kind in (PSEUDONYM, PERSON, UNKNOWN):
        if title := TITLE_BEFORE.search(text, at, start):
            start = title.start()
        if before := _role_before(text, start, at):
            return before[0], end, before[1].role
        if after := _role_after(text, end):
            return start, after[0], after[1].role
    return start, end, words()[PLAIN[kind]].text


def _role_before(text: str, start: int, at: int) -> tuple[int, Role] | None:
    """A role that ends just before a name, and where it begins, at `at` or later."""
    gap = BESIDE.search(text[:start])
    before = text[: gap.start()] if gap else ""
    for role in roles():
        begins = len(before) - len(role.word)
        # Welsh mutation may have made the word a letter or two longer, or one shorter.
        for first in range(max(begins - 2, at), begins + 2):
            whole = not first or not before[first - 1].isalpha()
            if whole and role.word in radicals(before[first:]):
                return first, role
    return None


def _role_after(text: str, end: int) -> tuple[int, Role] | None:
    """A role in apposition after a name, and where it ends, the comma behind it with it."""
    if not (own := re.match(OWN, text[end:])):
        return None
    rest = text[end + own.end() :]
    for role in roles():
        for length in range(len(role.word) - 1, len(role.word) + 3):
            # "Sarah, my advocate Kelly" are two people: only a pause ends an apposition.
            whole = len(rest) <= length or rest[length] in ",.;:!?)"
            if whole and role.word in radicals(rest[:length]):
                after = end + own.end() + length
                return after + (text[after : after + 1] == ","), role
    return None
