"""Stata files: labels, extended missing values, what pandas and pyreadstat write."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from compendium.problems import DataError
from compendium.readers.export import read_export


@pytest.fixture
def read(tmp_path):
    """Write a table as .dta with pyreadstat, and read it."""

    def written_and_read(frame, **how):
        pyreadstat.write_dta(pd.DataFrame(frame), str(tmp_path / "s.dta"), **how)
        return read_export(tmp_path / "s.dta")

    return written_and_read


def test_extended_missing_values_stay_as_stata_writes_them_and_are_listed(read):
    export = read(
        {"q": ["a", 2.0, 2.5, "b", np.nan]},
        missing_user_values={"q": ["a", "b"]},
        variable_value_labels={"q": {"a": "Refused", 2: "Agree"}},
    )
    assert export.tables["responses"]["q"].tolist()[:4] == [".a", 2, 2.5, ".b"]
    assert pd.isna(export.tables["responses"]["q"].iloc[4])
    assert export.tables["variables"]["user_missing"].tolist() == [".a; .b"]
    labels = export.tables["value_labels"]
    assert dict(zip(labels["value"], labels["label"], strict=True)) == {
        ".a": "Refused",
        "2": "Agree",
    }
    assert export.report.found["variables with user-missing codes"] == 1


def test_a_text_that_looks_like_an_extended_missing_value_is_a_text(read):
    export = read({"code": ["a", "b"], "q": [1.0, 2.0]})
    assert export.tables["responses"]["code"].tolist() == ["a", "b"]
    assert export.tables["variables"]["user_missing"].tolist() == ["", ""]


@pytest.mark.parametrize("version", [114, 117, 118, 119])
def test_what_pandas_writes_is_read_in_every_version(tmp_path, version):
    frame = pd.DataFrame(
        {
            "token": ["t1", "t2"],
            "q": pd.Categorical(["Agree", "Disagree"], categories=["Disagree", "Agree"]),
            "when": pd.to_datetime(["2024-01-01", "2024-05-03"]),
            "n": [1, 2],
        }
    )
    label = "Made up, Ty" if version < 118 else "Made up, Tŷ"
    frame.to_stata(tmp_path / "s.dta", write_index=False, version=version, data_label=label)
    export = read_export(tmp_path / "s.dta")
    assert export.tables["responses"][["token", "q", "n"]].to_numpy().tolist() == [
        ["t1", 1, 1],
        ["t2", 0, 2],
    ]
    assert [str(d)[:10] for d in export.tables["responses"]["when"]] == ["2024-01-01", "2024-05-03"]
    assert export.tables["value_labels"]["label"].tolist() == ["Disagree", "Agree"]
    assert export.report.tool == f"Stata data file, {label}"


@pytest.mark.parametrize("content", [b"", b"Token,Q1\n", b"<stata_dta>", b"$FL2" + b"\0" * 200])
def test_what_is_no_stata_file_is_refused(tmp_path, content):
    (tmp_path / "s.dta").write_bytes(content)
    with pytest.raises(DataError, match=r"^s\.dta: this is not a readable Stata data file"):
        read_export(tmp_path / "s.dta")


@pytest.mark.parametrize("error", [IndexError("index 2"), KeyError("x"), MemoryError()])
def test_whatever_the_library_stumbles_over_is_said_in_words(tmp_path, monkeypatch, error):
    def stumbles(*_, **__):
        raise error

    (tmp_path / "s.dta").write_bytes(b"x")
    monkeypatch.setattr(pyreadstat, "read_dta", stumbles)
    with pytest.raises(DataError, match="this is not a readable Stata data file"):
        read_export(tmp_path / "s.dta")
