"""The theory and what analysts judged of it: does all that is named exist, is it signed, once?"""

from __future__ import annotations

from compendium.problems import Problems
from compendium.study import CONTEXT_FIELDS, Study
from compendium.study_checks.repeated import repeated
from compendium.study_checks.rows import with_rows
from compendium.theory import CONFIDENCE, PATTERNS


def check_theory(study: Study, problems: Problems, known) -> None:
    """Add to `problems` versions given twice, and CMOCs that name what is not there."""
    sites = {s.site_id for s in study.sites}
    statements = {s.pt_id for s in study.statements}
    codes = {c.code_id for c in study.codebook}
    constructs = {c.construct for i in study.instruments for c in i.constructs}
    items = {i.item_id for instrument in study.instruments for i in instrument.items}
    for (pt_id, version), times in repeated((s.pt_id, s.version) for s in study.statements):
        problems.add(
            "statements.yml",
            f"statement {pt_id}",
            f"version {version} is given {times} times",
            do="Give each version its own name, or take one out.",
        )
    for cmoc in study.cmocs:
        where = f"entry {cmoc.cmoc_id}"
        known("cmocs.yml", where, "statement", [cmoc.pt_id], statements)
        known("cmocs.yml", where, "site", cmoc.sites_theorised, sites)
        known("cmocs.yml", where, "code", cmoc.codes, codes)
        known("cmocs.yml", where, "construct", cmoc.constructs, constructs)
        known("cmocs.yml", where, "item", cmoc.context_items, items)


def check_judgements(study: Study, problems: Problems, known) -> None:
    """Add to `problems` every judgement that names what is not there, or says nothing or twice."""
    sites = {s.site_id for s in study.sites}
    for cmoc in study.cmocs:
        known("cmocs.yml", f"entry {cmoc.cmoc_id}", "looked_for", cmoc.looked_for, sites)
    for row, judgement in with_rows(study, "theory/confidence.csv", study.confidence):
        where = f"row {row}"
        _check_common("confidence.csv", where, judgement, study, problems, known)
        known("confidence.csv", where, "confidence", [judgement.confidence], CONFIDENCE)
    for row, judgement in with_rows(study, "theory/patterns.csv", study.patterns):
        where, named = f"row {row}", filter(None, [judgement.context_field])
        _check_common("patterns.csv", where, judgement, study, problems, known)
        known("patterns.csv", where, "pattern", [judgement.pattern], PATTERNS)
        known("patterns.csv", where, "context_field", named, CONTEXT_FIELDS)
    _check_twice("confidence.csv", [(j.cmoc_id, j.analyst) for j in study.confidence], problems)
    _check_twice("patterns.csv", [(j.cmoc_id, j.analyst) for j in study.patterns], problems)
    _check_one_pattern(study, problems)


def _check_common(file: str, where: str, judgement, study: Study, problems, known) -> None:
    """Every judgement names a CMOC, who judged, and why; its date was read as one already."""
    known(file, where, "cmoc", [judgement.cmoc_id], [c.cmoc_id for c in study.cmocs])
    for field in ("analyst", "reason"):
        if not getattr(judgement, field).strip():
            problems.add(file, where, f"{field} is blank", do="Judgements are signed and argued.")


def _check_twice(file: str, judged: list[tuple[str, str]], problems: Problems) -> None:
    for (cmoc, analyst), times in repeated(judged):
        what = f"{analyst} judged {cmoc} {times} times"
        problems.add(file, f"{cmoc}, {analyst}", what, do="Keep the judgement that stands.")


def _check_one_pattern(study: Study, problems: Problems) -> None:
    """A final pattern is one: analysts settle it among themselves."""
    judged = dict.fromkeys((j.cmoc_id, j.analyst) for j in study.patterns)
    for cmoc, times in repeated(cmoc for cmoc, _ in judged):
        problems.add(
            "patterns.csv",
            cmoc,
            f"{times} analysts judged its pattern",
            "the pattern is settled by one judgement",
            "Keep the one that stands, and say in its reason who thought otherwise.",
        )
