"""For tests: evidence counted CMOC by CMOC, one question after the other, as one would by hand."""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.theory.completeness import PARTS
from compendium.analysis.theory.regularities import draft, examined, looked_for, people_by_site
from compendium.analysis.theory.spread import (
    DIRECTIONS,
    FOUND,
    HOUSE_RULE,
    STEPS,
    Counts,
    spread,
    that_count,
    verdict,
)
from compendium.theory import Cmoc


def counted_plainly(pieces: pd.DataFrame) -> Counts:
    """Counts of pieces that are all about one thing, one question after the other."""
    known = pieces[pieces["participant_id"] != ""]

    def people(*directions: str) -> int:
        return known.loc[known["direction"].isin(directions), "participant_id"].nunique()

    found = pieces[pieces["direction"].isin(FOUND)]
    return Counts(
        **{direction: people(direction) for direction in DIRECTIONS},
        found=people(*FOUND),
        everyone=people(*DIRECTIONS),
        groups=found.loc[found["participant_id"] != "", "group"].nunique(),
        data_types=found["data_type"].nunique(),
        pieces_found=len(found),
        pieces=len(pieces),
        linked=bool(((found["element"] == "whole") & (found["source_type"] == "segment")).any()),
    )


def moved_plainly(counts: Counts) -> str:
    """What a moved threshold would change, each rule made when it is asked."""
    moved = []
    for name, step in STEPS.items():
        for value in (getattr(HOUSE_RULE, name) - step, getattr(HOUSE_RULE, name) + step):
            other = spread(counts, dataclasses.replace(HOUSE_RULE, **{name: value}))
            if other != spread(counts):
                moved.append(f"{name}={value}:{other}")
    return " ".join(moved)


def on(cmoc: Cmoc, data, rival: str = "no") -> pd.DataFrame:
    counting = that_count(data.evidence)
    return counting[counting["cmoc_id"].eq(cmoc.cmoc_id) & counting["rival"].eq(rival)]


def places_plainly(cmoc: Cmoc, data) -> dict[str, tuple[Counts, str]]:
    found = {}
    for site in (s.site_id for s in data.study.sites):
        pieces = on(cmoc, data)
        counts = counted_plainly(pieces[pieces["site_id"] == site])
        found[site] = (counts, verdict(counts, site in looked_for(cmoc)))
    return found


def theory_plainly(cmoc: Cmoc, data) -> list:
    counts = counted_plainly(on(cmoc, data))
    words = {site: word for site, (_, word) in places_plainly(cmoc, data).items()}
    asked = people_by_site(data)
    return [
        spread(counts),
        counts.found,
        counts.groups,
        counts.data_types,
        counts.refuting,
        "yes" if counts.linked else "no",
        moved_plainly(counts),
        verdict(counted_plainly(on(cmoc, data, "yes")), looked=False),
        draft(words),
        min([asked[site] for site in examined(words)] or [0]),
    ]


THEORY = ["spread", "people", "groups", "data_types", "refuting", "linked", "sensitivity"]
THEORY += ["rival", "pattern", "asked_least"]


def parts_plainly(cmoc: Cmoc, data) -> list:
    pieces = on(cmoc, data)
    pieces = pieces[pieces["direction"].isin(FOUND)]
    found = []
    for element in PARTS.values():
        own = pieces[pieces["element"].isin((element, "whole"))]
        found += ["found" if len(own) else "stated", counted_plainly(own).found]
    counts = counted_plainly(pieces)
    single = {"one_person": counts.found, "one_group": counts.groups, "one_type": counts.data_types}
    return [*found, " ".join(name for name, number in single.items() if number == 1)]
