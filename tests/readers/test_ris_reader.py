"""RIS: tags as files have them, records that do not begin or end, lines without a tag."""

from __future__ import annotations

import pytest

from compendium.readers.export import read_export

WHOLE = """TY  - JOUR
ID  - a1
AU  - Öberg, Ann
A1  - Hill, B.
A2  - Editor, C.
T1  - Who speaks?
JF  - Journal of Roots
JA  - J Roots
VL  - 3
IS  - 2
SP  - 10
EP  - 19
Y1  - 2021/03//
DO  - 10.1000/ABC
UR  - https://example.org/a
LA  - en
N2  - Of parents.
KW  - advocacy
KW  - parents
DB  - Scopus
AN  - 77
N1  - read
N1  - again
XX  - odd
ER  - 
"""


@pytest.fixture
def ris(tmp_path):
    """Write lines as a RIS file and read it."""

    def written_and_read(content):
        (tmp_path / "l.ris").write_text(content, encoding="utf-8")
        return read_export(tmp_path / "l.ris")

    return written_and_read


def titles(export):
    return export.tables["records"]["title"].tolist()


def fields(export):
    return export.tables["fields"][["field", "value"]].to_numpy().tolist()


def test_a_record_has_its_tags_in_columns(ris):
    (row,) = ris(WHOLE).tables["records"].to_dict("records")
    assert {name: text for name, text in row.items() if text} == {
        **{"record_id": "a1", "type": "JOUR", "authors": "Öberg, Ann; Hill, B.", "year": "2021"},
        **{"title": "Who speaks?", "journal": "Journal of Roots", "volume": "3", "issue": "2"},
        **{"pages": "10-19", "doi": "10.1000/abc", "url": "https://example.org/a"},
        **{"language": "en", "abstract": "Of parents.", "keywords": "advocacy; parents"},
        **{"database": "Scopus", "accession": "77", "notes": "read; again"},
    }


def test_what_has_no_column_stays_with_its_tag(ris):
    left = [["A2", "Editor, C."], ["JA", "J Roots"], ["Y1", "2021/03//"], ["XX", "odd"]]
    assert fields(ris(WHOLE)) == left


def test_a_second_title_is_kept_unless_it_says_the_same(ris):
    export = ris("TY  - JOUR\nTI  - One\nT1  - One\nT1  - Two\nER  - \n")
    assert titles(export) == ["One"]
    assert fields(export) == [["T1", "Two"]]


@pytest.mark.parametrize("gap", ["  - ", " - ", "- ", "-", "  -", " -", "   - "])
def test_tags_may_stand_with_other_spaces_if_the_file_does_so_itself(ris, gap):
    export = ris(f"TY{gap}JOUR\nTI{gap}One\nER{gap}\n")
    assert titles(export) == ["One"]


def test_a_word_with_a_hyphen_is_no_tag(ris):
    export = ris("TY  - JOUR\nAB  - Of an\nAD-hoc group\nUK - based\nER  - \n")
    assert export.tables["records"]["abstract"].tolist() == ["Of an AD-hoc group UK - based"]


def test_lines_below_a_text_go_on_with_it_and_below_a_keyword_are_keywords(ris):
    export = ris("TY  - JOUR\nTI  - Who\n  speaks?\n\nKW  - advocacy\nparents\nER  - \n")
    assert titles(export) == ["Who speaks?"]
    assert export.tables["records"]["keywords"].tolist() == ["advocacy; parents"]
    assert "lines below a keyword, each taken for one more: 1" in export.report.guessed


def test_a_record_without_an_end_ends_where_the_next_begins(ris):
    export = ris("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n")
    assert titles(export) == ["One", "Two"]
    assert "records without ER: 2, taken to end where the next begins" in export.report.guessed


def test_a_record_without_a_beginning_is_read_and_told(ris):
    export = ris("TI  - One\nER  - \nTY  - BOOK\nTI  - Two\nER  - \n")
    assert titles(export) == ["One", "Two"]
    assert export.tables["records"]["type"].tolist() == ["", "BOOK"]
    assert "records without TY: 1, their type left blank" in export.report.guessed


def test_lines_outside_any_record_are_lost_and_named(ris):
    export = ris("Provider: A\nTY  - JOUR\nTI  - One\nER  - \nER  - \nThe end\n")
    assert export.report.lost == [
        "lines that belong to no record: 3: line 1 (Provider: A), line 5 (ER  -), line 6 (The end)"
    ]


@pytest.mark.parametrize(
    ("pages", "read"),
    [
        ("SP  - 10\nEP  - 19", "10-19"),
        ("EP  - 19\nSP  - 10", "10-19"),
        ("SP  - 10\nEP  - 10", "10"),
        ("SP  - 10-19", "10-19"),
        ("SP  - e12", "e12"),
    ],
)
def test_first_and_last_page_are_joined(ris, pages, read):
    export = ris(f"TY  - JOUR\n{pages}\nER  - \n")
    assert export.tables["records"]["pages"].tolist() == [read]
    assert fields(export) == []


def test_a_last_page_beside_a_range_stays_among_the_fields(ris):
    assert fields(ris("TY  - JOUR\nSP  - 10-19\nEP  - 19\nER  - \n")) == [["EP", "19"]]


def test_decisions_that_rayyan_wrote_into_the_notes_are_a_table(ris):
    export = ris('TY  - JOUR\nN1  - RAYYAN-INCLUSION: {"Ann"=>"Maybe"}\nER  - \n')
    assert export.tables["decisions"].to_numpy().tolist() == [["row-1", "", "Ann", "maybe", ""]]
    assert export.report.tool == "Rayyan"
    assert export.report.found["decisions"] == 1
