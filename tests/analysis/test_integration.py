"""The joint display of the tiny study, every row by hand."""

from __future__ import annotations

import dataclasses

import pytest

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.analysis.joint_displays.joint_types import data_collection, stats_by_theme
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text


def joint(site=""):
    return side_by_side(open_tables(open_study("tiny"), site))


def row(name, site="001"):
    return joint(site).frame.set_index("row").loc[name]


def test_a_row_stands_in_each_site_and_never_for_all_together(tiny):
    places = joint().frame[["row", "site"]].itertuples(index=False)
    names = ("say", "trust", "heard", "tea")
    assert [tuple(p) for p in places] == [(n, s) for n in names for s in ("001", "002")]


def test_a_sites_own_rows_are_the_same_as_among_all(tiny):
    whole = joint().frame
    whole = whole[whole["site"] == "001"].reset_index(drop=True)
    assert joint("001").frame.equals(whole)


def test_a_score_is_held_against_a_value(tiny):
    # Scores 14/3 and 4: mean 13/3, margin 12.706 x (sqrt(2)/3) / sqrt(2) = 4.235.
    say = row("say")
    assert (say["n"], say["reference"], say["reference_mean"]) == (2, "value", 3)
    assert say["mean"] == pytest.approx(13 / 3)
    assert say["lower"] == pytest.approx(13 / 3 - 4.2354, abs=1e-4)
    assert say["quant_signal"] == "too_thin"


def test_before_is_of_the_same_people(tiny):
    # Now 4, 3, 2; before 2, 3, 4; differences 2, 0, -2: mean 0, margin 4.3027 x 2 / sqrt(3).
    trust = row("trust")
    assert (trust["n"], trust["mean"], trust["reference_mean"]) == (3, 3, 3)
    assert trust["difference"] == 0
    assert trust["difference_upper"] == pytest.approx(4.9683, abs=1e-4)


def test_somebody_without_an_answer_about_before_is_not_compared(tiny):
    assert row("trust", "002")["n"] == 1


def test_an_item_is_held_against_the_people_of_the_other_sites_together(tiny):
    # S2: 4 in 001 (one prefers not to say, one left it out); 3 and 2 in 002.
    heard = row("heard")
    assert (heard["n"], heard["reference_n"], heard["least_n"]) == (1, 2, 1)
    assert heard["reference_mean"] == 2.5
    assert row("heard", "002")["reference_mean"] == 4


def test_what_the_survey_did_not_ask_is_silent_by_design(tiny):
    tea = row("tea")
    assert (tea["n"], tea["quant_signal"]) == (0, "not_asked")
    assert tea["draft"] == "silent_survey_by_design"
    assert joint("001").labels["silent"]["tea"].en == "Nobody thought of tea."


def test_two_people_who_raise_it_are_too_thin(tiny):
    say = row("say")
    assert (say["asked"], say["raised"], say["qual_signal"]) == (3, 2, "too_thin")


def test_talk_over_all_sites_stands_beside_for_groups_that_are_pooled(tiny):
    heard = row("heard")
    assert (heard["asked"], heard["asked_everywhere"]) == (1, 2)
    assert (heard["qual_signal"], heard["qual_signal_everywhere"]) == ("none", "too_thin")


def test_the_analysts_conclusion_stands_beside_the_draft(tiny):
    say = row("say")
    assert (say["draft"], say["label"], say["integrator"]) == ("too_thin", "INSU", "Mari")
    assert (say["decided_on"], say["reason"]) == ("2024-05-02", "A handful of answers.")


def test_a_conclusion_about_all_sites_stands_in_each(tiny):
    for site in ("001", "002"):
        trust = row("trust", site)
        assert (trust["label"], trust["of"], trust["concluded"]) == ("DIVE", "", "trust@")


def test_a_row_nobody_concluded_has_no_label(tiny):
    assert row("say", "002")["label"] == ""
    assert row("heard")["concluded"] == ""


def test_a_study_without_a_joint_display_has_no_rows(tiny):
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    begins, ends = text.index("joint_display:"), text.index("disclosure:")
    path.write_text(text[:begins] + text[ends:], encoding="utf-8")
    for findings in ("joint_display", "findings"):
        (tiny / "findings" / f"{findings}.yml").unlink()
    assert joint("001").frame.empty


def test_the_survey_is_asked_of_the_groups_named(tiny):
    labels = joint().labels
    assert labels["asked_of"]["say"].cy == "rhieni"
    assert labels["asked_about"]["heard"].en == "I was heard."
    assert labels["talkers"]["tea"].en == "parents, workers"
    assert labels["codes"]["tea"].cy == "Te"


def test_a_rule_of_whose_coding_counts_is_named_in_both_languages(tiny):
    data = open_tables(open_study("tiny"))
    coding = dataclasses.replace(data.study.header.coding, of_record="union")
    header = dataclasses.replace(data.study.header, coding=coding)
    data = data.but(study=dataclasses.replace(data.study, header=header))
    for analysis in (side_by_side, data_collection, stats_by_theme):
        assert analysis(data).labels["coding_of_record"]["rule"] == Text("union", "undeb")
