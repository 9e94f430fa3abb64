"""SPSS files that are the same bytes every time, and say what they were given."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat

from compendium.writers.spss import write_sav

FRAME = pd.DataFrame({"token": ["t1", "t2"], "q": [4.0, 98.0]})


def write(path):
    labels = {"token": "Token", "q": "Dw i'n cael fy nghlywed"}
    write_sav(path, FRAME, labels, {"q": {4: "Cytûn"}}, {"q": [98]}, "MADE-UP DATA")
    return path.read_bytes()


def test_the_date_in_the_header_is_fixed(tmp_path):
    # PSPP Developers Guide, "File Header Record": creation date at byte 92, time at byte 101.
    assert write(tmp_path / "a.sav")[92:109] == b"01 Jan 2400:00:00"


def test_the_same_table_is_the_same_bytes(tmp_path, monkeypatch):
    first = write(tmp_path / "a.sav")

    def a_year_later(frame, path, **how):
        original(frame, path, **how)
        content = Path(path).read_bytes()
        Path(path).write_bytes(content[:92] + b"02 Feb 2523:59:59" + content[109:])

    original = pyreadstat.write_sav
    monkeypatch.setattr(pyreadstat, "write_sav", a_year_later)
    assert write(tmp_path / "b.sav") == first


def test_labels_and_missing_codes_are_in_the_file(tmp_path):
    write(tmp_path / "a.sav")
    frame, meta = pyreadstat.read_sav(str(tmp_path / "a.sav"), user_missing=True)
    assert frame.to_dict("list") == {"token": ["t1", "t2"], "q": [4, 98]}
    assert meta.column_names_to_labels == {"token": "Token", "q": "Dw i'n cael fy nghlywed"}
    assert meta.variable_value_labels == {"q": {4: "Cytûn"}}
    assert meta.missing_ranges == {"q": [{"lo": 98, "hi": 98}]}
    assert meta.file_label == "MADE-UP DATA"


def test_only_the_file_itself_is_left(tmp_path):
    write(tmp_path / "a.sav")
    assert [p.name for p in tmp_path.iterdir()] == ["a.sav"]
