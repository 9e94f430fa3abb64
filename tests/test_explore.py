"""The explorer: filters combine, the map is clicked to its passages, all of it for the team."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from lxml import html
from tiny import write_tiny

from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.qualitative.heat_cells import TINTS
from compendium.explore import explorer, filters, grid, shown
from compendium.explore.filters import Filters
from compendium.explore.grid import TOGETHER, Cell
from compendium.explore.panel import Panel
from compendium.explore.talk import Talk
from compendium.instruments import Item, Option, Scale
from compendium.intake.tables import open_tables
from compendium.problems import DisclosureError
from compendium.study_folder import open_study
from compendium.words import Text

BOUNDARIES = {"theme": "W6.2", "site": "C", "group": "social_worker"}


@pytest.fixture(scope="module")
def little(tmp_path_factory):
    """The tiny study's tables, every site."""
    folder = write_tiny(tmp_path_factory.mktemp("tiny"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(folder.parent))
        return open_tables(open_study("tiny"), "")


@pytest.fixture
def panel(little):
    return opened(little)


@pytest.fixture(scope="module")
def team(wales, wales_in):
    tables = open_tables(wales, "")
    return Panel(tables, Release(tables, profile_named("exact")))


def opened(data) -> Panel:
    return Panel(data, Release(data, profile_named("exact")))


def places(data, **chosen) -> set[str]:
    """The sources of the passages that fit."""
    talk = Talk(data)
    return set(talk.passages.loc[filters.fitting(talk, Filters(**chosen)), "event_id"])


def choose(panel: Panel, **chosen: str) -> None:
    for name, value in chosen.items():
        panel.fields[name].value = value


def line(panel: Panel) -> str:
    return html.fromstring(panel.line.value).text_content()


def said(panel: Panel) -> str:
    return html.fromstring(panel.words.value).text_content()


@pytest.mark.parametrize(
    ("chosen", "cases"),
    [
        ({}, "c1 c2 c3 c4 c5 c6 c8"),
        ({"theme": "K1"}, "c1 c2 c5 c6 c8"),
        ({"theme": "K1.2"}, "c1 c5 c8"),
        ({"site": "002"}, "c5 c6 c8"),
        ({"group": "worker"}, "c4 c8"),
        ({"theme": "K1.2", "site": "002", "group": "parent"}, "c5"),
        ({"words": "TY BACH"}, "c5"),
        ({"words": "tea"}, "c1 c8"),
        ({"words": "must never be seen"}, ""),
        ({"theme": "K2", "words": "tea"}, ""),
        ({"rule": "C2"}, "c1 c2"),
        ({"rule": "C2", "theme": "K2"}, "c2"),
        ({"rule": "consensus", "theme": "K1.1"}, "c1 c6"),
        ({"rule": "union", "theme": "K2"}, "c2 c3 c4"),
        ({"valence": "favourable"}, "c1 c8"),
        ({"valence": "unfavourable", "theme": "K2"}, "c3"),
        ({"valence": "not_judged"}, "c4 c5 c6"),
        ({"round": "R1", "group": "worker"}, "c4 c8"),
        ({"attribute": "surveyed", "level": "no"}, "c4 c8"),
        ({"attribute": "quote_consent", "level": "no"}, "c3"),
        ({"attribute": "quote_consent"}, "c1 c2 c3 c4 c5 c6 c8"),
        ({"query": "K1 and not K1.1"}, "c1 c5 c8"),
        ({"query": "K1 and not K1.1", "site": "002", "words": "tea"}, "c8"),
        ({"query": "K2", "rule": "union", "group": "parent"}, "c2 c3"),
    ],
)
def test_filters_find_what_they_say_and_all_combine(little, chosen, cases):
    assert places(little, **chosen) == {f"{case} interview" for case in cases.split()}


def test_a_retired_code_is_no_choice_and_every_other_shows_its_depth(little):
    assert filters.themes(Talk(little)) == [
        ("(all)", ""),
        ("Warmth", "K1"),
        ("\u2003Listening", "K1.1"),
        ("\u2003Tea", "K1.2"),
        ("Papers", "K2"),
    ]


def test_the_coding_of_record_stands_first_and_by_name(little):
    assert filters.rules(Talk(little))[:2] == [("C1, the coding of record", ""), ("C2", "C2")]


def with_a_question(data):
    """The study with a question of a choice: c1 and c5 drink milk, c2 sugar, nobody neither."""
    levels = tuple(Option(i, Text(t, t)) for i, t in enumerate(("milk", "sugar", "neither"), 1))
    (form,) = data.study.instruments
    form = dataclasses.replace(
        form,
        scales=(*form.scales, Scale("TAKES", "choice", levels)),
        items=(*form.items, Item("D1", "open", Text("With what?", "Gyda beth?"), "TAKES")),
    )
    one = data.answers.iloc[:1].assign(item_id="D1", stage="single")
    rows = [one.assign(participant_id=who, value=v) for who, v in (("Q1", 1), ("Q5", 1), ("Q2", 2))]
    return dataclasses.replace(
        data,
        study=dataclasses.replace(data.study, instruments=(form,)),
        answers=pd.concat([data.answers, *rows], ignore_index=True),
    )


def test_attributes_are_the_studys_own_questions(little):
    assert not [a for a in Talk(little).attributes if "D1" in a]
    asked = with_a_question(little)
    attribute = Talk(asked).attributes["form D1 single"]
    named = [label.en for label in attribute.levels.values()]
    assert (attribute.label.en, named) == ("With what?", ["milk", "sugar", "neither", "not known"])
    chosen = {"attribute": "form D1 single", "level": "1"}
    assert places(asked, **chosen) == {"c1 interview", "c5 interview"}
    assert places(asked, **chosen, theme="K1.1") == {"c1 interview"}


def test_what_a_speaker_answered_stands_beside_the_passage(little):
    panel = opened(with_a_question(little))
    choose(panel, words="listened to me")
    assert "With what? milk" in said(panel)


def numbers(panel: Panel, attribute: str, **chosen: str) -> dict[tuple[str, str], tuple[int, int]]:
    """People and passages of each cell of the map that has any."""
    talk, asked = panel.talk, Filters(**chosen)
    fits = filters.fitting(talk, asked)
    frame = grid.cells(talk, talk.coding(asked.rule), fits, attribute).frame
    rows = frame[frame["passages"] > 0].set_index(["code_id", "level"])
    return {key: (int(r.people), int(r.passages)) for key, r in rows.iterrows()}


def test_cells_count_people_and_passages_once_for_a_theme_and_those_above_it(panel):
    cells = numbers(panel, "site")
    # c1 has two passages, on listening and on tea: one person of warmth.
    assert cells["K1", "001"] == (2, 3)
    assert cells["K1", TOGETHER] == (5, 6)
    assert cells["K1.2", TOGETHER] == (3, 3)
    assert ("K2", "002") not in cells


def test_cells_count_what_fits_the_filters_alone(panel):
    assert numbers(panel, "group", words="tea") == {
        ("K1", TOGETHER): (2, 2),
        ("K1", "parent"): (1, 1),
        ("K1", "worker"): (1, 1),
        ("K1.2", TOGETHER): (2, 2),
        ("K1.2", "parent"): (1, 1),
        ("K1.2", "worker"): (1, 1),
    }


def test_talk_of_unknown_speakers_counts_for_no_person(little):
    nobody = little.segments.assign(
        participant_id=little.segments["participant_id"].where(
            little.segments["event_id"] != "c5 interview", ""
        ),
    )
    cells = numbers(opened(dataclasses.replace(little, segments=nobody)), "site")
    assert cells["K1", "002"] == (2, 3)


def test_all_passages_on_boundaries_by_social_workers_in_area_c(team):
    # Counted by hand in synthetic/passages/area_c.csv: C108, C113, C116, C121, C127.
    team._start_again(None)
    choose(team, **BOUNDARIES)
    assert line(team) == "5 of 563 passages. Known people: 5. Sources: 5."
    assert said(team).count("They don't coach, and in court work") >= 1
    choose(team, words="coach")
    assert line(team).startswith("1 of 563 passages. Known people: 1.")


def test_every_filter_can_be_taken_away_at_once(panel):
    everything = panel.line.value
    choose(panel, theme="K1", site="002", words="tea", query="K1", attribute="surveyed", level="no")
    panel.click(Cell("K1", "group", "worker"))
    assert line(panel).startswith("1 of 8")
    panel.reset.click()
    assert panel.line.value == everything
    assert panel.filters == Filters()
    assert panel.cell is None


def test_a_cell_shows_its_passages_and_a_second_click_takes_it_away(panel):
    cell = Cell("K1", "group", "worker")
    button = panel.map.cells[cell]
    assert button.description == "1 (1)"
    button.click()
    assert "I make the tea." in said(panel)
    assert "Nobody listened" not in said(panel)
    assert button.description == "✓ 1 (1)"
    assert "press again" in button.tooltip
    button.click()
    assert "Nobody listened" in said(panel)
    assert button.description == "1 (1)"


def test_an_empty_cell_cannot_be_pressed(panel):
    panel.map.all.click()
    button = panel.map.cells[Cell("K1.1", "group", "worker")]
    assert button.disabled
    assert button.description == "·"


def test_a_chosen_cell_stays_with_other_filters_and_goes_with_its_row_or_column(panel):
    panel.click(Cell("K1", "group", "parent"))
    choose(panel, site="002")
    assert line(panel).startswith("2 of 8")
    choose(panel, theme="K2")
    assert panel.cell is None
    panel.reset.click()
    panel.click(Cell("K1", "group", "parent"))
    panel.across.value = "site"
    assert panel.cell is None


def test_rows_fold_and_a_chosen_theme_is_unfolded(panel):
    def rows() -> list[str]:
        return [row.theme for row in panel.map.visible()]

    assert rows() == ["K1", "K2"]
    panel.map.heads["K1"].click()
    assert rows() == ["K1", "K1.1", "K1.2", "K2"]
    panel.map.heads["K1"].click()
    assert rows() == ["K1", "K2"]
    panel.map.all.click()
    assert rows() == ["K1", "K1.1", "K1.2", "K2"]
    panel.map.all.click()
    choose(panel, theme="K1")
    assert rows() == ["K1", "K1.1", "K1.2"]


@pytest.mark.parametrize("across", ["site", "round", "quote_consent", "language"])
def test_columns_of_the_map_can_be_any_attribute(panel, across):
    panel.across.value = across
    assert panel.map.cells[Cell("K1", across, TOGETHER)].description == "5 (6)"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("K1 and and", "a code or an attribute is missing before 'and'"),
        ("Warmht", "Is K1 Warmth meant?"),
        ('"tea', "a quote is opened and not closed"),
        ("group = nobody", "group = 'nobody' does not occur"),
    ],
)
def test_a_query_that_cannot_be_read_is_told_and_left_out(panel, query, sentence):
    choose(panel, site="002", query=query)
    told = html.fromstring(panel.error.value).text_content()
    assert told.startswith("Not used.")
    assert sentence in told
    assert line(panel).startswith("3 of 8")
    choose(panel, query="Tea")
    assert panel.error.value == ""
    assert line(panel).startswith("2 of 8")


