"""Words for each row of the joint display: which approved quotes may stand there.

Candidates only; the disclosure door prints the first of each lean that passes (rule Q2).
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.joint_displays.strands import lean, passages_on
from compendium.analysis.qualitative.themes import quotable
from compendium.analysis.result import Result, origin_of
from compendium.conclusions import JointRow
from compendium.intake.tables import Tables
from compendium.words import Text

BY = ("row", "site", "lean", "segment")
TEXTS = ("heading", "group", "area", "text", "translation", "lang")


def joint_quotes(data: Tables, said: pd.DataFrame, sites: list[str]) -> Result:
    """Approved words of those whose talk makes a row, shortest first; `said` is from `voices`.

    One row per row of the joint display, site and segment. `lean` is that of the passage over the
    row's codes, as people are counted by: favourable, unfavourable or blank. `area` is the
    speaker's own: groups that are pooled over areas bring quotes of every area.
    """
    approved = {site: _approved(data, site) for site in sites}
    parts = []
    for row in data.study.header.joint_display:
        leans = lean(passages_on(said, row)).droplevel("participant_id")
        parts += [_of_row(row, site, leans, approved[site]) for site in sites]
    columns = [*BY, *TEXTS, "people"]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return Result(
        "joint_quotes",
        frame[columns],
        by=BY,
        people="people",
        kinds=dict.fromkeys(TEXTS, "text"),
        population=Text("people interviewed", "y bobl a gyfwelwyd"),
        method="method_quotes",
        origin=origin_of(data.participants, data.quotes),
    )


def _approved(data: Tables, site: str) -> pd.DataFrame:
    """What may be quoted beside the rows of one site."""
    named = {"site_id": "area", "segment_id": "segment", "approved_text": "text"}
    return quotable(data, site).rename(columns=named | {"translation_en": "translation"})


def _of_row(row: JointRow, site: str, leans: pd.Series, approved: pd.DataFrame) -> pd.DataFrame:
    """The candidates of one row in one site, the shortest first, equally long ones by their words.

    The order of sources would tell areas that are not named.
    """
    own = approved[approved["segment"].isin(leans.index)]
    found = own.assign(
        row=row.row,
        site=site,
        lean=own["segment"].map(leans),
        people=1,
        length=own["text"].str.len(),
    )
    return found.sort_values(["length", "text"], kind="stable")
