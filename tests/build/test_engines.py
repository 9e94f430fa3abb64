"""Both engines make the same notebook of every shipped job, and either is asked for by name."""

from __future__ import annotations

import nbformat
import pytest

from compendium.build.execute import ENGINES, engine_chosen, execute, seed_of
from compendium.build.jobs import Job, every_job
from compendium.problems import StudyError
from compendium.study_folder import open_study

# One of each notebook of each study; sites of one study share their notebook.
STUDIES = ("parental-advocacy-wales", "young-peoples-advocacy-england")


def normalised(path):
    """What a reader sees of an executed notebook: no times, no names of runs, no signatures."""
    notebook = nbformat.read(path, as_version=4)
    shown = []
    for cell in notebook.cells:
        outputs = [dict(o) for o in cell.get("outputs", [])]
        for output in outputs:
            output.get("metadata", {}).pop("compendium", None)
        shown.append((cell.cell_type, cell.source, cell.get("execution_count"), outputs))
    return shown, notebook.metadata.get("language_info")


def jobs():
    found = {}
    for name in STUDIES:
        study = open_study(name)
        for job in every_job(study, study.header.disclosure):
            found.setdefault((name, job.notebook), job)
    return found


NOTEBOOKS = [
    *("cross_site", "site_report", "service_map", "programme_theory", "survey_methods"),
    *("qualitative_methods", "quotes", "evidence_trail", "evidence_review", "framework"),
]


@pytest.mark.parametrize("study", STUDIES)
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_every_shipped_job_comes_out_the_same(house, tmp_path, monkeypatch, study, notebook):
    job = jobs().get((study, notebook))
    if job is None:
        pytest.skip(f"{study} has no report {notebook}")
    made = []
    for engine in ENGINES:
        monkeypatch.setenv("ENGINE", engine)
        execute(job, tmp_path / f"{engine}.ipynb")
        made.append(normalised(tmp_path / f"{engine}.ipynb"))
    assert made[0] == made[1]


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
