"""A folder of the packages that the locks name, from which to install without a network.

``make wheelhouse`` runs this by its path once pip has filled the folder, and ``make … WHEELHOUSE=``
before anything is installed: nothing but Python itself is there then.
"""

from __future__ import annotations

import hashlib
import platform
import re
import sys
from collections.abc import Iterable
from pathlib import Path

# Beside the packages: what they were fetched for.
MADE_WITH = "made-with.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
USAGE = "Say: wheelhouse.py note|check FOLDER LOCK …"


def this_python() -> str:
    """What packages have to fit: Python and the machine.

    >>> this_python().startswith("Python 3.")
    True
    """
    python = ".".join(map(str, sys.version_info[:2]))
    return f"Python {python}, {platform.system()} {platform.machine()}"


def note(folder: Path) -> str:
    """Write beside the packages what they were fetched for; the message to show."""
    files = [path for path in folder.iterdir() if path.suffix == ".whl"]
    (folder / MADE_WITH).write_bytes(f"{this_python()}\n".encode())
    size = sum(path.stat().st_size for path in files) / 1e6
    return (
        f"{len(files)} packages for {this_python()} ({size:.0f} MB) lie in {folder}. Without a "
        f"network:  make reports WHEELHOUSE={folder}"
    )


def problems(folder: Path, locks: Iterable[str]) -> list[str]:
    """What a folder lacks for an environment; nothing if it has everything.

    Parameters
    ----------
    folder : Path
        Of packages.
    locks : iterable of str
        Texts of lock files. What they name for some machines alone need not be there.
    """
    if not folder.is_dir():
        return [f"There is no folder {folder}. With a network, make wheelhouse fills one."]
    made = folder / MADE_WITH
    fits = made.read_text(encoding="utf-8").strip() if made.is_file() else this_python()
    if fits != this_python():
        return [
            f"The packages in {folder} are for {fits}; this is {this_python()}. Name another "
            "Python (make PYTHON=…), or another folder."
        ]
    there = {_digest(path) for path in folder.glob("*.whl")}
    return [
        f"{folder} has no {name} {version} with a digest that the lock names. Fill it anew: make "
        f"wheelhouse WHEELHOUSE={folder}"
        for name, version, digests in _pinned(locks)
        if not there & digests
    ]


def _pinned(locks: Iterable[str]) -> list[tuple[str, str, set[str]]]:
    """Each package the locks name for every machine, its version and its digests."""
    found = [match.groups() for lock in locks for match in PINNED.finditer(lock)]
    everywhere = [(n, v, rest) for n, v, rest in found if ";" not in rest.partition("\n")[0]]
    return sorted({n: (n, v, set(DIGEST.findall(rest))) for n, v, rest in everywhere}.values())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(arguments: list[str]) -> int:
    """Note what a filled folder is for, or check one; 1 if it lacks anything."""
    if len(arguments) < 2 or arguments[0] not in ("note", "check"):
        print(USAGE, file=sys.stderr)
        return 2
    what, folder, locks = arguments[0], Path(arguments[1]), arguments[2:]
    if what == "note":
        print(note(folder))
        return 0
    found = problems(folder, [Path(lock).read_text(encoding="utf-8") for lock in locks])
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
