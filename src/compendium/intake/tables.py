"""The consented tables of a study as notebooks get them, seen from one site or from none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd

from compendium.intake import store
from compendium.intake.everywhere import answered, held_against
from compendium.intake.quality import Quality
from compendium.intake.take_in import ensure
from compendium.intake.written_sources import no_decisions, written_table
from compendium.problems import DataError
from compendium.schemas import TABLES
from compendium.study import Study


@dataclasses.dataclass(frozen=True)
class Later:
    """A table that is read when somebody first asks for it, from what was taken in (`inputs`)."""

    study: Study
    inputs: str
    load: Callable[..., pd.DataFrame]
    given: tuple = ()

    def read(self) -> pd.DataFrame:
        """The table.

        Raises
        ------
        DataError
            If the study was taken in anew since: tables of two intakes do not go together.
        """
        if store.saved_inputs(self.study) != self.inputs:
            raise DataError(
                f"{self.study.id}: its data were taken in anew since they were opened here, and "
                "old and new tables do not go together. Run this notebook again from the top."
            )
        return self.load(self.study, *self.given)


@dataclasses.dataclass(frozen=True, repr=False)
class Tables:
    """The consented tables of one study, seen from one site (or from none: the whole study).

    Answers are those of the site, and of the first occasion each questionnaire was asked on; those
    of later occasions are `follow_up_answers`. Tables that staff groups are pooled over hold every
    site. `answers_everywhere` holds every site's answers, for what a site's are held against: the
    other sites together. `quality` says what was set aside while the exports came in, and by which
    rule (for the team). `decisions` are those of workshops, as they were written down.

    In a build a table is read from its file when it is first asked for, so that a report that does
    not ask is not made again when the table changes.
    """

    study: Study
    site_id: str
    participants: pd.DataFrame
    events: pd.DataFrame
    event_participants: pd.DataFrame
    answers: pd.DataFrame
    follow_up_answers: pd.DataFrame
    open_answers: pd.DataFrame
    segments: pd.DataFrame
    codings: pd.DataFrame
    quotes: pd.DataFrame
    summaries: pd.DataFrame
    evidence: pd.DataFrame
    referrals: pd.DataFrame
    literature_records: pd.DataFrame
    activities: pd.DataFrame
    answers_everywhere: pd.DataFrame
    quality: pd.DataFrame = dataclasses.field(default_factory=lambda: Quality().table)
    decisions: pd.DataFrame = dataclasses.field(default_factory=no_decisions)

    @property
    def answered(self) -> pd.DataFrame:
        """Who answered which questions, in every site (`compendium.intake.everywhere.answered`)."""
        return self._of_every_site(answered)

    @property
    def held_against(self) -> pd.DataFrame:
        """Every site's answers to what the joint display holds against other sites."""
        return self._of_every_site(held_against)

    def _of_every_site(self, made: Callable[[Study, pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
        """What is made of every site's answers; as it was saved while nobody asked for these."""
        answers = object.__getattribute__(self, "answers_everywhere")
        if type(answers) is not Later:
            return made(self.study, answers)
        return Later(self.study, answers.inputs, store.load_everywhere, (made.__name__,)).read()

    def read(self) -> Tables:
        """These tables, every one of them read."""
        for field in dataclasses.fields(self):
            getattr(self, field.name)
        return self

    def but(self, **changes: object) -> Tables:
        """The same tables with some exchanged; what nobody asked for yet stays unread."""
        names = [field.name for field in dataclasses.fields(self)]
        return Tables(**({n: object.__getattribute__(self, n) for n in names} | changes))

    def __getattribute__(self, name: str) -> object:
        value = object.__getattribute__(self, name)
        if type(value) is Later:
            value = value.read()
            object.__setattr__(self, name, value)
        return value

    def __repr__(self) -> str:
        shapes = (f"{n}: {len(getattr(self, n))} rows" for n in TABLES)
        return f"Tables({self.study.id}, site {self.site_id or 'all'}; {', '.join(shapes)})"


def open_tables(study: Study, site_id: str = "") -> Tables:
    """The tables of a study, taken in first if need be.

    `answers`, `follow_up_answers` and `open_answers` are those of the site; the other tables hold
    every site.

    Raises
    ------
    StudyError
        If the study has no such site.
    """
    if site_id:
        study.site(site_id)
    ensure(study)
    own = {"answers", "follow_up_answers", "open_answers"}
    inputs = store.saved_inputs(study)
    found = {
        name: Later(
            study, inputs, store.load, (name, [site_id] if site_id and name in own else None)
        )
        for name in TABLES
    }
    opened = Tables(
        study,
        site_id,
        **found,
        answers_everywhere=Later(study, inputs, store.load, ("answers",)),
        quality=Later(study, inputs, store.load_quality),
        decisions=Later(study, inputs, written_table, ("decision",)),
    )
    return opened if store.reads_are_noted() else opened.read()
