"""Processes: how they are started, that they end with the one that started them, how they ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys


def context():
    """How processes are started: by fork where that is safe, else anew."""
    forks = sys.platform.startswith("linux")
    return multiprocessing.get_context("fork" if forks else "spawn")


def end_with(parent: int) -> None:
    """Have this process end when its parent does, however that ends (Linux alone)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def how_it_ended(code: int | None) -> str:
    """How a process ended, for a person."""
    if code is not None and code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it ended with status {code}"
