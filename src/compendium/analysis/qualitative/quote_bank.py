"""The quote bank: every coded passage under its codes, and under the CMOCs it is evidence on.

The exact result holds everything the team may read; `compendium.disclosure.quote_bank` decides what
of it is public. Codes are those of the coding of record; pieces of evidence are those that count.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.qualitative import search
from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.themes import coding_of_record, rule_in_use
from compendium.analysis.result import BETWEEN, Labels, Result, origin_of
from compendium.analysis.survey.sample import area_labels, heading_labels, headings
from compendium.analysis.theory.cmoc_result import named
from compendium.analysis.theory.realist import OTHER_SOURCES
from compendium.analysis.theory.spread import TALK, that_count
from compendium.intake.tables import Tables
from compendium.problems import StudyError
from compendium.study import Study
from compendium.theory import in_outline_order
from compendium.words import Text, words

THEME, CMOC = "theme", "cmoc"
BY = ("part", "key", "heading", "segment")
ABOUT_A_PASSAGE = (
    *("heading", "group", "site", "person", "pseudonym", "event", "data_type", "method", "round"),
    *("date", "turn", "start", "end", "lang", "text", "approved_text", "translation", "state"),
    *("codes", "cmocs"),
)
TEXTS = (*(c for c in ABOUT_A_PASSAGE if c not in BY), "valence", "direction")
# The headings of passages whose speaker nobody knows, by how the passage came about.
UNKNOWN, OBSERVED = "unknown", "observation"


def bank(data: Tables) -> Result:
    """Every coded passage of the study, once under each of its codes and CMOCs.

    Returns
    -------
    Result
        One row per part, code or CMOC (`key`) and passage. Part ``theme``: every passage of the
        coding of record under each code it was given, codes in the order of the outline, `valence`
        where somebody judged it. Part ``cmoc``: every passage that counts as evidence on a CMOC and
        not on its rival, with its `direction` (several where pieces differ). `group` and `site` are
        the speaker's own (the source's site where nobody knows who spoke). `codes` and `cmocs` are
        all of the passage's, `turn` counts the coded turns of its source from 1 (blank where no
        code of record is). `state`: approved, waiting (the speaker agreed to be quoted, nobody
        approved the words), refused (did not agree, or took it back) or nobody (unknown speakers
        and field notes, whom nobody could ask). `people` is 1 where the speaker is known.

    Raises
    ------
    StudyError
        If the tables are those of one site: staff who are quoted without their area would be
        given away by the page they stand on.
    """
    if data.site_id:
        raise StudyError(
            "The quote bank is of the whole study. Open the study by open_sites(study, profile)."
        )
    record = coding_of_record(data.codings, data.study)
    evidence = _evidence(data)
    passages = _passages(data, record, evidence)
    parts = [_themes(record, data), _cmocs(evidence)]
    frame = pd.concat(parts, ignore_index=True).merge(passages, on="segment")
    return Result(
        "quote_bank",
        _in_order(frame, data.study)[[*BY, *TEXTS, "people"]],
        by=BY,
        people="people",
        kinds=dict.fromkeys(TEXTS, "text"),
        population=search.CODED_PEOPLE,
        method="method_quote_bank",
        origin=origin_of(data.participants, data.segments),
        labels=_labels(data),
    )


def _themes(record: pd.DataFrame, data: Tables) -> pd.DataFrame:
    """One row per code and passage of the coding of record; valence where coders agree on it."""
    coding = data.study.header.coding
    judged = data.codings
    if coding.of_record in coding.coders:
        judged = judged[judged["coder"] == coding.of_record]
    grouped = judged.groupby(["segment_id", "code_id"], sort=False, observed=True)["valence"]
    valence = grouped.agg(lambda v: str(v.iloc[0]) if v.nunique(dropna=False) == 1 else "")
    valence = valence.replace("<NA>", "")
    keys = pd.MultiIndex.from_frame(record[["segment_id", "code_id"]])
    return pd.DataFrame(
        {
            "part": THEME,
            "key": record["code_id"].to_numpy(),
            "segment": record["segment_id"].to_numpy(),
            "valence": valence.reindex(keys).fillna("").to_numpy(),
            "direction": "",
        }
    )


def _evidence(data: Tables) -> pd.DataFrame:
    """Pieces of talk that count: `segment_id`, CMOC, direction, and whether on its rival."""
    pieces = that_count(data.evidence[data.evidence["source_type"] == TALK])
    pieces = pieces.rename(columns={"source_id": "segment_id"})
    keys = ["cmoc_id", "segment_id", "direction", "rival"]
    return pieces[keys].drop_duplicates(ignore_index=True)


def _cmocs(evidence: pd.DataFrame) -> pd.DataFrame:
    """One row per CMOC and passage that is evidence on the CMOC itself."""
    own = evidence[evidence["rival"] == "no"]
    grouped = own.groupby(["cmoc_id", "segment_id"], sort=False, observed=True)["direction"]
    found = grouped.agg(BETWEEN.join).reset_index()
    renamed = found.rename(columns={"cmoc_id": "key", "segment_id": "segment"})
    return renamed.assign(part=CMOC, valence="")


def _passages(data: Tables, record: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """One row per passage that was coded or cited: who, where, what, and what may become of it."""
    used = {*record["segment_id"], *evidence["segment_id"]}
    own = data.segments[data.segments["segment_id"].isin(used)].reset_index(drop=True)
    own = search.as_the_speaker(own, data)
    known, observed = own["participant_id"] != "", own["data_type"] == OBSERVED
    heading = own["group"].map(headings(data.study)).where(known, UNKNOWN)
    events = data.events.drop_duplicates("event_id").set_index("event_id")
    pseudonyms = data.participants.set_index("participant_id")["pseudonym"]
    quotes = data.quotes.drop_duplicates("segment_id").set_index("segment_id")
    segment = own["segment_id"]
    made = pd.DataFrame(
        {
            "segment": segment,
            "heading": heading.mask(~known & observed, OBSERVED),
            "group": own["group"].where(known, ""),
            "site": own["site_id"],
            "person": own["participant_id"],
            "pseudonym": own["participant_id"].map(pseudonyms),
            "event": own["event_id"],
            "data_type": own["data_type"],
            **{c: own["event_id"].map(events[c]) for c in ("method", "round", "date")},
            "turn": segment.map(_turns(data, record)),
            "start": own["char_start"].astype("str"),
            "end": own["char_end"].astype("str"),
            "lang": own["lang"],
            "text": own["text"],
            "approved_text": segment.map(quotes["approved_text"]),
            "translation": segment.map(quotes["translation_en"]),
            "state": search.approval(own, data),
            "codes": segment.map(_codes(record, data.study)),
            "cmocs": segment.map(_cited(evidence, data.study)),
        }
    )
    made = made.astype("object").fillna("").astype("str")
    return made.assign(people=known.astype("int64"))


def _turns(data: Tables, record: pd.DataFrame) -> dict[str, str]:
    """The turn of each passage of the coding of record in its source, from 1."""
    coded = data.segments[data.segments["segment_id"].isin(record["segment_id"])]
    talk = CodedTalk(coded.reset_index(drop=True), record, data.study.codebook)
    return dict(zip(talk.segments["segment_id"], (str(t + 1) for t in talk.turns), strict=True))


def _codes(record: pd.DataFrame, study: Study) -> dict[str, str]:
    """The codes of record of each passage, in the order of the outline."""
    order = {c.code_id: i for i, c in enumerate(in_outline_order(study.codebook))}
    ordered = record.sort_values("code_id", key=lambda s: s.map(order), kind="stable")
    return ordered.groupby("segment_id", observed=True)["code_id"].agg(BETWEEN.join).to_dict()


def _cited(evidence: pd.DataFrame, study: Study) -> dict[str, str]:
    """What each passage is evidence on: ``supports::CW01``; ``supports:rival:CW01``."""
    order = {c.cmoc_id: i for i, c in enumerate(study.cmocs)}
    ordered = evidence.sort_values("cmoc_id", key=lambda s: s.map(order), kind="stable")
    rival = ordered["rival"].map({"yes": ":rival:", "no": "::"})
    said = ordered.assign(said=ordered["direction"] + rival + ordered["cmoc_id"])
    return said.groupby("segment_id", observed=True)["said"].agg(BETWEEN.join).to_dict()


def _in_order(frame: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Codes in the order of the outline, CMOCs in the study's, then by heading, site and place."""
    codes = [f"{THEME} {c.code_id}" for c in in_outline_order(study.codebook)]
    ranks = {
        "under": [*codes, *(f"{CMOC} {c.cmoc_id}" for c in study.cmocs)],
        "heading": [*heading_labels(study), UNKNOWN, OBSERVED],
        "site": [s.site_id for s in study.sites],
    }
    frame = frame.assign(under=frame["part"] + " " + frame["key"])
    ranked = {c: frame[c].map({v: i for i, v in enumerate(order)}) for c, order in ranks.items()}
    places = pd.DataFrame(ranked).assign(event=frame["event"], start=frame["start"].astype("int64"))
    ordered = places.sort_values([*ranks, "event", "start"], kind="stable").index
    return frame.loc[ordered].reset_index(drop=True)


def _labels(data: Tables) -> Labels:
    """What everything is called; codes and groups of each row of the joint display."""
    study = data.study
    of_nobody = {h: words()[OTHER_SOURCES[h]].text for h in (UNKNOWN, OBSERVED)}
    rows = study.header.joint_display
    return {
        "code_id": {c.code_id: c.label for c in in_outline_order(study.codebook)},
        "parent": {c.code_id: Text(c.parent_id) for c in study.codebook},
        "cmoc_id": {c.cmoc_id: named(c) for c in study.cmocs},
        "heading": {**heading_labels(study), **of_nobody},
        "group": {g.group: g.singular for g in study.groups},
        "area": area_labels(data),
        "joint": {r.row: r.label for r in rows},
        "joint_codes": {r.row: Text(BETWEEN.join(r.codes)) for r in rows},
        "joint_groups": {r.row: Text(BETWEEN.join(r.talk_groups)) for r in rows},
        **rule_in_use(study),
    }
