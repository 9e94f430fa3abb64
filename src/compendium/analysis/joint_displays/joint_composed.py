"""Joint displays made of other results: areas side by side, themes and items, stages and delays.

Nothing is calculated here. Each row says which row of which result it is, and the disclosure door
takes every cell as that result's own rule released it (`compendium.disclosure.composed`).
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.analysis.qualitative.themes import people
from compendium.analysis.result import Labels, Result
from compendium.analysis.service.casework import median_waits
from compendium.analysis.service.casework_words import OUTCOME_WORDS
from compendium.analysis.survey.consensus_results import statements
from compendium.analysis.theory.cmoc_result import named
from compendium.analysis.theory.realist import verdicts
from compendium.conclusions import FIRST
from compendium.intake.tables import Tables
from compendium.words import Text

JOINT, VERDICTS, MEDIANS = "joint", "verdicts", "median_waits"
THEMES, CONSENSUS, SCORES = "themes", "consensus", "scores"
TAKEN = {
    "cross_case": {
        "n": "base",
        **dict.fromkeys(("mean", "lower", "upper"), "mean"),
        **dict.fromkeys(("quant_signal", "qual_signal", "label", "verdict"), "band"),
        "reference": "text",
        "changed": "text",
    },
    "building": {"base": "base", "percent": "percent", "verdict": "text", "result": "text"},
    "process_timeline": {
        "referrals": "base",
        "days": "days",
        "share": "band",
        "people": "count",
        "asked": "base",
    },
    "principles": {
        **{"base": "base", "percent": "percent", "others": "text", "guard": "guard"},
        **dict.fromkeys(("verdict", "result"), "text"),
        "spread": "band",
        **dict.fromkeys(("text", "translation", "lang", "speaker", "area"), "text"),
        **dict.fromkeys(("proposal", "raised_by", "decision"), "text"),
    },
    "principle_decisions": {
        "days": "days",
        **dict.fromkeys(("date", "proposal", "raised_by", "decision", "fed_back_on"), "text"),
    },
    "perceptions": {
        "n": "base",
        **dict.fromkeys(("mean", "lower", "upper"), "mean"),
        "share": "band",
        "people": "count",
        "asked": "base",
    },
    "service_flow": {
        **dict.fromkeys((*OUTCOME_WORDS, "referrals"), "count"),
        "percent": "percent",
    },
}
ABOUT = {
    "cross_case": Text("surveys, interviews and theory", "arolygon, cyfweliadau a damcaniaeth"),
    "building": Text("interviews and a survey", "cyfweliadau ac arolwg"),
    "process_timeline": Text("casework and interviews", "gwaith achos a chyfweliadau"),
    "principles": Text("interviews, a survey and workshops", "cyfweliadau, arolwg a gweithdai"),
    "principle_decisions": Text("workshops", "gweithdai"),
}


def where(**keys: str) -> str:
    """A row by its keys: ``row=trust;site=A``."""
    return ";".join(f"{name}={value}" for name, value in keys.items())


def keys_at(at: str) -> dict[str, str]:
    """The keys of a row that `where` wrote.

    >>> keys_at(where(row="trust", site="A"))
    {'row': 'trust', 'site': 'A'}
    """
    return dict(part.split("=", 1) for part in at.split(";"))


def cross_case(data: Tables) -> Result:
    """The areas side by side: what the survey says, which CMOCs are supported, what was concluded.

    One row per area and row of the joint display, with the cells it has there; and one per area
    and CMOC, with its verdict.
    """
    joint, judged = side_by_side(data), verdicts(data)
    rows = [(site, JOINT, row, where(row=row, site=site)) for row, site in _keys(joint)]
    rows += [(site, VERDICTS, c, where(cmoc_id=c, area=site)) for c, site in _keys(judged)]
    labels = {
        "site": {s.site_id: s.label for s in data.study.sites},
        "row": {r.row: r.label for r in data.study.header.joint_display},
        "cmoc_id": {c.cmoc_id: named(c) for c in data.study.cmocs},
    }
    order = {s.site_id: i for i, s in enumerate(data.study.sites)}
    rows = sorted(rows, key=lambda row: order[row[0]])
    return composed("cross_case", ("site", "source", "about", "at"), rows, (joint, judged), labels)


def building(data: Tables) -> Result:
    """Each theme that a statement of a consensus survey came of, and how the statement fared.

    One row per declared theme, statement and group that rated it.
    """
    rated = statements(data)
    groups = list(dict.fromkeys(rated.frame["group"]))
    rows = [
        (b.code, b.statement, g, CONSENSUS, where(statement=b.statement, question=FIRST, group=g))
        for b in data.study.header.building
        for g in groups
    ]
    labels = {
        "code": {c.code_id: c.label for c in data.study.codebook},
        "statement": rated.labels.get("statement", {}),
        "group": rated.labels.get("group", {}),
        "reason": {
            f"{b.code} {b.statement}": b.reason for b in data.study.header.building if b.reason
        },
    }
    by = ("code", "statement", "group", "source", "at")
    return composed("building", by, rows, (rated,), labels)


def process_timeline(data: Tables) -> Result:
    """Stages of what becomes of a referral: the median wait, and how common themes of delay are.

    One row per declared stage and area with a median, where the stage has one; and one per stage,
    theme, group and area.
    """
    waits, said = median_waits(data), people(data)
    rows = []
    for stage in data.study.header.process_timeline:
        for (site,) in _keys(waits) if stage.wait else ():
            rows.append((stage.stage, MEDIANS, site, "", where(site_id=site)))
        for code, group, area in _keys(said):
            if code in stage.codes:
                at = where(code_id=code, group=group, area=area)
                rows.append((stage.stage, THEMES, code, f"{group} {area}", at))
    labels = {
        "stage": {s.stage: s.label for s in data.study.header.process_timeline},
        "code": said.labels["code_id"],
        "site": waits.labels["site_id"],
        "group": said.labels["group"],
        "area": said.labels["area"],
        "coding_of_record": said.labels["coding_of_record"],
    }
    by = ("stage", "source", "about", "whose", "at")
    return composed("process_timeline", by, rows, (waits, said), labels)


def _keys(result: Result) -> list[tuple[str, ...]]:
    return list(result.frame[list(result.by)].itertuples(index=False, name=None))


def composed(
    measure: str,
    by: tuple[str, ...],
    rows: list[tuple],
    taken: tuple[Result, ...],
    labels: Labels,
    population: Text | None = None,
) -> Result:
    """A result whose cells are still to be taken, each row from the row of `taken` it names.

    Where several of `taken` are of one measure, as scores of several surveys are, a key `survey`
    says which (`compendium.analysis.survey.asked.survey_key`).
    """
    columns = TAKEN[measure]
    frame = pd.DataFrame(rows, columns=list(by)).assign(**dict.fromkeys(columns))
    people_column, *_ = columns
    return Result(
        measure,
        frame,
        by=by,
        people=people_column,
        kinds={name: kind for name, kind in columns.items() if name != people_column},
        population=population or ABOUT[measure],
        method=f"method_{measure}",
        origin="real" if all(r.origin == "real" for r in taken) else "synthetic",
        labels=labels,
        taken=taken,
    )
