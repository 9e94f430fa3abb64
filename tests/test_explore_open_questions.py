"""The open-text browser: filters, text that stays text, its CSV file; for the team alone."""

from __future__ import annotations

import csv
import stat

import nbformat
import pytest
from lxml import html
from nbclient import NotebookClient
from opened import answered, tables, write_answers, write_documents
from test_study import spoil
from tiny import LISTENING, TEA

from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.explore import answers as browser
from compendium.explore import answers_shown
from compendium.intake.tables import open_tables
from compendium.problems import DisclosureError
from compendium.study_folder import open_study

EVIL = '<script>alert(1)</script><b onclick="x">bold</b>'
FORMULA = '=HYPERLINK("http://x","y")'
SAID = {"t1": EVIL, "t2": "-", "t3": FORMULA, "t5": "Diolch, ŵy"}
NAMES = ("question", "site_id", "group", "state", "attribute", "value", "words")
NAMES += ("code_id", "sort", "export", "exported", "shown")


@pytest.fixture
def data(tiny):
    write_answers(tiny, answered(SAID))
    documents = {t: (f"Anything else?\n{words}\n", []) for t, words in SAID.items()}
    documents["t1"] = (documents["t1"][0], [(EVIL, LISTENING, "C1")])
    documents["t5"] = (documents["t5"][0], [("Diolch", TEA, "C1")])
    write_documents(tiny, documents)
    return tables()


def opened(data, profile="exact") -> dict:
    box = browser.browser(data, Release(data, profile_named(profile)))
    return dict(zip(NAMES, box.children, strict=True))


def people(widgets) -> list[str]:
    cells = html.fromstring(widgets["shown"].value).xpath("//tbody/tr/td[1]")
    return [cell.text_content().partition("(")[2][:2] for cell in cells]


def test_it_begins_with_everybody_who_wrote_something(data):
    found = opened(data)
    assert people(found) == ["Q1", "Q2", "Q3", "Q5"]
    page = html.fromstring(f"<div>{found['shown'].value}</div>").text_content()
    assert "Anything else?" in page
    assert "3 of 5 people; wrote something, said nothing: 1; left blank: 1" in page
    assert "with a code: 2; without a code: 1" in page


def test_code_counts_can_be_chosen(data):
    found = opened(data)
    assert found["code_id"].options == (
        ("(all, coded or not)", ""),
        ("With any code (2)", "any"),
        ("Without a code (1)", "none"),
        ("Warmth (2)", "K1"),
        ("\u2003Listening (1)", "K1.1"),
        ("\u2003Tea (1)", "K1.2"),
    )
    found["code_id"].value = "K1.2"
    assert people(found) == ["Q5"]
    found["code_id"].value = "none"
    assert people(found) == ["Q3"]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"site_id": "001"}, ["Q1", "Q2", "Q3"]),
        ({"group": "worker"}, []),
        ({"state": "blank"}, ["Q6"]),
        ({"state": "non_answer"}, ["Q2"]),
        ({"state": ""}, ["Q1", "Q2", "Q3", "Q5", "Q6"]),
        ({"words": "WY"}, ["Q5"]),
        ({"attribute": "S2", "value": "4"}, ["Q1"]),
        ({"attribute": "S2", "value": "(not known)"}, ["Q2", "Q3"]),
        ({"sort": "shortest", "site_id": "001"}, ["Q2", "Q3", "Q1"]),
    ],
)
def test_choosing_changes_what_is_shown_at_once(data, chosen, expected):
    found = opened(data)
    for name, value in chosen.items():
        found[name].value = value
    if expected:
        assert people(found) == expected
    else:
        assert "Nothing fits" in found["shown"].value


def test_an_attribute_is_a_column_and_taking_it_away_shows_everybody_again(data):
    found = opened(data)
    everything = found["shown"].value
    found["attribute"].value = "S1"
    heads = html.fromstring(found["shown"].value).xpath("//thead//th/text()")
    assert heads[1] == "I was asked."
    found["value"].value = "5"
    found["attribute"].value = ""
    assert found["value"].options == (("(all)", ""),)
    assert found["shown"].value == everything


