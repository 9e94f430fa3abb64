"""Tables of coded segments, in the headings of each tool and as somebody says."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.problems import DataError
from compendium.readers.coded_segments.layouts import SegmentColumns
from compendium.readers.export import read_export
from compendium.writers.files import write_csv

# Of each tool: its headings and two rows, as it writes them, and what they must come to.
TOOLS = {
    "MAXQDA": (
        "Color,Comment,Document group,Document name,Code,Beginning,End,Weight score,Segment,"
        "Modified by,Created by,Area,Coverage %\n"
        '●,a memo,Area A,c1,Warmth\\Listening,3,3,0,"She listened, to me.",Ann,Bea,20,1.2\n'
        "●,,Area B,c2,Papers,5,6,0,Long report,Ann,Bea,11,1.0\n",
        [
            ("c1", "Warmth > Listening", "Bea", 0, 20, "She listened, to me."),
            ("c2", "Papers", "Bea", 0, 11, "Long report"),
        ],
    ),
    "ATLAS.ti": (
        "ID,Document,Document Groups,Quotation Name,Quotation Content,Codes,Reference,Density,"
        "Created by,Modified by\n"
        '1:1,c1,Area A,She,She listened,"Warmth: Listening\nPapers",¶ 3,2,Bea,Ann\n'
        "1:2,c1,Area A,Long,Long report,Papers,¶ 5,1,Bea,Ann\n",
        [
            ("c1", "Warmth > Listening", "Bea", 0, 12, "She listened"),
            ("c1", "Papers", "Bea", 0, 12, "She listened"),
            ("c1", "Papers", "Bea", 14, 25, "Long report"),
        ],
    ),
    "NVivo": (
        "File Name,Code,Coverage,Reference Number,Coded By Initials,Modified On,Coded Text\n"
        "c1,Nodes\\\\Warmth\\Listening,1.2%,1,BB,01/02/2024,She listened\n"
        ",,0.8%,2,BB,01/02/2024,Long report\n",
        [
            ("c1", "Nodes > Warmth > Listening", "BB", 0, 12, "She listened"),
            ("c1", "Nodes > Warmth > Listening", "BB", 14, 25, "Long report"),
        ],
    ),
    "Dedoose": (
        "Media Title,Excerpt Range,Excerpt Creator,Excerpt Date,Excerpt Copy,"
        "Codes Applied Combined,Resource Creator,Resource Date,Code: Warmth Applied,"
        "Code: Warmth\\Listening Applied,Code: Warmth\\Listening Weight\n"
        'c1,10-22,Bea,1/2/2024,She listened,"Warmth, Listening",Ann,1/1/2024,False,True,3\n'
        "c2,100-111,Bea,1/2/2024,Long report,Warmth,Ann,1/1/2024,True,False,\n",
        [
            ("c1", "Warmth > Listening", "Bea", 10, 22, "She listened"),
            ("c2", "Warmth", "Bea", 100, 111, "Long report"),
        ],
    ),
    "QualCoder": (
        '"File","Coder","Coded","Id","Codename","Coded_Memo","Category","Category"\n'
        '"c1","Bea","She listened","ctid:1","Listening","a memo","Warmth","Top"\n'
        '"c2","Bea","Long report","ctid:2","Papers","","",""\n',
        [
            ("c1", "Top > Warmth > Listening", "Bea", 0, 12, "She listened"),
            ("c2", "Papers", "Bea", 0, 11, "Long report"),
        ],
    ),
    "Taguette": (
        "id,document,tag,content\n1,c1,Listening,She listened\n1,c1,Papers,She listened\n",
        [
            ("c1", "Listening", "", 0, 12, "She listened"),
            ("c1", "Papers", "", 0, 12, "She listened"),
        ],
    ),
    "this compendium": (
        "source,code_path,coder,start,end,text\nc1,Warmth > Listening,Bea,7,19,She listened\n",
        [("c1", "Warmth > Listening", "Bea", 7, 19, "She listened")],
    ),
}
PLAIN = "who,said,label\nc1,She listened,Listening\nc1,Long report,Papers\n"


def written(folder, text, name="segments.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def codings(export):
    return list(export.tables["coded_segments"].itertuples(index=False, name=None))


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tools_table_is_told_by_its_headings(tmp_path, tool):
    text, expected = TOOLS[tool]
    export = read_export(written(tmp_path, text))
    assert export.report.tool == tool
    assert codings(export) == expected


@pytest.mark.parametrize("tool", TOOLS)
def test_the_rows_themselves_stay_beside(tmp_path, tool):
    export = read_export(written(tmp_path, TOOLS[tool][0]))
    assert list(export.tables["rows"]["source_row"]) == list(range(2, 2 + len(export.records)))


def test_a_workbook_is_read_as_its_csv(tmp_path):
    text, expected = TOOLS["Taguette"]
    frame = pd.read_csv(written(tmp_path, text), dtype="str")
    frame.to_excel(tmp_path / "segments.xlsx", index=False)
    assert codings(read_export(tmp_path / "segments.xlsx")) == expected


def test_positions_hold_in_the_text_that_is_made_of_the_segments(tmp_path):
    export = read_export(written(tmp_path, TOOLS["ATLAS.ti"][0]))
    assert export.texts == {"c1": "She listened\n\nLong report"}
    for source, _, _, start, end, text in codings(export):
        assert export.texts[source][start:end] == text
    assert any("overlaps cannot be seen" in line for line in export.report.guessed)


def test_a_range_whose_end_is_included_is_told_from_the_lengths(tmp_path):
    text = TOOLS["Dedoose"][0].replace("10-22", "10-21").replace("100-111", "100-110")
    assert [c[3:5] for c in codings(read_export(written(tmp_path, text)))] == [(10, 22), (100, 111)]


def test_a_range_that_does_not_fit_its_words_is_not_believed(tmp_path):
    export = read_export(written(tmp_path, TOOLS["Dedoose"][0].replace("10-22", "10-40")))
    assert [c[3:5] for c in codings(export)] == [(0, 12), (0, 11)]


def test_segments_stand_in_the_text_where_their_ranges_say(tmp_path):
    export = read_export(written(tmp_path, TOOLS["Dedoose"][0]))
    assert export.texts["c1"] == " " * 10 + "She listened"


def test_ranges_that_contradict_each_other_are_not_believed(tmp_path):
    text = "source,code_path,coder,start,end,text\nc1,A,x,0,3,abc\nc1,A,x,1,4,xyz\n"
    assert [c[3:5] for c in codings(read_export(written(tmp_path, text)))] == [(0, 3), (5, 8)]


def test_documents_are_cases_where_the_table_has_none(tmp_path):
    export = read_export(written(tmp_path, TOOLS["MAXQDA"][0]))
    assert export.tables["cases"]["case"].tolist() == ["c1", "c2"]
    assert any("taken for a case" in line for line in export.report.guessed)


def test_qualcoders_report_by_case_says_whose_words_they_are(tmp_path):
    text = '"Case","Filename","Coder","Coded","Id","Codename","Coded_Memo","FileVar_Area"\n'
    text += '"Ann","group.txt","Bea","She listened","ctid:1","Listening","","A"\n'
    export = read_export(written(tmp_path, text))
    cases = export.tables["cases"].to_dict("records")
    assert cases == [{"case": "Ann", "source": "group.txt", "start": 0, "end": 12}]
    assert export.tables["variables"]["variable"].tolist() == ["FileVar_Area"]


def test_a_column_that_is_the_same_throughout_a_source_is_a_variable_of_it(tmp_path):
    export = read_export(written(tmp_path, TOOLS["MAXQDA"][0]))
    found = export.tables["variables"].set_index("owner").loc["c2"]
    assert (found["owner_kind"], found["variable"], found["value"]) == (
        "source",
        "Document group",
        "Area B",
    )


def test_a_column_that_differs_within_a_source_is_said_to_be_lost(tmp_path):
    text = PLAIN.replace("label", "label,mood").replace("Listening\n", "Listening,good\n")
    text = text.replace("Papers\n", "Papers,bad\n")
    said = SegmentColumns({"source": "who", "text": "said", "code": "label"})
    export = read_export(written(tmp_path, text), segments=said)
    assert "column mood: differs within a source, so it is not kept" in export.report.lost


def test_memos_of_segments_are_notes_on_them(tmp_path):
    notes = read_export(written(tmp_path, TOOLS["MAXQDA"][0])).tables["notes"]
    assert notes[["text", "written_by", "on_kind", "on", "start", "end"]].values.tolist() == [
        ["a memo", "Bea", "selection", "c1", 0, 20]
    ]


def test_rows_that_lack_something_are_counted_with_their_numbers(tmp_path):
    text = "id,document,tag,content\n1,c1,,She\n2,,Papers,She\n3,c1,Papers,\n4,c1,Papers,She\n"
    report = read_export(written(tmp_path, text)).report
    assert [line for line in report.lost if "not taken over" in line] == [
        "1 rows without a source, not taken over (row 3)",
        "1 rows without a text, not taken over (row 4)",
        "1 rows without a code, not taken over (row 2)",
    ]


def test_a_coding_that_stands_twice_is_kept_once_and_said(tmp_path):
    text = "id,document,tag,content\n1,c1,Papers,She\n1,c1,Papers,She\n"
    export = read_export(written(tmp_path, text))
    assert len(codings(export)) == 1
    assert any(line.startswith("1 codings stand twice") for line in export.report.lost)


def test_the_same_words_by_two_people_in_one_document_are_two_segments(tmp_path):
    text = (
        '"File","Case","Coder","Coded","Codename"\n"f1","Ann","Bea","Yes.","Papers"\n'
        '"f1","Ben","Bea","Yes.","Papers"\n"f1","Ben","Bea","Yes.","Tea"\n'
    )
    export = read_export(written(tmp_path, text))
    places = {(c[1], c[3]) for c in codings(export)}
    assert places == {("Papers", 0), ("Papers", 6), ("Tea", 6)}
    cases = export.tables["cases"]
    assert dict(zip(cases["case"], cases["start"], strict=True)) == {"Ann": 0, "Ben": 6}


@pytest.mark.parametrize("digits", ["9" * 15, "9" * 16, "9" * 5000, "٣"])
def test_a_range_that_no_text_has_is_no_range(tmp_path, digits):
    head = "Media Title,Excerpt Range,Excerpt Creator,Excerpt Copy,Code: Tea Applied\n"
    text = f"{head}c1,{digits}-{digits},Bea,She listened,True\n"
    assert [c[3:5] for c in codings(read_export(written(tmp_path, text)))] == [(0, 12)]


def test_ranges_that_together_are_longer_than_any_transcripts_are_not_believed(tmp_path):
    head = "Media Title,Excerpt Range,Excerpt Creator,Excerpt Copy,Code: Tea Applied\n"
    rows = [f"c{i},18999990-19000000,Bea,She listen,True\n" for i in range(2)]
    found = codings(read_export(written(tmp_path, head + "".join(rows))))
    assert [c[3:5] for c in found] == [(0, 10), (0, 10)]


def test_an_nvivo_table_whose_first_rows_name_no_file_says_so(tmp_path):
    head = "File Name,Code,Coverage,Reference Number,Coded By Initials,Coded Text\n"
    text = f"{head},,1%,1,BB,Whose?\nc1,Tea,1%,1,BB,She listened\n"
    export = read_export(written(tmp_path, text))
    assert [c[0] for c in codings(export)] == ["c1"]
    assert any("without a source" in line and "row 2" in line for line in export.report.lost)


def test_a_path_without_a_name_is_no_code(tmp_path):
    text = "source,code_path,coder,start,end,text\nc1, > ,Bea,0,3,She\nc1,Tea,Bea,0,3,She\n"
    export = read_export(written(tmp_path, text))
    assert [c[1] for c in codings(export)] == ["Tea"]
    assert any("without a code" in line for line in export.report.lost)


def test_the_same_words_at_two_places_are_two_segments(tmp_path):
    text = "id,document,tag,content\n1,c1,Papers,Yes.\n2,c1,Papers,Yes.\n"
    assert [c[3:5] for c in codings(read_export(written(tmp_path, text)))] == [(0, 4), (6, 10)]


def test_columns_of_a_table_no_tool_wrote_are_said(tmp_path):
    said = SegmentColumns({"source": "who", "text": "said", "code": "label"})
    export = read_export(written(tmp_path, PLAIN), segments=said)
    assert codings(export) == [
        ("c1", "Listening", "", 0, 12, "She listened"),
        ("c1", "Papers", "", 14, 25, "Long report"),
    ]


def test_a_table_no_tool_wrote_is_rows_alone_until_somebody_says(tmp_path):
    assert set(read_export(written(tmp_path, PLAIN)).tables) == {"rows", "columns"}


def test_a_column_may_be_a_code_that_is_ticked(tmp_path):
    text = "who,said,Listening,Papers\nc1,She listened,1.0,\nc1,Long report,0,TRUE\n"
    said = SegmentColumns({"source": "who", "text": "said"}, ["Listening", "Papers"])
    assert [c[1] for c in codings(read_export(written(tmp_path, text), segments=said))] == [
        "Listening",
        "Papers",
    ]


def test_a_tick_that_is_none_is_an_error_with_its_row(tmp_path):
    text = "who,said,Listening\nc1,She listened,2\nc1,Long report,maybe\n"
    said = SegmentColumns({"source": "who", "text": "said"}, ["Listening"])
    with pytest.raises(DataError, match=r"row 2: Listening = '2'[\s\S]*row 3: .*'maybe'"):
        read_export(written(tmp_path, text), segments=said)


def test_a_column_may_be_a_coder(tmp_path):
    said = SegmentColumns({}, [], ["TL", "MR"])
    export = read_export(written(tmp_path, "TL,MR\nyes,no\nyes,\n", "units.csv"), segments=said)
    assert [c[:4] for c in codings(export)] == [
        ("units", "yes", "TL", 0),
        ("units", "no", "MR", 0),
        ("units", "yes", "TL", 9),
    ]


def test_what_somebody_says_wrongly_is_said_all_at_once(tmp_path):
    said = SegmentColumns({"txt": "said", "source": "whom"}, ["Tea"])
    with pytest.raises(DataError) as error:
        read_export(written(tmp_path, PLAIN), segments=said)
    assert [p.what for p in error.value.problems] == [
        "segment_columns: txt is nothing a column can be",
        "there is no column 'whom'",
        "there is no column 'Tea'",
    ]


def test_the_separator_of_a_path_may_be_said(tmp_path):
    text = "id,document,tag,content\n1,c1,Warmth.Listening,She\n"
    said = SegmentColumns({"code": "tag"}, code_separator=".")
    assert (
        codings(read_export(written(tmp_path, text), segments=said))[0][1] == "Warmth > Listening"
    )


@pytest.mark.parametrize(
    ("separator", "path"), [(None, "Warmth > Listening"), ("", "Warmth: Listening")]
)
def test_the_separator_alone_may_be_said_of_a_tools_table(tmp_path, separator, path):
    said = SegmentColumns(code_separator=separator)
    export = read_export(written(tmp_path, TOOLS["ATLAS.ti"][0]), segments=said)
    assert codings(export)[0][1] == path


def test_a_separator_makes_no_coded_segments_of_other_rows(tmp_path):
    export = read_export(written(tmp_path, PLAIN), segments=SegmentColumns(code_separator="."))
    assert set(export.tables) == {"rows", "columns"}


words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), min_size=1
).filter(lambda text: text.strip() and text == " ".join(text.split()))


@given(rows=st.lists(st.tuples(words, words, words), min_size=1, max_size=8, unique=True))
def test_what_import_writes_is_read_back_as_it_was(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("back")
    table = pd.DataFrame(rows, columns=["source", "code_path", "text"], dtype="str")
    table = table.assign(coder="Bea", start=[1000 * i for i in range(len(rows))])
    table["end"] = table["start"] + table["text"].map(len)
    table = table[["source", "code_path", "coder", "start", "end", "text"]]
    write_csv(folder / "coded_segments.csv", table)
    export = read_export(folder / "coded_segments.csv")
    names = [" > ".join(n.strip() for n in c.split(" > ") if n.strip()) for c in table["code_path"]]
    assert codings(export) == list(table.assign(code_path=names).itertuples(index=False, name=None))


def test_passages_ticked_by_code_in_a_real_table(shared):
    path = shared / "real-data" / "tables" / "passages-by-code-wide.csv"
    if not path.exists():
        pytest.skip("the folder of real exports is not here")
    frame = pd.read_csv(path)
    codes = list(frame.columns[6:])
    said = SegmentColumns({"source": "id", "text": "passage"}, codes)
    export = read_export(path, segments=said)
    assert len(export.tables["coded_segments"]) == int(frame[codes].sum().sum())


def test_two_raters_in_a_real_table(shared):
    path = shared / "real-data" / "tables" / "two-raters-235-units.csv"
    if not path.exists():
        pytest.skip("the folder of real exports is not here")
    export = read_export(path, segments=SegmentColumns({}, [], ["TL", "MR"]))
    assert export.tables["coded_segments"]["coder"].value_counts().to_dict() == {
        "TL": 235,
        "MR": 235,
    }
