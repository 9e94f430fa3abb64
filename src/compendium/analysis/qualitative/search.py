"""Coded passages as a team looks at them: whose they are, their themes, words to compare.

Words are compared whatever their case and accents: ``gwr`` finds ``gŵr``. One row per coded
segment.
"""

from __future__ import annotations

import unicodedata

import pandas as pd

from compendium.analysis.qualitative.themes import rule_in_use
from compendium.analysis.result import origin_of
from compendium.analysis.survey.sample import area_labels
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import in_outline_order
from compendium.words import Text

UNKNOWN_SPEAKER = ""
CODED_PEOPLE = Text("everybody whose talk was coded", "pawb y codiwyd eu geiriau")


def folded(text: str) -> str:
    """Text without case and accents, for comparison.

    >>> folded("Gŵr Tŷ’r") == folded("gwr ty'r")
    True
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    if plain.isascii():  # as most texts are, and then there is nothing to look for letter by letter
        return plain
    return "".join(c for c in plain if not unicodedata.combining(c))


def as_the_speaker(segments: pd.DataFrame, data: Tables) -> pd.DataFrame:
    """Passages with the known speaker's own area and group; else the source's, and a blank one."""
    own = data.participants.set_index("participant_id")
    site = segments["participant_id"].map(own["site_id"]).astype("object")
    group = segments["participant_id"].map(own["group"]).astype("object")
    return segments.assign(
        site_id=site.fillna(segments["site_id"]).astype("str"),
        group=group.fillna(segments["group"]).fillna(UNKNOWN_SPEAKER).astype("str"),
    )


def approval(segments: pd.DataFrame, data: Tables) -> pd.Series:
    """What may become of each passage: approved, waiting, refused or nobody (whom none could ask).

    Waiting: the speaker agreed to be quoted, and nobody approved the words yet.
    """
    agreed = data.participants.loc[data.participants["quote_consent"], "participant_id"]
    state = pd.Series("refused", index=segments.index)
    state = state.mask(segments["participant_id"].isin(agreed), "waiting")
    state = state.mask(segments["segment_id"].isin(data.quotes["segment_id"]), "approved")
    return state.mask(segments["participant_id"] == "", "nobody")


def themes_of(record: pd.DataFrame, study: Study) -> pd.Series:
    """The labels of each segment's active codes, in the order of the codebook, by segment."""
    labels = {c.code_id: c.label.en for c in in_outline_order(study.codebook)}
    order = {code: i for i, code in enumerate(labels)}
    known = record[record["code_id"].isin(order)]
    known = known.sort_values("code_id", key=lambda s: s.map(order), kind="stable")
    named = known["code_id"].map(labels)
    return named.groupby(known["segment_id"], observed=True).agg("; ".join)


def coded_passages(data: Tables, record: pd.DataFrame) -> pd.DataFrame:
    """Every coded segment with the known speaker's own area and group, in their order."""
    segments = data.segments[data.segments["segment_id"].isin(record["segment_id"])]
    segments = as_the_speaker(segments, data)
    segments = segments.assign(people=(segments["participant_id"] != "").astype("int64"))
    groups = [g.group for g in data.study.groups]
    place = {s.site_id: i for i, s in enumerate(data.study.sites)}
    rank = {g: i for i, g in enumerate([*groups, UNKNOWN_SPEAKER])}
    keys = segments.assign(
        area_rank=segments["site_id"].map(place), group_rank=segments["group"].map(rank)
    )
    keys = keys.sort_values(["area_rank", "group_rank", "event_id", "char_start"], kind="stable")
    return keys.drop(columns=["area_rank", "group_rank"])


def about(data: Tables) -> dict:
    """What results of passages say of themselves."""
    singular = {g.group: g.singular for g in data.study.groups}
    return {
        "population": CODED_PEOPLE,
        "method": "method_passages",
        "origin": origin_of(data.segments),
        "labels": {
            "site_id": area_labels(data),
            "group": {
                **singular,
                UNKNOWN_SPEAKER: Text("speaker not known", "siaradwr anhysbys"),
                "all": Text("everybody", "pawb"),
            },
            **rule_in_use(data.study),
        },
    }
