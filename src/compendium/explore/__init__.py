"""The explorer: filters over coded passages, a map of them, and their words, in JupyterLab.

It runs on a profile that hides nothing, in a copy of its notebook in ``private/``
(``make explore``), and needs no network. `attributes` are what people, sources and passages can be
told apart by, `talk` is the passages, `filters` what is looked for, `grid` the map, `shown` the
passages as HTML, `selection` what is written of them, `panel` the widget. `answers` is a
view of its own on the open questions of surveys.
"""

from __future__ import annotations

from compendium.disclosure.release import Release
from compendium.intake.take_in import Tables


def explorer(data: Tables, release: Release):
    """Filters, a map of themes to click, and what fits them, as a widget.

    Raises
    ------
    DisclosureError
        Under a public profile.
    """
    from compendium.explore.panel import Panel

    return Panel(data, release).box


def open_questions(data: Tables, release: Release):
    """An open question of a survey, its answers and their codes in one view, as a widget.

    Raises
    ------
    DisclosureError
        Under a public profile.
    """
    from compendium.explore.answers import browser

    return browser(data, release)
