"""A third study, small enough to work by hand, from the same notebooks as the others."""

from __future__ import annotations

import re
import shutil

import nbformat
import pytest
from conftest import ROOT
from lxml import html
from tiny import write_tiny

from compendium.build.run import build_reports
from compendium.build.sections import unasked
from compendium.displays.record import RECORD_MIME, from_record
from compendium.study_folder import open_study

# Every kind of number that people stand behind.
COUNTED = ("percent", "mean", "coefficient", "decimal", "p", "days")
# Worked out from two bounds that are printed.
RATES = {"response": "rate", "cherries": "percent"}
EVERY = (
    "reports: [cross_site, site_report, programme_theory, survey_methods, "
    "qualitative_methods, quotes, evidence_trail, framework]"
)


@pytest.fixture
def whole(tiny):
    """The tiny study with every report the shipped studies have."""
    study = tiny / "study.yml"
    text = study.read_text(encoding="utf-8").replace("reports: [site_report]", EVERY)
    study.write_text(text, encoding="utf-8")
    return tiny


def records(folder, page):
    """The displays of one published notebook, by id."""
    read = nbformat.read(folder / f"{page}.ipynb", as_version=4)
    outputs = [o for c in read.cells for o in c.get("outputs", [])]
    return {d.id: d for d in (from_record(o["data"][RECORD_MIME]) for o in outputs)}


def cell(display, column, **where):
    return display.data.frame.at[display.data.where(**where), column]


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    """What the team's pages show, by page and display."""
    root = tmp_path_factory.mktemp("tiny")
    study = write_tiny(root) / "study.yml"
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    text = study.read_text(encoding="utf-8").replace("reports: [site_report]", EVERY)
    study.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        assert build_reports() == 0
    folder = root / "private" / "reports" / "tiny"
    return {page: records(folder, page) for page in ("cross-site", "001", "002")}


def test_its_pages_show_what_was_worked_by_hand(team):
    first, every = team["001"], team["cross-site"]
    # Interviewed: c1 to c3 are parents of First, c4 its worker; c7 of Second withdrew.
    assert cell(first["who-took-part"], "interviewed", group="parent") == 3
    assert cell(every["who-took-part"], "interviewed_all", group="parent") == 5
    # Having a say: (5 + 4 + 5) / 3 and (4 + 4) / 2, so 13 / 3 = 4.3; one gave too few answers.
    assert cell(first["scores-form"], "mean", construct="say") == 4.3
    assert cell(first["scores-form"], "n", construct="say") == 2
    # Before and now: t1 rises 2 to 4, t2 stays at 3, t3 falls 4 to 2.
    shares = [
        cell(first["looking-back"], "percent", construct="trust", item_id="score", level=level)
        for level in ("lower", "same", "higher")
    ]
    assert shares == [33, 33, 33]
    # Warmth or anything below it: c1 and c2 of the three parents of First.
    where = {"code_id": "K1", "group": "parent", "area": "001"}
    assert cell(first["themes"], "people", **where) == 2
    assert cell(first["themes"], "asked", **where) == 3


def test_its_areas_side_by_side_are_what_was_worked_by_hand(team):
    every = team["cross-site"]
    # Say in First 14/3 and 4, in Second 3 and 4/3: all four pairs higher in First.
    contrast = {"comparison": "parents_by_area", "group_1": "001", "group_2": "002"}
    forest = every["contrasts-parents_by_area"]
    assert cell(forest, "estimate", **contrast) == 1
    # Both of First above both of Second: 2 of the 6 ways in which four can be parted.
    assert cell(forest, "p", **contrast) == 0.33
    assert cell(every["verdicts"], "verdict", cmoc_id="T1", area="001") == "thin"
    assert cell(every["verdicts"], "verdict", cmoc_id="T2", area="002") == "not_found"
    # c1, c8 and c5 support T1, c2 refines it; of T2 nothing is left after a withdrawal.
    assert cell(every["theory"], "people", cmoc_id="T1") == 4
    assert cell(every["theory"], "spread", cmoc_id="T2") == "unsupported"
    assert cell(every["main-messages"], "count", finding_id="warm", value="people") == 2


def test_a_public_page_of_so_few_people_shows_no_count_of_them(whole, tmp_path):
    assert build_reports(profile="welsh_evaluation", to=tmp_path / "out") == 0
    folder = tmp_path / "out" / "tiny"
    assert sorted(p.name for p in folder.glob("*.html")) == [
        *("001.html", "002.html", "accessibility.html", "cross-site.html", "disclosure.html"),
        *("evidence-trail.html", "framework.html", "index.html", "programme-theory.html"),
        *("qualitative-methods.html", "quotes.html", "search.html", "survey-methods.html"),
    ]
    wide = ("cross-site", "programme-theory", "survey-methods", "qualitative-methods", "quotes")
    for page in ("001", "002", "framework", *wide):
        shown = records(folder, page)
        for id, display in shown.items():
            numbers = [c for c, k in display.data.kinds.items() if k in COUNTED]
            if id in RATES:
                numbers.remove(RATES[id])
            assert display.data.frame[numbers].isna().all(axis=None), (page, id)
        if page == "survey-methods":
            everybody = shown["response"].data.frame.iloc[-1]
            assert everybody["rate"] == 100 * everybody["answered"] // everybody["invited"]
            told = shown["cherries"].data.frame["percent"].dropna()
            assert set(told) == {everybody["rate"]}
        text = html.parse(folder / f"{page}.html").getroot().text_content()
        for words in ("She listened to me", "tea, always", "must never be seen", "Ann", "Bob"):
            assert not re.search(rf"\b{words}\b", text), (page, words)


def test_a_finding_that_no_report_asks_for_is_named(whole, capsys):
    findings = whole / "findings" / "findings.yml"
    text = findings.read_text(encoding="utf-8").replace("section: survey", "section: surveys", 1)
    findings.write_text(text, encoding="utf-8")
    (sentence,) = unasked(open_study("tiny"))
    assert sentence.startswith("findings.yml say: the section 'surveys' is asked for by no report")


def test_every_finding_of_the_shipped_study_has_a_place(wales):
    assert wales.findings
    assert unasked(wales) == []
