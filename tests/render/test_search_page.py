"""Search within pages: what can be found, where it leads, and that it stays text."""

from __future__ import annotations

import json

import pytest
from lxml import html

from compendium.render.page import Provenance
from compendium.render.search_page import passages_of, search_page

PUBLIC = Provenance("site_report.ipynb", "abc", "def", "make report", "welsh_evaluation")
PAGE = """<html><body><header><h1>Area A</h1><p>What people say.</p>
<nav><ul><li><a href="#x">Contents</a></li></ul></nav></header>
<main><h2 id="trust">Trust</h2><p>Parents speak of <b>trust</b>.</p><p></p>
<figure id="bars"><figcaption>How many agree</figcaption></figure>
<table id="numbers"><caption>Scores</caption><thead><tr><th>Topic</th><th>Mean</th></tr></thead>
<tbody><tr><th>Being heard</th><td>4.1</td><td>A cell of many words</td></tr></tbody></table></main>
<footer><p>How this was made</p></footer></body></html>"""


def searched(study, tmp_path, page=PAGE, title="Area A", lang="en"):
    path = tmp_path / "A.html"
    path.write_text(page, encoding="utf-8")
    return search_page(study, [("A.html", title, path)], PUBLIC, lang, made_up=True)


def test_passages_stand_under_the_nearest_place_a_link_can_lead_to():
    found = {p.anchor: (p.heading, p.text) for p in passages_of(PAGE)}
    assert found == {
        "": ("Area A", "Area A What people say."),
        "trust": ("Trust", "Trust Parents speak of trust."),
        "bars": ("Trust", "How many agree"),
        "numbers": ("Trust", "Scores Being heard A cell of many words"),
    }


def test_what_stands_on_every_page_alike_is_not_found():
    text = " ".join(p.text for p in passages_of(PAGE))
    assert "Contents" not in text
    assert "How this was made" not in text


def test_the_page_holds_what_the_others_say_as_data(wales, tmp_path):
    found = html.document_fromstring(searched(wales, tmp_path))
    data = json.loads(found.get_element_by_id("pages").text)
    assert data[0][:2] == ["A.html", "Area A"]
    assert ["trust", "Trust", "Trust Parents speak of trust."] in data[0][2]


@pytest.mark.parametrize("evil", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b"])
def test_text_from_pages_stays_text(wales, tmp_path, evil):
    page = PAGE.replace("What people say.", html.tostring(_paragraph(evil), encoding="unicode"))
    text = searched(wales, tmp_path, page)
    (data,) = html.document_fromstring(text).xpath("//script[@id='pages']")
    assert evil in json.loads(data.text)[0][2][0][2]
    assert evil not in text


def _paragraph(text):
    element = html.Element("p")
    element.text = text
    return element


@pytest.mark.sampled(3)
@pytest.mark.browser
@pytest.mark.parametrize("asked", ["in-house", "mae'r", "a+b", "<b>", "x:", "(c)", "[c]", "a\\b"])
def test_a_word_with_signs_in_it_is_found_and_marked(browser, wales, tmp_path, asked):
    path = tmp_path / "search.html"
    said = html.tostring(_paragraph(f"Something {asked} something."), encoding="unicode")
    path.write_text(searched(wales, tmp_path, PAGE.replace("What people say.", said)), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.fill("#words", asked)
    assert page.text_content("#found mark") == asked
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("trust", "Found: 1"),
        ("TRÛST parents", "Found: 1"),
        (
            "trust heard",
            "No part of a page has all of these words; the following have some of them. Found: 2",
        ),
        ("nowhere", "Nothing found. Try fewer words, or just the beginnings of words."),
        ("", ""),
    ],
)
def test_words_are_looked_for_on_the_page_itself(browser, wales, tmp_path, asked, expected):
    path = tmp_path / "search.html"
    path.write_text(searched(wales, tmp_path), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}")
    page.fill("#words", asked)
    assert page.inner_text("#count") == expected
    page.close()


@pytest.mark.browser
def test_the_words_may_come_from_the_index_and_lead_to_the_place(browser, wales, tmp_path):
    path = tmp_path / "search.html"
    path.write_text(searched(wales, tmp_path), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}?q=heard")
    assert page.inner_text("#found a") == "Area A: Trust"
    assert page.inner_text("#found mark") == "heard"
    page.click("#found a")
    assert page.url == (tmp_path / "A.html").as_uri() + "#numbers"
    page.close()


@pytest.mark.browser
def test_without_script_the_page_says_so(browser, wales, tmp_path):
    path = tmp_path / "search.html"
    path.write_text(searched(wales, tmp_path), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert "JavaScript" in page.inner_text("main")
    assert not page.is_visible("#words")
    context.close()
