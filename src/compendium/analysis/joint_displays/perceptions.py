"""Perceptions by group: what each group's survey says on a topic, and what the group talks about.

Nothing is calculated here. A topic is what a questionnaire scores; the joint display of study.yml
ties themes to it. Every cell is taken from the scores or the themes as their own rules release it,
so that nothing is averaged over groups and no group is tested against another.
"""

from __future__ import annotations

import dataclasses

from compendium.analysis.joint_displays.integration import population
from compendium.analysis.joint_displays.joint_composed import SCORES, THEMES, composed, where
from compendium.analysis.qualitative import themes
from compendium.analysis.result import BETWEEN, Labels, Result
from compendium.analysis.survey import surveys
from compendium.analysis.survey.asked import groups_named, survey_key
from compendium.analysis.survey.distributions import score_range
from compendium.analysis.survey.sample import heading_labels, headings
from compendium.conclusions import JointRow
from compendium.instruments import Instrument
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import active_codes
from compendium.words import Text, words

BY = ("topic", "group", "source", "about", "survey", "at")


@dataclasses.dataclass(frozen=True)
class Topic:
    """What groups stand side by side on.

    `measured`: the instruments and constructs that give a score of it. `asked`: groups that a
    questionnaire asks about it. `codes`: themes that the joint display ties to it.
    """

    topic: str
    label: Text
    measured: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def groups_side_by_side(data: Tables) -> Result:
    """Topic by topic what the survey says of each group and what the group talks about.

    One row per topic, heading and cell that is taken for it: a score of those asked
    (`source` scores, `survey` says whose), or one theme in one area (`source` themes, `about` the
    code). The labels say what stands instead where a group has no score, and which themes are
    tied to a topic. A study that scores nothing and ties no theme to anything has no rows.
    """
    scores, said = surveys.summaries(data).values(), themes.people(data)
    scores = tuple(s for s in scores if len(s.frame))
    found = topics(data.study)
    talked = _said(found, said)
    rows = [
        (topic.topic, heading, *cell)
        for topic in found
        for heading in heading_labels(data.study)
        for cell in (
            *_scores(topic, heading, scores, data.study),
            *(row for code in topic.codes for row in talked.get((heading, code), ())),
        )
    ]
    labels = {
        **{name: said.labels[name] for name in ("group", "area", "coding_of_record")},
        **_of_topics(data.study, found),
        **_of_groups(data, found, {(topic, group) for topic, group, s, *_ in rows if s == SCORES}),
        "together": _together(data.study, scores),
        "respondents": {g: data.study.group(g).label for s in scores for g in s.groups},
    }
    return composed("perceptions", BY, rows, (*scores, said), labels, population(data))


def topics(study: Study) -> list[Topic]:
    """What questionnaires score, and the rows of the joint display that no questionnaire scores.

    Questionnaires that name a construct alike are about one topic. A row of the joint display on
    one question ties its themes to the topic of that question.
    """
    found: dict[str, Topic] = {}
    for form in _surveyed(study):
        for construct in (c for c in form.constructs if c.scored):
            same = found.get(construct.construct, construct).label == construct.label
            id = construct.construct if same else f"{form.instrument} {construct.construct}"
            topic = found.get(id, Topic(id, construct.label))
            found[id] = dataclasses.replace(
                topic,
                measured=(*topic.measured, (form.instrument, construct.construct)),
                asked=(*topic.asked, *form.groups),
            )
    rows = [(row, measured_by(row, study)) for row in study.header.joint_display]
    tied = [_tied(topic, rows, study) for topic in found.values()]
    return [*tied, *_unmeasured(tied, rows, study)]


def measured_by(row: JointRow, study: Study) -> tuple[str, str]:
    """The instrument and construct a row of the joint display is about; blank without a survey."""
    if not row.item:
        return row.instrument, row.construct
    items = study.instrument(row.instrument).items
    return row.instrument, next(i.construct for i in items if i.item_id == row.item)


def _tied(topic: Topic, rows: list[tuple[JointRow, tuple[str, str]]], study: Study) -> Topic:
    """The topic with the themes that rows of the joint display tie to it."""
    codes = [code for row, measured in rows if measured in topic.measured for code in row.codes]
    return dataclasses.replace(topic, codes=_active(codes, study))


def _unmeasured(
    tied: list[Topic], rows: list[tuple[JointRow, tuple[str, str]]], study: Study
) -> list[Topic]:
    """Rows of the joint display that no score stands beside, with themes not shown already."""
    scored = {measured for topic in tied for measured in topic.measured}
    shown = {code for topic in tied for code in topic.codes}
    found = []
    for row, measured in rows:
        codes = _active(row.codes, study)
        if measured not in scored and set(codes) - shown:
            groups = study.instrument(row.instrument).groups if row.instrument else ()
            asked = row.survey_groups or groups
            found.append(Topic(f"joint {row.row}", row.label, asked=asked, codes=codes))
    return found


