"""Rule Q2 in the joint display: of the words that may stand beside a row the first that pass.

The first that leans favourable and the first that leans unfavourable, so that neither hides the
other; where none leans, the first. Words that stand further up in the same area come last. The row
of an area holds words of that area only where the speaker's area may be named, for there it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from compendium.analysis.joint_displays.strands import FAVOURABLE, UNFAVOURABLE
from compendium.analysis.result import Result
from compendium.disclosure.names.scan import Known
from compendium.disclosure.pooled_staff import pooled_headings
from compendium.disclosure.profile import Profile
from compendium.disclosure.quotes import may_name_area, may_name_somebody
from compendium.study import Study

# At most two words stand beside a row: columns of the first, and of the second.
PLACES = ("quote", "second")
PARTS = {"lean": "band", **dict.fromkeys(("text", "translation", "lang", "group", "area"), "text")}
KINDS = {f"{place}_{part}": kind for place in PLACES for part, kind in PARTS.items()}

Chosen = dict[tuple[str, str], dict[str, str]]


def choose(
    results: tuple[Result, ...], profile: Profile, study: Study, known: Known
) -> tuple[Chosen, bool]:
    """By row and site what stands in the columns of `KINDS`, and whether any words were held back.

    Whether, not how many: of those that would have stood there.
    """
    chosen, withheld, used = {}, False, set()
    for result in results:
        grouped = result.frame.groupby(["row", "site"], sort=False, observed=True)
        for (row, site), candidates in grouped:
            again = [(site, segment) in used for segment in candidates["segment"]]
            ordered = candidates.assign(again=again).sort_values("again", kind="stable")
            passed, held_back = _first_that_pass(ordered, profile, study, known)
            used |= {(site, quote.segment) for quote in passed}
            chosen[row, site] = dict(_columns(passed, profile, study))
            withheld |= held_back
    return chosen, withheld


def _first_that_pass(
    candidates: pd.DataFrame, profile: Profile, study: Study, known: Known
) -> tuple[list, bool]:
    """The first of each lean, else the first at all; and whether any was held back."""
    found, withheld = {}, False
    for quote in candidates.itertuples():
        if quote.lean in found or not _may_stand(quote, profile, study):
            continue
        if profile.public and may_name_somebody(quote, known):
            withheld = True
            continue
        found[quote.lean] = quote
    leaning = [found[way] for way in (FAVOURABLE, UNFAVOURABLE) if way in found]
    return leaning or list(found.values()), withheld


def _may_stand(quote, profile: Profile, study: Study) -> bool:
    """Whether standing in this row tells no more of where the speaker is than may be told."""
    alone = len(study.sites) == 1
    return alone or quote.heading in pooled_headings(study) or _named(quote, profile, study)


def _named(quote, profile: Profile, study: Study) -> bool:
    pooled = pooled_headings(study)
    return may_name_area(quote.heading, quote.group, quote.area, profile, study, pooled)


def _columns(quotes: list, profile: Profile, study: Study) -> Iterator[tuple[str, str]]:
    for place, quote in zip(PLACES, quotes, strict=False):
        told = {part: getattr(quote, part) for part in PARTS}
        told["area"] = quote.area if _named(quote, profile, study) else ""
        for part, value in told.items():
            yield f"{place}_{part}", value
