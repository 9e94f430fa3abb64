"""Tasks run in processes of their own, so many at a time, each after those it needs.

A process holds one task and ends with it: what a task leaves behind (memory, threads, a working
directory) touches no other, and one that dies takes nothing along.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait

from compendium.processes import context, end_with, how_it_ended, received


@dataclasses.dataclass(frozen=True)
class Task:
    """Something to do: a function that can be pickled, and the names of tasks it comes after."""

    name: str
    call: Callable[..., object]
    given: tuple = ()
    after: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Ended:
    """What a task returned, or how its process ended before it could."""

    task: Task
    result: object = None
    died: str = ""


def cores() -> int:
    """How many tasks this machine can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(
    tasks: Iterable[Task], workers: int, meanwhile: Callable[[], None] | None = None
) -> Iterator[Ended]:
    """Run tasks, `workers` at a time, in their order where nothing has to wait; each as it ends.

    A task comes after another that ended, however it ended. Where there is fork, a task starts
    with everything this process has imported and holds; `meanwhile` is called once in this process,
    when the first tasks run.

    Raises
    ------
    ValueError
        If tasks wait for each other, or for one that is not there.
    """
    waiting, ended = list(tasks), set()
    running: dict[Connection, tuple[Task, multiprocessing.Process]] = {}
    try:
        while waiting or running:
            ready = [task for task in waiting if task.after <= ended]
            for task in ready[: workers - len(running)]:
                waiting.remove(task)
                told, process = _start(task)
                running[told] = task, process
            if meanwhile:
                meanwhile()
                meanwhile = None
            if not running:
                raise ValueError(f"never ready: {', '.join(task.name for task in waiting)}")
            for told in wait(list(running)):
                task, process = running.pop(told)
                ended.add(task.name)
                yield _end(task, told, process)
    finally:
        for _, process in running.values():
            process.terminate()
        for _, process in running.values():
            process.join()


def _start(task: Task) -> tuple[Connection, multiprocessing.Process]:
    how = context()
    told, telling = how.Pipe(duplex=False)
    process = how.Process(target=_do, args=(task, telling, os.getpid()), name=task.name)
    process.start()
    telling.close()
    return told, process


def _do(task: Task, telling: Connection, parent: int) -> None:
    """In the process: do the task and tell what it returned."""
    end_with(parent)
    telling.send(task.call(*task.given))
    telling.close()


def _end(task: Task, told: Connection, process: multiprocessing.Process) -> Ended:
    try:
        result = received(told)
    except EOFError:
        process.join()
        return Ended(task, died=how_it_ended(process.exitcode))
    finally:
        told.close()
    process.join()
    return Ended(task, result)
