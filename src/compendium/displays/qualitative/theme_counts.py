"""Tables of theme counts: every code by group, and under every rule of the coding of record.

`compendium.displays.qualitative.code_tree` draws the first.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.qualitative.theme_counts import ANY_THEME
from compendium.disclosure.released import Released, Value
from compendium.displays.about import THEME, About
from compendium.displays.qualitative.outline import depth
from compendium.displays.sentences import Count, Label, Sentence
from compendium.displays.text_table import Row, TextTable
from compendium.words import capitalised, say

# Of each number its heading, in the order they stand in; those the study has not are left out.
NUMBERS = {
    "people": "people",
    "unprompted": "raised_unprompted",
    "events": "talk_events",
    "segments": "passages",
    "words": "talk_words",
    "favourable": "passages_favourable",
    "mixed": "passages_mixed",
    "unfavourable": "passages_unfavourable",
    "unknown": "passages_of_nobody",
}
# The numbers that lead to passages.
LINKED = ("people", "segments")
# What the quote bank calls otherwise.
IN_BANK = {"language": "lang"}
# Of each number a tree can be drawn of, its alternative text.
ALT = {"people": "alt_code_tree_people", "words": "alt_code_tree_words"}


def theme_counts_table(released: Released, lang: str) -> TextTable:
    """Of each group a line with how many were asked, and under it one row per code."""
    shown = [
        n for n in NUMBERS if n in released.frame and (n != "unknown" or has_unknown(released))
    ]
    rows = []
    for cell in cells_of(released):
        rows.append(Row(cell_with_asked(released, cell[0], lang), ("",) * len(shown)))
        for i in cell:
            code = released.frame.at[i, "code_id"]
            numbers = tuple(Value(released, i, n).say(lang) for n in shown)
            about = tuple(_about(released, i) if n in LINKED else None for n in shown)
            name = theme(released, code, lang)
            rows.append(Row(name, numbers, 1 + depth(released, code), about=about))
    columns = (say("theme", lang), *(say(NUMBERS[n], lang) for n in shown))
    return TextTable(columns, tuple(rows), (True,) * len(shown))


def _about(released: Released, row: int) -> About | None:
    """Which passages a number counts; any theme at all is no place in the quote bank."""
    found = released.frame.loc[row]
    if found["code_id"] == ANY_THEME:
        return None
    by = {IN_BANK.get(k, k): found[k] for k in released.by[1:]}
    by.setdefault("data_type", "interview")
    # A blank group is that of nobody known, and no blank filter.
    group = by.pop("group") if by.get("group") else ""
    site, where = by.pop("site", ""), tuple(by.items())
    return About(THEME, found["code_id"], group, site, where)


def cells_of(released: Released) -> list[list[int]]:
    """The rows of each group, in the order of the released table."""
    frame, keys = released.frame, list(released.by[1:])
    if not keys:
        return [list(frame.index)]
    grouped = frame.groupby(keys, sort=False, observed=True)
    return [list(rows) for rows in grouped.indices.values()]


def name_of(released: Released, row: int, lang: str) -> str:
    """What the group of one row is called: ``Parents, Area A``."""
    said = [released.label(k, released.frame.at[row, k], lang) for k in released.by[1:]]
    return capitalised(", ".join(said) or say("everybody_asked", lang))


def cell_with_asked(released: Released, row: int, lang: str) -> str:
    """The group of one row and how many of it were asked; nobody can have asked nobody known."""
    name = name_of(released, row, lang)
    if not released.frame.at[row, "asked"]:
        return name
    return say("talk_cell", lang, name=name, asked=Value(released, row, "asked").say(lang))


def theme(released: Released, code: str, lang: str) -> str:
    """The name of a code, and whether the topic guide asked about it."""
    label = released.label("code_id", code, lang)
    if code not in released.labels["asked_about"]:
        return label
    return say("theme_asked_about", lang, theme=label)


def has_unknown(released: Released) -> bool:
    """Whether there are passages of which nobody knows who spoke."""
    return bool(released.frame["unknown"].gt(0).any())


def notes(released: Released) -> tuple[Sentence, ...]:
    """What the numbers beside those of people mean, where there are any."""
    frame = released.frame
    guide = "note_unprompted" if "unprompted" in frame else "note_guide_not_said"
    found = [Sentence(guide)]
    if "favourable" in frame:
        found.append(Sentence("note_valence"))
    if has_unknown(released):
        found.append(Sentence("note_unknown_speakers"))
    return tuple(found)


def coding_rule_table(released: Released, lang: str) -> TextTable:
    """One row per code, one column per rule: people, and passages in brackets."""
    rules = list(dict.fromkeys(released.frame["rule"]))
    places = {(r["code_id"], r["rule"]): i for i, r in released.frame.iterrows()}

    def heading(rule: str) -> str:
        name = capitalised(released.label("rule", rule, lang))
        return say("rule_in_use", lang, rule=name) if in_use(released, rule) else name

    def said(row: int) -> str:
        people, passages = (Value(released, row, c).say(lang) for c in ("people", "segments"))
        return say("people_and_passages", lang, people=people, passages=passages)

    rows = tuple(
        Row(
            released.label("code_id", code, lang),
            tuple(said(places[code, rule]) for rule in rules),
            depth(released, code),
        )
        for code in dict.fromkeys(released.frame["code_id"])
    )
    columns = (say("theme", lang), *map(heading, rules))
    return TextTable(columns, rows, (True,) * len(rules))


def in_use(released: Released, rule: str) -> bool:
    """Whether a rule is the coding of record."""
    return rule in released.labels["in_use"]


def rule_notes(released: Released) -> tuple[Sentence, ...]:
    """How many themes more or fewer people raise by consensus or union; whether there is any.

    Coders alone are left out: who read less finds less.
    """
    frame = released.frame
    if readers(released) < 2:
        return (Sentence("note_one_coder"),)
    own = frame[frame["code_id"] != ANY_THEME]
    own = own[own["rule"].isin(("consensus", "union", *released.labels["in_use"]))]
    numbers = own.groupby("code_id", sort=False, observed=True)["people"].nunique()
    first = own.drop_duplicates("code_id")
    changed = first[first["code_id"].map(numbers) > 1]
    counts = {
        "changed": Count(released, tuple(changed.index)),
        "themes": Count(released, tuple(first.index)),
    }
    return (Sentence("note_rules_differ", counts),)


def readers(released: Released) -> int:
    """How many coders coded anything."""
    whole: pd.DataFrame = released.frame[released.frame["code_id"] == ANY_THEME]
    coders = ~whole["rule"].isin(("consensus", "union"))
    return int((coders & whole["segments"].gt(0)).sum())


def rule_caption(released: Released) -> Sentence:
    """How many people were asked stands in the caption, once for all rows."""
    return Sentence("caption_coding_rules", {"asked": Value(released, 0, "asked")})


def alt_code_tree(released: Released, column: str) -> Sentence:
    """How many themes there are, and of which one the bar is the longest."""
    frame = released.frame
    own = frame[frame["code_id"] != ANY_THEME]
    most = int(own[column].idxmax())
    return Sentence(
        ALT[column],
        {
            "count": Count(released, tuple(own.drop_duplicates("code_id").index)),
            "theme": Label(released, "code_id", frame.at[most, "code_id"]),
            "number": Value(released, most, column),
        },
    )
