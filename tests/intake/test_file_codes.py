"""A file that means another answer by a code than the questionnaire does is refused."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny import ITEMS, responses

from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.readers.survey import user_missing
from compendium.study_folder import open_study
from compendium.writers.spss import write_sav

AGREEMENT = {
    **{1: "Strongly disagree", 2: "Disagree", 3: "Neither"},
    **{4: "Agree", 5: "Strongly agree", 98: "Does not apply"},
}


def labelled(tiny, labels, missing=(98, 99)):
    """The tiny study's survey, the first item with these labels and declared missing codes."""
    declared = {name: [98, 99] for name in ITEMS} | {"S1": list(missing)}
    write_sav(tiny / "raw" / "survey.sav", responses(), {}, {"S1": labels}, declared, "made up")


def refused():
    with pytest.raises(DataError) as caught:
        take_in(open_study("tiny"))
    return str(caught.value).splitlines()


def test_labels_that_say_the_same_come_in(tiny):
    labelled(tiny, AGREEMENT | {2: "disagree ", 4: "Cytuno", 7: "Strongly agree"})
    assert len(take_in(open_study("tiny")).tables["answers"])


def test_a_scale_that_runs_the_other_way_in_the_file_is_refused_code_by_code(tiny):
    labelled(tiny, {1: "Strongly agree", 3: AGREEMENT[3], 5: "Strongly disagree"})
    first, second = refused()
    assert first.startswith(
        "survey.sav: S1 = 1 is labelled 'Strongly agree', but that is 5 in the scale FIVE "
        "of instruments/form.yml. Correct the labels or the scale."
    )
    assert "S1 = 5 is labelled 'Strongly disagree', but that is 1" in second


def test_an_answer_that_the_file_declares_missing_is_refused(tiny):
    labelled(tiny, AGREEMENT, missing=(5, 98))
    (said,) = refused()
    assert said.startswith(
        "survey.sav: S1 = 5 is declared missing, but it is an answer in the scale FIVE of "
        "instruments/form.yml."
    )


@pytest.mark.parametrize("text", ["", "none", ".a; .b"])
def test_missing_values_that_are_no_numbers_are_none_of_a_range(text):
    variables = pd.DataFrame({"variable": ["S1"], "user_missing": [text]})
    assert user_missing(variables, "S1") == []
