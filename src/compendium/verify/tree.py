"""A fresh folder with what was committed, or with what an archive holds, and nothing else."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compendium.build.built import MANIFEST, REPORTS, outputs_in
from compendium.places import CODE, data_folder, root
from compendium.writers.private import keep_private

# What is taken of a folder without git: files that lie at its top, and these folders.
FOLDERS = ("data", "notebooks", "src")
LEFT_OUT = ("__pycache__", ".ipynb_checkpoints", "*.pyc")
EXPORTS = "raw"


@dataclasses.dataclass(frozen=True)
class Tree:
    """A fresh copy in `folder`: of the commit `commit`, or of a folder as it lies there.

    `changed` counts files that are not as they were committed; of a copied folder it says nothing.
    """

    folder: Path
    commit: str = ""
    changed: int = 0

    @property
    def manifest(self) -> Path:
        """Where its manifest lies."""
        return self.folder / REPORTS / MANIFEST


def house() -> Path:
    """The folder with the code that is verified: the one that holds ``data/``, if it has any.

    Where data lie apart (on an encrypted disk, say), the folder of the code that runs now.
    """
    beside = root()
    return beside if (beside / "src" / "compendium").is_dir() else CODE.parents[1]


@contextmanager
def fresh_tree(released: bool) -> Iterator[Tree]:
    """A fresh copy in ``private/``, removed in the end: it may hold exports about people.

    `released`: with the published notebooks, and without exports or anything made of notebooks.
    """
    private = root() / "private"
    private.mkdir(parents=True, exist_ok=True)
    keep_private(private)
    folder = Path(tempfile.mkdtemp(dir=private, prefix="verify-"))
    try:
        yield _copied(folder, released)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(folder: Path, released: bool) -> Tree:
    there = house()
    commit = "" if released else _git(there, "rev-parse", "HEAD").decode().strip()
    if commit and (packed := _git(there, "archive", "--format=tar", "HEAD")):
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        _with_data(folder, there)
        lines = _git(there, "status", "--porcelain", "--untracked-files=no", ".").splitlines()
        return Tree(folder, commit, len(lines))
    for path in sorted(there.iterdir()):
        if path.is_file():
            shutil.copy2(path, folder / path.name)
        elif path.name in FOLDERS:
            _copy(path, folder / path.name, released)
    _with_data(folder, there, released)
    _with_reports(folder, released)
    return Tree(folder)


def _copy(path: Path, to: Path, released: bool) -> None:
    left_out = (*LEFT_OUT, EXPORTS) if released else LEFT_OUT
    shutil.copytree(path, to, ignore=shutil.ignore_patterns(*left_out))


def _with_data(folder: Path, there: Path, released: bool = False) -> None:
    """Take data that lie apart from the code, and the manifest that lies beside them."""
    if data_folder() != there / "data":
        shutil.rmtree(folder / "data", ignore_errors=True)
        _copy(data_folder(), folder / "data", released)
        _with_reports(folder, released=False)


def _with_reports(folder: Path, released: bool) -> None:
    """Take the manifest, and the published notebooks where all else is made of them."""
    reports = root() / REPORTS
    wanted = [reports / MANIFEST]
    if released:
        wanted += [reports / path for path in outputs_in(reports) if path.endswith(".ipynb")]
    for path in wanted:
        if path.is_file():
            to = folder / REPORTS / path.relative_to(reports)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, to)


def _git(folder: Path, *arguments: str) -> bytes:
    """What git says; nothing where there is no git, or no work tree of it."""
    try:
        said = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True)
    except FileNotFoundError:
        return b""
    return said.stdout if said.returncode == 0 else b""
