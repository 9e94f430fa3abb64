"""Displays of a planned impact study, for notebooks and for sliders."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased
from compendium.displays.power.design_picture import alt_designs
from compendium.displays.power.power_curves import alt_curves
from compendium.displays.power.rehearsal_plot import alt_rehearsal
from compendium.displays.record import Display, Sentence

# Kinds whose caption names the one outcome that they are of.
OF_ONE_OUTCOME = ("impact_curve", "impact_false_alarms", "impact_rehearsal")
ALTS = {
    "impact_designs": alt_designs,
    "impact_curve": alt_curves,
    "impact_rehearsal": alt_rehearsal,
}


def impact_display(id: str, kind: str, released: Released) -> Display:
    """The display of one of a planned study's results, with its caption, alt text and note."""
    refuse_unreleased(id, kind, released)
    caption: str | Sentence = f"caption_{kind}"
    if kind in OF_ONE_OUTCOME:
        caption = Sentence(caption, {"outcome": released.labels["method"]["outcome"]})
    alt = ALTS[kind](released) if kind in ALTS else None
    return display_of(id, kind, released, caption, alt, _how_drawn(released))


def _how_drawn(released: Released) -> tuple[Sentence, ...]:
    """How studies were drawn and analysed, beside a formula; nothing where none were."""
    if "drawn" not in released.frame or released.frame["drawn"].isna().all():
        return ()
    return (Sentence("method_impact_drawn", released.labels["method"]),)
