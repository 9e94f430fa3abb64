"""The explorer: what fits the filters is shown, live, and nothing of it is saved or published."""

from __future__ import annotations

import pytest
from lxml import html

from compendium.analysis import search
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.explore import explorer, found, themes
from compendium.intake.take_in import open_tables
from compendium.problems import DisclosureError
from compendium.study_folder import open_study

BOUNDARIES = {"code_id": "W6.2", "site_id": "C", "group": "social_worker"}


@pytest.fixture
def little(tiny):
    """The tiny study's tables, every site."""
    return open_tables(open_study("tiny"), "")


@pytest.fixture(scope="module")
def team(wales, wales_in):
    tables = open_tables(wales, "")
    return tables, Release(tables, profile_named("exact"))


def places(result) -> set[str]:
    return {place.partition(":")[0] for place in result.frame["segment_id"]}


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        ({}, {"c1", "c2", "c3", "c4", "c5", "c6", "c8"}),
        ({"code_id": "K1"}, {"c1", "c2", "c5", "c6", "c8"}),
        ({"code_id": "K1.2"}, {"c1", "c5", "c8"}),
        ({"site_id": "002"}, {"c5", "c6", "c8"}),
        ({"group": "worker"}, {"c4", "c8"}),
        ({"code_id": "K1.2", "site_id": "002", "group": "parent"}, {"c5"}),
        ({"words": "TY BACH"}, {"c5"}),
        ({"words": "tea"}, {"c1", "c8"}),
        ({"words": "must never be seen"}, set()),
        ({"code_id": "K2", "words": "tea"}, set()),
    ],
)
def test_filters_find_what_they_say(little, filters, sources):
    found = places(search.passages(little, **filters))
    assert found == {f"{case} interview" for case in sources}


def test_counts_are_of_passages_people_and_sources(little):
    frame = search.counts(little, code_id="K1.2").frame
    rows = frame.set_index(["site_id", "group"])[["passages", "people", "sources"]]
    assert rows.loc[("all", "all")].tolist() == [3, 3, 3]
    assert rows.loc[("002", "worker")].tolist() == [1, 1, 1]


def test_all_quotes_on_boundaries_by_social_workers_in_area_c(team, wales):
    # Counted by hand in synthetic/passages/area_c.csv: C108, C113, C116, C121, C127.
    result = search.passages(team[0], **BOUNDARIES)
    assert len(result.frame) == 5
    assert result.frame["text"].str.startswith("They don't coach, and in court work").sum() == 1


def test_every_theme_of_the_codebook_can_be_chosen_and_shows_its_depth(little):
    assert themes(little) == [
        ("(all)", ""),
        ("Warmth", "K1"),
        ("\u2003Listening", "K1.1"),
        ("\u2003Tea", "K1.2"),
        ("Papers", "K2"),
    ]


def test_what_people_said_comes_out_as_text(team):
    page = html.fromstring(found(*team, **BOUNDARIES))
    assert len(page.xpath("//table")) == 2
    assert "Passages: 5. Known people: 5." in page.text_content()


def test_nothing_found_says_so(team):
    assert "Nothing fits" in found(*team, words="no such words anywhere")


def test_a_public_profile_shows_no_passage(team):
    with pytest.raises(DisclosureError, match="make explore"):
        found(team[0], Release(team[0], profile_named("welsh_evaluation")))


def test_choosing_changes_what_is_shown_at_once(team):
    box = explorer(*team)
    theme, area, group, words, shown = box.children
    everything = shown.value
    theme.value, area.value, group.value = "W6.2", "C", "social_worker"
    assert "Passages: 5. Known people: 5." in shown.value
    words.value = "coach"
    assert "Passages: 1. Known people: 1." in shown.value
    theme.value, area.value, group.value, words.value = "", "", "", ""
    assert shown.value == everything
