"""For tests: the boxes of a guide, in order: commands, files to write, and edits of files."""

from __future__ import annotations

import re
from pathlib import Path

BOX = re.compile(r"^```(sh|csv|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def boxes(guide: Path) -> list[tuple[str, str]]:
    """Kind and text of each box that a reader is to do something with."""
    return BOX.findall(guide.read_text(encoding="utf-8"))


def edit(folder: Path, box: str) -> None:
    """Put lines with ``+`` in the place of the lines with ``-`` before them, each found once."""
    head, *lines = box.splitlines()
    path = folder / head.removeprefix("--- ")
    text = path.read_text(encoding="utf-8")
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", "\n".join(lines) + "\n", re.M):
        first, last = (re.sub(r"^[-+]", "", part, flags=re.M) for part in (old, new))
        assert first in text, f"{path.name} has no\n{first}"
        text = text.replace(first, last, 1)
    path.write_text(text, encoding="utf-8")
