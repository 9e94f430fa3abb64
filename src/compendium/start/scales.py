"""Answer scales drafted from what a file knows: labels, declared missing codes, words in cells."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator

from compendium.instruments import folded
from compendium.start.ladders import LADDERS, ladder_of, rungs_on, why_no_answer
from compendium.start.variables import Variable, is_number, is_whole

AGREEMENT, CHOICE = "agreement", "choice"
# A question with more different answers than this is no choice.
MOST = 15
# Numbers in cells that look like a scale without labels: so few, and within these.
FEW, LOWEST, HIGHEST = 11, 0, 10
COUNTS = re.compile(r"\b(how (many|much|long|old)|number of|age|years?|months?|times)\b", re.I)
WELSH = re.compile(
    r"\b(cytuno|anghytuno|ddim|dim|byth|bob|weithiau|gwell|gryf|llwyr|aml|anaml|ychydig)\b", re.I
)
# An answer to choose is no longer than this; on average it is shorter still.
LONGEST, USUAL = 80, 25
# Codes for what is no answer, where the file has words alone.
NO_ANSWER_FROM = 90


@dataclasses.dataclass(frozen=True)
class DraftOption:
    """One answer: its code, its label in English and Welsh, and why it is no answer, if so."""

    value: int
    en: str
    cy: str = ""
    missing: str = ""


@dataclasses.dataclass(frozen=True)
class DraftScale:
    """Options from the least to the most, where they have an order.

    `ladder` is the kind of words they are; blank where no order is known. `falls`: the file's
    codes run from the most to the least. `guess` says what the file does not know.
    """

    kind: str
    ladder: str
    options: tuple[DraftOption, ...]
    falls: bool = False
    guess: str = ""

    @property
    def answers(self) -> tuple[DraftOption, ...]:
        return tuple(o for o in self.options if not o.missing)


def scale_of(variable: Variable, others: Iterable[Variable] = ()) -> DraftScale | None:
    """The scale a column's answers are on; None if they are on none.

    `others` are columns whose answers may be on the same: an answer nobody gave to one question is
    often given to another.
    """
    if variable.labels and (variable.is_numeric or all(map(is_whole, variable.labels))):
        return _labelled(variable)
    if variable.is_numeric:
        return _numbers(variable)
    return _words(variable, others)


def _labelled(variable: Variable) -> DraftScale | None:
    """Codes with labels, as SPSS and Stata keep them."""
    labels = {c: t for c, t in variable.labels.items() if is_whole(c)}
    missing = {c: _missing(variable, c, t) for c, t in labels.items()}
    codes = {c for c in variable.given if is_whole(c) and not variable.is_missing(c)}
    plain = [c for c in labels if not missing[c]]
    # Ends alone are labelled, or a few: what lies between them is an answer too.
    unlabelled = [c for c in codes - set(labels) if _within(c, plain)]
    guess = ""
    if unlabelled or (len(plain) == 2 and _gap(plain)):
        between = range(min(map(int, plain)), max(map(int, plain)) + 1)
        labels |= {str(n): str(n) for n in between if str(n) not in labels}
        guess = "codes without a label are taken for answers between those that have one"
        plain = sorted((c for c in labels if not missing.get(c)), key=int)
    if not plain or len(plain) > MOST:
        return None
    named = [labels[c] for c in plain if c in variable.labels]
    ladder, rungs = ladder_of(named)
    rising = [c for c in sorted(plain, key=int) if labels[c] in rungs]
    falls = bool(ladder) and rungs[labels[rising[0]]] > rungs[labels[rising[-1]]]
    order = sorted(plain, key=int, reverse=falls)
    unnamed = [c for c in variable.given if variable.is_missing(c) and c not in labels]
    labels |= {c: f"Missing ({c})" for c in unnamed}
    missing |= dict.fromkeys(unnamed, "not_answered")
    gone = sorted((c for c in labels if missing.get(c)), key=int)
    options = [DraftOption(int(c), labels[c], "", missing.get(c, "")) for c in (*order, *gone)]
    numbered = len(named) < len(plain) and len(plain) > 2
    return DraftScale(
        AGREEMENT if ladder or numbered else CHOICE, ladder, _told_apart(options), falls, guess
    )


def _missing(variable: Variable, code: str, label: str) -> str:
    why = why_no_answer(label)
    return why or ("not_answered" if variable.is_missing(code) else "")


def _within(code: str, plain: list[str]) -> bool:
    return bool(plain) and min(map(int, plain)) <= int(code) <= max(map(int, plain))


def _gap(plain: list[str]) -> bool:
    """Whether two labelled ends leave room for answers between them, as 1 and 5 do."""
    low, high = sorted(map(int, plain))
    return 2 <= high - low <= FEW


def _told_apart(options: Iterable[DraftOption]) -> tuple[DraftOption, ...]:
    """Options of which no two have one label: the code stands behind those that would."""
    options = list(options)
    labels = [folded(o.en) for o in options]
    return tuple(
        dataclasses.replace(o, en=f"{o.en} ({o.value})") if labels.count(label) > 1 else o
        for o, label in zip(options, labels, strict=True)
    )


def _numbers(variable: Variable) -> DraftScale | None:
    """Bare numbers: a scale if they are few, small, and nothing says that something is counted."""
    numbers = sorted(int(c) for c in variable.given if not variable.is_missing(c))
    few = 2 < len(numbers) <= FEW and numbers[0] >= LOWEST and numbers[-1] <= HIGHEST
    if not few or COUNTS.search(f"{variable.name} {variable.wording}"):
        return None
    options = (DraftOption(n, str(n)) for n in range(numbers[0], numbers[-1] + 1))
    guess = "the file has bare numbers; which there can be, and what they mean, is not known"
    return DraftScale(AGREEMENT, "NUMBER", tuple(options), guess=guess)


def _words(variable: Variable, others: Iterable[Variable]) -> DraftScale | None:
    """Answers in words, as survey tools write them; in English, in Welsh, or in both."""
    reasons = {cell: why_no_answer(cell) for cell in variable.given}
    answers = [cell for cell, why in reasons.items() if not why and not is_number(cell)]
    if not answers or max(map(len, answers)) > LONGEST:
        return None
    gone = [cell for cell, why in reasons.items() if why]
    ladder, rungs = _rungs(answers)
    if ladder:
        for other in others:
            more = _rungs([c for c in other.given if not why_no_answer(c)])
            if more[0] == ladder:
                rungs = more[1] | rungs
                gone += [c for c in other.given if why_no_answer(c) and c not in gone]
        steps = sorted(set(rungs.values()))
        options = [o for n, s in _from_1(steps) for o in _options(n, _on_rung(rungs, s))]
        guess = "an answer that nobody gave is not in the file: hold the options against the form"
    elif len(answers) <= min(MOST, 0.5 * variable.answered) and _are_short(answers):
        answers = sorted({*answers, *_shared(answers, others)})
        options = [DraftOption(n, cell) for n, cell in _from_1(answers)]
        guess = "the order of the options is not known"
    else:
        return None
    kind = AGREEMENT if ladder else CHOICE
    for why in sorted(set(map(why_no_answer, gone))):
        of_it = sorted(c for c in gone if why_no_answer(c) == why)
        options += _options(NO_ANSWER_FROM + len(options), of_it, why)
    return DraftScale(kind, ladder, tuple(options), guess=guess)


def _are_short(answers: list[str]) -> bool:
    return sum(map(len, answers)) <= USUAL * len(answers)


def _shared(answers: list[str], others: Iterable[Variable]) -> Iterator[str]:
    """Answers of columns that have most of these, or most of whose answers are among these."""
    for other in others:
        given = {c for c in other.given if not why_no_answer(c)}
        both = given & set(answers)
        if len(given) <= MOST and len(both) > 1 and len(both) > 0.5 * min(len(given), len(answers)):
            yield from given


def _from_1(values: Iterable) -> list[tuple[int, object]]:
    return list(enumerate(values, start=1))


def _rungs(cells: list[str]) -> tuple[str, dict[str, int]]:
    """The ladder of answers in words; English and Welsh may share a rung, and nothing else may."""
    sides = [[c for c in cells if is_welsh(c) == welsh] for welsh in (False, True)]
    for name in LADDERS:
        english, welsh = (rungs_on(name, side) for side in sides)
        if english is None or welsh is None:
            continue
        found = english | welsh
        if len(set(found.values())) > 1:
            return name, found
    return "", {}


def _on_rung(rungs: dict[str, int], rung: int) -> list[str]:
    return [cell for cell, at in rungs.items() if at == rung]


def is_welsh(label: str) -> bool:
    """Whether an answer has a word of Welsh questionnaires in it."""
    return bool(WELSH.search(label))


def _options(value: int, cells: list[str], missing: str = "") -> list[DraftOption]:
    """What cells say that mean the same: an English label with its Welsh, others by themselves."""
    english = [c for c in cells if not is_welsh(c)]
    pairs = itertools.zip_longest(english, [c for c in cells if is_welsh(c)], fillvalue="")
    return [
        DraftOption(n, en or cy, cy if en else "", missing)
        for n, (en, cy) in enumerate(pairs, value)
    ]
