"""The framework for practice, principle by principle, and what each rests on.

Nothing is calculated here. What a principle asks and why it should work was written by people; how
far evidence and answers support it is taken, cell by cell, from the theory, the consensus survey,
the approved words and the log of decisions. What the survey's rule says and what people decided
stand side by side; where they differ, those who decided say why. One row is one such cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from compendium.analysis.joint_displays.joint_composed import CONSENSUS, composed, where
from compendium.analysis.practice.coproduction import (
    decisions,
    principle_labels,
    served_groups,
)
from compendium.analysis.qualitative.themes import coding_of_record, quotable
from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.survey.consensus_results import (
    DISCUSS,
    RETAIN_WITH_NOTE,
    statements,
)
from compendium.analysis.survey.consensus_survey import rule_texts
from compendium.analysis.survey.sample import INTERVIEWED, area_labels
from compendium.analysis.theory.cmoc_result import named
from compendium.analysis.theory.programme import newest, whole_sentence
from compendium.analysis.theory.realist import theory
from compendium.analysis.trail.behind_principles import decisions_of, themes_of
from compendium.conclusions import Principle
from compendium.intake.tables import Tables
from compendium.problems import DataError, Problems
from compendium.study import Study
from compendium.study_checks.framework import FILE
from compendium.words import Text, date_text, say

THEORY, WORDS, DECISIONS = "theory", "principle_words", "decisions"
BY = ("principle", "source", "question", "group", "about", "at")
# One passage stands beside a principle, so its place is always the first.
PLACE = "1"
TEXTS = ("heading", "group", "area", "text", "translation", "lang")


def principles(data: Tables) -> Result:
    """The framework with everything that supports it.

    One row per principle and cell that is taken for it: a group's answers to one question of the
    consensus survey (`question`, `group`), a CMOC's evidence, a decision (`about`), and words.
    The labels have what people wrote. A study without a framework has no rows.

    Raises
    ------
    DataError
        If a principle is called retained that the survey's rule says to discuss, or that it says
        needs a note and has none, and nobody said why.
    """
    rated, log = statements(data), decisions(data)
    framework = data.study.framework.principles if data.study.framework else ()
    _refuse_contradictions(framework, rated)
    rows = [row for p in framework for row in _rows(p, rated, log.frame)]
    taken = (rated, theory(data), spoken(data), log)
    labels = {**rated.labels, **log.labels, **_written(data.study), **_speakers(data)}
    return composed("principles", BY, rows, taken, labels)


def _rows(principle: Principle, rated: Result, log: pd.DataFrame) -> list[tuple]:
    """Which cells belong to one principle."""
    id, own = principle.principle, rated.frame[rated.frame["statement"] == principle.consensus]
    keys = own[["statement", "question", "group"]].to_dict("records")
    rows = [(id, CONSENSUS, k["question"], k["group"], "", where(**k)) for k in keys]
    rows += [(id, THEORY, "", "", c, where(cmoc_id=c)) for c in principle.cmocs]
    rows += [(id, WORDS, "", "", PLACE, where(principle=id, place=PLACE))]
    behind = decisions_of(principle, log)["decision_id"]
    return rows + [(id, DECISIONS, "", "", d, where(decision_id=d)) for d in behind]


def _refuse_contradictions(framework: tuple[Principle, ...], rated: Result) -> None:
    """What people decided goes with the rule's verdict, or they say why it does not."""
    verdicts = rated.frame.groupby("statement", sort=False, observed=True)["result"].first()
    problems = Problems()
    for principle in framework:
        verdict, place = verdicts.get(principle.consensus), f"principle {principle.principle}"
        if principle.status != "retained":
            continue
        if verdict == DISCUSS and not _says(principle.reason):
            problems.add(
                FILE,
                place,
                "it is retained",
                "the consensus rule says to discuss it",
                "Let those who decided say why under `reason:`, or write `status: to_discuss`.",
            )
        if verdict == RETAIN_WITH_NOTE and not (_says(principle.note) or _says(principle.reason)):
            problems.add(
                FILE,
                place,
                "it has no note",
                "the consensus rule says that it needs one on putting it into practice",
                "Add `note:`, or let those who decided say why not under `reason:`.",
            )
    problems.settle(DataError)


def _says(text: Text | None) -> bool:
    return bool(text and text.en.strip())


