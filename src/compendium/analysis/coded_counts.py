"""Coded passages counted by any grouping, and which codes meet: quick on a million codings.

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

# Where two codes can meet: in one passage, in one event, in one person's talk, in the same
# characters of a text, or within so many turns of each other.
UNITS = ("segment", "event", "person", "characters", "turns")
COUNTED = ("people", "events", "segments", "words")
# A table of units by codes is multiplied whole, so many units at a time, where at least this share
# of its cells is filled: below it, cell by cell is quicker.
DENSE_FROM, BLOCK = 0.08, 20_000


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
        above = _above(self.codebook)
        found, rows = [], _different(code[there].astype(np.int64) * size + passage[there])
        while len(rows):
            found.append(rows)
            up = above[rows // size]
            kept = up >= 0
            rows = _different(up[kept] * size + rows[kept] % size)
        every = _different(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
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


def _different(numbers: np.ndarray) -> np.ndarray:
    """The different numbers, in order: by sorting, which is quicker than numpy's hashing here."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]


def _above(codebook: Sequence[Code]) -> np.ndarray:
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
    pairs = _different(cell[known].astype(np.int64) * most + thing[known])
    return np.bincount(pairs // most, minlength=cells)


def meetings(talk: CodedTalk, within: str = "segment", turns: int = 3) -> pd.DataFrame:
    """How often two codes meet: in so many passages, events, people, characters, or turns.

    Parameters
    ----------
    within : str
        One of `UNITS`. Characters are those of a text that carry both codes, whichever passages
        they stand in: this is what overlapping passages share. Turns are those that carry the one
        code and have the other in themselves or at most `turns` turns before or after, in the
        same event.

    Returns
    -------
    pandas.DataFrame
        One row per pair of codes that meet, the first before the second in the codebook, a code
        and one above it left out (they meet always): `code_1`, `code_2`, `both`, `first`,
        `second` (units with the one and with the other), `either` (with any of the two),
        `jaccard` (both / either).
    """
    if within == "turns":
        table, near = _turns_by_codes(talk, turns)
        same, reached = _product(table, table), _product(table, near)
        together = reached + reached.T - same
    else:
        table, weight = _units_by_codes(talk, within)
        weighted = table if weight is None else table.multiply(weight[:, None]).tocsr()
        together = same = _product(table, weighted)
    own = np.diagonal(same)
    first, second = np.nonzero(np.triu(together, 1) * ~_related(talk.codebook))
    both, either = together[first, second], own[first] + own[second] - same[first, second]
    codes = np.array(talk.codes, dtype=object)
    return pd.DataFrame(
        {
            "code_1": codes[first].astype("str"),
            "code_2": codes[second].astype("str"),
            "both": both,
            "first": own[first],
            "second": own[second],
            "either": either,
            "jaccard": both / either,
        }
    )


def _units_by_codes(talk: CodedTalk, within: str):
    """A sparse table of units by codes; and what each unit weighs."""
    passage, code = talk.pairs
    weight = None
    if within == "characters":
        unit, code, weight = _stretches(talk)
    else:
        units = {"event": talk.events, "person": talk.people}
        unit = passage if within == "segment" else units[within][passage]
        unit, code = unit[unit >= 0], code[unit >= 0]
    rows = _different(unit)
    table = _crossed(np.searchsorted(rows, unit), code, (len(rows), len(talk.codes)))
    return table, None if weight is None else weight[rows]


def _turns_by_codes(talk: CodedTalk, turns: int):
    """Turns by the codes they carry; and by the codes that they or turns near them carry."""
    passage, code = talk.pairs
    width = int(talk.turns.max(initial=0)) + 1
    place = talk.events.astype(np.int64) * width + talk.turns
    rows = _different(place)
    table = _crossed(np.searchsorted(rows, place[passage]), code, (len(rows), len(talk.codes)))
    near = table
    for step in range(1, min(turns, width - 1) + 1):
        later = np.minimum(np.searchsorted(rows, rows + step), len(rows) - 1)
        one = (rows[later] == rows + step) & (rows[later] // width == rows // width)
        here, there = np.flatnonzero(one), later[one]
        near = near + _moved(table, here, there) + _moved(table, there, here)
    near.data[:] = 1
    return table, near


def _moved(table, to: np.ndarray, rows: np.ndarray):
    """The table with its `rows` put at `to`, and nothing elsewhere."""
    from scipy import sparse

    picked = (np.ones(len(to)), (to, rows))
    return sparse.csr_matrix(picked, shape=(table.shape[0],) * 2) @ table


def _crossed(unit: np.ndarray, code: np.ndarray, shape: tuple[int, int]):
    """A sparse table of 1 where a unit carries a code, however often it does."""
    from scipy import sparse

    table = sparse.csr_matrix((np.ones(len(unit)), (unit, code)), shape=shape)
    table.sum_duplicates()
    table.data[:] = 1
    return table


def _product(left, right) -> np.ndarray:
    """Over all units, the codes of `left` by those of `right`."""
    many = left.shape[1]
    total = np.zeros((many, many))
    if left.nnz >= DENSE_FROM * max(np.prod(left.shape), 1):
        for start in range(0, left.shape[0], BLOCK):
            rows = slice(start, start + BLOCK)
            block = left[rows].toarray()
            total += block.T @ (block if right is left else right[rows].toarray())
    else:
        total += (left.T @ right).toarray()
    return np.rint(total).astype(np.int64)


def _stretches(talk: CodedTalk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stretches of text between two bounds of passages: unit and code of each, and its length.

    Within an event each bound of a passage cuts the text; a passage covers the stretches between
    its own bounds.
    """
    passage, code = talk.pairs
    start = talk.segments["char_start"].to_numpy(dtype=np.int64)
    end = talk.segments["char_end"].to_numpy(dtype=np.int64)
    width = int(end.max(initial=0)) + 1
    place = talk.events.astype(np.int64) * width
    used = _different(passage)
    bounds = _different(np.concatenate([(place + start)[used], (place + end)[used]]))
    length = np.diff(np.append(bounds, bounds[-1:] + 0)) if len(bounds) else bounds
    low = np.searchsorted(bounds, (place + start)[passage])
    covered = np.maximum(np.searchsorted(bounds, (place + end)[passage]) - low, 0)
    unit = np.repeat(low - np.append(0, covered.cumsum())[:-1], covered) + np.arange(covered.sum())
    return unit, np.repeat(code, covered), length


def _related(codebook: Sequence[Code]) -> np.ndarray:
    """Whether one of two codes stands above the other."""
    above, many = _above(codebook), len(codebook)
    related = np.zeros((many, many), dtype=bool)
    for code in range(many):
        upper = above[code]
        while upper >= 0:
            related[code, upper] = related[upper, code] = True
            upper = above[upper]
    return related
