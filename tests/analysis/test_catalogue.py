"""Results by name, as a finding asks for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compendium.analysis.catalogue import RESULTS, result
from compendium.problems import StudyError

GUIDE = Path(__file__).parents[2] / "docs" / "plan-and-conclude.md"


def named_by(name: str) -> set[str]:
    """What the guide says a row of this result is named by."""
    line = re.search(rf"^\| `{name}`.*\| ([^|]*) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    return set(re.findall(r"`(\w+)`", line[1]))


@pytest.mark.parametrize("name", RESULTS)
def test_the_guide_names_a_row_of_each_result_by_its_keys(area, name):
    keys = set(result(name, area("")).by)
    assert named_by(name)
    assert named_by(name) <= keys


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("score", r"no result 'score'\. There is: sample, scores"),
        ("scores:patient", r"names no instrument of the study\. There is: parent, advocate"),
        ("scores:professional:parent", r"names no group of professional\. There is: social_worker"),
        ("themes:parent", r"takes no more than 0 names after it"),
    ],
)
def test_a_name_that_leads_nowhere_is_answered_with_what_there_is(area, name, message):
    with pytest.raises(StudyError, match=message):
        result(name, area(""))


# Of talk, casework and theory: counted, or judged by people; their methods say what they rest on.
NOT_OF_A_SURVEY = {"joint", "referrals", "waits", "median_waits"}


@pytest.mark.parametrize("name", sorted(set(RESULTS) - NOT_OF_A_SURVEY))
def test_a_result_that_infers_says_what_it_rests_on(area, name):
    found = result(name, area(""))
    if {"lower", "p", "p_holm"} & set(found.kinds):
        assert found.assumption
