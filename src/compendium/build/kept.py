"""What was worked out about a study's pages and need not be worked out again, beside the stamps.

When pages have been looked over, what the next look can use is kept in one file. Tasks that look
ahead (`compendium.build.ahead`) leave a file each, which counts until then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from compendium.build.jobs import Plan
from compendium.build.stamps import stamps_of
from compendium.writers.files import write_text


class Kept:
    """What is kept of one kind (`name`) for one plan: JSON documents."""

    def __init__(self, each: Plan, name: str):
        self.whole = stamps_of(each, f"_{name}")
        self._apart = f"_{name}-ahead"

    def read(self) -> Iterator[object]:
        """Every document that is there and whole."""
        for path in (self.whole, *self.ahead()):
            try:
                yield json.loads(path.read_text(encoding="utf-8"))
            except (FileNotFoundError, ValueError):
                continue

    def write(self, found: object) -> None:
        """Keep this, and nothing else."""
        _write(self.whole, found)
        for path in self.ahead():
            path.unlink(missing_ok=True)

    def write_ahead(self, part: int, found: object) -> None:
        """Keep what one of several tasks worked out, until pages have been looked over."""
        _write(self.whole.with_name(f"{self._apart}-{part}.json"), found)

    def ahead(self) -> list[Path]:
        """What tasks that looked ahead left."""
        return sorted(self.whole.parent.glob(f"{self._apart}-*.json"))


def _write(path: Path, found: object) -> None:
    write_text(path, json.dumps(found, sort_keys=True) + "\n")
