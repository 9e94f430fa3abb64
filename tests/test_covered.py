"""What coverage says, by part of the compendium, with the modules that have most holes."""

from __future__ import annotations

import pytest
from covered import holes, table


def files(**modules):
    return {
        f"src/compendium/{name.replace('__', '/')}.py": {
            "summary": {"num_statements": lines, "missing_lines": missed}
        }
        for name, (lines, missed) in modules.items()
    }


def test_parts_stand_with_the_most_holes_first_and_the_worst_modules_named():
    found = holes(files(build__run=(10, 4), build__jobs=(20, 3), build__lock=(5, 2), words=(5, 0)))
    assert found == [
        ("build", 35, 9, "`build/run` 4, `build/jobs` 3"),
        ("words", 5, 0, ""),
    ]


@pytest.mark.parametrize(("missed", "reached"), [(0, "100 %"), (1, "99 %"), (200, "0 %")])
def test_a_share_is_never_rounded_up_to_all(missed, reached):
    assert f"| `words` | 200 | {missed} | {reached} |" in table([("words", 200, missed, "")])


def test_a_part_without_lines_is_left_out():
    assert holes(files(words=(0, 0))) == []
