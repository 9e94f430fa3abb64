"""What stands around a report, in a browser: on paper, on small screens, in both studies."""

from __future__ import annotations

import pytest

from compendium.render.accessibility import TESTED_WIDTHS, accessibility_page
from compendium.render.beside import Beside
from compendium.render.page import Provenance, report_page

pytestmark = pytest.mark.browser

ENGLISH = ("E", "framework", "evidence-review", "quotes")
WELSH = ("A", "cross-site", "evidence-trail")
MADE = Provenance("accessibility", "abc", "def", "make reports", "welsh_evaluation", "fed")
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture(scope="module")
def folder(welsh_pages, wales, tmp_path_factory):
    """Pages of both studies, one with downloads under its displays, and a statement."""
    import nbformat

    to = tmp_path_factory.mktemp("furniture")
    for study, names in ((welsh_pages, WELSH), (english(welsh_pages), ENGLISH)):
        for name in names:
            (to / f"{study.name}-{name}.html").write_bytes((study / f"{name}.html").read_bytes())
    read = nbformat.read(welsh_pages / "A.ipynb", as_version=4)
    page = report_page(wales, "A", read, MADE, "en", beside=Beside("A"))
    (to / "downloads.html").write_text(page, encoding="utf-8")
    statement = accessibility_page(wales, MADE, "en", "synthetic")
    (to / "accessibility.html").write_text(statement, encoding="utf-8")
    return to


def english(welsh_pages):
    from conftest import ENGLAND

    return welsh_pages.parent / ENGLAND


def opened(browser, path, width=1280, colours="light"):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate(OPEN)
    return page


def test_on_no_page_axe_finds_a_violation_and_none_scrolls_sideways(browser, folder):
    from axe_on_pages import violations

    # A and cross-site are looked at with the other Welsh pages (test_page_in_browser).
    others = {f"parental-advocacy-wales-{name}.html" for name in ("A", "cross-site")}
    for path in sorted(p for p in folder.glob("*.html") if p.name not in others):
        page = opened(browser, path)
        found, wider = violations(page), {}
        for width in (*TESTED_WIDTHS, 1000, 768):
            page.set_viewport_size({"width": width, "height": 800})
            inner = page.evaluate("document.documentElement.scrollWidth")
            wider |= {width: inner} if inner > width else {}
        page.context.close()
        assert (path.name, found, wider) == (path.name, [], {})


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_what_is_pressed_is_24_pixels_high_and_wide_at_least(browser, folder, width):
    page = opened(browser, folder / "downloads.html", width)
    links = ".downloads a, .formats a, .facts a, .ways a, nav a"
    sizes = page.evaluate(
        f"[...document.querySelectorAll('{links}')].map(a => a.getBoundingClientRect())"
        ".map(r => Math.min(r.width, r.height))"
    )
    page.context.close()
    assert len(sizes) > 30
    assert min(sizes) >= 24


def test_key_facts_and_the_way_to_the_limits_stand_above_the_contents(browser, folder):
    page = opened(browser, folder / "downloads.html")
    tops = page.evaluate(
        "['key-facts', 'contents', 'how-sure'].map(i => "
        "document.getElementById(i).getBoundingClientRect().top)"
    )
    limits = page.locator(".sure a", has_text="What this cannot tell us")
    limits.click()
    top = page.evaluate("document.querySelector(location.hash).getBoundingClientRect().top")
    page.context.close()
    assert tops == sorted(tops)
    assert -1 < top < 800


def test_lines_of_prose_are_no_longer_than_75_characters(browser, folder):
    page = opened(browser, folder / "downloads.html")
    width, zero = page.evaluate(
        "(() => {const p = document.querySelector('main > p'); const s = document.createElement("
        "'span'); s.textContent = '0'.repeat(100); s.style.whiteSpace = 'nowrap'; p.append(s);"
        "const zero = s.getBoundingClientRect().width / 100; s.remove();"
        "return [p.getBoundingClientRect().width, zero]})()"
    )
    page.context.close()
    assert width / zero <= 75.5


def test_on_paper_there_is_no_navigation_and_nothing_dark(browser, folder):
    page = opened(browser, folder / "downloads.html", colours="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    shown = page.evaluate(
        "['nav', '.skip', '.downloads', '.formats', 'summary'].filter(s => "
        "getComputedStyle(document.querySelector(s)).display != 'none')"
    )
    ink = page.evaluate("getComputedStyle(document.querySelector('main a')).color")
    page.context.close()
    assert dark != paper == "rgb(255, 255, 255)"
    assert ink == "rgb(0, 0, 0)"
    assert shown == []


def test_on_paper_figures_and_rows_are_not_split_and_headings_stay_with_what_follows(
    browser, folder
):
    page = opened(browser, folder / "downloads.html")
    page.emulate_media(media="print")
    split = page.evaluate(
        "['figure', 'tbody tr', '.quote'].map(s => "
        "getComputedStyle(document.querySelector(s)).breakInside)"
    )
    after = page.evaluate(
        "['main h2', 'figcaption', 'caption'].map(s => "
        "getComputedStyle(document.querySelector(s)).breakAfter)"
    )
    page.context.close()
    assert set(split) == {"avoid"}
    assert set(after) == {"avoid"}
