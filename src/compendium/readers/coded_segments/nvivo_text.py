"""What NVivo writes when the references of a code are exported as text (``.txt``).

One file is one code. Its references stand under the file they are in::

    Name: Being alongside\\Empathy

    <Files\\\\Interviews\\\\A-PAR-01> - § 2 references coded  [3.90% Coverage]

    Reference 1 - 1.95% Coverage

    the words
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from compendium.problems import listed
from compendium.readers import coding_project as coding
from compendium.readers.archive import decoded
from compendium.readers.coded_segments.layouts import Layout
from compendium.readers.coded_segments.segment_table import as_project
from compendium.readers.export import Export, ImportReport, damaged

SOURCE = re.compile(
    r"<?(?P<path>[^<>]+?)>?\s+-\s+§\s*(?P<count>\d{1,9})\s+references?\s+coded\s*\[[^\]]*\]\s*"
)
REFERENCE = re.compile(r"References?\s+(?P<numbers>\d+(-\d+)?)\s+-\s+[\d.,]+\s*%\s+Coverage\s*")
NAME = re.compile(r"Name:\s*(?P<code>\S.*?)\s*")
COLUMNS = {"source": "source", "code": "code", "text": "text", "place": "place"}
LAYOUT = Layout("NVivo", COLUMNS, separator=r"\\+")


def read(path: Path) -> Export:
    """Read the references of one code.

    Raises
    ------
    DataError
        If the file holds no references as NVivo writes them.
    """
    text, encoding = decoded(path.read_bytes())
    lines = text.removeprefix("\ufeff").splitlines()
    if "\0" in text or not any(map(SOURCE.fullmatch, lines)):
        raise damaged(
            path,
            "no line names a file and its coded references, as NVivo writes them",
            "Open the code in NVivo and export its references as text; or export the project as "
            "REFI-QDA (.qdpx), which keeps more.",
        )
    if len(again := list(_headings(lines))) > 1:
        raise damaged(
            path,
            f"the file holds the references of more than one code ({listed(again)})",
            "Export each code to a file of its own.",
        )
    named = next((found["code"] for line in lines if (found := NAME.fullmatch(line))), "")
    code = named or path.stem
    rows, announced = [], 0
    found = list(_references(lines))
    names = _names({folders for folders, *_ in found})
    for folders, number, words in found:
        if number is None:
            announced += int(words)
        else:
            rows.append((str(len(rows) + 1), names[folders], code, words, number))
    frame = pd.DataFrame(rows, columns=["source_row", *COLUMNS], dtype="str")
    report = ImportReport(file=path.name, tool="NVivo")
    export = as_project(frame, LAYOUT, report)
    report.found = coding.counted(export.tables)
    if not named:
        report.guessed.append(f"the code is called like the file, {code}")
    if encoding != "UTF-8":
        report.guessed.append(f"the text is {encoding}")
    if announced != len(rows):
        report.warned.append(f"{announced} references are announced, {len(rows)} are there")
    return export


def _names(paths: set[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """What each file is called: its own name, with the folders that tell it from its namesakes."""
    names = {}
    for path in paths:
        others = [p for p in paths if p != path]
        kept = next(
            (n for n in range(1, len(path)) if all(p[-n:] != path[-n:] for p in others)), len(path)
        )
        names[path] = coding.PATH_SEPARATOR.join(path[-kept:])
    return names


def _headings(lines: list[str]) -> Iterator[str]:
    """The code of each line that names one and stands right above a file and its references.

    In what somebody said such a line may stand as well, but with no such line below it.
    """
    said = [line for line in lines if line.strip() and not line.startswith("Description:")]
    for line, below in itertools.pairwise(said):
        if (found := NAME.fullmatch(line)) and SOURCE.fullmatch(below):
            yield found["code"]


def _references(lines: list[str]) -> Iterator[tuple[tuple[str, ...], str | None, str]]:
    """(path, number, words) of each reference; of each heading (path, None, its count)."""
    source, number, words = (), None, []

    def finished() -> Iterator[tuple[tuple[str, ...], str | None, str]]:
        if number is not None:
            yield source, number, "\n".join(words).strip()

    for line in lines:
        if heading := SOURCE.fullmatch(line):
            yield from finished()
            source = tuple(filter(None, re.split(r"\\+", heading["path"].strip())))
            number, words = None, []
            yield source, None, heading["count"]
        elif reference := REFERENCE.fullmatch(line):
            yield from finished()
            number, words = reference["numbers"], []
        else:
            words.append(line)
    yield from finished()
