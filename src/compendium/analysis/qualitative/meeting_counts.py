"""How often two codes meet, counted over passages, events, people, characters or turns.

Units by codes are one sparse table; multiplied with itself it holds every pair of codes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qualitative.coded_counts import CodedTalk, codes_above, different
from compendium.theory import Code

# Where two codes can meet: in one passage, in one event, in one person's talk, in the same
# characters of a text, or within so many turns of each other.
UNITS = ("segment", "event", "person", "characters", "turns")
# A table of units by codes is multiplied whole, so many units at a time, where at least this share
# of its cells is filled: below it, cell by cell is quicker.
DENSE_FROM, BLOCK = 0.08, 20_000


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
    rows = different(unit)
    table = _crossed(np.searchsorted(rows, unit), code, (len(rows), len(talk.codes)))
    return table, None if weight is None else weight[rows]


def _turns_by_codes(talk: CodedTalk, turns: int):
    """Turns by the codes they carry; and by the codes that they or turns near them carry."""
    passage, code = talk.pairs
    width = int(talk.turns.max(initial=0)) + 1
    place = talk.events.astype(np.int64) * width + talk.turns
    rows = different(place)
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
    used = different(passage)
    bounds = different(np.concatenate([(place + start)[used], (place + end)[used]]))
    length = np.diff(np.append(bounds, bounds[-1:] + 0)) if len(bounds) else bounds
    low = np.searchsorted(bounds, (place + start)[passage])
    covered = np.maximum(np.searchsorted(bounds, (place + end)[passage]) - low, 0)
    unit = np.repeat(low - np.append(0, covered.cumsum())[:-1], covered) + np.arange(covered.sum())
    return unit, np.repeat(code, covered), length


def _related(codebook: Sequence[Code]) -> np.ndarray:
    """Whether one of two codes stands above the other."""
    above, many = codes_above(codebook), len(codebook)
    related = np.zeros((many, many), dtype=bool)
    for code in range(many):
        upper = above[code]
        while upper >= 0:
            related[code, upper] = related[upper, code] = True
            upper = above[upper]
    return related
