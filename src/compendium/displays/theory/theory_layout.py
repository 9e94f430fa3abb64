"""Where the boxes of a programme theory stand, and where its links run: geometry alone.

Boxes stand in one column with the links beside it, or in two with the links between. Every link
leaves its box at a place of its own, runs up or down on a track of its own and ends at a place of
its own, so that no two links ever lie on one another and none meets a text. All is in inches.
"""

from __future__ import annotations

import dataclasses
import math

LEFT, RIGHT = 0, 1
TRACK = 0.12  # inches from one track to the next, where there is room
HEADING_GAP = 0.06


@dataclasses.dataclass(frozen=True)
class Node:
    """One CMOC: the heading it stands under, and the heights its text and its heading need."""

    name: str
    heading: str
    height: float
    heading_height: float


@dataclasses.dataclass(frozen=True)
class Edge:
    """One link between two nodes, by their numbers."""

    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a node's box stands; `heading_y` is set where its heading is written above it."""

    side: int
    y: float
    height: float
    heading_y: float | None

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclasses.dataclass(frozen=True)
class Route:
    """Where a link leaves, the track it runs on (0 to 1 across the room), where it arrives."""

    leaves: float
    track: float
    arrives: float


@dataclasses.dataclass(frozen=True)
class Layout:
    """Boxes and links, how high the whole is, and how many tracks it needs."""

    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    height: float
    tracks: int


def lay_out(nodes: list[Node], edges: list[Edge], columns: int, pitch: float) -> Layout:
    """The layout in one or two columns; `pitch` is the height of a place where a link ends."""
    step = pitch / 2
    ends = [sum((e.start == i) + (e.end == i) for e in edges) for i in range(len(nodes))]
    heights = [
        _up(max(n.height, pitch * count), step) for n, count in zip(nodes, ends, strict=True)
    ]
    first = _split(nodes, heights, step) if columns == 2 else len(nodes)
    places = [
        *_column(nodes[:first], heights[:first], LEFT, step),
        *_column(nodes[first:], heights[first:], RIGHT, step),
    ]
    leaves, arrives = _ports(places, edges, pitch)
    tracks = _tracks(places, edges, leaves, arrives, pitch)
    count = max(tracks, default=-1) + 1
    routes = [
        Route(a, (t + 1) / (count + 1), b) for a, t, b in zip(leaves, tracks, arrives, strict=True)
    ]
    height = max((p.y + p.height for p in places), default=0.0)
    return Layout(tuple(places), tuple(routes), height, count)


def _up(height: float, step: float) -> float:
    """The next multiple of `step`."""
    return math.ceil(round(height / step, 6)) * step


def _column(nodes: list[Node], heights: list[float], side: int, step: float) -> list[Place]:
    """Boxes one below the other, a heading above the first of each statement."""
    places, y, heading = [], 0.0, None
    for node, height in zip(nodes, heights, strict=True):
        above = None
        if node.heading != heading:
            y += 2 * step if places else 0.0
            heading, above = node.heading, y
            y = _up(y + node.heading_height + HEADING_GAP, step) if node.heading else y
        elif places:
            y += step
        places.append(Place(side, y, height, above if node.heading else None))
        y += height
    return places


def _split(nodes: list[Node], heights: list[float], step: float) -> int:
    """How many boxes stand on the left: both columns about as high, statements kept together."""

    def cost(first: int) -> tuple[float, int]:
        columns = ((nodes[:first], heights[:first]), (nodes[first:], heights[first:]))
        ends = [_column(*c, LEFT, step)[-1] for c in columns if c[0]]
        parted = 0 < first < len(nodes) and nodes[first].heading == nodes[first - 1].heading
        return max(e.y + e.height for e in ends) + (4 * step if parted else 0.0), first

    return min(range(1, len(nodes) + 1), key=cost) if nodes else 0


def _ports(places: list[Place], edges: list[Edge], pitch: float) -> tuple[list[float], list[float]]:
    """Where each link leaves and arrives: what goes up stands above what goes down.

    Places on the left lie an eighth of a pitch above the grid, those on the right as far below,
    so that a line from the left never lies on one from the right.
    """
    leaves, arrives = [0.0] * len(edges), [0.0] * len(edges)
    for number, place in enumerate(places):
        here = [(places[e.end].middle, i, 0) for i, e in enumerate(edges) if e.start == number]
        here += [(places[e.start].middle, i, 1) for i, e in enumerate(edges) if e.end == number]
        free = place.height - pitch * len(here)
        top = place.y + math.floor(round(free / pitch, 6)) * pitch / 2
        aside = (-1 if place.side == LEFT else 1) * pitch / 8
        for slot, (_, i, arriving) in enumerate(sorted(here)):
            (arrives if arriving else leaves)[i] = top + (slot + 0.5) * pitch + aside
    return leaves, arrives


def _tracks(
    places: list[Place], edges: list[Edge], leaves: list[float], arrives: list[float], pitch: float
) -> list[int]:
    """A track for each link: no two links on one track where they would meet.

    Links within the left column run nearest to it, then those from side to side, then those within
    the right column; of one kind the short ones nearest to their boxes.
    """
    kinds: dict[int, list[int]] = {0: [], 1: [], 2: []}
    for i, edge in enumerate(edges):
        kinds[places[edge.start].side + places[edge.end].side].append(i)

    def length(i: int) -> tuple[float, int]:
        return abs(leaves[i] - arrives[i]), i

    tracks, first = [0] * len(edges), 0
    for kind, numbers in kinds.items():
        filled: list[list[tuple[float, float]]] = []
        of_kind = {}
        for i in sorted(numbers, key=length):
            low, high = sorted((leaves[i], arrives[i]))
            of_kind[i] = _free(filled, low - pitch / 4, high + pitch / 4)
        for i, track in of_kind.items():
            tracks[i] = first + (len(filled) - 1 - track if kind == 2 else track)
        first += len(filled)
    return tracks


def _free(filled: list[list[tuple[float, float]]], low: float, high: float) -> int:
    """The first track with room from `low` to `high`, which is taken then."""
    for number, spans in enumerate(filled):
        if all(high <= start or end <= low for start, end in spans):
            spans.append((low, high))
            return number
    filled.append([(low, high)])
    return len(filled) - 1
