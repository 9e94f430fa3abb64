"""Transcripts coded in Word: comments as coded segments, whatever Word does around the words."""

from __future__ import annotations

import pytest
from coded_in_word import (
    HEAD,
    NAMES,
    begin,
    comment,
    end,
    hangs,
    marked,
    more,
    p,
    run,
    table,
    write,
)
from handmade import pack

from compendium.cli import main
from compendium.problems import DataError
from compendium.readers.coded_segments.word_comments import read
from compendium.readers.coded_segments.word_talk import read_talk
from compendium.readers.export import read_export


@pytest.fixture
def coded(tmp_path):
    """What a document comes to: ``coded(body, comments)``."""
    return lambda body, *args, **parts: read(
        write(tmp_path / "talk.docx", body, *args, **parts), NAMES
    )


def segments(export):
    rows = export.tables["coded_segments"]
    return list(rows[["code_path", "coder", "text"]].itertuples(index=False, name=None))


def test_a_comment_codes_the_words_it_marks(coded):
    export = coded(p(run("She ") + marked("listened") + run(" to me.")))
    assert segments(export) == [("Warmth", "C1", "listened")]
    row = export.tables["coded_segments"].iloc[0]
    assert (row["source"], row["start"], row["end"]) == ("talk", 4, 12)
    assert export.texts == {"talk": "She listened to me."}


def test_words_that_word_split_into_runs_are_whole(coded):
    inner = begin() + run("lis", "<w:b/>") + "<w:proofErr/>" + run("tened") + end()
    assert segments(coded(p(inner))) == [("Warmth", "C1", "listened")]


def test_spaces_tabs_breaks_hyphens_and_signs_stand_as_they_are(coded):
    odd = "<w:r><w:tab/><w:t>a</w:t><w:br/><w:noBreakHyphen/><w:softHyphen/><w:t>b</w:t></w:r>"
    export = coded(p(begin() + run("  Tŷ 😀  ") + odd + end()) + p("") + p("next"))
    assert segments(export)[0][2] == "  Tŷ 😀  \ta\n\u2011\u00adb"
    assert export.texts["talk"].endswith("\n\nnext")


def test_a_page_break_is_no_character(coded):
    inner = '<w:r><w:lastRenderedPageBreak/><w:br w:type="page"/></w:r>' + marked("One")
    assert coded(p(inner)).texts["talk"] == "One"


def test_comments_may_overlap_nest_and_run_over_paragraphs(coded):
    body = p(begin(0) + run("One ") + begin(1) + run("two")) + p(
        marked("three", 2) + end(0) + run(" four") + end(1)
    )
    notes = comment(0) + comment(1, "K2", "C2") + comment(2, "Papers")
    assert segments(coded(body, notes)) == [
        ("Warmth", "C1", "One two\nthree"),
        ("Papers", "C2", "two\nthree four"),
        ("Papers", "C1", "three"),
    ]


def test_marks_between_paragraphs_belong_to_the_nearest_one(coded):
    body = p("One") + begin() + p("two") + p("three") + "<w:commentRangeEnd w:id='0'/>" + p("four")
    assert segments(coded(body + p(hangs()))) == [("Warmth", "C1", "two\nthree")]


def test_several_codes_in_one_comment_are_several_codings(coded):
    export = coded(p(marked("One")), comment(0, "K1 Warmth; papers"))
    assert segments(export) == [("Warmth", "C1", "One"), ("Papers", "C1", "One")]


def test_the_same_coding_twice_is_kept_once_and_said(coded):
    body = p(begin(1) + marked("One") + end(1))
    export = coded(body, comment(0) + comment(1, "Warmth"))
    assert segments(export) == [("Warmth", "C1", "One")]
    assert any("1 codings stand twice" in said for said in export.report.lost)


def test_tracked_deletions_are_no_text_and_insertions_are(coded):
    deleted = '<w:del w:id="8"><w:r><w:delText>not </w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="9">{run("very ")}</w:ins>'
    export = coded(p(begin() + deleted + inserted + run("warm") + end()))
    assert segments(export) == [("Warmth", "C1", "very warm")]
    assert any("1 tracked deletions" in said for said in export.report.lost)


def test_a_stretch_that_begins_inside_a_deletion_begins_there(coded):
    deleted = f'<w:del w:id="8"><w:r><w:delText>no</w:delText></w:r>{begin()}</w:del>'
    assert segments(coded(p(run("A ") + deleted + run("b") + end()))) == [("Warmth", "C1", "b")]


