"""Run the tests and say which lines of the code none reaches, by package: ``make coverage``.

With paths, those tests alone. ``--write`` puts the table into docs/coverage.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "compendium"
DOCUMENT = ROOT / "docs" / "coverage.md"
BEGIN, END = "<!-- coverage: begin -->", "<!-- coverage: end -->"
# So many lines that nothing reaches are no hole.
SMALL = 2
# Workers of pytest, forks and children are counted too.
SETTINGS = """\
[run]
source = {source}
data_file = {folder}/data
parallel = true
concurrency = multiprocessing
patch = subprocess
sigterm = true
[report]
exclude_also =
    if TYPE_CHECKING:
    raise NotImplementedError
"""


def measured(tests: list[str], folder: Path) -> tuple[int, dict]:
    """Run tests under coverage; pytest's status, and what coverage says of each file."""
    settings = folder / "coveragerc"
    settings.write_text(SETTINGS.format(source=PACKAGE, folder=folder), encoding="utf-8")
    coverage = [sys.executable, "-m", "coverage"]
    with_settings = [f"--rcfile={settings}"]
    pytest = ["-m", "pytest", "-q", "-n", "auto", "--dist", "loadgroup", *tests]
    ended = subprocess.run([*coverage, "run", *with_settings, *pytest], cwd=ROOT)
    subprocess.run([*coverage, "combine", "-q", *with_settings], cwd=ROOT, check=True)
    told = folder / "told.json"
    subprocess.run([*coverage, "json", "-q", "-o", str(told), *with_settings], cwd=ROOT, check=True)
    return ended.returncode, json.loads(told.read_text(encoding="utf-8"))["files"]


def holes(files: Mapping[str, dict]) -> list[tuple[str, int, int, str]]:
    """One row per part of the compendium: its lines, those nothing reaches, and where most of
    these are."""
    lines, missed, worst = Counter(), Counter(), {}
    for name, said in files.items():
        module = Path(name).relative_to(PACKAGE.relative_to(ROOT)).with_suffix("")
        part, summary = module.parts[0], said["summary"]
        lines[part] += summary["num_statements"]
        missed[part] += summary["missing_lines"]
        if summary["missing_lines"] > SMALL:
            worst.setdefault(part, []).append((summary["missing_lines"], module.as_posix()))
    return [
        (part, lines[part], missed[part], _named(worst.get(part, [])))
        for part in sorted(lines, key=lambda p: (-missed[p], p))
        if lines[part]
    ]


def _named(worst: list[tuple[int, str]], most: int = 4) -> str:
    worst = sorted(worst, key=lambda hole: (-hole[0], hole[1]))
    return ", ".join(f"`{name}` {missed}" for missed, name in worst[:most])


def table(rows: list[tuple[str, int, int, str]]) -> str:
    """The rows as a table in Markdown."""
    total, missed = (sum(row[n] for row in rows) for n in (1, 2))
    said = [("**all**", total, missed, ""), *((f"`{part}`", *rest) for part, *rest in rows)]
    lines = [
        f"| {part} | {n} | {m} | {100 * (n - m) // n} % | {where} |" for part, n, m, where in said
    ]
    head = ["| part | lines | not reached | reached | most of these in |", "|---|---|---|---|---|"]
    return "\n".join([*head, *lines])


def main() -> int:
    """Run, and say where the holes are; pytest's status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("tests", nargs="*", help="tests to run; else all")
    options.add_argument("--parts", nargs="+", default=[], help="say it of these parts alone")
    options.add_argument("--write", action="store_true", help="put the table into docs/coverage.md")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        status, files = measured(given.tests, Path(folder))
    rows = [row for row in holes(files) if not given.parts or row[0] in given.parts]
    found = table(rows)
    print(found)
    if given.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        DOCUMENT.write_text(f"{before}{BEGIN}\n{found}\n{END}{after}", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
