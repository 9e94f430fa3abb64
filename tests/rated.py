"""A consensus survey beside the tiny study: two statements rated for two questions, by hand."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from tiny import write_tiny

from compendium.conclusions import RatedStatement
from compendium.intake.tables import Tables, open_tables
from compendium.study import Study
from compendium.study_folder import open_study

VIEWS = """\
instrument: views
title: {en: Views, cy: Barn}
groups: [parent, worker]
constructs:
  - {construct: important, label: {en: Important, cy: Pwysig}, scored: no}
  - {construct: doable, label: {en: Doable here, cy: Ymarferol yma}, scored: no}
scales:
  - scale_id: RATING
    kind: agreement
    options:
      - {value: 1, label: {en: Not at all, cy: Dim o gwbl}}
      - {value: 2, label: {en: A little, cy: Ychydig}}
      - {value: 3, label: {en: Somewhat, cy: Rhywfaint}}
      - {value: 4, label: {en: Mostly, cy: Gan mwyaf}}
      - {value: 5, label: {en: Very, cy: Iawn}}
      - {value: 99, label: {en: Prefer not to say, cy: Gwell peidio}, missing: prefer_not}
items:
  - {item_id: F1_I, construct: important, scale: RATING, wording: {en: Ask us., cy: Gofynnwch.}}
  - {item_id: F1_D, construct: doable, scale: RATING, wording: {en: Ask us., cy: Gofynnwch.}}
  - {item_id: F2_I, construct: important, scale: RATING, wording: {en: Tell us., cy: Dwedwch.}}
  - {item_id: F2_D, construct: doable, scale: RATING, wording: {en: Tell us., cy: Dwedwch.}}
"""
RULE = """\
consensus_rule:
  instrument: views
  question: {en: important, cy: pwysig}
  second_question: {en: doable here, cy: ymarferol yma}
  statements:
    - {statement: F1, item: F1_I, second_item: F1_D}
    - {statement: F2, item: F2_I, second_item: F2_D}
  agree: [4, 5]
  least_percent: 70
  least_median: 4
  judged_from: 8
  note_below: 50
  declared_on: 2024-01-01
  reason: {en: Common in Delphi studies., cy: Cyffredin mewn astudiaethau Delphi.}
"""
SOURCE = """\
  - source: views
    kind: survey
    file: raw/views.csv
    instrument: views
    launched_on: 2024-01-10
    columns: {person: token, site: area, submitted_at: submitted, data_origin: data_origin}
"""
ITEMS = ("F1_I", "F1_D", "F2_I", "F2_D")
# One row per response: token, area, then the four items. 99: prefers not to say.
RATINGS = [
    ("t1", "001", 5, 4, 3, 2),
    ("t2", "001", 4, 2, 4, 4),
    ("t3", "001", 99, 1, 5, 3),
    ("t5", "002", 2, 5, 4, ""),
]


def add_views(folder: Path) -> None:
    """Into a tiny study's folder: the instrument, the rule, the survey and its export."""
    study = folder / "study.yml"
    text = study.read_text("utf-8").replace("instruments: [form]", "instruments: [form, views]")
    text = text.replace("consent:\n", f"{SOURCE}consent:\n", 1)
    study.write_text(text + RULE, "utf-8")
    (folder / "instruments" / "views.yml").write_text(VIEWS, "utf-8")
    rows = [
        ",".join(map(str, [token, area, "2024-01-20", *given, "synthetic"]))
        for token, area, *given in RATINGS
    ]
    head = ",".join(["token", "area", "submitted", *ITEMS, "data_origin"])
    (folder / "raw" / "views.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")


def tiny_with_views(root: Path) -> Tables:
    """The tables of a tiny study with its consensus survey, taken in under `root`."""
    add_views(write_tiny(root))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        return open_tables(open_study("tiny"))


def one_site(study: Study, **changes) -> Study:
    """The study with its first area alone; `changes` to its consensus rule."""
    rule = dataclasses.replace(study.header.consensus_rule, **changes)
    header = dataclasses.replace(study.header, sites=study.sites[:1], consensus_rule=rule)
    return dataclasses.replace(study, header=header)


def answers_of(counts: dict[tuple[str, str, str], Sequence[int]]) -> pd.DataFrame:
    """Answers by (group, item, site): how many chose each level, from 1 on."""
    rows = []
    for (group, item, site), people in counts.items():
        given = [level for level, n in enumerate(people, start=1) for _ in range(n)]
        rows += [
            (f"{group}{site}{i}", site, group, "views", item, "single", value, "synthetic")
            for i, value in enumerate(given)
        ]
    names = ["participant_id", "site_id", "group", "instrument", "item_id", "stage", "value"]
    frame = pd.DataFrame(rows, columns=[*names, "data_origin"])
    return frame.astype({"value": "Int64"} | dict.fromkeys([*names[:-1], "data_origin"], "str"))


def rated_by(data: Tables, study: Study, counts: dict) -> Tables:
    """The tables of `data` with these ratings and no other answers."""
    answers = answers_of({(*key, "001")[:3]: n for key, n in counts.items()})
    return dataclasses.replace(
        data, study=study, site_id="", answers=answers, answers_everywhere=answers
    )


def many(data: Tables, tables: Sequence[Sequence[int]], **changes) -> Tables:
    """One statement for each table of how many parents chose each level, all seen at once."""
    study, names = one_site(data.study, **changes), [f"s{i}" for i in range(len(tables))]
    form = study.instrument("views")
    items = tuple(dataclasses.replace(form.items[0], item_id=name) for name in names)
    form = dataclasses.replace(form, items=items, groups=("parent",))
    rule = dataclasses.replace(
        study.header.consensus_rule,
        statements=tuple(RatedStatement(name, name) for name in names),
        second_question=None,
        note_below=None,
    )
    header = dataclasses.replace(study.header, consensus_rule=rule)
    study = dataclasses.replace(study, header=header, instruments=(form,))
    counts = {("parent", name): table for name, table in zip(names, tables, strict=True)}
    return rated_by(data, study, counts)


@functools.cache
def splits(people: int, levels: int) -> list[tuple[int, ...]]:
    """Every way in which so many people can choose among so many levels."""
    if levels == 1:
        return [(people,)]
    return [(n, *rest) for n in range(people + 1) for rest in splits(people - n, levels - 1)]
