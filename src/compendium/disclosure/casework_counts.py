"""Rule C1 for counts of referrals: every table of one log, protected together.

The same referrals are counted by referrer, year, route, quarter, by who they are of and whether
the person came before. A reader knows that these tables have the same totals, that the quarters of
a year make up the year, and that a referrer's routes make up the referrer. So what is hidden in
all of them is worked out at once, and is the same whichever of them a report shows.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.service.casework_words import ALL, OUTCOME_WORDS
from compendium.analysis.service.referral_counts import FLOW
from compendium.disclosure.counts.additive import Counts, Link, protected_together, with_totals
from compendium.disclosure.counts.counting import SUMMED
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.rule_words import SHARE_FROM
from compendium.disclosure.sealing import sealed

OUTCOMES = tuple(OUTCOME_WORDS)
# The tables that are public whatever the profile; the others only where totals are sums of rounded
# counts. Else it takes minutes to work out what must be hidden in all of them together, so there
# the others are for the team alone.
ALWAYS = ("referrer_type", "year")
# Results that are no table of the log themselves, but parts of several.
PUT_TOGETHER = ("composition", "quarters", "repeats", "referral_rates")


@dataclasses.dataclass(frozen=True)
class Printed:
    """One table of one site as it may be shown: `counts` and which are hidden, totals last.

    `lines` and `columns` name the parts; `down` is whether the columns' totals are a last line.
    """

    name: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    counts: np.ndarray
    hidden: np.ndarray

    def cell(self, line: str, column: int = -1) -> tuple[float, str]:
        """A number and its mark, by line (``all``: the total) and column."""
        at = len(self.lines) if line == ALL else self.lines.index(line)
        if self.hidden[at, column]:
            return math.nan, "c"
        return float(self.counts[at, column]), ""


def printed_of(result: Result, profile: Profile) -> dict[str, dict[str, Printed]]:
    """Of each site every table of the log by its name, as it may be shown."""
    own = () if result.measure in PUT_TOGETHER else (result,)
    tables = {_name(one): one for one in (*own, *result.beside)}
    tables = {name: one for name, one in tables.items() if is_told(name, profile)}
    sites = dict.fromkeys(s for one in tables.values() for s in one.frame["site_id"])
    return {site: _of_site(tables, site, profile) for site in sites}


def is_told(name: str, profile: Profile) -> bool:
    """Whether a table may be shown under a profile at all."""
    everything = not profile.casework_count_hidden_up_to or profile.count_totals == SUMMED
    return everything or name in ALWAYS


def _withheld(result: Result, profile: Profile, kinds: dict[str, str], common: dict) -> Released:
    """The table without rows, held back whatever was in it."""
    bare = dataclasses.replace(result, labels={})
    return _sealed(bare, [], [], kinds, profile, {**common, "withheld": True})


def _name(result: Result) -> str:
    """What a table is by; of referrers and routes together the name of its measure."""
    return FLOW if result.measure == FLOW else result.by[1]


def _of_site(tables: dict[str, Result], site: str, profile: Profile) -> dict[str, Printed]:
    names = sorted(tables)
    wide = {name: _wide(tables[name], site) for name in names}
    plain = [wide[n].drop(index=ALL, errors="ignore") for n in names]
    counts = [
        Counts(p.to_numpy(), ALL in wide[n].index, _columns(tables[n]))
        for n, p in zip(names, plain, strict=True)
    ]
    if profile.casework_count_hidden_up_to:
        links = _links(dict(zip(names, plain, strict=True)))
        found = protected_together(counts, profile, links)
    else:
        found = [_exact(one) for one in counts]
    return {
        name: Printed(name, tuple(p.index), tuple(p.columns), *shown)
        for name, p, shown in zip(names, plain, found, strict=True)
    }


def _wide(result: Result, site: str) -> pd.DataFrame:
    """One site's table: a line per level, a column per outcome (or route), or one column."""
    own = result.frame[result.frame["site_id"] == site]
    _, key, *across = result.by
    if not across:
        return own.set_index(key)[["referrals"]]
    wide = own.pivot_table(
        index=key, columns=across[0], values="referrals", sort=False, observed=False
    )
    return wide[list(dict.fromkeys(own[across[0]]))].astype(int)


def _columns(result: Result) -> str:
    """What the columns of a table are; tables of one column share nothing but everything."""
    return result.by[2] if len(result.by) > 2 else f"only {result.by[1]}"


def _exact(one: Counts) -> tuple[np.ndarray, np.ndarray]:
    whole = with_totals(one.cells)
    whole = whole if one.down else whole[:-1]
    return whole, np.zeros(whole.shape, dtype=bool)


def _links(tables: dict[str, pd.DataFrame]) -> list[Link]:
    """Which lines of one table make up a line of another."""
    places, links = {name: i for i, name in enumerate(tables)}, []

    def at(name: str, line: str) -> tuple[int, int, int]:
        return places[name], tables[name].index.get_loc(line), -1

    if {"year", "quarter"} <= set(tables):
        for year in tables["year"].index:
            parts = [q for q in tables["quarter"].index if q.startswith(year)]
            if parts:
                links.append((*(at("quarter", q) for q in parts), at("year", year)))
    if FLOW in tables:
        flow = tables[FLOW]
        links += [(at(FLOW, r), at("referrer_type", r)) for r in flow.index]
        links += [
            ((places[FLOW], -1, column), at("route", route))
            for column, route in enumerate(flow.columns)
        ]
    return links


