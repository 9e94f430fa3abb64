"""Open questions of surveys: what was asked, who wrote what, and the codes given to it.

For the team. `written_answers` says what an answer is, and what a non-answer. A person counts for
a code, and for every code above it, if any passage of their answer carries it in the coding of
record. Each function says what one row is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from compendium.analysis.qualitative.open_attributes import attribute_labels, with_attributes
from compendium.analysis.qualitative.search import folded
from compendium.analysis.qualitative.themes import rule_in_use
from compendium.analysis.qualitative.written_answers import (
    ANSWERED,
    ANY_CODE,
    BLANK,
    CODED,
    KEYS,
    NO_CODE,
    NON_ANSWER,
    STATES,
    UNCODED,
    WRITTEN,
    answers_of,
    code_pairs,
    question_named,
    questions,
)
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.survey.sample import ALL_AREAS, area_labels
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.study import Study
from compendium.theory import active_codes
from compendium.words import Text
from compendium.words import words as labels_of

SORTS = ("area", "longest", "shortest", "person")
COLUMNS = {
    **dict.fromkeys(("pseudonym", "site_id", "group", "state", "text", "translation"), "text"),
    **dict.fromkeys(("language", "codes", "coders", "quotable"), "text"),
    "words": "count",
}


@remembered
def summary(data: Tables) -> Result:
    """How each open question was answered: one row per question.

    `answered` of `asked` people wrote an answer (`coded` with a code, `uncoded` without),
    `non_answers` wrote that they had nothing to write, `blank` left it out (missing in a
    questionnaire of open questions alone, of which nobody knows who left all out). `words_median`,
    `words_least` and `words_most` are words of answers; `english`, `welsh` and `no_language` are
    answers by the language the questionnaire was answered in. `unplaced` passages of these people's
    written answers stand under no question that could be told.
    """
    every, rows = answers_of(data), []
    for form, item in questions(data.study).values():
        own = every[_is(every, form, item)]
        rows.append({"instrument": form.instrument, "item_id": item.item_id})
        rows[-1] |= _numbers(own, form) | {"unplaced": _unplaced(data, own)}
    counts = ("asked", "non_answers", "blank", "coded", "uncoded")
    languages = ("english", "welsh", "no_language")
    kinds = dict.fromkeys((*counts, *languages, "words_least", "words_most", "unplaced"), "count")
    kinds |= {"asked": "base", "words_median": "decimal"}
    columns = ["instrument", "item_id", "answered", *kinds]
    return Result(
        "open_text_summary",
        pd.DataFrame(rows, columns=columns),
        by=("instrument", "item_id"),
        people="answered",
        kinds=kinds,
        **_about(data, "open_text_summary"),
    )


def codes(data: Tables, question: str) -> Result:
    """How many people's answers to one question have each code, by group and area.

    One row per group and area in which anybody answered (all together first, where there are
    several) and active code, children under their parent; ``any``: any code at all, ``none``: an
    answer without a code. `people` of those who `answered`.

    Raises
    ------
    StudyError
        If there is no such question.
    """
    form, item = question_named(data.study, question)
    every = answers_of(data)
    own = every[_is(every, form, item) & every["state"].isin(ANSWERED)]
    pairs, rows = code_pairs(data, own), []
    codes_shown = (ANY_CODE, NO_CODE, *(c.code_id for c in active_codes(data.study.codebook)))
    for group, area, people in _cells(data, own):
        chosen = pairs[pairs["participant_id"].isin(people)]
        counts = chosen.groupby("code_id", observed=True)["participant_id"].nunique()
        rows += [(group, area, code, int(counts.get(code, 0)), len(people)) for code in codes_shown]
    labels = {
        "code_id": {
            ANY_CODE: labels_of()["open_text_any_code"].text,
            NO_CODE: labels_of()["open_text_no_code"].text,
            **{c.code_id: c.label for c in data.study.codebook},
        },
        "parent": {c.code_id: Text(c.parent_id) for c in data.study.codebook},
        "question": {"wording": item.wording},
        "group": {g.group: g.label for g in data.study.groups}
        | {"all": labels_of()["open_text_everybody"].text},
    }
    return Result(
        "open_text_codes",
        pd.DataFrame(rows, columns=["group", "site_id", "code_id", "people", "answered"]),
        by=("group", "site_id", "code_id"),
        people="people",
        kinds={"answered": "base"},
        **_about(data, "open_text_codes", labels),
    )


def responses(
    data: Tables,
    question: str,
    attributes: Sequence[str] = (),
    *,
    site_id: str = "",
    group: str = "",
    state: str = "",
    code_id: str = "",
    words: str = "",
    where: Mapping[str, str] | None = None,
    sort: str = "area",
) -> Result:
    """Every answer to one question beside who wrote it, its codes and who read it.

    Parameters
    ----------
    attributes : sequence of str
        Columns to show of each person: closed questions of the same questionnaire by their item
        (``T1_before`` of one asked twice), see `open_attributes.attributes`.
    site_id, group, state, code_id, words : str
        What is shown; blank for everything. `state` is one of STATES, or ``written`` for all but
        blank; `code_id` finds what is coded to it or below it (``any``, ``none``); `words` are
        found whatever their case and accents.
    where : mapping of str to str
        Values of attributes: ``{"T1_now": "4"}``.
    sort : str
        One of SORTS.

    Returns
    -------
    Result
        One row per person who was asked: `pseudonym`, `site_id` and `group`, the attributes, the
        answer as written (`text`), its English `translation` if one was approved, `state`,
        `language`, `codes` of the coding of record, `coders` who gave it any code,
        whether the person may be quoted, and its number of words.

    Raises
    ------
    StudyError
        If there is no such question, attribute, code, state or order.
    """
    form, item = question_named(data.study, question)
    where = dict(where or {})
    shown = list(dict.fromkeys([*attributes, *where]))
    every = answers_of(data)
    own = with_attributes(every[_is(every, form, item)], data, form, shown)
    _refuse_unknown(data.study, state, code_id, sort)
    own = _with_cells(own, {"site_id": site_id, "group": group}, where)
    own = _saying(_with_code(_in_state(own, state), data, code_id), words)
    own = _sorted(own, sort, data.study)
    labels = {
        "question": {"wording": item.wording},
        "code_id": {c.code_id: c.label for c in data.study.codebook},
        **attribute_labels(form, shown),
    }
    kinds = {**COLUMNS, **dict.fromkeys(shown, "text")}
    return Result(
        "open_text_responses",
        own.assign(people=1)[[*KEYS, "people", *kinds]].reset_index(drop=True),
        by=tuple(KEYS),
        people="people",
        kinds=kinds,
        **_about(data, "open_text_responses", labels),
    )


def _with_cells(
    rows: pd.DataFrame, cells: Mapping[str, str], where: Mapping[str, str]
) -> pd.DataFrame:
    """Answers with these cells; a blank one in `cells` is any, in `where` it is nothing known."""
    wanted = {column: value for column, value in cells.items() if value} | dict(where)
    fits = pd.Series(True, index=rows.index)
    for column, value in wanted.items():
        fits &= rows[column] == value
    return rows[fits]


def _in_state(rows: pd.DataFrame, state: str) -> pd.DataFrame:
    """Answers in one state, or whatever was written; all if `state` is blank."""
    if state == WRITTEN:
        return rows[rows["state"] != BLANK]
    return rows[rows["state"] == state] if state else rows


def _with_code(rows: pd.DataFrame, data: Tables, code_id: str) -> pd.DataFrame:
    """Answers coded to a code or below it; all if it is blank."""
    if not code_id:
        return rows
    pairs = code_pairs(data, rows)
    having = pairs.loc[pairs["code_id"] == code_id, "participant_id"]
    return rows[rows["participant_id"].isin(having)]


def _saying(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    """Answers that hold these words, whatever their case and accents; all if there are none."""
    sought = folded(words.strip())
    holds = rows["text"].map(lambda text: sought in folded(text)).astype("bool")
    return rows[holds]


def _numbers(own: pd.DataFrame, form: Instrument) -> dict[str, object]:
    """What the summary says of one question."""
    counted = own["state"].value_counts()
    answered = own[own["state"].isin(ANSWERED)]
    length, language = answered["words"], answered["language"]
    known = any(form.scale_of(item) for item in form.items)
    return {
        "asked": len(own),
        "answered": len(answered),
        "non_answers": int(counted.get(NON_ANSWER, 0)),
        "blank": int(counted.get(BLANK, 0)) if known else None,
        "coded": int(counted.get(CODED, 0)),
        "uncoded": int(counted.get(UNCODED, 0)),
        "words_median": length.median() if len(length) else None,
        "words_least": int(length.min()) if len(length) else None,
        "words_most": int(length.max()) if len(length) else None,
        "english": int((language == "en").sum()),
        "welsh": int((language == "cy").sum()),
        "no_language": int((~language.isin(["en", "cy"])).sum()),
    }


def _unplaced(data: Tables, own: pd.DataFrame) -> int:
    """Passages of written answers of these people under no question that could be told."""
    segments = data.segments
    lost = (segments["data_type"] == "open_answer") & (segments["item_id"] == "")
    return int((lost & segments["participant_id"].isin(own["participant_id"])).sum())


def _is(rows: pd.DataFrame, form: Instrument, item: Item) -> pd.Series:
    return (rows["instrument"] == form.instrument) & (rows["item_id"] == item.item_id)


def _cells(data: Tables, own: pd.DataFrame) -> list[tuple[str, str, set[str]]]:
    """Each group and area in which anybody answered, with who; all together before several."""
    cells = [
        (group.group, site.site_id, set(chosen["participant_id"]))
        for group in data.study.groups
        for site in data.study.sites
        if len(chosen := own[(own["group"] == group.group) & (own["site_id"] == site.site_id)])
    ]
    whole = [("all", ALL_AREAS, set(own["participant_id"]))] if len(cells) > 1 else []
    return whole + cells


def _sorted(rows: pd.DataFrame, sort: str, study: Study) -> pd.DataFrame:
    """Answers in the order asked for; by length those without words last."""
    if sort == "person":
        return rows.sort_values(["pseudonym", "participant_id"], kind="stable")
    if sort in ("longest", "shortest"):
        blank = rows["words"] == 0
        ordered = rows[~blank].sort_values("words", ascending=sort == "shortest", kind="stable")
        return pd.concat([ordered, rows[blank]])
    place = {site.site_id: i for i, site in enumerate(study.sites)}
    return rows.sort_values("site_id", key=lambda sites: sites.map(place), kind="stable")


def _refuse_unknown(study: Study, state: str, code_id: str, sort: str) -> None:
    """What is asked for and is not there, with what there is."""
    codebook = [c.code_id for c in study.codebook]
    for what, found, allowed in (
        ("state of an answer", state, ("", *STATES, WRITTEN)),
        ("code", code_id, ("", ANY_CODE, NO_CODE, *codebook)),
        ("order", sort, SORTS),
    ):
        if found not in allowed:
            there = listed(filter(None, allowed), 60)
            raise StudyError(f"{found!r} is no {what}. There is: {there}.")


def _about(data: Tables, measure: str, labels: Labels | None = None) -> dict:
    """What every result of open questions says of itself."""
    study, asked = data.study, questions(data.study).values()

    def groups(form: Instrument) -> Text:
        theirs = [study.group(name).label for name in form.groups]
        return Text(", ".join(t.en for t in theirs), ", ".join(t.cy for t in theirs))

    return {
        "population": Text("everybody who answered a survey", "pawb a atebodd arolwg"),
        "method": f"method_{measure}",
        "origin": origin_of(data.answers, data.open_answers),
        "labels": {
            "instrument": {f.instrument: f.title for f, _ in asked},
            "item_id": {i.item_id: i.wording for _, i in asked},
            "wording": {f"{f.instrument}/{i.item_id}": i.wording for f, i in asked},
            "groups": {f.instrument: groups(f) for f, _ in asked},
            "site_id": area_labels(data),
            "group": {g.group: g.singular for g in study.groups},
            **rule_in_use(study),
            **(labels or {}),
        },
    }
