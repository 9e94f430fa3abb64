"""A study's data for other programs: complete, consented, described, the same bytes."""

from __future__ import annotations

import hashlib
import json
import re

import numpy as np
import openpyxl
import pandas as pd
import pytest
from tiny import TALK, project, responses, write_survey

from compendium.cli import main
from compendium.data_package.matrices import case_by_code, framework_matrix, shortened
from compendium.data_package.package import write_package
from compendium.data_package.transcripts import BLACK, blacked_out
from compendium.intake.matches import open_consent
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import CompendiumError, StudyError
from compendium.readers.export import read_export
from compendium.study_folder import open_study
from compendium.writers.refi_qda import CaseEntry, write_qdpx

NEVER = "This must never be seen anywhere."


@pytest.fixture
def package(tiny):
    """The folder tiny's data were exported into."""
    write_package(open_study("tiny"))
    return tiny.parents[1] / "private" / "tiny" / "export"


def text_of(path):
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def test_the_project_comes_back_with_the_codings_of_the_study(package):
    tables = open_tables(open_study("tiny"))
    found = read_export(package / "coding.qdpx").tables["coded_segments"]
    rows = tables.codings.merge(tables.segments, on="segment_id")
    judged = rows.dropna(subset="valence").drop_duplicates(["segment_id", "coder"])
    kept = found[~found["code_path"].str.startswith("Feeling")]
    places = [*zip(rows["event_id"], rows["char_start"], rows["text"], rows["coder"], strict=True)]
    assert sorted(zip(kept["source"], kept["start"], kept["text"], kept["coder"], strict=True)) == (
        sorted(places)
    )
    assert len(found) - len(kept) == len(judged)


def test_a_case_is_a_person_under_their_id(package):
    cases = read_export(package / "coding.qdpx").tables["cases"]
    assert dict(zip(cases["case"], cases["source"], strict=True)) == {
        f"Q{i}": f"c{i} interview" for i in (1, 2, 3, 4, 5, 6, 8)
    }


def test_definitions_are_in_the_codebook(package):
    codes = read_export(package / "codebook.qdc").tables["codes"].set_index("code_path")
    assert codes.at["Warmth > Tea", "definition"] == "Being given tea"


def test_nothing_of_who_withdrew_is_in_any_file(package):
    for path in package.iterdir():
        content = path.read_bytes()
        assert NEVER.encode() not in content, path.name
        assert not re.search(rb"\bQ7\b|\bc7\b|\bt7\b|\bGus\b", content), path.name


def joint(tiny, second="c7"):
    """c5's interview is c7's (who withdrew) as well."""
    made = project([one for one in TALK if one[0] != "c7"])
    cases = [*made.cases, CaseEntry(second, ("c5 interview",))]
    write_qdpx(tiny / "raw" / "talk.qdpx", type(made)(**{**vars(made), "cases": tuple(cases)}))


def test_a_transcript_that_is_also_somebodys_who_withdrew_is_blacked_out(tiny):
    joint(tiny)
    (tiny / "theory" / "evidence.csv").unlink()
    write_package(open_study("tiny"))
    export = read_export(tiny.parents[1] / "private" / "tiny" / "export" / "coding.qdpx")
    text = export.texts["c5 interview"]
    assert set(text) == {BLACK, " ", "\n"}
    assert len(text) == len("Interviewer: Go on.\nTŷ bach twt, a chwpanaid o de.\n")


def places(*rows):
    columns = ["participant_id", "event_id", "start", "end"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"start": "Int64", "end": "Int64"})


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        ([("Q7", "e", 2, 4)], "ab██ef"),  # a stretch of somebody who withdrew
        ([("Q1", "e", 0, 3), ("Q7", "e", 2, 4)], "ab██ef"),  # even inside another's
        ([("Q1", "e", None, None)], "abcdef"),
        ([("Q7", "e", None, None), ("Q1", "e", 1, 3)], "█bc███"),  # a joint interview
    ],
)
def test_letters_are_blacked_out_where_they_stand(tiny, mine, expected):
    consent = open_consent(open_study("tiny"))
    kept = pd.DataFrame(columns=["char_start", "char_end"])
    assert blacked_out("abcdef", places(*mine), kept, consent) == expected


