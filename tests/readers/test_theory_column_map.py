"""A table of configurations by the columns somebody names; nothing in it is lost silently."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.cli import main
from compendium.problems import DataError
from compendium.readers.export import read_export

MAP = {
    "cmoc_id": "chunk_id",
    "context": "context_statement",
    "mechanism": "mechanism_statement",
    "outcome": "outcome_statement",
    "source": "file_id",
    "quote": "evidence_quote",
    "evidence": "evidence_paraphrase",
    "confidence": "confidence",
    "reason": "confidience_justification",
}
OWN = {
    "cmoc_id": "Nr",
    "context": "Setting",
    "mechanism": "How",
    "outcome": "Then",
    "quote": "Said",
}
TABLE = (
    "Nr,Setting,How,Then,Said,Page\n"
    "A1,cold,tea,stays,it was warm,7\n"
    "A2,cold,,stays,,\n"
    ",hot,ice,goes,left at once,9\n"
    "A4,,,,a quote of nothing,11\n"
)


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "made.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_row_with_any_part_is_a_configuration(made):
    found = read_export(made, theory=OWN).tables["cmocs"]
    assert found[["cmoc_id", "context", "mechanism", "outcome"]].to_numpy().tolist() == [
        ["A1", "cold", "tea", "stays"],
        ["A2", "cold", "", "stays"],
        ["CMOC1", "hot", "ice", "goes"],
    ]


def test_evidence_beside_a_configuration_is_a_draft_of_it(made):
    found = read_export(made, theory=OWN).tables["evidence_drafts"]
    assert found[["cmoc_id", "quote", "place"]].to_numpy().tolist() == [
        ["A1", "it was warm", "row 2"],
        ["CMOC1", "left at once", "row 4"],
    ]


def test_what_nobody_named_and_what_is_no_configuration_is_told(made):
    export = read_export(made, theory=OWN)
    assert export.tables["cmoc_fields"].to_numpy().tolist() == [
        ["A1", "Page", "7"],
        ["CMOC1", "Page", "9"],
    ]
    assert export.report.lost == [
        "1 rows that have no part of a configuration and stay in rows alone: row 5"
    ]
    assert "columns that nobody named, kept in cmoc_fields: Page" in export.report.guessed
    assert export.report.found["CMOCs without a mechanism"] == 1
    assert len(export.tables["rows"]) == 4


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({**OWN, "who": "Nr"}, "'who' is no role"),
        ({**OWN, "outcome": "After"}, "outcome is to be the column 'After'"),
        ({"context": "Setting", "quote": "Said"}, "tell context"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(made, columns, said):
    with pytest.raises(DataError, match=said):
        read_export(made, theory=columns)


def test_a_file_without_columns_has_no_map(tmp_path):
    path = tmp_path / "x.ris"
    path.write_text("TY  - JOUR\nER  - \n", encoding="utf-8")
    with pytest.raises(DataError, match="theory: asked for"):
        read_export(path, theory=OWN)


def test_a_real_table_of_configurations_is_counted_as_pandas_counts_it(shared):
    path = shared / "real-data" / "tables" / "cmo_statements.csv"
    plain = pd.read_csv(path, dtype="str", keep_default_na=False)
    export = read_export(path, theory=MAP)
    cmocs, drafts = export.tables["cmocs"], export.tables["evidence_drafts"]
    fields = export.tables["cmoc_fields"]
    assert len(cmocs) == len(drafts) == len(plain) == 740
    for role, column in MAP.items():
        found = cmocs if role in cmocs else drafts
        assert found[role].value_counts().to_dict() == (
            plain[column].str.strip().value_counts().to_dict()
        )
    others = [c for c in plain if c not in MAP.values()]
    filled = {c: int((plain[c].str.strip() != "").sum()) for c in others}
    assert fields["field"].value_counts().to_dict() == filled
    assert export.report.lost == []


def test_the_command_writes_the_drafts(made, tmp_path, capsys):
    roles = [f"{role}={column}" for role, column in OWN.items()]
    to = tmp_path / "out"
    assert main(["import", str(made), "--to", str(to), "--theory", *roles]) == 0
    assert (to / "evidence_drafts.csv").read_text(encoding="utf-8").startswith("cmoc_id,source")
    assert "tea" in (to / "cmocs.draft.yml").read_text(encoding="utf-8")
    assert main(["import", str(made), "--to", str(to), "--theory", "context"]) == 1
    assert "write ROLE=COLUMN" in capsys.readouterr().err
