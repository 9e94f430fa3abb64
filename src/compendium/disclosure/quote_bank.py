"""Rule Q2 for the quote bank: everything for the team; for the public every quote that passes.

A public quote stands once under each of its codes, with no more said of the speaker than under a
single quote. Quotes are ordered by their words and numbered in that order, for the order of sources
would tell areas that may not be named, and which quotes are one person's. Under a CMOC a quote
stands only where the verdict on it in the speaker's area is told, and rests on three people or
more: elsewhere it would tell few people from nobody. Where the area is not named this must be so in
every area, or the CMOC would name it. Which way a quote speaks is the team's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from compendium.analysis.qualitative.quote_bank import BY, CMOC
from compendium.analysis.result import Result
from compendium.disclosure.names.scan import Known
from compendium.disclosure.profile import Profile
from compendium.disclosure.quotes import PUBLIC_SEGMENT, may_name_area, may_name_somebody
from compendium.disclosure.realist import LITTLE
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed
from compendium.study import Study

PUBLIC = (*BY, "group", "area", "text", "translation", "lang")
# What a public page does not even have the words for.
TEAM_LABELS = ("coding_of_record",)


def release_bank(
    result: Result,
    profile: Profile,
    study: Study,
    pooled: set[str],
    known: Known,
    told: Collection[tuple[str, str]],
    **common,
) -> Released:
    """The bank under a profile; `told` are the CMOCs and sites whose verdict may bear a quote.

    `withheld` says whether any approved wording was held back, not how many.
    """
    frame, labels, withheld = result.frame.rename(columns={"site": "area"}), result.labels, False
    if profile.public:
        approved = _worded(frame[frame["state"] == "approved"])
        named = _naming(approved, known)
        withheld = bool(named)
        passed = approved[~approved["segment"].isin(named)]
        attributed = _attributed(passed, profile, study, pooled)
        frame = _numbered(_under(attributed, told, [s.site_id for s in study.sites]))
        labels = {k: v for k, v in labels.items() if k not in TEAM_LABELS}
    frame = frame.drop(columns="people", errors="ignore")
    kinds = dict.fromkeys(frame, "text") | dict.fromkeys(BY, "key")
    return sealed(result, profile, frame, kinds, common, labels=labels, withheld=withheld)


def told_verdicts(verdicts: Result, profile: Profile) -> set[tuple[str, str]]:
    """The CMOCs and sites whose verdict is told under E2 and stands on three people or more."""
    frame = verdicts.frame
    told = frame["asked"] >= profile.theme_asked_from
    told &= ~frame["verdict"].isin([*LITTLE, "not_examined"])
    return set(frame.loc[told, ["cmoc_id", "area"]].itertuples(index=False, name=None))


def _worded(approved: pd.DataFrame) -> pd.DataFrame:
    """Approved passages in their approved wording."""
    return approved.assign(text=approved["approved_text"])


def _naming(approved: pd.DataFrame, known: Known) -> set[str]:
    """Passages whose wording or translation may name somebody."""
    once = approved.drop_duplicates("segment")
    return {quote.segment for quote in once.itertuples() if may_name_somebody(quote, known)}


def _attributed(
    passed: pd.DataFrame, profile: Profile, study: Study, pooled: set[str]
) -> pd.DataFrame:
    """As much of the speaker as may be said, in an order that says no more."""
    named = [
        may_name_area(row.heading, row.group, row.area, profile, study, pooled)
        for row in passed.itertuples()
    ]
    named = pd.Series(named, index=passed.index, dtype="bool")
    frame = passed.assign(area=passed["area"].where(named, ""))
    return _sorted(frame, {"area": [*(s.site_id for s in study.sites), ""]})


def _under(
    frame: pd.DataFrame, told: Collection[tuple[str, str]], sites: Sequence[str]
) -> pd.DataFrame:
    """Quotes under their codes, and under those CMOCs where they tell nothing new."""

    def may(cmoc: str, area: str) -> bool:
        return all((cmoc, site) in told for site in ([area] if area else sites))

    cells = zip(frame["part"], frame["key"], frame["area"], strict=True)
    stands = [part != CMOC or may(key, area) for part, key, area in cells]
    return frame[pd.Series(stands, index=frame.index, dtype="bool")]


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """The public columns, each quote with one number wherever it stands."""
    numbers = {s: str(i) for i, s in enumerate(dict.fromkeys(frame["segment"]), start=1)}
    number = frame["segment"].map(lambda s: PUBLIC_SEGMENT.format(number=numbers[s]))
    return frame.assign(segment=number.astype("str"))[list(PUBLIC)]


def _sorted(frame: pd.DataFrame, orders: dict[str, Sequence[str]]) -> pd.DataFrame:
    """By part, code or CMOC and heading as they stand, then by area, then by the words alone."""
    ranks = {c: {v: i for i, v in enumerate(o)} for c, o in orders.items()}
    for column in ("part", "key", "heading"):
        ranks[column] = {v: i for i, v in enumerate(dict.fromkeys(frame[column]))}
    keys = ["part", "key", "heading", "area", "text", "translation", "group"]
    return frame.sort_values(
        keys, key=lambda s: s.map(ranks[s.name]) if s.name in ranks else s, kind="stable"
    )
