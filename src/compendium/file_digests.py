"""Digests of files, each worked out once for as long as the file stays the same."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path


def version_of(path: Path) -> tuple[int, ...]:
    """Numbers of which at least one changes when a file is written anew.

    Raises
    ------
    FileNotFoundError
        If there is none.
    """
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size


def digest_of(path: Path) -> str:
    """SHA-256 of a file; blank if there is none. Forked processes inherit what is known."""
    try:
        return _digest(path, version_of(path))
    except FileNotFoundError:
        return ""


@functools.lru_cache(maxsize=8192)
def _digest(path: Path, version: tuple[int, ...]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
