"""Diverging bars: where each stretch stands, what is drawn, and that every word can be read."""

from __future__ import annotations

import functools
import math

import pytest
from measured import contrast, crossing, grounds, measured, outside, overlapping
from shown import FIVE, ITEMS, SIDES, displays, likert, longest_welsh, three

from compendium.displays.drawing.canvas import INK, PAGE, PAPER, PHONE
from compendium.displays.figures import draw
from compendium.displays.survey.bar_rows import COLOURS, JOINED, colour_of, lines_of, side_of
from compendium.words import Text

HIDDEN = ("P3", "all_levels", math.nan, "c")
BOUND = [("P2", "disagree_or_neither", 15.0, "under"), ("P2", "agree", 85.0, "over")]

LONG = ("Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro. " * 4)[:200]
LEVEL = "Anghytuno'n gryf iawn, neu'n weddol gryf"
WORST = {
    "item_id": {**ITEMS, "P1": Text(LONG, LONG)},
    "construct": {"say": Text("Having a say in the plan " * 3, "Cael llais yn y cynllun " * 3)},
    "level": {
        **SIDES,
        "disagree": Text(LEVEL, LEVEL),
        "neither": Text(LEVEL, LEVEL),
        "disagree_or_neither": Text(f"{LEVEL} or {LEVEL}", f"{LEVEL} neu {LEVEL}"),
    },
    "reversed": ITEMS,
}


@functools.cache
def welsh(area, site, profile):
    return displays(area(site), profile)


@pytest.fixture(
    scope="module",
    params=[
        (*who, lang, width, kind)
        for who in [("A", "exact"), *((s, "welsh_evaluation") for s in "ABC")]
        for lang in ("en", "cy")
        for width in (PAGE, PHONE)
        for kind in ("likert", "change")
    ],
    ids=lambda p: "-".join(str(getattr(part, "name", part)) for part in p),
)
def welsh_figure(request, area):
    site, profile, lang, width, kind = request.param
    return draw(welsh(area, site, profile)[kind], lang, width)


@pytest.fixture(
    params=[("en", PAGE), ("en", PHONE), ("cy", PAGE), ("cy", PHONE)],
    ids=["en", "en-phone", "cy", "cy-phone"],
)
def worst_sheet(request):
    lang, width = request.param
    display = likert(*three("P1", 3, 94, 3), *BOUND, HIDDEN, base=123456, **WORST)
    return measured(draw(display, lang, width))


def drawn(*rows, **changes):
    return measured(draw(likert(*rows, **changes), "en", PAGE))


def stretches(*rows, **changes):
    line = lines_of(likert(*rows, **changes), "en")[1]
    return [(p.name, p.left, p.right) for p in line.parts]


def test_the_worst_cases_are_as_long_as_they_claim():
    assert (len(LONG), len(LEVEL)) == (200, 40)


@pytest.mark.sampled(12)
def test_a_welsh_figure_can_be_read(welsh_figure):
    sheet = measured(welsh_figure)
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    assert crossing(sheet) == []
    weak = [t.text for t, under in grounds(sheet) if contrast(t.colour, under.colour) < 4.5]
    assert weak == []
    assert [t.text for t, under in grounds(sheet) if under.hatched] == []


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("kind", ["likert", "change"])
def test_a_welsh_figure_is_legible_on_a_telephone(area, kind, lang):
    figure = draw(welsh(area, "A", "welsh_evaluation")[kind], lang, PHONE)
    sizes = [text.get_fontsize() for text in figure.axes[0].texts]
    # Points to CSS pixels where 3.43 inches of 72 points are shown 343 pixels wide.
    assert min(sizes) * 343 / (3.43 * 72) >= 12


def test_no_text_leaves_the_sheet(worst_sheet):
    assert outside(worst_sheet) == []


def test_no_two_texts_overlap(worst_sheet):
    assert overlapping(worst_sheet) == []


def test_no_text_crosses_a_bar_that_is_not_its_own(worst_sheet):
    assert crossing(worst_sheet) == []


