"""The Welsh pages in a browser: nothing fetched, nothing cut off, nothing out of reach."""

from __future__ import annotations

import contextlib
import dataclasses
import functools

import pytest

pytestmark = pytest.mark.browser

WIDTHS = {1280: 900, 375: 812, 320: 568}
WIDE = (
    *("cross-site", "service-map", "programme-theory"),
    *("survey-methods", "qualitative-methods", "quotes", "impact-design"),
)
PAGES = ("index", "A", *WIDE, "disclosure")


@pytest.fixture(scope="module")
def pages(welsh_pages, browser):
    return welsh_pages


@contextlib.contextmanager
def opened(browser, path, width=1280, colours="light"):
    """The page in a window of its own; `page.asked` holds what it asked for."""
    size = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(viewport=size, color_scheme=colours)
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(path.as_uri())
    yield page
    context.close()


@dataclasses.dataclass(frozen=True)
class Seen:
    """What a browser shows of a page.

    `first` is what the first press of a key leads to, its distance from the edge, and where it
    leads; `amiss` what axe finds; `wider` how wide the page is at each width that it exceeds.
    """

    first: tuple[str, float, str]
    amiss: list
    asked: list[str]
    wider: dict[int, int]


@pytest.fixture(scope="module")
def seen(browser, pages):
    """Looks at a page once: ``seen("A")``."""
    return functools.cache(functools.partial(_seen, browser, pages))


def _seen(browser, pages, name: str) -> Seen:
    from axe_on_pages import violations

    with opened(browser, pages / f"{name}.html") as page:
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.className")
        left = page.evaluate("document.activeElement.getBoundingClientRect().left")
        page.keyboard.press("Enter")
        first = (focused, left, page.evaluate("document.activeElement.id"))
        amiss = violations(page) if name in PAGES else []
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.wait_for_load_state("networkidle")
        wider = {}
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            inner = page.evaluate("document.documentElement.scrollWidth")
            wider |= {width: inner} if inner > width else {}
        asked = [url for url in page.asked if not url.startswith("data:")]
    return Seen(first, amiss, asked, wider)


@pytest.mark.parametrize("name", [*PAGES, "B", "C"])
def test_a_page_asks_for_nothing_beyond_itself(seen, pages, name):
    assert seen(name).asked == [(pages / f"{name}.html").as_uri()]


@pytest.mark.parametrize("name", [*PAGES, "B", "C"])
def test_a_page_does_not_scroll_sideways(seen, name):
    assert seen(name).wider == {}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(seen, name):
    assert seen(name).amiss == []


@pytest.mark.parametrize("name", PAGES)
def test_the_skip_link_comes_first_and_leads_to_the_report(seen, name):
    focused, left, now = seen(name).first
    assert (focused, now) == ("skip", "report")
    assert left >= 0


# Numbers of a row all lead to one entry: the first is reached by keyboard, the others are passed
# over. An entry itself opens when somebody goes there.
USABLE = (
    "[...document.querySelectorAll('a[href], summary, pre[tabindex]')]"
    ".filter(e => e.tabIndex >= 0 && !e.closest('.ask:not(:target)'))"
)


def test_everything_that_can_be_used_is_reached_by_keyboard_in_order(browser, pages):
    with opened(browser, pages / "A.html") as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        reached = []
        for _ in range(page.evaluate(f"{USABLE}.length")):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(f"{USABLE}.indexOf(document.activeElement)"))
    assert len(reached) > 8
    assert reached == list(range(len(reached)))


def test_what_has_the_focus_shows_it(browser, pages):
    outline = (
        "(s => s.outlineStyle + ' ' + s.outlineWidth)(getComputedStyle(document.activeElement))"
    )
    with opened(browser, pages / "A.html") as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        shown = set()
        for _ in range(page.evaluate(f"{USABLE}.length")):
            page.keyboard.press("Tab")
            shown.add(page.evaluate(outline))
    assert shown == {"solid 3px"}


@pytest.mark.parametrize(("width", "inches"), [(1280, 6.4), (375, 3.43), (320, 3.43)])
def test_a_telephone_is_given_the_drawing_made_for_it(browser, pages, width, inches):
    with opened(browser, pages / "A.html", width) as page:
        natural = page.evaluate("document.querySelector('picture img').naturalWidth")
    assert natural == pytest.approx(inches * 96, abs=1)


def test_a_drawing_is_shown_343_pixels_wide_on_a_telephone(browser, pages):
    with opened(browser, pages / "A.html", 375) as page:
        shown = page.evaluate("document.querySelector('picture img').getBoundingClientRect().width")
    assert shown == pytest.approx(343, abs=0.5)


def test_the_reports_typeface_is_the_one_that_is_used(browser, pages):
    with opened(browser, pages / "A.html") as page:
        loaded = page.evaluate(
            "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)"
        )
    assert "Compendium Sans" in " ".join(loaded)


def test_a_page_says_everything_without_script(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / "A.html").as_uri())
    summary = page.get_by_text("The numbers as a table").first
    assert summary.is_visible()
    table = page.locator("details table").first
    assert not table.is_visible()
    summary.click()
    assert table.is_visible()
    context.close()
