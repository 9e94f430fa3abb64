"""The explorer: filters over coded passages, live counts and quotes, in JupyterLab.

It runs on a profile that hides nothing, in a copy of its notebook in ``private/``
(``make explore``), and needs no network.
"""

from __future__ import annotations

import html

from compendium.analysis import search
from compendium.analysis.themes import in_outline_order
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.displays import verbs
from compendium.displays.show import bundle
from compendium.intake.take_in import Tables
from compendium.words import say

LANG = "en"
INDENT = "\u2003"


def explorer(data: Tables, release: Release):
    """Filters by theme, area, group and words, and what fits them, as a widget.

    Raises
    ------
    DisclosureError
        Under a public profile.
    """
    import ipywidgets

    wide = {"layout": {"width": "28rem"}, "style": {"description_width": "5rem"}}
    chosen = {
        "code_id": ipywidgets.Dropdown(
            options=themes(data), description=say("explore_theme", LANG), **wide
        ),
        "site_id": ipywidgets.Dropdown(
            options=areas(data), description=say("explore_area", LANG), **wide
        ),
        "group": ipywidgets.Dropdown(
            options=groups(data), description=say("explore_group", LANG), **wide
        ),
        "words": ipywidgets.Text(value="", description=say("explore_words", LANG), **wide),
    }
    shown = ipywidgets.HTML(value=found(data, release))

    def look(_):
        shown.value = found(data, release, **{name: w.value for name, w in chosen.items()})

    for widget in chosen.values():
        widget.observe(look, names="value")
    return ipywidgets.VBox([*chosen.values(), shown])


def found(data: Tables, release: Release, **filters: str) -> str:
    """What fits the filters, as HTML: a line of counts, the counts by group, the passages.

    Takes the filters of `compendium.analysis.search.passages`.
    """
    counted = release(search.counts(data, **filters))
    quoted = release(search.passages(data, **filters))
    if quoted.frame.empty:
        return f"<p>{html.escape(say('explore_none', LANG))}</p>"
    numbers = {n: Value(counted, 0, n).say(LANG) for n in ("passages", "people", "sources")}
    line = html.escape(say("explore_found", LANG, **numbers))
    shown = (
        verbs.table_display("counts", "passage_counts", counted, "caption_passage_counts"),
        verbs.table_display("found", "passages", quoted, "caption_passages"),
    )
    tables = "".join(bundle(display)["text/html"] for display in shown)
    return f"<p><strong>{line}</strong></p>{tables}"


def themes(data: Tables) -> list[tuple[str, str]]:
    """Every active code, indented by its depth, after the choice of all of them."""
    parent = {c.code_id: c.parent_id for c in data.study.codebook}

    def depth(code_id: str) -> int:
        return 1 + depth(parent[code_id]) if parent.get(code_id) else 0

    codes = [c for c in in_outline_order(data.study.codebook) if c.status == "active"]
    return [_all(), *((INDENT * depth(c.code_id) + c.label.say(LANG), c.code_id) for c in codes)]


def areas(data: Tables) -> list[tuple[str, str]]:
    """Every site, after the choice of all of them."""
    return [_all(), *((s.label.say(LANG), s.site_id) for s in data.study.sites)]


def groups(data: Tables) -> list[tuple[str, str]]:
    """Every group, after the choice of all of them."""
    return [_all(), *((g.label.say(LANG), g.group) for g in data.study.groups)]


def _all() -> tuple[str, str]:
    return say("explore_all", LANG), ""
