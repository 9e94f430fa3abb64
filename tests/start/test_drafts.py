"""What is drafted from files, and what is left to a person."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny import project, responses, write_survey

from compendium.intake.source_export import source_export
from compendium.intake.take_in import take_in
from compendium.problems import CompendiumError, DataError, StudyError
from compendium.start.begin import begin
from compendium.start.people import Declared
from compendium.start.questionnaire import Taken, questionnaire
from compendium.start.roles import Roles, date_formats, roles_of
from compendium.start.scales import scale_of
from compendium.start.variables import Variable
from compendium.start.wording import against, reversed_among
from compendium.study_folder import open_study
from compendium.synthetic.first_files.write import write_first_files
from compendium.writers.refi_qda import write_qdpx

SIGNED = Declared("A. Nalyst", "2024-04-02")


def column(cells, name="q1", wording="", labels=None, missing=()):
    return Variable(name, wording or name, pd.Series(cells, dtype="str"), labels or {}, missing)


def options(scale):
    return [(o.value, o.en, o.cy, o.missing) for o in scale.options]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The tutorial's raw files."""
    folder = tmp_path_factory.mktemp("lantern") / "files"
    write_first_files(folder)
    return folder


@pytest.fixture
def lantern(files, tmp_path, monkeypatch):
    """The folder of a study that was drafted from them, consent declared."""
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    return begin([files], "lantern", tmp_path / "data", declared=SIGNED).folder


# --- scales

LABELS = {"1": "Disagree", "2": "Neither agree nor disagree", "3": "Agree", "9": "Don't know"}


def test_a_labelled_code_outside_the_answers_that_says_nothing_is_missing():
    scale = scale_of(column(["1", "3", "9"], labels=LABELS))
    assert (scale.kind, scale.ladder, scale.falls) == ("agreement", "AGREE", False)
    assert options(scale)[-1] == (9, "Don't know", "", "not_answered")


def test_codes_that_fall_are_listed_from_the_least_agreement_and_said_to_fall():
    scale = scale_of(column(["1", "2"], labels={"1": "Agree", "2": "Neither", "3": "Disagree"}))
    assert [o.value for o in scale.options] == [3, 2, 1]
    assert scale.falls


def test_what_the_file_declares_missing_is_no_answer_even_without_a_label():
    scale = scale_of(column(["1", "2", "7"], labels={"1": "red", "2": "blue"}, missing=((7, 8),)))
    assert options(scale)[-1] == (7, "Missing (7)", "", "not_answered")
    assert scale.kind == "choice"


def test_answers_between_two_labelled_ends_are_answers():
    scale = scale_of(column(["0", "4", "10"], labels={"0": "Not at all", "10": "Completely"}))
    assert [o.value for o in scale.options] == list(range(11))
    assert [o.en for o in scale.options][3:5] == ["3", "4"]
    assert scale.guess


def test_words_are_ordered_by_what_they_mean_and_welsh_stands_beside_english():
    cells = ["Agree", "Cytuno", "Anghytuno", "Strongly agree", "Gwell gen i beidio â dweud"]
    assert options(scale_of(column(cells))) == [
        (1, "Anghytuno", "", ""),
        (2, "Agree", "Cytuno", ""),
        (3, "Strongly agree", "", ""),
        (93, "Gwell gen i beidio â dweud", "", "prefer_not"),
    ]


def test_an_answer_that_only_another_question_got_is_an_option_too():
    one, other = column(["Often", "Always"]), column(["Never", "Often"], "q2")
    assert [o.en for o in scale_of(one, [one, other]).options] == ["Never", "Often", "Always"]


@pytest.mark.parametrize(
    ("wording", "numbers", "kind"),
    [
        ("I was heard", range(1, 6), "agreement"),
        ("How many meetings were there?", range(1, 6), None),
        ("I was heard", range(0, 12), None),
        ("I was heard", (1, 2), None),
    ],
)
def test_bare_numbers_are_a_scale_only_where_nothing_is_counted(wording, numbers, kind):
    scale = scale_of(column([str(n) for n in numbers], wording=wording))
    assert (scale.kind if scale else None) == kind


# --- wording


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("The staff were slow in responding", "slow"),
        ("There was too much noise in the rooms", "too much"),
        ("My concerns were dealt with in an efficient manner", ""),
        ("I was not ignored", ""),
        ("They didn't come", "didn't"),
    ],
)
def test_a_statement_is_turned_by_its_words(wording, found):
    assert against(wording) == found


def test_where_most_statements_are_adverse_none_is_turned():
    assert reversed_among(["I was ignored", "I was slow", "I was heard"]) == ["", "", ""]


