"""Rule W1: who raised and who resisted what in workshops, as far as a public page may tell."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from practised import declared, rated_principles, with_principles
from test_joint_composed_release import same_cells

from compendium.analysis.practice import coproduction
from compendium.analysis.practice.principles import TEXTS, principles, spoken
from compendium.analysis.result import Result
from compendium.analysis.survey.consensus_results import statements
from compendium.analysis.theory.realist import theory
from compendium.conclusions import Addressed, Raiser
from compendium.disclosure.coproduction import OTHERS, shown_roles
from compendium.disclosure.names.scan import Known
from compendium.disclosure.principle_words import release_words
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.practice.coproduction import involvement_table
from compendium.study import SampleSize
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
AGREED = dt.date(2024, 4, 1)


def roles(data, *held, profile=WELSH):
    """What roles of so many people (and whether they agreed) are shown as."""
    raised_by = tuple(
        Raiser(name, Text(name), people, agreed_on=AGREED if agreed else None)
        for name, people, agreed in held
    )
    return list(shown_roles(declared(data, raised_by=raised_by).study, profile).values())


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        ([("a", 5, False), ("b", 8, False)], ["a", "b"]),
        # Of b alone everybody would know it was b, so that the next smallest goes with it.
        ([("a", 8, False), ("b", 4, False)], [OTHERS, OTHERS]),
        ([("a", 8, False), ("b", 4, False), ("c", 1, False)], ["a", OTHERS, OTHERS]),
        ([("a", 8, False), ("b", 3, False), ("c", 1, False)], [OTHERS] * 3),
        ([("a", 8, False), ("b", 5, False), ("c", 1, False)], ["a", OTHERS, OTHERS]),
        ([("a", 8, False), ("b", 3, True), ("c", 1, True)], ["a", "b", "c"]),
        # Who agreed stands behind the word with those who did not, where these are too few.
        ([("a", 8, False), ("b", 4, True), ("c", 1, False)], ["a", OTHERS, OTHERS]),
        ([("a", 8, False), ("b", 3, True), ("c", 5, True)], ["a", "b", "c"]),
    ],
)
def test_a_role_is_told_where_five_held_it_or_those_who_did_agreed(practice, held, shown):
    assert roles(practice, *held) == shown


def test_the_team_is_told_every_role(practice):
    assert roles(practice, ("a", 1, False), ("b", 1, False), profile=EXACT) == ["a", "b"]


def of_eight(data):
    """The tables with so many parents that they need not stand behind the others' word."""
    raisers = data.study.header.workshops.raised_by
    held = {"parents": 8, "team": 4, "chair": 1}
    return declared(
        data, raised_by=tuple(dataclasses.replace(r, people=held[r.role]) for r in raisers)
    )


def test_the_public_log_has_no_words_of_dissent_and_no_small_role(practice):
    released = Release(of_eight(practice), WELSH)(coproduction.decisions(practice))
    assert "dissent_words" not in released.frame
    assert released.frame["dissent"].tolist() == ["none", "some", "some", ""]
    assert released.frame["raised_by"].tolist() == ["parents", OTHERS, OTHERS, "parents"]
    assert set(released.labels["raised_by"]) == {"parents", OTHERS, "everybody"}
    assert not released.frame.isin(["the chair", "two people", "chair", "team"]).any(axis=None)


def test_the_team_reads_the_words_of_dissent(practice):
    released = Release(practice, EXACT)(coproduction.decisions(practice))
    assert released.frame["dissent_words"].tolist() == ["none", "the chair", "two people", ""]


def test_roles_that_are_told_together_are_counted_together(practice):
    frame = Release(of_eight(practice), WELSH)(coproduction.counts(practice)).frame
    assert frame.to_numpy().tolist() == [
        ["parents", 1, 0, 0, 1, 2, 1],
        [OTHERS, 0, 1, 1, 0, 2, 2],
        ["everybody", 1, 1, 1, 1, 4, 3],
    ]


def test_of_roles_that_a_study_does_not_name_nobody_is_told(practice):
    header = dataclasses.replace(practice.study.header, workshops=None)
    data = dataclasses.replace(practice, study=dataclasses.replace(practice.study, header=header))
    released = Release(data, WELSH)(coproduction.decisions(data))
    assert set(released.frame["raised_by"]) == {OTHERS}
    assert released.label("raised_by", OTHERS, "en") == "people at the workshops"


@pytest.mark.parametrize(("people", "mark"), [(8, ""), (4, "c")])
def test_the_share_of_those_served_is_told_where_their_role_is(practice, people, mark):
    parents, *others = of_eight(practice).study.header.workshops.raised_by
    data = declared(practice, raised_by=(dataclasses.replace(parents, people=people), *others))
    released = Release(data, WELSH)(coproduction.share(data))
    assert released.marks[["traced", "percent"]].to_numpy().tolist() == [[mark, mark]]
    assert released.frame["traced"].isna().tolist() == [mark == "c"]
    assert released.frame["principles"].tolist() == [2]


def test_checklists_tell_no_more_than_the_tables_they_are_filled_from(practice):
    said = {"gripp2": {"1": Addressed(Text("Protocol", "Protocol"))}}
    data = of_eight(practice)
    header = dataclasses.replace(data.study.header, reporting=said)
    data = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    cells = [
        row.cells[0]
        for row in involvement_table(Release(data, WELSH)(coproduction.gripp2(data)), "en").rows
    ]
    assert cells[1] == "Protocol\nNot confirmed"
    assert cells[2].startswith(
        "From the log: workshops: 2; decisions: 4. Raised by the parents: 2; others at the work"
    )
    assert cells[4].startswith(
        "From the log: principles that trace back to a decision raised by the parents: 1 of 2."
    )


