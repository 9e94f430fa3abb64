"""The code tree: its bars, numbers and branches, and that all of it can be read."""

from __future__ import annotations

import dataclasses
import functools

import pandas as pd
import pytest
from measured import measured, outside, overlapping
from shown import displayed, released

from compendium.analysis.qualitative import theme_counts
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure, svg
from compendium.displays.qualitative.code_tree import FILL
from compendium.words import Text

LONG = "Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro. " * 2
LABELS = {
    "code_id": {"any": Text("Any theme"), "W": Text("Warmth", "Cynhesrwydd"), "W.1": Text("Tea")},
    "parent": {"any": Text(""), "W": Text(""), "W.1": Text("W")},
    "group": {"parent": Text("parents", "rhieni"), "": Text("speaker not known")},
    "asked_about": {},
    "coding_of_record": {"rule": Text("C1", "C1")},
}
COUNTS = ["people", "asked", "events", "segments", "words", "unknown"]


def counted(*rows, **labels):
    """Theme counts made by hand: (code, group, people, asked, events, segments, words, unknown)."""
    by = ("code_id", "group")
    kinds = {**dict.fromkeys(by, "key"), **dict.fromkeys(COUNTS, "count"), "asked": "base"}
    frame = pd.DataFrame(rows, columns=[*by, *COUNTS])
    parts = {"labels": LABELS | labels, "method": "method_theme_counts", "profile": "exact"}
    return released("theme_counts", frame, by, kinds, **parts)


ROWS = [
    ("any", "parent", 10, 20, 9, 30, 900, 0),
    ("any", "", 0, 0, 1, 2, 30, 2),
    ("W", "parent", 10, 20, 9, 20, 400, 0),
    ("W", "", 0, 0, 1, 2, 30, 2),
    ("W.1", "parent", 5, 20, 5, 5, 100, 0),
    ("W.1", "", 0, 0, 0, 0, 0, 0),
]


@functools.cache
def welsh(area, by, verb, guide=()):
    data = area("")
    coding = dataclasses.replace(data.study.header.coding, asked_about=guide)
    header = dataclasses.replace(data.study.header, coding=coding)
    data = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    made = Release(data, profile_named("exact"))(theme_counts.counts(data, by))
    return displayed(verb, made)


def filled(sheet):
    """How long each filled bar is, from the top of the figure down."""
    bars = [b for b in sheet.others if b.colour == FILL.lower()]
    return [b.right - b.left for b in sorted(bars, key=lambda b: -b.top)]


def texts(display, lang="en", width=PAGE):
    return [t.text for t in measured(draw(display, lang, width)).texts]


@pytest.mark.sampled(8)
@pytest.mark.parametrize("by", [(), ("group",), ("site", "round"), ("data_type", "group")], ids=str)
@pytest.mark.parametrize("verb", [verbs.code_tree, verbs.code_tree_words], ids=["people", "words"])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_the_welsh_tree_can_be_read(area, by, verb, lang, width):
    sheet = measured(draw(welsh(area, by, verb, ("W1", "W3.1")), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_no_number_stands_on_a_bar(area, width):
    sheet = measured(draw(welsh(area, ("group",), verbs.code_tree_words), "cy", width))
    assert not [t.text for t in sheet.texts for bar in sheet.others if t.meets(bar)]


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_long_names_stay_on_the_sheet(width):
    codes = {code: Text(LONG, LONG) for code in LABELS["code_id"]}
    groups = {group: Text(LONG, LONG) for group in LABELS["group"]}
    made = counted(*ROWS, code_id=codes, group=groups, asked_about={"W": Text(LONG)})
    for verb in (verbs.code_tree, verbs.code_tree_words):
        sheet = measured(draw(displayed(verb, made), "en", width))
        assert outside(sheet) == []
        assert overlapping(sheet) == []


def test_a_bar_of_people_is_as_long_as_their_share_of_those_asked():
    any_theme, warmth, tea = filled(
        measured(draw(displayed(verbs.code_tree, counted(*ROWS)), "en"))
    )
    assert any_theme == pytest.approx(warmth, abs=0.01)
    assert tea == pytest.approx(warmth / 2, abs=0.01)
    # The frame of all who were asked is twice as long as ten of twenty.
    sheet = measured(draw(displayed(verbs.code_tree, counted(*ROWS)), "en"))
    assert max(b.right - b.left for b in sheet.others) == pytest.approx(2 * warmth, abs=0.03)


def test_bars_of_words_go_by_the_theme_with_most_and_any_theme_has_none():
    lengths = filled(measured(draw(displayed(verbs.code_tree_words, counted(*ROWS)), "en")))
    whole = max(lengths)
    expected = [0, 0, whole, whole * 30 / 400, whole / 4, 0]
    assert sorted(lengths) == pytest.approx(sorted(expected), abs=0.01)


def test_people_have_no_column_where_nobody_known_was_asked():
    assert "Speaker not known" not in " ".join(texts(displayed(verbs.code_tree, counted(*ROWS))))
    words = " ".join(texts(displayed(verbs.code_tree_words, counted(*ROWS))))
    assert all(word in words for word in ("Speaker", "known"))


def test_every_code_has_its_numbers_and_each_group_those_asked():
    said = texts(displayed(verbs.code_tree, counted(*ROWS)))
    assert {"Warmth", "Tea", "10", "5", "20 asked"} <= set(said)


def test_a_code_asked_about_has_a_star_that_the_key_explains():
    said = texts(displayed(verbs.code_tree, counted(*ROWS, asked_about={"W": Text("Warmth")})))
    assert "Warmth *" in said
    assert "* asked about in the topic guide" in said
    assert not [t for t in texts(displayed(verbs.code_tree, counted(*ROWS))) if "*" in t]


def test_branches_lead_from_a_code_to_those_below_it():
    axis = draw(displayed(verbs.code_tree, counted(*ROWS)), "en").axes[0]
    (branch,) = axis.lines
    by_name = {t.get_text(): t.get_position() for t in axis.texts}
    assert branch.get_xdata()[0] > by_name["Warmth"][0]
    assert branch.get_xdata()[-1] < by_name["Tea"][0]
    assert by_name["Warmth"][1] < branch.get_ydata()[0] < branch.get_ydata()[-1]


def test_a_tree_nobody_was_asked_for_is_a_table_alone():
    nobody = [row for row in ROWS if not row[1]]
    assert not has_figure(displayed(verbs.code_tree, counted(*nobody)))
    assert has_figure(displayed(verbs.code_tree_words, counted(*nobody)))


def test_an_empty_tree_says_that_nobody_was_interviewed():
    display = displayed(verbs.code_tree, counted())
    assert display.kind == "absent"
    assert "Nobody was interviewed" in display.caption.say("en")


def test_the_same_tree_has_the_same_bytes(area):
    display = welsh(area, ("group",), verbs.code_tree)
    assert svg(display, "cy", PHONE) == svg(display, "cy", PHONE)


def test_the_alternative_text_names_the_theme_with_the_longest_bar():
    alt = displayed(verbs.code_tree, counted(*ROWS)).alt.say("en")
    assert "Tree of 2 themes" in alt
    assert '"Warmth": 10 people' in alt
