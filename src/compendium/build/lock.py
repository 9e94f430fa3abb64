"""One build of a folder at a time.

The lock is the operating system's, on a file in ``private/``: it goes with the process that holds
it, however that ends, and with the processes it started, so that a build never begins while parts
of a killed one still write.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from compendium.problems import CompendiumError

FILE = "build.lock"


class BuildRuns(CompendiumError):
    """Another build works on the same folder."""


@contextlib.contextmanager
def locked(private: Path) -> Iterator[None]:
    """Hold the lock of a folder's builds.

    Raises
    ------
    BuildRuns
        If another build holds it; says which process.
    """
    private.mkdir(parents=True, exist_ok=True)
    path = private / FILE
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file):
            file.seek(0)
            who = file.read().strip()
            raise BuildRuns(
                f"Another build is at work on this folder{f' (process {who})' if who else ''}. "
                "Wait until it has ended, or stop it, and run this again."
            )
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def wait_until_free(private: Path, patience: float) -> None:
    """Wait until no build holds the lock of a folder, or so many seconds have passed."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with contextlib.suppress(BuildRuns), locked(private):
            return
        time.sleep(0.02)


def _take(file) -> bool:
    """Whether the lock on an open file could be had."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
