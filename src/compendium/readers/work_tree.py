"""Real data inside a git work tree: found wherever git would find it, and refused.

One push would publish them, with every version there ever was. Asked are the disk and the
environment, never git itself, which need not be installed where the data are.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterable
from pathlib import Path

from compendium.problems import StudyError

REAL = "real"
# What a repository without a work tree holds; a folder inside one is as easily pushed.
BARE = ("HEAD", "objects", "refs")


class WorkTreeError(StudyError):
    """Real data lie inside a git work tree. Its text names folders and quotes no data."""

    def __init__(self, what: str, folder: Path, tree: Path):
        self.tree = tree
        super().__init__(
            f"{what} holds real data (data_origin: real), and {folder} lies inside a git work "
            f"tree ({tree}), where one push would publish it. Move it to a folder outside every "
            "repository, on an encrypted disk. Of a study, set COMPENDIUM_DATA to the data folder "
            "there; after an import, name a folder there with --to."
        )


def refuse_real(origins: Iterable[str], what: str, *places: Path) -> None:
    """Refuse data whose origin is real in a place that belongs to a git work tree.

    Parameters
    ----------
    origins : iterable of str
        What the data say of themselves (``data_origin``); case and spaces do not count.
    what : str
        What holds them, as the message names it: a study or a file.
    places : Path
        Folders or files they lie in or would be written to; those need not exist yet.

    Raises
    ------
    WorkTreeError
        Naming the folder, the work tree and what to do.
    """
    if not any(is_real(origin) for origin in origins):
        return
    for place in places:
        if tree := work_tree(place):
            raise WorkTreeError(what, place.parent if place.is_file() else place, tree)


def is_real(origin: object) -> bool:
    """Whether a cell says that its data are real.

    >>> is_real(" Real"), is_real("synthetic"), is_real("")
    (True, False, False)
    """
    return str(origin).strip().casefold() == REAL


def work_tree(place: Path) -> Path | None:
    """The work tree or repository that holds `place`, where its links lead to; None if none does.

    Found are a repository, a work tree added to one and a submodule (a file ``.git``), a
    repository without a work tree, and what GIT_DIR and GIT_WORK_TREE name. Not found is the work
    tree of a repository that is kept elsewhere and only its own settings know of.
    """
    real = Path(os.path.realpath(place))
    for folder in (real, *real.parents):
        if os.path.lexists(folder / ".git") or _is_bare(folder):
            return folder
    return next((t for t in _named() if t == real or t in real.parents), None)


def _is_bare(folder: Path) -> bool:
    return all(os.path.exists(folder / name) for name in BARE)


def _named() -> list[Path]:
    """The work tree that git is told of in the environment, and the repository itself.

    Git takes GIT_WORK_TREE first, then the repository's own ``core.worktree``, then the folder it
    is started in.
    """
    repository, tree = os.environ.get("GIT_DIR"), os.environ.get("GIT_WORK_TREE")
    named = [tree] if tree else []
    if repository:
        named += [repository] if tree else [repository, _own_tree(Path(repository)) or os.getcwd()]
    return [Path(os.path.realpath(name)) for name in named]


def _own_tree(repository: Path) -> str:
    """What a repository's settings call its work tree; blank where they say nothing."""
    settings = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        text = (repository / "config").read_text(encoding="utf-8", errors="replace")
        settings.read_string("\n".join(line.strip() for line in text.splitlines()))
    except (OSError, configparser.Error):
        return ""
    tree = settings.get("core", "worktree", fallback="") or ""
    return os.path.join(repository, tree.strip('"')) if tree else ""
