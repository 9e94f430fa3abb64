"""What a consensus survey found: how far each group agrees with each statement, and the verdict.

The verdict is the study's own rule (`compendium.conclusions.ConsensusRule`) on exact answers:
retain or discuss. What becomes of a statement people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result
from compendium.analysis.statistics import consensus
from compendium.analysis.statistics.consensus import Threshold
from compendium.analysis.survey.consensus_survey import (
    EVERYBODY,
    about,
    has_come_in,
    judged_answers,
    judged_groups,
    sees_all,
    site_parts,
)
from compendium.conclusions import FIRST, SECOND, ConsensusRule, RatedStatement
from compendium.instruments import Instrument
from compendium.intake.tables import Tables

# Verdicts on one group; on the second question; on a statement.
RETAIN, DISCUSS = "retain", "discuss"
NOTE, NO_NOTE = "note", "no_note"
RETAIN_WITH_NOTE, NOT_JUDGED = "retain_with_note", "not_judged"
FEW = "guard_few_raters"

BY = ("statement", "question", "group")
SPREAD = {
    "lower_quartile": "decimal",
    "upper_quartile": "decimal",
    "agreement": "coefficient",
    "consensus": "coefficient",
}
# Of scales from 1 to 9 alone.
NINE_POINTS = {"ipr": "coefficient", "ipras": "coefficient", "disagreement": "text"}
KINDS = {
    "base": "base",
    "percent": "percent",
    "lower": "percent",
    "upper": "percent",
    "median": "decimal",
    **SPREAD,
    **NINE_POINTS,
    "verdict": "text",
    "others": "count",
    "guard": "guard",
    "result": "text",
}
CONCORDANCE = {
    "least": "base",
    "around": "base",
    "w": "coefficient",
    "chi2": "decimal",
    "df": "text",
    "p": "p",
    "guard": "guard",
}
# The columns that hold how many chose each level; they stay inside.
LEVEL = "level_"


@remembered
def statements(data: Tables, groups: tuple[str, ...] = ()) -> Result:
    """How far each group agrees with each statement, and what the study's rule says of it.

    One row per statement, question and group: `agreeing` of `base` people chose one of the rule's
    levels, `percent` of them with its Wilson interval, the median and quartiles, van der Eijk's A,
    Tastle and Wierman's consensus, and of a scale from 1 to 9 the RAND/UCLA index. `verdict` is
    that of the rule on exact answers, `others` how many people would have to answer otherwise for
    it to change; `guard` says why there is none. Of a second question there is a row of everybody
    together, on which the note rests. `result` is the rule's verdict on the statement, the same
    in each of its rows; blank unless all of the rule's groups and areas are seen.

    `groups`: those shown, all of the rule's if none is named. A missing rating is left out of its
    question alone. A study without a consensus rule, or whose survey has not come in, has no rows.
    Of all sites together each site's own table is a part, of the groups that are shown by site.
    """
    rule = data.study.header.consensus_rule
    rows, chosen = [], ()
    if rule is not None and has_come_in(data, rule):
        form = data.study.instrument(rule.instrument)
        every = judged_groups(rule, form)
        chosen = groups or every
        answers = judged_answers(data, form, chosen)
        whole = set(chosen) == set(every) and sees_all(data)
        for statement in rule.statements:
            rows += _of_statement(statement, answers, form, rule, chosen, whole)
    frame = _frame(rows)
    levels = [c for c in frame.columns if c.startswith(LEVEL)]
    kinds = {c: k for c, k in KINDS.items() if c in frame.columns}
    return _result(
        "consensus",
        frame,
        BY,
        "agreeing",
        {**kinds, **dict.fromkeys(levels, "count")},
        assumption="assumption_consensus",
        parts=site_parts(data, chosen, statements),
        **about(data, rule, chosen),
    )


@remembered
def kendall(data: Tables, groups: tuple[str, ...] = ()) -> Result:
    """How far the people of each group put the statements in the same order: Kendall's W.

    One row per question and group: the `n` people who rated every statement, W with its chi2, df
    and p. `around` is the smallest number of the group who rated any one statement. Missing
    below two people or statements, and where nobody tells statements apart. Who left a statement
    out is left out of the question. Each site's own table is a part, as of `statements`.
    """
    rule = data.study.header.consensus_rule
    rows, chosen = [], ()
    if rule is not None and has_come_in(data, rule):
        form = data.study.instrument(rule.instrument)
        chosen = groups or judged_groups(rule, form)
        answers = judged_answers(data, form, chosen)
        rows = [_concordance(answers, rule, q, g) for q in rule.questions for g in chosen]
    frame = pd.DataFrame(rows, columns=["question", "group", "n", *CONCORDANCE])
    return _result(
        "concordance",
        frame,
        ("question", "group"),
        "n",
        CONCORDANCE,
        assumption="assumption_concordance",
        parts=site_parts(data, chosen, kendall),
        **about(data, rule, chosen),
    )


def conclusion(verdicts: Iterable[str], note: str) -> str:
    """The rule's verdict on a statement, from those on its groups and from the second question.

    Groups that are not judged have a blank verdict.

    >>> conclusion(["retain", "", "retain"], "note"), conclusion(["retain", "discuss"], "note")
    ('retain_with_note', 'discuss')
    """
    judged = [v for v in verdicts if v]
    if not judged:
        return NOT_JUDGED
    if DISCUSS in judged:
        return DISCUSS
    return RETAIN_WITH_NOTE if note == NOTE else RETAIN


def threshold(rule: ConsensusRule, question: str, values: Sequence[int]) -> Threshold:
    """The rule on one question, for a scale of these values.

    Of the second question the share alone counts: any median will do.
    """
    least = (rule.least_percent, rule.least_median)
    if question == SECOND:
        least = (rule.note_below, values[0])
    return Threshold(values[0], min(rule.agree), *least)


def counts_of(row: dict) -> list[int]:
    """How many chose each level, in order, of one row of `statements`."""
    return [int(n) for c, n in row.items() if c.startswith(LEVEL) and not pd.isna(n)]


def lowest_of(row: dict) -> int:
    """The value of the lowest level of one row of `statements`."""
    return min(_value(c) for c, n in row.items() if c.startswith(LEVEL) and not pd.isna(n))


def _of_statement(
    statement: RatedStatement,
    answers: pd.DataFrame,
    form: Instrument,
    rule: ConsensusRule,
    groups: tuple[str, ...],
    whole: bool,
) -> list[dict]:
    """The rows of one statement: each question's groups, and everybody of the second."""
    rows = []
    for question in rule.questions:
        item = next((i for i in form.items if i.item_id == rule.item_of(statement, question)), None)
        if item is None:
            continue
        values = form.scale_of(item).values
        rated = answers[answers["item_id"] == item.item_id]
        people = {g: rated[rated["group"] == g] for g in groups}
        if question == SECOND and whole:
            people[EVERYBODY] = rated
        for group, mine in people.items():
            key = dict(zip(BY, (statement.statement, question, group), strict=True))
            counts = [int((mine["value"] == v).sum()) for v in values]
            rows.append(key | _row(counts, values, rule, question, group))
    if whole:
        judged = [r["verdict"] for r in rows if r["question"] == FIRST]
        note = next((r["verdict"] for r in rows if r["group"] == EVERYBODY), "")
        rows = [r | {"result": conclusion(judged, note)} for r in rows]
    return rows


