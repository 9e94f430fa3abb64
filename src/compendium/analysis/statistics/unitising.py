"""Whether coders begin and end their passages in the same places: Krippendorff's alpha_U.

Krippendorff 1995, On the reliability of unitizing continuous data. Sociological Methodology 25,
47-76; 2004, Content Analysis, 2nd ed., section 11.6. Distances as there: of two passages that
overlap, the squared difference of their starts plus that of their ends; of a passage that lies
wholly in a gap of the other coder, its length squared; else nothing.

The disagreement to expect comes from all places that the passages found could take on the text.
Two passages of lengths b and c overlap in b + c - 1 ways; over these their distances come to
(2b³ - 3b² + b)/3 + (2c³ - 3c² + c)/3. A passage of length b fits in g - b + 1 ways into a gap of
length g, each time with the distance b².
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

Span = tuple[int, int]  # start and end, the end not included


@dataclasses.dataclass(frozen=True)
class Continuum:
    """One text that the same coders divided: from `start` to `end`, a list of spans per coder.

    Spans of one coder do not overlap (`joined` makes it so) and each has a length.
    """

    start: int
    end: int
    spans: tuple[tuple[Span, ...], ...]

    @property
    def length(self) -> int:
        return self.end - self.start

    def gaps(self, coder: int) -> list[Span]:
        """The stretches between one coder's spans, and before and behind them."""
        bounds = [self.start, *(x for span in self.spans[coder] for x in span), self.end]
        pairs = zip(bounds[::2], bounds[1::2], strict=True)
        return [(a, b) for a, b in pairs if b > a]


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of one coder in order: those that overlap as one, neighbours apart, nothing empty.

    >>> joined([(5, 9), (0, 4), (3, 5), (7, 7)])
    ((0, 5), (5, 9))
    """
    found: list[Span] = []
    for start, end in sorted((a, b) for a, b in spans if b > a):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def observed(text: Continuum) -> float:
    """The sum of squared distances over all ordered pairs of coders."""
    many = range(len(text.spans))
    return sum(_distance(text, i, j) for i in many for j in many if i != j)


def _distance(text: Continuum, one: int, other: int) -> float:
    """Of one coder's spans from another's; a span in a gap counts for both orders."""
    total = 0.0
    for a, b in text.spans[one]:
        total += sum((a - c) ** 2 + (b - d) ** 2 for c, d in text.spans[other] if a < d and c < b)
        total += sum((b - a) ** 2 for c, d in text.gaps(other) if c <= a and b <= d)
    for c, d in text.spans[other]:
        total += sum((d - c) ** 2 for a, b in text.gaps(one) if a <= c and d <= b)
    return total


@dataclasses.dataclass(frozen=True)
class Parts:
    """What alpha_U needs of each text, so that texts can be resampled.

    `observed`, `length`, `units` (number of spans), `spread` (sum of (2b³ - 3b² + b)/3), `within`
    (sum of b(b - 1)) have one number per text; `fits` one per text of a span and text of a gap.
    """

    observed: np.ndarray
    length: np.ndarray
    units: np.ndarray
    spread: np.ndarray
    within: np.ndarray
    fits: np.ndarray
    coders: int


def parts(texts: Sequence[Continuum]) -> Parts:
    """The parts of each text."""
    lengths = [np.array([b - a for s in t.spans for a, b in s], dtype="float64") for t in texts]
    gaps = [
        np.array([b - a for i in range(len(t.spans)) for a, b in t.gaps(i)], dtype="float64")
        for t in texts
    ]
    return Parts(
        observed=np.array([observed(t) for t in texts]),
        length=np.array([t.length for t in texts], dtype="float64"),
        units=np.array([len(b) for b in lengths], dtype="float64"),
        spread=np.array([((2 * b**3 - 3 * b**2 + b) / 3).sum() for b in lengths]),
        within=np.array([(b * (b - 1)).sum() for b in lengths]),
        fits=_fits(lengths, gaps),
        coders=len(texts[0].spans) if texts else 0,
    )


def _fits(lengths: list[np.ndarray], gaps: list[np.ndarray]) -> np.ndarray:
    """Sum of b² × the ways into each gap, of the spans of each text into the gaps of each."""
    every = np.concatenate(gaps) if gaps else np.zeros(0)
    owner = np.repeat(np.arange(len(gaps)), [len(g) for g in gaps])
    rows = []
    for b in lengths:
        ways = np.maximum(every[None, :] - b[:, None] + 1, 0) * (every[None, :] >= b[:, None])
        rows.append(np.bincount(owner, (b[:, None] ** 2 * ways).sum(axis=0), len(gaps)))
    return np.array(rows).reshape(len(gaps), len(gaps))


def disagreements(p: Parts, drawn: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Observed and expected disagreement, one number of each per resample.

    `drawn` says how often each text is in each resample, shape (resamples, texts); without it all
    texts are taken once.
    """
    drawn = np.ones((1, len(p.length))) if drawn is None else drawn
    m, length = p.coders, drawn @ p.length
    fits = ((drawn @ p.fits) * drawn).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = drawn @ p.observed / (m * (m - 1) * length**2)
        ways = m * length * (m * length - 1) - drawn @ p.within
        chance = 2 / length * ((drawn @ p.units - 1) * (drawn @ p.spread) + fits) / ways
    return seen, chance


def alpha_u(codes: Sequence[Parts], drawn: np.ndarray | None = None) -> np.ndarray:
    """Krippendorff's alpha_U over one code or several: 1 - observed / expected, each summed.

    Parameters
    ----------
    codes : sequence of Parts
        Of each code the parts of its texts. Texts are laid end to end; a gap ends with its text.
    drawn : numpy.ndarray, optional
        How often each text is in each resample, shape (resamples, texts).

    Returns
    -------
    numpy.ndarray
        One number per resample, or one alone; missing where nobody marked anything.
    """
    pairs = [disagreements(p, drawn) for p in codes]
    seen, chance = (sum(pair[i] for pair in pairs) for i in (0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(chance > 0, 1 - seen / chance, np.nan)
