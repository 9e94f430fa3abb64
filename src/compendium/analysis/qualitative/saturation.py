"""Whether later interviews still bring new inductive themes, group by group: for the team.

No number decides whether interviews suffice: what somebody holds of it is said in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qualitative.themes import coding_of_record, rule_in_use
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of, written
from compendium.analysis.survey.sample import INTERVIEWED
from compendium.intake.dates import is_date
from compendium.intake.tables import Tables
from compendium.theory import active_codes

# Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation in
# qualitative research. PLoS ONE 15(5): e0232076.
BASE, RUNS = 4, (2, 3)
THRESHOLDS = {"reached_5": 0.05, "reached_0": 0.0}
LATER = {"reached_5": "later_5", "reached_0": "later_0"}
ORDERS, ENVELOPE = 1000, (5, 95)
FEW, NO_DATES, NO_BASE = "guard_few_interviews", "guard_no_dates", "guard_no_base"


@remembered
def curves(data: Tables) -> Result:
    """New inductive themes per group and interview, in the order the interviews were held.

    One row per group and interview: `source` and `held` (its name and day), `new` themes nobody of
    the group had raised before, `total` different ones so far, `lower` and `upper` the 5th and 95th
    percentile of the total after so many interviews in random orders. Where an interview has no
    date, the group has one row with the reason; so has a group with fewer interviews than a base.
    """
    rows = [
        row
        for n, (group, given) in enumerate(_groups(data))
        for row in _curve(data, n, group, given)
    ]
    kinds = {"source": "text", "held": "text", "new": "count", "total": "count"}
    kinds |= {"lower": "count", "upper": "count", "guard": "guard"}
    return _result("saturation", ("group", "number"), rows, kinds, data)


@remembered
def ratios(data: Tables) -> Result:
    """New information in runs of interviews after a base of 4 (Guest, Namey and Chen 2020).

    One row per group and run length: `base` different inductive themes in the first 4 interviews,
    `last` new themes of the last run in percent of these, `reached_5` and `reached_0` the interview
    after which the first run began that brought at most 5 % or nothing new (missing: none did), and
    `later_5`, `later_0` how many new themes came after that run all the same.
    """
    rows = [
        {"group": group, "run": str(run), "interviews": len(given), **_ratios(data, given, run)}
        for group, given in _groups(data)
        for run in RUNS
    ]
    kinds = {
        "base": "count",
        "last": "decimal",
        **dict.fromkeys((*THRESHOLDS, *LATER.values()), "count"),
    }
    return _result("saturation_ratios", ("group", "run"), rows, kinds | {"guard": "guard"}, data)


def sufficiency(data: Tables) -> Result:
    """What somebody holds of whether a group's interviews suffice; nothing is worked out.

    One row per group of which somebody said it, with `by` and `on` (a day as ISO date); what they
    hold stands in the labels.
    """
    said = data.study.header.coding.sufficiency
    groups = [g.group for g in data.study.groups if g.group in said]
    rows = [{"group": g, "by": said[g].by, "on": said[g].on.isoformat()} for g in groups]
    return written(
        "sufficiency",
        pd.DataFrame(rows, columns=["group", "by", "on"]),
        ("group",),
        {"by": "text", "on": "text"},
        {
            "group": {g.group: g.label for g in data.study.groups},
            "said": {g: said[g].text for g in groups},
        },
        population=INTERVIEWED,
        origin=origin_of(data.participants, data.segments),
    )


def new_in_order(given: Sequence[set[str]]) -> list[int]:
    """How many themes each interview is the first to raise.

    >>> new_in_order([{"a", "b"}, {"b"}, {"c", "a"}])
    [2, 0, 1]
    """
    seen: set[str] = set()
    found = []
    for themes in given:
        found.append(len(themes - seen))
        seen |= themes
    return found


def saturation_ratios(new: Sequence[int], run: int, base: int = BASE) -> list[float]:
    """New themes of each run of interviews, divided by the themes of the base.

    The first run begins right after the base, each next one interview later.

    >>> saturation_ratios([4, 3, 2, 1, 1, 1, 0], run=2)
    [0.2, 0.1]
    """
    first = sum(new[:base])
    return [sum(new[i : i + run]) / first for i in range(base, len(new) - run + 1)]


def reached(ratios: Sequence[float], threshold: float, base: int = BASE) -> int | None:
    """The interview after which the first run begins that brings no more than `threshold`.

    >>> reached([0.2, 0.1, 0.0], 0.05), reached([0.2], 0.05)
    (6, None)
    """
    found = (base + i for i, ratio in enumerate(ratios) if ratio <= threshold + 1e-12)
    return next(found, None)


def envelope(given: Sequence[set[str]], seed: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The 5th and 95th percentile of themes after 1, 2, … interviews in random orders."""
    many, generator = len(given), np.random.default_rng(seed)
    place = np.array([generator.permutation(many) for _ in range(ORDERS)])
    totals = np.zeros((ORDERS, many))
    for theme in sorted(set().union(*given)):
        raised = [i for i, themes in enumerate(given) if theme in themes]
        totals[np.arange(ORDERS), place[:, raised].min(axis=1)] += 1
    return tuple(np.percentile(totals.cumsum(axis=1), ENVELOPE, axis=0, method="inverted_cdf"))