def test_a_falling_scale_turns_what_is_not_worded_the_other_way():
    labels = {"1": "Agree", "2": "Neither", "3": "Disagree"}
    asked = [
        column(["1"], f"v{n}", w, labels)
        for n, w in enumerate(["I was heard", "It was slow", "I spoke"])
    ]
    form = questionnaire("v", "v.sav", asked, Roles(), Taken())
    assert [(i.item_id, i.reversed) for i in form.items] == [
        ("v0", True),
        ("v1", False),
        ("v2", True),
    ]


@pytest.mark.parametrize(("before", "now"), [("_before", "_now"), ("_Before", "_Now")])
def test_a_question_asked_of_two_times_is_one_question(before, now):
    labels = {"1": "Disagree", "2": "Neither", "3": "Agree"}
    asked = [column(["1", "3"], f"T1{end}", "I had a say", labels) for end in (before, now)]
    form = questionnaire("v", "v.sav", asked, Roles(), Taken())
    assert [(i.item_id, i.stages) for i in form.items] == [("T1", ("before", "now"))]
    assert form.stage_suffix == {"before": before, "now": now}


# --- columns


def test_dates_are_told_by_the_way_that_fits_all_of_them():
    assert date_formats(["03/04/2024 10:00", "28/04/2024 09:30"]) == ["%d/%m/%Y %H:%M"]
    roles = roles_of([column(["03/04/2024", "05/06/2024"], "Submitted")], {}, "x.csv")
    assert (roles.date_format, len(roles.asked)) == ("%d/%m/%Y", 1)


def test_a_column_that_is_named_is_taken_over_one_that_is_recognised():
    variables = [column(["a", "b"], "Token"), column(["c", "d"], "Code")]
    assert roles_of(variables, {}, "").columns == {"person": "Token"}
    assert roles_of(variables, {"person": "Code"}, "").columns == {"person": "Code"}


# --- whole studies


def test_a_draft_is_a_study_that_comes_in_whole(lantern):
    study = open_study("lantern")
    taken = take_in(study)
    assert [s.site_id for s in study.sites] == ["Northbank", "Southgate"]
    assert {g.group: g.singular.en for g in study.groups} == {
        "care_leaver": "care leaver",
        "personal_adviser": "personal adviser",
    }
    reversed_items = [i.item_id for form in study.instruments for i in form.items if i.reversed]
    assert reversed_items == ["LIS3", "KNO3", "Q2"]
    assert study.header.coding.coders == ("C1",)
    assert [s.pt_id for s in study.statements] == ["PT1", "PT2"]
    assert [c.cmoc_id for c in study.cmocs] == ["C1", "C2"]
    # 64 care leavers and 22 advisers; 14 of the 15 who were interviewed have their token's id.
    assert len(taken.tables["participants"]) == 86
    assert int(taken.tables["participants"]["interviewed"].sum()) == 14
    assert sorted(taken.quality.table["rule"]) == ["case_not_in_participants"]


def test_every_guess_stands_in_a_file_and_in_the_list(lantern):
    text = (lantern / "instruments" / "care_leavers.yml").read_text("utf-8")
    assert "# guess: worded the other way (too slow)" in text
    listed = (lantern / "to-do.md").read_text("utf-8")
    assert "LIS3 (too slow), KNO3 (unsure)" in listed
    assert "theory/cmocs.draft.yml: 1 of 3 from theory.docx are not whole" in listed
    assert "1 cases are like somebody's token" in listed


def test_who_declares_consent_stands_in_every_row_and_nobody_may_be_quoted(lantern):
    table = pd.read_csv(lantern / "consent.csv", dtype="str", keep_default_na=False)
    assert set(table["declared_by"]) == {"A. Nalyst"}
    assert set(table["consent_status"]) == {"active"}
    assert set(table["quote_consent"]) == {"no"}


def test_nobody_comes_in_until_somebody_answers_for_consent(files, tmp_path, monkeypatch):
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    folder = begin([files], "lantern", tmp_path / "data").folder
    tables = take_in(open_study("lantern")).tables
    empty = ("participants", "answers", "open_answers", "segments", "codings", "events")
    assert {name: len(tables[name]) for name in empty} == dict.fromkeys(empty, 0)
    draft = pd.read_csv(folder / "consent.draft.csv", dtype="str", keep_default_na=False)
    assert (len(draft), set(draft["consent_status"])) == (86, {""})
    assert not (
        pd.read_csv(folder / "sample.csv")[["interviews", "survey_completed"]].to_numpy()
    ).any()


