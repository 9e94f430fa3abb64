"""What two coders decided about the same passages, or the same characters: yes or no, code by code.

A coder has read a passage if they gave it any code (valence aside), or said in a coding sheet that
no code fits (a coding with a blank code).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.qualitative.themes import rolled_up
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import active_codes

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
    passages : int
        Passages both read; about characters, those of the first coder that lie in it.
    uses : tuple of pandas.DataFrame
        Of each coder one row per passage and code they gave, where it lies in what both read:
        `segment_id`, `code_id`, `event_id`.
    """

    first: pd.DataFrame
    other: pd.DataFrame
    events: pd.Series
    weight: np.ndarray
    passages: int
    uses: tuple[pd.DataFrame, pd.DataFrame]

    @property
    def by_source(self) -> np.ndarray:
        """Tables of yes and no of first by other, shape (sources, codes, 2, 2)."""
        from scipy import sparse

        number, sources = pd.factorize(self.events)
        cells_of = (self.weight, (number, np.arange(len(number))))
        member = sparse.csr_matrix(cells_of, shape=(len(sources), len(number)))
        one, two = self.first.to_numpy(bool), self.other.to_numpy(bool)
        cells = [one & two, one & ~two, ~one & two, ~one & ~two]
        summed = [member @ cell.astype("float64") for cell in cells]
        return np.stack(summed, axis=-1).reshape(len(sources), one.shape[1], 2, 2)


def coders(study: Study) -> list[str]:
    """The coder of record, or the first named where the record is no one coder's; the others."""
    rules = study.header.coding
    named = rules.coders or (rules.of_record,)
    first = rules.of_record if rules.of_record in named else named[0]
    return [first, *(c for c in named if c != first)]


def given_by(data: Tables, coder: str) -> pd.DataFrame:
    """One row per passage and code this coder gave, with the passage's event and characters."""
    mine = data.codings.loc[data.codings["coder"] == coder, ["segment_id", "code_id", "coder"]]
    return mine.merge(data.segments[["segment_id", EVENT, START, END]], on="segment_id")


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
    active = [c.code_id for c in active_codes(data.study.codebook)]
    return _of_passages(given, active) if unit == "segments" else _of_characters(given, active)


def _of_passages(given: list[pd.DataFrame], active: list[str]) -> Decisions:
    both = sorted(set(given[0]["segment_id"]) & set(given[1]["segment_id"]))
    kept = [g[g["segment_id"].isin(both)] for g in given]
    used = set(pd.concat(kept)["code_id"])
    codes = [c for c in active if c in used]
    first, other = (
        _yes(pd.Index(both).get_indexer(g["segment_id"]), g["code_id"], len(both), codes)
        for g in kept
    )
    where = pd.concat(kept).drop_duplicates("segment_id").set_index("segment_id")[EVENT]
    events, uses = where.reindex(both), _uses(kept, codes)
    return Decisions(first, other, events, np.ones(len(both)), len(both), uses)


def _uses(given: list[pd.DataFrame], codes: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each coder gave of these codes, every passage and code once."""
    one, two = (
        g.loc[g["code_id"].isin(codes), ["segment_id", "code_id", EVENT]].drop_duplicates()
        for g in given
    )
    return one, two


def _yes(unit: np.ndarray, code_ids: pd.Series, units: int, codes: list[str]) -> pd.DataFrame:
    """Whether each unit has each code."""
    table = np.zeros((units, len(codes)), dtype=bool)
    code = pd.Index(codes).get_indexer(code_ids)
    table[unit[code >= 0], code[code >= 0]] = True
    return pd.DataFrame(table, columns=codes)


def _of_characters(given: list[pd.DataFrame], active: list[str]) -> Decisions:
    """Texts are cut at every bound of a passage; a stretch counts if both coders cover it."""
    stretches = _stretches(pd.concat(given))
    covered = [_covered(g, stretches) for g in given]
    both = sorted(set(covered[0]["stretch"]) & set(covered[1]["stretch"]))
    kept = [c[c["stretch"].isin(both)] for c in covered]
    used = set(pd.concat(kept)["code_id"])
    codes = [c for c in active if c in used]
    first, other = (
        _yes(pd.Index(both).get_indexer(k["stretch"]), k["code_id"], len(both), codes) for k in kept
    )
    mine = stretches.loc[both]
    weight = (mine[END] - mine[START]).to_numpy(dtype="float64")
    passages = kept[0]["segment_id"].nunique()
    return Decisions(first, other, mine[EVENT], weight, passages, _uses(kept, codes))


def _stretches(given: pd.DataFrame) -> pd.DataFrame:
    """One row per stretch between two neighbouring bounds of passages in an event."""
    bounds = pd.concat([given[[EVENT, c]].set_axis([EVENT, START], axis=1) for c in (START, END)])
    bounds = bounds.drop_duplicates().sort_values([EVENT, START], ignore_index=True)
    bounds[END] = bounds.groupby(EVENT, sort=False, observed=True)[START].shift(-1)
    found = bounds.dropna(subset=END).reset_index(drop=True)
    return found.astype({END: "int64"})


def _covered(given: pd.DataFrame, stretches: pd.DataFrame) -> pd.DataFrame:
    """One row per stretch, passage that covers it and code the passage was given."""
    places = given.drop_duplicates("segment_id")[["segment_id", EVENT, START, END]]
    numbered = stretches.reset_index(names="stretch").rename(columns={START: "low", END: "high"})
    near = places.merge(numbered, on=EVENT)
    inside = near[(near["low"] >= near[START]) & (near["high"] <= near[END])]
    return inside[["stretch", "segment_id"]].merge(
        given[["segment_id", "code_id", EVENT]], on="segment_id"
    )
