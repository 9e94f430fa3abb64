"""The programme theory with its evidence: who supports, refines or refutes each CMOC, and where.

One row of evidence is one analyst's judgement on one piece of talk, survey result, casework
figure, literature record or workshop decision; only pieces of some relevance and rigour count,
and those on a rival explanation are kept apart. People are distinct known people in their own
area and group, wherever they were met. The code counts and drafts; spread is not confidence, and
a draft is no conclusion.
"""

from __future__ import annotations

import itertools

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Labels, Result
from compendium.analysis.survey.sample import (
    INTERVIEWED,
    area_labels,
    heading_labels,
    headings,
    people_asked,
    with_all_areas,
)
from compendium.analysis.theory.cmoc_result import cmoc_result
from compendium.analysis.theory.completeness import completeness
from compendium.analysis.theory.regularities import (
    by_site,
    context_labels,
    context_values,
    differing_fields,
    draft,
    examined,
    judged_patterns,
    on_cmocs,
    people_by_site,
)
from compendium.analysis.theory.spread import (
    DIRECTIONS,
    NOTHING,
    Counts,
    counts_by,
    sensitivity,
    spread,
    that_count,
    verdict,
)
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import PatternJudgement
from compendium.words import Text, words

__all__ = ["completeness", "evidence_matrix", "patterns", "theory", "verdicts"]

# Headings of evidence that no known person stands behind.
OTHER_SOURCES = {
    "unknown": "evidence_unknown",
    "observation": "evidence_observation",
    "survey": "evidence_survey",
    "casework": "evidence_casework",
    "literature": "evidence_literature",
    "decision": "evidence_decision",
}


@remembered
def evidence_matrix(data: Tables) -> Result:
    """Who says what of each CMOC, by heading and area (``all`` = every area together).

    One row per CMOC, heading, area and direction, those nobody spoke for included. `people` are
    distinct people interviewed, `asked` everybody interviewed of that heading and area, `pieces`
    all pieces of evidence, open answers of people not interviewed too. Pieces of unknown
    speakers, field notes, survey results, casework figures, literature records and workshop
    decisions have headings of their own, without people; the last two are of all areas together.
    """
    keys = ["cmoc_id", "group", "area", "direction"]
    pieces = _with_headings(data)
    met = data.participants.loc[data.participants["interviewed"], "participant_id"]
    spoken = pieces[pieces["participant_id"].isin(met)]
    people = spoken.groupby(keys, observed=False)["participant_id"].nunique()
    size, asked = pieces.groupby(keys, observed=False).size(), people_asked(data)
    cells = [*asked.index, *_other_cells(pieces, data)]
    frame = _every_row(data.study, cells)
    base = {cell: int(asked.get(cell, 0)) for cell in cells}
    frame["asked"] = [n for n in base.values() for _ in DIRECTIONS] * len(data.study.cmocs)
    rows = pd.MultiIndex.from_frame(frame[keys])
    frame["people"] = people.reindex(rows, fill_value=0).to_numpy(dtype="int64")
    frame["pieces"] = size.reindex(rows, fill_value=0).to_numpy(dtype="int64")
    others = {source: words()[key].text for source, key in OTHER_SOURCES.items()}
    labels = {"group": {**heading_labels(data.study), **others}, "area": area_labels(data)}
    kinds = {"asked": "base", "pieces": "count"}
    return cmoc_result("evidence", frame, tuple(keys), kinds, data, labels, INTERVIEWED)


def _every_row(study: Study, cells: list[tuple[str, str]]) -> pd.DataFrame:
    """Every CMOC with every heading and area in `cells` and every direction."""
    groups, areas = ([cell[i] for cell in cells for _ in DIRECTIONS] for i in range(2))
    many = len(study.cmocs)
    return pd.DataFrame(
        {
            "cmoc_id": [c.cmoc_id for c in study.cmocs for _ in groups],
            "group": groups * many,
            "area": areas * many,
            "direction": list(DIRECTIONS) * len(cells) * many,
        },
        dtype="str",
    )


def _with_headings(data: Tables) -> pd.DataFrame:
    """Pieces on CMOCs themselves that count, each for its area and for all, with its heading."""
    pieces = that_count(data.evidence[data.evidence["rival"] == "no"])
    heading = pieces["group"].map(headings(data.study)).astype("object")
    nobody = pieces["data_type"].where(pieces["data_type"].isin(OTHER_SOURCES), "unknown")
    heading = heading.where(pieces["participant_id"] != "", nobody)
    placed = with_all_areas(pieces.assign(group=heading.astype("str")))
    return placed[placed["area"] != ""]


