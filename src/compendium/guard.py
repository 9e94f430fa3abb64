"""What may not be committed: real data, exports nobody can tell to be made up, ``private/``.

The readers refuse real data inside a git work tree (`compendium.readers.work_tree`); this is asked
before a commit, of what would be committed, also of files that no study reads.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import yaml

from compendium.problems import CompendiumError, DataError, Problems
from compendium.readers.export import READERS, read_export
from compendium.readers.origins import NAME, origins_in_csv, origins_of
from compendium.readers.work_tree import REAL, WorkTreeError, is_real

MADE_UP = "synthetic"
PRIVATE, DATA, TEMPLATE = "private", "data", "_"
# Plain tables and texts, which also hold what is no data: labels, lists, licences.
PLAIN = (".csv", ".tsv", ".txt")
WITH_PLAIN_TABLES = ("src", "tests", "docs", "notebooks", "reports")
# What no reader can look into.
CLOSED = {
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".wma", ".ogg", ".mp4", ".mov"), "a recording"),
    **dict.fromkeys((".nvp", ".nvpx", ".mx20", ".mx22", ".mx24", ".rqda"), "a tool's own project"),
    **dict.fromkeys((".atlproj", ".atlproj23", ".hpr7", ".spv", ".por"), "a tool's own project"),
    **dict.fromkeys((".zip", ".7z", ".rar", ".tar", ".gz"), "an archive"),
    **dict.fromkeys((".xls", ".xlsm", ".xlsb", ".numbers"), "a workbook no reader opens"),
    **dict.fromkeys((".doc", ".docm", ".rtf", ".odt", ".pages"), "a document no reader opens"),
    **dict.fromkeys((".rds", ".rda", ".rdata", ".sas7bdat", ".xpt", ".parquet"), "a table of data"),
    **dict.fromkeys((".mdb", ".accdb", ".feather", ".pkl", ".pickle"), "a table of data"),
}
WRITTEN = (".yml", ".yaml", ".json")
SAYS_REAL = re.compile(rf"^(?!\s*#).*\b{NAME}['\"]?\s*:\s*['\"]?{REAL}\b", re.MULTILINE | re.I)
ELSEWHERE = (
    "Keep it in a folder outside every repository, on an encrypted disk, and set COMPENDIUM_DATA "
    "to the data folder there (docs/real-data.md)."
)

# A file's content by its path, as git would commit it.
Read = Callable[[str], bytes]


class Refused(CompendiumError):
    """Something may not be committed. Its text names files and quotes no data."""


def guard(paths: Iterable[str], read: Read, known: Iterable[str]) -> None:
    """Refuse a commit that holds what may not leave.

    Parameters
    ----------
    paths : iterable of str
        Files to look at, as git names them: from the top, with ``/``.
    read : callable
        Gives the content of one, and of any in `known`.
    known : iterable of str
        Every file that git would hold after the commit.

    Raises
    ------
    Refused
        Naming every such file, why, and what to do.
    """
    known, problems = sorted(known), Problems()
    studies = functools.cache(lambda name: _Study(name, known, read))
    for path in sorted(paths):
        if why := _why_not(PurePosixPath(path), read, studies):
            problems.add(path, "", why, do=f"Take it back: git rm --cached '{path}'. {ELSEWHERE}")
    problems.settle(Refused)


class _Study:
    """What a study's folder, as git would hold it, says about where its data come from."""

    def __init__(self, name: str, known: Iterable[str], read: Read):
        own = [p for p in known if p.startswith(f"{DATA}/{name}/")]
        tables = [p for p in own if p.endswith(".csv") and p.count("/") == 2]
        said = set().union(*(_origins_in(read(path), path) for path in tables))
        self.made_up = said == {MADE_UP} or (name.startswith(TEMPLATE) and not said)
        definitions = [p for p in own if p == f"{DATA}/{name}/study.yml"]
        self.columns = {NAME, *(c for p in definitions for c in _columns(read(p)))}


def _columns(text: bytes) -> set[str]:
    """What a study calls the column that says whether data are made up, in any of its sources."""
    try:
        tree = yaml.load(text.decode("utf-8", "replace"), yaml.CBaseLoader)
    except yaml.YAMLError:
        return set()
    sources = tree.get("sources", []) if isinstance(tree, dict) else []
    sources = sources if isinstance(sources, list) else list(sources.values())
    mapped = [s.get("columns", {}) for s in sources if isinstance(s, dict)]
    return {str(m[NAME]) for m in mapped if isinstance(m, dict) and NAME in m}


def _why_not(path: PurePosixPath, read: Read, studies: Callable[[str], _Study]) -> str:
    """Why a file may not be committed; "" if it may."""
    ending = path.suffix.lower()
    if PRIVATE in path.parts[:-1]:
        return "what lies in private/ is never committed"
    if ending in CLOSED:
        return f"this is {CLOSED[ending]}, and nobody can tell that it is made up"
    if ending == ".ipynb" and path.parts[0] != "reports":
        return _outputs(read(str(path)))
    if ending in WRITTEN:
        text = read(str(path)).decode("utf-8", "replace")
        return f"it says {NAME}: {REAL}" if SAYS_REAL.search(text) else ""
    if ending not in READERS:
        return ""
    study = studies(path.parts[1]) if path.parts[0] == DATA and len(path.parts) > 2 else None
    return _why_not_export(path, read(str(path)), study)


def _why_not_export(path: PurePosixPath, content: bytes, study: _Study | None) -> str:
    plain = path.suffix.lower() in PLAIN
    if plain and any(map(is_real, _origins_in(content, str(path)))):
        return f"it holds rows whose {NAME} is {REAL}"
    if study is None:
        if plain and path.parts[0] in WITH_PLAIN_TABLES:
            return ""
        return "an export lies outside data/ of a made-up study, so nobody can tell what it holds"
    if not study.made_up:
        return f"nothing at the top of {DATA}/{path.parts[1]}/ says {NAME} {MADE_UP} alone"
    return "" if path.suffix.lower() == ".txt" else _says_real(path, content, study.columns)


def _says_real(path: PurePosixPath, content: bytes, columns: Iterable[str]) -> str:
    """What a reader finds in an export, whatever its column of origins is called."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(content)
        try:
            export = read_export(copy)
        except WorkTreeError:
            return f"it holds data whose {NAME} is {REAL}"
        except DataError:
            return "it cannot be read, so nobody can tell that it is made up"
    found = {*export.origins}.union(*(origins_of(export.tables, name) for name in columns))
    if "fields" in export.tables:
        fields = export.tables["fields"]
        found |= set(fields.loc[fields["field"].isin([*columns]), "value"])
    return f"it holds data whose {NAME} is {REAL}" if any(map(is_real, found)) else ""


def _origins_in(content: bytes, path: str) -> set[str]:
    """The origins that a table's own text names."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / PurePosixPath(path).name
        copy.write_bytes(content)
        return origins_in_csv(copy)


def _outputs(content: bytes) -> str:
    """Whether a notebook holds outputs, which may show data that were not released."""
    try:
        cells = json.loads(content)["cells"]
        return "it is a notebook with outputs" if any(c.get("outputs") for c in cells) else ""
    except (ValueError, KeyError, TypeError, AttributeError):
        return "it is a notebook that cannot be read"
