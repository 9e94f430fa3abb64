"""The verb that keeps real data out of git: asked before each commit, once its hook is in place."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

from compendium.problems import StudyError

HOOK = "pre-commit"
OURS = "# Written by: python -m compendium guard --hook"


def guard_verb(verbs) -> None:
    """Add this verb with its options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "guard", help="refuse to commit real data, exports and private/ (make hooks)"
    )
    verb.add_argument("--all", action="store_true", help="all that git holds, not only what is new")
    verb.add_argument("--hook", action="store_true", help="have git ask before each commit")
    verb.set_defaults(run=guard)


def guard(options: argparse.Namespace) -> int:
    if options.hook:
        print(write_hook())
        return 0
    from compendium.guard import guard as refuse

    known = _names("ls-files", "-z")
    changed = ("diff", "--cached", "--name-only", "-z", "--diff-filter=ACMRT")
    refuse(known if options.all else _names(*changed), _content, known)
    return 0


def write_hook() -> str:
    """Have git ask the guard before each commit of this repository; what was done.

    Raises
    ------
    StudyError
        If there is no repository here, or a hook of somebody else's.
    """
    path = Path(os.fsdecode(_git("rev-parse", "--git-path", "hooks")).rstrip("\r\n")) / HOOK
    if path.exists() and OURS not in path.read_text(encoding="utf-8", errors="replace"):
        raise StudyError(
            f"{path} is there already. Add this line to it: {_command()}\n"
            "(With the program pre-commit, .pre-commit-config.yaml does it: pre-commit install.)"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"#!/bin/sh\n{OURS}\nexec {_command()}\n".encode())
    path.chmod(0o755)
    return f"Before each commit git asks: {_command()}"


def _command() -> str:
    """The guard as a shell is told to run it."""
    return f"{shlex.quote(Path(sys.executable).as_posix())} -m compendium guard"


def _names(*arguments: str) -> list[str]:
    """Paths that git names, from the top."""
    top = os.fsdecode(_git("rev-parse", "--show-toplevel")).rstrip("\r\n")
    return [os.fsdecode(name) for name in _git("-C", top, *arguments).split(b"\0") if name]


def _content(path: str) -> bytes:
    """A file as it would be committed; blank of a module that is another repository."""
    try:
        return _git("cat-file", "blob", f":{path}")
    except StudyError:
        return b""


def _git(*arguments: str) -> bytes:
    try:
        ran = subprocess.run(["git", *arguments], capture_output=True, check=True)
    except FileNotFoundError:
        raise StudyError("git was not found, so nothing can be looked at. Install it.") from None
    except subprocess.CalledProcessError as error:
        said = os.fsdecode(error.stderr).strip() or f"status {error.returncode}"
        raise StudyError(f"git {arguments[0]}: {said}") from None
    return ran.stdout
