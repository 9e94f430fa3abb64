"""Codes that meet as a map and a table, passages of a query, candidates for triads."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from coded import Said, tables
from measured import contrast, grounds, measured, outside, overlapping
from shown import displayed

from compendium.analysis.qualitative import meetings, queries, triads
from compendium.analysis.qualitative.meeting_counts import UNITS
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.qualitative import meeting_map
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.words import Text

LONG = "Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro"


@pytest.fixture(scope="module")
def whole(area):
    """The Welsh tables of every area."""
    return area("")


def shown(verb, data, result, profile="exact"):
    return displayed(verb, Release(data, profile_named(profile))(result))


@pytest.fixture(scope="module")
def welsh(whole):
    """The Welsh map of each unit, made once."""

    def made(unit):
        return shown(verbs.co_occurrence, whole, meetings.co_occurrence(whole, unit))

    return functools.cache(made)


def little(whole, said, **changes):
    return tables(whole, said, **changes)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_the_map_can_be_read(welsh, unit, lang, width):
    sheet = measured(draw(welsh(unit), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    assert [t.text for t, g in grounds(sheet) if contrast(t.colour, g.colour) < 4.5] == []


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_the_map_can_be_read_with_labels_of_any_length(whole, width):
    data = little(whole, [Said("e1", codes=("A11", "A2", "B1", "D"))])
    book = tuple(replace(c, label=Text(LONG * (1 + len(c.code_id)))) for c in data.study.codebook)
    data = replace(data, study=replace(data.study, codebook=book))
    sheet = measured(
        draw(shown(verbs.co_occurrence, data, meetings.co_occurrence(data)), "en", width)
    )
    assert outside(sheet) == []
    assert overlapping(sheet) == []


def test_a_cell_says_how_many_and_related_codes_have_none(whole):
    said = [Said("e1", start=i, end=i + 1, codes=("A1", "D")) for i in range(3)]
    said += [Said("e1", start=7, end=8, codes=("A2", "B"))]
    display = shown(verbs.co_occurrence, whole, meetings.co_occurrence(little(whole, said)))
    texts = [t.text for t in measured(draw(display, "en", PAGE)).texts]
    # Rows A, A1, A2, B, D and columns 1 to 4, below the diagonal.
    cells = [text for text in texts if text in ("–", "0", "1", "3")]
    assert "1 Code A (4)" in texts
    assert "5 Code D (3)" in texts
    drawn = cells[-10:]
    assert drawn == ["–", "–", "0", "1", "0", "1", "3", "3", "0", "0"]


def test_the_map_has_at_most_so_many_codes_and_columns_stay_in_order(welsh):
    display = welsh("event")
    assert len(meeting_map.codes_shown(display.data)) == meeting_map.MOST
    made = meeting_map._MeetingMap(display.data, "cy", PHONE)
    columns = [int(column.area) for block in made.blocks for column in block]
    assert columns == list(range(1, meeting_map.MOST))


def test_the_strongest_pairs_stand_in_the_table_with_their_numbers(whole):
    said = [Said("e1", start=i, end=i + 1, codes=("B", "D")) for i in range(3)]
    said += [Said("e1", start=9, end=10, codes=("D",))]
    display = shown(verbs.co_occurrence, whole, meetings.co_occurrence(little(whole, said)))
    found = table(display, "en")
    assert found.columns[1:] == (
        "Both",
        "The first",
        "The second",
        "Any of the two",
        "Jaccard index",
    )
    assert [(row.head, row.cells) for row in found.rows] == [
        ("Code B + Code D", ("3", "3", "4", "4", "0.75"))
    ]


def test_caption_note_and_alternative_text_say_what_is_counted(whole):
    asked = {"unit": "turns", "turns": 2, "where": "group = parent"}
    display = shown(verbs.co_occurrence, whole, meetings.co_occurrence(whole, **asked))
    assert "turns apart at most: 2" in display.caption.say("en")
    notes = " ".join(sentence.say("en") for sentence in display.note)
    assert "in the same source: 2" in notes
    assert "Only passages that this query finds: group = parent." in notes
    assert "Coding of record: C1." in notes
    first = table(display, "cy").rows[0]
    assert f"({first.cells[0]})" in display.alt.say("cy")


@pytest.mark.parametrize(
    ("verb", "analysis", "said"),
    [
        (
            verbs.co_occurrence,
            meetings.co_occurrence,
            "is told to the study's team alone",
        ),
        (verbs.triads, triads.triads, "are shown to the study's team alone"),
    ],
)
def test_a_public_page_says_in_a_sentence_that_it_is_for_the_team(whole, verb, analysis, said):
    display = shown(verb, whole, analysis(whole), "welsh_evaluation")
    assert display.kind == "absent"
    assert said in display.caption.say("en")
    assert faults(display.record()) == []


def test_where_no_codes_meet_a_sentence_says_so(whole):
    data = little(whole, [Said("e1", codes=("A",))])
    display = shown(verbs.co_occurrence, data, meetings.co_occurrence(data))
    assert display.caption.say("en") == "No two codes meet."
    assert not has_figure(display)


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ({}, "The codebook gives no code the role"),
        ({"A": "C", "B": "M_res", "D": "O"}, "No account"),
    ],
)
def test_where_there_are_no_candidates_a_sentence_says_why(whole, roles, said):
    data = little(whole, [Said("e1", codes=("A", "B"))], roles=roles)
    display = shown(verbs.triads, data, triads.triads(data))
    assert display.caption.say("en").startswith(said)


def test_a_candidate_shows_its_words_once_and_the_ids_to_cite(whole):
    said = [Said("e1", start=0, end=4, codes=("A", "B"), text="It was\ncold.")]
    said += [Said("e1", start=5, end=9, codes=("D",), text="I spoke.")]
    data = little(whole, said)
    display = shown(verbs.triads, data, triads.triads(data))
    (row,) = table(display, "en").rows
    assert row.head == "1. Parent, Area A"
    assert [cell.split("\n") for cell in row.cells] == [
        ["Code A", "It was cold.", "e1:0-4"],
        ["Code B", "(the same passage as the context)", "e1:0-4"],
        ["Code D", "I spoke.", "e1:5-9"],
        ["Passages: 2. Turns apart: 1", "Not cited yet"],
    ]
    assert any("no findings" in sentence.say("en") for sentence in display.note)


def test_a_limit_of_turns_is_told(whole):
    display = shown(verbs.triads, whole, triads.triads(whole, 2))
    assert "at most so many turns apart: 2" in " ".join(s.say("en") for s in display.note)


def test_passages_of_a_query_are_shown_with_it(whole):
    data, asked = whole, "W1.2 and not W3 and group = parent"
    display = shown(verbs.passages_table, data, queries.passages(data, asked, "person"))
    assert asked in " ".join(sentence.say("cy") for sentence in display.note)
    assert {row.head.split(",")[0] for row in table(display, "en").rows} == {"Parent"}


def test_a_query_that_finds_nothing_says_so(whole):
    data = whole
    display = shown(verbs.passages_table, data, queries.passages(data, "W1 and not W1"))
    assert display.caption.say("en") == "No passage fits the query."


@pytest.mark.parametrize(
    ("verb", "analysis"),
    [
        (verbs.co_occurrence, meetings.co_occurrence),
        (verbs.triads, triads.triads),
        (verbs.passages_table, lambda data: queries.passages(data, "W1")),
    ],
)
def test_what_the_team_sees_is_a_whole_record(whole, verb, analysis):
    assert faults(shown(verb, whole, analysis(whole)).record()) == []
