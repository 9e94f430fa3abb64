"""nbval over every published notebook: each cell run again, what it shows held against the stored.

nbval compares the display records and all text; it passes over pictures (PNG) and metadata.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

from compendium.build.built import REPORTS, outputs_in
from compendium.problems import CompendiumError
from compendium.readers.archive import parse_xml
from compendium.verify.fresh import environment

REPORT = "nbval.xml"
# What keeps pytest from settings and plugins that are not for notebooks.
BARE = ("-c", os.devnull, "-p", "no:cacheprovider", "-q")
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@dataclasses.dataclass(frozen=True)
class RunAgain:
    """How many cells of how many notebooks were run again, and of each notebook how many failed."""

    notebooks: int
    cells: int
    failed: dict[str, int]


def run_again(folder: Path) -> RunAgain:
    """Run every published notebook of the fresh folder again.

    Raises
    ------
    CompendiumError
        If nbval did not run.
    """
    reports = folder / REPORTS
    paths = [path for path in outputs_in(reports) if path.endswith(".ipynb")]
    command = [sys.executable, "-m", "pytest", "-p", "nbval.plugin", "--nbval", *BARE]
    command += [f"--junitxml={folder / REPORT}", "--rootdir", str(reports)]
    command += [str(reports / path) for path in paths]
    env = environment(folder) | ALONE
    run = subprocess.run(command, cwd=reports, env=env, capture_output=True, text=True)
    report = folder / REPORT
    if not report.exists() or run.returncode not in (0, 1):
        said = (run.stdout + run.stderr).splitlines()[-20:]
        raise CompendiumError("\n".join(["nbval did not run:", *said]))
    return _read(report, paths)


def _read(report: Path, paths: list[str]) -> RunAgain:
    """What nbval says of each notebook, cell by cell."""
    cases = list(parse_xml(report, report.read_bytes()).iter("testcase"))
    names = {path.removesuffix(".ipynb").replace("/", "."): path for path in paths}
    failed: dict[str, int] = {}
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            named = case.get("classname", "").removesuffix(".ipynb")
            path = names.get(named, case.get("classname", ""))
            failed[path] = failed.get(path, 0) + 1
    return RunAgain(len(paths), len(cases), failed)
