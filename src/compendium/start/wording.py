"""Whether a statement looks worded the other way: a guess from its words alone, never from answers.

What nobody consented to is not looked at for it, and a guess that followed the answers would
always look right.
"""

from __future__ import annotations

import re

# What denies what is said, after the verb it belongs to.
DENIES = re.compile(
    r"\b(?:(?:am|is|are|was|were|be|been|do|does|did|would|could|can|should|has|have|had|will) not"
    r"|cannot|without|never|nobody|no one|nothing|hardly|rarely|seldom|nid|byth|neb|\w+n['’]t)\b",
    re.IGNORECASE,
)
# What nobody praises.
ADVERSE = re.compile(
    r"\b(?:too (?:much|many|few|little|long|late|slow)|slow|lack(?:s|ed|ing)?|fail(?:s|ed)?"
    r"|ignore[ds]?|hard(?:er)?|confus(?:ed|ing)|unclear|unsure|unfair|unhelpful|useless|wasted?"
    r"|worse|worried|afraid|scared|alone|excluded|pressured?|dissatisfied|disappoint(?:ed|ing)"
    r"|blamed?|left out|rude|hold (?:things )?back|against me|gets? in the way"
    r"|already decided|anodd|araf|rhy hwyr)\b",
    re.IGNORECASE,
)


def against(wording: str) -> str:
    """The words that make a statement look worded the other way; blank if there are none.

    What is denied and adverse at once is praise ("I was not ignored").

    >>> against("The staff were slow in responding"), against("I was not ignored")
    ('slow', '')
    """
    denied, adverse = DENIES.search(wording), ADVERSE.search(wording)
    found = denied or adverse
    return "" if not found or (denied and adverse) else found.group(0)


def reversed_among(wordings: list[str]) -> list[str]:
    """Of statements asked together, the words that turn each; blank for those not turned.

    Where most are worded against, these are the rule, and nothing is turned: what high scores mean
    is then for a person to say.

    >>> reversed_among(["I was heard", "I was ignored", "I understood"])
    ['', 'ignored', '']
    """
    found = [against(wording) for wording in wordings]
    return found if sum(map(bool, found)) * 2 <= len(found) else [""] * len(found)