def _other_cells(pieces: pd.DataFrame, data: Tables) -> list[tuple[str, str]]:
    """Headings without people, and areas, that some piece of evidence has."""
    there = set(zip(pieces["group"], pieces["area"], strict=True))
    return [c for c in itertools.product(OTHER_SOURCES, area_labels(data)) if c in there]


@remembered
def theory(data: Tables, cmocs: tuple[str, ...] = ()) -> Result:
    """How widely the evidence on each CMOC is spread, beside the analysts' confidence.

    One row per CMOC (of those named in `cmocs`, all if blank): spread by the printed rule, the
    distinct people who support or refine it (`people`), their groups and kinds of data, the
    share of people with evidence who refute, whether one account links context, mechanism and
    outcome (`linked`), what a moved threshold would change (`sensitivity`); the verdict on its
    rival; each analyst's confidence, and whether they agree; the draft of the pattern over
    sites and the analyst's. `asked` is everybody interviewed, `asked_least` the smallest number
    of them in a site where the CMOC was examined.
    """
    study, counting = data.study, that_count(data.evidence)
    chosen = [c for c in study.cmocs if not cmocs or c.cmoc_id in cmocs]
    analysts = list(dict.fromkeys(j.analyst for j in study.confidence))
    parts = (
        _spreads(study, counting),
        _confidence(study, analysts),
        _patterns(data, by_site(study, counting)),
    )
    frame = pd.DataFrame(
        [
            {"cmoc_id": c.cmoc_id} | {k: v for p in parts for k, v in p[c.cmoc_id].items()}
            for c in chosen
        ]
    )
    confidence = [f"confidence_{i}" for i, _ in enumerate(analysts, 1)]
    kinds = {
        **dict.fromkeys(("groups", "data_types"), "count"),
        **dict.fromkeys(("asked", "asked_least"), "base"),
        **dict.fromkeys(("spread", "linked", "rival", "agreed", "pattern", "final"), "band"),
        **dict.fromkeys(confidence, "band"),
        "refuting": "percent",
        "sensitivity": "text",
        "context_field": "text",
    }
    columns = ["cmoc_id", "people", *kinds]
    frame = frame[columns] if chosen else pd.DataFrame(columns=columns)
    labels = {
        "analyst": dict(zip(confidence, (Text(a, a) for a in analysts), strict=True)),
        "context_field": context_labels(),
        "not_asked": {c.cmoc_id: c.not_asked for c in chosen if c.not_asked},
        **_reasons(study, analysts),
    }
    return cmoc_result("theory", frame, ("cmoc_id",), kinds, data, labels)


def _spreads(study: Study, counting: pd.DataFrame) -> dict[str, dict]:
    """Spread of each CMOC and the verdict on its rival."""
    own, rival = (counts_by(on_cmocs(counting, rival=r), ["cmoc_id"]) for r in (False, True))
    return {
        c.cmoc_id: _spread_of(own.get(c.cmoc_id, NOTHING), rival.get(c.cmoc_id, NOTHING))
        for c in study.cmocs
    }


def _spread_of(counts: Counts, rival: Counts) -> dict:
    return {
        "spread": spread(counts),
        "people": counts.found,
        "groups": counts.groups,
        "data_types": counts.data_types,
        "refuting": counts.refuting,
        "linked": "yes" if counts.linked else "no",
        "sensitivity": sensitivity(counts),
        "rival": verdict(rival, looked=False),
    }


def _confidence(study: Study, analysts: list[str]) -> dict[str, dict[str, str]]:
    """Of each CMOC each analyst's confidence, in their order, and whether those given agree."""
    judged: dict[str, dict[str, str]] = {c.cmoc_id: {} for c in study.cmocs}
    for judgement in study.confidence:
        judged.setdefault(judgement.cmoc_id, {})[judgement.analyst] = judgement.confidence
    return {cmoc_id: _agreed(given, analysts) for cmoc_id, given in judged.items()}


def _agreed(judged: dict[str, str], analysts: list[str]) -> dict[str, str]:
    agreed = "analysts_differ" if len(set(judged.values())) > 1 else "analysts_agree"
    said = {f"confidence_{i}": judged.get(a, "not_judged") for i, a in enumerate(analysts, 1)}
    few = ("not_judged", "one_analyst")
    return {**said, "agreed": few[len(judged)] if len(judged) < 2 else agreed}


