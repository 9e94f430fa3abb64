"""Bibliographies and screening exports into one table of records; every fault with its place."""

from __future__ import annotations

import csv
import io

import pytest
from reviewed import HAND_REVIEW, SCREENED, declare, ris, with_made_review, with_review

from compendium.analysis.review import literature_flow
from compendium.intake.evidence import EVIDENCE_FILE
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study

RAYYAN = (
    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,"
    "location,abstract,notes,doi,pmc_id,pubmed_id"
).split(",")
COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,"
    "Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags"
).split(",")
FIXED = "{source: Base, data_origin: synthetic}"


def tables():
    return open_tables(open_study("tiny"))


def records():
    return tables().literature_records.set_index("record_id")


def refused() -> str:
    with pytest.raises(DataError) as error:
        take_in(open_study("tiny"))
    return str(error.value)


def spoilt(tiny, old, new):
    assert SCREENED.count(old) == 1
    with_review(tiny, SCREENED.replace(old, new))
    return refused()


def sheet(names, *rows) -> str:
    """Rows by their columns' names, blank elsewhere, as CSV."""
    text = io.StringIO()
    table = csv.DictWriter(text, names, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def with_exports(tiny, **exports):
    """Tiny with these exports of a review: what study.yml says of each, and its content."""
    said = ""
    for name, (line, content) in exports.items():
        said += f"  - {{source: {name}, {line}}}\n"
        file = line.partition("file: ")[2].partition(",")[0].rstrip("}")
        (tiny / file).write_text(content, encoding="utf-8")
    declare(tiny, said, HAND_REVIEW)


def test_a_record_has_what_both_files_say_of_it(tiny):
    with_review(tiny)
    found = records().loc["P1"]
    assert [found[c] for c in ("source", "arm", "search_date", "title")] == [
        "Base",
        "databases",
        "2024-01-02",
        "Tea P1",
    ]
    assert [found[c] for c in ("screen1", "retrieved", "screen2", "pt_links")] == [
        "include",
        "yes",
        "include",
        "PT1",
    ]
    assert [found[c] for c in ("file", "place", "export")] == ["found.ris", "record 1", "found"]


def test_what_was_found_otherwise_comes_from_the_screening_alone(tiny):
    with_review(tiny)
    found = records().loc["W1"]
    assert [found[c] for c in ("source", "arm", "file", "place")] == [
        "Web",
        "other",
        "screened.csv",
        "row 10",
    ]


def test_a_report_is_its_own_study_where_nothing_is_said(tiny):
    with_review(tiny)
    assert records()["study_id"].loc[["P1", "P7", "P8"]].tolist() == ["P1", "P7", "P1"]


def test_every_report_on_an_area_has_all_records(tiny):
    with_review(tiny)
    assert len(open_tables(open_study("tiny"), "001").literature_records) == 10


def test_a_study_without_a_review_has_no_records(tiny):
    assert tables().literature_records.empty


def test_the_made_up_files_say_that_they_are(tiny):
    with_made_review(tiny)
    found = records()
    assert len(found) == 412 + 34
    assert set(found["data_origin"]) == {"synthetic"}
    assert found["title"].str.startswith("Synthetic study ").all()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "P4,,,,,,N",
            "P4,,,,,,Perhaps",
            "screened.csv row 5 (P4): screen1 = 'Perhaps', but it may be include, exclude. Say "
            "what it means: `values: screen1:` of its source in study.yml.",
        ),
        (
            "W1,,Tea on the web,Web",
            "W1,,Tea on the web,Wob",
            "screened.csv row 10 (W1): source = 'Wob', but the review searched Base, Register, "
            "Web, Refs. Add the search under",
        ),
        (
            "P4,,",
            "P9,,",
            "screened.csv row 5: record_id = 'P9' is in no bibliography, but there are P1, P2, P3,",
        ),
        ("P2,,,,P1", "P2,,,,P9", "dup_of = 'P9', but it names the record that was kept"),
        ("P2,,,,P1", "P2,,,,P2", "dup_of = 'P2', but it names the record that was kept"),
        (
            "P3,,,,,automation",
            "P3,,,,P2,",
            "screened.csv row 4 (P3): dup_of = 'P2', but P2 is a duplicate of P1 itself",
        ),
        (
            "interviews,2,PT1",
            "interviews,2,PT1; PT9",
            "screened.csv row 2 (P1): pt_links = 'PT9', but the theory has PT1",
        ),
        ("survey,1,", "survey,3,", "(P7): relevance = '3', but it may be 0, 1, 2"),
        (
            "P8,P1,,,,,Y,Y,Y,,,,,,,synthetic\n",
            "P8,P1,,,,,Y,Y,Y,,,,,,,synthetic\nP8,,,,,,N,,,,,,,,,\n",
            "screened.csv row 10: screen1 = 'exclude', and screened.csv row 9 says 'include' of P8",
        ),
    ],
)
def test_a_fault_is_named_with_file_row_column_and_what_to_do(tiny, old, new, message):
    assert message in spoilt(tiny, old, new)


