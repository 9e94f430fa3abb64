"""What a study says of its exports, held against their kinds, its questionnaires and its codes."""

from __future__ import annotations

import functools

from compendium.problems import Problems, listed
from compendium.schemas import ORIGINS
from compendium.sources import BY_ROW, BY_SOURCE, CASE, FIXED
from compendium.study import Source, Study
from compendium.study_checks.casework import LOGS, NEEDED_OF_ACTIVITIES, check_casework
from compendium.study_checks.casework import NEEDED as NEEDED_OF_CASEWORK
from compendium.study_checks.literature import LITERATURE, check_literature
from compendium.study_checks.literature import NEEDED as NEEDED_OF_LITERATURE
from compendium.words import LANGUAGES

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


def check_source(source: Source, study: Study, problems: Problems, known) -> None:
    """Add to `problems` what an export of its kind lacks, or what only another kind has."""
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
        _check_values(source, study, known)
    if source.kind in LOGS:
        check_casework(source, study, problems, known)
    if source.kind in LITERATURE:
        check_literature(source, problems, known)
    else:
        _check_fixed(source, study, known)


def _check_values(source: Source, study: Study, known) -> None:
    """What cells of areas and languages are translated into must be one that there is."""
    where, sites = f"sources {source.source} values", [s.site_id for s in study.sites]
    for meaning, allowed in {"site": sites, "language": LANGUAGES}.items():
        meant = source.values.get(meaning, {}).values()
        known("study.yml", where, meaning, dict.fromkeys(meant), allowed)


def _check_fixed(source: Source, study: Study, known) -> None:
    """What is said of a whole export must be something it can say, and a value there is."""
    where, cases = f"sources {source.source} fixed", (CASE,) * (source.kind == "coding_project")
    known("study.yml", where, "column", source.fixed, (*FIXED.get(source.kind, ()), *cases))
    sites = [s.site_id for s in study.sites]
    allowed = {"person": [BY_ROW], CASE: [BY_SOURCE], "data_origin": ORIGINS}
    allowed |= {"site": sites, "site_id": sites}
    allowed |= {"language": LANGUAGES} if source.kind == "survey" else {}
    for name in filter(allowed.__contains__, source.fixed):
        known("study.yml", f"{where} {name}", "value", [source.fixed[name]], allowed[name])
