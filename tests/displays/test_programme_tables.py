"""Versions side by side, the log, links and sections: what a reader is told, in which words."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from unittest import mock

import pytest
from shown import displayed

from compendium.analysis.survey import surveys
from compendium.analysis.theory import programme, realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.record import from_record
from compendium.displays.show import bundle
from compendium.displays.tables import table
from compendium.displays.theory import programme_verbs
from compendium.displays.theory.programme_tables import pieces
from compendium.intake.tables import open_tables
from compendium.problems import DisclosureError
from compendium.study_folder import open_study
from compendium.theory import CmocLink, Memo, Statement
from compendium.words import Text

PARTS = {
    "statements": (verbs.statements, programme.statements),
    "versions": (verbs.versions, programme.versions),
    "retroduction": (verbs.retroduction, programme.retroduction),
    "links": (verbs.links_table, programme.links),
}


@pytest.fixture
def data(tiny):
    """The tiny study with three versions declared, two of them held; a memo, a contested link."""
    found = open_tables(open_study("tiny"))
    first = Statement(
        "PT1", "IPT", "somebody is there", "they stay", "they are seen", "", "wider", "talk",
        dt.date(2024, 1, 1), "AA",
    )  # fmt: skip
    other = Statement("PT2", "R1", "tea is served", "", "")
    memo = Memo(
        "M1", "PT1", "REFINED", dt.date(2024, 4, 1), "BB", Text("Being seen is not enough."),
        "IPT", ("E1",),
    )  # fmt: skip
    names = {v: Text(f"Version {v}", f"Fersiwn {v}") for v in ("IPT", "R1", "REFINED")}
    study = dataclasses.replace(
        found.study,
        header=dataclasses.replace(found.study.header, theory_versions=names),
        statements=(first, *found.study.statements, other),
        memos=(memo,),
        links=(CmocLink("T1", "T2", "so it goes", "dampening", True, "nobody saw it"),),
    )
    return dataclasses.replace(found, study=study)


def shown(data, kind, profile="welsh_evaluation"):
    verb, analysis = PARTS[kind]
    return displayed(verb, Release(data, profile_named(profile))(analysis(data)), kind)


def rows(data, kind, lang="en", profile="welsh_evaluation"):
    return table(shown(data, kind, profile), lang).rows


def test_versions_stand_side_by_side(data):
    made = table(shown(data, "versions"), "en")
    assert made.columns == ("Part", "Version IPT", "Version R1", "Version REFINED")
    assert sum(made.widths) == 100
    said = {row.head: row.cells for row in made.rows[:10]}
    assert said["If"] == ("somebody is there", "as before", "somebody is welcomed")
    assert said["then"] == ("they stay", "", "they stay")
    assert said["Rival explanation"] == ("", "", "they would have stayed anyway")


def test_beneath_them_stand_what_changed_why_and_who_decided(data):
    said = {row.head: row.cells for row in rows(data, "versions")[:10]}
    assert said["What changed"] == ("", "", "wider")
    assert said["On what evidence"] == ("", "", "talk")
    assert said["Why"] == ("", "", "Being seen is not enough.\nBB, 1 April 2024")
    assert said["Decided"] == ("AA. 1 January 2024", "", "not noted")


def test_a_statement_that_came_later_was_not_yet_held(data):
    found = rows(data, "versions")
    start = next(i for i, row in enumerate(found) if row.head == "PT2")
    assert found[start + 1].cells == ("not yet held", "tea is served", "as before")


def test_new_words_are_marked_and_those_of_the_first_version_are_not(data):
    found = {row.head: row.edits for row in rows(data, "versions")[:10]}
    assert found["If"][0] == ()
    assert [(p.text, p.new) for p in found["If"][2]] == [
        ("somebody is", False),
        ("welcomed", True),
    ]
    assert not any(p.new for p in found["then"][2])
    assert all(p.new for p in found["Rival explanation"][2])


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        ("", "", []),
        ("", "all of it", ["all of it"]),
        ("they stay", "they stay", []),
        ("they stay", "do they stay", ["do"]),
        ("they engage", "they engage sooner", ["sooner"]),
        ("a b c", "a x c y", ["x", "y"]),
    ],
)
def test_words_are_compared_one_by_one(before, now, new):
    found = pieces(before, now)
    assert " ".join(p.text for p in found) == now
    assert [p.text for p in found if p.new] == new


def test_new_words_are_underlined_in_the_notebook_too(data):
    assert "somebody is <ins>welcomed</ins>" in bundle(shown(data, "versions"))["text/html"]


def test_what_is_not_whole_says_what_there_is(data):
    found = {row.head: row.cells for row in rows(data, "statements")}
    assert found["PT1"][0] == (
        "If somebody is welcomed, then they stay, because they feel at home."
    )
    assert found["PT1"][1] == "They would have stayed anyway"
    assert found["PT2"] == ("Tea is served", "none named", "Version R1\nnot noted")


def test_english_is_called_english_in_welsh(data):
    (cell, *_) = rows(data, "statements", "cy")[0].cells
    assert cell.endswith("[Saesneg]")


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
def test_a_memo_says_when_by_whom_on_what_and_why(data, profile):
    (row,) = rows(data, "retroduction", profile=profile)
    assert row.head == "M1, 1 April 2024, BB"
    assert row.cells[0] == "PT1: they stay\nVersion IPT → Version REFINED"
    own = "\nPieces of evidence: E1" if profile == "exact" else ""
    assert row.cells[1] == "Being seen is not enough." + own


def test_a_contested_link_says_so_in_words(data):
    (row,) = rows(data, "links")
    assert row.head == "1. T1: people stay"
    assert row.cells == (
        "holds back (dampening)",
        "T2: people talk for hours",
        "So it goes\nContested: nobody saw it",
    )


@pytest.mark.parametrize("kind", PARTS)
def test_without_a_theory_a_sentence_says_so(data, kind):
    bare = dataclasses.replace(
        data.study, statements=(), cmocs=(), links=(), memos=(), confidence=(), patterns=()
    )
    assert shown(dataclasses.replace(data, study=bare), kind).kind == "absent"


@pytest.mark.parametrize("kind", PARTS)
def test_a_record_gives_back_the_same_table(data, kind):
    display = shown(data, kind, "exact")
    assert table(from_record(display.record()), "cy") == table(display, "cy")


def sections(data, profile="welsh_evaluation"):
    """Every display of the sections, by its id."""
    release = Release(data, profile_named(profile))
    with mock.patch.object(sys.modules[programme_verbs.__name__], "show") as show:
        verbs.cmoc_sections(
            "cmoc",
            release(programme.whole(data)),
            release(realist.evidence_matrix(data)),
            release(realist.verdicts(data)),
            release(realist.patterns(data)),
            release.each(surveys.table_one(data)),
        )
    return {call.args[0].id: call.args[0] for call in show.call_args_list}


def test_each_configuration_has_a_section_of_its_own(data):
    found = sections(data, "exact")
    assert [id for id in found if id.count("-") == 1] == ["cmoc-T1", "cmoc-T2"]
    said = {row.head: row.cells[0] for row in table(found["cmoc-T2-known"], "en").rows}
    assert said["For whom"] == "The quiet"
    assert said["Who could not be asked"] == "Those who left"
    assert said["What would have refuted it"] == "The team has not said"
    assert said["Links"] == "T1 holds back T2: so it goes (contested: nobody saw it)"
    assert (
        said["Its rival explanation, and how that fared"]
        == "They would have stayed anyway\nThe evidence on it: thin"
    )


def test_analysts_who_differ_stand_beside_the_spread(data):
    found = table(sections(data, "exact")["cmoc-T1-known"], "en")
    said = {row.head: row.cells[0] for row in found.rows}
    assert said["Spread of the evidence"] == (
        "Some: people 4, groups 2, kinds of data 2; 0% refute"
    )
    assert "they differ" in said["Analysts' confidence"]
    assert "AA" in said["Analysts' confidence"]
    assert "BB" in said["Analysts' confidence"]


def test_what_would_have_refuted_it_is_told_once_the_team_says_it(data):
    release = Release(data, profile_named("exact"))
    result = programme.whole(data)
    labels = result.labels | {"would_refute": {"T1": Text("People who leave", "Pobl yn gadael")}}
    released = release(dataclasses.replace(result, labels=labels))
    with mock.patch.object(sys.modules[programme_verbs.__name__], "show") as show:
        others = (realist.evidence_matrix(data), realist.verdicts(data), realist.patterns(data))
        verbs.cmoc_sections("cmoc", released, *map(release, others))
    made = {call.args[0].id: call.args[0] for call in show.call_args_list}["cmoc-T1-known"]
    said = {row.head: row.cells[0] for row in table(made, "cy").rows}
    assert said["Beth fyddai wedi ei wrthbrofi"] == "Pobl yn gadael"


def test_who_was_asked_is_told_in_words_to_the_public(area):
    found = sections(area(""))["cmoc-CW02-asked"]
    assert "people" not in found.data.frame
    made = table(found, "en")
    assert made.columns == ("Who was asked", "Area A", "Area B", "Area C", "All areas")
    said = {row.head: row.cells for row in made.rows}
    assert all(said["Parents"][:3])
    assert said["Parents"][3] == ""
    assert said["Conference chairs"][:3] == ("", "", "")
    assert said["Conference chairs"][3]


def test_each_cell_of_who_was_asked_is_about_its_group_and_area(area):
    made = table(sections(area(""))["cmoc-CW02-asked"], "en")
    parents = next(row for row in made.rows if row.head == "Parents")
    assert [(a.key, a.group, a.area) for a in parents.about[:2]] == [
        ("CW02", "parent", "A"),
        ("CW02", "parent", "B"),
    ]


def test_where_it_was_expected_stands_beside_where_it_was_looked_for(area):
    said = {r.head: r.cells[0] for r in table(sections(area(""))["cmoc-CW05-known"], "en").rows}
    assert said["Where it was expected, and looked for"] == (
        "Expected in: Area A\nLooked for in: Area A, Area B, Area C"
    )


@pytest.mark.parametrize(("what", "begins"), [("places", "Supported: "), ("across", "Drafted by")])
def test_the_rule_behind_verdicts_and_patterns_is_told_in_the_sections(area, what, begins):
    (how, *_) = sections(area(""))[f"cmoc-CW09-{what}"].note
    assert how.say("en").startswith(begins)


def test_answers_on_a_context_stand_in_its_section(area):
    found = sections(area(""))
    made = table(found["cmoc-CW02-P_CX2-parent"], "en")
    assert [row.head for row in made.rows][:2] == ["Yes", "No"]
    assert [c.split(",")[0] for c in made.columns[1:4]] == ["Area A", "Area B", "Area C"]
    assert not any("P_CX2" in id for id in found if "CW03" in id)


def test_a_section_says_where_the_evidence_speaks_for_it_and_what_is_made_of_that(area):
    found = sections(area(""))
    places = table(found["cmoc-CW07-places"], "en")
    said = dict(zip(places.columns[1:], places.rows[0].cells, strict=True))
    assert said["Area B"] == "Supported"
    assert [about.area for about in places.rows[0].about] == ["A", "B", "C"]
    across = {row.head: row.cells[0] for row in table(found["cmoc-CW07-across"], "en").rows}
    assert across["Pattern over areas, drafted by rule"].startswith("One area only\n")
    assert across["Pattern, as the analyst judged"].endswith("2024")


def test_a_study_of_one_site_has_no_pattern_and_says_where_all_the_same(data):
    header = dataclasses.replace(data.study.header, sites=data.study.sites[:1])
    cmocs = tuple(
        dataclasses.replace(c, sites_theorised=("001",), looked_for=()) for c in data.study.cmocs
    )
    one = dataclasses.replace(data.study, header=header, cmocs=cmocs, patterns=())
    theirs = data.evidence[data.evidence["site_id"] == "001"]
    found = sections(dataclasses.replace(data, study=one, evidence=theirs), "exact")
    assert "cmoc-T1-places" in found
    assert "cmoc-T1-across" not in found


def test_sections_take_released_tables_alone(data):
    results = (programme.whole, realist.evidence_matrix, realist.verdicts, realist.patterns)
    with pytest.raises(DisclosureError):
        verbs.cmoc_sections("cmoc", *(result(data) for result in results))


@pytest.mark.parametrize(
    ("how", "into", "said"),
    [
        ("split", ("T1a", "T1b"), "split into T1a, T1b"),
        ("merged", ("PT1",), "merged into PT1"),
        ("dropped", (), "dropped"),
    ],
)
def test_a_statement_that_ended_says_how_in_the_version_after(data, how, into, said):
    old = dataclasses.replace(
        data.study.statements[0], pt_id="PT0", version="IPT", ended=how, continued_as=into
    )
    versions = {"IPT": Text("First"), **data.study.theory_versions}
    header = dataclasses.replace(data.study.header, theory_versions=versions)
    statements = (old, *data.study.statements)
    study = dataclasses.replace(data.study, header=header, statements=statements)
    changed = dataclasses.replace(data, study=study)
    rows = table(shown(changed, "versions"), "en").rows
    own = rows[[row.head.startswith("PT0") for row in rows].index(True) + 1]
    assert said in own.cells
    kept = [row.head for row in table(shown(changed, "statements"), "en").rows]
    assert "PT0" not in kept
