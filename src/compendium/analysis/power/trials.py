"""Studies drawn by the computer: what a planned design would find, again and again.

Every `PART` studies have dice of their own, made from the seed and the part's number, so that the
same seed gives the same numbers however many parts are worked on at a time.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from compendium.analysis.power import individuals, series
from compendium.analysis.power.cell_analysis import (
    ANALYSES,
    PERMUTATION,
    ROBUST,
    WAYS,
    Found,
    allocations,
    analysed,
)
from compendium.analysis.power.closed_forms import ALPHA
from compendium.analysis.power.designs import DIFFERENCES, INDIVIDUAL, INTERRUPTED, Design
from compendium.analysis.power.drawn_cells import Setting, drawn
from compendium.analysis.power.outcomes import Outcome
from compendium.analysis.power.told_apart import why_not
from compendium.problems import StudyError
from compendium.words import say

PART = 100
# Sites that differ so many times as much as people do are, in effect, fixed: only changes tell.
AS_THEMSELVES = 1e6


@dataclasses.dataclass(frozen=True)
class Rate:
    """A share of studies, and its Monte Carlo standard error √(share (1 - share) / studies)."""

    share: float
    error: float
    studies: int


@dataclasses.dataclass(frozen=True)
class Tried:
    """What became of the studies: p and estimate of each by analysis, in the order drawn."""

    p: dict[str, np.ndarray]
    estimate: dict[str, np.ndarray]

    def found(self, analysis: str, alpha: float = ALPHA) -> Rate:
        """How many found an effect, of those that have a p."""
        return rate(self.p[analysis][~np.isnan(self.p[analysis])] <= alpha + 1e-12)


def rate(hits: np.ndarray) -> Rate:
    """The share of studies in which something is so."""
    if not len(hits):
        return Rate(math.nan, math.nan, 0)
    share = float(np.mean(hits))
    return Rate(share, math.sqrt(share * (1 - share) / len(hits)), len(hits))


def trials(
    design: Design,
    outcome: Outcome,
    setting: Setting,
    studies: int,
    seed: int,
    effect: bool = True,
    workers: int = 1,
    tell: Callable[[int, int], None] | None = None,
    stopped_too: bool = False,
    analyses: Sequence[str] = (),
) -> Tried:
    """Draw and analyse so many studies.

    Parameters
    ----------
    effect : bool
        Whether the service does what `outcome` says; otherwise nothing, and whatever is found is a
        false alarm.
    workers : int
        How many parts are worked on at a time.
    tell : function, optional
        Called with how many studies are done and how many there are to be (`progress_line`).
    stopped_too : bool
        Draw a design all the same that cannot tell the effect, to see how far it misleads.
    analyses : sequence of str
        Those wanted of `analyses_of(design)`; all of them if none is named.

    Raises
    ------
    StudyError
        If the design cannot tell the service from the site or the time.
    """
    if (why := why_not(design)) and not stopped_too:
        raise StudyError(say(why, "en"))
    if studies < 1:
        raise StudyError(f"studies is {studies}; draw at least one.")
    wanted = tuple(analyses) or analyses_of(design)
    sizes = [min(PART, studies - begun) for begun in range(0, studies, PART)]
    one_part = _drawing(design, outcome, setting, effect, wanted, seed)

    def part(number: int) -> dict[str, Found]:
        return one_part(sizes[number], np.random.default_rng([seed, 1 + number]))

    found, done = [], 0
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for number, one in enumerate(pool.map(part, range(len(sizes)))):
            found.append(one)
            done += sizes[number]
            if tell:
                tell(done, studies)
    joined = {name: [one[name] for one in found] for name in wanted}
    return Tried(
        {name: np.concatenate([one.p for one in parts]) for name, parts in joined.items()},
        {name: np.concatenate([one.estimate for one in parts]) for name, parts in joined.items()},
    )


def analyses_of(design: Design) -> tuple[str, ...]:
    """The ways in which studies of a design are analysed, the naive one first."""
    return {INDIVIDUAL: individuals.ANALYSES, INTERRUPTED: series.ANALYSES}.get(
        design.name, ANALYSES
    )


def proper(design: Design) -> str:
    """The analysis that power is told by."""
    return {INDIVIDUAL: individuals.WITHIN, INTERRUPTED: series.AUTOREGRESSIVE}.get(
        design.name, ROBUST
    )


def _drawing(
    design: Design,
    outcome: Outcome,
    setting: Setting,
    effect: bool,
    wanted: tuple[str, ...],
    seed: int,
) -> Callable[[int, np.random.Generator], dict[str, Found]]:
    """A function of how many studies and which dice, that draws and analyses so many."""
    if design.name == INTERRUPTED:
        return lambda studies, dice: series.analysed(
            series.drawn_series(design, outcome, setting, studies, dice, effect), design, wanted
        )
    if design.name == INDIVIDUAL:
        return lambda studies, dice: individuals.drawn_and_analysed(
            design, outcome, setting, studies, dice, effect, wanted
        )
    many = WAYS if PERMUTATION in wanted else 1
    ways = allocations(design.sizes, many, np.random.default_rng([seed, 0]))

    def of_sites(studies: int, dice: np.random.Generator) -> dict[str, Found]:
        cells = drawn(design, outcome, setting, studies, dice, effect)
        if design.name == DIFFERENCES:
            cells = dataclasses.replace(cells, between=AS_THEMSELVES * cells.within)
        return analysed(cells, design.by_site, ways, design.cells, wanted)

    return of_sites


def progress_line(done: int, of: int, width: int = 30) -> None:
    """A bar on the screen: how many studies are done. It writes to stderr, over itself."""
    import sys

    bar = "#" * (width * done // of)
    end = "\n" if done == of else ""
    print(f"\r[{bar:<{width}}] {done}/{of}", end=end, file=sys.stderr, flush=True)
