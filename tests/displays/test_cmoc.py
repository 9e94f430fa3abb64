"""CMOC diagrams: every word is there and can be read, boxes hold their text, arrows touch boxes."""

from __future__ import annotations

import dataclasses
import functools

import pytest
from measured import contrast, crossing, grounds, measured, outside, overlapping
from shown import displayed

from compendium.analysis.theory import realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure, svg
from compendium.displays.record import from_record
from compendium.displays.tables import table
from compendium.displays.theory import realist_verbs
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

NEAR = 0.01  # inches
LONG = ("Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro. " * 4)[:200]
EVERY_SIZE = [(lang, width) for lang in ("en", "cy") for width in (PAGE, PHONE)]


def shown(data, profile="welsh_evaluation", cmocs=()):
    released = Release(data, profile_named(profile))(realist.theory(data, cmocs))
    return displayed(verbs.cmoc_diagram, released, "theory")


@functools.cache
def welsh(area, profile):
    return shown(area(""), profile)


@pytest.fixture
def tiny_data(tiny):
    return open_tables(open_study("tiny"))


def worded(data, text):
    """Tiny with every part of T1 saying `text`."""
    parts = ("context", "m_resource", "m_reasoning", "outcome_intended", "outcome_unintended")
    first, *rest = data.study.cmocs
    first = dataclasses.replace(first, for_whom=text, **dict.fromkeys(parts, text))
    study = dataclasses.replace(data.study, cmocs=(first, *rest))
    return dataclasses.replace(data, study=study)


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize(("lang", "width"), EVERY_SIZE)
def test_every_welsh_cmoc_can_be_read(area, profile, lang, width):
    sheet = measured(draw(welsh(area, profile), lang, width))
    assert not outside(sheet)
    assert not overlapping(sheet)
    assert not crossing(sheet)
    assert min(contrast(t.colour, ground.colour) for t, ground in grounds(sheet)) >= 4.5


@pytest.mark.parametrize(("lang", "width"), EVERY_SIZE)
def test_boxes_grow_with_the_longest_text(tiny_data, lang, width):
    sheet = measured(draw(shown(worded(tiny_data, LONG), "exact"), lang, width))
    assert not outside(sheet)
    assert not overlapping(sheet)
    assert not crossing(sheet)


@pytest.mark.parametrize("width", [PAGE, PHONE])
def test_everything_a_cmoc_says_stands_in_the_diagram(area, wales, width):
    sheet = measured(draw(welsh(area, "welsh_evaluation"), "en", width))
    text = " ".join(t.text for t in sheet.texts)
    for cmoc in wales.cmocs:
        for part in ("cmoc_id", "context", "m_resource", "m_reasoning", "for_whom"):
            assert getattr(cmoc, part) in text
        for outcome in (cmoc.outcome_intended, cmoc.outcome_unintended):
            assert outcome == "none" or outcome in text


@pytest.mark.parametrize("width", [PAGE, PHONE])
def test_arrows_run_from_edge_to_edge(tiny_data, width):
    figure = draw(shown(tiny_data, cmocs=("T1",)), "en", width)
    axis = figure.axes[0]
    boxes = [(*p.get_xy(), p.get_width(), p.get_height()) for p in axis.patches]
    arrows = [t for t in axis.texts if not t.get_text()]
    assert len(arrows) == 2
    across = 1 if width.narrow else 0
    for arrow in arrows:
        ends = [b[across] + s for b in boxes for s in (0, b[2 + across])]
        for point in (arrow.xy, arrow.xyann):
            assert min(abs(point[across] - end) for end in ends) < NEAR
        assert arrow.xy[across] > arrow.xyann[across]


def test_the_mechanism_stands_around_its_resource_and_reasoning(tiny_data):
    sheet = measured(draw(shown(tiny_data, cmocs=("T1",)), "en", PAGE))
    context_outcome_etc = sorted(sheet.others, key=lambda b: b.right - b.left)
    around = context_outcome_etc[-1]
    inside = [b for b in sheet.others if around.left < b.left and b.right < around.right]
    assert len(inside) == 2
    assert all(around.bottom < b.bottom and b.top < around.top for b in inside)


