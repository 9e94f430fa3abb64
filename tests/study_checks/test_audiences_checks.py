"""What a study says to funders and in plain words: mistakes named in a researcher's words."""

from __future__ import annotations

import datetime as dt

import pytest
from test_study import message
from tiny import YOUNG_PEOPLE

from compendium.study_folder import open_study

SUMMARY = """
summary:
  project: {en: We asked parents., cy: Holom rieni.}
  lead: {en: A. Lead, cy: A. Lead}
  start_date: 2023-01-01
  end_date: 2024-01-01
"""


def write(tiny, text):
    path = tiny / "study.yml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_both_blocks_may_be_left_away(tiny):
    header = open_study("tiny").header
    assert (header.summary, header.young_people) == (None, None)


def test_what_is_written_is_read(tiny):
    write(tiny, SUMMARY + YOUNG_PEOPLE)
    header = open_study("tiny").header
    assert header.summary.lead.en == "A. Lead"
    assert (header.summary.end_date, header.summary.amount) == (dt.date(2024, 1, 1), None)
    assert header.young_people.hard_words[0].word.cy == "eiriolwr"
    assert header.young_people.checked_by is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "end_date: 2024-01-01",
            "end_date: 2022-12-31",
            "study.yml summary end_date: it is 2022-12-31, but the project begins on 2023-01-01. "
            "Correct one of the two.",
        ),
        (
            "We asked parents.",
            "We asked twelve parents.",
            "study.yml summary project: en: the number twelve is typed into the text, but numbers "
            "come by reference. Say it without a number here",
        ),
        ("Holom rieni.", "Holom 12 rhiant.", "summary project: cy: the number 12 is typed"),
        ("lead:", "leader:", "study.yml summary: unknown key leader, but allowed are context, pro"),
        (
            "start_date: 2023-01-01",
            "start_date: soon",
            "study.yml summary start_date: found 'soon', but a date like 2024-03-31 is needed",
        ),
        ("  readers: {en: young people, cy: bobl ifanc}\n", "", "young_people: readers is missing"),
        ("support: [{en: Talk to us.", "support: [{en: ''", "young_people: support is empty"),
        (
            "  hard_words:",
            "  checked_on: 2024-05-01\n  hard_words:",
            "study.yml young_people: checked_on is given and checked_by is not. Add `checked_by:`",
        ),
        (
            "  hard_words:",
            "  checked_by: {en: a group, cy: grŵp}\n  hard_words:",
            "checked_by is given and checked_on is not. Add `checked_on:`",
        ),
        (
            "  hard_words:",
            "  hard_words:\n    - {word: {en: Advocate}, means: {en: again., cy: eto.}}",
            "young_people hard_words: 'advocate' is explained twice, but a hard word is explained",
        ),
    ],
)
def test_a_mistake_is_named_with_what_to_do(tiny, before, after, said):
    text = SUMMARY + YOUNG_PEOPLE
    assert text.count(before) == 1
    write(tiny, text.replace(before, after))
    assert said in message()


def test_a_share_is_said_out_of_ten_or_not_at_all(tiny):
    path = tiny / "findings" / "findings.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("column: mean}", "column: mean, out_of: 20}", 1), "utf-8")
    assert "entry say values.mean: out_of is 20, but a share is said out of 10 or" in message()


def test_a_conclusion_without_evidence_is_refused_in_these_sections_too(tiny):
    path = tiny / "findings" / "findings.yml"
    bare = (
        "- finding_id: {0}\n  section: {0}\n  evidence: []\n  analyst: Mari\n"
        "  decided_on: 2024-05-03\n  text: {{en: In the made-up data., cy: Data ffug.}}\n"
    )
    sections = ("main-messages", "key-findings", "young-people")
    path.write_text("".join(bare.format(section) for section in sections), encoding="utf-8")
    for section in sections:
        assert f"entry {section}: the finding has no evidence. Name what carries it" in message()
