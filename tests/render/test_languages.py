"""Pages in Welsh: the same page, what its Welsh lacks said and marked, a way to the English."""

from __future__ import annotations

import dataclasses
import re

import nbformat
import pytest
from lxml import html
from shown import code, displayed, likert, notebook, said, showing, theme_shares, three

from compendium.displays import verbs
from compendium.displays.record import RECORD_MIME
from compendium.heard import Heard, listening, note
from compendium.render.index_page import Entry, index_page
from compendium.render.languages import marked_english, notice, unfinished
from compendium.render.page import Provenance, report_page, title_of
from compendium.translations import Translation, digest_of_english
from compendium.words import Text, say

MADE = Provenance("site_report.ipynb", "abc", "def", "make report", "welsh_evaluation")
ONE = "## What people say\n\nEverything."
WELSH = "## Beth mae pobl yn ei ddweud\n\nPopeth."
COUNTS = re.compile(r"\d+")


@pytest.fixture
def both(wales):
    """The Welsh study, its pages made in both languages and its own Welsh a draft."""
    header = dataclasses.replace(wales.header, languages=("en", "cy"), cy_status="draft")
    return dataclasses.replace(wales, header=header)


def translated(english, cy, status="draft", of=None):
    return Translation(digest_of_english(english if of is None else of), cy, status)


def made(study, *cells, lang="cy", site="A", **welsh):
    """A page with these cells; `welsh` is what there is of the cells by their place: ``c1``."""
    found = {f"cell-{place[1:]}": entry for place, entry in welsh.items()}
    text = report_page(study, site, notebook(*cells), MADE, lang, None, found, "A")
    return html.document_fromstring(text)


def counts(page):
    """How many drafts and how many English texts a page says it has."""
    said_so = page.xpath("string(//p[contains(@class, 'unfinished')])")
    return tuple(int(n) for n in COUNTS.findall(said_so))


# What is the same on both.


def test_ends_of_links_are_those_of_the_english_headings(both):
    cells = ("# T\n\nLead.", ONE, "## What people say")
    english = made(both, *cells, lang="en")
    welsh = made(both, *cells, c1=translated(ONE, WELSH))
    assert english.xpath("//@id") == welsh.xpath("//@id")
    assert welsh.xpath("//h2[@id='what-people-say']/text()") == ["Beth mae pobl yn ei ddweud"]
    assert welsh.xpath("//nav//a/@href") == english.xpath("//nav//a/@href")


def test_figures_tables_and_headings_are_as_many(both):
    shown = (code(showing(likert(*three()))), code(showing(themes("x"))))
    cells = ("# T", ONE, *shown, "## Two")
    pages = [made(both, *cells, lang=lang) for lang in ("en", "cy")]
    for what in ("figure", "table", "img", "h2", "h3", "caption", "tr", "td"):
        english, welsh = (len(page.xpath(f"//{what}")) for page in pages)
        assert english == welsh, what


def themes(id):
    return displayed(verbs.theme_table, theme_shares(), id)


@pytest.mark.parametrize("page", ["A", "quotes", "evidence-trail"])
def test_a_shipped_page_has_the_same_parts_in_welsh(welsh_pages, both, page):
    read = nbformat.read(welsh_pages / f"{page}.ipynb", as_version=4)
    site = page if page == "A" else ""
    found = [
        html.document_fromstring(report_page(both, site, read, MADE, lang, page=page))
        for lang in ("en", "cy")
    ]
    english, welsh = found
    assert english.xpath("//@id") == welsh.xpath("//@id")
    for what in ("figure", "table", "img", "h2", "h3", "tr", "li[ancestor::main]"):
        assert len(english.xpath(f"//{what}")) == len(welsh.xpath(f"//{what}")), what


# What is in another language says so.


def test_text_without_welsh_stands_in_english_and_is_marked(both):
    page = made(both, "# T\n\nLead.", ONE)
    (passage,) = page.xpath("//main/div[@lang='en']")
    assert passage.xpath("h2/text()") == ["What people say"]
    assert page.xpath("//nav//a/span[@lang='en']/text()") == ["What people say"]
    assert page.xpath("//div[@class='lead']/div[@lang='en']/p/text()") == ["Lead."]


def test_text_in_welsh_is_marked_as_nothing_else(both):
    page = made(both, "# T", ONE, c1=translated(ONE, WELSH))
    assert not page.xpath("//main//*[@lang='en'] | //nav//*[@lang='en']")


