"""A hundred damaged files of real formats, always the same: each ends in one of few ways.

``make hostile`` reads a thousand. A file is refused in words, read with findings, read as the
sound one is, or, where its format has no check sum, read as it now says; none crashes what reads
it, and no number differs in silence.
"""

from __future__ import annotations

import collections
import time

import damaged
import pytest

SEED, COUNT = 11, 100


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    folder = tmp_path_factory.mktemp("damaged")
    sound = damaged.sound_exports(folder)
    return [damaged.read(made, sound[made.of], folder) for made in damaged.inputs(COUNT, SEED)]


def test_no_damaged_file_crashes_a_reader_or_differs_in_silence(ends):
    assert len(ends) == COUNT
    failed = [e for e in ends if e.end in (damaged.CRASH, damaged.SILENT)]
    assert not failed, [(e.end, e.input.fault, e.input.of, e.told) for e in failed]


def test_every_class_of_fault_and_every_kind_of_file_is_among_them(ends):
    assert {e.input.fault for e in ends} == set(damaged.FAULTS)
    assert len({e.input.of for e in ends}) > 14


def test_a_problem_names_the_file_and_holds_no_control(ends):
    told = [e for e in ends if e.end == damaged.PROBLEM]
    assert len(told) > COUNT / 4
    for ended in told:
        assert ended.told.startswith(f"it{ended.input.ending}")
        assert "Traceback" not in ended.told
        assert ended.told.isprintable() or "\n" in ended.told


def test_the_same_seed_gives_the_same_files():
    # But for files that pandas and pyreadstat write for us, with the clock in them.
    one, other = ([m.content for m in damaged.inputs(60, 3) if "wild" not in m.fault]
                  for _ in range(2))  # fmt: skip
    time.sleep(2.1)
    assert one == [m.content for m in damaged.inputs(60, 3) if "wild" not in m.fault] == other


def test_what_is_damaged_in_many_ways_is_told_in_more_than_one(ends):
    counted = collections.Counter(e.end for e in ends)
    assert {damaged.PROBLEM, damaged.FINDINGS, damaged.EQUAL, damaged.AS_IT_SAYS} <= set(counted)


@pytest.mark.parametrize("cell", ["-1", "1e400", "987654"])
def test_a_cell_that_names_no_text_is_damage_and_no_other_text(tmp_path, cell):
    content = damaged._sound("log.xlsx")
    sheet = "xl/worksheets/sheet1.xml"
    changed = damaged._with(
        content, sheet, lambda b: b.replace(b"<v>1</v>", f"<v>{cell}</v>".encode(), 1)
    )
    (tmp_path / "it.xlsx").write_bytes(changed)
    with pytest.raises(damaged.DataError, match=r"it\.xlsx: this is not a readable workbook"):
        damaged.read_export(tmp_path / "it.xlsx")


def test_two_members_of_one_name_are_refused(tmp_path):
    content = damaged._member_twice(damaged._sound("talk.qdpx"), damaged.random.Random(1), ".qdpx")
    (tmp_path / "it.qdpx").write_bytes(content)
    with pytest.raises(damaged.DataError, match="more than one file called"):
        damaged.read_export(tmp_path / "it.qdpx")


def test_two_codes_in_one_file_of_references_are_refused(tmp_path):
    content = damaged._sound(".txt")
    (tmp_path / "it.txt").write_bytes(content + content)
    with pytest.raises(damaged.DataError, match="references of more than one code"):
        damaged.read_export(tmp_path / "it.txt")
