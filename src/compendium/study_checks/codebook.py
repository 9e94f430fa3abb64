"""Does the codebook agree with itself? Its tree, its states, and where merged codes went."""

from __future__ import annotations

from compendium.problems import Problems
from compendium.study import Study
from compendium.theory import ORIGINS, REALIST_ROLES, STATUSES, Code

FILE = "codebook.yml"


def check_codebook(study: Study, problems: Problems, known) -> None:
    """Add to `problems` every code that contradicts itself or another."""
    codes = {c.code_id: c for c in study.codebook}
    for code in study.codebook:
        where = f"entry {code.code_id}"
        known(FILE, where, "parent_id", filter(None, [code.parent_id]), codes)
        known(FILE, where, "realist_role", [code.realist_role], REALIST_ROLES)
        known(FILE, where, "status", [code.status], STATUSES)
        known(FILE, where, "origin", filter(None, [code.origin]), ORIGINS)
        known(FILE, where, "merged_into", filter(None, [code.merged_into]), codes)
        _check_tree(code, codes, problems)
        _check_merge(code, codes, problems)


def _check_tree(code: Code, codes: dict[str, Code], problems: Problems) -> None:
    where, parent = f"entry {code.code_id}", codes.get(code.parent_id)
    if code.active and parent and parent.status in ("retired", "merged"):
        problems.add(
            FILE,
            where,
            f"the code is active and its parent {parent.code_id} is {parent.status}",
            do="Give it another parent, or retire it too.",
        )
    above, trail = code, []
    while above is not None and above.parent_id:
        if above.code_id in trail:
            problems.add(FILE, where, "the code is its own ancestor", do="Correct parent_id.")
            break
        trail.append(above.code_id)
        above = codes.get(above.parent_id)


def _check_merge(code: Code, codes: dict[str, Code], problems: Problems) -> None:
    """A merged code says where its passages went: to a code that is in use."""
    where, into = f"entry {code.code_id}", codes.get(code.merged_into)
    if code.status == "merged" and not code.merged_into:
        problems.add(
            FILE,
            where,
            "the code is merged, and nothing says into which",
            do="Add `merged_into:`, the code its passages count for, or call it retired.",
        )
    if code.merged_into and code.status != "merged":
        problems.add(
            FILE,
            where,
            f"merged_into is given, and the code is {code.status}",
            "only a code with `status: merged` has it",
            "Correct one of the two.",
        )
    if into and not into.active:
        problems.add(
            FILE,
            where,
            f"it is merged into {into.code_id}, which is {into.status}",
            "passages go to an active code",
            "Name the code they count for now.",
        )
