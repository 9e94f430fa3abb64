"""What study.yml says of a whole export, and tables as spreadsheet programs save them."""

from __future__ import annotations

import pytest

from compendium.intake.source_export import source_export
from compendium.intake.take_in import take_in
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def first(folder, kind):
    """The first source of a kind, and its lines in study.yml."""
    study = open_study(folder.name)
    return study, study.source(kind)[0]


def test_what_is_fixed_fills_blanks_and_leaves_what_the_file_says(tiny):
    change(
        tiny,
        "study.yml",
        "kind: coding_project\n",
        "kind: coding_project\n    fixed: {site: '002', round: R9}\n",
    )
    study, source = first(tiny, "coding_project")
    variables = source_export(study, source).tables["variables"]
    said = variables[variables["variable"] == source.columns["site"]]
    assert set(said["value"]) == {"001", "002"}
    assert said["owner"].is_unique


def test_whatever_a_file_says_a_fixed_origin_that_is_real_is_refused_in_git(tiny):
    (tiny.parent / ".git").mkdir()
    text = "kind: survey\n    fixed: {data_origin: real}\n"
    change(tiny, "study.yml", "kind: survey\n", text)
    study, source = first(tiny, "survey")
    with pytest.raises(StudyError, match="git work tree"):
        source_export(study, source)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("{group: parent}", "column 'group' is unknown"),
        ("{site: '009'}", "fixed site: value '009' is unknown"),
        ("{person: each}", "value 'each' is unknown, but known are by_row"),
        ("{data_origin: fake}", "value 'fake' is unknown"),
        ("{case: by_source}", "column 'case' is unknown"),
    ],
)
def test_what_no_survey_has_for_the_whole_file_is_refused(tiny, said, message):
    change(tiny, "study.yml", "kind: survey\n", f"kind: survey\n    fixed: {said}\n")
    with pytest.raises(StudyError, match=message):
        open_study("tiny")


def test_areas_of_a_coding_project_may_be_translated(tiny):
    before = take_in(open_study("tiny")).tables["segments"]
    named = "kind: coding_project\n    values: {site: {'002': '001'}}\n"
    change(tiny, "study.yml", "kind: coding_project\n", named)
    after = take_in(open_study("tiny")).tables["segments"]
    assert set(before["site_id"]) == {"001", "002"}
    assert set(after["site_id"]) == {"001"}


def test_a_reason_for_no_answer_that_no_table_knows_is_refused_with_its_scale(tiny):
    form = next((tiny / "instruments").glob("*.yml"))
    text = form.read_text("utf-8")
    form.write_text(text.replace("missing: prefer_not", "missing: secret", 1), "utf-8")
    with pytest.raises(StudyError, match="missing 'secret' is unknown, but known are not_answered"):
        open_study("tiny")


@pytest.mark.parametrize(("mark", "said"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_table_that_is_not_parted_by_commas_says_by_what(tiny, mark, said):
    path = tiny / "consent.csv"
    path.write_text(path.read_text("utf-8").replace(",", mark), "utf-8")
    with pytest.raises(DataError, match=f"columns are separated by {said}, but commas"):
        take_in(open_study("tiny"))


def test_one_fault_in_many_rows_is_one_line(tiny):
    path = tiny / "consent.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    more = [
        rows[0].replace("Q1", f"x{n}").replace("t1", f"y{n}").replace("c1", f"z{n}")
        for n in range(9)
    ]
    blank = [row.replace("active", "") for row in more]
    path.write_text("\n".join([head, *rows, *blank]) + "\n", "utf-8")
    with pytest.raises(DataError) as error:
        take_in(open_study("tiny"))
    told = [line for line in str(error.value).splitlines() if "consent_status is blank" in line]
    assert len(told) == 1
    assert f"rows {len(rows) + 2}, {len(rows) + 3}" in told[0]
    assert "and 5 more" in told[0]
