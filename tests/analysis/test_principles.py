"""Principles and what bears them: the rule on made answers, and decisions that part from it."""

from __future__ import annotations

import dataclasses

import pytest
from practised import add_practice, rated_principles, with_principles
from tiny import write_quotes

from compendium.analysis.practice.principles import principles, spoken
from compendium.analysis.survey.consensus_results import statements
from compendium.intake.tables import open_tables
from compendium.problems import DataError
from compendium.study_folder import open_study
from compendium.words import Text

# The dossier's design, section 9.3: of each principle the share of young people, advocates and
# professionals who hold it to be important, of everybody who hold it to be doable, the verdict.
PEOPLE = {"young_person": 46, "advocate": 11, "professional": 75}
DESIGN = {
    "F1": (89, 91, 84, 71, "retain"),
    "F2": (93, 82, 72, 44, "retain_with_note"),
    "F3": (87, 100, 81, 77, "retain"),
    "F4": (96, 91, 76, 52, "retain"),
    "F5": (78, 73, 61, 48, "discuss"),
    "F6": (74, 91, 79, 58, "retain"),
    "F7": (80, 82, 71, 63, "retain"),
}


@pytest.fixture(scope="module")
def designed(practice):
    return rated_principles(practice, PEOPLE, {name: row[:-1] for name, row in DESIGN.items()})


def test_made_answers_have_the_designs_shares(designed):
    frame = statements(designed).frame
    first = frame[frame["question"] == "first"]
    found = first.pivot(index="statement", columns="group", values="percent").round()
    assert found[list(PEOPLE)].to_numpy().tolist() == [list(row[:3]) for row in DESIGN.values()]
    together = frame[frame["group"] == "everybody"]
    assert together["percent"].round().tolist() == [row[3] for row in DESIGN.values()]


def test_the_rule_says_of_the_design_what_it_should(designed):
    found = statements(designed).frame.groupby("statement", observed=True)["result"].first()
    assert found.to_dict() == {name: row[-1] for name, row in DESIGN.items()}


def test_f5_fails_in_professionals_alone(designed):
    frame = statements(designed).frame.set_index(["statement", "question", "group"])
    verdicts = [frame.at[("F5", "first", g), "verdict"] for g in PEOPLE]
    assert verdicts == ["retain", "retain", "discuss"]
    # 46 of 75 agree; 70 percent are 52.5, so 53 are needed.
    assert frame.at[("F5", "first", "professional"), "others"] == 7


def test_a_principle_holds_the_rows_that_bear_it(practice):
    frame = principles(practice).frame
    own = frame[frame["principle"] == "F2"]
    assert own.loc[own["source"] == "theory", "at"].tolist() == ["cmoc_id=T1"]
    assert own.loc[own["source"] == "decisions", "about"].tolist() == ["D2", "D10"]
    rated = own[own["source"] == "consensus"]
    assert set(rated["question"]) == {"first", "second"}
    assert all(at.startswith("statement=F2;") for at in rated["at"])


def test_what_people_wrote_stands_in_the_labels(practice):
    labels = principles(practice).labels
    assert [t.en for t in labels["asks"].values()] == ["Ask first.", "Leave time.", "Tell them."]
    assert labels["asked_of"]["F1 2"].cy == "arweinwyr"
    assert labels["mechanism"]["F1 PT1"].en.startswith("PT1: if somebody is welcomed, then they")
    assert labels["signed_on"]["F1"] == Text("1 April 2024", "1 Ebrill 2024")
    assert "F2" not in labels["status"]


def test_a_study_without_a_framework_has_no_rows(area):
    assert principles(area("")).frame.empty


def decided(data, name, **changes):
    """The design with one principle decided on."""
    framework = data.study.framework
    named = [
        dataclasses.replace(p, **changes) if p.principle == name else p
        for p in framework.principles
    ]
    framework = dataclasses.replace(framework, principles=tuple(named))
    return dataclasses.replace(data, study=dataclasses.replace(data.study, framework=framework))


SAID = Text("It matters most to those it is for.")


@pytest.mark.parametrize(
    ("name", "changes", "refused"),
    [
        ("F5", {"status": "retained"}, "F5: it is retained, but the consensus rule says to disc"),
        ("F5", {"status": "retained", "reason": Text(" ")}, "F5: it is retained"),
        ("F5", {"status": "retained", "reason": SAID}, ""),
        ("F5", {"status": "to_discuss"}, ""),
        ("F5", {}, ""),
        ("F2", {"status": "retained"}, "F2: it has no note, but the consensus rule says that it"),
        ("F2", {"status": "retained", "note": SAID}, ""),
        ("F2", {"status": "retained", "reason": SAID}, ""),
        ("F1", {"status": "retained"}, ""),
        ("F1", {"status": "to_discuss"}, ""),
    ],
)
def test_who_decides_against_the_rule_says_why(designed, name, changes, refused):
    data = decided(designed, name, **changes)
    if not refused:
        assert len(principles(data).frame)
        return
    with pytest.raises(DataError) as caught:
        principles(data)
    assert refused in str(caught.value)


def test_every_contradiction_is_told_at_once(designed):
    data = decided(decided(designed, "F5", status="retained"), "F2", status="retained")
    with pytest.raises(DataError) as caught:
        principles(data)
    assert [p.where for p in caught.value.problems] == ["principle F2", "principle F5"]


def test_words_are_those_of_people_the_service_is_for(tiny):
    add_practice(tiny)
    segments = open_tables(open_study("tiny")).segments
    places = segments.set_index("text")["segment_id"]
    said = {"There was tea, always.": "Tea always.", "I make the tea.": "I make it."}
    write_quotes(tiny, {places[text]: approved for text, approved in said.items()})
    data = open_tables(open_study("tiny"))
    # T1, behind F2, has the theme of tea; the second speaker is a worker, whom it is not for.
    frame = spoken(data).frame
    assert frame[["principle", "text", "group"]].to_numpy().tolist() == [
        ["F2", "Tea always.", "parent"]
    ]
    nobody = dataclasses.replace(data.study.header, workshops=None)
    everyone = dataclasses.replace(data, study=dataclasses.replace(data.study, header=nobody))
    assert spoken(everyone).frame["text"].tolist() == ["I make it.", "Tea always."]


def test_a_principle_that_nobody_rated_has_no_rating(practice):
    data = with_principles(practice, consensus="")
    frame = principles(data).frame
    assert "consensus" not in set(frame.loc[frame["principle"] == "F1", "source"])
