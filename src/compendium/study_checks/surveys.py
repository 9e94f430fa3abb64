"""What a study says about its surveys, held against itself: scales' labels, values of cells."""

from __future__ import annotations

from compendium.instruments import Instrument, folded
from compendium.problems import Problems, listed
from compendium.schemas import ORIGINS, TABLES
from compendium.sources import BY_ROW, BY_SOURCE, CASE, FIXED
from compendium.study import Source, Study
from compendium.words import LANGUAGES

# Why there is no answer, as an option of a scale may say.
REASONS = tuple(r for r in TABLES["answers"]["missing_reason"].allowed if r != "out_of_range")


def check_values(source: Source, study: Study, known) -> None:
    """What cells of areas and languages are translated into must be one that there is."""
    where, sites = f"sources {source.source} values", [s.site_id for s in study.sites]
    for meaning, allowed in {"site": sites, "language": LANGUAGES}.items():
        meant = source.values.get(meaning, {}).values()
        known("study.yml", where, meaning, dict.fromkeys(meant), allowed)


def check_labels(instrument: Instrument, problems: Problems, known) -> None:
    """No two options may share a label, by which an answer is told; what is none says why."""
    file = f"instruments/{instrument.instrument}.yml"
    for scale in instrument.scales:
        known(file, f"scales {scale.scale_id}", "missing", scale.missing.values(), REASONS)
        for label in scale.by_label:
            values = [
                o.value for o in scale.options if label in map(folded, vars(o.label).values())
            ]
            if len(values) > 1:
                problems.add(
                    file,
                    f"scales {scale.scale_id}",
                    f"the options {listed(values)} have the same label ({label})",
                    do="Word them differently, or an answer kept as a label cannot be told.",
                )


def check_fixed(source: Source, study: Study, known) -> None:
    """What is said of a whole export must be something it can say, and a value there is."""
    where, cases = f"sources {source.source} fixed", (CASE,) * (source.kind == "coding_project")
    known("study.yml", where, "column", source.fixed, (*FIXED.get(source.kind, ()), *cases))
    sites = [s.site_id for s in study.sites]
    allowed = {"person": [BY_ROW], CASE: [BY_SOURCE], "data_origin": ORIGINS}
    allowed |= {"site": sites, "site_id": sites}
    allowed |= {"language": LANGUAGES} if source.kind == "survey" else {}
    for name in filter(allowed.__contains__, source.fixed):
        known("study.yml", f"{where} {name}", "value", [source.fixed[name]], allowed[name])
