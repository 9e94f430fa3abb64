"""nbval runs a published notebook again and holds what it shows against what is stored."""

from __future__ import annotations

import os
import subprocess
import sys

import nbformat
import pytest

from compendium.displays.record import RECORD_MIME

# One process builds the pages for all who look at them.


def nbval(folder, house):
    """nbval's run over the notebooks of a folder, without the house's own options."""
    options = ["-o", "addopts=", "-p", "no:cacheprovider", "-q"]
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval",
            *options,
            "--rootdir",
            str(folder),
            str(folder),
        ],
        env={**os.environ, "COMPENDIUM_DATA": str(house / "data")},
        cwd=folder,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def spoilt(welsh_pages, tmp_path):
    """The published notebook as far as its first table, with one number of it changed."""
    read = nbformat.read(welsh_pages / "A.ipynb", as_version=4)
    ids = [cell.id for cell in read.cells]
    read.cells = read.cells[: ids.index("who-table") + 1]
    record = read.cells[-1].outputs[0]["data"][RECORD_MIME]
    record["data"]["rows"][0][1] += 1
    nbformat.write(read, tmp_path / "A.ipynb")
    return tmp_path


def test_a_published_notebook_comes_out_the_same(house, welsh_pages, tmp_path):
    (tmp_path / "A.ipynb").write_bytes((welsh_pages / "A.ipynb").read_bytes())
    cells = nbformat.read(tmp_path / "A.ipynb", as_version=4).cells
    run = nbval(tmp_path, house)
    assert run.returncode == 0, run.stdout
    assert f"{sum(c.cell_type == 'code' for c in cells)} passed" in run.stdout


def test_a_changed_record_is_noticed(house, spoilt):
    run = nbval(spoilt, house)
    assert run.returncode == 1
    assert "1 failed, 3 passed" in run.stdout
    assert RECORD_MIME in run.stdout
