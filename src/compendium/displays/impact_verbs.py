"""What a notebook calls to show a planned impact study."""

from __future__ import annotations

from compendium.disclosure.release import Release
from compendium.disclosure.released import Released
from compendium.displays import impact_sliders
from compendium.displays.design_picture import alt_designs
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.record import Sentence
from compendium.displays.rehearsal_plot import alt_rehearsal
from compendium.intake.tables import Tables


def question(id: str, released: Released) -> None:
    """Table: what the study would ask, and by what an impact would be seen."""
    _show(id, "impact_question", released)


def assumptions(id: str, released: Released) -> None:
    """Table: what the reckoning rests on, and where it comes from."""
    _show(id, "impact_assumptions", released)


def stops(id: str, released: Released) -> None:
    """Table: what can be told at all, and why what cannot."""
    _show(id, "impact_stops", released)


def designs(id: str, released: Released) -> None:
    """Picture: each design as areas by periods."""
    refuse_unreleased(id, "impact_designs", released)
    _show(id, "impact_designs", released, alt_designs(released))


def waiting(id: str, released: Released) -> None:
    """Table: who waits, how long, how many."""
    _show(id, "impact_waiting", released)


def ethics(id: str, released: Released) -> None:
    """Table: what people have to settle, and what they wrote."""
    _show(id, "impact_ethics", released)


def power(id: str, released: Released) -> None:
    """Table: power by formula and in drawn studies, and what can be found."""
    _show(id, "impact_power", released)


def by_sites(id: str, released: Released) -> None:
    """Table: power with other numbers of areas."""
    _show(id, "impact_by_sites", released)


def false_alarms(id: str, released: Released) -> None:
    """Table: how often each analysis finds what is not there."""
    refuse_unreleased(id, "impact_false_alarms", released)
    named = {"outcome": released.labels["method"]["outcome"]}
    caption = Sentence("caption_impact_false_alarms", named)
    show(display_of(id, "impact_false_alarms", released, caption))


def rehearsal(id: str, released: Released) -> None:
    """Points with intervals: one made-up study before and after areas begin."""
    refuse_unreleased(id, "impact_rehearsal", released)
    named = {"outcome": released.labels["method"]["outcome"]}
    caption = Sentence("caption_impact_rehearsal", named)
    show(display_of(id, "impact_rehearsal", released, caption, alt_rehearsal(released)))


def sliders(data: Tables, release: Release) -> None:
    """Sliders to move assumptions by; nothing where nobody has the notebook open."""
    impact_sliders.sliders(data, release)


def _show(id: str, kind: str, released: Released, alt: Sentence | None = None) -> None:
    refuse_unreleased(id, kind, released)
    show(display_of(id, kind, released, f"caption_{kind}", alt))