def release_referrals(result: Result, profile: Profile, **common) -> Released:
    """One row per site and referrer (year, route): counts by outcome, total, share accepted."""
    site, key, _ = result.by
    rows, marks = [], []
    kinds = {**dict.fromkeys((*OUTCOMES, "referrals"), "count"), "percent": "percent"}
    kinds = {**dict.fromkeys((site, key), "key"), **kinds}
    if not is_told(key, profile):
        return _withheld(result, profile, kinds, common)
    printed = printed_of(result, profile)
    for where in dict.fromkeys(result.frame[site]):
        table = printed[where][key]
        for line in dict.fromkeys(result.frame.loc[result.frame[site] == where, key]):
            cells = {name: table.cell(line, i) for i, name in enumerate((*OUTCOMES, "referrals"))}
            row, mark = ({n: c[part] for n, c in cells.items()} for part in (0, 1))
            row["percent"], mark["percent"] = share_accepted(row, mark, profile)
            rows.append({site: where, key: line, **row})
            marks.append({site: "", key: "", **mark})
    return _sealed(result, rows, marks, kinds, profile, common)


def share_accepted(row: dict, mark: dict, profile: Profile) -> tuple[float, str]:
    """The share accepted, of the numbers shown; none where rounding would say too much."""
    if "c" in (mark["yes"], mark["referrals"]):
        return math.nan, "c"
    return _share(row["yes"], row["referrals"], profile)


def _share(part: float, whole: float, profile: Profile) -> tuple[float, str]:
    least = SHARE_FROM if profile.casework_round_to else 1
    if whole < least:
        return math.nan, "z" if whole == 0 else ""
    return min(100 * part / whole, 100.0), ""


def release_composition(result: Result, profile: Profile, **common) -> Released:
    """One row per site and level: how many referrals, and what share this is of all of them.

    The whole is what the printed levels add up to; where one of them is hidden, the total printed
    beside referrers, if that is.
    """
    kinds = {**dict.fromkeys(result.by, "key"), "referrals": "count", "percent": "percent"}
    if not all(is_told(name, profile) for name in set(result.frame["characteristic"])):
        return _withheld(result, profile, kinds, common)
    printed, rows, marks = printed_of(result, profile), [], []
    for keys in result.frame[list(result.by)].to_dict("records"):
        tables = printed[keys["site_id"]]
        level, table = keys["level"].partition(":")[2], tables[keys["characteristic"]]
        count, mark = table.cell(level)
        whole, whole_mark = tables["referrer_type"].cell(ALL)
        if not table.hidden.any():
            whole, whole_mark = float(table.counts[:, -1].sum()), ""
        share, share_mark = _share(count, whole, profile) if not mark else (math.nan, "c")
        if whole_mark:
            share, share_mark = math.nan, "c"
        rows.append({**keys, "referrals": count, "percent": share})
        marks.append({**dict.fromkeys(keys, ""), "referrals": mark, "percent": share_mark})
    return _sealed(result, rows, marks, kinds, profile, common)


def release_rates(result: Result, profile: Profile, **common) -> Released:
    """One row per site and group: referrals as they are told elsewhere, and the rate made of them.

    How many people there are is no number of the log, and stands as it was given.
    """
    printed, rows, marks = printed_of(result, profile), [], []
    for row in result.frame.to_dict("records"):
        tables = printed[row["site_id"]]
        name, line = (
            ("referrer_type", ALL) if row["group"] == ALL else ("care_status", row["group"])
        )
        if not is_told(name, profile):
            rows.append({**row, "referrals": math.nan, "rate": math.nan})
            marks.append({**dict.fromkeys(row, ""), "referrals": "c", "rate": "c"})
            continue
        found = name in tables and (line == ALL or line in tables[name].lines)
        count, mark = tables[name].cell(line) if found else (0.0, "")
        rate = 100 * count / row["years"] / row["population"]
        rows.append({**row, "referrals": count, "rate": math.nan if mark else rate})
        marks.append({**dict.fromkeys(row, ""), "referrals": mark, "rate": mark})
    kinds = {c: {"referrals": "count", **result.kinds}.get(c, "key") for c in result.frame}
    return _sealed(result, rows, marks, kinds, profile, common)


def release_flow(result: Result, profile: Profile, **common) -> Released:
    """One row per site, referrer and route: how many referrals."""
    kinds = {**dict.fromkeys(result.by, "key"), "referrals": "count"}
    if not is_told(FLOW, profile):
        return _withheld(result, profile, kinds, common)
    printed, rows, marks = printed_of(result, profile), [], []
    for keys in result.frame[list(result.by)].to_dict("records"):
        table = printed[keys["site_id"]][FLOW]
        column = table.columns.index(keys["route"])
        count, mark = table.cell(keys["referrer_type"], column)
        rows.append({**keys, "referrals": count})
        marks.append({**dict.fromkeys(keys, ""), "referrals": mark})
    return _sealed(result, rows, marks, kinds, profile, common)


def _sealed(
    result: Result, rows, marks, kinds: dict[str, str], profile: Profile, common
) -> Released:
    frame = pd.DataFrame(rows, columns=list(kinds))
    found = pd.DataFrame(marks, columns=list(kinds), dtype="str")
    by = tuple(c for c, kind in kinds.items() if kind == "key")
    return sealed(result, profile, frame, kinds, common, found, by=by)
