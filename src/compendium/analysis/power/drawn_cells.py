"""Studies drawn as means of sites by periods: people are drawn only as far as a mean tells them.

Means are drawn from the distribution that means of people have; times until an event are drawn
person by person. Of an individually randomised trial there is a row for each arm of each site,
those with the service first, and both arms share what is their site's own.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from compendium.analysis.power.cell_analysis import Cells
from compendium.analysis.power.designs import INDIVIDUAL, Design
from compendium.analysis.power.outcomes import BINARY, ORDINAL, SCORE, Outcome, Scale


@dataclasses.dataclass(frozen=True)
class Setting:
    """What sites and people are like.

    `n` people of a site join in a period; `icc` is how alike people of one site are; `size_cv` how
    much sites differ in size; `attrition` the share whose outcome is never known; `trend` what each
    period adds whether the service runs or not, in the outcome's own units (standard deviations or
    shares; log odds of an ordinal scale, log hazards of a time); `autocorrelation` the correlation
    of a site's effects in two periods (1: the effect never changes); `series`, of an interrupted
    series, the correlation of one point with the next.
    """

    n: float
    icc: float
    size_cv: float = 0.0
    attrition: float = 0.0
    trend: float = 0.0
    autocorrelation: float = 1.0
    series: float = 0.0


@dataclasses.dataclass(frozen=True)
class Events:
    """Studies × sites × periods: how many events, and the time under observation."""

    happened: np.ndarray
    time: np.ndarray


def drawn(
    design: Design,
    outcome: Outcome,
    setting: Setting,
    studies: int,
    dice: np.random.Generator,
    effect: bool = True,
) -> Cells:
    """So many studies as sites by periods (arms of sites by periods, if people are randomised)."""
    service, people, sites, trend = _faced(design, setting, studies, dice, effect)
    scale = outcome.scale(setting.icc)
    draw = {SCORE: _scores, BINARY: _shares, ORDINAL: _points}.get(outcome.kind, _rates)
    return draw(outcome, scale, people, sites, trend, service, dice)


def drawn_events(
    design: Design,
    outcome: Outcome,
    setting: Setting,
    studies: int,
    dice: np.random.Generator,
    effect: bool = True,
) -> Events:
    """The same of a time until an event, as events and time under observation."""
    service, people, sites, trend = _faced(design, setting, studies, dice, effect)
    return _events(outcome, outcome.scale(setting.icc), people, sites, trend, service, dice)


def _faced(design: Design, setting: Setting, studies: int, dice: np.random.Generator, effect: bool):
    """The service of each cell, people whose outcome is known, effects of sites, and the trend."""
    shape = (studies, design.sites, design.periods)
    joined = _joined(setting, shape, dice)
    if design.name == INDIVIDUAL:
        joined = _halved(joined, dice)
    people = _known(joined, setting.attrition, dice)
    sites = _site_effects(setting.autocorrelation, shape, dice)
    if design.name == INDIVIDUAL:
        sites = np.concatenate([sites, sites], axis=1)
    service = np.nan_to_num(design.by_site) * effect
    return service, people, sites, setting.trend * np.arange(design.periods)


def _joined(setting: Setting, shape: tuple[int, ...], dice: np.random.Generator) -> np.ndarray:
    """People who join: sites' sizes follow a gamma distribution."""
    size = np.ones((*shape[:2], 1))
    if setting.size_cv:
        form = 1 / setting.size_cv**2
        size = dice.gamma(form, 1 / form, size.shape)
    joined = np.maximum(np.rint(setting.n * size), 1).astype(np.int64)
    return np.broadcast_to(joined, shape)


def _halved(joined: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Half of the people of each cell in each arm; an odd one by lot."""
    first = (joined + dice.integers(0, 2, joined.shape)) // 2
    return np.concatenate([first, joined - first], axis=1)


def _known(joined: np.ndarray, attrition: float, dice: np.random.Generator) -> np.ndarray:
    """Those of them whose outcome is known."""
    return dice.binomial(joined, 1 - attrition) if attrition else joined.copy()


def _site_effects(alike: float, shape: tuple[int, ...], dice: np.random.Generator) -> np.ndarray:
    """Standard normal effects of sites, part of each belonging to its period alone."""
    whole = dice.standard_normal((*shape[:2], 1))
    if alike == 1:
        return whole
    return math.sqrt(alike) * whole + math.sqrt(1 - alike) * dice.standard_normal(shape)


def _scores(_, scale: Scale, people, sites, trend, service, dice) -> Cells:
    middle = math.sqrt(scale.between) * sites + trend + scale.effect * service
    known = np.maximum(people, 1)
    means = middle + np.sqrt(scale.within / known) * dice.standard_normal(people.shape)
    squares = scale.within * dice.chisquare(np.maximum(people - 1, 1e-9))
    return Cells(means, people, squares.sum(axis=(1, 2)), scale.within, scale.between)


def _shares(outcome: Outcome, scale: Scale, people, sites, trend, service, dice) -> Cells:
    """Sites differ in log odds, by as much as makes their shares differ as planned, on average.

    On average over cells: the same log odds move a share of 15 % less than one of 40 %.
    """
    middle = np.clip(outcome.usual + trend + scale.effect * service, 1e-3, 1 - 1e-3)
    wide = math.sqrt(scale.between / ((middle * (1 - middle)) ** 2).mean())
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


def _events(outcome: Outcome, scale: Scale, people, sites, trend, service, dice) -> Events:
    """Each person is followed until it happens or follow-up ends, at 1."""
    usual = -math.log(1 - outcome.usual)
    shift = scale.effect * service + math.sqrt(scale.between) * sites + trend
    hazard = usual * np.exp(np.broadcast_to(shift, people.shape))
    many = people.ravel()
    cell = np.repeat(np.arange(many.size), many)
    until = dice.standard_exponential(len(cell)) / hazard.ravel()[cell]
    happened = np.bincount(cell[until <= 1], minlength=many.size)
    time = np.bincount(cell, np.minimum(until, 1), minlength=many.size)
    return Events(happened.reshape(people.shape), time.reshape(people.shape))


def _rates(outcome: Outcome, scale: Scale, people, sites, trend, service, dice) -> Cells:
    """Log rates of events.

    How much a cell tells goes by how many events its time under observation leads one to expect,
    not by how many there were: otherwise cells that happened to have few would tell less.
    """
    found = _events(outcome, scale, people, sites, trend, service, dice)
    happened, time = found.happened, found.time
    overall = happened.sum(axis=(1, 2)) / np.maximum(time.sum(axis=(1, 2)), 1e-9)
    expected = np.maximum(overall, 1e-9)[:, None, None] * time
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(time > 0, np.log((happened + 0.5) / np.maximum(time, 1e-9)), 0.0)
    unknown = np.full(len(means), np.nan)
    return Cells(means, expected, unknown, 1.0, scale.between)
