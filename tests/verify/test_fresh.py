"""A fresh folder, and whose code runs there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from compendium.verify import fresh
from compendium.verify.fresh import environment
from compendium.verify.tree import fresh_tree


def test_code_from_elsewhere_is_refused(tmp_path, monkeypatch):
    # As if PYTHONPATH were passed over: the code that runs is this checkout's.
    here = Path(fresh.__file__).parents[2]
    command = [sys.executable, "-m", "compendium.verify.fresh", str(tmp_path), "released"]
    told = environment(tmp_path) | {"PYTHONPATH": str(here)}
    run = subprocess.run(command, env=told, capture_output=True, text=True)
    assert run.returncode == 1
    assert f"The code came from {here / 'compendium'}, not from the fresh folder" in run.stderr


def test_the_fresh_folder_is_told_of_its_own_code_and_data_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPENDIUM_NOTEBOOKS", "elsewhere")
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    told = environment(tmp_path)
    assert told["PYTHONPATH"] == str(tmp_path / "src")
    assert told["COMPENDIUM_DATA"] == str(tmp_path / "data")
    assert "COMPENDIUM_NOTEBOOKS" not in told


@pytest.fixture
def beside(tiny):
    """The folder above a tiny study, with something of everything in it."""
    root = tiny.parents[1]
    for name in ("src/compendium/a.py", "reports/tiny/001.ipynb", "reports/tiny/001.html"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("text", encoding="utf-8")
    (root / "requirements.lock").write_text("text", encoding="utf-8")
    return root


@pytest.mark.parametrize("released", [False, True])
def test_what_a_fresh_copy_of_a_folder_holds(beside, released):
    with fresh_tree(released) as tree:
        held = {p.relative_to(tree.folder).as_posix() for p in tree.folder.rglob("*")}
        assert tree.folder.parent == beside / "private"
        assert {"src/compendium/a.py", "requirements.lock", "data/tiny/study.yml"} <= held
        assert ("data/tiny/raw/survey.sav" in held) != released
        assert ("reports/tiny/001.ipynb" in held) == released
        assert "reports/tiny/001.html" not in held
        assert not [path for path in held if path.startswith("private")]
    assert not tree.folder.exists()


def test_a_fresh_copy_goes_though_something_goes_wrong(beside):
    with pytest.raises(KeyError), fresh_tree(False) as tree:
        raise KeyError
    assert not tree.folder.exists()
