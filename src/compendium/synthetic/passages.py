"""What made-up people say and write, and how it was coded: written out by hand, one row each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from compendium.problems import Problems
from compendium.study import Study


class Coded:
    """Something C1 coded, with the ids of its codes separated by ``|``."""

    codes: str

    @property
    def code_ids(self) -> tuple[str, ...]:
        return tuple(c for c in self.codes.split("|") if c)


@dataclasses.dataclass(frozen=True)
class Passage(Coded):
    """One row per passage of talk: who says it, where, and how C1 coded it.

    `round` is blank for a first meeting, R2 for a second interview of the same person; or it is
    said of every passage.
    """

    passage_id: str
    site: str
    group: str
    person: int
    setting: str
    lang: str
    topic: str
    text: str
    round: str = ""
    question: str = ""
    codes: str = ""
    valence: str = ""
    translation_en: str = ""
    quote: bool = False
    approved_text: str = ""


@dataclasses.dataclass(frozen=True)
class OpenAnswer(Coded):
    """One row per made-up answer to an open question, and how C1 coded it."""

    answer_id: str
    site: str
    item_id: str
    lang: str
    text: str
    codes: str = ""
    valence: str = ""


def check_codes(study: Study, file: str, entries: Mapping[str, Coded], problems: Problems) -> None:
    """Add to `problems` every code that the codebook does not have, by the id of its entry."""
    known = {c.code_id for c in study.codebook}
    for name, entry in entries.items():
        for code in dict.fromkeys(entry.code_ids):
            if code not in known:
                problems.add(file, name, f"code {code!r} is not in codebook.yml")
