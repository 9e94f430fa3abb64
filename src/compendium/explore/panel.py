"""The explorer's widgets: fields to choose in, the map, and the passages below it."""

from __future__ import annotations

import dataclasses
import html
from pathlib import Path

import ipywidgets
import numpy as np

from compendium.disclosure.release import Release
from compendium.disclosure.released import Released, Value
from compendium.explore import filters as choose
from compendium.explore import grid, shown
from compendium.explore.attributes import GROUP, ROUND, SITE
from compendium.explore.filters import CALLED, Filters
from compendium.explore.grid import Cell
from compendium.explore.map_widget import MapWidget
from compendium.explore.selection import write_selection
from compendium.explore.talk import Talk
from compendium.intake.tables import Tables
from compendium.problems import CompendiumError, StudyError
from compendium.words import say

LANG = "en"
STYLE = Path(__file__).with_name("style.css")


class Panel:
    """Filters, a map and passages; `box` is the widget that shows them.

    Raises
    ------
    DisclosureError
        Under a public profile: passages are for the team alone.
    """

    def __init__(self, data: Tables, release: Release):
        self.talk, self.release = Talk(data), release
        self.cell: Cell | None = None
        self.first = 0
        self._quiet = False
        self.fields = _fields(self.talk)
        self.across = ipywidgets.Dropdown(
            options=choose.attribute_names(self.talk),
            value=GROUP,
            description=say("explore_across", LANG),
            style={"description_width": "initial"},
            layout={"width": "min(34rem, 100%)"},
        )
        self.map = MapWidget(self.click)
        self.reset, self.back, self.on, self.save = (
            ipywidgets.Button(description=say(key, LANG), layout={"width": "auto"})
            for key in ("explore_reset", "explore_back", "explore_on", "explore_save")
        )
        self.line, self.error, self.words, self.pages, self.saved = (
            ipywidgets.HTML() for _ in range(5)
        )
        self._connect()
        self.look()
        self.box = self._laid_out()

    @property
    def filters(self) -> Filters:
        """What the fields say."""
        return Filters(**{name: field.value for name, field in self.fields.items()})

    def look(self) -> None:
        """Find what fits the fields, and show it."""
        self.saved.value = ""
        asked, self.fits = self._found()
        self.asked = asked
        self.rows = grid.rows(self.talk, asked.theme, LANG)
        if self.cell and self.cell.theme not in {row.theme for row in self.rows}:
            self.cell = None
        coding, across = self.talk.coding(asked.rule), self.across.value
        self.counted = self.release(grid.cells(self.talk, coding, self.fits, across))
        self._show()

    def click(self, cell: Cell) -> None:
        """Show one cell's passages; a second click shows everything that fits again."""
        self.cell = None if cell == self.cell else cell
        self.saved.value = ""
        self._show()

    def released(self, chosen: np.ndarray) -> Released:
        """Passages by their numbers, through the disclosure door."""
        return self.release(shown.passages(self.talk, chosen, self.asked.rule))

    def said(self) -> list[tuple[str, str]]:
        """What is looked for, the cell of the map included."""
        found = list(choose.said(self.talk, self.asked))
        if self.cell:
            found.append((say("explore_cell_of_map", LANG), self._cell_name()))
        return found

    def _found(self) -> tuple[Filters, np.ndarray]:
        """The filters and what fits them; without the query where it cannot be read, and why."""
        asked, self.error.value = self.filters, ""
        try:
            return asked, choose.fitting(self.talk, asked)
        except StudyError as error:
            text = html.escape(say("explore_query_left", LANG, why=str(error)))
            self.error.value = f'<p class="cx-error" role="alert">{text}</p>'
        asked = dataclasses.replace(asked, query="")
        return asked, choose.fitting(self.talk, asked)

    def _show(self) -> None:
        """Draw the map, and the passages from the first on."""
        self.map.show(self.rows, self.counted, self.across.value, self.cell)
        fits = self.fits
        if self.cell:
            fits = fits & grid.in_cell(self.talk, self.asked, self.cell)
        self.chosen, self.first = np.flatnonzero(fits), 0
        counts = self.talk.coding(self.asked.rule).counts
        total = self.release(grid.totals(self.talk, counts, fits))
        numbers = {n: Value(total, 0, n).say(LANG) for n in ("passages", "people", "sources")}
        line = say("explore_found", LANG, all=Value(total, 1, "passages").say(LANG), **numbers)
        self.line.value = f'<p role="status"><strong>{html.escape(line)}</strong></p>'
        self._page()

    def _page(self) -> None:
        """Draw one page of the passages."""
        part = self.chosen[self.first : self.first + shown.PAGE]
        cell = say("explore_in_cell", LANG, cell=self._cell_name()) if self.cell else ""
        nothing = "" if len(part) else say("explore_none", LANG)
        about = "".join(f"<p>{html.escape(text)}</p>" for text in (cell, nothing) if text)
        # Also with none to show: under a public profile the door must say no.
        self.words.value = about + shown.page(self.released(part))
        many = len(self.chosen) > shown.PAGE
        for widget in (self.back, self.pages, self.on):
            widget.layout.display = "" if many else "none"
        self.back.disabled = self.first == 0
        self.on.disabled = self.first + shown.PAGE >= len(self.chosen)
        last = self.first + len(part)
        self.pages.value = say(
            "explore_page", LANG, first=self.first + 1, last=last, all=f"{len(self.chosen):,}"
        )

    def _turn(self, pages: int) -> None:
        self.first += pages * shown.PAGE
        self._page()

    def _write(self, _) -> None:
        """Write the selection, and say where it lies."""
        try:
            files = write_selection(self.talk.data, self.released(self.chosen), self.said())
        except (CompendiumError, OSError) as error:
            text = say("explore_not_saved", LANG, why=str(error))
            self.saved.value = f'<p class="cx-error" role="alert">{html.escape(text)}</p>'
            return
        house = self.talk.data.study.private.parents[1]
        names = "".join(
            f"<li><code>{html.escape(p.relative_to(house).as_posix())}</code></li>" for p in files
        )
        said = html.escape(say("explore_saved", LANG, passages=f"{len(self.chosen):,}"))
        self.saved.value = f'<div role="status"><p>{said}</p><ul>{names}</ul></div>'

    def _start_again(self, _) -> None:
        """Take every filter and the chosen cell away."""
        self._quiet = True
        for field in self.fields.values():
            field.value = ""
        self._quiet, self.cell = False, None
        self.look()

    def _changed(self, change) -> None:
        if change["owner"] is self.fields["attribute"]:
            self.fields["level"].options = choose.levels(self.talk, change["new"])
        if change["owner"] is self.across:
            self.cell = None
        if change["owner"] is self.fields["theme"] and change["new"]:
            self.map.unfold(change["new"])
        if not self._quiet:
            self.look()

    def _connect(self) -> None:
        for widget in (*self.fields.values(), self.across):
            widget.observe(self._changed, names="value")
        self.reset.on_click(self._start_again)
        self.back.on_click(lambda _: self._turn(-1))
        self.on.on_click(lambda _: self._turn(1))
        self.save.on_click(self._write)

    def _cell_name(self) -> str:
        row = next(row for row in self.rows if row.theme == self.cell.theme)
        return f"{row.label}, {self.counted.label('level', self.cell.level, LANG)}"

    def _laid_out(self) -> ipywidgets.Widget:
        style = ipywidgets.HTML(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")
        columns = {"grid_template_columns": "repeat(auto-fit, minmax(20rem, 1fr))"}
        fields = ipywidgets.GridBox(
            [field for name, field in self.fields.items() if name != "query"],
            layout={**columns, "grid_gap": "0 1rem"},
        )
        fields.add_class("cx-filters")
        query = ipywidgets.VBox([self.fields["query"], self.error])
        query.add_class("cx-filters")
        pager = [self.back, self.pages, self.on]
        row = {"align_items": "center", "flex_flow": "row wrap"}
        legend = ipywidgets.HTML(f"<p>{html.escape(say('explore_legend', LANG))}</p>")
        parts = [
            style,
            fields,
            query,
            ipywidgets.HBox([self.reset, self.line], layout=row),
            _heading("explore_map"),
            ipywidgets.HBox([self.across, self.map.all], layout=row),
            legend,
            self.map.box,
            _heading("passages"),
            ipywidgets.HBox([self.save, *pager], layout=row),
            self.saved,
            self.words,
            ipywidgets.HBox(pager, layout=row),
        ]
        box = ipywidgets.VBox(parts)
        box.add_class("cx")
        return box


def _heading(key: str) -> ipywidgets.Widget:
    return ipywidgets.HTML(f"<h3>{html.escape(say(key, LANG))}</h3>")


def _fields(talk: Talk) -> dict[str, ipywidgets.Widget]:
    """A field for each filter, by the filter's name, in the order they are shown in."""
    options = {
        "theme": choose.themes(talk),
        "site": choose.levels(talk, SITE),
        "group": choose.levels(talk, GROUP),
        "round": choose.levels(talk, ROUND),
        "attribute": [(say("explore_no_attribute", LANG), ""), *_attributes(talk)],
        "level": choose.levels(talk, ""),
        "rule": choose.rules(talk),
        "valence": choose.valences(talk),
    }
    wide = {"layout": {"width": "auto"}, "style": {"description_width": "6.5rem"}}
    fields = {
        name: ipywidgets.Dropdown(options=found, description=say(CALLED[name], LANG), **wide)
        for name, found in options.items()
    }
    for name in ("words", "query"):
        fields[name] = ipywidgets.Text(description=say(CALLED[name], LANG), **wide)
    fields["words"].placeholder = say("explore_words_hint", LANG)
    fields["query"].placeholder = _example(talk)
    # A query is read when it is written, not letter by letter.
    fields["query"].continuous_update = False
    return fields


def _example(talk: Talk) -> str:
    """A query that this study could be asked."""
    codes = [c.code_id for c in talk.data.study.codebook if not c.parent_id][:2]
    group = talk.data.study.groups[0].group
    asked = " and not ".join(code if " " not in code else f'"{code}"' for code in codes)
    return say("explore_query_hint", LANG, query=f"{asked} and group = {group}") if codes else ""


def _attributes(talk: Talk) -> list[tuple[str, str]]:
    return choose.attribute_names(talk, leave_out=(SITE, GROUP, ROUND))
