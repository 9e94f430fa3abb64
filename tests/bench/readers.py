"""How fast exports are read, and in how much memory: ``make bench``, one run.

The yardstick is the least that gives a table of codings: the archive opened, its XML parsed and
gone through with lxml, each text sliced by code points, without conventions, checks or further
tables.
Where pyrefiqda is installed (it is no part of the environment), it is timed too.

Memory is the most that a process of its own held, as the system counts it (POSIX alone): of a
survey of a million rows, and of a project of 200 MB of text beside one without texts.
"""

from __future__ import annotations

import importlib.util
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from lxml import etree

from compendium.readers.export import read_export
from compendium.writers.refi_qda import (
    CodedSelection,
    CodeEntry,
    Project,
    SourceEntry,
    write_qdpx,
)

CODINGS, SOURCES, CODES, WORDS, TIMES = 20_000, 40, 100, 20_000, 7
RESPONSES, LARGE_SOURCES, LARGE_LETTERS = 1_000_000, 200, 1_000_000
NAMESPACE = "{urn:QDA-XML:project:1.0}"
TALK = "the advocate came with me and said what they would do 😀 tŷ\r\n".split(" ")


def made(path: Path) -> None:
    """A project of 20,000 codings, the same each time."""
    dice = random.Random(1)
    codes = [(f"T{i // 10}", f"c{i}")[: 1 + bool(i % 10)] for i in range(CODES)]
    sources = []
    for number in range(SOURCES):
        words = dice.choices(TALK, k=WORDS)
        places = [0]
        for word in words:
            places.append(places[-1] + len(word) + 1)
        spans = set()
        while len(spans) < CODINGS // SOURCES:
            first = dice.randrange(WORDS - 50)
            spans.add((places[first], places[first + dice.randrange(3, 40)] - 1))
        selections = [CodedSelection(a, b, ((dice.choice(codes), "C1"),)) for a, b in sorted(spans)]
        sources.append(SourceEntry(f"interview {number}", " ".join(words), tuple(selections)))
    entries = tuple(CodeEntry(code) for code in codes)
    write_qdpx(path, Project("b", "bench", "2024-01-01", "", ("C1",), entries, tuple(sources), ()))


def plain(path: Path) -> pd.DataFrame:
    """The least that gives a table of codings."""
    rows = []
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        users = {u.get("guid"): u.get("name") for u in root.iter(f"{NAMESPACE}User")}
        codes = {c.get("guid"): c.get("name") for c in root.iter(f"{NAMESPACE}Code")}
        for source in root.iter(f"{NAMESPACE}TextSource"):
            file = source.get("plainTextPath").removeprefix("internal://")
            text = archive.read(f"sources/{file}").decode("utf-8")
            for drawn in source.iter(f"{NAMESPACE}PlainTextSelection"):
                start, end = int(drawn.get("startPosition")), int(drawn.get("endPosition"))
                for coding in drawn.iter(f"{NAMESPACE}Coding"):
                    coder = users[coding.get("creatingUser")]
                    for ref in coding.iter(f"{NAMESPACE}CodeRef"):
                        code = codes[ref.get("targetGUID")]
                        rows.append((source.get("name"), code, coder, start, end, text[start:end]))
    columns = ["source", "code", "coder", "start", "end", "text"]
    return pd.DataFrame(rows, columns=columns)


def by_pyrefiqda(path: Path) -> None:
    """The project as pyrefiqda's objects, in a folder of its own: it unpacks there."""
    from pyrefiqda import RefiProject

    with tempfile.TemporaryDirectory() as folder:
        RefiProject.load(path, folder)


def median(work: Callable[[Path], object], path: Path) -> float:
    """Seconds, the median of several times after one that does not count."""
    work(path)
    taken = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        work(path)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def made_survey(path: Path) -> None:
    """A million responses to 40 questions, the same each time; every fifth has a comment."""
    dice = random.Random(1)
    answers = ["1", "2", "3", "4", "5", "99", ""]
    names = ["token", "area", "submitted", "language", "comment", *(f"Q{i}" for i in range(1, 41))]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(names) + "\n")
        for number in range(RESPONSES):
            said = "They listened, Siân, and explained it all to me." if number % 5 == 0 else ""
            day = f"2024-01-{1 + number % 28:02d} 10:{number % 60:02d}"
            start = f'T{number:07d},{"ABC"[number % 3]},{day},en,"{said}",'
            file.write(start + ",".join(dice.choices(answers, k=40)) + "\n")


def made_large(path: Path, letters: int) -> None:
    """A project of 200 sources with so many letters each, coded all over."""
    words = " ".join(TALK)
    text = words * (letters // len(words))
    # Between blanks, so that any convention that is tried finds the same edges.
    places = [(i * 997 % max(letters - 2000, 1), 40) for i in range(20)]
    selections = tuple(
        CodedSelection(a, a + n, ((("T", "c"), "C1"),)) for a, n in places if a + n < len(text)
    )
    sources = tuple(SourceEntry(f"talk {i}", text, selections) for i in range(LARGE_SOURCES))
    codes = (CodeEntry(("T",)), CodeEntry(("T", "c")))
    write_qdpx(path, Project("l", "bench", "2024-01-01", "", ("C1",), codes, sources, ()))


def most_memory(path: Path) -> float:
    """Megabytes: the most that a process which does nothing but read the file held."""
    code = (
        "import resource, sys; from pathlib import Path; "
        "from compendium.readers.export import read_export; "
        "export = read_export(Path(sys.argv[1])); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    kilobytes = int(ran.stdout.split()[-1]) / (1024 if sys.platform == "darwin" else 1)
    return kilobytes / 1000


def memory(folder: Path) -> None:
    """What reading takes of a large survey and of a large project."""
    survey = folder / "survey.csv"
    made_survey(survey)
    begin = time.perf_counter()
    most = most_memory(survey)
    taken = time.perf_counter() - begin
    print(f"{RESPONSES:,} survey rows: {most:,.0f} MB at most ({taken:.0f} s)")
    large, small = folder / "large.qdpx", folder / "small.qdpx"
    made_large(large, LARGE_LETTERS)
    made_large(small, 100)
    size = large.stat().st_size / 1e6
    more = most_memory(large) - most_memory(small)
    print(f"a project of {size:,.0f} MB: {more:,.0f} MB more than one without its texts")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.qdpx"
        made(path)
        ours, theirs = median(read_export, path), median(plain, path)
        found = len(read_export(path).tables["coded_segments"])
        print(f"{found} codings: {ours / theirs:.2f} times plain lxml iteration", end="")
        print(f" ({ours:.2f} s and {theirs:.2f} s)")
        if importlib.util.find_spec("pyrefiqda"):
            print(f"pyrefiqda takes {median(by_pyrefiqda, path) / ours:.1f} times as long")
        if os.name == "posix":
            memory(Path(folder))


if __name__ == "__main__":
    main()
