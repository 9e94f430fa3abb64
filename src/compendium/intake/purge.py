"""What was made from somebody's data goes when they do, before anything is made anew.

Intake remembers, in ``private/<study>/people.json``, who took part and who might be quoted when it
last read the consent table. When one of them is missing now, everything derived is removed: the
study's tables, executed notebooks, logs and team reports, what `import` wrote into ``private/``,
and the study's pages in ``reports/``. Notebooks in ``private/`` that hold no outputs are a
researcher's own work and hold no data; they stay.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from compendium.consent import Consent
from compendium.problems import StudyError
from compendium.study import Study
from compendium.writers.files import write_text
from compendium.writers.private import KEY, keep_private

PEOPLE = "people.json"
REPORTS = "reports"
# Folders of a study in private/ that are made anew whole, notebooks too.
MADE_ANEW = ("executed", "tables", "tables.new", "logs", ".ipynb_checkpoints")


def purge(study: Study, consent: Consent) -> str:
    """Remove what may hold somebody who is no longer there; the line that says so, or "".

    Raises
    ------
    StudyError
        If something cannot be removed; it is named, and the next attempt removes it.
    """
    private, now = study.private, _people(study, consent)
    record = private / PEOPLE
    missing = _anybody_missing(record, now)
    removed = _remove(study) if missing else 0
    if missing or not record.exists() or _read(record) != now:
        keep_private(private.parent)
        write_text(record, json.dumps(now, indent=1) + "\n")
        keep_private(private.parent)
    if not removed:
        return ""
    return (
        f"{study.id}: {removed} files in {private.parent.name}/ and {REPORTS}/ that may hold "
        "somebody who has withdrawn were removed. Copies elsewhere are yours to find: see "
        "docs/withdrawal.md."
    )


def _people(study: Study, consent: Consent) -> dict[str, list[str]]:
    """Digests of the ids of who takes part and who may be quoted, and of keys of who withdrew."""
    groups = {
        "present": set(consent.present["participant_id"]),
        "quoted": consent.may_be_quoted,
        "gone": consent.keys_of_withdrawn,
    }
    return {
        name: sorted(hashlib.sha256(f"{study.id}/{i}".encode()).hexdigest() for i in ids)
        for name, ids in groups.items()
    }


def _anybody_missing(record: Path, now: dict[str, list[str]]) -> bool:
    """Whether somebody of the last time is not in `now`; assumed of what nothing is known of.

    Also if somebody who had withdrawn is known by another token or case now: what was said under
    it counted as somebody else's.
    """
    before = _read(record)
    if not before:
        return record.parent.is_dir()
    known_again = set(now["gone"]) - set(before.get("gone", ()))
    return bool(known_again) or any(
        set(before.get(name, ())) - set(now[name]) for name in ("present", "quoted")
    )


def _read(record: Path) -> dict[str, list[str]]:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _remove(study: Study) -> int:
    """Remove everything that was derived; how many files that were.

    Raises
    ------
    StudyError
        If something cannot be removed.
    """
    stuck, files = [], 0
    for path in _derived(study):
        found = sum(p.is_file() for p in path.rglob("*")) if _is_folder(path) else 1
        try:
            shutil.rmtree(path) if _is_folder(path) else path.unlink()
        except OSError:
            stuck.append(path.relative_to(study.private.parent.parent).as_posix())
        files += found
    if stuck:
        raise StudyError(
            f"Somebody has withdrawn from {study.id}, and {', '.join(stuck)} may hold their data "
            "and could not be removed. Close what has it open, and try again."
        )
    return files


def _derived(study: Study) -> Iterator[Path]:
    """Files and folders that may hold anybody of the study."""
    private = study.private.parent
    studies = {p.parent.name for p in study.folder.parent.glob("*/study.yml")} - {study.id}
    for path in _in(private):
        if path.name == study.id:
            yield from _of_study(path)
        elif path.name == REPORTS:
            yield from (p for p in _in(path) if p.name not in studies)
        elif path.name not in studies and not _is_kept(path, study):
            yield from _but_bare_notebooks(path)
    if (public := private.parent / REPORTS / study.id).is_dir():
        yield public


def _is_kept(path: Path, study: Study) -> bool:
    """Whether this is the key, or holds what was released before and is out already."""
    trees = ((study.folder / r.tree).resolve() for r in study.header.earlier_releases if r.tree)
    return path.name == KEY or any(t.is_relative_to(path.resolve()) for t in trees)


def _of_study(folder: Path) -> Iterator[Path]:
    for path in _in(folder):
        if path.name in MADE_ANEW:
            yield path
        elif path.name != PEOPLE:
            yield from _but_bare_notebooks(path)


def _but_bare_notebooks(path: Path) -> Iterator[Path]:
    """The files below `path`, but for notebooks without outputs; whole folders where none is in."""
    if not _is_folder(path):
        if not _is_bare(path):
            yield path
    elif path.name in MADE_ANEW or not any(map(_is_bare, path.rglob("*.ipynb"))):
        yield path
    else:
        for inside in _in(path):
            yield from _but_bare_notebooks(inside)


def _is_bare(path: Path) -> bool:
    """Whether this is a notebook that holds no outputs."""
    if path.suffix != ".ipynb" or not path.is_file():
        return False
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return not any(cell.get("outputs") for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
