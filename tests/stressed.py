"""Displays as a study might have them that is unlike the shipped ones: their records rewritten.

Numbers stay as they were released; what they are about is called something else, there is more or
less of it, or it is hidden.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable

from compendium.displays.record import Display, from_record

# Labels by which one thing finds another, or that a number is read from.
POINTERS = {
    "ceiling",
    "context_item_of",
    "least",
    "link_from",
    "link_kind",
    "link_to",
    "method",
    "most",
    "parent",
    "range",
    "statement_of",
}
PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwll"
NUMBERS = ("base", "coefficient", "count", "days", "decimal", "mean", "p", "percent")


def _place(text: str) -> str:
    """One word that is longer than any box is wide."""
    return PLACE


def _sentence(text: str) -> str:
    """Two hundred letters of ordinary words, the name among them where it tells things apart."""
    return (f"{text}: " + "mae'r anghydraddoldeb a'r gwrthwynebiad yn llesteirio " * 4)[:200]


def _letter(text: str) -> str:
    return text[:1]


def _mixed(text: str) -> str:
    """Long, short and of one word in turn, so that neighbours are unlike."""
    return (_place, _sentence, _letter)[len(text) % 3](text)


CALLED: dict[str, Callable[[str], str]] = {
    "one long word": _place,
    "a long sentence": _sentence,
    "one letter": _letter,
    "unlike names": _mixed,
}


def relabelled(display: Display, call: Callable[[str], str]) -> Display:
    """The display with every name and wording exchanged for what `call` makes of it."""
    record = copy.deepcopy(display.record())
    data = record["data"]
    for column, texts in data["labels"].items():
        if column in POINTERS:
            continue
        for _, text in texts:
            for lang, words in text.items():
                # Days and numbers stay what they are.
                text[lang] = call(words) if any(c.isalpha() for c in words) else words
    return from_record(record)


def multiplied(display: Display, column: str, least: int) -> Display:
    """The display with the named values of a key column repeated, until there are `least`."""
    record = copy.deepcopy(display.record())
    data = record["data"]
    at = data["columns"].index(column)
    named = {key for key, _ in dict(data["labels"]).get(column, [])}
    values = [v for v in dict.fromkeys(row[at] for row in data["rows"]) if v in named]
    times = math.ceil(least / len(values))
    rows, marks = list(data["rows"]), list(data["marks"])
    for number in range(1, times):
        for row, mark in zip(data["rows"], data["marks"], strict=True):
            # A scale of its own, beside questions, has a name in words.csv.
            if row[at] in values:
                rows.append([*row[:at], f"{row[at]}~{number}", *row[at + 1 :]])
                marks.append(mark)
    for texts in data["labels"].values():
        texts += [
            [f"{key}~{number}", text]
            for number in range(1, times)
            for key, text in list(texts)
            if key in values
        ]
    order = _together(rows, data, at)
    data["rows"], data["marks"] = [rows[i] for i in order], [marks[i] for i in order]
    return from_record(record)


def _together(rows: list[list], data: dict, at: int) -> list[int]:
    """Rows in the order of the keys that stand before the column, as a released table has them."""
    before = [data["columns"].index(c) for c in data["by"]]
    before = before[: before.index(at)] if at in before else []
    heads = [tuple(row[i] for i in before) for row in rows]
    ranks = {head: rank for rank, head in enumerate(dict.fromkeys(heads))}
    return sorted(range(len(rows)), key=lambda i: (ranks[heads[i]], i))


def first_of(display: Display, column: str, count: int = 1) -> Display:
    """The display with the rows of a key column's first values alone."""
    record = copy.deepcopy(display.record())
    data = record["data"]
    at = data["columns"].index(column)
    chosen = list(dict.fromkeys(row[at] for row in data["rows"]))[:count]
    kept = [i for i, row in enumerate(data["rows"]) if row[at] in chosen]
    for part in ("rows", "marks"):
        data[part] = [data[part][i] for i in kept]
    return from_record(record)


def hidden(display: Display, every: int) -> Display:
    """The display with each number hidden in every so-manieth row; 1 hides them all."""
    record = copy.deepcopy(display.record())
    data = record["data"]
    for number, (row, marks) in enumerate(zip(data["rows"], data["marks"], strict=True)):
        if number % every:
            continue
        for at, column in enumerate(data["columns"]):
            kind = data["kinds"][column]
            if kind in NUMBERS or (kind == "band" and row[at]):
                row[at] = None if kind in NUMBERS else ""
                marks[at] = "c"
    return from_record(record)
