"""For tests: a whole compendium with the tiny study, built and blessed, to be verified."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tiny import copy_notebooks, publish_also, write_tiny

from compendium.build.built import outputs_in, said_of
from compendium.displays.record import RECORD_MIME
from compendium.verify.manifest import Manifest, Output, read_manifest, tables_in

ROOT = Path(__file__).parents[1]
NO_CODE = shutil.ignore_patterns("__pycache__")
# What an archive leaves out (docs/check-a-reproduction.md).
UNRELEASED = ("private", "raw", "consent.csv", "quotes.csv", "evidence.csv", "built.json")
FILES = ("Makefile", "CITATION.cff", "pyproject.toml", "requirements.lock")


def write_compendium(root: Path) -> Path:
    """The code of this checkout with the tiny study alone; returns its folder."""
    shutil.copytree(ROOT / "src", root / "src", ignore=NO_CODE)
    copy_notebooks(root)
    for name in FILES:
        shutil.copy2(ROOT / name, root / name)
    folder = write_tiny(root)
    publish_also(folder, "cross_site")
    # A finding that no report asks for fails a build of everything.
    (folder / "findings" / "findings.yml").unlink()
    return folder


def compendium(root: Path, *arguments: str, **told: str) -> subprocess.CompletedProcess:
    """``python -m compendium …`` in a compendium, with its own code and pages alone."""
    return python(root, "-m", "compendium", *arguments, **told)


def python(root: Path, *arguments: str, **told: str) -> subprocess.CompletedProcess:
    """Python in a compendium, with its own code."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("COMPENDIUM_")}
    own = {"PYTHONPATH": str(root / "src"), "FORMATS": "pages"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=kept | own | told,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def rewritten(path: Path, *pairs: tuple[str, str]) -> None:
    """Change texts in a file; each must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def in_picture(page: Path, old: str, new: str) -> None:
    """Change the first drawing of a page."""
    text = page.read_text(encoding="utf-8")
    coded = re.search(r"data:image/svg\+xml;base64,([^\"]+)", text)[1]
    drawing = base64.b64decode(coded).decode("utf-8")
    assert old in drawing
    changed = base64.b64encode(drawing.replace(old, new, 1).encode("utf-8")).decode("ascii")
    page.write_text(text.replace(coded, changed), encoding="utf-8")


def in_record(notebook: Path, display: str, old: float, new: float) -> None:
    """Change the first number of a display's released table that is `old`."""
    read = json.loads(notebook.read_text(encoding="utf-8"))
    outputs = [o for cell in read["cells"] for o in cell.get("outputs", [])]
    record = next(
        o["data"][RECORD_MIME] for o in outputs if o["data"][RECORD_MIME]["id"] == display
    )
    row = next(row for row in record["data"]["rows"] if old in row)
    row[row.index(old)] = new
    notebook.write_text(json.dumps(read, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def remade(root: Path) -> None:
    """Make everything of the published notebooks of a compendium, in place."""
    code = "from compendium.verify.remake import remake; raise SystemExit(len(remake()))"
    run = python(root, "-c", code)
    assert run.returncode == 0, run.stderr


def bless_as_it_lies(root: Path) -> None:
    """What somebody would do who changes an output and the manifest together."""
    reports = root / "reports"
    was = read_manifest(reports / "manifest.json")
    outputs = {
        path: Output(**said_of(reports / path), tables=tables_in(reports / path))
        for path in outputs_in(reports)
    }
    made = Manifest(was.formats, was.inputs, was.made_on, outputs)
    (reports / "manifest.json").write_text(made.text(), encoding="utf-8")


def build_and_bless(above: Path, formats: str) -> Path:
    """The folder of a compendium whose pages were built and blessed a moment ago."""
    root = above / "tŷ newydd"
    root.mkdir()
    write_compendium(root)
    for verb in ("build", "manifest"):
        run = compendium(root, verb, FORMATS=formats)
        assert run.returncode == 0, run.stdout + run.stderr
    return root


def release(root: Path, to: Path) -> Path:
    """A copy such as is released: no git, no exports, nothing private."""
    shutil.copytree(root, to, ignore=shutil.ignore_patterns(*UNRELEASED))
    return to
