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


def beside(records, topic, area):
    """The cells of one topic in one area: survey, talk, quote, draft and conclusion, in lines."""
    rows = iter(table(records["joint"], "en").rows)
    next(r for r in rows if r.depth == 0 and r.head == topic)
    return [c.split("\n") for c in next(r for r in rows if r.head == f"Area {area}").cells]


def quoted(records, topic, area):
    """Of each quote of a topic in an area which way it leans and who spoke."""
    found = row(records["joint"], row=topic, site=area)
    places = [p for p in ("quote", "second") if found[f"{p}_text"]]
    return [(found[f"{p}_lean"], found[f"{p}_group"], found[f"{p}_area"]) for p in places]


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


def test_4_collaboration_in_a_is_low_in_the_survey_beside_warm_words(records):
    survey, talk, quote, draft, conclusion = beside(
        records, "Collaboration as social workers see it", "A"
    )
    assert (survey[0], talk[0], draft[0]) == ("Unfavourable", "Favourable", "Disagree")
    assert quoted(records, "collaboration", "A") == [("favourable", "social_worker", "A")]
    assert quote[0] == "Favourable"
    assert quote[-1] == "Social worker, Area A"
    assert conclusion[0] == "Divergence"
    assert "had all worked with an advocate" in conclusion[1]
    assert [line for line in conclusion if line.startswith("Follow-up: ")]


def test_4_role_clarity_in_a_is_low_in_both_and_its_quote_says_so(records):
    survey, talk, _, draft, conclusion = beside(
        records, "Clarity of the role to social workers", "A"
    )
    assert (survey[0], talk[0], draft[0]) == ("Unfavourable", "Unfavourable", "Agree")
    assert quoted(records, "role_clarity", "A") == [("unfavourable", "social_worker", "A")]
    assert conclusion[0] == "Convergence"
    assert not [line for line in conclusion if line.startswith("Follow-up: ")]


@pytest.mark.parametrize("site", "ABC")
def test_5_trust_is_an_expansion(records, site):
    assert row(records["joint"], row="trust", site=site)["label"] == "EXPA"


@pytest.mark.parametrize("site", "ABC")
def test_5_trust_rises_little_and_less_than_having_a_say(records, site):
    trust, say = (
        row(records["joint"], row=topic, site=site) for topic in ("trust", "decision_making")
    )
    assert trust["difference"] == pytest.approx(0.3, abs=0.06)
    assert trust["difference"] < say["difference"]


def test_5_where_talk_of_trust_is_mixed_both_sides_are_quoted(records):
    found = row(records["joint"], row="trust", site="A")
    assert found["qual_signal"] == "mixed"
    assert quoted(records, "trust", "A") == [
        ("favourable", "parent", "A"),
        ("unfavourable", "parent", "A"),
    ]


@pytest.mark.parametrize("site", "ABC")
def test_6_parents_silence_on_separation_is_by_design(records, site, text):
    found = row(records["joint"], row="separation_parents", site=site)
    assert (found["quant_signal"], found["draft"]) == ("not_asked", "silent_survey_by_design")
    assert found["label"] == "SILE"
    assert "The survey is silent, by design" in text


def test_6_preventing_separation_is_told_as_perceived(text):
    assert "What survey and interviews say about it is what people believe." in text


@pytest.mark.parametrize("site", "ABC")
@pytest.mark.parametrize("of", ["parents", "social workers"])
def test_6_every_conclusion_on_separation_says_that_it_is_believed(records, of, site):
    *_, conclusion = beside(records, f"Preventing separation, as {of} see it", site)
    assert re.search(r"\bperceived\b|\bbelief\b|\bbelieve\b", conclusion[1])


@pytest.mark.parametrize("site", "ABC")
def test_6_what_parents_say_of_separation_is_quoted_though_nobody_was_asked(records, site):
    survey, *_ = beside(records, "Preventing separation, as parents see it", site)
    assert survey == ["Not asked"]
    assert quoted(records, "separation_parents", site) == [("favourable", "parent", site)]


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
    # What is found in one area alone was looked for in every other.
    assert found["looked_for"] == "A B C"
    assert found["final"] == pattern


@pytest.mark.parametrize("cmoc", ["CW01", "CW03", "CW05", "CW07"])
def test_8_the_context_that_matters_is_named_by_a_person(records, cmoc):
    found = row(records["patterns"], cmoc_id=cmoc)
    assert found["context_field"] in found["differs"].split()
    assert found["reason"]
    assert found["analyst"]


def test_quotes_beside_the_survey_are_approved_words_of_people_who_agreed(records, wales_in):
    frame, approved = records["joint"].data.frame, wales_in.tables["quotes"]
    said = set(frame["quote_text"]) | set(frame["second_text"])
    assert said - {""} <= set(approved["approved_text"])
    agreed = wales_in.tables["participants"].set_index("participant_id")["quote_consent"]
    assert approved["participant_id"].map(agreed).all()


def test_quotes_in_welsh_are_marked_as_welsh_with_their_translation_beside(welsh_pages):
    page = html.parse(welsh_pages / "cross-site.html").getroot()
    spoken = page.xpath("//*[@id='joint']//span[@class='said']//span[@lang='cy']")
    assert spoken
    for words in spoken:
        (translation,) = words.xpath("following-sibling::span[contains(@class, 'translation')]")
        assert translation.get("lang") == "en"
        assert translation.text_content().startswith("[translated] ")


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
    assert frame["finding_id"].nunique() == 3
    assert (frame["evidence"] != "").all()
