"""What a coding project says twice, and otherwise the second time."""

from __future__ import annotations

import dataclasses

import pytest
from tiny import BAD, GOOD, LISTENING, project

from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study
from compendium.writers.refi_qda import write_qdpx


def rewritten(tiny, case, **changes):
    """The tiny study's project with another source of one case."""
    made = project()
    sources = tuple(
        dataclasses.replace(s, **changes) if s.name == f"{case} interview" else s
        for s in made.sources
    )
    write_qdpx(tiny / "raw" / "talk.qdpx", dataclasses.replace(made, sources=sources))


def variables(case="c1"):
    return next(s for s in project().sources if s.name == f"{case} interview").variables


def test_a_source_of_two_areas_is_refused(tiny):
    rewritten(tiny, "c1", variables=(*variables(), ("Area", "002")))
    with pytest.raises(DataError) as caught:
        take_in(open_study("tiny"))
    assert str(caught.value) == (
        "talk.qdpx source c1 interview: Area is 001, 002, but a source has one value of it. "
        "Correct it in the coding tool."
    )


def test_a_source_of_who_withdrew_is_not_named_for_two_areas(tiny):
    rewritten(tiny, "c7", variables=(*variables("c7"), ("Area", "001")))
    assert take_in(open_study("tiny"))


def test_a_blank_value_does_not_hide_the_one_that_is_given(tiny):
    rewritten(tiny, "c1", variables=(("Area", ""), *variables()))
    events = take_in(open_study("tiny")).tables["events"]
    assert events.set_index("event_id").at["c1 interview", "site_id"] == "001"


def test_of_two_valences_by_one_coder_the_first_is_kept_and_the_other_noted(tiny):
    source = next(s for s in project().sources if s.name == "c1 interview")
    first, second = source.selections
    both = ((LISTENING, "C1"), (GOOD, "C1"), (BAD, "C1"))
    rewritten(tiny, "c1", selections=(dataclasses.replace(first, codings=both), second))
    intake = take_in(open_study("tiny"))
    found = intake.quality.table.query("rule == 'valence_twice'")
    assert found["value"].tolist() == ["Feeling > Bad (C1)"]
    codings = intake.tables["codings"]
    here = codings[codings["segment_id"] == found["where"].item()]
    assert here["valence"].tolist() == [1]
