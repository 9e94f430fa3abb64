"""Word documents as paragraphs and cells, made by hand for each way a text can hide."""

from __future__ import annotations

import pytest
from handmade import pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_by_hand import cell, item, level, lists, members, p, pack_document, run, table

from compendium.problems import DataError
from compendium.readers.export import read_export


@pytest.fixture
def read(tmp_path):
    return lambda body, **parts: read_export(pack_document(tmp_path / "t.docx", body, **parts))


def texts(export):
    return export.tables["paragraphs"]["text"].tolist()


def cells(export):
    return export.tables["cells"].to_numpy().tolist()


def test_paragraphs_are_numbered_and_carry_style_and_level(read):
    found = read(p("Theory", "berschrift1") + p() + p("Trust", "Own") + p("said"))
    assert found.tables["paragraphs"].to_numpy().tolist() == [
        [1, "Heading 1", 1, "", "Theory"],
        [2, "My heading", 2, "", "Trust"],
        [3, "Normal", 0, "", "said"],
    ]


def test_a_sentence_cut_into_runs_is_whole(read):
    inner = (
        run("I", "<w:b/>") + '<w:proofErr w:type="spellStart"/>' + run("F parents") + run(" ask")
    )
    assert texts(read(p(inner))) == ["IF parents ask"]


def test_tabs_breaks_hyphens_and_quotes_are_text(read):
    inner = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>‘c’ 1</w:t><w:noBreakHyphen/>"
        "<w:t>2 d</w:t><w:softHyphen/><w:t>e</w:t><w:cr/><w:t>f</w:t></w:r>"
    )
    assert texts(read(p(inner))) == ["a\tb\n‘c’ 1\u20112 de\nf"]


def test_insertions_are_text_deletions_are_not_and_both_are_counted(read):
    found = read(
        p(
            run("A ")
            + f'<w:ins w:author="x">{run("and B")}</w:ins>'
            + '<w:del w:author="x"><w:r><w:delText>or C</w:delText></w:r></w:del>'
            + f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run(' here')}</w:moveTo>"
        )
    )
    assert texts(found) == ["A and B here"]
    assert found.report.guessed == [
        "2 tracked insertions: read as text",
        "2 tracked deletions: left out",
    ]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(read):
    end = "<w:rPr><w:del/></w:rPr>"
    assert texts(read(p("one ", properties=end) + p("two") + p("three", properties=end))) == [
        "one two",
        "three",
    ]


def test_a_row_whose_deletion_is_tracked_is_gone(read):
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('old')}</w:tr>"
    new = f"<w:tr><w:trPr><w:ins/></w:trPr>{cell('new')}</w:tr>"
    found = read(f"<w:tbl>{gone}{new}</w:tbl>")
    assert cells(found) == [[1, 1, 1, "new", 1, 1]]
    assert len(found.report.guessed) == 2


def test_content_controls_and_links_are_text_and_unfilled_ones_are_counted(read):
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    link = f"<w:hyperlink>{run('link')}</w:hyperlink>"
    unfilled = control.format("<w:showingPlcHdr/>", run("Click here"))
    found = read(control.format("", p("block")) + p(link + control.format("", run("!")) + unfilled))
    assert texts(found) == ["block", "link!"]
    assert found.report.lost == ["1 fields of a form that nobody filled in"]


def test_of_a_field_its_result_is_text(read):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    inside = mark.format("begin") + run("hidden") + mark.format("separate") + run("x")
    inner = (
        f"{mark.format('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{inside}"
        f"{mark.format('end')}{mark.format('separate')}{run('result')}{mark.format('end')}"
    )
    simple = f"<w:fldSimple w:instr='PAGE'>{run(' 3')}</w:fldSimple>"
    assert texts(read(p(inner + simple + run(" end")))) == ["result 3 end"]


def test_a_field_that_is_never_closed_hides_no_other_paragraph(read):
    open_field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(read(p(run("a") + open_field) + p("b"))) == ["a", "b"]


BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape>"
    "</w:pict></w:r>"
)


