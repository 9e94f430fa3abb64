"""Drafts from files that nobody on this project made; skipped where they are not at hand."""

from __future__ import annotations

import pytest

from compendium.intake.take_in import take_in
from compendium.start.begin import begin
from compendium.start.people import Declared
from compendium.study_folder import open_study

SIGNED = Declared("A. Nalyst", "2024-04-02")


@pytest.fixture
def drafted(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))

    def draft(*names):
        paths = [shared / "real-data" / name for name in names]
        begin(paths, "drafted", tmp_path / "data", declared=SIGNED)
        return open_study("drafted")

    return draft


def test_the_negatively_worded_questions_of_a_pspp_file_are_found(drafted):
    study = drafted("sav/pspp_hotel.sav")
    # Its authors say that v3 and v5 are (real-data/README.md).
    assert [i.item_id for i in study.instruments[0].items if i.reversed] == ["v3", "v5"]
    assert len(take_in(study).tables["answers"]) == 17 * 5


def test_an_nvivo_project_without_cases_comes_in(drafted):
    tables = take_in(drafted("qda/nvivo-windows-12.qdpx")).tables
    assert len(tables["codings"]) == 330
    assert len(tables["event_participants"]) == 2


@pytest.mark.parametrize(
    ("name", "codes"),
    [("qda/atlas-win-23.qdc", 1), ("qda/maxqda-24.qde", 307), ("qda/nvivo-mac-15-empty.qdpx", 262)],
)
def test_codes_without_codings_become_a_codebook(drafted, name, codes):
    study = drafted(name)
    assert (len(study.codebook), study.header.sources) == (codes, ())


def test_configurations_without_a_mechanism_told_apart_stay_drafts(drafted):
    study = drafted("tables/cmo_statements.csv")
    assert study.cmocs == ()
    assert (study.folder / "theory" / "cmocs.draft.yml").read_text("utf-8").count("cmoc_id:") == 740


def test_a_table_with_a_tick_for_each_code_is_coded_talk(drafted):
    study = drafted("tables/passages-by-code-wide.csv")
    assert study.header.sources[0].kind == "coding_project"
    assert len(study.codebook) == 9


def test_sheets_of_one_person_each_are_joined_by_their_id(drafted):
    study = drafted("tables/survey789.xlsx", "tables/survey789_more_data.xlsx")
    assert len(take_in(study).tables["participants"]) == 3