def spoken(data: Tables) -> Result:
    """Approved words on each principle: passages coded under themes of the CMOCs behind it.

    One row per principle and passage that may stand beside it, those under most of its themes
    first, then the shortest: the order of sources would give areas away. Where study.yml says which
    groups the service is for, the words are theirs alone.
    """
    framework = data.study.framework.principles if data.study.framework else ()
    record, quotes = coding_of_record(data.codings, data.study), _quotes(data)
    parts = [_spoken_on(p, quotes, record, data.study) for p in framework]
    columns = ["principle", "segment", *TEXTS, "people"]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return Result(
        WORDS,
        frame[columns],
        by=("principle", "segment"),
        people="people",
        kinds=dict.fromkeys(TEXTS, "text"),
        population=INTERVIEWED,
        method="method_quotes",
        origin=origin_of(data.participants, data.quotes),
        labels={**_speakers(data), "principle": principle_labels(data.study)},
    )


def _quotes(data: Tables) -> pd.DataFrame:
    """Approved words of those the service is for; of everybody where the study names nobody."""
    named = {"site_id": "area", "segment_id": "segment", "approved_text": "text"}
    said = quotable(data, "").rename(columns={**named, "translation_en": "translation"})
    served = served_groups(data.study)
    return said[said["group"].isin(served)] if served else said


def _spoken_on(principle: Principle, quotes: pd.DataFrame, record, study: Study) -> pd.DataFrame:
    on = record[record["code_id"].isin(themes_of(principle, study))]
    codes = on.groupby("segment_id", sort=False, observed=True)["code_id"].nunique()
    many = quotes["segment"].map(codes).fillna(0)
    own = quotes.assign(
        principle=principle.principle, people=1, many=-many, length=quotes["text"].str.len()
    )
    return own[many > 0].sort_values(["many", "length", "text"], kind="stable")


def _speakers(data: Tables) -> Labels:
    return {
        "speaker": {g.group: g.singular for g in data.study.groups},
        "area": area_labels(data),
    }


def _written(study: Study) -> Labels:
    """What people wrote of each principle, of the mechanism behind it, and of what it asks."""
    framework = study.framework
    found: Labels = {name: {} for name in ("status", "note", "reason", "signed_by", "signed_on")}
    found |= {name: {} for name in ("asked_of", "asks", "mechanism", "merged_into")}
    now = newest(study)
    for principle in framework.principles if framework else ():
        id = principle.principle
        texts = {
            "status": _as_it_is(principle.status),
            "merged_into": _as_it_is(principle.merged_into),
            "note": principle.note,
            "reason": principle.reason,
            "signed_by": _as_it_is(principle.decided_by),
            "signed_on": _day(principle.decided_on),
        }
        for name, text in texts.items():
            if _says(text):
                found[name][id] = text
        for number, asked in enumerate(principle.asks, 1):
            found["asked_of"][f"{id} {number}"] = _asked_of(asked.of, study)
            found["asks"][f"{id} {number}"] = asked.what
        for statement in principle.statements:
            found["mechanism"][f"{id} {statement}"] = whole_sentence(now[statement])
    rule = study.header.consensus_rule
    return {
        **found,
        "principle": principle_labels(study),
        "cmoc": {c.cmoc_id: named(c) for c in study.cmocs},
        "confidence": _confidence(study),
        "method": rule_texts(rule) if rule else {},
    }


def _as_it_is(name: str) -> Text:
    return Text(name, name)


def _day(day: dt.date | None) -> Text | None:
    return Text(*(date_text(day, lang) for lang in ("en", "cy"))) if day else None


def _asked_of(of: str, study: Study) -> Text:
    """The name of a group, or of a role that the framework names."""
    return study.framework.roles.get(of) or study.group(of).label


def _confidence(study: Study) -> dict[str, Text]:
    """How confident analysts are in each CMOC; where they differ, each level once, and that."""
    judged: dict[str, dict[str, None]] = {}
    for judgement in study.confidence:
        judged.setdefault(judgement.cmoc_id, {})[judgement.confidence] = None
    return {
        cmoc: Text(*(_sure(levels, lang) for lang in ("en", "cy")))
        for cmoc, levels in judged.items()
    }


def _sure(levels: Iterable[str], lang: str) -> str:
    named = [say(f"band_{level}", lang) for level in levels]
    return say("principle_differ", lang, levels=", ".join(named)) if named[1:] else named[0]
