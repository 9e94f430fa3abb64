"""Whoever withdraws leaves what they would have left if they had never been there."""

from __future__ import annotations

import os
import shutil

import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from never_was import take_out, withdraw
from tiny import copy_notebooks, write_tiny

from compendium.build.run import build_reports
from compendium.intake import store
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.study_folder import open_study

WALES = "parental-advocacy-wales"
# What tells of the files that came in rather than of what was taken from them; all of it private.
OF_THE_FILES = {"exports.csv", "inputs.json", "hashes.json", "quality.csv"}
ROWS_OF_FILES = ["source_row", "where"]


def everything(folder) -> dict[str, bytes]:
    """Every file below a folder with its bytes, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def words_of(study, person: str) -> set[str]:
    segments = open_tables(study).segments
    return set(segments.loc[segments["participant_id"] == person, "segment_id"])


@pytest.fixture(scope="module")
def two_studies(tmp_path_factory):
    """Two folders for the Welsh study, to be filled anew for each person."""
    return [tmp_path_factory.mktemp(name) for name in ("withdrew", "never")]


def taken_in(root, change, monkeypatch):
    """The tables of the Welsh study after `change`, without the rows of files they came from."""
    shutil.rmtree(root)
    shutil.copytree(ROOT / "data" / WALES, root / "data" / WALES)
    monkeypatch.setenv("COMPENDIUM_DATA", str(root / "data"))
    change(open_study(WALES))
    study = open_study(WALES)
    take_in(study)
    folder = store.tables_folder(study)
    return {
        name: pd.read_csv(folder / name, dtype=str).drop(columns=ROWS_OF_FILES, errors="ignore")
        for name in everything(folder)
        if name.endswith(".csv") and name not in OF_THE_FILES - {"quality.csv"}
    }


consent = pd.read_csv(ROOT / "data" / WALES / "consent.csv", dtype=str)
everybody = st.sampled_from(
    sorted(consent.loc[consent["consent_status"] != "withdrawn", "participant_id"])
)


@settings(
    max_examples=6 if os.environ.get("THOROUGH") else 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(person=everybody)
def test_tables_are_the_same_whether_somebody_withdrew_or_never_was(
    person, two_studies, area, monkeypatch
):
    words = words_of(area("").study, person)
    with monkeypatch.context() as patch:
        withdrew = taken_in(two_studies[0], lambda s: withdraw(s, person), patch)
        never = taken_in(two_studies[1], lambda s: take_out(s, person, words), patch)
    assert set(withdrew) == set(never)
    for name, table in withdrew.items():
        pd.testing.assert_frame_equal(table, never[name], obj=name)


EVERY = (
    "reports: [site_report]",
    "reports: [cross_site, site_report, programme_theory, survey_methods, "
    "qualitative_methods, quotes, evidence_trail]",
)
FOR_THE_PUBLIC = ("disclosure: exact", "disclosure: welsh_evaluation")


def published(root, change, monkeypatch):
    """Every file of the tiny study's public tree after `change`."""
    study = write_tiny(root) / "study.yml"
    copy_notebooks(root, whole=True)
    text = study.read_text(encoding="utf-8")
    study.write_text(text.replace(*EVERY).replace(*FOR_THE_PUBLIC), encoding="utf-8")
    monkeypatch.setenv("COMPENDIUM_DATA", str(root / "data"))
    change(open_study("tiny"))
    assert build_reports() == 0
    return everything(root / "reports")


@pytest.mark.sampled(1)
@pytest.mark.parametrize("person", ["Q1", "Q4"])
def test_public_trees_are_the_same_byte_for_byte(person, tmp_path_factory, monkeypatch):
    def never(study):
        take_out(study, person, words_of(study, person))

    with monkeypatch.context() as patch:
        withdrew = published(
            tmp_path_factory.mktemp("withdrew"), lambda s: withdraw(s, person), patch
        )
        never_was = published(tmp_path_factory.mktemp("never"), never, patch)
    assert len(withdrew) > 5
    assert [name for name in withdrew if withdrew[name] != never_was.get(name)] == []
    assert set(withdrew) == set(never_was)
