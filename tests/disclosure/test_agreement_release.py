"""Coders' agreement leaves for codes that were used often enough, and for no other."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.intercoder import agreement
from compendium.analysis.result import Result
from compendium.disclosure.agreement import release_agreement
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("passages"), "method": "method_agreement"}
NUMBERS = [*agreement.COUNTS, *agreement.PERCENTS, *agreement.COEFFICIENTS]


def released(uses_1, uses_2, judgement="", profile=WELSH):
    """One code both coders used so often."""
    row = dict.fromkeys(NUMBERS, 0.456) | {"uses_1": uses_1, "uses_2": uses_2, "sources": 6}
    row |= {"coder": "C2", "code_id": "K1", "units": 75, "judgement": judgement}
    kinds = {
        **dict.fromkeys(agreement.COUNTS, "count"),
        **dict.fromkeys(agreement.PERCENTS, "percent"),
        **dict.fromkeys(agreement.COEFFICIENTS, "coefficient"),
        "judgement": "text",
    }
    result = Result(
        "agreement", pd.DataFrame([row]), ("coder", "code_id"), "units", kinds, **COMMON
    )
    return release_agreement(result, profile, **COMMON)


@pytest.mark.parametrize(("one", "two"), [(9, 30), (30, 9), (3, 3)])
def test_a_code_either_coder_gave_to_fewer_than_ten_segments_shows_no_number(one, two):
    found = released(one, two)
    assert found.frame[NUMBERS].isna().all(axis=None)
    assert found.marks[NUMBERS].eq("c").all(axis=None)


def test_ten_segments_are_enough():
    found = released(10, 10)
    assert found.marks.eq("").all(axis=None)
    assert found.frame.at[0, "kappa"] == 0.46


def test_what_the_analysis_calls_too_few_stays_hidden():
    assert released(12, 12, "too_few").marks.at[0, "kappa"] == "c"


def test_how_many_segments_both_read_is_always_shown():
    assert released(3, 3).frame.at[0, "units"] == 75


def test_the_team_sees_every_number():
    found = released(1, 2, "too_few", EXACT)
    assert found.marks.eq("").all(axis=None)
    assert (found.frame.at[0, "uses_1"], found.frame.at[0, "uses_2"]) == (1, 2)


def test_every_hidden_welsh_code_is_said_to_be_too_few(area):
    found = Release(area("A"), WELSH)(agreement.per_code(area("A")))
    hidden = found.marks["kappa"] == "c"
    assert hidden.any()
    assert (found.frame["judgement"].eq("too_few") == hidden).all()
