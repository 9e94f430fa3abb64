"""The theory as the team wrote it: versions, memos and links come out as they were put in."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from compendium.analysis.theory import programme, realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.theory import CmocLink, Memo, Statement
from compendium.words import Text

FIRST = Statement(
    "PT1", "IPT", "somebody is greeted", "they come", "they are seen", "", "wider", "talk",
    dt.date(2024, 1, 1), "AA",
)  # fmt: skip
LATER = Memo("M2", "T1", "REFINED", dt.date(2024, 4, 2), "BB", Text("Later"), "IPT", ("E1",))
SOONER = Memo("M1", "PT1", "REFINED", dt.date(2024, 4, 1), "AA", Text("Sooner"))


@pytest.fixture
def data(tiny):
    """The tiny study with an older version of its statement, two memos and two links."""
    found = open_tables(open_study("tiny"))
    links = (
        CmocLink("T1", "T2", "so it goes", "ripple"),
        CmocLink("T2", "T2", "again", "loop", True, "nobody saw it"),
    )
    study = dataclasses.replace(
        found.study,
        statements=(FIRST, *found.study.statements),
        memos=(LATER, SOONER),
        links=links,
    )
    return dataclasses.replace(found, study=study)


def test_what_changed_stands_with_the_version_it_led_to(data):
    found = programme.versions(data)
    assert found.frame["version"].tolist() == ["IPT", "REFINED"]
    assert found.frame["decided_on"].tolist() == ["2024-01-01", ""]
    assert found.labels["change"] == {"PT1 REFINED": Text("wider")}
    assert found.labels["grounds"] == {"PT1 REFINED": Text("talk")}
    assert found.labels["rival_text"] == {"PT1 REFINED": Text("they would have stayed anyway")}


def test_a_change_without_a_version_after_it_is_still_to_come(data):
    (first, last) = data.study.statements
    study = dataclasses.replace(
        data.study, statements=(first, dataclasses.replace(last, change="narrower"))
    )
    found = programme.versions(dataclasses.replace(data, study=study))
    assert found.labels["next"] == {"PT1 REFINED": Text("narrower")}


def test_a_memo_on_a_configuration_led_to_a_version_of_its_statement(data):
    found = programme.versions(data).labels["memo_of"]
    assert {memo: text.en for memo, text in found.items()} == {
        "M1": "PT1 REFINED",
        "M2": "PT1 REFINED",
    }


def test_only_the_newest_version_is_what_the_theory_says_now(data):
    found = programme.statements(data)
    assert found.frame["version"].tolist() == ["REFINED"]
    assert (found.measure, found.method) == ("statements", "method_statements")


def test_the_log_is_in_order_of_time(data):
    found = programme.retroduction(data)
    assert found.frame["memo_id"].tolist() == ["M1", "M2"]
    assert found.frame["pieces"].tolist() == ["", "E1"]


@pytest.mark.parametrize(("profile", "there"), [("exact", True), ("welsh_evaluation", False)])
def test_pieces_of_evidence_are_the_teams(data, profile, there):
    released = Release(data, profile_named(profile))(programme.retroduction(data))
    assert ("pieces" in released.frame) == there
    assert released.frame["analyst"].tolist() == ["AA", "BB"]


def test_links_are_numbered_and_say_what_speaks_against_them(data):
    found = programme.links(data)
    assert found.frame["link"].tolist() == ["1", "2"]
    assert found.frame["contested"].tolist() == ["", "yes"]
    assert found.labels["link_contested"] == {"2": Text("nobody saw it")}


def test_the_whole_theory_has_the_strengths_of_the_theory(data):
    whole, theory = programme.whole(data), realist.theory(data)
    assert whole.measure == theory.measure
    assert whole.frame.equals(theory.frame)
    assert set(theory.labels) <= set(whole.labels)


def test_what_the_team_wrote_of_a_configuration_stands_in_the_labels(data):
    labels = programme.whole(data).labels
    said = "PT1: if somebody is welcomed, then they stay, because they feel at home"
    assert labels["statement_whole"]["T1"] == Text(said)
    assert labels["rival_text"]["T2"] == Text("they would have stayed anyway")
    sites = ", ".join(s.label.en for s in data.study.sites)
    assert labels["expected_in"]["T1"].en == sites
    assert labels["looked_for_in"] == {}
    assert labels["would_refute"] == {}


def test_a_context_item_says_how_it_was_worded_and_whose_context_it_is(data):
    first, *rest = data.study.cmocs
    asked = dataclasses.replace(first, context_items=("S1",))
    study = dataclasses.replace(data.study, cmocs=(asked, *rest))
    labels = programme.whole(dataclasses.replace(data, study=study)).labels
    wording = next(i.wording for f in study.instruments for i in f.items if i.item_id == "S1")
    assert labels["context_item"] == {"S1": wording}
    assert labels["context_item_of"] == {"T1 S1": Text("T1", "T1")}


def test_a_study_without_a_theory_has_no_rows(data):
    bare = dataclasses.replace(
        data.study, statements=(), cmocs=(), links=(), memos=(), confidence=(), patterns=()
    )
    without = dataclasses.replace(data, study=bare)
    for analysis in (
        programme.versions,
        programme.statements,
        programme.retroduction,
        programme.links,
        programme.whole,
    ):
        assert analysis(without).frame.empty
