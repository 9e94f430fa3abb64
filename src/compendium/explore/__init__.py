"""The explorer: filters over coded passages, a map of them, and their words, in JupyterLab.

It runs on a profile that hides nothing, in a copy of its notebook in ``private/``
(``make explore``), and needs no network. `attributes` are what people, sources and passages can be
told apart by, `talk` is the passages, `filters` what is looked for, `grid` the map, `shown` the
passages as HTML, `selection` what is written of them, `panel` the widget. `answers` is a
view of its own on the open questions of surveys. `tracer` follows the evidence trail. `holdings` is
what the study holds, with links to its reports.
"""

from __future__ import annotations

from collections.abc import Callable

from compendium.disclosure.release import Release
from compendium.intake.tables import Tables


def contents(data: Tables, release: Release):
    """What the study holds, and its reports with links to open them, for JupyterLab to show.

    Raises
    ------
    DisclosureError
        Under a public profile.
    """
    from IPython.display import HTML

    from compendium.explore.holdings import contents_html

    return HTML(contents_html(data, release))


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


def tracer(data: Tables, release: Release) -> Callable[..., None]:
    """A function that shows what a thing goes back to, and what takes it up.

    Ask it for a finding, a row of the joint display, a principle, a statement, a CMOC, a piece of
    evidence, a decision, a source or a passage by its id: ``trace("PW4")``,
    ``trace("joint:trust")``; without one it shows the first statement. It raises a StudyError, with
    the nearest names, where there is nothing of that name or several things.
    """
    from compendium.analysis.trail import results
    from compendium.displays import verbs as show

    def trace(name: str = "") -> None:
        show.trace("trace", release(results.trace(data, name)))

    return trace