def test_all_faults_are_named_at_once(tiny):
    with_review(
        tiny, SCREENED.replace("P4,,,,,,N", "P4,,,,,,Perhaps").replace("survey,1,", "survey,3,")
    )
    said = refused()
    assert "'Perhaps'" in said
    assert "relevance = '3'" in said


def test_an_id_that_stands_twice_is_named_with_both_places(tiny):
    declared = "kind: bibliography, file: raw/two.ris, fixed: " + FIXED
    with_exports(
        tiny,
        one=(declared.replace("two", "one"), ris(["P1"])),
        two=(declared, ris(["P0", "P1"])),
    )
    assert "two.ris record 2: record_id = 'P1' stands in one.ris record 1 too" in refused()


def test_records_without_ids_are_called_by_their_source_so_that_files_do_not_clash(tiny):
    one = "kind: bibliography, file: raw/one.ris, fixed: " + FIXED
    bare = ris(["P1"]).replace("ID  - P1\n", "")
    with_exports(tiny, one=(one, bare), two=(one.replace("one", "two"), bare))
    assert list(records().index) == ["one-1", "two-1"]


def test_screening_without_ids_is_joined_by_doi_then_by_title_and_year(tiny):
    found = ris(["P1", "P2"]).replace("TI  - Tea P1", "TI  - Tea P1\nDO  - 10.1000/ABC")
    screened = "Title,Year,DOI,First\nOther words,2001,https://doi.org/10.1000/abc,include\n"
    screened += "TEA  p2,2019,,exclude\n"
    columns = "columns: {title: Title, year: Year, doi: DOI, screen1: First}"
    with_exports(
        tiny,
        one=("kind: bibliography, file: raw/one.ris, fixed: " + FIXED, found),
        two=(f"kind: screening, file: raw/two.csv, {columns}", screened),
    )
    assert records()["screen1"].to_dict() == {"P1": "include", "P2": "exclude"}
    assert records().at["P1", "title"] == "Tea P1"


def test_a_row_that_could_be_of_several_records_is_not_guessed(tiny):
    found = ris(["P1", "P2"]).replace("Tea P2", "Tea P1")
    columns = "columns: {title: Title, year: Year, screen1: First}"
    with_exports(
        tiny,
        one=("kind: bibliography, file: raw/one.ris, fixed: " + FIXED, found),
        two=(
            f"kind: screening, file: raw/two.csv, {columns}",
            "Title,Year,First\nTea P1,2019,include\n",
        ),
    )
    assert "two.csv row 2: the row is of one of P1, P2, but it must be one of them" in refused()


def test_decisions_of_rayyan_are_taken_where_reviewers_agree(tiny):
    agreed = 'RAYYAN-INCLUSION: {"Ann"=>"Excluded", "Bob"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS:'
    rows = [
        {"key": "r1", "title": "One", "notes": f"{agreed} wrong population"},
        {"key": "r2", "title": "Two", "notes": 'RAYYAN-INCLUSION: {"Ann"=>"Included"}'},
    ]
    declared = "kind: screening, file: raw/articles.csv, fixed: " + FIXED
    with_exports(tiny, rayyan=(declared, sheet(RAYYAN, *rows)))
    found = records()
    assert found["screen1"].tolist() == ["exclude", "include"]
    assert found["screen1_reason"].tolist() == ["wrong population", ""]