def test_a_text_box_is_read_once_after_its_paragraph(read):
    both = (
        f"<mc:AlternateContent><mc:Choice>{BOX.format(p('in a box'))}</mc:Choice>"
        f"<mc:Fallback>{BOX.format(p('in a box'))}</mc:Fallback></mc:AlternateContent>"
    )
    found = read(p(run("around") + both) + table([cell(p(run("c") + BOX.format(p("d"))))]))
    assert texts(found) == ["around", "in a box"]
    assert cells(found)[0][3] == "c\nd"
    assert found.report.found["text boxes"] == 2


def test_pictures_notes_headers_hidden_text_and_enclosed_documents_are_counted_as_lost(read):
    inner = (
        "<w:r><w:drawing/></w:r><w:r><w:pict><v:rect o:hr='t'/></w:pict></w:r>"
        "<w:r><w:footnoteReference w:id='2'/></w:r>" + run("psst", "<w:vanish/>") + run("kept")
    )
    found = read(p(inner) + "<w:altChunk/>", header=p("Draft 3"), footer=p())
    assert texts(found) == ["kept"]
    assert found.report.lost == [
        "1 pictures or drawings",
        "1 footnotes or endnotes",
        "1 headers or footers",
        "1 stretches of hidden text",
        "1 documents enclosed in this one",
    ]


def test_what_is_struck_out_by_hand_is_text_and_counted(read):
    found = read(p(run("If A", "<w:strike/>") + run(" B", '<w:strike w:val="0"/>')))
    assert (texts(found), found.report.guessed) == (
        ["If A B"],
        ["1 stretches that are struck out: read as text"],
    )


def test_arrows_of_symbol_fonts_are_arrows_and_other_signs_are_marked(read):
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    signs = [("Wingdings", "F0E0"), ("Wingdings", "F04A"), ("Arial", "2192"), ("x", "D800")]
    found = read(p("".join(sign.format(*s) for s in signs)))
    assert texts(found) == ["→\ufffd→\ufffd"]
    assert found.report.lost == ["2 signs of a symbol font, marked \ufffd"]


def test_a_formula_is_its_letters_in_order(read):
    found = read(p("<m:oMath><m:r><m:t>C+M</m:t></m:r><m:r><m:t>=O</m:t></m:r></m:oMath>"))
    assert texts(found) == ["C+M=O"]
    assert found.report.guessed == ["1 formulas: read as their letters in order"]


def test_comments_have_author_text_and_the_place_they_hang_on(read):
    hang = '<w:r><w:commentReference w:id="{}"/></w:r>'
    said = "".join(
        f'<w:comment w:id="{i}" w:author="Ann">{p(f"why {i}?")}</w:comment>' for i in range(3)
    )
    body = p("a") + p(run("b") + hang.format(0)) + table(["x"], [cell(p(hang.format(1)))])
    found = read(body, comments=said)
    assert found.tables["comments"].to_numpy().tolist() == [
        ["Ann", "why 0?", "paragraph 2"],
        ["Ann", "why 1?", "table 1, row 2"],
        ["Ann", "why 2?", ""],
    ]
    assert found.report.found["comments"] == 3


# tables ----------------------------------------------------------------------------------------


def test_the_text_of_merged_cells_stands_once_in_the_first(read):
    down = '<w:vMerge w:val="restart"/>'
    found = read(
        table(
            [cell("wide", '<w:gridSpan w:val="2"/>'), "c"],
            [cell("tall", down), "x", "y"],
            [cell("", "<w:vMerge/>"), "z"],
        )
    )
    assert cells(found) == [
        [1, 1, 1, "wide", 2, 1],
        [1, 1, 3, "c", 1, 1],
        [1, 2, 1, "tall", 1, 2],
        [1, 2, 2, "x", 1, 1],
        [1, 2, 3, "y", 1, 1],
        [1, 3, 2, "z", 1, 1],
    ]


def test_a_nested_table_is_read_after_its_own(read):
    found = read(table([cell(p("host") + table(["inner"]) + p("again"))]) + table(["next"]))
    assert [row[:4] for row in cells(found)] == [
        [1, 1, 1, "host\nagain"],
        [2, 1, 1, "inner"],
        [3, 1, 1, "next"],
    ]


def test_a_row_that_begins_further_right_keeps_its_columns(read):
    short = f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cell("c")}</w:tr>'
    assert cells(read(f"<w:tbl>{short}</w:tbl>"))[0][:4] == [1, 1, 3, "c"]


