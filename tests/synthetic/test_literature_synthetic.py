"""The made-up review: same seed same bytes, nothing that exists, readable as it is."""

from __future__ import annotations

import dataclasses

import pytest
from reviewed import made_recipe, searched_on

from compendium.readers.export import read_export
from compendium.synthetic.literature import write_review

STATEMENTS = ("S1", "S2", "S3", "S4")


@pytest.fixture(scope="module")
def recipe():
    return made_recipe()


@pytest.fixture
def write(tmp_path, recipe):
    """Write a review; its two files."""

    def written(seed=3, statements=(), **changes):
        made = dataclasses.replace(recipe, statements=statements, **changes)
        files = tmp_path / "literature.ris", tmp_path / "screening.csv"
        write_review(*files, made, searched_on(made), seed)
        return files

    return written


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(write):
    one, again, other = (
        [path.read_bytes() for path in write(seed, STATEMENTS)] for seed in (3, 3, 4)
    )
    assert one == again
    assert all(a != b for a, b in zip(one, other, strict=True))


def test_titles_say_that_they_are_made_up_and_dois_belong_to_nobody(write):
    records = read_export(write()[0]).tables["records"]
    assert len(records) == 412
    assert records["title"].str.startswith("Synthetic study ").all()
    assert records["doi"].str.startswith("10.0000/").all()
    assert records["authors"].str.startswith("Made-up author ").all()


def test_a_duplicate_says_the_same_as_the_record_it_repeats(write):
    rows = read_export(write()[1]).tables["rows"].set_index("Record")
    again = rows[rows["Duplicate of"] != ""]
    kept = rows.loc[again["Duplicate of"]]
    assert len(again) == 97
    for column in ("Title", "Year"):
        assert again[column].tolist() == kept[column].tolist()
    assert not kept["Duplicate of"].any()


def test_nothing_is_linked_to_the_last_statement(write):
    rows = read_export(write(statements=STATEMENTS)[1]).tables["rows"]
    linked = {s for cell in rows["Statements"] for s in cell.split("; ") if s}
    assert linked == set(STATEMENTS[:-1])


def test_what_was_excluded_as_too_early_is_of_before_2000(write):
    rows = read_export(write()[1]).tables["rows"]
    early = rows["Reason"].eq("before 2000")
    assert (early.sum(), rows["Full text"].eq("In").sum()) == (5, 29)
    assert rows.loc[early, "Year"].astype("int").lt(2000).all()
    assert rows.loc[rows["Full text"].eq("In"), "Year"].astype("int").ge(2000).all()


def test_a_review_may_have_no_second_reports(write):
    rows = read_export(write(second_reports=0)[1]).tables["rows"]
    read = rows[rows["Full text"] == "In"]
    assert read["Study"].tolist() == read["Record"].tolist()
    assert (read["Country"] != "").all()