def test_people_by_codes_as_counted_by_hand(tiny):
    table = case_by_code(open_tables(open_study("tiny"))).set_index("participant_id")
    codes = ["K1", "K1.1", "K1.2", "K2"]
    assert list(table.columns[-4:]) == codes  # the retired code is in no column
    # Coder of record: C1. Warmth is raised by whoever raises listening or tea.
    assert {p: table.loc[p, codes].tolist() for p in table.index} == {
        "Q1": [1, 1, 1, 0],
        "Q2": [1, 1, 0, 0],
        "Q3": [0, 0, 0, 1],
        "Q4": [0, 0, 0, 1],
        "Q5": [1, 0, 1, 0],
        "Q6": [1, 1, 0, 0],
        "Q8": [1, 0, 1, 0],
    }


def test_the_framework_matrix_has_words_with_their_place(tiny):
    head, paths, *rows = framework_matrix(open_tables(open_study("tiny")))
    cells = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert cells["Q3"]["K2"] == "The report was long. [c3 interview:20-40]"
    assert cells["Q3"]["K1.1"] == ""
    assert dict(zip(head, paths, strict=True))["K1.1"] == "Warmth > Listening"


def test_answers_come_back_with_their_labels(package):
    tables = read_export(package / "answers_form.sav").tables
    answers = tables["responses"].set_index("participant_id")
    assert answers.loc["Q1", ["S1", "S2", "S3", "T1_before", "T2_now"]].tolist() == [5, 4, 1, 2, 2]
    assert answers.at["Q2", "S2"] == 99  # preferred not to say
    assert pd.isna(answers.at["Q3", "S2"])  # did not answer
    assert answers.at["Q5", "O1"] == "Diolch, ŵy"
    labels = tables["variables"].set_index("variable")
    assert labels.at["T1_now", "label"] == "They are fair. [now]"
    assert labels.at["S1", "user_missing"] == "98; 99"
    values = tables["value_labels"].query("variable == 'S1'")
    assert dict(zip(values["value"], values["label"], strict=True))["5"] == "Strongly agree"


def test_the_exported_survey_can_be_taken_in_again(tiny, package):
    before = open_tables(open_study("tiny")).answers
    frame = read_export(package / "answers_form.sav").records
    tokens = {f"Q{i}": f"t{i}" for i in range(1, 9)}
    again = responses()
    again = again[again["token"] != "t7"].set_index("token")
    for person, row in frame.set_index("participant_id").iterrows():
        for item in ("S1", "S2", "S3", "T1_before", "T2_before", "T1_now", "T2_now"):
            again.loc[tokens[person], item] = np.nan if pd.isna(row[item]) else float(row[item])
    write_survey(tiny / "raw" / "survey.sav", again.reset_index())
    after = open_tables(open_study("tiny")).answers
    columns = ["participant_id", "item_id", "stage", "value", "missing_reason"]
    pd.testing.assert_frame_equal(
        before[columns].sort_values(columns[:3], ignore_index=True),
        after[columns].sort_values(columns[:3], ignore_index=True),
    )


def test_every_coding_has_its_quote_and_path(package):
    table = text_of(package / "codings.csv")
    row = table[(table["event_id"] == "c3 interview")].iloc[0]
    assert row[["code_id", "code_path", "coder", "participant_id", "group", "text"]].tolist() == [
        "K2", "Papers", "C1", "Q3", "parent", "The report was long.",
    ]  # fmt: skip
    assert row["may_be_quoted"] == "False"


def described(package):
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))


