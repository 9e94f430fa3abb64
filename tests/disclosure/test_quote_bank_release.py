"""Rule Q2 for the quote bank: every approved quote that passes, and nothing beside it."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from tiny import consent_said, write_quotes

from compendium.analysis.qualitative import quote_bank
from compendium.analysis.qualitative.quote_bank import BY, TEXTS
from compendium.analysis.result import Result
from compendium.analysis.theory.realist import verdicts
from compendium.disclosure.names.scan import Known
from compendium.disclosure.profile import profile_named
from compendium.disclosure.quote_bank import PUBLIC, release_bank, told_verdicts
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.study import SampleSize
from compendium.study_folder import open_study
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_quote_bank"}
EVERYWHERE = {("T1", "001"), ("T1", "002")}


def row(text, key="K1", segment="", part="theme", **changes):
    """One passage of an approved quote by a parent of area 001, under one code."""
    cells = dict.fromkeys((*BY, *TEXTS), "") | {"part": part, "key": key, "people": 1}
    cells |= {"heading": "parent", "group": "parent", "site": "001", "lang": "en"}
    cells |= {"segment": segment or f"p:{text}", "text": f"said {text}", "approved_text": text}
    return cells | {"state": "approved", "person": "Q1", "direction": "supports"} | changes


def released(tiny, *rows, profile=WELSH, told=EVERYWHERE, eligible=5):
    study = open_study("tiny")
    sizes = tuple(SampleSize(s.site_id, "parent", 1, 0, 0, 0, eligible) for s in study.sites)
    study = dataclasses.replace(study, sample=sizes)
    kinds = dict.fromkeys(TEXTS, "text")
    result = Result("quote_bank", pd.DataFrame(rows), BY, "people", kinds, labels={}, **COMMON)
    given = {"study": study, "pooled": {"staff"}, "known": Known(pseudonyms=frozenset({"Quilla"}))}
    return release_bank(result, profile, told=told, **given, **COMMON)


def texts(found) -> list[str]:
    return found.frame["text"].tolist()


@pytest.mark.parametrize("state", ["waiting", "refused", "nobody"])
def test_only_approved_passages_are_printed(tiny, state):
    found = released(tiny, row("She came."), row("It rained.", state=state))
    assert texts(found) == ["She came."]
    assert found.withheld is False


def test_the_approved_wording_is_printed_and_not_what_was_said(tiny):
    found = released(tiny, row("She came."))
    assert "said She came." not in found.frame.to_numpy().ravel()


def test_every_quote_that_passes_is_printed_and_not_the_first_alone(tiny):
    assert len(released(tiny, row("She came."), row("It rained.")).frame) == 2


def test_what_may_give_somebody_away_is_withheld_without_a_count(tiny):
    found = released(tiny, row("I rang Quilla."), row("She came."), row("Then Bethan came."))
    assert texts(found) == ["She came."]
    assert found.withheld is True


def test_a_public_quote_says_no_more_of_its_speaker_than_a_single_one(tiny):
    found = released(tiny, row("She came.")).frame
    assert tuple(found.columns) == PUBLIC
    assert not set(PUBLIC) & {"person", "event", "turn", "start", "state", "direction", "cmocs"}
    assert found["segment"].tolist() == ["quote 1"]


def test_quotes_stand_by_their_words_and_not_by_source_or_area(tiny):
    # Sources are named for areas, and staff's areas are not: their order would tell them.
    staff = {"heading": "staff", "group": "worker"}
    found = released(
        tiny, row("Then it rained.", **staff), row("She came.", site="002", **staff)
    ).frame
    assert found[["text", "area", "segment"]].to_numpy().tolist() == [
        ["She came.", "", "quote 1"],
        ["Then it rained.", "", "quote 2"],
    ]


def test_a_quote_has_the_same_number_under_each_of_its_codes(tiny):
    found = released(
        tiny, row("It rained."), row("She came."), row("She came.", key="K2", segment="p:She came.")
    ).frame
    numbers = found.groupby("text", sort=False, observed=True)["segment"].agg(set).to_dict()
    assert numbers == {"It rained.": {"quote 1"}, "She came.": {"quote 2"}}


@pytest.mark.parametrize(
    ("told", "stands"),
    [(EVERYWHERE, True), ({("T1", "001")}, True), ({("T1", "002")}, False), (set(), False)],
)
def test_a_quote_stands_under_a_cmoc_where_its_areas_verdict_tells_as_much(tiny, told, stands):
    found = released(tiny, row("She came.", "T1", part="cmoc"), told=told)
    assert bool(len(found.frame)) is stands


@pytest.mark.parametrize(("told", "stands"), [(EVERYWHERE, True), ({("T1", "001")}, False)])
def test_without_its_area_a_quote_needs_the_verdict_of_every_area(tiny, told, stands):
    # A verdict that only one area tells would name the area of whoever stands under it.
    found = released(tiny, row("She came.", "T1", part="cmoc"), told=told, eligible=4)
    assert bool(len(found.frame)) is stands


def test_the_team_reads_everything_as_it_is(tiny):
    rows = row("I rang Quilla."), row("It rained.", state="refused")
    found = released(tiny, *rows, profile=EXACT).frame
    assert found["text"].tolist() == ["said I rang Quilla.", "said It rained."]
    assert found["segment"].tolist() == ["p:I rang Quilla.", "p:It rained."]
    assert "people" not in found


def test_a_verdict_is_told_from_three_people_on_where_eight_were_asked(area):
    told = told_verdicts(verdicts(area("")), WELSH)
    frame = verdicts(area("")).frame.set_index(["cmoc_id", "area"])
    assert 0 < len(told) < len(frame)
    for cell in told:
        found = frame.loc[cell]
        assert found["verdict"] in ("supported", "contested", "refuted")
        assert found["people"] + found["refines"] + found["refutes"] >= 3


def printed(profile=WELSH):
    data = open_tables(open_study("tiny"))
    frame = Release(data, profile)(quote_bank.bank(data)).frame
    return set(frame["text"])


WITHDREW = {
    "consent_status": "withdrawn",
    "withdrawn_on": "2024-03-01",
    "withdrawal_scope": "all",
}
SAID = {"c1 interview:20-39": "She listened to me.", "c2 interview:20-45": "Nobody listened."}


def test_words_of_somebody_who_withdrew_are_in_no_bank(tiny):
    write_quotes(tiny, SAID)
    assert printed() == set(SAID.values())
    consent_said(tiny, "Q1", **WITHDREW)
    assert printed() == {"Nobody listened."}
    assert "She listened to me." not in printed(EXACT)


@pytest.mark.parametrize(
    "changes",
    [
        {"quote_consent": "no"},
        {"consent_status": "partial", "withdrawal_scope": "quotes_only"},
        WITHDREW,
    ],
    ids=["revoked", "partial without quotes", "withdrawn"],
)
def test_an_approved_quote_goes_when_its_speaker_takes_it_back(tiny, changes):
    write_quotes(tiny, SAID)
    consent_said(tiny, "Q1", **changes)
    assert printed() == {"Nobody listened."}


def test_everything_public_of_the_welsh_study_was_approved(area):
    data = area("")
    found = Release(data, WELSH)(quote_bank.bank(data)).frame
    assert set(found["text"]) <= set(data.quotes["approved_text"])
    assert len(set(found["segment"])) > 100
    held_back = data.participants.loc[~data.participants["quote_consent"], "participant_id"]
    theirs = data.segments.loc[data.segments["participant_id"].isin(held_back), "text"]
    assert not set(theirs) & set(found["text"])
