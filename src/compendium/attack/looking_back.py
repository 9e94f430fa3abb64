"""The attack on what people say looking back: the same people before and now."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.analysis.survey.comparison import DIRECTIONS
from compendium.attack import shares
from compendium.attack.asked import Asked
from compendium.attack.counted import Printed, know_counted
from compendium.attack.programme import Programme, Terms
from compendium.attack.respondents import Atom, People, Respondents
from compendium.attack.steps import step_of
from compendium.attack.tables import Table


def know_among(programme: Programme, table: Table, atom: Atom, now: Terms) -> None:
    """Who rated twice are, in every group and site, among those who rated `now`."""
    mine = shares.total(directions(table, (atom,)))
    programme.know(shares.less(now, mine), least=0)


def know_looking_back(known: Respondents, programme: Programme, table: Table) -> None:
    """What one question's table of directions says."""
    counts = directions(table, table.people)
    if table.base:
        programme.know(shares.total(counts), table.base.least, table.base.most)
    small = known.profile.small_level_up_to
    step = step_of(known.profile, table.base, table.printed_base, table.printed)
    if known.profile.surveys_by_counts and not step:
        base = Printed(table.printed_base, 1, table.is_table)
        know_counted(programme, counts, table.lines, known.profile, base)
    else:
        shares.know_lines(programme, counts, table.lines, small, True, step)


def directions(table: Table, people: People) -> dict[str, Terms]:
    """Counts by direction, of a population that looks back at one question or topic."""
    about = table.told.key("construct"), table.told.key("item_id")
    return {d: {("back", *about, *atom, d): 1.0 for atom in people} for d in DIRECTIONS}


def hidden_change(table: Table, now: Terms) -> Iterator[Asked]:
    """Directions that are not printed, and who rated now without saying how it was before."""
    if table.base is None:
        return
    where, counts = f"{table.where}, looking back", directions(table, table.people)
    for direction, terms in counts.items():
        if direction not in table.printed:
            yield Asked("change", where, f"people who rate {direction}", terms)
    terms = shares.less(now, shares.total(counts))
    yield Asked("change", where, "people who rate now and not before", terms, derived=True)