def test_an_english_page_has_no_welsh_prose_and_marks_nothing(both):
    page = made(both, "# T", ONE, lang="en", c1=translated(ONE, WELSH))
    assert page.xpath("//main//h2/text()") == ["What people say"]
    assert not page.xpath("//main//@lang") + page.xpath("//p[contains(@class, 'unfinished')]")


def test_welsh_with_other_headings_is_not_shown_since_links_would_lead_nowhere(both):
    page = made(both, "# T", ONE, c1=translated(ONE, "Popeth.", of="another English"))
    assert page.xpath("//main/div[@lang='en']/h2/@id") == ["what-people-say"]


def test_english_that_stands_in_for_a_label_is_marked_where_it_stands(both):
    released = theme_shares(population=Text("people <here>"))
    page = made(both, "# T", ONE, code(showing(displayed(verbs.theme_table, released))))
    assert page.xpath("//caption/span[@lang='en']/text()") == ["people <here>"]
    assert "people <here> [Saesneg]" in page.xpath("string(//caption)")


@pytest.mark.parametrize("page", ["A", "programme-theory"])
def test_every_stand_in_on_a_shipped_page_is_marked(welsh_pages, both, page):
    read = nbformat.read(welsh_pages / f"{page}.ipynb", as_version=4)
    text = report_page(both, "A" if page == "A" else "", read, MADE, "cy")
    ends = html.document_fromstring(text).xpath("//body//text()[contains(., '[Saesneg]')]")
    assert ends
    assert not [end for end in ends if not _is_marked(end)]


def _is_marked(end) -> bool:
    """Whether English stands right before the mark in an element that says so, or around it."""
    node = end.getparent()
    if end.is_tail and node.get("lang") == "en":
        return end.startswith(" [Saesneg]")
    around = node.iterancestors() if end.is_tail else (node, *node.iterancestors())
    return any(above.get("lang") == "en" for above in around)


def test_the_languages_named_are_those_there_are(welsh_pages, both):
    read = nbformat.read(welsh_pages / "A.ipynb", as_version=4)
    page = html.document_fromstring(report_page(both, "A", read, MADE, "cy"))
    assert set(page.xpath("//@lang")) <= {"en", "cy"}
    assert page.get("lang") == "cy"


def test_english_words_stay_marked_as_english_on_a_welsh_page(both):
    page = made(both, "# T", ONE, code(showing(displayed(verbs.quotes, said("Thanks.", "en", "")))))
    assert page.xpath("//blockquote/p/@lang") == ["en"]


@pytest.mark.parametrize(
    ("text", "english", "expected"),
    [
        ("<p>a [Saesneg]</p>", {"a"}, '<p><span lang="en">a</span> [Saesneg]</p>'),
        # The longest text that stands there, with a capital where a sentence begins.
        ("<p>Old tea [Saesneg]</p>", {"tea", "old tea"}, '<p><span lang="en">Old tea</span> [S'),
        ('<img alt="a [Saesneg]">', {"a"}, '<img alt="a [Saesneg]">'),
        ("<title>a [Saesneg]</title>", {"a"}, "<title>a [Saesneg]</title>"),
        ("<p>R&amp;D [Saesneg]</p>", {"R&D"}, '<p><span lang="en">R&amp;D</span> [Saesneg]</p>'),
        ("<p>b [Saesneg]</p>", {"a", "a long one"}, "<p>b [Saesneg]</p>"),
    ],
)
def test_only_what_was_said_in_english_is_marked_and_only_between_tags(text, english, expected):
    assert marked_english(text, english).startswith(expected)


# What is unfinished is counted.


def test_drafts_and_stand_ins_are_counted_once_each():
    heard = Heard()
    heard.note("parents", "rhieni")
    heard.note("parents", "rhieni")  # said twice
    heard.note("C1", "C1")  # the same in both languages
    heard.note("Contents", "Cynnwys")  # a label of words.csv, whose row says draft
    heard.note("Everything.", "Popeth.", "checked")
    heard.note("tea", "")
    found = [unfinished(heard, status) for status in ("draft", "checked")]
    assert [(f.drafts, f.english) for f in found] == [(2, 1), (1, 1)]


def test_a_label_that_somebody_checked_is_no_draft(monkeypatch):
    monkeypatch.setattr(
        "compendium.render.languages.checked_words", lambda: {("Tea", "Te"): "checked"}
    )
    heard = Heard()
    heard.note("Tea", "Te")
    assert unfinished(heard, "draft").drafts == 0


