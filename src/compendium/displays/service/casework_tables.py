"""Further tables of the service map: who was referred, in which quarter, what was done.

Areas that are compared line by line have a column each; otherwise each has a row.
"""

from __future__ import annotations

from compendium.disclosure.released import Released, Value, missing
from compendium.displays.number_texts import ENDS, from_to
from compendium.displays.service.service_map import outcome_table, sites_of
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

Places = dict[tuple[str, ...], int]


def composition_table(released: Released, lang: str) -> TextTable:
    """One row per level under its characteristic, a column per site: count and share."""
    return _levels_table(released, "who_and_what", lang, sections=True)


def quarters_table(released: Released, lang: str) -> TextTable:
    """One row per quarter, a column per site: the count."""
    return _levels_table(released, "quarter_of_referral", lang, shares=False)


def repeats_table(released: Released, lang: str) -> TextTable:
    """First referrals and those of the same person again, a column per site: count and share."""
    return _levels_table(released, "who_and_what", lang)


def _levels_table(
    released: Released, heading: str, lang: str, shares: bool = True, sections: bool = False
) -> TextTable:
    frame, sites = released.frame, sites_of(released)
    at = {(r["site_id"], r["level"]): i for i, r in frame.iterrows()}
    rows, section = [], ""
    for level, characteristic in dict(
        zip(frame["level"], frame["characteristic"], strict=True)
    ).items():
        if sections and characteristic != section:
            section = characteristic
            name = released.label("characteristic", characteristic, lang)
            rows.append(Row(name, ("",) * len(sites)))
        cells = tuple(count_and_share(released, at[s, level], lang, shares) for s in sites)
        name = released.label("level", level, lang)
        of = tuple(at[s, level] for s in sites)
        rows.append(Row(name, cells, depth=int(sections), of=of))
    columns = (say(heading, lang), *(released.label("site_id", s, lang) for s in sites))
    return TextTable(columns, tuple(rows), (True,) * len(sites))


def count_and_share(released: Released, row: int, lang: str, share: bool = True) -> str:
    """``35 (12%)``; the count alone where it is hidden, or has no share."""
    count = Value(released, row, "referrals").say(lang)
    told = share and not missing(released.frame.at[row, "percent"])
    if not told:
        return count
    percent = Value(released, row, "percent").say(lang)
    return say("count_with_share", lang, count=count, share=percent)


def referral_routes_table(released: Released, lang: str) -> TextTable:
    """One row per route, under its site where there are several."""
    return outcome_table(released, "route", "referral_route", lang)


def rates_table(released: Released, lang: str) -> TextTable:
    """One row per site and group: referrals, people there are and by whose count, the rate."""

    def cells(row: int) -> tuple[str, ...]:
        count = Value(released, row, "population").say(lang)
        about = {c: str(released.frame.at[row, c]) for c in ("date", "source")}
        return (
            Value(released, row, "referrals").say(lang),
            say("population_source", lang, count=count, **about),
            Value(released, row, "rate").say(lang),
        )

    rows = []
    for i, row in released.frame.iterrows():
        site = released.label("site_id", row["site_id"], lang)
        name = released.label("group", row["group"], lang)
        rows.append(Row(say("from_to_part", lang, **{"from": site, "to": name}), cells(i)))
    names = ("area", "referrals", "people_in_group", "rate_a_year")
    return TextTable(tuple(say(n, lang) for n in names), tuple(rows), (True, False, True))


def time_open_table(released: Released, lang: str) -> TextTable:
    """One row per site: the week by which half were closed; for the team of how many."""
    team = {"referrals": "cases_followed", "still_open": "still_open", "left_out": "waits_left_out"}
    return _averages_table(released, {"weeks": "weeks_open"}, {}, team, lang)


def activities_per_case_table(released: Released, lang: str) -> TextTable:
    """One row per site: mean with interval, median and middle half; for the team of how many."""
    middle = {"median": "median_per_case"}
    return _averages_table(released, {"mean": "mean_per_case"}, middle, {"cases": "cases"}, lang)


def _averages_table(
    released: Released,
    average: dict[str, str],
    middle: dict[str, str],
    team: dict[str, str],
    lang: str,
) -> TextTable:
    ((column, heading),) = average.items()
    further = {c: w for c, w in team.items() if c in released.frame}
    rows = []
    for i, row in released.frame.iterrows():
        cells = [
            Value(released, i, column).say(lang),
            from_to(released, i, ENDS, lang),
        ]
        for name in middle:
            cells.append(Value(released, i, name).say(lang))
            cells.append(from_to(released, i, ("quarter", "three_quarters"), lang))
        cells += [Value(released, i, c).say(lang) for c in further]
        rows.append(Row(released.label("site_id", row["site_id"], lang), tuple(cells), of=(i,)))
    halves = [word for name in middle.values() for word in (name, "middle_half")]
    names = ("area", heading, "interval", *halves, *further.values())
    columns = tuple(say(n, lang) for n in names)
    return TextTable(columns, tuple(rows), (True,) * (len(columns) - 1))


def activity_mix_table(released: Released, lang: str) -> TextTable:
    """One row per kind of activity, a column per site: its share; for the team with numbers."""
    frame, sites = released.frame, sites_of(released)
    at = {(r["site_id"], r["activity"]): i for i, r in frame.iterrows()}

    def cell(site: str, kind: str) -> str:
        row = at[site, kind]
        share = Value(released, row, "percent").say(lang)
        if "cases" not in frame:
            return share
        count, cases = (Value(released, row, c).say(lang) for c in ("activities", "cases"))
        return say("activities_in_cases", lang, share=share, count=count, cases=cases)

    rows = tuple(
        Row(released.label("activity", kind, lang), tuple(cell(s, kind) for s in sites))
        for kind in dict.fromkeys(frame["activity"])
    )
    columns = (say("kind_of_activity", lang), *(released.label("site_id", s, lang) for s in sites))
    return TextTable(columns, rows, (True,) * len(sites))


def casework_quality_table(released: Released, lang: str) -> TextTable:
    """One row per check, a column per site: how many rows of how many."""
    frame, sites = released.frame, sites_of(released)
    at = {(r["site_id"], r["check"]): i for i, r in frame.iterrows()}

    def cell(site: str, check: str) -> str:
        if (site, check) not in at:
            return ""
        found, of = (Value(released, at[site, check], c).say(lang) for c in ("found", "of"))
        return say("found_of", lang, found=found, of=of)

    rows = tuple(
        Row(released.label("check", check, lang), tuple(cell(s, check) for s in sites))
        for check in dict.fromkeys(frame["check"])
    )
    columns = (say("check", lang), *(released.label("site_id", s, lang) for s in sites))
    return TextTable(columns, rows, (True,) * len(sites))
