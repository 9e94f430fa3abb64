"""The framework for practice as a table: one row per principle, laid out for one sheet of paper.

Nothing here compares or concludes: shares and verdicts are released, people wrote the rest.
"""

from __future__ import annotations

import datetime as dt

from compendium.analysis.joint_displays.joint_composed import CONSENSUS
from compendium.analysis.practice.principles import DECISIONS, THEORY, WORDS
from compendium.analysis.survey.consensus_results import DISCUSS, EVERYBODY
from compendium.conclusions import FIRST, SECOND
from compendium.disclosure.released import Released, Value, missing
from compendium.displays.about import CMOC, About
from compendium.displays.practice.coproduction import outcome, raiser
from compendium.displays.sentences import Sentence
from compendium.displays.survey.consensus import DISTANCES, group_of, told
from compendium.displays.text_table import Row, Said, TextTable, paragraphs
from compendium.words import as_written, capitalised, date_text, say

COLUMNS = (
    *("principle", "principle_asks", "principle_why"),
    *("principle_agreed", "principle_words", "principle_workshops"),
)
WIDTHS = (9, 16, 23, 23, 13, 16)
# What those who decided wrote beside it.
WRITTEN = {"note": "principle_note", "reason": "principle_reason"}
STATUSES = {
    "retained": "principle_retained",
    "to_discuss": "principle_to_discuss",
    "merged": "principle_merged",
    "dropped": "principle_dropped",
}


def principles_table(released: Released, lang: str) -> TextTable:
    """One row per principle: what it asks, why, how far people agree, their words, workshops."""
    rows = []
    for principle in released.labels["principle"]:
        found = released.frame[released.frame["principle"] == principle]
        own = {s: list(found.index[found["source"] == s]) for s in set(found["source"])}
        why, about = _why(released, principle, own.get(THEORY, []), lang)
        said = _said(released, own.get(WORDS, []), lang)
        quoted = paragraphs(*(line for quote in said for line in quote.lines(lang)))
        cells = (
            _asks(released, principle, lang),
            why,
            paragraphs(*_agreed(released, own.get(CONSENSUS, []), lang)),
            quoted or say("joint_no_quote", lang),
            paragraphs(
                *_workshops(released, own.get(DECISIONS, []), lang),
                *_decided(released, principle, lang),
            ),
        )
        head = released.label("principle", principle, lang)
        beside = {"about": (None, about, None, None, None), "said": ((), (), (), said, ())}
        rows.append(Row(head, cells, anchor=f"principle-{principle}", **beside))
    questions = ", ".join(text.say(lang) for text in released.labels["question"].values())
    columns = tuple(say(c, lang, questions=questions).removesuffix(": ") for c in COLUMNS)
    return TextTable(columns, tuple(rows), (False,) * 5, WIDTHS, gist=False, sheet=True)


def _asks(released: Released, principle: str, lang: str) -> str:
    """Of whom it asks what, line by line."""
    texts = released.labels["asks"]
    keys = [key for key in texts if key.rpartition(" ")[0] == principle]
    return paragraphs(
        *(
            say(
                "principle_asked",
                lang,
                of=capitalised(released.label("asked_of", key, lang)),
                what=texts[key].say(lang),
            )
            for key in keys
        )
    )


def _why(released: Released, principle: str, rows: list[int], lang: str) -> tuple[str, tuple]:
    """The mechanism behind it, and its CMOCs with their evidence; where each of these leads."""
    texts = released.labels["mechanism"]
    lines = [texts[key].say(lang) for key in texts if key.rpartition(" ")[0] == principle]
    about = []
    for row in rows:
        cmoc = released.frame.at[row, "about"]
        about.append(About(CMOC, cmoc, line=len(lines)))
        confidence = released.labels["confidence"]
        sure = confidence[cmoc].say(lang) if cmoc in confidence else say("band_not_judged", lang)
        spread = Value(released, row, "spread").say(lang)
        lines.append(say("principle_evidence", lang, cmoc=cmoc, spread=spread, confidence=sure))
    return paragraphs(*lines), tuple(about)


def _agreed(released: Released, rows: list[int], lang: str) -> list[str]:
    """Each group's shares, in the order of the questions; the verdict and how close it is."""
    if not rows:
        return [say("principle_not_rated", lang)]
    frame = released.frame
    first = [i for i in rows if frame.at[i, "question"] == FIRST]
    second = {frame.at[i, "group"]: i for i in rows if frame.at[i, "question"] == SECOND}
    lines = [_group(released, i, second.get(frame.at[i, "group"]), lang) for i in first]
    last = []
    if EVERYBODY in second:
        row = second[EVERYBODY]
        question = released.label("question", SECOND, lang)
        percent = Value(released, row, "percent").say(lang)
        named = {"group": group_of(released, row, lang), "question": question, "percent": percent}
        last.append(say("principle_everybody", lang, **named))
    if verdict := told(released, rows[0], "result", lang):
        last.append(say("principle_rule", lang, verdict=verdict))
    return [*lines, *filter(None, [" ".join(last)]), *_hangs_on(released, first, lang)]


