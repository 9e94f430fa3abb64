"""Findings: what a person concluded, with every number taken from a released result.

A sentence one of whose numbers is hidden is held back whole: what remained would say less than
was meant. The numbers pass under the same rules as everywhere else; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.trail.broken import broken
from compendium.analysis.trail.kinds import REVIEW
from compendium.conclusions import Finding, ValueReference
from compendium.disclosure.out_of import SHARES_OF, coarsened, out_of
from compendium.disclosure.out_of_sides import by_side
from compendium.disclosure.released import DECIMALS, Released, Value, missing, seal
from compendium.intake.tables import Tables
from compendium.problems import DisclosureError, StudyError, listed
from compendium.study import Study
from compendium.study_checks.findings import says_made_up
from compendium.words import Text, words

# A result by name, seen from a site: exact, and as it is released.
Lookup = Callable[[str, str], tuple[Result, Released]]

KEYS = ("finding_id", "value")
TEXTS = ("kind", "evidence", "analyst", "decided_on", "out_of")
NUMBERS = (*DECIMALS, "band")
# Where the public is told in words how many, the team's tables hold the number of people.
FOR_THE_TEAM = {"share": "people"}


def release_findings(data: Tables, section: str, profile: str, lookup: Lookup) -> Released:
    """The findings of one section that are about this site, or, without one, the whole study.

    One row per finding and value, a column per kind of number; a finding without numbers has
    one row, its `value` blank. `kind` names the column that holds the row's number. `withheld`
    says whether any sentence was held back because a number it rests on is hidden.

    Raises
    ------
    StudyError
        If a reference leads to no number or to several, what carries a sentence goes back to no
        data any more, or the data are made up and a sentence does not say so.
    DisclosureError
        If a reference asks for what may not be shown by area at all.
    """
    concluded = _of_section(data, section)
    if without := broken(data, concluded):
        raise StudyError("\n".join(without))
    every = [
        (f, {name: _value(f, name, reference, lookup) for name, reference in f.values.items()})
        for f in concluded
    ]
    told = [(f, values) for f, values in every if not any(map(_hidden, values.values()))]
    shown, origin = [f for f, _ in told], _origin(data, told)
    _refuse_unlabelled(shown, origin)
    cells = [cell for f, values in told for cell in _rows(f, values)]
    columns = [*KEYS, *TEXTS, *NUMBERS]
    return seal(
        measure="findings",
        frame=_typed(pd.DataFrame([row for row, _ in cells], columns=columns)),
        marks=pd.DataFrame([mark for _, mark in cells], columns=columns, dtype="str").fillna(""),
        by=KEYS,
        kinds={
            **dict.fromkeys(KEYS, "key"),
            **dict.fromkeys(TEXTS, "text"),
            **{n: n for n in NUMBERS},
        },
        profile=profile,
        origin=origin,
        population=data.study.header.title,
        method="method_findings",
        labels=_labels(data.study, shown),
        withheld=len(told) < len(every),
    )


def _origin(data: Tables, told: list[tuple[Finding, dict[str, Value]]]) -> str:
    """Made up if anything is that the sentences rest on, else real."""
    origins = {value.released.origin for _, values in told for value in values.values()}
    return "synthetic" if "synthetic" in origins | {origin_of(data.participants)} else "real"


def _of_section(data: Tables, section: str) -> list[Finding]:
    return [f for f in data.study.findings if (f.section, f.site) == (section, data.site_id)]


def _hidden(value: Value | None) -> bool:
    return value is None or value.released.marks.at[value.row, value.column] == "c"


def _value(finding: Finding, name: str, reference: ValueReference, lookup: Lookup) -> Value | None:
    """The released number behind one reference; None where only the exact result has the row.

    That is so where areas are put together because each is too small.
    """
    place = f"findings.yml, finding {finding.finding_id}, value {name}"
    try:
        result, released = lookup(reference.result, reference.site or finding.site)
    except (StudyError, DisclosureError) as error:
        raise type(error)(f"{place}: {error}") from error
    rows = _matching(released.frame, reference.row)
    if not rows and reference.out_of:
        released = by_side(released, reference.row)
        rows = _matching(released.frame, reference.row)
    if not rows and _matching(result.frame, reference.row):
        return None
    row = _only(rows, released, reference, place)
    numbers = [c for c, kind in released.kinds.items() if kind in NUMBERS]
    column = reference.column
    if column not in numbers and FOR_THE_TEAM.get(column) in numbers:
        column = FOR_THE_TEAM[column]
    if column not in numbers:
        raise StudyError(
            f"{place}: {reference.result} has no number called {column!r}. "
            f"There is: {listed(numbers, limit=30)}."
        )
    cell, mark = released.cell(row, column)
    if mark == "z" or (not mark and (missing(cell) or cell == "")):
        raise StudyError(f"{place}: there is no number in {column} of that row.")
    value = Value(released, row, column, reference.out_of or 0)
    if value.out_of:
        _refuse_unsayable(value, reference, place)
    return value


def _refuse_unsayable(value: Value, reference: ValueReference, place: str) -> None:
    """Only a share of answers is said out of ten, and only if that says anything."""
    if reference.result.split(":")[0] not in SHARES_OF or value.column != "percent":
        raise StudyError(
            f"{place}: {value.column} of {reference.result} cannot be said out of "
            f"{value.out_of}: only the column percent of {listed(SHARES_OF)} can. Take `out_of` "
            "away, or name such a share."
        )
    cell, mark = value.released.cell(value.row, value.column)
    if mark != "c" and out_of(cell, mark, value.out_of)[1] in (0, value.out_of):
        raise StudyError(
            f"{place}: it is only a bound ({value.say('en')}), of which nothing is left out of "
            f"{value.out_of}. Take `out_of` away, or write the sentence without the number."
        )


def _matching(frame: pd.DataFrame, wanted: dict[str, str]) -> list[int]:
    """The rows in which these columns hold these texts; none where there is no such column."""
    chosen = pd.Series(set(wanted) <= set(frame), index=frame.index)
    for column in filter(frame.columns.__contains__, wanted):
        chosen &= frame[column].astype("str") == wanted[column]
    return list(frame.index[chosen])


def _only(rows: list[int], released: Released, reference: ValueReference, place: str) -> int:
    """The one row that a reference names by some of its key columns."""
    frame = released.frame
    keys = [c for c, kind in released.kinds.items() if kind in ("key", "text")]
    if unknown := [c for c in reference.row if c not in keys]:
        raise StudyError(
            f"{place}: {reference.result} has no column {listed(unknown)} to find a row by. "
            f"There is: {listed(keys)}."
        )
    if len(rows) != 1:
        asked = ", ".join(f"{c} {v}" for c, v in reference.row.items()) or "no column"
        there = frame.loc[rows if len(rows) else frame.index, list(released.by)]
        raise StudyError(
            f"{place}: {len(rows) or 'no'} rows of {reference.result} have {asked}. "
            f"There is: {listed(' '.join(map(str, r)) for r in there.itertuples(index=False))}."
        )
    return int(rows[0])


def _rows(finding: Finding, values: dict[str, Value]) -> list[tuple[dict, dict]]:
    common = {
        "finding_id": finding.finding_id,
        "evidence": " ".join(finding.evidence),
        "analyst": finding.analyst,
        "decided_on": finding.decided_on.isoformat(),
    }
    if not values:
        return [(common | {"value": "", "kind": "", "out_of": ""}, {})]
    rows = []
    for name, value in values.items():
        kind = value.released.kinds[value.column]
        cell, mark = value.released.cell(value.row, value.column)
        said = str(value.out_of or "")
        if said and mark != "c":
            cell = coarsened(cell, mark, value.out_of)
        rows.append(
            (common | {"value": name, "kind": kind, "out_of": said, kind: cell}, {kind: mark})
        )
    return rows


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    words = [*KEYS, *TEXTS, "band"]
    return frame.assign(**{c: frame[c].astype("object").fillna("").astype("str") for c in words})


def _refuse_unlabelled(findings: list[Finding], origin: str) -> None:
    """Nothing made up is worded as a finding."""
    silent = [f.finding_id for f in findings if not says_made_up(f.text)]
    if origin == "synthetic" and silent:
        raise StudyError(
            f"The data are made up, and {listed(silent)} in findings.yml does not say so. Write "
            '"in the synthetic data" (or "made-up data") into the English sentence.'
        )


def _labels(study: Study, shown: list[Finding]) -> Labels:
    """The sentences, and what each piece of evidence is called."""
    joint = {f"joint:{r.row}": r.label for r in study.header.joint_display}
    compared = {f"comparison:{c.comparison}": c.title for c in study.header.planned_comparisons}
    cmocs = {c.cmoc_id: Text(c.cmoc_id, c.cmoc_id) for c in study.cmocs}
    named = {**joint, **compared, **cmocs}
    return {
        "finding_id": {f.finding_id: f.text for f in shown},
        "evidence": {e: named.get(e, _by_id(e)) for f in shown for e in f.evidence},
    }


def _by_id(evidence: str) -> Text:
    """A statement, principle or decision by its id alone: ``F5``; the review's records by name."""
    kind, _, id = evidence.partition(":")
    return words()["trail_review"].text if kind == REVIEW else Text(id, id)


def at_sites(open_at: Callable[[str], Callable[[str], tuple[Result, Released]]]) -> Lookup:
    """A lookup that opens each site and makes each result only once."""
    opened, made = {}, {}

    def look_up(name: str, site: str) -> tuple[Result, Released]:
        if site not in opened:
            opened[site] = open_at(site)
        if (name, site) not in made:
            made[name, site] = opened[site](name)
        return made[name, site]

    return look_up
