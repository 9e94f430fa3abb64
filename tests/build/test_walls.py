"""What a notebook of a public build may not write into, and that notebooks may lie elsewhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import nbformat
import pytest
from shown import code, notebook
from test_sabotage import KERNEL, PARAMETERS

from compendium.build.execute import JobFailed, execute
from compendium.build.jobs import Job
from compendium.build.walls import guarded, wall

WRITE = os.O_WRONLY | os.O_CREAT


@pytest.fixture
def places(tmp_path):
    """A house with private/, and notebooks in a repository of their own."""
    for name in ("house/private", "house/reports", "repo/notebooks", "repo/.git", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("house/reports/a.csv", True),
        ("house/a.csv", True),
        ("house/private", False),
        ("house/private/a.csv", False),
        ("house/private/../a.csv", True),
        ("house/privates/a.csv", True),
        ("repo/notebooks/a.csv", True),
        ("repo/a.csv", True),
        ("repo/private/a.csv", True),
        ("repo/src/__pycache__/a.pyc", False),
        ("repository/a.csv", False),
        ("elsewhere/a.csv", False),
    ],
)
def test_what_may_be_written_where(places, path, refused):
    hook = wall(*map(Path, json.loads(guarded(places / "house", places / "repo/notebooks"))))
    hook("open", (str(places / path), "r", os.O_RDONLY))
    if not refused:
        return hook("open", (str(places / path), "w", WRITE))
    with pytest.raises(PermissionError, match=r"nothing outside private/"):
        hook("open", (str(places / path), "w", WRITE))


def test_a_work_tree_around_somebodys_home_is_not_guarded_whole(places, monkeypatch):
    monkeypatch.setenv("HOME", str(places / "repo"))
    monkeypatch.setenv("USERPROFILE", str(places / "repo"))
    named = json.loads(guarded(places / "house", places / "repo/notebooks"))
    assert named == [str(places / "house"), str(places / "repo/notebooks")]


def test_a_home_kept_in_private_or_none_at_all_leaves_the_work_tree_guarded(places, monkeypatch):
    monkeypatch.setenv("HOME", str(places / "repo" / "private" / ".home"))
    named = json.loads(guarded(places / "repo", places / "repo" / "notebooks"))
    assert named == [str(places / n) for n in ("repo", "repo/notebooks", "repo")]
    monkeypatch.setattr("compendium.build.walls.home", lambda: None)
    assert json.loads(guarded(places / "repo", places / "repo" / "notebooks")) == named


def test_folders_whose_names_part_paths_on_some_system_are_guarded(tmp_path):
    odd = tmp_path / "a:b;c"
    (odd / "notebooks").mkdir(parents=True)
    hook = wall(*map(Path, json.loads(guarded(odd, odd / "notebooks"))))
    with pytest.raises(PermissionError):
        hook("open", (str(odd / "x.csv"), "w", WRITE))


def test_a_notebook_kept_apart_from_the_data_writes_nothing_beside_itself(places, monkeypatch):
    """Real data lie outside every repository, and the notebooks in one."""
    (places / "house" / "data").mkdir()
    monkeypatch.setenv("COMPENDIUM_DATA", str(places / "house" / "data"))
    monkeypatch.setenv("COMPENDIUM_NOTEBOOKS", str(places / "repo" / "notebooks"))
    cells = [code(source=PARAMETERS, tags=["parameters"]), code(source="open('a.csv', 'w')")]
    made = notebook("# Odd", *cells)
    made.metadata["kernelspec"] = KERNEL
    nbformat.write(made, places / "repo" / "notebooks" / "odd.ipynb")
    job = Job("odd", "tiny", "001", "welsh_evaluation", page="001")
    with pytest.raises(JobFailed, match="PermissionError"):
        execute(job, places / "house" / "private" / "odd.ipynb")
    assert [p.name for p in (places / "repo").rglob("*") if p.is_file()] == ["odd.ipynb"]
