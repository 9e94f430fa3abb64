"""The whole programme theory drawn: every CMOC under its statement, and the links between them.

A link has one number at both of its ends and in the key beneath, where it says what leads from one
to the other. Its kind shows in its end and in the form of its line; the colour only repeats it.
Everything that is said comes from the labels of what was released.
"""

from __future__ import annotations

import dataclasses

import matplotlib

from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.theory.theory_layout import LEFT, TRACK, Edge, Layout, Node, lay_out
from compendium.displays.theory.theory_links import Link, by_statement, key_text, links_of
from compendium.words import say

MARGIN, PAD = 0.04, 0.07
HEAD = 0.13  # inches an arrow's head or a bar needs
# Most of the width that links may take.
ROOM = {"page": 0.36, "phone": 0.42, "slide": 0.36}
BADGE = 0.05
SAMPLE = 0.5  # inches of a line in the key
LOOSE = 0.25  # inches between two columns without links


@dataclasses.dataclass(frozen=True)
class Stroke:
    """How links of one kind are drawn: colour, whether as a double line, whether with a bar."""

    colour: str
    double: bool = False
    bar: bool = False


STROKES = {
    "ripple": Stroke("#1D5A88"),
    "dampening": Stroke("#8A1C1C", bar=True),
    "loop": Stroke("#5B3A8C", double=True),
}
KEYS = {"ripple": "map_ripple", "dampening": "map_dampening", "loop": "map_loop"}
WHOLE, DASHES = "-", (4.2, 2.9)  # points
SINGLE, DOUBLE, GAP = 1.3, 3.2, 1.2
BOX_FILL, BOX_EDGE = "#F4F7FA", "#27527A"


