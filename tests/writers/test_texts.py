"""The texts of an import, each in a file of its own."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.writers.texts import write_texts


def written(tmp_path, **texts):
    return write_texts(tmp_path, pd.DataFrame({"source": list(texts)}), "source", texts)


def test_each_text_is_written_with_its_own_line_breaks(tmp_path):
    table = written(tmp_path, talk="one\r\ntŷ\n")
    assert table["text_file"].tolist() == ["texts/0001 talk.txt"]
    assert (tmp_path / "texts" / "0001 talk.txt").read_bytes() == "one\r\ntŷ\n".encode()


def test_a_source_without_text_has_no_file(tmp_path):
    table = write_texts(tmp_path, pd.DataFrame({"source": ["map", "talk"]}), "source", {"talk": ""})
    assert table["text_file"].tolist() == ["", "texts/0002 talk.txt"]
    assert [p.name for p in (tmp_path / "texts").iterdir()] == ["0002 talk.txt"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../etc/passwd", "0001 _.._etc_passwd.txt"),
        ("a/b\\c:d*e?", "0001 a_b_c_d_e_.txt"),
        ("Siân, Mai", "0001 Siân_ Mai.txt"),
        ("...", "0001 .txt"),
        ("a" * 300, "0001 " + "a" * 50 + ".txt"),
    ],
)
def test_a_name_leads_to_no_other_folder(tmp_path, name, file):
    assert written(tmp_path, **{name: "x"})["text_file"].tolist() == [f"texts/{file}"]
    assert (tmp_path / "texts" / file).read_text() == "x"


def test_names_that_differ_in_signs_alone_keep_files_apart(tmp_path):
    files = written(tmp_path, **{"a/b": "one", "a:b": "two"})["text_file"].tolist()
    assert [(tmp_path / f).read_text() for f in files] == ["one", "two"]


def test_a_long_name_of_letters_that_take_four_bytes_can_be_written(tmp_path):
    assert len(written(tmp_path, **{"𠀀" * 80: "x"})) == 1
