"""Differences before and after areas begin, as points with intervals: the pre-trend plot."""

from __future__ import annotations

import math

from compendium.analysis.power.rehearsal import OVERALL
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing.canvas import Width
from compendium.displays.drawing.intervals import Mark, Scale, Side, Topic, draw_intervals
from compendium.displays.number_texts import ENDS, with_interval
from compendium.displays.power.impact_power_tables import difference_heading, since_text
from compendium.displays.record import Display, Sentence
from compendium.words import number_text, say

# Steps of the scale, times a power of ten.
STEPS = (1, 2, 5, 10)


def draw_rehearsal(display: Display, lang: str, width: Width):
    """The figure at one width."""
    released = display.data
    before = [i for i in released.frame.index if _side(released, i) == "impact_before_start"]
    after = [i for i in released.frame.index if _side(released, i) == "impact_after_start"]
    topics = [
        Topic(say(key, lang), "", tuple(_mark(released, i, lang) for i in rows))
        for key, rows in (("impact_before_start", before), ("impact_after_start", after))
        if rows
    ]
    numbers = difference_heading(released, lang)
    return draw_intervals(display.id, topics, _scale(released, lang), numbers, width)


def has_rehearsal(display: Display) -> bool:
    """Whether anything was estimated."""
    return bool(display.data.frame["estimate"].notna().any())


def alt_rehearsal(released: Released) -> Sentence | None:
    """What it is, and the difference after the start together."""
    if released.frame["estimate"].isna().all():
        return None
    row = released.where(since=OVERALL)
    values = {c: Value(released, row, c) for c in ("estimate", "lower", "upper")}
    return Sentence("alt_impact_rehearsal", values)


def _side(released: Released, row: int) -> str:
    since = released.frame.at[row, "since"]
    before = since != OVERALL and int(since) < 0
    return "impact_before_start" if before else "impact_after_start"


def _mark(released: Released, row: int, lang: str) -> Mark:
    frame = released.frame
    ends = (frame.at[row, "lower"], frame.at[row, "upper"])
    numbers = (with_interval(released, row, "estimate", ENDS, lang),)
    name = since_text(released, row, lang)
    return Mark(Side(name), None, frame.at[row, "estimate"], ends, numbers)


def _scale(released: Released, lang: str) -> Scale:
    """Round numbers on both sides of nought, as far as the points and most intervals reach."""
    frame = released.frame
    most = float(frame[["estimate", "lower", "upper"]].abs().max().max())
    step = _step(most / 2)
    count = max(math.ceil(most / step - 1e-9), 1)
    decimals = max(-math.floor(math.log10(step)), 0)
    values = [step * k for k in range(-count, count + 1)]
    ticks = tuple((v, number_text(v, decimals)) for v in values)
    return Scale(ticks, nought=0.0)


def _step(size: float) -> float:
    """The round number next above.

    >>> _step(3.2), _step(0.7), _step(12)
    (5.0, 1.0, 20.0)
    """
    power = 10.0 ** math.floor(math.log10(size)) if size > 0 else 1.0
    return next((s * power for s in STEPS if s * power >= size - 1e-12), 10 * power)
