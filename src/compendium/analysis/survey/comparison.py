"""Comparisons of answers: now with looking back on before, and one question by groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics.contingency import (
    TableTest,
    chi_squared,
    cramers_v,
    few_expected,
    fisher,
    used,
)
from compendium.analysis.statistics.rank_tests import Estimate
from compendium.analysis.survey.asked import (
    answers_of,
    asked,
    item_labels,
    population,
    surveyed_with,
)
from compendium.analysis.survey.compared import BETWEEN_SITES, answered, site_of_each
from compendium.analysis.survey.distributions import parts_of, score_range
from compendium.analysis.survey.scales import mean_interval, score, values
from compendium.analysis.survey.seeds import seed_of
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.words import Text, words

# Each stage that is asked about in one sitting, in its order, and the words for it.
STAGES = {"before": "stage_before", "now": "stage_now"}
STAGE_KINDS = {
    **dict.fromkeys(("least", "around"), "base"),
    **dict.fromkeys(("mean", "lower", "upper"), "mean"),
    "guard": "guard",
}
TESTED = {
    **dict.fromkeys(("least", "around", "cell"), "base"),
    **dict.fromkeys(("statistic", "statistic_df"), "decimal"),
    "p": "p",
    **dict.fromkeys(("v", "v_lower", "v_upper"), "coefficient"),
    "guard": "guard",
}
CROSSED = ("item_id", "by", "test")
TESTS = ("chi_squared", "fisher_exact", "fisher_simulated")
DIRECTIONS = ("lower", "same", "higher")


@remembered
def looking_back(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """How many people rate now higher than, the same as, or lower than before.

    Both answers come from one sitting (a retrospective pre-test), so this is how people see it
    looking back: no effect, no measured change, and never tested between areas.
    One row per construct (`measure` score) or item, and direction; reversed items are turned
    round, so that higher is always better. `base`: people with both answers, among the `now` who
    said how it is now. Differences are rounded to nine places before their sign is taken, so that
    the rounding of binary fractions is not taken for a change. A study without a survey has no
    rows. `groups`: the respondents counted, all of the instrument's if none is named.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    answers, rows = answers_of(data, form, groups), []
    for construct in _asked_twice(form):
        items = [i for i in form.items_of(construct) if set(i.stages) == set(STAGES)]
        whole = {s: score(answers, form, construct, rule, s) for s in STAGES}
        rows += _directions(construct, "score", whole["before"], whole["now"])
        single = {s: values(answers, form, construct, s) for s in STAGES}
        for item in items:
            pair = single["before"][item.item_id], single["now"][item.item_id]
            rows += _directions(construct, item.item_id, *pair)
    columns = ["construct", "item_id", "level", "people", "base", "now"]
    return Result(
        "change",
        pd.DataFrame(rows, columns=columns),
        by=("construct", "item_id", "level"),
        people="people",
        kinds={"base": "base", "now": "base"},
        population=population(data, form, groups),
        method="method_looking_back",
        origin=origin_of(data.participants, data.answers),
        labels={**item_labels(form), **asked(data, form, groups or form.groups)},
        groups=groups or form.groups,
    )


def _directions(construct: str, item: str, before: pd.Series, now: pd.Series) -> list[dict]:
    difference = (now - before).dropna().astype("float64").round(9)
    counts = {
        "lower": (difference < 0).sum(),
        "same": (difference == 0).sum(),
        "higher": (difference > 0).sum(),
    }
    return [
        {
            "construct": construct,
            "item_id": item,
            "level": level,
            "people": int(counts[level]),
            "base": len(difference),
            "now": int(now.notna().sum()),
        }
        for level in DIRECTIONS
    ]


