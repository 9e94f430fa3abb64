"""What is looked for: filters that combine, what each may be, and how they are said."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from compendium.analysis.qualitative import queries, search
from compendium.explore.talk import UNJUDGED, Talk
from compendium.theory import active_codes, code_paths
from compendium.words import say

LANG = "en"
INDENT = "\u2003"
# What each filter is called.
CALLED = {
    "theme": "theme",
    "site": "area",
    "group": "group",
    "round": "explore_round",
    "rule": "explore_rule",
    "valence": "explore_valence",
    "attribute": "explore_attribute",
    "level": "explore_level",
    "words": "explore_words",
    "query": "explore_query",
}
JUDGED = {
    "favourable": "explore_favourable",
    "mixed": "explore_mixed",
    "unfavourable": "explore_unfavourable",
    UNJUDGED: "explore_not_judged",
}


@dataclasses.dataclass(frozen=True)
class Filters:
    """What is looked for; a blank filter fits everything, and all of them must fit.

    `theme` finds everything below it too; `level` is one of `attribute`; `rule` says whose coding
    counts (blank: the coding of record); `query` is one of
    `compendium.analysis.qualitative.queries`.
    """

    theme: str = ""
    site: str = ""
    group: str = ""
    round: str = ""
    attribute: str = ""
    level: str = ""
    rule: str = ""
    valence: str = ""
    words: str = ""
    query: str = ""


def fitting(talk: Talk, filters: Filters) -> np.ndarray:
    """Which passages fit all filters.

    Raises
    ------
    StudyError
        If the query cannot be read, or names something that does not exist.
    """
    coding = talk.coding(filters.rule)
    fits = coding.counts.copy()
    if filters.theme:
        fits &= coding.carries(filters.theme)
    for name in ("site", "group", "round"):
        if wanted := getattr(filters, name):
            fits &= has_level(talk, name, wanted)
    if filters.attribute and filters.level:
        fits &= has_level(talk, filters.attribute, filters.level)
    if filters.valence:
        fits &= coding.valence == filters.valence
    if words := search.folded(filters.words.strip()):
        found = [words in text for text in talk.passages["folded"]]
        fits &= np.array(found, dtype=bool)
    if query := filters.query.strip():
        fits &= queries.fitting(coding.talk, talk.data, query)
    return fits


def has_level(talk: Talk, attribute: str, level: str) -> np.ndarray:
    """Which passages have one level of an attribute."""
    return (talk.attributes[attribute].values == level).to_numpy(dtype=bool)


def themes(talk: Talk) -> list[tuple[str, str]]:
    """Every active code, indented by its depth, after the choice of all of them."""
    codebook = talk.data.study.codebook
    paths = code_paths(codebook)
    codes = active_codes(codebook)
    names = [INDENT * (len(paths[c.code_id]) - 1) + c.label.say(LANG) for c in codes]
    return [_all(), *zip(names, (c.code_id for c in codes), strict=True)]


def levels(talk: Talk, attribute: str) -> list[tuple[str, str]]:
    """Every level of an attribute, after the choice of all of them."""
    if not attribute:
        return [_all()]
    found = talk.attributes[attribute].levels
    return [_all(), *((label.say(LANG), level) for level, label in found.items())]


def attribute_names(talk: Talk, leave_out: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Every attribute by what it is called; two of one name are told apart by their own names."""
    found = [a for a in talk.attributes.values() if a.name not in leave_out]
    said = [a.label.say(LANG) for a in found]
    return [
        (label if said.count(label) == 1 else f"{label} ({a.name})", a.name)
        for a, label in zip(found, said, strict=True)
    ]


def rules(talk: Talk) -> list[tuple[str, str]]:
    """The coding of record, by name, then every coder and rule that is not it."""
    coding = talk.data.study.header.coding
    record = say("explore_of_record", LANG, rule=rule_name(talk, coding.of_record))
    others = [r for r in (*coding.coders, "consensus", "union") if r != coding.of_record]
    return [(record, ""), *((rule_name(talk, rule), rule) for rule in others)]


def rule_name(talk: Talk, rule: str) -> str:
    """What a rule of coding is called; coders as on every page, never by their names."""
    keys = {"consensus": "explore_consensus", "union": "explore_union"}
    return say(keys[rule], LANG) if rule in keys else talk.data.study.header.coding.called(rule)


def valences(talk: Talk) -> list[tuple[str, str]]:
    """How a passage may be judged, after all of them; that alone where nobody judges."""
    if not talk.data.study.header.coding.valence:
        return [_all()]
    return [_all(), *((say(key, LANG), name) for name, key in JUDGED.items())]


def said(talk: Talk, filters: Filters) -> Iterator[tuple[str, str]]:
    """Each filter that is set by what it and its value are called; the rule of coding always."""
    named = {"theme": themes(talk), "valence": valences(talk)}
    named |= {name: levels(talk, name) for name in ("site", "group", "round")}
    for name, options in named.items():
        if value := getattr(filters, name):
            label = next(text for text, one in options if one == value)
            yield say(CALLED[name], LANG), label.strip()
    if filters.attribute and filters.level:
        attribute = talk.attributes[filters.attribute]
        yield attribute.label.say(LANG), attribute.levels[filters.level].say(LANG)
    for name in ("words", "query"):
        if value := getattr(filters, name).strip():
            yield say(CALLED[name], LANG), value
    yield say(CALLED["rule"], LANG), dict((v, t) for t, v in rules(talk))[filters.rule]


def _all() -> tuple[str, str]:
    return say("explore_all", LANG), ""
