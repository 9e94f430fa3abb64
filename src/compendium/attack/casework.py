"""The attack on the casework log: which counts can stand behind what is rounded or hidden?

Each site's tables are attacked together, for they count the same referrals: by referrer, year and
route, whose totals by outcome are the same; by quarter, which make up years; by who the referrals
are of; and by referrer and route, which make up both. Totals are sums of rounded cells. Accepted
referrals are those whose waits were followed and those left out for their dates.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from compendium.analysis.service.casework_words import ALL, OUTCOME_WORDS
from compendium.analysis.service.referral_counts import FLOW
from compendium.attack.asked import Asked, answered
from compendium.attack.found import Attacked
from compendium.attack.programme import Programme, Terms
from compendium.attack.shares import less, sums
from compendium.attack.told import Told
from compendium.disclosure.casework import known_of_followed
from compendium.disclosure.counts.counting import SHOWN, SUMMED, counting_of
from compendium.disclosure.profile import Profile

OUTCOMES = tuple(OUTCOME_WORDS)
TOTAL = "referrals"
CROSSED = ("referrer_type", "year", "route")
# Tables of one column, told as one below the other.
ALONE = ("composition", "quarters", "repeats")
REFERRER, YEAR, ROUTE, QUARTER = "referrer_type", "year", "route", "quarter"
WAITS = ("waits", "median_waits")
FOLLOWED, LEFT_OUT = TOTAL, "left_out"

# A table, a line and a column.
Place = tuple[str, str, str]
# A table's line and column; what was printed there, None where it is hidden.
Printed = dict[tuple[str, str], float | None]


class Casework:
    """Everything told about one site's casework log."""

    def __init__(self, profile: Profile, cells: Iterable[Told], site: str):
        self.profile, self.site = profile, site
        self.tables: dict[str, Printed] = defaultdict(dict)
        self.pages: dict[str, str] = {}
        # Tables that stand on a page: of one of which a sentence names a number, not every line
        # is known.
        self.whole: set[str] = set()
        # How many were followed and left out: what was printed, None where it is hidden.
        self.waits: dict[str, float | None] = {}
        for cell in cells:
            if (cell.key("site_id") or cell.site) != site:
                continue
            if cell.measure in ("referrals", FLOW, *ALONE):
                self._read(cell)
            elif cell.measure in WAITS and cell.column in (FOLLOWED, LEFT_OUT):
                self.waits[cell.column] = cell.value
                self.pages.setdefault(cell.column, cell.page)

    def _read(self, cell: Told) -> None:
        by, line, column = self._place(cell)
        if by and column:
            self.tables[by][line, column] = cell.value
            self.pages.setdefault(by, cell.page)
            self.whole |= set() if cell.in_sentence else {by}

    def _place(self, cell: Told) -> tuple[str, str, str]:
        """The table a cell stands in, its line and its column; blank where it counts nothing."""
        if cell.measure in ALONE:
            column = TOTAL if cell.column == TOTAL else ""
            return cell.key("characteristic"), cell.key("level").partition(":")[2], column
        if cell.measure == FLOW:
            return FLOW, cell.key(REFERRER), cell.key(ROUTE) if cell.column == TOTAL else ""
        by = next((b for b in CROSSED if cell.key(b)), "")
        return by, cell.key(by), cell.column if cell.column in (*OUTCOMES, TOTAL) else ""

    def _columns(self, by: str) -> tuple[str, ...]:
        """The columns of a table that are no totals."""
        if by in CROSSED:
            return OUTCOMES
        return tuple(dict.fromkeys(column for _, column in self.tables[by]))

    def attack(self, enough: int) -> Iterator[Attacked]:
        """Every count, and every total, that is hidden."""
        programme = Programme()
        for by, printed in self.tables.items():
            self._know(programme, by, printed)
        self._know_same_log(programme)
        if self.waits:
            self._know_waits(programme)
        asked = []
        for by, printed in self.tables.items():
            for (line, column), value in printed.items():
                if value is None:
                    where = f"{self.pages[by]}, referrals in {self.site}, {line}"
                    terms = self._exact(by, line, column)
                    asked.append(Asked("referrals", where, column, terms))
        for column, value in self.waits.items():
            if value is None:
                where = f"{self.pages[column]}, waits in {self.site}"
                asked.append(Asked("waits", where, column, {column: 1.0}))
        yield from answered(programme, asked, enough)

    def _lines(self, by: str) -> list[str]:
        """The lines of a table that are no totals."""
        return [line for line in dict.fromkeys(k[0] for k in self.tables[by]) if line != ALL]

    def _inner(self, by: str, line: str, column: str) -> list[tuple[str, str]]:
        lines = self._lines(by) if line == ALL else [line]
        columns = self._columns(by) if column == TOTAL else (column,)
        return [(at, name) for at in lines for name in columns]

    def _exact(self, by: str, line: str, column: str) -> Terms:
        """A cell's true count, as the sum of the inner cells it is made of."""
        return sums(*({("exact", by, *at): 1.0} for at in self._inner(by, line, column)))

    def _rounded(self, by: str, line: str, column: str) -> Terms:
        return sums(*({("rounded", by, *at): 1.0} for at in self._inner(by, line, column)))

    def _know(self, programme: Programme, by: str, printed: Printed) -> None:
        counting = counting_of(self.profile)
        step, small = counting.step or 1, counting.hidden_up_to
        for line in self._lines(by):
            for column in self._columns(by):
                exact, near = self._exact(by, line, column), self._rounded(by, line, column)
                # A count is within half a step of the multiple it is rounded to.
                half = (step - 1) // 2
                apart = less(exact, {key: step * w for key, w in near.items()})
                programme.know(apart, -half, step - 1 - half)
                value = printed.get((line, column))
                if value is not None:
                    programme.know(exact, least=small + 1 if value else 0)
                    programme.know(exact, most=math.inf if value else 0)
                elif self.profile.count_zeros == SHOWN:
                    programme.know(exact, least=1)
        for (line, column), value in printed.items():
            if value is None:
                continue
            inner = len(self._inner(by, line, column)) == 1
            if inner or self.profile.count_totals == SUMMED:
                near = self._rounded(by, line, column)
                programme.know({k: step * w for k, w in near.items()}, value, value)
            else:
                programme.know(self._exact(by, line, column), *counting.ends(int(value)))

    def _know_same_log(self, programme: Programme) -> None:
        """Every table counts the same referrals, by outcome where it goes by that."""
        whole = [by for by in self.tables if by in self.whole]
        crossed = [by for by in whole if by in CROSSED]
        for other in crossed[1:]:
            for outcome in OUTCOMES:
                self._know_same(programme, (crossed[0], ALL, outcome), [(other, ALL, outcome)])
        first, *others = whole or [""]
        for other in others:
            self._know_same(programme, (first, ALL, TOTAL), [(other, ALL, TOTAL)])
        if {YEAR, QUARTER} <= self.whole:
            for year in self._lines(YEAR):
                parts = [q for q in self._lines(QUARTER) if q.startswith(year)]
                self._know_same(
                    programme, (YEAR, year, TOTAL), [(QUARTER, q, TOTAL) for q in parts]
                )
        if FLOW in self.whole:
            self._know_flow(programme)

    def _know_flow(self, programme: Programme) -> None:
        """What comes from a referrer by all routes, and by a route from all referrers."""
        if REFERRER in self.whole:
            for line in self._lines(FLOW):
                self._know_same(programme, (REFERRER, line, TOTAL), [(FLOW, line, TOTAL)])
        if ROUTE in self.whole:
            for route in self._columns(FLOW):
                self._know_same(programme, (ROUTE, route, TOTAL), [(FLOW, ALL, route)])

    def _know_same(self, programme: Programme, whole: Place, parts: list[Place]) -> None:
        """Some counts make up another, whatever is printed of them."""
        programme.know(less(self._exact(*whole), sums(*(self._exact(*p) for p in parts))), 0, 0)

    def _know_waits(self, programme: Programme) -> None:
        """Accepted referrals are followed or left out; of how many, as the release has it."""
        followed, left_out = {FOLLOWED: 1.0}, {LEFT_OUT: 1.0}
        accepted = sums(followed, left_out)
        if by := next((by for by in CROSSED if by in self.whole), ""):
            programme.know(less(self._exact(by, ALL, OUTCOMES[0]), accepted), 0, 0)
        printed, left = self.waits.get(FOLLOWED), self.waits.get(LEFT_OUT)
        if left is not None:
            programme.know(left_out, *counting_of(self.profile).ends(int(left)))
        elif printed is not None:
            programme.know(left_out, 0, self.profile.casework_count_hidden_up_to)
        if printed is not None:
            counted, low, high = known_of_followed(printed, left is None, self.profile)
            programme.know(accepted if counted else followed, low, high)
