"""The answers of a questionnaire as SPSS takes them: names, codes, one row a person."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest

from compendium.data_package.survey import RESERVED, answers_sav, user_missing, variable_names
from compendium.instruments import Instrument, Item, Option, Scale
from compendium.intake.tables import open_tables
from compendium.readers.export import read_export
from compendium.study_folder import open_study
from compendium.words import Text


def text(words):
    return Text(words, "")


def scale(*missing, levels=(1, 2, 3, 4, 5)):
    options = [Option(value, text(f"level {value}")) for value in levels]
    options += [Option(code, text(f"code {code}"), reason) for code, reason in missing]
    return Scale("agree", "agreement", tuple(options))


def questionnaire(*items, of=None):
    return Instrument("form", text("Form"), ("parent",), (), (of or scale(),), items)


def item(name, *stages):
    return Item(name, "c", text(f"Question {name}"), "agree", stages=stages or ("single",))


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["S1", "Q2.1", "@x$#"], ["S1", "Q2.1", "@x$#"]),
        (["1S"], ["v_1S"]),
        (["S 1", "S-1"], ["S_1", "S_1_2"]),
        (["S 1", "S_1"], ["S_1_2", "S_1"]),  # whoever needs no change keeps the name
        (["s2", "S2"], ["s2", "S2_2"]),
        (["ALL", "by"], ["ALL_2", "by_2"]),
        (["group", "Site_ID"], ["group_2", "Site_ID_2"]),
        (["Q1.", "Q1_"], ["Q1", "Q1_2"]),
        (["ŵ1", "$x"], ["v__1", "v_$x"]),
        (["Q" * 64, "Q" * 70], ["Q" * 64, "Q" * 60 + "_2"]),
        (["Q" * 70, "Q" * 71], ["Q" * 64, "Q" * 60 + "_2"]),
    ],
)
def test_names_are_such_as_spss_takes(wanted, names):
    found = variable_names(questionnaire(*map(item, wanted)))
    assert found == {(w, "single", ""): n for w, n in zip(wanted, names, strict=True)}
    for name in found.values():
        assert re.fullmatch(r"[A-Za-z@][\w.@#$]{0,63}", name)
        assert name[-1] not in "._"
        assert name.upper() not in RESERVED


def test_both_stages_of_an_item_have_their_own_name():
    found = variable_names(questionnaire(item("T1", "before", "now"), item("T1_now")))
    assert found[("T1", "before", "")] == "T1_before"
    assert len({name.upper() for name in found.values()}) == 3


@pytest.mark.parametrize(
    ("codes", "declared"),
    [
        ((), []),
        ((97, 98, 99), [97, 98, 99]),
        ((96, 97, 98, 99), [{"lo": 96, "hi": 99}]),
        ((-9, 97, 98, 99), [{"lo": 97, "hi": 99}, -9]),
        ((-9, -8, 98, 99), [{"lo": -9, "hi": -8}, 98]),  # 99 is over
        ((-9, -8, -7, 99), [{"lo": -9, "hi": -7}, 99]),
    ],
)
def test_user_missing_codes_as_the_format_holds_them(codes, declared):
    assert user_missing(scale(*[(code, f"reason {code}") for code in codes])) == declared


def test_no_range_reaches_over_an_answer():
    odd = scale(*[(code, f"r{code}") for code in (0, 2, 4, 6)], levels=(1, 3, 5))
    assert user_missing(odd) == [0, 2, 4]


def written(tiny, path, of):
    """The tiny study's answers to a form with other missing codes."""
    study = open_study("tiny")
    data = open_tables(study)
    form = dataclasses.replace(study.instrument("form"), scales=(of,))
    items = tuple(dataclasses.replace(i, scale=i.scale and of.scale_id) for i in form.items)
    return answers_sav(path, data, dataclasses.replace(form, items=items))


def test_a_fourth_code_is_said_to_be_lost(tiny, tmp_path):
    codes = [(-9, "not_applicable"), (-8, "not_answered"), (98, "out_of_range"), (99, "prefer_not")]
    _, said = written(tiny, tmp_path / "a.sav", scale(*codes))
    assert len(said) == 1
    assert "99 of the scale agree are system-missing" in said[0]
    rows = read_export(tmp_path / "a.sav").tables["responses"].set_index("participant_id")
    assert pd.isna(rows.at["Q2", "S2"])


def test_two_codes_of_one_meaning_are_the_first_of_them(tiny, tmp_path):
    _, said = written(tiny, tmp_path / "a.sav", scale((97, "prefer_not"), (99, "prefer_not")))
    assert said == ["a.sav: 97, 99 of the scale agree mean one thing (prefer_not), and all are 97"]
    rows = read_export(tmp_path / "a.sav").tables["responses"].set_index("participant_id")
    assert rows.at["Q2", "S2"] == 97


def test_a_range_comes_back_as_one(tiny, tmp_path):
    codes = [(-9, "not_answered"), (97, "prefer_not"), (98, "not_applicable"), (99, "out_of_range")]
    written(tiny, tmp_path / "a.sav", scale(*codes))
    labels = read_export(tmp_path / "a.sav").tables["variables"].set_index("variable")
    assert labels.at["S1", "user_missing"] in ("97 to 99; -9", "-9; 97 to 99")
