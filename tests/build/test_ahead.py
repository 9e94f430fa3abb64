"""What tasks work out before pages are looked over, and that nothing hangs on it."""

from __future__ import annotations

import pytest

from compendium.attack.solver import Known
from compendium.build.ahead import look_ahead
from compendium.build.answers import AHEAD, answers_of
from compendium.build.attacked import joint_attack
from compendium.build.jobs import plan
from compendium.build.run import _outcome
from compendium.build.stamps import stamps_of
from compendium.build.work import WORTH_IT, Work
from compendium.build.workers import Ended, Task


@pytest.fixture
def each(built_study):
    """The plan of the built study, of whose attack nothing is remembered."""
    (found,) = plan("tiny", None, None, None)
    for path in stamps_of(found, "").parent.glob("_attacked*"):
        path.unlink()
    return found


def ahead(each):
    return sorted(path.name for path in stamps_of(each, "").parent.glob(f"{AHEAD}-*"))


def test_what_was_worked_out_ahead_is_not_worked_out_again(each, monkeypatch):
    alone, _ = joint_attack(each, {}, "en")
    assert any(attacked.possible for attacked in alone.tried)
    for path in stamps_of(each, "").parent.glob("_attacked*"):
        path.unlink()
    for part in range(3):
        look_ahead(each, part, 3)
    assert len(ahead(each)) == 3
    monkeypatch.setattr(Known, "_solved", lambda *_: pytest.fail("worked out again"))
    assert joint_attack(each, {}, "en")[0] == alone
    assert ahead(each) == []  # kept with the others, and no longer apart


def test_a_part_that_is_missing_is_worked_out_when_all_is_looked_over(each):
    look_ahead(each, 0, 3)
    known = len(answers_of(each).found)
    _, failures = joint_attack(each, {}, "en")
    assert failures == []
    assert len(answers_of(each).found) > known


def test_what_was_worked_out_with_another_solver_counts_for_nothing(each, monkeypatch):
    look_ahead(each, 0, 1)
    assert answers_of(each).found
    monkeypatch.setattr("scipy.__version__", "0")
    assert answers_of(each).found == {}


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