def test_a_hidden_share_is_hidden_in_the_checklist(practice):
    cells = [
        row.cells[0]
        for row in involvement_table(
            Release(practice, WELSH)(coproduction.gripp2(practice)), "en"
        ).rows
    ]
    assert "parents" not in cells[2]
    assert "raised by the parents: [c] of 2" in cells[4]


@pytest.mark.parametrize("profile", [WELSH, EXACT])
def test_the_framework_shows_what_its_tables_show(practice, profile):
    release = Release(practice, profile)
    taken = (statements(practice), theory(practice), spoken(practice))
    sources = {r.measure: release(r) for r in (*taken, coproduction.decisions(practice))}
    released = release(principles(practice))
    seen = same_cells(released, sources)
    assert len(seen["principle_words"]) == 2
    assert same_cells(release(coproduction.chain(practice)), sources)["decisions"]


@pytest.mark.parametrize("ask", [principles, coproduction.chain])
def test_tables_of_principles_name_no_role_that_the_log_does_not(practice, ask):
    data = of_eight(practice)
    released = Release(data, WELSH)(ask(data))
    assert set(released.labels["raised_by"]) == {"parents", OTHERS, "everybody"}
    assert set(released.frame["raised_by"]) - {""} == {"parents", OTHERS}


# With 10 of 11 advocates agreeing the printed bound leaves 7, which would be too few for F1; F2 is
# below the rule in the other group, which can be told.
def test_a_reason_is_told_only_where_the_verdict_is(practice):
    people = {"parent": 46, "advocate": 11}
    data = rated_principles(practice, people, {"F1": (89, 91, 71), "F2": (50, 91, 71)})
    said = Text("Because we say so.")
    decided = {"status": "retained", "decided_by": "A", "decided_on": AGREED, "reason": said}
    framework = dataclasses.replace(
        data.study.framework,
        principles=tuple(
            dataclasses.replace(p, **decided) for p in data.study.framework.principles
        ),
    )
    data = dataclasses.replace(data, study=dataclasses.replace(data.study, framework=framework))
    released = Release(data, WELSH)(principles(data))
    marks = {
        p: m
        for p, m in zip(released.frame["principle"], released.marks["result"], strict=True)
        if m
    }
    assert marks == {"F1": "c"}
    assert set(released.labels["reason"]) == {"F2"}
    assert set(Release(data, EXACT)(principles(data)).labels["reason"]) == {"F1", "F2"}


def words(data, *said, eligible=5, profile=WELSH, sites=2):
    """What stands beside each principle of (principle, text, heading), and whether any was held."""
    spoken_by = {"group": "parent", "area": "001", "translation": "", "lang": "", "people": 1}
    rows = [
        {"principle": p, "segment": text, "text": text, "heading": heading, **spoken_by}
        for p, text, heading in said
    ]
    study = dataclasses.replace(
        data.study,
        sample=(SampleSize("001", "parent", 1, 0, 0, 0, eligible),),
        header=dataclasses.replace(data.study.header, sites=data.study.sites[:sites]),
    )
    frame = pd.DataFrame(rows, columns=["principle", "segment", *TEXTS, "people"])
    result = Result(
        "principle_words",
        frame,
        ("principle", "segment"),
        "people",
        dict.fromkeys(TEXTS, "text"),
        Text("us"),
        "m",
        "synthetic",
        labels={"principle": {"F1": Text("F1"), "F2": Text("F2")}},
    )
    common = {"origin": "synthetic", "population": Text("us"), "method": "method_quotes"}
    released = release_words(result, profile, study, {"staff"}, Known(), **common)
    cells = released.frame[["principle", "text", "area"]].to_numpy().tolist()
    return cells, released.withheld


def test_the_first_words_that_name_nobody_stand_there(practice):
    said = (("F1", "Then Bethan came.", "parent"), ("F1", "She came.", "parent"))
    assert words(practice, *said) == ([["F1", "She came.", "001"], ["F2", "", ""]], True)
    assert words(practice, *said, profile=EXACT)[0][0] == ["F1", "Then Bethan came.", "001"]


def test_words_that_stand_further_up_come_last(practice):
    said = (("F1", "She came.", "parent"), ("F2", "She came.", "parent"), ("F2", "Yes.", "parent"))
    assert [text for _, text, _ in words(practice, *said)[0]] == ["She came.", "Yes."]


def test_words_that_are_all_there_is_stand_twice(practice):
    said = (("F1", "She came.", "parent"), ("F2", "She came.", "parent"))
    assert [text for _, text, _ in words(practice, *said)[0]] == ["She came.", "She came."]


@pytest.mark.parametrize(
    ("eligible", "heading", "sites", "area"),
    [(5, "parent", 2, "001"), (4, "parent", 2, ""), (5, "staff", 2, ""), (5, "parent", 1, "")],
)
def test_an_area_is_named_as_beside_any_quote(practice, eligible, heading, sites, area):
    cells, _ = words(practice, ("F1", "She came.", heading), eligible=eligible, sites=sites)
    assert cells[0] == ["F1", "She came.", area]


def test_a_principle_without_words_says_nothing_of_why(practice):
    cells, withheld = words(with_principles(practice))
    assert (cells, withheld) == ([["F1", "", ""], ["F2", "", ""]], False)
