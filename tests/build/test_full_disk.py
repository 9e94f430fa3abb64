"""A disk that is full, or may not be written to, costs what was to be written and nothing else."""

from __future__ import annotations

import errno
import os

import pytest
from tiny import publish_also

from compendium.build import pieces
from compendium.build.files import STUDY_PAGES
from compendium.build.run import build_reports
from compendium.cli import main
from compendium.writers import files

REFUSED = {
    errno.ENOSPC: "the disk is full. Make room",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write there",
}


@pytest.fixture
def house(tiny, monkeypatch):
    publish_also(tiny)
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    return tiny.parents[1]


@pytest.fixture
def refuses(monkeypatch):
    """From now on the disk refuses files whose path has one of these words in it."""

    def give(code, *words):
        def open_refused(path, content, write=files.write_bytes):
            if any(word in path.as_posix() for word in words):
                raise OSError(code, os.strerror(code), str(path))
            write(path, content)

        monkeypatch.setattr(files, "write_bytes", open_refused)

    return give


def left(house):
    return {p.name for p in (house / "reports" / "tiny").iterdir()}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("code", "name"),
    [
        *((code, "reports/tiny/001.html") for code in REFUSED),
        *((errno.ENOSPC, name) for name in ("reports/tiny/001.ipynb", "/001.json")),
    ],
)
def test_a_report_that_cannot_be_written_costs_itself_alone(house, refuses, capsys, code, name):
    refuses(code, name)
    assert build_reports() == 1
    said = capsys.readouterr()
    assert f"{name.rpartition('/')[2]}: {REFUSED[code]}" in said.err
    assert "make report STUDY=tiny SITE=001" in said.err
    assert "Traceback" not in said.err
    assert left(house) == {"002.html", "002.ipynb", *(f"{page}.html" for page in STUDY_PAGES)}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ["index.html", "disclosure.html", "joint_attack.txt", "_study"])
def test_what_is_made_of_reports_and_cannot_be_written_is_said(house, refuses, capsys, name):
    refuses(errno.ENOSPC, name)
    assert build_reports() == 1
    said = capsys.readouterr().err
    assert "the disk is full. Make room" in said
    assert "Traceback" not in said
    assert {"001.html", "002.html"} <= left(house)


def test_data_that_cannot_be_kept_are_said(house, refuses, capsys):
    refuses(errno.ENOSPC, "/tables.new/")
    assert build_reports() == 1
    assert "tiny: its data could not be taken in" in (said := capsys.readouterr().err)
    assert "the disk is full. Make room" in said


def test_where_nothing_can_be_written_at_all_it_is_said_without_a_traceback(
    house, refuses, monkeypatch, capsys
):
    def refused(*_, **__):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "private")

    monkeypatch.setattr("compendium.build.run.locked", refused)
    assert main(["build"]) == 1
    said = capsys.readouterr().err
    assert said == "private: the disk is read-only. Make it writable, then run this again.\n"


def test_with_room_again_the_next_build_finishes(house, refuses, monkeypatch):
    refuses(errno.ENOSPC, "001.html", "_study")
    assert build_reports() == 1
    monkeypatch.undo()
    monkeypatch.setenv("COMPENDIUM_DATA", str(house / "data"))
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    kept = (house / "reports" / "tiny" / "002.html").stat().st_mtime_ns
    assert build_reports() == 0
    assert left(house) >= {"001.html", "002.html"}
    assert (house / "reports" / "tiny" / "002.html").stat().st_mtime_ns == kept
