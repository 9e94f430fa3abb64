"""What the explorer saves: whole, safe to open, the same bytes, in private/ and nowhere else."""

from __future__ import annotations

import csv
import dataclasses
import io

import openpyxl
import pytest
from lxml import html
from tiny import write_tiny

from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.explore.grid import Cell
from compendium.explore.panel import Panel
from compendium.intake.tables import open_tables
from compendium.quote_drafts import APPROVED
from compendium.study_folder import open_study
from compendium.words import say


@pytest.fixture
def little(tiny):
    return open_tables(open_study("tiny"), "")


def opened(data) -> Panel:
    return Panel(data, Release(data, profile_named("exact")))


def saved(panel: Panel) -> dict:
    """The files that the screen names after *Save*, by what they are."""
    panel.save.click()
    house = panel.talk.data.study.private.parents[1]
    names = html.fromstring(panel.saved.value).xpath("//li/code/text()")
    return dict(zip(("csv", "xlsx", "note", "quotes"), (house / n for n in names), strict=True))


def rows(path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_has_every_passage_that_is_shown_with_all_its_columns(little):
    panel = opened(little)
    panel.fields["theme"].value = "K1.2"
    found = rows(saved(panel)["csv"])
    assert [r["source"] for r in found] == ["c1 interview", "c5 interview", "c8 interview"]
    first = found[0]
    assert (first["speaker"], first["area"], first["group"]) == ("Ann", "First", "parent")
    assert (first["themes"], first["valence"]) == ("Tea", "favourable")
    assert first["text"] == "There was tea, always."
    assert first["before"].endswith("She listened to me.")
    assert (first["char_start"], first["char_end"], first["turn"]) == ("40", "62", "2")


def test_every_page_is_saved_not_the_one_on_the_screen(little, monkeypatch):
    monkeypatch.setattr("compendium.explore.shown.PAGE", 2)
    assert len(rows(saved(opened(little))["csv"])) == 8


def test_a_clicked_cell_is_part_of_what_is_saved(little):
    panel = opened(little)
    panel.click(Cell("K1", "group", "worker"))
    files = saved(panel)
    assert [r["source"] for r in rows(files["csv"])] == ["c8 interview"]
    assert "Cell of the map: Warmth, workers" in files["note"].read_text(encoding="utf-8")


def test_what_was_looked_for_stands_beside_the_passages(little):
    panel = opened(little)
    panel.fields["site"].value, panel.fields["words"].value = "001", "tea"
    files = saved(panel)
    note = files["note"].read_text(encoding="utf-8").splitlines()
    assert note[0] == "What was looked for"
    assert {"Area: First", "Words: tea", "Coding: C1, the coding of record"} <= set(note)
    assert "Passages: 1" in note
    assert say("banner", "en") in note
    sheet = openpyxl.load_workbook(files["xlsx"])["filters"]
    assert ("Words", "tea") in {row[:2] for row in sheet.iter_rows(values_only=True)}


def test_the_workbook_says_what_the_csv_says(little):
    files = saved(opened(little))
    table = openpyxl.load_workbook(files["xlsx"])["passages"]
    heading, *lines = table.iter_rows(values_only=True)
    said = [["" if v is None else str(v) for v in line] for line in lines]
    assert said == [list(r.values()) for r in rows(files["csv"])]
    assert list(heading) == list(rows(files["csv"])[0])


@pytest.mark.parametrize("begins", ["=1+1", "+44", "-2+3", "@me", "\t=1", " =1", "\uff1d1"])
def test_no_cell_is_a_formula_for_a_spreadsheet_program(little, begins):
    data = dataclasses.replace(little, segments=little.segments.assign(text=begins))
    files = saved(opened(data))
    assert {r["text"] for r in rows(files["csv"])} == {f"'{begins}"}
    table = openpyxl.load_workbook(files["xlsx"])["passages"]
    assert all(cell.data_type != "f" for row in table.iter_rows() for cell in row)


def test_a_number_below_nought_stays_one(little):
    data = dataclasses.replace(little, segments=little.segments.assign(text="-2"))
    assert {r["text"] for r in rows(saved(opened(data))["csv"])} == {"-2"}


def test_a_spreadsheet_program_sees_that_it_is_utf_8(little):
    content = saved(opened(little))["csv"].read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Tŷ bach twt" in content.decode("utf-8-sig")


def test_quotes_to_approve_are_of_people_who_agreed_and_not_approved_yet(little):
    # Cat (c3) does not want to be quoted; c8's wording stands approved already.
    own = little.segments[little.segments["event_id"] == "c8 interview"]
    columns = ["segment_id", "site_id", "participant_id", "group", "lang", "data_origin"]
    approved = own[columns].assign(approved_text="I make tea.", translation_en="")
    panel = opened(dataclasses.replace(little, quotes=approved))
    panel.fields["query"].value = "K2 or Tea"
    found = rows(saved(panel)["quotes"])
    places = [r["segment_id"].partition(":")[0] for r in found]
    assert places == ["c1 interview", "c4 interview", "c5 interview"]
    assert tuple(found[0])[: len(APPROVED)] == APPROVED
    assert {(r["approved_text"], r["approved_by"]) for r in found} == {("", "")}


def test_the_same_selection_is_the_same_bytes_and_another_another_file(tmp_path, monkeypatch):
    contents = []
    for name in ("one", "two"):
        folder = write_tiny(tmp_path / name)
        monkeypatch.setenv("COMPENDIUM_DATA", str(folder.parent))
        panel = opened(open_tables(open_study("tiny"), ""))
        files = saved(panel)
        contents.append({path.name: path.read_bytes() for path in files.values()})
        panel.fields["site"].value = "002"
        assert not {path.name for path in saved(panel).values()} & set(contents[-1])
    assert contents[0] == contents[1]


def test_it_lies_in_private_for_its_owner_alone(little):
    folders = set()
    for path in saved(opened(little)).values():
        assert path.stat().st_mode & 0o077 == 0
        folders.add(path.parent)
    (folder,) = folders
    assert folder == little.study.private / "explored"
    assert folder.stat().st_mode & 0o077 == 0


def test_nothing_found_is_saved_as_nothing(little):
    panel = opened(little)
    panel.fields["words"].value = "no such words"
    files = saved(panel)
    assert rows(files["csv"]) == []
    assert "Passages: 0" in files["note"].read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_said_without_a_traceback(little):
    blocked = little.study.private / "explored"
    blocked.write_text("a file stands where the folder should")
    panel = opened(little)
    panel.save.click()
    assert html.fromstring(panel.saved.value).text_content().startswith("Not saved:")


def test_what_was_saved_goes_when_somebody_withdraws(tiny):
    files = saved(opened(open_tables(open_study("tiny"), "")))
    consent = tiny / "consent.csv"
    text = consent.read_text(encoding="utf-8")
    gone = text.replace("c5,active,,,yes", "c5,withdrawn,2024-03-01,all,yes")
    consent.write_text(gone, encoding="utf-8")
    open_tables(open_study("tiny"), "")
    assert gone != text
    assert not [path for path in files.values() if path.exists()]


def test_a_passage_too_long_for_a_cell_is_cut_in_the_workbook_alone(little):
    text = "so " * 12_000
    files = saved(opened(dataclasses.replace(little, segments=little.segments.assign(text=text))))
    assert rows(files["csv"])[0]["text"] == text
    table = openpyxl.load_workbook(files["xlsx"])["passages"]
    heading, first = list(table.iter_rows(values_only=True))[:2]
    assert len(first[heading.index("text")]) == 32_767
    assert first[heading.index("text")].endswith(" …")
