"""What the explorer says a study holds: everything is counted, and every link leads somewhere."""

from __future__ import annotations

import pytest
from lxml import html as read

from compendium import lab
from compendium.cli import main
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.explore import contents
from compendium.explore.holdings import holdings
from compendium.intake.tables import open_tables
from compendium.problems import DisclosureError
from compendium.study_folder import open_study


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"))


def shown(data, profile="exact"):
    page = contents(data, Release(data, profile_named(profile))).data
    return read.fragment_fromstring(page, create_parent=True)


def test_the_welsh_study_is_counted(area):
    found = dict(holdings(area("")))
    assert found["Areas"] == "Area A, Area B, Area C"
    assert found["Coded passages"] == "563"
    assert found["CMOCs"] == "13"
    # Eight statements, most of them in several versions.
    assert found["Statements of the programme theory"] == "8"


def test_people_are_counted_once_whatever_they_answered(area):
    answers = area("").answers
    parents = answers.loc[answers["instrument"] == "parent", "participant_id"].nunique()
    said = dict(holdings(area("")))["Questionnaire: Parents’ survey"]
    assert said == f"questions: 33; people who answered: {parents}"


def test_what_a_study_has_none_of_is_not_listed(data):
    assert "Records of the review of literature" not in dict(holdings(data))


def test_the_study_is_named_with_its_question(data):
    page, header = shown(data), data.study.header
    assert page.findtext(".//h2") == header.title.en
    assert page.findtext(".//p") == header.question.en


def test_every_link_leads_to_a_file_from_the_explorers_copy(data):
    links = shown(data).xpath("//a/@href")
    assert links
    for link in links:
        assert (data.study.private / link).resolve().is_file(), link


def test_a_report_that_was_not_built_says_how_to_build_it(data):
    assert "not built yet: make report STUDY=tiny SITE=001" in shown(data).text_content()


def test_a_page_that_was_built_is_linked(data):
    # The tiny study hides nothing, so that its pages are the team's.
    page = data.study.private.parent / "reports" / "tiny" / "001.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>A report.</p>", encoding="utf-8")
    assert "../reports/tiny/001.html" in shown(data).xpath("//a/@href")


def test_names_are_no_markup(tiny):
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    title = open_study("tiny").header.title.en
    path.write_text(text.replace(title, "<b>Bold</b>"), encoding="utf-8")
    page = shown(open_tables(open_study("tiny")))
    assert page.findtext(".//h2") == "<b>Bold</b>"


def test_a_public_profile_shows_nothing_of_it(data):
    with pytest.raises(DisclosureError, match="make explore"):
        shown(data, "welsh_evaluation")


@pytest.mark.parametrize("asked", [["lab"], ["lab", "tiny"]])
def test_make_lab_opens_on_the_explorer(tiny, monkeypatch, asked):
    started = []
    monkeypatch.setattr(lab.subprocess, "call", lambda command, env: started.append(command) or 0)
    assert main(asked) == 0
    assert "--LabApp.default_url=/lab/tree/private/tiny/explore.ipynb" in started[0]
