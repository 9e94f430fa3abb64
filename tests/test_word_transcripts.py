"""Transcripts as Word files, out and back: differences are shown first, then written."""

from __future__ import annotations

import dataclasses
import re
import zipfile

import pandas as pd
import pytest
from handmade import pack
from never_was import withdraw
from tiny import TALK, WARMTH, project

from compendium.analysis.qualitative import theme_counts
from compendium.cli import main
from compendium.data_package.transcripts import BLACK
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.intake.word_changes import FILE, read_changes
from compendium.problems import DataError, StudyError
from compendium.readers.coded_segments.word_talk import read_talk
from compendium.study_folder import open_study
from compendium.word_transcripts.back import read_transcripts
from compendium.word_transcripts.coded import Coded, codings_by_rule
from compendium.word_transcripts.take_back import take_back
from compendium.word_transcripts.write import file_names, write_transcripts
from compendium.writers.refi_qda import CaseEntry, write_qdpx
from compendium.writers.word_comments import initials


@pytest.fixture
def study(tiny):
    return open_study("tiny")


@pytest.fixture
def files(study):
    """The folder with everybody's coding, written."""
    write_transcripts(study, "union")
    return study.private / "transcripts" / "union"


def worked(path, change=None, text=None):
    """Change the comments of a Word file, as somebody in Word would, or its text."""
    with zipfile.ZipFile(path) as archive:
        held = {n: archive.read(n).decode() for n in archive.namelist()}
    if change:
        held["word/comments.xml"] = change(held["word/comments.xml"])
    if text:
        held["word/document.xml"] = text(held["word/document.xml"])
    pack(path, held)
    return path


def said(was, now):
    """In place of one line of a comment another."""

    def change(xml):
        assert f">{was}<" in xml
        return xml.replace(f">{was}<", f">{now}<", 1)

    return change


def changes(study):
    found = read_changes(study)
    return {(c.change, c.source, c.code, c.coder) for c in found.itertuples()}


def codings(study):
    return set(
        open_tables(study).codings[["segment_id", "code_id", "coder"]].itertuples(index=False)
    )


def test_a_transcript_has_its_words_and_who_coded_what(files):
    talk = read_talk(files / "c1 interview.docx")
    assert talk.text == "Interviewer: Go on.\nShe listened to me.\nThere was tea, always.\n"
    found = [(talk.words(c), c.author, c.text) for c in talk.comments]
    assert found == [
        ("She listened to me.", "C1", "K1.1 Listening\nFeeling > Good"),
        ("She listened to me.", "C2", "K1.1 Listening"),
        ("There was tea, always.", "C1", "K1.2 Tea\nFeeling > Good"),
    ]
    assert talk.head["Pseudonyms"] == "Ann"
    assert talk.head["Area"] == "First"
    assert talk.head["Data"] == "MADE-UP DATA"
    assert talk.head["Coding"] == "union"


def test_the_coding_of_record_is_written_if_nobody_is_named_or_one_coders(study):
    write_transcripts(study)
    write_transcripts(study, "C2", ["c2 interview"])
    folder = study.private / "transcripts"
    record = read_talk(folder / "coding_of_record" / "c2 interview.docx")
    assert {c.author for c in record.comments} == {"C1"}
    assert record.head["Coding"] == "coding of record: C1"
    (own,) = (folder / "C2").iterdir()
    assert [c.text for c in read_talk(own).comments] == ["K2 Papers"]


def test_consensus_writes_what_all_who_read_it_gave(study):
    write_transcripts(study, "consensus", ["c1 interview", "c2 interview"])
    folder = study.private / "transcripts" / "consensus"
    first = read_talk(folder / "c1 interview.docx").comments
    assert [(c.author, c.text.split("\n")[0]) for c in first] == [
        ("C1", "K1.1 Listening"),
        ("C2", "K1.1 Listening"),
        ("C1", "K1.2 Tea"),
    ]
    with pytest.raises(DataError, match="no comments"):
        read_talk(folder / "c2 interview.docx")


