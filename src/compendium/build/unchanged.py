"""Whether anything changed since a build that ended well, as the file system tells it.

Sizes and times of files are compared (whether they are the same, never which is later, for clocks
jump), nothing is read, and nothing of the compendium is imported that would import pandas: so a
build with nothing to do is over at once. A file that was touched, and is the same, only makes the
build look at contents (`compendium.build.work`). What a build is made from is noted before it
begins: what is changed while it runs is seen next time.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from compendium.places import CODE, data_folder, notebooks_folder, root

# Path → size, when its content and when anything of it was changed, in nanoseconds. The last
# nobody can set: after a clock was put back other content may have the time of the old.
Seen = dict[str, list[int]]
FOLDER = "built"
LOCK = "requirements.lock"
# Where the version stands that pages print.
PROJECT = "pyproject.toml"
SKIPPED = ("__pycache__", ".git", ".ipynb_checkpoints")


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a build was asked for; None: everything, the study's profile, the usual folder."""

    study: str | None = None
    site: str | None = None
    profile: str | None = None
    to: Path | None = None
    report: str | None = None

    @property
    def record(self) -> Path:
        """Where it is noted how the last such build that ended well found and left things."""
        named = hashlib.sha256(json.dumps(self._named()).encode()).hexdigest()[:12]
        return root() / "private" / FOLDER / f"{named}.json"

    def made_from(self) -> Seen:
        """The files that reports are made from, as they are now."""
        data = data_folder() / self.study if self.study else data_folder()
        beside = (CODE.parents[1] / name for name in (LOCK, PROJECT))
        return _seen((data, notebooks_folder(), CODE, *beside))

    def made(self) -> Seen:
        """What earlier builds left, as it is now."""
        private = root() / "private"
        taken_in = sorted(private.glob("*/tables"))
        return _seen((self.to or root() / "reports", private / "reports", *taken_in))

    def _named(self) -> list:
        return [None if part is None else str(part) for part in dataclasses.astuple(self)]


def note(asked: Asked, made_from: Seen) -> None:
    """Note a build that ended well; `made_from` as it was before the build began."""
    from compendium.writers.files import write_text

    write_text(asked.record, json.dumps(_state(asked, made_from)))


def is_unchanged(asked: Asked) -> bool:
    """Whether such a build ended well, and everything is as it was then."""
    try:
        found = json.loads(asked.record.read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return found == _state(asked, asked.made_from())


def _state(asked: Asked, made_from: Seen) -> dict[str, object]:
    # Real data inside a git work tree are refused, also where the tree was made since.
    trees = [str(p) for p in data_folder().parents if (p / ".git").exists()]
    about = [sys.version, trees, os.environ.get("FORMATS", "")]
    return {"about": about, "made_from": made_from, "made": asked.made()}


def _seen(places: Iterable[Path]) -> Seen:
    """Every file below some places; a place that is a file counts by itself."""
    found: Seen = {}
    for place in places:
        for path, status in _files(str(place)):
            found[path] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
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
