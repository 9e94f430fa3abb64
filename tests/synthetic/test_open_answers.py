"""The coding project of the open answers holds the survey's own words, a document a token."""

from __future__ import annotations

import pytest

from compendium.readers.export import read_export
from compendium.synthetic.recipe import read_recipe

ITEMS = ["P_OP1", "P_OP2"]


@pytest.fixture(scope="module")
def project(wales):
    return read_export(wales.folder / "raw" / "open_answers.qdpx")


@pytest.fixture(scope="module")
def first_responses(wales):
    """The first response of each token, by token."""
    tables = read_export(wales.folder / "raw" / "parents_survey.sav").tables
    responses = tables["responses"].sort_values("submitted", kind="stable")
    return responses.drop_duplicates("token").set_index("token")[ITEMS].fillna("")


@pytest.fixture(scope="module")
def answers(wales):
    return read_recipe(wales)[2]


def test_there_is_one_document_for_each_token_that_wrote_anything(project, first_responses):
    wrote = first_responses[(first_responses != "").any(axis="columns")]
    assert project.tables["sources"]["source"].is_unique
    assert set(project.tables["sources"]["source"]) == set(wrote.index)


def test_each_document_is_the_case_of_its_token(project):
    cases = project.tables["cases"]
    assert (cases["case"] == cases["source"]).all()
    assert cases["start"].isna().all()


def test_an_answer_stands_under_its_question_in_the_survey_s_words(project, first_responses, wales):
    wording = {i.item_id: i.wording.en for i in wales.instrument("parent").items}
    for token, given in first_responses.iterrows():
        said = "".join(f"{wording[i]}\n{given[i]}\n\n" for i in ITEMS if given[i])
        assert project.texts.get(token, "") == said


def test_what_is_coded_is_a_whole_answer_with_the_codes_of_the_recipe(project, answers, wales):
    from compendium.theory import code_paths

    paths = {" > ".join(p): i for i, p in code_paths(wales.codebook).items()}
    coded = project.tables["coded_segments"]
    coded = coded.assign(code=coded["code_path"].map(paths)).dropna(subset="code")
    planted = {a.text: set(a.code_ids) for a in answers}
    for text, rows in coded.groupby("text", observed=False):
        assert set(rows["code"]) == planted[text]


def test_an_answer_that_is_coded_says_how_the_writer_sees_it(answers):
    assert {a.valence for a in answers if a.code_ids} == {"-1", "0", "1"}
    assert {a.valence for a in answers if not a.code_ids} == {""}


def test_no_answer_is_used_twice(answers):
    written = [(a.item_id, a.text) for a in answers]
    assert len(set(written)) == len(written)


def test_an_answer_that_says_nothing_has_no_code(answers):
    nothing = {"Nothing really", "NA", "-", "don't know", "No change", "Nothing comes to mind"}
    assert {a.code_ids for a in answers if a.text in nothing} == {()}


def test_only_the_first_coder_coded_open_answers(project):
    assert set(project.tables["coded_segments"]["coder"]) == {"C1"}
