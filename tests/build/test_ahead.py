"""What tasks work out before pages are looked over, and that nothing hangs on it."""

from __future__ import annotations

import pytest

from compendium.attack.solver import Known
from compendium.build.ahead import look_ahead
from compendium.build.answers import ATTACKED, answers_of
from compendium.build.attacked import joint_attack
from compendium.build.jobs import plan
from compendium.build.kept import Kept
from compendium.build.run import _outcome
from compendium.build.sweep import search
from compendium.build.sweep.contents import Contents
from compendium.build.sweep.search import SWEPT
from compendium.build.sweep.traces import Trace
from compendium.build.work import WORTH_IT, Work
from compendium.build.workers import Ended, Task


@pytest.fixture
def each(built_study):
    """The plan of the built study, of which nothing is kept but its pages."""
    (found,) = plan("tiny", None, None, None)
    forget(found)
    return found


def forget(each):
    for name in (ATTACKED, SWEPT):
        Kept(each, name).write([])


def test_what_was_worked_out_ahead_is_not_worked_out_again(each, monkeypatch):
    alone, _ = joint_attack(each, {})
    assert any(attacked.possible for attacked in alone.tried)
    forget(each)
    for part in range(3):
        look_ahead(each, part, 3)
    assert len(Kept(each, ATTACKED).ahead()) == 3
    monkeypatch.setattr(Known, "_solved", lambda *_: pytest.fail("worked out again"))
    assert joint_attack(each, {})[0] == alone
    assert Kept(each, ATTACKED).ahead() == []  # with the others, and no longer apart


def test_a_file_that_was_found_clean_ahead_is_not_looked_into_again(each, monkeypatch):
    for part in range(2):
        look_ahead(each, part, 2)
    read = []
    monkeypatch.setattr(search, "contents", lambda *_, **__: read.append(1) or Contents())
    assert search.traces_left(each) == []
    assert (read, Kept(each, SWEPT).ahead()) == ([], [])
    page = each.reports / "001.html"
    page.write_bytes(page.read_bytes() + b"<!-- -->")
    search.traces_left(each)
    assert read == [1]


def test_a_file_with_a_trace_is_looked_into_each_time(each):
    page = each.reports / "001.html"
    page.write_text(
        f"{page.read_text(encoding='utf-8')} This must never be seen anywhere.", encoding="utf-8"
    )
    look_ahead(each, 0, 1)
    for _ in range(2):
        (said,) = search.traces_left(each)
        assert "001.html" in said


def test_when_somebody_else_is_looked_for_every_file_is_looked_into_again(each, monkeypatch):
    assert search.traces_left(each) == []
    traces = search.traces_of(each.study)
    traces.names[(("another",), False)] = Trace("the participant id", "somebody")
    monkeypatch.setattr(search, "traces_of", lambda _: traces)
    read = []
    monkeypatch.setattr(search, "contents", lambda *_, **__: read.append(1) or Contents())
    search.traces_left(each)
    assert len(read) == len(search.public_files(each)) > 4


def test_a_part_that_is_missing_is_worked_out_when_all_is_looked_over(each):
    look_ahead(each, 0, 3)
    known = len(answers_of(each).found)
    _, failures = joint_attack(each, {})
    assert failures == []
    assert len(answers_of(each).found) > known


def test_what_was_worked_out_with_another_solver_counts_for_nothing(each, monkeypatch):
    look_ahead(each, 0, 1)
    assert answers_of(each).found
    monkeypatch.setattr("scipy.__version__", "0")
    assert answers_of(each).found == {}


def test_with_other_packages_every_file_is_looked_into_again(each, monkeypatch):
    assert search.traces_left(each) == []
    monkeypatch.setattr(search, "made_with", lambda: {"packages": "others"})
    read = []
    monkeypatch.setattr(search, "contents", lambda *_, **__: read.append(1) or Contents())
    search.traces_left(each)
    assert len(read) == len(search.public_files(each))


def test_what_goes_wrong_ahead_is_no_failure(each, monkeypatch):
    monkeypatch.setattr("compendium.build.ahead.report_pages", lambda *_: 1 / 0)
    assert look_ahead(each, 0, 2).failures == ()
    task = Task("ahead", look_ahead, (each, 0, 2))
    assert _outcome(Ended(task, died="it was ended by SIGKILL")).failures == ()


@pytest.mark.parametrize(
    ("pages", "workers", "parts"), [(2, 8, 0), (8, 1, 0), (8, 2, 2), (8, 9, 2)]
)
def test_there_are_as_many_parts_as_workers_where_there_is_enough_to_look_at(
    each, pages, workers, parts
):
    assert WORTH_IT == 4
    job = each.jobs[0]
    made = {replaced(job, f"page-{i}"): ("a test",) for i in range(pages)}
    tasks = Work(each, {}, made, ("a test",)).tasks(workers=workers)
    looking = [task for task in tasks if task.call is look_ahead]
    assert [task.given[1:] for task in looking] == [(part, parts) for part in range(parts)]
    assert {task.name for task in looking} <= tasks[-1].after


def replaced(job, page):
    import dataclasses

    return dataclasses.replace(job, page=page)