def test_every_file_is_described_with_its_digest(package):
    resources = described(package)["resources"]
    assert {r["path"] for r in resources} == {
        p.name for p in package.iterdir() if p.name != "datapackage.json"
    }
    for resource in resources:
        content = (package / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        assert re.fullmatch(r"[a-z0-9._/-]+", resource["name"])  # a rule of the standard


def test_every_column_is_described_and_every_cell_fits(package):
    for resource in described(package)["resources"]:
        if "schema" not in resource:
            continue
        table = text_of(package / resource["path"])
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == list(table.columns)
        for field in fields:
            cells, bounds = table[field["name"]], field.get("constraints", {})
            given = cells[cells != ""]
            if field["type"] == "integer":
                assert given.str.fullmatch(r"-?\d+").all()
            if field["type"] == "boolean":
                assert set(given) <= {"True", "False"}
            assert set(given) <= set(bounds.get("enum", given))
            assert not (bounds.get("required") and (cells == "").any()), field
            assert not (bounds.get("unique") and cells.duplicated().any())


def test_the_package_says_that_the_data_are_made_up(package):
    assert described(package)["data_origin"] == ["synthetic"]


def test_the_same_study_is_the_same_bytes(tiny, package, tmp_path):
    write_package(open_study("tiny"), tmp_path / "again")
    for path in package.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_folder_that_holds_something_else_is_left_alone(tiny, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("words")
    with pytest.raises(StudyError, match="holds something else"):
        write_package(open_study("tiny"), tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.docx").read_text() == "words"


def listing(package, change):
    """The package's description, changed."""
    path = package / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_what_an_earlier_package_had_and_this_has_not_goes(tiny, package):
    (package / "answers_old.sav").write_bytes(b"")
    listing(package, lambda content: content["resources"].append({"path": "answers_old.sav"}))
    write_package(open_study("tiny"))
    assert not (package / "answers_old.sav").exists()


def test_what_somebody_put_beside_a_package_is_left_alone(tiny, package):
    (package / "my_analysis.sps").write_text("FREQUENCIES ALL.")
    with pytest.raises(StudyError, match="my_analysis"):
        write_package(open_study("tiny"))
    assert (package / "my_analysis.sps").exists()
    assert (package / "codings.csv").exists()


def test_somebody_elses_package_is_left_alone(tiny, package):
    listing(package, lambda content: content.pop("made_by"))
    with pytest.raises(StudyError, match="holds something else"):
        write_package(open_study("tiny"))


def test_a_package_that_cannot_be_written_leaves_the_earlier_one_whole(tiny, package, monkeypatch):
    before = {path.name: path.read_bytes() for path in package.iterdir()}

    def fails(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("compendium.data_package.package.write_qdpx", fails)
    with pytest.raises(OSError, match="full"):
        write_package(open_study("tiny"))
    assert {path.name: path.read_bytes() for path in package.iterdir()} == before
    assert [path.name for path in package.parent.glob("export*")] == ["export"]


def test_the_workbook_of_codings_opens_with_truth_as_truth(package):
    sheet = openpyxl.load_workbook(package / "codings.xlsx")["codings"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert {row[head.index("may_be_quoted")] for row in rows} == {True, False}


@pytest.mark.parametrize(("length", "cut"), [(31_000, False), (31_001, True), (40_000, True)])
def test_a_text_longer_than_a_cell_holds_is_cut_and_says_so(length, cut):
    found = shortened("w" * length)
    assert len(found) <= 32_767
    assert found.endswith("codings.csv)") is cut


def second_survey(tiny):
    """Everybody answers the form once more, on paper."""
    again = responses()
    again["S1"] = 1.0
    write_survey(tiny / "raw" / "paper.sav", again)
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    survey = text[text.index("  - source: survey") : text.index("  - source: talk")]
    paper = survey.replace("source: survey", "source: paper").replace("survey.sav", "paper.sav")
    path.write_text(text.replace(survey, survey + paper), encoding="utf-8")


def test_one_person_is_one_row_even_with_two_exports_of_a_questionnaire(tiny):
    second_survey(tiny)
    intake = take_in(open_study("tiny"))
    assert intake.quality.counts["answered_elsewhere"] == 5
    assert intake.tables["answers"].query("item_id == 'S1'")["participant_id"].is_unique
    write_package(open_study("tiny"))
    path = tiny.parents[1] / "private" / "tiny" / "export" / "answers_form.sav"
    rows = read_export(path).tables["responses"].set_index("participant_id")
    assert rows.at["Q1", "S1"] == 5
    assert rows.index.is_unique


def test_a_package_is_closed_to_others(package):
    assert {p.stat().st_mode & 0o077 for p in [package, *package.iterdir()]} == {0}


def test_real_data_are_not_exported_into_a_work_tree(tiny, tmp_path, capsys):
    for path in (tiny / "consent.csv", tiny / "findings" / "quotes.csv"):
        if path.exists():
            path.write_text(path.read_text().replace("synthetic", "real"))
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "repo" / ".git" / "objects").mkdir()
    (tmp_path / "repo" / ".git" / "refs").mkdir()
    with pytest.raises(CompendiumError, match="git"):
        write_package(open_study("tiny"), tmp_path / "repo" / "out")
    assert not (tmp_path / "repo" / "out").exists()


def test_export_is_a_verb(tiny, tmp_path, capsys):
    assert main(["export", "tiny", "--to", str(tmp_path / "out")]) == 0
    assert "not for publication" in capsys.readouterr().out
    assert (tmp_path / "out" / "coding.qdpx").exists()
