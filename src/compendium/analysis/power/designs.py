"""Designs as sites by periods: which group of sites has the service when, and who is followed.

A cell is 1 where the service runs, 0 where people wait or have the usual service, and missing where
nobody is followed. Every closed form, simulation and picture goes by this one table.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from compendium.impact import DESIGNS
from compendium.problems import StudyError, listed

INDIVIDUAL, PARALLEL, STEPPED_WEDGE, WAITING_LIST, DIFFERENCES, INTERRUPTED = DESIGNS
# Designs in which sites, or people, are put where they are by lot.
BY_LOT = (INDIVIDUAL, PARALLEL, STEPPED_WEDGE, WAITING_LIST)


@dataclasses.dataclass(frozen=True)
class Design:
    """Groups of sites and what each has in each period.

    Parameters
    ----------
    name : str
        One of `DESIGNS`.
    cells : numpy.ndarray
        One row per group of sites, one column per period: 1 service, 0 none yet, NaN not followed.
    sizes : tuple of int
        How many sites each group has. Of an individually randomised trial the two rows are the two
        arms of every site, and both have all of them.
    """

    name: str
    cells: np.ndarray
    sizes: tuple[int, ...]

    @property
    def periods(self) -> int:
        return self.cells.shape[1]

    @property
    def sites(self) -> int:
        return self.sizes[0] if self.name == INDIVIDUAL else sum(self.sizes)

    @property
    def by_site(self) -> np.ndarray:
        """One row per site."""
        return np.repeat(self.cells, self.sizes, axis=0)

    @property
    def by_lot(self) -> bool:
        """Whether it is settled by lot who has the service when."""
        return self.name in BY_LOT

    @property
    def waits(self) -> tuple[int, ...]:
        """Of each group for how many periods it is followed without the service."""
        return tuple(int(n) for n in (self.cells == 0).sum(axis=1))

    @property
    def ever(self) -> tuple[bool, ...]:
        """Of each group whether it has the service in the end."""
        return tuple(bool((row == 1).any()) for row in self.cells)


def stepped_wedge(sites: int, periods: int) -> Design:
    """All begin without the service; at each step after the first period some sites begin.

    Sites that cannot be divided evenly go to the first steps.

    >>> stepped_wedge(3, 4).cells
    array([[0., 1., 1., 1.],
           [0., 0., 1., 1.],
           [0., 0., 0., 1.]])
    """
    steps = min(periods - 1, sites)
    _at_least(sites, 2, "sites")
    _at_least(periods, 3, "periods")
    begins = 1 + np.arange(steps)
    cells = (np.arange(periods) >= begins[:, None]).astype(float)
    return Design(STEPPED_WEDGE, cells, _shared(sites, steps))


def parallel(sites: int, periods: int = 1) -> Design:
    """Half of the sites have the service throughout, half do not."""
    _at_least(sites, 2, "sites")
    _at_least(periods, 1, "periods")
    return Design(PARALLEL, np.repeat([[1.0], [0.0]], periods, axis=1), _shared(sites, 2))


def individual(sites: int, periods: int = 1) -> Design:
    """In every site half of the people have the service."""
    _at_least(sites, 1, "sites")
    _at_least(periods, 1, "periods")
    return Design(INDIVIDUAL, np.repeat([[1.0], [0.0]], periods, axis=1), (sites, sites))


def waiting_list(sites: int, periods: int = 3) -> Design:
    """All are followed before; half of the sites then begin, the others in the last period."""
    _at_least(sites, 2, "sites")
    _at_least(periods, 3, "periods")
    return Design(WAITING_LIST, _two_starts(periods, 1, periods - 1), _shared(sites, 2))


def differences(sites: int, periods: int, starts: Sequence[int] = (), never: int = 0) -> Design:
    """Sites begin when they decide to; some never do. Nobody draws lots.

    Parameters
    ----------
    sites, periods : int
        How many of each.
    starts : sequence of int
        In which periods (0 is the first) groups of sites begin; by default two, a third and two
        thirds of the way.
    never : int
        How many sites never begin; by default a third, and at least one.
    """
    _at_least(sites, 2, "sites")
    _at_least(periods, 2, "periods")
    starts = tuple(starts) or tuple(dict.fromkeys((max(periods // 3, 1), max(2 * periods // 3, 1))))
    never = never or max(sites // 3, 1)
    begin = sites - never
    starts = starts[:begin] if begin > 0 else ()
    if not starts or min(starts) < 1 or max(starts) >= periods:
        raise StudyError(
            f"differences: {sites} sites of which {never} never begin, starts {listed(starts)} of "
            f"{periods} periods; some site must begin, after the first period."
        )
    cells = (np.arange(periods) >= np.array([*starts, periods])[:, None]).astype(float)
    return Design(DIFFERENCES, cells, (*_shared(begin, len(starts)), never))


def interrupted(sites: int, periods: int, start: int = 0) -> Design:
    """Every site begins in the same period; what came before foretells what would have come."""
    _at_least(sites, 1, "sites")
    _at_least(periods, 4, "periods")
    start = start or periods // 2
    return Design(INTERRUPTED, (np.arange(periods) >= start)[None, :].astype(float), (sites,))


MAKERS = {
    INDIVIDUAL: individual,
    PARALLEL: parallel,
    STEPPED_WEDGE: stepped_wedge,
    WAITING_LIST: waiting_list,
    DIFFERENCES: differences,
    INTERRUPTED: interrupted,
}


def made(name: str, sites: int, periods: int) -> Design:
    """The design of this name.

    Raises
    ------
    StudyError
        If there is no such design, or so many sites and periods do not make one.
    """
    if name not in MAKERS:
        raise StudyError(f"There is no design {name!r}. There is: {listed(DESIGNS)}.")
    return MAKERS[name](sites, periods)


def _two_starts(periods: int, first: int, second: int) -> np.ndarray:
    return (np.arange(periods) >= np.array([[first], [second]])).astype(float)


def _shared(sites: int, groups: int) -> tuple[int, ...]:
    """Sites shared out among groups, the first ones getting what is left over.

    >>> _shared(7, 3)
    (3, 2, 2)
    """
    each, over = divmod(sites, groups)
    return tuple(each + (g < over) for g in range(groups))


def _at_least(number: int, least: int, what: str) -> None:
    if number < least:
        raise StudyError(f"{what}: {number}, and this design needs at least {least}.")
