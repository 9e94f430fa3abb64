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

from compendium.displays import figures, verbs
from compendium.displays.drawing.canvas import PAGE, PHONE, sheet
from compendium.displays.figures import draw, has_figure, svg
from compendium.displays.show import bundle

HIDDEN = ("P3", "all_levels", math.nan, "c")


def test_the_same_display_gives_the_same_bytes():
    first = svg(likert(*three()), "en")
    figures._drawn.cache_clear()
    assert svg(likert(*three()), "en") == first


def test_another_number_gives_other_bytes():
    one, other = likert(*three("P1", 20, 30, 50)), likert(*three("P1", 21, 29, 50))
    assert svg(one, "en") != svg(other, "en")


@pytest.mark.usefixtures("nothing_drawn")
def test_a_picture_is_drawn_once_for_notebook_and_page(monkeypatch):
    drawn = []
    monkeypatch.setitem(
        figures.DRAWN, "likert", lambda *asked: drawn.append(asked) or sheet(1, 1)[0]
    )
    bundle(likert(*three())), svg(likert(*three()), "en", PAGE)
    assert len(drawn) == 1


def test_welsh_is_drawn_in_welsh():
    assert svg(likert(*three()), "en") != svg(likert(*three()), "cy")


def test_another_process_draws_the_same_bytes(tmp_path):
    """Nothing in a picture hangs on hash seeds or on what was drawn before."""
    display = likert(*three(), HIDDEN)
    (tmp_path / "record.json").write_text(json.dumps(display.record()), encoding="utf-8")
    program = (
        "import hashlib, json, sys\n"
        "from compendium.displays.figures import svg\n"
        "from compendium.displays.record import from_record\n"
        "display = from_record(json.load(open(sys.argv[1], encoding='utf-8')))\n"
        "print(hashlib.sha256(svg(display, 'cy')).hexdigest())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "record.json")],
        env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == hashlib.sha256(svg(display, "cy")).hexdigest()


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
