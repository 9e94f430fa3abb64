"""Other types of joint display, by hand on the tiny study (its answers: tests/tiny.py)."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.joint_displays.joint_types import (
    data_collection,
    stats_by_theme,
    theory_driven,
)
from compendium.analysis.theory.realist import theory
from compendium.intake.tables import open_tables
from compendium.problems import DataError
from compendium.study_folder import open_study

GUIDE = """
topic_guides:
  - guide: talks
    label: {en: Talks with parents, cy: Sgyrsiau}
    groups: [parent]
    questions:
      - {question: "1", text: {en: What was the tea like?, cy: Sut oedd y te?}, tests: [T1]}
      - {question: "2", text: {en: Anything else?, cy: Rhywbeth arall?}}
"""


def opened(site=""):
    return open_tables(open_study("tiny"), site)


def joined(tiny, **answers):
    """Whether each person agreed that their answers and interviews are joined."""
    path = tiny / "consent.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table.insert(11, "link_consent", [answers.get(p, "yes") for p in table["participant_id"]])
    table.to_csv(path, index=False)


def scores(site=""):
    """People, people with a score, and mean, by row and whether they raised it."""
    frame = stats_by_theme(opened(site)).frame
    found = frame.set_index(["row", "raised"])[["people", "n", "mean"]].round(3)
    return {key: tuple(row) for key, *row in found.itertuples()}


def test_scores_of_those_who_raised_a_theme_stand_beside_the_others(tiny):
    joined(tiny)
    found = scores()
    # say of Q1, Q2, Q5, Q6, who raise warmth: 14/3, 4, 3, 4/3; Q3 does not and has no score.
    assert found["say", "raised"] == (4, 4, 3.25)
    assert found["say", "not_raised"][:2] == (1, 0)
    # trust now: Q3 alone speaks of papers, 2; the others 4, 3, 5, 4.
    assert found["trust", "raised"] == (1, 1, 2.0)
    assert found["trust", "not_raised"] == (4, 4, 4.0)


def test_the_lowest_and_the_highest_score_are_told(tiny):
    joined(tiny)
    frame = stats_by_theme(opened()).frame.set_index(["row", "raised"])
    assert frame.loc[("trust", "not_raised"), ["lowest", "highest"]].tolist() == [3, 5]


def test_whoever_did_not_agree_is_not_joined(tiny):
    joined(tiny, Q2="no", Q3="no")
    found = scores()
    assert found["say", "raised"] == (3, 3, 3.0)
    assert found["say", "not_raised"][:2] == (0, 0)


def test_an_answer_that_is_neither_yes_nor_no_is_refused(tiny):
    joined(tiny, Q2="Yes, gladly")
    with pytest.raises(DataError, match=r"row 3: link_consent = 'Yes, gladly'.*yes or no"):
        opened()


def test_who_was_never_asked_is_not_joined(tiny):
    assert stats_by_theme(opened()).frame.empty


def test_a_site_joins_its_own_people(tiny):
    joined(tiny)
    assert scores("002")["say", "raised"] == (2, 2, round((3 + 4 / 3) / 2, 3))


def test_groups_that_the_survey_did_not_ask_are_not_there(tiny):
    # The talk of row heard is workers', who got no survey; row tea has no survey at all.
    joined(tiny)
    assert scores()["heard", "raised"][:2] == (0, 0)
    assert "tea" not in {row for row, _ in scores()}


def test_pieces_of_each_strand_stand_with_their_statement(tiny):
    frame = theory_driven(opened()).frame
    found = frame.loc[0, lambda f: f.ne(0).loc[0]].to_dict()
    # E1, E2, E3 support, E4 refines, E5 is a survey's; E6 is not relevant, E7 withdrew, E8 rival.
    assert found == {
        "pt_id": "PT1",
        "people": 4,
        "interviews_supports": 3,
        "interviews_refines": 1,
        "survey_supports": 1,
        "spreads": found["spreads"],
    }


@pytest.mark.parametrize("site", ["", "A"])
def test_the_spread_of_a_configuration_is_that_of_the_theory(area, site):
    data = area(site)
    said = "\n".join(theory_driven(data).frame["spreads"]).split("\n")
    frame = theory(data).frame
    assert sorted(said) == sorted(f"{c}={w}" for c, w in zip(*map(frame.get, ("cmoc_id", "spread")),
                                                             strict=True))  # fmt: skip


def test_every_piece_that_counts_stands_in_one_strand(area):
    data = area("")
    frame = theory_driven(data).frame
    counts = [c for c in frame if c.endswith(("_supports", "_refines", "_refutes"))]
    evidence = data.evidence[data.evidence["rival"] == "no"]
    count = evidence["relevance"].astype(int).ge(1) & evidence["rigour"].astype(int).ge(1)
    assert frame[counts].to_numpy().sum() == count.sum()


def collected(tiny):
    frame = data_collection(opened()).frame.set_index("construct")
    return frame[["items", "questions", "codes", "passages"]].T.to_dict("list")


def test_items_codes_and_passages_of_a_topic_stand_together(tiny):
    assert collected(tiny) == {
        "say": ["S1\nS2\nS3", "", "K1\nK1.2", 6],
        "trust": ["T1\nT2", "", "K2", 2],
        "open": ["O1", "", "", 0],
    }


def test_a_question_stands_with_the_topic_of_what_it_was_to_test(tiny):
    path = tiny / "study.yml"
    path.write_text(path.read_text("utf-8") + GUIDE, "utf-8")
    assert collected(tiny)["say"][1] == "talks 1"
    assert collected(tiny)["trust"][1] == ""
