"""Findings that no report asks for, or that rest on nothing any more: neither goes in silence."""

from __future__ import annotations

import json
import re

from compendium.analysis.trail.broken import broken
from compendium.build.execute import source_of
from compendium.build.jobs import takes_site
from compendium.intake.tables import open_tables
from compendium.study import Study

ASKS_FOR = re.compile(r"""\.findings\(["']([^"']+)["']\)""")


def unasked(study: Study) -> list[str]:
    """A sentence for each finding whose section no notebook of the study's reports asks for."""
    asked = {True: set(), False: set()}
    for notebook in study.header.reports:
        asked[takes_site(notebook)] |= _sections(notebook)
    return [
        f"findings.yml {f.finding_id}: the section {f.section!r} is asked for by no report "
        f"{'on one area' if f.site else 'on the whole study'}, so the sentence stands nowhere. "
        "Correct the section, or add a cell to the notebook."
        for f in study.findings
        if f.section not in asked[bool(f.site)]
    ]


def unfounded(study: Study) -> list[str]:
    """A sentence for each finding that rests on what goes back to no data any more."""
    return broken(open_tables(study), study.findings)


def _sections(notebook: str) -> set[str]:
    """The sections a notebook's code asks for; none where there is no such notebook."""
    path = source_of(notebook)
    if not path.is_file():
        return set()
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return set(ASKS_FOR.findall(code))