def _reasons(study: Study, analysts: list[str]) -> Labels:
    """Why and when each judged as they did, by CMOC and column: ``CW01 confidence_1``."""
    column = {analyst: f"confidence_{i}" for i, analyst in enumerate(analysts, 1)}
    judged = {f"{j.cmoc_id} {column[j.analyst]}": j for j in study.confidence}
    return {
        "confidence_reason": {key: Text(j.reason) for key, j in judged.items()},
        "confidence_day": {key: Text(j.judged_on.isoformat()) for key, j in judged.items()},
    }


def _patterns(data: Tables, places: dict[str, dict[str, tuple[Counts, str]]]) -> dict[str, dict]:
    """Of each CMOC the draft of its pattern over sites and the analyst's, and who was asked."""
    asked, judged = people_by_site(data), judged_patterns(data.study)
    return {
        cmoc_id: _pattern({site: word for site, (_, word) in found.items()}, asked)
        | _judged(judged.get(cmoc_id))
        for cmoc_id, found in places.items()
    }


def _pattern(verdicts: dict[str, str], asked: dict[str, int]) -> dict:
    return {
        "pattern": draft(verdicts),
        "asked": sum(asked.values()),
        "asked_least": min([asked[site] for site in examined(verdicts)] or [0]),
    }


def _judged(judged: PatternJudgement | None) -> dict[str, str]:
    return {
        "final": judged.pattern if judged else "not_judged",
        "context_field": judged.context_field if judged else "",
    }


@remembered
def verdicts(data: Tables) -> Result:
    """What the evidence says of each CMOC in each site.

    One row per CMOC and site: supported, contested, refuted, thin, not_found (looked for there)
    or not_examined; distinct people who support (`people`), refine and refute it; `asked` is
    everybody of the site who was interviewed.
    """
    study, counting, asked = data.study, that_count(data.evidence), people_by_site(data)
    rows = [
        (cmoc_id, site, word, counts.supports, counts.refines, counts.refutes, asked[site])
        for cmoc_id, found in by_site(study, counting).items()
        for site, (counts, word) in found.items()
    ]
    columns = ["cmoc_id", "area", "verdict", "people", "refines", "refutes", "asked"]
    kinds = {"verdict": "band", "refines": "count", "refutes": "count", "asked": "base"}
    frame = pd.DataFrame(rows, columns=columns)
    labels = {"area": area_labels(data)}
    return cmoc_result("verdicts", frame, ("cmoc_id", "area"), kinds, data, labels)


@remembered
def patterns(data: Tables) -> Result:
    """Where each CMOC is found, drafted by rule, beside what an analyst makes of it.

    One row per CMOC: the sites where it was looked for or turned up, those that support it
    (`people` do), the draft, the fields in which supporting sites differ from the others, and
    the analyst's judgement with its context field, reason, name and date. No rows in a study of
    one site, where a pattern does not apply. `asked_least` as in `theory`.
    """
    study, counting = data.study, that_count(data.evidence)
    own, judged = counts_by(on_cmocs(counting), ["cmoc_id"]), judged_patterns(study)
    found = by_site(study, counting)
    drafts = _patterns(data, found)
    rows = [
        {"cmoc_id": c.cmoc_id, "people": own.get(c.cmoc_id, NOTHING).supports}
        | _places({site: word for site, (_, word) in found[c.cmoc_id].items()}, study)
        | _why(judged.get(c.cmoc_id))
        | drafts[c.cmoc_id]
        for c in (study.cmocs if len(study.sites) > 1 else ())
    ]
    texts = ("looked_for", "supported_in", "differs", "context_field", "reason", "analyst")
    kinds = {
        **dict.fromkeys((*texts, "judged_on"), "text"),
        **dict.fromkeys(("pattern", "final"), "band"),
        **dict.fromkeys(("asked", "asked_least"), "base"),
    }
    frame = pd.DataFrame(rows, columns=["cmoc_id", "people", *kinds])
    labels = {
        "area": area_labels(data),
        "context_field": context_labels(),
        "context_values": {
            j.cmoc_id: context_values(j.context_field, study) for j in study.patterns
        },
    }
    return cmoc_result("patterns", frame, ("cmoc_id",), kinds, data, labels)


def _places(verdicts: dict[str, str], study: Study) -> dict[str, str]:
    """Where a CMOC was looked for and supported, and in what these sites differ from others."""
    seen = examined(verdicts)
    return {
        "looked_for": " ".join(seen),
        "supported_in": " ".join(s for s, word in seen.items() if word == "supported"),
        "differs": " ".join(differing_fields(verdicts, study.sites)),
    }


def _why(judged: PatternJudgement | None) -> dict[str, str]:
    return {
        "reason": judged.reason if judged else "",
        "analyst": judged.analyst if judged else "",
        "judged_on": judged.judged_on.isoformat() if judged else "",
    }
