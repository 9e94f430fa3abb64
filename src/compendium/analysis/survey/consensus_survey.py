"""Who rated the statements of a consensus survey: groups, answers, and what they are called.

A group is judged by itself, or under the heading that it is pooled under. Of answers one row is an
answer of one person to one item; of results it is what the analysis says that makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.asked import NO_FORM, answers_of, asked, population
from compendium.conclusions import ConsensusRule
from compendium.instruments import Instrument
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.study import Study
from compendium.words import Text

# The row of everybody together, of the second question.
EVERYBODY = "everybody"
Analysis = Callable[[Tables, tuple[str, ...]], Result]


def has_come_in(data: Tables, rule: ConsensusRule) -> bool:
    """Whether the survey that the rule is about is among the study's sources."""
    return any(s.instrument == rule.instrument for s in data.study.source("survey"))


def judged_groups(rule: ConsensusRule, form: Instrument) -> tuple[str, ...]:
    """The groups or headings that are judged: the rule's, else every group the survey asks."""
    return rule.groups or form.groups


def members(study: Study, form: Instrument, judged: Iterable[str]) -> dict[str, str]:
    """What each group of respondents is judged as: itself, or the heading it is pooled under."""
    judged = set(judged)
    strangers = judged - set(form.groups) - set(study.header.pooled_groups)
    if strangers:
        raise StudyError(
            f"The {form.instrument} survey does not ask {listed(sorted(strangers))}. It asks "
            f"{listed(form.groups)}: name groups of these, or a heading they stand under."
        )
    named = {g: study.group(g).pooled_as for g in form.groups}
    return {
        g: g if g in judged else pooled
        for g, pooled in named.items()
        if g in judged or pooled in judged
    }


def judged_answers(data: Tables, form: Instrument, judged: tuple[str, ...]) -> pd.DataFrame:
    """The answers of those who are judged; `group` is what they are judged as."""
    under = members(data.study, form, judged)
    answers = answers_of(data, form, tuple(under))
    return answers.assign(group=answers["group"].map(under))


def sees_all(data: Tables) -> bool:
    """Whether the tables hold every site, so that a statement can be judged as a whole."""
    return not data.site_id or len(data.study.sites) == 1


def site_parts(data: Tables, groups: tuple[str, ...], analysis: Analysis) -> tuple[Result, ...]:
    """Each site's own table of the groups that are shown by site, of all sites together."""
    headings = data.study.header.pooled_groups
    own = tuple(g for g in groups if g not in headings and not data.study.group(g).pooled_as)
    if not own or data.site_id or len(data.study.sites) == 1:
        return ()
    here = data.answers["site_id"]
    return tuple(
        analysis(
            data.but(site_id=s.site_id, answers=data.answers[here == s.site_id]),
            own,
        )
        for s in data.study.sites
    )


def about(data: Tables, rule: ConsensusRule | None, groups: tuple[str, ...]) -> dict:
    """Whom a result is about, and what its keys are called."""
    form = NO_FORM if rule is None else data.study.instrument(rule.instrument)
    under = tuple(members(data.study, form, groups))
    return {
        "population": population(data, form, under),
        "origin": origin_of(data.participants, data.answers),
        "labels": _labels(data, rule, form, groups),
        "groups": under,
    }


def _labels(data: Tables, rule: ConsensusRule | None, form: Instrument, groups) -> dict:
    """Texts of statements, questions and groups; the rule's numbers, for the notes."""
    if rule is None:
        return {"statement": {}, "question": {}, "group": {}}
    wording = {i.item_id: i.wording for i in form.items}
    headings = data.study.header.pooled_groups
    named = {g: headings[g] if g in headings else data.study.group(g).label for g in groups}
    return {
        "statement": {s.statement: s.text or wording[s.item] for s in rule.statements},
        "question": rule.questions,
        "group": named | {EVERYBODY: Text("everybody", "pawb")},
        **asked(data, form, tuple(members(data.study, form, groups))),
        "method": rule_texts(rule),
    }


def rule_texts(rule: ConsensusRule) -> dict[str, Text]:
    """The rule's numbers as texts, for the sentences that say it."""
    *first, last = (str(v) for v in sorted(rule.agree))
    agree = Text(last, last)
    if first:
        agree = Text(f"{', '.join(first)} or {last}", f"{', '.join(first)} neu {last}")
    median = f"{rule.least_median:g}"
    numbers = {"least_percent": f"{rule.least_percent}%", "least_median": median}
    numbers |= {"judged_from": str(rule.judged_from), "note_below": f"{rule.note_below or 0}%"}
    return {"agree": agree, **{name: Text(n, n) for name, n in numbers.items()}}
