"""For tests: the tiny study with workshops, a framework for practice and a consensus survey."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from rated import add_views, answers_of
from tiny import write_tiny

from compendium.conclusions import Framework, Principle, RatedStatement
from compendium.intake.tables import Tables, open_tables
from compendium.study_folder import open_study
from compendium.words import Text

FRAMEWORK = """\
roles: {leaders: {en: leaders, cy: arweinwyr}}
principles:
  - principle: F1
    text: {en: Ask us, cy: Gofynnwch inni}
    asks:
      - {of: worker, what: {en: Ask first., cy: Gofynnwch yn gyntaf.}}
      - {of: leaders, what: {en: Leave time., cy: Gadewch amser.}}
    statements: [PT1]
    cmocs: [T2]
    consensus: F1
    status: retained
    decided_by: A. Analyst
    decided_on: 2024-04-01
  - principle: F2
    text: {en: Tell us, cy: Dwedwch wrthym}
    asks: [{of: worker, what: {en: Tell them., cy: Dwedwch wrthynt.}}]
    cmocs: [T1]
    consensus: F2
"""
WORKSHOPS = """\
workshops:
  raised_by:
    - role: parents
      label: {en: the parents, cy: y rhieni}
      people: 6
      served: true
      groups: [parent]
    - {role: team, label: {en: the team, cy: y tîm}, people: 2}
    - {role: chair, label: {en: the chair, cy: y cadeirydd}, people: 1}
  outputs: {poster: {en: the poster, cy: y poster}}
"""
HEAD = (
    "decision_id,workshop,date,raised_by,target_type,target_id,proposal,decision,rationale,"
    "dissent,changed_what,fed_back_on,data_origin"
)
# Not in order of time; the last was told to nobody.
DECISIONS = [
    "D2,W2,2024-02-10,chair,principle,F2,Drop it,rejected,It matters,the chair,,2024-02-10",
    "D1,W1,2024-01-30,parents,wording,F1,Say us,accepted,Shorter,none,the wording,2024-02-02",
    "D10,W2,2024-02-10,parents,theory,T1,Say tea,deferred,,,,",
    "D3,W2,2024-02-10,team,output,poster,Make a poster,amended,,two people,a poster,2024-03-01",
]


def write_decisions(folder: Path, rows=DECISIONS) -> None:
    (folder / "workshops").mkdir(exist_ok=True)
    text = "\n".join([HEAD, *(f"{row},synthetic" for row in rows)]) + "\n"
    (folder / "workshops" / "decisions.csv").write_text(text, encoding="utf-8")


def add_practice(folder: Path) -> None:
    """Into a tiny study's folder: the consensus survey, the workshops, the log, the framework."""
    add_views(folder)
    study = folder / "study.yml"
    study.write_text(study.read_text("utf-8") + WORKSHOPS, "utf-8")
    write_decisions(folder)
    (folder / "framework.yml").write_text(FRAMEWORK, "utf-8")


def tiny_with_practice(root: Path) -> Tables:
    """The tables of a tiny study with all of it, taken in under `root`."""
    add_practice(write_tiny(root))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        return open_tables(open_study("tiny"))


def declared(data: Tables, **changes) -> Tables:
    """The tables of a study whose workshops say otherwise."""
    workshops = dataclasses.replace(data.study.header.workshops, **changes)
    header = dataclasses.replace(data.study.header, workshops=workshops)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))


def with_principles(data: Tables, **changes) -> Tables:
    """The tables of a study whose first principle says otherwise."""
    first, *others = data.study.framework.principles
    principles = (dataclasses.replace(first, **changes), *others)
    framework = dataclasses.replace(data.study.framework, principles=principles)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, framework=framework))


def rated_principles(data: Tables, people: dict[str, int], rated: dict[str, tuple]) -> Tables:
    """Tables in which so many of each group rated these principles, and nothing else was asked.

    `rated` says of each principle what percentage of each group holds it to be important, in the
    order of `people`, and what percentage of everybody holds it to be doable.
    """
    site, template = data.study.sites[:1], data.study.instrument("views").items[0]
    items = [f"{name}_{question}" for name in rated for question in "ID"]
    form = dataclasses.replace(
        data.study.instrument("views"),
        groups=tuple(people),
        items=tuple(dataclasses.replace(template, item_id=item) for item in items),
    )
    group = data.study.group("parent")
    rule = dataclasses.replace(
        data.study.header.consensus_rule,
        statements=tuple(RatedStatement(n, f"{n}_I", f"{n}_D") for n in rated),
    )
    header = dataclasses.replace(
        data.study.header,
        sites=site,
        consensus_rule=rule,
        groups=tuple(
            dataclasses.replace(group, group=g, label=Text(g), singular=Text(g)) for g in people
        ),
    )
    principles = tuple(Principle(n, Text(n), cmocs=("T1",), consensus=n) for n in rated)
    study = dataclasses.replace(
        data.study, header=header, instruments=(form,), framework=Framework(principles)
    )
    answers = answers_of(_counts(people, rated))
    return dataclasses.replace(
        data, study=study, site_id="", answers=answers, answers_everywhere=answers
    )


def _counts(people: dict[str, int], rated: dict[str, tuple]) -> dict:
    """Of each group and item how many chose 2 and how many 4: the numbers nearest to the shares."""
    counts = {}
    for name, (*important, doable) in rated.items():
        for (group, n), percent in zip(people.items(), important, strict=True):
            agree = round(percent * n / 100)
            counts[group, f"{name}_I", "001"] = [0, n - agree, 0, agree, 0]
        left = round(doable * sum(people.values()) / 100)
        for group, n in people.items():
            agree = min(n, left)
            left -= agree
            counts[group, f"{name}_D", "001"] = [0, n - agree, 0, agree, 0]
    return counts
