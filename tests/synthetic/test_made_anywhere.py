"""Made-up data come out the same on any machine: the files that are shipped, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ENGLAND, ROOT, WALES

# Another order of sets, a day that is elsewhere already tomorrow, no language, no terminal.
ELSEWHERE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONPATH": str(ROOT / "src"),
}
# Beside raw/, what the recipe makes.
BESIDE = ("consent.csv", "findings/quotes.csv", "theory/evidence.csv")


@pytest.mark.parametrize("study", [ENGLAND, WALES])
def test_a_fresh_process_elsewhere_makes_the_shipped_files(study, tmp_path):
    command = [sys.executable, "-m", "compendium", "synthetic", study, "--to", str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, **ELSEWHERE}, cwd=tmp_path)
    shipped = ROOT / "data" / study
    files = [p.relative_to(shipped) for p in (shipped / "raw").rglob("*") if p.is_file()]
    files += map(Path, BESIDE)
    made = {p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()}
    assert made == set(files)
    differ = [f for f in files if (tmp_path / f).read_bytes() != (shipped / f).read_bytes()]
    assert not differ