# lists -----------------------------------------------------------------------------------------


def numbers(export):
    return export.tables["paragraphs"]["list_number"].tolist()


def test_list_numbers_are_as_word_shows_them(read):
    pattern = level(0, "decimal", "IPT%1:") + level(1, "lowerLetter", "%1.%2)")
    body = item("a") + item("b", depth=1) + item("c", depth=1) + item("d") + item("e", depth=1)
    found = read(body, numbering=lists(pattern))
    assert numbers(found) == ["IPT1:", "1.a)", "1.b)", "IPT2:", "2.a)"]
    assert found.tables["paragraphs"]["level"].tolist() == [1, 2, 2, 1, 2]


def test_two_lists_of_one_pattern_count_on_unless_one_restarts(read):
    body = item("a") + item("b", 2) + item("c", 9) + item("d", 9)
    found = read(
        body, numbering=lists(level(0, "upperRoman", "%1."), level(0, "bullet", "•"), restart=True)
    )
    assert numbers(found) == ["I.", "", "I.", "II."]


def test_a_numbered_style_numbers_its_paragraphs_and_a_cell_shows_its_number(read):
    own = (
        '<w:style w:type="paragraph" w:styleId="PT"><w:name w:val="PT"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    pattern = level(0, "decimal", "%1") + level(1, "decimal", "PT%2", start=4, style="PT")
    found = read(p("x", "PT") + table([cell(p("y", "PT"))]), styles=own, numbering=lists(pattern))
    assert numbers(found) == ["PT4"]
    assert cells(found)[0][3] == "PT5 y"


def test_a_number_beyond_reason_is_shown_in_figures(read):
    found = read(item("a"), numbering=lists(level(0, "lowerRoman", "%1", start=999_999)))
    assert numbers(found) == ["999999"]


# what is spoilt --------------------------------------------------------------------------------


def test_an_old_or_protected_document_is_told_by_its_first_bytes(tmp_path):
    (tmp_path / "t.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600)
    with pytest.raises(DataError) as caught:
        read_export(tmp_path / "t.docx")
    assert str(caught.value) == (
        "t.docx: the document is protected by a password, or is an old .doc file. "
        "Save it again as .docx, without a password."
    )


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"word/document.xml": None}, "it has no word/document.xml"),
        ({"word/document.xml": "<workbook/>"}, "its main part has no text"),
        ({"word/document.xml": "<w:document"}, "not well-formed XML"),
        ({"word/styles.xml": "<w:styles"}, "not well-formed XML"),
        ({"word/document.xml": "<!DOCTYPE x [<!ENTITY e 'ee'>]><x>&e;</x>"}, "a document type"),
        ({"../out.xml": "x"}, "leads outside"),
    ],
)
def test_what_is_no_document_is_refused_in_words(tmp_path, changed, complaint):
    kept = {n: c for n, c in (members(p("a")) | changed).items() if c is not None}
    with pytest.raises(DataError, match=complaint):
        read_export(pack(tmp_path / "t.docx", kept))


def test_a_main_part_of_another_name_and_a_strict_document_are_read(tmp_path, read):
    assert texts(read(p("found"), main="document2")) == ["found"]
    strict = {
        name: text.replace(
            "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml"
        )
        for name, text in members(item("a"), numbering=lists(level(0, "decimal", "%1"))).items()
    }
    assert numbers(read_export(pack(tmp_path / "s.docx", strict))) == ["1"]


def test_what_a_document_names_outside_itself_is_not_looked_for(tmp_path):
    kept = members(p("a"))
    name = "word/_rels/document.xml.rels"
    kept[name] = kept[name].replace('Target="styles.xml"', 'Target="../../../etc/passwd"')
    assert texts(read_export(pack(tmp_path / "t.docx", kept))) == ["a"]


words = st.text("abŵ😀\u0301 1&", min_size=1, max_size=9).map(str.strip).filter(bool)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=1, max_size=6))
def test_any_texts_come_back_as_they_were(read, given_texts):
    from xml.sax.saxutils import escape

    assert texts(read("".join(p(run(escape(t))) for t in given_texts))) == given_texts
