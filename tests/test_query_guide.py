"""The guide to asking coded talk: what it shows can be run as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from unittest import mock

import pytest

from compendium.analysis.qualitative import queries
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release

GUIDE = (Path(__file__).parents[1] / "docs" / "query-talk.md").read_text(encoding="utf-8")
CELLS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def test_every_cell_of_the_guide_shows_something(area):
    names = {"data": area(""), "release": Release(area(""), profile_named("exact"))}
    with mock.patch("compendium.displays.qualitative.meeting_verbs.show") as shown:
        for cell in CELLS:
            exec(cell, names)
    kinds = [call.args[0].kind for call in shown.call_args_list]
    assert kinds == ["passages", "co_occurrence", "triads"]


@pytest.mark.parametrize("name", [*queries.COLUMNS, queries.WORDS])
def test_every_attribute_is_in_the_guide(name):
    assert re.search(rf"`{name}\b", GUIDE)


@pytest.mark.parametrize("query", re.findall(r"^\| `([^`]+)` ", GUIDE, re.MULTILINE)[:6])
def test_every_query_of_the_guide_can_be_asked(area, query):
    assert queries.passages(area(""), query).measure == "passages"
