"""Open questions as tables: in both languages, for the team, and a sentence for everybody else."""

from __future__ import annotations

import pytest
from opened import answered, tables, write_answers, write_documents
from shown import displayed
from tiny import LISTENING, TEA

from compendium.analysis.qualitative import open_text
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.record import canonical, from_record
from compendium.displays.record_checks import faults
from compendium.displays.tables import table

SAID = {"t1": "They listened.\nReally.", "t2": "n/a", "t5": "Diolch"}
VERBS = {
    "open_text_summary": open_text.summary,
    "open_text_codes": lambda data: open_text.codes(data, "O1"),
    "open_text_responses": lambda data: open_text.responses(data, "O1", ["S1"]),
}


@pytest.fixture
def data(tiny):
    write_answers(tiny, answered(SAID))
    write_documents(
        tiny,
        {
            "t1": ("Anything else?\nThey listened.\nReally.\n", [("Really.", LISTENING, "C1")]),
            "t3": ("Anything else?\nsomething\n", [("something", TEA, "C1")]),
        },
    )
    return tables()


def made(data, name, profile="exact"):
    release = Release(data, profile_named(profile))
    return displayed(getattr(verbs, name), release(VERBS[name](data)))


def test_a_question_is_told_in_lines(data):
    heading, row = table(made(data, "open_text_summary"), "en").rows
    assert heading.is_heading
    assert (heading.head, row.head) == ("Form (for: parents)", "Anything else?")
    wrote, length, coding = row.cells
    assert wrote.split("\n") == [
        "2 of 5 people",
        "wrote something, said nothing: 1",
        "left blank: 2",
    ]
    assert length == "median 2.0 words, 1 to 3\n2 in English"
    assert coding == "with a code: 1\nwithout a code: 1"


def test_passages_under_no_question_are_said(data):
    notes = [s.say("en") for s in made(data, "open_text_summary").note]
    assert any(note.startswith("Some coded passages lie in several answers") for note in notes)


def test_codes_stand_under_each_group_and_area_and_the_others_in_one_row(data):
    rows = table(made(data, "open_text_codes"), "en").rows
    first = [(row.depth, row.head, *row.cells) for row in rows[:6]]
    assert first == [
        (0, "Everybody, all areas: 2 answered", ""),
        (1, "With any code", "1"),
        (1, "Without a code", "1"),
        (1, "Warmth", "1"),
        (2, "Listening", "1"),
        (1, "Every other code", "nobody"),
    ]


def test_an_answer_stands_between_its_codes_and_who_read_it(data):
    shown = made(data, "open_text_responses")
    first, second, _ = table(shown, "en").rows
    assert first.head == "Ann (Q1), parent, First"
    assert first.cells[0].split("\n") == [
        "Listening",
        "They listened.",
        "Really.",
        "I was asked. Strongly agree",
        "Coded by C1.",
    ]
    assert second.cells[0].startswith("wrote something, said nothing\nn/a")
    assert "People who left it blank, who are not listed: 2." in [s.say("en") for s in shown.note]


def test_where_nobody_wrote_the_blank_ones_are_listed(tiny):
    write_answers(tiny, answered({}))
    assert len(table(made(tables(), "open_text_responses"), "en").rows) == 5


def test_nobody_answered_is_said_so(tiny):
    write_answers(tiny, answered({}))
    data = tables()
    assert made(data, "open_text_codes").caption.say("en") == "Nobody answered this question."
    (_, row) = table(made(data, "open_text_summary"), "en").rows
    assert row.cells[1] == "nobody answered"


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("name", VERBS)
def test_it_is_a_whole_record_in_both_languages(data, name, lang):
    shown = made(data, name)
    assert faults(shown.record()) == []
    assert canonical(from_record(shown.record()).record()) == canonical(shown.record())
    said = [shown.caption.say(lang), *(s.say(lang) for s in shown.note)]
    found = table(shown, lang)
    said += [*found.columns, *(c for r in found.rows for c in (r.head, *r.cells))]
    assert not [text for text in said if "Saesneg]" in text or "{" in text]


@pytest.mark.sampled(6)
@pytest.mark.parametrize("profile", [n for n, p in profiles().items() if p.public])
@pytest.mark.parametrize("name", VERBS)
def test_a_public_page_says_that_it_shows_nothing(data, name, profile):
    shown = made(data, name, profile)
    assert shown.caption.say("en").startswith("This is shown to the research team alone")
    record = canonical(shown.record())
    assert not [word for word in ("listened", "Listening", "Anything", "Q1") if word in record]
