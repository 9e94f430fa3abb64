"""Recipes: read, or refused with every mistake in them."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from compendium.problems import StudyError
from compendium.synthetic.passages import Passage
from compendium.synthetic.recipe import read_recipe


@pytest.fixture
def spoilt(wales, tmp_path):
    """The Welsh study with a recipe of its own to spoil."""
    shutil.copytree(wales.folder / "synthetic", tmp_path / "synthetic")
    return dataclasses.replace(wales, folder=tmp_path)


def replace(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.parametrize(("codes", "ids"), [("", ()), ("W1.1", ("W1.1",)), ("a|b", ("a", "b"))])
def test_codes_of_a_passage_are_parted_by_bars(codes, ids):
    told = Passage("1", "A", "parent", 1, "interview", "en", "trust", "Yes.", codes=codes)
    assert told.code_ids == ids


def test_a_passage_without_a_known_speaker_has_person_nought(wales):
    unknown = [p for p in read_recipe(wales)[1] if not p.person]
    assert {p.setting for p in unknown} == {"focus_group"}


def test_an_unknown_code_is_named_with_its_passage(spoilt):
    replace(spoilt.folder / "synthetic" / "passages" / "area_b.csv", ",W2.1|W2.3,", ",W2.1|W99,")
    with pytest.raises(StudyError) as caught:
        read_recipe(spoilt)
    assert str(caught.value) == "passages B001: code 'W99' is not in codebook.yml."


def test_all_mistakes_of_a_recipe_are_told_at_once(spoilt):
    replace(spoilt.folder / "synthetic" / "recipe.yml", "generator:", "generater:")
    replace(spoilt.folder / "synthetic" / "recipe.yml", "duplicates: 3", "duplicates: three")
    with pytest.raises(StudyError) as caught:
        read_recipe(spoilt)
    for mistake in ("generater", "duplicates", "three"):
        assert mistake in str(caught.value)
