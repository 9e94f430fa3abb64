"""Table one, rates and the checklist as a reader sees them."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from shown import released

from compendium.displays.survey.table_one import cherries_table, response_table, table_one_table
from compendium.words import Text

LABELS = {
    "item_id": {
        "respondents": Text("Respondents", "Ymatebwyr"),
        "C": Text("How many children?", "Faint o blant?"),
    },
    "level": {
        "everybody": Text("Respondents", "Ymatebwyr"),
        "C.1": Text("One", "Un"),
        "C.2": Text("Two", "Dau"),
        "not_known": Text("Not known", "Ddim yn hysbys"),
    },
    "area": {"A": Text("area A", "ardal A"), "all": Text("all areas", "pob ardal")},
}
NO = math.nan


def described():
    """Area A and all areas: one level of A is hidden, a bound stands for the other."""
    rows = [
        ("respondents", "everybody", "A", NO, NO, 37.0),
        ("respondents", "everybody", "all", NO, NO, 90.0),
        ("C", "C.1", "A", 27.0, 75.0, 35.0),
        ("C", "C.1", "all", 60.0, 75.0, 80.0),
        ("C", "C.2", "A", NO, NO, 35.0),
        ("C", "C.2", "all", 20.0, 25.0, 80.0),
        ("C", "not_known", "A", NO, NO, NO),
        ("C", "not_known", "all", 10.0, NO, NO),
    ]
    frame = pd.DataFrame(rows, columns=["item_id", "level", "area", "people", "percent", "base"])
    kinds = dict.fromkeys(("item_id", "level", "area"), "key")
    kinds |= {"people": "count", "percent": "percent", "base": "base"}
    marks = {(0, "base"): "over", (2, "people"): "over", (2, "percent"): "over"}
    marks |= {(4, "people"): "c", (4, "percent"): "c", (6, "people"): "c"}
    by = ("item_id", "level", "area")
    return released("table_one", frame, by, kinds, marks, labels=LABELS, method="method_table_one")


def rows(table):
    return [(r.head, *r.cells) for r in table.rows]


def test_areas_are_columns_and_their_heads_say_of_how_many():
    heads = table_one_table(described(), "en").columns
    assert heads[0] == "Characteristic"
    assert heads[1] == "Area A, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}over 37\N{NO-BREAK SPACE}[l]"
    assert heads[2] == "All areas, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}90"


def test_levels_stand_below_their_question_with_people_and_share():
    found = rows(table_one_table(described(), "en"))
    assert found[0] == (
        "How many children?",
        "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}35",
        "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}80",
    )
    assert found[1] == ("One", "over 27 (over 75%)", "60 (75%)")
    assert found[2] == ("Two", "[c]", "20 (25%)")
    assert found[3] == ("No answer", "[c]", "10")


def test_the_table_is_said_in_welsh():
    found = table_one_table(described(), "cy")
    assert found.columns[0] == "Nodwedd"
    assert [row.head for row in found.rows] == ["Faint o blant?", "Un", "Dau", "Dim ateb"]


def rated(**changes):
    row = {"set": "p", "area": "A", "invited": 78.0, "answered": 37.0, "rate": 47.0}
    row |= {"lower": 38.0, "upper": 64.0, "finished": 35.0, "guard": ""} | changes
    kinds = {"set": "key", "area": "key", "invited": "count", "answered": "base"}
    kinds |= dict.fromkeys(("rate", "lower", "upper", "finished"), "percent") | {"guard": "guard"}
    marks = {} if row["guard"] else {(0, "rate"): "over", (0, "answered"): "over"}
    labels = {"set": {"p": Text("parents", "rhieni")}, "area": LABELS["area"]}
    made = released(
        "response",
        pd.DataFrame([row]),
        ("set", "area"),
        kinds,
        marks,
        labels=labels,
        method="method_response",
    )
    return rows(response_table(made, "en"))


def test_a_rate_stands_beside_its_numbers_with_its_interval():
    heading, row = rated()
    assert heading == ("Parents", "", "", "", "")
    assert (row[0], row[1], row[3], row[4]) == ("Area A", "78", "over 47% (38% to 64%)", "35%")


def test_a_row_without_a_rate_says_why():
    none = dict.fromkeys(("rate", "lower", "upper", "invited"), NO)
    row = rated(guard="guard_invited_not_noted", **none)[1]
    assert row[3] == "no rate: nobody noted how many were invited"


def checklist(months, mark=""):
    """Of one item, when answers came in: of one set of respondents."""
    columns = ["item", "set", "area", "status", "first", "last", "percent", "lower", "upper"]
    frame = pd.DataFrame(
        [
            ["dates", "", "", "computed", "", "", NO, NO, NO],
            ["dates", "p", "A", "", *months, NO, NO, NO],
        ],
        columns=columns,
    ).assign(set_aside=NO, guard="")
    kinds = dict.fromkeys(("item", "set", "area"), "key")
    kinds |= dict.fromkeys(("status", "first", "last"), "text")
    kinds |= dict.fromkeys(("percent", "lower", "upper"), "percent")
    kinds |= {"set_aside": "count", "guard": "guard"}
    labels = {
        "item": {"dates": Text("When", "Pryd")},
        "heading": {"dates": Text("How it was run", "Sut")},
        "set": {"p": Text("parents", "rhieni")},
        "area": LABELS["area"],
        "report": {},
        "computed": {},
    }
    marks = {(1, "first"): mark, (1, "last"): mark} if mark else {}
    by = ("item", "set", "area")
    made = released("cherries", frame, by, kinds, marks, labels=labels, method="method_cherries")
    return rows(cherries_table(made, "en"))[1]


@pytest.mark.parametrize(
    ("months", "mark", "said"),
    [
        (("2023-03", "2023-06"), "", "Parents: March 2023 to June 2023"),
        (("2023-03", "2023-03"), "", "Parents: March 2023"),
        (("", ""), "", "Parents: dates were not recorded"),
        (("", ""), "c", "Parents: [c]"),
    ],
)
def test_when_answers_came_in_is_said_in_months(months, mark, said):
    assert checklist(months, mark) == ("When", said)
