"""Coded passages counted by any grouping, quickly also on a million codings.

Passages and codes are turned into whole numbers once (`CodedTalk`). A code counts for every code
above it, and no passage twice for one code. What has no length in a text (start and end the same)
counts as a passage and has no words and no characters.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.theory import Code

COUNTED = ("people", "events", "segments", "words")


@dataclasses.dataclass(frozen=True, eq=False)
class CodedTalk:
    """Who said what, as whole numbers.

    Parameters
    ----------
    segments : pandas.DataFrame
        One row per passage: `segment_id`, `event_id`, `participant_id` (blank where nobody knows
        who spoke), `text`, `char_start`, `char_end`, and any further column to group by. A column
        `turn` numbers the turns of an event; without it passages are turns, in the order of the
        text, and those that begin at the same character are one.
    codings : pandas.DataFrame
        One row per passage and code (`segment_id`, `code_id`), of the coding that counts
        (`themes.coding_of_record`). Rows of passages or codes that are not there are left out.
    codebook : sequence of Code
        Every code; codes above others count for them.
    """

    segments: pd.DataFrame
    codings: pd.DataFrame
    codebook: Sequence[Code]

    @property
    def codes(self) -> list[str]:
        """Every code of the codebook, in its order."""
        return [code.code_id for code in self.codebook]

    @functools.cached_property
    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Passage and code of every coding, codes above included, each pair once, by code."""
        passages = pd.Index(self.segments["segment_id"])
        codes = pd.Index(self.codes)
        passage = passages.get_indexer(pd.Index(self.codings["segment_id"]))
        code = codes.get_indexer(pd.Index(self.codings["code_id"]))
        there = (passage >= 0) & (code >= 0)
        size = max(len(passages), 1)
        above = codes_above(self.codebook)
        found, rows = [], different(code[there].astype(np.int64) * size + passage[there])
        while len(rows):
            found.append(rows)
            up = above[rows // size]
            kept = up >= 0
            rows = different(up[kept] * size + rows[kept] % size)
        every = different(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        return every % size, every // size

    @functools.cached_property
    def words(self) -> np.ndarray:
        """How many words each passage has."""
        texts = self.segments["text"].fillna("")
        return np.fromiter((len(text.split()) for text in texts), np.int64, len(texts))

    @functools.cached_property
    def people(self) -> np.ndarray:
        """The number of each passage's speaker; -1 where nobody knows."""
        speakers = self.segments["participant_id"]
        return pd.factorize(speakers.where(speakers != ""), use_na_sentinel=True)[0]

    @functools.cached_property
    def events(self) -> np.ndarray:
        """The number of each passage's event."""
        return pd.factorize(self.segments["event_id"])[0]

    @functools.cached_property
    def turns(self) -> np.ndarray:
        """The number of the turn each passage stands in, within its event."""
        if "turn" in self.segments:
            return self.segments["turn"].to_numpy(dtype=np.int64)
        start = self.segments["char_start"].to_numpy(dtype=np.int64)
        order = np.lexsort((start, self.events))
        begins = np.diff(self.events[order], prepend=-1) != 0
        number = np.cumsum(begins | (np.diff(start[order], prepend=-1) != 0))
        turns = np.empty(len(order), dtype=np.int64)
        turns[order] = number - np.maximum.accumulate(np.where(begins, number, 0))
        return turns


def different(numbers: np.ndarray) -> np.ndarray:
    """The different numbers, in order: by sorting, which is quicker than numpy's hashing here."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]


def codes_above(codebook: Sequence[Code]) -> np.ndarray:
    """The place of the code above each code; -1 at the top."""
    place = {code.code_id: i for i, code in enumerate(codebook)}
    return np.array([place.get(code.parent_id, -1) for code in codebook], dtype=np.int64)


def counts(talk: CodedTalk, by: Sequence[str] = ()) -> pd.DataFrame:
    """Distinct people, events and passages, and words, of each code in each group.

    Parameters
    ----------
    by : sequence of str
        Columns of `talk.segments`; none for all together.

    Returns
    -------
    pandas.DataFrame
        One row per code and combination of `by` in which it occurs, in the codebook's order and
        that of the values: `code_id`, the columns of `by`, `people`, `events`, `segments`,
        `words`. Passages of unknown speakers are in all but `people`.
    """
    passage, code = talk.pairs
    keys, groups = _groups(talk.segments, by)
    cell = code * max(len(groups), 1) + keys[passage]
    order = np.argsort(cell, kind="stable")
    passage, cell = passage[order], cell[order]
    begins = np.append(True, cell[1:] != cell[:-1])[: len(cell)]
    first, number = np.flatnonzero(begins), np.cumsum(begins) - 1
    cells = cell[first]
    found = {
        "people": _distinct(number, talk.people[passage], len(cells)),
        "events": _distinct(number, talk.events[passage], len(cells)),
        "segments": np.diff(np.append(first, len(cell))),
        "words": np.bincount(number, weights=talk.words[passage], minlength=len(cells)),
    }
    codes = np.array(talk.codes, dtype=object)
    rows = groups.iloc[cells % max(len(groups), 1)].reset_index(drop=True)
    frame = pd.DataFrame({"code_id": codes[cells // max(len(groups), 1)].astype("str")})
    return pd.concat([frame, rows, pd.DataFrame(found).astype("int64")], axis=1)


def _groups(segments: pd.DataFrame, by: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The number of each passage's group, and the groups by number, in the order of values."""
    if not by:
        return np.zeros(len(segments), dtype=np.int64), pd.DataFrame(index=range(1))
    grouped = segments.groupby(list(by), sort=True, observed=True, dropna=False)
    groups = grouped.size().reset_index()[list(by)]
    return grouped.ngroup().to_numpy(dtype=np.int64), groups


def _distinct(cell: np.ndarray, thing: np.ndarray, cells: int) -> np.ndarray:
    """How many different things each cell has; a thing below nought is none."""
    known = thing >= 0
    most = int(thing.max(initial=0)) + 1
    pairs = different(cell[known].astype(np.int64) * most + thing[known])
    return np.bincount(pairs // most, minlength=cells)
