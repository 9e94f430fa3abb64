"""``private/``: for its owner alone, with everything below it, and the key that is kept there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077
KEY, KEY_BYTES = "key", 32


def keep_private(folder: Path) -> int:
    """Make a folder if it is not there, and close it and all below to everybody but its owner.

    Folders above it that are made with it are closed too. The folder itself is closed first, so
    that nobody reaches what is not closed yet. Links are left alone: what they lead to lies
    elsewhere.

    Returns
    -------
    int
        How many files and folders stay open to others all the same, because they belong to
        somebody else or their disk keeps no modes. On Windows always 0: there is nothing of the
        kind to set, and a user's own folders are closed by the system.
    """
    for missing in [f for f in (folder, *folder.parents) if not f.exists()][::-1]:
        missing.mkdir(mode=FOLDER, exist_ok=True)
    if os.name == "nt":
        return 0
    return sum(not _close(path, mode) for path, mode in _below(folder))


def key_in(private: Path) -> bytes:
    """The key of this ``private/``: random, made once, kept while the folder is kept."""
    path = private / KEY
    keep_private(private)
    if not path.exists() or len(_read(path)) != KEY_BYTES:
        _write_new(path)
    return _read(path)


def _below(folder: Path) -> Iterator[tuple[Path, int]]:
    for above, folders, files in os.walk(folder):
        yield Path(above), FOLDER
        yield from ((Path(above, name), FILE) for name in files)
        folders[:] = [name for name in folders if not os.path.islink(os.path.join(above, name))]


def _close(path: Path, mode: int) -> bool:
    """Whether a file or folder is closed to others now; one that is gone meanwhile is."""
    try:
        if path.is_symlink() or not path.stat().st_mode & OTHERS:
            return True
        path.chmod(mode)
        return not path.stat().st_mode & OTHERS
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _read(path: Path) -> bytes:
    try:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        return b""


def _write_new(path: Path) -> None:
    """Never open to others, not for a moment, and never half a key."""
    fresh = path.with_name(f".{KEY}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
    fresh.replace(path)
