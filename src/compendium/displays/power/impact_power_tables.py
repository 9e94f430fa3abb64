"""Tables of what a planned impact study would find: power, false alarms, a rehearsal."""

from __future__ import annotations

import math

from compendium.analysis.power.rehearsal import OVERALL
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import said, with_interval
from compendium.displays.power.impact_tables import of_rows
from compendium.displays.text_table import Row, TextTable, columns_of_numbers
from compendium.words import say

POWER = ("families", "formula", "few", "drawn", "detectable")
POWER_HEADS = (
    "impact_design_column",
    "impact_in_outcome",
    "impact_formula",
    "impact_few",
    "impact_drawn",
    "impact_detectable",
)
DRAWN_ENDS = ("drawn_lower", "drawn_upper")


def power_table(released: Released, lang: str) -> TextTable:
    """Under each outcome one row per design: power by formula and drawn, what can be found."""
    rows = []
    for outcome, own in released.frame.groupby("outcome", sort=False, observed=True):
        rows.append(Row(released.label("outcome", outcome, lang), ("",) * len(POWER)))
        rows += [_power_row(released, i, lang) for i in own.index]
    return of_rows(POWER_HEADS, rows, lang, (True,) * len(POWER))


def _power_row(released: Released, row: int, lang: str) -> Row:
    head = released.label("short", released.frame.at[row, "design"], lang)
    if released.frame.at[row, "guard"]:
        return Row(head, (say("impact_no_study", lang), "", "", "", ""), 1, of=(row,))
    families = Value(released, row, "families").say(lang)
    formula = chance(released, row, "formula", lang)
    few = chance(released, row, "few", lang, ("low", "high"))
    cells = (families, formula, few, _drawn(released, row, lang), _detectable(released, row, lang))
    return Row(head, cells, 1, of=(row,))


def _drawn(released: Released, row: int, lang: str) -> str:
    if math.isnan(released.frame.at[row, "drawn"]):
        return say("impact_not_drawn", lang)
    return _give_or_take(released, row, "drawn", chance(released, row, "drawn", lang), lang)


def _give_or_take(released: Released, row: int, column: str, number: str, lang: str) -> str:
    """``80% (± 2.0)``; the number alone where all studies agree, which tells no error."""
    if released.frame.at[row, f"{column}_error"] == 0:
        return number
    error = Value(released, row, f"{column}_error").say(lang)
    return say("impact_give_or_take", lang, number=number, error=error)


def _detectable(released: Released, row: int, lang: str) -> str:
    if math.isnan(released.frame.at[row, "detectable_percent"]):
        number = Value(released, row, "detectable").say(lang)
        unit = released.label("unit", released.frame.at[row, "outcome"], lang)
        return say("impact_with_unit", lang, number=number, unit=unit)
    number = Value(released, row, "detectable_percent").say(lang)
    return say("impact_points", lang, number=number)


def by_sites_table(released: Released, lang: str) -> TextTable:
    """Under each outcome one row per design, one column per number of areas."""
    sites = list(released.labels["sites"])
    rows = []
    for outcome, of_outcome in released.frame.groupby("outcome", sort=False, observed=True):
        rows.append(Row(released.label("outcome", outcome, lang), ("",) * len(sites)))
        for design, own in of_outcome.groupby("design", sort=False, observed=True):
            places = dict(zip(own["sites"], own.index, strict=True))
            cells = tuple(_power_of(released, int(places[n]), lang) for n in sites)
            label = released.label("short", design, lang)
            rows.append(Row(label, cells, 1, of=tuple(map(int, own.index))))
    return _by_number(released, "impact_design_column", rows, lang)


def _power_of(released: Released, row: int, lang: str) -> str:
    if released.frame.at[row, "guard"]:
        return say("impact_no_study", lang)
    return chance(released, row, "few", lang)


def curve_table(released: Released, lang: str) -> TextTable:
    """Under each design power by formula and in drawn studies, by the plan's numbers of areas."""
    numbers, rows = list(released.labels["named"]), []
    for design, own in released.frame.groupby("design", sort=False, observed=True):
        rows.append(Row(released.label("short", design, lang), ("",) * len(numbers)))
        places = dict(zip(own["sites"], map(int, own.index), strict=True))
        of = tuple(places[n] for n in numbers)
        formula = tuple(_power_of(released, row, lang) for row in of)
        drawn = tuple(chance(released, row, "drawn", lang, DRAWN_ENDS) for row in of)
        rows.append(Row(say("impact_curve_line", lang), formula, 1, of=of))
        if any(drawn):
            rows.append(Row(say("impact_curve_drawn", lang), drawn, 1, of=of))
    return _by_number(released, "impact_design_column", rows, lang)


