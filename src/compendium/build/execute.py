"""Run one job's notebook through Papermill; the executed notebook stays in ``private/``."""

from __future__ import annotations

import builtins
import contextlib
import dataclasses
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from compendium.build import walls
from compendium.build.jobs import Job
from compendium.disclosure import signature
from compendium.disclosure.profile import profile_named
from compendium.disclosure.signature import new_key
from compendium.displays.show import RECORDS_ALONE
from compendium.notebook_format import nbformat, without_grammar
from compendium.places import notebooks_folder, root
from compendium.problems import CompendiumError, StudyError, listed
from compendium.processes import Killed
from compendium.steady import lacking
from compendium.writers.files import unfinished, write_text

# The engine of the compendium runs a notebook in a fork of a warm process, and Papermill's own in a
# kernel. Fork is not safe beside what macOS loads, and not there on Windows. `CLUSTER` is the usual
# engine on the workers of a cluster (`compendium.build.cluster`).
FORKED, KERNEL, CLUSTER = "compendium", "kernel", "dask"
ENGINES = (FORKED, KERNEL, CLUSTER)
VARIABLE = "ENGINE"
# What a terminal shows as colours.
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class JobFailed(CompendiumError):
    """A notebook stopped. Says where, what the message was, and how to go on."""


def source_of(notebook: str) -> Path:
    """The notebook a report is made from."""
    return notebooks_folder() / f"{notebook}.ipynb"


@dataclasses.dataclass(frozen=True)
class Executed:
    """A notebook as it was executed, and the key this run signed its displays with."""

    notebook: nbformat.NotebookNode
    key: str


def execute(job: Job, to: Path, shown: Callable[[dict], None] | None = None) -> Executed:
    """Run the notebook with the job's parameters; executed, or as far as it came, it lies at `to`.

    `shown` is called with the data of what cells show, while others run, by the engine that can.

    Raises
    ------
    JobFailed
        If the notebook lacks one of the parameters, or a cell raises.
    Killed
        If the Python that runs it ends before the notebook does.
    """
    without_grammar()
    import nbclient.exceptions
    import papermill

    engine, source = engine_chosen(), source_of(job.notebook)
    _refuse_unfit(job, source)
    to.parent.mkdir(parents=True, exist_ok=True)
    key, own = new_key(), unfinished(to, ".ipynb")
    try:
        with _told(job, source, key):
            papermill.execute_notebook(
                str(source),
                str(own),
                parameters=job.parameters,
                kernel_name="python3",
                cwd=str(source.parent),
                progress_bar=False,
                log_output=False,
                **_how_to_run(engine, job, to.with_suffix(".log"), shown),
            )
        return Executed(nbformat.read(own, as_version=4), key)
    except papermill.PapermillExecutionError as error:
        raise JobFailed(_message(job, source, to, error)) from error
    except nbclient.exceptions.DeadKernelError as error:
        raise Killed(
            f"Python stopped while it ran {source.name}; the machine may have run out of memory. "
            f"{error}"
        ) from error
    finally:
        if own.exists():
            own.replace(to)


def _refuse_unfit(job: Job, source: Path) -> None:
    """Stop where there is no such notebook, or where it lacks one of the job's parameters."""
    import papermill

    if not source.is_file():
        raise JobFailed(
            f"{job.name}: there is no notebook {source.name} in {_shown(source.parent)}. Correct "
            "`reports:` in study.yml, or set COMPENDIUM_NOTEBOOKS to the folder of notebooks."
        )
    known = papermill.inspect_notebook(str(source))
    if unknown := set(job.parameters) - set(known):
        raise JobFailed(
            f"{job.name}: {source.name} has no parameter {', '.join(sorted(unknown))}. "
            "Add it to the cell tagged `parameters`."
        )


@contextlib.contextmanager
def _told(job: Job, source: Path, key: str) -> Iterator[None]:
    """While this lasts, tell by the environment what the notebook's process has to know."""
    os.environ.update(lacking())  # for a kernel; a fork has begun so
    public = profile_named(job.profile).public
    guarded = walls.guarded(root(), source.parent) if public else ""
    told = {signature.VARIABLE: key, walls.VARIABLE: guarded, RECORDS_ALONE: "1"}
    os.environ.update(told)
    try:
        yield
    finally:
        for name in told:
            os.environ.pop(name, None)


def engine_chosen() -> str:
    """The engine that `ENGINE` names, else the one that is fastest on this system.

    Raises
    ------
    StudyError
        If `ENGINE` names none.
    """
    usual = FORKED if sys.platform.startswith("linux") else KERNEL
    named = os.environ.get(VARIABLE) or usual
    if named not in ENGINES:
        raise StudyError(f"ENGINE={named} is no engine. There are {listed(ENGINES)}.")
    return named


def seed_of(job: Job) -> int:
    """Where generators start that nobody seeded: with the job, not with the clock."""
    named = f"{job.study} {job.page} {job.profile}"
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:4], "big")


def _how_to_run(engine: str, job: Job, log: Path, shown) -> dict[str, object]:
    """What Papermill is told beside notebook and parameters."""
    if engine == KERNEL:
        arguments = ["--log-level=CRITICAL", f"--ext={walls.__name__}"]
        return {"extra_arguments": arguments, "kernel_manager_class": _quiet_kernels(log)}
    from papermill.engines import papermill_engines

    from compendium.engine.entry import engine as forked

    # By name as well as by entry point: the compendium need not be installed to be run.
    papermill_engines.register(FORKED, forked)
    run = {"engine_name": FORKED, "extensions": (walls.__name__,), "log": log}
    return run | {"seed": seed_of(job), "shown": shown}


def _quiet_kernels(log: Path) -> type:
    """Kernels that write what they say past Jupyter (when they die, for instance) into `log`."""
    from jupyter_client import AsyncKernelManager

    class Quiet(AsyncKernelManager):
        async def _async_launch_kernel(self, kernel_cmd, **kw):
            with log.open("wb") as file:
                kw |= {"stdout": file, "stderr": file}
                await super()._async_launch_kernel(kernel_cmd, **kw)

    return Quiet


def _message(job: Job, source: Path, to: Path, error) -> str:
    if profile_named(job.profile).public:
        own = _kept_back(job, error)
    elif _is_ours(error.ename):
        own = str(error.evalue)
    else:
        own = f"{error.ename}: {error.evalue}"
    return (
        f"{job.name} failed in cell [{error.exec_count}] of {source.name}:\n"
        + "\n".join(f"    {line}" for line in own.splitlines()[:20])
        + f"\n  Look at it:  {_shown(to)} (in JupyterLab: make lab; run it to see its displays)"
        + f"\n  Run again:   {job.command}"
    )


def _kept_back(job: Job, error) -> str:
    """What a public build says of an error: its kind. A message may quote data, a name too."""
    log = root() / "private" / job.study / "logs" / f"{job.page}.txt"
    said = "\n".join([f"{error.ename}: {error.evalue}", *error.traceback])
    write_text(log, COLOURS.sub("", said) + "\n")
    known = _is_ours(error.ename) or hasattr(builtins, error.ename)
    name = error.ename if known else "An error"
    return f"{name}. What it says may quote data, so it stands in {_shown(log)}."


def _is_ours(name: str) -> bool:
    return name in ("StudyError", "DataError", "DisclosureError")


def _shown(path: Path) -> str:
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else path.name