def test_a_comment_on_deleted_words_alone_marks_nothing_and_is_said(coded):
    deleted = f'{begin()}<w:del w:id="8"><w:r><w:delText>gone</w:delText></w:r></w:del>{end()}'
    export = coded(p(run("A") + deleted))
    assert segments(export) == [("Warmth", "C1", "")]
    assert any("marks no words" in said for said in export.report.warned)


def test_a_comment_without_a_stretch_marks_nothing_where_it_hangs(coded):
    export = coded(p(run("One") + hangs() + run(" two")))
    row = export.tables["coded_segments"].iloc[0]
    assert (row["start"], row["end"]) == (3, 3)
    assert "paragraph 1" in export.report.warned[0]


def test_a_comment_on_a_footnote_is_named_and_kept_as_a_note(coded):
    note = f'<w:footnote w:id="2">{p(marked("small", 1))}</w:footnote>'
    body = p(marked("One") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    export = coded(body, comment(0) + comment(1, "K2"), footnotes=note)
    assert segments(export) == [("Warmth", "C1", "One")]
    assert any("'K2' by C1 hangs on no words" in said for said in export.report.lost)
    assert "K2" in set(export.tables["notes"]["text"])


def test_cells_stand_side_by_side_and_a_comment_may_run_over_them(coded):
    rows = table([p(run("P03") + begin()), p(run("I waited.") + end())], ["Int", "Why?"])
    rows = rows.replace("<w:p><w:pPr></w:pPr><w:r><w:t", "<w:p><w:r><w:t")
    export = coded(p("Talk") + rows)
    assert export.texts["talk"] == "Talk\nP03\tI waited.\nInt\tWhy?"
    assert segments(export) == [("Warmth", "C1", "\tI waited.")]


def test_a_text_box_is_read_after_its_paragraph(coded):
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p(marked('boxed'))}</w:txbxContent></v:textbox></w:pict></w:r>"  # noqa: E501
    export = coded(p(run("One") + box) + p("two"))
    assert export.texts["talk"] == "One\nboxed\ntwo"
    assert segments(export) == [("Warmth", "C1", "boxed")]


def test_an_answer_is_no_coding_but_a_note_and_one_that_looks_so_is_said(coded):
    said = comment(0) + comment(1, "K2", "C2") + comment(2, "Are you sure?", "C2")
    body = p(begin(0) + begin(1) + begin(2) + run("One") + end(0) + end(1) + end(2))
    export = coded(body, said, commentsExtended=more(0) + more(1, 0) + more(2, 0))
    assert segments(export) == [("Warmth", "C1", "One")]
    assert export.tables["notes"]["text"].tolist() == ["K2", "Are you sure?"]
    assert any("'K2' by C2 is no coding" in text for text in export.report.warned)


def test_a_resolved_comment_counts_and_is_counted(coded):
    export = coded(p(marked("One")), commentsExtended=more(0, done=1))
    assert segments(export) == [("Warmth", "C1", "One")]
    assert any("1 resolved comments" in said for said in export.report.guessed)


def test_a_memo_is_a_note_on_its_words_and_is_listed(coded):
    export = coded(p(marked("One")), comment(0, "K1\nShe laughs as she says it"))
    (note,) = export.tables["notes"].to_dict("records")
    assert (note["text"], note["written_by"], note["end"]) == ("She laughs as she says it", "C1", 3)
    assert any("She laughs" in said for said in export.report.guessed)


def test_every_unknown_code_is_named_with_file_place_words_and_names_near_it(coded):
    body = p(marked("One")) + p(marked("two", 1))
    with pytest.raises(DataError) as error:
        coded(body, comment(0, "K7") + comment(1, "Pappers", "C2"))
    first, second = map(str, error.value.problems)
    for said in ("talk.docx paragraph 1", "C1 wrote 'K7' on 'One'", "near are", "K1 Warmth"):
        assert said in first
    for said in ("paragraph 2", "C2 wrote 'Pappers' on 'two'", "K2 Papers"):
        assert said in second


def test_the_table_above_the_text_is_none_of_it(coded):
    export = coded(p("A title", "berschrift1") + HEAD + p(run("Hm. ") + marked("One")))
    assert export.texts == {"c1 interview": "Hm. One"}
    assert export.tables["coded_segments"]["start"].tolist() == [4]
    values = export.tables["variables"]
    assert dict(zip(values["variable"], values["value"], strict=True))["Area"] == "001"
    assert export.tables["cases"][["case", "source"]].values.tolist() == [["c1", "c1 interview"]]


