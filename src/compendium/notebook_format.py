"""nbformat, imported without a large grammar that it would load and never use.

`nbformat`, `papermill` and `nbconvert` check notebooks by jsonschema, which loads `rfc3987_syntax`
where it is installed: 38 grammars, a second of every start. No notebook's schema asks for what it
knows. Whoever needs nbformat imports it from here.
"""

from __future__ import annotations

import sys

NEVER_USED = "rfc3987_syntax"


def without_grammar() -> None:
    """From here on that module counts as not installed; one that is loaded already stays."""
    sys.modules.setdefault(NEVER_USED, None)


without_grammar()

import nbformat  # noqa: E402
import nbformat.v4  # noqa: E402

__all__ = ["nbformat", "without_grammar"]
