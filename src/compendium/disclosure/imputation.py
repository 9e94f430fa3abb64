"""Rules S4 and X1 for Little's test and for means beside imputed ones.

Both rest on everybody asked, whose number is told in the table of who took part as X1 allows. They
pass through the rule of estimates with that number, and no other.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.survey.imputation import COMPLETE, IMPUTED
from compendium.analysis.survey.sample import ALL_AREAS
from compendium.disclosure.asked import asked_at
from compendium.disclosure.estimates import release_estimates
from compendium.disclosure.nested import NOTHING_SAID, Base
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, rounded
from compendium.disclosure.sealing import sealed
from compendium.study import Study

# X1: below this, and finer than this, the information lost would tell how few left something out.
INFORMATION_STEP = 10
OF_THE_TEAM = ("chi2", "df")


def release_test(result: Result, profile: Profile, study: Study, **common) -> Released:
    """Little's test through the rule of estimates, the number of people as it is told elsewhere.

    The public sees p alone. The degrees of freedom add up over patterns of gaps: less the printed
    numbers of answers they tell how many people answered everything (X1), and the statistic
    together with p tells them.
    """
    place = ALL_AREAS if len(study.sites) > 1 else study.sites[0].site_id
    rows = [
        row | _people(asked_at(result, place, profile, study).base, profile)
        for row in result.frame.to_dict("records")
        if profile.public
    ]
    shown = _with_rows(result, rows, profile)
    if profile.public:
        kinds = {c: kind for c, kind in shown.kinds.items() if c not in OF_THE_TEAM}
        frame = shown.frame.drop(columns=list(OF_THE_TEAM))
        shown = dataclasses.replace(shown, frame=frame, kinds=kinds)
    return release_estimates(shown, profile, **common)


def release_imputation(result: Result, profile: Profile, study: Study, **common) -> Released:
    """Means beside one another, by the rule of estimates, that tell no more than each alone.

    Of complete answers no mean is given where between five and nine people have a score and left
    a question out: what the two means differ by would be theirs, and a mean needs ten (S4). That
    nothing was missing is not said, for it would tell how many were asked.
    """
    rows = []
    places = {p: asked_at(result, p, profile, study) for p in set(result.frame["area"])}
    for row in result.frame.to_dict("records") if profile.public else ():
        if row["way"] == IMPUTED:
            row |= _people(places[row["area"]].base, profile)
            row["guard"] = row["guard"].replace("guard_nothing_missing", "")
        elif row["way"] == COMPLETE:
            apart = row["around"] - row["n"]
            if profile.values_left <= apart < profile.estimates_from:
                row["least"] = apart
        else:
            row |= _people(Base(row["n"], "", row["n"]), profile)
        rows.append(row)
    released = release_estimates(_with_rows(result, rows, profile), profile, **common)
    return _coarsened(result, released, profile, common) if profile.public else released


def _with_rows(result: Result, rows: list[dict], profile: Profile) -> Result:
    """The result with rows for the public; for the team as it is, nobody among others."""
    frame = result.frame
    if profile.public:
        frame = pd.DataFrame(rows, columns=frame.columns)
    else:
        frame = frame.assign(around=frame[result.people])
    return dataclasses.replace(result, frame=frame)


def _people(base: Base, profile: Profile) -> dict[str, int]:
    """A number of people such that the rule of estimates prints just this of it (S1 as ever)."""
    if profile.base_mark(base.least) == "c":
        base = NOTHING_SAID
    if base.mark == "over":
        around = base.least + profile.values_left - 1
        return {"n": base.least, "least": base.least, "around": around}
    shown = 0 if base.mark == "c" else int(base.shown)
    around = shown + profile.values_left if shown else 0
    return {"n": shown, "least": min(base.least, shown), "around": around}


def _coarsened(result: Result, released: Released, profile: Profile, common: dict) -> Released:
    """What the gaps cost, in steps; under the first as "under". Only where gaps were filled."""
    frame, marks, column = released.frame.copy(), released.marks.copy(), "missing_information"
    marks.loc[frame["way"] != IMPUTED, column] = ""
    for row in frame.index[frame[column].notna()]:
        steps = rounded(frame.at[row, column] / INFORMATION_STEP, 0)
        low = frame.at[row, column] < INFORMATION_STEP
        frame.at[row, column] = INFORMATION_STEP * max(steps, 1)
        marks.at[row, column] = "under" if low else ""
    return sealed(result, profile, frame, released.kinds, common, marks)
