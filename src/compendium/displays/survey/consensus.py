"""A consensus survey in words: its table, its captions and notes, its alternative text."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.survey.consensus_results import DISCUSS, EVERYBODY
from compendium.conclusions import FIRST
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import ENDS, or_nothing, with_interval
from compendium.displays.record import Display
from compendium.displays.sentences import Count, Label, Sentence
from compendium.displays.text_table import Row, TextTable
from compendium.words import capitalised, say

# How a verdict is said, on a group and on a statement; how many other answers would change it.
VERDICTS = {
    "retain": "consensus_retain",
    "retain_with_note": "consensus_retain_with_note",
    "discuss": "consensus_discuss",
    "note": "consensus_note",
    "no_note": "consensus_no_note",
    "not_judged": "consensus_not_judged",
}
DISTANCES = {
    "one_or_two": "others_one_or_two",
    "three_to_five": "others_three_to_five",
    "more_than_five": "others_more_than_five",
}
COLUMNS = ("consensus_median", "consensus_quartiles", "consensus_a", "consensus_tw")
INDEX = {"ipr": "consensus_ipr", "ipras": "consensus_ipras", "disagreement": "consensus_split"}


def consensus_table(released: Released, lang: str) -> TextTable:
    """One row per group under its statement, whose verdict stands beside it."""
    index = [c for c in INDEX if c in released.frame]
    names = ("statement", "base", "consensus_share", *COLUMNS, *(INDEX[c] for c in index))
    names += ("consensus_verdict", "consensus_others")
    rows, statement = [], None
    for i, row in released.frame.iterrows():
        if row["statement"] != statement:
            statement = row["statement"]
            cells = ("",) * (len(names) - 3)
            text = released.label("statement", statement, lang)
            rows.append(Row(text, (*cells, conclusion(released, i, lang), "")))
        cells = _cells(released, i, index, lang)
        rows.append(Row(group_of(released, i, lang), cells, depth=1, of=(i,)))
    numeric = [n not in ("consensus_split", "consensus_verdict") for n in names[1:]]
    return TextTable(tuple(say(n, lang) for n in names), tuple(rows), tuple(numeric))


def _cells(released: Released, row: int, index: list[str], lang: str) -> tuple[str, ...]:
    def said(column: str) -> str:
        return or_nothing(released, row, column, lang)

    split = [said(c) if c != "disagreement" else _yes_no(released, row, lang) for c in index]
    return (
        said("base"),
        share(released, row, lang),
        said("median"),
        span(released, row, ("lower_quartile", "upper_quartile"), lang),
        said("agreement"),
        said("consensus"),
        *split,
        verdict(released, row, lang),
        distance(released, row, lang),
    )


def span(released: Released, row: int, ends: tuple[str, str], lang: str) -> str:
    """``3.0 to 5.0``; the mark alone where both are hidden."""
    low, high = (or_nothing(released, row, end, lang) for end in ends)
    return low if low == high or not high else say("from_to", lang, lower=low, upper=high)


def share(released: Released, row: int, lang: str) -> str:
    """The share with its interval, ``89% (77% to 95%)``; a bound or a mark alone."""
    if released.marks.at[row, "percent"]:
        return Value(released, row, "percent").say(lang)
    return with_interval(released, row, "percent", ENDS, lang)


def _yes_no(released: Released, row: int, lang: str) -> str:
    found = {"yes": "consensus_yes", "no": "consensus_no"}.get(
        released.frame.at[row, "disagreement"]
    )
    return say(found, lang) if found else or_nothing(released, row, "disagreement", lang)


def verdict(released: Released, row: int, lang: str) -> str:
    """The verdict on one group, or why there is none."""
    if released.frame.at[row, "guard"]:
        return Value(released, row, "guard").say(lang)
    return _word(released, row, "verdict", VERDICTS, lang)


def conclusion(released: Released, row: int, lang: str) -> str:
    """The rule's verdict on a statement."""
    return _word(released, row, "result", VERDICTS, lang)


def told(released: Released, row: int, column: str, lang: str) -> str:
    """The verdict on a group (``verdict``) or a statement (``result``); or that it is hidden."""
    said = {"verdict": verdict, "result": conclusion}[column](released, row, lang)
    hidden = released.marks.at[row, column] == "c"
    return say("consensus_hidden", lang, mark=said) if hidden else said


