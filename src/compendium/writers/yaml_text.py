"""Any text as YAML holds it: a value in quotes, or behind a ``#``."""

from __future__ import annotations

import re

import yaml

# What a comment cannot hold: whatever ends a line, and what YAML does not print.
UNPRINTED = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe]+")


def quoted(text: str) -> str:
    """A text in double quotes, on one line.

    >>> print(quoted('No: "never"'))
    "No: \\"never\\""
    """
    return yaml.dump(text, default_style='"', allow_unicode=True, width=10**9).strip()


def comment(text: str) -> str:
    """A text that may stand behind a ``#``: on one line, without what YAML cannot hold."""
    return UNPRINTED.sub(" ", text)
