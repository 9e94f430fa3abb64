"""The guide to adding: what it shows is added to the tiny study, and comes in."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from tiny import ITEMS, responses

from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study
from compendium.writers.spss import write_sav

GUIDE = (Path(__file__).parents[1] / "docs" / "add-to-a-study.md").read_text(encoding="utf-8")
# Of each block the file it goes into, the place in it, and its lines.
MISSING = {item: [98, 99] for item in (*ITEMS, "S4")}
BLOCKS = re.findall(r"```\w+\n# ([\w/.]+)(?:, (?:in )?(\w+):)?\n(.*?)```", GUIDE, re.DOTALL)


def add(folder: Path, name: str, place: str, lines: str) -> None:
    """Put a block where the guide says: below a heading, in its place, or at the end."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    if lines.startswith(f"{place}:") and place:
        text = re.sub(rf"^{place}:.*\n", "", text, flags=re.MULTILINE) + lines
    elif place:
        assert f"\n{place}:\n" in text
        text = text.replace(f"\n{place}:\n", f"\n{place}:\n{lines}", 1)
    else:
        text += lines
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def added(tiny):
    """The tiny study with everything in the guide, and exports that have what it adds."""
    for block in BLOCKS:
        add(tiny, *block)
    answers = responses().assign(S4=[1.0, 2, 3, 4, 5, 99])
    later = answers.assign(submitted=answers["submitted"] + pd.DateOffset(months=6))
    for name, rows in (("survey.sav", answers), ("survey_T1.sav", later)):
        write_sav(tiny / "raw" / name, rows, {c: c for c in rows}, {}, MISSING, "Tiny")
    take_in(study := open_study("tiny"))
    return study


def test_the_guide_adds_to_every_part_of_a_study():
    files = [name for name, _, _ in BLOCKS]
    assert files == [
        "instruments/form.yml",
        "study.yml",
        "codebook.yml",
        "theory/cmocs.yml",
        "study.yml",
        "sample.csv",
        "study.yml",
        "study.yml",
    ]


def test_what_was_added_comes_in(added):
    tables = open_tables(added, "")
    told = tables.answers[tables.answers["item_id"] == "S4"]
    # Of the sixth person, who withdrew, there is none.
    assert told["value"].dropna().tolist() == [1, 2, 3, 4, 5]
    assert set(tables.follow_up_answers["occasion"]) == {"T1"}
    assert [site.site_id for site in added.sites] == ["003", "001", "002"]
    assert {"K2.1", "K2"} <= {code.code_id for code in added.codebook}
    (cmoc,) = [cmoc for cmoc in added.cmocs if cmoc.cmoc_id == "T3"]
    assert cmoc.looked_for == ("001", "002")


def test_a_question_that_the_export_lacks_is_refused_by_name(tiny):
    for block in BLOCKS[:2]:
        add(tiny, *block)
    with pytest.raises(DataError, match=r"the column S4 \(S4\) is missing"):
        take_in(open_study("tiny"))
