"""Tables of answers, of scores and of what each question adds; why a number is missing."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.disclosure.released import Released, Value, missing
from compendium.displays.number_texts import ENDS, is_blank, people, with_interval
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

SCORE_COLUMNS = ("construct", "base", "mean_interval", "items", "alpha_base", "alpha", "omega")
ITEM_COLUMNS = ("question", "item_rest", "alpha_without", "lowest_answer", "highest_answer")
# The column of the share at each end of a scale, and what it is called where answers crowd there.
CROWDED = {"lowest": "floor", "highest": "ceiling"}


def levels_table(released: Released, lang: str) -> TextTable:
    """One row per question under its topic: the share of each answer, and how many answered."""
    by_item: dict[tuple[str, str], list[int]] = {}
    for i, row in released.frame.iterrows():
        by_item.setdefault((row["construct"], row["item_id"]), []).append(i)
    rows, construct = [], None
    for (topic, item), places in by_item.items():
        if topic != construct:
            construct = topic
            rows.append(Row(released.label("construct", topic, lang), ("", "")))
        shares = shares_of(released, places, lang)
        base = Value(released, places[0], "base").say(lang)
        rows.append(Row(item_text(released, item, lang), (shares, base), depth=1, of=tuple(places)))
    columns = (say("question", lang), say("answers", lang), say("base", lang))
    return TextTable(columns, tuple(rows), (False, True))


def shares_of(released: Released, rows: Sequence[int], lang: str) -> str:
    """Each level with its share: ``Disagree 20%; Agree 80%``."""
    levels = (released.label("level", released.frame.at[i, "level"], lang) for i in rows)
    shares = (Value(released, i, "percent").say(lang) for i in rows)
    return "; ".join(map(" ".join, zip(levels, shares, strict=True)))


def scores_table(released: Released, lang: str) -> TextTable:
    """One row per topic: people, mean, alpha and omega, each with its interval."""
    rows = [
        Row(
            released.label("construct", row["construct"], lang),
            (
                Value(released, i, "n").say(lang),
                _mean(released, i, lang),
                Value(released, i, "items").say(lang),
                Value(released, i, "alpha_n").say(lang),
                _with_interval(released, i, "alpha", lang),
                _with_interval(released, i, "omega", lang),
            ),
            of=(i,),
        )
        for i, row in released.frame.iterrows()
    ]
    return _table(released, SCORE_COLUMNS, rows, ("mean", "alpha", "omega"), lang)


def items_table(released: Released, lang: str) -> TextTable:
    """One row per question under its topic, which says the alpha of all its questions."""
    rows, topic = [], None
    for i, row in released.frame.iterrows():
        if row["construct"] != topic:
            topic = row["construct"]
            rows.append(Row(_topic(released, i, lang), ("",) * 4))
        cells = (
            _or_reason(released, i, "item_rest", lang),
            _or_reason(released, i, "alpha_without", lang),
            *(_end(released, i, end, lang) for end in CROWDED),
        )
        rows.append(Row(item_text(released, row["item_id"], lang), cells, depth=1, of=(i,)))
    return _table(released, ITEM_COLUMNS, rows, ("item_rest", "alpha_without"), lang)


def item_text(released: Released, item: str, lang: str) -> str:
    """An item's wording, and that it is worded negatively where it is."""
    if item == "score":
        return say("whole_topic", lang)
    wording = released.label("item_id", item, lang)
    negative = item in released.labels.get("reversed", {})
    return f"{wording} {say('worded_negatively', lang)}" if negative else wording


def _table(
    released: Released, names: tuple[str, ...], rows: list[Row], guarded: tuple[str, ...], lang: str
) -> TextTable:
    """The table; a column in which a reason stands for a number is read like words."""
    reasons = {c for c in guarded for i in released.frame.index if is_blank(released, i, c)}
    numeric = tuple(name.removesuffix("_interval") not in reasons for name in names[1:])
    return TextTable(tuple(say(n, lang) for n in names), tuple(rows), numeric)


def _topic(released: Released, row: int, lang: str) -> str:
    """A topic with the alpha of all its questions and the people it rests on, where it has one."""
    topic = released.label("construct", released.frame.at[row, "construct"], lang)
    if missing(released.frame.at[row, "alpha"]):
        return topic
    alpha, n = Value(released, row, "alpha").say(lang), people(released, row, "n", lang)
    return say("topic_with_alpha", lang, topic=topic, alpha=alpha, people=n)


def _end(released: Released, row: int, share: str, lang: str) -> str:
    """How many chose the answer at one end: the team a share, the public whether it is many."""
    flag = CROWDED[share]
    if released.marks.at[row, flag]:
        return Value(released, row, flag).say(lang)
    crowded = released.frame.at[row, flag]
    if share in released.frame:
        number = Value(released, row, share).say(lang)
        return say("crowded_share", lang, share=number, end=say(flag, lang)) if crowded else number
    threshold = released.label("method", "crowded", lang)
    return say("crowded_yes" if crowded else "crowded_no", lang, share=threshold)


def _mean(released: Released, row: int, lang: str) -> str:
    """A mean with its interval; where there is none, too few people answered."""
    if is_blank(released, row, "mean"):
        return say("guard_few_people", lang)
    return with_interval(released, row, "mean", ENDS, lang)


def _with_interval(released: Released, row: int, name: str, lang: str) -> str:
    ends = (f"{name}_lower", f"{name}_upper")
    return _reason(released, row, name, lang) or with_interval(released, row, name, ends, lang)


def _or_reason(released: Released, row: int, name: str, lang: str) -> str:
    return _reason(released, row, name, lang) or Value(released, row, name).say(lang)


def _reason(released: Released, row: int, name: str, lang: str) -> str:
    """Why there is neither a number nor a mark; blank where there is one, or no reason."""
    blank = is_blank(released, row, name)
    return Value(released, row, "guard").say(lang) if blank else ""
