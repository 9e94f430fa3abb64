"""Triads: where a context, a mechanism and an outcome stand in one account.

They are candidates for an analyst to read, by codes alone, and no findings: that three codes stand
near each other does not say that one brought about the other. A code's `realist_role` in the
codebook says which of the three it is. One row is one candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qualitative import search
from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.queries import coded_talk, fitting
from compendium.analysis.result import BETWEEN, Result
from compendium.analysis.theory.spread import TALK
from compendium.intake.tables import Tables
from compendium.problems import StudyError
from compendium.theory import Code
from compendium.words import Text

# Resources and reasoning are both mechanism.
ELEMENTS = {"C": "context", "M_res": "mechanism", "M_reas": "mechanism", "O": "outcome"}
PARTS = ("context", "mechanism", "outcome")
# How many threes of passages are compared at once, so that they fit into memory.
AT_ONCE = 1_000_000


def triads(data: Tables, turns: int | None = None, where: str = "") -> Result:
    """Passages of one account that name a context, a mechanism and an outcome.

    An account is what one known person says in one source. Of every context, mechanism and outcome
    code of an account those passages are taken that lie nearest to each other: in the fewest
    passages, then the fewest turns from the first to the last, then the earliest. The same
    passages are listed once, with all their codes.

    Parameters
    ----------
    turns : int, optional
        At most so many turns from the first passage to the last; any number if None. What a turn
        is, `compendium.analysis.qualitative.meetings.co_occurrence` says.
    where : str
        Only passages that a query finds.

    Returns
    -------
    Result
        One row per candidate: those in the fewest passages first, then in the fewest turns, then
        by area, group, source and place in the text. `context`, `mechanism` and `outcome` are the
        codes, as they were given; a code without a role has that of the next one above it.
        ``context_id`` and so on are the passages, as `source_id` in evidence.csv cites them;
        `evidence` the pieces of evidence that cite one of them already.

    Raises
    ------
    StudyError
        If the number of turns is below nought, or the query cannot be read.
    """
    if turns is not None and turns < 0:
        raise StudyError(f"turns = {turns}: how many turns apart is 0, 1, 2 and so on.")
    talk = coded_talk(data)
    element = elements(data.study.codebook)
    coded = _codings(talk, element, fitting(talk, data, where))
    found = [_nearest(batch, turns) for batch in _batches(coded)] or [_nearest(coded[:0], turns)]
    found = pd.concat(found, ignore_index=True)
    frame = _in_order(_described(found, talk, data), data)
    texts = [c for c in frame if c not in ("triad", "passages", "turns", "people")]
    about = search.about(data)
    about["labels"] |= {
        "code_id": {c.code_id: c.label for c in data.study.codebook},
        "element": {e: Text(e, e) for e in dict.fromkeys(element.values())},
        "turns": {} if turns is None else {"most": Text(str(turns), str(turns))},
        "query": {"text": Text(where, where)} if where.strip() else {},
    }
    return Result(
        "triads",
        frame,
        by=("triad",),
        people="people",
        kinds={**dict.fromkeys(texts, "text"), "passages": "count", "turns": "count"},
        **about | {"method": "method_triads"},
    )


def elements(codebook: Sequence[Code]) -> dict[str, str]:
    """Context, mechanism or outcome of each code that has a role, or stands below one that has."""
    by_id = {code.code_id: code for code in codebook}

    def of(code: Code | None) -> str:
        if code is None or code.realist_role in ELEMENTS:
            return ELEMENTS[code.realist_role] if code else ""
        return of(by_id.get(code.parent_id))

    found = {code.code_id: of(code) for code in codebook}
    return {code: element for code, element in found.items() if element}


def _codings(talk: CodedTalk, element: dict[str, str], kept: np.ndarray) -> pd.DataFrame:
    """One row per passage of a known speaker and code that has a role."""
    segments = talk.segments
    account = segments.groupby(["event_id", "participant_id"], observed=True).ngroup()
    places = segments[["segment_id"]].assign(
        account=account,
        passage=np.arange(len(segments)),
        turn=talk.turns,
        start=segments["char_start"],
    )[kept & (talk.people >= 0)]
    coded = talk.codings[["segment_id", "code_id"]].drop_duplicates()
    coded = coded.assign(element=coded["code_id"].map(element))
    return coded.dropna(subset="element").merge(places, on="segment_id")


def _batches(coded: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Codings of accounts that have all three parts, a limited number of threes at a time."""
    many = coded.groupby(["account", "element"], observed=True).size().unstack(fill_value=0)
    threes = many.reindex(columns=PARTS, fill_value=0).prod(axis=1)
    threes = threes[threes > 0]
    batch = threes.cumsum() // AT_ONCE
    for _, accounts in threes.groupby(batch, sort=True, observed=True):
        yield coded[coded["account"].isin(accounts.index)]


