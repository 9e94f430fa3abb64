"""What a build of everything made, noted beside it: every public file with its digest.

The note is what `compendium.verify.manifest` blesses. It also says what was built from: the code,
the notebooks, the locked packages and each study's definitions, never the data of people.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from compendium.build.files import ALL, VARIABLE
from compendium.build.jobs import Plan
from compendium.build.provenance import definitions_digest
from compendium.build.unchanged import LOCK
from compendium.file_digests import digest_of
from compendium.places import CODE, notebooks_folder, root
from compendium.writers.files import write_text

REPORTS = "reports"
BUILT, MANIFEST = "built.json", "manifest.json"
# What lies beside the reports and is made by no build; the last is what a verification leaves.
VERIFICATION = "verification"
BESIDE = (BUILT, MANIFEST, "README.md", VERIFICATION)


def reports_folder() -> Path:
    """Where public reports go."""
    return root() / REPORTS


def note_built(plans: Sequence[Plan]) -> None:
    """Note what lies in ``reports/`` after a build of everything that ended well.

    Nothing is noted of pages for the team.
    """
    reports = reports_folder()
    if not any(each.reports.parent == reports and each.reports.is_dir() for each in plans):
        return
    found = {
        "formats": os.environ.get(VARIABLE) or ALL,
        "inputs": inputs_of(plans),
        "outputs": {path: said_of(reports / path) for path in outputs_in(reports)},
    }
    write_text(reports / BUILT, json.dumps(found, indent=1, sort_keys=True) + "\n")


def outputs_in(reports: Path) -> list[str]:
    """Every file that a build left in a folder of reports, by its place there."""
    files = (p.relative_to(reports) for p in reports.rglob("*") if p.is_file())
    return sorted(p.as_posix() for p in files if p.parts[0] not in BESIDE)


def said_of(path: Path) -> dict[str, object]:
    """The digest and the size of a file."""
    return {"sha256": digest_of(path), "bytes": path.stat().st_size}


def inputs_of(plans: Iterable[Plan]) -> dict[str, str]:
    """What reports are built from, each by its place with its digest."""
    studies = {each.study.id: each.study for each in plans}
    return {
        "src/compendium": _digest(CODE),
        "notebooks": _digest(notebooks_folder()),
        LOCK: digest_of(CODE.parents[1] / LOCK),
        **{f"data/{name}": definitions_digest(study) for name, study in sorted(studies.items())},
    }


def _digest(folder: Path) -> str:
    """One digest of all files of a folder, by their names."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder)
        if not {"__pycache__", ".ipynb_checkpoints"} & set(name.parts):
            digest.update(f"{name.as_posix()} {digest_of(path)}\n".encode())
    return digest.hexdigest()
