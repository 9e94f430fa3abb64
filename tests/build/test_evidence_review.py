"""The review's page from the notebook that every study shares, with a review and without one."""

from __future__ import annotations

import pytest
from lxml import html
from reviewed import SCREENED, with_review
from test_tiny_study import records

from compendium.analysis.trail.links import Thing
from compendium.analysis.trail.places import Finder, Place
from compendium.build.run import build_reports
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

OF_THE_REVIEW = ("about", "searches", "flow", "studies", "evidence", "prisma", "rapid-review")
REVIEW_ALONE = (
    "- finding_id: found\n"
    "  section: review\n"
    '  text: {en: "In the synthetic data, {n} studies are in.", cy: "Yn y data ffug, {n}."}\n'
    '  values: {n: {result: review_flow, row: {box: B20, reason: ""}, column: records}}\n'
    "  evidence: [T1]\n"
    "  analyst: A. Analyst\n"
    "  decided_on: 2024-03-05\n"
)


@pytest.fixture
def study(tiny):
    """Tiny with the review's page alone, for the public, and one finding for it."""
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8").replace("[site_report]", "[evidence_review]")
    path.write_text(text.replace("disclosure: exact", "disclosure: welsh_evaluation"), "utf-8")
    (tiny / "findings" / "findings.yml").write_text(REVIEW_ALONE, encoding="utf-8")
    return tiny


def test_the_page_is_built_with_its_flow_and_a_finding_on_it(study, tmp_path):
    with_review(study)
    assert build_reports(to=tmp_path / "out") == 0
    shown = records(tmp_path / "out" / "tiny", "evidence-review")
    assert [shown[id].kind for id in OF_THE_REVIEW[:5]] == [
        "review_about",
        "review_searches",
        "review_flow",
        "review_studies",
        "review_evidence",
    ]
    page = (tmp_path / "out" / "tiny" / "evidence-review.html").read_text(encoding="utf-8")
    said = " ".join(html.fromstring(page).text_content().split())
    assert "In the synthetic data, 3 studies are in." in said
    assert "Included are 3 studies with 4 reports." in page
    assert "L1 publications" in (tmp_path / "out" / "tiny" / "disclosure.html").read_text("utf-8")


def test_a_broken_equation_fails_the_build_and_says_where_it_is_told(study, tmp_path, capsys):
    with_review(study, SCREENED.replace("P4,,,,,,N", "P4,,,,,,"))
    assert build_reports(to=tmp_path / "out") == 1
    said = (tmp_path / "private" / "tiny" / "logs" / "evidence-review.txt").read_text("utf-8")
    assert "P4 (found.ris record 4) was found and not removed" in said
    assert "logs/evidence-review.txt" in capsys.readouterr().err


def test_a_study_without_a_review_says_so_and_is_built(study, tmp_path):
    (study / "findings" / "findings.yml").unlink()
    assert build_reports(to=tmp_path / "out") == 0
    shown = records(tmp_path / "out" / "tiny", "evidence-review")
    assert {shown[id].kind for id in OF_THE_REVIEW} == {"absent"}


def test_the_trail_says_in_which_file_a_record_of_the_review_stands(study):
    with_review(study)
    finder = Finder(open_tables(open_study("tiny")))
    found = {id: finder.places(Thing("literature", id, Text(id))) for id in ("P7", "W1", "R1")}
    assert found == {
        "P7": (Place("raw/found.ris", "P7, record 7"),),
        "W1": (Place("raw/screened.csv", "W1, row 10"),),
        "R1": (Place("literature/records.csv", "R1"),),
    }
