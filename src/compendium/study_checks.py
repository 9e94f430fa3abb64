"""Does a study agree with itself? Every id that one definition names must exist in another."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.problems import Problems, listed
from compendium.study import REALIST_ROLES, STAGES, Instrument, Study


def check_references(study: Study, problems: Problems) -> None:
    """Add to `problems` every reference of `study` that leads nowhere."""
    sites = {s.site_id for s in study.sites}
    groups = {g.group for g in study.groups}
    header = study.header

    def known(file: str, where: str, what: str, found: Iterable[str], allowed: Iterable[str]):
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

    if header.study != study.folder.name:
        problems.add(
            "study.yml",
            "study",
            f"found {header.study!r}",
            f"the folder is called {study.folder.name}",
            "Make the two the same.",
        )
    for site in study.sites:
        known("study.yml", f"sites {site.site_id}", "model", [site.model], header.models)
    for group in study.groups:
        known(
            "study.yml",
            f"groups {group.group}",
            "pooled_as",
            filter(None, [group.pooled_as]),
            header.pooled_groups,
        )
    for source in header.sources:
        known(
            "study.yml",
            f"sources {source.source}",
            "kind",
            [source.kind],
            ["survey", "coding_project"],
        )
        known(
            "study.yml",
            f"sources {source.source}",
            "instrument",
            filter(None, [source.instrument]),
            (i.instrument for i in study.instruments),
        )
    known(
        "study.yml",
        "coding",
        "coder of record",
        [header.coding.of_record],
        (*header.coding.coders, "consensus", "union"),
    )
    for row, size in enumerate(study.sample, start=2):
        known("sample.csv", f"row {row}", "site", [size.site_id], sites)
        known("sample.csv", f"row {row}", "group", [size.group], groups)
    for instrument in study.instruments:
        _check_instrument(instrument, header.min_answered, groups, problems, known)
    _check_codebook(study, problems, known)
    _check_theory(study, sites, known)


def _check_instrument(instrument: Instrument, min_answered, groups, problems, known) -> None:
    file = f"instruments/{instrument.instrument}.yml"
    known(file, "", "group", instrument.groups, groups)
    constructs = {c.construct for c in instrument.constructs}
    seen = set()
    for item in instrument.items:
        where = f"items {item.item_id}"
        if item.item_id in seen:
            problems.add(file, where, "the item is given twice", do="Give each item its own id.")
        seen.add(item.item_id)
        known(file, where, "construct", [item.construct], constructs)
        known(
            file,
            where,
            "scale",
            filter(None, [item.scale]),
            (s.scale_id for s in instrument.scales),
        )
        known(file, where, "stage", item.stages, STAGES)
    for construct in instrument.constructs:
        count = len(instrument.items_of(construct.construct))
        if construct.scored and str(count) not in min_answered:
            problems.add(
                "study.yml",
                "min_answered",
                f"no rule for constructs of {count} items ({construct.construct})",
                do=f'Add `"{count}": …`, the number of answers a score needs.',
            )


def _check_codebook(study: Study, problems: Problems, known) -> None:
    codes = {c.code_id: c for c in study.codebook}
    for code in study.codebook:
        where = f"entry {code.code_id}"
        known("codebook.yml", where, "parent_id", filter(None, [code.parent_id]), codes)
        known("codebook.yml", where, "realist_role", [code.realist_role], REALIST_ROLES)
        known("codebook.yml", where, "status", [code.status], ("active", "merged", "retired"))
        above, trail = code, []
        while above is not None and above.parent_id:
            if above.code_id in trail:
                problems.add(
                    "codebook.yml", where, "the code is its own ancestor", do="Correct parent_id."
                )
                break
            trail.append(above.code_id)
            above = codes.get(above.parent_id)


def _check_theory(study: Study, sites: set[str], known) -> None:
    statements = {s.pt_id for s in study.statements}
    codes = {c.code_id for c in study.codebook}
    constructs = {c.construct for i in study.instruments for c in i.constructs}
    cmocs = {c.cmoc_id for c in study.cmocs}
    for cmoc in study.cmocs:
        where = f"entry {cmoc.cmoc_id}"
        known("cmocs.yml", where, "statement", [cmoc.pt_id], statements)
        known("cmocs.yml", where, "site", cmoc.sites_theorised, sites)
        known("cmocs.yml", where, "code", cmoc.codes, codes)
        known("cmocs.yml", where, "construct", cmoc.constructs, constructs)
    for row, link in enumerate(study.links, start=2):
        known("links.csv", f"row {row}", "cmoc", [link.from_cmoc, link.to_cmoc], cmocs)
        known("links.csv", f"row {row}", "kind", [link.kind], ("ripple", "dampening", "loop"))
