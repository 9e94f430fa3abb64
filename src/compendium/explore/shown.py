"""Passages as the explorer shows them: a page of them as HTML, each with all that is known."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd

from compendium.analysis.qualitative import search
from compendium.analysis.result import Result
from compendium.disclosure.released import Released
from compendium.explore.filters import JUDGED
from compendium.explore.talk import UNJUDGED, Talk
from compendium.words import capitalised, say

LANG = "en"
PAGE = 50
# How much of a source stands before and after a passage, at most, in characters.
CONTEXT, READ = 600, 3000
APPROVALS = {
    "approved": "explore_approved",
    "waiting": "explore_waiting",
    "refused": "explore_refused",
    "nobody": "explore_nobody",
}
COLUMNS = (
    "speaker",
    "site_id",
    "group",
    "attributes",
    "event_id",
    "method",
    "round",
    "date",
    "turn",
    "char_start",
    "char_end",
    "themes",
    "valence",
    "lang",
    "text",
    "translation",
    "approval",
    "before",
    "after",
)


def passages(talk: Talk, chosen: np.ndarray, rule: str) -> Result:
    """One row per chosen passage (by their numbers), with all that is known of it.

    `attributes` are the speaker's answers to questions with a choice, one to a line; `before` and
    `after` the talk on either side of it in its source, blank where nothing is known of it.
    """
    coding = talk.coding(rule)
    frame = talk.passages.iloc[chosen].reset_index(drop=True)
    around = [_around(talk, row) for row in frame.itertuples()]
    frame = frame.assign(
        attributes=_attributes(talk, chosen),
        themes=coding.themes.iloc[chosen].to_numpy(),
        valence=coding.valence[chosen],
        before=[before for before, _ in around],
        after=[after for _, after in around],
        # Numbers of places, not of people: said as they stand.
        **{c: frame[c].astype("str") for c in ("turn", "char_start", "char_end")},
    )
    return Result(
        "passages",
        frame[["segment_id", *COLUMNS, "people"]],
        by=("segment_id",),
        people="people",
        kinds=dict.fromkeys(COLUMNS, "text"),
        **search.about(talk.data),
    )


def page(released: Released) -> str:
    """Released passages as a list."""
    items = "".join(_item(released, row) for row in range(len(released.frame)))
    return f'<ol class="cx-passages">{items}</ol>'


def who(released: Released, row: int) -> str:
    """The speaker: pseudonym, group and area."""
    passage = released.frame.loc[row]
    group = released.label("group", passage["group"], LANG)
    area = released.label("site_id", passage["site_id"], LANG)
    names = (passage["speaker"], group, area)
    return capitalised(", ".join(name for name in names if name))


def place(passage: pd.Series) -> str:
    """Where a passage stands: its source, turn and characters."""
    parts = {n: passage[n] for n in ("event_id", "turn", "char_start", "char_end")}
    source = say("explore_place", LANG, **parts)
    more = (passage["method"].replace("_", " "), passage["round"], passage["date"])
    return ", ".join([source, *(part for part in more if part)])


def _item(released: Released, row: int) -> str:
    passage = released.frame.loc[row]
    lang = f' lang="{passage["lang"]}"' if passage["lang"] in ("en", "cy") else ""
    parts = [
        f'<p class="cx-who"><strong>{_text(who(released, row))}</strong></p>',
        f"<blockquote{lang}>{_text(passage['text'])}</blockquote>",
        _translated(passage),
        f'<p class="cx-codes">{_text(_coded(passage))}</p>',
        f'<p class="cx-place"><small>{_text(place(passage))}. '
        f"{_text(say(APPROVALS[passage['approval']], LANG))}</small></p>",
        _folded("explore_context", lang, passage["before"], passage["text"], passage["after"]),
        _folded("explore_answers", "", *passage["attributes"].split("\n")),
    ]
    return f"<li>{''.join(parts)}</li>"


def _translated(passage: pd.Series) -> str:
    """The translation of what was said in Welsh, marked as one; or that there is none."""
    if passage["translation"]:
        mark = _text(say("explore_translation", LANG))
        return f'<p class="cx-translation"><em>{mark}</em> {_text(passage["translation"])}</p>'
    if passage["lang"] == "cy":
        return f'<p class="cx-translation"><em>{_text(say("explore_untranslated", LANG))}</em></p>'
    return ""


def _coded(passage: pd.Series) -> str:
    judged = passage["valence"]
    mark = "" if judged == UNJUDGED else f" ({say(JUDGED[judged], LANG)})"
    return passage["themes"] + mark


def _folded(key: str, lang: str, *texts: str) -> str:
    """Texts folded away under a summary; nothing where there is none beside the passage itself."""
    if not any((texts[0], texts[-1])):
        return ""
    told = "".join(f"<p{lang}>{_text(text)}</p>" for text in texts if text)
    return f"<details><summary>{_text(say(key, LANG))}</summary>{told}</details>"


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _attributes(talk: Talk, chosen: np.ndarray) -> list[str]:
    """What each speaker answered to questions with a choice, one to a line."""
    told: list[list[str]] = [[] for _ in chosen]
    for asked in (a for a in talk.attributes.values() if a.answered):
        question = asked.label.say(LANG)
        said = {level: f"{question} {asked.levels[level].say(LANG)}" for level in asked.known}
        for row, level in zip(told, asked.values.iloc[chosen], strict=True):
            row += [said[level]] if level in said else []
    return ["\n".join(row) for row in told]


def _around(talk: Talk, passage) -> tuple[str, str]:
    """The turn before a passage and the one after it, as far as its source can be read."""
    text = talk.contexts.get(passage.event_id, "")
    if text[passage.char_start : passage.char_end] != passage.text:
        return "", ""
    before = text[max(0, passage.char_start - READ) : passage.char_start]
    after = text[passage.char_end : passage.char_end + READ]
    return _last_turn(before), _first_turn(after)


def _last_turn(text: str) -> str:
    """What stands in the same line before, and the line before that."""
    lines = [line for line in text.split("\n") if line.strip()]
    own = [] if text.endswith("\n") else lines[-1:]
    kept = "\n".join([*lines[: len(lines) - len(own)][-1:], *own]).strip()
    return kept if len(kept) <= CONTEXT else f"… {kept[-CONTEXT:]}"


def _first_turn(text: str) -> str:
    """What stands in the same line after, and the line after that."""
    lines = [line for line in text.split("\n") if line.strip()]
    own = [] if text.startswith("\n") else lines[:1]
    kept = "\n".join([*own, *lines[len(own) :][:1]]).strip()
    return kept if len(kept) <= CONTEXT else f"{kept[:CONTEXT]} …"
