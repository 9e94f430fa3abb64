"""What is said in Welsh while a page is made, so that the page can say how much of it is a draft.

`compendium.words` notes each text that it says in Welsh; whoever makes a page listens. What is
said while nobody listens is not kept.
"""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
from collections.abc import Iterator


@dataclasses.dataclass
class Heard:
    """The texts said in Welsh, each once.

    `welsh` has (English, Welsh) and what somebody said of the Welsh: ``draft``, ``checked``, or
    blank where that is known elsewhere. `english` are those that stood in for Welsh nobody wrote.
    """

    welsh: dict[tuple[str, str], str] = dataclasses.field(default_factory=dict)
    english: set[str] = dataclasses.field(default_factory=set)

    def note(self, en: str, cy: str, status: str = "") -> None:
        """Keep one text; its Welsh is blank where the English stood in."""
        if cy:
            self.welsh[en, cy] = status or self.welsh.get((en, cy), "")
        else:
            self.english.add(en)

    def add(self, other: Heard) -> None:
        """Keep what was heard at another time, when a figure was drawn that is drawn once."""
        for (en, cy), status in other.welsh.items():
            self.note(en, cy, status)
        self.english |= other.english


_listening: contextvars.ContextVar[Heard | None] = contextvars.ContextVar("heard", default=None)


@contextlib.contextmanager
def listening() -> Iterator[Heard]:
    """What is said in Welsh from here on; an outer listener does not hear it."""
    heard = Heard()
    token = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(token)


@contextlib.contextmanager
def listening_on() -> Iterator[Heard]:
    """What whoever listens already has heard and hears; a new listener where nobody does.

    So that a page counts what was said for it before it was begun, titles of other pages.
    """
    if heard := _listening.get():
        yield heard
    else:
        with listening() as heard:
            yield heard


def note(en: str, cy: str, status: str = "") -> None:
    """Tell whoever listens that a text was said in Welsh, or in English in its stead."""
    if heard := _listening.get():
        heard.note(en, cy, status)


def note_all(others: Heard) -> None:
    """Tell whoever listens of everything that was heard at another time."""
    if heard := _listening.get():
        heard.add(others)
