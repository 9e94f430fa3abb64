"""QualCoder's data.qda and Taguette's SQLite file, in the tables their programs make."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_databases import QUALCODER, TAGUETTE, database

from compendium.problems import DataError
from compendium.readers.coded_segments.taguette import Document
from compendium.readers.export import read_export

TEXT = "Nos da 😀 pawb.\nShe listened."
HTML = "<h1>Tŷ</h1><p>Nos da 😀 &amp; <b>hwyl</b></p><p>She listened.</p>"


def coded(start, end, text, cid=1, fid=1, owner="Bea", memo=""):
    return {
        "cid": cid, "fid": fid, "seltext": text, "pos0": start, "pos1": end, "owner": owner,
        "memo": memo, "date": "2024-01-02",
    }  # fmt: skip


@pytest.fixture
def qualcoder(tmp_path):
    return lambda codings, **more: database(
        tmp_path / "data.qda",
        QUALCODER,
        project=[{"about": "QualCoder 3.6", "databaseversion": "v11"}],
        source=[{"id": 1, "name": "c1.txt", "fulltext": TEXT, "memo": "at home"}],
        code_cat=[
            {"catid": 1, "name": "Top"},
            {"catid": 2, "name": "Warmth", "supercatid": 1},
        ],
        code_name=[
            {"cid": 1, "name": "Listening", "catid": 2, "memo": "as felt"},
            {"cid": 2, "name": "Tea"},
        ],
        code_text=codings,
        **more,
    )


def segments(export):
    columns = ["source", "code_path", "coder", "start", "end", "text"]
    return export.tables["coded_segments"][columns].values.tolist()


def test_qualcoders_codings_stand_where_they_stood(qualcoder):
    export = read_export(qualcoder([coded(15, 28, "She listened."), coded(0, 6, "Nos da", cid=2)]))
    assert segments(export) == [
        ["c1.txt", "Top > Warmth > Listening", "Bea", 15, 28, "She listened."],
        ["c1.txt", "Tea", "Bea", 0, 6, "Nos da"],
    ]
    assert export.report.tool == "QualCoder 3.6"


def test_positions_that_count_utf16_units_are_told_by_the_words_beside_them(qualcoder):
    export = read_export(qualcoder([coded(16, 29, "She listened.")]))
    assert segments(export)[0][3:] == [15, 28, "She listened."]
    assert any("UTF-16" in line for line in export.report.guessed)


def test_codes_keep_their_path_and_definition(qualcoder):
    codes = read_export(qualcoder([])).tables["codes"].set_index("code_path")
    assert list(codes.index) == ["Top", "Top > Warmth", "Top > Warmth > Listening", "Tea"]
    assert codes.at["Top > Warmth > Listening", "definition"] == "as felt"


def test_cases_attributes_and_memos_come_along(qualcoder):
    path = qualcoder(
        [coded(0, 6, "Nos da", memo="softly")],
        cases=[{"caseid": 1, "name": "Ann", "memo": "a case"}, {"caseid": 2, "name": "Eve"}],
        case_text=[{"caseid": 1, "fid": 1, "pos0": 0, "pos1": len(TEXT)}],
        attribute=[
            {"name": "Area", "attr_type": "file", "value": "001", "id": 1},
            {"name": "Age", "attr_type": "case", "value": "30s", "id": 1},
        ],
        journal=[{"jid": 1, "name": "day one", "jentry": "began", "owner": "Bea"}],
    )
    tables = read_export(path).tables
    assert tables["cases"].fillna(-1).values.tolist() == [
        ["Ann", "c1.txt", -1, -1],
        ["Eve", "", -1, -1],
    ]
    assert tables["variables"][["owner_kind", "owner", "variable", "value"]].values.tolist() == [
        ["source", "c1.txt", "Area", "001"],
        ["case", "Ann", "Age", "30s"],
    ]
    assert tables["notes"][["text", "on_kind"]].values.tolist() == [
        ["softly", "selection"],
        ["at home", "source"],
        ["a case", "case"],
        ["began", "project"],
    ]


def test_a_case_of_part_of_a_file_is_that_stretch(qualcoder):
    path = qualcoder(
        [],
        cases=[{"caseid": 1, "name": "Ann"}],
        case_text=[{"caseid": 1, "fid": 1, "pos0": 15, "pos1": 20}],
    )
    assert read_export(path).tables["cases"].values.tolist() == [["Ann", "c1.txt", 15, 20]]


def test_codings_of_pictures_and_codings_that_lead_nowhere_are_counted(qualcoder):
    path = qualcoder(
        [coded(0, 999, "?"), coded(0, 6, "Nos da", cid=9), coded(0, 6, "Nos da", fid=7)],
        code_image=[{"id": 1, "cid": 1}],
    )
    export = read_export(path)
    assert segments(export) == []
    assert sorted(export.report.lost) == [
        "1 codings of pictures (not read)",
        "1 codings use a code that the code book lacks",
        "2 codings lie outside any text of the project",
    ]


def test_a_code_below_a_code_has_its_path(tmp_path):
    schema = QUALCODER.replace("color text);", "color text, supercid integer);", 1)
    path = database(
        tmp_path / "data.qda",
        schema,
        code_cat=[{"catid": 1, "name": "Top"}],
        code_name=[
            {"cid": 1, "name": "Warmth", "catid": 1},
            {"cid": 2, "name": "Tea", "supercid": 1},
            {"cid": 3, "name": "Loop", "supercid": 4},
            {"cid": 4, "name": "Pool", "supercid": 3},
        ],
    )
    codes = read_export(path).tables["codes"]["code_path"].tolist()
    assert codes == ["Top", "Top > Warmth", "Top > Warmth > Tea", "Pool", "Pool > Loop", "Loop",
                     "Loop > Pool"]  # fmt: skip


@pytest.fixture
def taguette(tmp_path):
    def made(spans, **more):
        plain = "TŷNos da 😀 & hwylShe listened.".encode()
        return database(
            tmp_path / "taguette.sqlite3",
            TAGUETTE,
            projects=more.pop("projects", [{"id": 1, "name": "Study"}]),
            documents=[{"id": 1, "name": "c1", "project_id": 1, "contents": HTML}],
            tags=[
                {"id": 1, "path": "Listening", "description": "as felt"},
                {"id": 2, "path": "Tea", "description": ""},
            ],
            highlights=[
                {
                    "id": i,
                    "document_id": 1,
                    "start_offset": plain.index(text.encode()),
                    "end_offset": plain.index(text.encode()) + len(text.encode()),
                    "snippet": text,
                }
                for i, (text, _) in enumerate(spans, start=1)
            ],
            highlight_tags=[
                {"highlight_id": i, "tag_id": tag}
                for i, (_, tags) in enumerate(spans, start=1)
                for tag in tags
            ],
            **more,
        )

    return made


def test_taguettes_bytes_are_turned_into_characters(taguette):
    export = read_export(taguette([("😀 & hwyl", [1]), ("She listened.", [1, 2]), ("Tŷ", [2])]))
    assert export.texts == {"c1": "Tŷ\nNos da 😀 & hwyl\nShe listened."}
    assert segments(export) == [
        ["c1", "Listening", "", 10, 18, "😀 & hwyl"],
        ["c1", "Listening", "", 19, 32, "She listened."],
        ["c1", "Tea", "", 19, 32, "She listened."],
        ["c1", "Tea", "", 0, 2, "Tŷ"],
    ]


def test_who_made_a_highlight_is_told_from_the_record_of_commands(taguette):
    done = json.dumps({"type": "highlight_add", "highlight_id": 1})
    path = taguette([("Tŷ", [2])], commands=[{"user_login": "bea", "payload": done}])
    assert segments(read_export(path))[0][2] == "bea"


def test_a_highlight_without_a_tag_is_counted(taguette):
    assert "1 highlights carry no tag" in read_export(taguette([("Tŷ", [])])).report.lost


def test_of_several_projects_documents_are_named_with_theirs(taguette):
    path = taguette([("Tŷ", [1])], projects=[{"id": 1, "name": "One"}, {"id": 2, "name": "Two"}])
    assert read_export(path).tables["sources"]["source"].tolist() == ["One: c1"]


pieces = st.lists(
    st.tuples(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "<li>", "", "<h2>"]),
        st.text("aŵ😀 é̂\n", max_size=5),
    ),
    max_size=12,
)


@given(pieces=pieces, data=st.data())
def test_a_stretch_of_bytes_holds_the_same_letters_whatever_the_tags(pieces, data):
    document = Document("".join(tag + text for tag, text in pieces))
    plain = "".join(text for _, text in pieces)
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, len(plain)))
    before, within = plain[:start].encode(), plain[start:end].encode()
    found = document.text[document.start(len(before)) : document.end(len(before + within))]
    assert found.replace("\n", "") == plain[start:end].replace("\n", "")


@pytest.mark.parametrize("name", ["data.qda", "taguette.sqlite3"])
def test_a_project_is_only_read(qualcoder, taguette, name, tmp_path):
    path = qualcoder([]) if name == "data.qda" else taguette([])
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    read_export(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_database_of_another_program_is_refused(tmp_path):
    path = database(tmp_path / "other.db", "create table t (x integer);")
    with pytest.raises(DataError, match="neither QualCoder's nor Taguette's"):
        read_export(path)


def test_what_is_no_database_is_refused(tmp_path):
    (tmp_path / "data.qda").write_text("hello")
    with pytest.raises(DataError, match="this is no SQLite database"):
        read_export(tmp_path / "data.qda")


def test_a_project_that_is_still_open_is_refused(qualcoder, tmp_path):
    path = qualcoder([])
    (tmp_path / "data.qda-wal").write_bytes(b"")
    with pytest.raises(DataError, match="Close the project"):
        read_export(path)


@pytest.mark.parametrize("cut", [17, 100, 1000, 5000])
def test_a_database_that_is_cut_short_is_refused(qualcoder, cut):
    path = qualcoder([coded(0, 6, "Nos da")])
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DataError, match=r"data\.qda"):
        read_export(path)


def test_a_damaged_database_whose_name_of_a_table_is_no_text_is_refused(taguette, tmp_path):
    path = taguette([("Tŷ", [1])])
    content = path.read_bytes().replace(b"CREATE TABLE tags", b"CREATE TABLX tags")
    path.write_bytes(content.replace(b"tagstags", b"\x93\x93\x93\x93tags"))
    with pytest.raises(DataError, match=r"the database is damaged\. "):
        read_export(path)


BOM = "\ufeff"


def one_file(path, text, codings, **more):
    return database(
        path,
        QUALCODER,
        project=[{"about": "QualCoder 3.6"}],
        source=[{"id": 1, "name": "c1.txt", "fulltext": text}],
        code_name=[{"cid": 1, "name": "Tea"}],
        code_text=codings,
        **more,
    )


@pytest.mark.parametrize("counted", [0, 1])
def test_a_byte_order_mark_is_counted_or_not_as_the_words_say(tmp_path, counted):
    codings = [coded(4 + counted, 6 + counted, "da"), coded(9 + counted, 14 + counted, "pawb.")]
    export = read_export(one_file(tmp_path / "data.qda", f"{BOM}Nos da, pawb.", codings[:1]))
    assert segments(export) == [["c1.txt", "Tea", "Bea", 4, 6, "da"]]
    (said,) = export.report.guessed
    assert ("byte-order mark counted" in said) == bool(counted)
    assert export.texts["c1.txt"] == "Nos da, pawb."


def test_where_no_selection_holds_its_words_that_is_a_warning(tmp_path):
    path = one_file(tmp_path / "data.qda", "Nos da, pawb.", [coded(4, 6, "other words")])
    export = read_export(path)
    assert segments(export) == [["c1.txt", "Tea", "Bea", 4, 6, "da"]]
    (said,) = export.report.warned
    assert "0 of 1 selections hold the words" in said


@pytest.mark.parametrize("place", [(90, 95), (-5, 3), (6, 4)])
def test_a_stretch_outside_its_text_is_counted_and_is_not_the_whole(tmp_path, place):
    start, end = place
    path = one_file(
        tmp_path / "data.qda",
        "Nos da, pawb.",
        [],
        cases=[{"caseid": 1, "name": "Ann"}],
        case_text=[{"caseid": 1, "fid": 1, "pos0": start, "pos1": end}],
    )
    export = read_export(path)
    assert export.tables["cases"]["source"].tolist() == [""]
    assert export.report.lost == ["1 links of cases lie outside the text they name"]


def test_a_case_of_a_text_that_nobody_coded_counts_the_byte_order_mark_too(tmp_path):
    path = one_file(
        tmp_path / "data.qda",
        f"{BOM}Nos da, pawb.",
        [],
        cases=[{"caseid": 1, "name": "Ann"}],
        case_text=[{"caseid": 1, "fid": 1, "pos0": 5, "pos1": 7}],
    )
    assert read_export(path).tables["cases"].values.tolist() == [["Ann", "c1.txt", 4, 6]]


def test_a_highlight_of_nothing_is_a_stretch_without_words(taguette):
    ((*_, start, end, text),) = segments(read_export(taguette([("", [1])])))
    assert (start, end, text) == (0, 0, "")