def chance(released: Released, row: int, column: str, lang: str, ends: tuple[str, ...] = ()) -> str:
    """A chance in percent with its interval, if that is any wider; blank where there is none.

    Nothing is certain: what is rounded to 100 is over 99.
    """
    frame = released.frame
    percent = frame.at[row, column]
    if math.isnan(percent):
        return ""
    number = (
        say("over", lang, number="99%") if percent == 100 else said(released, row, column, lang)
    )
    limits = [frame.at[row, end] for end in ends]
    if not ends or math.isnan(limits[0]) or set(limits) == {percent}:
        return number
    lower, upper = (said(released, row, end, lang) for end in ends)
    return say("number_interval", lang, number=number, lower=lower, upper=upper)


def false_alarms_table(released: Released, lang: str) -> TextTable:
    """Under each design one row per analysis, one column per number of areas; the smallest p."""
    sites, rows = list(released.labels["sites"]), []
    for design, own in released.frame.groupby("design", sort=False, observed=True):
        rows.append(Row(released.label("design", design, lang), ("",) * len(sites)))
        for analysis, each in own.groupby("analysis", sort=False, observed=True):
            of = tuple(map(int, each.index))
            alarms = tuple(_alarms(released, i, lang) for i in of)
            rows.append(Row(released.label("analysis", analysis, lang), alarms, 1, of=of))
            if each["least_p"].notna().any():
                least = tuple(_least(released, i, lang) for i in of)
                rows.append(Row(say("impact_least_p", lang), least, 1, of=of))
    return _by_number(released, "impact_alarms_column", rows, lang)


def _by_number(released: Released, first: str, rows: list[Row], lang: str) -> TextTable:
    """A table with a column for each number of areas."""
    named = "named" if "named" in released.labels else "sites"
    numbers = [text.say(lang) for text in released.labels[named].values()]
    heads = (say(first, lang), *(say("impact_areas_heading", lang, sites=n) for n in numbers))
    numeric = columns_of_numbers(tuple(rows), (True,) * len(numbers))
    return TextTable(heads, tuple(rows), numeric)


def _alarms(released: Released, row: int, lang: str) -> str:
    if math.isnan(released.frame.at[row, "alarms"]):
        return say("impact_no_p", lang)
    return _give_or_take(released, row, "alarms", said(released, row, "alarms", lang), lang)


def _least(released: Released, row: int, lang: str) -> str:
    """The smallest p that lots can give; under a thousandth where it is rounded to nought."""
    least = Value(released, row, "least_p").say(lang)
    nought = released.frame.at[row, "least_p"] == 0
    return say("under", lang, number="0.001") if nought else least


def rehearsal_table(released: Released, lang: str) -> TextTable:
    """One row per period since the start, all after it together last."""
    rows = []
    for i, row in released.frame.iterrows():
        if row["guard"]:
            why = said(released, i, "guard", lang)
            rows.append(Row(released.label("since", row["since"], lang), (why, ""), of=(i,)))
            continue
        number = with_interval(released, i, "estimate", ("lower", "upper"), lang)
        p = "" if math.isnan(row["p"]) else Value(released, i, "p").say(lang)
        rows.append(Row(since_text(released, i, lang), (number, p), of=(i,)))
    heads = (
        say("impact_since", lang),
        difference_heading(released, lang),
        say("impact_permutation_p", lang),
    )
    found = tuple(rows)
    return TextTable(heads, found, columns_of_numbers(found, (True, True)))


def difference_heading(released: Released, lang: str) -> str:
    """What the differences of a rehearsal are in."""
    points = released.kinds["estimate"] == "decimal"
    return say("impact_difference_points" if points else "impact_difference", lang)


def since_text(released: Released, row: int, lang: str) -> str:
    """``-2 (before)``; from the start on the number alone."""
    since = released.frame.at[row, "since"]
    label = released.label("since", since, lang)
    before = since != OVERALL and int(since) < 0
    return say("impact_since_before", lang, since=label) if before else label


TABLES = {
    "impact_power": power_table,
    "impact_by_sites": by_sites_table,
    "impact_curve": curve_table,
    "impact_false_alarms": false_alarms_table,
    "impact_rehearsal": rehearsal_table,
}
