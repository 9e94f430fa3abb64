"""Can an impact study be planned from impact.yml? Everything that is wrong with it, at once."""

from __future__ import annotations

from compendium.impact import ASSUMED, DESIGNS, ETHICS, NEEDED, OUTCOMES, ImpactPlan, PlannedOutcome
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.repeated import refuse_repeated

FILE = "impact.yml"
REPORT = "impact_design"
# The fewest that a stepped wedge can be made of.
SITES, PERIODS = 2, 3


def check_impact(study: Study, problems: Problems, known) -> None:
    """Add to `problems` what keeps an impact study from being planned."""
    plan = study.impact
    if plan is None:
        if REPORT in study.header.reports:
            what = f"`reports:` has {REPORT}, and there is no {FILE}"
            do = f"Copy {FILE} from data/_template, or take the report out."
            problems.add("study.yml", "reports", what, do=do)
        return
    known(FILE, "designs", "design", plan.designs, DESIGNS)
    known(FILE, "ethics", "part", plan.ethics, ETHICS)
    known(FILE, "assumed", "assumption", plan.assumed, ASSUMED)
    if not plan.designs:
        problems.add(FILE, "designs", "none is given", do=f"Name some of {listed(DESIGNS)}.")
    if not plan.outcomes:
        problems.add(FILE, "outcomes", "none is given", do="Say what an impact would be seen by.")
    for name in sorted(set(ASSUMED) - set(plan.assumed)):
        do = f"Add `{name}: {{value: …, source: …}}`."
        problems.add(FILE, f"assumed {name}", "it is missing", do=do)
    _check_size(plan, problems)
    _check_ranges(plan, problems)
    refuse_repeated(plan.designs, "design", FILE, "designs", problems)
    refuse_repeated((o.outcome for o in plan.outcomes), "outcome", FILE, "outcomes", problems)
    for outcome in plan.outcomes:
        _check_outcome(outcome, problems, known)
    _check_notes(plan, problems)
    _check_own(study, plan, problems, known)


def _check_size(plan: ImpactPlan, problems: Problems) -> None:
    for name, value, least in (
        ("sites", plan.sites, SITES),
        ("periods", plan.periods, PERIODS),
        ("period_months", plan.period_months, 1),
        *((f"site_numbers[{i}]", n, SITES) for i, n in enumerate(plan.site_numbers, 1)),
    ):
        if value < least:
            problems.add(FILE, name, f"found {value}", f"{least} or more is needed")
    if not plan.site_numbers:
        problems.add(FILE, "site_numbers", "none is given", do="Name some, like [3, 6, 12, 22].")


def _check_ranges(plan: ImpactPlan, problems: Problems) -> None:
    for name, assumed in plan.assumed.items():
        if name not in ASSUMED:
            continue
        least, most = ASSUMED[name]
        given = {"value": assumed.value, "lower": assumed.lower, "upper": assumed.upper}
        for field, number in given.items():
            where = f"assumed {name} {field}"
            if number is not None and not least <= number <= most:
                problems.add(
                    FILE, where, f"found {number:g}", f"it lies between {least} and {most}"
                )
            if number is not None and _is_percent(name) and number != round(number):
                problems.add(FILE, where, f"found {number:g}", "percentages are whole numbers")
        if (assumed.lower is None) != (assumed.upper is None):
            what = "only one of lower and upper is given"
            problems.add(FILE, f"assumed {name}", what, do="Give both, or neither.")
        elif assumed.lower is not None and not assumed.lower <= assumed.value <= assumed.upper:
            what = f"{assumed.value:g} does not lie between {assumed.lower:g} and {assumed.upper:g}"
            problems.add(FILE, f"assumed {name}", what, do="Correct the value or its range.")
        if not assumed.source.en.strip():
            do = "Say who assumes it, and on what."
            problems.add(FILE, f"assumed {name}", "its source is blank", do=do)


def _is_percent(name: str) -> bool:
    return name.endswith("_percent") or name == "families"


def _check_outcome(outcome: PlannedOutcome, problems: Problems, known) -> None:
    where = f"outcome {outcome.outcome}"
    known(FILE, where, "kind", [outcome.kind], OUTCOMES)
    if outcome.kind not in OUTCOMES:
        return
    needed = NEEDED[outcome.kind]
    every = dict.fromkeys(name for names in NEEDED.values() for name in names)
    for name in every:
        given = getattr(outcome, name) not in (None, ())
        if given != (name in needed):
            what = f"{name} is {'given' if given else 'missing'}"
            allowed = f"{outcome.kind} needs {listed(needed)} and nothing else of these"
            problems.add(FILE, where, what, allowed)
    if outcome.usual_percent is not None:
        _between(where, "usual_percent", outcome.usual_percent, 1, 99, problems)
        if outcome.change_percent is not None:
            both = outcome.usual_percent + outcome.change_percent
            _between(where, "usual_percent and change_percent together", both, 1, 99, problems)
    if outcome.change_percent == 0 or outcome.difference == 0:
        problems.add(FILE, where, "the change is nought", do="Say what would be worth finding.")
    for name in ("odds_ratio", "hazard_ratio"):
        ratio = getattr(outcome, name)
        if ratio is not None and (ratio <= 0 or ratio == 1):
            problems.add(FILE, where, f"{name} is {ratio:g}", "a ratio is above 0, and not 1")
    shares = outcome.shares_percent
    if shares and (len(shares) < 2 or min(shares) < 1 or sum(shares) != 100):
        what = f"shares_percent are {listed(shares)}"
        problems.add(FILE, where, what, "two or more are needed, each 1 or more, 100 together")


def _between(where: str, name: str, value: int, least: int, most: int, problems) -> None:
    if not least <= value <= most:
        problems.add(FILE, where, f"{name} is {value}", f"it lies between {least} and {most}")


def _check_notes(plan: ImpactPlan, problems: Problems) -> None:
    """What somebody wrote is signed; what nobody wrote is not."""
    for part, note in plan.ethics.items():
        written = bool(note.text and note.text.en.strip())
        if written != bool(note.by) or written != bool(note.on):
            what = "it is written and not signed" if written else "it is signed and not written"
            problems.add(FILE, f"ethics {part}", what, do="Give text, by and on, or none of them.")


def _check_own(study: Study, plan: ImpactPlan, problems: Problems, known) -> None:
    if plan.alike is None:
        return
    plans = {p.comparison: p for p in study.header.planned_comparisons}
    known(FILE, "alike", "comparison", [plan.alike.comparison], plans)
    if plan.alike.comparison in plans:
        constructs = plans[plan.alike.comparison].constructs
        known(FILE, "alike", "construct", [plan.alike.construct], constructs)
