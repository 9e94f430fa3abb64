"""What a notebook calls to show the quote bank (see `compendium.displays.verbs`)."""

from __future__ import annotations

from compendium.analysis.qualitative.quote_bank import CMOC, THEME
from compendium.disclosure.profile import profile_named
from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.record import Display
from compendium.displays.sentences import Sentence


def quotes_by_theme(id: str, released: Released) -> None:
    """Every passage of the quote bank under its themes; for the public the approved ones."""
    _bank(id, "bank_themes", released, THEME)


def quotes_by_configuration(id: str, released: Released) -> None:
    """The passages of the quote bank that are evidence, under each configuration."""
    _bank(id, "bank_cmocs", released, CMOC)


def _bank(id: str, kind: str, released: Released, part: str) -> None:
    refuse_unreleased(id, kind, released)
    mine = released.only("part", part)
    public = profile_named(released.profile).public
    if mine.frame.empty:
        key = f"absent_{kind}_public" if public else f"absent_{kind}"
        show(Display(id, "absent", mine, Sentence(key), None, ()))
        return
    more = (Sentence("note_bank_public" if public else "note_bank_team"),)
    if part == CMOC and public:
        more = (Sentence("note_bank_cmocs_public"),)
    caption = f"caption_{kind}_public" if public else f"caption_{kind}"
    show(display_of(id, kind, mine, caption, more=more))
