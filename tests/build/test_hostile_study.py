"""A whole study whose every text is one that some program would run: it is built, and text stays.

What no field of a study's definitions may hold by its kind, that kind refuses: nothing is planted
there (`tests/hostile_study.py`).
"""

from __future__ import annotations

import re
import shutil
import unicodedata

import pytest
from conftest import ROOT
from hostile_study import WORDS, text_fields, write_hostile
from listening import Listening
from lxml import etree, html

from compendium.build import pieces
from compendium.build.run import build_reports
from compendium.legible import CONTROL, legible

# Built once, by one process.
pytestmark = pytest.mark.xdist_group("hostile study")
# Fields of one language that hold no words but ids, one of a few values, or names in an export.
IDS = {
    *("about", "at", "between", "cmoc_id", "code", "code_id", "coded_by", "coder", "column"),
    *("comparison", "confidence", "consensus", "construct", "context_field", "cy_status"),
    *(
        "date_format",
        "declared",
        "disclosure",
        "ended",
        "family",
        "file",
        "finding_id",
        "from_cmoc",
    ),
    *("from_version", "funding_type", "group", "guide", "instrument", "item", "item_id", "kind"),
    *("label", "lived_experience_required", "memo_id", "merged_into", "missing", "model"),
    *("occasion", "of", "of_record", "agreement", "origin", "parent_id", "pattern", "pooled_as"),
    *("principle", "provider_type", "pt_id", "qual_signal", "quant_signal", "question"),
    *("realist_role", "result", "role", "row", "scale", "scale_id", "second_item", "section"),
    *("setting", "sheet", "site", "site_id", "source", "speaks_of", "stage", "statement", "status"),
    *("study", "to_cmoc", "to_version", "tree", "version", "wait", "word", "checked_by"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The team's pages of the study, and what was planted in it."""
    root = tmp_path_factory.mktemp("hostile")
    _, planted = write_hostile(root)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        patch.setattr(pieces, "unasked", lambda study: [])
        # Those first to which others lead.
        for report in ("quotes", "evidence_trail", "programme_theory", "framework",
                       "evidence_review", "summary", "young_people"):  # fmt: skip
            assert build_reports(report=report) == 0
        assert build_reports(site="001", report="site_report") == 0
    return root / "private" / "reports" / "tiny", planted.texts


@pytest.fixture(scope="module")
def texts(built):
    """What each page says, by its name, without blanks and what shows nothing."""
    found = {}
    for path in sorted(built[0].glob("*.html")):
        page = html.document_fromstring(path.read_text(encoding="utf-8"))
        for part in page.xpath("//style | //script"):
            part.drop_tree()
        found[path.name] = squeezed(page.text_content())
    return found


def squeezed(text: str) -> str:
    unseen = ("Cf", "Cn", "Zs", "Zl", "Zp")
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in unseen)


def test_every_field_of_one_language_is_planted_in_or_holds_no_words():
    assert {name for _, name in text_fields()} <= WORDS | IDS
    assert not WORDS & IDS


def test_hundreds_of_fields_are_planted_in_and_most_stand_on_a_page(built, texts):
    every = "".join(texts.values())
    shown = [mark for mark in built[1] if mark in every]
    assert len(built[1]) > 300
    assert len(shown) > 200


def test_what_stands_on_a_page_stands_there_whole_and_as_it_is(built, texts):
    cut = []
    for name, text in texts.items():
        for mark, planted in built[1].items():
            if mark in text and squeezed(legible(planted)) not in text:
                cut.append((name, planted))
    assert not cut


def test_no_page_holds_a_control_or_an_element_of_the_texts(built):
    for path in built[0].glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not CONTROL.search(text)
        page = html.document_fromstring(text)
        assert not page.xpath("//@*[starts-with(name(), 'on')]")
        scripts = page.xpath("//script")
        assert len(scripts) == (2 if path.name.startswith("search") else 0)
        tags = {e.tag for e in page.iter(etree.Element)}
        assert not tags & {"iframe", "object", "embed", "base", "svg", "math", "plaintext", "xmp",
                           "template", "video", "audio", "marquee", "link"}  # fmt: skip
        assert all(re.fullmatch(r"[\w.-]+\.html", a) for a in page.xpath("//form/@action"))


@pytest.mark.browser
def test_in_a_browser_no_page_runs_or_calls_for_anything(built, browser):
    pages = sorted(built[0].glob("*.html"))
    assert {"index.html", "search.html", "001.html", "001.cy.html"} <= {p.name for p in pages}
    for path in pages:
        with Listening(browser, path) as heard:
            heard.touch_everything()
        assert heard.nothing(), (path.name, heard.told)
