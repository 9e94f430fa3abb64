"""What is wrong with a table or a judgement names the export in which it can be put right."""

from __future__ import annotations

import pytest
from tiny import responses, write_survey

from compendium.intake.take_in import _with_losses, take_in
from compendium.problems import DataError, Problem
from compendium.readers.export import ImportReport
from compendium.study_folder import open_study


def test_an_origin_nobody_knows_names_its_export(tiny):
    frame = responses()
    frame.loc[0, "data_origin"] = "0"
    write_survey(tiny / "raw" / "survey.sav", frame)
    with pytest.raises(DataError, match=r"survey\.sav: data_origin = '0', but allowed are synth"):
        take_in(open_study("tiny"))


def test_what_an_export_lost_stands_beside_a_judgement_without_its_passage():
    error = DataError([Problem("evidence.csv", "row 2", "no passage")])
    told = _with_losses(error, [ImportReport("talk.qdpx", lost=["1 text is missing"])])
    assert str(told).splitlines()[1] == "talk.qdpx: not taken over: 1 text is missing."
