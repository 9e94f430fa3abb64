"""Links to files beside a page, and none where nobody says that they are there."""

from __future__ import annotations

import pytest
from lxml import html
from shown import bars, code, displayed, notebook, said, showing, theme_shares, three

from compendium.displays import verbs
from compendium.render.beside import Beside
from compendium.render.page import Provenance, report_page

MADE = Provenance("site_report.ipynb", "abc", "def", "make", "welsh_evaluation", "fed")
SHOWN = (
    displayed(verbs.likert, bars(*three()), "survey"),
    displayed(verbs.theme_table, theme_shares(), "themes"),
    displayed(verbs.quotes, said("Thank you."), "quotes"),
)


def page(study, beside, lang="en"):
    cells = notebook("# Title", "## One", code(*map(showing, SHOWN)), "## Limits")
    return html.document_fromstring(report_page(study, "A", cells, MADE, lang, beside=beside))


def files(found, id):
    return found.xpath(f"//*[@id='{id}']//*[@class='downloads']/a/@href")


def test_a_figure_has_five_files_and_a_table_one(wales):
    found = page(wales, Beside("A"))
    names = (".csv", ".png", ".svg", "-slide.png", ".pptx")
    assert files(found, "survey") == [f"downloads/A/survey{name}" for name in names]
    assert files(found, "themes") == ["downloads/A/themes.csv"]
    assert files(found, "quotes") == []


def test_a_link_says_which_figure_it_saves(wales):
    texts = [
        a.text_content() for a in page(wales, Beside("A")).xpath("//*[@id='survey']//a[@download]")
    ]
    assert texts[1] == "Picture (PNG), Figure 1"
    assert len(set(texts)) == 5


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", ["A.pdf", "A.docx", "A.ipynb"]), ("cy", ["A.cy.pdf", "A.cy.docx", "A.ipynb"])],
)
def test_the_page_is_offered_in_other_formats(wales, lang, expected):
    found = page(wales, Beside("A", lang), lang)
    assert found.xpath("//div[@class='formats']//a[@download]/@href") == expected


def test_without_files_there_is_no_link_to_any(wales):
    assert page(wales, None).xpath("//a[@download]") == []
    assert page(wales, Beside("A", formats=(), downloads=False)).xpath("//a[@download]") == []


def test_a_name_with_letters_that_an_address_has_not_is_written_so_that_it_leads_there():
    links = Beside("Môn 1").download_links("a b", "table")
    assert links == (("downloads/M%C3%B4n%201/a%20b.csv", "download_csv"),)
