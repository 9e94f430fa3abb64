"""The made-up log of activities: what was done on each referral that led to a first contact.

Numbers of activities are Poisson around the area's mean, of which the first is the first contact
itself; in a case that is still open only as much was done as its time allows. Activities fall on
working days between first contact and closure.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from compendium.study import Study
from compendium.synthetic.casework import write_table
from compendium.synthetic.people import code_word, drawn
from compendium.synthetic.recipe import ActivityRecipe, CaseworkRecipe, Recipe, source_called


def make_activities(
    study: Study, recipe: Recipe, log: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """One row per activity, in the order of their dates; columns and values are the compendium's.

    `log` is the log of referrals as `compendium.synthetic.casework.make_casework` makes it.
    """
    how, cases = recipe.activities, log[log["date_first_contact"].notna()]
    late = pd.Timestamp(recipe.casework.extracted_on)
    counts = _counts(cases, how, recipe.casework, late, rng)
    rows = cases.loc[cases.index.repeat(counts), ["referral_id", "site_id", "date_first_contact"]]
    last = cases["date_closed"].fillna(late)
    days = (last - cases["date_first_contact"]).dt.days.clip(lower=0)
    first = ~rows.index.duplicated()
    share = np.where(first, 0.0, rng.random(len(rows)))
    then = rows["date_first_contact"] + pd.to_timedelta(
        np.floor(share * (days[rows.index].to_numpy() + 1)).astype(int), unit="D"
    )
    weekend = (then.dt.day_of_week - 4).clip(lower=0)
    done = pd.DataFrame(
        {
            "referral_id": rows["referral_id"].to_numpy(),
            "site_id": rows["site_id"].to_numpy(),
            "date": (then - pd.to_timedelta(weekend, unit="D")).to_numpy(),
        }
    )
    done.loc[first, "date"] = rows.loc[first, "date_first_contact"].to_numpy()
    _describe(done, how, rng)
    done["data_origin"] = recipe.marked_as
    done = done.iloc[rng.permutation(len(done))].sort_values("date", kind="stable")
    _lose_references(done, how.of_no_referral, rng)
    done["activity_id"] = [f"ACT-{number:05d}" for number in range(1, len(done) + 1)]
    return done.reset_index(drop=True)


def write_activities(path: Path, study: Study, recipe: Recipe, done: pd.DataFrame) -> None:
    """The activities as the case system exports them."""
    source = source_called(study, recipe.activities.source)
    columns = {}
    for name, called in source.columns.items():
        cells = done[name]
        if name == "date":
            cells = cells.dt.strftime(source.date_format)
        labels = {value: label for label, value in source.values.get(name, {}).items()}
        columns[called] = cells.map(lambda v, labels=labels: labels.get(v, v))
    write_table(path, "Activities", pd.DataFrame(columns))


def _counts(
    cases: pd.DataFrame,
    how: ActivityRecipe,
    casework: CaseworkRecipe,
    late: pd.Timestamp,
    rng: np.random.Generator,
) -> np.ndarray:
    """How many activities each case has; at least one, the first contact."""
    site, closed = cases["site_id"], cases["date_closed"].notna()
    mean = site.map(how.per_case_mean) - 1
    whole = site.map({s: 7 * w.weeks_open_median for s, w in casework.waits.items()})
    had = ((late - cases["date_first_contact"]).dt.days / whole).clip(0, 1)
    return 1 + rng.poisson((mean * had.where(~closed, 1.0)).to_numpy())


def _describe(done: pd.DataFrame, how: ActivityRecipe, rng: np.random.Generator) -> None:
    """What each activity is, how long it takes, with whom and by what means."""
    done["type"] = ""
    for site, weights in how.types.items():
        here = done.index[done["site_id"] == site]
        done.loc[here, "type"] = drawn(weights, len(here), rng)
    spread = np.exp(how.minutes_spread * rng.normal(size=len(done)))
    minutes = done["type"].map(how.minutes_median).to_numpy() * spread
    done["minutes"] = (5 * np.clip(np.round(minutes / 5), 1, None)).astype(int)
    done["with_whom"] = drawn(how.with_whom, len(done), rng)
    done["mode"] = drawn(how.mode, len(done), rng)
    calls = done["type"] == "phone_text"
    done.loc[calls, "mode"] = "phone"
    alone = done["type"] == "travel_admin"
    done.loc[alone, ["with_whom", "mode"]] = ["nobody", ""]


def _lose_references(done: pd.DataFrame, count: int, rng: np.random.Generator) -> None:
    """Some activities carry a reference that is no referral's."""
    lost = done.index[rng.permutation(len(done))[:count]]
    done.loc[lost, "referral_id"] = [code_word(rng, "X", 7) for _ in lost]
