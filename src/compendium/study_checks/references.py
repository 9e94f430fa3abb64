"""Does a study agree with itself? Every id that one definition names must exist in another."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from compendium.problems import Problems, listed
from compendium.study import Coding, Study
from compendium.study_checks.audiences import check_audiences
from compendium.study_checks.casework import check_activities, check_population
from compendium.study_checks.codebook import check_codebook
from compendium.study_checks.consensus import check_consensus_rule
from compendium.study_checks.findings import check_findings
from compendium.study_checks.framework import check_framework
from compendium.study_checks.impact import check_impact
from compendium.study_checks.instruments import check_instruments, check_min_answered
from compendium.study_checks.joint import check_joint_display
from compendium.study_checks.languages import check_languages
from compendium.study_checks.literature import check_review
from compendium.study_checks.occasions import check_occasions
from compendium.study_checks.open_questions import check_open_questions
from compendium.study_checks.plan import check_plan
from compendium.study_checks.programme import check_programme
from compendium.study_checks.qualitative import check_sufficiency, check_topic_guides
from compendium.study_checks.reporting import check_checklists
from compendium.study_checks.rows import with_rows
from compendium.study_checks.sites import check_sites
from compendium.study_checks.sources import check_source
from compendium.study_checks.survey_reporting import check_reporting
from compendium.study_checks.theory import check_judgements, check_theory

# What is referred to → where it is defined, if one file alone may define it.
DEFINED = {
    "code": "in codebook.yml ",
    "cmoc": "in cmocs.yml ",
    "statement": "in statements.yml ",
}


def check_references(study: Study, problems: Problems) -> None:
    """Add to `problems` every reference of `study` that leads nowhere, and every contradiction.

    Checks are given `known`, which adds a problem for each value that is not among the known ones.
    """
    known = functools.partial(_known, problems)
    _check_header(study, problems, known)
    check_sites(study, problems)
    check_languages(study, problems)
    for source in study.header.sources:
        check_source(source, study, problems, known)
    check_activities(study, problems)
    check_population(study, problems, known)
    check_occasions(study, problems, known)
    check_min_answered(study.header.min_answered, problems)
    check_checklists(study, problems)
    check_review(study, problems, known)
    check_reporting(study, problems)
    check_sufficiency(study, problems, known)
    check_topic_guides(study, problems, known)
    _check_sample(study, problems, known)
    check_instruments(study, problems, known)
    check_codebook(study, problems, known)
    check_open_questions(study, problems, known)
    check_theory(study, problems, known)
    check_programme(study, problems, known)
    check_plan(study, problems, known)
    check_judgements(study, problems, known)
    check_joint_display(study, problems, known)
    check_consensus_rule(study, problems, known)
    check_framework(study, problems, known)
    check_findings(study, problems, known)
    check_audiences(study, problems)
    check_impact(study, problems, known)


def _known(
    problems: Problems,
    file: str,
    where: str,
    what: str,
    found: Iterable[str],
    allowed: Iterable[str],
) -> None:
    """Add a problem for each value of `found` that is not in `allowed`."""
    allowed = sorted(allowed)
    for value in found:
        if value not in allowed:
            problems.add(
                file,
                where,
                f"{what} {value!r} is unknown",
                f"known are {listed(allowed)}",
                f"Correct it, or define it {DEFINED.get(what, '')}first.",
            )


def _check_header(study: Study, problems: Problems, known) -> None:
    header, file = study.header, "study.yml"
    if header.study != study.folder.name:
        problems.add(
            file,
            "study",
            f"found {header.study!r}",
            f"the folder is called {study.folder.name}",
            "Make the two the same.",
        )
    for site in study.sites:
        known(file, f"sites {site.site_id}", "model", [site.model], header.models)
    for group in study.groups:
        pooled = filter(None, [group.pooled_as])
        known(file, f"groups {group.group}", "pooled_as", pooled, header.pooled_groups)
    coders = (*header.coding.coders, "consensus", "union")
    known(file, "coding", "coder of record", [header.coding.of_record], coders)
    codes = [code.code_id for code in study.codebook]
    known(file, "coding", "asked_about", header.coding.asked_about, codes)
    _check_agreement(header.coding, problems, known)


def _check_agreement(coding: Coding, problems: Problems, known) -> None:
    """Agreement that is not used has a reason, and a reason belongs to nothing else."""
    file, where = "study.yml", "coding agreement"
    known(file, where, "agreement", filter(None, [coding.agreement]), ("not_used", "used"))
    reason = coding.agreement_reason.en.strip()
    if coding.not_used and not reason:
        do = "Add `agreement_reason:`, a sentence that stands in place of the numbers."
        problems.add(file, where, "agreement of coders is not used, and nothing says why", do=do)
    if reason and not coding.not_used:
        do = "Write `agreement: not_used`, or take `agreement_reason:` out."
        problems.add(file, where, "there is a reason why agreement is not used, but it is", do=do)


def _check_sample(study: Study, problems: Problems, known) -> None:
    sites, groups = ({s.site_id for s in study.sites}, {g.group for g in study.groups})
    seen = set()
    for row, size in with_rows(study, "sample.csv", study.sample):
        known("sample.csv", f"row {row}", "site", [size.site_id], sites)
        known("sample.csv", f"row {row}", "group", [size.group], groups)
        if (size.site_id, size.group) in seen:
            problems.add(
                "sample.csv",
                f"row {row}",
                f"site {size.site_id}, group {size.group} stands twice",
                do="Keep one row per site and group.",
            )
        seen.add((size.site_id, size.group))
        if size.survey_invited is not None and size.survey_invited < 0:
            problems.add(
                "sample.csv",
                f"row {row}",
                f"survey_invited is {size.survey_invited}",
                "a whole number from 0 is needed",
                "Leave it blank where nobody noted how many were invited.",
            )
