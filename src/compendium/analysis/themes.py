"""Themes: how many people raise what, and their words.

Everything counts on the coding of record that study.yml names. Counts are of distinct people;
a code counts for everything above it in the code tree, and nobody is counted twice. Talk of
unknown speakers counts for nobody. The denominator is the people who were interviewed. Not
mentioning is not disagreeing, and a purposive sample bears no tests and no intervals.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.sample import ALL_AREAS, area_labels, heading_labels, headings
from compendium.intake.take_in import Tables
from compendium.study import Code, Study
from compendium.words import Text


def coding_of_record(codings: pd.DataFrame, study: Study) -> pd.DataFrame:
    """One row per segment and code that counts: the named coder's, or what any or all coded.

    ``union``: any coder's coding. ``consensus``: where more than one coder read a segment, the
    codes they all gave; elsewhere the only coder's.
    """
    rule = study.header.coding.of_record
    if rule == "union":
        chosen = codings
    elif rule == "consensus":
        coders = codings.groupby("segment_id")["coder"].transform("nunique")
        agreed = codings.groupby(["segment_id", "code_id"])["coder"].transform("nunique")
        chosen = codings[coders == agreed]
    else:
        chosen = codings[codings["coder"] == rule]
    return chosen.drop_duplicates(["segment_id", "code_id"])


def rolled_up(codings: pd.DataFrame, codebook: tuple[Code, ...]) -> pd.DataFrame:
    """Each coding once for its code and once for every code above it; no row twice."""
    parent = {c.code_id: c.parent_id for c in codebook if c.parent_id}
    levels, above = [codings], codings
    while above["code_id"].isin(parent).any():
        above = above[above["code_id"].isin(parent)]
        above = above.assign(code_id=above["code_id"].map(parent))
        levels.append(above)
    return pd.concat(levels).drop_duplicates(["segment_id", "code_id"])


def people(data: Tables) -> Result:
    """How many people of each group raise each theme, among those interviewed.

    One row per code, heading and area (``all`` = every area together), themes nobody raised
    included; `people` raised it, `asked` were interviewed.
    """
    study = data.study
    talk = _spoken(data)
    asked = _asked(data)
    keys = ["code_id", "group", "area"]
    raised = talk.groupby(keys, observed=False)["participant_id"].nunique()
    codes = [c.code_id for c in study.codebook if c.status == "active"]
    rows = pd.MultiIndex.from_product([codes, asked.index], names=["code_id", "cell"]).to_frame(
        index=False
    )
    frame = pd.DataFrame(
        {
            "code_id": rows["code_id"],
            "group": [g for g, _ in rows["cell"]],
            "area": [a for _, a in rows["cell"]],
            "asked": [int(asked[c]) for c in rows["cell"]],
        }
    )
    counted = raised.reindex(pd.MultiIndex.from_frame(frame[keys]), fill_value=0)
    frame["people"] = counted.to_numpy(dtype="int64")
    return Result(
        "themes",
        frame,
        by=("code_id", "group", "area"),
        people="people",
        kinds={"asked": "base"},
        population=Text("people interviewed", "y bobl a gyfwelwyd"),
        method="method_themes",
        origin=origin_of(data.segments),
        labels={
            "code_id": {c.code_id: c.label for c in study.codebook},
            "parent": {c.code_id: Text(c.parent_id) for c in study.codebook},
            "group": heading_labels(study),
            "area": area_labels(data),
            "coding_of_record": {"rule": Text(study.header.coding.of_record)},
        },
    )


def quotes(data: Tables) -> Result:
    """Approved words: the first quote of each group on each top theme, nobody's words twice.

    One row per quote, in the order of the codebook. Groups that are pooled over areas bring
    quotes of every area, so that a site's page does not give away where they work.
    """
    study = data.study
    heading = headings(study)
    pooled = {g.group for g in study.groups if g.pooled_as}
    anywhere = data.quotes["group"].isin(pooled) | (not data.site_id)
    own = data.quotes[(data.quotes["site_id"] == data.site_id) | anywhere]
    top = rolled_up(coding_of_record(data.codings, study), study.codebook)
    frame, used = [], set()
    for code in (c for c in study.codebook if not c.parent_id):
        coded = own[own["segment_id"].isin(top.loc[top["code_id"] == code.code_id, "segment_id"])]
        for name in heading_labels(study):
            mine = coded[coded["group"].map(heading).eq(name) & ~coded["segment_id"].isin(used)]
            if mine.empty:
                continue
            chosen = mine.iloc[0]
            used.add(chosen["segment_id"])
            frame.append(
                {
                    "code_id": code.code_id,
                    "heading": name,
                    "group": chosen["group"],
                    "site": chosen["site_id"],
                    "text": chosen["approved_text"],
                    "translation": chosen["translation_en"],
                    "lang": chosen["lang"],
                    "segment": chosen["segment_id"],
                    "people": 1,
                }
            )
    columns = [
        "code_id",
        "heading",
        "segment",
        "group",
        "site",
        "text",
        "translation",
        "lang",
        "people",
    ]
    return Result(
        "quotes",
        pd.DataFrame(frame, columns=columns),
        by=("code_id", "heading", "segment"),
        people="people",
        kinds=dict.fromkeys(("group", "site", "text", "translation", "lang"), "text"),
        population=Text("people interviewed", "y bobl a gyfwelwyd"),
        method="method_quotes",
        origin=origin_of(data.quotes),
        labels={
            "code_id": {c.code_id: c.label for c in study.codebook},
            "heading": heading_labels(study),
            "group": {g.group: g.singular for g in study.groups},
            "site": area_labels(data),
        },
    )


def _spoken(data: Tables) -> pd.DataFrame:
    """One row per coded segment of a known person, code rolled up, and area (and all areas)."""
    counted = rolled_up(coding_of_record(data.codings, data.study), data.study.codebook)
    known = data.segments[data.segments["participant_id"] != ""]
    talk = counted[["segment_id", "code_id"]].merge(
        known[["segment_id", "participant_id", "site_id", "group"]], on="segment_id"
    )
    return _with_all_areas(talk.assign(group=talk["group"].map(headings(data.study))))


def _asked(data: Tables) -> pd.Series:
    """Distinct people interviewed, by heading and area (and all areas)."""
    interviewed = data.participants[data.participants["interviewed"]]
    interviewed = interviewed.assign(group=interviewed["group"].map(headings(data.study)))
    grouped = _with_all_areas(interviewed).groupby(["group", "area"], observed=False)
    counts = grouped["participant_id"].nunique()
    order = [(h, a) for h in heading_labels(data.study) for a in area_labels(data)]
    return counts.reindex([cell for cell in order if cell in counts.index])


def _with_all_areas(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame.assign(area=frame["site_id"]), frame.assign(area=ALL_AREAS)])
