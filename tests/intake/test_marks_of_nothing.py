"""Codings that mark no text, or text that is not there: set aside, and said."""

from __future__ import annotations

import dataclasses

import pytest
from tiny import TEA, project
from written import write_talk

from compendium.intake.take_in import take_in
from compendium.study_folder import open_study
from compendium.writers.refi_qda import CodedSelection


def came_in(folder, *marks, source=0):
    """What came in where one source has these marks too: (start, end)."""
    made = project()
    sources = list(made.sources)
    more = tuple(CodedSelection(start, end, ((TEA, "C1"),)) for start, end in marks)
    old = sources[source]
    sources[source] = dataclasses.replace(old, selections=(*old.selections, *more))
    write_talk(folder, dataclasses.replace(made, sources=tuple(sources)))
    return take_in(open_study("tiny"))


def noted(intake):
    table = intake.quality.table
    return table.loc[table["rule"] == "codes_no_text", "where"].tolist()


def test_a_coding_without_length_is_set_aside_and_listed(tiny):
    before = take_in(open_study("tiny")).tables["codings"]
    intake = came_in(tiny, (25, 25))
    assert noted(intake) == ["c1 interview:25-25"]
    assert intake.tables["codings"].equals(before)


def test_a_coding_without_length_in_talk_of_who_withdrew_goes_without_a_line(tiny):
    assert noted(came_in(tiny, (25, 25), source=6)) == []


@pytest.mark.parametrize("mark", [(30, 9999), (-3, 10), (30, 25)])
def test_a_coding_outside_its_text_is_not_read_and_the_report_says_so(tiny, mark):
    before = take_in(open_study("tiny")).tables["codings"]
    intake = came_in(tiny, mark)
    assert intake.tables["codings"].equals(before)
    assert "source c1 interview: 1 selections lie outside its text" in intake.summary()


def test_a_coding_inside_another_and_one_across_two_are_kept_as_they_are(tiny):
    segments = came_in(tiny, (24, 32), (30, 50)).tables["segments"]
    texts = segments.set_index("segment_id")["text"]
    assert texts["c1 interview:24-32"] == "listened"
    assert texts["c1 interview:30-50"] == "ed to me.\nThere was "[:20]
    assert len(segments[segments["event_id"] == "c1 interview"]) == 4
