"""The files somebody gives: each read once, told what it is, and refused where it may not lie."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from compendium.problems import CompendiumError, DataError, Problems
from compendium.readers.export import Export, read_export
from compendium.start.segments import segments_read
from compendium.start.variables import key

SURVEY, TALK, THEORY, CODEBOOK = "survey", "coding_project", "theory", "codebook"
# What is kept with the study and not mapped: a person must say what its columns mean.
LOG, ACTIVITIES = "casework", "activities"
LITERATURE, SCREENING, UNTOLD = "bibliography", "screening", "unknown"
# Words in headings of which such a table has at least ENOUGH.
OF_A_LOG = ("referr", "allocat", "closed", "closure", "accepted", "firstcontact", "firstseen")
OF_ACTIVITIES = ("activity", "casenumber", "refno", "referral", "minutes", "with", "what")
OF_SCREENING = ("screen", "fulltext", "titleandabstract", "duplicate", "retrieved", "authors")
ENOUGH = 3
LEAST_ROWS = 2


@dataclasses.dataclass(frozen=True)
class Given:
    """One file: where it lies, what it is, what the study will call it, and what was read.

    `said` is what study.yml must say for it to be read so.
    """

    path: Path
    kind: str
    name: str
    export: Export
    said: dict[str, object] = dataclasses.field(default_factory=dict)


def files_in(named: Sequence[Path]) -> list[Path]:
    """The files meant: of a folder all in it, of a name with a star all that fit it.

    Raises
    ------
    CompendiumError
        If nothing is named, or something that fits no file.
    """
    if not named:
        raise CompendiumError(
            "Which files? make start FILES='survey.sav interviews.qdpx' NAME=our-study; a folder "
            "stands for all files in it."
        )
    found: list[Path] = []
    for path in named:
        inside = path.parent.glob(path.name) if "*" in path.name else [path]
        inside = path.iterdir() if path.is_dir() else inside
        files = sorted(p for p in inside if not p.name.startswith((".", "~")) and not p.is_dir())
        if not files:
            raise CompendiumError(f"{path}: there is no file there. Look at name and folder.")
        found += files
    return list(dict.fromkeys(found))


def read_given(paths: Sequence[Path]) -> list[Given]:
    """Read every file, of a folder all in it; all that cannot be read are named at once.

    Raises
    ------
    DataError
        With every file that is missing, unknown or damaged, and every two of one name.
    WorkTreeError
        If a file says that its data are real and lies inside a git work tree.
    """
    problems, found, paths = Problems(), [], files_in(paths)
    for name, times in Counter(path.name.casefold() for path in paths).items():
        if times > 1:
            what = f"{times} files are called so"
            problems.add(name, "", what, "a study keeps them in one folder", "Rename all but one.")
    for path in paths:
        try:
            export = read_export(path)
        except DataError as error:
            problems += error.problems
        else:
            found.append((path, export))
    problems.settle(DataError)
    names = _names([path for path, _ in found])
    return [_told(path, name, read) for (path, read), name in zip(found, names, strict=True)]


def _told(path: Path, name: str, export: Export) -> Given:
    kind = kind_of(export)
    if kind == SURVEY and (coded := segments_read(path, export)):
        return Given(path, TALK, name, *coded)
    return Given(path, kind, name, export)


def kind_of(export: Export) -> str:
    """What a file is, by what its reader found in it."""
    tables = export.tables
    if "coded_segments" in tables:
        return TALK if len(tables["coded_segments"]) else CODEBOOK
    if "paragraphs" in tables or len(tables.get("cmocs", ())) or len(tables.get("statements", ())):
        return THEORY
    if "records" in tables:
        return LITERATURE
    columns = [key(c) for c in export.records.columns]
    for kind, words in {LOG: OF_A_LOG, SCREENING: OF_SCREENING, ACTIVITIES: OF_ACTIVITIES}.items():
        if sum(any(word in column for column in columns) for word in words) >= ENOUGH:
            return kind
    return SURVEY if len(export.records) >= LEAST_ROWS else UNTOLD


def _names(paths: list[Path]) -> list[str]:
    """What each file is called in study.yml: its own name in small letters, each another.

    >>> _names([Path("Wave 1.sav"), Path("wave-1.csv"), Path("wave_1.csv"), Path("wave.1.csv")])
    ['wave_1', 'wave_1_csv', 'wave_1_csv_2', 'wave_1_csv_3']
    """
    names: dict[str, None] = {}
    for path in paths:
        plain = _plain(path.stem) or "export"
        ended = f"{plain}_{_plain(path.suffix)}"
        options = itertools.chain([plain, ended], (f"{ended}_{n}" for n in itertools.count(2)))
        names[next(option for option in options if option not in names)] = None
    return list(names)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")


def refuse_nothing(given: list[Given]) -> None:
    """Stop where no file says anything a study could be made of.

    Raises
    ------
    CompendiumError
        Naming what was looked for.
    """
    if not any(one.kind in (SURVEY, TALK, THEORY, CODEBOOK) for one in given):
        raise CompendiumError(
            "None of these files is a survey, a coding project, a codebook or a programme theory, "
            "so there is nothing to draft a study from. make new-study NAME=… begins one by hand."
        )