def test_files_are_private_and_the_same_every_time(study, files):
    first = {p.name: p.read_bytes() for p in files.iterdir()}
    assert len(first) == 7
    assert {p.stat().st_mode & 0o077 for p in [files, *files.iterdir()]} == {0}
    for path in files.iterdir():
        path.unlink()
    write_transcripts(study, "union")
    assert {p.name: p.read_bytes() for p in files.iterdir()} == first


def test_what_somebody_may_have_worked_in_is_not_written_over(study, files):
    with pytest.raises(StudyError, match="somebody may have coded in there"):
        write_transcripts(study, "union")


@pytest.mark.parametrize(("by", "source"), [("C9", []), ("", ["c9 interview"])])
def test_an_unknown_coder_or_source_is_refused(study, by, source):
    with pytest.raises(StudyError, match=r"name one of C1, C2|it has c1 interview"):
        write_transcripts(study, by, source)


def test_files_as_they_were_written_change_nothing(study, files):
    assert take_back(study, files, {}, confirmed=True) == "tiny: 7 files read back, 0 differences"
    assert not (study.folder / FILE).exists()


def test_a_difference_is_shown_first_and_counts_once_it_is_confirmed(study, files):
    worked(files / "c1 interview.docx", said("K1.2 Tea", "papers; K1"))
    shown = take_back(study, files, {}, confirmed=False)
    for line in (
        "tiny: 7 files read back, 3 differences",
        "  C1, K1.2 Tea: 1 removed",
        "  added   C1, K2 Papers: 'There was tea, always.' [c1 interview:40-62]",
        "Nothing is written yet. If this is right, add --confirm.",
    ):
        assert line in shown.split("\n")
    assert not (study.folder / FILE).exists()
    before = codings(study)
    take_back(study, files, {}, confirmed=True)
    again, place = open_study("tiny"), "c1 interview:40-62"
    assert codings(again) - before == {(place, "K2", "C1"), (place, "K1", "C1")}
    assert before - codings(again) == {(place, "K1.2", "C1")}
    assert take_back(again, files, {}, confirmed=False).endswith("0 differences")


def test_counts_of_themes_are_those_of_the_changed_coding(study, files):
    def people(code):
        found = theme_counts.counts(open_tables(open_study("tiny"))).frame
        return found.loc[found["code_id"] == code, "people"].sum()

    before = people("K2")
    worked(files / "c1 interview.docx", said("K1.2 Tea", "Papers"))
    take_back(study, files, {}, confirmed=True)
    assert people("K2") == before + 1


def test_a_changed_valence_is_a_difference_and_counts(study, files):
    worked(files / "c1 interview.docx", said("Feeling &gt; Good", "bad"))
    shown = take_back(study, files, {}, confirmed=True)
    assert "removed C1, Feeling > Good" in shown
    assert "added   C1, Feeling > Bad" in shown
    data = open_tables(open_study("tiny"))
    valence = data.codings.set_index(["segment_id", "coder"])["valence"]
    assert valence["c1 interview:20-39", "C1"] == -1


def test_a_change_taken_back_again_leaves_nothing_behind(study, files):
    path = files / "c1 interview.docx"
    take_back(study, worked(path, said("K1.2 Tea", "Papers")), {}, confirmed=True)
    assert changes(study) == {
        ("added", "c1 interview", "K2", "C1"),
        ("removed", "c1 interview", "K1.2", "C1"),
    }
    take_back(study, worked(path, said("Papers", "K1.2 Tea")), {}, confirmed=True)
    assert changes(study) == set()


def test_changes_add_up_over_several_times(study, files):
    take_back(study, worked(files / "c1 interview.docx", said("K1.2 Tea", "K2")), {}, True)
    take_back(study, worked(files / "c3 interview.docx", said("K2 Papers", "K1")), {}, True)
    assert len(changes(study)) == 4
    assert read_changes(study)["file"].tolist().count("c3 interview.docx") == 2


