"""The tutorial: every command is run, every edit made, and what it says comes true."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import pytest
from conftest import ROOT
from tutorial import boxes, edit

from compendium.cli import main

GUIDE = ROOT / "docs" / "tutorial.md"
VERBS = {"start": "start", "match": "match", "check-data": "check-data"}


def said_by(line: str) -> tuple[str, dict[str, str]]:
    """The target and the variables of a line such as ``make start NAME=x``."""
    _, target, *rest = shlex.split(line)
    return target, dict(word.split("=", 1) for word in rest)


def as_verb(line: str) -> list[str]:
    """A line of make as the verb it stands for, without pages."""
    target, given = said_by(line)
    if target == "first-files":
        return ["synthetic", "--first-files", "--to", given["TO"]]
    if target == "start":
        names = {"NAME": "--name", "BY": "--by", "ON": "--on"}
        options = [part for k, v in given.items() if k in names for part in (names[k], v)]
        return ["start", given["FILES"], *options, "--no-page"]
    return [target, given["STUDY"]]


def test_commands_and_edits_fit_each_other(tmp_path, monkeypatch, capsys):
    """All but the pages, in this process: what each box needs is there, as it says."""
    import shutil

    monkeypatch.chdir(tmp_path)
    folder, seen = tmp_path / "private/lantern/data/lantern", []
    for kind, text in boxes(GUIDE):
        if kind == "csv":
            (folder / "matches.csv").write_text(text, "utf-8")
        elif kind == "diff":
            edit(folder, text)
        for line in text.splitlines() if kind == "sh" else ():
            if line.startswith("export"):
                monkeypatch.setenv("COMPENDIUM_DATA", str(folder.parent))
            elif line.startswith("rm -r"):
                shutil.rmtree(tmp_path / shlex.split(line)[-1])
            elif not line.startswith("make report "):
                assert main(as_verb(line)) == 0, line
                seen.append(capsys.readouterr().out)
    files, undeclared, declared, matched, checked = seen
    assert files.count("written") == 4
    assert "86 people were found, and nobody said" in undeclared
    assert "A. Nalyst declared on 2024-04-02 that all 86" in declared
    assert "proposals   for 1 of them" in matched
    assert "quality" not in checked
    assert "left out" not in checked
    assert "Northbank: 43, Southgate: 43" in checked


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="the commands are for a shell")
def test_the_tutorial_as_it_stands(tmp_path):
    """In a shell, with make, from the compendium's folder to a page after a withdrawal."""
    for name in ("Makefile", "notebooks", "src", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").mkdir()
    # The environment is this one.
    settings = f"PY='{sys.executable}' LOCKED=requirements.lock READY=requirements.lock"
    quiet = {**os.environ, "BROWSER": "true", "PYTHONPATH": str(ROOT / "src")}
    folder, page = tmp_path / "private/lantern/data/lantern", "Northbank.html"
    exported, pages = "", []
    for kind, text in boxes(GUIDE):
        if kind == "csv":
            (folder / "matches.csv").write_text(text, "utf-8")
        elif kind == "diff":
            edit(folder, text)
        else:
            exported += "\n".join(x for x in text.splitlines() if x.startswith("export")) + "\n"
            lines = [f"{x} {settings}" if x.startswith("make") else x for x in text.splitlines()]
            script = "set -e\n" + exported + "\n".join(lines)
            ran = subprocess.run(
                ["sh", "-c", script], cwd=tmp_path, env=quiet, capture_output=True, text=True
            )
            assert ran.returncode == 0, ran.stdout + ran.stderr
            made = tmp_path / "private/lantern/reports/lantern"
            pages.append((made / page).read_text("utf-8") if (made / page).exists() else "")
    assert [bool(text) for text in pages] == [False, False, True, True, True, True, True]
    assert "Draft topic: LIS1 to LIS4" in pages[2]
    assert "Being listened to" in pages[5]
    assert "Draft topic" not in pages[5]
    assert pages[6] != pages[5]


def test_every_error_that_the_tutorial_names_is_one():
    table = GUIDE.read_text("utf-8").partition("## When something goes wrong")[2]
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "src" / "compendium").rglob("*.py"))
    code = " ".join(code.replace('"\n', "").replace('f"', "").replace('"', "").split())
    for row in table.strip().splitlines()[2:]:
        said = row.split("|")[1].strip(" *")
        for part in filter(str.strip, said.split("…")):
            # Names of columns and marks are put in where it is said.
            words = part.split()
            runs = [" ".join(words[n : n + 3]) for n in range(max(len(words) - 2, 1))]
            assert any(run in code for run in runs), part
