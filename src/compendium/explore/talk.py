"""Every coded passage with what is known of it, made once so that filters answer at once."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import pandas as pd

from compendium.analysis.qualitative import search
from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.theme_counts import valence
from compendium.analysis.qualitative.themes import coding_by_rule
from compendium.explore.attributes import Attribute, attributes
from compendium.intake.tables import Tables

UNJUDGED = "not_judged"


@dataclasses.dataclass(frozen=True, eq=False)
class Coding:
    """What one rule of coding makes of the passages.

    `talk` has the passages and the codes; `counts` says which passages are coded at all, `valence`
    how each was judged; `themes` are the labels of its codes.
    """

    talk: CodedTalk
    counts: np.ndarray
    valence: np.ndarray
    themes: pd.Series

    def carries(self, code_id: str) -> np.ndarray:
        """Which passages are coded to a code or to anything below it."""
        passage, code = self.talk.pairs
        carried = np.zeros(len(self.counts), dtype=bool)
        carried[passage[code == self.talk.codes.index(code_id)]] = True
        return carried


@dataclasses.dataclass(frozen=True, eq=False)
class Talk:
    """The coded passages of a study, and what they are told apart by."""

    data: Tables

    @functools.cached_property
    def passages(self) -> pd.DataFrame:
        """One row per passage that any coder coded, in the order of areas, groups and texts.

        Area and group are the speaker's own; of a speaker whom nobody knows the source's area.
        `turn` is the number of the coded passage in its source, `approval` whether it may be
        printed, `translation` the approved English of what was said in Welsh, `folded` its words
        without case and accents.
        """
        data = self.data
        everything = data.segments.reset_index(drop=True)
        turns = CodedTalk(everything, data.codings[:0], ()).turns + 1
        frame = search.coded_passages(data, coding_by_rule(data.codings.copy(), "union"))
        frame = frame.drop(columns="data_type").assign(
            turn=frame["segment_id"].map(dict(zip(everything["segment_id"], turns, strict=True)))
        )
        if data.site_id:
            frame = frame[frame["site_id"] == data.site_id]
        events = data.events[["event_id", "data_type", "method", "round", "date"]]
        frame = frame.merge(events, on="event_id", how="left").reset_index(drop=True)
        return frame.assign(folded=frame["text"].map(search.folded), **self._people(frame))

    @functools.cached_property
    def attributes(self) -> dict[str, Attribute]:
        """What passages can be told apart by, by name."""
        return attributes(self.data, self.passages)

    @functools.cached_property
    def person(self) -> np.ndarray:
        """The number of each passage's speaker; -1 where nobody knows."""
        speakers = self.passages["participant_id"]
        return pd.factorize(speakers.where(speakers != ""), use_na_sentinel=True)[0]

    def coding(self, rule: str) -> Coding:
        """What a rule of coding (a coder's name, ``consensus``, ``union``) makes of them."""
        rule = rule or self.data.study.header.coding.of_record
        if rule not in self._codings:
            self._codings[rule] = _coding(self, rule)
        return self._codings[rule]

    @functools.cached_property
    def _codings(self) -> dict[str, Coding]:
        """What was made of the passages so far, by rule."""
        return {}

    @functools.cached_property
    def contexts(self) -> dict[str, str]:
        """The whole text of each source, as far as exports hold it and it may be read."""
        from compendium.data_package.transcripts import transcripts
        from compendium.problems import CompendiumError

        try:
            return transcripts(self.data)[0]
        except CompendiumError:  # the tables are there, and the exports no longer as they were
            return {}

    def _people(self, frame: pd.DataFrame) -> dict[str, pd.Series]:
        """Speaker, approval and translation of each passage."""
        people = self.data.participants.set_index("participant_id")
        quotes = self.data.quotes.set_index("segment_id")
        who = frame["participant_id"]
        translation = _text(frame["segment_id"].map(quotes["translation_en"]))
        speaker = _text(who.map(people["pseudonym"]))
        return {
            "speaker": speaker,
            "approval": search.approval(frame, self.data),
            "translation": translation,
        }


def _coding(talk: Talk, rule: str) -> Coding:
    data, passages = talk.data, talk.passages
    record = coding_by_rule(data.codings, rule)
    columns = [c for c in passages if c not in ("method", "round", "date", "folded")]
    counts = passages["segment_id"].isin(record["segment_id"]).to_numpy(dtype=bool)
    return Coding(
        CodedTalk(passages[columns], record, data.study.codebook),
        counts,
        _text(
            passages["segment_id"].map(valence(data.codings, data.study, rule)), UNJUDGED
        ).to_numpy(dtype=str),
        _text(passages["segment_id"].map(search.themes_of(record, data.study))),
    )


def _text(values: pd.Series, missing: str = "") -> pd.Series:
    """Values as text, also where there is none at all and pandas takes them for numbers."""
    return values.astype("object").fillna(missing).astype("str")
