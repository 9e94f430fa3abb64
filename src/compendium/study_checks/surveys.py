"""What a study says about its surveys, held against itself: scales' labels, values of cells."""

from __future__ import annotations

from compendium.instruments import Instrument, folded
from compendium.problems import Problems, listed
from compendium.study import Source, Study
from compendium.words import LANGUAGES


def check_values(source: Source, study: Study, known) -> None:
    """What a survey's cells are translated into must be a site or a language there is."""
    where, sites = f"sources {source.source} values", [s.site_id for s in study.sites]
    for meaning, allowed in {"site": sites, "language": LANGUAGES}.items():
        meant = source.values.get(meaning, {}).values()
        known("study.yml", where, meaning, dict.fromkeys(meant), allowed)


def check_labels(instrument: Instrument, problems: Problems) -> None:
    """An answer that is kept as a label must be one answer: no two options may share a label."""
    file = f"instruments/{instrument.instrument}.yml"
    for scale in instrument.scales:
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
