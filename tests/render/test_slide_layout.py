"""How a figure stands on a slide: whole if it can be read, else in columns, else a part of it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.image import imsave

from compendium.displays.drawing.canvas import Cut
from compendium.render.pictures import blank_bands
from compendium.render.slide_layout import ROOM_HIGH, ROOM_WIDE, Drawing, layout


def drawing(name, wide, high, cut=Cut(), every=None):  # noqa: B008  frozen
    """A drawing, blank for 0.2 inches before each `every` inches."""
    ends = np.arange(every, high, every).tolist() if every else []
    return Drawing(name, wide, high, cut, lambda: [(y - 0.2, y) for y in ends])


def placed(high, phone_high=None, slide_high=99.0, **how):
    page = drawing("page", 6.4, high, **how)
    phone = drawing("phone", 3.43, phone_high or 1.6 * high, **how)
    return layout(page, phone, lambda: drawing("slide", 10.08, slide_high, **how))


def test_a_low_figure_stands_whole_and_large():
    found = placed(2.5)
    assert (found.drawing.name, found.whole, len(found.parts)) == ("page", True, 1)
    # 6.4 inches as wide as the slide's 12.333 would be 1.93 times: 35 pixels of text.
    assert found.pixels == pytest.approx(12.333 / 6.4 * 18)


def test_one_that_is_too_high_is_drawn_for_the_slide():
    found = placed(5.5, slide_high=4.2)
    assert (found.drawing.name, found.pixels) == ("slide", pytest.approx(22, abs=0.1))


def test_one_still_higher_stands_in_columns():
    found = placed(12.0, 15.0, every=1.0)
    assert found.whole
    assert len(found.parts) == 3
    assert found.pixels >= 18


def test_columns_leave_out_nothing_but_what_is_blank():
    found = placed(12.0, 15.0, every=1.0)
    ends = [0.0, *(y for part in found.parts for y in part), found.drawing.high]
    gaps = [b - a for a, b in zip(ends[::2], ends[1::2], strict=True)]
    assert all(gap <= 0.2 + 1e-9 for gap in gaps)


@pytest.mark.parametrize("high", [1, 3, 6, 9, 12, 20, 40, 80])
@pytest.mark.parametrize("head", [0.0, 0.8])
def test_whatever_its_height_a_figure_stays_in_its_place(high, head):
    found = placed(float(high), cut=Cut(head), every=0.5)
    assert found.wide <= ROOM_WIDE + 1e-6
    assert found.high <= ROOM_HIGH + 1e-6
    assert found.pixels >= 14


def test_the_highest_figures_are_shown_in_part_and_with_text_that_can_be_read():
    found = placed(80.0, 120.0, every=1.0)
    assert not found.whole
    assert found.pixels == pytest.approx(18)


def test_what_cannot_be_cut_stays_whole_and_is_known_to_be_too_small():
    found = placed(20.0, cut=Cut(allowed=False), every=1.0)
    assert (found.whole, found.readable, len(found.parts)) == (True, False, 1)


def test_a_figure_of_sections_is_cut_where_they_begin():
    starts = (0.3, 4.0, 8.0)
    found = layout(
        drawing("page", 6.4, 12.0, Cut(0.3, starts)),
        drawing("phone", 3.43, 12.0, Cut(0.3, starts)),
        lambda: drawing("slide", 10.08, 12.0, Cut(0.3, starts)),
    )
    assert found.parts == ((0.0, 4.0), (4.0, 8.0), (8.0, 12.0))


def test_a_heading_stays_with_what_it_heads():
    # Drawn: 0 to 3, a heading from 3.4 to 3.6, and from 3.7 to 7.
    bands = [(3.0, 3.4), (3.6, 3.7)]
    page, phone = (Drawing(n, w, 7.0, Cut(), lambda: bands) for n, w in (("p", 6.4), ("q", 3.43)))
    found = layout(page, phone, lambda: drawing("slide", 10.08, 7.0))
    assert found.parts == ((0.0, 3.0), (3.4, 7.0))


def test_blank_bands_are_the_rows_without_a_dot():
    picture = np.ones((10, 4, 3))
    picture[3:5, 2] = 0.0
    buffer = io.BytesIO()
    imsave(buffer, picture, format="png")
    assert blank_bands(buffer.getvalue(), dots=10) == ((0.0, 0.3), (0.5, 1.0))
