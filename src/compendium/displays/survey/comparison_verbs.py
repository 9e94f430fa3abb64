"""Verbs of planned comparisons and of tests: one display per comparison.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.survey import forest as forest_plot
from compendium.displays.survey import group_means as means
from compendium.displays.survey import model_tables, sensitivity


def forest(id: str, released: Released) -> None:
    """Forest plots: how far groups differ in each topic, one plot per planned comparison."""
    for name, part in _comparisons(id, "forest", released):
        caption = forest_plot.caption(part, "caption_contrasts")
        alt, more = forest_plot.alt_forest(part), forest_plot.notes(part)
        show(display_of(name, "forest", part, caption, alt, more, forest_plot.areas(part)))


def group_means(id: str, released: Released) -> None:
    """Points with intervals: mean scores of the groups of each planned comparison."""
    for name, part in _comparisons(id, "group_means", released):
        caption = forest_plot.caption(part, "caption_group_scores", ("least", "most"))
        alt, more = means.alt_group_means(part), (*forest_plot.notes(part), *means.notes(part))
        show(display_of(name, "group_means", part, caption, alt, more, forest_plot.areas(part)))


def sensitivity_table(id: str, released: Released) -> None:
    """Tables: each planned comparison in other ways of analysis, and whether it survives them."""
    for name, part in _comparisons(id, "sensitivity", released):
        caption = forest_plot.caption(part, "caption_sensitivity")
        more = (*forest_plot.notes(part), *sensitivity.notes(part))
        show(display_of(name, "sensitivity", part, caption, more=more))


def ordinal_table(id: str, released: Released) -> None:
    """Tables: odds of a higher score by area, one table per planned comparison."""
    _models(id, "ordinal", released)


def cluster_table(id: str, released: Released) -> None:
    """Tables: how alike people of one area are, one table per planned comparison."""
    _models(id, "clusters", released)


def _models(id: str, kind: str, released: Released) -> None:
    for name, part in _comparisons(id, kind, released):
        caption = forest_plot.caption(part, f"caption_{kind}")
        show(display_of(name, kind, part, caption, more=forest_plot.notes(part)))


def test_table(id: str, released: Released) -> None:
    """Table: whether answers to one question go with the area, or with another question."""
    refuse_unreleased(id, "crosstab", released)
    more = model_tables.notes(released)
    show(display_of(id, "crosstab", released, "caption_crosstab", None, more))


def _comparisons(id: str, kind: str, released: Released) -> list[tuple[str, Released]]:
    """The rows of each planned comparison and an id for them; without any, the empty table."""
    refuse_unreleased(id, kind, released)
    named = list(dict.fromkeys(released.frame["comparison"]))
    return [(f"{id}-{n}", released.only("comparison", n)) for n in named] or [(id, released)]
