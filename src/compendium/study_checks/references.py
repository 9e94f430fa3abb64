"""Does a study agree with itself? Every id that one definition names must exist in another."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable

from compendium.instruments import STAGES, Construct, Instrument
from compendium.problems import Problems, listed
from compendium.study import Coding, Source, Study
from compendium.study_checks.audiences import check_audiences
from compendium.study_checks.casework import (
    LOGS,
    NEEDED_OF_ACTIVITIES,
    check_activities,
    check_casework,
    check_population,
)
from compendium.study_checks.casework import NEEDED as NEEDED_OF_CASEWORK
from compendium.study_checks.codebook import check_codebook
from compendium.study_checks.consensus import check_consensus_rule
from compendium.study_checks.findings import check_findings
from compendium.study_checks.framework import check_framework
from compendium.study_checks.impact import check_impact
from compendium.study_checks.joint import check_joint_display
from compendium.study_checks.languages import check_languages
from compendium.study_checks.literature import LITERATURE, check_literature, check_review
from compendium.study_checks.literature import NEEDED as NEEDED_OF_LITERATURE
from compendium.study_checks.occasions import check_occasions
from compendium.study_checks.open_questions import check_open_questions
from compendium.study_checks.plan import check_plan
from compendium.study_checks.programme import check_programme
from compendium.study_checks.qualitative import check_sufficiency, check_topic_guides
from compendium.study_checks.reporting import check_checklists
from compendium.study_checks.sites import check_sites
from compendium.study_checks.survey_reporting import check_reporting
from compendium.study_checks.surveys import check_fixed, check_labels, check_values
from compendium.study_checks.theory import check_judgements

# What each kind of source must map under `columns:`, for without it nothing can be taken in.
NEEDED_COLUMNS = {
    "survey": ("person", "site", "data_origin"),
    "coding_project": ("site", "data_origin"),
    "casework": NEEDED_OF_CASEWORK,
    **NEEDED_OF_LITERATURE,
    "activities": NEEDED_OF_ACTIVITIES,
}

# What a coding project's source may say, and no other.
OF_CODING = ("positions", "segment_columns", "code_columns", "coder_columns", "coder", "not_people")
# What a column of coded segments may be (`compendium.readers.coded_segments.layouts.ROLES`, which
# this layer cannot import; a test holds the two equal).
ROLES = ("source", "text", "code", "coder", "case", "start", "end", "range", "place", "memo")


def check_references(study: Study, problems: Problems) -> None:
    """Add to `problems` every reference of `study` that leads nowhere, and every contradiction."""
    known = functools.partial(_known, problems)
    groups = {g.group for g in study.groups}
    _check_header(study, problems, known)
    check_sites(study, problems)
    check_languages(study, problems)
    for source in study.header.sources:
        _check_source(source, study, problems, known)
    check_activities(study, problems)
    check_population(study, problems, known)
    check_occasions(study, problems, known)
    _check_min_answered(study.header.min_answered, problems)
    check_checklists(study, problems)
    check_review(study, problems, known)
    check_reporting(study, problems)
    check_sufficiency(study, problems, known)
    check_topic_guides(study, problems, known)
    _check_sample(study, groups, problems, known)
    for instrument in study.instruments:
        _check_instrument(instrument, study.header.min_answered, groups, problems, known)
    check_codebook(study, problems, known)
    check_open_questions(study, problems, known)
    _check_theory(study, problems, known)
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
                "Correct it, or define it first.",
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


def _check_source(source: Source, study: Study, problems: Problems, known) -> None:
    file, where = "study.yml", f"sources {source.source}"
    known(file, where, "kind", [source.kind], NEEDED_COLUMNS)
    instruments = [i.instrument for i in study.instruments]
    known(file, where, "instrument", filter(None, [source.instrument]), instruments)
    if source.kind == "survey" and not source.instrument:
        problems.add(
            file,
            where,
            "the survey names no instrument",
            f"the study has {listed(instruments) or 'none'}",
            "Add `instrument:`, the questionnaire that was answered.",
        )
    for key in NEEDED_COLUMNS.get(source.kind, ()):
        if not source.columns.get(key):
            problems.add(
                file,
                where,
                f"columns has no {key}",
                f"a {source.kind} needs {listed(NEEDED_COLUMNS[source.kind])}",
                f"Add `{key}:` and what the export calls it.",
            )
    coders = [*source.coder_columns, *filter(None, [source.coder])]
    coders += source.values.get("coder", {}).values()
    known(file, where, "coder", coders, study.header.coding.coders)
    known(file, where, "segment_columns", source.segment_columns, ROLES)
    if source.kind != "coding_project":
        for key in filter(functools.partial(getattr, source), OF_CODING):
            allowed = "only a coding_project has it"
            problems.add(file, where, f"{key} is given", allowed, "Take it out.")
    if source.kind in ("survey", "coding_project"):
        check_values(source, study, known)
    if source.kind in LOGS:
        check_casework(source, study, problems, known)
    if source.kind in LITERATURE:
        check_literature(source, problems, known)
    else:
        check_fixed(source, study, known)


def _check_min_answered(min_answered: dict[str, int], problems: Problems) -> None:
    for count, needed in min_answered.items():
        if not count.isdecimal():
            what, allowed = f"found {count!r}", "a number of questions is needed"
        elif not 1 <= needed <= int(count):
            what, allowed = f"found {needed} of {count} questions", f"1 to {count} are possible"
        else:
            continue
        problems.add("study.yml", "min_answered", what, allowed, "Correct the rule.")


def _check_sample(study: Study, groups: set[str], problems: Problems, known) -> None:
    sites, seen = {s.site_id for s in study.sites}, set()
    for row, size in enumerate(study.sample, start=2):
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


def _check_instrument(
    instrument: Instrument, min_answered: dict[str, int], groups: set[str], problems, known
) -> None:
    file = f"instruments/{instrument.instrument}.yml"
    known(file, "", "group", instrument.groups, groups)
    check_labels(instrument, problems, known)
    constructs = {c.construct for c in instrument.constructs}
    scales = {s.scale_id for s in instrument.scales}
    seen = set()
    for item in instrument.items:
        where = f"items {item.item_id}"
        if item.item_id in seen:
            problems.add(file, where, "the item is given twice", do="Give each item its own id.")
        seen.add(item.item_id)
        known(file, where, "construct", [item.construct], constructs)
        known(file, where, "scale", filter(None, [item.scale]), scales)
        known(file, where, "stage", item.stages, STAGES)
    for construct in filter(lambda c: c.scored, instrument.constructs):
        _check_scored(construct, instrument, min_answered, file, problems)


def _check_scored(
    construct: Construct,
    instrument: Instrument,
    min_answered: dict[str, int],
    file: str,
    problems: Problems,
) -> None:
    """A mean needs a number for every answer, all on one scale, and a rule how many suffice."""
    items = instrument.items_of(construct.construct)
    if str(len(items)) not in min_answered:
        problems.add(
            "study.yml",
            "min_answered",
            f"no rule for constructs of {len(items)} items ({construct.construct})",
            do=f'Add `"{len(items)}": …`, the number of answers a score needs.',
        )
    for item in items:
        if not item.scale:
            problems.add(
                file,
                f"items {item.item_id}",
                "the item has no scale",
                f"{construct.construct} is scored",
                "Add `scale:`, or write `scored: no` for the construct.",
            )
    scales = dict.fromkeys(item.scale for item in items if item.scale)
    if len(scales) > 1:
        problems.add(
            file,
            f"constructs {construct.construct}",
            f"its items have the scales {listed(scales)}",
            "a score needs one scale",
            "Split the construct, or write `scored: no`.",
        )


def _check_theory(study: Study, problems: Problems, known) -> None:
    sites = {s.site_id for s in study.sites}
    statements = {s.pt_id for s in study.statements}
    codes = {c.code_id for c in study.codebook}
    constructs = {c.construct for i in study.instruments for c in i.constructs}
    items = {i.item_id for instrument in study.instruments for i in instrument.items}
    versions = Counter((s.pt_id, s.version) for s in study.statements)
    for (pt_id, version), times in versions.items():
        if times > 1:
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
