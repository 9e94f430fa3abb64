"""Sentences that somebody wrote, with released numbers in them, and what carries each.

Everything is in the released table: the sentences are its labels, the numbers its rows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from string import Formatter

from compendium.disclosure.released import Released, Value
from compendium.displays.text_table import Row, TextTable
from compendium.heard import note
from compendium.words import ENGLISH_STANDS_IN, Text, capitalised, date_text, say


@dataclasses.dataclass(frozen=True)
class Authored:
    """A sentence of a study's own and the released values that fill its placeholders."""

    text: Text
    parts: dict[str, Value] = dataclasses.field(default_factory=dict)

    def say(self, lang: str) -> str:
        """The sentence in one language; missing Welsh is the English, its numbers too, marked."""
        return "".join(text for text, _ in self.pieces(lang))

    def pieces(self, lang: str) -> tuple[tuple[str, str], ...]:
        """The same in pieces: a text and the name of the value it is, blank for words between.

        Where the English stands in for Welsh nobody wrote, the last piece is its mark.
        """
        told = lang if lang == "en" or self.text.cy else "en"
        found = []
        for words_before, name, *_ in Formatter().parse(self.text.say(told)):
            found += [(words_before, "")] * bool(words_before)
            found += [(self.parts[name].say(told), name)] if name else []
        sentence = "".join(text for text, _ in found)
        if told != lang:
            note(sentence, "")
            return (*found, (ENGLISH_STANDS_IN, ""))
        return tuple(found)


@dataclasses.dataclass(frozen=True)
class Conclusion:
    """One finding: its sentence, the names of what carries it by id, who wrote it and when."""

    finding_id: str
    sentence: Authored
    evidence: dict[str, Text]
    analyst: str
    decided_on: dt.date

    def signed(self, lang: str) -> str:
        day = date_text(self.decided_on, lang)
        name = capitalised(self.analyst)
        return say("findings_signed", lang, name=name, day=day)


def conclusions(released: Released) -> list[Conclusion]:
    """The findings in a released table, in its order."""
    found = []
    for finding, rows in released.frame.groupby("finding_id", sort=False, observed=False):
        first = rows.iloc[0]
        values = {
            row["value"]: Value(released, int(i), row["kind"], int(row.get("out_of") or 0))
            for i, row in rows.iterrows()
            if row["value"]
        }
        found.append(
            Conclusion(
                finding,
                Authored(released.labels["finding_id"][finding], values),
                {e: released.labels["evidence"][e] for e in first["evidence"].split()},
                first["analyst"],
                dt.date.fromisoformat(first["decided_on"]),
            )
        )
    return found


def anchor_of(evidence: str) -> str:
    """The end of a link to what carries a finding; a table's row of that anchor is its place.

    >>> anchor_of("joint:trust"), anchor_of("comparison:by_area"), anchor_of("CW09")
    ('joint-trust', 'comparison-by_area', 'cmoc-CW09')
    """
    kind, _, name = evidence.rpartition(":")
    return f"{kind or 'cmoc'}-{name}"


def findings_table(released: Released, lang: str) -> TextTable:
    """One row per finding: the sentence, what it rests on, who concluded it and when."""
    rows = tuple(
        Row(
            found.sentence.say(lang),
            ("; ".join(t.say(lang) for t in found.evidence.values()), found.signed(lang)),
        )
        for found in conclusions(released)
    )
    names = ("findings_sentence", "findings_rests_on", "findings_concluded")
    return TextTable(tuple(say(n, lang).rstrip(":") for n in names), rows, (False, False))
