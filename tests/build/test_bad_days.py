"""A clock that jumps, no home, no folder for temporary files: nothing is lost, a sentence each."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tiny import publish_also, responses, write_survey

from compendium.build import pieces
from compendium.build.own_home import FOLDER, home, with_a_home
from compendium.build.run import build_reports
from compendium.cli import main
from compendium.places import CODE
from compendium.problems import TEMPORARY, disk_problem

YEARS = 30 * 365 * 86400 * 10**9


def pages(folder):
    found = (folder.parents[1] / "reports" / "tiny").iterdir()
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in found}


def dated(folder: Path, by: int) -> None:
    """Have every file below a folder be as much younger, or older, as a clock that jumped says."""
    for path in folder.rglob("*"):
        then = path.stat().st_mtime_ns + by
        os.utime(path, ns=(then, then))


@pytest.mark.parametrize("by", [YEARS, -YEARS], ids=["forward", "back"])
def test_a_clock_that_jumped_between_builds_has_nothing_made_anew(built_study, by, capsys):
    before = pages(built_study)
    dated(built_study, by)
    assert build_reports() == 0
    assert pages(built_study) == before
    assert "done" not in capsys.readouterr().out


@pytest.mark.parametrize("by", [YEARS, -YEARS], ids=["forward", "back"])
def test_what_was_edited_under_a_clock_that_jumped_is_built(built_study, by):
    before = pages(built_study)
    frame = responses()
    frame.loc[0, "S1"] = 4
    write_survey(built_study / "raw" / "survey.sav", frame)
    dated(built_study / "raw", by)
    assert build_reports() == 0
    # What is released of so few people is the same, so the time says what was made.
    made = {name for name, page in pages(built_study).items() if before[name] != page}
    assert {"001.html", "001.ipynb", "cross-site.ipynb"} <= made
    assert not made & {"002.html", "002.ipynb"}


@pytest.mark.parametrize("name", ["codebook.yml", "raw/log.csv"])
def test_other_content_with_the_size_and_the_time_of_the_old_is_seen(built_study, name):
    from compendium.build.unchanged import Asked, is_unchanged, note

    note(asked := Asked(), asked.made_from())
    assert is_unchanged(asked)
    path = built_study / name
    was, content = path.stat(), path.read_bytes()
    with path.open("r+b") as file:
        file.write(content[:-1] + b" ")
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)
    assert not is_unchanged(asked)


POSIX = pytest.mark.skipif(os.name == "nt", reason="on Windows every user has a home")


@POSIX
def test_a_home_that_is_not_there_is_replaced_in_private_and_said_once(tiny, tmp_path):
    publish_also(tiny)
    environment = {**os.environ, "HOME": str(tmp_path / "gone"), "PYTHONPATH": str(CODE.parent)}
    command = [sys.executable, "-m", "compendium", "build", "--site", "001"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == (
        "There is no home folder that may be written to, so what Jupyter and Matplotlib keep goes "
        "into private/.home.\n"
    )
    own = tiny.parents[1] / "private" / FOLDER
    assert own.stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "gone").exists()


@POSIX
def test_a_home_that_may_be_written_to_is_left_as_it_is(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path))
    with with_a_home(tmp_path / "private"):
        assert home() == tmp_path.resolve()
    assert not (tmp_path / "private").exists()
    assert capsys.readouterr() == ("", "")


@POSIX
@pytest.mark.parametrize("before", [None, "/gone/for/good"])
def test_afterwards_home_is_what_it_was(tmp_path, monkeypatch, before):
    monkeypatch.setattr("compendium.build.own_home.home", lambda: None)
    if before:
        monkeypatch.setenv("HOME", before)
    else:
        monkeypatch.delenv("HOME")
    with with_a_home(tmp_path / "private"):
        assert os.environ["HOME"] == str(tmp_path / "private" / FOLDER)
    assert os.environ.get("HOME") == before


@pytest.fixture
def no_temporary_folder(monkeypatch):
    """Python finds none, as where TMPDIR and /tmp are missing, full or closed."""

    def refuse():
        said = "No usable temporary directory found in ['/gone', '/tmp']"
        raise FileNotFoundError(errno.ENOENT, said)

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_get_default_tempdir", refuse)


def test_without_a_folder_for_temporary_files_pages_are_built(
    tiny, monkeypatch, no_temporary_folder
):
    publish_also(tiny)
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    assert build_reports() == 0


def test_what_needs_a_temporary_file_says_where_there_is_no_room_for_one(
    tiny, monkeypatch, capsys, no_temporary_folder
):
    publish_also(tiny)
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    monkeypatch.setenv("FORMATS", "all")
    assert build_reports(site="001") == 1
    said = capsys.readouterr().err
    assert TEMPORARY in said
    assert "make report STUDY=tiny SITE=001" in said
    assert "Traceback" not in said
    monkeypatch.undo()
    monkeypatch.setenv("COMPENDIUM_DATA", str(tiny.parent))
    monkeypatch.setenv("FORMATS", "all")
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    assert build_reports(site="001") == 0


def test_at_the_prompt_it_is_said_without_a_traceback(
    tiny, monkeypatch, capsys, no_temporary_folder
):
    monkeypatch.setattr("compendium.cli_data.check_data", lambda options: tempfile.mkdtemp())
    assert main(["check-data"]) == 1
    assert capsys.readouterr().err == f"{TEMPORARY}, then run this again.\n"


def test_a_temporary_folder_that_is_missing_is_done_without(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert Path(tempfile.gettempdir()).is_dir()


def test_no_other_file_that_is_missing_is_taken_for_a_temporary_one():
    assert disk_problem(FileNotFoundError(errno.ENOENT, "No such file", "a")) == ""
