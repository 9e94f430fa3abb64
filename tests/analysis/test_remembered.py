"""Results that are worked out once for each tables."""

from __future__ import annotations

import dataclasses
import gc
import importlib

import pytest

from compendium.analysis import catalogue, remembered
from compendium.analysis.catalogue import RESULTS, result
from compendium.analysis.survey import surveys
from compendium.analysis.survey.sample import who_took_part
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release


def test_what_is_asked_twice_is_worked_out_once(area):
    data = area("")
    assert who_took_part(data) is who_took_part(data)


def test_other_tables_have_results_of_their_own(area):
    data = area("")
    fewer = dataclasses.replace(data, participants=data.participants.iloc[:0])
    everybody, nobody = (who_took_part(d).frame["interviewed"].sum() for d in (data, fewer))
    assert everybody > 0
    assert nobody == 0


def test_a_finding_cites_the_very_result_that_a_report_shows(area):
    data = area("")
    shown = surveys.summaries(data)["parent"]
    assert result("scores:parent", data) is shown


def test_names_in_a_list_are_those_in_a_tuple(area):
    data = area("")
    listed, named = (result_of(data, "scores", g) for g in (["parent"], ("parent",)))
    assert listed is named


def result_of(data, name, groups):
    module, function, _ = RESULTS[name]
    return catalogue._function(module, function)(data, "parent", groups=groups)


def test_what_was_worked_out_goes_with_its_tables(area):
    data = dataclasses.replace(area(""))
    who_took_part(data)
    number = id(data)
    assert number in remembered._made
    del data
    gc.collect()
    assert number not in remembered._made


@pytest.mark.parametrize("name", RESULTS)
def test_whatever_a_finding_may_cite_is_remembered(name):
    module, function, _ = RESULTS[name]
    found = getattr(importlib.import_module(f"compendium.analysis.{module}"), function)
    assert hasattr(found, "__wrapped__")


@pytest.mark.parametrize("name", ["sample", "scores", "answers", "looking_back", "themes", "joint"])
def test_the_door_changes_no_result(area, name):
    data = area("")
    found = result(name, data)
    before = found.frame.copy()
    Release(data, profile_named("welsh_evaluation"))(found)
    assert found.frame.equals(before)
