"""The whole theory drawn: every word can be read, no link lies on another or on a text."""

from __future__ import annotations

import dataclasses
import functools
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measured import HAIR, contrast, crossing, grounds, measured, outside, overlapping
from shown import displayed

from compendium.analysis.theory import programme, realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure, svg
from compendium.displays.record import from_record
from compendium.displays.tables import table
from compendium.displays.theory.theory_map import STROKES
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.theory import CmocLink

LONG = "Mae'r anghydraddoldeb a'r gwrthwynebiad yn llesteirio " + "llanfair" * 12
EVERY_SIZE = [(lang, width) for lang in ("en", "cy") for width in (PAGE, PHONE)]
KINDS = ("ripple", "dampening", "loop")


def shown(data, profile="welsh_evaluation"):
    released = Release(data, profile_named(profile))(programme.whole(data))
    return displayed(verbs.theory_map, released, "whole")


@functools.cache
def welsh(area):
    return shown(area(""))


@pytest.fixture
def tiny_data(tiny):
    return open_tables(open_study("tiny"))


def with_theory(data, count, links=(), text="they stay", statements=3):
    """Tiny with `count` CMOCs, in turn under each of some statements, and links by number."""
    first, told = data.study.cmocs[0], data.study.statements[0]
    cmocs = tuple(
        dataclasses.replace(
            first, cmoc_id=f"N{i:02}", pt_id=f"S{i % statements}", outcome_intended=text
        )
        for i in range(count)
    )
    said = tuple(
        dataclasses.replace(told, pt_id=f"S{i}", then_text=text) for i in range(statements)
    )
    drawn = tuple(
        CmocLink(f"N{a:02}", f"N{b:02}", text, kind, contested, text if contested else "")
        for a, b, kind, contested in links
    )
    study = dataclasses.replace(data.study, cmocs=cmocs, statements=said, links=drawn)
    return dataclasses.replace(data, study=study)


def some_links(count):
    """Links forwards, backwards, to itself and twice, of every kind, some contested."""
    return [
        (i, (i * 7 + step) % count, KINDS[(i + step) % 3], i % 4 == 0)
        for i in range(count)
        for step in (0, 3)
    ]


def lines_of(figure):
    """The straight pieces of every link, by link: its way from one box to the other."""
    colours = {s.colour for s in STROKES.values()}
    found = []
    for line in figure.axes[0].lines:
        points = list(zip(*line.get_data(), strict=True))
        if line.get_color() in colours and len(points) == 4:
            found.append([(*points[i], *points[i + 1]) for i in range(3)])
    return found


def lie_on_one_another(one, other):
    """Whether two straight pieces, level or upright, share more than a point."""
    (ax, ay, bx, by), (cx, cy, dx, dy) = one, other
    level, also_level = abs(ay - by) < 1e-9, abs(cy - dy) < 1e-9
    if level != also_level:
        return False
    if level:
        return (
            abs(ay - cy) < HAIR
            and min(max(ax, bx), max(cx, dx)) - max(min(ax, bx), min(cx, dx)) > HAIR
        )
    return (
        abs(ax - cx) < HAIR and min(max(ay, by), max(cy, dy)) - max(min(ay, by), min(cy, dy)) > HAIR
    )


def check(figure, links):
    """Everything that must hold of every drawing of a theory."""
    sheet = measured(figure)
    assert not outside(sheet)
    assert not overlapping(sheet)
    assert not crossing(sheet)
    ways = lines_of(figure)
    assert len(ways) == links
    for one, other in combinations(ways, 2):
        assert not any(lie_on_one_another(a, b) for a in one for b in other)
    for way in ways:
        for text in sheet.texts:
            x, y = way[1][0], (sheet.height - text.top, sheet.height - text.bottom)
            low, high = sorted((way[1][1], way[1][3]))
            meets = text.left < x < text.right and low < y[1] - HAIR and y[0] + HAIR < high
            assert not meets, text.text


@pytest.mark.parametrize(("lang", "width"), EVERY_SIZE)
def test_the_welsh_theory_can_be_read(area, lang, width):
    figure = draw(welsh(area), lang, width)
    check(figure, 9)
    sheet = measured(figure)
    assert min(contrast(t.colour, ground.colour) for t, ground in grounds(sheet)) >= 4.5


@pytest.mark.sampled(6)
@pytest.mark.parametrize("count", [1, 2, 13, 40])
@pytest.mark.parametrize("width", [PAGE, PHONE])
@pytest.mark.parametrize("text", ["stay", LONG])
def test_theories_of_every_size_can_be_read(tiny_data, count, width, text):
    links = some_links(count)
    data = with_theory(tiny_data, count, links, text)
    check(draw(shown(data, "exact"), "en", width), len(links))


