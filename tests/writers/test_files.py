"""Files that are whole or not there, and tables that come back as they were written."""

from __future__ import annotations

import csv
import os

import pandas as pd
import pytest

from compendium.writers.files import write_bytes, write_csv, write_text


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_folders_on_the_way_are_made(tmp_path):
    write_bytes(tmp_path / "a" / "b" / "c.txt", b"hello")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"hello"


def test_only_the_file_itself_is_left(tmp_path):
    write_bytes(tmp_path / "a.txt", b"old")
    write_bytes(tmp_path / "a.txt", b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"new"}


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, failing):
    write_bytes(tmp_path / "a.txt", b"old")

    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(OSError, match="disk full"):
        write_bytes(tmp_path / "a.txt", b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"old"}


def test_a_folder_in_the_way_leaves_no_temporary_file(tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError, match=r"a\.txt"):
        write_bytes(tmp_path / "a.txt", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_text_is_written_as_it_stands(tmp_path):
    write_text(tmp_path / "a.txt", "tŷ\r\n😀\n")
    assert (tmp_path / "a.txt").read_bytes() == "tŷ\r\n😀\n".encode()


def test_a_table_has_line_feeds_and_blanks_for_missing(tmp_path):
    frame = pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "t": ["ŵy", None]})
    write_csv(tmp_path / "t.csv", frame)
    assert (tmp_path / "t.csv").read_bytes() == "n,t\n1,ŵy\n,\n".encode()


@pytest.mark.parametrize(
    "text", ["a\rb", "a\r", "a\r\nb", "a\nb", 'say "so"', "a,b", " a ", "'", "NA", "😀"]
)
def test_any_text_comes_back_from_a_table_as_it_was(tmp_path, text):
    write_csv(tmp_path / "t.csv", pd.DataFrame({"n": [1, 2], "text": [text, "next"]}))
    assert rows(tmp_path / "t.csv") == [["n", "text"], ["1", text], ["2", "next"]]