def test_what_people_wrote_comes_out_as_text(data):
    found = opened(data)["shown"].value
    assert "<script" not in found
    assert EVIL in html.fromstring(f"<div>{found}</div>").text_content()


def test_what_is_shown_is_written_to_private_and_no_cell_is_a_formula(data, tiny):
    found = opened(data)
    found["site_id"].value = "001"
    found["export"].click()
    assert "3 rows written to private/tiny/open_text/form-O1.csv" in found["exported"].value
    path = tiny.parent.parent / "private" / "tiny" / "open_text" / "form-O1.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    assert [row["participant_id"] for row in rows] == ["Q1", "Q2", "Q3"]
    assert [row["text"] for row in rows] == [EVIL, "'-", f"'{FORMULA}"]
    assert (rows[0]["codes"], rows[0]["code_labels"]) == ("K1.1", "Listening")
    assert {row["data_origin"] for row in rows} == {"synthetic"}
    found["site_id"].value = ""
    assert found["exported"].value == ""


def test_several_codes_and_attributes_are_words_in_the_file(tiny):
    write_answers(tiny, answered({"t1": "tea, and they listened"}))
    passages = [("tea", TEA, "C1"), ("listened", LISTENING, "C1")]
    write_documents(tiny, {"t1": ("Anything else?\ntea, and they listened\n", passages)})
    data = tables()
    release = Release(data, profile_named("exact"))
    path, _ = answers_shown.export_shown(data, release, "form/O1", attributes=["S1"], state="coded")
    (row,) = csv.DictReader(path.open(encoding="utf-8", newline=""))
    assert (row["codes"], row["code_labels"]) == ("K1.1; K1.2", "Listening; Tea")
    assert (row["S1"], row["S1_label"]) == ("5", "Strongly agree")


def test_a_public_profile_shows_nothing_and_writes_nothing(data, tiny):
    with pytest.raises(DisclosureError, match="make explore"):
        opened(data, "welsh_evaluation")
    assert not (tiny.parent.parent / "private" / "tiny" / "open_text").exists()


def test_a_file_goes_when_somebody_withdraws(data, tiny):
    opened(data)["export"].click()
    spoil(tiny, "consent.csv", "Ann,t1,c1,active,,", "Ann,t1,c1,withdrawn,2024-03-01,all")
    tables()
    assert not (tiny.parent.parent / "private" / "tiny" / "open_text").exists()


def test_another_question_brings_its_own_codes_and_no_filter(wales, wales_in):
    data = open_tables(wales, "")
    found = opened(data)
    found["code_id"].value, found["attribute"].value = "W1", "P_CX1"
    found["question"].value = "parent/P_OP2"
    assert (found["code_id"].value, found["attribute"].value) == ("", "")
    assert "What should the service change?" in found["shown"].value
    assert "73 of 134 people" in found["shown"].value


def test_long_lists_are_cut_and_say_so(data, monkeypatch):
    monkeypatch.setattr(answers_shown, "MOST_SHOWN", 2)
    found = opened(data)
    assert people(found) == ["Q1", "Q2"]
    assert "The first 2 are listed" in found["shown"].value


def test_without_open_questions_it_says_so(tiny):
    write_answers(tiny, answered({}).drop(columns="O1"))
    line = next(
        row
        for row in (tiny / "instruments" / "form.yml").read_text(encoding="utf-8").splitlines()
        if "item_id: O1" in row
    )
    spoil(tiny, "instruments/form.yml", line, "")
    data = open_tables(open_study("tiny"))
    box = browser.browser(data, Release(data, profile_named("exact")))
    assert "no open questions" in box.value


def test_a_notebook_in_private_shows_it(data, tiny):
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "from compendium.notebook import open_sites\n"
                "from compendium.explore import open_questions\n"
                'data, release = open_sites("tiny", "exact")\n'
                "open_questions(data, release)"
            )
        ]
    )
    resources = {"metadata": {"path": str(tiny)}}
    NotebookClient(made, timeout=120, kernel_name="python3", resources=resources).execute()
    (output,) = made.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in output["data"]
