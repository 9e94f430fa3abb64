"""What notebooks call to show the log of casework: the service map, who refers, and waits."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.record import Sentence
from compendium.displays.service import flow_parts, quarter_bars, service_map


def service_flow(id: str, released: Released) -> None:
    """Streams: from who refers, by route and decision, to what is done."""
    refuse_unreleased(id, "service_flow", released)
    alt = flow_parts.alt_service_flow(released)
    _show(id, "service_flow", released, alt)


def who_refers(id: str, released: Released) -> None:
    """Bars: how many referrals come from whom, and what share is accepted."""
    refuse_unreleased(id, "who_refers", released)
    _show(id, "who_refers", released, service_map.alt_who_refers(released))


def referral_routes(id: str, released: Released) -> None:
    """Table: referrals by route, and what was decided."""
    _show(id, "referral_routes", released)


def referral_years(id: str, released: Released) -> None:
    """Table: referrals by calendar year, and what was decided."""
    _show(id, "referral_years", released)


def composition_table(id: str, released: Released) -> None:
    """Table: who referrals are of."""
    _show(id, "composition", released)


def quarters(id: str, released: Released) -> None:
    """Bars: how many referrals each quarter brought."""
    refuse_unreleased(id, "quarters", released)
    alt, more = quarter_bars.alt_quarters(released), quarter_bars.notes(released)
    _show(id, "quarters", released, alt, more)


def repeats_table(id: str, released: Released) -> None:
    """Table: first referrals of a person, and those of the same person again."""
    _show(id, "repeats", released, None, (Sentence("note_first_is_people"),))


def referral_rates(id: str, released: Released) -> None:
    """Table: referrals a year per 100 people; without a count of people a sentence says so."""
    _show(id, "referral_rates", released)


def waits(id: str, released: Released) -> None:
    """Curves: what share of accepted referrals had first contact within so many days."""
    refuse_unreleased(id, "waits", released)
    _show(id, "waits", released, service_map.alt_waits(released))


def median_waits(id: str, released: Released) -> None:
    """Table: the day by which half of the accepted referrals had first contact."""
    _show(id, "median_waits", released)


def time_open_table(id: str, released: Released) -> None:
    """Table: by which week half of the cases were closed."""
    _show(id, "time_open", released)


def activities_per_case(id: str, released: Released) -> None:
    """Table: how many activities a closed case has."""
    _show(id, "activities_per_case", released)


def activity_mix(id: str, released: Released) -> None:
    """Table: of what kinds the activities are."""
    _show(id, "activity_mix", released)


def casework_quality(id: str, released: Released) -> None:
    """Table for the team: what is amiss with the logs."""
    _show(id, "casework_quality", released)


def _show(
    id: str,
    kind: str,
    released: Released,
    alt: Sentence | None = None,
    more: tuple[Sentence, ...] = (),
) -> None:
    refuse_unreleased(id, kind, released)
    more = (*service_map.notes(released), *more)
    show(display_of(id, kind, released, f"caption_{kind}", alt, more))
