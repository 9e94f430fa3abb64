"""After a build it is told which released numbers moved, and because of which input."""

from __future__ import annotations

import csv
import json
import math

import pytest
from shown import displayed, likert, released, said, theme_shares, three
from tiny import consent_said, invite_more

from compendium.build.files import notebook_path
from compendium.build.jobs import plan
from compendium.build.moved import moved
from compendium.build.pieces import remove
from compendium.build.reasons import because
from compendium.build.run import build_reports
from compendium.build.what_changed import (
    PAGE,
    Before,
    before,
    begin,
    changes_folder,
    note_moved,
    set_aside,
    told,
)
from compendium.displays import verbs
from compendium.intake.take_in import ensure

NONE = math.nan


def records(*displays):
    return [display.record() for display in displays]


def cells(before, now):
    """What moved, as row, column, how, before, now."""
    found = moved(before, now, "en")
    plain = [(m.how, m.before.replace("\xa0", " "), m.now.replace("\xa0", " ")) for m in found]
    rows = [(m.row.rpartition(" · ")[2], m.column) for m in found]
    return [(*row, *cell) for row, cell in zip(rows, plain, strict=True)]


def agree(percent, mark=""):
    return [("P1", "agree", percent, mark)]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (three(), three(), []),
        (
            three(neither=30, agree=50),
            three(neither=29, agree=51),
            [("Neither", "changed", "30%", "29%"), ("Agree", "changed", "50%", "51%")],
        ),
        # Another mark is something else to read.
        (agree(50.0), agree(50.0, "u"), [("Agree", "changed", "50%", "50% [u]")]),
        (agree(80.0), agree(85.0, "over"), [("Agree", "changed", "80%", "over 85%")]),
        (agree(50.0), agree(NONE, "c"), [("Agree", "hidden", "50%", "[c]")]),
        (agree(NONE, "c"), agree(50.0), [("Agree", "shown", "[c]", "50%")]),
        # A row that came, and one that went.
        (agree(50.0), three(agree=50)[1:], [("Neither", "new", "", "30%")]),
        (three(agree=50)[1:], agree(50.0), [("Neither", "gone", "30%", "")]),
    ],
)
def test_a_number_moved_if_a_reader_reads_another(before, now, expected):
    found = cells(records(likert(*before)), records(likert(*now)))
    assert [(row, *rest) for row, column, *rest in found if column == "percent"] == expected


def themes(*shares):
    """A table of themes, with these shares of people in words."""
    few = theme_shares()
    frame = few.frame.assign(share=shares)
    labels = {"labels": few.labels, "method": few.method}
    table = released("themes", frame, few.by, few.kinds, **labels)
    return records(displayed(verbs.theme_table, table))


def test_words_for_numbers_of_people_count_as_numbers_and_quotes_as_texts():
    (cell,) = cells(themes("most", "few"), themes("most", "some"))
    assert cell == ("Area A", "share", "changed", "few or none", "some")
    quotes = [records(displayed(verbs.quotes, said(text))) for text in ("One.", "Two.")]
    assert [m[2:] for m in cells(*quotes)] == [("text", "One.", "Two.")]


def test_rows_with_the_same_keys_go_by_their_turn():
    twice = records(likert(*agree(50.0), *agree(60.0)))
    assert [m[2:] for m in cells(twice, records(likert(*agree(50.0), *agree(61.0))))] == [
        ("changed", "60%", "61%")
    ]


def test_a_display_that_came_is_new_and_one_whose_record_is_of_other_code_says_nothing():
    now = records(likert(*three()))
    assert {m.how for m in moved([], now, "en")} == {"new"}
    assert {m.how for m in moved(now, [], "en")} == {"gone"}
    old = json.loads(json.dumps(now))
    del old[0]["data"]["population"]
    assert {m.how for m in moved(old, now, "en")} == {"new"}


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ({"code": "a"}, {"code": "b"}, ["the code"]),
        ({"instruments/form.yml": "a"}, {}, ["instruments/form.yml"]),
        (
            {"data answers/A": "1", "data answers/B": "1", "data evidence/_no_site": "1"},
            {"data answers/A": "2", "data answers/B": "2", "data evidence/_no_site": "2"},
            ["answers (A, B)", "evidence (no area)"],
        ),
        # A notebook that reads more was changed; what it reads more is no reason.
        (
            {"notebook a.ipynb": "1"},
            {"notebook a.ipynb": "2", "data themes/A": "1"},
            ["notebook a.ipynb"],
        ),
    ],
)
def test_a_reason_is_an_input_that_differs(then, now, expected):
    assert because(then, now) == expected


