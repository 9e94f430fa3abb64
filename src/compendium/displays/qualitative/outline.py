"""Where a code stands in the codebook's outline."""

from __future__ import annotations

from compendium.disclosure.released import Released


def depth(released: Released, code: str) -> int:
    """How many codes stand above a code; what is not in the codebook stands at the top."""
    parent, steps = released.labels["parent"], 0
    while code in parent and parent[code].en:
        code, steps = parent[code].en, steps + 1
    return steps
