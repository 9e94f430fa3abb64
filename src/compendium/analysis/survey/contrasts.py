"""Contrasts: comparisons of scores by rank, those planned before analysis and, apart, any other.

Only planned ones are confirmatory. Whatever else is asked for in JupyterLab is exploratory and is
called that; its p is not adjusted, since nobody can say how many others were looked at.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics.rank_tests import (
    Estimate,
    cliffs_delta,
    dunn,
    epsilon_squared,
    kruskal_wallis,
    mann_whitney,
    shift,
)
from compendium.analysis.survey.asked import answers_of, looks_back
from compendium.analysis.survey.compared import (
    ALL_GROUPS,
    BETWEEN_SITES,
    applying,
    compared,
    ends,
    exploratory_comparison,
    labels_of,
    places,
)
from compendium.analysis.survey.scales import mean_interval
from compendium.analysis.survey.seeds import seed_of
from compendium.conclusions import PlannedComparison
from compendium.instruments import Instrument
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.words import Text

# A score has a ceiling where at least this percentage of people reach the highest possible one
# (Terwee et al. 2007, Journal of Clinical Epidemiology 60:34-42).
CEILING_FROM = 15

BY = ("comparison", "construct", "group_1", "group_2")
CONTRAST_KINDS = {
    "n_2": "base",
    **dict.fromkeys(("estimate", "lower", "upper"), "coefficient"),
    "test": "text",
    **dict.fromkeys(("p", "p_holm", "dunn", "dunn_holm"), "p"),
    **dict.fromkeys(("difference", "difference_lower", "difference_upper"), "mean"),
    "guard": "guard",
}
ASSUMPTIONS = {"contrasts": "assumption_contrasts", "group_scores": "assumption_group_scores"}
GROUP_KINDS = {**dict.fromkeys(("mean", "lower", "upper"), "mean"), "top": "count"}


@remembered
def planned(data: Tables) -> Result:
    """Every planned contrast that can be made from here, each family adjusted (Holm).

    One row per comparison, construct and pair of groups; with three or more groups also one for
    all of them (`group_1` all, `group_2` blank, `n_1` everybody). `estimate` is Cliff's delta,
    positive where `group_1` scores higher, or epsilon squared for all groups; `difference` is
    the Hodges-Lehmann shift in points of the scale. With three or more groups each pair has
    Dunn's p as well, alone and adjusted (Holm) for the pairs of its construct. People without a
    score are left out; `n_1` and `n_2` say how many are left. Sites are compared in the whole
    study only, answers to an item also in the site they are compared in. A comparison whose
    survey has not come in has no rows; a pair that cannot be compared says why (`guard`).
    """
    plans = applying(data)
    frame = _frame(row for plan in plans for row in _rows(data, plan))
    families = {c.comparison: c.family for c in plans}
    adjusted = frame.groupby(frame["comparison"].map(families), observed=False)["p"]
    frame["p_holm"] = adjusted.transform(holm) if len(frame) else frame["p"]
    return _result(data, "contrasts", frame, BY, "n_1", CONTRAST_KINDS, plans)


def exploratory(
    data: Tables,
    instrument: str,
    constructs: tuple[str, ...],
    between: str = BETWEEN_SITES,
    groups: tuple[str, ...] = (),
) -> Result:
    """Contrasts nobody planned, titled as exploratory; rows as those of `planned`, p not adjusted.

    `between` is ``site``, or an item of the instrument, whose answers make the groups inside one
    site. `groups`: the respondents compared, all of the instrument's if none is named. What people
    say looking back is refused (rows with a `guard`).

    Raises
    ------
    StudyError
        If there is no such instrument, construct, item or group, or answers would be compared
        over several sites.
    """
    form = _form(data, instrument)
    constructs = (constructs,) if isinstance(constructs, str) else tuple(constructs)
    _check(data, form, constructs, between)
    answers_of(data, form, groups)
    sites = () if between == BETWEEN_SITES else (data.site_id or data.study.sites[0].site_id,)
    if between == BETWEEN_SITES and data.site_id:
        sites = (data.site_id,)
    plan = exploratory_comparison(data.study, form, constructs, between, sites, groups)
    frame = _frame(_rows(data, plan)).assign(p_holm=np.nan)
    return _result(
        data, "contrasts", frame, BY, "n_1", CONTRAST_KINDS, [plan], "exploratory", plan.groups
    )


def _form(data: Tables, instrument: str) -> Instrument:
    """An instrument that was surveyed with."""
    surveyed = [s.instrument for s in data.study.source("survey")]
    if instrument not in surveyed:
        raise StudyError(
            f"No survey of the study was made with {instrument!r}. There is: {listed(surveyed)}."
        )
    return data.study.instrument(instrument)


def _check(data: Tables, form: Instrument, constructs: tuple[str, ...], between: str) -> None:
    scored = [c.construct for c in form.constructs if c.scored]
    if strangers := [c for c in constructs if c not in scored]:
        raise StudyError(
            f"The {form.instrument} survey has no score of {listed(strangers)}. "
            f"There is: {listed(scored)}."
        )
    closed = [i.item_id for i in form.items if form.scale_of(i)]
    if between not in (BETWEEN_SITES, *closed):
        raise StudyError(
            f"{between!r} makes no groups in the {form.instrument} survey. "
            f"Say site, or one of its questions: {listed(closed)}."
        )
    if between != BETWEEN_SITES and not data.site_id and len(data.study.sites) > 1:
        raise StudyError(
            f"Who answered {between} differently is compared inside one site; over several, site "
            "and answer cannot be told apart. Open one site: open_site(study, site, profile)."
        )


@remembered
def group_scores(data: Tables) -> Result:
    """Scores of each group that a planned comparison compares.

    One row per comparison, construct and group: `n` people with a score, their mean with its
    95 % t interval, and how many of them reach the highest score that is possible (`top`).
    """
    rows, plans = [], applying(data)
    for plan in plans:
        for construct in plan.constructs:
            highest = ends(data.study.instrument(plan.instrument), (construct,))[1]
            for group, scores in compared(data, plan, construct).scores().items():
                key = {"comparison": plan.comparison, "construct": construct, "group": group}
                mean, lower, upper = mean_interval(pd.Series(scores))
                estimates = {"n": len(scores), "mean": mean, "lower": lower, "upper": upper}
                rows.append({**key, **estimates, "top": int((scores == highest).sum())})
    by = ("comparison", "construct", "group")
    frame = pd.DataFrame(rows, columns=[*by, "n", *GROUP_KINDS])
    return _result(data, "group_scores", frame, by, "n", GROUP_KINDS, plans)


def holm(p: pd.Series) -> pd.Series:
    """p adjusted for the whole family by Holm; missing where nothing was tested."""
    import pingouin

    tested = p.dropna()
    if tested.empty:
        return p
    adjusted = pingouin.multicomp(tested.to_numpy(), method="holm")[1]
    return pd.Series(adjusted, index=tested.index).reindex(p.index)


def _frame(rows) -> pd.DataFrame:
    columns = [*BY, "n_1", *(k for k in CONTRAST_KINDS if k != "p_holm")]
    return pd.DataFrame(list(rows), columns=columns)


def _rows(data: Tables, plan: PlannedComparison) -> list[dict]:
    """Every row of one comparison."""
    form, rows = data.study.instrument(plan.instrument), []
    for construct in plan.constructs:
        scores = compared(data, plan, construct).scores()
        if looks_back(form, construct):
            found = _refused(scores, "guard_retrospective")
        else:
            found = _contrasts(scores, seed_of(data, plan.comparison, construct))
        rows += [{"comparison": plan.comparison, "construct": construct, **row} for row in found]
    return rows


def _refused(scores: dict[str, np.ndarray], guard: str) -> list[dict]:
    """One row per pair that says why there is none; one row if there is no pair."""
    pairs = list(itertools.combinations(scores, 2)) or [(next(iter(scores), ""), "")]
    return [_blank(*pair, scores, guard) for pair in pairs]


def _blank(one: str, other: str, scores: dict[str, np.ndarray], guard: str) -> dict:
    n_1, n_2 = (len(scores.get(g, ())) for g in (one, other))
    return {"group_1": one, "group_2": other, "n_1": n_1, "n_2": n_2, "test": "", "guard": guard}


def _contrasts(scores: dict[str, np.ndarray], seed: int) -> list[dict]:
    """The rows of one construct: all groups together if there are three, then pair by pair."""
    if len(scores) < 2:
        return _refused(scores, "guard_few_groups")
    pairs = [_pair(*names, scores) for names in itertools.combinations(scores, 2)]
    if len(scores) < 3:
        return pairs
    after = dunn(list(scores.values()))[np.triu_indices(len(scores), 1)]
    told = pd.Series(after).where([not pair["guard"] for pair in pairs])
    for pair, p, adjusted in zip(pairs, told, holm(told), strict=True):
        pair |= {"dunn": p, "dunn_holm": adjusted}
    return [_everybody(scores, seed), *pairs]


def _everybody(scores: dict[str, np.ndarray], seed: int) -> dict:
    """The row of all groups together."""
    people = [s for s in scores.values() if len(s)]
    row = {
        "group_1": ALL_GROUPS,
        "group_2": "",
        "n_1": sum(map(len, people)),
        "n_2": np.nan,
        "test": "kruskal_wallis",
    }
    if guard := why_not([s for s in people if len(s) > 1]):
        return row | {"test": "", "guard": guard}
    return row | {
        "p": kruskal_wallis(people),
        **named(epsilon_squared(people, seed), "estimate"),
        **named(Estimate(), "difference", "difference_"),
        "guard": "",
    }


def _pair(one: str, other: str, scores: dict[str, np.ndarray]) -> dict:
    first, second = scores[one], scores[other]
    if guard := why_not([first, second]):
        return _blank(one, other, scores, guard)
    test, p = mann_whitney(first, second)
    return {
        "group_1": one,
        "group_2": other,
        "n_1": len(first),
        "n_2": len(second),
        "test": test,
        "p": p,
        **named(cliffs_delta(first, second), "estimate"),
        **named(shift(first, second), "difference", "difference_"),
        "guard": "",
    }


def why_not(groups: list[np.ndarray]) -> str:
    """Why groups of scores cannot be compared: the key of a reason, blank if they can.

    One person has no spread, and so no interval; where everybody scores the same there is nothing
    to compare.
    """
    if len(groups) < 2 or min(map(len, groups)) < 2:
        return "guard_few_people"
    return "guard_no_variation" if np.ptp(np.concatenate(groups)) == 0 else ""


def named(found: Estimate, name: str, prefix: str = "") -> dict[str, float]:
    """A number and the ends of its interval, as the columns of a row."""
    return {name: found.value, f"{prefix}lower": found.lower, f"{prefix}upper": found.upper}


def _result(
    data: Tables,
    measure: str,
    frame: pd.DataFrame,
    by,
    people: str,
    kinds,
    plans: list[PlannedComparison],
    method: str = "",
    groups: tuple[str, ...] = (),
) -> Result:
    ceiling = Text(f"{CEILING_FROM}%", f"{CEILING_FROM}%")
    return Result(
        measure,
        frame,
        by=by,
        people=people,
        kinds=kinds,
        population=places(data.study, [data.site_id] if data.site_id else []),
        method=f"method_{method or measure}",
        assumption=ASSUMPTIONS[measure],
        origin=origin_of(data.participants, data.answers),
        labels={**labels_of(data, plans), "ceiling": {"from": ceiling}},
        groups=groups,
    )
