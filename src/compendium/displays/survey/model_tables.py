"""Tables of models and tests: odds by site, people within areas, one question by groups."""

from __future__ import annotations

import math

from compendium.analysis.survey.compared import ALL_GROUPS
from compendium.analysis.survey.models import LIKENESS, ODDS
from compendium.disclosure.released import Released
from compendium.displays.number_texts import ENDS, said, with_interval
from compendium.displays.sentences import Sentence
from compendium.displays.survey.groups_compared import groups_compared
from compendium.displays.text_table import Row, TextTable, columns_of_numbers
from compendium.words import number_text, say

ORDINAL = ("groups_compared", "people_in_model", "odds_ratio", "p_value", "same_odds")
CLUSTERS = ("cluster_term", "people_in_model", "areas_in_model", "cluster_estimate", "p_value")
TESTS_TOLD = ("test_used", "people_in_test", "p_value", "association")
TESTS = ("test_used", "people_in_test", "test_statistic", "p_value", "association")


def ordinal_table(released: Released, lang: str) -> TextTable:
    """One row per site against the reference under its topic, all sites together first."""
    rows = []
    for i, row in released.frame.iterrows():
        _topic(rows, released, i, len(ORDINAL), lang)
        every = row["group_1"] == ALL_GROUPS
        if row["guard"] and not every:  # said once, for all sites
            continue
        ratio = "" if every else with_interval(released, i, "estimate", ENDS, lang)
        cells = (said(released, i, "n", lang), ratio, *_tests(released, i, lang))
        if row["guard"]:
            cells = (cells[0], said(released, i, "guard", lang), "", "")
        rows.append(Row(groups_compared(released, i, lang), cells, depth=1))
    return _table(ORDINAL, rows, lang)


def _tests(released: Released, row: int, lang: str) -> tuple[str, str]:
    return tuple(said(released, row, column, lang) for column in ("p", "check"))


def _topic(rows: list[Row], released: Released, row: int, columns: int, lang: str) -> None:
    """A heading where a topic begins."""
    frame, key = released.frame, ["comparison", "construct"]
    if row == 0 or (frame.loc[row, key] != frame.loc[row - 1, key]).any():
        heading = released.label("construct", frame.at[row, "construct"], lang)
        rows.append(Row(heading, ("",) * (columns - 1)))


def _table(names: tuple[str, ...], rows: list[Row], lang: str) -> TextTable:
    numeric = columns_of_numbers(tuple(rows), (True,) * (len(names) - 1))
    return TextTable(tuple(say(n, lang) for n in names), tuple(rows), numeric)


def cluster_table(released: Released, lang: str) -> TextTable:
    """How alike people of one area are under each topic, then each model of service.

    Where nothing is calculated of any topic, for one reason, the first row says why.
    """
    reasons = set(released.frame["guard"])
    if len(reasons) == 1 and "" not in reasons:
        return _without_clusters(released, lang)
    rows = []
    for i, row in released.frame.iterrows():
        _topic(rows, released, i, len(CLUSTERS), lang)
        base = (said(released, i, "n", lang), row["areas"])
        cells = (with_interval(released, i, "estimate", ENDS, lang), said(released, i, "p", lang))
        if row["guard"]:
            cells = (said(released, i, "guard", lang), "")
        rows.append(Row(_term(released, i, lang), (*base, *cells), depth=1))
    return _table(CLUSTERS, rows, lang)


def _without_clusters(released: Released, lang: str) -> TextTable:
    """The reason once, then of each topic how many people and areas there were."""
    why = said(released, int(released.frame.index[0]), "guard", lang)
    rows = [Row(say("likeness", lang), ("", "", why, ""))]
    for i, row in released.frame.iterrows():
        topic = released.label("construct", row["construct"], lang)
        rows.append(Row(topic, (said(released, i, "n", lang), row["areas"], "", ""), depth=1))
    return _table(CLUSTERS, rows, lang)


def _term(released: Released, row: int, lang: str) -> str:
    analysis, term = (released.frame.at[row, column] for column in ("analysis", "term"))
    if analysis == LIKENESS:
        effect_of_design = released.frame.at[row, "design_effect"]
        if math.isnan(effect_of_design):
            return say("likeness", lang)
        number = said(released, row, "design_effect", lang)
        return say("likeness_and_design", lang, number=number)
    model = released.label("term", term, lang)
    return say("odds_of_model" if analysis == ODDS else "difference_of_model", lang, model=model)


def test_table(released: Released, lang: str) -> TextTable:
    """One row per test under the question and what it is held against.

    Where no test was made, for one reason, the question's own row says why.
    """
    rows = []
    names = TESTS if "statistic" in released.frame else TESTS_TOLD
    for _, mine in released.frame.groupby(["item_id", "by"], sort=False, observed=True):
        first, reasons = int(mine.index[0]), set(mine["guard"])
        refused = "" not in reasons and len(reasons) == 1
        why = _test(released, first, names, lang) if refused else ("",) * (len(names) - 1)
        rows.append(Row(_question(released, first, lang), why))
        for i in mine.index[: 0 if refused else None]:
            head = released.label("test", mine.at[i, "test"], lang)
            rows.append(Row(head, _test(released, i, names, lang), depth=1))
    return _table(names, rows, lang)


def _test(released: Released, row: int, names: tuple[str, ...], lang: str) -> tuple[str, ...]:
    """The cells of one test, the people first; why there are no numbers where there are none."""
    n = said(released, row, "n", lang)
    if released.frame.at[row, "guard"]:
        return (n, said(released, row, "guard", lang), *[""] * (len(names) - 3))
    statistic = (_statistic(released, row, lang),) if names is TESTS else ()
    v = with_interval(released, row, "v", ("v_lower", "v_upper"), lang)
    return (n, *statistic, said(released, row, "p", lang), v)


def notes(released: Released) -> tuple[Sentence, ...]:
    """That area and model cannot be told apart, where a question is held against the area."""
    between = released.frame["by"].isin(released.labels["between_sites"]).any()
    return (Sentence("note_area_is_model"),) if between else ()


def _question(released: Released, row: int, lang: str) -> str:
    names = {c: released.frame.at[row, c] for c in ("item_id", "by")}
    texts = {c: released.label(c, value, lang) for c, value in names.items()}
    return say("question_by", lang, question=texts["item_id"], by=texts["by"])


def _statistic(released: Released, row: int, lang: str) -> str:
    """``12.3 on 8 df``; Fisher's test has none."""
    if math.isnan(released.frame.at[row, "statistic"]):
        return said(released, row, "statistic", lang)
    df = number_text(released.frame.at[row, "statistic_df"], 0)
    return say("statistic_on", lang, statistic=said(released, row, "statistic", lang), df=df)
