"""How the surveys were done, item by item of the CHERRIES checklist (Eysenbach 2004).

One row per item, and one more for each number that the data tell of it.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.survey.sample import ALL_AREAS
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.study_checks.survey_reporting import ITEMS, Items
from compendium.words import Text, words

# What stands behind an item: the study's own text, what the data tell, both, or nothing.
WRITTEN, COMPUTED, NOT_REPORTED = "written", "computed", "not_reported"
# Items that the data tell. What the study's file and the compendium's rules tell: `_computed`.
OF_DATA = ("dates", "participation_rate", "completion_rate")
# Rules of the data-quality table that set a second answer of one person aside.
TWICE = ("duplicate", "answered_elsewhere")

KINDS = {
    "first": "text",
    "last": "text",
    "set_aside": "count",
    "status": "text",
}


def checklist(data: Tables, response: Result) -> Result:
    """One row per item of the checklist, and one more for each number the data tell of it.

    `status` of an item: ``written`` if the study says something (its text stands in the labels),
    ``computed`` where the data or the compendium's own rules do, ``not_reported`` where nobody
    does. Of dates there is one row per set of respondents and area: the month of the first and of
    the last answer, and how many answered; rates follow `response`. Where all areas together have
    a row, dates and participation have no other. `set_aside` is the number of
    second answers of one person that were set aside. A study without a survey has no rows.
    """
    study = data.study
    if response.frame.empty:
        rows = []
    else:
        rows = [_item(data, name) for name in ITEMS]
        rows += [
            row
            for one in response.frame.to_dict("records")
            for row in _numbers(data, one, response)
        ]
    by = ("item", "set", "area")
    return Result(
        "cherries",
        pd.DataFrame(rows, columns=[*by, "people", *KINDS]).astype({"people": "Int64"}),
        by=by,
        people="people",
        kinds=KINDS,
        population=study.header.title,
        method="method_cherries",
        origin=origin_of(data.participants, data.answers),
        labels={
            **response.labels,
            **item_labels(ITEMS),
            "report": dict(study.header.survey_reporting),
            "computed": _computed(study),
        },
        beside=(response,),
    )


def item_labels(items: Items) -> Labels:
    """The name of each item of a checklist, and the heading it stands under."""
    return {
        "item": {name: words()[key].text for name, (_, key) in items.items()},
        "heading": {name: words()[key].text for name, (key, _) in items.items()},
    }


def _item(data: Tables, name: str) -> dict:
    said = name in data.study.header.survey_reporting
    known = name in OF_DATA or name in _computed(data.study)
    status = WRITTEN if said else COMPUTED if known else NOT_REPORTED
    twice = int(data.quality["rule"].isin(TWICE).sum()) if name == "registration" else None
    return {"item": name, "set": "", "area": "", "status": status, "set_aside": twice}


def _numbers(data: Tables, row: dict, response: Result) -> list[dict]:
    """What the data tell of one set of respondents in one area, item by item."""
    described = dict(zip(response.labels["set"], response.beside[1:], strict=True))[row["set"]]
    answers = data.answers[
        data.answers["instrument"].isin(described.labels["asked_with"])
        & data.answers["group"].isin(described.groups)
    ]
    if row["area"] != ALL_AREAS:
        answers = answers[answers["site_id"] == row["area"]]
    months = sorted(m for m in answers["submitted_month"].unique() if m)
    key = {"set": row["set"], "area": row["area"], "people": row["answered"], "status": ""}
    ends = {"first": months[0], "last": months[-1]} if months else {"first": "", "last": ""}
    none = dict.fromkeys(ends, "")
    mine = response.frame.loc[response.frame["set"] == row["set"], "area"]
    in_part = row["area"] != ALL_AREAS and ALL_AREAS in set(mine)
    items = OF_DATA[-1:] if in_part else OF_DATA
    return [{"item": name, **key, **(ends if name == "dates" else none)} for name in items]


def _computed(study: Study) -> dict[str, Text]:
    """What the study's own file and the compendium's rules say of an item, whatever the data."""
    tests = any(source.launched_on for source in study.source("survey"))
    return {
        **_ways_out(study),
        "registration": words()["cherries_one_answer_each"].text,
        "incomplete": _incomplete(study),
        **({"timestamps": words()["cherries_before_launch"].text} if tests else {}),
        "weighting": words()["cherries_not_weighted"].text,
    }


def _ways_out(study: Study) -> dict[str, Text]:
    """How many questions with answers to choose from offer a way not to answer."""
    scales = [form.scale_of(i) for form in study.instruments for i in form.items]
    offered = [scale for scale in scales if scale]
    out = sum(bool(scale.missing) for scale in offered)
    if not offered:
        return {}
    return {"completeness_check": _said("cherries_ways_out", out=out, questions=len(offered))}


def _incomplete(study: Study) -> Text:
    """What is done with questionnaires that have gaps."""
    rules = [
        _said("cherries_score_needs", needed=needed, count=count)
        for count, needed in sorted(
            study.header.min_answered.items(), key=lambda rule: int(rule[0])
        )
    ]
    texts = [words()["cherries_incomplete_rule"].text, *rules]
    return Text(" ".join(t.en for t in texts), " ".join(t.cy for t in texts))


def _said(key: str, **values: object) -> Text:
    text = words()[key].text
    return Text(text.en.format(**values), text.cy.format(**values))
