"""Answers to open questions, one row per person and question, with the codes given to each.

One answer is one person's to one question, on the first occasion a questionnaire was asked on.
Asked are all who returned the questionnaire; blank are those who left the question out.

An answer is a non-answer if it says nothing: it has no letter, digit or pictured sign (emoji), or,
but for case, accents, spaces and punctuation, it is just what the questionnaire or the question
lists as saying nothing (`non_answers`). What somebody gave a code is an answer whatever it says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Set

import pandas as pd

from compendium.analysis.qualitative.search import folded
from compendium.analysis.qualitative.themes import coding_of_record, rolled_up
from compendium.analysis.result import BETWEEN
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.study import Study
from compendium.theory import in_outline_order

# Whether an answer has a code, has none, says nothing, or is not there.
CODED, UNCODED, NON_ANSWER, BLANK = "coded", "uncoded", "non_answer", "blank"
STATES = (CODED, UNCODED, NON_ANSWER, BLANK)
ANSWERED = (CODED, UNCODED)
# Asked for in place of a state: whatever is not blank.
WRITTEN = "written"
# In place of a code: any code at all, and none.
ANY_CODE, NO_CODE = "any", "none"
KEYS = ["instrument", "item_id", "participant_id"]


def questions(study: Study) -> dict[str, tuple[Instrument, Item]]:
    """Every open question of the study, by its name: ``questionnaire/item``."""
    return {
        f"{form.instrument}/{item.item_id}": (form, item)
        for form in study.instruments
        for item in form.open_questions
    }


def question_named(study: Study, name: str) -> tuple[Instrument, Item]:
    """The question called ``questionnaire/item``, or by its item alone if only one is.

    Raises
    ------
    StudyError
        If there is none, or several: with those there are.
    """
    asked = questions(study)
    found = [name] if name in asked else [q for q in asked if q.partition("/")[2] == name]
    if len(found) == 1:
        return asked[found[0]]
    what = "names several open questions" if found else "is no open question"
    raise StudyError(f"{name!r} {what}. There is: {listed(found or asked, 30) or 'none'}.")


def answers_of(data: Tables) -> pd.DataFrame:
    """One row per person who returned a questionnaire and open question of it.

    Whoever is in no row of participants keeps the area and group of their answer, and has no
    pseudonym. In the order of the questions, areas and people.
    """
    returned = pd.concat(
        [frame[["participant_id", "site_id", "group", "instrument"]].assign(language=language)
         for frame, language in (
            (data.answers, data.answers["language"]),
            (data.open_answers, data.open_answers["language"]),
        )]
    ).drop_duplicates(["participant_id", "instrument"])  # fmt: skip
    asked = [(f.instrument, i.item_id) for f, i in questions(data.study).values()]
    rows = pd.DataFrame(asked, columns=["instrument", "item_id"]).merge(returned, on="instrument")
    written = data.open_answers[[*KEYS, "text"]].drop_duplicates(KEYS)
    rows = rows.merge(written, on=KEYS, how="left").fillna({"text": ""})
    people = data.participants.drop_duplicates("participant_id").set_index("participant_id")
    own = rows["participant_id"].map
    rows = rows.assign(
        pseudonym=own(people["pseudonym"]).astype("object").fillna("").astype("str"),
        quotable=own(people["quote_consent"]).eq(True).map({True: "yes", False: "no"}),
        words=rows["text"].str.split().str.len(),
    )
    rows = _with_codes(rows, data)
    return rows.assign(state=_states(rows, data.study)).reset_index(drop=True)


def is_non_answer(text: str, nothing: Set[str]) -> bool:
    """Whether an answer says nothing, by rule; `nothing` has what is listed so, each `bare`.

    >>> [is_non_answer(t, {bare("n/a")}) for t in ("N/A.", "...", "No idea, n/a", "👍", "n / a")]
    [True, True, False, False, True]
    """
    said = bare(text)
    return not said or said in nothing


def bare(text: str) -> str:
    """Letters, digits and pictured signs of a text, without case and accents."""
    return "".join(
        c for c in folded(text) if (k := unicodedata.category(c))[0] in "LN" or k == "So"
    )


def code_pairs(data: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per person and code of their answer: with codes above, ``any`` and ``none``.

    `rows` are answers to one question.
    """
    having = rows.loc[rows["state"] == CODED, ["participant_id", "codes"]]
    coded = having.assign(code_id=having["codes"].str.split(BETWEEN)).explode("code_id")
    coded = coded.assign(segment_id=coded["participant_id"])[["segment_id", "code_id"]]
    every = rolled_up(coded, data.study.codebook).rename(columns={"segment_id": "participant_id"})
    marked = [
        rows.loc[rows["state"] == state, ["participant_id"]].assign(code_id=code)
        for state, code in ((CODED, ANY_CODE), (UNCODED, NO_CODE))
    ]
    return pd.concat([every, *marked], ignore_index=True)


def _with_codes(rows: pd.DataFrame, data: Tables) -> pd.DataFrame:
    """Answers with their codes on the coding of record, coders, and approved translations."""
    placed = data.segments[data.segments["item_id"] != ""]
    placed = placed[["segment_id", *KEYS, "char_start"]].sort_values("char_start", kind="stable")
    order = {c.code_id: i for i, c in enumerate(in_outline_order(data.study.codebook))}
    called = data.study.header.coding.called
    record = coding_of_record(data.codings, data.study)[["segment_id", "code_id"]]
    found = {
        "codes": record.assign(value=record["code_id"], rank=record["code_id"].map(order)),
        "coders": data.codings.assign(value=data.codings["coder"].map(called), rank=0),
        "translation": data.quotes.assign(value=data.quotes["translation_en"], rank=0),
    }
    for name, part in found.items():
        joined = placed.merge(part[["segment_id", "value", "rank"]], on="segment_id")
        joined = joined[joined["value"] != ""].sort_values("rank", kind="stable")
        joined = joined.drop_duplicates([*KEYS, "value"])
        between = BETWEEN if name == "codes" else "; "
        joined = joined.groupby(KEYS, sort=False, observed=True)["value"].agg(between.join)
        rows = rows.merge(joined.rename(name).reset_index(), on=KEYS, how="left")
    return rows.fillna(dict.fromkeys(found, ""))


def _states(rows: pd.DataFrame, study: Study) -> list[str]:
    """Of each row what stands there, one of STATES."""
    nothing = {
        (form.instrument, item.item_id): {bare(p) for p in (*form.non_answers, *item.non_answers)}
        for form, item in questions(study).values()
    }
    states = []
    for row in rows[["instrument", "item_id", "text", "codes"]].itertuples(index=False):
        if not row.text:
            states.append(BLANK)
        elif row.codes:
            states.append(CODED)
        elif is_non_answer(row.text, nothing[row.instrument, row.item_id]):
            states.append(NON_ANSWER)
        else:
            states.append(UNCODED)
    return states
