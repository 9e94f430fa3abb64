"""Cases and what is known of them: variables of cases and sources, attributes kept as sets."""

from __future__ import annotations

import re

import pandas as pd

from compendium.readers.coding_project import frame
from compendium.readers.export import ImportReport
from compendium.readers.refi_qda.elements import VALUES, children, parts
from compendium.readers.refi_qda.sources import Sources

# A set that is an attribute and its value: "Area: A".
ATTRIBUTE = re.compile(r"\s*([^:]*[^:\s])\s*:\s+(\S.*?)\s*")


def case_names(root) -> dict[str, str]:
    """Every case's name by guid."""
    found = parts(root, "Cases", "Case")
    return {case.get("guid", ""): case.get("name") or case.get("guid", "") for case in found}


def cases(root, sources: Sources, report: ImportReport) -> pd.DataFrame:
    """One row per case and place it refers to; a blank one where it refers to nothing."""
    refers = any(True for _ in root.iterfind("{*}Cases/{*}Case/{*}SelectionRef"))
    selections = {guid: place for guid, *place in sources.selections if guid} if refers else {}
    rows, astray = [], 0
    for case in (c for c in parts(root, "Cases", "Case") if not _is_of_source(c)):
        name, before = case.get("name") or case.get("guid", ""), len(rows)
        for ref in children(case, "SourceRef", "SelectionRef"):
            target = ref.get("targetGUID", "")
            if target in sources.names:
                rows.append((name, sources.names[target], pd.NA, pd.NA))
            elif target in selections:
                source, start, end, *_ = selections[target]
                rows.append((name, source, start, end))
            else:
                astray += 1
        if len(rows) == before:
            rows.append((name, "", pd.NA, pd.NA))
    if astray:
        report.lost.append(f"{astray} references of cases lead to nothing in the file")
    return frame("cases", rows)


def variables(root, sources: Sources, sets: pd.DataFrame, report: ImportReport) -> pd.DataFrame:
    """One row per value of a case or source; also of sets of sources that are attributes."""
    types = {
        v.get("guid", ""): (v.get("name", ""), v.get("typeOfVariable", ""))
        for v in parts(root, "Variables", "Variable")
    }
    rows = []
    for element in (s for group in children(root, "Sources") for s in group):
        if name := sources.names.get(element.get("guid", "")):
            rows += _values("source", name, element, types)
    of_sources = 0
    for case in parts(root, "Cases", "Case"):
        if _is_of_source(case):
            target = next(children(case, "SourceRef")).get("targetGUID", "")
            of_sources += 1
            rows += _values("source", sources.names.get(target, target), case, types)
        else:
            rows += _values("case", case.get("name") or case.get("guid", ""), case, types)
    if of_sources:
        report.guessed.append(
            f"{of_sources} cases have no name and one source each, as MAXQDA keeps variables of "
            "documents; they are read as variables of their sources"
        )
    rows += _attributes(sets, {row[:3] for row in rows}, report)
    return frame("variables", rows)


def _is_of_source(case) -> bool:
    """Whether a case is only there to hold the variables of one source."""
    sources, others = list(children(case, "SourceRef")), list(children(case, "SelectionRef"))
    valued = next(children(case, "VariableValue"), None) is not None
    return not case.get("name") and len(sources) == 1 and not others and valued


def _values(owner_kind: str, owner: str, element, types) -> list[tuple[str, ...]]:
    rows = []
    for value in children(element, "VariableValue"):
        reference, content = (
            next(children(value, "VariableRef"), None),
            next(children(value, *VALUES), None),
        )
        guid = reference.get("targetGUID", "") if reference is not None else ""
        text = (content.text or "") if content is not None else ""
        rows.append((owner_kind, owner, *types.get(guid, (guid, "")), text))
    return rows


def _attributes(
    sets: pd.DataFrame, known: set[tuple[str, ...]], report: ImportReport
) -> list[tuple[str, ...]]:
    """Sets called ``key: value`` as values of the sources in them; what has a value keeps it."""
    rows, taken = [], set()
    for member in sets[sets["member_kind"] == "source"].itertuples():
        found = ATTRIBUTE.fullmatch(member.set)
        if found and ("source", member.member, found[1]) not in known:
            rows.append(("source", member.member, found[1], "Text", found[2]))
            taken.add(member.set)
    if taken:
        report.guessed.append(
            f"{len(taken)} sets are called key: value; they are read as attributes of their sources"
        )
    return rows
