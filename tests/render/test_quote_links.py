"""The quote bank on its page, and links from the other pages to it: none is dead."""

from __future__ import annotations

import contextlib
from unittest import mock

import pytest
from lxml import html
from shown import code, displayed, notebook, showing

from compendium.analysis.qualitative import quote_bank, themes, triads
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.qualitative.quote_places import Places
from compendium.displays.ways import Ways
from compendium.places import page_file
from compendium.render.page import Provenance, report_page

# One process builds the pages for all who look at them.
MADE = Provenance("quotes.ipynb", "code", "study", "make", "exact")


@pytest.fixture(scope="module")
def pages(welsh_pages):
    """Every page of the Welsh study, by file name."""
    return {path.name: html.parse(path).getroot() for path in welsh_pages.glob("*.html")}


# The page above all studies, which is written after theirs.
ABOVE = ("../index.html", "../index.cy.html")


def dead(pages, files=()) -> list[str]:
    """Links of these pages that lead to nothing on them, nor to a file beside them."""
    ids = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    found = []
    for name, page in pages.items():
        for href in page.xpath("//a/@href"):
            file, _, end = href.partition("#")
            if file in ABOVE or (file in files and not end):
                continue
            if end not in ids.get(file or name, ()) and (end or file not in pages):
                found.append(f"{name}: {href}")
    return found


def to_quotes(page, bank="quotes.html") -> list:
    return page.xpath(f"//td//a[starts-with(@href, '{bank}#')]")


@pytest.fixture(scope="module")
def beside(welsh_pages):
    """Every file in the folder of the Welsh study's pages, by its address there."""
    return {p.relative_to(welsh_pages).as_posix() for p in welsh_pages.rglob("*") if p.is_file()}


def test_no_link_of_any_page_is_dead(pages, beside):
    assert "quotes.html" in pages
    assert dead(pages, beside) == []


def test_a_dead_link_would_be_found(pages, beside):
    page = html.fromstring('<a href="quotes.html#theme/none">x</a><a href="gone.html">y</a>')
    found = dead({**pages, "new.html": page}, beside)
    assert found == ["new.html: quotes.html#theme/none", "new.html: gone.html"]


@pytest.mark.parametrize("name", ["A.html", "B.html", "C.html", "cross-site.html"])
def test_themes_evidence_verdicts_and_joint_display_lead_to_quotes(pages, name):
    parts = {a.get("href").partition("#")[2].partition("/")[0] for a in to_quotes(pages[name])}
    assert parts == {"theme", "cmoc", "joint"}


def test_a_link_is_the_cells_own_word_and_says_what_it_leads_to(pages):
    for link in (a for page in pages.values() for a in to_quotes(page)):
        assert link.text
        assert link.get("aria-label").startswith(f"{link.text}. Quotes: ")


def test_a_link_leads_to_a_place_where_a_quote_or_the_way_to_one_stands(pages):
    bank = pages["quotes.html"]
    ends = {a.get("href").partition("#")[2] for page in pages.values() for a in to_quotes(page)}
    assert len(ends) > 100
    for end in ends:
        place = bank.get_element_by_id(end)
        assert place.xpath(".//blockquote | .//ul[@class='below']//a"), end


def test_every_public_quote_was_approved_in_these_words(pages, area):
    said = pages["quotes.html"].xpath("//blockquote/p[not(@class)]")
    approved = dict(area("").quotes[["approved_text", "lang"]].itertuples(index=False, name=None))
    assert len(said) > 200
    assert {p.text for p in said} <= set(approved)
    assert {p.get("lang") for p in said} == {"en", "cy"}
    assert all(p.get("lang") == (approved[p.text] or "en") for p in said)


def test_welsh_words_stand_beside_their_translation_marked_as_one(pages):
    welsh = pages["quotes.html"].xpath("//blockquote[p[@lang='cy']]")
    assert welsh
    for quote in welsh:
        _, translation = quote.xpath("p")
        assert (translation.get("class"), translation.get("lang")) == ("translation", "en")
        assert translation.text.startswith("[translated] ")


def test_a_public_page_names_no_source_person_or_direction(pages, area):
    text = pages["quotes.html"].find("body").text_content()
    data = area("")
    names = {*data.events["event_id"], *data.participants["participant_id"]}
    assert not [name for name in names if name in text]
    assert not pages["quotes.html"].xpath("//figcaption/strong")


def team_page(area, lang, *others):
    """The team's quote bank and a page with these displays, by name."""
    release = Release(area(""), profile_named("exact"))
    bank = release(quote_bank.bank(area("")))
    made = {
        "quotes.html": [
            displayed(verbs.quotes_by_theme, bank, "by-theme"),
            displayed(verbs.quotes_by_configuration, bank, "by-cmoc"),
        ],
        "other.html": [displayed(v, release(f(area(""))), f"d{i}") for i, (v, f) in others],
    }
    ways = Ways(Places("quotes", *(d.data for d in made["quotes.html"])))
    cells = {name: [code(showing(d)) for d in shown] for name, shown in made.items()}
    return {
        name: html.document_fromstring(
            report_page(area("").study, "", notebook("# T", "## One", *c), MADE, lang, ways)
        )
        for name, c in cells.items()
    }


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_teams_page_has_every_passage_and_its_links_live(area, lang):
    shown = enumerate([(verbs.heat_map, themes.people), (verbs.triads, triads.triads)])
    with mock.patch("compendium.render.body.svg", return_value=b"<svg/>"):
        made = team_page(area, lang, *shown)
    ids = made["quotes.html"].xpath("//@id")
    assert len(ids) == len(set(ids))
    files = {page_file(name.removesuffix(".html"), lang): page for name, page in made.items()}
    assert [d for d in dead(files) if "html#" in d and "disclosure" not in d] == []
    segments = set(area("").segments["segment_id"]) & set(area("").codings["segment_id"])
    assert len([i for i in ids if i.startswith("passage/")]) == len(segments)
    assert len(to_quotes(made["other.html"], page_file("quotes", lang))) > 200


def test_a_page_without_a_quote_bank_beside_it_has_no_links_to_one(area):
    release = Release(area("A"), profile_named("exact"))
    display = displayed(verbs.theme_table, release(themes.people(area("A"))))
    cells = notebook("# T", "## One", code(showing(display)))
    page = html.fromstring(report_page(area("A").study, "A", cells, MADE, "en"))
    assert to_quotes(page) == []
    assert "Underlined" not in page.text_content()


@contextlib.contextmanager
def opened(browser, url, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
def test_following_a_cell_opens_the_bank_at_its_quotes(browser, welsh_pages, width):
    with opened(browser, (welsh_pages / "A.html").as_uri(), width) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.locator("td a[href^='quotes.html#theme/']").first.click()
        page.wait_for_url("**/quotes.html#theme/**")
        place = page.locator(":target")
        assert place.is_visible()
        top, height = place.evaluate("e => [e.getBoundingClientRect().top, innerHeight]")
        heading = place.evaluate(
            "e => e.closest('section').querySelector('h3').getBoundingClientRect().bottom"
        )
    # Below the heading of the theme, which stays where it can be read.
    assert heading <= top < height
