"""Open questions of surveys as tables: the questions, the codes of one, and its answers."""

from __future__ import annotations

from compendium.analysis.qualitative.written_answers import (
    ANY_CODE,
    BLANK,
    CODED,
    NO_CODE,
    NON_ANSWER,
    STATES,
    UNCODED,
    WRITTEN,
)
from compendium.analysis.result import BETWEEN
from compendium.disclosure.released import Released, Value, missing
from compendium.displays.qualitative.outline import depth
from compendium.displays.sentences import Count, Sentence
from compendium.displays.text_table import Row, TextTable, paragraphs, translated
from compendium.words import capitalised, say

# What each state of an answer is called.
STATE_WORDS = {
    CODED: "open_text_with_code",
    UNCODED: "open_text_no_code",
    NON_ANSWER: "open_text_non_answer",
    BLANK: "open_text_blank",
}
LANGUAGES = {
    "english": "open_text_in_english",
    "welsh": "open_text_in_welsh",
    "no_language": "open_text_no_language",
}
KEYS = ("instrument", "item_id", "participant_id")


def summary_table(released: Released, lang: str) -> TextTable:
    """A heading per questionnaire, and below it a row per open question."""
    rows, form = [], None
    for i, row in released.frame.iterrows():
        if row["instrument"] != form:
            form = row["instrument"]
            title = released.label("instrument", form, lang)
            groups = released.label("groups", form, lang)
            head = say("open_text_form", lang, form=title, groups=groups)
            rows.append(Row(head, ("",) * 3))
        wording = released.label("wording", f"{form}/{row['item_id']}", lang)
        rows.append(Row(wording, question_cells(released, i, lang), depth=1))
    names = ("question", "open_text_who_wrote", "open_text_answers", "open_text_coding")
    columns = tuple(say(n, lang) for n in names)
    return TextTable(columns, tuple(rows), (False,) * 3, (37, 21, 21, 21))


def question_cells(released: Released, row: int, lang: str) -> tuple[str, str, str]:
    """Who answered one question, how, and how far it is coded."""

    def number(column: str) -> str:
        return Value(released, row, column).say(lang)

    def line(key: str, *columns: str) -> str:
        return say(key, lang, **{c: number(c) for c in columns})

    has_blank = not missing(released.frame.at[row, "blank"])
    wrote = paragraphs(
        line("open_text_of_asked", "answered", "asked"),
        line("open_text_nothing_said", "non_answers"),
        line("open_text_left_blank", "blank")
        if has_blank
        else say("open_text_blank_unknown", lang),
    )
    if not released.frame.at[row, "answered"]:
        return wrote, say("open_text_nobody_answered", lang), ""
    spoken = [say(w, lang, n=number(c)) for c, w in LANGUAGES.items() if released.frame.at[row, c]]
    length = line("open_text_length", "words_median", "words_least", "words_most")
    return (
        wrote,
        paragraphs(length, ", ".join(spoken)),
        paragraphs(line("open_text_coded", "coded"), line("open_text_uncoded", "uncoded")),
    )


def unplaced(released: Released) -> tuple[Sentence, ...]:
    """That passages stand under no question, where there are any."""
    if released.frame.empty or not released.frame["unplaced"].any():
        return ()
    return (Sentence("note_open_text_unplaced"),)


def codes_table(released: Released, lang: str) -> TextTable:
    """Of each group and area a line with how many answered, and under it one row per code."""
    rows, frame = [], released.frame
    for _, cell in frame.groupby(["group", "site_id"], sort=False, observed=True):
        first, told = cell.index[0], cell[cell["people"] > 0]
        rows.append(Row(_cell_name(released, first, lang), ("",)))
        for i, row in told.iterrows():
            name = capitalised(released.label("code_id", row["code_id"], lang))
            deep = (
                1 if row["code_id"] in (ANY_CODE, NO_CODE) else 1 + depth(released, row["code_id"])
            )
            rows.append(Row(name, (Value(released, i, "people").say(lang),), deep))
        own = set(cell["code_id"]) - {ANY_CODE, NO_CODE}
        if own - set(told["code_id"]):
            rows.append(Row(say("open_text_other_codes", lang), (say("nobody", lang),), 1))
    columns = (say("open_text_code", lang), say("people", lang))
    return TextTable(columns, tuple(rows), (True,))


