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

from compendium.analysis.power.cell_analysis import (
    ANALYSES,
    PERMUTATION,
    WAYS,
    Cells,
    allocations,
    analysed,
)
from compendium.analysis.power.closed_forms import ALPHA
from compendium.analysis.power.designs import DIFFERENCES, Design
from compendium.analysis.power.outcomes import BINARY, ORDINAL, SCORE, Outcome, Scale
from compendium.analysis.power.told_apart import why_not
from compendium.problems import StudyError
from compendium.words import say

PART = 100
# Sites that differ by so many times as much as people tell nothing by it: they stand as themselves.
AS_THEMSELVES = 1e6


@dataclasses.dataclass(frozen=True)
class Setting:
    """What sites and people are like.

    `n` people of a site join in a period; `icc` how alike people of one site are; `size_cv` how
    much sites' sizes differ; `attrition` the share whose outcome is never known; `trend` what a
    period adds whether the service runs or not: standard deviations, shares, or log odds and log
    hazards of an ordinal scale and of a time; `autocorrelation` of a site's effect from period to
    period (1: it is the same throughout).
    """

    n: int
    icc: float
    size_cv: float = 0.0
    attrition: float = 0.0
    trend: float = 0.0
    autocorrelation: float = 1.0


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
    analyses: Sequence[str] = ANALYSES,
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
        Those wanted of `cell_analysis.ANALYSES`.

    Raises
    ------
    StudyError
        If the design cannot tell the service from the site or the time.
    """
    if (why := why_not(design)) and not stopped_too:
        raise StudyError(say(why, "en"))
    if studies < 1:
        raise StudyError(f"studies is {studies}; draw at least one.")
    wanted = WAYS if PERMUTATION in analyses else 1
    ways = allocations(design.sizes, wanted, np.random.default_rng([seed, 0]))
    sizes = [min(PART, studies - begun) for begun in range(0, studies, PART)]

    def part(number: int) -> dict:
        dice = np.random.default_rng([seed, 1 + number])
        cells = drawn(design, outcome, setting, sizes[number], dice, effect)
        if design.name == DIFFERENCES:
            cells = dataclasses.replace(cells, between=AS_THEMSELVES * cells.within)
        return analysed(cells, design.by_site, ways, design.cells, analyses)

    found, done = [], 0
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for number, one in enumerate(pool.map(part, range(len(sizes)))):
            found.append(one)
            done += sizes[number]
            if tell:
                tell(done, studies)
    joined = {name: [one[name] for one in found] for name in analyses}
    return Tried(
        {name: np.concatenate([one.p for one in parts]) for name, parts in joined.items()},
        {name: np.concatenate([one.estimate for one in parts]) for name, parts in joined.items()},
    )


def drawn(
    design: Design,
    outcome: Outcome,
    setting: Setting,
    studies: int,
    dice: np.random.Generator,
    effect: bool = True,
) -> Cells:
    """Means of sites by periods of so many studies."""
    service = np.nan_to_num(design.by_site) * effect
    shape = (studies, *service.shape)
    people = _people(setting, shape, dice)
    sites = _site_effects(setting.autocorrelation, shape, dice)
    trend = setting.trend * np.arange(design.periods)
    scale = outcome.scale(setting.icc)
    draw = {SCORE: _scores, BINARY: _shares, ORDINAL: _points}.get(outcome.kind, _rates)
    return draw(outcome, scale, people, sites, trend, service, dice)


def _site_effects(alike: float, shape: tuple[int, ...], dice: np.random.Generator) -> np.ndarray:
    """Standard normal effects of sites, of which a part is their period's own."""
    whole = dice.standard_normal((*shape[:2], 1))
    if alike == 1:
        return whole
    return math.sqrt(alike) * whole + math.sqrt(1 - alike) * dice.standard_normal(shape)


