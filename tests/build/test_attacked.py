"""The joint attack after a build: what it cannot read, and what it finds, fails the build."""

from __future__ import annotations

import re

import nbformat
import pytest

from compendium.attack.found import Attack, Attacked
from compendium.attack.programme import Possible
from compendium.build import attacked
from compendium.build.attacked import LOG, WHOLE_GROUPS, joint_attack, whole_group_warning
from compendium.build.jobs import plan
from compendium.build.page_links import page_of
from compendium.build.read_back import notebook_of
from compendium.writers.files import write_text

PUBLIC = "welsh_evaluation"
TWO = Attacked("answers", "001, S1", "people who disagree", Possible(2, 2, 1))


@pytest.fixture
def built(tiny):
    """A public tree of one page that shows nothing, and the plan it belongs to."""
    (each,) = plan("tiny", None, PUBLIC, None)
    job = next(j for j in each.jobs if j.site == "001")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title", id="a")])
    write_text(each.reports / f"{job.page}.ipynb", nbformat.writes(notebook))
    notebook = notebook_of(each.reports / f"{job.page}.ipynb")
    write_text(each.reports / f"{job.page}.html", page_of(each, job, notebook, "en"))
    return each


def test_a_page_made_of_its_notebook_passes(built):
    found, failures = joint_attack(built, {})
    assert failures == []
    assert found.tried == ()


def test_a_page_changed_by_hand_fails(built):
    path = built.reports / "001.html"
    path.write_text(path.read_text(encoding="utf-8") + "<p>3 disagree</p>", encoding="utf-8")
    (failure,) = joint_attack(built, {})[1]
    assert "001.html is not what its notebook makes" in failure


def test_a_page_built_from_an_earlier_version_of_the_code_passes(built):
    path = built.reports / "001.html"
    text = path.read_text(encoding="utf-8")
    (code, *_) = re.findall(r"\b[0-9a-f]{12}\b", text)
    path.write_text(text.replace(code, "0123456789ab"), encoding="utf-8")
    assert joint_attack(built, {})[1] == []


def test_a_file_that_no_job_makes_fails(built):
    write_text(built.reports / "tables" / "mine.csv", "a,b\n")
    (failure,) = joint_attack(built, {})[1]
    assert "cannot read tables/mine.csv" in failure


def test_what_is_found_is_named_without_its_value_which_stands_in_private(built, monkeypatch):
    monkeypatch.setattr(attacked, "attack", lambda *_: Attack((TWO,), 5))
    found, (failure,) = joint_attack(built, {})
    assert found.open == (TWO,)
    assert "001, S1: people who disagree\n" in failure
    assert "2 alone" not in failure
    log = built.study.private / "logs" / LOG
    assert "001, S1: people who disagree: 2 alone" in log.read_text(encoding="utf-8")


def test_an_earlier_release_that_is_not_there_fails(built):
    text = (built.study.folder / "study.yml").read_text(encoding="utf-8")
    earlier = "earlier_releases:\n  - {released_on: 2024-05-01, superseded: false, tree: old}\n"
    (built.study.folder / "study.yml").write_text(text + earlier, encoding="utf-8")
    (each,) = plan("tiny", None, PUBLIC, None)
    assert any("no published notebooks in old" in f for f in joint_attack(each, {})[1])


def test_nothing_is_attacked_in_the_teams_build(tiny):
    (each,) = plan("tiny", None, "exact", None)
    assert joint_attack(each, {}) == (None, [])


def test_a_warning_of_whole_groups_says_how_many_and_the_log_which(built, monkeypatch):
    monkeypatch.setattr(attacked, "whole_groups", lambda *_: ["001, S1: 100% agree"])
    warning = whole_group_warning(built)
    assert "(rule X3): 1." in warning
    assert "S1" not in warning
    log = built.study.private / "logs" / WHOLE_GROUPS
    assert log.read_text(encoding="utf-8") == "001, S1: 100% agree\n"


def test_a_build_without_whole_groups_takes_an_earlier_warning_away(built, monkeypatch):
    monkeypatch.setattr(attacked, "whole_groups", lambda *_: ["001, S1: 100% agree"])
    whole_group_warning(built)
    monkeypatch.setattr(attacked, "whole_groups", lambda *_: [])
    assert whole_group_warning(built) == ""
    assert not (built.study.private / "logs" / WHOLE_GROUPS).exists()
