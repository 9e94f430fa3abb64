"""What was hidden in a released table, cell by cell: from its marks and level names alone.

Nothing exact is looked at, so that the account can be made again from published records and
says nothing that they do not.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from compendium.analysis.joint_displays.strands import FEW
from compendium.analysis.survey.sample import ALL_AREAS, SMALL_AREAS
from compendium.disclosure.cells import PLANNED, Cell, ruled
from compendium.disclosure.composed import MEASURES as COMPOSED
from compendium.disclosure.profile import Profile
from compendium.disclosure.question_cells import SIDED, of_questions
from compendium.disclosure.released import Released, missing
from compendium.disclosure.rules import REFUSED, RULES, SAID_ONCE, TEAM_ONLY, UNCOUNTED


@dataclasses.dataclass(frozen=True)
class Account:
    """How many cells had each outcome, and how many each rule touched.

    A cell can be counted under two rules: where both touched it, and where its mark does not
    tell which of them did.
    """

    outcomes: Mapping[str, int]
    rules: Mapping[str, int]

    @property
    def planned(self) -> int:
        """Every number or word that would stand there."""
        return self.of(*PLANNED)

    def __add__(self, other: Account) -> Account:
        """Both together."""
        return Account(
            Counter(self.outcomes) + Counter(other.outcomes),
            Counter(self.rules) + Counter(other.rules),
        )

    def of(self, *outcomes: str) -> int:
        """How many cells had any of these outcomes."""
        return sum(self.outcomes.get(outcome, 0) for outcome in outcomes)


def account(cells: Iterable[Cell]) -> Account:
    """The cells counted."""
    cells = [cell for cell in cells if cell.outcome]
    rules = Counter(rule for cell in cells for rule in cell.rules)
    return Account(Counter(cell.outcome for cell in cells), rules)


def cells_of(released: Released, profile: Profile, pools: Mapping[str, str]) -> list[Cell]:
    """Every cell of a released table that holds a number or word worked out from data.

    `pools`: of each group the heading it is shown under over all areas; "" where it is shown by
    area. Sides of a question that are not printed count as cells that are gone; what stands
    beside several rows, and is said once, is one cell.
    """
    # What is put together of other tables is counted as cells of those (`composed.taken_apart`).
    if released.measure in (*UNCOUNTED, *REFUSED, *TEAM_ONLY, *COMPOSED):
        return []
    if released.measure in SIDED:
        return list(of_questions(released, profile, pools))
    headings = set(pools.values()) - {""} if profile.pool_staff else set()
    return list(_of_a_table(released, profile, headings))


def _of_a_table(released: Released, profile: Profile, headings: set[str]) -> Iterator[Cell]:
    rows = dict(zip(released.frame.index, released.frame.to_dict("records"), strict=True))
    for column in _columns(released):
        for row in _rows_of(released, column):
            if _beside_the_point(released, row, column):
                continue
            stands = _stands(rows[row], column, released.cell(row, column)[1], headings)
            yield ruled(released.measure, column, stands, profile)


def _columns(released: Released) -> list[str]:
    """The columns that hold numbers or words worked out, those that are printed."""
    named = [c for columns in RULES[released.measure] for c in columns if c in released.frame]
    return [c for c in named if c != "not_recorded" or _is_printed(released, c)]


def _is_printed(released: Released, column: str) -> bool:
    """Whether the table has a column: one in which every line has a nought is left out."""
    return bool(released.frame[column].ne(0).any())


def _rows_of(released: Released, column: str) -> list[int]:
    """The rows that say a number; of one said once for several rows, the last of these."""
    once, frame = SAID_ONCE.get((released.measure, column)), released.frame
    keys = [c for c in once or () if c in frame]
    told = frame.drop_duplicates(keys, keep="last") if keys else frame
    return list(told.index)


def _beside_the_point(released: Released, row: int, column: str) -> bool:
    """Whether a side-by-side row has no such number: it is held against a declared value."""
    against = column.startswith(("difference", "reference"))
    kind = released.frame.at[row, "reference"] if released.measure == "joint" else ""
    return released.measure == "joint" and against and kind not in ("before", "other_sites")


def _stands(row: Mapping[str, object], column: str, mark: str, headings: set[str]) -> str:
    """How one cell stands."""
    pooled, area = row.get("group") in headings, row.get("area")
    if mark == "z":
        return "apart" if pooled and f"{column}_all" in row else "z"
    if mark:
        return mark
    if missing(row[column]) or row[column] == "":
        return "blank"
    if area == SMALL_AREAS:
        return "small"
    # Words on a group are told together; numbers of a survey's respondents are totals.
    if area == ALL_AREAS and "group" in row:
        return "pooled" if pooled else "all"
    # "said" names a direction that no person stands behind.
    words = {"little": "little", "said": "said", FEW: "little" if column == "qual_signal" else ""}
    return words.get(row[column], "") or "plain"