def test_numbers_on_bars_stand_out_from_them(worst_sheet):
    found = [(t.text, contrast(t.colour, under.colour)) for t, under in grounds(worst_sheet)]
    assert found
    assert [text for text, ratio in found if ratio < 4.5] == []


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("long", ["longest", "200"])
def test_the_longest_question_and_labels_of_200_letters_can_be_read(wales, long, lang, width):
    text = longest_welsh(wales) if long == "longest" else Text(LONG, LONG)
    labels = {**WORST, "item_id": dict.fromkeys(ITEMS, text), "construct": {"say": text}}
    if long == "200":
        labels["level"] = dict.fromkeys(WORST["level"], text)
    display = likert(*three("P1", 3, 94, 3), *BOUND, HIDDEN, base=123456, **labels)
    sheet = measured(draw(display, lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    assert crossing(sheet) == []


def test_the_measure_sees_a_text_that_leaves_the_sheet_or_meets_another():
    figure = draw(likert(*three()), "en", PAGE)
    figure.axes[0].text(6.3, 0.1, "far out")
    figure.axes[0].text(0.05, 1.0, "first")
    figure.axes[0].text(0.06, 1.0, "second")
    sheet = measured(figure)
    assert "far out" in outside(sheet)
    assert ("first", "second") in overlapping(sheet)


def test_the_measure_sees_a_text_across_the_end_of_a_bar():
    figure = draw(likert(*three()), "en", PAGE)
    bar = figure.axes[0].patches[-1]
    figure.axes[0].text(bar.get_x() - 0.05, bar.get_y() + 0.15, "across")
    assert "across" in crossing(measured(figure))


def test_text_off_the_bars_stands_out_from_the_paper(worst_sheet):
    own = {text.text for text, _ in grounds(worst_sheet)}
    rest = [t for t in worst_sheet.texts if t.text not in own]
    assert min(contrast(t.colour, PAPER) for t in rest) >= 4.5


def test_three_shares_stand_either_side_of_the_middle():
    assert stretches(*three("P1", 20, 30, 50)) == [
        ("disagree", -35, -15),
        ("neither", -15, 15),
        ("agree", 15, 65),
    ]


def test_a_bound_is_drawn_up_to_the_bound():
    assert stretches(*BOUND) == [("disagree_or_neither", -15, 0), ("agree", 0, 85)]


def test_bars_on_the_sheet_are_as_long_as_their_shares():
    left, middle, right = (b.right - b.left for b in drawn(*three("P1", 20, 30, 50)).bars)
    assert middle / left == pytest.approx(1.5, abs=0.02)
    assert right / left == pytest.approx(2.5, abs=0.02)


def test_a_bound_is_drawn_open_and_its_number_says_over():
    sheet = drawn(*BOUND)
    assert sheet.bars[0].colour == PAPER.lower()
    assert "over 85%" in [t.text for t in sheet.texts]


def test_a_hidden_row_draws_no_bar_and_says_so():
    sheet = drawn(*three("P1"), HIDDEN)
    assert len(sheet.bars) == 3
    assert [t.text for t in sheet.texts].count("[c]") == 1


@pytest.mark.parametrize("level", ["all_levels", "agree"])
def test_a_number_left_behind_a_hidden_mark_is_not_drawn(level):
    sheet = drawn(*three("P1"), ("P3", level, 73.0, "c"))
    assert len(sheet.bars) == 3
    assert "73%" not in [t.text for t in sheet.texts]


def test_nothing_but_released_text_stands_on_the_sheet():
    texts = {t.text for t in drawn(*three("P1", 20, 30, 50)).texts}
    assert texts == {
        *("Having a say", "They listened.", "Base", "80"),
        *("Disagree", "Neither", "Agree", "20%", "30%", "50%"),
    }


def test_a_joined_level_is_hatched():
    joined = ("P1", "disagree_or_neither", 40.0), ("P1", "agree", 60.0)
    assert [b.hatched for b in drawn(*joined).bars] == [True, False]


def test_a_share_too_short_for_its_number_leaves_it_to_the_table():
    texts = [t.text for t in drawn(*three("P1", 48, 4, 48)).texts]
    assert "4%" not in texts
    assert texts.count("48%") == 2


@pytest.mark.parametrize(
    ("name", "scale", "side"),
    [
        ("disagree", "12345", -1),
        ("neither", "12345", 0),
        ("higher", "", 1),
        ("lower_or_same", "", -0.5),
        ("level_1", "12345", -2),
        ("level_3", "12345", 0),
        ("level_1_or_level_2", "12345", -1.5),
        ("level_2", "1234", -0.5),
    ],
)
def test_a_level_stands_where_its_place_on_the_scale_is(name, scale, side):
    assert side_of(name, tuple(scale)) == side


@pytest.mark.parametrize("length", range(2, 11))
def test_a_scale_of_any_length_has_a_colour_for_each_level(length):
    middle = (length - 1) / 2
    scale = tuple(map(str, range(length)))
    colours = [colour_of(place - middle, False, scale) for place in range(length)]
    left, right = colours[: length // 2], colours[-(length // 2) :]
    assert set(left) <= {COLOURS[-2], COLOURS[-1]}
    assert set(right) <= {COLOURS[1], COLOURS[2]}


@pytest.mark.parametrize("length", [2, 3, 4, 5])
def test_levels_of_a_scale_of_up_to_five_differ_in_colour(length):
    scale = tuple(map(str, range(length)))
    colours = {colour_of(p - (length - 1) / 2, False, scale) for p in range(length)}
    assert len(colours) == length


@pytest.mark.parametrize("colour", [COLOURS[-2], COLOURS[-1], COLOURS[1], COLOURS[2]])
def test_white_can_be_read_on_the_strong_colours(colour):
    assert contrast(PAPER, colour) >= 4.5


@pytest.mark.parametrize("colour", [COLOURS[0], *JOINED.values()])
def test_ink_can_be_read_on_the_pale_colours(colour):
    assert contrast(INK, colour) >= 4.5


def test_five_levels_stand_in_their_order():
    levels = {f"level_{n}": text for n, text in FIVE.items()}
    rows = [
        ("P1", level, 20.0) for level in ("level_4", "level_1", "level_3", "level_5", "level_2")
    ]
    found = stretches(*rows, level=levels)
    assert [name for name, _, _ in found] == [f"level_{n}" for n in "12345"]
    assert [left for _, left, _ in found] == [-50, -30, -10, 10, 30]
