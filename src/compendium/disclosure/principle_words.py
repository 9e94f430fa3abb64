"""Rule Q2 beside a principle: of the words that may stand there the first that pass.

The speaker's area stands only where enough people share it. Words that stand beside a principle
further up come last. Where nothing may be printed nothing is said of why.

Why people decided as they did is told only where the verdict of the consensus rule is: a principle
that is kept needs a reason where the rule says to discuss it, so that the reason, or its being
missing, would tell a hidden verdict. A table of principles keeps its rows: one per principle.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pandas as pd

from compendium.analysis.joint_displays.joint_composed import CONSENSUS, keys_at
from compendium.analysis.practice.principles import DECISIONS, PLACE
from compendium.analysis.result import Result
from compendium.disclosure.composed import release_composed
from compendium.disclosure.names.scan import Known
from compendium.disclosure.profile import Profile
from compendium.disclosure.quotes import may_name_area, may_name_somebody
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed
from compendium.study import Study

BY = ("principle", "place")
COLUMNS = (*BY, "text", "translation", "lang", "speaker", "area")


def release_words(
    result: Result, profile: Profile, study: Study, pooled: set[str], known: Known, **common
) -> Released:
    """One row per principle: the words, blank where none pass. `withheld`: some did not pass."""
    rows, used, withheld = [], set(), False
    for principle in result.labels["principle"]:
        mine = result.frame[result.frame["principle"] == principle]
        again = mine["segment"].isin(used)
        ordered = pd.concat([mine[~again], mine[again]])
        refused = [
            profile.public and may_name_somebody(quote, known) for quote in ordered.itertuples()
        ]
        first = next((i for i, no in enumerate(refused) if not no), None)
        withheld |= any(refused[:first])
        row = dict.fromkeys(COLUMNS, "") | {"principle": principle, "place": PLACE}
        if first is not None:
            quote = ordered.iloc[first]
            used.add(quote["segment"])
            row |= _told(quote, profile, study, pooled)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    kinds = dict.fromkeys(COLUMNS, "text") | dict.fromkeys(BY, "key")
    return sealed(result, profile, frame, kinds, common, by=BY, withheld=withheld)


def release_principles(
    result: Result, profile: Profile, taken: Iterable[Released], **common
) -> Released:
    """A table of principles, put together of the tables in `taken`, and no more in its labels."""
    taken = list(taken)
    return release_composed(_told_labels(result, taken), profile, taken, **common)


def _told_labels(result: Result, taken: Iterable[Released]) -> Result:
    """A table of principles with no more in its labels than the tables it is taken from tell.

    Roles are called what the log calls them; reasons on hidden verdicts are left out.
    """
    tables = {table.measure: table for table in taken}
    labels = {**result.labels, "raised_by": tables[DECISIONS].labels["raised_by"]}
    if CONSENSUS in tables:
        silent = _silent(result, tables[CONSENSUS])
        reasons = result.labels["reason"].items()
        labels["reason"] = {p: text for p, text in reasons if p not in silent}
    return dataclasses.replace(result, labels=labels)


def _silent(result: Result, rated: Released) -> set[str]:
    """The principles whose verdict is hidden."""
    hidden = set(rated.frame.loc[rated.marks["result"].eq("c"), "statement"])
    own = result.frame[result.frame["source"] == CONSENSUS]
    statements = own["at"].map(lambda at: keys_at(at)["statement"])
    return set(own.loc[statements.isin(hidden), "principle"])


def _told(quote: pd.Series, profile: Profile, study: Study, pooled: set[str]) -> dict[str, str]:
    """The words, and as much of the speaker as may be said; no area where there is one alone."""
    heading, group, area = quote["heading"], quote["group"], quote["area"]
    named = len(study.sites) > 1 and may_name_area(heading, group, area, profile, study, pooled)
    texts = {c: quote[c] for c in ("text", "translation", "lang")}
    return {**texts, "speaker": group, "area": area if named else ""}