def test_on_a_phone_the_parts_stand_one_below_the_other(tiny_data):
    sheet = measured(draw(shown(tiny_data, cmocs=("T1",)), "en", PHONE))
    heads = ["Context", "Mechanism", "Resource", "Reasoning", "Intended outcome"]
    places = [next(t.top for t in sheet.texts if t.text == head) for head in heads]
    assert places == sorted(places, reverse=True)


def test_the_strength_stands_beneath_in_words(tiny_data):
    sheet = measured(draw(shown(tiny_data, "exact", ("T1",)), "en", PHONE))
    text = " ".join(t.text for t in sheet.texts)
    assert "Spread of the evidence: some: people 4, groups 2, kinds of data 2; 0% refute." in text
    assert "Confidence: AA: moderate; BB: low; they differ." in text


def test_the_alternative_text_says_the_whole_configuration(tiny_data):
    assert shown(tiny_data, "exact").alt.parts["alt"].say("en") == (
        "T1, for whoever is cold. In this context (a cold room), this resource (tea is offered) "
        "leads to this reasoning (somebody thinks of me), and so to this outcome: intended: "
        "people stay; unintended: meetings run late. Spread of the evidence: some. "
        "T2, for the quiet. In this context (nobody listens), this resource (one person does) "
        "leads to this reasoning (I count), and so to this outcome: unintended: people talk for "
        "hours. Spread of the evidence: unsupported."
    )


def test_whose_view_could_not_be_had_stands_in_the_note(tiny_data):
    said = [s.say("en") for s in shown(tiny_data, "exact").note]
    assert "T2: those who left" in said
    assert "T2: those who left" not in [
        s.say("en") for s in shown(tiny_data, "exact", ("T1",)).note
    ]


def test_the_rule_is_printed_with_its_thresholds(tiny_data):
    rule = shown(tiny_data, "exact").note[0].say("en")
    for printed in ("at least 6 people", "3 groups or 2 kinds of data", "less than 20%", "33%"):
        assert printed in rule


def test_a_cmoc_without_any_outcome_says_so(tiny_data):
    first, *rest = tiny_data.study.cmocs
    bare = dataclasses.replace(first, outcome_intended="none", outcome_unintended="")
    study = dataclasses.replace(tiny_data.study, cmocs=(bare, *rest))
    display = shown(dataclasses.replace(tiny_data, study=study), "exact", ("T1",))
    assert "to this outcome: none is stated" in display.alt.say("en")
    assert "Outcome" in [t.text for t in measured(draw(display, "en", PAGE)).texts]


def test_a_study_without_cmocs_says_so_and_draws_nothing(tiny_data):
    study = dataclasses.replace(tiny_data.study, cmocs=())
    display = shown(dataclasses.replace(tiny_data, study=study), "exact")
    assert display.kind == "absent"
    assert not has_figure(display)


def test_the_diagram_is_the_same_from_its_record_and_byte_for_byte(tiny_data):
    display = shown(tiny_data, "exact")
    again = from_record(display.record())
    assert svg(again, "en") == svg(display, "en") == svg(display, "en")
    assert again.alt.say("cy") == display.alt.say("cy")
    assert table(again, "cy") == table(display, "cy")


def test_the_table_beside_the_diagram_says_the_same(tiny_data):
    found = table(shown(tiny_data, "exact"), "en")
    assert found.rows[1].head == "T2"
    assert found.rows[1].cells[:6] == (
        "the quiet",
        "nobody listens",
        "one person does",
        "I count",
        "–",
        "people talk for hours",
    )


def test_english_text_in_a_welsh_diagram_is_marked(tiny_data):
    sheet = measured(draw(shown(tiny_data, "exact", ("T1",)), "cy", PHONE))
    assert "a cold room [Saesneg]" in [t.text for t in sheet.texts]


def test_the_verbs_of_the_theory_are_found_with_the_others():
    for name in ("cmoc_diagram", "theory_table", "evidence_table", "verdict_table"):
        assert getattr(verbs, name) is getattr(realist_verbs, name)


def test_text_is_text(tiny_data):
    assert isinstance(shown(tiny_data, "exact").note[1].parts["who"], Text)
