"""Which questions people left out, as a map: a tint in every cell, and the share it stands for.

Darker where more left the question out, or may have: what is told of a share can be wide.
"""

from __future__ import annotations

import matplotlib

from compendium.disclosure.missing import EDGES, word
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.qualitative.heat_cells import PAD, Cell, Column, need_of
from compendium.displays.qualitative.heat_map import Map
from compendium.displays.record import Display
from compendium.displays.sentences import Label, Sentence, distinct
from compendium.words import say

# A row of the map: a topic, or a question and when it is asked about.
TOPIC = "topic"
HEADING = 0.6  # inches within which an area's name stands on one line
Code = tuple[str, str]

# Every word for a share, from little to much: its tint and the text that can be read on it.
TINTS = {
    "share_0_5": ("#EEF3F7", canvas.INK),
    "share_0_10": ("#E3ECF3", canvas.INK),
    "share_5_10": ("#D8E4EE", canvas.INK),
    "share_0_20": ("#CBDCEA", canvas.INK),
    "share_5_20": ("#BFD5E6", canvas.INK),
    "share_10_20": ("#A6C6DE", canvas.INK),
    "share_5_100": ("#82AFD0", canvas.INK),
    "share_10_100": ("#6FA3C9", canvas.INK),
    "share_20_100": ("#1D5A88", canvas.PAPER),
}


def draw_missing_map(display: Display, lang: str, width: Width):
    """The map at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _MissingMap(display.data, lang, width).figure()


def has_shares(display: Display) -> bool:
    """Whether any cell says more than that it is hidden."""
    return bool(display.data.frame["share"].isin(TINTS).any())


def alt_missing_map(released: Released) -> Sentence | None:
    """How many questions there are, and which cell is the darkest."""
    told = released.frame[released.frame["share"].isin(TINTS)]
    if told.empty:
        return None
    column = "percent" if "percent" in told else "share"
    order = told[column] if column == "percent" else told[column].map(list(TINTS).index)
    row = int(order.idxmax())
    item, area = (released.frame.at[row, c] for c in ("item_id", "area"))
    parts = {
        "count": distinct(released, ("item_id", "stage")),
        "population": released.population,
        "item": Label(released, "item_id", item),
        "area": Label(released, "area", area),
        "share": Value(released, row, column),
    }
    return Sentence("alt_missing_map", parts)


def question(released: Released, item: str, stage: str, lang: str) -> str:
    """A question's wording; of one that is asked looking back, that it is."""
    wording = released.label("item_id", item, lang)
    return say("looking_back_at", lang, question=wording) if stage == "before" else wording


def short(share: str) -> str:
    """A word for a share as a cell has room for it, in any language.

    >>> short("share_0_20"), short("share_5_10"), short("share_10_100")
    ('<20%', '5–10%', '10%+')
    """
    begins, ends = map(int, share.split("_")[1:])
    if ends == EDGES[-1]:
        return f"{begins}%+"
    return f"{begins}–{ends}%" if begins else f"<{ends}%"


class _MissingMap(Map):
    """One row per question under its topic, one column per area."""

    def _codes(self) -> list[Code]:
        found: dict[Code, None] = {}
        for row in self.released.frame.itertuples():
            found[TOPIC, row.construct] = None
            found[row.item_id, row.stage] = None
        return list(found)

    def _columns(self) -> list[Column]:
        found = []
        for area, rows in self.released.frame.groupby("area", sort=False, observed=False):
            cells = {(row.item_id, row.stage): self._cell(row) for row in rows.itertuples()}
            label = self.released.label("area", str(area), self.lang)
            whole = min(canvas.text_width(label, self.size), HEADING) + 2 * PAD
            found.append(Column("", label, cells, max(need_of(label, cells, self.size), whole)))
        return found

    def _cell(self, row) -> Cell:
        if row.share not in TINTS:
            return Cell(Value(self.released, row.Index, "share").say(self.lang))
        if "percent" in self.released.frame:
            percent = Value(self.released, row.Index, "percent").say(self.lang)
            return Cell(percent, *TINTS[word(row.percent, row.percent)])
        return Cell(short(row.share), *TINTS[row.share])

    def _label(self, code: Code) -> str:
        item, stage = code
        if item == TOPIC:
            return self.released.label("construct", stage, self.lang)
        return question(self.released, item, stage, self.lang)

    def _depth(self, code: Code) -> int:
        return int(code[0] != TOPIC)

    def _group(self, group: str) -> str:
        return say("left_it_out", self.lang)

    def _key(self) -> list[tuple[Cell, str]]:
        frame = self.released.frame
        exact = "percent" in frame
        there = [share for share in TINTS if frame["share"].eq(share).any()]
        key = [
            (Cell("" if exact else short(s), *TINTS[s]), say(f"band_{s}", self.lang)) for s in there
        ]
        hidden = self.released.marks["share"].eq("c").any()
        return key + [(Cell("[c]"), say("heat_hidden", self.lang))] * int(hidden)
