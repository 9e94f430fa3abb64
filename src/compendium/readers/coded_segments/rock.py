"""ROCK (Reproducible Open Coding Kit): plain text with codes between ``[[`` and ``]]``.

A line is an utterance, and a code belongs to the whole of it. ``[[cid=1]]`` says whose utterances
follow; ``[[code||5]]`` gives a code a value; ``---`` encloses blocks of YAML: attributes of cases,
and codes that stand below others. The text kept is the file's without codes, marks and blocks.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import yaml

from compendium.readers import coding_project as coding
from compendium.readers.archive import decoded
from compendium.readers.export import Export, ImportReport, damaged

MARK = re.compile(r"\[\[(.*?)\]\]")
CASE = re.compile(r"(cid|caseId)\s*[=:]\s*(.+)", re.IGNORECASE)
UTTERANCE = re.compile(r"uid\s*[=:].*", re.IGNORECASE)
INSTANCE = re.compile(r"\w+\s*[=:].*")
LINK = re.compile(r".*->.*\|\|.*")
VALUE = re.compile(r"(.+?)\|\|(.*)")
SECTION = re.compile(r"-{3,}\s*<<.*>>\s*-{3,}\s*")
FENCE = re.compile(r"-{3}\s*")
NESTING = re.compile(r"~+\s?")
COMMENT = "#"
MOST_YAML = 1_000_000


def read(path: Path) -> Export:
    """Read one coded text.

    Raises
    ------
    DataError
        If a block of YAML is not closed or cannot be read.
    """
    text, encoding = decoded(path.read_bytes())
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise damaged(path, "this is no text (it holds zero bytes)")
    report = ImportReport(file=path.name, tool="ROCK")
    lines, blocks, framed = _parted(path, text.splitlines())
    found = _Text(path.stem)
    for line in lines:
        found.take(line)
    attributes, above, unread = _blocks(blocks)
    paths = _Paths({code for code, *_ in found.codings}, above)
    made = coding.tables(
        {
            "sources": [(found.source, "text", len(found.text), "", "", "", "")],
            "codes": coding.code_rows(paths.all()),
            "coded_segments": [
                (found.source, paths.of(code), "", start, end, found.text[start:end])
                for code, _, start, end in found.codings
            ],
            "cases": found.cases(),
            "variables": [("case", *row[:2], "Text", row[2]) for row in attributes],
            "notes": [
                (paths.of(code), value, "", "", "selection", found.source, start, end)
                for code, value, start, end in found.codings
                if value
            ],
        }
    )
    report.found = coding.counted(made)
    report.lost += [f"{n} {what}" for what, n in (found.unread + unread).items()]
    report.guessed += paths.guessed
    if encoding != "UTF-8":
        report.guessed.append(f"the text is {encoding}")
    if framed:
        report.guessed.append(
            f"between --- and --- from line {', '.join(map(str, framed))} on is no YAML of names "
            "and values; it is kept as text"
        )
    if any(value for _, value, *_ in found.codings):
        report.guessed.append("values of codes ([[code||5]]) are kept as notes on their utterance")
    return Export(made, report, {found.source: found.text})


def _parted(path: Path, lines: list[str]) -> tuple[list[str], list[dict], list[int]]:
    """The lines of text, the blocks of YAML, and the lines where text between rules begins."""
    kept, blocks, framed, block, opened = [], [], [], None, 0
    for number, line in enumerate(lines, start=1):
        if FENCE.fullmatch(line):
            if block is None:
                block, opened = [], number
            else:
                loaded = _loaded(path, opened, "\n".join(block))
                if isinstance(loaded, dict):
                    blocks.append(loaded)
                elif loaded:
                    kept += block
                    framed.append(opened)
                block = None
        elif block is None:
            kept.append(line)
        else:
            block.append(line)
    if block is not None:
        raise damaged(
            path, f"the block of YAML that begins in line {opened} is not closed",
            "Write --- behind it.",
        )  # fmt: skip
    return kept, blocks, framed


def _loaded(path: Path, line: int, block: str) -> object:
    # No aliases: a few lines of them can stand for more than a machine holds.
    aliased = re.search(r"(^|[\s:\[{,-])[&*]\w", block)
    try:
        if len(block) > MOST_YAML or aliased:
            raise yaml.YAMLError("it is too long, or uses & and *")
        return yaml.load(block, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
        raise damaged(
            path, f"the block of YAML in line {line} cannot be read ({why})",
            "Correct it, or take it out.",
        ) from error  # fmt: skip


class _Text:
    """The text without its marks, and what the marks said of it."""

    def __init__(self, source: str):
        self.source, self._lines, self._length = source, [], 0
        self.codings: list[tuple[str, str, int, int]] = []  # code, value, start, end
        self.unread: Counter[str] = Counter()
        self._case, self._stretches = "", []

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def take(self, line: str) -> None:
        """One line of the file."""
        if SECTION.fullmatch(line):
            self.unread["breaks between sections (their kinds are not kept)"] += 1
            return
        if line.startswith(COMMENT):
            self.unread["comment lines"] += 1
            return
        marks = [mark.strip() for mark in MARK.findall(line)]
        words = " ".join(MARK.sub(" ", NESTING.sub("", line, count=1)).split())
        if nested := NESTING.match(line):
            self.unread["lines are nested (~); how deep is not kept"] += bool(nested)
        codes = [code for mark in marks for code in self._read(mark)]
        if "[[" in words or "]]" in words:
            self.unread["lines hold [[ or ]] without the other; that is kept as text"] += 1
        if marks and not words and not codes:
            return
        start, end = self._length, self._length + len(words)
        self._lines.append(words)
        self._length = end + 1
        if self._case and words:
            self._stretches.append((self._case, start, end))
        self.codings += [(code, value, start, end) for code, value in codes]

    def _read(self, mark: str) -> list[tuple[str, str]]:
        """The code of a mark and its value; none where it is no code."""
        if case := CASE.fullmatch(mark):
            self._case = case[2].strip()
        elif LINK.fullmatch(mark):
            self.unread["links between codes"] += 1
        elif value := VALUE.fullmatch(mark):
            return [(_code(value[1]), value[2].strip())]
        elif UTTERANCE.fullmatch(mark):
            self.unread["numbers of utterances (uid)"] += 1
        elif INSTANCE.fullmatch(mark):
            self.unread["marks of other kinds (such as [[sid=1]])"] += 1
        elif _code(mark):
            return [(_code(mark), "")]
        return []

    def cases(self) -> list[tuple]:
        """Stretches of each case, of lines that follow one another as one."""
        rows: list[tuple[str, str, int, int]] = []
        for case, start, end in self._stretches:
            if rows and rows[-1][0] == case and not self.text[rows[-1][3] : start].strip():
                rows[-1] = (*rows[-1][:3], end)
            else:
                rows.append((case, self.source, start, end))
        return rows


def _code(mark: str) -> str:
    names = [" ".join(n.split()) for n in mark.split(">")]
    return coding.PATH_SEPARATOR.join(n for n in names if n)


class _Paths:
    """Codes by their whole paths: a code may be named by the end of its path alone.

    What stands above a code is what stands above it anywhere in the file; where that is not one
    and the same, the code is left as it is written.
    """

    def __init__(self, written: set[str], above: dict[str, str]):
        parents: dict[str, set[str]] = {name: {top} for name, top in above.items()}
        for code in written:
            for top, name in itertools.pairwise(code.split(coding.PATH_SEPARATOR)):
                parents.setdefault(name, set()).add(top)
        self._whole = {code: _rooted(code, parents) for code in written}
        self.guessed = [
            f"code {code}: taken for {whole}"
            for code, whole in sorted(self._whole.items())
            if code != whole
        ]

    def of(self, code: str) -> str:
        """The whole path of a code as it is written."""
        return self._whole[code]

    def all(self) -> list[str]:
        """Every path, in the order of the alphabet."""
        return sorted(set(self._whole.values()))


def _rooted(code: str, parents: dict[str, set[str]]) -> str:
    names = code.split(coding.PATH_SEPARATOR)
    while len(parents.get(names[0], ())) == 1 and not parents[names[0]] & set(names):
        names = [*parents[names[0]], *names]
    return coding.PATH_SEPARATOR.join(names)


def _blocks(blocks: list[dict]) -> tuple[list[tuple[str, str, str]], dict[str, str], Counter]:
    """Attributes of cases (case, name, value); the code above each code; what is not read."""
    attributes, above, unread = [], {}, Counter()
    for block in blocks:
        for name, content in block.items():
            entries = content if isinstance(content, list) else [content]
            if name in ("metadata", "attributes", "ROCK_attributes"):
                attributes += [row for e in entries for row in _attributes(e)]
            elif name in ("codes", "ROCK_codes"):
                for entry in entries:
                    _codes(entry, "", above)
            else:
                unread[f"blocks of YAML called {name}"] += 1
    return attributes, above, unread


def _attributes(entry: object) -> list[tuple[str, str, str]]:
    if not isinstance(entry, dict):
        return []
    case = next((str(entry[k]) for k in ("caseId", "cid", "caseid") if k in entry), "")
    rest = {k: v for k, v in entry.items() if k not in ("caseId", "cid", "caseid")}
    return [(case, str(k), str(v)) for k, v in rest.items() if case and isinstance(v, str)]


def _codes(entry: object, parent: str, above: dict[str, str]) -> None:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return
    parent = entry.get("parentId") if isinstance(entry.get("parentId"), str) else parent
    if parent and parent != entry["id"]:
        above[entry["id"]] = parent
    children = entry.get("children")
    for child in children if isinstance(children, list) else ():
        _codes(child, entry["id"], above)
