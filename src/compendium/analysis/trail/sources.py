"""What lies in files, at the end of the trail: answers, logs, literature, decisions, coded talk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from compendium.analysis.review.literature import included
from compendium.analysis.service.casework_words import REFERRER_WORDS, filled
from compendium.analysis.trail.kinds import (
    ACTIVITIES,
    ALL_RECORDS,
    ALL_TALK,
    CASEWORK,
    CODING,
    DECISION,
    LITERATURE,
    NOTHING,
    OPEN,
    PASSAGE,
    RATES,
    REFERRALS,
    RESTS_ON,
    REVIEW,
    ROUTES,
    SURVEY,
    THEME,
    WAITS,
    Thing,
    key,
)
from compendium.instruments import Instrument
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.words import LANGUAGES, Text, date_text, say, words

# What is counted of a casework log (of activities, of their own), and the columns it stands in.
FIGURES: dict[str, tuple[str, tuple[str, ...]]] = {
    WAITS: ("measure_waits", ("date_referred", "date_first_contact", "date_closed")),
    OPEN: ("measure_time_open", ("date_first_contact", "date_closed")),
    "age_band": ("case_age", ("age_band",)),
    "care_status": ("case_status", ("care_status",)),
    "communication_need": ("case_need", ("communication_need",)),
    "language_pref": ("case_language", ("language_pref",)),
    "repeat": ("case_repeat", ("person_id", "date_referred")),
    "quarter": ("case_quarter", ("date_referred",)),
    ROUTES: ("measure_referral_flow", ("referrer_type", "route", "accepted")),
    RATES: ("measure_referral_rates", ("site_id", "date_referred")),
    ACTIVITIES: ("measure_activity_mix", ("referral_id", "type")),
}


def sources(data: Tables) -> dict[str, Thing]:
    """Everything of a study that lies in files, by its key, whether or not anything leads there."""
    things = [*_surveys(data), *_casework(data), *_literature(data), *_decisions(data)]
    return {thing.key: thing for thing in [*things, *_talk(data)]}


def _surveys(data: Tables) -> Iterator[Thing]:
    """Each questionnaire whole, its topics, its items."""
    for form in data.study.instruments:
        yield Thing(SURVEY, form.instrument, form.title)
        for construct in form.constructs:
            yield Thing(SURVEY, f"{form.instrument}/{construct.construct}", construct.label)
        asked = _rated(form, data.study)
        for item in form.items:
            name = asked.get(item.item_id, item.wording)
            yield Thing(SURVEY, f"{form.instrument}/{item.item_id}", name)


def _rated(form: Instrument, study: Study) -> dict[str, Text]:
    """What items of the consensus survey are called: the statement, and what it was rated for."""
    rule, found = study.header.consensus_rule, {}
    if rule is None or rule.instrument != form.instrument or not rule.second_question:
        return found
    wording = {item.item_id: item.wording for item in form.items}
    for statement in rule.statements:
        for question, label in rule.questions.items():
            item = rule.item_of(statement, question)
            if item:
                found[item] = _for_what(wording[item], label)
    return found


def _for_what(name: Text, question: Text) -> Text:
    said = (
        say("trail_rated", lang, name=name.say(lang), question=question.say(lang))
        for lang in ("en", "cy")
    )
    return Text(*said)


def _casework(data: Tables) -> Iterator[Thing]:
    for who, word in REFERRER_WORDS.items():
        yield Thing(CASEWORK, f"{REFERRALS}/{who}", words()[word].text)
    for figure, (word, _) in FIGURES.items():
        yield Thing(CASEWORK, figure, words()[word].text)


def _literature(data: Tables) -> Iterator[Thing]:
    """The review's records as a whole, the studies it included, and records kept by hand."""
    studies = included(data).labels["study_id"]
    back = tuple(key(LITERATURE, study) for study in studies)
    yield Thing(REVIEW, ALL_RECORDS, words()["trail_review"].text, back)
    short = {row.record_id: _by_whom(row) for row in data.literature_records.itertuples()}
    for record, name in {**studies, **_named(data, LITERATURE)}.items():
        yield Thing(LITERATURE, record, name, short=short.get(record, NOTHING))


def _by_whom(record) -> Text:
    """A publication by its first author and its year, as far as both are noted."""
    first, *others = record.authors.split(";")
    if not first.strip():
        return NOTHING
    by = filled("trail_and_others", Text(first, first), "author") if others else Text(first, first)
    return Text(*(", ".join(filter(None, (by.say(lang), record.year))) for lang in ("en", "cy")))


def _decisions(data: Tables) -> Iterator[Thing]:
    log = {row.decision_id: _decision(row) for row in data.decisions.itertuples()}
    for decision, name in {**log, **_named(data, DECISION), **log}.items():
        yield Thing(DECISION, decision, name)


def _decision(row) -> Text:
    """A decision by its workshop and day, what was proposed, what came of it."""
    return Text(*(_decision_in(row, lang) for lang in LANGUAGES))


def _decision_in(row, lang: str) -> str:
    outcome = say(f"decision_{row.decision}", lang)
    day = date_text(dt.date.fromisoformat(row.date), lang)
    return f"{row.workshop}, {day}: {row.proposal} ({outcome[:1].lower()}{outcome[1:]})"


def _named(data: Tables, kind: str) -> dict[str, Text]:
    """What evidence rests on that no person stands behind, as the evidence has it."""
    own = data.evidence[data.evidence["source_type"].map(RESTS_ON) == kind]
    names = zip(own["source_id"], own["source_name"], strict=True)
    return {id: Text(name, name) for id, name in names if name}


def _talk(data: Tables) -> Iterator[Thing]:
    yield Thing(CODING, ALL_TALK, words()["trail_coding"].text)
    for code in data.study.codebook:
        yield Thing(THEME, code.code_id, code.label)
    for passage in data.segments.itertuples():
        name, text = Text(passage.segment_id), Text(passage.text, passage.text)
        yield Thing(PASSAGE, passage.segment_id, name, says=text)
