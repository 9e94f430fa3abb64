"""Evidence on CMOCs: tiny worked by hand, the rest on made-up pieces in tiny's two areas."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from compendium.analysis.theory import realist
from compendium.analysis.theory.regularities import CONTEXT_WORDS, differing_fields
from compendium.intake.tables import open_tables
from compendium.schemas import typed
from compendium.study import CONTEXT_FIELDS
from compendium.study_folder import open_study


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"))


def with_pieces(data, *rows):
    """Tiny with evidence on T1 made up: person, direction, area (and what else is given)."""
    people = data.participants.set_index("participant_id")
    frame = pd.DataFrame(
        [
            {
                "evidence_id": f"X{i}",
                "cmoc_id": "T1",
                "participant_id": person,
                "group": people["group"].get(person, ""),
                "site_id": people["site_id"].get(person, "001"),
                "direction": direction,
                "element": "O",
                "source_type": "segment",
                "data_type": "interview",
                "relevance": "1",
                "rigour": "1",
                "rival": "no",
                "data_origin": "synthetic",
                **more,
            }
            for i, (person, direction, more) in enumerate(rows)
        ]
    )
    return dataclasses.replace(data, evidence=typed(frame, "evidence"))


def cmoc(data, **changes):
    """Tiny with T1 changed."""
    first, *rest = data.study.cmocs
    cmocs = (dataclasses.replace(first, **changes), *rest)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, cmocs=cmocs))


def row(result, **keys):
    frame = result.frame
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    (found,) = frame.to_dict("records")
    return found


def parents_who_support(data):
    keys = {"cmoc_id": "T1", "group": "parent", "area": "001", "direction": "supports"}
    return row(realist.evidence_matrix(data), **keys)


def test_the_matrix_counts_people_of_those_asked_by_heading_area_and_direction(data):
    frame = realist.evidence_matrix(data).frame.set_index(
        ["cmoc_id", "group", "area", "direction"]
    )[["people", "asked", "pieces"]]
    assert frame.loc[("T1", "parent", "001", "supports")].tolist() == [1, 3, 1]
    assert frame.loc[("T1", "parent", "001", "refines")].tolist() == [1, 3, 1]
    assert frame.loc[("T1", "parent", "all", "supports")].tolist() == [2, 5, 2]
    assert frame.loc[("T1", "staff", "002", "supports")].tolist() == [1, 1, 1]
    # E6 has no relevance, so nobody refutes.
    assert frame.loc[("T1", "parent", "all", "refutes")].tolist() == [0, 5, 0]
    assert frame.loc[("T1", "survey", "001", "supports")].tolist() == [0, 0, 1]
    # What was said on the rival of T2 is not said of T2.
    assert frame.loc["T2"]["people"].sum() == 0


def test_two_pieces_of_one_person_are_one_person(data):
    again = with_pieces(data, ("Q1", "supports", {}), ("Q1", "supports", {}))
    found = row(
        realist.evidence_matrix(again),
        cmoc_id="T1",
        group="parent",
        area="001",
        direction="supports",
    )
    assert (found["people"], found["pieces"]) == (1, 2)


def test_pieces_without_a_known_person_have_headings_of_their_own(data):
    odd = with_pieces(
        data,
        ("", "supports", {}),
        ("", "refutes", {"data_type": "observation"}),
        ("", "supports", {"data_type": "casework", "source_type": "casework"}),
    )
    frame = realist.evidence_matrix(odd).frame
    frame = frame[(frame["pieces"] > 0) & (frame["area"] == "all")]
    assert frame[["group", "direction", "people", "pieces"]].to_numpy().tolist() == [
        ["unknown", "supports", 0, 1],
        ["observation", "refutes", 0, 1],
        ["casework", "supports", 0, 1],
    ]


def test_somebody_who_only_wrote_is_a_piece_and_nobody_of_those_asked(data):
    met = data.participants["interviewed"] & (data.participants["participant_id"] != "Q1")
    wrote = with_pieces(data, ("Q1", "supports", {"data_type": "open_answer"}))
    wrote = dataclasses.replace(wrote, participants=data.participants.assign(interviewed=met))
    found = row(
        realist.evidence_matrix(wrote),
        cmoc_id="T1",
        group="parent",
        area="001",
        direction="supports",
    )
    assert (found["people"], found["asked"], found["pieces"]) == (0, 2, 1)
    assert row(realist.theory(wrote), cmoc_id="T1")["people"] == 1


def test_spread_stands_beside_each_analysts_confidence(data):
    found = row(realist.theory(data), cmoc_id="T1")
    # Q1, Q5, Q8 support and Q2 refines; parents and workers; interviews and the survey.
    assert [found[c] for c in ("people", "groups", "data_types", "refuting")] == [4, 2, 2, 0]
    assert (found["spread"], found["linked"]) == ("some", "yes")
    assert found["sensitivity"] == "some_groups=3:thin"
    assert (found["confidence_1"], found["confidence_2"]) == ("moderate", "low")
    assert found["agreed"] == "analysts_differ"
    labels = realist.theory(data).labels["analyst"]
    assert {k: v.en for k, v in labels.items()} == {"confidence_1": "AA", "confidence_2": "BB"}


def test_a_cmoc_whose_only_evidence_was_withdrawn_is_unsupported(data):
    found = row(realist.theory(data), cmoc_id="T2")
    assert (found["spread"], found["people"]) == ("unsupported", 0)
    assert (found["confidence_1"], found["confidence_2"]) == ("very_low", "not_judged")
    assert found["agreed"] == "one_analyst"


def test_had_the_person_stayed_it_would_be_thin(tiny):
    path = tiny / "consent.csv"
    text = path.read_text(encoding="utf-8")
    stayed = text.replace("c7,withdrawn,2024-03-01,all", "c7,active,,")
    path.write_text(stayed, encoding="utf-8")
    found = row(realist.theory(open_tables(open_study("tiny"))), cmoc_id="T2")
    assert (found["spread"], found["people"]) == ("thin", 1)


def test_evidence_on_the_rival_is_no_evidence_on_the_cmoc(data):
    rival = {"rival": "yes"}
    both = with_pieces(
        data,
        ("Q1", "supports", rival),
        ("Q2", "supports", rival),
        ("Q3", "supports", rival),
        ("Q5", "supports", {}),
    )
    found = row(realist.theory(both), cmoc_id="T1")
    assert (found["people"], found["rival"]) == (1, "supported")
    assert row(realist.theory(data), cmoc_id="T1")["rival"] == "not_examined"


def test_a_theory_can_be_asked_of_some_cmocs_alone(data):
    assert realist.theory(data, ("T2",)).frame["cmoc_id"].tolist() == ["T2"]


def test_each_site_has_its_own_verdict(data):
    frame = realist.verdicts(data).frame.set_index(["cmoc_id", "area"])
    assert frame["verdict"].to_dict() == {
        ("T1", "001"): "thin",
        ("T1", "002"): "thin",
        ("T2", "001"): "not_examined",
        ("T2", "002"): "not_found",
    }
    assert frame.loc[("T1", "001"), ["people", "refines", "refutes", "asked"]].tolist() == [
        1,
        1,
        0,
        4,
    ]


def test_three_who_support_one_site_and_nobody_the_other_is_one_site_only(data):
    three = with_pieces(data, *[(q, "supports", {}) for q in ("Q1", "Q2", "Q3")])
    found = row(realist.patterns(three), cmoc_id="T1")
    assert (found["pattern"], found["supported_in"]) == ("site_only", "001")
    assert (found["looked_for"], found["people"]) == ("001 002", 3)
    # The model alone is known of both areas and differs.
    assert found["differs"] == "model"
    assert (found["final"], found["analyst"], found["judged_on"]) == (
        "not_established",
        "AA",
        "2024-04-12",
    )


def test_three_in_each_site_is_a_pattern_that_recurs(data):
    moves = data.participants["participant_id"] == "Q4"
    moved = data.participants.assign(site_id=data.participants["site_id"].mask(moves, "002"))
    names = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q8")
    rows = [(name, "supports", {}) for name in names]
    six = with_pieces(dataclasses.replace(data, participants=moved), *rows)
    found = row(realist.patterns(six), cmoc_id="T1")
    assert (found["pattern"], found["differs"]) == ("recurs", "")


def test_looked_for_goes_before_where_it_was_theorised(data):
    three = with_pieces(data, *[(q, "supports", {}) for q in ("Q1", "Q2", "Q3")])
    here = cmoc(three, looked_for=("001",))
    found = row(realist.patterns(here), cmoc_id="T1")
    assert (found["looked_for"], found["pattern"]) == ("001", "not_established")
    assert row(realist.verdicts(here), cmoc_id="T1", area="002")["verdict"] == "not_examined"


def test_where_evidence_turned_up_unasked_counts_as_examined(data):
    rows = [(q, "supports", {}) for q in ("Q1", "Q2", "Q3")]
    found = with_pieces(cmoc(data, looked_for=("001",)), *rows, ("Q5", "refutes", {}))
    assert row(realist.patterns(found), cmoc_id="T1")["looked_for"] == "001 002"


def test_a_pattern_does_not_apply_to_a_study_of_one_site(data):
    header = dataclasses.replace(data.study.header, sites=data.study.sites[:1])
    alone = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    assert realist.patterns(alone).frame.empty
    assert set(realist.theory(alone).frame["pattern"]) == {"one_area"}


def test_a_field_differs_where_no_supporting_site_is_like_another(wales):
    # Area B is rural with stable teams; A and C share annual funding.
    only_b = {"A": "thin", "B": "supported", "C": "not_found"}
    assert "funding_type" in differing_fields(only_b, wales.sites)
    only_a = {"A": "supported", "B": "not_found", "C": "thin"}
    assert "funding_type" not in differing_fields(only_a, wales.sites)
    assert "setting" in differing_fields(only_a, wales.sites)
    assert "provider_type" not in differing_fields(only_a, wales.sites)
    # Where C was not examined it says nothing.
    assert "funding_type" in differing_fields({**only_a, "C": "not_examined"}, wales.sites)
    assert differing_fields(dict.fromkeys("ABC", "supported"), wales.sites) == []


def test_every_field_of_a_site_has_words():
    assert set(CONTEXT_WORDS) == set(CONTEXT_FIELDS)


def test_what_a_cmoc_lacks_is_told_part_by_part(data):
    found = row(realist.completeness(data), cmoc_id="T1")
    # E1 is on the whole (Q1); beside it Q5 on the context, Q8 and Q2 on the mechanism.
    parts = ("context", "m_resource", "m_reasoning", "outcome")
    assert [found[p] for p in parts] == ["found"] * 4
    assert [found[f"{p}_people"] for p in parts] == [2, 2, 2, 1]
    assert found["rests_on"] == ""
    assert row(realist.completeness(data), cmoc_id="T2")["context"] == "stated"


def test_one_person_is_also_one_group_and_one_kind_of_data(data):
    alone = with_pieces(data, ("Q1", "supports", {}), ("Q5", "refutes", {}))
    found = row(realist.completeness(alone), cmoc_id="T1")
    assert found["rests_on"] == "one_person one_group one_type"
    assert (found["context"], found["outcome"]) == ("stated", "found")


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"context": ""}, "context"),
        ({"outcome_intended": "none", "outcome_unintended": ""}, "outcome"),
    ],
)
def test_a_part_the_theory_does_not_state_is_missing(data, changes, part):
    found = row(realist.completeness(cmoc(data, **changes)), cmoc_id="T1")
    assert found[part] == "missing"


def test_a_study_without_cmocs_has_empty_results(data):
    bare = dataclasses.replace(data, study=dataclasses.replace(data.study, cmocs=()))
    for asked in (
        realist.evidence_matrix,
        realist.theory,
        realist.verdicts,
        realist.patterns,
        realist.completeness,
    ):
        assert asked(bare).frame.empty
