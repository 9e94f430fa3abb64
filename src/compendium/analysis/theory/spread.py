"""How widely evidence on a CMOC is spread, and what it says in one place: rules that are printed.

Spread is counted by the code and is no confidence: that is an analyst's judgement. Everything
counts distinct people; a piece of evidence counts if it is relevant and was come by with care.
Evidence that is passed on has one row per piece.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

# House rule (docs/decisions.md): relevance and rigour run from 0 to 2, and 0 does not count.
RELEVANCE_FROM = 1
RIGOUR_FROM = 1
# House rule: three people, and more than against it, make a verdict in one place.
VERDICT_PEOPLE = 3

DIRECTIONS = ("supports", "refines", "refutes")
# Whoever supports or refines a CMOC has met it in some form.
FOUND = ("supports", "refines")
TALK = "segment"


@dataclasses.dataclass(frozen=True)
class SpreadRule:
    """Thresholds of spread; source: house rule, docs/decisions.md. Shares are in percent.

    A wide spread needs so many people, from so many groups or so many kinds of data, less than
    `wide_refuting` of them refuting; some needs so many people from so many groups; from
    `contested` on, the refuting share makes it contested whatever else.
    """

    wide_people: int = 6
    wide_groups: int = 3
    wide_types: int = 2
    wide_refuting: int = 20
    some_people: int = 3
    some_groups: int = 2
    contested: int = 33


HOUSE_RULE = SpreadRule()
# How far each threshold is moved to see whether the result hangs on it: one person, group or
# kind of data; five points of a share.
STEPS = {f.name: 1 for f in dataclasses.fields(SpreadRule)} | {"wide_refuting": 5, "contested": 5}


def _moved_rules() -> dict[str, SpreadRule]:
    """The rule with one threshold a step lower or higher, by what moved: ``wide_people=7``."""
    return {
        f"{name}={value}": dataclasses.replace(HOUSE_RULE, **{name: value})
        for name, step in STEPS.items()
        for value in (getattr(HOUSE_RULE, name) - step, getattr(HOUSE_RULE, name) + step)
    }


MOVED = _moved_rules()


@dataclasses.dataclass(frozen=True)
class Counts:
    """What counts on one CMOC (or on its rival), in one place or everywhere.

    Distinct known people who support, refine, refute, support or refine (`found`), and say any
    of these (`everyone`); the groups and kinds of data of what was found; pieces found and
    pieces of any direction, whoever's; whether one account links context, mechanism and outcome.
    """

    supports: int
    refines: int
    refutes: int
    found: int
    everyone: int
    groups: int
    data_types: int
    pieces_found: int
    pieces: int
    linked: bool

    def refuting_reaches(self, percent: int) -> bool:
        """Whether at least `percent` of all people with evidence refute."""
        return self.everyone > 0 and 100 * self.refutes >= percent * self.everyone

    @property
    def refuting(self) -> float:
        """Share of people with evidence who refute, in percent; missing without any."""
        return 100 * self.refutes / self.everyone if self.everyone else float("nan")


NOTHING = Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, linked=False)


def that_count(evidence: pd.DataFrame) -> pd.DataFrame:
    """The pieces relevant and rigorous enough to count, and not silent."""
    relevance, rigour = (evidence[c].astype("int64") for c in ("relevance", "rigour"))
    says = evidence["direction"].isin(DIRECTIONS)
    return evidence[(relevance >= RELEVANCE_FROM) & (rigour >= RIGOUR_FROM) & says]


def counts_of(pieces: pd.DataFrame) -> Counts:
    """Distinct people behind `pieces`, which count and are all about one thing."""
    return counts_by(pieces.assign(all=""), ["all"]).get("", NOTHING)


def counts_by(pieces: pd.DataFrame, by: list[str]) -> dict:
    """Counts of every combination of `by` that has a piece, all found in one go.

    `pieces` are those that count. A key is the value of the one column in `by`, or a tuple.
    """
    unit = pieces.groupby(by, sort=False, observed=True).ngroup().to_numpy()
    names = [column.tolist() for _, column in pieces[by].drop_duplicates().items()]
    keys = names[0] if len(by) == 1 else list(zip(*names, strict=True))
    direction = pieces["direction"]
    known = pieces["participant_id"].ne("") & direction.isin(DIRECTIONS)
    found = direction.isin(FOUND)
    whole = pieces["element"].eq("whole") & pieces["source_type"].eq(TALK)
    people, groups, types = (
        pd.factorize(pieces[c])[0] for c in ("participant_id", "group", "data_type")
    )
    counts = {
        **{d: _distinct(people, unit, known & direction.eq(d)) for d in DIRECTIONS},
        "found": _distinct(people, unit, known & found),
        "everyone": _distinct(people, unit, known),
        "groups": _distinct(groups, unit, known & found),
        "data_types": _distinct(types, unit, found),
        "pieces_found": unit[found.to_numpy()],
        "pieces": unit,
        "linked": np.unique(unit[(found & whole).to_numpy()]),
    }
    many = (np.bincount(units, minlength=len(keys)).tolist() for units in counts.values())
    return {k: Counts(*n, linked=bool(linked)) for k, *n, linked in zip(keys, *many, strict=True)}


def _distinct(what: np.ndarray, unit: np.ndarray, among: pd.Series) -> np.ndarray:
    """The unit of each different `what` it has among some pieces, once each; both as numbers."""
    size = len(what) + 1
    return np.unique((unit * size + what)[among.to_numpy()]) // size


def spread(counts: Counts, rule: SpreadRule = HOUSE_RULE) -> str:
    """wide, some, thin, contested or unsupported, by the printed rule."""
    if counts.refuting_reaches(rule.contested):
        return "contested"
    if not counts.pieces_found:
        return "unsupported"
    varied = counts.groups >= rule.wide_groups or counts.data_types >= rule.wide_types
    calm = not counts.refuting_reaches(rule.wide_refuting)
    if counts.found >= rule.wide_people and varied and calm and counts.linked:
        return "wide"
    if counts.found >= rule.some_people and counts.groups >= rule.some_groups:
        return "some"
    return "thin"


def sensitivity(counts: Counts) -> str:
    """What spread would be with one threshold moved by a step: ``wide_people=7:some ...``.

    Only what changes the result is listed; nothing is if no single step does.
    """
    found = spread(counts)
    moved = ((name, spread(counts, rule)) for name, rule in MOVED.items())
    return " ".join(f"{name}:{other}" for name, other in moved if other != found)


def verdict(counts: Counts, looked: bool) -> str:
    """What the evidence of one place says: supported, contested, refuted, thin, not_found.

    Without any evidence it was looked for and not found, or not examined there. Fewer than
    three people are thin whatever they say; who refines found it, but does not support it.
    """
    if not counts.pieces:
        return "not_found" if looked else "not_examined"
    if counts.everyone < VERDICT_PEOPLE:
        return "thin"
    if counts.refutes > counts.found and counts.refutes >= VERDICT_PEOPLE:
        return "refuted"
    if counts.refuting_reaches(HOUSE_RULE.contested):
        return "contested"
    return "supported" if counts.supports >= VERDICT_PEOPLE else "thin"


def pattern(verdicts: dict[str, str]) -> str:
    """The draft of a pattern over places: recurs, context_bound, site_only, not_established.

    `verdicts` are those of the places where the CMOC was examined. In fewer than two nothing
    can recur or be missing.
    """
    supporting = sum(found == "supported" for found in verdicts.values())
    if len(verdicts) < 2 or not supporting:
        return "not_established"
    if supporting == len(verdicts):
        return "recurs"
    return "site_only" if supporting == 1 else "context_bound"
