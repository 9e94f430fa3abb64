"""What workshops decided: who raised it, what came of it, and when people were told.

Counts are of decisions, not of people. A decision is behind a principle of the framework if it is
about it, about a statement or CMOC of the theory behind it, or is named by it. One row per
decision, per role and stage, or per item of a checklist, as each function says.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd

from compendium.analysis.joint_displays.joint_composed import composed, where
from compendium.analysis.remembered import remembered
from compendium.analysis.reporting import checklist
from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.theory.programme import newest
from compendium.analysis.trail.behind_principles import decisions_of, standing_principles
from compendium.analysis.trail.links import by_number
from compendium.conclusions import Principle, Raiser
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.words import Text, words

OUTCOMES = ("accepted", "amended", "rejected", "deferred")
# Outcomes after which something is different.
CHANGING = ("accepted", "amended")
NOBODY = ("none", "no", "nobody")
# Whether dissent was noted.
SOME, NONE = "some", "none"
EVERYBODY, SERVED = "everybody", "served"

WORKSHOPS = Text("workshops", "gweithdai")
LOG = {
    **dict.fromkeys(("workshop", "date", "raised_by", "target_type", "target_id"), "text"),
    **dict.fromkeys(("proposal", "decision", "rationale", "dissent", "dissent_words"), "text"),
    **dict.fromkeys(("changed_what", "fed_back_on"), "text"),
    "days": "days",
}
COUNTS = (*OUTCOMES, "decisions", "fed_back")
# What the log says to items of the checklists of involvement, in these columns.
FOUND = {
    "gripp2": {
        "2": ("workshops", "decisions"),
        "3": ("changed", "decisions"),
        "4": ("traced", "principles"),
        "5": ("fed_back", "decisions"),
    },
    "involving_young": {
        "3": ("workshops",),
        "4": ("on_findings", "on_items", "on_outputs"),
        "5": ("changed", "decisions"),
        "6": ("on_outputs", "decisions"),
    },
}
NUMBERS = ("workshops", "decisions", "changed", "fed_back", "on_findings", "on_items", "on_outputs")


def decisions(data: Tables) -> Result:
    """The log of decisions, in order of their dates: one row per decision.

    `dissent` says whether any was noted (``some``, ``none``, blank where nothing was noted), and
    `dissent_words` what was, for the team. `days` is how long it took until people were told what
    came of it; missing where they were not.
    """
    log = _log(data)
    return _result("decisions", log[["decision_id", *LOG]], ("decision_id",), LOG, data)


def _log(data: Tables) -> pd.DataFrame:
    log = data.decisions.copy()
    log["order"] = [(row.date, by_number(row.decision_id)) for row in log.itertuples()]
    log = log.sort_values("order", kind="stable", ignore_index=True)
    said = log["dissent"].str.casefold()
    log["dissent_words"] = log["dissent"]
    log["dissent"] = said.map(lambda s: NONE if s in NOBODY else SOME if s else "")
    log["days"] = [_days(row.date, row.fed_back_on) for row in log.itertuples()]
    return log.astype({"dissent": "str", "days": "Int64"})


def _days(decided: str, told: str) -> int | None:
    """Whole days between two ISO dates; none without the second."""
    return (dt.date.fromisoformat(told) - dt.date.fromisoformat(decided)).days if told else None


@remembered
def counts(data: Tables) -> Result:
    """Decisions by who raised them and what came of them.

    One row per role that raised any, in the study's order, and one of all: how many were accepted,
    amended, rejected and deferred, how many there are, and of how many people were told.
    """
    log = _log(data)
    there = set(log["raised_by"])
    roles = [r for r in [*_roles(data.study), *sorted(there)] if r in there]
    frames = {r: log[log["raised_by"] == r] for r in dict.fromkeys(roles)}
    if len(log):
        frames[EVERYBODY] = log
    rows = [
        {
            "raised_by": role,
            **{o: int((own["decision"] == o).sum()) for o in OUTCOMES},
            "decisions": len(own),
            "fed_back": int((own["fed_back_on"] != "").sum()),
        }
        for role, own in frames.items()
    ]
    frame = pd.DataFrame(rows, columns=["raised_by", *COUNTS])
    kinds = dict.fromkeys(COUNTS, "count")
    return _result("decision_counts", frame, ("raised_by",), kinds, data)


@remembered
def share(data: Tables) -> Result:
    """Of how many principles a decision that those the service is for raised changed something.

    One row: `traced` of `principles`, merged and dropped ones left out. No row without a framework,
    without decisions, or where study.yml does not say whom the service is for.
    """
    standing, served = standing_principles(data.study), _served(data.study)
    rows = []
    if standing and served and len(data.decisions):
        roles = {r.role for r in served}
        traced = sum(_is_traced(p, data, roles) for p in standing)
        rows = [(SERVED, traced, len(standing), 100 * traced / len(standing))]
    kinds = {"traced": "count", "principles": "count", "percent": "percent"}
    frame = pd.DataFrame(rows, columns=["who", *kinds])
    return _result("principle_share", frame, ("who",), kinds, data)


def _is_traced(principle: Principle, data: Tables, roles: set[str]) -> bool:
    log = decisions_of(principle, data.decisions)
    return bool((log["raised_by"].isin(roles) & log["decision"].isin(CHANGING)).any())


def chain(data: Tables) -> Result:
    """Each principle and the decisions behind it, as the log says them: one row per pair.

    The labels name every principle that stands, also those behind which no decision is.
    """
    taken, standing = decisions(data), standing_principles(data.study)
    rows = [
        (p.principle, "decisions", d, where(decision_id=d))
        for p in standing
        for d in decisions_of(p, taken.frame)["decision_id"]
    ]
    labels = {**taken.labels, "principle": principle_labels(data.study)}
    labels["standing"] = {p.principle: p.text for p in standing}
    return composed(
        "principle_decisions", ("principle", "source", "about", "at"), rows, (taken,), labels
    )


def principle_labels(study: Study) -> dict[str, Text]:
    """Every principle by its id, with it: ``F1 Tell us early``."""
    principles = study.framework.principles if study.framework else ()
    return {
        p.principle: Text(*(f"{p.principle} {p.text.say(lang)}" for lang in ("en", "cy")))
        for p in principles
    }


def gripp2(data: Tables) -> Result:
    """The short form of GRIPP2, on involvement, item by item, with what the log says to it."""
    return _involvement(data, "gripp2", bool(len(data.decisions)))


def involving_young(data: Tables) -> Result:
    """What reports of young people's involvement should add to GRIPP2, likewise.

    It is for studies that say so: those that name it under `reporting:`.
    """
    asked = "involving_young" in data.study.header.reporting
    return _involvement(data, "involving_young", asked)


def _involvement(data: Tables, name: str, applies: bool) -> Result:
    """A checklist with the numbers of the log that speak to each item.

    `taken` are who raised what, and the share of principles: their rules say what of it is told.
    """
    found, log = checklist(data, name, applies), _log(data)
    numbers = {
        "workshops": log["workshop"].nunique(),
        "decisions": len(log),
        "changed": int(log["decision"].isin(CHANGING).sum()),
        "fed_back": int((log["fed_back_on"] != "").sum()),
        "on_findings": int(log["target_type"].isin(["principle", "wording", "theory"]).sum()),
        "on_items": int((log["target_type"] == "item").sum()),
        "on_outputs": int((log["target_type"] == "output").sum()),
    }
    frame = found.frame.copy()
    for column, number in numbers.items():
        speaks = [column in FOUND[name].get(item, ()) and len(log) > 0 for item in frame["item"]]
        frame[column] = pd.array([number if s else pd.NA for s in speaks], dtype="Int64")
    kinds = {**found.kinds, **dict.fromkeys(NUMBERS, "count")}
    taken = (counts(data), share(data))
    return dataclasses.replace(found, frame=frame, kinds=kinds, taken=taken)


def _roles(study: Study) -> dict[str, Raiser]:
    workshops = study.header.workshops
    return {r.role: r for r in workshops.raised_by} if workshops else {}


def _served(study: Study) -> list[Raiser]:
    """The roles of those the service is for."""
    return [r for r in _roles(study).values() if r.served]


def served_groups(study: Study) -> list[str]:
    """The study's groups of those the service is for, as its workshops say."""
    return [g for r in _served(study) for g in r.groups]


