"""What a public page tells, number by number: every cell of every display, and of every finding.

A `Told` is one cell with what a reader knows of it: what was measured, of whom, under which
keys. Findings take their numbers from results by name; the names and rows are public, so their
numbers are told like any other.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator

import pandas as pd

from compendium.analysis.joint_displays.joint_composed import keys_at
from compendium.analysis.result import BETWEEN
from compendium.analysis.survey.compared import exploratory_plan
from compendium.analysis.survey.consensus_survey import EVERYBODY, members
from compendium.analysis.survey.sample import ALL_AREAS, headings
from compendium.analysis.survey.table_one import shown_by_area
from compendium.conclusions import PlannedComparison
from compendium.disclosure.composed import MEASURES as COMPOSED
from compendium.disclosure.items import ENDS
from compendium.disclosure.released import Released, missing
from compendium.displays.record import Display
from compendium.instruments import Instrument
from compendium.study import Study

# Of the statements of a consensus survey.
RATED = ("consensus", "concordance")
# Results a finding may name that are a survey's, and the measure of each.
MEASURE_OF = {
    **{"answers": "answers", "scores": "scores", "looking_back": "change"},
    **{"items": "items", "before_now": "before_now"},
}
# Of missing answers, each row of one area or of all.
OF_MISSING = ("missing_items", "missing_reasons", "missing_patterns", "imputation")
MEASURE_OF |= {name: name for name in (*OF_MISSING, "missing_test")}
# The mark of a share that is told to the nearest tenth.
ROUGH = "rough"


@dataclasses.dataclass(frozen=True)
class Asked:
    """Whose answers: groups of respondents of one survey in some sites."""

    instrument: str
    groups: tuple[str, ...]
    sites: tuple[str, ...]

    @property
    def atoms(self) -> tuple[tuple[str, str], ...]:
        """Every group in every site: what populations are made of."""
        return tuple(itertools.product(self.groups, self.sites))


@dataclasses.dataclass(frozen=True)
class Told:
    """One cell of a public page: `value` is None where it is hidden or there is none.

    A sentence (`in_sentence`) tells some cells of a table, which may not be on the page. `rough`: a
    share said as so many out of ten, without its base; its mark is ROUGH, or that of a bound.
    """

    page: str
    measure: str
    site: str
    asked: Asked | None
    keys: tuple[tuple[str, str], ...]
    column: str
    value: float | str | None
    mark: str
    in_sentence: bool = False
    rough: bool = False

    def key(self, column: str) -> str:
        return dict(self.keys).get(column, "")


@dataclasses.dataclass(frozen=True)
class Page:
    """One published report: its name, the site it is about (blank: the study), its displays."""

    name: str
    site: str
    displays: tuple[Display, ...]


def told(study: Study, pages: Iterable[Page]) -> list[Told]:
    """Every cell that the pages show."""
    cells: list[Told] = []
    for page in pages:
        for display in page.displays:
            if display.data.measure == "findings":
                cells += _of_findings(study, page, display.data)
            else:
                cells += _of_table(study, page, display.data)
    return cells


def _of_table(study: Study, page: Page, released: Released) -> Iterator[Told]:
    columns = [
        column
        for column, kind in released.kinds.items()
        if column not in released.by and _tells(column, kind)
    ]
    for row, marks in zip(_rows(released.frame), _rows(released.marks), strict=True):
        measure, keys = released.measure, {c: str(row[c]) for c in released.by}
        composed, survey = measure in COMPOSED, ""
        if composed:  # told like the cell it was taken from
            measure, survey, keys = keys["source"], keys.get("survey", ""), keys_at(keys["at"])
        if survey:
            asked = _surveyed(study, survey, page.site)
        else:
            asked = _asked(study, released, measure, keys, page.site)
        for column in columns:
            value, mark = row[column], marks[column]
            if composed and not mark and is_blank(value):
                continue
            yield _cell(page.name, measure, page.site, asked, keys, column, value, mark)


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Each row's values by column."""
    for values in zip(*(frame[column].tolist() for column in frame), strict=True):
        yield dict(zip(frame, values, strict=True))


def _tells(column: str, kind: str) -> bool:
    """Whether a column says something of how many people there are."""
    return column in ENDS or kind not in ("key", "text", "guard")


def _of_findings(study: Study, page: Page, released: Released) -> Iterator[Told]:
    """The numbers of sentences, as cells of the results they were taken from."""
    findings = {f.finding_id: f for f in study.findings}
    for i, row in released.frame.iterrows():
        if not row["value"]:
            continue
        reference = findings[row["finding_id"]].values[row["value"]]
        name, *asked_of = reference.result.split(":")
        site = reference.site or page.site
        cell = _cell(
            page.name,
            MEASURE_OF.get(name, name),
            site,
            _named(study, name, asked_of, reference.row, site),
            reference.row,
            reference.column,
            row[row["kind"]],
            released.marks.at[i, row["kind"]],
        )
        rough = bool(row.get("out_of"))
        mark = (cell.mark if cell.mark in ("over", "under") else ROUGH) if rough else cell.mark
        yield dataclasses.replace(cell, mark=mark, in_sentence=True, rough=rough)


