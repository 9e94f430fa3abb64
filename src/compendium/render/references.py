"""Numbers in a finding: which row of a released table they were taken from, what they are about.

A finding's record holds the number, not the table it was taken from. The study says by which
result, row and column it was taken, and every released table that has this row says the same.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.theory import cmoc_result
from compendium.conclusions import ValueReference
from compendium.disclosure.findings import FOR_THE_TEAM
from compendium.disclosure.measures import MEASURES
from compendium.disclosure.released import Released, Value
from compendium.displays.number_account import Fact
from compendium.displays.question_words import questions_of
from compendium.study import Study
from compendium.words import capitalised, say

# Results whose table is called otherwise.
MEASURE_OF = {"looking_back": "change"}
# Columns that say something else than their table is called after, and the words for it.
OF_ITS_OWN = {"rival": "rival_explanation", "confidence": "confidence"}
# Columns by which a row names an area.
AREAS = ("area", "site_id")


def shown_in(
    released: Released, reference: ValueReference, site: str, text: str, lang: str
) -> int | None:
    """The row of a table that a reference names, if it says `text`; None where it does not."""
    word, *asked_of = reference.result.split(":")
    frame, column = released.frame, reference.column
    if MEASURE_OF.get(word, word) != released.measure or not set(reference.row) <= set(frame):
        return None
    if column not in frame:
        column = FOR_THE_TEAM.get(column, column)
    if column not in frame or not _of_the_same(released, asked_of, site):
        return None
    chosen = pd.Series(True, index=frame.index)
    for name, value in reference.row.items():
        chosen &= frame[name].astype("str") == value
    rows = [int(i) for i in frame.index[chosen]]
    alike = len(rows) == 1 and Value(released, rows[0], column).say(lang) == text
    return rows[0] if alike else None


def _of_the_same(released: Released, asked_of: list[str], site: str) -> bool:
    """Whether a table can be of this questionnaire, group and site, as far as it says so."""
    said = released.labels
    form, group = (*asked_of, "", "")[:2]
    sites, forms, groups = (said.get(f"asked_{c}", {}) for c in ("sites", "with", "groups"))
    return (
        (not form or not forms or form in forms)
        and (not group or not groups or set(groups) == {group})
        and (not site or not sites or set(sites) == {site})
    )


def same_row(one: ValueReference, other: ValueReference) -> bool:
    """Whether two numbers are taken from one row of one result, and say the same of it."""
    mine, others = (
        (each.result, each.row, each.site, _own_key(each.column)) for each in (one, other)
    )
    return mine == others


def _own_key(column: str) -> str:
    """The words for a column that says something else than its table; blank for any other."""
    return OF_ITS_OWN.get(column.split("_")[0], "")


def own_facts(reference: ValueReference, site: str, study: Study, lang: str) -> tuple[Fact, ...]:
    """What a number is about that no entry of its page tells of, from the study's definitions."""
    word, *asked_of = reference.result.split(":")
    row = reference.row
    key = _own_key(reference.column) or MEASURES.get(MEASURE_OF.get(word, word))
    asked = questions_of(study, asked_of[:1], row.get("item_id", ""), row.get("construct", ""))
    named = tuple(wording.say(lang) for wording in asked.wordings)
    levels = tuple(level.say(lang) for level in asked.levels)
    groups = {group.group: group.label for group in study.groups}
    forms = {form.instrument: form.groups for form in study.instruments}
    whose = asked_of[1:2] or forms.get(asked_of[0] if asked_of else "", ())
    people = ", ".join(groups[group].say(lang) for group in whose)
    themes = {code.code_id: code.label for code in study.codebook}
    cmocs = {cmoc.cmoc_id: cmoc_result.named(cmoc) for cmoc in study.cmocs}
    theme, cmoc = themes.get(row.get("code_id", "")), cmocs.get(row.get("cmoc_id", ""))
    sites = {each.site_id: each.label for each in study.sites}
    area = next((sites[row[c]] for c in AREAS if row.get(c) in sites), sites.get(site))
    facts = (
        Fact(say("numbers_what", lang), (capitalised(say(key, lang)),) if key else ()),
        Fact(say("theme", lang), (theme.say(lang),) if theme else ()),
        Fact(say("configuration", lang), (cmoc.say(lang),) if cmoc else ()),
        Fact(say("numbers_asked", lang), (capitalised(people),) if people else ()),
        Fact(say("area", lang), (area.say(lang),) if area else ()),
        Fact(say("numbers_questions", lang), named),
        Fact(say("numbers_levels", lang), (" · ".join(levels),) if levels else ()),
    )
    return tuple(fact for fact in facts if fact.lines)
