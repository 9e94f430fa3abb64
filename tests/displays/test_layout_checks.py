"""What looks at figures finds each fault that was put into one, and none where there is none."""

from __future__ import annotations

import matplotlib
import pytest
from layout_checks import faults, inks
from matplotlib.patches import FancyArrowPatch, Rectangle
from shown import likert, three

from compendium.displays.drawing.canvas import INK, PAPER, settings, sheet, text_width, write
from compendium.displays.figures import draw


@pytest.fixture
def axis():
    with matplotlib.rc_context(settings("it")):
        yield sheet(3, 1)[1]


def box(axis, x, y, wide, high, **style):
    axis.add_artist(Rectangle((x, y), wide, high, **{"facecolor": "#E8EEF4"} | style))


def test_a_text_in_a_box_with_room_is_no_fault(axis):
    box(axis, 0.1, 0.1, 2, 0.5)
    write(axis, 0.2, 0.2, ["Trust"], 9)
    assert faults(axis.figure) == []


def test_ink_stands_where_the_letters_are(axis):
    write(axis, 0.2, 0.2, ["Hx"], 9)
    (ink,) = inks(axis.figure)
    assert ink.left == pytest.approx(0.2, abs=0.02)
    assert ink.right == pytest.approx(0.2 + text_width("Hx", 9), abs=0.02)
    # A capital of this typeface is 0.66 of the size high: 5.94 of 9 points.
    assert (ink.bottom - ink.top) * 72 == pytest.approx(5.94, abs=0.1)


def test_a_text_off_the_sheet_is_found(axis):
    write(axis, 2.9, 0.2, ["Trust"], 9)
    assert "off the sheet: Trust" in faults(axis.figure)


def test_texts_on_one_another_are_found_and_close_lines_are_none(axis):
    write(axis, 0.2, 0.2, ["gypsy", "Ŵyl Ŷd"], 9)
    assert faults(axis.figure) == []
    write(axis, 0.3, 0.2, ["Trust"], 9)
    assert any(f.startswith("on one another: ") for f in faults(axis.figure))


def test_a_text_that_leaves_its_box_is_found(axis):
    box(axis, 0.1, 0.1, 0.4, 0.5, facecolor=PAPER, edgecolor=INK)
    write(axis, 0.2, 0.2, ["Relationship"], 9)
    assert "out of its box: Relationship" in faults(axis.figure)


def test_a_line_through_a_text_is_found(axis):
    axis.plot([0, 3], [0.28, 0.28], color=INK)
    write(axis, 0.2, 0.2, ["Trust"], 9)
    assert faults(axis.figure) == ["something runs through: Trust"]


def test_an_arrows_head_on_a_text_is_found(axis):
    axis.add_artist(FancyArrowPatch((2, 0.28), (0.3, 0.28), arrowstyle="-|>", mutation_scale=10))
    write(axis, 0.2, 0.2, ["Trust"], 9)
    assert "something runs through: Trust" in faults(axis.figure)


def test_a_line_under_paper_under_a_text_is_no_fault(axis):
    axis.plot([0, 3], [0.28, 0.28], color=INK)
    box(axis, 0.15, 0.15, 0.5, 0.3, facecolor=PAPER, zorder=2.5)
    write(axis, 0.2, 0.2, ["Trust"], 9)
    assert faults(axis.figure) == []


@pytest.mark.parametrize(("ink", "told"), [("#767676", True), ("#8a8a8a", False)])
def test_a_text_stands_out_from_its_ground(axis, ink, told):
    """#767676 is the lightest grey that WCAG takes on white (4.54)."""
    write(axis, 0.2, 0.2, ["Trust"], 9, color=ink)
    assert (faults(axis.figure) == []) == told


@pytest.mark.parametrize(("points", "told"), [(8.7, True), (8.5, False)])
def test_a_text_has_twelve_pixels(axis, points, told):
    """8.64 points are 12 pixels where an inch is shown as 100."""
    write(axis, 0.2, 0.2, ["Trust"], points)
    assert (faults(axis.figure) == []) == told


@pytest.mark.parametrize(("edge", "told"), [("#6B7786", True), ("#ffffff", False)])
def test_a_light_bar_is_told_by_its_edge(axis, edge, told):
    box(axis, 0.1, 0.1, 2, 0.5, facecolor="#CDD3DB", edgecolor=edge)
    assert (faults(axis.figure) == []) == told


@pytest.mark.parametrize(("mark", "told"), [("s", True), ("o", False)])
def test_marks_are_not_told_by_colour_alone(axis, mark, told):
    for y, marker, colour in ((0.3, "o", "#1D5A88"), (0.6, mark, "#8C4304")):
        axis.plot([0.5], [y], marker=marker, color=colour)
    assert (faults(axis.figure) == []) == told


def test_bars_drawn_as_they_are_have_no_fault():
    assert faults(draw(likert(*three()), "en")) == []
