"""The shipped studies on paper: the summary on one page, in both languages."""

from __future__ import annotations

import io
import itertools
import zipfile

import nbformat
import pypdf
import pytest
from conftest import ENGLAND, WALES
from lxml import etree

from compendium.render.documents.content import document
from compendium.render.documents.one_page import one_page_pdf
from compendium.render.documents.word import as_docx
from compendium.render.page import Provenance
from compendium.study_folder import open_study
from compendium.translations import read_translations, shown_prose

MADE = Provenance("summary.ipynb", "abc", "def", "make reports", "welsh_evaluation")


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("name", [WALES, ENGLAND])
def test_the_summary_fits_on_one_page_and_says_that_data_are_made_up(welsh_pages, name, lang):
    notebook = nbformat.read(welsh_pages.parent / name / "summary.ipynb", as_version=4)
    welsh = read_translations("summary", shown_prose(notebook))
    read = pypdf.PdfReader(io.BytesIO(one_page_pdf(open_study(name), notebook, MADE, lang, welsh)))
    assert len(read.pages) == 1
    text = " ".join(read.pages[0].extract_text().split())
    mark, sections = {
        "en": ("Made-up data. No real people.", ("Project summary", "Key findings")),
        "cy": ("Data ffug. Dim pobl go iawn.", ("Crynodeb o'r prosiect", "Prif ganfyddiadau")),
    }[lang]
    assert mark in text
    assert all(section in text for section in sections)


def test_the_box_of_findings_is_not_cut_before_its_note_in_word(welsh_pages, wales):
    notebook = nbformat.read(welsh_pages / "A.ipynb", as_version=4)
    made = as_docx(document(wales, "A", notebook, MADE, "en"))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        styles = etree.fromstring(package.read("word/styles.xml"))
    used = body.xpath("//*[local-name()='pStyle']/@*[local-name()='val']")
    before = [one for one, after in itertools.pairwise(used) if after == "FindingsNote"]
    assert set(before) == {"LastCarried"}
    assert "Carried" in used
    kept = "//*[@*[local-name()='styleId']='LastCarried']//*[local-name()='keepNext']"
    assert styles.xpath(kept)
