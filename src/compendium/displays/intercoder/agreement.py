"""Coders' agreement as a table of every code, and which of its rows can be drawn.

`compendium.displays.intercoder.agreement_dots` draws them.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.intercoder.agreement import ALL_CODES
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import ENDS, from_to
from compendium.displays.qualitative.outline import depth
from compendium.displays.record import Display, Label, Sentence
from compendium.displays.sentences import Labels
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

REMARKS = {
    "weak": "agreement_weak",
    "apart": "agreement_apart",
    "unsure": "agreement_unsure",
    "too_few": "agreement_too_few",
}
FLAGS = {
    "weak": "agreement_weak_short",
    "apart": "agreement_apart_short",
    "unsure": "agreement_unsure_short",
    "too_few": "agreement_too_few_short",
}
COLUMNS = (
    "theme",
    "kappa",
    "interval",
    "agreement_remark",
    "agreement_uses",
    "agreement_sources",
    "agreement_percent",
    "agreement_prevalence",
    "pabak",
    "ac1",
)


def agreement_table(released: Released, lang: str) -> TextTable:
    """One row per code under each pair of coders, all codes together first."""
    rows, pair = [], None
    for i, row in kept_rows(released).iterrows():
        if row["coder"] != pair:
            pair = row["coder"]
            rows.append(Row(pair_text(released, i, lang), ("",) * (len(COLUMNS) - 1)))
        rows.append(
            Row(
                released.label("code_id", row["code_id"], lang),
                _cells(released, i, lang),
                depth=1 + depth(released, row["code_id"]),
                of=(i,),
            )
        )
    numeric = tuple(name != "agreement_remark" for name in COLUMNS[1:])
    return TextTable(tuple(say(name, lang) for name in COLUMNS), tuple(rows), numeric)


def _cells(released: Released, row: int, lang: str) -> tuple[str, ...]:
    def number(column: str) -> str:
        return Value(released, row, column).say(lang)

    return (
        number("kappa"),
        from_to(released, row, ENDS, lang),
        remark(released, row, lang),
        uses(released, row, lang),
        *(number(c) for c in ("sources", "percent", "prevalence", "pabak", "ac1")),
    )


def remark(released: Released, row: int, lang: str) -> str:
    """What is wrong with agreement on a code; blank where nothing is."""
    judged = released.frame.at[row, "judgement"]
    return say(REMARKS[judged], lang) if judged else ""


def uses(released: Released, row: int, lang: str) -> str:
    """How often each of two coders gave a code; the mark alone where that is hidden."""
    first, second = (Value(released, row, c).say(lang) for c in ("uses_1", "uses_2"))
    hidden = first.startswith("[")
    return first if hidden else say("agreement_both_uses", lang, first=first, second=second)


def pair_text(released: Released, row: int, lang: str) -> str:
    """Which coders, and how many segments both read."""
    coders = released.label("coder", released.frame.at[row, "coder"], lang)
    units = Value(released, row, "units").say(lang)
    return say("agreement_pair", lang, coders=coders, units=units)


def flagged(released: Released, row: int, lang: str) -> str:
    """A code's label, and what is wrong with agreement on it in brackets, if anything is."""
    found = released.frame.loc[row]
    label = released.label("code_id", found["code_id"], lang)
    flag = FLAGS.get(found["judgement"])
    return say(flag, lang, theme=label) if flag else label


def alt_text(released: Released) -> Sentence | None:
    """Kappa over all codes, and the lowest of those that can be judged."""
    drawn = [i for i in drawn_rows(released) if released.frame.at[i, "code_id"] != ALL_CODES]
    whole = [i for i in drawn_rows(released) if i not in drawn]
    if not (drawn and whole):
        return None
    low = min(drawn, key=lambda i: released.frame.at[i, "kappa"])
    return Sentence(
        "alt_agreement",
        {
            "whole": Value(released, whole[0], "kappa"),
            "low": Label(released, "code_id", released.frame.at[low, "code_id"]),
            "low_kappa": Value(released, low, "kappa"),
        },
    )


def kept_rows(released: Released) -> pd.DataFrame:
    """The rows that a table shows: all but those of which every coefficient is hidden."""
    coefficient = "alpha_u" if "alpha_u" in released.frame else "kappa"
    return released.frame[released.marks[coefficient].eq("")]


def left_out(released: Released) -> tuple[Sentence, ...]:
    """Which themes no row stands for; of each pair of coders and unit where these differ."""
    kept = kept_rows(released).index
    gone = released.frame[~released.frame.index.isin(kept)]
    under = [c for c in ("coder", "unit") if c in gone]
    lists = [tuple(g["code_id"]) for _, g in gone.groupby(under, sort=False, observed=True)]
    return tuple(
        Sentence("agreement_left_out", {"names": Labels(released, "code_id", codes)})
        for codes in dict.fromkeys(lists)
    )


def drawn_rows(released: Released) -> list[int]:
    """The rows whose agreement can be judged and may be shown."""
    frame = released.frame
    judged = frame["judgement"].ne("too_few") & frame["kappa"].notna()
    return list(frame.index[judged & released.marks["kappa"].eq("")])


def has_dots(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(drawn_rows(display.data))