def _cell(page, measure, site, asked, keys, column, value, mark) -> Told:
    hidden = mark in ("c", "z") or missing(value) or (value == "" and column not in ENDS)
    pairs = tuple(sorted((c, str(v)) for c, v in keys.items()))
    return Told(page, measure, site, asked, pairs, column, None if hidden else value, mark)


def _asked(
    study: Study, released: Released, measure: str, keys: dict[str, str], site: str
) -> Asked | None:
    """Whose answers a row of a released table counts; None where it is no survey's."""
    labels = released.labels
    if measure in ("contrasts", "group_scores"):
        return _compared(study, keys)
    if measure == "joint":
        return _joint(study, keys, site)
    if measure in RATED:
        return _rated(study, keys, site)
    if not labels.get("asked_with"):
        return None
    instrument = next(iter(labels["asked_with"]))
    sites = tuple(labels["asked_sites"])
    if measure in (*OF_MISSING, "table_one") and keys.get("area", ALL_AREAS) != ALL_AREAS:
        sites = (keys["area"],)
    return Asked(instrument, tuple(labels["asked_groups"]), sites)


def _surveyed(study: Study, survey: str, site: str) -> Asked:
    """Whose answers a row of a composed table counts that says whose: instrument and groups."""
    instrument, *groups = survey.split(BETWEEN)
    return Asked(instrument, tuple(groups), _seen(study, site))


def _seen(study: Study, site: str) -> tuple[str, ...]:
    """The sites that are seen from one, or from the whole study (`site` blank)."""
    return (site,) if site else tuple(s.site_id for s in study.sites)


def _survey(study: Study, asked_of: list[str]) -> Instrument:
    """The instrument that a result is asked of, else the study's first."""
    return study.instrument(asked_of[0] if asked_of else study.source("survey")[0].instrument)


def is_blank(value: object) -> bool:
    """Whether a composed row has no such cell at all."""
    return value == "" or missing(value)


def _named(study: Study, name: str, asked_of: list[str], row: dict, site: str) -> Asked | None:
    """Whose answers a result is about that a finding names."""
    if name in ("contrasts", "group_scores"):
        return _compared(study, row)
    if name == "joint":
        return _joint(study, row, site)
    if name == "table_one":
        return _described(study, asked_of, row, site)
    if name in RATED:
        return _rated(study, row, site)
    if name not in MEASURE_OF:
        return None
    form = _survey(study, asked_of)
    groups = (asked_of[1],) if len(asked_of) > 1 else form.groups
    sites = _seen(study, "" if name == "missing_test" else site)
    if name in OF_MISSING and row.get("area", ALL_AREAS) != ALL_AREAS:
        sites = (row["area"],)
    return Asked(form.instrument, tuple(groups), sites)


def _described(study: Study, asked_of: list[str], row: dict, site: str) -> Asked:
    """Whose characteristics table one tells: by area, or over all of them."""
    form, area = _survey(study, asked_of), row.get("area", ALL_AREAS)
    groups = shown_by_area(study, form) or form.groups
    sites = _seen(study, site if area == ALL_AREAS else area)
    return Asked(form.instrument, tuple(groups), sites)


def _compared(study: Study, keys: dict[str, str]) -> Asked:
    """Everybody whom a planned comparison compares."""
    plan = plan_of(study, keys["comparison"])
    groups = plan.groups or study.instrument(plan.instrument).groups
    sites = plan.sites or _seen(study, "")
    return Asked(plan.instrument, tuple(groups), tuple(sites))


def plan_of(study: Study, comparison: str) -> PlannedComparison:
    """The comparison of that name, planned or exploratory."""
    planned = {c.comparison: c for c in study.header.planned_comparisons}
    return planned.get(comparison) or exploratory_plan(study, comparison)


def _joint(study: Study, keys: dict[str, str], site: str) -> Asked | None:
    row = next(r for r in study.header.joint_display if r.row == keys["row"])
    if not row.instrument:
        return None
    groups = row.survey_groups or study.instrument(row.instrument).groups
    return Asked(row.instrument, tuple(groups), (keys.get("site") or site,))


def _rated(study: Study, keys: dict[str, str], site: str) -> Asked:
    """One group that rated statements, or everybody whom the consensus rule names."""
    rule = study.header.consensus_rule
    form = study.instrument(rule.instrument)
    judged = rule.groups or form.groups
    groups = members(study, form, judged if keys["group"] == EVERYBODY else (keys["group"],))
    return Asked(rule.instrument, tuple(groups), _seen(study, site))


def groups_under(study: Study, heading: str) -> tuple[str, ...]:
    """The groups shown under one heading."""
    return tuple(g for g, h in headings(study).items() if h == heading)
