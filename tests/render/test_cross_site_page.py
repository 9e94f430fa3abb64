"""The page that sets the areas side by side tells what was planted, and makes nothing up."""

from __future__ import annotations

import re

import nbformat
import pytest
from lxml import html

from compendium.displays.record import RECORD_MIME, from_record
from compendium.displays.tables import table

MODELS = {"Area A": "peer", "Area B": "professional", "Area C": "peer and professional"}
CANNOT = "Area and model cannot be separated here"


@pytest.fixture(scope="module")
def records(welsh_pages):
    read = nbformat.read(welsh_pages / "cross-site.ipynb", as_version=4)
    outputs = [o for c in read.cells for o in c.get("outputs", [])]
    return {d.id: d for d in (from_record(o["data"][RECORD_MIME]) for o in outputs)}


@pytest.fixture(scope="module")
def text(welsh_pages):
    page = html.parse(welsh_pages / "cross-site.html").getroot()
    return re.sub(r"\s+", " ", page.find("body").text_content())


def row(display, **where):
    released = display.data
    place = released.where(**where)
    marks = released.marks.loc[place].add_prefix("mark_")
    return released.frame.loc[place].to_dict() | marks.to_dict()


def contrast(records, comparison, construct, one, other):
    return row(
        records[f"contrasts-{comparison}"],
        **{"comparison": comparison, "construct": construct, "group_1": one, "group_2": other},
    )


@pytest.mark.parametrize("pair", [("A", "B"), ("A", "C"), ("B", "C")])
def test_1_it_makes_no_contrast_of_how_advocacy_is_valued_and_notes_the_ceiling(records, pair):
    found = contrast(records, "parents_by_area", "advocacy_experience", *pair)
    assert found["lower"] <= 0 <= found["upper"]
    assert found["p_holm"] >= 0.05
    notes = " ".join(s.say("en") for s in records["means-parents_by_area"].note)
    assert "Ceiling: in Experience of the advocate" in notes


def test_2_it_shows_that_understanding_is_higher_with_professionals(records):
    found = contrast(records, "parents_by_area", "understanding_process", "A", "B")
    assert found["upper"] < 0
    assert found["mark_p_holm"] == "under"
    label = row(records["joint"], row="understanding_process", site="B")["label"]
    assert label == "COMP"


def test_3_looking_back_is_called_that_and_never_an_effect(records, text):
    cells = table(records["joint"], "en").rows
    say = [r.cells[0] for r in cells if "looking back" in r.cells[0]]
    assert len(say) == 6  # having a say and trust, in three areas
    told = [s for s in text.split(".") if re.search(r"\beffects?\b", s)]
    assert told
    assert all(re.search(r"\b(?:not|no|cannot|nor)\b", sentence) for sentence in told)


@pytest.mark.parametrize("construct", ["collaboration", "role_clarity"])
@pytest.mark.parametrize("other", ["B", "C"])
def test_4_it_shows_that_social_workers_in_a_score_lower(records, construct, other):
    found = contrast(records, "social_workers_by_area", construct, "A", other)
    assert found["upper"] < 0
    assert found["mark_p_holm"] == "under"


def test_4_collaboration_in_a_diverges_with_its_follow_up(records, text):
    found = row(records["joint"], row="collaboration", site="A")
    assert (found["draft"], found["label"]) == ("disagree", "DIVE")
    assert "Follow-up: Compare the answers of social workers who have worked with" in text


def test_4_role_clarity_in_a_converges(records):
    found = row(records["joint"], row="role_clarity", site="A")
    assert (found["draft"], found["label"]) == ("agree", "CONV")


@pytest.mark.parametrize("site", "ABC")
def test_5_trust_is_an_expansion(records, site):
    assert row(records["joint"], row="trust", site=site)["label"] == "EXPA"


@pytest.mark.parametrize("site", "ABC")
def test_6_parents_silence_on_separation_is_by_design(records, site, text):
    found = row(records["joint"], row="separation_parents", site=site)
    assert found["label"] == "SILE"
    assert "The survey is silent, by design" in text


def test_6_preventing_separation_is_told_as_perceived(text):
    assert "This is perceived and was not tested." in text


@pytest.mark.parametrize(
    ("cmoc", "pattern", "where"),
    [
        ("CW09", "recurs", "A B C"),
        ("CW05", "site_only", "A"),
        ("CW07", "site_only", "B"),
        ("CW01", "context_bound", "A C"),
        ("CW03", "context_bound", "B C"),
    ],
)
def test_7_and_8_patterns_are_drafted_right(records, cmoc, pattern, where):
    found = row(records["patterns"], cmoc_id=cmoc)
    assert (found["pattern"], found["supported_in"]) == (pattern, where)


@pytest.mark.parametrize("cmoc", ["CW01", "CW03", "CW05", "CW07"])
def test_8_the_context_that_matters_is_named_by_a_person(records, cmoc):
    found = row(records["patterns"], cmoc_id=cmoc)
    assert found["context_field"]
    assert found["reason"]
    assert found["analyst"]


def test_19_people_met_twice_are_counted_once(records, wales):
    found = row(records["who-took-part"], group="parent")
    planned = [s for s in wales.sample if s.group == "parent"]
    assert found["interviewed_all"] == sum(s.interviews + s.focus_group_n for s in planned) == 47


def test_every_comparison_of_areas_names_area_and_model_and_that_they_cannot_be_told_apart(records):
    between = [
        d
        for id, d in records.items()
        if id.endswith("_by_area") and id.startswith(("means", "contrasts"))
    ]
    assert len(between) == 4
    for display in between:
        caption = display.caption.say("en")
        for area, model in MODELS.items():
            assert f"{area} ({model} advocates)" in caption
        assert CANNOT in " ".join(s.say("en") for s in display.note)


def test_peer_and_professional_are_compared_inside_area_c_alone(records):
    inside = records["contrasts-peer_or_professional"]
    assert "in Area C" in inside.caption.say("en")
    assert CANNOT not in " ".join(s.say("en") for s in inside.note)


def test_spread_stands_beside_the_analysts_confidence_and_their_disagreement(records):
    texts = {r.head.partition(":")[0]: r.cells for r in table(records["theory"], "en").rows}
    assert texts["CW02"][0] == "Thin"
    assert texts["CW02"][1].startswith("Low; moderate; they differ")


def test_the_weak_code_is_flagged_with_its_interval(records):
    rows = {r.head: r.cells for r in table(records["agreement"], "en").rows}
    (cells,) = (c for head, c in rows.items() if head.startswith("Role clarity"))
    assert any("weak" in cell.lower() for cell in cells)
    assert any(re.search(r"0\.\d\d to 0\.\d\d", cell) for cell in cells)


def test_no_main_message_goes_without_what_carries_it(records):
    frame = records["main-messages"].data.frame
    assert frame["finding_id"].nunique() == 6
    assert (frame["evidence"] != "").all()