def _people(setting: Setting, shape: tuple[int, ...], dice: np.random.Generator) -> np.ndarray:
    """People whose outcome is known: sites' sizes differ by a gamma law, some people are lost."""
    size = np.ones((*shape[:2], 1))
    if setting.size_cv:
        form = 1 / setting.size_cv**2
        size = dice.gamma(form, 1 / form, size.shape)
    joined = np.maximum(np.rint(setting.n * size), 1).astype(np.int64)
    joined = np.broadcast_to(joined, shape)
    return dice.binomial(joined, 1 - setting.attrition) if setting.attrition else joined.copy()


def _scores(_, scale: Scale, people, sites, trend, service, dice) -> Cells:
    middle = math.sqrt(scale.between) * sites + trend + scale.effect * service
    known = np.maximum(people, 1)
    means = middle + np.sqrt(scale.within / known) * dice.standard_normal(people.shape)
    squares = scale.within * dice.chisquare(np.maximum(people - 1, 1e-9))
    return Cells(means, people, squares.sum(axis=(1, 2)), scale.within, scale.between)


def _shares(outcome: Outcome, scale: Scale, people, sites, trend, service, dice) -> Cells:
    """Sites differ in log odds, by as much as makes their shares differ as planned."""
    middle = np.clip(outcome.usual + trend + scale.effect * service, 1e-3, 1 - 1e-3)
    wide = math.sqrt(scale.between) / (outcome.usual * (1 - outcome.usual))
    chance = 1 / (1 + np.exp(-(np.log(middle / (1 - middle)) + wide * sites)))
    happened = dice.binomial(people, np.broadcast_to(chance, people.shape))
    means = happened / np.maximum(people, 1)
    squares = (people * means * (1 - means)).sum(axis=(1, 2))
    return Cells(means, people, squares, scale.within, scale.between)


def _points(outcome: Outcome, scale: Scale, people, sites, trend, service, dice) -> Cells:
    """Levels numbered from 1; log odds of a higher one differ by site, period and service."""
    wide = math.sqrt(scale.icc / (1 - scale.icc) * math.pi**2 / 3)
    shift = math.log(outcome.change) * service + wide * sites + trend
    counts = dice.multinomial(people, outcome.levels(shift))
    points = np.arange(1, counts.shape[-1] + 1)
    means = (counts @ points) / np.maximum(people, 1)
    squares = (counts * (points - means[..., None]) ** 2).sum(axis=(1, 2, 3))
    return Cells(means, people, squares, scale.within, scale.between)


def _rates(outcome: Outcome, scale: Scale, people, sites, trend, service, dice) -> Cells:
    """Log rates of events; each person is followed until it happens or follow-up ends.

    What a cell tells goes by how many events are to be expected of its time under observation, not
    by how many there were: else cells that happened to have few would tell less.
    """
    usual = -math.log(1 - outcome.usual)
    shift = scale.effect * service + math.sqrt(scale.between) * sites + trend
    hazard = usual * np.exp(np.broadcast_to(shift, people.shape))
    until = dice.standard_exponential((*people.shape, int(people.max()))) / hazard[..., None]
    there = np.arange(until.shape[-1]) < people[..., None]
    happened = ((until <= 1) & there).sum(axis=-1)
    time = np.where(there, np.minimum(until, 1), 0.0).sum(axis=-1)
    overall = happened.sum(axis=(1, 2)) / np.maximum(time.sum(axis=(1, 2)), 1e-9)
    expected = np.maximum(overall, 1e-9)[:, None, None] * time
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(time > 0, np.log((happened + 0.5) / np.maximum(time, 1e-9)), 0.0)
    unknown = np.full(len(means), np.nan)
    return Cells(means, expected, unknown, 1.0, scale.between)


def progress_line(done: int, of: int, width: int = 30) -> None:
    """A bar on the screen: how many studies are done. It writes to stderr, over itself."""
    import sys

    bar = "#" * (width * done // of)
    end = "\n" if done == of else ""
    print(f"\r[{bar:<{width}}] {done}/{of}", end=end, file=sys.stderr, flush=True)
