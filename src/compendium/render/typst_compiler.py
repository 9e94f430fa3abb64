"""Typst's compiler, in this process or, where it would wait without end, in one of its own.

Typst keeps threads, which a fork does not inherit: in a process forked from one that has used it,
it would wait for them for ever. There it runs in a Python started anew.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from compendium.displays.drawing.canvas import FONTS
from compendium.processes import unless_killed

MAIN, OPTIONS, REFUSED, MADE = "main.typ", "options.json", "refused.txt", "made"
# The process in which Typst was used first, and so has its threads.
_USED_BY: list[int] = []


class NotTypeset(Exception):
    """Typst's own words about a document that it cannot set."""


def typeset(files: Mapping[str, bytes], **options) -> list[bytes]:
    """A document as its pages' pictures, or as one PDF; the same bytes for the same document.

    Parameters
    ----------
    files : mapping of str to bytes
        ``main.typ`` and what it names. Their typeface is the report's; where a letter is not in
        it and `or_other` is given, Typst's own are used.
    options
        Of ``typst.compile``: such as can be written as JSON.

    Raises
    ------
    NotTypeset
        If Typst cannot set it.
    Killed
        If its process is killed.
    """
    if not _USED_BY:
        _USED_BY.append(os.getpid())
    here = [os.getpid()] == _USED_BY
    return _here(files, **options) if here else _apart(files, options)


def _here(files: Mapping[str, bytes], or_other: bool = False, **options) -> list[bytes]:
    import typst

    try:
        made = typst.compile(dict(files), font_paths=_fonts(or_other), **options)
    except typst.TypstError as error:
        raise NotTypeset(str(error)) from None
    return made if isinstance(made, list) else [made]


@functools.cache
def _fonts(or_other: bool):
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=or_other, font_paths=[str(FONTS)]
    )


def _apart(files: Mapping[str, bytes], options: Mapping[str, object]) -> list[bytes]:
    code = Path(__file__).parents[2]
    paths = os.pathsep.join([str(code), *filter(None, [os.environ.get("PYTHONPATH")])])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        (folder / OPTIONS).write_text(json.dumps([sorted(files), options]), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", __name__, name], env=os.environ | {"PYTHONPATH": paths}
        )
        unless_killed(done.returncode, "Typst")
        done.check_returncode()
        if (refused := folder / REFUSED).is_file():
            raise NotTypeset(refused.read_text(encoding="utf-8"))
        pages = sorted(folder.glob(f"{MADE}-*"), key=lambda p: int(p.name.rpartition("-")[2]))
        return [page.read_bytes() for page in pages]


def _in_a_folder(folder: Path) -> None:
    """What was asked for in a folder, and what became of it beside it."""
    names, options = json.loads((folder / OPTIONS).read_text(encoding="utf-8"))
    try:
        made = _here({name: (folder / name).read_bytes() for name in names}, **options)
    except NotTypeset as error:
        (folder / REFUSED).write_text(str(error), encoding="utf-8")
        return
    for number, page in enumerate(made):
        (folder / f"{MADE}-{number}").write_bytes(page)


if __name__ == "__main__":
    _in_a_folder(Path(sys.argv[1]))