def _curve(data: Tables, place: int, group: str, given: pd.DataFrame) -> list[dict]:
    common = {"group": group, "interviews": len(given)}
    nothing = dict.fromkeys(("new", "total", "lower", "upper"), np.nan)
    if guard := _no_curve(given):
        return [{**common, "number": "", "source": "", "held": "", **nothing, "guard": guard}]
    themes = given["themes"].tolist()
    new, (lower, upper) = new_in_order(themes), envelope(themes, (data.study.header.seed, place))
    return [
        {
            **common,
            "number": str(i + 1),
            "source": row.event_id,
            "held": row.date,
            "new": new[i],
            "total": sum(new[: i + 1]),
            "lower": lower[i],
            "upper": upper[i],
            "guard": "",
        }
        for i, row in enumerate(given.itertuples())
    ]


def _no_curve(given: pd.DataFrame, needed: int = BASE) -> str:
    """Why a group has no numbers in the order held; blank where it has."""
    if len(given) < needed:
        return FEW
    return "" if given["date"].map(is_date).all() else NO_DATES


def _ratios(data: Tables, given: pd.DataFrame, run: int) -> dict:
    nothing = dict.fromkeys(("base", "last", *THRESHOLDS, *LATER.values()), np.nan)
    if guard := _no_curve(given, BASE + run):
        return {**nothing, "guard": guard}
    new = new_in_order(given["themes"].tolist())
    first = sum(new[:BASE])
    if not first:
        return {**nothing, "base": 0, "guard": NO_BASE}
    found = saturation_ratios(new, run)
    numbers = {name: reached(found, t) for name, t in THRESHOLDS.items()}
    later = {
        LATER[name]: np.nan if at is None else sum(new[at + run :]) for name, at in numbers.items()
    }
    return {"base": first, "last": 100 * found[-1], **numbers, **later, "guard": ""}


def _groups(data: Tables) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each group with its interviews in the order held, and the inductive themes raised in each.

    An interview is a group's if somebody of the group took part in it; none where the codebook
    calls no theme in use inductive.
    """
    book = data.study.codebook
    inductive = {c.code_id for c in active_codes(book) if c.origin == "inductive"}
    record = coding_of_record(data.codings, data.study)
    record = record[record["code_id"].isin(inductive)]
    people = data.participants
    if data.site_id:
        people = people[people["site_id"] == data.site_id]
    groups = people.set_index("participant_id")["group"]
    said = data.segments[["segment_id", "event_id", "participant_id"]].merge(
        record[["segment_id", "code_id"]], on="segment_id"
    )
    said = said.assign(group=said["participant_id"].map(groups))
    events = data.events[data.events["data_type"] == "interview"]
    met = data.event_participants[["event_id", "participant_id"]].merge(
        events[["event_id", "date"]], on="event_id"
    )
    met = met.assign(group=met["participant_id"].map(groups))
    for group in data.study.groups if inductive else ():
        mine = met[met["group"] == group.group].drop_duplicates("event_id")
        if mine.empty:
            continue
        raised = said[said["group"] == group.group]
        by_event = raised.groupby("event_id", observed=True)["code_id"].agg(set).to_dict()
        mine = mine.sort_values(["date", "event_id"], ignore_index=True)
        themes = [by_event.get(event, set()) for event in mine["event_id"]]
        yield group.group, mine.assign(themes=pd.Series(themes, index=mine.index, dtype="object"))


def _result(
    measure: str, by: tuple[str, ...], rows: list[dict], kinds: dict, data: Tables
) -> Result:
    return Result(
        measure,
        pd.DataFrame(rows, columns=[*by, "interviews", *kinds]),
        by=by,
        people="interviews",  # meetings: nobody is counted here
        kinds=kinds,
        population=INTERVIEWED,
        method=f"method_{measure}",
        assumption="assumption_saturation",
        origin=origin_of(data.events, data.segments),
        labels={
            "group": {g.group: g.label for g in data.study.groups},
            **rule_in_use(data.study),
        },
    )
