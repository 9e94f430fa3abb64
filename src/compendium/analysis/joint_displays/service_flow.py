"""How the service operates, as one flow: who refers, by what route, what is decided, what is done.

Nothing is calculated here: every width of the flow is a cell of another table, as that table's own
rule releases it (`compendium.disclosure.composed`).
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.joint_displays.joint_composed import where
from compendium.analysis.result import Result, origin_of
from compendium.analysis.service.activities import mix
from compendium.analysis.service.casework_words import ALL, OUTCOME_WORDS, population_of
from compendium.analysis.service.referral_counts import by_route, referrals
from compendium.intake.tables import Tables
from compendium.words import words

# From which stage to the next.
BY_REFERRER, BY_ROUTE, DONE = "referrer_type", "route", "activity"


def service_flow(data: Tables) -> Result:
    """The parts of the flow: one row per site, stage and what it starts from.

    Of the stage ``referrer_type`` a row per referrer and route, or where no referral has a route
    per referrer; of ``route`` one per route, with its counts by outcome; of ``activity`` one per
    kind of activity, with its share.
    """
    flow = by_route(data)
    routes, done = referrals(data, by="route"), mix(data)
    # Where no referral has a route, the flow leads from who refers straight to what is decided.
    by_outcome = referrals(data) if flow.frame.empty else routes
    first = by_outcome if flow.frame.empty else flow
    rows = [*_rows(first, BY_REFERRER), *_rows(routes, BY_ROUTE), *_rows(done, DONE)]
    columns = ["site_id", "stage", "part", "to", "source", "at"]
    frame = pd.DataFrame(rows, columns=columns).drop_duplicates(ignore_index=True)
    labels = {
        "site_id": first.labels["site_id"],
        "part": {
            **_staged(BY_REFERRER, first.labels[BY_REFERRER]),
            **_staged(BY_ROUTE, routes.labels["route"]),
            **_staged(DONE, done.labels["activity"]),
        },
        "to": {"": words()["referrals"].text, **routes.labels["route"]},
        "outcome": {o: words()[w].text for o, w in OUTCOME_WORDS.items()},
    }
    return Result(
        "service_flow",
        frame.assign(n=0),
        by=tuple(columns),
        people="n",
        kinds={},
        population=population_of(data, "of_referrals"),
        method="method_service_flow",
        origin=origin_of(data.referrals, data.activities),
        labels=labels,
        taken=tuple(one for one in (flow, by_outcome, done) if len(one.frame)),
    )


def _rows(result: Result, stage: str) -> list[tuple[str, ...]]:
    """The rows of one table: where they stand, and what they start from and lead to."""
    _, key, *across = result.by
    found = []
    for row in result.frame[list(result.by)].to_dict("records"):
        if row[key] == ALL:
            continue
        to = row[across[0]] if across and across[0] == "route" else ""
        keys = {name: row[name] for name in result.by if name != "outcome"}
        part = f"{stage}:{row[key]}"
        found.append((row["site_id"], stage, part, to, result.measure, where(**keys)))
    return found


def _staged(stage: str, labels: dict) -> dict:
    return {f"{stage}:{name}": text for name, text in labels.items()}
