"""A line is drawn as matplotlib draws it, and is never taken for a formula."""

from __future__ import annotations

import matplotlib
import pytest

from compendium.displays import canvas

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


@pytest.mark.parametrize("style", STYLES, ids=str)
def test_a_line_is_the_same_to_the_byte_as_a_text_of_matplotlib(style):
    baseline = 0.2 + canvas.line_height(9) / 2 + 0.33 * 9 / 72
    usual = {"color": canvas.INK, "fontsize": 9} | style
    ours = drawn(lambda axis: canvas.write(axis, 1.5, 0.2, ["Pwy a siaradodd?"], 9, **style))
    theirs = drawn(lambda axis: axis.text(1.5, baseline, "Pwy a siaradodd?", **usual))
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
