"""``draw(display, lang)``: the figure of a display, from released data alone."""

from __future__ import annotations

import base64
import contextlib
import functools
import gc
import json
from collections.abc import Iterator

from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import PAGE, Cut, Width
from compendium.displays.intercoder import agreement, agreement_dots
from compendium.displays.power import design_picture, power_curves, rehearsal_plot
from compendium.displays.qualitative import code_tree, heat_map, meeting_map, saturation_curves
from compendium.displays.record import Display, canonical, from_record
from compendium.displays.review import flow_diagram
from compendium.displays.service import (
    flow_map,
    flow_parts,
    quarter_bars,
    referrer_bars,
    wait_curves,
)
from compendium.displays.survey import (
    bars,
    consensus,
    consensus_dots,
    forest,
    group_means,
    missing_map,
    slope_panels,
    slopes,
)
from compendium.displays.theory import cmoc, theory_map, verdict_map
from compendium.heard import Heard, listening, note_all

# How many pictures are kept: those of a report at each width in two languages. What is published
# shows the picture that the page shows, and it is drawn once.
KEPT = 128

DRAWN = {
    "likert": bars.draw_bars,
    "change": bars.draw_bars,
    "reliable_change": bars.draw_bars,
    "agreement": agreement_dots.draw_agreement,
    "saturation": saturation_curves.draw_saturation,
    "heat_map": heat_map.draw_heat_map,
    "code_tree": code_tree.draw_code_tree,
    "code_tree_words": code_tree.draw_code_tree,
    "co_occurrence": meeting_map.draw_meetings,
    "missing_map": missing_map.draw_missing_map,
    "forest": forest.draw_forest,
    "group_means": group_means.draw_group_means,
    "consensus": consensus_dots.draw_consensus,
    "slopes": slope_panels.draw_slopes,
    "who_refers": referrer_bars.draw_who_refers,
    "waits": wait_curves.draw_waits,
    "quarters": quarter_bars.draw_quarters,
    "service_flow": flow_map.draw_service_flow,
    "cmocs": cmoc.draw_cmocs,
    "verdict_map": verdict_map.draw_verdicts,
    "theory_map": theory_map.draw_theory_map,
    "review_flow": flow_diagram.draw_flow,
    "impact_designs": design_picture.draw_designs,
    "impact_curve": power_curves.draw_curves,
    "impact_rehearsal": rehearsal_plot.draw_rehearsal,
}
# Whether a display of a kind has anything to draw; bars where nothing else is said.
HAS_SOMETHING = {
    "agreement": agreement.has_dots,
    "saturation": saturation_curves.has_panels,
    "heat_map": heat_map.has_cells,
    "code_tree": code_tree.has_tree,
    "code_tree_words": code_tree.has_tree,
    "co_occurrence": meeting_map.has_meetings,
    "missing_map": missing_map.has_shares,
    "forest": forest.has_contrasts,
    "group_means": group_means.has_means,
    "consensus": consensus.has_shares,
    "slopes": slopes.has_slopes,
    "who_refers": referrer_bars.has_bars,
    "waits": wait_curves.has_curves,
    "quarters": quarter_bars.has_quarters,
    "service_flow": flow_parts.has_flow,
    "cmocs": cmoc.has_cmocs,
    "verdict_map": verdict_map.has_verdicts,
    "theory_map": theory_map.has_configurations,
    "review_flow": flow_diagram.has_flow,
    "impact_designs": design_picture.has_designs,
    "impact_curve": power_curves.has_curves,
    "impact_rehearsal": rehearsal_plot.has_rehearsal,
}


def has_figure(display: Display) -> bool:
    """Whether this display is drawn (others are tables or words)."""
    has_something = HAS_SOMETHING.get(display.kind, bars.has_numbers)
    return display.kind in DRAWN and has_something(display)


def draw(display: Display, lang: str, width: Width = PAGE):
    """The display's figure in one language at one width; the same display, the same figure."""
    return DRAWN[display.kind](display, lang, width)


def svg(display: Display, lang: str, width: Width = PAGE) -> bytes:
    """The figure as SVG, byte-stable."""
    return drawn(display, lang, width)[0]


def drawn(display: Display, lang: str, width: Width = PAGE) -> tuple[bytes, Cut]:
    """The figure as SVG, and how it can be read in parts."""
    content, cut, heard = _drawn(canonical(display.record()), lang, width)
    note_all(heard)
    return content, cut


@functools.lru_cache(maxsize=KEPT)
def _drawn(record: str, lang: str, width: Width) -> tuple[bytes, Cut, Heard]:
    """What is drawn from a record, kept by the record itself: another number, another picture.

    With what is said in it, so that a page says the same of its Welsh whenever it was drawn.
    """
    display = from_record(json.loads(record))
    with _no_collection(), listening() as heard:
        figure = draw(display, lang, width)
        content = canvas.svg_bytes(figure, f"{display.id}-{lang}-{width.name}")
        return content, figure.cut, heard


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage: a figure is a great many objects, all in use."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def data_uri(svg_content: bytes) -> str:
    """A picture as an address that holds it whole."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg_content).decode("ascii")