def _row(counts: list[int], values, rule: ConsensusRule, question: str, group: str) -> dict:
    limit, base = threshold(rule, question, values), sum(counts)
    agreeing = limit.agreeing(counts)
    share = consensus.wilson(agreeing, base)
    lower, median, upper = (q + values[0] - 1 for q in consensus.quantiles(counts))
    return {
        "agreeing": agreeing,
        "base": base,
        "percent": 100 * share.value,
        "lower": 100 * share.lower,
        "upper": 100 * share.upper,
        "median": median,
        "lower_quartile": lower,
        "upper_quartile": upper,
        "agreement": consensus.agreement(counts),
        "consensus": consensus.consensus(counts),
        **_index(counts, values),
        **_verdict(counts, limit, rule, question, group),
        "result": "",
        **{f"{LEVEL}{v}": n for v, n in zip(values, counts, strict=True)},
    }


def _index(counts: list[int], values) -> dict:
    """RAND/UCLA's index, of a scale from 1 to 9 alone."""
    if list(values) != list(range(1, consensus.IPRAS_LEVELS + 1)):
        return {}
    found = consensus.ipras(counts)
    split = "" if not found.n else "yes" if found.disagreement else "no"
    return {"ipr": found.ipr, "ipras": found.ipras, "disagreement": split}


def _verdict(counts, limit: Threshold, rule: ConsensusRule, question: str, group: str) -> dict:
    """The rule's verdict: on each group of the first question, on everybody of the second."""
    if (question == SECOND) != (group == EVERYBODY):
        return {"verdict": "", "others": np.nan, "guard": ""}
    if sum(counts) < rule.judged_from:
        return {"verdict": "", "others": np.nan, "guard": FEW}
    yes, no = (NO_NOTE, NOTE) if question == SECOND else (RETAIN, DISCUSS)
    verdict = yes if limit.retains(counts) else no
    return {"verdict": verdict, "others": consensus.answers_to_other(counts, limit), "guard": ""}


def _frame(rows: list[dict]) -> pd.DataFrame:
    """The rows with all columns; those of nine-point scales only if there is one."""
    levels = sorted({c for row in rows for c in row if c.startswith(LEVEL)}, key=_value)
    nine = any("ipras" in row for row in rows)
    kinds = [k for k in KINDS if nine or k not in NINE_POINTS]
    frame = pd.DataFrame(rows, columns=[*BY, "agreeing", *kinds, *levels])
    if nine:
        frame["disagreement"] = frame["disagreement"].fillna("")
    return frame


def _value(column: str) -> int:
    return int(column.removeprefix(LEVEL))


def _concordance(answers: pd.DataFrame, rule: ConsensusRule, question: str, group: str) -> dict:
    items = [i for s in rule.statements if (i := rule.item_of(s, question))]
    mine = answers[(answers["group"] == group) & answers["item_id"].isin(items)]
    table = mine.pivot(index="item_id", columns="participant_id", values="value").reindex(items)
    ratings = table.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    found = consensus.kendall_w(ratings[:, ~np.isnan(ratings).any(axis=0)])
    around = int((~np.isnan(ratings)).sum(axis=1).min()) if items else 0
    return {
        "question": question,
        "group": group,
        "n": found.raters,
        "least": found.raters,
        "around": around,
        "w": found.w,
        "chi2": found.chi2,
        "df": str(found.df or ""),
        "p": found.p,
        "guard": "guard_few_people" if found.raters < 2 else _told_nothing(found.w),
    }


def _told_nothing(w: float) -> str:
    return "guard_no_order" if np.isnan(w) else ""


def _result(measure: str, frame: pd.DataFrame, by, people: str, kinds, **more) -> Result:
    return Result(
        measure,
        frame,
        by=by,
        people=people,
        kinds=kinds,
        method=f"method_{measure}",
        **more,
    )
