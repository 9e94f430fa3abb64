"""A line is drawn as matplotlib draws it, and is never taken for a formula."""

from __future__ import annotations

import matplotlib
import pytest

from compendium.displays.drawing import canvas

STYLES = [
    *({"ha": side} for side in ("left", "center", "right")),
    {"fontweight": "bold", "ha": "right"},
    {"color": "#1D5A88", "zorder": 3},
]


def drawn(put) -> bytes:
    """A sheet as SVG, with what `put` puts onto its axis."""
    with matplotlib.rc_context(canvas.settings("it")):
        figure, axis = canvas.sheet(3, 1)
        put(axis)
        return canvas.svg_bytes(figure, "it")


@pytest.mark.parametrize("text", ["Pwy a siaradodd?", "ŵ AVATAR fi, To  – 52%"])
@pytest.mark.parametrize("style", STYLES, ids=str)
def test_a_line_is_the_same_to_the_byte_as_a_text_of_matplotlib(style, text):
    baseline = 0.2 + canvas.line_height(9) / 2 + 0.33 * 9 / 72
    usual = {"color": canvas.INK, "fontsize": 9} | style
    ours = drawn(lambda axis: canvas.write(axis, 1.5, 0.2, [text], 9, **style))
    theirs = drawn(lambda axis: axis.text(1.5, baseline, text, **usual))
    assert ours == theirs


def test_a_line_with_an_edge_around_its_letters_is_the_same_too():
    from matplotlib.patheffects import withStroke

    style = {"path_effects": [withStroke(linewidth=2, foreground=canvas.PAPER)]}
    ours = drawn(lambda axis: canvas.write(axis, 1, 0.2, ["Edge"], 9, **style))
    baseline = 0.2 + canvas.line_height(9) / 2 + 0.33 * 9 / 72
    usual = {"color": canvas.INK, "fontsize": 9} | style
    assert ours == drawn(lambda axis: axis.text(1, baseline, "Edge", **usual))


def test_dollars_begin_no_formula():
    said = drawn(lambda axis: canvas.write(axis, 0.1, 0.2, ["$5 or $6"], 9)).decode()
    assert said.count("<use ") == len("$5 or $6")


def test_no_text_leaves_no_mark():
    assert drawn(lambda axis: canvas.write(axis, 0.1, 0.2, [""], 9)) == drawn(lambda axis: None)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "Pwy a siaradodd?",
        " ",
        "a  b ",
        "ŵ ŷ Ŵ",
        "fi ffi",
        "“AVATAR” To",
        "52% (n = 33)",
        "–1.5 … 2",
    ],
)
def test_a_line_is_as_wide_as_matplotlib_has_it(text, bold):
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    canvas._fonts()
    font = FontProperties(family=canvas.FAMILY, size=9, weight="bold" if bold else "regular")
    width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    assert canvas.text_width(text, 9, bold) == width / 72
