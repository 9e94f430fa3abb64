"""The flow drawn: every text in its box, boxes apart, the same bytes each time."""

from __future__ import annotations

import itertools

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from reviewed import SCREENED, with_made_review, with_review

from compendium.analysis.review import literature_flow
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import figures
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.making import display_of
from compendium.displays.review.flow_boxes import alt_flow
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

WIDTHS = [PAGE, PHONE]
DATABASES_ALONE = "\n".join(SCREENED.splitlines()[:9]) + "\n"
LONG = "an exceedingly long reason for which nobody would include this report in any review " * 3


def shown():
    data = open_tables(open_study("tiny"))
    flow = Release(data, profile_named("welsh_evaluation"))(literature_flow.flow(data))
    return display_of("flow", "review_flow", flow, "caption_review_flow", alt_flow(flow))


def drawn(width, lang="en"):
    """Boxes of a figure (left, top, right, bottom), and of each text the same."""
    figure = figures.draw(shown(), lang, width)
    (axis,) = figure.axes
    renderer = FigureCanvasAgg(figure).get_renderer()

    def around(artist):
        ends = artist.get_window_extent(renderer).transformed(axis.transData.inverted())
        return (ends.x0, min(ends.y0, ends.y1), ends.x1, max(ends.y0, ends.y1))

    boxes = [around(patch) for patch in axis.patches if patch.get_width() > 0]
    return boxes, [(text.get_text(), around(text)) for text in axis.texts if text.get_text()]


def inside(text, box):
    left, top, right, bottom = box
    return left < text[0] and text[2] < right and top < text[1] and text[3] < bottom


def apart(one, other, touching=0.0):
    """Whether two rectangles are apart; `touching` inches of overlap are none."""
    aside = one[2] < other[0] + touching or other[2] < one[0] + touching
    return aside or one[3] < other[1] + touching or other[3] < one[1] + touching


def check(width, lang="en"):
    boxes, texts = drawn(width, lang)
    for text, place in texts:
        assert any(inside(place, box) for box in boxes), text
    assert all(apart(a, b) for a, b in itertools.combinations(boxes, 2))
    # Text is measured in whole pixels, lines stand a line apart.
    assert all(apart(a, b, 0.02) for (_, a), (_, b) in itertools.combinations(texts, 2))
    return boxes, " ".join(text for text, _ in texts)


@pytest.mark.parametrize("width", WIDTHS, ids=lambda w: w.name)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_text_stands_in_a_box_and_boxes_stand_apart(tiny, width, lang):
    with_made_review(tiny)
    boxes, text = check(width, lang)
    assert len(boxes) == 2 + 8 + 5 + 1
    for number in ("412", "312", "241", "71", "67", "49", "34", "32", "21", "29", "26", "17"):
        assert f"{number})" in text


@pytest.mark.parametrize("width", WIDTHS, ids=lambda w: w.name)
def test_boxes_grow_with_what_they_say(tiny, width):
    with_review(tiny, SCREENED.replace("N,no data", f"N,{LONG}"))
    _, text = check(width)
    assert all(word in text for word in LONG.split())


@pytest.mark.parametrize("width", WIDTHS, ids=lambda w: w.name)
def test_an_arm_by_which_nothing_was_found_is_not_drawn(tiny, width):
    with_review(tiny, DATABASES_ALONE)
    boxes, text = check(width)
    assert len(boxes) == 1 + 8 + 1
    assert "Other methods" not in text


def test_the_same_flow_gives_the_same_bytes(tiny):
    with_review(tiny)
    assert figures.svg(shown(), "en") == figures.svg(shown(), "en")


def test_the_alternative_text_goes_from_what_was_found_to_what_is_in(tiny):
    with_review(tiny)
    assert shown().alt.parts["alt"].say("en") == (
        "Flow diagram. Databases gave 8 records and registers 0; 6 were screened and 4 read in "
        "full. Other methods gave 2 reports, of which 2 were read in full. Included are 3 studies "
        "with 4 reports."
    )
