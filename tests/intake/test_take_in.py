"""The door in: what is admitted, what is set aside by which rule, what is refused."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import TALK, TEA, project, responses, write_survey, write_tiny

from compendium.intake import store
from compendium.intake.tables import open_tables
from compendium.intake.take_in import ensure, inputs_digest, take_in
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study
from compendium.writers.refi_qda import (
    CaseEntry,
    CodedSelection,
    Project,
    SourceEntry,
    write_qdpx,
)
from compendium.writers.spss import write_sav


def came_in():
    return take_in(open_study("tiny"))


def refused():
    with pytest.raises(DataError) as caught:
        came_in()
    return str(caught.value)


def survey(tiny, change):
    frame = responses()
    changed = change(frame)
    write_survey(tiny / "raw" / "survey.sav", frame if changed is None else changed)


def consent(tiny, before, after):
    path = tiny / "consent.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_two_projects_with_a_source_of_one_name_are_refused(tiny):
    write_qdpx(tiny / "raw" / "more.qdpx", project(TALK[5:7]))
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    talk = text[text.index("  - source: talk") : text.index("  - source: log")]
    more = talk.replace("source: talk", "source: more").replace("talk.qdpx", "more.qdpx")
    path.write_text(text.replace(talk, talk + more), encoding="utf-8")
    with pytest.raises(DataError) as error:
        came_in()
    said = str(error.value)
    for name in ("c6 interview", "c7 interview"):  # of somebody who withdrew, too
        what = f"more.qdpx source {name}: the coding project talk has a source of this name too"
        assert what in " ".join(said.split())


def study_yml(tiny, before, after):
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def talk(tiny, source, cases):
    """The project with one source more, and with these cases instead of those of the same name."""
    made = project()
    named = {c.name for c in cases}
    kept = tuple(c for c in made.cases if c.name not in named)
    changed = {"sources": (*made.sources, source), "cases": (*kept, *cases)}
    write_qdpx(tiny / "raw" / "talk.qdpx", Project(**{**vars(made), **changed}))


def quotes(tiny, segment, words, origin="synthetic"):
    (tiny / "findings" / "quotes.csv").parent.mkdir(exist_ok=True)
    (tiny / "findings" / "quotes.csv").write_text(
        "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin\n"
        f'{segment},"{words}",,me,2024-03-01,tiny,{origin}\n',
        encoding="utf-8",
    )


def noted(intake, rule):
    table = intake.quality.table
    return table[table["rule"] == rule].to_dict("records")


def test_tiny_comes_in_as_worked_by_hand(tiny):
    tables = came_in().tables
    assert tables["participants"]["participant_id"].tolist() == [
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "Q5",
        "Q6",
        "Q8",
    ]
    # Five people who stay, seven columns of items each.
    assert len(tables["answers"]) == 5 * 7
    assert tables["segments"]["participant_id"].tolist().count("Q1") == 2
    assert set(tables["event_participants"]["participant_id"]) == {
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "Q5",
        "Q6",
        "Q8",
    }


def test_missing_codes_are_reasons_and_never_numbers(tiny):
    answers = came_in().tables["answers"].set_index(["participant_id", "item_id", "stage"])
    assert answers.loc[("Q2", "S2", "single"), "missing_reason"] == "prefer_not"
    assert answers.loc[("Q3", "S2", "single"), "missing_reason"] == "not_answered"
    assert answers.loc[("Q3", "S3", "single"), "missing_reason"] == "not_applicable"
    assert answers["value"].dropna().isin([1, 2, 3, 4, 5]).all()
    assert (answers["value"].isna() == (answers["missing_reason"] != "")).all()


def test_what_somebody_typed_stays_even_if_it_says_na(tiny):
    opened = came_in().tables["open_answers"].set_index("participant_id")["text"]
    assert opened.to_dict() == {"Q2": "NA", "Q5": "Diolch, ŵy"}


def test_an_impossible_value_is_set_aside_and_named(tiny):
    survey(tiny, lambda f: f.__setitem__("S1", [7.0, *f["S1"][1:]]))
    intake = came_in()
    (note,) = noted(intake, "out_of_range")
    assert (note["file"], note["where"], note["column"]) == ("survey.sav", "row 1", "S1")
    assert note["value"] == "7, but FIVE allows 1, 2, 3, 4, 5, 98, 99"
    answers = intake.tables["answers"].set_index(["participant_id", "item_id"])
    assert answers.loc[("Q1", "S1"), "missing_reason"] == "out_of_range"


def test_a_response_of_an_unknown_area_is_set_aside_and_named(tiny):
    survey(tiny, lambda f: f.__setitem__("area", ["009", *f["area"][1:]]))
    (note,) = noted(came_in(), "unknown_site")
    assert (note["where"], note["value"]) == ("row 1", "009, but the study has 001, 002")


def test_a_response_of_another_area_than_the_consent_table_says_is_set_aside(tiny):
    survey(tiny, lambda f: f.__setitem__("area", ["002", *f["area"][1:]]))
    intake = came_in()
    assert len(noted(intake, "site_differs")) == 1
    assert "Q1" not in set(intake.tables["answers"]["participant_id"])


def test_a_response_before_the_launch_is_set_aside(tiny):
    early = pd.Timestamp("2024-01-09 23:59:59")
    survey(tiny, lambda f: f.__setitem__("submitted", [early, *f["submitted"][1:]]))
    (note,) = noted(came_in(), "before_launch")
    assert note["where"] == "row 1"


def test_the_first_of_two_responses_with_one_token_is_kept(tiny):
    def again(frame):
        second = frame.iloc[[0]].assign(submitted=pd.Timestamp("2024-02-01"), S1=1.0)
        return pd.concat([second, frame], ignore_index=True)

    survey(tiny, again)
    intake = came_in()
    (note,) = noted(intake, "duplicate")
    assert note["where"] == "row 1"
    answers = intake.tables["answers"].set_index(["participant_id", "item_id"])
    assert answers.loc[("Q1", "S1"), "value"] == 5


def test_a_token_nobody_has_is_left_out_and_counted(tiny):
    survey(tiny, lambda f: f.__setitem__("token", ["t9", *f["token"][1:]]))
    intake = came_in()
    assert intake.consent.left_out["survey.sav"] == 1
    assert len(noted(intake, "not_in_participants")) == 1


def test_a_case_nobody_has_is_left_out_and_counted(tiny):
    consent(tiny, ",c1,", ",x1,")
    intake = came_in()
    assert [n["where"] for n in noted(intake, "case_not_in_participants")] == ["case c1"]
    assert intake.consent.left_out["talk.qdpx cases"] == 1
    assert "c1 interview" not in set(intake.tables["segments"]["event_id"])
    assert "c1 interview" not in set(intake.tables["events"]["event_id"])


def test_a_case_that_is_no_person_takes_nobodys_words_away(tiny):
    made = project()
    office = made.cases[0].__class__("The office", (made.sources[0].name,))
    write_qdpx(
        tiny / "raw" / "talk.qdpx", made.__class__(**{**vars(made), "cases": (*made.cases, office)})
    )
    assert "Q1" not in set(came_in().tables["segments"]["participant_id"])
    text = (tiny / "study.yml").read_text(encoding="utf-8")
    named = text.replace("file: raw/talk.qdpx", "file: raw/talk.qdpx\n    not_people: [The office]")
    (tiny / "study.yml").write_text(named, encoding="utf-8")
    intake = came_in()
    assert "Q1" in set(intake.tables["segments"]["participant_id"])
    assert not noted(intake, "case_not_in_participants")


def test_every_missing_column_is_named_at_once(tiny):
    survey(tiny, lambda f: f.drop(columns=["S1", "T2_now"]))
    text = refused()
    assert "the column S1 (S1) is missing" in text
    assert "the column T2_now (T2) is missing" in text


def test_a_column_that_looks_like_an_identifier_is_refused(tiny):
    survey(tiny, lambda f: f.assign(email="a@b.c"))
    assert "email looks like a real identifier" in refused()


def test_a_column_no_instrument_knows_is_listed_and_not_read(tiny):
    survey(tiny, lambda f: f.assign(Q99=1.0))
    (note,) = noted(came_in(), "unknown_column")
    assert note["column"] == "Q99"


def test_a_damaged_project_is_refused_by_name(tiny):
    path = tiny / "raw" / "talk.qdpx"
    path.write_bytes(path.read_bytes()[:400])
    assert "talk.qdpx: the archive is damaged" in refused()


def test_a_missing_export_is_refused_by_name(tiny):
    (tiny / "raw" / "survey.sav").unlink()
    assert "survey.sav: the file is missing" in refused()


def test_a_coding_with_a_retired_code_is_set_aside_and_named(tiny):
    (note,) = noted(came_in(), "retired_code")
    assert note["where"].startswith("c6 interview:")
    assert note["value"] == "Old code (C1)"


def test_a_coding_with_a_code_the_codebook_lacks_is_set_aside(tiny):
    codebook = tiny / "codebook.yml"
    text = codebook.read_text(encoding="utf-8").replace("en: Papers", "en: Letters")
    codebook.write_text(text, encoding="utf-8")
    assert len(noted(came_in(), "unknown_code")) == 3


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Q2,tiny", "Q1,tiny", "participant_id = 'Q1' stands more than once"),
        ("active,,,yes", "aktive,,,yes", "row 2: consent_status = 'aktive'"),
        ("001,parent,Ann", "009,parent,Ann", "row 2: site_id = '009'"),
        ("001,parent,Ann", "001,aunt,Ann", "row 2: group = 'aunt'"),
        (",t2,", ",t1,", "survey_token = 't1' stands twice"),
        ("synthetic\nQ2", "invented\nQ2", "row 2: data_origin = 'invented'"),
        ("Q1,tiny", "Q1,teeny", "row 2: study = 'teeny', but study.yml has tiny"),
        (
            "t1,c1,active,,",
            "t1,c1,active,,all",
            "row 2: consent_status = 'active' and withdrawal_scope = 'all'",
        ),
        (
            "t1,c1,active,,",
            "t1,c1,active,2024-03-01,",
            "row 2: consent_status = 'active' and withdrawn_on = '2024-03-01'",
        ),
        (
            "t1,c1,active,,",
            "t1,c1,withdrawn,,all",
            "row 2: consent_status = 'withdrawn' and withdrawn_on is blank",
        ),
        (
            "t1,c1,active,,",
            "t1,c1,withdrawn,1/3/2024,all",
            "row 2: withdrawn_on = '1/3/2024', but a date like 2024-03-31 is needed",
        ),
        (
            "t1,c1,active,,",
            "t1,c1,partial,2024-03-01,all",
            "row 2: consent_status = 'partial' and withdrawal_scope = 'all'",
        ),
        ("quote_consent", "quotable", "the column quote_consent is missing"),
        ("Ann,t1", "Ann,,t1", "row 2: the row has 13 cells, but the header has 12"),
    ],
)
def test_a_mistake_in_the_consent_table_is_named(tiny, before, after, said):
    consent(tiny, before, after)
    assert said in refused()


def test_nothing_of_a_person_who_withdrew_is_kept(tiny):
    intake = came_in()
    for name, table in intake.tables.items():
        text = table.to_csv()
        for trace in ("Q7", "c7 interview", "never be seen", "gone", "Gus"):
            assert trace not in text, (name, trace)
    assert "Q7" not in intake.summary()


def test_scope_quotes_only_keeps_answers_and_codings_and_takes_the_words_from_print(tiny):
    quote = "There was tea, always."
    (tiny / "findings" / "quotes.csv").parent.mkdir(exist_ok=True)
    start = project().sources[0].text.index(quote)
    (tiny / "findings" / "quotes.csv").write_text(
        "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin\n"
        f'c1 interview:{start}-{start + len(quote)},"{quote}",,me,2024-03-01,tiny,synthetic\n',
        encoding="utf-8",
    )
    assert came_in().tables["quotes"]["approved_text"].tolist() == [quote]
    consent(tiny, "t1,c1,active,,", "t1,c1,withdrawn,2024-03-01,quotes_only")
    tables = came_in().tables
    assert tables["quotes"].empty
    assert "Q1" in set(tables["answers"]["participant_id"])
    assert "Q1" in set(tables["segments"]["participant_id"])


def test_a_quote_whose_place_is_gone_is_listed_and_not_quoted(tiny):
    (tiny / "findings" / "quotes.csv").write_text(
        "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin\n"
        "c1 interview:900-950,Words,,me,2024-03-01,tiny,synthetic\n",
        encoding="utf-8",
    )
    intake = came_in()
    assert [n["where"] for n in noted(intake, "stale_quote")] == ["c1 interview:900-950"]
    assert intake.tables["quotes"].empty


@pytest.mark.thorough
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gone=st.sets(st.sampled_from(["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q8"])))
def test_whoever_withdraws_leaves_tables_as_if_they_never_were(tiny, gone):
    original = (tiny / "consent.csv").read_text(encoding="utf-8")
    try:
        lines = [
            line.replace("active,,", "withdrawn,2024-03-01,all") if line[:2] in gone else line
            for line in original.splitlines()
        ]
        (tiny / "consent.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        withdrawn = came_in().tables
        kept = [line for line in lines if ",withdrawn,2024-03-01" not in line]
        (tiny / "consent.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
        for name, table in came_in().tables.items():
            if name in ("answers", "open_answers", "participants"):
                pd.testing.assert_frame_equal(table, withdrawn[name])
            assert not gone & set(withdrawn[name].get("participant_id", []))
    finally:
        (tiny / "consent.csv").write_text(original, encoding="utf-8")


def test_each_slice_has_a_hash_that_follows_its_own_rows_alone(tiny):
    def hashes():
        came_in()
        return json.loads((store.tables_folder(open_study("tiny")) / store.HASHES).read_text())

    before = hashes()
    survey(tiny, lambda f: f.__setitem__("S1", [1.0, *f["S1"][1:]]))
    after = hashes()
    assert {k for k in before if before[k] != after[k]} == {"answers/001"}


def test_saved_tables_read_back_as_they_were(tiny):
    intake = came_in()
    tables = open_tables(open_study("tiny"))
    for name in ("participants", "answers", "segments", "codings"):
        saved = intake.tables[name].sort_values(list(intake.tables[name])[:3])
        loaded = getattr(tables, name).sort_values(list(saved)[:3])
        pd.testing.assert_frame_equal(
            loaded.reset_index(drop=True), saved.reset_index(drop=True), check_dtype=True
        )


def test_intake_runs_again_only_when_an_input_changed(tiny):
    study = open_study("tiny")
    ensure(study)
    folder = store.tables_folder(study)
    (folder / "mark").touch()
    ensure(study)
    assert (folder / "mark").exists()
    survey(tiny, lambda f: f.__setitem__("S1", [1.0, *f["S1"][1:]]))
    ensure(study)
    assert not (folder / "mark").exists()


def test_private_is_for_its_owner_alone(tiny):
    came_in()
    assert (open_study("tiny").private.parent.stat().st_mode & 0o777) == 0o700


def test_a_table_says_its_shape_and_never_its_rows(tiny):
    assert repr(open_tables(open_study("tiny"), "001")).startswith("Tables(tiny, site 001; ")
    assert "Q1" not in repr(open_tables(open_study("tiny"), "001"))


def test_a_site_sees_its_own_answers_and_everyones_talk(tiny):
    tables = open_tables(open_study("tiny"), "002")
    assert set(tables.answers["site_id"]) == {"002"}
    assert set(tables.segments["site_id"]) == {"001", "002"}


def test_real_data_inside_a_git_work_tree_are_refused(tiny):
    (tiny.parents[1] / ".git").mkdir()
    came_in()
    survey(tiny, lambda f: f.assign(data_origin="real"))
    with pytest.raises(StudyError, match="inside a git work tree"):
        came_in()


def test_talk_of_an_unknown_speaker_belongs_to_nobody(tiny):
    made = project()
    shared_source = made.sources[0]
    cases = (
        made.cases[1].__class__("c1", (shared_source.name,)),
        made.cases[1].__class__("c2", (shared_source.name, made.sources[1].name)),
        *made.cases[2:],
    )
    write_qdpx(tiny / "raw" / "talk.qdpx", made.__class__(**{**vars(made), "cases": cases}))
    segments = came_in().tables["segments"]
    mine = segments[segments["event_id"] == shared_source.name]
    assert mine["participant_id"].tolist() == ["", ""]


def together(*stretches, coded):
    """An interview of c5 and c7: stretches cases refer to, and what was coded."""
    variables = (
        ("Area", "002"),
        ("Method", "interview"),
        ("Round", "R1"),
        ("Date", "2024-02-01"),
        ("Language", "en"),
        ("Data origin", "synthetic"),
    )
    places = {*stretches, *coded}
    selections = tuple(
        CodedSelection(a, b, (((TEA, "C1"),) if (a, b) in coded else ())) for a, b in sorted(places)
    )
    return SourceEntry(
        "both", "Eve speaks here. Gus speaks there. Who said this?", selections, variables
    )


def kept_of_both(intake):
    segments = intake.tables["segments"]
    return segments.loc[segments["event_id"] == "both", "segment_id"].tolist()


def test_a_segment_that_overlaps_talk_of_someone_who_withdrew_goes(tiny):
    source = together((0, 17), (17, 34), coded=[(0, 16), (10, 25), (17, 34), (35, 49)])
    cases = [
        CaseEntry("c5", ("c5 interview",), (("both", 0, 17),)),
        CaseEntry("c7", ("c7 interview",), (("both", 17, 34),)),
    ]
    talk(tiny, source, cases)
    # 10-25 lies across both; 0-16 is Eve's; 35-49 is nobody's, and no one withdrew the whole.
    assert kept_of_both(came_in()) == ["both:0-16", "both:35-49"]


def test_talk_inside_somebody_elses_stretch_goes_where_it_overlaps_theirs(tiny):
    source = together((0, 49), (17, 34), coded=[(0, 16), (10, 25), (20, 30)])
    cases = [
        CaseEntry("c5", ("c5 interview",), (("both", 0, 49),)),
        CaseEntry("c7", ("c7 interview",), (("both", 17, 34),)),
    ]
    talk(tiny, source, cases)
    assert kept_of_both(came_in()) == ["both:0-16"]


def test_talk_of_nobody_known_in_a_joint_interview_goes_with_who_withdrew(tiny):
    source = together((0, 16), coded=[(0, 16), (17, 34), (35, 49)])
    cases = [
        CaseEntry("c5", ("c5 interview", "both"), (("both", 0, 16),)),
        CaseEntry("c7", ("c7 interview", "both")),
    ]
    talk(tiny, source, cases)
    intake = came_in()
    assert kept_of_both(intake) == ["both:0-16"]
    assert set(intake.tables["codings"]["segment_id"]) >= {"both:0-16"}
    assert "both:17-34" not in intake.tables["codings"].to_csv()


def test_a_withdrawal_that_matches_nothing_is_noted_by_row_alone(tiny):
    consent(tiny, "Gus,t7,c7", "Gus,t77,c77")
    notes = noted(came_in(), "withdrawn_matches_nothing")
    assert {(n["file"], n["where"], n["value"]) for n in notes} == {("consent.csv", "row 8", "")}
    assert [n["column"] for n in notes] == ["case_name", "survey_token"]


def test_each_key_of_a_withdrawal_is_looked_for(tiny):
    consent(tiny, "Gus,t7,c7", "Gus,t77,c7")
    (note,) = noted(came_in(), "withdrawn_matches_nothing")
    assert (note["where"], note["column"], note["value"]) == ("row 8", "survey_token", "")


def test_a_withdrawal_without_keys_has_nothing_to_look_for(tiny):
    consent(tiny, "Gus,t7,c7", "Gus,,")
    assert noted(came_in(), "withdrawn_matches_nothing") == []


def test_spaces_around_a_token_in_the_consent_table_hide_nobody(tiny):
    consent(tiny, "Gus,t7,c7", "Gus, t7,c7 ")
    intake = came_in()
    assert noted(intake, "not_in_participants") == noted(intake, "case_not_in_participants") == []


def test_scope_future_contact_only_keeps_everything(tiny):
    before = came_in().tables
    consent(tiny, "t1,c1,active,,", "t1,c1,withdrawn,2024-03-01,future_contact_only")
    for name, table in came_in().tables.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_a_withdrawal_with_a_blank_scope_means_all(tiny):
    consent(tiny, "t1,c1,active,,", "t1,c1,withdrawn,2024-03-01,")
    assert "Q1" not in came_in().tables["participants"].to_csv()


def test_partial_consent_may_keep_words_from_print(tiny):
    quotes(tiny, "c1 interview:20-39", "She listened to me.")
    assert len(came_in().tables["quotes"]) == 1
    consent(tiny, "t1,c1,active,,", "t1,c1,partial,2024-03-01,quotes_only")
    assert came_in().tables["quotes"].empty


def real_responses(tiny):
    study_yml(tiny, "data_origin: data_origin}", "data_origin: made_by}")
    survey(tiny, lambda f: f.drop(columns="data_origin").assign(made_by="real"))


def real_response_of_nobody(tiny):
    survey(tiny, lambda f: f.assign(token="x", data_origin="real"))


def real_talk(tiny):
    made = project()
    sources = [
        SourceEntry(s.name, s.text, s.selections, (*s.variables[:-1], ("Source of it", "real")))
        for s in made.sources
    ]
    write_qdpx(tiny / "raw" / "talk.qdpx", Project(**{**vars(made), "sources": tuple(sources)}))
    study_yml(tiny, "data_origin: Data origin}", "data_origin: Source of it}")


def real_person(tiny):
    consent(tiny, "active,,,yes,synthetic", "active,,,yes,real")


def real_quote(tiny):
    quotes(tiny, "c1 interview:20-39", "She listened to me.", origin="real")


@pytest.mark.parametrize(
    "real", [real_responses, real_response_of_nobody, real_talk, real_person, real_quote]
)
def test_real_data_are_refused_wherever_they_stand(tiny, real):
    real(tiny)
    came_in()
    (tiny / ".git").mkdir()
    (saved := store.tables_folder(open_study("tiny")) / store.INPUTS).unlink()
    with pytest.raises(StudyError, match="inside a git work tree"):
        came_in()
    assert not saved.exists()


def test_the_digest_of_inputs_sees_files_below_a_folder_called_synthetic(tmp_path, monkeypatch):
    folder = write_tiny(tmp_path / "synthetic")
    monkeypatch.setenv("COMPENDIUM_DATA", str(folder.parent))
    before = inputs_digest(open_study("tiny"))
    consent(folder, "quote_consent,", "quote_consent,note,")
    assert inputs_digest(open_study("tiny")) != before


def test_the_digest_of_inputs_leaves_out_how_the_data_were_made(tiny):
    before = inputs_digest(open_study("tiny"))
    (tiny / "synthetic").mkdir()
    (tiny / "synthetic" / "recipe.yml").write_text("n: 8\n", encoding="utf-8")
    assert inputs_digest(open_study("tiny")) == before


def test_a_respondent_whom_the_questionnaire_is_not_for_is_set_aside(tiny):
    consent(tiny, "Q1,tiny,001,parent", "Q1,tiny,001,worker")
    intake = came_in()
    (note,) = noted(intake, "group_differs")
    assert (note["where"], note["value"]) == ("row 1", "worker, but form is for parent")
    assert "Q1" not in set(intake.tables["answers"]["participant_id"])


def test_an_interview_in_another_area_than_the_persons_is_noted_and_kept(tiny):
    made = project([(c, "002" if c == "c4" else a, p) for c, a, p in TALK])
    write_qdpx(tiny / "raw" / "talk.qdpx", made)
    intake = came_in()
    (note,) = noted(intake, "event_elsewhere")
    assert (note["where"], note["column"]) == ("source c4 interview", "Area")
    assert note["value"] == "002, but the consent table says 001"
    assert "Q4" in set(intake.tables["segments"]["participant_id"])


def test_tokens_areas_and_open_answers_may_be_numbers(tiny):
    text = (tiny / "consent.csv").read_text(encoding="utf-8")
    for number in range(1, 8):
        text = text.replace(f",t{number},", f",{number},")
    (tiny / "consent.csv").write_text(text, encoding="utf-8")
    survey(tiny, lambda f: f.assign(token=[1.0, 2.0, 3.0, 5.0, 6.0, 7.0], O1=[None] * 5 + [4.0]))
    intake = came_in()
    assert set(intake.tables["answers"]["participant_id"]) == {"Q1", "Q2", "Q3", "Q5", "Q6"}
    assert intake.tables["open_answers"].empty


def test_dates_as_text_are_read_by_the_format_the_study_names(tiny):
    study_yml(tiny, "launched_on:", 'date_format: "%d/%m/%Y"\n    launched_on:')
    days = ["15/01/2024", "09/01/2024", "16/01/2024", "02/02/2024", "11/01/2024", "12/01/2024"]
    survey(tiny, lambda f: f.assign(submitted=days))
    (note,) = noted(came_in(), "before_launch")
    assert (note["where"], note["value"]) == ("row 2", "2024-01-09 00:00:00")


def test_dates_as_text_are_iso_where_no_format_is_named(tiny):
    survey(tiny, lambda f: f.assign(submitted=["2024-01-09 23:30", *["2024-01-11T10:00Z"] * 5]))
    assert [n["where"] for n in noted(came_in(), "before_launch")] == ["row 1"]


def test_every_date_that_cannot_be_read_is_named_at_once(tiny):
    days = ["15/01/2024", "2024-01-15", "soon", "", "2024-01-15", "never"]
    survey(tiny, lambda f: f.assign(submitted=days))
    text = refused()
    # Row 4 says nothing, and row 6 withdrew: neither is named.
    assert len(text.splitlines()) == 2
    assert "survey.sav row 1: submitted = '15/01/2024', but a date like 2024-03-31" in text
    assert "survey.sav row 3: submitted = 'soon'" in text


def test_a_number_is_no_date(tiny):
    survey(tiny, lambda f: f.assign(submitted=45000.0))
    assert "row 1: submitted = '45000', but a date" in refused()


def test_the_first_response_is_the_earliest_and_not_the_first_in_the_alphabet(tiny):
    def twice(frame):
        both = pd.concat([frame.iloc[[0]].assign(S1=1.0), frame], ignore_index=True)
        return both.assign(submitted=["2/2/2024", "11/1/2024", *["20/1/2024"] * 5])

    study_yml(tiny, "launched_on:", "date_format: '%d/%m/%Y'\n    launched_on:")
    survey(tiny, twice)
    intake = came_in()
    assert [n["where"] for n in noted(intake, "duplicate")] == ["row 1"]
    answers = intake.tables["answers"].set_index(["participant_id", "item_id"])
    assert answers.loc[("Q1", "S1"), "value"] == 5


def test_a_word_where_a_number_belongs_is_no_answer_of_the_scale(tiny):
    frame = responses().assign(S1=["perhaps", "4", "2", "3", "1", "5"])
    write_sav(tiny / "raw" / "survey.sav", frame, {}, {}, {}, "Tiny, made up")
    intake = came_in()
    (note,) = noted(intake, "out_of_range")
    assert note["value"].startswith("perhaps, but FIVE allows 1 (Strongly disagree), 2 (Dis")
    answers = intake.tables["answers"].set_index(["participant_id", "item_id"])
    assert answers.loc[("Q1", "S1"), "missing_reason"] == "out_of_range"
    assert answers.loc[("Q2", "S1"), "value"] == 4


def longer_form(tiny):
    """Five more items of the topic, so that ten answers can be given."""
    path = tiny / "instruments" / "form.yml"
    more = "".join(
        f"  - {{item_id: S{n}, construct: say, scale: FIVE, wording: {{en: W, cy: W}}}}\n"
        for n in range(4, 9)
    )
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    study_yml(tiny, '"3": 2}', '"8": 2}')


@pytest.mark.parametrize(
    ("last", "flagged"), [([4, 4], True), ([4, 98], True), ([98, 98], True), ([98, 3], False)]
)
def test_missing_codes_neither_make_nor_break_a_straight_line(tiny, last, flagged):
    longer_form(tiny)

    def change(frame):
        frame = frame.assign(**{f"S{n}": 1.0 for n in range(4, 9)})
        items = ["S1", "S2", "S3", "T1_before", "T2_before", "T1_now", "T2_now"]
        frame[[*items, "S4", "S5", "S6"]] = frame[[*items, "S4", "S5", "S6"]].astype("float64")
        frame.loc[0, [*items, "S4", "S5", "S6"]] = 4.0
        frame.loc[0, ["S7", "S8"]] = [float(v) for v in last]
        return frame

    survey(tiny, change)
    assert [n["where"] for n in noted(came_in(), "straight_line")] == ["row 1"] * flagged


def test_ten_missing_codes_are_no_straight_line(tiny):
    longer_form(tiny)

    def change(frame):
        frame = frame.assign(**{f"S{n}": 98.0 for n in range(1, 9)})
        return frame.assign(T1_before=98.0, T2_before=98.0, T1_now=98.0, T2_now=98.0)

    survey(tiny, change)
    assert noted(came_in(), "straight_line") == []


def test_a_project_that_maps_only_area_and_origin_comes_in(tiny):
    text = (tiny / "study.yml").read_text(encoding="utf-8")
    long = "{site: Area, method: Method, round: Round, date: Date, language: Language, "
    (tiny / "study.yml").write_text(text.replace(long, "{site: Area, "), encoding="utf-8")
    tables = came_in().tables
    assert set(tables["events"]["method"]) == set(tables["segments"]["lang"]) == {""}
