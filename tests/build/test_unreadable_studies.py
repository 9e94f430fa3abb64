"""Studies whose definitions cannot be read: nothing of them stays, and others are built."""

from __future__ import annotations

import shutil

import pytest

from compendium.build.run import How, build_reports
from compendium.problems import StudyError


def _spoil(folder):
    (folder / "codebook.yml").write_text("- {code_id: K1", "utf-8")


def _pages(folder, study="tiny"):
    found = folder.parents[1] / "reports" / study
    return [p for p in found.glob("*") if p.suffix in (".html", ".ipynb")]


def test_pages_of_a_study_that_cannot_be_read_go(built_study):
    assert _pages(built_study)
    _spoil(built_study)
    with pytest.raises(StudyError, match=r"codebook\.yml line 2: this is not YAML"):
        build_reports()
    assert not _pages(built_study)


def test_while_somebody_edits_them_they_stay(built_study):
    _spoil(built_study)
    with pytest.raises(StudyError, match=r"codebook\.yml line 2"):
        build_reports(how=How(edited=True))
    assert _pages(built_study)


def test_a_study_that_cannot_be_read_stops_no_other(built_study, capsys):
    other = built_study.parent / "other"
    shutil.copytree(built_study, other)
    text = (other / "study.yml").read_text("utf-8").replace("study: tiny", "study: other")
    (other / "study.yml").write_text(text, "utf-8")
    _spoil(other)
    assert build_reports() == 1
    told = capsys.readouterr()
    assert "other: its definitions cannot be read.\ncodebook.yml line 2" in told.err
    assert _pages(built_study)


def test_what_changed_is_told_when_it_can_be_read_again(built_study):
    was = (built_study / "codebook.yml").read_text("utf-8")
    _spoil(built_study)
    with pytest.raises(StudyError):
        build_reports()
    (built_study / "codebook.yml").write_text(was, "utf-8")
    aside = built_study.parents[1] / "private" / "tiny" / "stamps"
    assert [p.name for p in aside.rglob("001.notebook.json")] == ["001.notebook.json"]


def test_a_site_that_is_not_there_takes_nothing_away(built_study):
    with pytest.raises(StudyError, match="'9'"):
        build_reports("tiny", site="9")
    assert _pages(built_study)
