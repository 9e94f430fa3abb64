"""Every notebook, for a study that neither of the shipped ones resembles."""

from __future__ import annotations

import re
import shutil

import pytest
import yaml
from conftest import ROOT
from lxml import html
from test_tiny_study import records
from third import write_third

from compendium.analysis.qualitative import themes
from compendium.analysis.survey import surveys
from compendium.build.run import build_reports
from compendium.disclosure.profile import profile_named
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study
from compendium.words import say

pytestmark = pytest.mark.xdist_group("third")

# The explorer is no report: it is never published (tests/test_explore_notebook.py runs it).
NOTEBOOKS = sorted(p.stem for p in (ROOT / "notebooks").glob("*.ipynb") if p.stem != "explore")
SITES = ("no", "1e3")
PAGES = [*(n.replace("_", "-") for n in NOTEBOOKS if n != "site_report"), *SITES]
# Of each page what it shows of a strand that this study does not have.
MISSING = {
    "cross-site": ["contrasts", "joint", "who-refers", "waits", "agreement"],
    "evidence-review": ["about", "searches", "flow", "studies", "evidence", "prisma"],
    "follow-up": ["again-visit", "course-visit", "change-visit", "reliable-visit"],
    "framework": ["framework", "principle-share", "decisions", "consensus", "gripp2"],
    "service-map": ["service-flow", "routes", "rates", "quarters", "waits", "per-case"],
    "qualitative-methods": ["topic-guide", "sufficiency", "agreement", "open-questions"],
    "quotes": ["by-theme-quotes", "by-configuration-quotes"],
    **dict.fromkeys(SITES, ("looking-back", "joint", "who-refers", "waits", "quotes")),
}
SHOWN = {
    "cross-site": ["who-took-part", "themes", "theory"],
    "programme-theory": ["statements", "theory-map", "strength"],
    "survey-methods": ["response"],
    "evidence-trail": ["theory"],
    **dict.fromkeys(SITES, ("who-took-part", "themes", "theory")),
}
# What every service of the kind has, and what this study has too.
ANYBODYS = {"advocates", "advocate", "carers", "carer"}
OTHERS = ("wales", "welsh", "england", "parent", "young", "peer advocate", "social worker")
# Sentences on a language and on a checklist, on the pages of every study.
OF_EVERY_PAGE = (
    say("english_only", "en"),
    say("absent_involving_young", "en"),
    "What should be added where children or young people were involved:",
)


def own_words(study: dict) -> set[str]:
    """What a study calls its places, groups and models, in small letters."""
    named = [*study["sites"], *study["groups"]]
    texts = [entry[key] for entry in named for key in ("label", "singular") if key in entry]
    texts += [*study["models"].values(), *study["pooled_groups"].values()]
    return {text["en"].lower() for text in texts} - ANYBODYS


def words_of_the_shipped_studies() -> set[str]:
    files = (ROOT / "data").glob("[!_]*/study.yml")
    studies = (yaml.load(p.read_text("utf-8"), yaml.CBaseLoader) for p in files)
    return set().union(*map(own_words, studies), OTHERS)


def text_of(path) -> str:
    """What a reader reads on a page, drawings and their descriptions among it."""
    page = html.parse(path).getroot()
    said = [*page.find("body").itertext(), *page.xpath("//@alt"), *page.xpath("//@aria-label")]
    text = re.sub(r"\s+", " ", " ".join(said))
    for sentence in OF_EVERY_PAGE:
        text = text.replace(sentence, "")
    return text.lower()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The folder of the third study's public pages, from every notebook there is."""
    root = tmp_path_factory.mktemp("third")
    write_third(root, *NOTEBOOKS)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        assert build_reports(to=root / "out") == 0
    return root / "out" / "drop-in"


@pytest.mark.parametrize("page", PAGES)
def test_every_notebook_makes_a_public_page_of_it(pages, page):
    shown = records(pages, page)
    absent = {"absent"} if MISSING.get(page) else set()
    assert {shown[id].kind for id in MISSING.get(page, ())} == absent
    assert "absent" not in {shown[id].kind for id in SHOWN.get(page, ())}
    for display in shown.values():
        if display.kind == "absent":
            assert re.fullmatch(r"[A-Z][^\n]+\.", display.caption.say("en")), display.id


@pytest.mark.parametrize("page", [*PAGES, "index"])
def test_no_page_has_a_word_of_another_study(pages, page):
    text = text_of(pages / f"{page}.html")
    assert "the drop-in" in text
    # Every page says which languages it is in, and which profile it was released under.
    for sentence in (say("english_only", "en"), profile_named("welsh_evaluation").title.en):
        text = text.replace(sentence.lower(), "")
    found = {w for w in words_of_the_shipped_studies() if re.search(rf"\b{re.escape(w)}s?\b", text)}
    assert not found
    assert not re.search(r"traceback|\bnan\b|saesneg|\{\w*\}", text)


def test_its_numbers_are_what_was_worked_by_hand(tmp_path, monkeypatch):
    write_third(tmp_path, *NOTEBOOKS)
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    library = open_tables(open_study("drop-in"), "no")
    (scores,) = surveys.summaries(library).values()
    # 007: (10 + 8) / 2; 008: 5, one answer suffices here; 009: (0 + 1) / 2. So 14.5 / 3.
    ease = scores.frame.set_index("construct").loc["ease"]
    assert (ease["n"], ease["mean"]) == (3, pytest.approx(14.5 / 3))
    # h1 and h2 are carers: one of each place spoke of the kettle or what is below it.
    people = themes.people(open_tables(open_study("drop-in"), "")).frame
    every = people[(people["code_id"] == "K") & (people["area"] == "all")]
    assert dict(zip(every["group"], every["people"], strict=True)) == {"carer": 2, "volunteer": 2}


def test_words_of_another_language_than_two_are_refused_with_those_there_are(tmp_path, monkeypatch):
    folder = write_third(tmp_path, *NOTEBOOKS)
    study = folder / "study.yml"
    text = study.read_text("utf-8").replace("title: The drop-in", "title: {fr: L'escale}")
    study.write_text(text, "utf-8")
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    with pytest.raises(StudyError, match="unknown key fr, but allowed are en, cy"):
        open_study("drop-in")


def test_what_has_no_welsh_stands_in_english_and_says_so(tmp_path, monkeypatch):
    write_third(tmp_path, *NOTEBOOKS)
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    assert open_study("drop-in").group("carer").label.say("cy") == "carers [Saesneg]"
