"""Whether anything changed since a build of everything ended well, as the file system tells it.

Sizes and times of files are compared, nothing is read: so a build with nothing to do is over before
pandas would be imported. A file that was touched, and is the same, only makes the build look at
contents (`compendium.build.work`). What a build is made from is noted before it begins: what is
changed while it runs is seen next time.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

# Path → size and time of change in nanoseconds.
Seen = dict[str, list[int]]
FILE = "built.json"
SKIPPED = ("__pycache__", ".git", ".ipynb_checkpoints")


def seen(places: Iterable[Path]) -> Seen:
    """Every file below some places; a place that is a file counts by itself."""
    found: Seen = {}
    for place in places:
        for path, status in _files(str(place)):
            found[path] = [status.st_size, status.st_mtime_ns]
    return found


def _files(place: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = list(os.scandir(place))
    except NotADirectoryError:
        yield place, os.stat(place)
        return
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name in SKIPPED:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        else:
            yield entry.path, entry.stat()


def note(record: Path, asked: object, made_from: Seen, made: Seen) -> None:
    """Note a build of everything that ended well."""
    from compendium.writers.files import write_text

    found = {"asked": _asked(asked), "made_from": made_from, "made": made}
    write_text(record, json.dumps(found))


def is_unchanged(record: Path, asked: object, made_from: Seen, made: Seen) -> bool:
    """Whether the same was asked for, of the same files, and what was made is as it was."""
    try:
        found = json.loads(record.read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return found == {"asked": _asked(asked), "made_from": made_from, "made": made}


def _asked(asked: object) -> list:
    return [sys.version, json.loads(json.dumps(asked, default=str))]
