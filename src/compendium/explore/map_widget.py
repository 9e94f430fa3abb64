"""The map as widgets: a grid of buttons, whose rows fold and whose cells are clicked."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets

from compendium.disclosure.released import Released, Value
from compendium.displays.qualitative.heat_cells import TINTS
from compendium.explore.filters import INDENT
from compendium.explore.grid import TOGETHER, Cell, Row
from compendium.words import capitalised, say

LANG = "en"
OPEN, CLOSED, CHOSEN = "▾", "▸", "✓"
NOTHING = "·"


class MapWidget:
    """A grid of themes by the levels of an attribute.

    Parameters
    ----------
    choose : function
        Called with the `Cell` that was clicked.
    """

    def __init__(self, choose: Callable[[Cell], None]):
        self.choose = choose
        self.box = ipywidgets.GridBox(layout={"grid_gap": "2px", "overflow": "auto"})
        self.all = ipywidgets.Button(layout={"width": "auto"})
        self.all.on_click(self._fold_all)
        self.rows: list[Row] = []
        self.folded: set[str] = set()
        self.cells: dict[Cell, ipywidgets.Button] = {}
        self.heads: dict[str, ipywidgets.Widget] = {}
        self._released: Released | None = None
        shape = {"width": "auto", "height": "auto", "min_height": "30px", "margin": "0"}
        frame = "3px solid var(--jp-brand-color1, #1976d2)"
        self._plain = ipywidgets.Layout(**shape)
        self._framed = ipywidgets.Layout(**shape, border=frame)
        self._tints = [
            ipywidgets.ButtonStyle(button_color=tint, text_color=ink) for tint, ink in TINTS
        ]
        self._bare = ipywidgets.ButtonStyle()

    def show(self, rows: list[Row], released: Released, attribute: str, chosen: Cell | None):
        """Draw the map: released counts of these rows, and which cell is chosen."""
        known = {row.theme for row in self.rows}
        self.folded |= {r.theme for r in rows if r.has_below and r.theme not in known}
        self.rows, self.attribute = rows, attribute
        self._released, self._chosen = released, chosen
        self._draw()

    def unfold(self, theme: str) -> None:
        """Show what is below a theme, once the map is drawn anew."""
        self.rows = [*self.rows, Row(theme, "", 0, "", True)]
        self.folded.discard(theme)

    def visible(self) -> list[Row]:
        """The rows that no folded row hides."""
        hidden, found = set(), []
        for row in self.rows:
            if row.parent in hidden or row.parent in self.folded:
                hidden.add(row.theme)
            else:
                found.append(row)
        return found

    def _draw(self) -> None:
        levels = list(self._released.labels["level"])
        visible = self.visible()
        cells = self._numbers(levels)
        most = self._most(cells, {row.theme for row in visible})
        children = [self._corner(), *(self._column(level) for level in levels)]
        for row in visible:
            children.append(self._head(row))
            for level in levels:
                cell = Cell(row.theme, self.attribute, level)
                self._fill(cell, row, cells[row.theme, level], most[level == TOGETHER])
                children.append(self.cells[cell])
        columns = f"minmax(11rem, 2fr) repeat({len(levels)}, minmax(4.7rem, 1fr))"
        self.box.layout.grid_template_columns = columns
        if self.box.children != (new := tuple(children)):
            self.box.children = new
        closed = bool(self.folded & {row.theme for row in self.rows if row.has_below})
        self.all.description = say("explore_unfold" if closed else "explore_fold", LANG)

    def _numbers(self, levels: list[str]) -> dict[tuple[str, str], tuple[int, int, str]]:
        """People, passages and both as text, of each theme and level."""
        frame = self._released.frame
        shown = {row.theme for row in self.rows}
        found = {}
        for i, (code, level, people, passages) in enumerate(
            zip(frame["code_id"], frame["level"], frame["people"], frame["passages"], strict=True)
        ):
            if code in shown:
                texts = [Value(self._released, i, c).say(LANG) for c in ("people", "passages")]
                found[code, level] = (int(people), int(passages), "{} ({})".format(*texts))
        return found

    @staticmethod
    def _most(cells: dict, visible: set[str]) -> dict[bool, int]:
        """The most people of any cell in view; the column of all levels together has its own."""
        most = {True: 1, False: 1}
        for (theme, level), (people, _, _) in cells.items():
            if theme in visible:
                most[level == TOGETHER] = max(most[level == TOGETHER], people)
        return most

    def _fill(self, cell: Cell, row: Row, numbers: tuple[int, int, str], most: int) -> None:
        """What one cell says, and how it looks."""
        people, passages, text = numbers
        if cell not in self.cells:
            self.cells[cell] = made = ipywidgets.Button(layout=self._plain, style=self._bare)
            made.add_class("cx-cell")
            made.on_click(lambda _: self.choose(cell))
        button, chosen = self.cells[cell], cell == self._chosen
        step = min(4 * people // most, 3)
        with button.hold_sync():
            button.disabled = not passages and not chosen
            button.style = self._tints[step] if passages else self._bare
            button.layout = self._framed if chosen else self._plain
            button.description = f"{CHOSEN} {text}" if chosen else text if passages else NOTHING
            button.tooltip = say(
                "explore_cell_chosen" if chosen else "explore_cell",
                LANG,
                theme=row.label,
                level=self._level(cell.level),
                numbers=text,
            )

    def _head(self, row: Row) -> ipywidgets.Widget:
        """A row's theme; a button that folds where something is below it."""
        indent = INDENT * row.depth
        if row.theme not in self.heads:
            self.heads[row.theme] = self._new_head(row)
        head = self.heads[row.theme]
        if row.has_below:
            closed = row.theme in self.folded
            head.description = f"{indent}{CLOSED if closed else OPEN} {row.label}"
            key = "explore_unfold_row" if closed else "explore_fold_row"
            head.tooltip = say(key, LANG, theme=row.label)
        else:
            style = f"padding-left: {row.depth + 1.2}rem"
            head.value = f'<div class="cx-leaf" style="{style}">{html.escape(row.label)}</div>'
        return head

    def _new_head(self, row: Row) -> ipywidgets.Widget:
        if not row.has_below:
            return ipywidgets.HTML(layout={"margin": "0", "width": "auto"})
        head = ipywidgets.Button(layout=self._plain, style=self._bare)
        head.add_class("cx-fold")
        head.on_click(lambda _: self._fold(row.theme))
        return head

    def _fold(self, theme: str) -> None:
        self.folded ^= {theme}
        self._draw()

    def _fold_all(self, _) -> None:
        every = {row.theme for row in self.rows if row.has_below}
        self.folded = self.folded - every if self.folded & every else self.folded | every
        self._draw()

    def _corner(self) -> ipywidgets.Widget:
        return self._heading(("corner",), say("theme", LANG))

    def _column(self, level: str) -> ipywidgets.Widget:
        return self._heading((self.attribute, level), self._level(level))

    def _heading(self, key: tuple, text: str) -> ipywidgets.Widget:
        if key not in self.heads:
            value = f'<div class="cx-head" lang="{LANG}">{html.escape(text)}</div>'
            self.heads[key] = ipywidgets.HTML(value, layout={"margin": "0", "width": "auto"})
        return self.heads[key]

    def _level(self, level: str) -> str:
        return capitalised(self._released.label("level", level, LANG))
