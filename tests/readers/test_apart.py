"""Files that crash or stop the library that reads them do no harm to whoever asked."""

from __future__ import annotations

import os
import signal
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.problems import DataError
from compendium.processes import Killed
from compendium.readers.apart import apart
from compendium.readers.export import read_export


def crashes(_path):
    os.kill(os.getpid(), signal.SIGSEGV)


def is_killed(_path):
    os.kill(os.getpid(), signal.SIGKILL)


def hangs(_path):
    time.sleep(60)


def fails(path):
    raise ValueError(path)


def test_a_crash_is_an_error_like_others(tmp_path):
    with pytest.raises(DataError, match=r"^s\.sav: this is not a readable file \(it is damaged"):
        apart(tmp_path / "s.sav", "file", crashes)


def test_a_file_is_not_called_damaged_because_somebody_killed_what_read_it(tmp_path):
    with pytest.raises(Killed, match=r"^The process that reads s\.sav: it was ended by SIGKILL$"):
        apart(tmp_path / "s.sav", "file", is_killed)


def test_what_does_not_come_to_an_end_is_given_up(tmp_path):
    with pytest.raises(DataError, match="reading this file does not finish"):
        apart(tmp_path / "s.sav", "file", hangs, patience=0.2)


def test_what_is_raised_there_is_raised_here(tmp_path):
    with pytest.raises(ValueError, match=r"s\.sav"):
        apart(tmp_path / "s.sav", "file", fails)


def test_a_large_result_comes_whole(tmp_path):
    assert apart(tmp_path / "s.sav", "file", large) == large("")


def large(_path):
    return list(range(500_000))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.integers(0, 10**9), min_size=1, max_size=4), value=st.integers(0, 255))
def test_a_survey_with_wrong_bytes_inside_is_read_or_refused(tiny, places, value):
    content = bytearray((tiny / "raw" / "survey.sav").read_bytes())
    for place in places:
        content[place % len(content)] = value
    path = tiny / "raw" / "bent.sav"
    path.write_bytes(content)
    try:
        found = list(read_export(path).tables)
    except DataError as error:
        found = [str(error).partition(":")[0]]
    tables = ["responses", "variables", "value_labels", "multiple_response"]
    assert found in (tables, ["bent.sav"])
