"""A study from the template, and the scripts that begin without make."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

from compendium import first_setup
from compendium.cli import main
from compendium.problems import StudyError
from compendium.start.folder import new_study
from compendium.study_folder import open_study


def test_a_new_study_is_the_template_under_its_own_name(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    assert main(["new-study", "our-study"]) == 0
    assert "consent.csv" in capsys.readouterr().out
    assert open_study("our-study").id == "our-study"
    own = {
        p.relative_to(tmp_path / "data" / "our-study") for p in (tmp_path / "data").rglob("*.yml")
    }
    template = ROOT / "data" / "_template"
    assert own == {p.relative_to(template) for p in template.rglob("*.yml")}


@pytest.mark.parametrize("name", ["Our", "a b", "_x", "..", "nul", "x" * 61, "-a", "ein-tŷ"])
def test_names_that_are_no_folder_everywhere_are_refused(tmp_path, name):
    with pytest.raises(StudyError, match="cannot be called"):
        new_study(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_study_that_is_there_is_not_overwritten(tmp_path):
    new_study("our-study", tmp_path)
    with pytest.raises(StudyError, match="is there already"):
        new_study("our-study", tmp_path)


# --- start.sh, start.command, start.bat


@pytest.fixture
def unzipped(tmp_path):
    """A folder that looks like the compendium's, whose environment is there already."""
    for name in (first_setup.LOCK, first_setup.PROJECT, first_setup.MAKEFILE):
        (tmp_path / name).write_text("UV_VERSION := 1.0\n", "utf-8")
    folder = tmp_path / ".venv"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    python.parent.mkdir(parents=True)
    for stamp in (first_setup.LOCKED, first_setup.READY):
        first_setup._touch(folder / stamp)
    return tmp_path


def test_an_environment_that_holds_is_left_alone(unzipped, monkeypatch):
    monkeypatch.setattr(first_setup, "_run", lambda *a: pytest.fail("something was installed"))
    assert first_setup.set_up(unzipped).name.startswith("python")


@pytest.mark.parametrize(("newer", "steps"), [(first_setup.LOCK, 3), (first_setup.PROJECT, 1)])
def test_what_changed_since_is_installed_again(unzipped, monkeypatch, newer, steps):
    ran = []
    monkeypatch.setattr(first_setup, "_run", lambda root, *said: ran.append(said))
    monkeypatch.setattr(first_setup.venv, "create", lambda folder, with_pip: folder.mkdir())
    later = (unzipped / ".venv" / first_setup.READY).stat().st_mtime + 10
    os.utime(unzipped / newer, (later, later))
    first_setup.set_up(unzipped)
    assert len(ran) == steps


def test_where_uv_fails_pip_installs_with_hashes(unzipped, monkeypatch):
    ran = []

    def run(root, python, *said):
        ran.append(said)
        if any("uv==" in word for word in said):
            raise first_setup.SetupError("no")

    monkeypatch.setattr(first_setup, "_run", run)
    monkeypatch.setattr(first_setup.venv, "create", lambda folder, with_pip: folder.mkdir())
    first_setup._install(unzipped, unzipped / ".venv", unzipped / "python")
    assert ran[1][-3:] == ("--require-hashes", "-r", first_setup.LOCK)


def test_a_folder_that_is_not_whole_is_told_so(tmp_path, capsys):
    assert first_setup.main([], tmp_path) == 1
    assert "Unzip the whole folder" in capsys.readouterr().err


def test_packages_that_cannot_be_had_are_told_with_what_to_do(tmp_path):
    from pathlib import Path

    with pytest.raises(first_setup.SetupError, match="Is there a network"):
        first_setup._run(tmp_path, Path(sys.executable), "-c", "raise SystemExit(3)")


def test_make_and_the_script_do_the_same():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    script = (ROOT / "src" / "compendium" / "first_setup.py").read_text("utf-8")
    for option in ("--no-config", "--compile-bytecode", "--require-hashes", "--no-deps"):
        assert option in makefile
        assert option in script
    for stamp in (first_setup.LOCKED, first_setup.READY):
        assert f"$(VENV)/{stamp}\n" in makefile


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_shell_script_says_what_is_missing(tmp_path):
    script = tmp_path / "start.sh"
    script.write_bytes((ROOT / "start.sh").read_bytes())
    ran = subprocess.run(["sh", script], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (ran.returncode, "Unzip the whole folder" in ran.stdout) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_shell_script_says_that_python_is_missing(tmp_path):
    for name in ("start.sh", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "dirname").symlink_to("/usr/bin/dirname")
    ran = subprocess.run(
        ["/bin/sh", tmp_path / "start.sh"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"PATH": str(tmp_path / "bin")},
    )
    assert (ran.returncode, "Python 3.11 or newer was not found" in ran.stdout) == (1, True)


def test_the_batch_file_is_written_for_windows():
    text = (ROOT / "start.bat").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 20
    assert text.isascii()
    labels = set(re.findall(rb"^:(\w+)", text, re.MULTILINE))
    assert set(re.findall(rb"(?:goto|call) :(\w+)", text)) == labels


def test_the_scripts_may_be_run_and_know_each_other():
    assert os.access(ROOT / "start.sh", os.X_OK) or os.name == "nt"
    assert "start.sh" in (ROOT / "start.command").read_text("utf-8")
