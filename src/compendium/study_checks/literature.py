"""Does a study's review agree with itself? Its searches, and what columns of its exports mean."""

from __future__ import annotations

from compendium.problems import Problems, listed
from compendium.review_values import SEARCH_KINDS
from compendium.schemas import TABLES
from compendium.study import Source, Study
from compendium.study_checks.repeated import repeated

FILE = "study.yml"
# Exports of literature, and what each must say by a column or for all of its records (`fixed`).
LITERATURE = ("bibliography", "screening")
NEEDED = {kind: () for kind in LITERATURE}
ORIGIN = "data_origin"
# Worked out while records are taken in; no column of an export is mapped to them.
WORKED_OUT = ("file", "place", "export", "site_id")


def check_review(study: Study, problems: Problems, known) -> None:
    """Add to `problems` searches of no known kind, or that stand twice, and texts left blank."""
    review = study.header.review
    sources = [s.source for s in study.header.sources if s.kind in LITERATURE]
    if review is None:
        if sources:
            what = f"the sources {listed(sources)} are of a review, and there is none"
            do = "Add `review:` with question, eligibility and searches (data/_template has one)."
            problems.add(FILE, "review", what, do=do)
        return
    for search in review.searches:
        known(FILE, f"review searches {search.source}", "kind", [search.kind], SEARCH_KINDS)
        if not search.search.strip():
            do = "Write the search as it was typed, or what was done."
            problems.add(FILE, f"review searches {search.source}", "search is blank", do=do)
    for source, times in repeated(s.source for s in review.searches):
        do = "Give each search its own name; records of a search run again belong to it too."
        problems.add(FILE, f"review searches {source}", f"it is given {times} times", do=do)
    texts = {"question": review.question, "eligibility": review.eligibility}
    texts |= {f"shortened[{n}]": text for n, text in enumerate(review.shortened, 1)}
    for name, text in texts.items():
        if not text.en.strip():
            problems.add(FILE, f"review {name}", "there is no text", do="Write it, or take it out.")


def check_literature(source: Source, problems: Problems, known) -> None:
    """Add to `problems` columns that no record has, and translations into what is no value."""
    where = f"sources {source.source}"
    columns = {n: c for n, c in TABLES["literature_records"].items() if n not in WORKED_OUT}
    known(FILE, where, "column", source.columns, columns)
    known(FILE, f"{where} fixed", "column", source.fixed, columns)
    if source.kind == "bibliography" and not {"source"} & {*source.columns, *source.fixed}:
        do = "Map the column under `columns:`, or write `fixed: {source: …}` for the whole file."
        problems.add(FILE, where, "nothing says where its records were found", do=do)
    if source.kind == "bibliography" and not {ORIGIN} & {*source.columns, *source.fixed}:
        do = f"Map the column under `columns:`, or write `fixed: {{{ORIGIN}: real}}`."
        problems.add(FILE, where, "nothing says whether its records are made up", do=do)
    for name, value in source.fixed.items():
        allowed = getattr(columns.get(name), "allowed", ())
        if allowed:
            known(FILE, f"{where} fixed {name}", "value", [value], allowed)
    for name, cells in source.values.items():
        allowed = getattr(columns.get(name), "allowed", ())
        if allowed:
            blank = ("",) if columns[name].blank else ()
            known(FILE, f"{where} values {name}", "value", cells.values(), (*allowed, *blank))
