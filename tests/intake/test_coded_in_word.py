"""A study whose interviews come from Word alone counts what the same coding project counts."""

from __future__ import annotations

import pandas as pd
import pytest
from coded_in_word import comment, marked, p, table, write
from tiny import project

from compendium.build.sweep.spoken import GONE, spoken
from compendium.cli import main
from compendium.data_package.transcripts import transcripts
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study
from compendium.writers.word_comments import Remark, Transcript, write_commented


def in_word(folder):
    """The tiny interviews as a folder of Word files in place of the coding project."""
    whole = project()
    people = {s: c.name for c in whole.cases for s in c.sources}
    for source in whole.sources:
        head = {
            "Source": source.name,
            "Participants": people[source.name],
            **dict(source.variables),
        }
        lines: dict[tuple, list[str]] = {}
        for selection in source.selections:
            for path, coder in selection.codings:
                key = selection.start, selection.end, coder
                lines.setdefault(key, []).append(path[-1] if path[0] != "Feeling" else path[1])
        remarks = [Remark(*key, tuple(said)) for key, said in lines.items()]
        path = folder / "raw" / "talk" / f"{source.name}.docx"
        write_commented(path, Transcript("Talk", head, source.text, remarks))
    (folder / "raw" / "talk.qdpx").unlink()
    retell(folder, "raw/talk.qdpx", "raw/talk")


def retell(folder, was, now):
    path = folder / "study.yml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now), encoding="utf-8")


@pytest.fixture
def worded(tiny):
    """What the coding project comes to, then the study with Word files in its place."""
    before = open_tables(open_study("tiny"))
    in_word(tiny)
    return before, open_study("tiny")


@pytest.mark.parametrize("name", ["participants", "events", "event_participants", "segments"])
def test_every_table_is_the_coding_projects(worded, name):
    before, study = worded
    pd.testing.assert_frame_equal(getattr(open_tables(study), name), getattr(before, name))


def test_every_coding_is_the_coding_projects(worded):
    before, study = worded
    key = ["segment_id", "code_id", "coder"]
    found = [d.codings.sort_values(key, ignore_index=True) for d in (open_tables(study), before)]
    pd.testing.assert_frame_equal(*found)


def test_reports_are_built_of_them(worded, capsys):
    _, study = worded
    every = "reports: [cross_site, site_report, survey_methods]"
    retell(study.folder, "reports: [site_report]", every)
    assert main(["build", "--study", "tiny"]) == 0, capsys.readouterr().err


def test_words_of_who_withdrew_are_looked_for(worded):
    _, study = worded
    gone = " ".join(text for text, _ in spoken(study).words[GONE])
    assert "This must never be seen anywhere." in gone
    assert "This must" not in str(transcripts(open_tables(study))[0])


def test_in_a_group_words_of_who_withdrew_and_of_nobody_known_go(tiny):
    in_word(tiny)
    lines = ["Interviewer: Go.", "c5: I stayed.", "c7: A secret.", "And more of it.", "c77: Too."]
    head = [["Source", "group"], ["Participants", "c5; c7"], ["Area", "002"], ["Date", "x"]]
    head += [["Method", "focus_group"], ["Round", "R1"], ["Language", "en"]]
    head += [["Data origin", "synthetic"]]
    body = "".join(p(marked(line, number)) for number, line in enumerate(lines))
    notes = "".join(comment(number, "Papers") for number in range(len(lines)))
    write(tiny / "raw" / "talk" / "group.docx", table(*head) + body, notes)
    data = open_tables(open_study("tiny"))
    own = data.segments[data.segments["event_id"] == "group"]
    assert own[["text", "participant_id"]].values.tolist() == [["c5: I stayed.", "Q5"]]
    text = transcripts(data)[0]["group"]
    assert "I stayed." in text
    assert not {"secret", "more", "Too"} & set(text.replace(".", "").split())


def test_the_export_is_in_the_record_by_its_name_and_changes_with_any_file(worded):
    _, study = worded

    def record():
        take_in(study)
        table = pd.read_csv(study.private / "tables" / "exports.csv", dtype="str")
        return table.set_index("source").loc["talk"]

    first = record()
    assert first["export"] == "raw/talk"
    path = study.folder / "raw" / "talk" / "c1 interview.docx"
    path.write_bytes((study.folder / "raw" / "talk" / "c1 interview.docx").read_bytes() + b"\0")
    assert record()["digest"] != first["digest"]


def test_an_author_may_be_told_to_be_a_coder(tiny):
    in_word(tiny)
    head = [["Source", "c3 interview"], ["Participants", "c3"], ["Area", "001"]]
    head += [["Method", "interview"], ["Round", "R1"], ["Date", "x"], ["Language", "en"]]
    head += [["Data origin", "synthetic"]]
    path = tiny / "raw" / "talk" / "c3 interview.docx"
    write(path, table(*head) + p(marked("It was long.")), comment(0, "Papers", "Ann Jones"))
    retell(tiny, "file: raw/talk\n", "file: raw/talk\n    values: {coder: {Ann Jones: C2}}\n")
    codings = open_tables(open_study("tiny")).codings
    own = codings[codings["segment_id"] == "c3 interview:0-12"]
    assert own[["code_id", "coder"]].values.tolist() == [["K2", "C2"]]


def test_a_name_may_be_no_coder_but_the_studys(tiny):
    retell(tiny, "talk.qdpx\n", "talk.qdpx\n    values: {coder: {Ann Jones: C7}}\n")
    with pytest.raises(StudyError, match="C7"):
        open_study("tiny")


def test_an_unknown_code_stops_the_intake_with_its_place(tiny):
    in_word(tiny)
    write(tiny / "raw" / "talk" / "c3 interview.docx", p(marked("One")), comment(0, "K9"))
    with pytest.raises(DataError, match=r"c3 interview\.docx paragraph 1: C1 wrote 'K9' on 'One'"):
        open_tables(open_study("tiny"))


def test_one_file_may_be_a_source(tiny):
    in_word(tiny)
    folder = tiny / "raw" / "talk"
    (folder / "c4 interview.docx").rename(tiny / "raw" / "one.docx")
    retell(tiny, "raw/talk", "raw/one.docx")
    evidence = tiny / "theory" / "evidence.csv"
    head = evidence.read_text(encoding="utf-8").splitlines()[0]
    evidence.write_text(f"{head}\n", encoding="utf-8")
    assert open_tables(open_study("tiny")).events["event_id"].tolist() == ["c4 interview"]


def test_a_folder_that_is_not_there_is_said(tiny):
    retell(tiny, "raw/talk.qdpx", "raw/nothing")
    with pytest.raises(DataError, match="nothing"):
        open_tables(open_study("tiny"))
