"""Analysts' judgements: joined to who said it and where, refused by row, gone by right."""

from __future__ import annotations

import pytest
from tiny import TALK, TEA, project

from compendium.build.provenance import definition_files
from compendium.intake.evidence import EVIDENCE_FILE
from compendium.intake.take_in import inputs_digest, take_in
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study
from compendium.writers.refi_qda import CaseEntry, CodedSelection, Project, SourceEntry, write_qdpx


def came_in():
    return take_in(open_study("tiny")).tables["evidence"].set_index("evidence_id")


def refused():
    with pytest.raises(DataError) as caught:
        came_in()
    return str(caught.value)


def change(tiny, before, after, times=1):
    path = tiny / EVIDENCE_FILE
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, times), encoding="utf-8")


def added(tiny, row):
    with (tiny / EVIDENCE_FILE).open("a", encoding="utf-8") as file:
        file.write(row + "\n")


def judged(id, source, kind="segment"):
    return f"{id},T1,tiny,{kind},{source},O,supports,1,1,1,,no,AA,2024-04-01,why,synthetic"


def test_a_judgement_on_talk_has_the_speakers_own_area_and_group(tiny):
    row = came_in().loc["E2"]
    assert (row["participant_id"], row["site_id"], row["group"]) == ("Q8", "002", "worker")
    assert row["data_type"] == "interview"


def test_a_judgement_on_a_survey_result_has_the_site_after_its_at_sign(tiny):
    row = came_in().loc["E5"]
    assert (row["participant_id"], row["site_id"], row["group"]) == ("", "001", "")
    assert row["data_type"] == "survey"


@pytest.mark.parametrize("source", ["form/S1@002", "form/trust@001"])
def test_a_topic_or_a_question_names_a_survey_result(tiny, source):
    added(tiny, judged("E9", source, "survey"))
    assert came_in().loc["E9", "site_id"] == source[-3:]


@pytest.mark.parametrize("source", ["waits@002", "referrals/social_worker@002"])
def test_waits_and_referrers_name_a_casework_figure(tiny, source):
    added(tiny, judged("E9", source, "casework"))
    assert came_in().loc["E9", ["site_id", "data_type"]].tolist() == ["002", "casework"]


def test_a_judgement_on_withdrawn_words_goes_without_a_line(tiny):
    intake = take_in(open_study("tiny"))
    assert "E7" not in set(intake.tables["evidence"]["evidence_id"])
    assert not [v for v in intake.quality.table["value"] if "c7" in v]
    assert "c7" not in intake.tables["evidence"].to_csv()


def test_withdrawn_words_without_an_export_go_too(tiny):
    # The interview of c7 was taken out of the project; the judgement still names it.
    write_qdpx(tiny / "raw" / "talk.qdpx", project([t for t in TALK if t[0] != "c7"]))
    assert "E7" not in came_in().index


def test_a_case_name_that_begins_like_a_withdrawn_one_is_nobody_withdrawn(tiny):
    added(tiny, judged("E9", "c77 interview:20-30"))
    assert "row 10 (E9): source_id = 'c77 interview:20-30'" in refused()


def test_a_withdrawn_turn_in_a_focus_group_takes_its_judgement_along(tiny):
    text = "A: Tea.\nB: More tea.\n"
    made = project()
    selections = (CodedSelection(0, 7, ((TEA, "C1"),)), CodedSelection(8, 20, ((TEA, "C1"),)))
    group = SourceEntry("talk together", text, selections, made.sources[0].variables)
    cases = (
        CaseEntry("c1", ("c1 interview",), (("talk together", 0, 7),)),
        CaseEntry("c7", ("c7 interview",), (("talk together", 8, 20),)),
    )
    kept = tuple(c for c in made.cases if c.name not in ("c1", "c7"))
    changed = {"sources": (*made.sources, group), "cases": (*kept, *cases)}
    write_qdpx(tiny / "raw" / "talk.qdpx", Project(**{**vars(made), **changed}))
    added(tiny, judged("E9", "talk together:0-7"))
    added(tiny, judged("E10", "talk together:8-20"))
    found = came_in()
    assert found.loc["E9", "participant_id"] == "Q1"
    assert "E10" not in found.index


def test_without_the_file_there_is_no_evidence(tiny):
    (tiny / EVIDENCE_FILE).unlink()
    assert came_in().empty


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "c1 interview:40-62",
            "c1 interview:40-63",
            "(E1): source_id = 'c1 interview:40-63'",
        ),
        ("form/say@001", "form/say", "after the last @ stands a site, one of 001, 002"),
        ("form/say@001", "form/say@009", "after the last @ stands a site, one of 001, 002"),
        ("form/say@001", "sheet/say@001", "the questionnaires are form"),
        ("form/say@001", "form/nay@001", "form has say, trust, open, S1"),
        ("survey,form/say@001", "casework,delays@001", "casework is written waits@site"),
        ("E1,T1", "E1,T9", "row 2 (E1): cmoc_id = 'T9', but the study has T1, T2"),
        ("T1,tiny", "T1,teeny", "row 2 (E1): study = 'teeny', but the study has tiny"),
        ("AA,2024-04-01", "AA,1.4.2024", "judged_on = '1.4.2024', but a date like 2024-03-31"),
        ("AA,2024-04-01", ",2024-04-01", "row 2: analyst is blank"),
        (",tea every time", ",", "row 2: reason is blank"),
        ("supports,2,1,1,2", "supports,3,1,1,2", "row 2: relevance = '3', but allowed are 0, 1, 2"),
        ("supports,2", "helps,2", "row 2: direction = 'helps'"),
        ("E2,T1", "E1,T1", "evidence_id = 'E1' stands more than once"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_name(tiny, before, after, said):
    change(tiny, before, after)
    assert said in refused()


def test_every_lost_source_is_named_at_once(tiny):
    added(tiny, judged("E9", "nowhere:1-2"))
    added(tiny, judged("E10", "form/nay@009", "survey"))
    text = refused()
    assert "(E9)" in text
    assert text.count("(E10)") == 2  # the site and the topic


def test_real_judgements_are_refused_in_a_git_work_tree(tiny):
    (tiny / ".git").mkdir()
    # The judgement on the words of somebody who withdrew is real; it goes, and is seen first.
    change(tiny, "the only evidence,synthetic", "the only evidence,real")
    with pytest.raises(StudyError, match="inside a git work tree"):
        came_in()


def test_a_changed_judgement_takes_the_study_in_anew(tiny):
    before = inputs_digest(open_study("tiny"))
    change(tiny, "tea every time", "tea most times")
    assert inputs_digest(open_study("tiny")) != before


def test_judgements_tell_what_people_said_and_are_not_hashed_into_what_is_published(tiny):
    hashed = {p.relative_to(tiny).as_posix() for p in definition_files(open_study("tiny"))}
    assert "theory/cmocs.yml" in hashed
    assert EVIDENCE_FILE not in hashed
