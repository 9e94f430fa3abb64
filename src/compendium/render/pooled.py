"""Where something can be read that cannot be shown of one area, one group or one thing alone.

Read off the displays: what a report hides, and which other display, or which line of the same
one, shows it together with others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from compendium.analysis.intercoder.agreement import ALL_CODES
from compendium.analysis.service.casework_words import ALL
from compendium.analysis.survey.sample import ALL_AREAS, SMALL_AREAS
from compendium.disclosure.measures import MEASURES
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.displays.record import Display
from compendium.render.published import ANSWERED, Link, Report, link_to
from compendium.study import Study
from compendium.words import capitalised

TOLD_BY_AREA = ("themes", "open_answers", "evidence")
# Of measures that have a line for everything together: its name, and the number that stands in it.
TOGETHER = {"referrals": (ALL, "referrals"), "agreement": (ALL_CODES, "kappa")}
# Columns that stand beside a table's numbers and have nothing to be pooled with.
ASIDE = ("left_out", "invited", "invited_all")
# Columns whose values name what is hidden.
NAMED = {"joint": "row", "group_scores": "comparison", "contrasts": "comparison"}


@dataclasses.dataclass(frozen=True)
class Gap:
    """Something that cannot be shown alone: whose and what, and where it is shown with others.

    `sites` are those it is hidden in, none where it is the whole study; `instead` is empty where
    nothing shows it with others.
    """

    whose: str
    measure: str
    instead: tuple[Link, ...] = ()
    sites: tuple[str, ...] = ()


def gaps(study: Study, profile: Profile, reports: Sequence[Report], lang: str) -> tuple[Gap, ...]:
    """What is hidden and where, each thing once if it is hidden in several sites.

    Of the whole study only that is listed of which no report on a site says anything.
    """
    found: list[Gap] = []
    if profile.pool_staff and len(study.sites) > 1:
        every = tuple(site.site_id for site in study.sites)
        found += [dataclasses.replace(g, sites=every) for g in _of_staff(study, reports, lang)]
    sites_first = sorted(reports, key=lambda r: not r.site)
    by_site = {d.data.measure for r in reports if r.site for d in r.displays}
    for report in sites_first:
        for display in report.displays:
            if report.site or display.data.measure not in by_site:
                here = (report.site,) if report.site else ()
                hidden = _gaps(study, report, display, reports, lang)
                found += [dataclasses.replace(gap, sites=here) for gap in hidden]
    return _merged(found)


def _merged(found: Iterable[Gap]) -> tuple[Gap, ...]:
    """Gaps that say the same of several sites as one."""
    merged: dict[tuple, Gap] = {}
    for gap in found:
        key = gap.whose, gap.measure, bool(gap.instead)
        before = merged.get(key, gap)
        merged[key] = dataclasses.replace(
            gap,
            instead=tuple(dict.fromkeys(before.instead + gap.instead)),
            sites=tuple(dict.fromkeys(before.sites + gap.sites)),
        )
    return tuple(merged.values())


def _of_staff(study: Study, reports: Sequence[Report], lang: str) -> Iterator[Gap]:
    """Small staff groups: what they answer and what they say is told over all areas."""
    whole = [r for r in reports if not r.site]
    surveyed = {g for s in study.source("survey") for g in study.instrument(s.instrument).groups}
    for heading, label in study.header.pooled_groups.items():
        members = {g.group for g in study.groups if g.pooled_as == heading}
        whose = capitalised(label.say(lang))
        if members & surveyed:
            links = _links(whole, lambda r, of=members: set() < _asked(r) <= of, lang)
            yield Gap(whose, "answers", links)
        for measure in TOLD_BY_AREA:
            tells = _tells_of_all(heading, measure)
            # Every report that has it says the same of them: one way there is enough.
            if links := _links([*whole, *reports], tells, lang, "pooled_beside")[:1]:
                yield Gap(whose, measure, links)


def _asked(released: Released) -> set[str]:
    """The groups whose answers a survey's table holds."""
    return set(released.labels.get("asked_groups", ())) if released.measure in ANSWERED else set()


def _tells_of_all(heading: str, measure: str) -> Callable[[Released], bool]:
    """Whether a table says over all areas what a group says."""

    def tells(released: Released) -> bool:
        frame, marks = released.frame, released.marks
        if released.measure != measure or "share" not in frame:
            return False
        pooled = frame["group"].eq(heading) & frame["area"].eq(ALL_AREAS)
        return bool((pooled & marks["share"].ne("c")).any())

    return tells


