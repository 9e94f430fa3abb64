"""Tasks on other machines, by a Dask scheduler that somebody started (``SCHEDULER=tcp://…``).

Whatever runs the workers (``dask_jobqueue`` on SLURM, ``dask worker`` by hand), they see the same
folders as the machine that builds, and the same code. A worker that is lost takes no report along:
its task is given to another.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from compendium.build.workers import Ended, Task
from compendium.problems import CompendiumError
from compendium.processes import end_with, how_it_ended, received

if TYPE_CHECKING:
    from distributed import Client

VARIABLE = "SCHEDULER"
# How often a task is given out whose worker was lost, before it counts as failed.
TRIES = 3
# Seconds until a scheduler that does not answer counts as not there.
PATIENCE = 30
# What tells the code where data and notebooks are; the same on every machine.
PASSED_ON = ("COMPENDIUM_DATA", "COMPENDIUM_NOTEBOOKS", "PYTHONHASHSEED")


class ClusterError(CompendiumError):
    """The cluster cannot be used as it is."""


def on_a_cluster(tasks: Iterable[Task], code: str) -> Iterator[Ended]:
    """Run tasks on the workers of a scheduler, each after those it needs; each as it ends.

    As `compendium.build.workers.in_processes`. `code` is a digest of the code that the tasks are
    of: a worker that has other code is refused.

    Raises
    ------
    ClusterError
        If there is no such package, scheduler or worker, or a worker sees other code or no data.
    """
    client = _client()
    try:
        _check(client, code)
        yield from _in_order(client, list(tasks))
    finally:
        client.close()


def _client() -> Client:
    address = os.environ.get(VARIABLE, "")
    if not address:
        raise ClusterError(
            f"ENGINE=dask needs the address of a scheduler: make reports ENGINE=dask "
            f"{VARIABLE}=tcp://…:8786 (docs/cluster.md)."
        )
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "ENGINE=dask needs the package `distributed`. Install it: make cluster "
            "(docs/cluster.md)."
        ) from None
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(
            f"No Dask scheduler answers at {address} ({type(error).__name__}). Is it running, and "
            "does its address begin with tcp:// or tls://?"
        ) from None


def _check(client: Client, code: str) -> None:
    """Every worker has this code and sees this data, and there is one."""
    passed = _passed_on()
    data = passed["COMPENDIUM_DATA"]
    found = client.run(_seen_by_a_worker, passed)
    if not found:
        raise ClusterError(
            f"The scheduler at {client.scheduler.address} has no workers yet. Start some "
            "(docs/cluster.md), then run this again."
        )
    problems = []
    for worker, (its_code, its_data) in sorted(found.items()):
        if its_code != code:
            problems.append(f"  {worker} has other code than this machine: update it there.")
        elif not its_data:
            problems.append(f"  {worker} does not see {data}: share the folder.")
    if problems:
        raise ClusterError("\n".join(["The cluster cannot build this:", *problems]))


def _seen_by_a_worker(passed: dict[str, str]) -> tuple[str, bool]:
    from compendium.build.made_from import code_digest

    return code_digest(), os.path.isdir(passed["COMPENDIUM_DATA"])


def _passed_on() -> dict[str, str]:
    from compendium.places import data_folder, notebooks_folder

    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    places = {"COMPENDIUM_DATA": data_folder(), "COMPENDIUM_NOTEBOOKS": notebooks_folder()}
    return {**known, **{name: str(path) for name, path in places.items()}}


def _in_order(client: Client, waiting: list[Task]) -> Iterator[Ended]:
    from distributed import as_completed

    passed, running, ended = _passed_on(), {}, set()
    coming = as_completed(loop=client.loop)
    while waiting or running:
        for task in [task for task in waiting if task.after <= ended]:
            waiting.remove(task)
            future = client.submit(_on_a_worker, task, passed, pure=False, retries=TRIES - 1)
            running[future.key] = task
            coming.add(future)
        if not running:
            raise ValueError(f"never ready: {', '.join(task.name for task in waiting)}")
        future = next(coming)
        task = running.pop(future.key)
        ended.add(task.name)
        yield _how_it_went(task, future)


def _how_it_went(task: Task, future) -> Ended:
    if future.status == "finished":
        result = future.result()
        return dataclasses.replace(result, task=task)
    error = future.exception()
    return Ended(task, died=f"its workers were lost, or failed it ({type(error).__name__})")


def _on_a_worker(task: Task, passed: dict[str, str]) -> Ended:
    """On a worker: the task in a process of its own, forked from one that has imported everything.

    A worker has threads, so it is not forked itself.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["compendium.engine.warmed"])
    told, telling = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(task, telling, passed))
    process.start()
    telling.close()
    try:
        return Ended(task, received(told))
    except EOFError:
        process.join()
        return Ended(task, died=how_it_ended(process.exitcode))
    finally:
        process.join()


def _do(task: Task, telling, passed: dict[str, str]) -> None:
    # The process that forked this one ends with the worker.
    end_with(os.getppid())
    os.environ.update(passed)
    os.environ.pop("ENGINE", None)
    telling.send(task.call(*task.given))
