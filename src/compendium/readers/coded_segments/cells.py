"""What a cell of a database holds."""

from __future__ import annotations


def whole(value: object) -> int | None:
    """A whole number that a text can have as a position; None for anything else."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15
    return value if fits else None


def words(value: object) -> str:
    """A cell as text; blank where it holds nothing."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
