"""Can the planned comparisons be made, and may they? What the design cannot bear is refused."""

from __future__ import annotations

from compendium.conclusions import PlannedComparison
from compendium.instruments import Instrument, Item
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.repeated import repeated

FILE = "study.yml"


def check_plan(study: Study, problems: Problems, known) -> None:
    """Add to `problems` every planned comparison that cannot be made, or must not."""
    plans = study.header.planned_comparisons
    for plan in plans:
        _check_names(plan, study, problems, known)
    for name, times in repeated(p.comparison for p in plans):
        what = f"the comparison is given {times} times"
        problems.add(FILE, _where(name), what, do="Give each comparison its own id.")
    for family in dict.fromkeys(p.family for p in plans):
        seen_from = {_seen_from(p): p.comparison for p in plans if p.family == family}
        if len(seen_from) > 1:
            problems.add(
                FILE,
                f"planned_comparisons family {family}",
                f"{listed(seen_from.values())} are not made in the same place",
                "a family is adjusted together, from the whole study or from one site",
                "Give each its own family.",
            )


def _where(comparison: str) -> str:
    return f"planned_comparisons {comparison}"


def _seen_from(plan: PlannedComparison) -> tuple[str, ...]:
    return () if plan.between == "site" else plan.sites


def _check_names(plan: PlannedComparison, study: Study, problems: Problems, known) -> None:
    """That everything the comparison names is there; then that it may be compared."""
    where, instruments = _where(plan.comparison), {i.instrument: i for i in study.instruments}
    known(FILE, where, "instrument", [plan.instrument], instruments)
    known(FILE, where, "site", plan.sites, (s.site_id for s in study.sites))
    form = instruments.get(plan.instrument)
    if form is None:
        return
    known(FILE, where, "group", plan.groups, form.groups)
    known(FILE, where, "construct", plan.constructs, (c.construct for c in form.constructs))
    if not plan.constructs:
        problems.add(FILE, where, "it compares no construct", do="Add `constructs:`.")
    _check_constructs(plan, form, problems)
    _check_staff(plan, form, study, problems)
    items = {i.item_id: i for i in form.items}
    known(FILE, where, "between", [plan.between], ["site", *items])
    if plan.between == "site":
        _check_sites(plan, study, problems)
    elif plan.between in items:
        _check_item(plan, items[plan.between], form, problems, known)


def _check_constructs(plan: PlannedComparison, form: Instrument, problems: Problems) -> None:
    where = _where(plan.comparison)
    unscored = {c.construct for c in form.constructs if not c.scored}
    for construct in plan.constructs:
        if construct in unscored:
            problems.add(
                FILE,
                where,
                f"{construct} has no score",
                "comparisons are of scores",
                "Take it out of `constructs:`.",
            )
        if any("before" in item.stages for item in form.items_of(construct)):
            problems.add(
                FILE,
                where,
                f"{construct} was asked about before and now in one sitting",
                "what people say looking back is never compared between groups",
                "Take it out of `constructs:`; looking_back shows it.",
            )


def _check_staff(
    plan: PlannedComparison, form: Instrument, study: Study, problems: Problems
) -> None:
    """Rule S5: small staff groups are never shown by area, nor inside one."""
    pooled = {g.group for g in study.groups if g.pooled_as}
    staff = [g for g in plan.groups or form.groups if g in pooled]
    if staff:
        problems.add(
            FILE,
            _where(plan.comparison),
            f"it compares {listed(staff)} by area",
            "groups with pooled_as are shown over all areas only",
            "Name the other respondents under `groups:`, or take the comparison out.",
        )


def _check_sites(plan: PlannedComparison, study: Study, problems: Problems) -> None:
    where = _where(plan.comparison)
    if len({s.site_id for s in study.sites if not plan.sites or s.site_id in plan.sites}) < 2:
        problems.add(
            FILE,
            where,
            "it has fewer than two sites",
            "a comparison needs two groups",
            "Name two sites or more, or none for all of them.",
        )
    if plan.levels:
        problems.add(
            FILE,
            where,
            "it has levels",
            "sites have none; levels are answers to an item",
            "Take `levels:` out.",
        )


def _check_item(
    plan: PlannedComparison, item: Item, form: Instrument, problems: Problems, known
) -> None:
    where, scale = _where(plan.comparison), form.scale_of(item)
    if len(set(plan.sites)) != 1:
        problems.add(
            FILE,
            where,
            f"it compares answers to {item.item_id} in {listed(plan.sites) or 'no site by name'}",
            "answers are compared inside exactly one site",
            "Name one site under `sites:`; otherwise area and answer cannot be told apart.",
        )
    if scale is None:
        problems.add(
            FILE,
            where,
            f"{item.item_id} has no answers to choose from",
            "these make the groups",
            "Name another item, or site, under `between:`.",
        )
        return
    levels = [str(v) for v in scale.values]
    known(FILE, where, "level", plan.levels, levels)
    if len(set(plan.levels or levels)) < 2:
        problems.add(
            FILE,
            where,
            "it has fewer than two levels",
            f"{item.item_id} has {listed(levels)}",
            "Name two levels or more, or none for all of them.",
        )
