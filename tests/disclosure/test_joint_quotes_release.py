"""Rule Q2 in the joint display: which of the words that may stand beside a row do."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from compendium.analysis.joint_displays.joint_quotes import BY, TEXTS
from compendium.analysis.result import Result
from compendium.disclosure.joint_quotes import choose
from compendium.disclosure.names.scan import Known
from compendium.disclosure.profile import profile_named
from compendium.study import SampleSize
from compendium.study_folder import open_study
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
FOR, AGAINST = ("favourable", "She came."), ("unfavourable", "She left.")
NAMING = ("favourable", "Then Bethan came.")


@pytest.fixture
def study(tiny):
    return open_study("tiny")


def candidate(lean, text, row="say", site="001", **changes):
    spoken = {"heading": "parent", "group": "parent", "area": "001", "translation": "", "lang": ""}
    keys = {"row": row, "site": site, "lean": lean, "segment": text}
    return keys | {"text": text, "people": 1} | spoken | changes


def chosen(study, *candidates, eligible=5, profile=WELSH):
    """By row and site the words that stand there, each with its lean and area; and what is kept."""
    groups = {(c["area"], c["group"]) for c in candidates}
    sizes = tuple(SampleSize(a, g, 1, 0, 0, 0, eligible) for a, g in sorted(groups))
    study = dataclasses.replace(study, sample=sizes)
    frame = pd.DataFrame(candidates, columns=[*BY, *TEXTS, "people"])
    kinds = dict.fromkeys(TEXTS, "text")
    result = Result("joint_quotes", frame, BY, "people", kinds, Text("us"), "m", "synthetic")
    found, withheld = choose((result,), profile, study, Known())
    told = {
        key: [
            tuple(cells[f"{place}_{part}"] for part in ("lean", "text", "area"))
            for place in ("quote", "second")
            if f"{place}_text" in cells
        ]
        for key, cells in found.items()
    }
    return told, withheld


def texts(study, *candidates, **changes):
    """What stands beside the row of Area 001."""
    return [text for _, text, _ in chosen(study, *candidates, **changes)[0]["say", "001"]]


def test_one_of_each_lean_stands_there_the_favourable_first(study):
    lines = [candidate(*AGAINST), candidate("favourable", "It rained."), candidate(*FOR)]
    assert texts(study, *lines) == ["It rained.", "She left."]


def test_words_that_lean_are_taken_before_those_that_do_not(study):
    assert texts(study, candidate("", "It rained."), candidate(*AGAINST)) == ["She left."]


def test_where_none_leans_the_first_stands_there(study):
    lines = [candidate("", "It rained."), candidate("", "She sat down.")]
    assert texts(study, *lines) == ["It rained."]


def test_what_may_name_somebody_gives_way_to_the_next_and_that_is_said(study):
    found, withheld = chosen(study, candidate(*NAMING), candidate(*FOR))
    assert found["say", "001"] == [("favourable", "She came.", "001")]
    assert withheld is True


def test_a_name_in_the_translation_alone_keeps_the_words_back(study):
    line = candidate("favourable", "fe ddaeth hi", lang="cy", translation="then Bethan came")
    found, withheld = chosen(study, line)
    assert found["say", "001"] == []
    assert withheld is True


def test_where_everything_passed_nothing_is_said_to_be_held_back(study):
    assert chosen(study, candidate(*FOR), candidate(*AGAINST))[1] is False


def test_the_team_reads_approved_words_unchecked(study):
    assert texts(study, candidate(*NAMING), candidate(*FOR), profile=EXACT) == [NAMING[1]]


@pytest.mark.parametrize(("eligible", "said"), [(4, []), (5, ["She came."])])
def test_an_area_s_row_quotes_where_the_area_may_be_named(study, eligible, said):
    assert texts(study, candidate(*FOR), eligible=eligible) == said


def test_the_only_area_of_a_study_is_no_secret_but_is_not_named(study):
    header = dataclasses.replace(study.header, sites=study.sites[:1])
    alone = dataclasses.replace(study, header=header)
    found, _ = chosen(alone, candidate(*FOR), eligible=4)
    assert found["say", "001"] == [("favourable", "She came.", "")]


def test_pooled_staff_are_quoted_beside_every_area_and_carry_none(study):
    staff = {"heading": "staff", "group": "worker", "area": "002"}
    lines = [candidate(*FOR, site=site, **staff) for site in ("001", "002")]
    found, _ = chosen(study, *lines, eligible=500)
    assert found["say", "001"] == found["say", "002"] == [("favourable", "She came.", "")]


def test_the_team_sees_where_pooled_staff_work(study):
    staff = {"heading": "staff", "group": "worker", "area": "002"}
    found, _ = chosen(study, candidate(*FOR, **staff), profile=EXACT)
    assert found["say", "001"] == [("favourable", "She came.", "002")]


def test_words_that_stand_further_up_are_taken_again_only_where_nothing_else_is(study):
    again = [candidate(*FOR, row=row) for row in ("say", "trust", "heard")]
    found, _ = chosen(study, *again, candidate("favourable", "She stayed.", row="trust"))
    said = {row: [text for _, text, _ in words] for (row, _), words in found.items()}
    assert said == {"say": ["She came."], "trust": ["She stayed."], "heard": ["She came."]}
