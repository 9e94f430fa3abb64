"""Definitions and small tables that are damaged or do harm: refused, with the file named."""

from __future__ import annotations

import pytest

from compendium.definitions import read_csv_rows, read_yaml
from compendium.intake.text_table import text_table
from compendium.problems import DataError, StudyError

BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, r"it\.yml line 2: .*\*a0 stands for another entry"),
        ("loop: &l [*l]\n", r"it\.yml line 1: .*\*l stands for another entry"),
        ("[" * 30_000 + "]" * 30_000, r"it\.yml line 1: .*more than 100 deep"),
        ("- " * 30_000 + "x", r"it\.yml line 1: .*more than 100 deep"),
        ('a: "\\U99999999"\n', r"it\.yml.*this is not YAML"),
    ],
)
def test_yaml_that_loops_or_is_nested_deep_is_refused_where_it_does(tmp_path, text, message):
    (tmp_path / "it.yml").write_text(text, "utf-8")
    with pytest.raises(StudyError, match=message):
        read_yaml(tmp_path / "it.yml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"it\.csv: the table has no headings"),
        (" \n", r"it\.csv: the table has no headings"),
        ("a,b\n1,2\n3\n", r"it\.csv row 3: the row has 1 cells, but there are 2 headings"),
        (f"a,b\n1,{'x' * 200_000}\n", r"it\.csv: this is not CSV: field larger"),
    ],
)
def test_a_table_of_definitions_that_is_cut_short_or_no_table_is_refused(tmp_path, text, message):
    (tmp_path / "it.csv").write_text(text, "utf-8")
    with pytest.raises(StudyError, match=message):
        read_csv_rows(tmp_path / "it.csv")


def test_a_table_of_definitions_may_have_no_rows_yet(tmp_path):
    (tmp_path / "it.csv").write_text("a,b\n", "utf-8")
    assert read_csv_rows(tmp_path / "it.csv") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,a\n1,2\n", r"it\.csv row 1: the heading a stands twice"),
        (f"a,b\n1,{'x' * 200_000}\n", r"it\.csv: this is not CSV: field larger"),
        ("a,b\n\n1\n", r"it\.csv row 3: the row has 1 cells"),
    ],
)
def test_a_small_table_that_is_none_is_refused_in_words(tmp_path, text, message):
    (tmp_path / "it.csv").write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        text_table(tmp_path / "it.csv")
