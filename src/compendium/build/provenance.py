"""What a page was made from, as its footer says it: hashes of code, packages and definitions.

Definitions are the files that `compendium.study_folder` reads, by name. Files that hold people's
data (exports, consent table, approved quotes, reasons of evidence, and any copy of these that
lies beside them) are left out on purpose: a published hash of personal data can be tried against
guesses, and would change with a withdrawal. For the same reason study.yml counts without what
the exports are called, and without its coders' names.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

from compendium.build.execute import source_of
from compendium.build.jobs import Job
from compendium.build.unchanged import LOCK
from compendium.places import CODE
from compendium.render.page import Provenance
from compendium.study import Study

# So many hexadecimal digits of a digest stand on a page.
SHORT = 12
DEFINITIONS = (
    "study.yml",
    "sample.csv",
    "codebook.yml",
    "theory/statements.yml",
    "theory/cmocs.yml",
    "theory/links.csv",
    "theory/confidence.csv",
    "theory/patterns.csv",
)


def provenance(study: Study, job: Job, command: str = "") -> Provenance:
    """What the page of one job says it was made from."""
    packaged = [p for p in CODE.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return Provenance(
        notebook=f"{job.notebook}.ipynb",
        code=_short({**_named(packaged, CODE), "notebook": source_of(job.notebook)}),
        definitions=definitions_digest(study)[:SHORT],
        command=command or job.command,
        profile=job.profile,
        environment=_short({LOCK: CODE.parents[1] / LOCK}),
    )


def definitions_digest(study: Study) -> str:
    """One digest of all that defines a study, from which nothing about people can be guessed."""
    return _digest(_named(definition_files(study), study.folder), _header(study))


def definition_files(study: Study) -> list[Path]:
    """The files of a study's folder that define it, those that are there."""
    instruments = (f"instruments/{i.instrument}.yml" for i in study.instruments)
    paths = (study.folder / name for name in (*DEFINITIONS, *instruments))
    return [path for path in paths if path.is_file()]


def _named(paths: list[Path], folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in paths}


def _header(study: Study) -> dict[str, bytes]:
    """study.yml as it is read, without what tells names of files or people.

    What was released before is left out too: it says nothing about what this release was made
    from.
    """
    header = study.header
    called = header.coding.called
    coding = dataclasses.replace(
        header.coding,
        coders=tuple(map(called, header.coding.coders)),
        of_record=called(header.coding.of_record),
    )
    sources = tuple(
        dataclasses.replace(
            s,
            file="",
            sheet="",
            coder=called(s.coder),
            coder_columns=tuple(map(called, s.coder_columns)),
        )
        for s in header.sources
    )
    told = dataclasses.replace(
        header,
        sources=sources,
        consent=dataclasses.replace(header.consent, file=""),
        coding=coding,
        earlier_releases=(),
    )
    text = json.dumps(dataclasses.asdict(told), default=str, sort_keys=True, ensure_ascii=False)
    return {"study.yml": text.encode("utf-8")}


def _short(files: dict[str, Path]) -> str:
    return _digest(files)[:SHORT]


def _digest(files: dict[str, Path], instead: dict[str, bytes] | None = None) -> str:
    """A digest over names and contents, in the order of the names.

    `instead` holds what counts of a file in its place.
    """
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes() if path.exists() else b""
        content = (instead or {}).get(name, content)
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()
