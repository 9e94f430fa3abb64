"""The engine: a forked child for each notebook, asked cell by cell."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine

from compendium.engine.warm import warm
from compendium.processes import end_with, how_it_ended, received

BYTES_PER_MEBIBYTE = 1024 * 1024


class ForkEngine(Engine):
    """Papermill's engine ``compendium``.

    Beside what Papermill gives every engine it understands `extensions` (IPython extensions loaded
    before the first cell), `seed` (of the generators of `random` and numpy), `memory` (MiB that a
    notebook may take beyond what it starts with), `log` (a file for what programs write past
    the notebook) and `shown` (called with what a cell shows, while the next one runs).
    """

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man,
        kernel_name,
        *,
        log_output: bool = False,
        execution_timeout: float | None = None,
        extensions: tuple[str, ...] = (),
        seed: int | None = None,
        memory: int | None = None,
        log: Path | None = None,
        shown: Callable[[dict], None] | None = None,
        **_,
    ):
        warm()
        from ipykernel.ipkernel import IPythonKernel

        client = PapermillNotebookClient(nb_man, log_output=log_output, record_timing=False)
        client.reset_execution_trackers()
        with _unsaved(nb_man), _child(extensions, seed, memory, log) as (process, asked):
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    if cell.cell_type == "code" and cell.source.strip():
                        _run(client, cell, index, process, asked, execution_timeout)
                        _tell(cell, shown)
                except CellExecutionError as error:
                    nb_man.cell_exception(cell, cell_index=index, exception=error)
                    break
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
        nb_man.nb.metadata["language_info"] = dict(IPythonKernel.language_info)
        return nb_man.nb


@contextlib.contextmanager
def _unsaved(nb_man) -> Iterator[None]:
    """Keep Papermill from writing the notebook before and after each cell.

    It is written at the end, however it ends; writing it ninety times took longer than running it.
    """
    nb_man.save = lambda **_: None
    try:
        yield
    finally:
        del nb_man.save


def _run(client, cell, index: int, process, asked: Connection, timeout: float | None) -> None:
    """Have one cell run and put what it made into it.

    Raises
    ------
    CellExecutionError
        If the cell raised, and is not tagged ``raises-exception``.
    CellTimeoutError
        If it took longer than `timeout` seconds.
    DeadKernelError
        If the process ended before the cell did.
    """
    cell.outputs, client.clear_before_next_output = [], False
    with contextlib.suppress(ConnectionError):
        asked.send(cell.source)
    if not wait([asked, process.sentinel], timeout):
        what = "Cell execution timed out"
        raise CellTimeoutError.error_from_timeout_and_cell(what, timeout, cell)
    try:
        messages, error = received(asked)
    except EOFError:
        process.join()
        ended = how_it_ended(process.exitcode)
        raise DeadKernelError(f"The notebook's process: {ended}") from None
    for kind, content in messages:
        client.process_message(_message(kind, content), cell, index)
    if error and "raises-exception" not in cell.metadata.get("tags", []):
        said = next((c for k, c in messages if k == "error"), {"ename": error, "evalue": ""})
        raise CellExecutionError.from_cell_and_msg(cell, {"traceback": [], **said})


def _tell(cell, shown: Callable[[dict], None] | None) -> None:
    """Tell what a cell shows, by type."""
    for output in cell.outputs if shown else ():
        if "data" in output:
            shown(output["data"])


def _message(kind: str, content: dict) -> dict:
    """A message as nbclient reads it off a socket."""
    return {"msg_type": kind, "header": {"msg_type": kind}, "content": content, "parent_header": {}}


@contextlib.contextmanager
def _child(extensions, seed, memory, log) -> Iterator[tuple]:
    """A process that runs cells; whatever is left of it, and what it started, is ended after."""
    context = multiprocessing.get_context("fork")
    asked, answering = context.Pipe()
    process = context.Process(
        target=_answer,
        args=(answering, asked, os.getpid(), extensions, seed, memory, log),
        daemon=False,
    )
    process.start()
    answering.close()
    try:
        yield process, asked
    finally:
        asked.close()
        process.join(5)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.join()


def _answer(
    answering: Connection, asked: Connection, parent: int, extensions, seed, memory, log
) -> None:
    """In the child: run each cell that is asked for, until nobody asks any more."""
    end_with(parent)
    asked.close()
    os.setsid()
    _write_past_the_notebook_into(log)
    if memory:
        _limit(memory)
    if seed is not None:
        _seed(seed)
    from compendium.engine.shell import Cells

    cells = Cells(tuple(extensions))
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            answering.send(cells.run(answering.recv()))
    os._exit(0)


def _write_past_the_notebook_into(log: Path | None) -> None:
    target = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for old, new in ((0, nothing), (1, target), (2, target)):
        os.dup2(new, old)


def _limit(mebibytes: int) -> None:
    """Let this process take so much more memory than it has now; more raises MemoryError."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status")
    if status.exists():
        lines = (line.split() for line in status.read_text().splitlines())
        used = next(int(line[1]) for line in lines if line[0] == "VmData:")
    most = used * 1024 + mebibytes * BYTES_PER_MEBIBYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _seed(seed: int) -> None:
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)
