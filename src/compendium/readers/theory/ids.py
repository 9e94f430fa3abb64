"""What statements and configurations are numbered with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from compendium.problems import listed

_NUMBER = r"\d+(?:\.\d+)*[a-z]?\b"
_THEORY = r"(?:programme |program )?theory|statement|damcaniaeth(?: rhaglen)?"
_STAGE = r"(?:(?:initial|refined|revised|final|candidate|rough) )*"
# PT1, IPT 3, T4, Programme theory 2; not C1, M1, O1, CMO1.
STATEMENT_ID = re.compile(
    rf"(?!CMO|[CMO] ?\d)[A-Z]{{1,5}}[ -]?{_NUMBER}|(?i:{_STAGE}(?:{_THEORY}) {_NUMBER})"
)
CMOC_ID = re.compile(
    rf"(?i:(?:cmo[ -]?cs?|cmos?|(?:cmo )?configuration|cyfluniad)[ -]?(?:no\.? ?)?{_NUMBER})"
)
_AFTER = re.compile(r"[\s)\]]*(?:[:.)\]–—-]+(?=\s|$)|(?=\s)|$)\s*")
_LIST_MARK = re.compile(r"\s*(?:[(\[]?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)\]]|[•·▪○–-])\s+")


def leading_id(text: str, pattern: re.Pattern) -> tuple[str, str]:
    """The id a text begins with (blank if none), and the rest.

    >>> leading_id("IPT 3: If parents", STATEMENT_ID)
    ('IPT 3', 'If parents')
    >>> leading_id("(b) If parents", STATEMENT_ID)
    ('', 'If parents')
    """
    bare = re.sub(r"^[\s(\[]+(?=[A-Z])", "", text)
    found = pattern.match(bare)
    after = _AFTER.match(bare, found.end()) if found else None
    if found and after:
        return re.sub(r"\s+", " ", found[0]), bare[after.end() :]
    mark = _LIST_MARK.match(text)
    return "", text[mark.end() :] if mark else text


def id_alone(text: str, pattern: re.Pattern) -> str:
    """The id that a text is, punctuation aside; blank if it is anything else.

    >>> id_alone(" PT4. ", STATEMENT_ID), id_alone("PT4 trust", STATEMENT_ID)
    ('PT4', '')
    """
    found, rest = leading_id(text.strip(), pattern)
    return "" if rest.strip() else found


def fill_ids(rows: list[dict[str, str]], key: str, prefix: str, guessed: list[str]) -> None:
    """Number the rows that have no id, in order, beside the ids that are there.

    What was made and what stands twice goes into `guessed`.
    """
    taken, number, made = {row[key] for row in rows}, 0, []
    for row in rows:
        if not row[key]:
            while f"{prefix}{(number := number + 1)}" in taken:
                pass
            row[key] = f"{prefix}{number}"
            made.append(row)
    if made:
        places = listed((f"{row[key]} ({row['place']})" for row in made), 6)
        guessed.append(f"{key} made by order: {places}")
    guessed += _twice((row[key] for row in rows), key)


def _twice(ids: Iterable[str], key: str) -> list[str]:
    more = {name: count for name, count in Counter(ids).items() if count > 1}
    if not more:
        return []
    told = listed((f"{name} ({count} times)" for name, count in more.items()), 6)
    return [f"{key} that stands more than once, each kept as it is: {told}"]
