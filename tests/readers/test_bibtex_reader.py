"""BibTeX: values, people, words, and entries that are broken."""

from __future__ import annotations

import pytest

from compendium.problems import DataError
from compendium.readers.export import read_export

WHOLE = r"""
@Article{b1,
  author   = {M{\"u}ller, J{\'e}r{\^o}me and Dafydd Ll\^{w}yd and {Health and Care Wales}},
  editor   = {Hill, B. and others},
  title    = "The {RCT} of \"{y}ou \& me",
  journal  = jr # " of " # {Roots},
  year     = 2020,
  month    = mar,
  volume   = {3}, number = {2}, pages = {10--19},
  doi      = {https://doi.org/10.1000/ABC},
  url      = {https://example.org/a\_b%20c},
  keywords = {advocacy, parents},
  abstract = {50% of parents
              \& others},
  note     = {one}, note = {two},
}
"""


@pytest.fixture
def bib(tmp_path):
    """Write a BibTeX file and read it."""

    def written_and_read(content):
        (tmp_path / "l.bib").write_text(content, encoding="utf-8")
        return read_export(tmp_path / "l.bib")

    return written_and_read


def titles(export):
    return export.tables["records"]["title"].tolist()


def fields(export):
    return export.tables["fields"][["field", "value"]].to_numpy().tolist()


def test_an_entry_has_its_fields_in_columns(bib):
    (row,) = bib("@string{JR = {Journal}}" + WHOLE).tables["records"].to_dict("records")
    assert {name: text for name, text in row.items() if text} == {
        **{"record_id": "b1", "type": "article", "title": "The RCT of ÿou & me", "year": "2020"},
        "authors": "Müller, Jérôme; Dafydd Llŵyd; Health and Care Wales",
        **{"journal": "Journal of Roots", "volume": "3", "issue": "2", "pages": "10-19"},
        **{"doi": "10.1000/abc", "url": "https://example.org/a_b%20c"},
        **{"abstract": "50% of parents & others", "keywords": "advocacy; parents"},
        "notes": "one; two",
    }


def test_what_has_no_column_stays_with_its_name(bib):
    assert fields(bib("@string{jr = {J}}" + WHOLE)) == [
        ["editor", "Hill, B."],
        ["editor", "others"],
        ["month", "mar"],
    ]


def test_a_word_that_nothing_defines_stays_and_is_told(bib):
    export = bib("@article{a, title={x}, journal = jr # { UK}}")
    assert export.tables["records"]["journal"].tolist() == ["jr UK"]
    assert export.report.guessed == ["words that no @string defines, kept as they stand: jr"]


def test_an_entry_of_any_type_in_any_brackets_is_read(bib):
    export = bib("@weird{a, title={One}}\n@BOOK(b, title={Two})\n@misc{c}\n@misc{, title={Four}}")
    assert titles(export) == ["One", "Two", "", "Four"]
    assert export.tables["records"]["record_id"].tolist() == ["a", "b", "c", "row-4"]


def test_a_key_may_hold_spaces(bib):
    export = bib("@article{Hill 2020, title={One}}")
    assert export.tables["records"]["record_id"].tolist() == ["Hill 2020"]


def test_entries_of_one_key_are_both_kept(bib):
    export = bib("@misc{a, title={One}}\n@misc{a, title={Two}}")
    assert export.tables["records"]["record_id"].tolist() == ["a", "a (2)"]
    assert titles(export) == ["One", "Two"]


def test_a_broken_entry_is_named_and_the_next_is_read(bib):
    export = bib("@misc{a, title={One {two}, year=2001}\n@misc{b, title={Two}}\n@misc{c, title={")
    assert titles(export) == ["Two"]
    assert export.report.lost == [
        "entries that are broken: 2: line 1 (@misc{a, title={One {two}, year=2001}), "
        "line 3 (@misc{c, title={)"
    ]


def test_what_stands_between_entries_is_named(bib):
    export = bib("@misc{a, title={One}}, year=2001}\n@comment{x}\n@preamble{{y}}\n")
    assert export.report.lost == [
        "texts between entries: 1: line 1 (, year=2001})",
        "@comment: 1",
        "@preamble: 1",
    ]


def test_a_field_without_a_comma_behind_it_is_kept_as_it_stands(bib):
    export = bib("@misc{a, title={One} year={2001}}")
    assert titles(export) == ["{One} year={2001}"]
    assert "(is a comma missing?), kept as they stand: title of a" in export.report.guessed[0]


def test_a_file_of_broken_entries_alone_is_refused(bib):
    with pytest.raises(DataError, match="of 1 entries none can be read"):
        bib("@misc{a, title={One")


def test_braces_by_the_thousand_do_no_harm(bib):
    assert titles(bib("@misc{a, title={" + "{" * 5000 + "One" + "}" * 5000 + "}}")) == ["One"]


@pytest.mark.parametrize("mark", ['"', r"\""])
def test_decisions_of_rayyan_are_no_latex(bib, mark):
    said = 'RAYYAN-INCLUSION: {"Ann"=>"Included"}'.replace('"', mark)
    export = bib(f"@misc{{a, note={{{said}}}}}")
    assert export.tables["decisions"].to_numpy().tolist() == [["a", "", "Ann", "include", ""]]
