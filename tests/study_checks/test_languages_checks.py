"""The languages a study's pages are made in."""

from __future__ import annotations

import pytest
from test_study import message, spoil

from compendium.study_folder import open_study

BEFORE = "study: tiny\n"


def test_a_study_that_does_not_say_has_pages_in_english_and_its_welsh_is_a_draft(tiny):
    header = open_study("tiny").header
    assert (header.languages, header.cy_status) == (("en",), "draft")


def test_a_study_may_have_pages_in_both(tiny):
    spoil(tiny, "study.yml", BEFORE, BEFORE + "languages: [cy, en]\ncy_status: checked\n")
    header = open_study("tiny").header
    assert (set(header.languages), header.cy_status) == ({"en", "cy"}, "checked")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("languages: [en, fr]", "study.yml languages: found 'fr', but pages are made in en, cy."),
        ("languages: [cy]", "study.yml languages: found cy, but every page is made in English."),
        ("languages: [en, cy, cy]", "study.yml languages: cy is given twice. Name it once."),
        ("cy_status: yes", "study.yml cy_status: found 'yes', but it is draft, checked."),
    ],
)
def test_what_no_page_can_be_made_in_is_refused(tiny, lines, said):
    spoil(tiny, "study.yml", BEFORE, f"{BEFORE}{lines}\n")
    assert said in message()


def test_a_site_named_like_a_page_in_welsh_is_refused(tiny):
    spoil(tiny, "study.yml", 'site_id: "001"', 'site_id: "001.cy"')
    assert "found site_id '001.cy', but .cy ends Welsh pages" in message()