def _links(
    reports: Iterable[Report],
    shows: Callable[[Released], bool],
    lang: str,
    key: str = "pooled_display",
) -> tuple[Link, ...]:
    return tuple(
        link_to(report, display, lang, key)
        for report in reports
        for display in report.displays
        if shows(display.data)
    )


def _gaps(
    study: Study, report: Report, display: Display, reports: Sequence[Report], lang: str
) -> Iterator[Gap]:
    """What one display hides."""
    released = display.data
    if released.measure == "sample":
        yield from _numbers(released, reports, lang)
    elif released.measure in TOLD_BY_AREA and "share" in released.frame:
        headings = {g.pooled_as for g in study.groups}
        yield from _talk(report, display, headings, lang)
    elif released.measure in ANSWERED:
        if hidden := _hidden_keys(released):
            groups = released.labels.get("asked_groups", {}).values()
            whose = ", ".join(g.say(lang) for g in groups) or released.population.say(lang)
            whole = _links(
                (r for r in reports if not r.site), lambda r: _shows(r, released, hidden), lang
            )
            yield Gap(capitalised(whose), released.measure, whole)
    elif released.measure in MEASURES and _hides(released):
        line = (link_to(report, display, lang, "pooled_line"),) if _has_line(released) else ()
        yield Gap(_named(released, lang), released.measure, line)


def _numbers(released: Released, reports: Sequence[Report], lang: str) -> Iterator[Gap]:
    """Of numbers of people hidden in an area, the number over all areas."""
    whole_first = sorted(reports, key=lambda r: bool(r.site))
    for row, group in released.frame["group"].items():
        for count in ("interviewed", "surveyed"):
            if count in released.marks and released.marks.at[row, count] == "c":
                tells = _tells_total(group, f"{count}_all")
                links = _links(whole_first, tells, lang, "pooled_beside")[:1]
                whose = capitalised(released.label("group", group, lang))
                yield Gap(whose, "sample", links)


def _tells_total(group: str, count: str) -> Callable[[Released], bool]:
    """Whether a table says how many of a group took part in all areas."""

    def tells(released: Released) -> bool:
        if released.measure != "sample" or count not in released.marks:
            return False
        mine = released.frame["group"] == group
        return bool((mine & ~released.marks[count].isin(("c", "z"))).any())

    return tells


def _talk(report: Report, display: Display, headings: set[str], lang: str) -> Iterator[Gap]:
    """Of what too few of a group say in an area, the areas it is put together with."""
    told = display.data.frame.assign(mark=display.data.marks["share"])
    for (group, area), rows in told.groupby(["group", "area"], sort=False, observed=False):
        whose = capitalised(display.data.label("group", group, lang))
        if (rows["mark"] == "c").all():
            yield Gap(whose, display.data.measure)
        elif area in (SMALL_AREAS, ALL_AREAS) and group not in headings:
            there = link_to(report, display, lang, "pooled_together")
            yield Gap(whose, display.data.measure, (there,))


def _hidden_keys(released: Released) -> set[str]:
    """The questions, or topics, of a survey's table that are hidden."""
    column = "item_id" if "item_id" in released.frame else "construct"
    number = "percent" if "percent" in released.marks else "mean"
    return set(released.frame.loc[released.marks[number] == "c", column])


def _shows(other: Released, released: Released, hidden: set[str]) -> bool:
    """Whether another table shows, of the same people elsewhere too, any of what is hidden."""
    alike = ("asked_with", "asked_groups")
    same = all(other.labels.get(c, {}).keys() == released.labels.get(c, {}).keys() for c in alike)
    if other.measure != released.measure or not same:
        return False
    column = "item_id" if "item_id" in other.frame else "construct"
    return bool(hidden & (set(other.frame[column]) - _hidden_keys(other)))


def _hides(released: Released) -> bool:
    return bool((_printed(released) == "c").to_numpy().any())


def _printed(released: Released) -> pd.DataFrame:
    """The marks of the numbers that a table is about."""
    return released.marks[[c for c in released.marks if c not in ASIDE]]


def _named(released: Released, lang: str) -> str:
    """What a table's hidden rows are called, where they are few and have a name."""
    column = NAMED.get(released.measure)
    if not column:
        return ""
    rows = (_printed(released) == "c").any(axis="columns")
    values = dict.fromkeys(released.frame.loc[rows, column])
    return "; ".join(released.label(column, value, lang) for value in values)


def _has_line(released: Released) -> bool:
    """Whether a line for everything together is there and shown."""
    if released.measure not in TOGETHER:
        return False
    name, number = TOGETHER[released.measure]
    line = released.frame[released.by[-1]] == name
    return bool((line & released.marks[number].ne("c")).any())
