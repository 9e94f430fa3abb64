"""Both engines make the same of every shipped report, and either is asked for by name."""

from __future__ import annotations

import pytest

from compendium.build.execute import FORKED, KERNEL, engine_chosen, execute, seed_of
from compendium.build.jobs import Job, every_job
from compendium.build.prose import words_for_people
from compendium.build.publish import notebook_text, published
from compendium.problems import StudyError
from compendium.study_folder import open_study

STUDIES = ("parental-advocacy-wales", "young-peoples-advocacy-england")
NOTEBOOKS = [
    *("cross_site", "site_report", "service_map", "programme_theory", "survey_methods"),
    *("qualitative_methods", "quotes", "evidence_trail", "evidence_review", "framework"),
    *("summary", "young_people", "impact_design"),
]
# A kernel takes seconds to start and to load what a report needs, so the others are thorough.
ALWAYS = {
    "parental-advocacy-wales": ("site_report", "programme_theory", "evidence_trail"),
    "young-peoples-advocacy-england": ("service_map", "framework", "summary", "young_people"),
}


def jobs():
    """One job of each notebook of each study: sites of one study share their notebook."""
    found = {}
    for name in STUDIES:
        study = open_study(name)
        for job in every_job(study, study.header.disclosure):
            found.setdefault((name, job.notebook), job)
    return found


def cases():
    """Each notebook with each study."""
    for study in STUDIES:
        together = pytest.mark.xdist_group(f"engines {study}")
        for notebook in NOTEBOOKS:
            more = () if notebook in ALWAYS[study] else (pytest.mark.thorough,)
            yield pytest.param(study, notebook, marks=(together, *more))


@pytest.mark.skipif(engine_chosen() != FORKED, reason="here kernels are the usual engine")
@pytest.mark.parametrize(("study", "notebook"), cases())
def test_every_shipped_report_is_published_the_same_from_a_kernel(
    welsh_pages, tmp_path, monkeypatch, study, notebook
):
    if (job := jobs().get((study, notebook))) is None:
        pytest.skip(f"{study} has no report {notebook}")
    monkeypatch.setenv("ENGINE", KERNEL)
    ran = execute(job, tmp_path / "ran.ipynb")
    words = words_for_people(open_study(study))
    made = notebook_text(published(ran.notebook, job, ran.key, words))
    built = welsh_pages.parent / study / f"{job.page}.ipynb"
    assert made == built.read_text(encoding="utf-8")


def test_every_report_of_the_shipped_studies_is_tried():
    assert {notebook for _, notebook in jobs()} == set(NOTEBOOKS)


def test_an_engine_nobody_knows_is_refused(monkeypatch):
    monkeypatch.setenv("ENGINE", "steam")
    with pytest.raises(StudyError, match="There are compendium, kernel"):
        engine_chosen()


@pytest.mark.parametrize(
    ("platform", "expected"), [("linux", "compendium"), ("win32", "kernel"), ("darwin", "kernel")]
)
def test_where_fork_is_not_safe_the_stock_engine_is_used(monkeypatch, platform, expected):
    monkeypatch.delenv("ENGINE", raising=False)
    monkeypatch.setattr("sys.platform", platform)
    assert engine_chosen() == expected


def test_a_seed_is_the_job_s_own():
    one = Job("site_report", "tiny", "001", "exact", page="001")
    other = Job("site_report", "tiny", "002", "exact", page="002")
    assert seed_of(one) == seed_of(one) != seed_of(other)