def distance(released: Released, row: int, lang: str) -> str:
    """How many people would have to answer otherwise: a number, or how few."""
    if released.kinds["others"] == "count":
        return or_nothing(released, row, "others", lang)
    return _word(released, row, "others", DISTANCES, lang)


def _word(released: Released, row: int, column: str, keys: dict[str, str], lang: str) -> str:
    found = released.frame.at[row, column]
    if found in keys:
        return say(keys[found], lang)
    mark = released.marks.at[row, column]
    return Value(released, row, column).say(lang) if mark else ""


def group_of(released: Released, row: int, lang: str) -> str:
    """The name of a row's group."""
    return capitalised(released.label("group", released.frame.at[row, "group"], lang))


def has_shares(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(display.data.frame["percent"].notna().any())


def caption(released: Released) -> Sentence:
    """What was rated for what, by whom."""
    if released.frame.empty:
        return Sentence("absent_consensus")
    parts = {
        "question": Label(released, "question", released.frame["question"].iloc[0]),
        "agree": released.labels["method"]["agree"],
        "population": released.population,
    }
    return Sentence("caption_consensus", parts)


def notes(released: Released) -> tuple[Sentence, ...]:
    """The rule, in its own numbers."""
    if released.frame.empty:
        return ()
    texts, first = released.labels["method"], released.frame["question"].eq(FIRST).any()
    names = ("judged_from", "least_percent", "agree", "least_median")
    if first:
        return (Sentence("consensus_rule_first", {n: texts[n] for n in names}),)
    if released.frame["group"].eq(EVERYBODY).any():
        return (Sentence("consensus_rule_second", {n: texts[n] for n in ("note_below", "agree")}),)
    return ()


def alt_consensus(released: Released) -> Sentence | None:
    """How many statements, how many to be discussed, the highest and lowest share that is no bound.

    A bound may stand for more than the highest of them, so it is not said where most agree.
    """
    frame = released.frame
    if frame["percent"].isna().all():
        return None
    each, exact = frame.drop_duplicates("statement"), _no_bounds(released)
    discussed = each.index[each["result"].eq(DISCUSS)]
    parts: dict = {
        "count": Count(released, tuple(int(i) for i in each.index)),
        "discussed": Count(released, tuple(int(i) for i in discussed)),
    }
    if exact.empty:
        return Sentence("alt_consensus_bounds", {"count": parts["count"]})
    for name, end in (("top", "idxmax"), ("low", "idxmin")):
        row = int(exact.agg(end))
        parts[f"{name}_percent"] = Value(released, row, "percent")
        for column in ("statement", "group"):
            parts[f"{name}_{column}"] = Label(released, column, frame.at[row, column])
    judged = frame["question"].eq(FIRST).all() and frame["result"].ne("").any()
    if judged:
        return Sentence("alt_consensus_judged", parts)
    return Sentence("alt_consensus", {n: p for n, p in parts.items() if n != "discussed"})


def _no_bounds(released: Released) -> pd.Series:
    percents, marks = released.frame["percent"], released.marks["percent"]
    return percents[percents.notna() & ~marks.isin(["over", "under"])]


def concordance_table(released: Released, lang: str) -> TextTable:
    """One row per question and group."""
    columns = [c for c in ("n", "w", "chi2", "df", "p") if c in released.frame]
    rows = tuple(
        Row(
            f"{group_of(released, i, lang)}, {released.label('question', row['question'], lang)}",
            (
                *(or_nothing(released, i, c, lang) for c in columns),
                Value(released, i, "guard").say(lang),
            ),
            of=(i,),
        )
        for i, row in released.frame.iterrows()
    )
    heads = {"n": "base", "w": "concordance_w", "chi2": "concordance_chi2"}
    heads |= {"df": "concordance_df", "p": "p_value"}
    names = ("group", *(heads[c] for c in columns), "concordance_why")
    numeric = (True,) * len(columns) + (False,)
    return TextTable(tuple(say(n, lang) for n in names), rows, numeric)
