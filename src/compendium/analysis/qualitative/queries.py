"""Queries over codes and attributes: ``W1.2 and not W3 and group = parent``.

A query is made of conditions, joined by ``and``, ``or``, ``not`` and brackets; ``not`` binds
before ``and``, ``and`` before ``or``. A condition is

- a code, by its id or its label; it is true of what is coded to it or to anything below it;
- an attribute and its value: ``group = parent``, ``area != A``, ``method = interview``; several
  values stand with commas between them (``group = parent, peer_advocate``), and a blank one in
  quotes is what nobody knows (``group = ""``);
- ``words = "on my side"``: the passage holds these words, whatever their case and accents.

Names and values of more than one word stand in quotes. All of it goes by the coding of record.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.analysis.qualitative import search
from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.query_text import (
    All,
    AnyOf,
    Attribute,
    Named,
    Not,
    Query,
    parse,
)
from compendium.analysis.qualitative.themes import coding_of_record
from compendium.analysis.result import Result
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.theory import Code
from compendium.words import Text

# Where a code has to be: in the passage itself, anywhere in its source, or anywhere in what the
# same person said.
WITHIN = ("segment", "event", "person")
WORDS = "words"
# Each attribute by the names it may be called, and the column of passages that holds it.
COLUMNS = {
    "area": "site_id",
    "site": "site_id",
    "group": "group",
    "person": "participant_id",
    "source": "event_id",
    "data_type": "data_type",
    "language": "lang",
    "method": "method",
    "round": "round",
}


def passages(data: Tables, query: str, within: str = "segment") -> Result:
    """Every coded passage that a query finds.

    Parameters
    ----------
    query : str
        As above, `"W1.2 and not W3 and group = parent"`.
    within : str
        ``segment``: codes are those of the passage itself. ``event``: those of any passage of the
        same source. ``person``: those of anything the same person said or wrote, so that
        ``W1.2 and not W3`` finds people who raise the one and never the other; passages of
        unknown speakers are not found. Attributes and words are the passage's own. Of a source or
        person that fits, the passages are shown that carry a code asked for, or all of them where
        the query only says what there is not.

    Returns
    -------
    Result
        One row per passage: its place (``A-PAR-01 interview:120-210``), area and group of the
        speaker (the source's area and a blank group where nobody knows who spoke), how it came
        about, its words, and its themes. `people` is 1 where the speaker is known, else 0.

    Raises
    ------
    StudyError
        If the query cannot be read, or names a code, attribute or value that there is not: with
        what there is.
    """
    made = coded_talk(data)
    found = made.segments[fitting(made, data, query, within)]
    record = coding_of_record(data.codings, data.study)
    ordered = search.coded_passages(data, record)
    frame = ordered[ordered["segment_id"].isin(found["segment_id"])].reset_index(drop=True)
    themes = frame["segment_id"].map(search.themes_of(record, data.study))
    frame = frame.assign(themes=themes.astype("object").fillna("").astype("str"))
    columns = ["site_id", "group", "data_type", "text", "lang", "themes", "people"]
    said = search.about(data)
    said["labels"]["query"] = {"text": Text(query, query)}
    return Result(
        "passages",
        frame[["segment_id", *columns]],
        by=("segment_id",),
        people="people",
        kinds=dict.fromkeys(columns[:-1], "text"),
        **said | {"method": f"method_query_{within}"},
    )


def coded_talk(data: Tables) -> CodedTalk:
    """Passages of the coding of record, each with its speaker's area and group, and its turn.

    Seen from one site these are the passages of its people, and of its sources where nobody knows
    who spoke. Turns are numbered over the whole source, before anything is left out.
    """
    record = coding_of_record(data.codings, data.study)
    segments = data.segments[data.segments["segment_id"].isin(record["segment_id"])]
    segments = search.as_the_speaker(segments.reset_index(drop=True), data)
    whole = CodedTalk(segments, record, data.study.codebook)
    segments = segments.assign(turn=whole.turns)
    if data.site_id:
        segments = segments[segments["site_id"] == data.site_id]
    return CodedTalk(segments.reset_index(drop=True), record, data.study.codebook)


def fitting(talk: CodedTalk, data: Tables, query: str, within: str = "segment") -> np.ndarray:
    """Which passages of `talk` a query finds; all of them where it is blank."""
    if within not in WITHIN:
        raise StudyError(f"within = {within!r} is not one of {listed(WITHIN)}.")
    if not query.strip():
        return np.ones(len(talk.segments), dtype=bool)
    asked = _Asked(talk, data, query, within)
    parsed = parse(query)
    fits = asked.fits(parsed)
    if within == "segment":
        return fits
    known = asked.unit >= 0
    shown = [asked.carries(code) for code in asked.wanted(parsed)]
    return fits & known & (np.logical_or.reduce(shown) if shown else True)


@dataclasses.dataclass(frozen=True, eq=False)
class _Asked:
    """A query asked of coded talk."""

    talk: CodedTalk
    data: Tables
    query: str
    within: str

    @functools.cached_property
    def unit(self) -> np.ndarray:
        """The number of the source or person each passage belongs to; -1 where nobody knows."""
        return self.talk.people if self.within == "person" else self.talk.events

    @functools.cached_property
    def frame(self) -> pd.DataFrame:
        """The passages with what is known of their sources."""
        columns = ["event_id", "method", "round"]
        return self.talk.segments.merge(self.data.events[columns], on="event_id", how="left")

    def fits(self, part: Query) -> np.ndarray:
        """Of which passages a part of the query is true."""
        if isinstance(part, Not):
            return ~self.fits(part.part)
        if isinstance(part, All):
            return np.logical_and.reduce([self.fits(p) for p in part.parts])
        if isinstance(part, AnyOf):
            return np.logical_or.reduce([self.fits(p) for p in part.parts])
        if isinstance(part, Attribute):
            return self._has(part)
        carried = self.carries(part)
        if self.within == "segment":
            return carried
        return np.isin(self.unit, np.unique(self.unit[carried]))

    def carries(self, named: Named) -> np.ndarray:
        """Which passages are coded to a code or to anything below it."""
        passage, code = self.talk.pairs
        carried = np.zeros(len(self.talk.segments), dtype=bool)
        carried[passage[code == self._code(named)]] = True
        return carried

    def wanted(self, part: Query, denied: bool = False) -> Iterator[Named]:
        """The codes a query asks for, not those it excludes."""
        if isinstance(part, Not):
            yield from self.wanted(part.part, not denied)
        elif isinstance(part, All | AnyOf):
            for inner in part.parts:
                yield from self.wanted(inner, denied)
        elif isinstance(part, Named) and not denied:
            yield part

    def _code(self, named: Named) -> int:
        """The place in the codebook of the code that is meant."""
        book = self.talk.codebook
        exact = [i for i, code in enumerate(book) if code.code_id == named.name]
        found = exact or [i for i, code in enumerate(book) if _is_called(code, named.name)]
        if len(found) == 1:
            return found[0]
        if found:
            ids = listed(book[i].code_id for i in found)
            raise self._error(f"{named.name!r} is what several codes are called. Say which: {ids}")
        there = [f"{c.code_id} {c.label.en}" for c in book]
        raise self._unknown(f"{named.name!r} is no code", named.name, there)

    def _has(self, asked: Attribute) -> np.ndarray:
        """Which passages have an attribute's value, or any of several."""
        name = asked.name.casefold()
        if name == WORDS:
            texts = self.talk.segments["text"].map(search.folded)
            sought = [search.folded(value.strip()) for value in asked.values]
            has = texts.map(lambda text: any(words in text for words in sought))
            return has.to_numpy(dtype=bool) != asked.denied
        if name not in COLUMNS:
            raise self._unknown(f"{asked.name!r} is no attribute", name, [*COLUMNS, WORDS])
        values = self._values(name)
        chosen = {self._value(asked.name, value, values) for value in asked.values}
        return self.frame[COLUMNS[name]].isin(chosen).to_numpy(dtype=bool) != asked.denied

    def _values(self, name: str) -> dict[str, str]:
        """What an attribute's values are called, and the values."""
        study = self.data.study
        if COLUMNS[name] == "site_id":
            texts = {s.site_id: (s.label,) for s in study.sites}
        elif name == "group":
            texts = {g.group: (g.label, g.singular) for g in study.groups}
        else:
            texts = dict.fromkeys(sorted(set(self.frame[COLUMNS[name]].dropna())), ())
        called = {search.folded(t): v for v, ts in texts.items() for x in ts for t in (x.en, x.cy)}
        return called | {search.folded(v): v for v in texts} | {v: v for v in ("", *texts)}

    def _value(self, name: str, value: str, values: dict[str, str]) -> str:
        found = values.get(value, values.get(search.folded(value)))
        if found is None:
            there = list(dict.fromkeys(v for v in values.values() if v))
            raise self._unknown(f"{name} = {value!r} does not occur", value, there)
        return found

    def _unknown(self, what: str, name: str, there: list[str]) -> StudyError:
        import difflib

        ids = {search.folded(part): t for t in there for part in (t, *t.split(" ", 1))}
        near = difflib.get_close_matches(search.folded(name), ids, 1, 0.7)
        meant = f" Is {ids[near[0]]} meant?" if near else ""
        return self._error(f"{what}.{meant} There is: {listed(there, 40)}")

    def _error(self, what: str) -> StudyError:
        return StudyError(f"The query “{self.query}”: {what}.")


def _is_called(code: Code, name: str) -> bool:
    """Whether a code's id or one of its labels is this name, whatever its case and accents."""
    called = (code.code_id, code.label.en, code.label.cy)
    return search.folded(name) in map(search.folded, called)
