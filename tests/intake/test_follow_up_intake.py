"""Answers of later occasions: a table of their own, through the same doors as the first."""

from __future__ import annotations

import dataclasses
import shutil

import pandas as pd
import pytest
from later import AGAIN, OCCASIONS, again, write_later
from never_was import take_out, withdraw
from tiny import write_survey, write_tiny

from compendium.build.sweep.spoken import GONE, spoken
from compendium.data_package.package import write_package
from compendium.intake import store
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.readers.export import read_export
from compendium.study_folder import open_study

LATE = [("t3", "001", 4, 4, 2, 2, 4, 4, 2)]


def came_in(folder):
    return take_in(open_study(folder.name))


def noted(intake, rule) -> list[dict]:
    return intake.quality.table.query("rule == @rule").to_dict("records")


def test_the_first_occasion_stays_what_it_was_and_the_later_ones_stand_apart(tiny):
    before = came_in(tiny).tables["answers"]
    tables = came_in(write_later(tiny)).tables
    pd.testing.assert_frame_equal(tables["answers"], before)
    found = tables["follow_up_answers"]
    people = found.drop_duplicates(["participant_id", "occasion"])
    assert people.groupby("occasion", observed=True)["participant_id"].agg("".join).to_dict() == {
        "T1": "Q1Q2Q5Q6",  # Q7 withdrew
        "T2": "Q2Q5Q6",
    }
    assert len(found) == 7 * 7
    one = found.set_index(["participant_id", "occasion", "item_id", "stage"]).sort_index()
    assert one.at[("Q2", "T1", "S2", "single"), "value"] == 5
    assert one.at[("Q2", "T1", "S3", "single"), "missing_reason"] == "prefer_not"
    assert one.at[("Q2", "T2", "T1", "now"), "value"] == 4
    assert set(found["language"]) == {"en"}


def test_an_area_sees_its_own_follow_up(tiny):
    study = open_study(write_later(tiny).name)
    assert set(open_tables(study, "002").follow_up_answers["participant_id"]) == {"Q5", "Q6"}
    assert "follow_up_answers: 49 rows" in repr(open_tables(study))


def test_who_answered_later_and_not_first_is_kept_and_noted(tiny):
    (tiny / "consent.csv").write_text(
        (tiny / "consent.csv")
        .read_text("utf-8")
        .replace("Q4,tiny,001,worker,Dan,,", "Q4,tiny,001,parent,Dan,t4,"),
        encoding="utf-8",
    )
    intake = came_in(write_later(tiny, {**AGAIN, "T1": [("t4", *LATE[0][1:]), *AGAIN["T1"]]}))
    (note,) = noted(intake, "later_alone")
    assert (note["file"], note["where"], note["value"]) == ("T1.sav", "row 1", "T1")
    assert "Q4" in set(intake.tables["follow_up_answers"]["participant_id"])
    people = intake.tables["participants"].set_index("participant_id")
    assert not people.at["Q4", "surveyed"]


def second_export(folder, rows):
    """A second export of the first follow-up, named after the first one."""
    path = folder / "study.yml"
    text = path.read_text("utf-8")
    block = text[text.index("  - source: T1") : text.index("  - source: T2")]
    paper = block.replace("source: T1", "source: T1_paper").replace("T1.sav", "T1_paper.sav")
    path.write_text(text.replace(block, block + paper), encoding="utf-8")
    write_survey(folder / "raw" / "T1_paper.sav", again(rows, "2024-07-20 10:00"))


def test_of_two_exports_of_one_occasion_the_first_named_counts(tiny):
    write_later(tiny)
    second_export(tiny, [("t1", "001", 1, 1, 5, 5, 1, 1, 5), *LATE])
    intake = came_in(tiny)
    (note,) = noted(intake, "answered_elsewhere")
    assert (note["file"], note["where"]) == ("T1_paper.sav", "row 1")
    found = intake.tables["follow_up_answers"].query("occasion == 'T1' and item_id == 'S1'")
    assert found.set_index("participant_id")["value"].to_dict() == {
        **{"Q1": 4, "Q2": 4, "Q5": 5, "Q6": 1},
        "Q3": 4,
    }


def test_open_answers_of_a_later_occasion_are_not_taken_for_first_ones(tiny):
    write_later(tiny)
    frame = again(AGAIN["T2"], "2024-12-15 10:00").assign(O1=["later words", "", ""])
    write_survey(tiny / "raw" / "T2.sav", frame)
    intake = came_in(tiny)
    (note,) = noted(intake, "open_answers_of_later")
    assert (note["file"], note["value"]) == ("T2.sav", "1 answers")
    assert "later words" not in set(intake.tables["open_answers"]["text"])


def test_an_instrument_that_was_asked_later_alone_has_its_answers_as_first(tiny):
    path = tiny / "study.yml"
    text = path.read_text("utf-8").replace("sources:\n", OCCASIONS, 1)
    text = text.replace("    instrument: form\n", "    instrument: form\n    occasion: T1\n", 1)
    path.write_text(text, encoding="utf-8")
    tables = came_in(tiny).tables
    assert len(tables["answers"]) == 5 * 7
    assert tables["follow_up_answers"].empty


