"""What a notebook calls to show a planned impact study."""

from __future__ import annotations

from compendium.disclosure.release import Release
from compendium.disclosure.released import Released
from compendium.displays.making import show
from compendium.displays.power import impact_sliders
from compendium.displays.power.impact_displays import impact_display
from compendium.intake.tables import Tables


def question(id: str, released: Released) -> None:
    """Table: what the study would ask, and what an impact would be seen by."""
    show(impact_display(id, "impact_question", released))


def assumptions(id: str, released: Released) -> None:
    """Table: what the results rest on, and where it comes from."""
    show(impact_display(id, "impact_assumptions", released))


def stops(id: str, released: Released) -> None:
    """Table: what can be told at all, and why what cannot."""
    show(impact_display(id, "impact_stops", released))


def designs(id: str, released: Released) -> None:
    """Picture: each design as areas by periods."""
    show(impact_display(id, "impact_designs", released))


def waiting(id: str, released: Released) -> None:
    """Table: who waits, how long, how many."""
    show(impact_display(id, "impact_waiting", released))


def ethics(id: str, released: Released) -> None:
    """Table: what people have to settle, and what they wrote."""
    show(impact_display(id, "impact_ethics", released))


def power(id: str, released: Released) -> None:
    """Table: power by formula and in drawn studies, and what can be found."""
    show(impact_display(id, "impact_power", released))


def by_sites(id: str, released: Released) -> None:
    """Table: power with other numbers of areas."""
    show(impact_display(id, "impact_by_sites", released))


def curve(id: str, released: Released) -> None:
    """Lines and points: power by number of areas, a small chart for each design."""
    show(impact_display(id, "impact_curve", released))


def false_alarms(id: str, released: Released) -> None:
    """Table: how often each analysis finds what is not there."""
    show(impact_display(id, "impact_false_alarms", released))


def rehearsal(id: str, released: Released) -> None:
    """Points with intervals: one made-up study before and after areas begin."""
    show(impact_display(id, "impact_rehearsal", released))


def sliders(data: Tables, release: Release) -> None:
    """Sliders to move assumptions by; nothing where nobody has the notebook open."""
    impact_sliders.sliders(data, release)
