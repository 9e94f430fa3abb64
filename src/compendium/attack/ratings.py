"""The attack on ratings of statements: who agrees, who does not, who left a statement out.

A rating is an answer like any other: what charts of answers tell of the same item is known too.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence

from compendium.attack import shares
from compendium.attack.asked import Asked
from compendium.attack.counted import Printed, know_counted
from compendium.attack.programme import Programme, Terms
from compendium.attack.respondents import Number, Respondents, of
from compendium.attack.shares import Line
from compendium.attack.told import ROUGH, Told

AGREE, OTHER = "agree", "other"
EVERYBODY = 100  # percent
TURNED = {"over": "under", "under": "over", "": "", ROUGH: ROUGH}


@dataclasses.dataclass(frozen=True)
class Rating:
    """What one row of a table tells of a statement: its cells by column, and its rule's levels."""

    cells: dict[str, Told]
    agree: tuple[int, ...]
    base: Number | None

    @property
    def told(self) -> Told:
        return next(iter(self.cells.values()))

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        return self.told.asked.atoms

    @property
    def where(self) -> str:
        names = (self.told.key(c) for c in ("statement", "question", "group"))
        return f"{self.told.page}, {', '.join(names)}"

    @property
    def lines(self) -> list[Line]:
        """The two sides as lines; the one that is not printed is what is left of the other."""
        share = self.cells.get("percent")
        if share is None or share.value is None:
            return []
        rest = EVERYBODY - share.value
        return [Line(OTHER, rest, TURNED[share.mark]), Line(AGREE, share.value, share.mark)]


def ratings(known: Respondents, item_id: str) -> list[Rating]:
    """Everything told of the statement and question that an item carries, row by row."""
    rule, rows = known.study.header.consensus_rule, defaultdict(dict)
    if rule is None or rule.instrument != known.form.instrument:
        return []
    carried = {
        (s.statement, q): rule.item_of(s, q) for s in rule.statements for q in rule.questions
    }
    for cell in known.by_measure["consensus"]:
        if carried.get((cell.key("statement"), cell.key("question"))) == item_id:
            rows[cell.page, cell.asked, cell.keys, cell.in_sentence][cell.column] = cell
    return [Rating(cells, rule.agree, _base(known, cells)) for cells in rows.values()]


def _base(known: Respondents, cells: dict[str, Told]) -> Number | None:
    base = cells.get("base")
    if base is None or base.value is None:
        return None
    return known.number(base, base.asked.atoms)


def know_rating(
    known: Respondents, programme: Programme, values: Sequence[int], rating: Rating
) -> None:
    """What one row says: its number of people, its two sides, the level of the middle person."""
    counts, parts = _sides(values, rating), known.parts(rating.people)
    everybody = shares.total(counts)
    if rating.base:
        programme.know(everybody, rating.base.least, rating.base.most)
    for atom in rating.people:
        mine = {("level", *atom, v): 1.0 for v in values}
        programme.know(shares.less(of((atom,), "respondents"), mine), least=0)
    is_table = not rating.told.in_sentence
    if known.profile.surveys_by_counts:
        base = rating.cells.get("base")
        printed = Printed(base.value if base else None, parts, is_table)
        know_counted(programme, counts, rating.lines, known.profile, printed)
    else:
        small = known.profile.small_level_up_to
        shares.know_lines(programme, counts, rating.lines, small, parts == 1)
    _know_median(programme, values, rating)


def _know_median(programme: Programme, values: Sequence[int], rating: Rating) -> None:
    """Fewer than half lie below the level the middle person reached, half or more not above it."""
    median = rating.cells.get("median")
    if median is None or median.value not in values:
        return
    below, up_to = (
        {("level", *atom, v): 1.0 for atom in rating.people for v in values if v < limit}
        for limit in (median.value, median.value + 1)
    )
    everybody = shares.total(_sides(values, rating))
    half = {key: weight / 2 for key, weight in everybody.items()}
    programme.know(shares.less(below, half), most=-0.5 + shares.SLACK)
    programme.know(shares.less(up_to, half), least=-shares.SLACK)


def _sides(values: Sequence[int], rating: Rating) -> dict[str, Terms]:
    """Counts of those who agree by the rule, and of those who do not."""

    def chose(levels: Sequence[int]) -> Terms:
        return {("level", *atom, v): 1.0 for atom in rating.people for v in levels}

    others = [v for v in values if v not in rating.agree]
    return {OTHER: chose(others), AGREE: chose(rating.agree)}


def hidden_ratings(values: Sequence[int], rating: Rating) -> Iterator[Asked]:
    """Both sides where they are not printed, and who left the statement out."""
    if rating.base is None:
        return
    counts, share = _sides(values, rating), rating.cells.get("percent")
    if share is not None and (share.value is None or share.mark not in ("", ROUGH)):
        for side, what in ((AGREE, "people who agree"), (OTHER, "people who do not agree")):
            yield Asked("consensus", rating.where, what, counts[side])
    answered = shares.total(counts)
    terms = shares.less(of(rating.people, "respondents"), answered)
    yield Asked("consensus", rating.where, "people who left it out", terms, derived=True)
