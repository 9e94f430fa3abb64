"""A home for Jupyter and Matplotlib where whoever builds has none that may be written to.

Both keep what they need there: lists of fonts, how a kernel is reached. Imports neither, for they
look where home is when they are imported.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

# No study can be called so.
FOLDER = ".home"
VARIABLE = "HOME"


@contextlib.contextmanager
def with_a_home(private: Path) -> Iterator[None]:
    """Have a home to write to while this lasts: one's own, else one in `private`, which is said.

    On Windows, where every user has one, nothing is done.
    """
    if os.name == "nt" or _may_write(home()):
        yield
        return
    own, before = private / FOLDER, os.environ.get(VARIABLE)
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    print(
        "There is no home folder that may be written to, so what Jupyter and Matplotlib keep goes "
        f"into {private.name}/{FOLDER}.",
        file=sys.stderr,
    )
    os.environ[VARIABLE] = str(own)
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before


def home() -> Path | None:
    """The home of whoever runs this; None where nobody knows of one."""
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None


def _may_write(folder: Path | None) -> bool:
    return folder is not None and folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
