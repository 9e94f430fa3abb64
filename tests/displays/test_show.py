"""What JupyterLab shows: figure and table in English, text from data as text."""

from __future__ import annotations

import math

import pytest
from lxml import html
from shown import ITEMS, bars, displayed, likert, said, three

from compendium.displays import verbs
from compendium.displays.show import bundle
from compendium.words import Text

HIDDEN = ("P3", "all_levels", math.nan, "c")
EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def page(display):
    return html.fragment_fromstring(bundle(display)["text/html"], create_parent=True)


def test_the_picture_has_the_displays_alternative_text():
    display = likert(*three())
    (image,) = page(display).xpath("//img")
    assert image.get("alt") == display.alt.say("en")
    assert image.get("src").startswith("data:image/svg+xml;base64,")


def test_the_table_stands_under_the_picture():
    cells = page(likert(*three())).xpath("//details//td/text()")
    assert cells == ["Disagree 20%; Neither 30%; Agree 50%", "80"]


def test_a_heading_stands_over_the_whole_table_and_what_is_below_it_in_plain_letters():
    heading, *below = page(likert(*three())).xpath("//details//tbody//th")
    assert heading.get("colspan") == "3"
    assert not heading.xpath("following-sibling::td")
    for row in below:
        assert "font-weight:normal" in row.get("style")
        assert len(row.xpath("following-sibling::td")) == 2


def test_hidden_rows_alone_show_a_table_and_no_picture():
    found = page(likert(HIDDEN))
    assert not found.xpath("//img")
    assert len(found.xpath("//table")) == 1


def test_what_is_absent_shows_a_sentence_and_no_table():
    found = page(displayed(verbs.likert, bars()))
    assert "No survey answers came in" in found.text_content()
    assert not found.xpath("//table")


@pytest.mark.parametrize(("origin", "marked"), [("synthetic", True), ("real", False)])
def test_made_up_data_are_marked(origin, marked):
    found = page(displayed(verbs.quotes, said("We talked.", origin=origin)))
    assert ("Made-up data." in found.text_content()) == marked


@pytest.mark.parametrize(
    "display",
    [
        likert(*three(), item_id={**ITEMS, "P1": Text(EVIL, EVIL)}),
        likert(*three(), construct={"say": Text(EVIL, EVIL)}),
        displayed(verbs.quotes, said(EVIL)),
        displayed(verbs.quotes, said("Iawn.", "cy", EVIL)),
        displayed(verbs.likert, bars(*three())),
    ],
    ids=["wording", "topic", "quote", "translation", "harmless"],
)
def test_text_from_data_is_no_markup(display):
    found = page(display)
    assert not found.xpath("//script | //@onerror")
    assert len(found.xpath("//img")) <= 1


def test_plain_text_names_the_display_and_its_caption():
    assert bundle(likert(*three()))["text/plain"].startswith("Display('it', likert): What parents")