def test_a_deleted_comment_is_a_removed_coding_by_its_coder(study, files):
    path = files / "c1 interview.docx"

    def without_second(xml):
        return re.sub('<w:comment w:id="1".*?</w:comment>', "", xml)

    worked(path, without_second, lambda xml: re.sub('<w:comment[^>]* w:id="1"/>', "", xml))
    shown = take_back(study, path, {}, confirmed=True)
    assert "C2, K1.1 Listening: 1 removed" in shown
    assert changes(study) == {("removed", "c1 interview", "K1.1", "C2")}


def test_a_file_of_one_coder_removes_nothing_of_another(study):
    write_transcripts(study, "C2", ["c1 interview"])
    path = study.private / "transcripts" / "C2" / "c1 interview.docx"
    assert take_back(study, path, {}, confirmed=False).endswith("1 file read back, 0 differences")
    worked(path, lambda xml: xml.replace('w:author="C2"', 'w:author="C1"'))
    shown = take_back(study, path, {}, confirmed=False)
    assert "removed C2, K1.1 Listening" in shown
    assert "added" not in shown  # C1 has that coding already


def test_a_name_that_word_gives_has_to_be_somebodys(study, files):
    path = files / "c1 interview.docx"
    worked(path, lambda xml: xml.replace('w:author="C2"', 'w:author="Ann Jones"'))
    with pytest.raises(DataError, match=r"Ann Jones is no coder .* --coder 'Ann Jones=CODER'"):
        take_back(study, path, {}, confirmed=False)
    assert take_back(study, path, {"Ann Jones": "C2"}, False).endswith("0 differences")


def test_changed_words_are_named_with_their_place_and_nothing_is_taken(study, files):
    path = files / "c1 interview.docx"
    worked(path, said("K1.2 Tea", "K2"), lambda xml: xml.replace("tea, always", "tea, often"))
    with pytest.raises(DataError) as error:
        take_back(study, path, {}, confirmed=True)
    (problem,) = error.value.problems
    assert problem.where == "paragraph 3"
    assert "There was tea, often." in problem.what
    assert "There was tea, always." in problem.allowed
    assert not (study.folder / FILE).exists()


def test_a_line_that_was_added_is_named(study, files):
    new = "<w:p><w:r><w:t>New</w:t></w:r></w:p><w:sectPr>"
    path = worked(files / "c1 interview.docx", text=lambda xml: xml.replace("<w:sectPr>", new))
    with pytest.raises(DataError, match="paragraph 5: the words were changed: 'New'"):
        take_back(study, path, {}, confirmed=True)


def test_everything_wrong_with_a_folder_is_told_at_once(study, files):
    worked(files / "c1 interview.docx", said("K1.2 Tea", "K1.9"))
    worked(files / "c2 interview.docx", said("K2 Papers", "K3 Old code"))
    (files / "c3 again.docx").write_bytes((files / "c3 interview.docx").read_bytes())
    worked(files / "c4 interview.docx", text=lambda xml: xml.replace(">c4 interview<", ">c44<"))
    worked(files / "c5 interview.docx", text=lambda xml: xml.replace(">union<", ">nobody<"))
    worked(files / "c6 interview.docx", lambda xml: re.sub("<w:comment .*</w:comment>", "", xml))
    with pytest.raises(DataError) as error:
        take_back(study, files, {}, confirmed=True)
    for text in (
        *("'K1.9' on 'There was tea, always.'", "K3 Old code is retired", "c3 again.docx is"),
        *("no transcript 'c44'", "says 'nobody' for Coding", "c6 interview.docx: it holds no"),
    ):
        assert text in str(error.value)


def test_a_passage_that_is_evidence_keeps_a_code(study, files):
    path = worked(files / "c8 interview.docx", said("K1.2 Tea", "memo: tea"))
    with pytest.raises(DataError, match="c8 interview:20-35 is evidence E2"):
        take_back(study, path, {}, confirmed=True)
    worked(path, said("memo: tea", "K1"))
    take_back(study, path, {}, confirmed=True)
    assert codes_at(open_study("tiny"), "c8 interview:20-35") == ["K1"]


