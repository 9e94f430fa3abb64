"""Bibliographic exports: encodings, ids, years, DOIs, duplicates, and files spoilt at random."""

from __future__ import annotations

import contextlib
import random

import pytest

from compendium.problems import DataError
from compendium.readers.export import ImportReport, read_export
from compendium.readers.literature.latex import plain
from compendium.readers.literature.records import COLUMNS, doi_of, year_of

RIS = """TY  - JOUR
ID  - a1
AU  - Öberg, Ann
TI  - Who speaks for
 whom?
PY  - 2021/03//
KW  - advocacy
KW  - parents
N1  - RAYYAN-INCLUSION: {"Ann"=>"Excluded"} | USER-NOTES: {"Ann"=>["read twice"]}
ER  - 

TY  - BOOK
TI  - Peers
ER  - 
"""
BIB = r"""@string{jr = "Roots"}
@article{b1, author = {M{\"u}ller, J. and {A Charity}}, title = {The {RCT}},
  journal = jr # " UK", year = 2020}
@book{b2, title = "Peers", note = {one}}
"""
NBIB = """PMID- 123
OWN - NLM
TI  - Who speaks for
      whom?
FAU - Öberg, Ann

PMID- 124
TI  - Peers
"""
FILES = {".ris": RIS, ".bib": BIB, ".nbib": NBIB}


@pytest.fixture
def literature(tmp_path):
    """Write a bibliography and read it."""

    def written_and_read(content, ending=".ris"):
        path = tmp_path / f"l{ending}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_export(path)

    return written_and_read


def ris(*lines):
    return "".join(f"TY  - JOUR\n{line}\nER  - \n" for line in lines)


def column(export, name):
    return export.tables["records"][name].tolist()


# any kind --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ending", "count"), [(".ris", 2), (".bib", 2), (".nbib", 2)])
def test_every_kind_has_the_same_columns_all_text(literature, ending, count):
    export = literature(FILES[ending], ending)
    assert list(export.tables["records"]) == COLUMNS
    assert (export.tables["records"].dtypes == "str").all()
    assert export.report.found["records"] == count


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(literature, ending, line_end):
    there = literature(FILES[ending], ending).tables["records"]
    assert literature(FILES[ending].replace("\n", line_end), ending).tables["records"].equals(there)


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8", None), ("utf-8-sig", None), ("cp1252", "windows-1252"), ("utf-16", "UTF-16")],
)
def test_letters_come_through_in_any_encoding(literature, encoding, guessed):
    export = literature(ris("AU  - Öberg, Ann\nTI  - Café").encode(encoding))
    assert column(export, "authors") == ["Öberg, Ann"]
    assert any("the text is" in g for g in export.report.guessed) == bool(guessed)


def test_bytes_that_are_no_letter_are_counted_as_lost(literature):
    export = literature(b"TY  - JOUR\nTI  - a\x81b\xe9\nER  - \n")
    assert column(export, "title") == ["a\ufffdbé"]
    assert "characters that cannot be read: 1, shown as \ufffd" in export.report.lost


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "there is nothing in it"),
        ("\ufeff \r\n\n", "there is nothing in it"),
        ("a\0b", "zero bytes"),
        ("Dear Ann,\nhere is the list.\n", "this is no "),
    ],
)
def test_what_is_no_bibliography_is_refused_in_one_sentence(literature, ending, content, why):
    with pytest.raises(DataError, match=why) as caught:
        literature(content, ending)
    assert str(caught.value).startswith(f"l{ending}: ")
    assert str(caught.value).count("\n") == 0


def test_a_pubmed_file_called_ris_is_told_by_its_name(literature):
    with pytest.raises(DataError, match=r"call it \.nbib"):
        literature(NBIB, ".ris")


# ids, years, DOIs ------------------------------------------------------------------------------


def test_a_record_without_an_id_is_called_by_its_number(literature):
    export = literature(ris("ID  - x", "TI  - a"))
    assert column(export, "record_id") == ["x", "row-2"]
    assert (
        "records without an id: 1, called by their number (row-1, row-2 …)" in export.report.guessed
    )


def test_an_id_that_stands_again_is_numbered_and_told(literature):
    export = literature(ris("ID  - x", "ID  - x", "ID  - x (2)", "ID  - x"))
    assert column(export, "record_id") == ["x", "x (3)", "x (2)", "x (4)"]
    assert "x: the id of more than one record, the later ones numbered: x (2)" in str(export.report)


@pytest.mark.parametrize(
    ("given", "year"),
    [
        (["2021"], "2021"),
        (["2021/03//"], "2021"),
        (["March 2021"], "2021"),
        (["in press", "1999"], "1999"),
        (["in press"], "in press"),
        (["20214"], "20214"),
    ],
)
def test_the_year_is_four_digits_or_what_stands_there(given, year):
    assert year_of(given) == year


