"""Scores before and now, looking back: worked by hand on the tiny study."""

from __future__ import annotations

import pytest
from tiny import responses, write_survey

from compendium.analysis.survey import comparison
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


def stages(site=""):
    frame = comparison.before_and_now(open_tables(open_study("tiny"), site)).frame
    assert set(frame["construct"]) == {"trust"}
    return frame.set_index("stage")


def test_means_are_of_those_with_a_score_for_both(tiny):
    # Before 2, 3, 3, 1 = (1 + 1) / 2 and Q6 none; now of the same 4, 3, 2 and 5.
    found = stages()
    assert found["n"].tolist() == [4, 4]
    assert found["around"].tolist() == [5, 5]
    assert found["mean"].tolist() == [2.5, 3.5]


def test_intervals_are_those_of_a_t_test(tiny):
    # R: t.test(c(2, 3, 4, 1))$conf.int is 0.4457397 to 4.5542603; t.test(c(4, 3, 2, 5)) one more.
    found = stages()
    assert found["lower"].tolist() == pytest.approx([0.4457397, 1.4457397], abs=1e-6)
    assert found["upper"].tolist() == pytest.approx([4.5542603, 5.5542603], abs=1e-6)


def test_one_person_has_no_mean_and_a_reason(tiny):
    write_survey(tiny / "raw" / "survey.sav", responses().head(1))
    found = stages()
    assert (found["n"].tolist(), set(found["guard"])) == ([1, 1], {"guard_few_people"})
    assert found[["mean", "lower", "upper"]].isna().all(axis=None)


def test_stages_are_said_in_words_in_their_order(tiny):
    labels = comparison.before_and_now(open_tables(open_study("tiny"), "")).labels["stage"]
    assert [(s, t.en, t.cy) for s, t in labels.items()] == [
        ("before", "before", "cynt"),
        ("now", "now", "nawr"),
    ]


def test_it_is_no_effect_and_has_no_test(tiny):
    result = comparison.before_and_now(open_tables(open_study("tiny"), ""))
    assert result.assumption == "assumption_before_now"
    assert "p" not in result.kinds.values()


def test_the_parts_are_the_sites_own(area):
    result = comparison.before_and_now(area(""), "parent")
    own = [comparison.before_and_now(area(site), "parent").frame for site in "ABC"]
    assert [part.frame.equals(frame) for part, frame in zip(result.parts, own, strict=True)] == [
        True
    ] * 3
