"""What keeps a file's name from working on some disk."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from compendium.places import is_reserved

FORBIDDEN = set('<>:"|?*\\') | {chr(code) for code in range(32)}
# Of 260 that Windows allows where nobody has asked for more; the rest is the folder it lies in.
LONGEST = 150


def unportable(paths: Iterable[str]) -> list[str]:
    """Paths, with ``/``, that cannot be everywhere, and those that differ in capitals alone."""
    paths = sorted(paths)
    parts = {path: path.split("/") for path in paths}
    wrong = [p for p in paths if len(p) > LONGEST or any(_is_wrong(n) for n in parts[p])]
    names = {"/".join(own[: n + 1]) for own in parts.values() for n in range(len(own))}
    by_folded = itertools.groupby(
        sorted(names, key=lambda name: (name.casefold(), name)), key=str.casefold
    )
    return wrong + [" = ".join(same) for _, group in by_folded if len(same := [*group]) > 1]


def _is_wrong(name: str) -> bool:
    return bool(set(name) & FORBIDDEN) or name[-1] in ". " or is_reserved(name)
