"""Can the consensus rule be applied? Its statements have items, its levels and numbers make sense.

A rule is declared before the survey is launched: one that is chosen when answers are there finds
the consensus it likes.
"""

from __future__ import annotations

from compendium.conclusions import SECOND, ConsensusRule
from compendium.instruments import Instrument, Item
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.repeated import refuse_repeated, repeated

FILE, WHERE = "study.yml", "consensus_rule"
ALL_OF_THEM = 100  # percent


def check_consensus_rule(study: Study, problems: Problems, known) -> None:
    """Add to `problems` everything that keeps the study's consensus rule from being applied."""
    rule = study.header.consensus_rule
    if rule is None:
        return
    forms = {i.instrument: i for i in study.instruments}
    known(FILE, WHERE, "instrument", [rule.instrument], forms)
    _check_numbers(rule, problems)
    _check_statements(rule, problems)
    _check_second(rule, problems)
    _check_declared_in_time(rule, study, problems)
    if rule.instrument in forms:
        _check_items(rule, forms[rule.instrument], study, problems, known)


def _add(problems: Problems, what: str, allowed: str = "", do: str = "", where: str = WHERE):
    problems.add(FILE, where, what, allowed, do)


def _check_numbers(rule: ConsensusRule, problems: Problems) -> None:
    """Thresholds that some answers reach and others do not."""
    percents = {"least_percent": rule.least_percent, "note_below": rule.note_below}
    for name, percent in percents.items():
        if percent is not None and not 1 <= percent <= ALL_OF_THEM:
            _add(problems, f"{name} is {percent}", "1 to 100 percent are possible", "Correct it.")
    if rule.judged_from < 1:
        _add(
            problems,
            f"judged_from is {rule.judged_from}",
            "at least one person is needed",
            "Say from how many people on a group is judged.",
        )
    if not rule.reason.en.strip():
        _add(problems, "reason is blank", do="Say why these thresholds.")


def _check_statements(rule: ConsensusRule, problems: Problems) -> None:
    """Each statement once, each item once."""
    if not rule.statements:
        _add(problems, "it has no statements", do="Add `statements:`.")
    refuse_repeated((s.statement for s in rule.statements), "statement", FILE, WHERE, problems)
    items = (i for s in rule.statements for i in (s.item, s.second_item) if i)
    for item, times in repeated(items):
        _add(
            problems,
            f"the item {item} is given {times} times",
            "an item rates one statement for one question",
            "Correct `item:` and `second_item:`.",
        )


def _check_second(rule: ConsensusRule, problems: Problems) -> None:
    """A second question is asked of some statement, and something is said of its answers."""
    parts = {
        "second_question": rule.second_question is not None,
        "second_item": any(s.second_item for s in rule.statements),
        "note_below": rule.note_below is not None,
    }
    if any(parts.values()) and not all(parts.values()):
        given, lacking = ([n for n, there in parts.items() if there == t] for t in (True, False))
        _add(
            problems,
            f"{listed(given)} without {listed(lacking)}",
            "a second question needs all three",
            "Add what is missing, or take the second question out.",
        )


def _check_declared_in_time(rule: ConsensusRule, study: Study, problems: Problems) -> None:
    surveys = [s for s in study.source("survey") if s.instrument == rule.instrument]
    for launched in (s.launched_on for s in surveys if s.launched_on):
        if rule.declared_on >= launched:
            _add(
                problems,
                f"it was declared on {rule.declared_on}",
                f"the survey was launched on {launched}",
                "A rule is declared before; correct the date.",
            )


def _check_items(
    rule: ConsensusRule, form: Instrument, study: Study, problems: Problems, known
) -> None:
    """Every item is there, was asked once, and is rated on a scale that the rule fits."""
    pooled = {g.group: g.pooled_as for g in study.groups if g.group in form.groups}
    known(FILE, WHERE, "group", rule.groups, [*form.groups, *filter(None, pooled.values())])
    twice = [g for g, heading in pooled.items() if {g, heading} <= set(rule.groups)]
    if twice:
        what = f"{listed(twice)} would be judged twice, alone and under a heading"
        _add(problems, what, do="Name one of the two.")
    items = {i.item_id: i for i in form.items}
    for statement in rule.statements:
        where = f"{WHERE} statements {statement.statement}"
        named = [i for i in (statement.item, statement.second_item) if i]
        known(FILE, where, "item", named, items)
        for item in (items[n] for n in named if n in items):
            _check_item(item, rule, form, where, problems)
    for question in rule.questions:
        _check_one_scale(question, rule, form, problems)


def _check_item(item: Item, rule: ConsensusRule, form: Instrument, where: str, problems) -> None:
    scale = form.scale_of(item)
    if scale is None or scale.kind != "agreement" or not scale.values:
        _add(
            problems,
            f"{item.item_id} has no scale that runs from least to most",
            "a rating needs one of kind agreement",
            "Name another item, or correct its scale.",
            where,
        )
        return
    if item.reversed:
        _add(
            problems,
            f"{item.item_id} is reversed",
            "the rule counts answers as they were given",
            "Take `reversed:` out of the instrument.",
            where,
        )
    if item.stages != ("single",):
        _add(
            problems,
            f"{item.item_id} was asked about {listed(item.stages)}",
            "a rating is asked once",
            "Name another item.",
            where,
        )
    _check_levels(item, scale.values, rule, where, problems)


def _check_levels(item: Item, values, rule: ConsensusRule, where: str, problems) -> None:
    """The levels that count as agreeing are the upper end of the scale; its steps are one."""
    if list(values) != list(range(values[0], values[0] + len(values))):
        _add(
            problems,
            f"{item.item_id} has the levels {listed(values)}",
            "levels one apart are needed, from least to most",
            "Correct the scale.",
            where,
        )
        return
    agree = sorted(rule.agree)
    if not agree or agree != list(values[-len(agree) :]) or len(agree) == len(values):
        _add(
            problems,
            f"agree is {listed(agree) or 'empty'}",
            f"{item.item_id} has the levels {listed(values)}; the highest of these, and not all, "
            "count as agreeing",
            "Correct `agree:`.",
            where,
        )
    if item.item_id not in {s.second_item for s in rule.statements} and not (
        values[0] < rule.least_median <= values[-1]
    ):
        _add(
            problems,
            f"least_median is {rule.least_median:g}",
            f"{item.item_id} runs from {values[0]} to {values[-1]}",
            "Name a median that some answers reach and others do not.",
            where,
        )


def _check_one_scale(question: str, rule: ConsensusRule, form: Instrument, problems) -> None:
    """Statements are set side by side, so all are rated on one scale."""
    named = {rule.item_of(s, question) for s in rule.statements}
    scales = {form.scale_of(i) for i in form.items if i.item_id in named}
    levels = {s.levels for s in scales if s}
    if len(levels) > 1:
        which = "second_item" if question == SECOND else "item"
        _add(
            problems,
            f"the statements' `{which}` have {len(levels)} different scales",
            "statements set side by side need one",
            "Correct the items.",
        )
