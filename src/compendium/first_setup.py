"""Set up the environment and run one verb, where there is neither make nor git.

``start.bat``, ``start.command`` and ``start.sh`` run this by its path: nothing but Python itself is
there then. It does what ``make setup`` does, leaves the same stamps, and goes on with JupyterLab,
or with the verb that is named.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)
LOCK, PROJECT, MAKEFILE = "requirements.lock", "pyproject.toml", "Makefile"
# Touched last, as the Makefile has them: what was interrupted is made anew.
LOCKED, READY = ".locked", ".ready"
QUIET = ("--quiet", "--disable-pip-version-check")


class SetupError(Exception):
    """Something the person who started this can put right. Its text is what they read."""


def main(arguments: Sequence[str], root: Path) -> int:
    """Set up what is not, then run ``python -m compendium`` with the arguments; its status."""
    try:
        python = set_up(root)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return subprocess.call([str(python), "-m", "compendium", *(arguments or ["lab"])], cwd=root)


def set_up(root: Path) -> Path:
    """The Python of ``.venv``, made or completed where that is needed.

    Raises
    ------
    SetupError
        If this Python is too old, the folder is not whole, or packages cannot be had.
    """
    if sys.version_info < OLDEST:
        wanted, found = (".".join(map(str, v[:3])) for v in (OLDEST, sys.version_info))
        raise SetupError(
            f"Python {wanted} or newer is needed; this is {found}. Install a newer one."
        )
    if missing := [name for name in (LOCK, PROJECT, MAKEFILE) if not (root / name).is_file()]:
        raise SetupError(
            f"{', '.join(missing)} is not in {root}. Unzip the whole folder, and start it there."
        )
    folder = root / os.environ.get("VENV", ".venv")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _holds(folder / LOCKED, root / LOCK):
        print(
            f"Setting up the environment in {folder.name} (once; a few minutes at most)", flush=True
        )
        _install(root, folder, python)
    if not _holds(folder / READY, folder / LOCKED, root / PROJECT):
        own = ["install", *QUIET, "--no-deps", "--no-build-isolation", "-e", "."]
        _run(root, python, "-m", "pip", *own)
        _touch(folder / READY)
    return python


def _install(root: Path, folder: Path, python: Path) -> None:
    """A fresh environment with what the lock names, each package held against its digest."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    version = re.search(r"^UV_VERSION := (\S+)$", (root / MAKEFILE).read_text("utf-8"), re.M)[1]
    hashed = ["--require-hashes"]
    try:
        _run(root, python, "-m", "pip", "install", *QUIET, f"uv=={version}")
        synced = ["sync", "--no-config", "--quiet", "--compile-bytecode", *hashed]
        _run(root, python, "-m", "uv", "pip", *synced, "--python", str(python), LOCK)
    except SetupError:
        _run(root, python, "-m", "pip", "install", *QUIET, *hashed, "-r", LOCK)
    _touch(folder / LOCKED)


def _holds(stamp: Path, *made_from: Path) -> bool:
    """Whether a stamp is there and no older than what it was made from."""
    if not stamp.is_file():
        return False
    return all(path.stat().st_mtime <= stamp.stat().st_mtime for path in made_from)


def _touch(stamp: Path) -> None:
    stamp.touch()
    now = time.time()
    os.utime(stamp, (now, now))


def _run(root: Path, python: Path, *arguments: str) -> None:
    try:
        subprocess.run([str(python), *arguments], cwd=root, check=True)
    except subprocess.CalledProcessError as error:
        raise SetupError(
            "Packages could not be installed (above is why). Is there a network, and may this "
            "machine fetch packages from PyPI? Where it may not: make wheelhouse on one that may "
            "(docs/environment.md). Then start again."
        ) from error
    except OSError as error:
        raise SetupError(
            f"{python} could not be started ({error}). Remove .venv, start again."
        ) from error


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], Path(__file__).resolve().parents[2]))