def test_passages_are_shown_a_page_at_a_time(panel, monkeypatch):
    monkeypatch.setattr(shown, "PAGE", 3)
    panel.look()
    assert (panel.pages.value, panel.back.disabled) == ("1 to 3 of 8", True)
    panel.on.click()
    panel.on.click()
    assert (panel.pages.value, panel.on.disabled) == ("7 to 8 of 8", True)
    panel.back.click()
    assert panel.pages.value == "4 to 6 of 8"
    choose(panel, site="002")
    assert panel.on.layout.display == "none"


def test_a_passage_comes_with_who_where_and_what_was_said_around_it(panel):
    choose(panel, words="listened to me")
    told = said(panel)
    assert "Ann, parent, First" in told
    assert "c1 interview, turn 1, characters 20 to 39" in told
    assert "Listening (favourable)" in told
    assert "May be quoted once somebody approves the wording." in told
    before, passage, after = html.fromstring(panel.words.value).xpath("//details[1]/p")
    assert before.text_content() == "Interviewer: Go on."
    assert passage.text_content() == "She listened to me."
    assert after.text_content() == "There was tea, always."


def test_what_was_said_is_text_and_never_markup(little):
    text = "<script>alert(1)</script> & more"
    spoilt = dataclasses.replace(little, segments=little.segments.assign(text=text))
    panel = opened(spoilt)
    assert "<script>" not in panel.words.value
    assert said(panel).count(text) == 8