def _group(released: Released, row: int, second: int | None, lang: str) -> str:
    """One group, its share who agree on each question: ``Young people (n = 46): 89%, 80%``."""
    shares = [row] if second is None else [row, second]
    said = ", ".join(Value(released, i, "percent").say(lang) for i in shares)
    base = Value(released, row, "base").say(lang)
    line = say("principle_group", lang, group=group_of(released, row, lang), base=base, shares=said)
    below = released.frame.at[row, "verdict"] == DISCUSS
    return say("principle_below", lang, line=line) if below else line


def _hangs_on(released: Released, rows: list[int], lang: str) -> list[str]:
    """How few other answers would change the verdict: in groups below the rule, or the closest."""
    frame, marks = released.frame, released.marks
    below = [i for i in rows if frame.at[i, "verdict"] == DISCUSS]
    if not below and any(marks.at[i, "others"] == "c" for i in rows):
        return []
    distances = {i: _distance(released, i) for i in below or rows}
    distances = {i: d for i, d in distances.items() if d is not None}
    least = min(distances.values(), default=None)
    closest = [
        say(
            "principle_answers",
            lang,
            group=released.label("group", frame.at[i, "group"], lang),
            others=_others(released, i, lang),
        )
        for i, d in distances.items()
        if below or d == least
    ]
    return [say("principle_hangs_on", lang, others=", ".join(closest))] if closest else []


def _distance(released: Released, row: int) -> float | None:
    """How far a group is from the other verdict, to put groups in order; None if not told."""
    others = released.frame.at[row, "others"]
    if missing(others) or others == "":
        return None
    return float(list(DISTANCES).index(others)) if others in DISTANCES else float(others)


def _others(released: Released, row: int, lang: str) -> str:
    others = released.frame.at[row, "others"]
    if others in DISTANCES:
        return say(DISTANCES[others], lang)
    return Value(released, row, "others").say(lang)


def _decided(released: Released, principle: str, lang: str) -> list[str]:
    """What people decided; who and when, unless it is the same of all; the note, and why."""
    status = released.labels["status"].get(principle)
    if not status:
        return [say("principle_undecided", lang)]
    into = released.labels["merged_into"].get(principle)
    word = say(STATUSES[status.en], lang, into=into.en if into else "")
    if not signed_once(released):
        signed = {n: released.label(n, principle, lang) for n in ("signed_by", "signed_on")}
        word = say("principle_decided", lang, status=word, **signed)
    written = [(key, released.labels[name].get(principle)) for name, key in WRITTEN.items()]
    return [word, *(say(key, lang, text=text.say(lang)) for key, text in written if text)]


def signed_once(released: Released) -> bool:
    """Whether the same people decided on every principle that is decided on, on one day."""
    return all(len(set(released.labels[n].values())) == 1 for n in ("signed_by", "signed_on"))


def notes(released: Released) -> tuple[Sentence, ...]:
    """Who decided on all of them, and when, where it is the same."""
    if released.frame.empty or not signed_once(released):
        return ()
    parts = {n: next(iter(released.labels[n].values())) for n in ("signed_by", "signed_on")}
    return (Sentence("principles_signed", parts),)


def _said(released: Released, rows: list[int], lang: str) -> tuple[Said, ...]:
    """The words beside it, and who spoke, as far as may be told."""
    quotes = []
    for row in rows:
        found = released.frame.loc[row]
        if not found["text"]:
            continue
        who = [released.label("speaker", found["speaker"], lang)]
        who += [released.label("area", found["area"], lang)] if found["area"] else []
        speaker = capitalised(", ".join(who))
        words = (found["text"], found["lang"] or "en", found["translation"])
        quotes.append(Said("", *words, speaker))
    return tuple(quotes)


def _workshops(released: Released, rows: list[int], lang: str) -> list[str]:
    """The decisions behind it: what was proposed, what came of it, who raised it."""
    lines = [
        say(
            "principle_decision",
            lang,
            proposal=as_written(released.frame.at[i, "proposal"], lang),
            decision=outcome(released, i, lang),
            who=raiser(released, i, lang),
            id=released.frame.at[i, "about"],
        )
        for i in rows
    ]
    return lines or [say("principle_no_decision", lang)]


def chain_table(released: Released, lang: str) -> TextTable:
    """One row per principle: the decisions behind it, when, who raised each, what came of it."""
    frame, rows = released.frame, []
    for principle in released.labels["standing"]:
        own = frame.index[frame["principle"] == principle]
        lines = [
            say(
                "principle_link",
                lang,
                id=frame.at[i, "about"],
                day=date_text(dt.date.fromisoformat(frame.at[i, "date"]), lang),
                who=raiser(released, i, lang),
                proposal=as_written(frame.at[i, "proposal"], lang),
                decision=outcome(released, i, lang),
            )
            for i in own
        ]
        text = paragraphs(*lines) or say("principle_no_decision", lang)
        rows.append(Row(released.label("principle", principle, lang), (text,)))
    heads = tuple(say(n, lang) for n in ("principle", "principle_behind"))
    return TextTable(heads, tuple(rows), (False,), (30, 70), gist=False)
