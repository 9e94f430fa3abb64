"""What there is to build, and where it goes."""

from __future__ import annotations

import shutil

import nbformat
import pytest

from compendium.build.jobs import Job, notebooks_folder, plan
from compendium.problems import DisclosureError, StudyError

REPORTS = "reports: [site_report]"


@pytest.fixture
def overview(tiny):
    """The tiny study with a report on the whole of it, before that on its sites."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                'study = "tiny"\nprofile = "exact"', metadata={"tags": ["parameters"]}
            )
        ]
    )
    nbformat.write(notebook, tiny.parents[1] / "notebooks" / "over_all.ipynb")
    study = tiny / "study.yml"
    study.write_text(
        study.read_text(encoding="utf-8").replace(REPORTS, "reports: [over_all, site_report]"),
        encoding="utf-8",
    )


JOB = Job("site_report", "tiny", "001", "exact", page="001")


def test_a_job_hands_its_parameters_over_as_text():
    assert JOB.parameters == {"study": "tiny", "site": "001", "profile": "exact"}


def test_a_job_says_how_to_build_its_report_again():
    assert JOB.command == "make report STUDY=tiny SITE=001"


def test_every_site_is_a_job(tiny):
    (found,) = plan(None, None, None, None)
    assert [job.site for job in found.jobs] == ["001", "002"]


def test_a_notebook_without_a_site_is_one_job_for_the_whole_study(tiny, overview):
    (found,) = plan(None, None, None, None)
    assert [(job.notebook, job.site, job.page) for job in found.jobs] == [
        ("over_all", "", "over-all"),
        ("site_report", "001", "001"),
        ("site_report", "002", "002"),
    ]
    assert found.jobs[0].parameters == {"study": "tiny", "profile": "exact"}
    assert found.jobs[0].command == "make report STUDY=tiny REPORT=over_all"


def test_asking_for_a_site_leaves_out_what_is_about_all(tiny, overview):
    (found,) = plan("tiny", "002", None, None)
    assert [job.page for job in found.jobs] == ["002"]


def test_one_report_can_be_asked_for(tiny, overview):
    (found,) = plan("tiny", None, None, None, "over_all")
    assert [job.page for job in found.jobs] == ["over-all"]
    assert not found.whole


def test_a_report_that_the_study_does_not_have_is_named_with_those_it_has(tiny, overview):
    with pytest.raises(StudyError, match=r"no report 'summary'.*over_all, site_report"):
        plan("tiny", None, None, None, "summary")


def test_a_second_report_on_a_site_has_a_page_of_its_own(tiny):
    notebooks = tiny.parents[1] / "notebooks"
    shutil.copy(notebooks / "site_report.ipynb", notebooks / "service.ipynb")
    study = tiny / "study.yml"
    study.write_text(
        study.read_text(encoding="utf-8").replace(REPORTS, "reports: [site_report, service]"),
        encoding="utf-8",
    )
    (found,) = plan("tiny", "001", None, None)
    assert [job.page for job in found.jobs] == ["001", "001-service"]


def test_one_site_is_one_job_and_keeps_its_noughts(tiny):
    (found,) = plan("tiny", "001", None, None)
    assert found.jobs == (JOB,)


@pytest.mark.parametrize(
    ("profile", "public", "place"),
    [(None, False, "private/reports/tiny"), ("welsh_evaluation", True, "reports/tiny")],
)
def test_the_profile_decides_where_pages_go(tiny, profile, public, place):
    (found,) = plan("tiny", None, profile, None)
    assert ("private" not in found.reports.parts) == public
    assert found.reports == tiny.parents[1] / place


def test_another_folder_can_be_asked_for(tiny, tmp_path):
    (found,) = plan(None, None, "welsh_evaluation", tmp_path / "elsewhere")
    assert found.reports == tmp_path / "elsewhere" / "tiny"


def test_executed_notebooks_of_each_profile_stay_apart_and_private(tiny):
    (team,), (public,) = (
        plan("tiny", None, None, None),
        plan("tiny", None, "welsh_evaluation", None),
    )
    assert team.executed != public.executed
    assert "private" in public.executed.parts


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("tinny", None, None), r"no study 'tinny' in data/\. There is: tiny"),
        (("tiny", "003", None), r"'003'.*001, 002"),
        (("tiny", "1", None), r"'1'.*001, 002"),
        (("tiny", None, "loose"), r"no disclosure profile 'loose'\. There is: welsh_evaluation"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(tiny, asked, message):
    with pytest.raises(StudyError, match=message):
        plan(*asked, None)


def test_a_site_of_one_of_several_studies_needs_its_study(tiny):
    shutil.copytree(tiny, tiny.parent / "tiny-two")
    with pytest.raises(StudyError, match=r"Which study's site '001'\? Name one: STUDY=tiny"):
        plan(None, "001", None, None)


def test_no_study_at_all_says_how_to_begin(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    with pytest.raises(StudyError, match="Begin one: make start or make new-study NAME=our-study"):
        plan(None, None, None, None)


def test_pages_for_the_team_go_nowhere_but_into_private(tiny, tmp_path):
    with pytest.raises(DisclosureError, match="into private/ and nowhere else"):
        plan("tiny", None, "exact", tmp_path / "out")
    inside = tmp_path / "private" / "mine"
    (found,) = plan("tiny", None, "exact", inside)
    assert found.reports == inside / "tiny"


def test_another_profile_than_the_studys_stands_in_the_command(tiny):
    (found,) = plan("tiny", "001", "welsh_evaluation", None)
    assert found.jobs[0].command == ("make report STUDY=tiny SITE=001 PROFILE=welsh_evaluation")


def test_notebooks_are_found_when_the_data_lie_elsewhere(tiny, tmp_path, monkeypatch):
    elsewhere = tmp_path / "secure"
    shutil.copytree(tiny.parent, elsewhere / "data")
    monkeypatch.setenv("COMPENDIUM_DATA", str(elsewhere / "data"))
    monkeypatch.chdir(tmp_path)
    assert notebooks_folder() == tmp_path / "notebooks"
    monkeypatch.setenv("COMPENDIUM_NOTEBOOKS", str(tiny))
    assert notebooks_folder() == tiny
