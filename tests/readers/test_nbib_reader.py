"""PubMed's format: tags in four columns, lines that go on, records separated by blank lines."""

from __future__ import annotations

import pytest

from compendium.problems import DataError
from compendium.readers.export import read_export

WHOLE = """
PMID- 123
OWN - NLM
STAT- MEDLINE
DP  - 2021 Mar 3
TI  - Who speaks for
      whom?
PG  - 10-19
LID - S1 [pii]
LID - 10.1000/Abc [doi]
AB  - Of parents.
FAU - Öberg, Ann
AU  - Öberg A
CN  - Working Group
LA  - eng
PT  - Journal Article
PT  - Review
JT  - Journal of Roots
VI  - 3
IP  - 2
MH  - *Advocacy
OT  - parents
"""


@pytest.fixture
def nbib(tmp_path):
    """Write a PubMed file and read it."""

    def written_and_read(content):
        (tmp_path / "l.nbib").write_text(content, encoding="utf-8")
        return read_export(tmp_path / "l.nbib")

    return written_and_read


def test_a_record_has_its_tags_in_columns(nbib):
    (row,) = nbib(WHOLE).tables["records"].to_dict("records")
    assert {name: text for name, text in row.items() if text} == {
        **{"record_id": "123", "pmid": "123", "database": "NLM", "year": "2021"},
        **{"title": "Who speaks for whom?", "authors": "Öberg, Ann; Working Group"},
        **{"type": "Journal Article; Review", "journal": "Journal of Roots", "volume": "3"},
        **{"issue": "2", "pages": "10-19", "doi": "10.1000/abc", "language": "eng"},
        **{"abstract": "Of parents.", "keywords": "parents; *Advocacy"},
    }


def test_what_has_no_column_stays_with_its_tag(nbib):
    export = nbib(WHOLE)
    assert export.tables["fields"][["field", "value"]].to_numpy().tolist() == [
        ["STAT", "MEDLINE"],
        ["DP", "2021 Mar 3"],
        ["LID", "S1 [pii]"],
        ["AU", "Öberg A"],
    ]


def test_the_report_names_pubmed(nbib):
    assert nbib(WHOLE).report.tool == "PubMed"


def test_short_names_are_the_authors_where_there_are_no_full_ones(nbib):
    export = nbib("PMID- 1\nAU  - Hill B\nAU  - Ames C\n")
    assert export.tables["records"]["authors"].tolist() == ["Hill B; Ames C"]
    assert export.tables["fields"].empty


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_record_ends_at_a_blank_line_or_at_the_next_number(nbib, gap):
    export = nbib(f"PMID- 1\nTI  - One{gap}PMID- 2\nTI  - Two\n")
    assert export.tables["records"]["title"].tolist() == ["One", "Two"]


def test_lines_without_a_tag_are_lost_and_named(nbib):
    export = nbib("Saved by Ann\nPMID- 1\nTI  - One\nwhom?\n")
    assert export.report.lost == [
        "lines that belong to no tag: 2: line 1 (Saved by Ann), line 4 (whom?)"
    ]


def test_a_file_without_any_number_is_refused(nbib):
    with pytest.raises(DataError, match="no record of it has a PMID"):
        nbib("TI  - One\n")
