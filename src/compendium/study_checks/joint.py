"""Does the joint display agree with the study? What its rows name exists, what they need is there.

A reference is declared before the survey is launched, and what was asked looking back is never
compared between sites. A divergence carries a follow-up, and every conclusion somebody's name.
"""

from __future__ import annotations

import re

from compendium.conclusions import META_INFERENCES, REFERENCES, WAITS, JointRow, MetaInference
from compendium.instruments import Instrument, Item
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.repeated import repeated

STUDY_FILE, FINDINGS_FILE = "study.yml", "joint_display.yml"


def check_joint_display(study: Study, problems: Problems, known) -> None:
    """Add to `problems` what is wrong with the rows of the joint display and their conclusions."""
    rows = study.header.joint_display
    for row, times in repeated(r.row for r in rows):
        _add(problems, row, f"the row is given {times} times", do="Give each row its own name.")
    for row in rows:
        where = f"joint_display {row.row}"
        known(STUDY_FILE, where, "group", row.talk_groups, [g.group for g in study.groups])
        known(STUDY_FILE, where, "code", row.codes, [c.code_id for c in study.codebook])
        for needed in ("talk_groups", "codes"):
            if not getattr(row, needed):
                _add(
                    problems, row.row, f"{needed} is empty", do="Say whose talk, under which codes."
                )
        if row.instrument:
            _check_asked(row, study, problems, known)
        else:
            _check_not_asked(row, problems)
    _check_other_types(study, known)
    for found in study.meta_inferences:
        _check_conclusion(found, study, problems, known)
    for (row, site), times in repeated((m.row, m.site) for m in study.meta_inferences):
        problems.add(
            FINDINGS_FILE,
            _place(row, site),
            f"the row is concluded {times} times",
            do="Keep one conclusion for each row and site.",
        )


def _check_other_types(study: Study, known) -> None:
    """What `building` and `process_timeline` name is there."""
    codes, rule = [c.code_id for c in study.codebook], study.header.consensus_rule
    statements = [s.statement for s in rule.statements] if rule else []
    for built in study.header.building:
        where = f"building {built.code}"
        known(STUDY_FILE, where, "code", [built.code], codes)
        known(STUDY_FILE, where, "statement", [built.statement], statements)
    for stage in study.header.process_timeline:
        where = f"process_timeline {stage.stage}"
        known(STUDY_FILE, where, "code", stage.codes, codes)
        known(STUDY_FILE, where, "wait", filter(None, [stage.wait]), WAITS)


def _add(problems: Problems, row: str, what: str, allowed: str = "", do: str = "") -> None:
    problems.add(STUDY_FILE, f"joint_display {row}", what, allowed, do)


def _check_not_asked(row: JointRow, problems: Problems) -> None:
    stray = [n for n in ("survey_groups", "construct", "item", "reference") if getattr(row, n)]
    if stray:
        _add(
            problems,
            row.row,
            f"{listed(stray)} is given without an instrument",
            do="Add `instrument:`, or take it out.",
        )
    if not row.silent_because:
        _add(
            problems,
            row.row,
            "no instrument and no silent_because",
            do="Name the instrument, or say why the survey did not ask.",
        )


def _check_asked(row: JointRow, study: Study, problems: Problems, known) -> None:
    names = [i.instrument for i in study.instruments]
    where = f"joint_display {row.row}"
    known(STUDY_FILE, where, "instrument", [row.instrument], names)
    if row.instrument not in names:
        return
    form = study.instrument(row.instrument)
    known(STUDY_FILE, where, "survey group", row.survey_groups, form.groups)
    scored = [c.construct for c in form.constructs if c.scored]
    rated = [i.item_id for i in form.items if form.scale_of(i)]
    known(STUDY_FILE, where, "scored construct", filter(None, [row.construct]), scored)
    known(STUDY_FILE, where, "rated item", filter(None, [row.item]), rated)
    if bool(row.construct) == bool(row.item):
        _add(
            problems,
            row.row,
            "the survey strand needs a construct or an item, and not both",
            do="Give `construct:` or `item:`.",
        )
    if row.reference is None:
        _add(
            problems,
            row.row,
            "the survey asked and there is no reference",
            do="Add `reference:`, what the result is held against.",
        )
        return
    _check_reference(row, form, study, problems, known)


def _check_reference(row: JointRow, form: Instrument, study: Study, problems: Problems, known):
    reference, items = row.reference, _items(row, form)
    known(STUDY_FILE, f"joint_display {row.row}", "reference", [reference.kind], REFERENCES)
    if (reference.kind == "value") != (reference.value is not None):
        given = "without" if reference.value is None else "with"
        _add(
            problems,
            row.row,
            f"the reference is {reference.kind} {given} a value",
            "a value, and no other reference, has one",
            "Correct the reference.",
        )
    twice = [i.item_id for i in items if "before" in i.stages]
    if reference.kind == "before" and len(twice) < len(items):
        once = [i.item_id for i in items if i.item_id not in twice]
        _add(
            problems,
            row.row,
            f"the reference is before, and {listed(once)} was asked once",
            do="Choose another reference.",
        )
    if reference.kind == "other_sites" and twice:
        _add(
            problems,
            row.row,
            f"the reference is other_sites, and {listed(twice)} was asked looking back",
            "that is never compared between sites",
            "Choose another reference.",
        )
    if reference.kind == "other_sites" and len(study.sites) == 1:
        _add(problems, row.row, "the reference is other_sites", "the study has one site")
    _check_declared_in_time(row, study, problems)


def _items(row: JointRow, form: Instrument) -> tuple[Item, ...]:
    if row.item:
        return tuple(i for i in form.items if i.item_id == row.item)
    return form.items_of(row.construct)


def _check_declared_in_time(row: JointRow, study: Study, problems: Problems) -> None:
    """A reference chosen when answers were there is none."""
    surveys = [s for s in study.source("survey") if s.instrument == row.instrument]
    for launched in (s.launched_on for s in surveys if s.launched_on):
        if row.reference.declared_on >= launched:
            _add(
                problems,
                row.row,
                f"the reference was declared on {row.reference.declared_on}",
                f"the survey was launched on {launched}",
                "A reference is declared before; correct the date or leave the row out.",
            )


def _place(row: str, site: str) -> str:
    return f"entry {row}, {f'site {site}' if site else 'all sites'}"


def _check_conclusion(found: MetaInference, study: Study, problems: Problems, known) -> None:
    file, where = FINDINGS_FILE, _place(found.row, found.site)
    known(file, where, "row", [found.row], [r.row for r in study.header.joint_display])
    known(file, where, "site", filter(None, [found.site]), [s.site_id for s in study.sites])
    known(file, where, "label", [found.label], META_INFERENCES)
    sites = [found.site] if found.site else [s.site_id for s in study.sites]
    known(file, where, "site under inputs", found.inputs, sites)
    for needed in ("integrator", "reason"):
        if not getattr(found, needed).strip():
            problems.add(file, where, f"{needed} is blank", do="Say who concluded it, and why.")
    if found.label == "DIVE" and not (found.follow_up and found.follow_up.en.strip()):
        problems.add(
            file,
            where,
            "a divergence without follow_up",
            "it needs one",
            "Say what was done, or will be, to find out why the strands conflict.",
        )
    texts = [found.meta_inference, *filter(None, [found.follow_up])]
    if any(re.search(r"\d", t.en + t.cy) for t in texts):
        problems.add(
            file,
            where,
            "a number is typed into the text",
            "numbers stand beside it, rounded and guarded",
            "Say it in words.",
        )
