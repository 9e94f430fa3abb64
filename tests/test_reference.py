"""The reference is made without a network, says what docstrings say, and leads to the glossary."""

from __future__ import annotations

import re

import pytest
from reference import GLOSSARY, end_of, glossary_page, write_reference


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of one module, and the glossary."""
    pytest.importorskip("pdoc", reason="the test extra of requirements-test.lock is not installed")
    to = tmp_path_factory.mktemp("reference")
    write_reference(to, "compendium.places")
    return {p.relative_to(to).as_posix(): p.read_text("utf-8") for p in to.rglob("*.html")}


def test_a_page_says_what_the_docstrings_say(pages):
    page = pages["compendium/places.html"]
    assert "Where things lie: data, notebooks, reports, private files." in page
    assert "If neither leads to a folder that holds a study." in page


def test_every_page_leads_to_the_glossary_and_asks_nobody_else(pages):
    assert 'href="../glossary.html"' in pages["compendium/places.html"]
    for page in pages.values():
        fetched = re.findall(r'(?:src|<link[^>]*href)="(https?:[^"]*)"', page)
        assert not fetched


def test_every_term_of_the_glossary_can_be_linked_to():
    text = GLOSSARY.read_text(encoding="utf-8")
    page = glossary_page(text)
    terms = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
    ends = [end_of(term) for term in terms]
    assert len(terms) > 60
    assert len(set(ends)) == len(ends)
    assert not [end for end in ends if f"<p id='{end}'>" not in page]
