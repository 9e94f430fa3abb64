"""private/ and all below it are for their owner alone, and hold a key that is made once."""

from __future__ import annotations

import os
import stat

import pytest

from compendium.build.run import build_reports
from compendium.cli import main
from compendium.intake.take_in import take_in
from compendium.lab import explorer_copy
from compendium.study_folder import open_study
from compendium.writers import private
from compendium.writers.private import keep_private, key_in

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no such modes; a user's folders are closed by the system"
)


@pytest.fixture(autouse=True)
def _as_most_machines_are_set():
    """New files may be read by others, unless somebody sees to it."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder) -> dict[str, int]:
    """The mode of a folder and of everything below it; links aside."""
    found = [folder, *folder.rglob("*")]
    return {str(p): stat.S_IMODE(p.stat().st_mode) for p in found if not p.is_symlink()}


def open_to_others(folder) -> list[str]:
    return [path for path, mode in modes(folder).items() if mode & 0o077]


def wide(folder) -> None:
    """A private/ as an earlier version, a copy or an unpacked archive may have left it."""
    (folder / "tiny" / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "tiny" / "tables" / "old.csv").write_text("a")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)


@pytest.mark.parametrize("mode", [0o700, 0o701, 0o710, 0o750, 0o755, 0o777])
def test_a_folder_is_closed_whatever_it_was(tmp_path, mode):
    (tmp_path / "p").mkdir()
    (tmp_path / "p").chmod(mode)
    assert keep_private(tmp_path / "p") == 0
    assert modes(tmp_path / "p") == {str(tmp_path / "p"): 0o700}


@pytest.mark.parametrize(("mode", "kept"), [(0o400, 0o400), (0o600, 0o600), (0o644, 0o600)])
def test_a_file_loses_what_others_may_do(tmp_path, mode, kept):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a").write_text("a")
    (tmp_path / "p" / "a").chmod(mode)
    keep_private(tmp_path / "p")
    assert modes(tmp_path / "p")[str(tmp_path / "p" / "a")] == kept


def test_folders_made_on_the_way_are_closed_and_those_that_were_there_are_not(tmp_path):
    (tmp_path / "shared").mkdir(mode=0o755)
    (tmp_path / "shared").chmod(0o755)
    keep_private(tmp_path / "shared" / "a" / "b")
    assert open_to_others(tmp_path / "shared") == [str(tmp_path / "shared")]


def test_what_a_link_leads_to_is_left_alone(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("a")
    for path in (outside, outside / "file"):
        path.chmod(0o755)
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "link").symlink_to(outside)
    (tmp_path / "p" / "file").symlink_to(outside / "file")
    assert keep_private(tmp_path / "p") == 0
    assert set(modes(outside).values()) == {0o755}


def test_what_cannot_be_closed_is_counted(tmp_path, monkeypatch):
    wide(tmp_path / "p")
    monkeypatch.setattr(private.Path, "chmod", lambda *_: None)  # a disk without modes
    assert keep_private(tmp_path / "p") == 4


def test_the_intake_closes_what_was_open_before(tiny):
    folder = tiny.parents[1] / "private"
    wide(folder)
    take_in(open_study("tiny"))
    assert len(modes(folder)) > 20
    assert open_to_others(folder) == []


def test_a_build_that_fails_leaves_nothing_open(tiny):
    (tiny / "raw" / "survey.sav").unlink()
    wide(tiny.parents[1] / "private")
    assert build_reports(profile="welsh_evaluation") == 1
    assert (tiny.parents[1] / "private" / "tiny" / "logs" / "intake.txt").exists()
    assert open_to_others(tiny.parents[1] / "private") == []


def test_a_build_leaves_nothing_open_but_its_pages(tiny):
    assert build_reports(site="001", profile="welsh_evaluation") == 0
    folder = tiny.parents[1] / "private"
    assert any(p.endswith("001.ipynb") for p in modes(folder))
    assert open_to_others(folder) == []
    assert open_to_others(tiny.parents[1] / "reports") != []


def test_a_build_says_what_it_could_not_close(tiny, monkeypatch, capsys):
    monkeypatch.setattr("compendium.build.run.keep_private", lambda folder: 3)
    monkeypatch.setattr("compendium.build.run._take_in", lambda each: "no")
    build_reports()
    assert "private/ holds 3 files and folders that others" in capsys.readouterr().out


def test_the_explorers_copy_is_closed(tiny):
    explorer_copy("tiny")
    assert open_to_others(tiny.parents[1] / "private") == []


def test_an_import_makes_a_closed_folder_and_leaves_one_that_was_there(tiny, tmp_path):
    export, there = str(tiny / "raw" / "survey.sav"), tmp_path / "there"
    there.mkdir()
    there.chmod(0o755)
    assert main(["import", export, "--to", str(tmp_path / "new" / "folder")]) == 0
    assert main(["import", export, "--to", str(there)]) == 0
    assert open_to_others(tmp_path / "new") == []
    assert str(there) in open_to_others(there)


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first = key_in(tmp_path / "private")
    assert len(first) == 32
    assert key_in(tmp_path / "private") == first
    assert modes(tmp_path / "private")[str(tmp_path / "private" / "key")] == 0o600


def test_two_houses_have_two_keys(tmp_path):
    assert key_in(tmp_path / "one") != key_in(tmp_path / "two")


@pytest.mark.parametrize("broken", ["", "12ab", "no key", "ab" * 31, "ab" * 33])
def test_a_broken_key_is_made_anew(tmp_path, broken):
    (tmp_path / "key").write_text(broken)
    assert len(key_in(tmp_path)) == 32
