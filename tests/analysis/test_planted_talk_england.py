"""What was planted in the made-up talk of the English study (dossier, sections 8 and 10).

Counts are of people, each once, in the passages and judgements as they were written. The young
person who withdrew counts in none of them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

STUDY = Path(__file__).parents[2] / "data" / "young-peoples-advocacy-england"
WITHDREW = ("young_person", 18)
YOUNG, ADVOCATES = "young_person", "professional_advocate"
STAFF_AND_CARERS = {ADVOCATES, "advocacy_manager", "social_worker", "iro_chair", "carer"}


def _read(path):
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@pytest.fixture(scope="module")
def everything_said():
    """One row per passage, of whoever said it; `who` is nobody where the speaker is unknown."""
    files = sorted((STUDY / "synthetic" / "passages").glob("*.csv"))
    talk = pd.concat([_read(f) for f in files], ignore_index=True)
    people = zip(talk["group"], talk["person"].astype(int), strict=True)
    return talk.assign(who=[who if who[1] else None for who in people])


@pytest.fixture(scope="module")
def talk(everything_said):
    """The same without the young person who withdrew."""
    return everything_said[everything_said["who"] != WITHDREW]


@pytest.fixture(scope="module")
def judged(everything_said):
    """One row per judgement, with who said the passage it rests on."""
    evidence = _read(STUDY / "synthetic" / "evidence.csv")
    said = everything_said[["passage_id", "who", "group"]]
    return evidence.merge(said, on="passage_id", how="left")


def who_said(talk, *codes, valence=None, **where):
    """Whoever said a passage that carries all these codes."""
    coded = talk["codes"].str.split("|")
    chosen = talk[[set(codes) <= set(given) for given in coded]]
    for column, value in where.items():
        chosen = chosen[chosen[column] == value]
    if valence is not None:
        chosen = chosen[chosen["valence"] == str(valence)]
    return set(chosen["who"].dropna())


def any_of(talk, *codes, **where):
    return set().union(*(who_said(talk, code, **where) for code in codes))


def groups(people):
    return {group for group, _ in people}


@pytest.mark.parametrize(
    ("group", "round_", "setting", "people"),
    [
        (YOUNG, "R1", "interview", {*range(1, 10), 18}),
        (YOUNG, "R2", "interview", {1, 2, 4, 6, 8, 10, 11}),
        (YOUNG, "R2", "focus_group", set(range(12, 18))),
        (ADVOCATES, "R1", "focus_group", set(range(1, 8))),
        (ADVOCATES, "R2", "interview", set(range(8, 13))),
        ("advocacy_manager", "R1", "interview", {1, 2, 3}),
        ("social_worker", "R1", "focus_group", set(range(1, 9))),
        ("social_worker", "R2", "interview", set(range(9, 13))),
        ("iro_chair", "R1", "interview", {1, 2, 3}),
        ("carer", "R2", "interview", {1, 2, 3}),
    ],
)
def test_those_who_spoke_are_those_of_the_sample(everything_said, group, round_, setting, people):
    chosen = {"group": group, "round": round_, "setting": setting}
    spoke = everything_said
    for column, value in chosen.items():
        spoke = spoke[spoke[column] == value]
    assert {number for _, number in spoke["who"].dropna()} == people


def test_seventeen_young_people_are_counted(talk):
    assert len(set(talk.loc[talk["group"] == YOUNG, "who"].dropna())) == 17


def test_leaflets_were_seen_and_not_used_and_the_told_asked_in_time(talk):
    assert len(who_said(talk, "E1.1", valence=-1, group=YOUNG, round="R2")) >= 4
    assert len(who_said(talk, "E1.2", "E1.4", valence=1, group=YOUNG, round="R2")) >= 4


def test_testing_of_promises_is_told_in_the_second_round(talk):
    tested = who_said(talk, "E3.2", "E3.3", valence=1, round="R2", group=YOUNG)
    assert len(tested) >= 4
    assert not who_said(talk, "E3.2", "E3.3", round="R1")


def test_two_routes_are_told_by_different_passages(talk):
    assert len(who_said(talk, "E2.2", "E4.1", valence=1, group=YOUNG)) >= 4
    assert len(who_said(talk, "E2.3", "E5.1", valence=1, group=YOUNG)) >= 4
    assert not who_said(talk, "E2.2", "E5.1")


def test_self_worth_is_warm_and_let_down_is_told_too(talk):
    warm = who_said(talk, "E4.3", "E3.1", valence=1, group=YOUNG)
    let_down = who_said(talk, "E4.4", "E5.4", valence=-1, group=YOUNG)
    assert len(warm) >= 6
    assert len(let_down) >= 4


def test_two_accounts_hold_self_worth_and_let_down(talk):
    both = set()
    for _, account in talk.groupby(["round", "setting"], sort=True, observed=True):
        warm = who_said(account, "E4.3", "E3.1", valence=1, group=YOUNG)
        both |= warm & who_said(account, "E4.4", "E5.4", valence=-1, group=YOUNG)
    assert both == {(YOUNG, 2), (YOUNG, 11)}


def test_six_passages_support_voice_without_influence(judged):
    of_statement = judged[judged["cmoc_id"].isin(["CE07", "CE08"])]
    rival = of_statement[(of_statement["rival"] == "yes")]
    rival = rival[rival["direction"] == "supports"]
    assert rival["passage_id"].nunique() == len(rival) == 6
    assert (rival["who"] != WITHDREW).all()


def test_in_house_access_is_as_often_spoken_for_as_against(talk):
    welcome = any_of(talk, "E6.1", "E6.2", valence=1)
    doubtful = any_of(talk, "E6.3", "E3.4", "E6.4", valence=-1)
    assert abs(len(welcome) - len(doubtful)) <= 3
    assert {ADVOCATES, "social_worker"} <= groups(welcome) & groups(doubtful)


@pytest.mark.parametrize("cmoc", ["CE09", "CE10"])
def test_evidence_on_in_house_access_is_contested(judged, cmoc):
    mine = judged[(judged["cmoc_id"] == cmoc) & (judged["rival"] == "no")].dropna(subset="who")
    people = {d: set(mine.loc[mine["direction"] == d, "who"]) for d in set(mine["direction"])}
    spoke = sum(len(people[d]) for d in ("supports", "refines", "refutes"))
    assert len(people["refutes"]) / spoke >= 1 / 3


def test_only_staff_and_carers_speak_of_children_who_cannot_instruct(everything_said, judged):
    spoke = groups(any_of(everything_said, "E2.4", "E1.5"))
    assert spoke
    assert spoke <= STAFF_AND_CARERS
    of_cmoc = judged[(judged["cmoc_id"] == "CE11") & (judged["source_type"] == "segment")]
    assert len(of_cmoc)
    assert set(of_cmoc["group"]) <= STAFF_AND_CARERS


def test_the_council_speaks_of_collective_voice(talk):
    council = {(YOUNG, number) for number in range(12, 18)}
    assert len(any_of(talk, "E2.6", "E6.5", group=YOUNG) & council) >= 4


def test_training_is_talked_of_by_advocates_in_the_first_round_and_is_evidence_of_nothing(
    talk, judged
):
    training = talk[talk["topic"] == "training"]
    assert set(training["group"]) == {ADVOCATES}
    assert set(training["round"]) == {"R1"}
    assert training["who"].nunique() >= 3
    assert not set(training["passage_id"]) & set(judged["passage_id"])


@pytest.mark.parametrize("code", ["E2.4", "E6.5"])
def test_some_themes_are_thin(talk, code):
    assert 1 <= len(who_said(talk, code)) <= 6


def test_nobody_is_quoted_who_is_not_to_be(everything_said):
    quoted = set(everything_said.loc[everything_said["quote"] == "1", "who"])
    unquoted = {WITHDREW, (ADVOCATES, 9), ("social_worker", 10), None}
    assert not quoted & unquoted
    assert groups(quoted) == {YOUNG, *STAFF_AND_CARERS}


def test_two_judgements_rest_on_whoever_withdrew(judged):
    assert (judged["who"] == WITHDREW).sum() == 2


def test_small_talk_is_about_one_passage_in_ten(everything_said):
    assert 0.08 <= (everything_said["codes"] == "").mean() <= 0.12
