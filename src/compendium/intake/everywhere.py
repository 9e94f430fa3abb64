"""What a site's report needs of the answers of other sites, and no more of them.

A report on one site says how many answered elsewhere and holds some of its scores against those of
the other sites. It reads these two tables, and not every answer, so that an answer that changes
elsewhere is no reason to make it again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from compendium.study import Study

ANSWERED = ("site_id", "group", "instrument", "questions", "people")
# Between a question and its stage, and between questions.
AT, AND = "@", " "


def answered(study: Study, answers: pd.DataFrame) -> pd.DataFrame:
    """Who answered which questions, without what they answered.

    Returns
    -------
    pandas.DataFrame
        One row per site, group, instrument and set of questions that somebody answered all of and
        no others: `people` is how many. `questions` are item and stage, as ``Q1@now Q2@now``; those
        who answered none have a row too.
    """
    people = ["site_id", "group", "instrument", "participant_id"]
    asked = question(answers["item_id"], answers["stage"])
    given = answers[people].assign(question=asked.where(answers["value"].notna(), ""))
    sets = given.groupby(people, sort=False, observed=True)["question"].agg(_listed)
    counted = sets.rename("questions").reset_index().groupby(list(ANSWERED[:-1]), observed=True)
    return counted.size().astype("Int64").rename("people").reset_index()


def question(item, stage):
    """How a question is named among those somebody answered; of texts or of columns of them."""
    return item + AT + stage


def _listed(questions: pd.Series) -> str:
    return AND.join(sorted(filter(None, questions)))


def held_against(study: Study, answers: pd.DataFrame) -> pd.DataFrame:
    """Rows of `answers`, of every site, to what the joint display holds against other sites."""
    wanted = pd.DataFrame(_questions(study), columns=["instrument", "item_id"])
    keys = pd.MultiIndex.from_frame(answers[["instrument", "item_id"]])
    return answers[keys.isin(pd.MultiIndex.from_frame(wanted))].reset_index(drop=True)


def _questions(study: Study) -> Iterator[tuple[str, str]]:
    for row in study.header.joint_display:
        if row.reference and row.reference.kind == "other_sites":
            form = study.instrument(row.instrument)
            items = (row.item,) if row.item else (i.item_id for i in form.items_of(row.construct))
            yield from ((row.instrument, item) for item in items)


EVERYWHERE = (answered, held_against)
