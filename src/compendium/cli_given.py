"""What verbs are given after their names, where several read it alike."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.problems import CompendiumError


def chosen(study: str | None) -> list[str]:
    """The study that was named, or every study there is."""
    from compendium.places import study_names

    return [study] if study else study_names()


def pairs(option: str, given: Sequence[str], shape: str, example: str) -> dict[str, str]:
    """What an option was given as ``ROLE=COLUMN``, by the role; a column's name may hold a ``=``.

    Raises
    ------
    CompendiumError
        If a part has no ``=``; says the `shape` it should have, and an `example`.

    >>> pairs("--columns", ["person=Token"], "ROLE=COLUMN", "person=Token")
    {'person': 'Token'}
    """
    if wrong := [text for text in given if "=" not in text]:
        raise CompendiumError(f"{option} {wrong[0]}: write {shape}, such as {example}.")
    return dict(text.split("=", 1) for text in given)
