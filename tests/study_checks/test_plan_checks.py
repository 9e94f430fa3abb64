"""Planned comparisons that cannot be made, or must not, are refused in a researcher's words."""

from __future__ import annotations

import re

import pytest
from test_study import message, spoil

from compendium.study_folder import open_study

BETWEEN_SITES = "    between: site\n"
INSIDE = '    between: S1\n    sites: ["002"]\n    levels: ["1", "3"]\n'
HERE = "study.yml planned_comparisons parents_by_area: "


def entry_of(tiny):
    text = (tiny / "study.yml").read_text("utf-8")
    return re.search(r"  - comparison:.*?reason:[^\n]*\n", text, re.DOTALL)[0]


def plan(tiny, before, after):
    spoil(tiny, "study.yml", before, after)
    return message()


def test_the_tiny_plan_and_a_plan_inside_one_site_are_whole(tiny):
    (found,) = open_study("tiny").header.planned_comparisons
    assert (found.between, found.constructs) == ("site", ("say",))
    spoil(tiny, "study.yml", BETWEEN_SITES, INSIDE)
    assert open_study("tiny").header.planned_comparisons[0].levels == ("1", "3")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "instrument: form\n    constructs",
            "instrument: from\n    constructs",
            "instrument 'from' is unknown, but known are form",
        ),
        ("constructs: [say]", "constructs: [sway]", "construct 'sway' is unknown"),
        ("constructs: [say]", "constructs: []", "it compares no construct. Add `constructs:`."),
        (
            "constructs: [say]",
            "constructs: [open]",
            "open has no score, but comparisons are",
        ),
        (
            "constructs: [say]",
            "constructs: [trust]",
            "trust was asked about before and now in one sitting, but what people say looking "
            "back is never compared between groups",
        ),
        (BETWEEN_SITES, BETWEEN_SITES + '    sites: ["009"]\n', "site '009' is unknown"),
        (BETWEEN_SITES, BETWEEN_SITES + "    groups: [uncle]\n", "group 'uncle' is unknown"),
        (BETWEEN_SITES, "    between: S9\n", "between 'S9' is unknown"),
        (
            BETWEEN_SITES,
            BETWEEN_SITES + '    sites: ["001"]\n',
            "it has fewer than two sites, but a comparison needs two groups",
        ),
        (
            BETWEEN_SITES,
            BETWEEN_SITES + '    levels: ["1"]\n',
            "it has levels, but sites have",
        ),
        (
            BETWEEN_SITES,
            INSIDE.replace('["002"]', '["001", "002"]'),
            "it compares answers to S1 in 001, 002, but answers are compared inside exactly one "
            "site. Name one site under `sites:`; otherwise area and answer cannot be told apart.",
        ),
        (BETWEEN_SITES, "    between: S1\n", "it compares answers to S1 in no site by name"),
        (BETWEEN_SITES, INSIDE.replace('"3"', '"98"'), "level '98' is unknown, but known are 1, 2"),
        (
            BETWEEN_SITES,
            INSIDE.replace('["1", "3"]', '["1"]'),
            "it has fewer than two levels, but S1 has 1, 2, 3, 4, 5",
        ),
        (BETWEEN_SITES, INSIDE.replace("S1", "O1"), "O1 has no answers to choose from"),
    ],
)
def test_a_plan_that_cannot_be_made_is_refused(tiny, before, after, said):
    found = plan(tiny, before, after)
    assert HERE + said in found or (said in found and HERE in found)


@pytest.mark.parametrize("groups", ["", "    groups: [worker]\n"])
def test_small_staff_groups_are_never_compared_by_area(tiny, groups):
    spoil(tiny, "instruments/form.yml", "groups: [parent]", "groups: [parent, worker]")
    found = plan(tiny, BETWEEN_SITES, BETWEEN_SITES + groups)
    assert HERE + "it compares worker by area, but groups with pooled_as are shown" in found
    spoil(tiny, "study.yml", BETWEEN_SITES + groups, BETWEEN_SITES + "    groups: [parent]\n")
    assert open_study("tiny").header.planned_comparisons[0].groups == ("parent",)


def test_a_comparison_is_given_once(tiny):
    entry = entry_of(tiny)
    found = plan(tiny, entry, entry * 2)
    assert HERE + "the comparison is given 2 times. Give each comparison its own id." in found


def test_a_family_is_seen_from_one_place(tiny):
    entry = entry_of(tiny)
    other = entry.replace("parents_by_area", "by_answer").replace(BETWEEN_SITES, INSIDE)
    found = plan(tiny, entry, entry + other)
    assert "family parents: parents_by_area, by_answer are not made in the same place" in found
    spoil(tiny, "study.yml", other, other.replace("family: parents", "family: answers"))
    assert len(open_study("tiny").header.planned_comparisons) == 2


def test_all_that_is_wrong_with_a_plan_is_said_at_once(tiny):
    spoil(tiny, "study.yml", "constructs: [say]", "constructs: [sway, trust]")
    found = plan(tiny, BETWEEN_SITES, BETWEEN_SITES + '    sites: ["001"]\n    levels: ["1"]\n')
    assert len(found.splitlines()) == 4
