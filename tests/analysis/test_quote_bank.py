"""The quote bank: all of the coding of record and nothing else, each passage with what it is."""

from __future__ import annotations

import coded
import pytest
from hypothesis import HealthCheck, given, settings
from tiny import consent_said, project, write_quotes

from compendium.analysis.qualitative.quote_bank import CMOC, THEME, bank
from compendium.analysis.qualitative.themes import coding_of_record
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study

LISTENED, TEA = "c1 interview:20-39", "c1 interview:40-62"


def rows(part, data=None):
    frame = bank(data or open_tables(open_study("tiny"))).frame
    return frame[frame["part"] == part]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=coded.talk)
def test_every_passage_under_a_theme_is_of_the_coding_of_record_and_the_other_way_round(said, area):
    data = coded.tables(area(""), said)
    found = rows(THEME, data)
    pairs = list(zip(found["segment"], found["key"], strict=True))
    record = coding_of_record(data.codings, data.study)
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == set(record[["segment_id", "code_id"]].itertuples(index=False, name=None))


def test_a_passage_says_who_where_and_what_it_is(tiny):
    found = rows(THEME)
    (row,) = found[(found["segment"] == TEA) & (found["key"] == "K1.2")].to_dict("records")
    assert (row["person"], row["pseudonym"], row["group"], row["site"]) == (
        *("Q1", "Ann", "parent", "001"),
    )
    # The interviewer's turn is not coded; what Q1 says first is the first coded turn.
    assert (row["event"], row["turn"], row["start"], row["end"]) == (
        *("c1 interview", "2", "40", "62"),
    )
    assert (row["method"], row["round"], row["date"]) == ("interview", "R1", "2024-02-01")
    assert row["cmocs"] == "supports::T1"


def test_a_code_stands_before_those_below_it_as_in_the_codebook(tiny):
    keys = list(dict.fromkeys(rows(THEME)["key"]))
    book = [c.code_id for c in open_study("tiny").codebook]
    assert keys == [k for k in book if k in keys]
    assert len(keys) > 2


def test_evidence_that_does_not_count_or_is_on_a_rival_stands_under_no_configuration(tiny):
    # E6 is of no relevance, E7 is of somebody who withdrew, E8 is on the rival of T2.
    found = rows(CMOC)
    assert set(found["key"]) == {"T1"}
    assert sorted(found["direction"]) == ["refines", "supports", "supports", "supports"]
    assert set(rows(THEME).set_index("segment").loc[LISTENED, "cmocs"]) == set("supports:rival:T2")


def test_what_may_become_of_a_passage(tiny):
    consent_said(tiny, "Q2", withdrawal_scope="quotes_only", consent_status="partial")
    write_quotes(tiny, {LISTENED: "She listened.", "c2 interview:20-45": "Nobody listened."})
    found = rows(THEME)
    assert set(found.loc[found["segment"] == LISTENED, "state"]) == {"approved"}
    assert set(found.loc[found["segment"] == TEA, "state"]) == {"waiting"}
    # Q2 was approved, and took it back since; Q3 never agreed.
    assert set(found.loc[found["person"].isin(["Q2", "Q3"]), "state"]) == {"refused"}


def test_nobody_can_be_asked_for_words_of_nobody_known(area):
    found = rows(THEME, area(""))
    unknown = found[found["person"] == ""]
    assert set(unknown["state"]) == {"nobody"}
    assert set(unknown["heading"]) == {"unknown", "observation"}


def test_nobody_who_withdrew_is_in_it(tiny):
    assert "Q7" not in set(bank(open_tables(open_study("tiny"))).frame["person"])
    assert "c7" in {s.name.split()[0] for s in project().sources}


def test_a_bank_of_one_area_is_refused(tiny):
    with pytest.raises(StudyError, match="of the whole study"):
        bank(open_tables(open_study("tiny"), "001"))
