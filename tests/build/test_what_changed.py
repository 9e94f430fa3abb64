"""What an edit makes a build do again, and why, on the tiny study."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from tiny import responses, write_survey

from compendium.build import made_from, pieces
from compendium.build.jobs import plan
from compendium.build.lock import BuildRuns, locked
from compendium.build.run import build_reports
from compendium.build.stamps import stamps_of
from compendium.build.work import work_on
from compendium.cli import main
from compendium.intake.take_in import ensure


def to_do():
    """What is to be run, with the reasons; and whose pages are to be made."""
    (each,) = plan("tiny", None, None, None)
    ensure(each.study)
    found = work_on(each)
    return {job.page: why for job, why in found.runs.items()}, {job.page for job in found.pages}


def answered(folder, row, column, value):
    frame = responses()
    frame.loc[row, column] = value
    write_survey(folder / "raw" / "survey.sav", frame)


EVERYTHING = {"001", "002", "cross-site"}


def test_after_a_build_there_is_nothing_to_do(built_study):
    (each,) = plan("tiny", None, None, None)
    found = work_on(each)
    assert (found.runs, found.pages, found.whole) == ({}, {}, ())


def test_files_that_were_touched_and_are_the_same_make_nothing_run(built_study):
    for path in built_study.rglob("*"):
        os.utime(path)
    assert to_do() == ({}, set())


@pytest.mark.parametrize(
    ("row", "column", "value", "expected"),
    [
        # Another answer of somebody in 001.
        (0, "S1", 4, {"001": "answers/001", "cross-site": "answers/001"}),
        # Another in 002, whose mean a finding on 001 cites.
        (4, "S1", 2, {"002": "answers/002", "001": "answers/002"}),
        # To the statement that the joint display holds against other areas.
        (0, "S2", 5, {"002": "everywhere/held_against"}),
        # Where nobody answered before: how many answered stands in every area's report.
        (2, "S3", 3, {"002": "everywhere/answered"}),
    ],
)
def test_an_answer_makes_its_area_run_and_what_compares_areas(
    built_study, row, column, value, expected
):
    answered(built_study, row, column, value)
    runs, pages = to_do()
    for page, slice_ in expected.items():
        assert f"data {slice_}" in runs[page]
    own = "002" if row == 4 else "001"
    assert set(runs) == pages == {own, "cross-site"} | set(expected), runs


def test_what_is_edited_while_a_notebook_runs_is_seen_by_the_next_build(built_study, monkeypatch):
    def edited(*given, run=pieces.execute):
        executed = run(*given)
        with (built_study / "codebook.yml").open("a", encoding="utf-8") as file:
            file.write("# seen\n")
        return executed

    answered(built_study, 0, "S1", 4)
    monkeypatch.setattr(pieces, "execute", edited)
    assert build_reports(site="001") == 0
    runs, _ = to_do()
    assert runs["001"] == ("codebook.yml",)


@pytest.mark.sampled(1)
@pytest.mark.parametrize("name", ["theory/cmocs.yml", "codebook.yml", "study.yml"])
def test_a_definition_makes_every_report_run_and_is_named(built_study, name):
    path = built_study / name
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    runs, _ = to_do()
    assert set(runs) == EVERYTHING
    assert all(why == (name,) for why in runs.values())


def test_code_makes_every_report_run(built_study, monkeypatch, tmp_path):
    code = made_from.CODE
    shutil.copytree(code, tmp_path / "src" / "compendium")
    shutil.copy(code.parents[1] / made_from.LOCK, tmp_path / made_from.LOCK)
    monkeypatch.setattr(made_from, "CODE", tmp_path / "src" / "compendium")
    templates = tmp_path / "src" / "compendium" / "render" / "templates"
    monkeypatch.setattr(made_from, "RENDER", templates.parent)
    assert to_do() == ({}, set())
    with (templates / "style.css").open("a", encoding="utf-8") as file:
        file.write("/* seen */\n")
    runs, pages = to_do()
    assert (runs, pages) == ({}, EVERYTHING)
    with (tmp_path / "src" / "compendium" / "words.csv").open("a", encoding="utf-8") as file:
        file.write("seen,seen,gwelwyd,draft\n")
    runs, _ = to_do()
    assert set(runs) == EVERYTHING
    assert all(why == ("code",) for why in runs.values())


def test_another_version_makes_every_report_run_since_pages_print_it(built_study, monkeypatch):
    monkeypatch.setattr(made_from, "version", lambda name: "99.0")
    runs, _ = to_do()
    assert set(runs) == EVERYTHING
    assert all(why == ("version",) for why in runs.values())


def test_a_notebook_makes_its_own_reports_run(built_study):
    path = built_study.parents[1] / "notebooks" / "cross_site.ipynb"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    runs, pages = to_do()
    assert runs == {"cross-site": ("notebook cross_site.ipynb",)}
    assert pages == {"cross-site"}


@pytest.mark.parametrize(
    ("spoil", "runs", "pages"),
    [
        (lambda p: (p / "001.html").unlink(), {}, {"001"}),
        (lambda p: (p / "001.html").write_text("mine"), {}, {"001"}),
        (lambda p: (p / "001.ipynb").unlink(), {"001"}, {"001"}),
        (lambda p: (p / "001.ipynb").write_text("{}"), {"001"}, {"001"}),
    ],
)
def test_what_is_gone_or_was_changed_by_hand_is_made_again(built_study, spoil, runs, pages):
    spoil(built_study.parents[1] / "reports" / "tiny")
    found = to_do()
    assert (set(found[0]), found[1]) == (set(runs), pages)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"run": 1}', '{"run": {"inputs": {}}}'])
def test_a_stamp_that_cannot_be_read_counts_for_none(built_study, text):
    (each,) = plan("tiny", None, None, None)
    stamps_of(each, "001").write_text(text, encoding="utf-8")
    assert set(to_do()[0]) == {"001"}


def test_a_build_makes_what_changed_and_leaves_the_rest(built_study, capsys):
    pages = built_study.parents[1] / "reports" / "tiny"
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in pages.iterdir()}
    answered(built_study, 0, "S1", 4)
    assert build_reports() == 0
    printed = capsys.readouterr().out
    assert "[2/2]" in printed
    assert "tiny 002" not in printed
    after = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in pages.iterdir()}
    assert {name for name in after if after[name][1] != before[name][1]} >= {"001.ipynb"}
    assert after["002.html"] == before["002.html"]


@pytest.mark.thorough
def test_what_is_built_piece_by_piece_is_what_is_built_from_nothing(built_study, tmp_path):
    answered(built_study, 0, "S2", 5)
    assert build_reports() == 0
    assert build_reports(to=tmp_path / "anew") == 0
    for path in (tmp_path / "anew" / "tiny").iterdir():
        assert (
            path.read_bytes()
            == (built_study.parents[1] / "reports" / "tiny" / path.name).read_bytes()
        )


def test_why_says_of_each_report_what_makes_it_run(built_study, capsys):
    answered(built_study, 0, "S1", 4)
    assert main(["build", "--why"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "tiny 001: run: data answers/001",
        "tiny 002: kept: nothing changed",
        "tiny cross-site: run: data answers/001",
    ]


def test_a_build_with_nothing_to_do_is_over_before_pandas(built_study):
    build = [sys.executable, "-c"]
    build.append(
        "import sys; from compendium.cli import main; status = main(['build']); "
        "print('pandas' in sys.modules); raise SystemExit(status)"
    )

    def said():
        run = subprocess.run(build, capture_output=True, text=True, check=True)
        return run.stdout.splitlines()

    assert said()[-1] == "True"
    assert said() == ["Nothing to do: every report is as it was made.", "False"]
    (built_study / "consent.csv").touch()
    assert said()[0] == "Nothing to do: every report is as it was made."
    assert said()[-1] == "False"
    (built_study.parents[1] / "reports" / "tiny" / "001.html").unlink()
    assert said()[-1] == "True"
    assert (built_study.parents[1] / "reports" / "tiny" / "001.html").exists()


def test_two_builds_of_one_folder_do_not_mix(built_study, capsys):
    with locked(built_study.parents[1] / "private"):
        with pytest.raises(BuildRuns, match=rf"process {os.getpid()}\)\. Wait until"):
            build_reports()
        assert main(["build", "--study", "tiny"]) == 1
    assert "Another build is at work on this folder" in capsys.readouterr().err
    assert build_reports() == 0
