"""What a page leaves out where a study has nothing of a kind: the text that introduces it.

The same notebook serves every study, so it introduces what some have not. There the page keeps the
heading and the sentence that says what is absent. A group is the blocks of one cell.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

ABSENT = "absent_"
# That nobody concluded anything needs no sentence where there was nothing to conclude from.
NO_CONCLUSION = "absent_findings"
PARAGRAPH = re.compile(r"<p\b.*?</p>\n?", re.DOTALL)
OTHERS = re.compile(r"<(?:[uo]l|pre|table|blockquote)\b")

Group = Sequence


def without_idle_texts(groups: Sequence[Group]) -> list:
    """The blocks of a page, cell by cell, without what introduces only what is absent."""
    kept: list = []
    begins = [i for i, group in enumerate(groups) if _begins(group)]
    for start, end in zip([0, *begins], [*begins, len(groups)], strict=True):
        section = groups[start:end]
        kept += _all_absent(section) if _is_absent(section) else _introduced(section)
    return kept


def _begins(group: Group) -> bool:
    return any(block.kind == "prose" and "<h2" in block.html for block in group)


def _says_absence(block) -> bool:
    return block.kind == "absent" and block.display.caption.key.startswith(ABSENT)


def _shown(groups: Sequence[Group]) -> list:
    return [block for group in groups for block in group if block.kind != "prose"]


def _is_absent(section: Sequence[Group]) -> bool:
    """Whether there is a display in it, and each says that there is nothing to show."""
    shown = _shown(section)
    return bool(shown) and all(map(_says_absence, shown))


def _all_absent(section: Sequence[Group]) -> list:
    """A section's headings, and each sentence of what is absent once."""
    said: dict[str, object] = {}
    for block in _shown(section):
        said.setdefault(block.caption, block)
    told = [b for b in said.values() if b.display.caption.key != NO_CONCLUSION]
    texts = [block for group in section for block in group if block.kind == "prose"]
    headings = (_headings_alone(block) for block in texts)
    return [*(block for block in headings if block.html), *(told or said.values())]


def _headings_alone(block):
    """A text without its paragraphs; one that holds lists or tables as it is."""
    if OTHERS.search(block.html):
        return block
    html = PARAGRAPH.sub("", block.html) if "<h" in block.html else ""
    return dataclasses.replace(block, html=html)


def _introduced(section: Sequence[Group]) -> list:
    """A section without the texts of cells that are followed by what is absent alone."""
    kept: list = []
    for group, after in itertools.pairwise([*section, ()]):
        idle = group and all(b.kind == "prose" and "<h" not in b.html for b in group)
        if not (idle and after and all(map(_says_absence, after))):
            kept += group
    return kept