def test_welsh_stands_with_its_translation_marked_as_one(little):
    welsh = little.segments["event_id"] == "c5 interview"
    talk = little.segments.assign(lang=little.segments["lang"].where(~welsh, "cy"))
    data = dataclasses.replace(little, segments=talk)
    panel = opened(data)
    choose(panel, words="twt")
    assert 'lang="cy"' in panel.words.value
    assert "no translation has been approved" in said(panel)
    columns = ["segment_id", "site_id", "participant_id", "group", "lang", "data_origin"]
    approved = talk.loc[welsh, columns].assign(approved_text="Tŷ bach", translation_en="A loo")
    panel = opened(dataclasses.replace(data, quotes=approved))
    choose(panel, words="twt")
    assert "Translation from Welsh: A loo" in said(panel)
    assert "Wording approved for print." in said(panel)


def test_nothing_found_says_so(panel):
    choose(panel, words="no such words anywhere")
    assert "Nothing fits" in said(panel)


def test_a_study_without_any_coding_opens_with_nothing(little):
    panel = opened(dataclasses.replace(little, codings=little.codings[:0]))
    assert line(panel) == "0 of 0 passages. Known people: 0. Sources: 0."


def test_a_study_without_its_exports_shows_passages_without_what_was_around_them(tiny):
    data = open_tables(open_study("tiny"), "")
    (tiny / "raw" / "talk.qdpx").unlink()
    panel = opened(data)
    assert "listened" in said(panel)
    assert "<details>" not in panel.words.value


def test_seen_from_one_site_there_is_its_talk_alone(tiny):
    panel = opened(open_tables(open_study("tiny"), "002"))
    assert line(panel).startswith("3 of 3")


def test_a_public_profile_shows_no_passage(little):
    with pytest.raises(DisclosureError, match="make explore"):
        explorer(little, Release(little, profile_named("welsh_evaluation")))


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("tint", "ink"), TINTS)
def test_a_cell_can_be_read_whatever_the_theme(tint, ink):
    light, dark = sorted((luminance(tint), luminance(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
