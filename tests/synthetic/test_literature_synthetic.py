"""The made-up review: same seed same bytes, nothing that exists, readable as it is."""

from __future__ import annotations

from compendium.readers.export import read_export
from compendium.synthetic.literature import BIBLIOGRAPHY, SCREENING, write_review

STATEMENTS = ("S1", "S2", "S3", "S4")


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path):
    made = {}
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        made[name] = [p.read_bytes() for p in write_review(tmp_path / name, seed, STATEMENTS)]
    assert made["one"] == made["again"]
    assert made["one"] != made["other"]


def test_titles_say_that_they_are_made_up_and_dois_belong_to_nobody(tmp_path):
    write_review(tmp_path, 3)
    records = read_export(tmp_path / BIBLIOGRAPHY).tables["records"]
    assert len(records) == 412
    assert records["title"].str.startswith("Synthetic study ").all()
    assert records["doi"].str.startswith("10.0000/").all()
    assert records["authors"].str.startswith("Made-up author ").all()


def test_a_duplicate_says_the_same_as_the_record_it_repeats(tmp_path):
    write_review(tmp_path, 3)
    rows = read_export(tmp_path / SCREENING).tables["rows"].set_index("Record")
    again = rows[rows["Duplicate of"] != ""]
    kept = rows.loc[again["Duplicate of"]]
    assert len(again) == 97
    for column in ("Title", "Year"):
        assert again[column].tolist() == kept[column].tolist()
    assert not kept["Duplicate of"].any()


def test_nothing_is_linked_to_the_last_statement(tmp_path):
    write_review(tmp_path, 3, STATEMENTS)
    rows = read_export(tmp_path / SCREENING).tables["rows"]
    linked = {s for cell in rows["Statements"] for s in cell.split("; ") if s}
    assert linked == set(STATEMENTS[:-1])


def test_what_was_excluded_as_too_early_is_of_before_2000(tmp_path):
    write_review(tmp_path, 3)
    rows = read_export(tmp_path / SCREENING).tables["rows"]
    early = rows["Reason"].eq("before 2000")
    assert rows.loc[early, "Year"].astype("int").lt(2000).all()
    assert rows.loc[rows["Full text"].eq("In"), "Year"].astype("int").ge(2000).all()
