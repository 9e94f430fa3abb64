"""Tables of missing answers: shares by question, reasons, patterns, the test, imputed scores."""

from __future__ import annotations

from compendium.analysis.survey.imputation import WAYS
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import ENDS, or_nothing, people, with_interval
from compendium.displays.survey.missing_map import question
from compendium.displays.text_table import Row, TextTable, columns_of_numbers
from compendium.words import capitalised, say

REASONS = {
    "not_answered": "reason_not_answered",
    "not_applicable": "reason_not_applicable",
    "prefer_not": "reason_prefer_not",
    "out_of_range": "reason_out_of_range",
}
# Of each way to a mean score, the heading of its column.
HEADINGS = {"enough": "way_enough", "complete": "way_complete", "imputed": "way_imputed"}


def missing_map_table(released: Released, lang: str) -> TextTable:
    """One row per question under its topic, one column per area."""
    areas, places = _areas(released), _places(released, "item_id", "stage")
    rows, topic = [], None
    for row in released.frame.drop_duplicates(["item_id", "stage"]).itertuples():
        if row.construct != topic:
            topic = row.construct
            rows.append(Row(released.label("construct", topic, lang), ("",) * len(areas)))
        found = [places.get((row.item_id, row.stage, a)) for a in areas]
        cells = tuple(_share(released, i, "respondents", lang) for i in found)
        head = question(released, row.item_id, row.stage, lang)
        rows.append(Row(head, cells, depth=1, of=tuple(i for i in found if i is not None)))
    return _by_area(released, "question", rows, lang)


def missing_reasons_table(released: Released, lang: str) -> TextTable:
    """One row per reason, one column per area."""
    areas, places = _areas(released), _places(released, "reason")
    rows = [
        Row(
            say(REASONS[reason], lang),
            tuple(_share(released, places.get((reason, a)), "asked", lang) for a in areas),
        )
        for reason in dict.fromkeys(released.frame["reason"])
    ]
    return _by_area(released, "why_missing", rows, lang)


def missing_patterns_table(released: Released, lang: str) -> TextTable:
    """One row per area with the number of people asked, under it one per level."""
    rows, frame = [], released.frame
    for area, mine in frame.groupby("area", sort=False, observed=False):
        first = mine.index[0]
        whole = mine["level"].isin(["all_levels", "nobody"])
        share = Value(released, first, "percent").say(lang) if whole.all() else ""
        head = capitalised(released.label("area", str(area), lang))
        rows.append(Row(head, (share, Value(released, first, "base").say(lang))))
        rows += [
            Row(_level(released, i, lang), (_people(released, i, lang), ""), depth=1)
            for i in mine.index[~whole]
        ]
    columns = ("left_out", "share_of_people", "base")
    return TextTable(tuple(say(c, lang) for c in columns), tuple(rows), (True, True))


def missing_test_table(released: Released, lang: str) -> TextTable:
    """One row per set of respondents; statistic and degrees of freedom are the team's."""
    numbers = [c for c in ("chi2", "df", "p") if c in released.frame]
    headings = {"chi2": "chi_squared_value", "df": "degrees_of_freedom", "p": "p_value"}
    headings |= {"guard": "why_no_test"}
    why = ["guard"] * bool(released.frame["guard"].ne("").any())
    rows = tuple(
        Row(
            capitalised(released.label("asked_with", row["asked_with"], lang)),
            tuple(or_nothing(released, i, c, lang) for c in ("n", *numbers, *why)),
        )
        for i, row in released.frame.iterrows()
    )
    columns = ("who_answered", "base", *(headings[c] for c in (*numbers, *why)))
    numeric = (True,) * (len(numbers) + 1) + (False,) * len(why)
    return TextTable(tuple(say(c, lang) for c in columns), rows, numeric)


def imputation_table(released: Released, lang: str) -> TextTable:
    """One row per topic (and area, where there are several), its means side by side."""
    areas, places = _areas(released), _places(released, "construct", "way")
    rows = []
    for topic in dict.fromkeys(released.frame["construct"]):
        found = [_means(released, [places[topic, way, a] for way in WAYS], lang) for a in areas]
        head = released.label("construct", topic, lang)
        if len(areas) == 1:
            rows.append(Row(head, found[0]))
            continue
        rows.append(Row(head, ("",) * len(found[0])))
        rows += [
            Row(capitalised(released.label("area", a, lang)), cells, depth=1)
            for a, cells in zip(areas, found, strict=True)
        ]
    columns = ("construct", *HEADINGS.values(), "information_lost")
    numeric = columns_of_numbers(tuple(rows), (True,) * 4)
    return TextTable(tuple(say(c, lang) for c in columns), tuple(rows), numeric)


def _means(released: Released, ways: list[int], lang: str) -> tuple[str, ...]:
    """The mean of each way with its people, and what the gaps cost."""
    *_, imputed = ways
    cost = or_nothing(released, imputed, "missing_information", lang)
    return (*(_mean(released, i, lang) for i in ways), cost)


def _mean(released: Released, row: int, lang: str) -> str:
    why = Value(released, row, "guard").say(lang)
    n = people(released, row, "n", lang)
    if not released.frame.at[row, "n"] > 0 and released.marks.at[row, "n"]:
        n = Value(released, row, "n").say(lang)
    shown = or_nothing(released, row, "mean", lang)
    if shown and shown != "[c]":
        shown = with_interval(released, row, "mean", ENDS, lang)
    return "\n".join(dict.fromkeys(part for part in (shown, n, why) if part))


def _level(released: Released, row: int, lang: str) -> str:
    level = released.frame.at[row, "level"]
    if level.startswith("pattern "):
        return say("just_left_out", lang, questions=level.removeprefix("pattern "))
    return released.label("level", level, lang)


def _people(released: Released, row: int, lang: str) -> str:
    percent = Value(released, row, "percent").say(lang)
    if "people" not in released.frame:
        return percent
    number = Value(released, row, "people").say(lang)
    return say("number_percent", lang, number=number, percent=percent)


def _share(released: Released, row: int | None, among: str, lang: str) -> str:
    """The word for a share; to the team also the numbers it is of."""
    if row is None:
        return ""
    if "percent" not in released.frame:
        return Value(released, row, "share").say(lang)
    numbers = [Value(released, row, c).say(lang) for c in ("missing", among)]
    percent = Value(released, row, "percent").say(lang)
    return say("number_percent", lang, number="/".join(numbers), percent=percent)


def _areas(released: Released) -> list[str]:
    return list(dict.fromkeys(released.frame["area"]))


def _places(released: Released, *columns: str) -> dict[tuple[str, ...], int]:
    """The row of each combination of key values, the area last."""
    keys = released.frame[[*columns, "area"]].itertuples(index=False, name=None)
    return {key: int(i) for i, key in zip(released.frame.index, keys, strict=True)}


def _by_area(released: Released, head: str, rows: list[Row], lang: str) -> TextTable:
    areas = _areas(released)
    names = (capitalised(released.label("area", a, lang)) for a in areas)
    return TextTable((say(head, lang), *names), tuple(rows), (True,) * len(areas))
