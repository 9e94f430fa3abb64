"""A build begins with one thread for sums and with sets in one order, whoever starts it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from compendium import steady
from compendium.places import CODE
from compendium.steady import STEADY, begin_steadily, lacking

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is no fork here")


@pytest.fixture
def began(monkeypatch):
    """What would be begun anew; nothing is settled."""
    found = []
    for name in STEADY:
        monkeypatch.setenv(name, "x")
        monkeypatch.delenv(name)
    monkeypatch.setattr(steady.os, "execv", lambda program, command: found.append(command))
    return found


@LINUX
@pytest.mark.parametrize("verb", ["build", "watch", "start"])
def test_a_build_begins_anew_once(began, verb):
    begin_steadily([verb, "--why"], ["-m", "compendium", verb, "--why"])
    assert began == [[sys.executable, "-m", "compendium", verb, "--why"]]
    assert {name: os.environ[name] for name in STEADY} == STEADY
    begin_steadily([verb, "--why"], ["-m", "compendium", verb, "--why"])
    assert len(began) == 1


@LINUX
@pytest.mark.parametrize("verb", ["build", "check-data"])
def test_where_the_locale_spells_otherwise_every_verb_begins_anew_in_utf_8(
    began, monkeypatch, verb
):
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setattr(steady.sys, "getfilesystemencoding", lambda: "iso8859-1")
    begin_steadily([verb], ["-m", "compendium", verb])
    assert began == [[sys.executable, "-m", "compendium", verb]]
    assert os.environ["PYTHONUTF8"] == "1"


@pytest.mark.parametrize("argv", [[], ["check-data"], ["--help"]])
def test_what_runs_no_notebook_goes_on(began, argv):
    begin_steadily(argv, ["-m", "compendium", *argv])
    assert began == []


def test_what_somebody_settled_stays_theirs(began, monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    assert "OPENBLAS_NUM_THREADS" not in lacking()
    assert lacking()["PYTHONHASHSEED"] == "0"


@LINUX
def test_the_command_begins_so(tiny):
    environment = {k: v for k, v in os.environ.items() if k not in STEADY}
    environment["PYTHONPATH"] = str(CODE.parent)
    code = (
        "import os, runpy, sys, compendium.cli as cli\n"
        "cli.main = lambda: print(*(os.environ.get(n) for n in sys.argv[3:])) or 0\n"
        "sys.argv = ['compendium', *sys.argv[1:]]\n"
        "runpy.run_module('compendium', run_name='__main__')\n"
    )
    command = [sys.executable, "-c", code, "build", "--", *STEADY]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert said.stdout.split() == list(STEADY.values()), said.stderr
