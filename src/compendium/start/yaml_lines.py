"""Definitions as YAML that a person goes on writing: short lines, with guesses said beside."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compendium.writers.yaml_text import comment, quoted

PLAIN = re.compile(r"[^\W_](?:[\w .'/+-]*[\w.])?")


def scalar(value: object) -> str:
    """One value on one line, in quotes where YAML would read it otherwise.

    >>> scalar("Area A"), scalar("No: never"), scalar("")
    ('Area A', '"No: never"', '""')
    """
    text = str(value)
    if PLAIN.fullmatch(text):
        return text
    return quoted(text)


def flow(value: object) -> str:
    """A mapping, list or value on one line.

    >>> flow({"value": 1, "label": {"en": "Yes, often"}, "of": ["a", "b"]})
    '{value: 1, label: {en: "Yes, often"}, of: [a, b]}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value)


def entry(value: dict, guess: str = "", indent: str = "  ") -> str:
    """One entry of a list, and behind it what about it is a guess."""
    return f"{indent}- {flow(value)}" + (f"  # guess: {comment(guess)}" if guess else "")


def document(lines: Iterable[str]) -> str:
    """Lines as a file."""
    return "\n".join(lines) + "\n"