def test_reviewers_who_differ_are_named_with_the_record(tiny):
    notes = 'RAYYAN-INCLUSION: {"Ann"=>"Included", "Bob"=>"Maybe"}'
    declared = "kind: screening, file: raw/articles.csv, fixed: " + FIXED
    rows = [{"key": "r1", "title": "One", "notes": notes}]
    with_exports(tiny, rayyan=(declared, sheet(RAYYAN, *rows)))
    assert (
        "articles.csv row 2: reviewers have not settled on the record (Ann: include, Bob: maybe)"
        in refused()
    )


def test_covidences_files_of_each_stage_make_one_record(tiny):
    """What passed the first stage is in the file of the second, which says what became of it."""
    one = {"Title": "One", "Covidence #": "#1", "Published Year": "2019"}
    two = {"Title": "Two", "Covidence #": "#2", "Published Year": "2019"}
    out = two | {"Notes": "Exclusion reason: no data; "}
    name = "kind: screening, file: raw/review_1_{}_csv_1.csv, fixed: {{source: Base, "
    name += "screen1: include, retrieved: 'yes', data_origin: synthetic}}"
    with_exports(
        tiny,
        included=(name.format("included"), sheet(COVIDENCE, one)),
        excluded=(name.format("excluded"), sheet(COVIDENCE, out)),
    )
    said = records()[["screen1", "screen2", "screen2_reason"]].to_numpy().tolist()
    assert said == [["include", "include", ""], ["include", "exclude", "no data"]]
    assert literature_flow.flow(tables()).frame["records"].iloc[-1] == 1


def judge(tiny, source):
    row = f"E9,T2,tiny,literature,{source},C,supports,1,1,1,,no,AA,2024-04-01,why,synthetic\n"
    with (tiny / EVIDENCE_FILE).open("a", encoding="utf-8") as file:
        file.write(row)


def test_evidence_may_rest_on_what_the_review_included(tiny):
    with_review(tiny)
    judge(tiny, "P7")
    found = tables().evidence.set_index("evidence_id").loc["E9"]
    assert (found["data_type"], found["source_name"]) == (
        "literature",
        "Tea P7 (Leaf, A., 2019)",
    )


def test_evidence_may_not_rest_on_what_it_left_out(tiny):
    with_review(tiny)
    judge(tiny, "P6")
    assert "source_id = 'P6', but the review did not include this record" in refused()


def test_records_kept_by_hand_go_on_beside_the_review(tiny):
    with_review(tiny)
    (tiny / "literature").mkdir()
    kept = "record_id,title,authors,year\nR1,By hand,B. Hand,2020\n"
    (tiny / "literature" / "records.csv").write_text(kept, encoding="utf-8")
    judge(tiny, "R1")
    assert tables().evidence.set_index("evidence_id").at["E9", "source_name"] == (
        "By hand (B. Hand, 2020)"
    )


def test_an_id_of_neither_is_told_what_there_is(tiny):
    with_review(tiny)
    judge(tiny, "R9")
    assert "the review included, with literature/records.csv, P1, P7, P8, W1" in refused()


def test_a_reason_that_the_review_does_not_name_is_refused(tiny):
    with_review(tiny)
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    reasons = "  reasons: {no dat: {en: no data, cy: dim data}}\n  shortened:"
    path.write_text(text.replace("  shortened:", reasons), encoding="utf-8")
    assert "(P6): screen2_reason = 'no data', but the review has no dat" in refused()


def test_a_day_that_cannot_be_read_is_named(tiny):
    declared = "kind: bibliography, file: raw/one.ris, columns: {search_date: Y2}, fixed: " + FIXED
    found = ris(["P1"]).replace("PY  -", "Y2  - last spring\nPY  -")
    with_exports(tiny, one=(declared, found))
    assert "one.ris record 1: search_date = 'last spring', but a date like 2024-03-31" in refused()


def test_a_column_that_is_not_there_is_named(tiny):
    declared = "kind: bibliography, file: raw/one.ris, columns: {country: C9}, fixed: " + FIXED
    with_exports(tiny, one=(declared, ris(["P1"])))
    assert "one.ris: the column C9 (country) is missing, but found are record_id," in refused()
