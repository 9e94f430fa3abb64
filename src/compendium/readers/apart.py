"""Work on a stranger's file in a process of its own, which may crash or hang without harm.

The library that reads SPSS and Stata files is written in C; a file that is damaged inside can make
it end the whole of Python. In a child process that is an error like others.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from compendium.processes import received, unless_killed
from compendium.readers.export import damaged

# Far longer than any honest file takes.
PATIENCE = 600.0
# A fork is ready at once; where there is none, or it is not safe (macOS), Python starts anew.
START = "fork" if sys.platform.startswith("linux") else "spawn"


def apart(
    path: Path, what: str, work: Callable[[str], object], patience: float = PATIENCE
) -> object:
    """What `work` gives of a file, done in a child process; what it raises is raised here.

    Parameters
    ----------
    what : str
        What the file should be, as a message names it: ``SPSS data file``.
    work : callable
        A function of a module, given the file's path.
    patience : float
        Seconds after which it counts as hanging.

    Raises
    ------
    DataError
        If the child crashes or hangs.
    Killed
        If it is killed, by a person or by a machine short of memory.
    """
    context = multiprocessing.get_context(START)
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_do, args=(there, work, str(path)), daemon=True)
    child.start()
    there.close()
    try:
        if not here.poll(patience):
            raise damaged(path, f"reading this {what} does not finish")
        raised, found = received(here)
    except EOFError as error:
        child.join()
        unless_killed(child.exitcode, f"The process that reads {path.name}")
        why = f"this is not a readable {what} (it is damaged inside: what reads it crashed)"
        raise damaged(path, why) from error
    finally:
        here.close()
        child.kill()
        child.join()
    if raised:
        raise found
    return found


def _do(connection: Connection, work: Callable[[str], object], path: str) -> None:
    """In the child: the result, or the error in its place."""
    faulthandler.disable()
    try:
        told = False, work(path)
    except Exception as error:  # whatever it is, it is raised where it was asked for
        told = True, error
    connection.send(told)
