"""Passages to approve as quotes: whose they may be, what is proposed; nothing is approved."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from compendium.cli import main
from compendium.disclosure.names.scan import names_in
from compendium.disclosure.quotes import known_of
from compendium.intake.tables import open_tables
from compendium.quote_drafts import APPROVED, quote_drafts, unused_checks
from compendium.schemas import APPROVED_QUOTES
from compendium.study_folder import open_study

QUOTES = "segment_id,approved_text,translation_en,approved_by,approved_on,data_origin\n"


@pytest.fixture
def drafts(tiny):
    """Drafts of the tiny study, after its approved quotes and study.yml were changed."""

    def made(approved="", more=""):
        if approved:
            segments = open_tables(open_study("tiny")).segments
            (place,) = segments.loc[segments["text"] == "She listened to me.", "segment_id"]
            row = f"{place},{approved},,A. Nalyst,2024-05-01,synthetic\n"
            (tiny / "findings" / "quotes.csv").write_text(QUOTES + row, encoding="utf-8")
        with (tiny / "study.yml").open("a", encoding="utf-8") as file:
            file.write(more)
        return quote_drafts(open_tables(open_study("tiny")))

    return made


def test_its_first_columns_are_those_of_the_table_of_approved_quotes(wales):
    with (wales.folder / "findings" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == APPROVED
    assert set(APPROVED_QUOTES) <= set(APPROVED)


def test_only_passages_of_people_who_may_be_quoted_and_not_approved_ones_are_listed(area):
    data = area("")
    found, people = quote_drafts(data), data.participants
    quotable = set(people.loc[people["quote_consent"], "participant_id"])
    speakers = data.segments.set_index("segment_id").loc[found["segment_id"], "participant_id"]
    assert len(found) > 100
    # No approved wording of the shipped study is held back.
    assert set(found["status"]) == {"to approve"}
    assert set(speakers) <= quotable
    assert not set(found["segment_id"]) & set(data.quotes["segment_id"])
    every = data.segments[data.segments["participant_id"].isin(quotable)]
    assert len(found) == len(every) - every["segment_id"].isin(data.quotes["segment_id"]).sum()


def test_nothing_is_approved_and_what_is_proposed_names_nobody(area):
    found, known = quote_drafts(area("")), known_of(area(""))
    assert set(found["approved_text"]) == set(found["approved_by"]) == {""}
    named = found[found["found"] != ""]
    assert {"Shaz (person)", "Kelly (pseudonym)"} & set(named["found"])
    assert not any(names_in(text, known) for text in found["proposed_text"])
    same = found[found["found"] == ""]
    assert list(same["proposed_text"]) == list(same["text"])


def test_an_approved_wording_that_is_held_back_is_listed_with_the_reason(drafts):
    first = drafts(approved="Sarah listened to me.").iloc[0]
    assert (first["status"], first["found"]) == ("held back", "Sarah (person)")
    assert (first["text"], first["proposed_text"]) == (
        "Sarah listened to me.",
        "[name] listened to me.",
    )
    assert first["approved_text"] == ""


CHECKED = """checked_words:
  - {word: Quilla, reason: "a brand of tea", checked_by: A. Nalyst, checked_on: 2024-05-01}
  - {word: Gone, reason: "nobody says it", checked_by: A. Nalyst, checked_on: 2024-05-01}
"""


def test_a_checked_word_is_not_flagged_and_one_that_nobody_says_is_named(drafts):
    held = drafts(approved="She drank Quilla.")
    assert list(held.loc[held["status"] == "held back", "found"]) == ["Quilla (unknown)"]
    assert "held back" not in set(drafts(more=CHECKED)["status"])
    assert unused_checks(open_tables(open_study("tiny"))) == ["Gone"]


def test_a_checked_word_without_a_reason_is_a_mistake_in_study_yml(drafts):
    from compendium.problems import StudyError

    with pytest.raises(StudyError, match="reason"):
        drafts(more="checked_words:\n  - {word: Quilla, checked_by: A, checked_on: 2024-05-01}\n")


def test_the_verb_writes_into_private_and_says_what_is_in_it(tiny, capsys):
    assert main(["quotes", "tiny"]) == 0
    said = capsys.readouterr().out
    path = tiny.parents[1] / "private" / "tiny" / "quotes_to_approve.csv"
    written = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert list(written["status"].unique()) == ["to approve"]
    assert f"{len(written)} passages" in said
    assert "private/tiny/quotes_to_approve.csv" in said
    assert (path.stat().st_mode & 0o077) == 0
