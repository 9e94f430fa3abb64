"""What a page owes to its readers for being in one of two languages.

A page that is not in English says at its top how much of it no translator has checked and how much
is English because no Welsh was written; each passage that stands in is marked as English where it
stands. Both are known when the page is made: by listening to what it says.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Sequence

import markupsafe

from compendium.heard import Heard, listening_on
from compendium.places import page_file
from compendium.study import Study
from compendium.words import (
    CHECKED,
    ENGLISH_STANDS_IN,
    LANGUAGES,
    capitalised,
    checked_words,
    say,
    uncapitalised,
)

# Where the notice goes; no text from data can look like this, since it is escaped.
NOTICE = markupsafe.Markup("<!-- language notice -->")
# What a language is called in itself.
NAMES = {"en": "in_english", "cy": "in_welsh"}
TAG = re.compile(r"(<style.*?</style>|<title.*?</title>|<[^>]*>)", re.DOTALL)


@dataclasses.dataclass(frozen=True)
class Switch:
    """One language of a page: its file, and what the language is called in itself."""

    lang: str
    name: str
    href: str


def switches(languages: Sequence[str], page: str) -> tuple[Switch, ...]:
    """The languages of a page that is made in several; none where it is made in one."""
    made = [lang for lang in LANGUAGES if lang in languages]
    if not page or len(made) < 2:
        return ()
    return tuple(Switch(lang, say(NAMES[lang], lang), page_file(page, lang)) for lang in made)


@dataclasses.dataclass(frozen=True)
class Unfinished:
    """How many texts of a page are unchecked drafts, and how many stand there in English."""

    drafts: int
    english: int


def unfinished(heard: Heard, status: str) -> Unfinished:
    """What is unfinished of what a page says, each text counted once however often it says it.

    A text that is the same in both languages needs no translator and is not counted.

    Parameters
    ----------
    heard : Heard
        What the page says in Welsh.
    status : str
        What the study says of its own Welsh: ``draft`` or ``checked``.
    """
    own = checked_words()
    drafts = [
        both
        for both, said in heard.welsh.items()
        if both[0] != both[1] and (said or own.get(both, status)) != CHECKED
    ]
    return Unfinished(len(drafts), len(heard.english))


def notice(counted: Unfinished, lang: str) -> str:
    """The sentences at the top of a page; none where all of it is checked."""
    said = [
        say(key, lang, count=str(count))
        for key, count in (
            ("welsh_drafts", counted.drafts),
            ("welsh_missing", counted.english),
        )
        if count
    ]
    return markupsafe.escape(" ".join(said))


def with_notice(page: Callable[..., str]) -> Callable[..., str]:
    """A function that makes a page of a study, so that the page says what its Welsh lacks."""

    @functools.wraps(page)
    def made(study: Study, *args, **kwargs) -> str:
        return noticed(lambda: page(study, *args, **kwargs), study.header.cy_status)

    return made


def noticed(make: Callable[[], str], status: str) -> str:
    """A page as it is made, saying what its Welsh lacks; `status` is that of the study's own."""
    with listening_on() as heard:
        html = make()
    if NOTICE not in html:
        return html
    told = notice(unfinished(heard, status), "cy")
    html = html.replace(NOTICE, f'<p class="note unfinished">{told}</p>' if told else "")
    return marked_english(html, heard.english)


def marked_english(html: str, english: set[str]) -> str:
    """A page with each English text that stands in for Welsh in an element that says so.

    Only where it may: not in an attribute, nor in the page's title.

    >>> marked_english("<td>Area A [Saesneg]</td>", {"Area A"})
    '<td><span lang="en">Area A</span> [Saesneg]</td>'
    >>> marked_english("<p>Ardal: a [Saesneg]</p>", {"a", "a long text"})
    '<p>Ardal: <span lang="en">a</span> [Saesneg]</p>'
    """
    variants = {v for t in english for v in (t, capitalised(t), uncapitalised(t))}
    escaped = {str(markupsafe.escape(text)) for text in variants if text}
    lengths = sorted({len(text) for text in escaped}, reverse=True)
    parts = TAG.split(html)
    # What stands between tags is every other part.
    parts[::2] = [_marked(part, escaped, lengths) for part in parts[::2]]
    return "".join(parts)


def _marked(text: str, english: set[str], lengths: list[int]) -> str:
    *before, last = text.split(ENGLISH_STANDS_IN)
    return "".join(_ending_in(part, english, lengths) for part in before) + last


def _ending_in(text: str, english: set[str], lengths: list[int]) -> str:
    """The text and the mark after it, the English at its end in an element of its own."""
    longest = next((n for n in lengths if n <= len(text) and text[-n:] in english), 0)
    if not longest:
        return text + ENGLISH_STANDS_IN
    start = len(text) - longest
    return f'{text[:start]}<span lang="en">{text[start:]}</span>{ENGLISH_STANDS_IN}'
