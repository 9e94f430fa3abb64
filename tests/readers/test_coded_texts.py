"""ROCK and NVivo's exported references: texts in which the coding stands."""

from __future__ import annotations

import pytest

from compendium.problems import DataError
from compendium.readers.export import read_export

ROCK = """\
---
metadata:
  -
    caseId: 1
    age: 60s
---
[[cid=1]]

She listened. [[Warmth>Listening]] [[strength||2]]
~And there was tea. [[Tea]]
# a remark
---<<paragraph_break>>---
[[cid=2]]
[[uid=7abc]] The report was long. [[Papers]] [[Listening]]
---
codes:
  -
    id: Tea
    parentId: Warmth
---
"""
NVIVO = """\
Name: Nodes\\\\Warmth\\Listening

<Files\\\\Interviews\\\\c1> - § 2 references coded  [3.90% Coverage]

Reference 1 - 1.95% Coverage

She listened
to me.

Reference 2 - 1.95% Coverage

Nos da.

<Files\\\\c2> - § 1 reference coded [ 0,50% Coverage]

References 1-2 - 0,50% Coverage

Long report.
"""


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def segments(export):
    columns = ["source", "code_path", "start", "end", "text"]
    return export.tables["coded_segments"][columns].values.tolist()


@pytest.fixture
def rock(tmp_path):
    return read_export(written(tmp_path, "talk.rock", ROCK))


def test_a_line_of_rock_carries_its_codes(rock):
    assert segments(rock) == [
        ["talk", "Warmth > Listening", 1, 14, "She listened."],
        ["talk", "strength", 1, 14, "She listened."],
        ["talk", "Warmth > Tea", 15, 33, "And there was tea."],
        ["talk", "Papers", 34, 54, "The report was long."],
        ["talk", "Warmth > Listening", 34, 54, "The report was long."],
    ]
    assert rock.texts["talk"] == "\nShe listened.\nAnd there was tea.\nThe report was long."


def test_cases_of_rock_are_the_lines_that_follow_their_mark(rock):
    assert rock.tables["cases"].values.tolist() == [["1", "talk", 1, 33], ["2", "talk", 34, 54]]


def test_attributes_of_rock_are_variables_of_their_case(rock):
    assert rock.tables["variables"].values.tolist() == [["case", "1", "age", "Text", "60s"]]


def test_the_value_of_a_code_is_a_note_on_its_line(rock):
    notes = rock.tables["notes"][["note", "text", "start", "end"]]
    assert notes.values.tolist() == [["strength", "2", 1, 14]]


def test_what_rock_holds_besides_is_counted(rock):
    assert sorted(rock.report.lost) == [
        "1 breaks between sections (their kinds are not kept)",
        "1 comment lines",
        "1 lines are nested (~); how deep is not kept",
        "1 numbers of utterances (uid)",
    ]


def test_a_code_under_two_others_is_left_as_it_is_written(tmp_path):
    text = "a [[A>x]]\nb [[B>x]]\nc [[x]]\n"
    codes = [s[1] for s in segments(read_export(written(tmp_path, "t.rock", text)))]
    assert codes == ["A > x", "B > x", "x"]


def test_codes_that_stand_below_each_other_end(tmp_path):
    text = "a [[A>B]]\nb [[B>A]]\n"
    codes = [s[1] for s in segments(read_export(written(tmp_path, "t.rock", text)))]
    assert codes == ["A > B", "B > A"]


@pytest.mark.parametrize("between", ["= = =", "She listened.", "- one\n- two"])
def test_text_between_rules_is_text(tmp_path, between):
    text = f"first\n---\n{between}\n---\nlast [[Tea]]\n"
    export = read_export(written(tmp_path, "t.rock", text))
    assert export.texts["t"] == f"first\n{between}\nlast"
    assert segments(export)[0][1:] == [
        "Tea",
        len(f"first\n{between}\n"),
        len(export.texts["t"]),
        "last",
    ]
    assert any("from line 2 on is no YAML" in line for line in export.report.guessed)


def test_rules_with_nothing_between_them_are_nothing(tmp_path):
    export = read_export(written(tmp_path, "t.rock", "first\n---\n---\nlast\n"))
    assert export.texts["t"] == "first\nlast"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\na: b\n", "begins in line 1 is not closed"),
        ("---\na: [b\n---\n", "in line 1 cannot be read"),
        ("---\na: &x [1]\nb: *x\n---\n", "uses & and \\*"),
        ("a\0b", "zero bytes"),
    ],
)
def test_rock_that_cannot_be_read_says_where(tmp_path, text, said):
    with pytest.raises(DataError, match=said):
        read_export(written(tmp_path, "t.rock", text))


def test_the_real_rock_file_keeps_every_coding(shared):
    path = shared / "real-data" / "qda" / "example-1.rock"
    if not path.exists():
        pytest.skip("the folder of real exports is not here")
    export = read_export(path)
    text = path.read_text()
    marks = text.count("[[") - text.count("[[cid") - text.count("[[uid")
    assert len(export.tables["coded_segments"]) == marks == 21
    assert "childCode1" not in set(export.tables["coded_segments"]["code_path"])


def test_nvivos_references_stand_under_their_files(tmp_path):
    export = read_export(written(tmp_path, "code.txt", NVIVO))
    assert segments(export) == [
        ["c1", "Nodes > Warmth > Listening", 0, 19, "She listened\nto me."],
        ["c1", "Nodes > Warmth > Listening", 21, 28, "Nos da."],
        ["c2", "Nodes > Warmth > Listening", 0, 12, "Long report."],
    ]
    assert export.report.warned == []


def test_files_of_one_name_in_two_folders_keep_the_folder(tmp_path):
    text = "Name: Tea\n" + "".join(
        f"\n<Files\\\\{where}> - § 1 reference coded  [1% Coverage]\n\n"
        f"Reference 1 - 1% Coverage\n\n{words}\n"
        for where, words in (("Wave 1\\A", "One."), ("Wave 2\\A", "Two."), ("Wave 2\\B", "Three."))
    )
    export = read_export(written(tmp_path, "code.txt", text))
    assert [(s[0], s[4]) for s in segments(export)] == [
        ("Wave 1 > A", "One."), ("Wave 2 > A", "Two."), ("B", "Three."),
    ]  # fmt: skip


def test_the_code_is_called_like_the_file_where_it_does_not_say(tmp_path):
    text = NVIVO.partition("\n")[2]
    export = read_export(written(tmp_path, "Empathy.txt", text))
    assert set(export.tables["codes"]["code_path"]) == {"Empathy"}
    assert "the code is called like the file, Empathy" in export.report.guessed


def test_references_that_are_announced_and_not_there_are_a_warning(tmp_path):
    text = NVIVO.replace("§ 1 reference", "§ 4 references")
    report = read_export(written(tmp_path, "code.txt", text)).report
    assert report.warned == ["6 references are announced, 3 are there"]


def test_a_text_that_is_none_of_nvivos_says_what_to_do(tmp_path):
    with pytest.raises(DataError, match="export its references as text"):
        read_export(written(tmp_path, "notes.txt", "just words\n"))