def _cell_name(released: Released, row: int, lang: str) -> str:
    said = [released.label(k, released.frame.at[row, k], lang) for k in ("group", "site_id")]
    answered = Value(released, row, "answered").say(lang)
    name = capitalised(", ".join(said))
    return say("open_text_cell", lang, name=name, answered=answered)


def responses_table(released: Released, lang: str) -> TextTable:
    """One row per person who wrote something: who they are, codes, the answer, what is known.

    Where nobody wrote anything, one row per person who left the question blank.
    """
    left = set(blanks(released))
    rows = tuple(
        Row(who(released, row, lang), (_answer(released, row, lang),))
        for i, row in enumerate(released.frame.to_dict("records"))
        if i not in left or len(left) == len(released.frame)
    )
    columns = (say("open_text_person", lang), say("open_text_answer_and_codes", lang))
    return TextTable(columns, rows, (False,), (28, 72))


def blanks(released: Released) -> tuple[int, ...]:
    """The rows of people who left the question blank."""
    return tuple(int(i) for i in released.frame.index[released.frame["state"] == BLANK])


def left_out(released: Released) -> tuple[Sentence, ...]:
    """How many people left the question blank, where they are not listed."""
    left = blanks(released)
    if not left or len(left) == len(released.frame):
        return ()
    return (Sentence("note_open_text_blank", {"count": Count(released, left)}),)


def who(released: Released, row: dict, lang: str) -> str:
    """One person: ``Ann (Q1), parent, First``."""
    name = row["participant_id"]
    if row["pseudonym"]:
        name = say("open_text_named", lang, name=row["pseudonym"], id=row["participant_id"])
    told = (label_of(released, c, row[c], lang) for c in ("group", "site_id"))
    return ", ".join([name, *told])


def _answer(released: Released, row: dict, lang: str) -> str:
    """Codes, the answer as written, its translation, attributes, and who read it."""
    coded = codes_of(released, row, lang) or state_of(row, lang)
    known = [known_of(released, row, name, lang) for name in released.labels["attribute"]]
    return paragraphs(
        coded, row["text"], translated(row["translation"], lang), *known, read_by(row, lang)
    )


def known_of(released: Released, row: dict, name: str, lang: str) -> str:
    """An attribute and its value: ``Interviewed as well: no``, ``Where are things now? Court``."""
    asked = released.label("attribute", name, lang)
    colon = "" if asked[-1:] in "?.!:" else ":"
    return f"{asked}{colon} {label_of(released, name, row[name], lang)}"


def codes_of(released: Released, row: dict, lang: str) -> str:
    """The labels of an answer's codes: ``Listening; Tea``."""
    given = [code for code in row["codes"].split(BETWEEN) if code]
    return "; ".join(label_of(released, "code_id", code, lang) for code in given)


def state_of(row: dict, lang: str) -> str:
    """What an answer is that has no code: without one, blank, nothing said."""
    return say(STATE_WORDS[row["state"]], lang)


def read_by(row: dict, lang: str) -> str:
    """Who gave the answer a code, and whether it may be quoted."""
    coders = say("open_text_read_by", lang, coders=row["coders"]) if row["coders"] else ""
    quoted = say("open_text_not_quoted", lang) if row["text"] and row["quotable"] == "no" else ""
    return " ".join(filter(None, (coders, quoted)))


def label_of(released: Released, column: str, value: str, lang: str) -> str:
    """The text of a value; a value without one (a month) as it is."""
    text = released.labels.get(column, {}).get(value)
    return text.say(lang) if text else value


def state_choices(lang: str) -> list[tuple[str, str]]:
    """What an answer can be, with its words: for choosing. Whoever wrote anything stands first."""
    wrote = (say("open_text_wrote", lang), WRITTEN)
    return [wrote, *((say(STATE_WORDS[state], lang), state) for state in STATES)]