def test_a_date_fuller_than_its_year_stays_among_the_fields(literature):
    export = literature(ris("PY  - 2021/03//"))
    assert export.tables["fields"].to_numpy().tolist() == [["row-1", "PY", "2021/03//"]]


@pytest.mark.parametrize(
    ("given", "doi"),
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("http://dx.doi.org/10.1016/S0140-6736(05)66661-1.", "10.1016/s0140-6736(05)66661-1"),
        ("doi: 10.1000/abc", "10.1000/abc"),
        ("10.1/abc", ""),  # a registrant has four digits or more
    ],
)
def test_a_doi_is_bare_and_in_small_letters(given, doi):
    assert doi_of(given) == doi


def test_what_is_no_doi_stays_among_the_fields(literature):
    export = literature(ris("DO  - none yet"))
    assert column(export, "doi") == [""]
    assert export.tables["fields"]["value"].tolist() == ["none yet"]


def test_a_doi_is_told_from_a_link_where_no_field_has_it(literature):
    export = literature(ris("UR  - https://doi.org/10.1000/ABC"))
    assert column(export, "doi") == ["10.1000/abc"]
    assert column(export, "url") == ["https://doi.org/10.1000/ABC"]


def test_possible_duplicates_are_counted_and_all_kept(literature):
    same = "DO  - 10.1000/abc"
    export = literature(ris(same, "DO  - https://doi.org/10.1000/ABC", "TI  - no DOI", "TI  - nor"))
    assert export.report.found["records"] == 4
    assert "one before them): 1, all kept: 10.1000/abc" in str(export.report)


# LaTeX's letters -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Caf{\'e} Ren\'{e}e \'Etude", "Café Renée Étude"),
        (r"{\"o}\"{y}\~n\^w{\^{W}}\c{c}\v s\H{o}\r a", "öÿñŵŴçšőå"),
        (r"na\"{\i}ve \'\i", "naïve í"),
        (r"stra\ss e, Stra{\ss}e, {\O}re, \o l, \l{}, \aa", "straße, Straße, Øre, øl, ł, å"),
        (r"A \& B, A & B, 50\% and 50% of \#1 a\_b \$5", "A & B, A & B, 50% and 50% of #1 a_b $5"),
        (r"The {RCT} of {{parents}}", "The RCT of parents"),
        (r"\emph{a}b \textit{in vitro}", "ab in vitro"),
        (r"a~b\\c --- ``d'' p.~1--2", "a b c — “d” p. 1–2"),
        (r"{\textless}5 \textgreater 6 don{\textquoteright}t", "<5 >6 don’t"),
        (r"$p < .05$ and $x^2$", "$p < .05$ and $x^2$"),
        (r"10\textsuperscript{3}", "10^3"),
        (r"\unknown{x} C:\data", r"\unknownx C:\data"),
        ("two\n   lines", "two lines"),
        ("un}balanced {", "unbalanced"),
    ],
)
def test_latex_letters_become_letters_and_nothing_else_goes(latex, text):
    assert plain(latex) == text


# files spoilt at random ------------------------------------------------------------------------


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Cut, with bytes changed, its lines shuffled, or a piece gone."""
    lines, at = content.split(b"\n"), chance.randrange(len(content))
    match chance.randrange(4):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 2:
            return b"\n".join(chance.sample(lines, len(lines)))
    return content[:at] + content[at + chance.randrange(30) :]


@pytest.mark.parametrize("ending", FILES)
@pytest.mark.parametrize("seed", range(70))
def test_a_spoilt_file_is_read_or_refused_and_never_fails(literature, ending, seed):
    chance = random.Random(seed)
    content = spoilt(spoilt(FILES[ending].encode("utf-8"), chance) or b"x", chance)
    with contextlib.suppress(DataError):
        assert literature(content, ending).records["record_id"].is_unique


@pytest.mark.parametrize("seed", range(30))
def test_no_word_of_a_ris_file_is_lost_however_its_lines_stand(literature, seed):
    lines = RIS.splitlines()
    mixed = "\n".join(random.Random(seed).sample(lines, len(lines)))
    export = literature(mixed)
    said = " ".join(export.tables[t].to_csv() for t in export.tables) + str(export.report)
    words = ["Öberg", "speaks", "whom", "2021/03//", "advocacy", "parents", "Peers", "read twice"]
    assert [word for word in words if word not in said] == []


def test_a_report_is_of_the_file_and_names_no_tool_it_does_not_know(literature):
    assert literature(ris("TI  - a")).report == ImportReport(
        "l.ris",
        found={"records": 1, "further fields": 0},
        guessed=["records without an id: 1, called by their number (row-1, row-2 …)"],
    )
