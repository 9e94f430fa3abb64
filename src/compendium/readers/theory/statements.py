"""If–then–because statements, told from sentences that merely hold these words.

A statement begins with *If* (Welsh *Os*), at the beginning of a text or of a sentence in it. In
Welsh both a *yna* (or ``, bydd``) and a reason are asked for, since *os* begins many a sentence.
"""

from __future__ import annotations

import dataclasses
import re

from compendium.readers.theory.ids import STATEMENT_ID, id_alone, leading_id


@dataclasses.dataclass(frozen=True)
class Statement:
    """One statement; `unsure` says how its parts were told apart where the words left it open."""

    pt_id: str
    if_text: str
    then_text: str
    because_text: str
    rival_text: str = ""
    unsure: str = ""


@dataclasses.dataclass(frozen=True)
class _Language:
    begins: str
    then: re.Pattern
    because: re.Pattern
    both_needed: bool = False


_BECAUSE_CY = r"oherwydd|achos|(?:am|gan)(?= (?:fod|bod|ei (?:f|b)od|eu bod|ein bod|eich bod)\b)"
_THEN_CY = r"\byna\b|(?<=,)\s+(?=(?:f?bydd\w*|mae|maen|gall\w*|f[ei] fydd|mi fydd|dylai)\b)"
_WAY = r"(?:\b(?:this|that|it)\s+(?:is|works|happens|will be)\s+)?"
LANGUAGES = (
    _Language("if", re.compile(r"\bthen\b", re.I), re.compile(rf"{_WAY}\bbecause\b", re.I)),
    _Language("os", re.compile(_THEN_CY, re.I), re.compile(rf"\b(?:{_BECAUSE_CY})", re.I), True),
)
RIVAL_WORDS = r"rival(?: (?:theory|explanation|hypothesis))?|alternative (?:explanation|theory)"
RIVAL = re.compile(rf"(?:^|\n|[.;]\s+)\s*(?:{RIVAL_WORDS}|esboniad arall)\s*[:–—-]\s*", re.I)
_OPENING = r"[\s“”\"'‘(]*"
_BEGINS = re.compile(rf"{_OPENING}(if|os)\b[\s:–—,.…-]*", re.I)
# Where a sentence begins anew; there "If" has a capital.
_SENTENCE = re.compile(r"(?:\n|(?<=[.!?:;”])\s+)")
_CAPITAL = re.compile(rf"{_OPENING}(?:If|IF|Os|OS)\b")
# A "then" after these is one of time: and then, until then.
_OF_TIME = re.compile(r"\b(?:and|until|by|since|before|just|even|only|fel|wedi)\s+$", re.I)
_PAUSE = re.compile(r"(?:[,;:.…–—-]\s*|\n\s*)$")
_SUBJECT = re.compile(
    r",\s+(?=(?:they|it|this|that|these|those|he|she|we|you|there|the|their|its|"
    r"parents|families|children|young people|advocates|staff|workers|social workers)\b)",
    re.I,
)


def begins_like_one(text: str) -> bool:
    """Whether a text begins with *If* or *Os*, an id or a list mark aside."""
    return bool(_BEGINS.match(leading_id(text, STATEMENT_ID)[1]))


def statements_in(text: str) -> tuple[list[Statement], int]:
    """The statements of one text, and how many sentences begin like one and are none.

    A statement goes on to the next one, or to the end of the text. One whose if and then cannot be
    told apart needs a number, to be told from a sentence.
    """
    found: list[str] = []
    missed = 0
    for piece in _pieces(text):
        if parsed(piece):
            found.append(piece)
        elif begins_like_one(piece) and (not found or leading_id(piece, STATEMENT_ID)[0]):
            missed += 1
        elif found:
            found[-1] += piece
    return [s for s in map(parsed, found) if s], missed


def _pieces(text: str) -> list[str]:
    """A text cut before each sentence that begins with *If*, an id before it or not."""
    cuts = [0]
    for gap in _SENTENCE.finditer(text):
        _, rest = leading_id(text[gap.end() : gap.end() + 80], STATEMENT_ID)
        if _CAPITAL.match(rest) and not id_alone(text[cuts[-1] : gap.start()], STATEMENT_ID):
            cuts.append(gap.end())
    return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def parsed(text: str) -> Statement | None:
    """A text as a statement; None if it is none.

    >>> parsed("PT1: If parents are alone, then they engage because they trust.")
    Statement(pt_id='PT1', if_text='parents are alone', then_text='they engage', \
because_text='they trust', rival_text='', unsure='')
    """
    pt_id, rest = leading_id(text, STATEMENT_ID)
    begin = _BEGINS.match(rest)
    if not begin:
        return None
    language = next(own for own in LANGUAGES if own.begins == begin[1].casefold())
    rest, *rival = RIVAL.split(rest[begin.end() :], maxsplit=1)
    parts = _parts(rest, language)
    if not parts:
        return None
    *three, unsure = parts
    if (not three[1] and not pt_id) or (language.both_needed and not all(three)):
        return None
    return Statement(pt_id, *map(_clean, three), _clean("".join(rival)), unsure)


def _parts(text: str, language: _Language) -> tuple[str, str, str, str] | None:
    """If, then and because of what follows the *If*; and what was unsure about it."""
    then = _then(text, language)
    if then:
        because = _first(list(language.because.finditer(text, then.end())))
        end, after = (because.start(), because.end()) if because else (len(text), len(text))
        return text[: then.start()], text[then.end() : end], text[after:], ""
    if not (reasons := list(language.because.finditer(text))):
        return None
    because = _first(reasons[::-1])
    before, after = text[: because.start()].rstrip(" \n,;:.–—-"), text[because.end() :]
    cut = _turn(before)
    if not cut:
        return before, "", after, "if and then are not told apart"
    return before[: cut.start()], before[cut.end() :], after, "no 'then': split at a comma"


def _then(text: str, language: _Language) -> re.Match | None:
    """The word that turns from if to then, rather than one of time or one inside the reason.

    In capitals or after a pause it is surely one; else, where reasons are given, one must follow.
    """
    last_reason = max((m.start() for m in language.because.finditer(text)), default=len(text))
    found = []
    for word in language.then.finditer(text):
        before = text[max(0, word.start() - 20) : word.start()]
        if not _OF_TIME.search(before):
            sure = word[0].isspace() or _PAUSE.search(before)
            found.append((word, sure or word.start() < last_reason))
    capital = next((word for word, _ in found if word[0].isupper()), None)
    return capital or next((word for word, good in found if good), None)


def _first(found: list[re.Match]) -> re.Match | None:
    """The first that is written in capitals; else the first."""
    return next((m for m in found if m[0].isupper()), found[0] if found else None)


def _turn(text: str) -> re.Match | None:
    """Where, without a *then*, the condition may end."""
    commas = list(re.finditer(r",\s+", text))
    if semicolon := re.search(r";\s+|\n", text):
        return semicolon
    return commas[0] if len(commas) == 1 else _SUBJECT.search(text) or next(iter(commas), None)


def _clean(text: str) -> str:
    """A part without the punctuation around it and its last full stop."""
    text = text.strip(" \t\n\xa0,;:–—-…")
    if text.endswith(("”", '"', "’")) and not re.search("[“\"‘']", text[:-1]):
        text = text[:-1].rstrip()
    return text if text.endswith(("..", "etc.")) else text.removesuffix(".")
