"""Which online survey tool wrote a table, told from its headings.

The tool is named in the import report and nothing more: where columns go, study.yml says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from compendium.readers.headings import IMPORT_IDS

# Headings in small letters, spaces and punctuation aside.
Names = frozenset[str]


def tool_of(heading: Sequence[Sequence[str]]) -> str:
    """The tool whose headings these are; blank if none is known.

    >>> tool_of([["ID", "Start time", "Completion time", "Email", "Name", "1. How was it?"]])
    'Microsoft Forms'
    """
    if len(heading) > 2 and all(IMPORT_IDS.match(cell) for cell in heading[2] if cell.strip()):
        return "Qualtrics"
    names = frozenset(_plain(cell) for cell in heading[0])
    return next((tool for tool, fits in TOOLS.items() if fits(names)), "")


def _plain(cell: str) -> str:
    return re.sub(r"[\W_]+", "", cell).casefold()


def _has(*names: str) -> Callable[[Names], bool]:
    wanted = frozenset(names)
    return lambda found: wanted <= found


def _is_limesurvey(found: Names) -> bool:
    """By codes (id, submitdate …) or by questions (Response ID, Date submitted …)."""
    coded = {"id", "submitdate", "lastpage", "startlanguage"}
    asked = {"responseid", "datesubmitted", "lastpage", "startlanguage"}
    return coded <= found or asked <= found


def _is_redcap(found: Names) -> bool:
    """Its events, or its record ids beside the state of a form."""
    events = any(name.startswith(("redcapeventname", "redcapsurveyidentifier")) for name in found)
    return events or ("recordid" in found and any(name.endswith("complete") for name in found))


TOOLS: dict[str, Callable[[Names], bool]] = {
    "Qualtrics": _has("startdate", "enddate", "responseid"),
    "Microsoft Forms": _has("id", "starttime", "completiontime"),
    "LimeSurvey": _is_limesurvey,
    "Jisc Online Surveys": _has("uniqueresponsenumber"),
    "REDCap": _is_redcap,
}
