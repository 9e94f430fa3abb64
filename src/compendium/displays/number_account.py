"""What a released number is about: what was asked, of whom, how it was worked out, what is hidden.

An account belongs to one display. What holds for all its numbers is said once; each row of its
table has an entry for what differs. It is put together from the display and from the study's
public definitions alone, and no number is worked out: whatever is told stands in the table as it
was released, in its labels, or in the words on its rules.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from compendium.disclosure.account import cells_of
from compendium.disclosure.composed import MEASURES as COMPOSED
from compendium.disclosure.measures import MEASURES
from compendium.disclosure.profile import profiles
from compendium.disclosure.released import DECIMALS, Released, Value
from compendium.disclosure.rule_words import rule_sentence
from compendium.disclosure.rules import RULE_WORDS
from compendium.displays.question_words import Questions, questions_behind
from compendium.displays.record import Display
from compendium.displays.text_table import Row, TextTable
from compendium.study import Study
from compendium.words import Text, capitalised, say

# Sentences of a note that say how something was worked out, and what that rests on.
METHOD = ("method_", "assumption_")
# What can be asked about: numbers, and words that stand for numbers of people.
NUMBERS = {*DECIMALS, "band"}
# The keys of what the marks mean, as they stand in a cell.
IN_BRACKETS = {"c": "key_c", "z": "key_z", "u": "key_u", "l": "key_limited"}
BOUNDS = ("over", "under")
MARK = re.compile(r"\[(\w)\]")
# On a page in one language: the other, and what the question in it is called.
OTHER = {"en": ("cy", "numbers_asked_cy"), "cy": ("en", "numbers_asked_en")}


@dataclasses.dataclass(frozen=True)
class Fact:
    """One thing an account tells: its name and one or several lines, in `lang` if not the page's.

    A fact without a name is a sentence by itself.
    """

    name: str
    lines: tuple[str, ...]
    lang: str = ""


@dataclasses.dataclass(frozen=True)
class Entry:
    """What differs for one row of the table, `of` these rows of the released table."""

    name: str
    facts: tuple[Fact, ...]
    of: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True)
class Account:
    """What all numbers of a display share, and an entry for each row of its table that has any."""

    facts: tuple[Fact, ...]
    entries: Mapping[int, Entry]


def account(display: Display, table: TextTable, study: Study, lang: str) -> Account | None:
    """The account of a display's numbers; None where nothing was counted or measured.

    Parameters
    ----------
    display : Display
        A figure or table; what people wrote or said has no numbers to ask about.
    table : TextTable
        Its table in this language. Entries go by the number of its row.
    study : Study
        Whose questionnaires hold the wording.

    Notes
    -----
    A table that is read rather than looked up has entries only for rows that name what of the
    released table they say; without any it has no account.
    """
    released = display.data
    if not NUMBERS & set(released.kinds.values()) or not table.rows:
        return None
    asked = {n: questions_behind(released, row.of, study) for n, row in enumerate(table.rows)}
    levels = _shared_levels(asked)
    heading, entries = "", {}
    for n, row in enumerate(table.rows):
        if row.is_heading or not row.depth:
            heading = row.head
        if row.is_heading or not (row.of or not table.wordy):
            continue
        above = heading if row.depth and heading != row.head else ""
        name = f"{above}: {row.head}" if above else row.head
        facts = (
            *_question_facts(name, asked[n], () if levels else asked[n].levels, lang),
            *(_read(table, row, released, lang) if table.wordy else _numbers(table, row)),
            *_marks(row, released, lang),
        )
        if facts:
            entries[n] = Entry(name, facts, row.of)
    if table.wordy and not entries:
        return None
    return Account(_shared(display, study, levels, lang), entries)


def _shared_levels(asked: Mapping[int, Questions]) -> tuple[Text, ...]:
    """The answers to choose from, where they are the same for every question of a table."""
    found = {questions.levels for questions in asked.values() if questions.wordings}
    return found.pop() if len(found) == 1 else ()


def _shared(
    display: Display, study: Study, levels: tuple[Text, ...], lang: str
) -> tuple[Fact, ...]:
    """What it is, whom it is about, what they could answer, how it was worked out, which rules."""
    released = display.data
    profile = profiles().get(released.profile)
    how = tuple(s.say(lang) for s in display.note if s.key.startswith(METHOD))
    title = profile.title.say(lang) if profile else released.profile
    whom = "numbers_asked" if released.labels.get("asked_groups") else "numbers_whom"
    facts = [
        _fact("numbers_what", _measure(released, lang), lang),
        Fact(say(whom, lang), (capitalised(released.population.say(lang)),)),
        _fact("numbers_levels", _levels(levels, lang), lang),
        _fact("numbers_method", how, lang),
        _fact("numbers_rules", rules_said(released, study, lang), lang),
        Fact(say("numbers_profile", lang), (title,)),
    ]
    return tuple(fact for fact in facts if fact.lines)


def _fact(key: str, lines: tuple[str, ...], lang: str) -> Fact:
    return Fact(say(key, lang), lines)


def _measure(released: Released, lang: str) -> tuple[str, ...]:
    """What a table measures; nothing of one put together of others, which has no name."""
    key = MEASURES.get(released.measure)
    return (capitalised(say(key, lang)),) if key else ()


def rules_said(released: Released, study: Study, lang: str) -> tuple[str, ...]:
    """The rules of a public profile that touched any cell of a table, each with what it does.

    They are those that the disclosure page counts.
    """
    profile = profiles().get(released.profile)
    if profile is None or not profile.public or released.measure in COMPOSED:
        return ()
    pools = {group.group: group.pooled_as for group in study.groups}
    touched = {rule for cell in cells_of(released, profile, pools) for rule in cell.rules}
    return tuple(
        say("numbers_rule", lang, rule=say(name, lang), does=rule_sentence(key, profile, lang))
        for rule, (name, key) in RULE_WORDS.items()
        if rule in touched
    )


def _levels(levels: tuple[Text, ...], lang: str) -> tuple[str, ...]:
    return (" · ".join(level.say(lang) for level in levels),) if levels else ()


def _question_facts(name: str, asked: Questions, levels: tuple[Text, ...], lang: str) -> list[Fact]:
    """The wording: of one question also in the other language, of several each on a line.

    It is not said again where it stands in the name of the entry.
    """
    facts = []
    if len(asked.wordings) == 1:
        (wording,) = asked.wordings
        language, called = OTHER[lang]
        other = getattr(wording, language)
        if wording.say(lang) not in name:
            facts.append(Fact(say("question", lang), (wording.say(lang),)))
        if other and other != wording.say(lang):
            facts.append(Fact(say(called, lang), (other,), language))
    elif asked.wordings:
        told = tuple(wording.say(lang) for wording in asked.wordings)
        facts.append(Fact(say("numbers_questions", lang), told))
    if levels:
        facts.append(Fact(say("numbers_levels", lang), _levels(levels, lang)))
    return facts


def _numbers(table: TextTable, row: Row) -> list[Fact]:
    """The row's cells under the names of their columns, so that a number elsewhere has its base."""
    named = zip(table.columns[1:], row.cells, strict=True)
    return [Fact(column, tuple(cell.split("\n"))) for column, cell in named if cell]


