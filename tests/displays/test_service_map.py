"""The service map in words: captions, alternative texts and tables, from released values alone."""

from __future__ import annotations

import dataclasses

import pytest
from shown import displayed

from compendium.analysis.service import casework
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.record import canonical, from_record
from compendium.displays.tables import table
from compendium.problems import DisclosureError
from compendium.schemas import empty

PUBLIC = profile_named("welsh_evaluation")
SHOWN = {
    "who_refers": (verbs.who_refers, casework.referrals),
    "referral_years": (
        verbs.referral_years,
        lambda data: casework.referrals(data, by="year"),
    ),
    "waits": (verbs.waits, casework.waits),
    "median_waits": (verbs.median_waits, casework.median_waits),
}


@pytest.fixture
def show(area):
    """One display of the Welsh study, seen from a site or from all."""

    def display(name: str, site: str = ""):
        verb, analysis = SHOWN[name]
        return displayed(verb, Release(area(site), PUBLIC)(analysis(area(site))))

    return display


def said(display, lang="en") -> str:
    return " ".join(s.say(lang) for s in display.note)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_display_has_caption_note_and_table_in_both_languages(show, name, lang):
    display = show(name)
    assert display.caption.say(lang)
    assert said(display, lang)
    assert table(display, lang).rows


@pytest.mark.parametrize("name", SHOWN)
def test_areas_side_by_side_carry_their_models_and_say_the_two_cannot_be_told_apart(show, name):
    display = show(name)
    assert "Area and model cannot be separated here" in said(display)
    text = str(table(display, "en"))
    assert all(f"Area {a} (" in text for a in "ABC")


@pytest.mark.parametrize("name", SHOWN)
def test_one_area_alone_says_nothing_of_the_comparison(show, name):
    display = show(name, "A")
    assert "cannot be separated" not in said(display)
    assert "Area A (peer advocates), up to 30 June 2024" in display.caption.say("en")


def test_the_composition_of_referrals_is_not_called_reach(show):
    expected = "This shows what referrals are made up of, not who is reached."
    assert expected in said(show("who_refers"))


@pytest.mark.parametrize("name", SHOWN)
def test_a_display_comes_back_from_its_record_as_it_was(show, name):
    record = show(name).record()
    assert canonical(from_record(record).record()) == canonical(record)


@pytest.mark.parametrize("name", ["who_refers", "waits"])
def test_numbers_in_the_alternative_text_are_those_of_the_table(show, name):
    import re

    display = show(name)
    cells = str(table(display, "en"))
    numbers = re.findall(r"\d+%|\(\d+\)|\d+ referrals", display.alt.say("en"))
    assert numbers
    assert not [n for n in numbers if re.search(r"\d+%?", n)[0] not in cells]


def test_the_table_of_referrers_has_a_line_of_hidden_numbers_as_such(show):
    rows = {r.head: r.cells for r in table(show("who_refers", "A"), "en").rows}
    assert rows["Others"] == ("[c]",) * 5
    assert rows["All referrals"][3:] == ("305", "82%")


def test_a_column_nobody_is_in_is_left_out(show):
    columns = table(show("who_refers", "A"), "en").columns
    assert "Not recorded" not in columns
    assert columns[0] == "Referred by"


def test_the_last_year_says_that_it_is_not_whole(show):
    heads = [r.head for r in table(show("referral_years", "B"), "cy").rows]
    assert heads == ["2022", "2023", "Hyd at 30 Mehefin 2024"]


def test_waits_have_a_row_a_day_and_then_what_they_rest_on(show):
    rows = table(show("waits", "B"), "en").rows
    assert [r.head for r in rows] == [
        *(f"By day {d}" for d in (7, 14, 21, 28, 42, 56, 84)),
        "Ended without contact by day 84",
        "Accepted referrals followed",
        "Left out: dates contradict each other",
    ]
    assert rows[-1].cells == ("[c]",)
    assert " to " in rows[0].cells[0]


@pytest.mark.parametrize("name", SHOWN)
def test_a_study_without_a_log_says_so(area, name):
    verb, analysis = SHOWN[name]
    data = dataclasses.replace(area(""), referrals=empty("referrals"))
    display = displayed(verb, Release(data, PUBLIC)(analysis(data)))
    assert display.kind == "absent"
    assert display.caption.say("en") == "No casework log came in."


@pytest.mark.parametrize("name", SHOWN)
def test_what_did_not_pass_the_door_is_refused(area, name):
    verb, analysis = SHOWN[name]
    with pytest.raises(DisclosureError, match="Pass it through release"):
        verb("it", analysis(area("A")))