@remembered
def before_and_now(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Result:
    """Mean scores before and now, as people see them looking back.

    Both come from one sitting (a retrospective pre-test): no effect, no measured change, no test.
    One row per construct asked twice and stage: `n` people with both scores (among the `around`
    with a score now), their mean with its 95 % t interval; `guard` says why there is none.
    `groups`: the respondents counted, all of the instrument's if none is named. A study in which
    nothing was asked twice has no rows. Parts as those of `scales.distribution`.
    """
    form, rule = surveyed_with(data, instrument), data.study.header.min_answered
    answers, chosen = answers_of(data, form, groups), groups or form.groups
    rows = []
    for construct in _asked_twice(form):
        scores = pd.DataFrame({s: score(answers, form, construct, rule, s) for s in STAGES})
        rows += _stages(construct, scores.astype("float64"))
    return Result(
        "before_now",
        pd.DataFrame(rows, columns=["construct", "stage", "n", *STAGE_KINDS]),
        by=("construct", "stage"),
        people="n",
        kinds=STAGE_KINDS,
        population=population(data, form, groups),
        method="method_before_now",
        assumption="assumption_before_now",
        origin=origin_of(data.participants, data.answers),
        labels={
            **item_labels(form),
            **asked(data, form, chosen),
            "stage": _stage_labels(),
            "range": score_range(form),
        },
        groups=chosen,
        parts=parts_of(before_and_now, data, instrument, chosen),
    )


def _asked_twice(form: Instrument) -> list[str]:
    """Scored constructs with an item that was asked about before and now."""
    twice = {i.construct for i in form.items if set(i.stages) == set(STAGES)}
    return [c.construct for c in form.constructs if c.scored and c.construct in twice]


def _stages(construct: str, scores: pd.DataFrame) -> list[dict]:
    """The rows of one construct: a column of `scores` each, people who have all of them."""
    both, rows = scores.dropna(), []
    numbers = {"n": len(both), "least": len(both), "around": int(scores["now"].notna().sum())}
    guard = "" if len(both) > 1 else "guard_few_people"
    for stage in scores.columns:
        mean, lower, upper = mean_interval(both[stage])
        told = {"mean": mean, "lower": lower, "upper": upper, "guard": guard}
        rows.append({"construct": construct, "stage": stage, **numbers, **told})
    return rows


def _stage_labels() -> dict[str, Text]:
    return {stage: words()[key].text for stage, key in STAGES.items()}


def crosstab(
    data: Tables, item: str, by: str = BETWEEN_SITES, groups: tuple[str, ...] = ()
) -> Result:
    """Whether answers to one question go with the site, or with another question of the survey.

    Two rows: Pearson's chi-squared, and Fisher's exact test of the whole table (drawn from the
    study's seed where there are too many tables to count). Both carry the bias-corrected Cramér's V
    and a bootstrap interval. `n` people answered both; `least` of them are in the smallest group of
    `by` and `cell` in the smallest cell of the table, both 0 where there is nothing to compare.
    Exploratory: p is not adjusted. Shares are not given here but by `scales.distribution`, whose
    rules they need. Not tested, with the reason as `guard`: what was asked looking back, fewer than
    two groups, a group of one person, answers that are all the same.

    Raises
    ------
    StudyError
        If no survey has the question, or not both questions, or the groups.
    """
    form, asked_item = _asked_in(data, item)
    answers = answers_of(data, form, groups)
    whose, base = _groups_by(form, answers, by), answered(answers, asked_item)
    both = pd.DataFrame({"answer": base, "group": whose}).dropna()
    table = pd.crosstab(both["group"], both["answer"]).to_numpy()
    guard = "guard_retrospective" if "before" in asked_item.stages else _untested(table, by)
    rows = _tests(table, seed_of(data, "crosstab", item, by), guard)
    groups_needed = 1 if by == BETWEEN_SITES else 2
    least = int(table.sum(axis=1).min()) if len(table) >= groups_needed else 0
    cell = int(table.min()) if min(table.shape) > 1 else 0
    # By site nobody is left out: the number is that of the answers themselves.
    around = np.nan if by == BETWEEN_SITES else int(base.notna().sum())
    key = {"item_id": item, "by": by, "n": len(both)}
    key |= {"least": least, "around": around, "cell": cell}
    said = words()["by_area"].text
    labels = {**item_labels(form), **asked(data, form, groups or form.groups)}
    by_label = said if by == BETWEEN_SITES else labels["item_id"][by]
    return Result(
        "crosstab",
        pd.DataFrame([{**key, **row} for row in rows], columns=[*CROSSED, "n", *TESTED]),
        by=CROSSED,
        people="n",
        kinds=TESTED,
        population=population(data, form, groups),
        method="method_crosstab",
        assumption="assumption_crosstab",
        origin=origin_of(data.participants, data.answers),
        labels={
            **labels,
            "by": {by: by_label},
            "test": {t: words()[t].text for t in TESTS},
            "between_sites": {by: by_label} if by == BETWEEN_SITES else {},
        },
        groups=groups or form.groups,
    )


def _asked_in(data: Tables, item: str) -> tuple[Instrument, Item]:
    """The survey that asks a question with answers to choose from, and the question."""
    forms = [data.study.instrument(s.instrument) for s in data.study.source("survey")]
    closed = {i.item_id: (form, i) for form in forms for i in form.items if form.scale_of(i)}
    if item not in closed:
        raise StudyError(
            f"No survey asks {item!r} with answers to choose from. There is: {listed(closed)}."
        )
    return closed[item]


def _groups_by(form: Instrument, answers: pd.DataFrame, by: str) -> pd.Series:
    """The group of each person: their site, or what they answered to another question."""
    if by == BETWEEN_SITES:
        return site_of_each(answers)
    closed = {i.item_id: i for i in form.items if form.scale_of(i)}
    if by not in closed:
        raise StudyError(
            f"The {form.instrument} survey does not ask {by!r}. Say site, or one of: "
            f"{listed(closed)}."
        )
    return answered(answers, closed[by]).dropna().astype("str")


def _untested(table: np.ndarray, by: str) -> str:
    """Why a table is not tested; blank if it is."""
    if table.size == 0:
        return "guard_few_people"
    if table.shape[0] < 2:  # one site; of another question, one answer that everybody gave
        return "guard_few_groups" if by == BETWEEN_SITES else "guard_no_variation"
    if table.sum(axis=1).min() < 2:
        return "guard_few_people"
    return "guard_no_variation" if used(table).shape[1] < 2 else ""


def _tests(table: np.ndarray, seed: int, guard: str) -> list[dict]:
    """The two rows of one table."""
    if guard:
        return [{"test": test, "guard": guard} for test in ("chi_squared", "fisher_exact")]
    pearson, exact, v = chi_squared(table), fisher(table, seed), cramers_v(table, seed)
    first = _test_row(pearson, v, "guard_few_expected" if few_expected(table) else "")
    return [first, _test_row(exact, v, "")]


def _test_row(found: TableTest, v: Estimate, guard: str) -> dict:
    row = {"test": found.test, "guard": guard}
    if guard:
        return row
    df = found.df or np.nan
    row |= {"statistic": found.statistic, "statistic_df": df, "p": found.p}
    return row | {"v": v.value, "v_lower": v.lower, "v_upper": v.upper}
