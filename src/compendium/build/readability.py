"""Whether a page in plain words is plain: short sentences, everyday words, no percentages.

Held to it are all texts of a page that shows something in plain words: what its notebook says,
what study.yml and findings.yml say, with numbers as readers meet them. English is held to every
rule; Welsh to the length of sentences and to percentages alone, for what makes an English word
long or hard says nothing of a Welsh one. No formula is used: each fault is a sentence somebody
can change.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from compendium.displays.conclusions.audience_tables import PLAIN, explained, plain_lines
from compendium.problems import Problems, StudyError
from compendium.render.body import HIDDEN, TEAM, displays_of
from compendium.words import LANGUAGES

# What a young people's page may have (house rules; no outside source names these numbers): words
# in a sentence, words in a sentence on average, and long words among all.
LONGEST, MEAN, LONG_SHARE = 15, 12, 0.2
# A word of more letters than this is long, as in Björnsson's LIX (1968).
LONG_FROM = 6
HARD_WORDS = Path(__file__).parent / "hard_words.csv"

WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)]))\s+")
MARKUP = re.compile(r"^\s*(?:#{1,6}|[-*+]|\d+[.)])\s+|\*\*|__|`|\]\([^)]*\)|\[|\s*\[[ul]\]")


@dataclasses.dataclass(frozen=True)
class Line:
    """One sentence of a page, and the file and place it stands in."""

    file: str
    where: str
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(words_of(self.text))


@dataclasses.dataclass(frozen=True)
class Measured:
    """How a page reads: sentences, words in a sentence (mean and most), share of long words."""

    sentences: int
    mean: float
    longest: int
    long_share: float


def words_of(text: str) -> list[str]:
    """The words of a text; a number is one, and so is what a hyphen or apostrophe joins.

    >>> words_of("About 7 out of 10 don't know. It's well-known!")
    ['About', '7', 'out', 'of', '10', "don't", 'know', "It's", 'well-known']
    """
    return WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a line of its own, a heading or a list's entry, is one too.

    >>> sentences_of("## What we did\\n\\nWe asked. Did you answer? Thank you!")
    ['What we did', 'We asked.', 'Did you answer?', 'Thank you!']
    """
    lines = (MARKUP.sub("", line).strip() for line in text.splitlines())
    found = (s.strip() for line in lines for s in END.split(line))
    return [s for s in found if words_of(s)]


def measured(lines: list[Line], known: set[str] = frozenset()) -> Measured:
    """How lines read. `known` are words a page explains, which do not count as long."""
    words = [word for line in lines for word in line.words]
    lengths = [len(line.words) for line in lines]
    long = [w for w in words if len(w) > LONG_FROM and w.lower() not in known]
    if not words:
        return Measured(0, 0.0, 0, 0.0)
    return Measured(len(lines), len(words) / len(lines), max(lengths), len(long) / len(words))


def refuse_hard_pages(notebook, name: str) -> None:
    """Raise if a published notebook's page is one in plain words and is not plain.

    Raises
    ------
    StudyError
        With every sentence that is too long, every hard word that is not explained, every
        percentage, and the page's averages where they are too high.
    """
    problems = Problems()
    for lang in LANGUAGES:
        if lines := lines_of(notebook, name, lang):
            _check(lines, lang, known_of(notebook, lang), problems, name)
    problems.settle(StudyError)


def lines_of(notebook, name: str, lang: str) -> list[Line]:
    """Every sentence of a page in plain words; none of any other page.

    Of Welsh what the study says: a notebook's own text is English.
    """
    shown = [c for c in notebook.cells if not {HIDDEN, TEAM} & set(c.metadata.get("tags", []))]
    displays = [d for c in shown for d in displays_of(c)]
    if not any(d.kind in PLAIN for d in displays):
        return []
    texts = [
        (f"{name}.ipynb", f"text cell {cell.id!r}", cell.source)
        for cell in shown
        if cell.cell_type == "markdown" and lang == "en"
    ]
    for display in displays:
        if display.kind in PLAIN:
            file = "findings.yml" if display.kind == "plain_findings" else "study.yml young_people"
            texts += [(file, *found) for found in plain_lines(display.data, display.kind, lang)]
    return [Line(file, where, s) for file, where, text in texts for s in sentences_of(text)]


def known_of(notebook, lang: str) -> set[str]:
    """The words that a page explains, in small letters, with their plurals."""
    shown = (d for c in notebook.cells for d in displays_of(c) if d.kind in PLAIN)
    words = {w.lower() for d in shown for text in explained(d.data, lang) for w in words_of(text)}
    return words | {f"{word}s" for word in words}


@functools.cache
def hard_words() -> dict[str, str]:
    """Words that people outside research and services may not know, and what to say instead."""
    with HARD_WORDS.open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["say"] for row in csv.DictReader(file)}


def _check(lines: list[Line], lang: str, known: set[str], problems: Problems, name: str) -> None:
    for line in lines:
        for what, allowed, do in _faults(line, lang, known):
            problems.add(line.file, line.where, f"{lang}: {what}", allowed, do)
    if lang == "en":
        _check_page(measured(lines, known), problems, name)


def _faults(line: Line, lang: str, known: set[str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one sentence: what, what is allowed, what to do."""
    if (count := len(line.words)) > LONGEST:
        said = f"a sentence has {count} words: “{line.text}”"
        yield said, f"at most {LONGEST}", "Say one idea; make two sentences of it."
    if "%" in line.text:
        said = f"a percentage stands in “{line.text}”"
        yield said, "in plain words there is none", "Give its value `out_of: 10`."
    if lang != "en":
        return
    for word in dict.fromkeys(w.lower() for w in line.words):
        base = next((b for b in (word, word.removesuffix("s")) if b in hard_words()), "")
        if base and word not in known:
            do = f"Say “{hard_words()[base]}”, or explain it under `hard_words:` in study.yml."
            yield f"the hard word {word!r} stands in “{line.text}”", "it is not explained", do


def _check_page(found: Measured, problems: Problems, name: str) -> None:
    file = f"{name}.ipynb"
    if found.mean > MEAN:
        what = f"its sentences have {found.mean:.1f} words on average"
        problems.add(file, "the page", what, f"at most {MEAN}", "Shorten the longest ones.")
    if found.long_share > LONG_SHARE:
        problems.add(
            file,
            "the page",
            f"{found.long_share:.0%} of its words have more than {LONG_FROM} letters",
            f"at most {LONG_SHARE:.0%}",
            "Say it in shorter words, or explain a word under `hard_words:`.",
        )
