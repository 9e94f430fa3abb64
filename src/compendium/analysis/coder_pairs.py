"""What two coders decided about the same passages, or the same characters: yes or no, code by code.

A coder has read a passage if they gave it any code (valence aside), or said in a coding sheet that
no code fits (a coding with a blank code).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.themes import in_outline_order, rolled_up
from compendium.intake.take_in import Tables
from compendium.study import Study

# What is decided about: a passage, or a stretch of characters that counts by its length.
UNITS = ("segments", "characters")
EVENT, START, END = "event_id", "char_start", "char_end"


@dataclasses.dataclass(frozen=True, repr=False)
class Decisions:
    """Two coders' decisions about the units both read.

    Parameters
    ----------
    first, other : pandas.DataFrame
        One row per unit, one yes-or-no column per code that either used.
    events : pandas.Series
        The event each unit comes from.
    weight : numpy.ndarray
        What each unit counts: 1 for a passage, its length for a stretch of characters.
    """

    first: pd.DataFrame
    other: pd.DataFrame
    events: pd.Series
    weight: np.ndarray

    @property
    def by_source(self) -> np.ndarray:
        """Tables of yes and no of first by other, shape (sources, codes, 2, 2)."""
        number, sources = pd.factorize(self.events)
        member = (np.arange(len(sources))[:, None] == number) * self.weight
        one, two = self.first.to_numpy(bool), self.other.to_numpy(bool)
        cells = [one & two, one & ~two, ~one & two, ~one & ~two]
        summed = [member @ cell.astype("float64") for cell in cells]
        return np.stack(summed, axis=-1).reshape(len(sources), one.shape[1], 2, 2)


def coders(study: Study) -> list[str]:
    """The coder of record, or the first named where the record is no one coder's; the others."""
    rules = study.header.coding
    first = rules.of_record if rules.of_record in rules.coders else rules.coders[0]
    return [first, *(c for c in rules.coders if c != first)]


def given_by(data: Tables, coder: str) -> pd.DataFrame:
    """One row per passage and code this coder gave, with the passage's event and characters."""
    mine = data.codings.loc[data.codings["coder"] == coder, ["segment_id", "code_id", "coder"]]
    return mine.merge(data.segments[["segment_id", EVENT, START, END]], on="segment_id")


def read_by_both(data: Tables, first: str, other: str) -> list[str]:
    """The passages that both coders read, in order of their ids."""
    given = [given_by(data, coder) for coder in (first, other)]
    return sorted(set(given[0]["segment_id"]) & set(given[1]["segment_id"]))


def decisions(
    data: Tables, first: str, other: str, unit: str = "segments", above: bool = True
) -> Decisions:
    """The decisions of two coders about what both read.

    Parameters
    ----------
    unit : str
        One of `UNITS`. Characters are those that lie in a passage of each coder, whether or not
        the two passages begin and end alike; what has no length has none.
    above : bool
        Whether a code counts for every code above it.
    """
    given = [given_by(data, coder) for coder in (first, other)]
    if above:
        given = [rolled_up(g, data.study.codebook) for g in given]
    active = [c.code_id for c in in_outline_order(data.study.codebook) if c.status == "active"]
    return _of_passages(given, active) if unit == "segments" else _of_characters(given, active)


def _of_passages(given: list[pd.DataFrame], active: list[str]) -> Decisions:
    both = sorted(set(given[0]["segment_id"]) & set(given[1]["segment_id"]))
    kept = [g[g["segment_id"].isin(both)] for g in given]
    codes = [c for c in active if c in set(pd.concat(kept)["code_id"])]
    first, other = (
        _yes(pd.Index(both).get_indexer(g["segment_id"]), g["code_id"], len(both), codes)
        for g in kept
    )
    where = pd.concat(kept).drop_duplicates("segment_id").set_index("segment_id")[EVENT]
    return Decisions(first, other, where.reindex(both), np.ones(len(both)))


def _yes(unit: np.ndarray, code_ids: pd.Series, units: int, codes: list[str]) -> pd.DataFrame:
    """Whether each unit has each code."""
    table = np.zeros((units, len(codes)), dtype=bool)
    code = pd.Index(codes).get_indexer(code_ids)
    table[unit[code >= 0], code[code >= 0]] = True
    return pd.DataFrame(table, columns=codes)


def _of_characters(given: list[pd.DataFrame], active: list[str]) -> Decisions:
    """Texts are cut at every bound of a passage; a stretch counts if both coders cover it."""
    long = [g[g[END] > g[START]] for g in given]
    stretches = _stretches(pd.concat(long))
    covered = [_covered(g, stretches) for g in long]
    read = [set(c["stretch"]) for c in covered]
    both = sorted(read[0] & read[1])
    codes = [c for c in active if c in set(pd.concat(covered)["code_id"])]
    tables = []
    for table in covered:
        kept = table[table["stretch"].isin(both)]
        at = pd.Index(both).get_indexer(kept["stretch"])
        tables.append(_yes(at, kept["code_id"], len(both), codes))
    used = [c for c in codes if any(t[c].any() for t in tables)]
    mine = stretches.loc[both]
    weight = (mine[END] - mine[START]).to_numpy(dtype="float64")
    return Decisions(tables[0][used], tables[1][used], mine[EVENT], weight)


def _stretches(given: pd.DataFrame) -> pd.DataFrame:
    """One row per stretch between two neighbouring bounds of passages in an event."""
    rows = []
    for event, mine in given.groupby(EVENT, sort=True, observed=True):
        bounds = np.unique(mine[[START, END]].to_numpy(dtype="int64"))
        rows += [(event, a, b) for a, b in zip(bounds[:-1], bounds[1:], strict=True)]
    return pd.DataFrame(rows, columns=[EVENT, START, END])


def _covered(given: pd.DataFrame, stretches: pd.DataFrame) -> pd.DataFrame:
    """One row per stretch and code given to a passage that covers it."""
    numbered = stretches.reset_index(names="stretch").rename(columns={START: "low", END: "high"})
    near = given.merge(numbered, on=EVENT)
    inside = near[(near["low"] >= near[START]) & (near["high"] <= near[END])]
    return inside[["stretch", "code_id"]].drop_duplicates()
