"""study.yml says of how a survey was done only what the checklist asks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_study import message, spoil

from compendium.study_checks.survey_reporting import ITEMS
from compendium.study_folder import open_study

TEMPLATE = Path(__file__).parents[2] / "data" / "_template" / "study.yml"


def report(tiny, lines):
    spoil(tiny, "study.yml", "consent:\n", f"survey_reporting:\n{lines}consent:\n")


def test_an_item_of_the_checklist_is_read_in_both_languages(tiny):
    report(tiny, "  incentives: {en: None., cy: Dim.}\n")
    assert open_study("tiny").header.survey_reporting["incentives"].cy == "Dim."


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "  incentive: {en: None., cy: Dim.}\n",
            "study.yml survey_reporting incentive: the checklist has no such item",
        ),
        ('  incentives: {en: "", cy: Dim.}\n', "study.yml survey_reporting incentives: there is"),
        ("  incentives:\n", "study.yml survey_reporting incentives: there is no text"),
        ("  incentives: [a, b]\n", "study.yml"),
        ("  incentives: {english: None.}\n", "incentives"),
        ("  - incentives\n", "`key: value` lines are needed"),
    ],
)
def test_what_the_checklist_does_not_ask_is_refused_by_name(tiny, lines, said):
    report(tiny, lines)
    assert said in message()


def test_the_refusal_names_all_items_there_are(tiny):
    report(tiny, "  incentive: {en: None., cy: Dim.}\n")
    found = message()
    assert all(item in found for item in ITEMS)


@pytest.mark.parametrize("invited", ["-1", "ten", "2.5"])
def test_how_many_were_invited_is_a_whole_number_or_blank(tiny, invited):
    spoil(tiny, "sample.csv", "001,parent,3,0,10,", f"001,parent,3,0,{invited},")
    found = message()
    assert "sample.csv" in found
    assert "survey_invited" in found


def test_the_template_lists_every_item_in_order():
    block = TEMPLATE.read_text("utf-8").partition("# survey_reporting:\n")[2].partition("\n\n")[0]
    assert re.findall(r"^#   (\w+): \{en: ", block, re.MULTILINE) == list(ITEMS)
