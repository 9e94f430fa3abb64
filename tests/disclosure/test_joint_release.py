"""The joint display's rule, at its boundaries: ten answers, eight asked, a draft of shown cells."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from compendium.analysis.joint_displays.integration import KINDS, side_by_side
from compendium.analysis.result import Result
from compendium.disclosure.joint import COUNTS, INTERNAL, release_joint
from compendium.disclosure.names.scan import Known
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_joint"}
BASE = {
    "site": "001",
    "n": 40,
    "now": 40,
    "reference": "value",
    "mean": 4.04,
    "lower": 3.81,
    "upper": 4.26,
    "reference_mean": 3.5,
    "reference_n": None,
    **dict.fromkeys(("difference", "difference_lower", "difference_upper"), math.nan),
    "least_n": None,
    "quant_signal": "favourable",
    "asked": 8,
    "raised": 6,
    "favourable": 5,
    "unfavourable": 1,
    "balanced": 0,
    "qual_signal": "favourable",
    "asked_everywhere": 20,
    "qual_signal_everywhere": "unfavourable",
    "draft": "agree",
    "label": "CONV",
    "concluded": "it@001",
    "of": "001",
    "integrator": "Mari",
    "decided_on": "2024-05-02",
    "reason": "Both say so.",
    **dict.fromkeys(("declared", "was_declared", "was_quant_signal", "was_qual_signal"), ""),
    **dict.fromkeys(("was_mean", "was_reference_mean", "was_n", "was_asked", "was_raised")),
}
OTHERS = {"reference": "other_sites", "reference_n": 50, "least_n": 10, "difference": 0.52}


@pytest.fixture
def study(tiny):
    return open_study("tiny")


def released(study, profile=WELSH, row="say", **changes):
    """One row as it is released, and its marks."""
    frame = pd.DataFrame([{"row": row} | BASE | changes])[["row", "site", "n", *KINDS]]
    written = {"it@001": Text("They agree."), "it@002": Text("They do not.")}
    labels = {"meta_inference": written, "follow_up": {}}
    result = Result("joint", frame, ("row", "site"), "n", KINDS, labels=labels, **COMMON)
    found = release_joint(result, profile, study=study, known=Known(), **COMMON)
    return found, found.frame.iloc[0], found.marks.iloc[0]


@pytest.mark.parametrize(
    ("n", "mark"), [(9, "c"), (10, "u"), (24, "u"), (25, "limited"), (39, "limited"), (40, "")]
)
def test_a_survey_result_is_marked_by_its_base(study, n, mark):
    assert released(study, n=n)[2]["n"] == mark


def test_a_survey_result_of_nine_hides_every_number_and_its_signal(study):
    _, row, marks = released(study, n=9)
    hidden = ["n", "mean", "lower", "upper", "reference_mean", "quant_signal"]
    assert set(marks[hidden]) == {"c"}
    assert row[hidden[:-1]].isna().all()
    assert row["quant_signal"] == ""


def test_means_are_rounded_to_one_place(study):
    _, row, _ = released(study)
    assert (row["mean"], row["lower"], row["upper"]) == (4.0, 3.8, 4.3)


@pytest.mark.parametrize(("asked", "signal", "mark"), [(7, "", "c"), (8, "favourable", "")])
def test_talk_is_shown_where_eight_were_asked(study, asked, signal, mark):
    _, row, marks = released(study, asked=asked)
    assert (row["qual_signal"], marks["qual_signal"]) == (signal, mark)


@pytest.mark.parametrize("signal", ["none", "too_thin"])
def test_nobody_and_too_few_are_one_word(study, signal):
    _, row, _ = released(study, qual_signal=signal, raised=0, draft="silent_talk", label="")
    assert (row["qual_signal"], row["draft"]) == ("few", "few_talk")


def test_no_number_of_people_interviewed_leaves(study):
    assert not {*COUNTS, *INTERNAL} & set(released(study)[0].frame)


def test_pooled_staff_speak_for_all_areas(study):
    # Workers are pooled: 20 asked everywhere, whatever this area has.
    _, row, _ = released(study, row="heard", asked=3, **OTHERS)
    assert (row["qual_signal"], row["draft"]) == ("unfavourable", "disagree")


@pytest.mark.parametrize(("least", "mark"), [(9, "c"), (10, "")])
def test_the_other_sites_are_shown_where_every_site_may_be(study, least, mark):
    _, _, marks = released(study, **OTHERS | {"least_n": least})
    assert set(marks[["reference_mean", "reference_n", "difference", "quant_signal"]]) == {mark}
    assert marks["mean"] == ""


@pytest.mark.parametrize("changes", [{"n": 9}, {"asked": 7}, OTHERS | {"least_n": 9}])
def test_a_draft_and_what_was_made_of_it_hide_with_either_cell(study, changes):
    found, row, marks = released(study, **changes)
    assert set(marks[["draft", "label", "concluded", "integrator", "reason"]]) == {"c"}
    assert set(row[["draft", "label", "concluded", "integrator", "reason"]]) == {""}
    assert found.labels["meta_inference"] == {}


@pytest.mark.parametrize("label", ["SILE", "INSU"])
def test_a_label_that_says_there_is_nothing_stays(study, label):
    _, row, marks = released(study, n=9, label=label)
    assert (row["label"], row["integrator"], marks["label"]) == (label, "Mari", "")
    assert marks["draft"] == "c"


def test_what_was_written_of_another_site_does_not_come_along(study):
    assert set(released(study)[0].labels["meta_inference"]) == {"it@001"}


def test_what_was_not_asked_by_design_is_no_secret(study):
    changes = {"reference": "", "n": 0, "quant_signal": "not_asked", "label": "SILE"}
    _, row, marks = released(study, row="tea", asked_everywhere=8, **changes)
    assert (row["quant_signal"], row["draft"]) == ("not_asked", "silent_survey_by_design")
    assert set(marks) == {""}


def test_the_team_sees_every_count(study):
    _, row, marks = released(study, EXACT, n=2, asked=1, raised=1, qual_signal="too_thin")
    assert (row["n"], row["asked"], row["raised"]) == (2, 1, 1)
    assert row["qual_signal"] == "too_thin"
    assert set(marks) == {""}


def test_the_door_knows_the_joint_display(study):
    data = open_tables(study, "001")
    found = Release(data, WELSH)(side_by_side(data))
    assert set(found.marks["n"]) == {"c", ""}
    assert set(found.marks["qual_signal"]) == {"c"}


def test_the_teams_joint_display_keeps_everything(study):
    data = open_tables(study, "001")
    frame = Release(data, EXACT)(side_by_side(data)).frame.set_index("row")
    assert frame.loc["say", "raised"] == 2
    assert frame.loc["trust", "concluded"] == "trust@"


def test_a_survey_of_pooled_staff_is_not_shown_by_area(study):
    groups = tuple(dataclasses.replace(g, pooled_as="staff") for g in study.groups)
    header = dataclasses.replace(study.header, groups=groups)
    staff = dataclasses.replace(study, header=header)
    assert released(staff)[2]["mean"] == "c"


# Rule X1: 40 people have a score now, and their number is printed elsewhere.
@pytest.mark.parametrize(("pairs", "shown", "mark"), [(35, 35, "limited"), (36, 35, "over")])
def test_who_also_said_how_it_was_before_are_not_told_from_those_who_did_not(
    study, pairs, shown, mark
):
    _, row, marks = released(study, n=pairs, now=40, reference="before", reference_n=pairs)
    assert (row["n"], row["reference_n"]) == (shown, shown)
    assert (marks["n"], marks["reference_n"]) == (mark, mark)


# What the row of BASE rested on, were it signed now.
SIGNED_NOW = {
    **dict.fromkeys(("declared", "was_declared"), "1a2b3c4d"),
    **dict.fromkeys(("was_quant_signal", "was_qual_signal"), "favourable"),
    **{"was_mean": 4.0, "was_reference_mean": 3.5, "was_n": 40, "was_asked": 8, "was_raised": 6},
}


def changed(study, profile=WELSH, row="say", **changes):
    """What is told to have changed since the row was concluded."""
    return released(study, profile, row, **SIGNED_NOW | changes)[1]["changed"].split()


def test_what_is_as_it_was_signed_has_not_changed(study):
    assert changed(study) == changed(study, EXACT) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("declared", "ffffffff"),
        ("quant_signal", "near"),
        ("qual_signal", "mixed"),
        ("mean", 3.9),
        ("reference_mean", 3.0),
    ],
)
def test_what_is_shown_and_was_otherwise_is_told(study, name, value):
    assert changed(study, **{f"was_{name}": value}) == [name]


@pytest.mark.parametrize(("name", "value"), [("n", 39), ("asked", 9), ("raised", 5)])
def test_numbers_of_people_that_changed_are_for_the_team(study, name, value):
    assert changed(study, **{f"was_{name}": value}) == []
    assert changed(study, EXACT, **{f"was_{name}": value}) == [name]


@pytest.mark.parametrize(("mean", "expected"), [(4.04, []), (4.05, ["mean"])])
def test_a_mean_changes_when_the_number_shown_does(study, mean, expected):
    assert changed(study, mean=mean) == expected


def test_none_and_too_thin_are_one_word_then_as_now(study):
    silent = {"qual_signal": "none", "raised": 0, "label": "", "was_qual_signal": "too_thin"}
    assert changed(study, **silent) == []
    assert changed(study, EXACT, **silent) == ["qual_signal", "raised"]


def test_nothing_is_told_of_a_hidden_cell_or_a_hidden_label(study):
    old = {"was_mean": 3.9, "was_qual_signal": "mixed"}
    assert changed(study, n=9, **old) == []
    assert changed(study, n=9, label="INSU", **old) == ["qual_signal"]
    assert changed(study, asked=7, label="INSU", **old) == ["mean"]


def test_what_pooled_people_said_in_one_area_is_not_told(study):
    # Workers are pooled: shown is what they say everywhere, signed what they said here.
    assert changed(study, row="heard", was_qual_signal="mixed") == []


def test_what_a_row_rested_on_is_for_the_team_alone(study):
    assert not [c for c in released(study, **SIGNED_NOW)[0].frame if c.startswith("was_")]
    assert released(study, EXACT, **SIGNED_NOW)[1]["was_n"] == 40
