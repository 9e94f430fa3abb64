"""Who may be in a study's files: a row to be confirmed for each token and case, joined by no guess.

A token and a case that are the same to the letter are drafted as one person. Where they are merely
alike the case gets no row: it is proposed by `compendium.matching`, for somebody to confirm.
"""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from compendium.matching import RULES
from compendium.schemas import CONSENT
from compendium.sources import BY_ROW
from compendium.start.variables import is_whole

# Ids so short that two files count from one each: the same number may be two people.
COUNTED_TO = 4
BLANKS = {"pseudonym": "", "withdrawn_on": "", "withdrawal_scope": ""}


@dataclasses.dataclass(frozen=True)
class Person:
    """One token or case: of which site and group, and where their data come from."""

    site_id: str
    group: str
    origin: str
    survey_token: str = ""
    case_name: str = ""


@dataclasses.dataclass(frozen=True)
class Declared:
    """Who declares that everybody in the files agreed to take part, and on which day."""

    by: str
    on: str


@dataclasses.dataclass
class DraftPeople:
    """Everybody found, and cases that are like a token of somebody and not the same."""

    people: list[Person] = dataclasses.field(default_factory=list)
    both: int = 0
    alike: list[str] = dataclasses.field(default_factory=list)

    @property
    def tokens(self) -> set[str]:
        return {p.survey_token for p in self.people} - {""}

    def answered(self, people: Iterable[Person]) -> None:
        """Add people of a survey; a token that is there already is the same person."""
        known = self.tokens
        for person in people:
            if person.survey_token not in known:
                known.add(person.survey_token)
                self.people.append(person)

    def spoke(self, people: Iterable[Person]) -> None:
        """Add people of a coding project: to whom the same id belongs, or as somebody new."""
        place = {p.survey_token: n for n, p in enumerate(self.people) if p.survey_token}
        forms = {rule.form(token) for token in place for rule in RULES}
        known = {p.case_name for p in self.people}
        for person in people:
            case = person.case_name
            if case in known or not case:
                continue
            known.add(case)
            if case in place and not counted(case):
                at = place[case]
                self.people[at] = dataclasses.replace(self.people[at], case_name=case)
                self.both += 1
            elif not counted(case) and any(rule.form(case) in forms for rule in RULES):
                self.alike.append(case)
            else:
                self.people.append(person)

    def consent(self, study: str, seed: int, declared: Declared | None) -> pd.DataFrame:
        """The consent table: one row per person, under ids drawn from the study's seed.

        Without somebody who declares it nobody's status is filled in.
        """
        width = max(2, len(str(len(self.people))))
        ids = [f"P{n:0{width}d}" for n in range(1, len(self.people) + 1)]
        random.Random(seed).shuffle(ids)
        agreed = {"consent_status": "active", "quote_consent": "no"} if declared else {}
        signed = {"declared_by": declared.by, "declared_on": declared.on} if declared else {}
        rows = [
            dict.fromkeys(CONSENT, "")
            | {"participant_id": own, "study": study, "site_id": p.site_id, "group": p.group}
            | {"survey_token": p.survey_token, "case_name": p.case_name, "data_origin": p.origin}
            | agreed
            | signed
            for own, p in zip(ids, self.people, strict=True)
        ]
        table = pd.DataFrame(rows, columns=[*CONSENT, *signed], dtype="str")
        return table.sort_values("participant_id", ignore_index=True)

    def sample(self, declared: Declared | None) -> pd.DataFrame:
        """sample.csv: what is there, where somebody declared consent; who was invited nobody knows.

        `eligible` is 0, so that no quote names its area until somebody says how many there were.
        """
        cells = dict.fromkeys(((p.site_id, p.group) for p in self.people), None)
        met = Counter((p.site_id, p.group) for p in self.people if p.case_name)
        asked = Counter((p.site_id, p.group) for p in self.people if p.survey_token)
        rows = [
            {
                "site_id": site,
                "group": group,
                "interviews": met[site, group] if declared else 0,
                "focus_group_n": 0,
                "survey_invited": "",
                "survey_completed": asked[site, group] if declared else 0,
                "eligible": 0,
            }
            for site, group in sorted(cells)
        ]
        names = ["site_id", "group", "interviews", "focus_group_n"]
        names += ["survey_invited", "survey_completed", "eligible"]
        return pd.DataFrame(rows, columns=names)


def counted(token: str) -> bool:
    """Whether an id is a bare number such as any file may count to.

    >>> counted("7"), counted("T-7"), counted("204981")
    (True, False, False)
    """
    return is_whole(token) and len(token) <= COUNTED_TO


def tokens_of(name: str, column: str, cells: pd.Series, rows: pd.Series) -> pd.Series:
    """The token of each row: what a column says, or the survey's name and the row."""
    return cells if column != BY_ROW else name + "-" + rows.astype("str")
