"""Interviews as a coding project, and the theory they are to test as a Word document."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

from compendium.readers.theory.headings import CMOC, STATEMENT
from compendium.synthetic.first_files.surveys import MADE_UP
from compendium.writers.refi_qda import (
    CaseEntry,
    CodedSelection,
    CodeEntry,
    Project,
    SourceEntry,
    write_qdpx,
)
from compendium.writers.word_tables import Part, Table, write_word_tables

CODER = "Reader One"
DEFINITIONS = {
    "Context > Moving on": "Leaving care: new addresses, first tenancies, cases that are closed.",
    "Context > Trust in services": "Whether somebody believed that services would do as they said.",
    "Mechanism > Being listened to": "An advocate takes time, and says what was meant.",
    "Mechanism > Knowing my rights": "Somebody learns what they are entitled to.",
    "Outcome > Speaking up": "Somebody says or does for themselves what an advocate did before.",
    "Outcome > Plan changed": "A decision or a plan is other than it was to be.",
}
ASKED = "What was it like to have an advocate?"
STATEMENTS = (
    (
        "PT1",
        "care leavers meet an advocate who takes time and says what they meant",
        "they begin to speak for themselves",
        "they find that being heard is possible",
        "confidence grows with age, advocate or not",
    ),
    (
        "PT2",
        "care leavers learn what they are entitled to from somebody outside the service",
        "plans change",
        "they can name the duty that was not met",
        "plans change when staff change",
    ),
)
CONFIGURATIONS = (
    (
        *("C1", "PT1", "many moves in a short time"),
        *("an advocate who stays the same", "somebody remembers what I said"),
        *("they speak up in their own review", "they lean on one person", "care leavers"),
    ),
    (
        *("C2", "PT2", "letters that nobody explains"),
        *("plain words about duties", "I can ask for this"),
        *("a plan is changed", "staff feel checked on", "care leavers"),
    ),
    # As teams have them: what it works by is not told apart yet.
    ("C3", "PT2", "staff who fear complaints", "", "", "fewer referrals", "", "personal advisers"),
)


def write_interviews(path: Path) -> None:
    """The coding project: a source and a case per person, coded by one reader."""
    with Path(__file__).with_name("talk.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sources, cases = [], []
    for case, of_case in itertools.groupby(rows, key=lambda row: row["case"]):
        own = list(of_case)
        name, text, selections = f"{case} interview", f"{ASKED}\n", []
        for row in own:
            start = len(text)
            text += row["text"]
            code = tuple(row["code"].split(" > "))
            selections.append(CodedSelection(start, len(text), ((code, CODER),)))
            text += "\n"
        told = (("District", own[0]["district"]), ("Method", "interview"))
        told += (("Role", own[0]["role"]), ("Data origin", MADE_UP))
        sources.append(SourceEntry(name, text, tuple(selections), told))
        cases.append(CaseEntry(case, (name,)))
    tops = dict.fromkeys(path.partition(" > ")[0] for path in DEFINITIONS)
    codes = [CodeEntry((top,)) for top in tops]
    codes += [CodeEntry(tuple(p.split(" > ")), said) for p, said in DEFINITIONS.items()]
    write_qdpx(
        path,
        Project(
            "The Lantern",
            "made up",
            "2024-03-28",
            "MADE-UP DATA. No real people.",
            (CODER,),
            tuple(codes),
            tuple(sources),
            tuple(cases),
        ),
    )


def write_theory(path: Path) -> None:
    """The team's theory as it went round: two tables."""
    said = ["MADE-UP DATA. A theory of a service that does not exist.", f"data_origin: {MADE_UP}"]
    write_word_tables(
        path,
        "How the Lantern is thought to work",
        [
            Part(
                "Statements", said, Table(list(STATEMENT.values()), STATEMENTS, (8, 24, 24, 22, 22))
            ),
            Part(
                "Configurations",
                ["What the interviews are to test."],
                Table(list(CMOC.values()), CONFIGURATIONS, (7, 7, 15, 15, 15, 15, 14, 12)),
            ),
        ],
    )
