"""Columns an export must have, and columns no export may have: real identifiers of people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compendium.problems import Problems, listed
from compendium.study import Source

# Whose name a column may hold; "site name" and "form name" are no person's.
PEOPLE = (
    r"(child|young[-_ ]?person|client|service[-_ ]?user|parent|mother|father|carer|family|person"
    r"|participant|respondent|advocate|social[-_ ]?worker|worker|contact)('?s)?[-_ ]?"
)
PART = r"(first|last|full|family|sur|fore|given|middle)?[-_ ]?"
# What the heading of a column that holds real identifiers looks like.
IDENTIFIERS = re.compile(
    rf"^(recipient)?{PART}name$|(^|[-_ ]){PEOPLE}{PART}name$|^(what is )?your {PART}name\??$"
    r"|e[-_ ]?mail|phone|mobile|post[-_ ]?code|nhs[-_ ]?(no|number)|national[-_ ]?insurance"
    r"|(^|[-_ (])dob([-_ )]|$)|date[-_ ]?of[-_ ]?birth|^(ip[-_ ]?)?address|latitude|longitude",
    re.IGNORECASE,
)


def looks_like_identifier(*headings: str) -> bool:
    """Whether any of a column's headings is that of real identifiers."""
    return any(map(IDENTIFIERS.search, headings))


def add_missing(
    problems: Problems, source: Source, file: str, name: str, meaning: str, found: Iterable[str]
) -> None:
    """Add a column that study.yml or the questionnaire names and the file has not."""
    problems.add(
        file,
        "",
        f"the column {name} ({meaning}) is missing",
        f"found are {listed(found, 60)}",
        f"Export it, or map it under `sources: {source.source}: columns:` in study.yml.",
    )


def add_identifier(problems: Problems, file: str, name: str) -> None:
    """Add a column that looks like real identifiers; they belong in no file that comes in here."""
    problems.add(
        file,
        "",
        f"the column {name} looks like a real identifier",
        "no names, addresses, numbers or dates of birth may come in",
        "Remove the column from the export, and keep the key outside the compendium.",
    )
