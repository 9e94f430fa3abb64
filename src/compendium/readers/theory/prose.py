"""Statements and configurations from a document's paragraphs and tables, in reading order."""

from __future__ import annotations

import dataclasses
import itertools
import re

from compendium.problems import listed
from compendium.readers.theory.blocks import Paragraph, Table
from compendium.readers.theory.configurations import Gathering
from compendium.readers.theory.grids import Found, read_grid, recognised, statement_row, turned
from compendium.readers.theory.ids import STATEMENT_ID, leading_id
from compendium.readers.theory.statements import begins_like_one, statements_in

THEN, BECAUSE = "then|yna", "because|oherwydd|achos|am fod|gan fod"
_THEN, _BECAUSE, _AND = (
    re.compile(rf"\s*(?:{words})\b", re.I) for words in (THEN, BECAUSE, "and|ac")
)
_RIVAL = re.compile(r"\s*(?:rival|alternative explanation|esboniad arall)\b", re.I)
_ONLY_A_WORD = re.compile(r"(?:^|\n)\s*(?:if|then|because|os|yna|oherwydd)\s*[:–—…-]*\s*$", re.I)
LONGEST_TITLE, LONGEST_STATEMENT = 120, 20_000


@dataclasses.dataclass
class _Unit:
    """Paragraphs that may be one statement together, and the id that stood over them."""

    text: str
    place: str
    pt_id: str = ""


def find_theory(blocks: list[Paragraph | Table]) -> tuple[Found, list[str]]:
    """What a document tells of a theory, and what looked like a configuration and is none."""
    found, gathering, theory = Found(), Gathering(), _Heading()
    for is_table, run in itertools.groupby(enumerate(blocks), lambda b: isinstance(b[1], Table)):
        if is_table:
            gathering.close()
            for at, table in run:
                rows = len(found.configurations)
                _table(table, found, gathering.cmoc_id, theory.pt_id)
                gathering.cmoc_id = ""
                found.configurations[rows:] = [
                    row | {"order": at} for row in found.configurations[rows:]
                ]
            continue
        paragraphs = [(at, p) for at, p in run if not p.contents]
        for unit in _units([p for _, p in paragraphs]):
            _statements(unit, found)
        for at, paragraph in paragraphs:
            theory.pass_by(paragraph)
            gathering.pt_id = theory.pt_id
            gathering.line(paragraph, at)
    found.configurations += gathering.rows()
    found.configurations.sort(key=lambda row: row["order"])
    _guess(found, gathering, theory, sum(getattr(b, "contents", False) for b in blocks))
    return found, _lost(gathering)


def _guess(found: Found, gathering: Gathering, theory: _Heading, contents: int) -> None:
    if contents:
        found.guessed.append(f"{contents} lines of a table of contents: not searched")
    if gathering.formulas and gathering.again:
        words = "letters that are explained more than once, the first counts"
        found.guessed.append(f"{words}: {listed(gathering.again, 6)}")
    if any(row["pt_id"] in theory.seen for row in found.configurations):
        words = (
            "configurations that name no statement belong to the one whose heading they are under"
        )
        found.guessed.append(f"{words}: {listed(theory.seen, 6)}")


@dataclasses.dataclass
class _Heading:
    """The statement whose heading one is under: ``Programme theory 2: Trust``."""

    pt_id: str = ""
    level: int = 0
    seen: list[str] = dataclasses.field(default_factory=list)

    def pass_by(self, paragraph: Paragraph) -> None:
        if not paragraph.heading:
            return
        own = _title_id(paragraph)
        if own or paragraph.level <= self.level:
            self.pt_id, self.level = own, paragraph.level if own else 0
            self.seen += [own] if own and own not in self.seen else []


def _title_id(paragraph: Paragraph) -> str:
    """The id in a short line or heading that is itself no statement."""
    text = f"{paragraph.list_number} {paragraph.text}".strip()
    own, rest = leading_id(text, STATEMENT_ID)
    parted = re.match(rf"[\s(\[]*{re.escape(own)}[)\]]*\s*(?:[:.–—-]|$)", text)
    titled = paragraph.heading or (parted and not re.search("[.!?] ", rest))
    return own if titled and len(rest) <= LONGEST_TITLE and not begins_like_one(rest) else ""


def _units(paragraphs: list[Paragraph]) -> list[_Unit]:
    """Each paragraph, joined with those that go on with its statement on lines of their own."""
    units: list[_Unit] = []
    over = ""
    for paragraph in paragraphs:
        if units and _goes_on(units[-1].text, paragraph.text):
            units[-1].text += "\n" + paragraph.text
            continue
        own = leading_id(paragraph.list_number, STATEMENT_ID)[0]
        title = _title_id(paragraph)
        if title or paragraph.heading:
            over = title
        units.append(_Unit(paragraph.text, paragraph.place, own))
        if begins_like_one(paragraph.text) and not title:
            units[-1].pt_id, over = own or over, ""
    return units


def _goes_on(text: str, line: str) -> bool:
    """Whether a line goes on with the statement above it."""
    if len(text) > LONGEST_STATEMENT or not begins_like_one(text):
        return False
    if _ONLY_A_WORD.search(text) or _RIVAL.match(line):
        return True
    if _BECAUSE.match(line):
        return not re.search(rf"\b(?:{BECAUSE})\b", text, re.I)
    more = _THEN.match(line) or _AND.match(line)
    return bool(more) and not re.search(rf"\b(?:{THEN})\b", text, re.I)


def _statements(unit: _Unit, found: Found) -> None:
    made, left = statements_in(unit.text)
    for number, statement in enumerate(made):
        over = unit.pt_id if number == 0 else ""
        found.statements.append(statement_row(statement, unit.place, over))
    found.missed += [unit.place] * left


def _table(table: Table, found: Found, cmoc_id: str, pt_id: str) -> None:
    """A table whose headings tell, in its first rows or its first column; else its cells."""
    rows = [(table.place(row), cells) for row, cells in table.rows().items()]
    grid = recognised(rows)
    if grid is None and (grid := recognised(turned(rows))):
        found.guessed.append(f"table {table.number}: its headings stand in a column")
    if grid:
        before = len(found.configurations)
        read_grid(grid, found, cmoc_id, pt_id)
        if len(found.configurations) > before and any(cell.rows > 1 for cell in table.cells):
            words = "text of cells merged downwards counts for each row they go over"
            found.guessed.append(f"table {table.number}: {words}")
        return
    for row, cells in itertools.groupby(table.cells, lambda cell: cell.row):
        for unit in _units([Paragraph(0, cell.text) for cell in cells if cell.text]):
            _statements(dataclasses.replace(unit, place=table.place(row)), found)


def _lost(gathering: Gathering) -> list[str]:
    told = {
        "labels of a configuration that stand alone, without a second part": gathering.left(),
        "texts with (C), (M) and (O) inside a sentence, not taken apart": gathering.marked,
        "letters of a configuration that nothing explains": gathering.undefined(),
    }
    return [f"{len(at)} {what}: {listed(at, 8)}" for what, at in told.items() if at]