def _read(table: TextTable, row: Row, released: Released, lang: str) -> list[Fact]:
    """Of a table that is read the lines in which a number of the row stands."""
    columns = [c for c, kind in released.kinds.items() if kind in DECIMALS]
    values = {Value(released, i, c).say(lang) for i in row.of for c in columns}
    said = "|".join(re.escape(v) for v in sorted(values) if v[:1].isdigit())
    number = re.compile(rf"(?<![\w.,])(?:{said})(?!\w|[.,]\d)") if said else None
    facts = []
    for column, cell in zip(table.columns[1:], row.cells, strict=True):
        lines = tuple(line for line in cell.split("\n") if number and number.search(line))
        facts += [Fact(column, lines)] if lines else []
    return facts


def _marks(row: Row, released: Released, lang: str) -> tuple[Fact, ...]:
    """What the marks in a row's cells mean, each once.

    Somebody may say "over 2 years": that is a bound only where the table has any.
    """
    text = "\n".join(row.cells)
    found = [IN_BRACKETS[mark] for mark in dict.fromkeys(MARK.findall(text)) if mark in IN_BRACKETS]
    there = set(BOUNDS) & set(released.marks.to_numpy().ravel())
    bounds = (say(bound, lang, number="").strip() for bound in sorted(there))
    if any(re.search(rf"\b{re.escape(bound)} \d", text) for bound in bounds):
        found.append("key_over")
    return (Fact("", tuple(say(key, lang) for key in found)),) if found else ()
