"""Every figure of both shipped studies can be read, and so it could of studies unlike them.

One display of each kind is drawn again with other names, with many and with one of everything, and
with numbers hidden.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layout_checks import faults
from shown import displayed, likert, theme_shares, three
from stressed import CALLED, first_of, hidden, multiplied, relabelled

from compendium.analysis.qualitative import meetings, theme_counts
from compendium.build.read_back import displays_in
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure

WIDTHS = pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
# The page's own width takes as long again and finds what the narrow one finds: when asked for.
ONE_WIDTH = pytest.mark.parametrize(
    "width",
    [
        pytest.param(PHONE, id="phone"),
        pytest.param(PAGE, id="page", marks=pytest.mark.thorough),
    ],
)
KINDS = (
    *("agreement", "change", "cmocs", "consensus", "forest", "group_means", "heat_map", "likert"),
    *("impact_curve", "impact_designs", "impact_rehearsal"),
    *("missing_map", "quarters", "review_flow", "service_flow", "slopes"),
    *("theory_map", "verdict_map", "waits", "who_refers"),
)
# Where names are exchanged, so many rows of a kind show all that can go wrong.
FEW = {
    "agreement": ("code_id", 5),
    "change": ("item_id", 5),
    "cmocs": ("cmoc_id", 2),
    "consensus": ("statement", 3),
    "forest": ("construct", 3),
    "group_means": ("construct", 2),
    "heat_map": ("code_id", 5),
    "likert": ("item_id", 5),
    "missing_map": ("item_id", 5),
    "verdict_map": ("cmoc_id", 3),
}
# What there may be one of, or so many.
MANY = [
    ("agreement", "code_id", 60),
    ("change", "item_id", 60),
    ("cmocs", "cmoc_id", 30),
    ("consensus", "group", 10),
    ("consensus", "statement", 60),
    ("forest", "construct", 30),
    ("group_means", "group", 30),
    ("heat_map", "area", 30),
    ("heat_map", "group", 30),
    ("likert", "item_id", 60),
    ("missing_map", "area", 30),
    ("missing_map", "item_id", 60),
    ("quarters", "site_id", 30),
    ("service_flow", "site_id", 30),
    ("slopes", "construct", 30),
    ("theory_map", "cmoc_id", 40),
    ("verdict_map", "area", 30),
    ("verdict_map", "cmoc_id", 60),
    ("waits", "site_id", 20),
    ("who_refers", "site_id", 30),
]


@pytest.fixture(scope="module")
def published(welsh_pages):
    """The displays of both studies' published notebooks that have a figure."""
    notebooks = sorted(welsh_pages.parent.glob("*/*.ipynb"))
    return [d for path in notebooks for d in displays_in(path) if has_figure(d)]


@pytest.fixture(scope="module")
def of_kind(published):
    """The first display of a kind; cut down to some rows of it if `few`."""

    def found(kind: str, few: bool = False):
        display = next(d for d in published if d.kind == kind)
        return first_of(display, *FEW[kind]) if few and kind in FEW else display

    return found


@pytest.mark.parametrize(
    ("lang", "width"),
    [
        pytest.param("en", PAGE, id="en-page"),
        pytest.param("cy", PHONE, id="cy-phone"),
        pytest.param("cy", PAGE, id="cy-page", marks=pytest.mark.thorough),
        pytest.param("en", PHONE, id="en-phone", marks=pytest.mark.thorough),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_published_figure_can_be_read(published, kind, lang, width):
    figures = [d for d in published if d.kind == kind]
    assert figures
    assert {d.id: found for d in figures if (found := faults(draw(d, lang, width)))} == {}


@ONE_WIDTH
@pytest.mark.parametrize(
    "named",
    [pytest.param(n, marks=[pytest.mark.thorough] if i else []) for i, n in enumerate(CALLED)],
)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_things_are_called_it_can_be_read(of_kind, kind, named, width):
    display = relabelled(of_kind(kind, few=True), CALLED[named])
    assert faults(draw(display, "cy", width)) == []


@pytest.mark.thorough
@WIDTHS
@pytest.mark.parametrize(("kind", "column", "count"), MANY)
def test_however_many_there_are_it_can_be_read(of_kind, kind, column, count, width):
    display = of_kind(kind, few=FEW.get(kind, ("",))[0] != column)
    assert faults(draw(multiplied(display, column, count), "en", width)) == []


@pytest.mark.thorough
@WIDTHS
@pytest.mark.parametrize(("kind", "column"), [(kind, column) for kind, column, _ in MANY])
def test_one_alone_can_be_read(of_kind, kind, column, width):
    display = first_of(of_kind(kind, few=True), column)
    assert not has_figure(display) or faults(draw(display, "en", width)) == []


@ONE_WIDTH
@pytest.mark.parametrize("kind", KINDS)
def test_with_every_other_row_hidden_it_can_be_read(of_kind, kind, width):
    display = hidden(of_kind(kind), every=2)
    assert not has_figure(display) or faults(draw(display, "cy", width)) == []


TEAM = {
    "code_tree": lambda data: theme_counts.counts(data, by=["group"]),
    "code_tree_words": lambda data: theme_counts.counts(data, by=["group"]),
    "co_occurrence": lambda data: meetings.co_occurrence(data, unit="segment"),
}


@pytest.mark.thorough
@WIDTHS
@pytest.mark.parametrize("named", [None, *CALLED])
@pytest.mark.parametrize("kind", TEAM)
def test_what_only_the_team_sees_can_be_read(area, kind, named, width):
    released = Release(area(""), profile_named("exact"))(TEAM[kind](area("")))
    display = displayed(getattr(verbs, kind), released)
    display = relabelled(display, CALLED[named]) if named else display
    assert faults(draw(display, "cy", width)) == []


NAMES = st.text("abwyŵŷâmngll '-–.,()%$_", min_size=1, max_size=120).filter(str.strip)
UNHURRIED = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@WIDTHS
@UNHURRIED
@given(name=NAMES)
def test_bars_of_any_wording_can_be_read(width, name):
    assert faults(draw(relabelled(likert(*three()), lambda _: name), "en", width)) == []


@WIDTHS
@UNHURRIED
@given(name=NAMES)
def test_a_map_of_any_wording_can_be_read(width, name):
    display = relabelled(displayed(verbs.heat_map, theme_shares()), lambda _: name)
    assert faults(draw(display, "en", width)) == []
