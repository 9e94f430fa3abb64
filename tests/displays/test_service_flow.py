"""The flow and the quarters drawn: nothing meets, widths follow counts, hidden is not drawn."""

from __future__ import annotations

import dataclasses

import pytest
from measured import measured, outside, overlapping
from shown import displayed

from compendium.analysis.joint_displays.service_flow import service_flow
from compendium.analysis.service import referral_counts
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.service import quarter_bars
from compendium.displays.service.flow_parts import flows_of
from compendium.displays.tables import table

PUBLIC, EXACT = profile_named("welsh_evaluation"), profile_named("exact")


@pytest.fixture
def flow(area):
    def display(site="", profile=PUBLIC):
        return displayed(verbs.service_flow, Release(area(site), profile)(service_flow(area(site))))

    return display


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("profile", [PUBLIC, EXACT], ids=lambda p: p.profile)
def test_no_name_is_cut_and_no_name_meets_another(flow, width, lang, profile):
    sheet = measured(draw(flow("", profile), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


def test_streams_are_as_wide_as_the_numbers_behind_them(flow):
    display = flow("A", EXACT)
    (found,) = flows_of(display.data, "en")
    first = [s for s in found.streams if s.begin[0] == "referrer_type"]
    assert sum(s.width for s in first) == 312
    done = [s for s in found.streams if s.end[0] == "activity"]
    accepted = sum(s.width for s in found.streams if s.end == ("outcome", "yes"))
    assert sum(s.width for s in done) == pytest.approx(accepted, rel=0.03)


def test_what_is_hidden_has_no_stream(flow):
    display = flow("A")
    frame = display.data.frame
    hidden = set(frame.index[display.data.marks["referrals"] == "c"])
    assert hidden
    (found,) = flows_of(display.data, "en")
    assert not hidden & {s.row for s in found.streams if s.column == "referrals"}


def test_the_table_says_every_stream(flow):
    display = flow()
    rows = {r.head: r.cells for r in table(display, "en").rows}
    assert rows["Social workers: About one issue"] == ("100", "140", "85")
    assert "[c]" in rows["Others: Active offer"]


def test_the_alternative_text_names_the_widest_stream_and_what_is_done_most(flow):
    said = flow("B").alt.say("en")
    assert "140 referrals, Social workers" in said
    assert "Preparing for a meeting (19% of activities)" in said


@pytest.fixture
def quarters(area):
    released = Release(area(""), PUBLIC)(referral_counts.by_quarter(area("")))
    return displayed(verbs.quarters, released)


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_bars_of_quarters_have_room(quarters, width, lang):
    sheet = measured(draw(quarters, lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


def test_the_step_planted_in_area_b_stands_on_the_page_and_only_there(quarters):
    panels = {p.heading[:6]: p.bars for p in quarter_bars.panels_of(quarters.data, "en")}
    jumps = {}
    for area, bars in panels.items():
        count = {(bar.year, bar.quarter): bar.count for bar in bars}
        before = max(n for (year, _), n in count.items() if year < "2024")
        jumps[area] = count["2024", "1"] / before
    assert jumps["Area B"] > 1.5
    assert max(jumps["Area A"], jumps["Area C"]) <= 1.0
    assert "most in January to March 2024 (75)" in quarters.alt.say("en")
    rows = {r.head: r.cells for r in table(quarters, "en").rows}
    assert rows["January to March 2024"] == ("25", "75", "35")
    assert "by chance" in " ".join(s.say("en") for s in quarters.note)


def test_a_part_of_a_quarter_is_told_and_is_not_the_least(area):
    data = area("A")
    early = data.referrals.assign(extracted_on="2024-05-10")
    early = early[early["date_referred"] <= "2024-05-10"]
    data = dataclasses.replace(data, referrals=early)
    released = Release(data, EXACT)(referral_counts.by_quarter(data))
    display = displayed(verbs.quarters, released)
    assert "incomplete" in " ".join(s.say("en") for s in display.note)
    assert not quarter_bars.panels_of(released, "en")[0].bars[-1].whole
    assert "To 10 May 2024" not in display.alt.say("en")


def test_nothing_is_drawn_without_a_log(area):
    from compendium.schemas import empty

    data = dataclasses.replace(
        area(""), referrals=empty("referrals"), activities=empty("activities")
    )
    display = displayed(verbs.service_flow, Release(data, PUBLIC)(service_flow(data)))
    assert not has_figure(display)
    assert "No casework log" in display.caption.say("en")
