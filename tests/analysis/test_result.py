"""A Result knows its columns; where its data come from is said by the data."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.result import Result, origin_of
from compendium.words import Text


def result(**changes):
    given = {
        "measure": "themes",
        "frame": pd.DataFrame({"area": ["A"], "people": [3], "asked": [8]}),
        "by": ("area",),
        "people": "people",
        "kinds": {"asked": "base"},
        "population": Text("people"),
        "method": "method_themes",
        "origin": "synthetic",
    }
    return Result(**{**given, **changes})


def test_a_result_shows_its_shape_and_none_of_its_numbers():
    assert repr(result()) == "Result(themes, 1 rows by area; exact)"


def test_a_column_nobody_named_is_refused():
    with pytest.raises(AssertionError):
        result(kinds={})


def test_a_kind_the_door_does_not_know_is_refused():
    with pytest.raises(AssertionError):
        result(kinds={"asked": "secret"})


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ([["real", "real"]], "real"),
        ([["real", "synthetic"]], "synthetic"),
        ([["real"], ["synthetic"]], "synthetic"),
        ([["real"], []], "real"),
        ([["synthetic"], []], "synthetic"),
        ([[], []], "synthetic"),
    ],
)
def test_one_made_up_row_makes_everything_made_up(origins, expected):
    assert origin_of(*(pd.DataFrame({"data_origin": o}) for o in origins)) == expected