@pytest.fixture
def tiny_plan(built_study):
    """What there is to build of a tiny study that was built."""
    (each,) = plan("tiny", None, None, None)
    return each


def rows_in(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_build_tells_which_numbers_moved_and_why(built_study, tiny_plan, capsys):
    there = changes_folder(tiny_plan)
    assert not there.exists()
    invite_more(built_study)
    assert build_reports(site="002") == 0
    told = (
        "tiny: what changed since the last build: 2 numbers, in 1 of 1 report run again.\n"
        "  002: 2 numbers, because of sample.csv\n"
        "    who-took-part, parents, invited: 8 → 12\n"
        "    who-took-part, parents, invited_all: 18 → 22\n"
        "  All of it: private/tiny/changes/welsh_evaluation/what-changed.txt\n"
    )
    assert told in capsys.readouterr().out
    assert [p.name for p in sorted(there.iterdir())] == ["002.csv", PAGE]
    rows = [(r["row"], r["before"], r["now"], r["because_of"]) for r in rows_in(there / "002.csv")]
    assert rows == [("parents", "8", "12", "sample.csv"), ("parents", "18", "22", "sample.csv")]


def test_what_a_failed_build_removed_is_compared_with_all_the_same(built_study, tiny_plan):
    job = tiny_plan.jobs[0]
    was = before(tiny_plan, job)
    assert was.notebook
    assert "sample.csv" in was.inputs
    remove(tiny_plan, [job.page])
    assert not notebook_path(tiny_plan, job).exists()
    assert before(tiny_plan, job) == was
    note_moved(tiny_plan, job, was, was.notebook, was.inputs)
    assert before(tiny_plan, job) == Before()


def test_when_somebody_withdrew_nothing_is_left_to_compare_with(built_study, tiny_plan):
    job = tiny_plan.jobs[0]
    set_aside(tiny_plan, [job.page])
    (changes_folder(tiny_plan)).mkdir(parents=True)
    (changes_folder(tiny_plan) / "001.csv").write_text("report\n")
    consent_said(built_study, "Q1", consent_status="withdrawn", withdrawn_on="2024-03-01")
    (each,) = plan("tiny", None, None, None)
    ensure(each.study)
    assert before(each, job) == Before()
    assert begin(each, [job]) == 0
    assert not changes_folder(each).exists()


@pytest.mark.parametrize("ended", [True, False])
def test_a_build_that_was_broken_off_keeps_what_it_found(tiny_plan, ended):
    there = changes_folder(tiny_plan)
    there.mkdir(parents=True)
    (there / "001.csv").write_text("report\n")
    if ended:
        (there / PAGE).write_text("…", encoding="utf-8")
    assert begin(tiny_plan, tiny_plan.jobs) == len(tiny_plan.jobs)
    assert (there / "001.csv").exists() != ended


def test_many_reports_are_told_in_few_lines(tiny_plan):
    there = changes_folder(tiny_plan)
    there.mkdir(parents=True)
    row = "{0},d,t,r,c,hidden,5%,[c],the code\n"
    heading = "report,display,title,row,column,how,before,now,because_of\n"
    for page in "abcdefg":
        (there / f"{page}.csv").write_text(heading + row.format(page) * 90, encoding="utf-8")
    lines, event = told(tiny_plan, 9)
    assert "630 numbers (630 hidden now), in 7 of 9 reports run again" in lines
    assert len(lines.splitlines()) == 1 + 5 * 4 + 1
    assert [changed["cells"] for changed in event["changed"]] == [90] * 7
    assert (there / PAGE).read_text(encoding="utf-8").count("… and 50 more") == 7