def test_a_quote_that_loses_its_codes_is_named(study, files, tiny):
    head = "segment_id,approved_text,translation_en,approved_by,approved_on,data_origin\n"
    row = "c4 interview:20-40,We post them.,,A,2024-05-01,synthetic\n"
    (tiny / "findings" / "quotes.csv").write_text(head + row, encoding="utf-8")
    path = worked(files / "c4 interview.docx", said("K2 Papers", "memo: so"))
    shown = take_back(open_study("tiny"), path, {}, confirmed=False)
    assert "no code is left on c4 interview:20-40: approved as quotes" in shown


def test_memos_and_answers_are_listed_and_change_nothing(study, files):
    worked(files / "c1 interview.docx", said("K1.2 Tea", "K1.2 Tea\nmemo: a warm pot"))
    worked(files / "c1 interview.docx", said("K1.2 Tea\nmemo: a warm pot", "K1.2: a warm pot"))
    shown = take_back(study, files, {}, confirmed=False)
    assert "0 differences" in shown
    assert "'a warm pot' by C1: kept as a note" in shown


def test_a_change_whose_words_moved_is_not_made_and_noted(study, files, tiny):
    take_back(study, worked(files / "c1 interview.docx", said("K1.2 Tea", "K2")), {}, True)

    def export_with(was, now):
        whole = project()
        first = whole.sources[0]
        other = dataclasses.replace(first, text=first.text.replace(was, now))
        changed = dataclasses.replace(whole, sources=(other, *whole.sources[1:]))
        write_qdpx(tiny / "raw" / "talk.qdpx", changed)
        return open_study("tiny")

    assert codes_at(export_with("Go on", "Go no"), "c1 interview:40-62") == ["K2"]
    other = export_with("tea, always", "pie, always")
    assert take_in(other).quality.counts["word_change_stale"] == 2
    assert codes_at(other, "c1 interview:40-62") == ["K1.2"]


def codes_at(study, segment):
    found = open_tables(study).codings
    return found.loc[found["segment_id"] == segment, "code_id"].tolist()


