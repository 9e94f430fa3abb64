"""The same display, the same bytes; other data, other bytes."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import subprocess
import sys

import pytest
from lxml import etree
from shown import bars, displayed, likert, said, three

from compendium.displays import verbs
from compendium.displays.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure, png, svg

HIDDEN = ("P3", "all_levels", math.nan, "c")


@pytest.mark.parametrize("make", [svg, png])
def test_the_same_display_gives_the_same_bytes(make):
    assert make(likert(*three()), "en") == make(likert(*three()), "en")


@pytest.mark.parametrize("make", [svg, png])
def test_another_number_gives_other_bytes(make):
    one, other = likert(*three("P1", 20, 30, 50)), likert(*three("P1", 21, 29, 50))
    assert make(one, "en") != make(other, "en")


def test_welsh_is_drawn_in_welsh():
    assert svg(likert(*three()), "en") != svg(likert(*three()), "cy")


def test_another_process_draws_the_same_bytes(tmp_path):
    """Nothing in a picture hangs on hash seeds or on what was drawn before."""
    display = likert(*three(), HIDDEN)
    (tmp_path / "record.json").write_text(json.dumps(display.record()), encoding="utf-8")
    program = (
        "import hashlib, json, sys\n"
        "from compendium.displays.figures import png, svg\n"
        "from compendium.displays.record import from_record\n"
        "display = from_record(json.load(open(sys.argv[1], encoding='utf-8')))\n"
        "print(*(hashlib.sha256(f(display, 'cy')).hexdigest() for f in (svg, png)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "record.json")],
        env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [hashlib.sha256(f(display, "cy")).hexdigest() for f in (svg, png)]


def test_a_picture_holds_no_date_and_no_program():
    drawing = etree.fromstring(svg(likert(*three()), "en"))
    words = " ".join(drawing.itertext())
    assert not re.search(r"20\d\d-\d\d|matplotlib v", words, re.IGNORECASE)


def test_a_picture_loads_nothing():
    drawing = etree.fromstring(svg(likert(*three()), "en"))
    links = [v for e in drawing.iter() for k, v in e.attrib.items() if k.endswith("href")]
    assert links
    assert all(link.startswith("#") for link in links)


def test_text_in_a_picture_is_drawn_as_shapes():
    drawing = etree.fromstring(svg(likert(*three()), "en"))
    assert not drawing.findall(".//{*}text")


@pytest.mark.parametrize(("width", "points"), [(PAGE, 460.8), (PHONE, 246.96)])
def test_a_picture_is_as_wide_as_it_is_read(width, points):
    drawing = etree.fromstring(svg(likert(*three()), "en", width))
    assert float(drawing.get("viewBox").split()[2]) == pytest.approx(points, abs=0.01)


def test_a_longer_wording_makes_a_taller_picture():
    short, long = likert(*three("P1")), likert(*three("P1"), *three("P2"))
    assert draw(long, "en").get_size_inches()[1] > draw(short, "en").get_size_inches()[1]


def test_hidden_rows_alone_make_no_figure():
    assert not has_figure(likert(HIDDEN))


def test_words_make_no_figure():
    assert not has_figure(displayed(verbs.quotes, said("We talked.")))
    assert not has_figure(displayed(verbs.likert, bars()))
