"""Realist: how fast evidence on a programme theory is counted: ``make bench``.

5,000 CMOCs with 100,000 pieces of evidence of 4,000 people in three areas; everything from
nothing each time, and each beside a plain count of people in pandas. Figures of one run stand in
docs/benchmarks.md.
"""

from __future__ import annotations

import dataclasses
import statistics
import time

import numpy as np
import pandas as pd

from compendium.analysis.theory import realist
from compendium.intake.tables import Tables
from compendium.schemas import TABLES, empty, typed
from compendium.study import Study
from compendium.study_folder import open_study

CMOCS, PIECES, PEOPLE, LIMIT = 5_000, 100_000, 4_000, 3
STUDY = "parental-advocacy-wales"
ASKED = ("evidence_matrix", "theory", "verdicts", "patterns", "completeness")
# `theory` counts spread.
TOGETHER = {"matrix and spread": ASKED[:2], "all five": ASKED}
TIMES = 5


def theory_of(study: Study, many: int = CMOCS) -> Study:
    """The study with so many CMOCs, the same few again and again."""
    own = study.cmocs
    cmocs = tuple(dataclasses.replace(own[i % len(own)], cmoc_id=f"X{i:04d}") for i in range(many))
    return dataclasses.replace(study, cmocs=cmocs)


def people(study: Study, dice: np.random.Generator, many: int = PEOPLE) -> pd.DataFrame:
    """So many people, each of an area and a group, all interviewed."""
    frame = pd.DataFrame(
        {
            "participant_id": [f"P{i:05d}" for i in range(many)],
            "site_id": dice.choice([s.site_id for s in study.sites], many),
            "group": dice.choice([g.group for g in study.groups], many),
            "interviewed": True,
            "surveyed": False,
            "quote_consent": False,
            "link_consent": False,
            "data_origin": "synthetic",
        }
    )
    return typed(frame, "participants")


def evidence(study: Study, who: pd.DataFrame, many: int = PIECES) -> pd.DataFrame:
    """So many judgements on what these people said, spread evenly over CMOCs and elements."""
    dice = np.random.default_rng(2)
    said = who.iloc[dice.integers(0, len(who), many)]
    frame = pd.DataFrame(
        {
            "evidence_id": [f"E{i}" for i in range(many)],
            "cmoc_id": dice.choice([c.cmoc_id for c in study.cmocs], many),
            "source_type": "segment",
            "element": dice.choice(["C", "M_res", "M_reas", "O", "whole"], many),
            "direction": dice.choice(["supports", "refines", "refutes"], many, p=[0.7, 0.2, 0.1]),
            "relevance": dice.choice(["0", "1", "2"], many),
            "rigour": dice.choice(["0", "1", "2"], many),
            "rival": dice.choice(["no", "yes"], many, p=[0.9, 0.1]),
            "site_id": said["site_id"].to_numpy(),
            "participant_id": said["participant_id"].to_numpy(),
            "group": said["group"].to_numpy(),
            "data_type": dice.choice(["interview", "open_answer"], many),
            "data_origin": "synthetic",
        }
    )
    return typed(frame, "evidence")


def made(study: Study) -> Tables:
    """Tables with these people and judgements and nothing else."""
    study = theory_of(study)
    who = people(study, np.random.default_rng(1))
    tables = {name: empty(name) for name in TABLES}
    tables |= {"participants": who, "evidence": evidence(study, who)}
    return Tables(study, "", **tables, answers_everywhere=empty("answers"))


def plain(data: Tables) -> pd.Series:
    """The yardstick: distinct people of each configuration, group, area and direction, no more."""
    keys = ["cmoc_id", "group", "site_id", "direction"]
    return data.evidence.groupby(keys, observed=True)["participant_id"].nunique()


def seconds(data: Tables) -> dict[str, float]:
    """How long each of what is asked takes, one after another on tables that nobody has used."""
    taken = {}
    for name, work in {"plain": plain, **{n: getattr(realist, n) for n in ASKED}}.items():
        begin = time.perf_counter()
        work(data)
        taken[name] = time.perf_counter() - begin
    return taken


def main() -> None:
    study = open_study(STUDY)
    print(f"{CMOCS:,} CMOCs, {PIECES:,} pieces of evidence, {PEOPLE:,} people; median of {TIMES}")
    runs = [seconds(made(study)) for _ in range(TIMES + 1)][1:]
    yardstick = statistics.median(run["plain"] for run in runs)
    print(f"  plain count: {yardstick:.2f} s")
    for label, names in {**{n: (n,) for n in ASKED}, **TOGETHER}.items():
        taken = statistics.median(sum(run[n] for n in names) for run in runs)
        over = f"  MORE THAN {LIMIT} s" if taken > LIMIT else ""
        print(f"  {label}: {taken:.2f} s, {taken / yardstick:.1f} times the plain count{over}")


if __name__ == "__main__":
    main()
