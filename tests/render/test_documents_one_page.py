"""One page of findings: it fits, says who concluded what, and tells its author when it cannot."""

from __future__ import annotations

import io

import pypdf
import pytest
from documented import text_of
from shown import code, displayed, likert, notebook, showing, three

from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.render.documents.one_page import one_page_pdf
from compendium.render.page import Provenance
from compendium.study_folder import open_study

MADE = Provenance("summary.ipynb", "code", "study", "make", "exact")


@pytest.fixture
def shown(tiny):
    data = open_tables(open_study("tiny"), "001")
    found = Release(data, profile_named("exact")).findings("survey")
    return data.study, code(showing(displayed(verbs.finding, found, "survey")))


def page(study, *cells, lang="en") -> pypdf.PdfReader:
    return pypdf.PdfReader(
        io.BytesIO(one_page_pdf(study, notebook("# What helps", *cells), MADE, lang))
    )


def test_findings_stand_on_one_page_with_who_concluded_them(shown):
    study, findings = shown
    made = page(study, "## Main messages", findings)
    assert len(made.pages) == 1
    text = text_of(made)
    assert "What helps" in text
    assert "(Mari, 3 May 2024)" in text
    assert text.startswith("Made-up data. No real people.")
    assert "Team build" in text


def test_it_is_accessible_and_says_its_language(shown):
    root = page(*shown, lang="cy").trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("cy")


def test_text_grows_smaller_before_it_is_too_long(shown):
    study, findings = shown
    more = "\n\n".join(["A sentence that says what was done in this project, and why." * 3] * 20)
    assert len(page(study, findings, f"## More\n\n{more}").pages) == 1


def test_what_does_not_fit_is_refused_with_how_much_there_is(shown):
    study, findings = shown
    with pytest.raises(StudyError, match=r"summary.ipynb: in text of 8.5 points it takes \d{3} %"):
        page(study, findings, "## More\n\n" + "A sentence of some words.\n\n" * 300)


def test_a_page_without_findings_is_refused(shown):
    with pytest.raises(StudyError, match="shows no finding"):
        page(shown[0], "## Main messages")


def test_a_figure_is_refused(shown):
    study, findings = shown
    with pytest.raises(StudyError, match="shows figure"):
        page(study, findings, code(showing(likert(*three()))))