def test_the_same_files_give_the_same_bytes(files, tmp_path):
    import datetime as dt

    def written(data):
        begin([files], "lantern", data, day=dt.date(2024, 1, 1))
        return {p.relative_to(data): p.read_bytes() for p in data.rglob("*") if p.is_file()}

    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_a_study_that_is_there_stays_as_it_is(lantern, files):
    (lantern / "study.yml").write_text("mine", "utf-8")
    with pytest.raises(StudyError, match="is there already, and nothing of it is changed"):
        begin([files], "lantern", lantern.parent, declared=SIGNED)
    assert (lantern / "study.yml").read_text("utf-8") == "mine"
    assert [p.name for p in lantern.parent.iterdir()] == ["lantern"]


def test_nothing_is_left_where_a_draft_fails(files, tmp_path, monkeypatch):
    def fails(study):
        raise StudyError("no")

    monkeypatch.setattr("compendium.start.begin.checked", fails)
    with pytest.raises(StudyError, match="no"):
        begin([files], "lantern", tmp_path / "data")
    assert list((tmp_path / "data").iterdir()) == []


@pytest.fixture
def silent(tmp_path):
    """A survey that says nothing of where it comes from, nor of areas or people."""
    write_survey(
        tmp_path / "silent.sav", responses().drop(columns=["data_origin", "token", "area"])
    )
    return tmp_path / "silent.sav"


def test_what_does_not_say_so_is_real_and_not_for_a_git_work_tree(silent, tmp_path):
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    data = tmp_path / "repo" / "data"
    with pytest.raises(StudyError, match=r"count as real[^\n]*ORIGIN=synthetic") as error:
        begin([silent], "first", data)
    assert "git work tree" in str(error.value)
    assert not data.exists()
    assert begin([silent], "first", data, origin="synthetic").people == 6


def test_files_inside_a_git_work_tree_are_refused_wherever_the_study_goes(silent, tmp_path):
    (tmp_path / ".git").mkdir()
    with pytest.raises(StudyError, match="git work tree"):
        begin([silent], "first", tmp_path.parent / f"{tmp_path.name}-elsewhere")


def test_a_file_without_tokens_areas_and_origin_comes_in_row_by_row(silent, tmp_path, monkeypatch):
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    begin([silent], "first", tmp_path / "data", declared=SIGNED)
    study = open_study("first")
    export = source_export(study, study.header.sources[0])
    assert list(export.records["person"])[:2] == ["silent-1", "silent-2"]
    assert export.origins == {"real"}
    answers = take_in(study).tables["answers"]
    assert (answers["participant_id"].nunique(), set(answers["data_origin"])) == (6, {"real"})


def test_surveys_that_count_from_one_are_not_the_same_people(tmp_path):
    for name in ("one", "two"):
        frame = responses().assign(token=[str(n) for n in range(6)])
        write_survey(tmp_path / f"{name}.sav", frame)
    made = begin(
        [tmp_path / "one.sav", tmp_path / "two.sav"], "both", tmp_path / "data", declared=SIGNED
    )
    assert made.people == 12
    assert "token counts as another survey does" in made.to_do


def test_a_project_without_cases_has_a_person_for_each_source(tmp_path, monkeypatch):
    import dataclasses

    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    write_qdpx(tmp_path / "talk.qdpx", dataclasses.replace(project(), cases=()))
    begin([tmp_path / "talk.qdpx"], "talk", tmp_path / "data", declared=SIGNED)
    tables = take_in(open_study("talk")).tables
    assert tables["segments"]["participant_id"].ne("").all()
    assert tables["event_participants"]["participant_id"].nunique() == 8


def test_a_column_of_names_stops_the_draft(tmp_path):
    write_survey(tmp_path / "named.sav", responses().rename(columns={"area": "First_name"}))
    with pytest.raises(DataError, match="First_name looks like a real identifier"):
        begin([tmp_path / "named.sav"], "named", tmp_path / "data", origin="synthetic")


# --- errors on the road


@pytest.mark.parametrize(
    ("named", "name", "more", "said"),
    [
        ([], "x", {}, "Which files"),
        (["files"], "", {}, "What is the study called"),
        (["files"], "Our Study", {}, "such as our-study"),
        (["nothing.sav"], "x", {}, "nothing.sav: the file is missing"),
        (["*.xyz"], "x", {}, "there is no file there"),
        (["files"], "x", {"declared": Declared("Me", "")}, "by Me on no day"),
        (["files"], "x", {"declared": Declared("", "2024-01-01")}, "by nobody"),
        (["files"], "x", {"origin": "fake"}, "synthetic, real are known"),
        (["files"], "x", {"said": {"who": "token"}}, "who=token, but person, site"),
        (["files"], "x", {"said": {"person": "Tokn"}}, "no file has a column Tokn"),
    ],
)
def test_each_mistake_says_what_to_do(files, tmp_path, named, name, more, said):
    with pytest.raises(CompendiumError, match=said.replace("(", r"\(")):
        begin([files.parent / path for path in named], name, tmp_path / "data", **more)
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").iterdir())
