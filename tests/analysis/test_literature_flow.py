"""The flow of a review: every box from records, every equation checked record by record."""

from __future__ import annotations

import pytest
from reviewed import SCREENED, with_made_review, with_review

from compendium.analysis.review import literature_flow
from compendium.intake.tables import open_tables
from compendium.problems import DataError
from compendium.study_folder import open_study

# The boxes and reasons of dossier 9.2.
ENGLISH = [412, 0, 97, 0, 3, 312, 241, 71, 4, 67, 49, 9, 14, 11, 34, 2, 32, 21, 29, 26]
REASONS = {
    "B11": {
        "not advocacy": 17,
        "wrong population": 12,
        "no empirical data": 11,
        "before 2000": 5,
        "not in English or Welsh": 4,
    },
    "B18": {"no empirical data": 9, "wrong population": 7, "duplicate of included study": 5},
}


def tables():
    return open_tables(open_study("tiny"))


def counts(result):
    frame = result.frame
    return frame.loc[frame["reason"] == "", "records"].tolist()


def said(tiny, old, new):
    """What is said of a flow in whose screening something was replaced."""
    assert SCREENED.count(old) == 1
    with_review(tiny, SCREENED.replace(old, new))
    with pytest.raises(DataError) as error:
        literature_flow.flow(tables())
    return str(error.value)


def test_every_box_is_as_worked_by_hand(tiny):
    with_review(tiny)
    found = literature_flow.flow(tables())
    assert counts(found) == [8, 0, 1, 1, 0, 6, 1, 5, 1, 4, 1, 1, 0, 1, 2, 0, 2, 1, 4, 3]
    reasons = found.frame[found.frame["reason"] != ""]
    assert reasons.to_numpy().tolist() == [["B11", "no data", 1], ["B18", "no data", 1]]


def test_the_made_up_review_has_the_twenty_boxes_and_reasons_that_were_planned(tiny):
    with_made_review(tiny)
    found = literature_flow.flow(tables())
    assert counts(found) == ENGLISH
    for box, planned in REASONS.items():
        rows = found.frame[(found.frame["box"] == box) & (found.frame["reason"] != "")]
        assert dict(zip(rows["reason"], rows["records"], strict=True)) == planned
        assert rows["records"].is_monotonic_decreasing


def test_another_seed_draws_other_records_into_the_same_boxes(tiny):
    with_made_review(tiny, seed=8)
    assert counts(literature_flow.flow(tables())) == ENGLISH


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "P4,,,,,,N",
            "P4,,,,,,",
            "B6 (records screened) is 5: P4 (found.ris record 4) was found and not removed, and "
            "has no decision on title and abstract (screen1), but B1 + B2 - B3 - B4 - B5 leaves 6.",
        ),
        (
            "P2,,,,P1,,,",
            "P2,,,,P1,,N,",
            "B6 (records screened) is 7: P2 (found.ris record 2) was removed before screening",
        ),
        (
            "P5,,,,,,Y,N",
            "P5,,,,,,Y,",
            "B8 (reports sought) is 4: P5 (found.ris record 5) is to be read in full",
        ),
        (
            "P4,,,,,,N,",
            "P4,,,,,,N,Y",
            "P4 (found.ris record 4) was not kept on title and abstract",
        ),
        (
            "P6,,,,,,Y,Y,N,no data",
            "P6,,,,,,Y,Y,,",
            "B10 (reports assessed) is 3: P6 (found.ris record 6) was retrieved, and has no",
        ),
        (
            "P5,,,,,,Y,N,",
            "P5,,,,,,Y,N,Y",
            "B10 (reports assessed) is 5: P5 (found.ris record 5) was not retrieved, and has a",
        ),
        (
            "P6,,,,,,Y,Y,N,no data",
            "P6,,,,,,Y,Y,N,",
            "B11 (reports excluded by reason) is 1: P6 (found.ris record 6) was excluded on the "
            "full text without a reason (screen2_reason), but B11 reasons leaves 0.",
        ),
        (
            "W1,,Tea on the web,Web,,,,Y",
            "W1,,Tea on the web,Web,,,,",
            "B15 (reports sought, other methods) is 1: W1 (screened.csv row 10)",
        ),
        (
            "C1,,Cited tea,Refs,,,,Y,N,no data",
            "C1,,Cited tea,Refs,,,,Y,,",
            "B17 (reports assessed, other methods) is 1: C1 (screened.csv row 11)",
        ),
        (
            "C1,,Cited tea,Refs,,,,Y,N,no data",
            "C1,,Cited tea,Refs,,,,Y,N,",
            "B18 (reports excluded by reason, other methods) is 1: C1",
        ),
        (
            "P2,,,,P1,,,",
            "P2,,,,P1,other,,",
            "P2 (found.ris record 2) is a duplicate (dup_of) and removed otherwise (removed)",
        ),
    ],
)
def test_a_broken_equation_names_its_records(tiny, old, new, message):
    assert message in said(tiny, old, new)


def test_two_faults_that_cancel_out_are_both_named(tiny):
    with_review(
        tiny, SCREENED.replace("P4,,,,,,N", "P4,,,,,,").replace("P2,,,,P1,,,", "P2,,,,P1,,N,")
    )
    with pytest.raises(DataError) as error:
        literature_flow.flow(tables())
    assert "is 6: P4" in str(error.value)
    assert "is 6: P2" in str(error.value)


def test_without_a_review_there_are_no_rows(tiny):
    data = tables()
    assert literature_flow.flow(data).frame.empty
    assert literature_flow.searches(data).frame.empty


def test_searches_say_what_came_of_each(tiny):
    with_review(tiny)
    frame = literature_flow.searches(tables()).frame
    assert frame[["source", "records", "included"]].to_numpy().tolist() == [
        ["Base", 8, 3],
        ["Register", 0, 0],
        ["Web", 1, 1],
        ["Refs", 1, 0],
    ]
