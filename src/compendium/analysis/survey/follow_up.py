"""Follow-up: the same people measured again on real occasions, months or years apart.

Change is that of people with a score on both occasions, never of two different sets of people, and
each construct is scored from what people say of the time at which they are asked (stage `now`).
What they say looking back (stage `before`) was not measured before: it has no test and no reliable
change, and a row says so.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result
from compendium.analysis.statistics import paired
from compendium.analysis.statistics.reliability import alpha_alone
from compendium.analysis.survey.asked import looks_back
from compendium.analysis.survey.contrasts import holm, named
from compendium.analysis.survey.course import (
    EVERY_OCCASION,
    LOOKING_BACK,
    Course,
    course,
    result_of,
)
from compendium.analysis.survey.distributions import score_range
from compendium.analysis.survey.scales import mean_interval, score, values
from compendium.intake.tables import Tables

SIDES = ("deteriorated", "unchanged", "improved")
# Change needs two people at least.
FEWEST = 2
# The areas that the tables are seen from, together; areas by themselves are parts.
EVERY_AREA = "every_area"

ENDS = ("lower", "upper")
INSIDE = dict.fromkeys(("least", "around", "among"), "base")
CHANGE_KINDS = {
    **dict.fromkeys(("mean_first", "mean_later"), "mean"),
    **dict.fromkeys(("difference", "difference_lower", "difference_upper"), "mean"),
    **dict.fromkeys(("estimate", *ENDS), "coefficient"),
    **dict.fromkeys(("test", "statistic_df"), "text"),
    "statistic": "decimal",
    **dict.fromkeys(("p", "p_holm"), "p"),
    "guard": "guard",
    **INSIDE,
}
MEAN_KINDS = {**dict.fromkeys(("mean", *ENDS), "mean"), "guard": "guard", **INSIDE}
RELIABLE_KINDS = {
    **dict.fromkeys(("base", "now", "alpha_n"), "base"),
    **dict.fromkeys(("needed", "alpha"), "coefficient"),
    "guard": "guard",
}


@remembered
def attrition(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many of the people who answered first answered again, on each later occasion.

    One row per later occasion and group of respondents: `first` people answered on the first
    occasion, `again` of them on this one too, `lost` did not. Whoever answered only later is in
    none of the three. For the disclosure rule: `answered`, the most who answered one question or
    have one score on the first occasion, `smallest`, the fewest who answered first in any area;
    beside it, the numbers with a score on both occasions. Parts are those of `change`.
    """
    of, rows = course(data, instrument, groups), []
    for occasion in of.later:
        for group in of.groups:
            keys = {"occasion": occasion, "area": EVERY_AREA, "group": group}
            rows.append(keys | _kept(of, occasion, group))
    by = ("occasion", "area", "group")
    kinds = dict.fromkeys(("first", "lost", "answered", "smallest"), "count")
    frame = pd.DataFrame(rows, columns=[*by, "again", *kinds])
    return dataclasses.replace(
        result_of(of, "attrition", frame, by, "again", kinds, attrition),
        beside=(_scored_twice(of),),
    )


def _kept(of: Course, occasion: str, group: str) -> dict[str, int]:
    first, again = of.people(of.first), of.people(occasion)
    mine = first[first["group"] == group]
    stayed = int(mine["participant_id"].isin(again["participant_id"]).sum())
    asked = of.data.answered
    asked = asked[(asked["instrument"] == of.form.instrument) & (asked["group"] == group)]
    areas = asked.groupby("site_id", observed=True, sort=False)["people"].sum()
    return {
        "again": stayed,
        "first": len(mine),
        "lost": len(mine) - stayed,
        "answered": _most_answered(of, set(mine["participant_id"])),
        "smallest": int(areas.min()) if len(areas) else 0,
    }


def _most_answered(of: Course, people: set[str]) -> int:
    """The most of these people who answered one question, or have one score, at first."""
    answers = of.occasions[of.first]
    given = answers[answers["participant_id"].isin(people) & answers["value"].notna()]
    counts = given.groupby(["item_id", "stage"], observed=True)["participant_id"].nunique()
    scored = [of.scores(c)[of.first].dropna().index.isin(people).sum() for c in of.constructs]
    return int(max([0, *counts, *scored]))


def _scored_twice(of: Course) -> Result:
    """How many have a score on both occasions, by occasion and construct, and at first."""
    rows = []
    for construct in of.constructs:
        scores = of.scores(construct)
        for occasion in of.later:
            both, first = scores[[of.first, occasion]].dropna(), scores[of.first].notna()
            rows.append((occasion, construct, len(both), int(first.sum())))
    frame = pd.DataFrame(rows, columns=["occasion", "construct", "n", "around"])
    kinds = {"around": "base"}
    return result_of(of, "attrition", frame, ("occasion", "construct"), "n", kinds)


