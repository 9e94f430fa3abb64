"""What is told of processes that end before they have told all."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from compendium.processes import Killed, how_it_ended, received, unless_killed


def test_what_was_sent_is_received():
    here, there = multiprocessing.Pipe(duplex=False)
    there.send([1, 2])
    assert received(here) == [1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are others there")
def test_a_message_that_breaks_off_counts_for_none():
    here, there = multiprocessing.Pipe(duplex=False)
    # Ten bytes are announced, as `Connection` does, and three come.
    there._send(b"\0\0\0\x0aabc")
    there.close()
    with pytest.raises(EOFError):
        received(here)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are others there")
def test_nor_does_one_of_a_process_that_did_not_read_what_it_was_sent():
    here, there = multiprocessing.Pipe()
    here.send("never read")
    there.close()
    with pytest.raises(EOFError):
        received(here)


@pytest.mark.parametrize("code", [0, 1, 3, -11, None])
def test_a_process_that_ended_by_itself_was_not_killed(code):
    unless_killed(code, "pandoc")


@pytest.mark.parametrize(("code", "name"), [(-9, "SIGKILL"), (-15, "SIGTERM")])
def test_a_process_that_was_killed_is_named(code, name):
    with pytest.raises(Killed, match=f"^pandoc: it was ended by {name}$"):
        unless_killed(code, "pandoc")


def test_an_exit_status_is_said():
    assert how_it_ended(3) == "it ended with status 3"
