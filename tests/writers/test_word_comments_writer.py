"""Transcripts written as Word files: every character and every comment comes back, same bytes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.problems import Problems
from compendium.readers.coded_segments.code_names import CodeNames
from compendium.readers.coded_segments.word_comments import codings_of, read
from compendium.readers.coded_segments.word_talk import read_talk
from compendium.readers.export import ImportReport
from compendium.theory import Code
from compendium.words import Text
from compendium.writers.word_comments import Remark, Shown, Transcript, write_commented

BOOK = (
    Code("K1", Text("Warmth", "Cynhesrwydd"), ""),
    Code("K1.1", Text("Being <heard> & seen"), "", "K1"),
    Code("K2", Text("Tŷ a theulu"), ""),
)
NAMES = CodeNames(BOOK)
PATHS = ["Warmth", "Warmth > Being <heard> & seen", "Tŷ a theulu"]
CODERS = ["C1", "Ann Jones", "Siân & co"]
HEAD = {"Source": "c1 interview", "Data": "MADE-UP DATA"}

letters = st.text(
    st.one_of(st.sampled_from("ab ŵŷ😀\t\n\n <&:\r\x0b\x00\u2028\u00ad\u2011"), st.characters()),
    max_size=40,
)


@st.composite
def coded_texts(draw):
    """A text as Word shows it, and codings of it: overlapping, nested, of no length, anyhow."""
    text = Shown(draw(letters)).text
    places = st.integers(0, len(text))
    some = st.tuples(places, places, st.sampled_from(PATHS), st.sampled_from(CODERS))
    codings = draw(st.sets(some, max_size=8))
    return text, {(min(a, b), max(a, b), code, coder) for a, b, code, coder in codings}


def remarks(codings):
    """One comment a passage and coder, with a line a code."""
    lines: dict[tuple, list[str]] = {}
    for start, end, path, coder in sorted(codings):
        lines.setdefault((start, end, coder), []).append(NAMES.shown(path))
    return [Remark(*key, tuple(said)) for key, said in lines.items()]


def read_back(path):
    problems, report = Problems(), ImportReport(path.name)
    talk = read_talk(path)
    found, notes = codings_of(talk, NAMES, problems, report)
    assert not problems
    assert not notes
    return talk.text, found


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(coded_texts())
def test_what_is_written_is_read_back_exactly(tmp_path_factory, coded):
    text, codings = coded
    path = tmp_path_factory.mktemp("word") / "talk.docx"
    spare = Remark(0, 0, "C1", ("K1",))  # a file without a comment is refused
    write_commented(path, Transcript("Talk", HEAD, text, [*remarks(codings), spare]))
    again, found = read_back(path)
    assert again == text
    assert set(found) == codings | {(0, 0, "Warmth", "C1")}


@settings(max_examples=150)
@given(letters, st.data())
def test_places_in_the_text_and_as_shown_are_told_from_each_other(text, data):
    shown = Shown(text)
    place = data.draw(st.integers(0, len(shown.text)))
    there = shown.to_text(place)
    assert shown.from_text(there) == place
    assert Shown(text[:there]).text == shown.text[:place]


def test_a_break_of_two_characters_is_one_and_places_behind_it_move():
    shown = Shown("a\r\nb\r\nc")
    assert shown.text == "a\nb\nc"
    assert [shown.to_text(i) for i in range(6)] == [0, 1, 3, 4, 6, 7]
    assert [shown.from_text(i) for i in range(8)] == [0, 1, 1, 2, 3, 3, 4, 5]


def test_what_xml_cannot_hold_is_marked_and_moves_nothing():
    assert Shown("a\x00b\ud800c\rd").text == "a\ufffdb\ufffdc\nd"


def written(folder, *marks, text="She listened.\nTo me."):
    path = folder / "talk.docx"
    write_commented(path, Transcript("Talk", HEAD, text, marks or [Remark(0, 3, "C1", ("K1",))]))
    return path


def test_the_same_transcript_has_the_same_bytes_whatever_the_order(tmp_path):
    some = Remark(0, 3, "C1", ("K1",)), Remark(2, 9, "C2", ("K2",))
    first = written(tmp_path, *some).read_bytes()
    assert written(tmp_path, *some[::-1]).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "talk.docx") as archive:
        assert {i.date_time for i in archive.infolist()} == {(2024, 1, 1, 0, 0, 0)}


def test_a_comment_has_its_coder_and_a_line_a_code(tmp_path):
    path = written(tmp_path, Remark(0, 3, "Ann Jones", ("K1 Warmth", "K2 Tŷ a theulu")))
    (comment,) = read_talk(path).comments
    assert (comment.author, comment.text) == ("Ann Jones", "K1 Warmth\nK2 Tŷ a theulu")
    with zipfile.ZipFile(path) as archive:
        assert b'w:initials="AJ"' in archive.read("word/comments.xml")


def test_a_paragraph_stands_for_each_line_with_its_spaces(tmp_path):
    path = written(tmp_path, text="  two  spaces \n\n\tTŷ bach 😀")
    assert read_talk(path).text == "  two  spaces \n\n\tTŷ bach 😀"


def test_a_comment_outside_the_text_is_our_own_mistake(tmp_path):
    with pytest.raises(AssertionError):
        written(tmp_path, Remark(3, 99, "C1", ("K1",)))


def test_what_is_written_can_be_a_source_by_itself(tmp_path):
    export = read(written(tmp_path), NAMES)
    assert export.texts == {"c1 interview": "She listened.\nTo me."}
    assert export.tables["coded_segments"]["text"].tolist() == ["She"]


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory):
    """Opens a Word file and saves it again, as somebody who works in LibreOffice would."""
    program = shutil.which("libreoffice") or shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not here")
    own = tmp_path_factory.mktemp("office")

    def saved(path):
        command = [program, f"-env:UserInstallation=file://{own}", "--headless"]
        to = path.parent / "saved"
        subprocess.run(
            [*command, "--convert-to", "docx", "--outdir", str(to), str(path)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return to / path.name

    return saved


def test_libreoffice_keeps_every_character_and_comment(tmp_path, libreoffice):
    # But for a coding that begins with the break at the end of a line: LibreOffice 7.4 moves it.
    text = "Interviewer:  Go on.\tYes\nTŷ bach 😀 twt \n\n  double  \u2011spaces\u00ad\nlast\n"
    marks = [
        *(Remark(0, 5, "C1", ("K1",)), Remark(3, 30, "Ann Jones", ("K2", "K1.1"))),
        *(Remark(25, 41, "C1", ("K2",)), Remark(26, 30, "C1", ("K1.1",))),
        Remark(0, len(text), "Siân", ("K1",)),
    ]
    path = written(tmp_path, *marks, text=text)
    before, after = read_back(path), read_back(libreoffice(path))
    assert after[0] == before[0] == text
    assert sorted(after[1]) == sorted(before[1])
