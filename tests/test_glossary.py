"""Terms on pages, and that they mean what GLOSSARY.md says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compendium.glossary import terms, terms_in

GLOSSARY = (Path(__file__).parents[1] / "GLOSSARY.md").read_text(encoding="utf-8")
ENTRIES = {
    found[1]: " ".join(found[2].replace("*", "").split())
    for part in GLOSSARY.split("\n\n")
    if (found := re.match(r"\*\*(.+?)\*\*(.*)", part, re.DOTALL))
}


@pytest.mark.parametrize("term", terms(), ids=lambda t: t.name.en)
def test_a_term_means_what_the_glossary_says_first(term):
    assert ENTRIES[term.name.en].startswith(term.meaning.en)
    assert term.meaning.en.endswith(".")


@pytest.mark.parametrize("term", terms(), ids=lambda t: t.name.en)
def test_a_term_is_said_in_welsh_too_as_a_draft(term):
    assert term.name.cy
    assert term.meaning.cy.endswith(".")
    assert term.cy_status in ("draft", "checked")


def names(text, lang="en"):
    return [term.name.en for term in terms_in(text, lang)]


def test_terms_are_found_as_whole_words_whatever_their_case():
    assert names("Each Configuration and its kappa.") == ["CMOC", "Kappa"]
    assert names("kappas and databases") == []


def test_terms_are_found_in_welsh_by_their_welsh():
    assert names("Mae'r cyfluniadau'n dal.", "cy") == ["CMOC"]


def test_a_term_in_the_name_of_another_is_explained_too():
    assert names("The evidence is thin.") == ["CMOC", "Evidence (on a CMOC)"]


def test_a_project_reference_is_no_reference_of_a_joint_display():
    assert names("Project reference") == []
    assert names("Above its reference.") == ["Reference"]