def test_lines_above_the_table_are_counted_as_lost(coded):
    export = coded(p("Transcript") + p("") + table(["Source", "t1"]) + p(marked("Hello")))
    assert list(export.texts.values()) == ["Hello"]
    assert export.report.lost == ["1 lines above the table that names the source: no text"]


def test_a_comment_on_the_table_above_is_named_and_codes_nothing(coded):
    head = table(["Source", p(marked("x", 1))])
    export = coded(head + p(marked("One")), comment(0) + comment(1, "K2"))
    assert segments(export) == [("Warmth", "C1", "One")]
    assert any("'K2'" in said for said in export.report.lost)


def test_another_table_first_is_text(coded):
    export = coded(table(["Speaker", "Words"]) + p(marked("One")))
    assert export.texts["talk"] == "Speaker\tWords\nOne"


def test_in_a_group_turns_are_whose_name_begins_them(coded):
    head = table(["Source", "group"], ["Participants", "P03; p04"])
    text = ["Interviewer: Go on.", "P03: I waited.", "And waited.", "P04: So did I.", "P9: Me too."]
    export = coded(head + p(marked(text[0])) + "".join(map(p, text[1:])))
    cases = export.tables["cases"]
    whole, turns = cases[cases["start"].isna()], cases[cases["start"].notna()]
    assert whole["case"].tolist() == ["P03", "p04"]
    kept = export.texts["group"]
    said = [(t.case, kept[int(t.start) : int(t.end)]) for t in turns.itertuples()]
    assert said == [("P03", "P03: I waited.\nAnd waited.\n"), ("p04", "P04: So did I.\n")]
    assert any("Interviewer (1), P9 (1)" in text for text in export.report.guessed)


def test_one_person_and_a_file_without_a_table_are_whole_cases(coded):
    export = coded(p(marked("P03: One")))
    assert export.tables["cases"]["case"].tolist() == ["talk"]
    assert any("no row Participants" in said for said in export.report.guessed)


@pytest.mark.parametrize("nobody", ["", "None", "neb"])
def test_field_notes_are_nobodys(coded, nobody):
    head = table(["Source", "notes"], ["Participants", nobody], ["Coding", "union"])
    export = coded(head + p(marked("They met.")))
    assert export.tables["cases"].empty
    assert export.tables["variables"].empty
    assert len(export.tables["coded_segments"]) == 1


def test_a_folder_is_a_project_and_problems_of_all_files_are_told_at_once(tmp_path):
    folder = tmp_path / "talk"
    folder.mkdir()
    write(folder / "b.docx", p(marked("Two")))
    write(folder / "a.docx", p(marked("One")))
    (folder / "~$a.docx").write_bytes(b"open")
    assert read(folder, NAMES).tables["sources"]["source"].tolist() == ["a", "b"]
    write(folder / "c.docx", p("Three"), "")
    write(folder / "d.docx", table(["Source", "a"]) + p(marked("One")))
    with pytest.raises(DataError) as error:
        read(folder, NAMES)
    assert "c.docx: it holds no comments" in str(error.value)
    assert "d.docx: a.docx is called a too" in str(error.value)


def test_a_folder_without_word_files_is_refused(tmp_path):
    (tmp_path / "talk").mkdir()
    with pytest.raises(DataError, match=r"no \.docx in this folder"):
        read(tmp_path / "talk", NAMES)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", "password, or is an old .doc"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (b"text", "damaged"),
    ],
)
def test_an_old_protected_or_damaged_file_is_refused_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "talk.docx"
    path.write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_talk(path)


def test_comments_that_are_no_xml_are_refused(tmp_path):
    path = write(tmp_path / "talk.docx", p(marked("One")))
    import zipfile

    with zipfile.ZipFile(path) as archive:
        held = {n: archive.read(n) for n in archive.namelist()}
    pack(path, held | {"word/comments.xml": b"<w:comments"})
    with pytest.raises(DataError, match="not well-formed"):
        read_talk(path)


def test_a_word_file_is_a_theory_unless_its_comments_are_asked_for(tmp_path):
    path = write(tmp_path / "talk.docx", p(marked("One")))
    assert "paragraphs" in read_export(path).tables
    assert "coded_segments" in read_export(path, codes=NAMES).tables


def test_an_import_takes_each_line_of_a_comment_as_a_code(tmp_path, capsys):
    path = write(tmp_path / "talk.docx", p(marked("One")), comment(0, "Tea"))
    assert main(["import", str(path), "--comments", "--to", str(tmp_path / "out")]) == 0
    assert "Tea" in (tmp_path / "out" / "coded_segments.csv").read_text(encoding="utf-8")
    assert "nobody said which codes there are" in capsys.readouterr().out