def test_a_change_the_export_has_by_now_is_noted_and_can_be_taken_back(study, files, tiny):
    path = worked(files / "c4 interview.docx", said("K2 Papers", "K1; K2"))
    take_back(study, path, {}, confirmed=True)
    talk = [
        (case, area, [(p, [*a, WARMTH] if case == "c4" else a, b) for p, a, b in passages])
        for case, area, passages in TALK
    ]
    write_qdpx(tiny / "raw" / "talk.qdpx", project(talk))
    again = open_study("tiny")
    assert take_in(again).quality.counts["word_change_done"] == 1
    take_back(again, worked(path, said("K1; K2", "K2 Papers")), {}, confirmed=True)
    assert changes(again) == {("removed", "c4 interview", "K1", "C1")}
    assert codes_at(open_study("tiny"), "c4 interview:20-40") == ["K2"]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("moved,c1 interview,0,1,K1,C1,x,,synthetic", "moved"),
        ("added,c1 interview,a,1,K1,C1,x,,synthetic", "'a' to '1'"),
        ("added,c1 interview,0,1,K1,C9,x,,synthetic", "'C9'"),
        ("added,c1 interview,0,1,K1,C1,x,,synthetic\n" * 2, "twice"),
    ],
)
def test_a_table_of_changes_that_does_not_fit_stops_the_intake(tiny, row, text):
    head = "change,source,char_start,char_end,code,coder,words_digest,file,data_origin\n"
    (tiny / FILE).write_text(f"{head}{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=text):
        open_tables(open_study("tiny"))


def test_a_change_of_a_source_that_is_gone_is_noted(tiny):
    head = "change,source,char_start,char_end,code,coder,words_digest,file,data_origin\n"
    row = "added,no interview,0,1,K1,C1,x,,synthetic\n"
    (tiny / FILE).write_text(head + row, encoding="utf-8")
    assert take_in(open_study("tiny")).quality.counts["word_change_stale"] == 1


def test_nothing_of_somebody_who_withdrew_is_written_or_taken_back(study, files, tmp_path):
    old = tmp_path / "kept"
    old.mkdir()
    for path in files.iterdir():
        (old / path.name).write_bytes(path.read_bytes())
    withdraw(study, "Q1")
    again = open_study("tiny")
    open_tables(again)
    assert not files.exists()  # what was derived goes
    write_transcripts(again, "union")
    assert "c1 interview.docx" not in {p.name for p in files.iterdir()}
    assert b"She listened to me" not in b"".join(p.read_bytes() for p in files.iterdir())
    with pytest.raises(DataError, match="no transcript 'c1 interview'"):
        take_back(again, old, {}, confirmed=True)


def test_sources_that_differ_in_signs_or_capitals_have_files_of_their_own():
    assert file_names(["a/b", "a:b", "A_b", "../..", "Tŷ"]) == {
        **{"a/b": "a_b.docx", "a:b": "a_b (2).docx", "A_b": "A_b (3).docx"},
        **{"../..": "_.docx", "Tŷ": "Tŷ.docx"},
    }


def test_a_coding_outside_its_text_is_counted_and_neither_written_nor_missed(study):
    data = open_tables(study)
    segments = data.segments.copy()
    segments.loc[segments["segment_id"] == "c3 interview:20-40", "char_end"] = 999
    data = dataclasses.replace(data, segments=segments)
    assert Coded("c3 interview", 20, 999, "K2", "C1") in codings_by_rule(data, "C1")["c3 interview"]
    write_transcripts(study, "C1", ["c3 interview"])
    path = study.private / "transcripts" / "C1" / "c3 interview.docx"
    found = read_transcripts(data, path, {}).differences
    assert [(d.change, d.coded.end) for d in found if d.coded.code == "K2"] == [("added", 40)]


@pytest.fixture
def joint(tiny):
    """A joint interview of two people, and its files, written before one of them withdrew."""
    whole = project()
    stretches = (("c1", ("c1 interview", 20, 39)), ("c2", ("c1 interview", 40, 62)))
    both = tuple(CaseEntry(name, (), (place,)) for name, place in stretches)
    changed = dataclasses.replace(whole, cases=(*both, *whole.cases[2:]))
    write_qdpx(tiny / "raw" / "talk.qdpx", changed)
    return open_study("tiny")


def test_a_joint_interview_is_blacked_out_where_somebody_withdrew(joint, tmp_path):
    write_transcripts(joint, "union", ["c1 interview"])
    path = joint.private / "transcripts" / "union" / "c1 interview.docx"
    old = tmp_path / path.name
    old.write_bytes(path.read_bytes())
    withdraw(joint, "Q2")
    again = open_study("tiny")
    write_transcripts(again, "union", ["c1 interview"])
    text = read_talk(path).text.split("\n")
    assert text[1] == "She listened to me."
    assert set(text[2]) <= {BLACK, " "}
    with pytest.raises(DataError, match="words of somebody who is not in the study any more"):
        take_back(again, old, {}, confirmed=True)


def test_the_commands_write_and_read_back(study, capsys):
    assert main(["transcripts", "tiny", "--by", "C1", "--source", "c3 interview"]) == 0
    folder = study.private / "transcripts" / "C1"
    worked(
        folder / "c3 interview.docx",
        lambda xml: xml.replace('"C1"', '"Ann Jones"').replace(">K2 Papers<", ">K1<"),
    )
    given = ["transcripts", "tiny", "--from", str(folder)]
    assert main(given) == 1
    assert "Ann Jones is no coder" in capsys.readouterr().err
    assert main([*given, "--coder", "Ann Jones"]) == 1
    given += ["--coder", "Ann Jones=C1"]
    assert main(given) == 0
    assert "Nothing is written yet" in capsys.readouterr().out
    assert main([*given, "--confirm"]) == 0
    assert isinstance(pd.read_csv(study.folder / FILE), pd.DataFrame)
    assert initials("Ann Jones") == "AJ"
    assert main(["transcripts", "tiny", "--from", str(folder / "none")]) == 1
