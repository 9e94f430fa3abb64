"""The guide to QCA: what it shows can be run as it stands, and what it prints is what comes out."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
from pathlib import Path

import pytest

from compendium.analysis.qca.analyse import analyse
from compendium.analysis.qca.case_table import (
    CASES_PER_CONDITION,
    LEAST_CASES,
    MOST_TERMS,
    case_table,
)
from compendium.analysis.qca.minimise import CONTRADICTIONS
from compendium.analysis.qca.truth_table import truth_table

GUIDE = (Path(__file__).parents[1] / "docs" / "qca.md").read_text(encoding="utf-8")
CELLS = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", GUIDE, re.DOTALL)


def test_every_cell_prints_what_the_guide_says(wales):
    names = {"study": wales}
    for code, said in CELLS:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, names)
        assert plain(printed.getvalue()) == plain(said), code
    assert len(names["sites"]) == 3


def plain(text: str) -> list[str]:
    """Lines without the blanks at their ends, which an editor may drop."""
    return [line.rstrip() for line in text.strip().splitlines()]


def test_most_cells_print_something():
    assert sum(bool(said) for _, said in CELLS) >= 8


def test_everything_that_can_be_asked_is_in_the_guide():
    asked = {
        name
        for function in (analyse, truth_table, case_table)
        for name in inspect.signature(function).parameters
    } - {"how", "names"}
    table = GUIDE.partition("## Asking")[2].partition("\n\nAlways")[0]
    assert not [name for name in asked if f"`{name}" not in table]
    assert not [word for word in CONTRADICTIONS if f"`{word}`" not in table]


@pytest.mark.parametrize(
    ("rule", "number"), [("At least ten cases", 10), ("and three for each condition", 3)]
)
def test_the_house_rules_are_those_of_the_code(rule, number):
    assert rule in GUIDE
    assert number in (LEAST_CASES, CASES_PER_CONDITION)
    assert "20 million" in GUIDE
    assert 3**15 <= MOST_TERMS < 3**16