def test_only_what_is_said_in_welsh_is_heard():
    with listening() as heard:
        Text("tea", "te").say("en")
        Text("milk", "llaeth").say("cy")
        say("contents", "cy")
        Text("").say("cy")
    assert heard.welsh == {("milk", "llaeth"): "", ("Contents", "Cynnwys"): ""}
    note("tea", "te")  # nobody listens


def test_one_more_translated_text_is_one_more_draft_and_one_less_in_english(both):
    cells = ("# T", ONE, "## Two\n\nText.")
    drafts, english = counts(made(both, *cells))
    assert english == 2
    assert counts(made(both, *cells, c1=translated(ONE, WELSH))) == (drafts + 1, english - 1)
    assert counts(made(both, *cells, c1=translated(ONE, WELSH, "checked"))) == (drafts, 1)


def test_checked_welsh_of_an_english_that_has_changed_counts_as_a_draft_and_says_so(both):
    cells = ("# T", ONE, "## Two")
    (drafts, english) = counts(made(both, *cells))
    page = made(both, *cells, c1=translated(ONE, WELSH, "checked", of="## What people said"))
    # The passage itself, and the sentence that says it is out of date.
    assert counts(page) == (drafts + 2, english - 1)
    assert say("prose_stale", "cy") in page.xpath("string(//main)")


def test_a_page_counts_the_same_whether_its_figures_were_drawn_before(both):
    cells = ("# T", ONE, code(showing(likert(*three(agree=41, neither=39)))))
    assert counts(made(both, *cells)) == counts(made(both, *cells))


@pytest.mark.parametrize(
    ("drafts", "english", "said_so"),
    [
        (0, 0, ""),
        (1, 0, "Mae 1 o destunau"),
        (12, 0, "Mae 12 o destunau"),
        (0, 3, "Mae 3 o&#39;i thestunau yn Saesneg"),
    ],
)
def test_nothing_unfinished_is_not_spoken_of(drafts, english, said_so):
    from compendium.render.languages import Unfinished

    assert notice(Unfinished(drafts, english), "cy").startswith(said_so)


# From one language to the other.


@pytest.mark.parametrize(
    ("lang", "href", "other", "name"),
    [("en", "A.cy.html", "cy", "Cymraeg"), ("cy", "A.html", "en", "English")],
)
def test_a_switch_leads_to_the_same_page_in_the_other_language(both, lang, href, other, name):
    (link,) = made(both, "# T", ONE, lang=lang).xpath("//p[@class='languages']/a")
    assert (link.get("href"), link.get("hreflang"), link.get("lang")) == (href, other, other)
    assert link.text == name


def test_a_study_in_english_alone_has_no_switch(both):
    header = dataclasses.replace(both.header, languages=("en",))
    page = made(dataclasses.replace(both, header=header), "# T", ONE, lang="en")
    assert not page.xpath("//p[@class='languages']")


@pytest.mark.parametrize(("lang", "end"), [("en", ".html"), ("cy", ".cy.html")])
def test_links_stay_in_the_language_of_the_page(both, lang, end):
    page = made(both, "# T", ONE, lang=lang)
    found = [h for h in page.xpath("//p[@class='kicker']/a/@href | //footer//a/@href")]
    assert sorted(found) == [f"accessibility{end}", f"disclosure{end}", f"index{end}"]


def test_an_index_in_welsh_leads_to_its_english_and_says_what_it_lacks(both):
    entries = [Entry("A", "A", "Ardal A")]
    page = html.document_fromstring(index_page(both, entries, "synthetic", MADE, "cy"))
    assert page.xpath("//p[@class='languages']/a/@href") == ["index.html"]
    setting = both.site("A").setting
    assert setting in page.xpath("//ul[@class='cards']//span[@lang='en']/text()")


def test_a_report_on_the_whole_study_has_the_title_of_its_translation(both):
    cells = notebook("# Tea\n\nLead.", ONE)
    welsh = {"cell-0": translated("# Tea\n\nLead.", "# Te\n\nArwain.")}
    assert title_of(both, "", cells, "cy", welsh) == "Te"
    assert title_of(both, "", cells, "cy") == "Tea [Saesneg]"
    assert title_of(both, "", cells, "en", welsh) == "Tea"


def test_no_record_is_different_for_being_shown_in_welsh(both):
    cell = code(showing(themes("x")))
    before = dict(cell.outputs[0].data[RECORD_MIME])
    made(both, "# T", ONE, cell)
    assert cell.outputs[0].data[RECORD_MIME] == before
