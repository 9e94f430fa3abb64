"""Whole pages: what is on them, and that text from data stays text."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import itertools
import re

import nbformat
import pytest
from lxml import html
from shown import (
    ITEMS,
    code,
    displayed,
    likert,
    notebook,
    said,
    showing,
    theme_shares,
    three,
)

from compendium.displays import verbs
from compendium.displays.figures import has_figure
from compendium.displays.record import RECORD_MIME, from_record
from compendium.render.index_page import Entry, index_page
from compendium.render.page import Provenance, question_of, report_page
from compendium.study import EarlierRelease
from compendium.words import Text

# One process builds the pages for all who look at them.
EVIL = '<script>alert(1)</script><b onclick="x">bold</b>"\' onmouseover="alert(2)"'
PUBLIC = Provenance("site_report.ipynb", "abc", "def", "make report", "welsh_evaluation")
LOADING = "//@src | //@srcset | //link/@href | //script | //iframe | //object | //embed | //form"


@pytest.fixture(scope="module")
def pages(welsh_pages):
    return welsh_pages


WIDE = [
    *("cross-site", "service-map", "programme-theory"),
    *("survey-methods", "qualitative-methods", "quotes", "impact-design"),
]


@pytest.fixture(scope="module", params=["A", "B", "C", *WIDE])
def site(request):
    return request.param


@pytest.fixture(scope="module")
def page(pages, site):
    return html.parse(pages / f"{site}.html").getroot()


@pytest.fixture(scope="module")
def records(pages, site):
    """The displays of the published notebook that its page has, by id."""
    read = nbformat.read(pages / f"{site}.ipynb", as_version=4)
    told = [c for c in read.cells if "team-only" not in c.metadata.get("tags", [])]
    outputs = [o for c in told for o in c.get("outputs", [])]
    return {d.id: d for d in (from_record(o["data"][RECORD_MIME]) for o in outputs)}


def made(study, *cells, lang="en", provenance=PUBLIC):
    """A page of Area A with these cells."""
    return html.document_fromstring(report_page(study, "A", notebook(*cells), provenance, lang))


def index(study, *entries, origin="synthetic"):
    """An index that leads to these reports."""
    return html.document_fromstring(index_page(study, list(entries), origin, PUBLIC, "en"))


AREA_A, AREA_C = Entry("A", "A", "Area A"), Entry("C", "C", "Area C")


def spoilt(study, **changes):
    """The study with something else written about its first site."""
    first, *rest = study.header.sites
    sites = (dataclasses.replace(first, **changes), *rest)
    return dataclasses.replace(study, header=dataclasses.replace(study.header, sites=sites))


def harmless(page) -> bool:
    """No script, and no attribute that runs one."""
    handlers = [a for e in page.iter() for a in e.attrib if a.lower().startswith("on")]
    return not handlers and not page.xpath("//script")


def test_contents_lead_to_every_section_in_order(page):
    linked = page.xpath("//nav//a/@href")
    assert linked == [f"#{anchor}" for anchor in page.xpath("//main//h2/@id")]
    assert page.xpath("//nav//a/text()") == page.xpath("//main//h2/text()")


def test_no_id_is_used_twice(page):
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_there_is_one_title(page):
    assert len(page.xpath("//h1")) == 1


def test_no_heading_skips_a_level(page):
    levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_its_headings_a_scope(page, site):
    if site == "quotes":
        pytest.skip("a quote bank is no table")
    tables = page.xpath("//table")
    assert tables
    assert all(t.xpath("string(caption)").strip() for t in tables)
    assert set(page.xpath("//thead//th/@scope")) == {"col"}
    assert set(page.xpath("//tbody//th/@scope")) == {"row"}
    assert not page.xpath("//th[not(@scope)]")


def test_every_row_has_as_many_cells_as_there_are_headings(page):
    for found in page.xpath("//table"):
        cells = (row.xpath("th | td") for row in found.xpath(".//tr"))
        widths = {sum(int(cell.get("colspan", 1)) for cell in row) for row in cells}
        assert len(widths) == 1


def id_of(figure) -> str:
    """A figure's id, which is its heading's where it begins a section of its own."""
    return figure.get("id") or figure.xpath("string(preceding-sibling::h3[1]/@id)")


def test_a_pictures_alternative_text_is_its_records(page, records):
    pictures = {id_of(f): f for f in page.xpath("//main//figure[.//img]")}
    assert set(pictures) == {id for id, display in records.items() if has_figure(display)}
    for id, figure in pictures.items():
        assert figure.xpath(".//img/@alt") == [records[id].alt.say("en")]


def test_a_caption_on_the_page_is_its_records(page, records):
    for id, display in records.items():
        captions = page.xpath(
            f"//figure[@id='{id}']/figcaption | //*[@id='{id}']//caption | //*[@id='{id}']/h2 "
            f"| //*[@id='{id}']/h3 | //p[@id='{id}'] | //*[@id='{id}'][@class='bank']/p[1]"
            f"| //h3[@id='{id}']/following-sibling::figure[1]/figcaption"
        )
        if display.kind != "quotes":  # quotes stand under their theme
            assert display.caption.say("en") in captions[0].text_content()


def test_every_display_of_the_notebook_is_on_the_page(page, records):
    assert set(records) <= set(page.xpath("//@id"))


def test_welsh_words_are_marked_as_welsh(page, records):
    if "quotes" not in records:
        pytest.skip("this report has no quotes")
    frame = records["quotes"].data.frame
    welsh = set(frame.loc[frame["lang"] == "cy", "text"])
    assert set(page.xpath("//blockquote/p[@lang='cy']/text()")) == welsh


def test_some_welsh_words_are_on_the_pages(pages):
    found = [html.parse(pages / f"{s}.html").xpath("//p[@lang='cy']") for s in "ABC"]
    assert any(found)


def test_a_translation_is_marked_as_english(wales):
    cell = code(showing(displayed(verbs.quotes, said("Diolch.", "cy", "Thank you."))))
    (block,) = made(wales, cell).xpath("//blockquote")
    assert block.xpath("p/@lang") == ["cy", "en"]


@pytest.mark.parametrize(("lang", "code_"), [("en", "en-GB"), ("cy", "cy")])
def test_a_page_says_its_language(wales, lang, code_):
    assert made(wales, "## One", lang=lang).get("lang") == code_


@pytest.mark.parametrize(("origin", "banners"), [("synthetic", 1), ("real", 0)])
def test_the_made_up_banner_stands_where_data_are_made_up_and_only_there(wales, origin, banners):
    cell = code(showing(displayed(verbs.theme_table, theme_shares(origin=origin))))
    found = made(wales, cell)
    assert len(found.xpath("//p[@class='banner']")) == banners
    assert len(found.xpath("//span[@class='made-up']")) == banners
    assert ("Made-up data" in found.xpath("string(//title)")) == bool(banners)


@pytest.mark.parametrize(("origin", "banners"), [("synthetic", 1), ("real", 0)])
def test_the_index_has_the_banner_of_its_data(wales, origin, banners):
    found = index(wales, AREA_A, origin=origin)
    assert len(found.xpath("//p[@class='banner']")) == banners


@pytest.mark.parametrize(("profile", "expected"), [("welsh_evaluation", 0), ("exact", 1)])
def test_a_team_page_says_that_it_is_not_for_publication(wales, profile, expected):
    provenance = dataclasses.replace(PUBLIC, profile=profile)
    found = made(wales, "## One", provenance=provenance)
    assert len(found.xpath("//p[@class='banner team']")) == expected


def test_the_index_leads_to_each_report(pages):
    found = html.parse(pages / "index.html").xpath("//main//ul/li/a/@href")
    assert found == [
        "summary.html",
        "cross-site.html",
        "service-map.html",
        "programme-theory.html",
        "survey-methods.html",
        "qualitative-methods.html",
        "quotes.html",
        "evidence-trail.html",
        "impact-design.html",
        "A.html",
        "B.html",
        "C.html",
    ]


def test_the_index_leads_to_no_site_that_was_not_built(wales):
    found = index(wales, AREA_C)
    assert found.xpath("//main//ul/li/a/@href") == ["C.html"]


def test_the_index_leads_to_what_a_report_can_be_had_as(wales):
    found = index(wales, AREA_C).xpath("//main//p[@class='files']/a")
    assert [a.get("href") for a in found] == ["C.pdf", "C.docx", "C.ipynb"]
    named = ["PDF: Area C", "Word: Area C", "Notebook (Jupyter): Area C"]
    assert [a.text_content() for a in found] == named


def test_the_index_names_a_report_on_the_whole_study_by_its_title(wales):
    found = index(wales, Entry("cross-site", "", "Side by side"), AREA_C)
    assert found.xpath("//main//strong/text()") == ["Side by side", "Area C"]


def test_a_report_on_the_whole_study_has_its_notebooks_title(wales):
    cells = notebook("# Side by side\n\nLead.", "## One")
    found = html.document_fromstring(report_page(wales, "", cells, PUBLIC, "en"))
    assert found.xpath("string(//h1)") == "Side by side"


def test_what_stands_before_the_first_section_is_read_before_the_contents(wales):
    cells = ("# Title\n\nLead.", "The headline.", "## One\n\nText.")
    found = made(wales, *cells)
    assert "The headline." in found.xpath("string(//header)")
    assert "The headline." not in found.xpath("string(//main)")


def _searches(found, name: str) -> bool:
    """Whether it is the form that leads to the search page, or a script that stands on that."""
    tag = getattr(found, "tag", "")
    if tag == "form":
        return found.get("action", "search.html") in ("search.html", "search.cy.html")
    return tag == "script" and name.startswith("search") and not found.get("src")


def test_a_page_loads_nothing_from_anywhere(pages):
    for path in sorted(pages.glob("*.html")):
        loaded = [x for x in html.parse(path).xpath(LOADING) if not _searches(x, path.name)]
        assert [x for x in loaded if not str(x).startswith("data:")] == []


def test_a_pages_style_loads_nothing_from_anywhere(pages):
    for path in sorted(pages.glob("*.html")):
        style = "".join(html.parse(path).xpath("//style/text()"))
        assert set(re.findall(r"url\((\w+):", style)) == {"data"}
        assert "@import" not in style


def test_a_pictures_inside_loads_nothing_from_anywhere(page):
    for uri in page.xpath("//img/@src | //source/@srcset"):
        drawing = base64.b64decode(uri.partition(",")[2]).decode()
        assert not re.findall(r'href="(?!#)', drawing)


def test_a_page_has_no_script(page):
    assert harmless(page)


@pytest.mark.parametrize(
    "display",
    [
        likert(*three(), item_id={**ITEMS, "P1": Text(EVIL, EVIL)}),
        displayed(verbs.quotes, said(EVIL)),
        displayed(verbs.quotes, said("Iawn.", EVIL)),
        displayed(verbs.quotes, said("Iawn.", "cy", EVIL)),
        displayed(verbs.theme_table, theme_shares(population=Text(EVIL, EVIL))),
    ],
    ids=["wording", "quote", "language", "translation", "caption"],
)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_markup_in_data_comes_out_as_text(wales, display, lang):
    found = made(wales, code(showing(display)), lang=lang)
    assert harmless(found)
    kept = found.xpath("string(//main)") + "".join(found.xpath("//@lang | //@alt"))
    assert "<script>alert(1)</script>" in kept


def test_markup_in_a_sites_label_comes_out_as_text(wales):
    found = made(spoilt(wales, label=Text(EVIL, EVIL)), "## One")
    assert harmless(found)
    assert found.xpath("string(//h1)").startswith(EVIL)


@pytest.mark.parametrize("field", ["context_note", "setting"])
def test_markup_in_what_is_said_of_a_site_comes_out_as_text(wales, field):
    study = spoilt(wales, **{field: EVIL})
    found = index(study, AREA_A, origin="real")
    assert harmless(found)
    assert EVIL in found.xpath("string(//ul[@class='cards'])")


def test_markup_in_a_notebooks_prose_comes_out_as_text(wales):
    found = made(wales, f"# Title\n\n{EVIL}", f"## {EVIL}\n\n{EVIL}")
    assert harmless(found)
    assert "<script>alert(1)</script>" in found.xpath("string(//main)")


def test_the_footer_says_how_to_make_the_page_again(wales):
    found = made(wales, "## One")
    assert found.xpath("string(//footer//pre)") == "make report"
    assert "site_report.ipynb" in found.xpath("string(//footer)")


def released_before(study, superseded):
    release = EarlierRelease(dt.date(2026, 5, 1), superseded)
    header = dataclasses.replace(study.header, earlier_releases=(release,))
    return dataclasses.replace(study, header=header)


@pytest.mark.parametrize("superseded", [True, False])
def test_every_page_says_which_release_it_replaces(wales, superseded):
    study = released_before(wales, superseded)
    for page in (made(study, "# Title"), index(study, AREA_A)):
        said = page.xpath("//*[contains(@class, 'superseded')]")
        assert [("1 May 2026" in b.text_content()) for b in said] == [True] * superseded


def test_the_index_says_until_when_and_what_cannot_be_withdrawn(wales):
    text = index(wales, AREA_A).text_content()
    assert "Withdrawals made by 31 March 2024" in text
    assert wales.header.consent.cannot_be_withdrawn.en in text


def test_the_index_says_what_a_report_on_the_whole_study_asks(wales):
    entry = Entry("cross-site", "", "Side by side", question="What differs <b>?")
    found = index(wales, entry, AREA_C)
    assert found.xpath("//ul[@class='cards']/li/a/span/text()")[0] == "What differs <b>?"


def test_a_reports_question_is_what_its_notebook_asks_first(wales):
    asked = notebook("# Side by side\n\n**Question.** What differs?\n\nFor readers.", "## One")
    assert question_of(asked, "en") == "What differs?"
    assert question_of(notebook("# Side by side\n\nFor readers."), "en") == ""
