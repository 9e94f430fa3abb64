"""Pandoc, which turns neutral HTML into Typst markup and into Word files.

It is the program that `pypandoc-binary` brings, started once a document, closed off: it reads what
it is given by name and nothing else. Text of the HTML ends as text in both.
"""

from __future__ import annotations

import functools
import os
import subprocess
from pathlib import Path

from compendium.processes import unless_killed

# A document bears no date: its bytes follow from what it says.
EPOCH = "1704067200"
FROM = ("--sandbox", "--from=html-auto_identifiers")


def pandoc(html: str, *arguments: str) -> bytes:
    """What pandoc makes of a piece of HTML.

    Raises
    ------
    RuntimeError
        If pandoc cannot; it says why.
    Killed
        If it is killed.
    """
    done = subprocess.run(
        [_program(), *FROM, *arguments],
        input=html.encode("utf-8"),
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "LC_ALL": "C.UTF-8"},
    )
    unless_killed(done.returncode, "pandoc")
    if done.returncode:
        raise RuntimeError(f"pandoc: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout


@functools.cache
def _program() -> str:
    import pypandoc

    return str(Path(pypandoc.get_pandoc_path()))


@functools.cache
def default_reference() -> bytes:
    """The Word document after which pandoc makes others if nobody names one."""
    asked = [_program(), "--print-default-data-file=reference.docx"]
    return subprocess.run(asked, capture_output=True, check=True).stdout
