"""What the literature says: the studies a review included, and which of them bear on a statement.

What a study is like, how relevant, rich and rigorous it is and which statements it bears on was
judged by whoever screened it. In which direction it speaks on a configuration is a judgement of
its own, in theory/evidence.csv; the two stand side by side here.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import BETWEEN, Labels, Result, origin_of, written
from compendium.analysis.review.literature_flow import POPULATION
from compendium.analysis.theory.programme import newest, standing, whole_sentence
from compendium.analysis.theory.spread import that_count
from compendium.intake.tables import Tables
from compendium.intake.written_sources import cited
from compendium.review_values import LINKS
from compendium.words import Text

# What is said of a study, as its reports have it.
SAID = ("country", "population", "design", "relevance", "richness", "rigour")


def about(data: Tables) -> Result:
    """The review's question, who and what could be included, and each step that was shortened.

    One row per sentence: its `part` (question, eligibility, shortened) and its number.
    """
    review = data.study.header.review
    texts = {}
    if review:
        shortened = {f"shortened {n}": text for n, text in enumerate(review.shortened, 1)}
        texts = {"question 1": review.question, "eligibility 1": review.eligibility} | shortened
    frame = pd.DataFrame([key.split() for key in texts], columns=["part", "number"], dtype="str")
    return _written("review_about", frame, ("part", "number"), {}, data, {"text": texts})


def included(data: Tables) -> Result:
    """The studies of the review: one row per study, in the order of their records.

    `reports` are the ids of its reports, `statements` those it bears on. Their titles stand in the
    labels; of several reports of one study, what they say otherwise stands side by side.
    """
    studies = studies_of(data)
    kinds = dict.fromkeys(("reports", *SAID, "statements"), "text")
    labels = {"study_id": _titles(studies, data), "report": _cited(data)}
    frame = studies[["study_id", *kinds]]
    return _written("review_studies", frame, ("study_id",), kinds, data, labels)


def by_statement(data: Tables) -> Result:
    """Of each statement of the theory the included studies that bear on it.

    One row per statement and study, in their orders; a statement that no study bears on has one
    row without a study (none where it ended), and studies that bear on none come last, without a
    statement. `judged` is what was judged of them as evidence on the statement's configurations:
    ``CW01=supports``. A study that was judged so bears on the statement, whether or not it was
    linked to it.
    """
    studies, judged, rows = studies_of(data), _judged(data), []
    every, still = newest(data.study), standing(data.study)
    linked: set[str] = set()
    for statement in every if len(studies) else ():
        cmocs = [c.cmoc_id for c in data.study.cmocs if c.pt_id == statement]
        found = []
        for study in studies.to_dict("records"):
            mine = judged[judged["study_id"].eq(study["study_id"]) & judged["cmoc_id"].isin(cmocs)]
            if len(mine) or statement in study["statements"].split(LINKS):
                said = [f"{c}={d}" for c, d in zip(mine["cmoc_id"], mine["direction"], strict=True)]
                found.append({**study, "pt_id": statement, "judged": BETWEEN.join(said)})
        linked |= {row["study_id"] for row in found}
        rows += found or ([{"pt_id": statement}] if statement in still else [])
    others = studies[~studies["study_id"].isin(linked)].assign(pt_id="")
    rows += others.to_dict("records")
    kinds = dict.fromkeys((*SAID, "judged"), "text")
    blank = dict.fromkeys(("pt_id", "study_id", *kinds), "")
    frame = pd.DataFrame([blank | row for row in rows]).reindex(columns=list(blank))
    labels = {
        "pt_id": {k: whole_sentence(s) for k, s in every.items()},
        "study_id": _titles(studies, data),
    }
    return _written("review_evidence", frame, ("pt_id", "study_id"), kinds, data, labels)


def studies_of(data: Tables) -> pd.DataFrame:
    """One row per included study: its reports, what they say of it, the statements it bears on."""
    records = data.literature_records
    kept = records[records["screen2"] == "include"]
    rows = []
    for study, reports in kept.groupby("study_id", sort=False, observed=True):
        said = {c: LINKS.join(dict.fromkeys(filter(None, reports[c]))) for c in SAID}
        links = [link for cell in reports["pt_links"] for link in cell.split(LINKS) if link]
        own = {"reports": LINKS.join(reports["record_id"]), "statements": _once(links)}
        rows.append({"study_id": study, **own, **said})
    return pd.DataFrame(rows, columns=["study_id", "reports", "statements", *SAID], dtype="str")


def _once(values: list[str]) -> str:
    return LINKS.join(dict.fromkeys(values))


def _judged(data: Tables) -> pd.DataFrame:
    """Judgements on literature that count: study, CMOC and direction, each once."""
    evidence, records = data.evidence, data.literature_records
    study = records.set_index("record_id")["study_id"]
    mine = that_count(evidence[evidence["source_type"].eq("literature")])
    mine = mine[mine["rival"].eq("no") & mine["source_id"].isin(records["record_id"])]
    mine = mine.assign(study_id=mine["source_id"].map(study).astype("str"))
    return mine[["study_id", "cmoc_id", "direction"]].drop_duplicates()


def _cited(data: Tables) -> dict[str, Text]:
    records = data.literature_records
    kept = cited(records[records["screen2"] == "include"])
    return {record: Text(text, text) for record, text in kept.items()}


def _titles(studies: pd.DataFrame, data: Tables) -> dict[str, Text]:
    """Each study by its first report."""
    reports = _cited(data)
    first = (reported.split(LINKS)[0] for reported in studies["reports"])
    return {study: reports[f] for study, f in zip(studies["study_id"], first, strict=True)}


def _written(
    measure: str,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    kinds: dict[str, str],
    data: Tables,
    labels: Labels,
) -> Result:
    """What the team wrote of publications."""
    origin = origin_of(data.literature_records)
    return written(measure, frame, by, kinds, labels, population=POPULATION, origin=origin)
