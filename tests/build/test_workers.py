"""Tasks in processes of their own: in what order, how many at a time, and when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time

import pytest

from compendium import processes
from compendium.build import workers
from compendium.build.workers import Task, cores, in_processes


def said(text):
    return text, os.getpid()


def wrote(path, text, wait=0.0):
    time.sleep(wait)
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


def slept(path):
    """Leave when this began and when it ended."""
    begun = time.monotonic()
    time.sleep(0.3)
    wrote(path, f"{begun} {time.monotonic()}\n")


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def left():
    os._exit(3)


def raised():
    raise ValueError("not for tasks to do")


def ended(tasks, at_a_time=2, meanwhile=None):
    return {e.task.name: e for e in in_processes(tasks, at_a_time, meanwhile)}


def test_each_task_has_a_process_to_itself_and_tells_what_it_returned():
    found = ended([Task("a", said, ("x",)), Task("b", said, ("y",))])
    assert {found[n].result[0] for n in "ab"} == {"x", "y"}
    assert len({found["a"].result[1], found["b"].result[1], os.getpid()}) == 3


def test_a_task_comes_after_those_it_needs_however_they_ended(tmp_path):
    path = str(tmp_path / "order")
    tasks = [
        Task("last", wrote, (path, "c"), frozenset({"second", "killed"})),
        Task("second", wrote, (path, "b"), frozenset({"first"})),
        Task("killed", killed),
        Task("first", wrote, (path, "a", 0.3)),
    ]
    assert set(ended(tasks)) == {"last", "second", "killed", "first"}
    assert (tmp_path / "order").read_text(encoding="utf-8") == "abc"


HELD: list[str] = []


def held():
    return list(HELD)


@pytest.mark.skipif(not processes.forks(), reason="where there is no fork nothing is inherited")
def test_later_tasks_hold_what_was_made_while_the_first_ran():
    HELD.clear()
    tasks = [Task("first", held), Task("later", held, after=frozenset({"first"}))]
    found = ended(tasks, meanwhile=lambda: HELD.append("made"))
    assert (found["first"].result, found["later"].result) == ([], ["made"])


@pytest.mark.parametrize("at_a_time", [1, 2, 3])
def test_no_more_run_at_a_time_than_are_asked_for(tmp_path, at_a_time):
    path = tmp_path / "times"
    ended([Task(str(i), slept, (str(path),)) for i in range(4)], at_a_time)
    spans = [tuple(map(float, line.split())) for line in path.read_text().splitlines()]
    most = max(sum(b <= begun < e for b, e in spans) for begun, _ in spans)
    assert 1 <= most <= at_a_time


@pytest.mark.skipif(os.name == "nt", reason="signals end no process on Windows")
def test_a_task_whose_process_dies_says_how_and_takes_no_other_along():
    found = ended([Task("k", killed), Task("l", left), Task("r", raised), Task("a", said, ("x",))])
    assert found["k"].died == "it was ended by SIGKILL"
    assert found["l"].died == "it ended with status 3"
    assert found["r"].died == "it ended with status 1"
    assert found["a"].result[0] == "x"
    assert not found["a"].died


def test_tasks_that_wait_for_each_other_are_never_ready():
    tasks = [
        Task("a", said, ("x",), frozenset({"b"})),
        Task("b", said, ("x",), frozenset({"a"})),
        Task("c", said, ("x",), frozenset({"nowhere"})),
    ]
    with pytest.raises(ValueError, match="never ready: a, b, c"):
        ended(tasks)


def test_where_there_is_no_fork_tasks_are_started_anew(monkeypatch):
    monkeypatch.setattr(workers, "context", lambda: multiprocessing.get_context("spawn"))
    assert ended([Task("a", os.path.basename, ("a/b",))])["a"].result == "b"


@pytest.mark.parametrize(("platform", "expected"), [("linux", "fork"), ("win32", "spawn")])
def test_how_processes_start_goes_by_the_system(monkeypatch, platform, expected):
    monkeypatch.setattr(sys, "platform", platform)
    assert workers.context().get_start_method() == expected


def test_there_is_at_least_one_core():
    assert 1 <= cores() <= os.cpu_count()
