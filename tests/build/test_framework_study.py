"""The framework's page is built for any study, and tells of workshops what rule W1 lets it tell."""

from __future__ import annotations

import pytest
from lxml import html
from practised import add_practice
from test_study import spoil

from compendium.build.run import build_reports


@pytest.fixture
def practice_folder(tiny):
    add_practice(tiny)
    spoil(tiny, "study.yml", "reports: [site_report]", "reports: [framework]")
    (tiny / "findings" / "findings.yml").unlink()
    spoil(tiny, "study.yml", "people: 6", "people: 8")
    spoil(tiny, "study.yml", "people: 2", "people: 4")
    return tiny


def test_its_public_page_names_no_small_role_and_no_dissenter(practice_folder, tmp_path):
    out = tmp_path / "out"
    assert build_reports(profile="welsh_evaluation", to=out) == 0
    published = (out / "tiny" / "framework.html", out / "tiny" / "framework.ipynb")
    for text in (path.read_text(encoding="utf-8") for path in published):
        assert not [words for words in ("the chair", "two people", "y tîm") if words in text]
    page = html.parse(published[0]).getroot()
    text = page.text_content()
    assert "others at the workshops" in text
    assert "Somebody disagreed." in text
    # The framework is read before the contents, so that it is the first sheet of paper.
    assert page.xpath("//header//div[contains(@class, 'sheet')]//tr[@id='principle-F1']")


def test_its_team_reads_the_words_of_dissent(practice_folder):
    assert build_reports() == 0
    path = practice_folder.parents[1] / "private" / "reports" / "tiny" / "framework.html"
    text = html.parse(path).getroot().text_content()
    assert "Dissent: two people" in text
    assert "The chair" in text