def draw_theory_map(display: Display, lang: str, width: Width):
    """The whole theory at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Map(display.data, lang, width).figure()


def has_configurations(display: Display) -> bool:
    """Whether there is any CMOC to draw."""
    return not display.data.frame.empty


class _Map:
    """Measures first, then draws: text decides the height, the links decide their room."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.line = canvas.line_height(self.size)
        self.pitch = self.line + 0.02
        self.inner = width.inches - 2 * MARGIN
        self.cmocs = by_statement(released)
        self.rows = {cmoc: i for i, cmoc in enumerate(released.frame["cmoc_id"])}
        self.links = [x for x in links_of(released) if {x.start, x.end} <= set(self.cmocs)]
        self.columns = 1 if width.narrow or len(self.cmocs) == 1 else 2
        self.badges = [self._badge(link) for link in self.links]
        longest = max((canvas.text_width(b, self.size, True) for b in self.badges), default=0.0)
        self.aside = HEAD + longest + 2 * BADGE if self.links else 0.0
        self.room, self.layout = self._fit()

    # How wide things are.

    def _fit(self) -> tuple[float, Layout]:
        """The room for links and the layout that goes with it.

        The number of tracks depends on how high the boxes are, and that on how wide: room is
        first guessed from all links, then given back where tracks are shared.
        """
        guess = self._lay_out(self._room(len(self.links)))
        room = self._room(guess.tracks)
        return room, self._lay_out(room)

    def _room(self, tracks: int) -> float:
        if not self.links:
            return LOOSE if self.columns == 2 else 0.0
        wanted = self.columns * self.aside + (tracks + 1) * TRACK
        least = self.columns * self.aside + 0.3
        return max(least, min(wanted, ROOM[self.width.name] * self.inner))

    def _box_width(self, room: float) -> float:
        return (self.inner - room) / self.columns

    def _lay_out(self, room: float) -> Layout:
        wide = self._box_width(room)
        number = {cmoc: i for i, cmoc in enumerate(self.cmocs)}
        nodes = [
            Node(cmoc, self._statement(cmoc), self._height(cmoc, wide), self._above(cmoc, wide))
            for cmoc in self.cmocs
        ]
        edges = [Edge(number[x.start], number[x.end]) for x in self.links]
        return lay_out(nodes, edges, self.columns, self.pitch)

    # What is said.

    def _badge(self, link: Link) -> str:
        return (
            say("link_loop", self.lang, number=link.number) if link.kind == "loop" else link.number
        )

    def _statement(self, cmoc: str) -> str:
        of = self.released.labels.get("statement_of", {})
        return self.released.label("statement", of[cmoc].en, self.lang) if cmoc in of else ""

    def _texts(self, cmoc: str, wide: float) -> list[tuple[list[str], dict]]:
        """A box's lines: its name, what comes of it, how its evidence is spread."""
        row, inner = self.rows[cmoc], wide - 2 * PAD
        spread = Value(self.released, row, "spread").say(self.lang)
        texts = [
            (self.released.label("cmoc_id", cmoc, self.lang), {"fontweight": "bold"}),
            (say("map_spread", self.lang, spread=spread), {"color": canvas.QUIET}),
        ]
        return [
            (canvas.wrap_all(text, inner, self.size, "fontweight" in style), style)
            for text, style in texts
        ]

    def _height(self, cmoc: str, wide: float) -> float:
        return sum(len(lines) for lines, _ in self._texts(cmoc, wide)) * self.line + 2 * PAD

    def _heading(self, cmoc: str, wide: float) -> list[str]:
        return canvas.wrap_all(self._statement(cmoc), wide, self.size)

    def _above(self, cmoc: str, wide: float) -> float:
        return len(self._heading(cmoc, wide)) * self.line if self._statement(cmoc) else 0.0

    # How it is drawn.

    def figure(self):
        top = MARGIN + self.layout.height
        high = top + (self._key_height() if self.links else 0.0) + MARGIN
        figure, axis = canvas.sheet(self.width.inches, high)
        # Double lines first: others cross over their white middle.
        for number in sorted(range(len(self.links)), key=lambda n: not self._is_double(n)):
            self._draw_link(axis, number)
        for number, cmoc in enumerate(self.cmocs):
            self._draw_box(axis, number, cmoc)
        if self.links:
            self._draw_key(axis, top + self.pitch)
        return figure

    def _is_double(self, number: int) -> bool:
        return STROKES[self.links[number].kind].double

    def _left_edge(self, side: int) -> float:
        return MARGIN if side == LEFT else MARGIN + self._box_width(self.room) + self.room

    def _draw_box(self, axis, number: int, cmoc: str) -> None:
        from matplotlib.patches import Rectangle

        place, wide = self.layout.places[number], self._box_width(self.room)
        x, y = self._left_edge(place.side), MARGIN + place.y
        if place.heading_y is not None:
            lines = self._heading(cmoc, wide)
            canvas.write(axis, x, MARGIN + place.heading_y, lines, self.size, color=BOX_EDGE)
        contested = self.released.frame.at[self.rows[cmoc], "spread"] == "contested"
        style = {"facecolor": BOX_FILL, "edgecolor": BOX_EDGE, "linewidth": 1.0}
        style["linestyle"] = (0, DASHES) if contested else WHOLE
        axis.add_artist(Rectangle((x, y), wide, place.height, **style))
        y += (place.height - self._height(cmoc, wide)) / 2 + PAD
        for lines, look in self._texts(cmoc, wide):
            canvas.write(axis, x + PAD, y, lines, self.size, **look)
            y += len(lines) * self.line

    def _draw_link(self, axis, number: int) -> None:
        """From a box's edge across to the link's track, along it, and across to the other box."""
        link, route = self.links[number], self.layout.routes[number]
        index = {cmoc: i for i, cmoc in enumerate(self.cmocs)}
        start, end = (self.layout.places[index[c]].side for c in (link.start, link.end))
        left = MARGIN + self._box_width(self.room) + self.aside
        free = self.room - self.columns * self.aside
        x = left + free * route.track
        out, into = self._edge(start), self._edge(end)
        leaves, arrives = MARGIN + route.leaves, MARGIN + route.arrives
        toward = 1 if end == LEFT else -1
        path = [(out, leaves), (x, leaves), (x, arrives), (into + toward * HEAD, arrives)]
        self._stroke(axis, path, link)
        self._end(axis, into, arrives, toward, link)
        for edge, y, way in ((out, leaves, 1 if start == LEFT else -1), (into, arrives, toward)):
            self._write_badge(axis, edge + way * (HEAD + BADGE), y, way, number)

    def _edge(self, side: int) -> float:
        """The side of a box that faces the links."""
        inner = MARGIN + self._box_width(self.room)
        return inner if side == LEFT else inner + self.room

    def _stroke(self, axis, path: list[tuple[float, float]], link: Link) -> None:
        look, xs, ys = STROKES[link.kind], [x for x, _ in path], [y for _, y in path]
        thick = DOUBLE if look.double else SINGLE
        style = {"solid_capstyle": "butt", "dash_capstyle": "butt", "zorder": 1.8}
        # Dashes are in units of the line's width: those of a double line come out as long.
        dashed = (0, tuple(length / thick for length in DASHES))
        style["linestyle"] = dashed if link.contested else WHOLE
        axis.plot(xs, ys, color=look.colour, linewidth=thick, **style)
        if look.double:
            axis.plot(xs, ys, color=canvas.PAPER, linewidth=GAP, **style | {"linestyle": WHOLE})

    def _end(self, axis, x: float, y: float, toward: int, link: Link) -> None:
        """An arrow's head at the box, or the bar of what holds back."""
        look = STROKES[link.kind]
        if look.bar:
            stop = x + toward * 0.035
            axis.plot([x + toward * HEAD, stop], [y, y], color=look.colour, linewidth=SINGLE)
            bar = [y - 0.065, y + 0.065]
            axis.plot([stop, stop], bar, color=look.colour, linewidth=2.4, solid_capstyle="butt")
            return
        style = {"arrowstyle": "-|>,head_width=0.28,head_length=0.5", "color": look.colour}
        style |= {"shrinkA": 0, "shrinkB": 0, "linewidth": SINGLE, "mutation_scale": 10}
        axis.annotate("", (x, y), (x + toward * HEAD, y), arrowprops=style)

    def _write_badge(self, axis, x: float, y: float, way: int, number: int) -> None:
        """A link's number on its line, from `x` on, on the ground of the page."""
        from matplotlib.patches import Rectangle

        text, link = self.badges[number], self.links[number]
        wide = canvas.text_width(text, self.size, True)
        left = x if way > 0 else x - wide
        style = {"facecolor": canvas.PAPER, "edgecolor": "none", "zorder": 2.5}
        corner = (left - BADGE / 2, y - self.line / 2)
        axis.add_artist(Rectangle(corner, wide + BADGE, self.line, **style))
        style = {"fontweight": "bold", "color": STROKES[link.kind].colour}
        canvas.write(axis, left, y, [text], self.size, centred=True, **style)

    # The key.

    def _kinds(self) -> list[tuple[Link, list[str]]]:
        """A link of each kind there is, last a contested one, and what is said of it in lines."""
        samples = [Link("", "", "", k, False) for k in STROKES if k in {x.kind for x in self.links}]
        samples += [Link("", "", "", x.kind, True) for x in self.links if x.contested][:1]
        room = self.inner - SAMPLE - 0.1
        words = ("map_contested" if x.contested else KEYS[x.kind] for x in samples)
        return [
            (x, canvas.wrap_all(say(key, self.lang), room, self.size))
            for x, key in zip(samples, words, strict=True)
        ]

    def _numbered(self) -> list[tuple[str, list[str]]]:
        """Each link's number and what it says, in lines."""
        room = self.inner - self._beside()
        return [
            (x.number, canvas.wrap_all(key_text(self.released, x, self.lang), room, self.size))
            for x in self.links
        ]

    def _beside(self) -> float:
        numbers = (canvas.text_width(x.number, self.size, True) for x in self.links)
        return max(numbers, default=0.0) + 0.1

    def _key_height(self) -> float:
        lines = sum(len(said) for _, said in (*self._kinds(), *self._numbered()))
        return self.pitch + lines * self.line + PAD

    def _draw_key(self, axis, y: float) -> None:
        for sample, lines in self._kinds():
            middle, stop = y + self.line / 2, MARGIN + SAMPLE
            self._stroke(axis, [(MARGIN, middle), (stop - HEAD, middle)], sample)
            self._end(axis, stop, middle, -1, sample)
            canvas.write(axis, stop + 0.1, y, lines, self.size)
            y += len(lines) * self.line
        y += PAD
        for number, lines in self._numbered():
            canvas.write(axis, MARGIN, y, [number], self.size, fontweight="bold")
            canvas.write(axis, MARGIN + self._beside(), y, lines, self.size)
            y += len(lines) * self.line
