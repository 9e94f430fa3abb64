"""The framework for practice and the workshops behind it: does each part lead somewhere?

A principle has a mechanism behind it, asks something of somebody, and what became of it was decided
by named people on a day. Whether that goes with what the consensus survey found only the answers
say (`compendium.analysis.practice.principles`).
"""

from __future__ import annotations

from compendium.conclusions import STATUSES, Principle
from compendium.definitions import read_csv_rows
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.repeated import refuse_repeated, repeated

FILE, STUDY, DECISIONS = "framework.yml", "study.yml", "workshops/decisions.csv"
# Principles that stand no longer by themselves.
GONE = ("merged", "dropped")


def check_framework(study: Study, problems: Problems, known) -> None:
    """Add to `problems` everything in the workshops' roles and in framework.yml to put right."""
    _check_workshops(study, problems, known)
    framework = study.framework
    if framework is None:
        return
    if not framework.principles:
        problems.add(FILE, "", "it has no principles", do="Add some, or remove the file.")
    _check_once([p.principle for p in framework.principles], "principle", "principles", problems)
    rated = [p.consensus for p in framework.principles if p.consensus]
    _check_once(rated, "consensus", "statement of the consensus survey", problems)
    for principle in framework.principles:
        where = f"principle {principle.principle}"
        _check_ids(principle, study, where, known)
        _check_written(principle, study, where, problems)
        _check_mechanism(principle, study, where, problems)
        _check_decided(principle, study, where, problems, known)


def _check_workshops(study: Study, problems: Problems, known) -> None:
    """Each role once, held by somebody, its groups those of the study."""
    workshops = study.header.workshops
    if workshops is None:
        return
    groups = [g.group for g in study.groups]
    roles = (r.role for r in workshops.raised_by)
    refuse_repeated(roles, "role", STUDY, "workshops raised_by", problems)
    for raiser in workshops.raised_by:
        where = f"workshops raised_by {raiser.role}"
        known(STUDY, where, "group", raiser.groups, groups)
        if raiser.people < 1:
            what, allowed = f"people is {raiser.people}", "somebody raised something"
            problems.add(STUDY, where, what, allowed, "Say how many people held the role.")


def _check_once(ids: list[str], field: str, what: str, problems: Problems) -> None:
    for name, times in repeated(ids):
        said = f"the {what} {name} stands {times} times"
        problems.add(FILE, f"{field} {name}", said, do="Keep one.")


def _check_ids(principle: Principle, study: Study, where: str, known) -> None:
    """Every id leads to a group or role, a statement, a CMOC, a rated statement, a decision."""
    rule, framework = study.header.consensus_rule, study.framework
    asked = [*(g.group for g in study.groups), *framework.roles]
    known(FILE, where, "asks of", [a.of for a in principle.asks], asked)
    known(FILE, where, "statement", principle.statements, {s.pt_id for s in study.statements})
    known(FILE, where, "cmoc", principle.cmocs, [c.cmoc_id for c in study.cmocs])
    rated = [s.statement for s in rule.statements] if rule else []
    known(FILE, where, "consensus", filter(None, [principle.consensus]), rated)
    if principle.decisions:
        known(FILE, where, "decision", principle.decisions, decision_ids(study))


def decision_ids(study: Study) -> list[str]:
    """The ids of workshop decisions, as the table has them; none where there is none."""
    path = study.folder / DECISIONS
    return [row.get("decision_id", "") for row in read_csv_rows(path)] if path.exists() else []


def _check_written(principle: Principle, study: Study, where: str, problems: Problems) -> None:
    """It says something, and asks something of somebody."""
    if not principle.text.en.strip():
        problems.add(FILE, where, "text is blank", do="Say what the principle is.")
    if not principle.asks and principle.status not in GONE:
        problems.add(
            FILE, where, "it asks nothing of anybody", do="Add `asks:`, of whom and what each time."
        )
    for asked in principle.asks:
        if not asked.what.en.strip():
            problems.add(FILE, where, f"what it asks of {asked.of} is blank", do="Say what.")


def _check_mechanism(principle: Principle, study: Study, where: str, problems: Problems) -> None:
    """A change in somebody's reasoning stands behind it, and its CMOCs belong to its statements."""
    reasons = {s.pt_id: s.because_text for s in study.statements}
    cmocs = {c.cmoc_id: c for c in study.cmocs}
    argued = [reasons.get(s, "") for s in principle.statements]
    argued += [cmocs[c].m_reasoning for c in principle.cmocs if c in cmocs]
    if not any(text.strip() for text in argued) and principle.status not in GONE:
        problems.add(
            FILE,
            where,
            "no mechanism stands behind it",
            "a statement that says because, or a CMOC with its reasoning, is needed",
            "Name one under `statements:` or `cmocs:`.",
        )
    for cmoc in (cmocs[c] for c in principle.cmocs if c in cmocs and principle.statements):
        if cmoc.pt_id not in principle.statements:
            problems.add(
                FILE,
                where,
                f"the CMOC {cmoc.cmoc_id} belongs to {cmoc.pt_id}",
                f"the principle rests on {listed(principle.statements)}",
                "Add the statement, or take the CMOC out.",
            )


def _check_decided(principle: Principle, study: Study, where: str, problems, known) -> None:
    """What became of it is signed and dated; who merges or drops says why, and into what."""
    known(FILE, where, "status", filter(None, [principle.status]), STATUSES)
    parts = {
        "status": bool(principle.status),
        "decided_by": bool(principle.decided_by.strip()),
        "decided_on": principle.decided_on is not None,
    }
    if any(parts.values()) and not all(parts.values()):
        given, lacking = ([n for n, there in parts.items() if there == t] for t in (True, False))
        problems.add(
            FILE,
            where,
            f"{listed(given)} without {listed(lacking)}",
            "what becomes of a principle is decided by named people on a day",
            "Add what is missing, or leave all three away: nobody has decided then.",
        )
    merged, ids = principle.status == "merged", [p.principle for p in study.framework.principles]
    if merged != bool(principle.merged_into):
        what = "it is merged, and nothing says into what" if merged else "it is not merged"
        problems.add(FILE, where, what, do="Give `merged_into:` to merged principles alone.")
    others = [i for i in ids if i != principle.principle]
    known(FILE, where, "merged_into", filter(None, [principle.merged_into]), others)
    if principle.status in GONE and not (principle.reason and principle.reason.en.strip()):
        problems.add(FILE, where, f"it is {principle.status}, and nothing says why",
                     do="Add `reason:`.")  # fmt: skip
