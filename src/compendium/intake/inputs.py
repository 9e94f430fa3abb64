"""What a study was taken in from: one digest over its files and the code that reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from compendium.file_digests import digest_of
from compendium.study import Study

# The code that decides what comes in: a change here takes every study in anew.
CODE = (
    "readers",
    "intake",
    "schemas.py",
    "casework_values.py",
    "review_values.py",
    "consent.py",
    "instruments.py",
    "theory.py",
    "conclusions.py",
    "study.py",
    "study_folder.py",
    "study_checks",
    "definitions.py",
    "problems.py",
)


def inputs_digest(study: Study) -> str:
    """SHA-256 over the study's files and the code that takes them in.

    The study's own folder ``synthetic`` says how its data were made, and is no input.
    """
    code, digest = Path(__file__).parents[1], hashlib.sha256()
    made_from = {p.relative_to(study.folder): p for p in study.folder.rglob("*") if p.is_file()}
    files = {f"study/{r.as_posix()}": p for r, p in made_from.items() if r.parts[0] != "synthetic"}
    for part in CODE:
        found = sorted((code / part).rglob("*.py")) or [code / part]
        files |= {f"code/{p.relative_to(code).as_posix()}": p for p in found}
    for name in sorted(files):
        digest.update(f"{name}\0{digest_of(files[name])}\0".encode())
    return digest.hexdigest()
