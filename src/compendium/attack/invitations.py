"""The attack on who stayed away: the number invited less those who took part."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.attack.found import Attacked
from compendium.attack.respondents import Respondents, of
from compendium.attack.shares import less

INVITED, AWAY = ("invited",), ("away",)


def attack_invitations(known: Respondents, enough: int) -> Iterator[Attacked]:
    """Of every number invited that is printed, who did not answer the survey."""
    for cell in known.sample:
        people = known.under(cell)
        if cell.value is None or not people or cell.column.removesuffix("_all") != "invited":
            continue
        programme = known.programme()
        programme.know({INVITED: 1.0}, cell.value, cell.value)
        programme.know(less({INVITED: 1.0}, {AWAY: 1.0, **of(people, "respondents")}), 0, 0)
        where = f"{cell.page}, {cell.key('group')}"
        possible = programme.possible({AWAY: 1.0}, enough)
        yield Attacked("sample", where, "people invited who stayed away", possible, derived=True)
