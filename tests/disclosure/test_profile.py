"""Profiles: thresholds at their boundaries (Welsh survey estimates: 10, 25, 40)."""

from __future__ import annotations

import pytest

from compendium.disclosure.profile import profile_named
from compendium.problems import StudyError


@pytest.mark.parametrize(
    ("base", "mark"),
    [
        (0, "c"),
        (9, "c"),
        (10, "u"),
        (24, "u"),
        (25, "limited"),
        (39, "limited"),
        (40, ""),
        (400, ""),
    ],
)
def test_a_base_is_marked_by_its_size(base, mark):
    assert profile_named("welsh_evaluation").base_mark(base) == mark


@pytest.mark.parametrize("base", [0, 1, 9, 40])
def test_the_teams_own_profile_marks_nothing(base):
    assert profile_named("exact").base_mark(base) == ""


def test_only_the_teams_profile_is_not_public():
    assert profile_named("welsh_evaluation").public
    assert not profile_named("exact").public


def test_an_unknown_profile_is_answered_with_those_there_are():
    with pytest.raises(StudyError, match=r"There is: welsh_evaluation, opensafely, .*exact"):
        profile_named("none")
