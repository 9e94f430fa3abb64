"""What a notebook calls to show coders' agreement."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.intercoder import agreement
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.record import Display, Label, Sentence

# Tables with a row for each code.
OF_CODES = ("agreement", "agreement_detail", "boundaries")


def agreement_table(id: str, released: Released) -> None:
    """Dots and table: how far two coders agree on each theme."""
    refuse_unreleased(id, "agreement", released)
    alt = agreement.alt_text(released)
    show(_unless_not_used(id, "agreement", released, alt))


def agreement_detail(id: str, released: Released) -> None:
    """Table: every coefficient of agreement, about passages and about characters."""
    show(_unless_not_used(id, "agreement_detail", released))


def agreement_overall(id: str, released: Released) -> None:
    """Table: how far coders give a passage the same one code."""
    show(_unless_not_used(id, "agreement_overall", released))


def boundaries(id: str, released: Released) -> None:
    """Table: whether two coders begin and end their passages in the same places."""
    show(_unless_not_used(id, "boundaries", released))


def disagreements(id: str, released: Released) -> None:
    """Table for the team: passages that two coders coded differently, and who gave what."""
    show(_unless_not_used(id, "disagreements", released))


def agreement_plan(id: str, released: Released) -> None:
    """Table: how many passages to code twice."""
    refuse_unreleased(id, "agreement_plan", released)
    caption = Sentence("caption_agreement_plan", dict(released.labels["method"]))
    show(display_of(id, "agreement_plan", released, caption))


def _unless_not_used(
    id: str, kind: str, released: Released, alt: Sentence | None = None
) -> Display:
    """The display; the team's reason where it does not work with coefficients of agreement."""
    refuse_unreleased(id, kind, released)
    if "not_used" in released.labels:
        said = Sentence("agreement_not_used", {"reason": Label(released, "not_used", "reason")})
        return Display(id, "absent", released, said, None, ())
    more = agreement.left_out(released) if kind in OF_CODES else ()
    if more and agreement.kept_rows(released).empty:
        return Display(id, "absent", released, more[0], None, ())
    return display_of(id, kind, released, f"caption_{kind}", alt, more)
