"""Planned contrasts in other ways of analysis, side by side: does each survive them?"""

from __future__ import annotations

from compendium.analysis.survey.sensitivity import ANALYSES
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import ENDS, with_interval
from compendium.displays.sentences import Count, Sentence
from compendium.displays.survey.groups_compared import groups_compared
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import say

# Of each analysis the words above its column.
HEADINGS = {
    "main": "analysis_main",
    "complete": "analysis_complete",
    "imputed": "analysis_imputed",
    "ordinal": "analysis_ordinal",
    "unflagged": "analysis_unflagged",
}
WIDTHS = (20, 16, 16, 16, 16, 16)


def sensitivity_table(released: Released, lang: str) -> TextTable:
    """One row per pair of groups under its topic; a column per analysis, the planned one first."""
    frame, rows, topic = released.frame, [], None
    pairs = frame.groupby(["construct", "group_1", "group_2"], sort=False, observed=True)
    for (construct, *_), mine in pairs:
        if construct != topic:
            topic = construct
            rows.append(Row(released.label("construct", topic, lang), ("",) * len(ANALYSES)))
        head = groups_compared(released, mine.index[0], lang)
        cells = tuple(_cell(released, i, mine["guard"].iloc[0], lang) for i in mine.index)
        rows.append(Row(head, cells, depth=1))
    headings = (say("groups_compared", lang), *(say(HEADINGS[a], lang) for a in ANALYSES))
    return TextTable(headings, tuple(rows), (False,) * len(ANALYSES), WIDTHS)


def _cell(released: Released, row: int, main: str, lang: str) -> str:
    """How it agrees with the main analysis, the effect, p, and how many people.

    The reason why there is no number is said once, of the main analysis, where it is the same.
    """

    def said(column: str) -> str:
        return Value(released, row, column).say(lang)

    people = say("people_in_each", lang, first=said("n_1"), second=said("n_2"))
    if guard := released.frame.at[row, "guard"]:
        again = guard == main and released.frame.at[row, "analysis"] != ANALYSES[0]
        return paragraphs("" if again else said("guard"), people)
    agrees = released.frame.at[row, "agreement"]
    return paragraphs(
        say(agrees, lang) if agrees else "",
        with_interval(released, row, "estimate", ENDS, lang),
        say("p_said", lang, p=said("p")),
        people,
    )


def notes(released: Released) -> tuple[Sentence, ...]:
    """In how many other analyses the conclusion is the same, and in how many another."""
    told = released.frame.index[released.frame["agreement"].ne("")]
    same = [i for i in told if released.frame.at[i, "agreement"] == "agrees_same"]
    if not len(told):
        return ()
    parts = {
        "same": Count(released, tuple(map(int, same))),
        "count": Count(released, tuple(map(int, told))),
    }
    return (Sentence("note_sensitivity", parts),)
