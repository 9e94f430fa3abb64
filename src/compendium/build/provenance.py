"""What a page was made from, as its footer says it: hashes of code and of definitions.

Files that hold people's data (exports, consent table, approved quotes) are left out on purpose:
a published hash of personal data can be tried against guesses.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from compendium.build.execute import source_of
from compendium.build.jobs import Job
from compendium.render.page import Provenance
from compendium.study import Study

CODE = Path(__file__).parents[1]
# Folders of a study that hold what people said, or how made-up data were made.
NOT_DEFINITIONS = ("raw", "findings", "synthetic")
# So does this file among definitions: reasons for a judgement tell what somebody said.
WORDS_OF_PEOPLE = ("theory/evidence.csv",)


def provenance(study: Study, job: Job, command: str = "") -> Provenance:
    """What the page of one job says it was made from."""
    packaged = [p for p in CODE.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return Provenance(
        notebook=f"{job.notebook}.ipynb",
        code=_digest({**_named(packaged, CODE), "notebook": source_of(job.notebook)}),
        definitions=_digest(_named(_definitions(study), study.folder)),
        command=command or job.command,
        profile=job.profile,
    )


def _definitions(study: Study) -> list[Path]:
    return [
        path
        for path in study.folder.rglob("*")
        if path.is_file()
        and path.relative_to(study.folder).parts[0] not in NOT_DEFINITIONS
        and path.relative_to(study.folder).as_posix() not in WORDS_OF_PEOPLE
        and path.name != study.header.consent.file
    ]


def _named(paths: list[Path], folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in paths}


def _digest(files: dict[str, Path]) -> str:
    """Twelve hexadecimal digits over names and contents, in the order of the names."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        content = path.read_bytes() if path.exists() else b""
        digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:12]
