"""Triads: where a context, a mechanism and an outcome stand in one account.

They are candidates for an analyst to read, by codes alone, and no findings: that three codes stand
near each other does not say that one brought about the other. Which code is what says its
`realist_role` in the codebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from compendium.analysis import search
from compendium.analysis.coded_counts import CodedTalk
from compendium.analysis.queries import coded_talk, fitting
from compendium.analysis.result import Result
from compendium.intake.take_in import Tables
from compendium.problems import StudyError
from compendium.theory import Code
from compendium.words import Text

# Resources and reasoning are both mechanism.
ELEMENTS = {"C": "context", "M_res": "mechanism", "M_reas": "mechanism", "O": "outcome"}
PARTS = ("context", "mechanism", "outcome")
# Parts several things in one cell: codes, pieces of evidence.
BETWEEN = "\n"


def triads(data: Tables, turns: int | None = None, where: str = "") -> Result:
    """Passages of one account that name a context, a mechanism and an outcome.

    An account is what one known person says in one source. Of every context, mechanism and outcome
    code of an account those passages are taken that lie nearest to each other: in the fewest
    passages, then the fewest turns from the first to the last, then the earliest. The same
    passages are listed once, with all their codes.

    Parameters
    ----------
    turns : int, optional
        At most so many turns from the first passage to the last (see
        `compendium.analysis.meetings.co_occurrence` for what a turn is); else any number.
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
    found = [row for account in _accounts(coded) for row in _nearest(account, turns)]
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


def _accounts(coded: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The codings of each account in which a context, a mechanism and an outcome stand."""
    many = coded.groupby("account", observed=True)["element"].transform("nunique")
    for _, account in coded[many == len(PARTS)].groupby("account", sort=True, observed=True):
        yield account


def _nearest(account: pd.DataFrame, turns: int | None) -> list[dict]:
    """The nearest passages of every three codes of an account; the same passages once."""
    sides = [np.flatnonzero(account["element"] == part) for part in PARTS]
    every = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, len(PARTS))
    passage, turn, start = (account[c].to_numpy()[every] for c in ("passage", "turn", "start"))
    ordered = np.sort(passage, axis=1)
    many = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
    apart = turn.max(axis=1) - turn.min(axis=1)
    frame = pd.DataFrame(passage, columns=PARTS).assign(passages=many, turns=apart)
    code = account["code_id"].to_numpy()[every]
    names = [f"{part}_code" for part in PARTS]
    frame[names] = code
    frame["start"] = start.min(axis=1)
    if turns is not None:
        frame = frame[frame["turns"] <= turns]
    frame = frame.sort_values(["passages", "turns", "start", *PARTS], kind="stable")
    frame = frame.drop_duplicates(names)
    return [
        {**dict(zip(PARTS, same, strict=True)), **_codes(rows, names)}
        for same, rows in frame.groupby(list(PARTS), sort=False, observed=True)
    ]


def _codes(rows: pd.DataFrame, names: list[str]) -> dict:
    """What is said of the same three passages: their codes, and how near they lie."""
    codes = {name: BETWEEN.join(dict.fromkeys(sorted(rows[name]))) for name in names}
    first = rows.iloc[0]
    return {**codes, "passages": first["passages"], "turns": first["turns"]}


def _described(found: list[dict], talk: CodedTalk, data: Tables) -> pd.DataFrame:
    """The candidates with who speaks, the words, and the evidence that cites them."""
    near = ["passages", "turns"]
    frame = pd.DataFrame(found, columns=[*PARTS, *(f"{part}_code" for part in PARTS), *near])
    segments = talk.segments
    cited = data.evidence[data.evidence["source_type"] == "segment"]
    cited = cited.groupby("source_id", observed=True)["evidence_id"].agg(list).to_dict()
    first = segments.iloc[frame["context"].to_numpy(dtype=np.int64)]
    made = {c: first[c].to_numpy() for c in ("site_id", "group", "event_id", "participant_id")}
    for part in PARTS:
        own = segments.iloc[frame[part].to_numpy(dtype=np.int64)]
        made[part] = frame[f"{part}_code"].to_numpy()
        made[f"{part}_id"] = own["segment_id"].to_numpy()
        made[f"{part}_text"] = own["text"].to_numpy()
    ids = zip(*(made[f"{part}_id"] for part in PARTS), strict=True)
    made["evidence"] = [
        BETWEEN.join(dict.fromkeys(e for one in dict.fromkeys(three) for e in cited.get(one, ())))
        for three in ids
    ]
    made |= {column: frame[column].to_numpy(dtype="int64") for column in near}
    starts = [
        segments["char_start"].to_numpy()[frame[part].to_numpy(dtype=np.int64)] for part in PARTS
    ]
    return pd.DataFrame(made).assign(people=1, start=np.min(starts, axis=0))


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