@settings(max_examples=25)
@given(
    count=st.integers(1, 9),
    statements=st.integers(1, 9),
    picks=st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(KINDS)), max_size=14
    ),
    length=st.integers(0, 60),
    width=st.sampled_from([PAGE, PHONE]),
)
def test_whatever_links_there_are_none_meets_another(
    tiny_once, count, statements, picks, length, width
):
    links = [(a % count, b % count, kind, a > b) for a, b, kind in picks]
    data = with_theory(tiny_once, count, links, ("wide " * length).strip() or "x", statements)
    check(draw(shown(data, "exact"), "cy", width), len(links))


@pytest.fixture(scope="module")
def tiny_once(tmp_path_factory):
    """The tiny study's tables, opened once."""
    import tiny as tiny_study

    from compendium.intake.take_in import take_in

    root = tmp_path_factory.mktemp("once")
    tiny_study.write_tiny(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        study = open_study("tiny")
        take_in(study)
        return open_tables(study)


def test_a_study_without_configurations_has_no_figure(tiny_data):
    study = dataclasses.replace(tiny_data.study, cmocs=(), links=(), confidence=(), patterns=())
    display = shown(dataclasses.replace(tiny_data, study=study), "exact")
    assert display.kind == "absent"
    assert not has_figure(display)


def test_without_links_the_boxes_stand_alone_and_the_note_says_so(tiny_data):
    display = shown(with_theory(tiny_data, 4), "exact")
    check(draw(display, "en", PAGE), 0)
    assert "The study names no links between configurations." in [s.say("en") for s in display.note]


def test_a_box_says_its_outcome_and_its_spread_in_words(area):
    text = " ".join(t.text for t in measured(draw(welsh(area), "en", PAGE)).texts)
    assert "CW02: sustained effort on the plan" in text
    assert text.count("Spread: ") == 13


def test_a_number_stands_at_both_ends_of_its_link_and_in_the_key(area):
    texts = [t.text for t in measured(draw(welsh(area), "en", PHONE)).texts]
    assert [texts.count(str(n)) for n in range(1, 9)] == [3] * 8
    assert (texts.count("9 loop"), texts.count("9")) == (2, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_only_contested_links_are_broken(tiny_data, kind):
    links = [(0, 1, kind, False), (1, 0, kind, True)]
    figure = draw(shown(with_theory(tiny_data, 2, links), "exact"), "en", PAGE)
    colour = STROKES[kind].colour
    long = [x for x in figure.axes[0].lines if len(x.get_xdata()) == 4 and x.get_color() == colour]
    assert [x.get_linestyle() for x in long] == ["-", "--"]


def test_kinds_differ_without_their_colours(tiny_data):
    """A loop is a double line, what holds back ends in a bar and no head."""
    drawn = {}
    for kind in KINDS:
        figure = draw(shown(with_theory(tiny_data, 2, [(0, 1, kind, False)]), "exact"), "en", PAGE)
        axis = figure.axes[0]
        heads = sum(not t.get_text() for t in axis.texts)
        drawn[kind] = (len(axis.lines), heads)
    assert len(set(drawn.values())) == 3
    assert drawn["dampening"][1] == 0


def test_a_contested_configuration_has_a_broken_edge_and_the_word(tiny_data):
    display = shown(with_theory(tiny_data, 2), "exact")
    display.data.frame["spread"] = ["contested", "wide"]
    figure = draw(display, "en", PAGE)
    edges = [p.get_linestyle() for p in figure.axes[0].patches]
    assert edges.count("-") == 1
    assert "Spread: contested" in [t.get_text() for t in figure.axes[0].texts]


def test_configurations_of_one_statement_stand_together(area):
    heads = [row.head for row in table(welsh(area), "en").rows if row.is_heading]
    assert [head[:3] for head in heads] == [f"PW{n}" for n in range(1, 9)]


def test_the_alternative_text_says_every_link(area, wales):
    said = welsh(area).alt.say("en")
    assert said.startswith("13 configurations")
    for link in wales.links:
        assert link.via in said
    assert "CW13 holds back CW10: short funding removes supervision time." in said
    assert "CW12 leads back to CW08: staff who saw success refer more" in said


def test_a_contested_link_says_what_speaks_against_it(tiny_data):
    display = shown(with_theory(tiny_data, 2, [(0, 1, "ripple", True)], "so they say"), "exact")
    said = "N00 feeds N01: so they say (contested: so they say)"
    assert said in display.alt.say("en")
    assert said in "".join(row.cells[1] for row in table(display, "en").rows)


def test_a_theory_without_its_links_is_drawn_all_the_same(tiny_data):
    released = Release(tiny_data, profile_named("exact"))(realist.theory(tiny_data))
    check(draw(displayed(verbs.theory_map, released, "whole"), "en", PAGE), 0)


def test_the_same_display_gives_the_same_bytes(area):
    display = welsh(area)
    again = from_record(display.record())
    assert svg(display, "cy", PHONE) == svg(again, "cy", PHONE)
