"""What a study says of itself beside its findings: to funders, and to readers of plain words.

Both blocks of study.yml may be left out, and so may each field that has a default.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium.words import Text


@dataclasses.dataclass(frozen=True)
class ProjectSummary:
    """`summary:` in study.yml: what an end-of-project summary says of the project itself.

    `context` to `methods` are the project summary, in this order; the rest are facts of it, one
    line each in a table. No number of people is typed into the former.
    """

    context: Text | None = None
    project: Text | None = None
    objectives: tuple[Text, ...] = ()
    methods: Text | None = None
    status: Text | None = None
    lead: Text | None = None
    amount: Text | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    award: Text | None = None
    reference: Text | None = None
    research_activity: Text | None = None
    sub_code: Text | None = None
    contact: Text | None = None


# The parts of a project summary that are sentences, and the facts below them, in the order shown.
PARAGRAPHS = ("context", "project", "objectives", "methods")
FACTS = tuple(f.name for f in dataclasses.fields(ProjectSummary) if f.name not in PARAGRAPHS)


@dataclasses.dataclass(frozen=True)
class HardWord:
    """A word that a page in plain words cannot do without, and what it means."""

    word: Text
    means: Text


@dataclasses.dataclass(frozen=True)
class PlainPage:
    """`young_people:` in study.yml: what the page in plain words says beside its findings.

    `readers` are those it is for. `about` says what the study was, `next_steps` what happens now,
    `support` where to get help. `checked_by` and `checked_on` say who of its readers checked the
    page and when, `support_checked_by` and `support_checked_on` who made sure that every telephone
    number and other way to get help is right; until both are given the page says that nobody has.
    """

    readers: Text
    about: tuple[Text, ...]
    next_steps: tuple[Text, ...]
    support: tuple[Text, ...]
    hard_words: tuple[HardWord, ...] = ()
    checked_by: Text | None = None
    checked_on: dt.date | None = None
    support_checked_by: Text | None = None
    support_checked_on: dt.date | None = None

    @property
    def checks(self) -> dict[str, tuple[Text | None, dt.date | None]]:
        """Who checked what of the page and when: the whole of it, and the ways to get help."""
        return {
            "checked": (self.checked_by, self.checked_on),
            "support_checked": (self.support_checked_by, self.support_checked_on),
        }
