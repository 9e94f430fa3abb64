"""What a kernel of a build is started with: the key that signs, and in a public build walls.

The walls are an audit hook: nothing is written into the house (the folder that holds ``data/``)
outside ``private/``, nor where the notebooks lie, nor into the git work tree around them, and no
other program is started. They keep a notebook from leaving numbers in a file by accident; Python
cannot keep out somebody who means to.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from compendium.build.own_home import home
from compendium.disclosure.signature import take_key
from compendium.readers.work_tree import work_tree

# The folders to guard, the house first; set for a public build alone.
VARIABLE = "COMPENDIUM_WALLS"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Where each event names paths that are written, made or removed.
CHANGES = {
    "os.rename": (0, 1),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.truncate": (0,),
    "sqlite3.connect": (0,),
}
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn")
PROGRAMS += ("os.startfile", "os.startfile/2")
# Looks up fonts for matplotlib, which takes its absence for a machine without fonts.
HARMLESS = ("fc-list",)


def load_ipython_extension(_) -> None:
    """Called by the kernel before the first cell runs; what it writes is for its owner alone."""
    os.umask(0o077)
    take_key()
    if guarded := os.environ.pop(VARIABLE, ""):
        sys.addaudithook(wall(*map(Path, json.loads(guarded))))


def guarded(house: Path, notebooks: Path) -> str:
    """What VARIABLE says of a house, and of notebooks that may lie elsewhere.

    Around them a whole git work tree is guarded, unless it is one that holds somebody's home: what
    Python keeps there for itself would be refused.
    """
    tree, somebody = work_tree(notebooks), home()
    own = somebody is None or somebody.is_relative_to(house.resolve() / "private")
    around = [tree] if tree and (own or not somebody.is_relative_to(tree)) else []
    # As JSON: a folder's name may hold whatever parts paths on some system.
    return json.dumps([str(p) for p in (house, notebooks, *around)])


def wall(house: Path, *others: Path) -> Callable[[str, tuple], None]:
    """The hook that refuses what would leave something in `house` outside ``private/``, or in
    `others`.

    It raises PermissionError, as a disk that may not be written to would.
    """
    outside, inside = [_real(place) for place in (house, *others)], _real(house / "private")

    def hook(event: str, args: tuple) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(path, (str, bytes, os.PathLike)) and (flags or 0) & WRITES:
                refuse(path)
        elif event in CHANGES:
            for place in CHANGES[event]:
                if isinstance(args[place], (str, bytes, os.PathLike)):
                    refuse(args[place])
        elif event in PROGRAMS and not _is_harmless(event, args):
            raise PermissionError("A notebook of a public build starts no other program.")

    def refuse(path: str | bytes | os.PathLike) -> None:
        real = _real(path)
        cached = os.path.basename(os.path.dirname(real)) == "__pycache__"
        guarded = any(_is_in(real, place) for place in outside)
        if guarded and not _is_in(real, inside) and not cached:
            raise PermissionError("A notebook of a public build writes nothing outside private/.")

    return hook


def _real(path: str | bytes | os.PathLike) -> str:
    return os.path.normcase(os.path.realpath(os.fsdecode(path)))


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


def _is_harmless(event: str, args: tuple) -> bool:
    """Whether a program that is started looks up fonts."""
    if event != "subprocess.Popen":
        return False
    name = os.path.basename(os.fsdecode(args[0] or ""))
    return name.removesuffix(".exe") in HARMLESS