def _result(measure: str, frame: pd.DataFrame, by, kinds: dict[str, str], data: Tables) -> Result:
    return Result(
        measure,
        frame.assign(people=pd.NA).reset_index(drop=True),
        by=by,
        people="people",
        kinds=kinds,
        population=WORKSHOPS,
        method=f"method_{measure}",
        origin=origin_of(data.decisions),
        labels=_labels(data),
    )


def _labels(data: Tables) -> Labels:
    """What roles and what decisions are about are called; those the service is for, in a word."""
    study, said = data.study, words()
    roles = {r: Text(r.replace("_", " ")) for r in data.decisions["raised_by"]}
    roles |= {role: raiser.label for role, raiser in _roles(study).items()}
    served = _served(study)
    names = (", ".join(r.label.say(lang) for r in served) for lang in ("en", "cy"))
    return {
        "raised_by": {**roles, EVERYBODY: said["decisions_all"].text},
        "who": {SERVED: Text(*names)} if served else {},
        "target": _targets(study),
        "report": {},
    }


def _targets(study: Study) -> dict[str, Text]:
    """What each thing that can be decided on says, by its id."""
    items = {i.item_id: i.wording for form in study.instruments for i in form.items}
    theory = {i: Text(s.then_text) for i, s in newest(study).items()}
    outputs = study.header.workshops.outputs if study.header.workshops else {}
    framework = study.framework.principles if study.framework else ()
    return {**items, **theory, **outputs, **{p.principle: p.text for p in framework}}