def _nearest(coded: pd.DataFrame, turns: int | None) -> pd.DataFrame:
    """The nearest passages of every three codes of each account; the same passages once."""
    every = _threes(coded)
    passage, turn, start = (every[_of(c)].to_numpy() for c in ("passage", "turn", "start"))
    ordered = np.sort(passage, axis=1)
    every["passages"] = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
    every["turns"] = turn.max(axis=1) - turn.min(axis=1)
    every["start"] = start.min(axis=1)
    if turns is not None:
        every = every[every["turns"] <= turns]
    near = ["passages", "turns", "start"]
    every = every.sort_values(["account", *near, *_of("passage")], kind="stable")
    nearest = every.drop_duplicates(["account", *_of("code_id")])
    same = nearest.groupby(["account", *_of("passage")], sort=False, observed=True)
    return same.agg(
        **{part: (f"code_id_{part}", _listed) for part in PARTS},
        **{column: (column, "first") for column in near},
    ).reset_index()


def _threes(coded: pd.DataFrame) -> pd.DataFrame:
    """Every context, mechanism and outcome of each account, beside each other."""
    columns = ["passage", "turn", "start", "code_id"]
    context, mechanism, outcome = (
        coded.loc[coded["element"] == part, ["account", *columns]].rename(
            columns={c: f"{c}_{part}" for c in columns}
        )
        for part in PARTS
    )
    return context.merge(mechanism, on="account").merge(outcome, on="account")


def _of(column: str) -> list[str]:
    """What a column is called in each part."""
    return [f"{column}_{part}" for part in PARTS]


def _listed(codes: pd.Series) -> str:
    return BETWEEN.join(sorted(set(codes)))


def _described(found: pd.DataFrame, talk: CodedTalk, data: Tables) -> pd.DataFrame:
    """The candidates with who speaks, the words, and the evidence that cites them."""
    cited = data.evidence[data.evidence["source_type"] == TALK]
    cited = cited.groupby("source_id", observed=True)["evidence_id"].agg(list).to_dict()
    said = {p: talk.segments.iloc[found[f"passage_{p}"].to_numpy(dtype=np.int64)] for p in PARTS}
    who = ("site_id", "group", "event_id")
    made = {column: said["context"][column].to_numpy() for column in who}
    for part in PARTS:
        made[part] = found[part].to_numpy()
        made[f"{part}_id"] = said[part]["segment_id"].to_numpy()
        made[f"{part}_text"] = said[part]["text"].to_numpy()
    ids = zip(*(made[f"{part}_id"] for part in PARTS), strict=True)
    made["evidence"] = [
        BETWEEN.join(dict.fromkeys(e for i in dict.fromkeys(three) for e in cited.get(i, ())))
        for three in ids
    ]
    for column in ("passages", "turns", "start"):
        made[column] = found[column].to_numpy(dtype="int64")
    return pd.DataFrame(made).assign(people=1)


def _in_order(frame: pd.DataFrame, data: Tables) -> pd.DataFrame:
    """The candidates numbered in the order of the rule."""
    areas = {s.site_id: i for i, s in enumerate(data.study.sites)}
    groups = {g.group: i for i, g in enumerate(data.study.groups)}
    frame = frame.assign(area=frame["site_id"].map(areas), rank=frame["group"].map(groups))
    keys = ["passages", "turns", "area", "rank", "event_id", "start"]
    frame = frame.sort_values(keys, kind="stable").drop(columns=["area", "rank", "start"])
    numbers = [str(i) for i in range(1, len(frame) + 1)]
    frame.insert(0, "triad", pd.Series(numbers, index=frame.index, dtype="str"))
    return frame.reset_index(drop=True)
