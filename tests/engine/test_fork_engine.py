"""A notebook run in a fork comes out as one run in a kernel; what goes wrong is said likewise."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.metadata import entry_points

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines

if not hasattr(os, "fork"):
    pytest.skip("there is no fork on this system", allow_module_level=True)

from compendium.engine.forked import ForkEngine

papermill_engines.register("compendium", ForkEngine)
PARAMETERS = nbformat.v4.new_code_cell("a = 1", metadata={"tags": ["parameters"]})


def executed(folder, *sources, engine="compendium", parameters=None, **how):
    """The notebook of these cells after it was run."""
    cells = [PARAMETERS, *(nbformat.v4.new_code_cell(s, id=f"c{i}") for i, s in enumerate(sources))]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python",
    }  # fmt: skip
    path, to = folder / "made.ipynb", folder / "ran.ipynb"
    nbformat.write(notebook, path)
    papermill.execute_notebook(
        str(path), str(to), parameters or {}, engine_name=engine, progress_bar=False, **how
    )
    return nbformat.read(to, as_version=4)


def outputs(notebook):
    """What each cell shows and its number."""
    return [(c.execution_count, c.outputs) for c in notebook.cells if c.cell_type == "code"]


CELLS = {
    "a value": "1 + 1",
    "nothing": "x = 1",
    "silenced": "1 + 1;",
    "printed": "print('a'); print('b')",
    "both streams": "import sys\nprint('a')\nprint('b', file=sys.stderr)",
    "printed around a display": "print('a')\ndisplay(1)\nprint('b')",
    "displayed": "from IPython.display import HTML, display\ndisplay(HTML('<b>a</b>'))",
    "updated": "h = display('a', display_id='k')\nh.update('b')",
    "cleared": "from IPython.display import clear_output\nprint('a'); clear_output(); print('b')",
    "a table": "import pandas as pd\npd.DataFrame({f'column {i}': range(3) for i in range(30)})",
    "a picture": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "two pictures": "import matplotlib.pyplot as plt\nfor i in 'ab':\n    plt.subplots()",
    "awaited": "import asyncio\nawait asyncio.sleep(0)\n'done'",
    "a magic": "%matplotlib inline\n%precision 2\n3.14159",
    "several values": "1\n2",
    "history": "In[-1]",
    "bytes": "from IPython.display import Image, display\n"
    "display({'image/png': b'\\x89PNG'}, raw=True)",
}


@pytest.mark.sampled(6)
@pytest.mark.parametrize("source", CELLS.values(), ids=CELLS)
def test_a_cell_shows_what_it_shows_in_a_kernel(tmp_path, source):
    cells = ["import matplotlib.pyplot", source, "'after'"]
    assert outputs(executed(tmp_path, *cells)) == outputs(executed(tmp_path, *cells, engine=None))


def test_figures_are_shown_and_counted(tmp_path):
    ran = executed(tmp_path, CELLS["two pictures"])
    assert [o.output_type for o in ran.cells[-1].outputs] == ["display_data"] * 2
    assert all("image/png" in o.data for o in ran.cells[-1].outputs)


def test_parameters_are_given(tmp_path):
    ran = executed(tmp_path, "print(a)", parameters={"a": "001"})
    assert ran.cells[-1].outputs[0].text == "001\n"


@pytest.mark.parametrize("engine", ["compendium", None])
def test_an_error_stops_the_notebook_and_is_told(tmp_path, engine):
    with pytest.raises(papermill.PapermillExecutionError) as raised:
        executed(tmp_path, "1 / 0", "print('never')", engine=engine)
    error = raised.value
    assert (error.ename, error.evalue) == ("ZeroDivisionError", "division by zero")
    assert error.exec_count == 2
    assert any(
        "1 / 0" in line.replace("\x1b[", "") or "ZeroDivision" in line for line in error.traceback
    )
    ran = nbformat.read(tmp_path / "ran.ipynb", as_version=4)
    assert ran.cells[-1].outputs == []


@pytest.mark.parametrize("source", ["raise SystemExit(3)", "x = (", "raise KeyboardInterrupt"])
@pytest.mark.parametrize("engine", ["compendium", None])
def test_other_ends_of_a_cell_are_errors_too(tmp_path, source, engine):
    with pytest.raises(papermill.PapermillExecutionError):
        executed(tmp_path, source, engine=engine)


def test_a_cell_that_may_raise_lets_the_others_run(tmp_path):
    cells = [
        PARAMETERS,
        nbformat.v4.new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]}),
        nbformat.v4.new_code_cell("print('after')"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbformat.write(notebook, tmp_path / "made.ipynb")
    how = {"engine_name": "compendium", "kernel_name": "python3", "progress_bar": False}
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(str(tmp_path / "made.ipynb"), str(tmp_path / "ran.ipynb"), **how)
    ran = nbformat.read(tmp_path / "ran.ipynb", as_version=4)
    assert ran.cells[-1].outputs[0].text == "after\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os\nos._exit(3)", "status 3"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    ],
)
def test_a_process_that_dies_is_told_how(tmp_path, source, said):
    with pytest.raises(DeadKernelError, match=said):
        executed(tmp_path, "print('before')", source)
    ran = nbformat.read(tmp_path / "ran.ipynb", as_version=4)
    assert "before" in str(ran.cells[-2].outputs)


def test_a_cell_that_takes_too_long_is_ended_with_what_it_started(tmp_path):
    started = time.monotonic()
    note = tmp_path / "pid"
    source = (
        "import subprocess, time\n"
        f"open({str(note)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid))\n"
        "time.sleep(60)"
    )
    with pytest.raises(CellTimeoutError):
        executed(tmp_path, source, execution_timeout=3)
    assert time.monotonic() - started < 20
    assert not alive(int(note.read_text()))


def alive(pid: int) -> bool:
    """Whether a process runs (one that ended and was not fetched does not)."""
    for _ in range(50):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return False
        except FileNotFoundError:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits hold on Linux alone")
def test_a_notebook_that_takes_too_much_memory_is_an_error_of_its_cell(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError) as raised:
        executed(tmp_path, "x = bytearray(400 * 1024 * 1024)", memory=200)
    assert raised.value.ename == "MemoryError"
    executed(tmp_path, "x = bytearray(100 * 1024 * 1024)", memory=200)


def test_notebooks_know_nothing_of_each_other(tmp_path):
    executed(tmp_path, "import os, math\nmath.pi = 3\nos.environ['LEFT'] = 'here'\nos.chdir('/')")
    ran = executed(tmp_path, "import os, math\nprint(math.pi, 'LEFT' in os.environ)")
    assert ran.cells[-1].outputs[0].text == "3.141592653589793 False\n"
    assert "LEFT" not in os.environ


DRAWN = "import random, numpy\nprint(random.random(), numpy.random.rand())"


def test_generators_start_where_the_job_says(tmp_path):
    def drawn(seed):
        return executed(tmp_path, DRAWN, seed=seed).cells[-1].outputs[0].text

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_what_programs_print_past_the_notebook_goes_into_the_log(tmp_path):
    log = tmp_path / "past.log"
    ran = executed(tmp_path, "import os\nos.system('echo past it')", log=log)
    assert log.read_text() == "past it\n"
    assert "past it" not in str(ran.cells[-1].outputs)


def test_nobody_can_be_asked(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError) as raised:
        executed(tmp_path, "input('Who?')")
    assert raised.value.ename == "StdinNotImplementedError"


def test_extensions_are_loaded_before_the_first_cell(tmp_path, monkeypatch):
    (tmp_path / "greets.py").write_text(
        "def load_ipython_extension(ip):\n    ip.push({'said': 'hello'})\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    ran = executed(tmp_path, "print(said)", extensions=("greets",))
    assert ran.cells[-1].outputs[0].text == "hello\n"


def test_papermill_finds_the_engine_by_itself(tmp_path):
    """In a process that has imported nothing of the compendium, as `papermill --engine` does."""
    executed(tmp_path, "print('a')")
    source = (
        "import papermill, sys\n"
        "papermill.execute_notebook(*sys.argv[1:], engine_name='compendium', progress_bar=False)"
    )
    if not [e for e in entry_points(group="papermill.engine") if e.name == "compendium"]:
        pytest.skip("the compendium is not installed here")
    again = tmp_path / "again.ipynb"
    paths = [str(tmp_path / "made.ipynb"), str(again)]
    subprocess.run([sys.executable, "-c", source, *paths], check=True)
    assert outputs(nbformat.read(again, 4)) == outputs(nbformat.read(tmp_path / "ran.ipynb", 4))