def test_a_follow_up_that_lacks_a_question_is_refused(tiny):
    write_later(tiny)
    frame = again(AGAIN["T2"], "2024-12-15 10:00").drop(columns="S2")
    write_survey(tiny / "raw" / "T2.sav", frame)
    with pytest.raises(DataError, match=r"T2\.sav: the column S2 \(S2\) is missing"):
        came_in(tiny)


def test_flags_and_ranges_hold_as_on_the_first_occasion(tiny):
    intake = came_in(write_later(tiny, {"T1": [("t1", "001", 9, 4, 2, 2, 4, 4, 2)]}))
    (note,) = noted(intake, "out_of_range")
    assert (note["file"], note["column"]) == ("T1.sav", "S1")
    found = intake.tables["follow_up_answers"].set_index("item_id")
    assert found.at["S1", "missing_reason"] == "out_of_range"


OF_THE_FILES = ["source_row", "where"]


def words_of(study, person: str) -> set[str]:
    segments = open_tables(study).segments
    return set(segments.loc[segments["participant_id"] == person, "segment_id"])


def tables_after(root, change, monkeypatch) -> dict[str, pd.DataFrame]:
    """Every saved table of tiny with its follow-up after `change`, without rows of files."""
    write_later(write_tiny(root))
    monkeypatch.setenv("COMPENDIUM_DATA", str(root / "data"))
    change(open_study("tiny"))
    study = open_study("tiny")
    take_in(study)
    folder = store.tables_folder(study)
    return {
        p.relative_to(folder).as_posix(): pd.read_csv(p, dtype=str).drop(
            columns=OF_THE_FILES, errors="ignore"
        )
        for p in sorted(folder.rglob("*.csv"))
        if p.name != "exports.csv"
    }


@pytest.mark.sampled(2)
@pytest.mark.parametrize("person", ["Q1", "Q2", "Q3", "Q5", "Q6"])
def test_who_withdrew_leaves_what_they_would_have_left_had_they_never_been(
    person, tmp_path, monkeypatch
):
    withdrew = tables_after(tmp_path / "1", lambda s: withdraw(s, person), monkeypatch)
    never = tables_after(
        tmp_path / "2", lambda s: take_out(s, person, words_of(s, person)), monkeypatch
    )
    assert set(withdrew) == set(never)
    assert {"follow_up_answers/001.csv", "follow_up_answers/002.csv"} <= set(withdrew)
    for name in withdrew:
        pd.testing.assert_frame_equal(withdrew[name], never[name], obj=name)


def test_a_withdrawal_takes_the_tables_and_the_export_away_first(tiny):
    study = open_study(write_later(tiny).name)
    take_in(study)
    write_package(study)
    withdraw(study, "Q5")
    intake = take_in(open_study("tiny"))
    assert "may hold somebody who has withdrawn" in intake.removed
    assert not (study.private / "export").exists()
    assert "Q5" not in set(open_tables(open_study("tiny")).follow_up_answers["participant_id"])


def test_the_sweep_looks_for_words_of_a_later_occasion_too(tiny):
    write_later(tiny)
    frame = again(AGAIN["T1"], "2024-07-15 10:00").assign(O1=["", "", "", "", "gone for good"])
    write_survey(tiny / "raw" / "T1.sav", frame)
    found = spoken(open_study("tiny"))
    assert "gone for good" in {words for words, _ in found.words[GONE]}


def test_the_package_has_a_variable_for_each_item_and_occasion(tiny):
    study = open_study(write_later(tiny).name)
    write_package(study)
    folder = study.private / "export"
    tables = read_export(folder / "answers_form.sav").tables
    rows = tables["responses"].set_index("participant_id")
    assert rows.index.is_unique
    assert [rows.at["Q2", name] for name in ("S1", "S1_T1", "S1_T2")] == [4, 4, 5]
    assert rows.at["Q2", "S3_T1"] == 99
    assert pd.isna(rows.at["Q3", "S1_T1"])
    assert rows.at["Q6", "T1_now_T2"] == 4
    assert not [name for name in rows if name.startswith("O1_")]
    labels = tables["variables"].set_index("variable")["label"]
    assert labels["T1_before_T2"] == "They are fair. [before] [after a year]"
    saved = pd.read_csv(folder / "follow_up_answers.csv", dtype=str)
    assert len(saved) == 49
    assert '"follow-up-answers-csv"' in (folder / "datapackage.json").read_text("utf-8")


def test_a_variable_of_a_later_occasion_never_takes_an_items_own_name(tiny):
    from compendium.data_package.survey import variable_names

    form = open_study("tiny").instrument("form")
    taken = dataclasses.replace(form.items[0], item_id="S1_T1")
    names = variable_names(dataclasses.replace(form, items=(*form.items, taken)), ("T1",))
    assert names["S1_T1", "single", ""] == "S1_T1"
    assert names["S1", "single", "T1"] == "S1_T1_2"


def test_taking_in_twice_gives_the_same_bytes(tiny):
    study = open_study(write_later(tiny).name)
    take_in(study)
    first = (store.tables_folder(study) / store.HASHES).read_bytes()
    shutil.rmtree(store.tables_folder(study))
    take_in(study)
    assert (store.tables_folder(study) / store.HASHES).read_bytes() == first
