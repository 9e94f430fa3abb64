"""Processes: how they are started, that they end with the one that started them, how they ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import Connection

from compendium.problems import CompendiumError

# Exit codes of a process that was killed by SIGKILL or SIGTERM: by a person, or by a machine short
# of memory. A fault of its own ends a process by other signals.
KILLED = (-9, -15)


class Killed(CompendiumError):
    """A process was killed before its work was done; nothing says that the work is at fault."""


def forks() -> bool:
    """Whether processes are forked here, and so hold what the one that starts them holds."""
    return sys.platform.startswith("linux")


def context():
    """How processes are started: by fork where that is safe, else anew."""
    return multiprocessing.get_context("fork" if forks() else "spawn")


def end_with(parent: int) -> None:
    """Have this process end when its parent does, however that ends (Linux alone)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def received(connection: Connection) -> object:
    """What the process at the other end of a connection sends.

    Raises
    ------
    EOFError
        If it ended before it had sent all of it.
    """
    try:
        return connection.recv()
    except OSError as error:  # it ended in the midst of sending, or of reading what it was sent
        raise EOFError from error


def unless_killed(code: int | None, what: str) -> None:
    """Refuse to go on if a process that ended with this exit code was killed.

    Raises
    ------
    Killed
        If it was; says `what` the process is.
    """
    if code in KILLED:
        raise Killed(f"{what}: {how_it_ended(code)}")


def how_it_ended(code: int | None) -> str:
    """How a process ended, for a person."""
    if code is not None and code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it ended with status {code}"
