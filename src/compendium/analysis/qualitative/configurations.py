"""Configurations: which contexts, mechanisms and outcomes stand together in one account.

Counted by parent codes, so that what was coded finely shows its broad shape. They are candidates
for an analyst to read and no findings: that three codes stand in one account does not say that one
brought about the other. Single passages are listed by `compendium.analysis.qualitative.triads`.
One row per context, mechanism and outcome.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qualitative import search
from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.meetings import POPULATIONS
from compendium.analysis.qualitative.queries import coded_talk, fitting
from compendium.analysis.qualitative.triads import PARTS, elements
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.schemas import DATA_TYPES
from compendium.theory import Code, in_outline_order
from compendium.words import Text

LEVELS = ("parents", "codes")
# What accounts are counted by: each account once, each source, each person, each area.
UNITS = {"accounts": "account", "sources": "event_id", "people": "participant_id",
         "sites": "site_id"}  # fmt: skip


@remembered
def configurations(
    data: Tables, level: str = "parents", where: str = "", data_type: str = "interview"
) -> Result:
    """In how many accounts a context, a mechanism and an outcome stand together, and whose.

    An account is what one known person says in one source; talk of unknown speakers is nobody's.
    Which code is what says its `realist_role` in the codebook, or that of the next code above it
    that has one. A parent code stands for those of its codes that have the part: one parent can be
    a mechanism by some of its codes and an outcome by others.

    Parameters
    ----------
    level : str
        ``parents``: the topmost code above each code. ``codes``: each code as it was given.
    where : str
        Only passages that a query finds.
    data_type : str
        ``interview`` (focus groups too), ``open_answer`` or ``observation``, never put together.

    Returns
    -------
    Result
        One row per three codes that stand in any account, those in most accounts first, then of
        most people, then in the codebook's order: `context`, `mechanism`, `outcome`; `accounts`,
        and from how many `sources`, `people` and `sites` (the speakers' own) these come.

    Raises
    ------
    StudyError
        If there is no such level or kind of talk, or the query cannot be read.
    """
    for name, given, allowed in (("level", level, LEVELS), ("data_type", data_type, DATA_TYPES)):
        if given not in allowed:
            raise StudyError(f"{name} = {given!r} is not one of {listed(allowed)}.")
    talk = coded_talk(data)
    kept = fitting(talk, data, where) & (talk.segments["data_type"] == data_type).to_numpy()
    frame, seen = count(talk, kept & (talk.people >= 0), level)
    about = search.about(data)
    names = {c.code_id: c.label for c in data.study.codebook}
    about["labels"] |= {
        **dict.fromkeys(PARTS, names),
        "element": {e: Text(e, e) for e in dict.fromkeys(elements(data.study.codebook).values())},
        "seen": {unit: Text(str(n), str(n)) for unit, n in seen.items()},
        "query": {"text": Text(where, where)} if where.strip() else {},
    }
    return Result(
        "configurations",
        frame,
        by=PARTS,
        people="people",
        kinds={unit: "count" for unit in UNITS if unit != "people"},
        **about
        | {"population": POPULATIONS[data_type], "method": f"method_configurations_{level}"},
    )


def count(talk: CodedTalk, kept: np.ndarray, level: str) -> tuple[pd.DataFrame, dict[str, int]]:
    """Every three codes with their counts, and how many accounts, sources and so on were seen."""
    segments = talk.segments[["segment_id", "event_id", "participant_id", "site_id"]][kept]
    keys = ["event_id", "participant_id"]
    segments = segments.assign(account=segments.groupby(keys, sort=True, observed=True).ngroup())
    accounts = segments.drop_duplicates("account").sort_values("account").reset_index(drop=True)
    places = _places(talk.codebook, level)
    coded = talk.codings[["segment_id", "code_id"]].assign(
        place=talk.codings["code_id"].map(places)
    )
    coded = coded.dropna(subset="place").merge(segments[["segment_id", "account"]], on="segment_id")
    order = sorted(dict.fromkeys(places.values()))
    has = np.zeros((len(accounts), len(order)), dtype=bool)
    number = {place: i for i, place in enumerate(order)}
    has[coded["account"].to_numpy(dtype=np.int64), [number[p] for p in coded["place"]]] = True
    units = {u: pd.factorize(accounts[c], sort=True)[0] for u, c in UNITS.items()}
    seen = {unit: int(numbers.max(initial=-1)) + 1 for unit, numbers in units.items()}
    return _threes(has, order, units, talk.codebook), seen


def _places(codebook: Sequence[Code], level: str) -> dict[str, tuple[int, int]]:
    """Of each code that has a part: which part, and the place of the code it is counted as."""
    above = {code.code_id: code.parent_id for code in codebook}
    rank = {code.code_id: i for i, code in enumerate(in_outline_order(tuple(codebook)))}

    def counted_as(code: str) -> str:
        while level == "parents" and above.get(code):
            code = above[code]
        return code

    return {c: (PARTS.index(p), rank[counted_as(c)]) for c, p in elements(codebook).items()}


def _threes(
    has: np.ndarray,
    places: list[tuple[int, int]],
    units: dict[str, np.ndarray],
    codebook: Sequence[Code],
) -> pd.DataFrame:
    """One row per context, mechanism and outcome that any account has all of."""
    codes = [c.code_id for c in in_outline_order(tuple(codebook))]
    context, mechanism, outcome = (
        [i for i, (part, _) in enumerate(places) if part == wanted] for wanted in range(len(PARTS))
    )
    rows = []
    for first, second in itertools.product(context, mechanism):
        both = np.flatnonzero(has[:, first] & has[:, second])
        third = has[np.ix_(both, outcome)]
        found = {unit: _distinct(numbers[both], third) for unit, numbers in units.items()}
        for i in np.flatnonzero(found["accounts"]):
            three = (places[first][1], places[second][1], places[outcome[i]][1])
            rows.append((*three, *(int(numbers[i]) for numbers in found.values())))
    frame = pd.DataFrame(rows, columns=[*PARTS, *units])
    by, falling = ["accounts", "people", *PARTS], [False, False, True, True, True]
    frame = frame.sort_values(by, ascending=falling, kind="stable").reset_index(drop=True)
    named = {part: [codes[place] for place in frame[part]] for part in PARTS}
    types = dict.fromkeys(PARTS, "str") | dict.fromkeys(units, "int64")
    return frame.assign(**named).astype(types)


def _distinct(unit: np.ndarray, has: np.ndarray) -> np.ndarray:
    """Of each column, how many different units have it in any row."""
    if not len(unit):
        return np.zeros(has.shape[1], dtype=np.int64)
    order = np.argsort(unit, kind="stable")
    begins = np.flatnonzero(np.diff(unit[order], prepend=-1))
    return np.logical_or.reduceat(has[order], begins).sum(axis=0)