@remembered
def change(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How scores differ on each later occasion from the first, person by person.

    One row per construct and later occasion: `n` people with a score on both, their mean on each,
    the pseudomedian of their differences (Hodges-Lehmann, later less first) with its interval, the
    matched rank-biserial as `estimate` with its interval, and the signed-rank test. With three or
    more occasions also one row for all of them (`occasion` every): people with a score on each,
    Friedman's test, Kendall's W as `estimate`. `p_holm`: adjusted over all signed-rank tests of
    the result, and over all of Friedman's. A construct that was asked looking back has a row that
    says why that has no test. Parts: what other reports show of these people by themselves.
    """
    of, rows = course(data, instrument, groups), []
    for construct in of.constructs:
        for row in _changes(of, construct):
            rows.append({"construct": construct, **row})
    by = ("construct", "occasion")
    frame = _table(rows, (*by, "n"), {k: v for k, v in CHANGE_KINDS.items() if k != "p_holm"})
    together = frame["occasion"] == EVERY_OCCASION
    adjusted = frame.groupby(together, observed=True)["p"]
    frame["p_holm"] = adjusted.transform(holm) if len(frame) else frame["p"]
    return result_of(of, "change_over_time", frame, by, "n", CHANGE_KINDS, change)


def _table(rows: list[dict], first: tuple[str, ...], kinds: dict[str, str]) -> pd.DataFrame:
    """Rows as a table: what a row does not have is blank text, or a missing number."""
    texts = {name: "" for name, kind in kinds.items() if kind in ("text", "guard")}
    numbers = dict.fromkeys((name for name in kinds if name not in texts), "float64")
    frame = pd.DataFrame([texts | row for row in rows], columns=[*first, *kinds])
    return frame.astype(numbers)


def _changes(of: Course, construct: str) -> list[dict]:
    rows = []
    if of.later:
        scores = of.scores(construct)
        rows = [_changed(scores, of.first, occasion) for occasion in of.later]
        if len(of.later) > 1:
            rows.append(_over_all(scores))
    if looks_back(of.form, construct):
        rows.append({"occasion": LOOKING_BACK, **_refused("guard_retrospective")})
    return rows


def _changed(scores: pd.DataFrame, first: str, later: str) -> dict:
    """One construct's row of one later occasion."""
    both = scores[[first, later]].dropna()
    row = {"occasion": later, **_people(both, scores[first].notna().sum())}
    if len(both) < FEWEST:
        return row | {"guard": "guard_few_people"}
    differences = (both[later] - both[first]).to_numpy()
    tested = paired.signed_rank(differences)
    return row | {
        "mean_first": both[first].mean(),
        "mean_later": both[later].mean(),
        **named(paired.pseudomedian(differences), "difference", "difference_"),
        **named(paired.rank_biserial(differences), "estimate"),
        "test": tested.test,
        "p": tested.p,
        "guard": "" if tested.n else "guard_no_change",
    }


def _over_all(scores: pd.DataFrame) -> dict:
    """One construct's row of all occasions together."""
    complete, (around, among) = scores.dropna(), _nested(scores)
    row = {"occasion": EVERY_OCCASION, **_people(complete, around, among)}
    if len(complete) < FEWEST:
        return row | {"guard": "guard_few_people"}
    chi2, p, w = paired.friedman(complete.to_numpy())
    tested = {"test": "friedman", "statistic": chi2, "p": p}
    tested["statistic_df"] = str(scores.shape[1] - 1)
    guard = "guard_no_change" if np.isnan(w) else ""
    return row | tested | {"estimate": w, "guard": guard}


def _nested(scores: pd.DataFrame) -> tuple[int, float]:
    """Among how many people those with every score are, and among how many these are.

    With two occasions they are among those with a score at first; with more, among those with a
    score on the first and on the occasion that fewest came to, who are among the former.
    """
    first = scores.iloc[:, 0].notna()
    pairs = [int((first & scores[later].notna()).sum()) for later in scores.columns[1:]]
    return (min(pairs), float(first.sum())) if len(pairs) > 1 else (int(first.sum()), np.nan)


def _people(those: pd.DataFrame, around: int, among: float = np.nan) -> dict:
    n = len(those)
    return {"n": n, "least": n, "around": int(around), "among": among}


def _refused(guard: str) -> dict:
    """What stands in a row in which nobody is counted."""
    return {"n": np.nan, "least": 0, "around": 0, "among": np.nan, "guard": guard}


@remembered
def means(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """The mean of each construct on each occasion, of the people who have every score.

    One row per construct and occasion (`stage`): `n` people with a score on all occasions, their
    mean with its 95 % t interval. So the same people stand behind every mean of a construct.
    """
    of, rows = course(data, instrument, groups), []
    for construct in of.constructs if of.later else ():
        scores = of.scores(construct)
        for stage in scores:
            rows.append({"construct": construct, "stage": stage, **_mean(scores, stage)})
    by = ("construct", "stage")
    frame = _table(rows, (*by, "n"), MEAN_KINDS)
    made = result_of(of, "occasion_means", frame, by, "n", MEAN_KINDS, means)
    more = {"stage": made.labels["occasion"], "range": score_range(of.form)}
    return dataclasses.replace(made, labels={**made.labels, **more})


def _mean(scores: pd.DataFrame, stage: str) -> dict:
    complete, (around, among) = scores.dropna(), _nested(scores)
    row = _people(complete, around, among)
    if len(complete) < FEWEST:
        return row | {"guard": "guard_few_people"}
    return row | dict(zip(("mean", *ENDS), mean_interval(complete[stage]), strict=True))


@remembered
def reliable_change(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many people changed by more than the unreliability of the scale can account for.

    One row per construct, later occasion and direction (deteriorated, unchanged, improved), after
    Jacobson and Truax (1991): a person's change counts if it is larger than `needed` points.
    `base` people have a score on both occasions, among the `now` with one at first. The criterion
    is one for the whole study: `alpha` and standard deviation are those of everybody who answered
    the questionnaire at first (`alpha_n` every question of the construct), in every area. A
    construct without a usable alpha has one row that says why, as has one asked looking back.
    """
    of, rows = course(data, instrument, groups), []
    for construct in of.constructs:
        for row in _reliable(of, construct):
            rows.append({"construct": construct, **row})
    by = ("construct", "occasion", "level")
    frame = _table(rows, (*by, "people"), RELIABLE_KINDS)
    return result_of(of, "reliable_change", frame, by, "people", RELIABLE_KINDS, reliable_change)


def _reliable(of: Course, construct: str) -> list[dict]:
    rows = []
    if of.later:
        scores, at_first = of.scores(construct), _at_first(of, construct)
        for later in of.later:
            rows += [
                {"occasion": later, **side} for side in _sides(scores[[of.first, later]], at_first)
            ]
    if looks_back(of.form, construct):
        nobody = {"base": 0, "now": 0, "people": 0, "alpha_n": 0, "level": "all_levels"}
        rows.append({"occasion": LOOKING_BACK, **nobody, "guard": "guard_retrospective"})
    return rows


@dataclasses.dataclass(frozen=True)
class AtFirst:
    """What the criterion of one construct is made of: everybody's answers on the first occasion."""

    items: int
    alpha: float
    n: int
    spread: float

    @property
    def guard(self) -> str:
        """Why there is no criterion; blank where there is one."""
        if self.items < 2:
            return "guard_few_items"
        usable = 0 < self.alpha < 1 and self.spread > 0
        return "" if usable else "guard_unreliable"


def _at_first(of: Course, construct: str) -> AtFirst:
    rule, every = of.data.study.header.min_answered, of.data.answers_everywhere
    every = every[every["instrument"] == of.form.instrument]
    given = values(every, of.form, construct, "now")
    scores = score(every, of.form, construct, rule).dropna().astype("float64")
    items = len(of.form.items_of(construct))
    return AtFirst(items, alpha_alone(given), len(given.dropna()), float(scores.std(ddof=1)))


def _sides(scores: pd.DataFrame, at_first: AtFirst) -> list[dict]:
    """The people who changed in each direction; one row where that cannot be told."""
    both = scores.dropna()
    common = {"base": len(both), "now": int(scores.iloc[:, 0].notna().sum())}
    common |= {"alpha": at_first.alpha, "alpha_n": at_first.n}
    guard = at_first.guard if len(both) else "guard_few_people"
    if guard:
        return [common | {"level": "all_levels", "people": 0, "alpha": np.nan, "guard": guard}]
    before, after = both.to_numpy().T
    found = paired.reliable_change(before, after, at_first.alpha, spread=at_first.spread)
    counts = (found.down, found.n - found.down - found.up, found.up)
    return [
        {**common, "level": side, "people": n, "needed": found.needed}
        for side, n in zip(SIDES, counts, strict=True)
    ]
