"""The flow of records through a review of literature, and where they were found: PRISMA 2020.

Page MJ and others (2021), The PRISMA 2020 statement, BMJ 372:n71: the flow diagram of new reviews
that searched databases, registers and other sources. Every box is counted from records; nothing is
typed in. These are publications, not people.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Labels, Result, origin_of
from compendium.intake.tables import Tables
from compendium.problems import DataError, Problems, listed
from compendium.words import Text

RECORDS = "records"
BOXES = tuple(f"B{n}" for n in range(1, 21))
# The two boxes that have a line for each reason of exclusion.
WITH_REASONS = ("B11", "B18")
POPULATION = Text("records of the review", "cofnodion yr adolygiad")
# What a box counts, for the messages.
NAMES = {
    "B6": "records screened",
    "B8": "reports sought",
    "B10": "reports assessed",
    "B11": "reports excluded by reason",
    "B15": "reports sought, other methods",
    "B17": "reports assessed, other methods",
    "B18": "reports excluded by reason, other methods",
    "B19": "reports of included studies",
}

Counted = dict[str, frozenset[str]]


@dataclasses.dataclass(frozen=True)
class Equation:
    """A box that other boxes add up to, record by record, and what is wrong where they do not.

    `lacks` is said of records that the other boxes hold and this one does not; `odd` of those that
    this one holds and they do not.
    """

    box: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    lacks: str
    odd: str

    def __str__(self) -> str:
        return " - ".join([" + ".join(self.plus), *self.minus])

    def expected(self, boxes: Counted) -> frozenset[str]:
        """The records that the other boxes leave for this one."""
        added = frozenset().union(*(boxes[b] for b in self.plus))
        return added - frozenset().union(*(boxes[b] for b in self.minus))


RETRIEVED = "is to be read in full, and nothing says whether it was retrieved (retrieved)"
JUDGED = "was retrieved, and has no decision on the full text (screen2)"
REASONED = "was excluded on the full text without a reason (screen2_reason)"
NOT_READ = "was not retrieved, and has a decision on the full text (screen2)"
EQUATIONS = (
    Equation(
        "B6",
        ("B1", "B2"),
        ("B3", "B4", "B5"),
        "was found and not removed, and has no decision on title and abstract (screen1)",
        "was removed before screening (dup_of, removed), and has a decision on title and abstract "
        "(screen1)",
    ),
    Equation(
        "B8",
        ("B6",),
        ("B7",),
        RETRIEVED,
        "was not kept on title and abstract, and says whether it was retrieved (retrieved)",
    ),
    Equation("B10", ("B8",), ("B9",), JUDGED, NOT_READ),
    Equation("B11", ("B11 reasons",), (), "", REASONED),
    Equation("B15", ("B12", "B13", "B14"), (), RETRIEVED, ""),
    Equation("B17", ("B15",), ("B16",), JUDGED, NOT_READ),
    Equation("B18", ("B18 reasons",), (), "", REASONED),
    Equation("B19", ("B10", "B17"), ("B11", "B18"), "is not included", "is not assessed"),
)


@remembered
def flow(data: Tables) -> Result:
    """How many records are in each box of the flow.

    One row per box, B1 to B20, and under B11 and B18 one per reason of exclusion, the commonest
    first; `records` counts records, of B20 studies. No rows where the study has no records of a
    review.

    Raises
    ------
    DataError
        With each equation between boxes that does not hold, and the records that are why.
    """
    records, rows = data.literature_records, []
    boxes = boxes_of(data)
    if len(records):
        refuse_broken(boxes, records)
    for box in BOXES if len(records) else ():
        rows.append((box, "", len(boxes[box])))
        if box in WITH_REASONS:
            rows += [(box, reason, count) for reason, count in _reasons(records, boxes[box])]
    frame = pd.DataFrame(rows, columns=["box", "reason", RECORDS])
    review = data.study.header.review
    known = review.reasons if review else {}
    reasons = {r: known.get(r, Text(r)) for r in frame["reason"] if r}
    return _counted("review_flow", frame, ("box", "reason"), {}, data, {"reason": reasons})


def boxes_of(data: Tables) -> Counted:
    """The records in each box, by their ids; of B20 the ids of studies."""
    records, review = data.literature_records, data.study.header.review
    kinds = {s.source: s.kind for s in review.searches} if review else {}
    by = records["arm"].eq("databases")
    kind = records["source"].map(kinds)

    def ids(chosen: pd.Series) -> frozenset[str]:
        return frozenset(records.loc[chosen, "record_id"])

    def has(column: str, value: str | None = None) -> pd.Series:
        return records[column].ne("") if value is None else records[column].eq(value)

    excluded, included = has("screen2", "exclude"), has("screen2", "include")
    reason = has("screen2_reason")
    return {
        "B1": ids(kind.eq("database")),
        "B2": ids(kind.eq("register")),
        "B3": ids(by & has("dup_of")),
        "B4": ids(by & has("removed", "automation")),
        "B5": ids(by & has("removed", "other")),
        "B6": ids(by & has("screen1")),
        "B7": ids(by & has("screen1", "exclude")),
        "B8": ids(by & has("retrieved")),
        "B9": ids(by & has("retrieved", "no")),
        "B10": ids(by & has("screen2")),
        "B11": ids(by & excluded),
        "B11 reasons": ids(by & excluded & reason),
        "B12": ids(kind.eq("website")),
        "B13": ids(kind.eq("organisation")),
        "B14": ids(kind.eq("citation")),
        "B15": ids(~by & has("retrieved")),
        "B16": ids(~by & has("retrieved", "no")),
        "B17": ids(~by & has("screen2")),
        "B18": ids(~by & excluded),
        "B18 reasons": ids(~by & excluded & reason),
        "B19": ids(included),
        "B20": frozenset(records.loc[included, "study_id"]),
    }


def refuse_broken(boxes: Counted, records: pd.DataFrame) -> None:
    """Raise DataError for each equation between boxes that the records break, naming them."""
    problems = Problems()
    at = records.set_index("record_id")
    for twice in sorted((boxes["B3"] & (boxes["B4"] | boxes["B5"])) | (boxes["B4"] & boxes["B5"])):
        what = f"{_named(twice, at)} is a duplicate (dup_of) and removed otherwise (removed)"
        problems.add("PRISMA flow", "B3, B4, B5", what, "it can be one of them", "Take one out.")
    for equation in EQUATIONS:
        found, expected = boxes[equation.box], equation.expected(boxes)
        told = {equation.lacks: expected - found, equation.odd: found - expected}
        for why, those in told.items():
            if those:
                those = [_named(record, at) for record in at.index if record in those]
                problems.add(
                    "PRISMA flow",
                    f"{equation.box} ({NAMES[equation.box]}) is {len(found)}",
                    f"{listed(those, 20)} {why}",
                    f"{equation} leaves {len(expected)}",
                    "Correct the screening export.",
                )
    problems.settle(DataError)


def _named(record: str, at: pd.DataFrame) -> str:
    return f"{record} ({at.at[record, 'file']} {at.at[record, 'place']})"


def _reasons(records: pd.DataFrame, those: frozenset[str]) -> list[tuple[str, int]]:
    """Reasons of exclusion with their numbers, the commonest first, then by the alphabet."""
    chosen = records.loc[records["record_id"].isin(those), "screen2_reason"]
    return sorted(chosen.value_counts(sort=False).items(), key=lambda pair: (-pair[1], pair[0]))


@remembered
def searches(data: Tables) -> Result:
    """Where the review searched: one row per search, in the study's order.

    `records` is how many records came of it and `included` how many of these are reports of
    included studies. The search as it was made stands in the labels.
    """
    review, records = data.study.header.review, data.literature_records
    included = records["screen2"].eq("include")
    rows = [
        (
            s.source,
            s.kind,
            s.searched_on.isoformat(),
            int(records["source"].eq(s.source).sum()),
            int((records["source"].eq(s.source) & included).sum()),
        )
        for s in (review.searches if review else ())
    ]
    kinds = {"kind": "text", "searched_on": "text", "included": "count"}
    frame = pd.DataFrame(rows, columns=["source", "kind", "searched_on", RECORDS, "included"])
    labels = {"source": {}, "search": {}}
    for search in review.searches if review else ():
        labels["source"][search.source] = (
            search.label if search.label.en else Text(search.source, search.source)
        )
        labels["search"][search.source] = Text(search.search, search.search)
    return _counted("review_searches", frame, ("source",), kinds, data, labels)


def _counted(
    measure: str,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    kinds: dict[str, str],
    data: Tables,
    labels: Labels,
) -> Result:
    """Counts of publications; `people` names their column, for nobody is counted here."""
    return Result(
        measure,
        frame,
        by=by,
        people=RECORDS,
        kinds=kinds,
        population=POPULATION,
        method=f"method_{measure}",
        origin=origin_of(data.literature_records),
        labels=labels,
    )