def _active(codes, study: Study) -> tuple[str, ...]:
    """Each code once, those that are no longer used left out."""
    active = {c.code_id for c in active_codes(study.codebook)}
    return tuple(code for code in dict.fromkeys(codes) if code in active)


def _surveyed(study: Study) -> list[Instrument]:
    names = dict.fromkeys(source.instrument for source in study.source("survey"))
    return [study.instrument(name) for name in names]


def _scores(topic: Topic, heading: str, scores: tuple[Result, ...], study: Study) -> list[tuple]:
    """The scores on a topic of those who are shown under a heading."""
    under = headings(study)
    mine = [s for s in scores if heading in {under[g] for g in s.groups}]
    return [
        (SCORES, construct, survey_key(result.labels), where(construct=construct))
        for result in mine
        for instrument, construct in topic.measured
        if instrument in result.labels["asked_with"]
    ]


def _said(topics: list[Topic], said: Result) -> dict[tuple[str, str], list[tuple]]:
    """How many raise each theme tied to a topic, area by area; by heading and theme."""
    tied = said.frame["code_id"].isin({code for topic in topics for code in topic.codes})
    columns = [said.frame.loc[tied, key] for key in said.by]
    found: dict[tuple[str, str], list[tuple]] = {}
    for cell in zip(*columns, strict=True):
        keys = dict(zip(said.by, cell, strict=True))
        row = THEMES, keys["code_id"], "", where(**keys)
        found.setdefault((keys["group"], keys["code_id"]), []).append(row)
    return found


def _of_topics(study: Study, found: list[Topic]) -> Labels:
    """What topics and their themes are called, and from what to what a score can go."""
    codes = {c.code_id: c.label for c in study.codebook}
    ranges = {topic.topic: _range(topic, study) for topic in found}
    return {
        "topic": {topic.topic: topic.label for topic in found},
        "tied": {BETWEEN.join((t.topic, code)): codes[code] for t in found for code in t.codes},
        **{end: {t: r[end] for t, r in ranges.items() if r} for end in ("least", "most")},
    }


def _range(topic: Topic, study: Study) -> dict[str, Text]:
    """The least and greatest score on a topic; nothing where questionnaires differ in it."""
    forms = dict.fromkeys(instrument for instrument, _ in topic.measured)
    ranges = [score_range(study.instrument(name)) for name in forms]
    return ranges[0] if ranges and all(r == ranges[0] for r in ranges) else {}


def _of_groups(data: Tables, found: list[Topic], scored: set[tuple[str, str]]) -> Labels:
    """Whom questionnaires ask, and why a group has no score on a topic: all as it was planned."""
    study, members = data.study, {}
    for group, heading in headings(study).items():
        members.setdefault(heading, set()).add(group)
    labels, anywhere = heading_labels(study), {g for f in _surveyed(study) for g in f.groups}
    asked = {group for topic in found for group in topic.asked}
    return {
        "surveyed": {h: labels[h] for h, groups in members.items() if groups & asked},
        "instead": {
            BETWEEN.join((topic.topic, heading)): words()[_why(topic, groups, anywhere)].text
            for topic in found
            for heading, groups in members.items()
            if (topic.topic, heading) not in scored
        },
        "here": _here(study, data.site_id),
    }


def _here(study: Study, site_id: str) -> dict[str, Text]:
    """The area that a page is about, which its cells need not name."""
    own = [s for s in study.sites if site_id == s.site_id or len(study.sites) == 1]
    return {s.site_id: s.label for s in own}


def _why(topic: Topic, groups: set[str], anywhere: set[str]) -> str:
    """Why those under a heading have no score on a topic: the key of a phrase."""
    if groups & set(topic.asked):
        return "perceptions_all_areas" if topic.measured else "perceptions_no_score"
    return "perceptions_not_asked" if groups & anywhere else "perceptions_not_surveyed"


def _together(study: Study, scores: tuple[Result, ...]) -> dict[str, Text]:
    """Whose scores these are, where they are not those of everybody under a heading alone."""
    under, found = headings(study), {}
    for result in scores:
        for heading in dict.fromkeys(under[g] for g in result.groups):
            if {g for g in under if under[g] == heading} != set(result.groups):
                key = BETWEEN.join((heading, survey_key(result.labels)))
                found[key] = groups_named(study, result.groups)
    return found
