"""A framework: what each person said under each theme, as an analyst summarised it, and whether
that still stands on the same passages (Ritchie and Spencer 1994; Gale et al. 2013).
"""

from __future__ import annotations

import hashlib

import pandas as pd

from compendium.analysis.qualitative.themes import coding_of_record, rolled_up
from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.sample import area_labels
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import Code, active_codes
from compendium.words import Text

# Whether a summary is there, and rests on the passages as they are now.
STATES = ("nothing_said", "not_summarised", "current", "changed")
KINDS = {
    **dict.fromkeys(("site_id", "group", "summary", "analyst", "written_on"), "text"),
    **dict.fromkeys(("state", "passages", "segments"), "text"),
}


def themes_of(study: Study) -> list[Code]:
    """The themes of a framework: the active codes at the top of the code tree."""
    return [c for c in active_codes(study.codebook) if not c.parent_id]


def said_under(data: Tables) -> pd.DataFrame:
    """One row per person interviewed, theme, and passage of theirs under it, in the order said.

    Of the coding of record; a passage coded below a theme counts for the theme, once. What unknown
    speakers said is in no row.
    """
    coded = rolled_up(coding_of_record(data.codings, data.study), data.study.codebook)
    coded = coded[coded["code_id"].isin([c.code_id for c in themes_of(data.study)])]
    talk = data.segments[data.segments["data_type"] == "interview"]
    said = coded[["segment_id", "code_id"]].merge(
        talk[["segment_id", "event_id", "participant_id", "text", "char_start", "char_end"]],
        on="segment_id",
    )
    said = said[said["participant_id"] != ""]
    order = ["participant_id", "code_id", "event_id", "char_start", "char_end"]
    return said.sort_values(order, ignore_index=True)


def digest(passages: pd.DataFrame) -> str:
    """A fingerprint of passages: it changes with their words, their places and their number.

    >>> one = pd.DataFrame({"segment_id": ["a:0-3"], "text": ["Tea"]})
    >>> digest(one) == digest(one.assign(text="Tee")), len(digest(one))
    (False, 16)
    """
    parts = passages[["segment_id", "text"]].itertuples(index=False, name=None)
    whole = "\0".join(f"{place}\0{text}" for place, text in parts)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def framework(data: Tables) -> Result:
    """Every person interviewed by every theme of the framework, for the team's own eyes.

    One row each: `summary`, who wrote it and when (blank where nobody has), `state`: nothing_said
    (no passage under the theme, no summary), not_summarised, current, or changed (the passages are
    not those it was written on; a summary of passages that are gone is changed too). `segments`
    are the ids of the passages, `passages` how many, `people` 1 where the person said anything.
    """
    said, study = said_under(data), data.study
    cells = dict(list(said.groupby(["participant_id", "code_id"], observed=True)))
    own = data.summaries.set_index(["participant_id", "code_id"]).to_dict("index")
    rows = []
    for person in data.participants[data.participants["interviewed"]].itertuples():
        for theme in themes_of(study):
            key = person.participant_id, theme.code_id
            rows.append(
                dict(zip(("participant_id", "code_id"), key, strict=True))
                | {"site_id": person.site_id, "group": person.group}
                | _cell(cells.get(key), own.get(key, {}))
            )
    return Result(
        "framework",
        pd.DataFrame(rows, columns=["participant_id", "code_id", "people", *KINDS]),
        by=("participant_id", "code_id"),
        people="people",
        kinds=KINDS,
        population=Text("people interviewed", "y bobl a gyfwelwyd"),
        method="method_framework",
        origin=origin_of(data.participants, data.segments),
        labels={
            "participant_id": {p: Text(p, p) for p in data.participants["participant_id"]},
            "code_id": {c.code_id: c.label for c in themes_of(study)},
            "group": {g.group: g.singular for g in study.groups},
            "site_id": area_labels(data),
        },
    )


def _cell(passages: pd.DataFrame | None, written: dict) -> dict:
    """What stands for one person and theme."""
    there = passages is not None
    if not written:
        state = "not_summarised" if there else "nothing_said"
    else:
        same = there and digest(passages) == written["passages_digest"]
        state = "current" if same else "changed"
    kept = {name: written.get(name, "") for name in ("summary", "analyst", "written_on")}
    places = list(passages["segment_id"]) if there else []
    told = {"passages": str(len(places)), "segments": " ".join(places)}
    return {"people": int(there), **kept, "state": state, **told}
