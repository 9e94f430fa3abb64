"""What workshops decided as tables: the log, who raised what, the checklists of involvement."""

from __future__ import annotations

import datetime as dt

from compendium.analysis.practice.coproduction import FOUND
from compendium.disclosure.released import Released, Value
from compendium.displays.conclusions.reporting import addressed
from compendium.displays.number_texts import is_blank, numbers
from compendium.displays.sentences import Count, Sentence
from compendium.displays.survey.table_one import checklist_table
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import as_written, capitalised, date_text, say, uncapitalised

LOG_WIDTHS = (15, 27, 24, 18, 16)
OUTCOMES = {
    "accepted": "decision_accepted",
    "amended": "decision_amended",
    "rejected": "decision_rejected",
    "deferred": "decision_deferred",
}
TARGETS = {
    "principle": "target_principle",
    "wording": "target_wording",
    "theory": "target_theory",
    "item": "target_item",
    "output": "target_output",
}
COUNTS = {**OUTCOMES, "decisions": "decisions_of_them", "fed_back": "decisions_fed_back"}
# Items of a checklist whose numbers from the log are said by these words.
SAID = {
    ("gripp2", "2"): "found_methods",
    ("gripp2", "3"): "found_results",
    ("gripp2", "4"): "found_discussion",
    ("gripp2", "5"): "found_reflection",
    ("involving_young", "3"): "found_model",
    ("involving_young", "4"): "found_phases",
    ("involving_young", "5"): "found_impact",
    ("involving_young", "6"): "found_dissemination",
}


def raiser(released: Released, row: int, lang: str) -> str:
    """Who raised the decision of a row, as far as may be told."""
    return released.label("raised_by", released.frame.at[row, "raised_by"], lang)


def outcome(released: Released, row: int, lang: str) -> str:
    """What came of the decision of a row, inside a sentence: ``accepted with changes``."""
    return uncapitalised(say(OUTCOMES[released.frame.at[row, "decision"]], lang))


def decisions_table(released: Released, lang: str) -> TextTable:
    """One row per decision in order of time, with who raised it and when people were told."""
    rows = []
    for i, row in released.frame.iterrows():
        day = date_text(dt.date.fromisoformat(row["date"]), lang)
        about = {"what": say(TARGETS[row["target_type"]], lang), "id": _target(released, i, lang)}
        decided = (
            paragraphs(as_written(row["proposal"], lang), say("decision_about", lang, **about)),
            paragraphs(say(OUTCOMES[row["decision"]], lang), as_written(row["rationale"], lang),
                       _dissent(released, i, lang)),
            capitalised(as_written(row["changed_what"], lang)) or say("not_noted", lang),
            _told(released, i, lang),
        )  # fmt: skip
        head = say("decision_head", lang, id=row["decision_id"], workshop=row["workshop"], day=day)
        who = capitalised(raiser(released, i, lang))
        proposal, *rest = decided
        said = paragraphs(say("decision_raised", lang, who=who), proposal)
        rows.append(Row(head, (said, *rest), anchor=f"decision-{row['decision_id']}"))
    names = ("decision", "decision_proposal", "decision_outcome", "decision_changed")
    columns = tuple(say(n, lang) for n in (*names, "decision_told"))
    return TextTable(columns, tuple(rows), (False,) * 4, LOG_WIDTHS, gist=False)


def _target(released: Released, row: int, lang: str) -> str:
    """What a decision is about, by its id; an output by its name."""
    kind, id = released.frame.loc[row, ["target_type", "target_id"]]
    named = kind == "output" and id in released.labels["target"]
    return released.label("target", id, lang) if named else id


def _dissent(released: Released, row: int, lang: str) -> str:
    """Whether anybody dissented; for the team in the words of the log."""
    found = released.frame.loc[row]
    if found["dissent"] == "some" and found.get("dissent_words"):
        return say("decision_dissent_words", lang, words=as_written(found["dissent_words"], lang))
    keys = {"some": "decision_dissent", "none": "decision_no_dissent"}
    return say(keys.get(found["dissent"], "decision_dissent_not_noted"), lang)


def _told(released: Released, row: int, lang: str) -> str:
    """On which day people were told, and after how many days; plainly where they were not."""
    day = released.frame.at[row, "fed_back_on"]
    if not day:
        return say("decision_not_told", lang)
    after = Value(released, row, "days").say(lang)
    return say(
        "decision_told_on", lang, day=date_text(dt.date.fromisoformat(day), lang), days=after
    )


def told_notes(released: Released) -> tuple[Sentence, ...]:
    """Of how many decisions people were told, and of how many nobody told them."""
    told = released.frame["fed_back_on"].ne("")
    every, untold = (tuple(int(i) for i in rows) for rows in (told.index, told.index[~told]))
    if not every:
        return ()
    if not untold:
        return (Sentence("decisions_all_told", {"count": Count(released, every)}),)
    parts = {"count": Count(released, untold), "all": Count(released, every)}
    return (Sentence("decisions_untold", parts),)


def counts_table(released: Released, lang: str) -> TextTable:
    """One row per role, and one of all: what came of what they raised."""
    rows = tuple(
        Row(
            capitalised(raiser(released, i, lang)),
            tuple(Value(released, i, c).say(lang) for c in COUNTS),
        )
        for i in released.frame.index
    )
    heads = (say("decision_by", lang), *(say(key, lang) for key in COUNTS.values()))
    return TextTable(heads, rows, (True,) * len(COUNTS))


def share_table(released: Released, lang: str) -> TextTable:
    """The one row: how many principles, of how many."""
    rows = tuple(
        Row(
            capitalised(released.label("who", row["who"], lang)),
            tuple(Value(released, i, c).say(lang) for c in ("traced", "principles", "percent")),
        )
        for i, row in released.frame.iterrows()
    )
    names = ("decision_by", "share_traced", "share_principles", "share_percent")
    return TextTable(tuple(say(n, lang) for n in names), rows, (True,) * 3)


def involvement_table(released: Released, lang: str) -> TextTable:
    """Items below their headings: what the log of decisions says, and where each is addressed."""
    items = list(released.frame.index)
    return checklist_table(released, lang, items, "checklist_addressed", _found)


def _found(released: Released, row: int, lang: str) -> str:
    said = _from_the_log(released, row, lang)
    where = addressed(released, row, lang)
    return paragraphs(say("found_in_the_log", lang, said=said) if said else "", where)


def _from_the_log(released: Released, row: int, lang: str) -> str:
    """What the log says to an item; nothing where it says nothing."""
    item = released.frame.at[row, "item"]
    columns = FOUND[released.measure].get(item, ())
    if not columns or any(is_blank(released, row, c) for c in columns):
        return ""
    told = numbers(released, row, columns, lang)
    raised, who = (released.labels.get(n, {}) for n in ("raised", "who"))
    told["raised"] = raised["all"].say(lang) if raised else ""
    told["who"] = next((text.say(lang) for text in who.values()), "")
    return say(SAID[released.measure, item], lang, **told)
