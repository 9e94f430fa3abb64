"""Ids that stand more than once where each may stand once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from compendium.problems import Problems

Id = TypeVar("Id")


def repeated(ids: Iterable[Id]) -> Iterator[tuple[Id, int]]:
    """Each id that stands more than once, in the order of the first, and how often it does.

    >>> list(repeated(["b", "a", "b"]))
    [('b', 2)]
    """
    return ((name, times) for name, times in Counter(ids).items() if times > 1)


def refuse_repeated(
    ids: Iterable[str], what: str, file: str, where: str, problems: Problems, do: str = "Keep one."
) -> None:
    """Add to `problems` each id that is given more than once; `what` names its kind."""
    for name, times in repeated(ids):
        problems.add(file, where, f"the {what} {name} is given {times} times", do=do)
