"""Looking for passages: by theme, area, group and words, for the team's own eyes.

A theme finds what is coded to it and to everything below it, on the coding of record. Words are
found whatever their case and accents: ``gwr`` finds ``gŵr``.
"""

from __future__ import annotations

import unicodedata

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.sample import area_labels
from compendium.analysis.themes import coding_of_record, in_outline_order, rolled_up
from compendium.intake.take_in import Tables
from compendium.words import Text

UNKNOWN_SPEAKER = ""


def passages(
    data: Tables, code_id: str = "", site_id: str = "", group: str = "", words: str = ""
) -> Result:
    """Every coded passage that fits all filters; a blank filter fits everything.

    One row per passage: its place (``A-PAR-01 interview:120-210``), area and group of the
    speaker (the source's area and a blank group where nobody knows who spoke), how it came
    about, its words, and its themes. `people` is 1 where the speaker is known, else 0.
    """
    frame = _found(data, code_id, site_id, group, words)
    columns = ["site_id", "group", "data_type", "text", "lang", "themes", "people"]
    return Result(
        "passages",
        frame[["segment_id", *columns]],
        by=("segment_id",),
        people="people",
        kinds=dict.fromkeys(columns[:-1], "text"),
        **about(data),
    )


def counts(
    data: Tables, code_id: str = "", site_id: str = "", group: str = "", words: str = ""
) -> Result:
    """How many passages fit the filters: one row per area and group, and one for all of them.

    `people` are distinct known speakers, `sources` distinct interviews, focus groups and so on.
    """
    frame = _found(data, code_id, site_id, group, words)
    cells = [("all", "all", frame)]
    for key, cell in frame.groupby(["site_id", "group"], sort=False, observed=False):
        cells.append((*key, cell))
    rows = [
        {
            "site_id": area,
            "group": who,
            "passages": len(cell),
            "people": cell.loc[cell["participant_id"] != "", "participant_id"].nunique(),
            "sources": cell["event_id"].nunique(),
        }
        for area, who, cell in cells
    ]
    return Result(
        "passage_counts",
        pd.DataFrame(rows),
        by=("site_id", "group"),
        people="people",
        kinds={"passages": "count", "sources": "count"},
        **about(data),
    )


def folded(text: str) -> str:
    """Text without case and accents, for comparison.

    >>> folded("Gŵr Tŷ’r") == folded("gwr ty'r")
    True
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    if plain.isascii():  # as most texts are, and then there is nothing to look for letter by letter
        return plain
    return "".join(c for c in plain if not unicodedata.combining(c))


def _found(data: Tables, code_id: str, site_id: str, group: str, words: str) -> pd.DataFrame:
    """The segments that fit, in the order of areas and groups, with their themes."""
    record = coding_of_record(data.codings, data.study)
    segments = coded_passages(data, record)
    fits = pd.Series(True, index=segments.index)
    if code_id:
        counted = rolled_up(record, data.study.codebook)
        coded = counted.loc[counted["code_id"] == code_id, "segment_id"]
        fits &= segments["segment_id"].isin(coded)
    if site_id:
        fits &= segments["site_id"] == site_id
    if group:
        fits &= segments["group"] == group
    if words.strip():
        sought = folded(words.strip())
        fits &= segments["text"].map(lambda text: sought in folded(text)).astype("bool")
    return segments[fits].reset_index(drop=True)


def as_the_speaker(segments: pd.DataFrame, data: Tables) -> pd.DataFrame:
    """Passages with the known speaker's own area and group; else the source's, and a blank one."""
    own = data.participants.set_index("participant_id")
    site = segments["participant_id"].map(own["site_id"]).astype("object")
    group = segments["participant_id"].map(own["group"]).astype("object")
    return segments.assign(
        site_id=site.fillna(segments["site_id"]).astype("str"),
        group=group.fillna(segments["group"]).fillna(UNKNOWN_SPEAKER).astype("str"),
    )


def coded_passages(data: Tables, record: pd.DataFrame) -> pd.DataFrame:
    """Every coded segment with the known speaker's own area and group, and its themes."""
    segments = data.segments[data.segments["segment_id"].isin(record["segment_id"])]
    segments = as_the_speaker(segments, data)
    labels = {c.code_id: c.label.en for c in in_outline_order(data.study.codebook)}
    order = {code: i for i, code in enumerate(labels)}
    record = record.sort_values("code_id", key=lambda s: s.map(order), kind="stable")
    grouped = record.groupby("segment_id", observed=False)["code_id"]
    themes = grouped.agg(lambda codes: "; ".join(labels[c] for c in codes))
    segments = segments.assign(
        themes=segments["segment_id"].map(themes).astype("str"),
        people=(segments["participant_id"] != "").astype("int64"),
    )
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
    coding = data.study.header.coding
    return {
        "population": Text("everybody whose talk was coded", "pawb y codiwyd eu geiriau"),
        "method": "method_passages",
        "origin": origin_of(data.segments),
        "labels": {
            "site_id": area_labels(data),
            "group": {
                **singular,
                UNKNOWN_SPEAKER: Text("speaker not known", "siaradwr anhysbys"),
                "all": Text("everybody", "pawb"),
            },
            "coding_of_record": {"rule": Text(coding.called(coding.of_record))},
        },
    }
