"""What Papermill finds by entry point: the engine, imported when it is first used.

Papermill loads entry points while it is imported itself, before the class that the engine derives
from can be had.
"""

from __future__ import annotations


class _Engine:
    """Stands for the engine until somebody asks something of it."""

    def __getattr__(self, name: str) -> object:
        from compendium.engine.forked import ForkEngine

        return getattr(ForkEngine, name)


engine = _Engine()
