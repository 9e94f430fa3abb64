"""A consensus survey drawn, tabled and said: every number where it belongs, every word readable."""

from __future__ import annotations

import dataclasses
import json
import math

import pandas as pd
import pytest
from measured import measured, outside, overlapping
from rated import one_site, rated_by, tiny_with_views
from shown import all_displayed, released

from compendium.analysis.survey.consensus_results import (
    KINDS,
    NINE_POINTS,
    kendall,
    statements,
)
from compendium.analysis.survey.consensus_survey import rule_texts
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PAPER, PHONE
from compendium.displays.figures import draw, has_figure, svg
from compendium.displays.record import from_record
from compendium.displays.record_checks import faults
from compendium.displays.survey import consensus_dots
from compendium.displays.tables import table
from compendium.words import Text

BY = ("statement", "question", "group")
NAN = math.nan
GROUPS = {
    "parent": Text("parents", "rhieni"),
    "worker": Text("workers", "gweithwyr"),
    "everybody": Text("everybody", "pawb"),
}
LONG = "Cydweithio â'r anghydraddoldeb a'r gwrthwynebiad (eiriolwyr cymheiriaid) " * 3


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    return tiny_with_views(tmp_path_factory.mktemp("views"))


@pytest.fixture(scope="module")
def labels(views):
    return {
        "statement": {"F1": Text("Ask us.", "Gofynnwch."), "F2": Text("Tell us.", "Dwedwch.")},
        "question": {"first": Text("important", "pwysig"), "second": Text("doable", "ymarferol")},
        "group": GROUPS,
        "method": rule_texts(views.study.header.consensus_rule),
    }


def rating(statement="F1", group="parent", percent=89.0, ends=(77.0, 95.0), **other):
    """One row as it is released to the public."""
    row = dict.fromkeys([c for c in KINDS if c not in NINE_POINTS], NAN)
    row |= {"statement": statement, "question": "first", "group": group, "percent": percent}
    row |= {"base": 46, "lower": ends[0], "upper": ends[1], "median": 4.0}
    return row | {"verdict": "retain", "others": "", "guard": "", "result": "retain"} | other


def of(rows, labels, marks=None):
    kinds = {**dict.fromkeys(BY, "key")}
    kinds |= {c: k for c, k in KINDS.items() if c not in NINE_POINTS} | {"others": "text"}
    frame = pd.DataFrame(rows)[list(kinds)]
    return released("consensus", frame, BY, kinds, marks, labels=labels, method="method_consensus")


def figure_of(rows, labels, marks=None):
    (display,) = all_displayed(verbs.consensus, of(rows, labels, marks))
    return display


DISCUSSED = {"verdict": "discuss", "others": "one_or_two"}
HIDDEN = ("base", "percent", "lower", "upper", "median", "verdict", "others")
ROWS = [
    rating(others="more_than_five"),
    rating(group="worker", percent=65.0, ends=(42.0, 83.0), **DISCUSSED),
    rating("F2", percent=85.0, ends=(NAN, NAN), others=""),
    rating("F2", "worker", NAN, (NAN, NAN), base=NAN, median=NAN, verdict="", result=""),
]
ROWS[0]["result"] = ROWS[1]["result"] = "discuss"
ROWS[2]["result"] = ""
MARKS = {(2, "percent"): "over", (2, "lower"): "c", (2, "upper"): "c", (2, "others"): "c"}
MARKS |= {(3, c): "c" for c in HIDDEN} | {(i, "result"): "c" for i in (2, 3)}
MARKS |= {(i, c): "c" for i in range(4) for c in ("lower_quartile", "upper_quartile")}
MARKS |= {(i, c): "c" for i in range(4) for c in ("agreement", "consensus")}


@pytest.fixture
def display(labels):
    return figure_of(ROWS, labels, MARKS)


def texts(display, lang="en", width=PAGE):
    return [t.text.replace("\u00a0", " ") for t in measured(draw(display, lang, width)).texts]


def markers(display):
    """Each drawn shape but those of the key and beside numbers: where it stands, its face."""
    lines = draw(display, "en", PAGE).axes[0].lines
    shapes = [x for x in lines if x.get_marker() != "None"]
    chart = [x for x in shapes if 2.5 < float(x.get_xdata()[0]) < 4.95]
    return [(x.get_marker(), float(x.get_xdata()[0]), x.get_markerfacecolor()) for x in chart]


def horizontals(display):
    """Intervals: both ends, and the style of the line."""
    lines = draw(display, "en", PAGE).axes[0].lines
    flat = [x for x in lines if len(x.get_xdata()) == 2 and len(set(x.get_ydata())) == 1]
    return [tuple(x.get_xdata()) for x in flat if x.get_linewidth() > 1]


def test_a_point_stands_where_its_number_is(display):
    first, second, bound = (x for _, x, _ in markers(display))
    (low, high), *_ = horizontals(display)
    # Of a scale from 0 to 100 %: from 65 to 89 are 24, from 77 to 95 are 18.
    assert (high - low) / (first - second) == pytest.approx(18 / 24)
    assert second < bound < first


def test_a_bound_is_open_and_reaches_the_end_of_the_scale(display):
    (*_, full), _, (_, place, open_face) = markers(display)
    assert (full, open_face) == (consensus_dots.COLOURS[0], PAPER)
    start, end = horizontals(display)[2]
    assert start == pytest.approx(place)
    first = horizontals(display)[0]
    # 85 to 100 % are 15, 77 to 95 % are 18.
    assert (end - start) / (first[1] - first[0]) == pytest.approx(15 / 18)


def test_groups_differ_by_shape_as_well_as_by_colour(display):
    (one, _, colour), (other, _, second), *_ = markers(display)
    assert one != other
    assert colour != second
    styles = consensus_dots.styles(
        of(ROWS, {"group": {f"g{i}": Text(str(i)) for i in range(12)} | GROUPS})
    )
    pairs = [(s["marker"], s["color"]) for s in styles.values()]
    assert len(set(pairs)) == len(pairs)


def test_a_hidden_share_has_no_point_and_says_so(display):
    assert len(markers(display)) == 3
    assert "[c]" in texts(display)


def test_numbers_verdicts_and_the_rules_line_are_written(display):
    found = texts(display)
    assert "89%, n = 46" in found
    assert "65%, n = 46: discuss" in found
    assert "over 85%, n = 46" in found
    assert "Discuss" in found
    assert "the rule's 70%" in found


def test_the_second_question_has_the_rules_other_line(labels):
    rows = [
        rating(question="second", verdict="", result="discuss"),
        rating(
            question="second", group="everybody", percent=40.0, verdict="note", result="discuss"
        ),
    ]
    found = texts(figure_of(rows, labels))
    assert "the rule's 50%" in found
    assert "Needs a note on putting it into practice" in found
    assert "Discuss" not in found


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_words_stay_on_the_sheet_and_apart(labels, lang, width):
    longest = {
        "statement": {k: Text(LONG, LONG) for k in ("F1", "F2")},
        "group": {k: Text(LONG, LONG) for k in GROUPS},
    }
    notes = [r | {"result": "retain_with_note"} for r in ROWS]
    for rows, words in ((ROWS, labels), (notes, labels | longest)):
        sheet = measured(draw(figure_of(rows, words, MARKS), lang, width))
        assert outside(sheet) == []
        assert overlapping(sheet) == []


@pytest.mark.parametrize("percent", [1, 50, 99, 100])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
def test_the_rules_line_is_named_on_the_sheet_wherever_it_stands(views, labels, percent, width):
    rule = dataclasses.replace(views.study.header.consensus_rule, least_percent=percent)
    sheet = measured(draw(figure_of(ROWS, labels | {"method": rule_texts(rule)}), "cy", width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


def test_text_on_a_telephone_is_large_enough(display):
    sizes = [t.get_fontsize() for t in draw(display, "en", PHONE).axes[0].texts]
    assert min(sizes) * 343 / (3.43 * 72) >= 12


def test_the_table_has_every_number(display):
    found = table(display, "en")
    groups = [("Parents", 1), ("Workers", 1)]
    heads = [(row.head, row.depth) for row in found.rows]
    assert heads == [("Ask us.", 0), *groups, ("Tell us.", 0), *groups]
    hidden = ("[c]",) * 3
    assert found.rows[0].cells[-2:] == ("Discuss", "")
    first = ("46", "89% (77% to 95%)", "4.0", *hidden, "Retain", "more than 5")
    assert found.rows[1].cells == first
    assert found.rows[4].cells == ("46", "over 85%", "4.0", *hidden, "Retain", "[c]")
    assert found.rows[5].cells == ("[c]", "[c]", "[c]", *hidden, "[c]", "[c]")
    assert found.rows[3].cells[-2:] == ("[c]", "")
    assert len(found.columns) == 1 + len(found.rows[0].cells)


def test_caption_and_notes_say_the_rule_in_its_own_numbers(display):
    assert display.caption.say("en") == (
        "Rated for: important. Share who chose 4 or 5, among parents in Area A"
    )
    rule = [n.say("en") for n in display.note if n.say("en").startswith("The study's rule")]
    assert rule == [
        "The study's rule, declared before the survey: a statement is retained if in each group of "
        "8 people or more at least 70% chose 4 or 5 and the median is at least 4; it is discussed "
        "if any of these groups falls short. Only people drop or merge statements."
    ]


def test_the_alternative_text_names_no_bound_as_the_highest(display):
    # "Over 85 %" may be more than 89 %.
    assert display.alt.parts["alt"].say("en") == (
        "Points with intervals for 2 statements, 1 of them to be discussed by the study's rule. Of "
        "the shares that are no bounds the highest is 89% (“Ask us.”, parents), the lowest 65% "
        "(“Ask us.”, workers). All numbers are in the table below."
    )


def test_where_all_shares_are_bounds_the_alternative_text_says_so(labels):
    display = figure_of([ROWS[2]], labels, {(0, "percent"): "over"})
    assert display.alt.say("en").startswith("Open marks for 1 statements: every share shown is")


def test_where_everything_is_hidden_there_is_a_table_and_no_figure(labels):
    display = figure_of([ROWS[3]], labels, {(0, c): "c" for c in HIDDEN})
    assert not has_figure(display)
    assert display.alt is None
    assert len(table(display, "cy").rows) == 2


def test_each_question_is_a_display_of_its_own(labels):
    found = all_displayed(verbs.consensus, of([ROWS[0], rating(question="second")], labels))
    assert [d.id for d in found] == ["it-first", "it-second"]
    assert "doable" in found[1].caption.say("en")


def release_of(views, counts, profile):
    data = rated_by(views, one_site(views.study), counts)
    release = Release(data, profile_named(profile))
    return release(statements(data)), release(kendall(data))


BAD = {
    "nobody": {},
    "one rater": {("parent", "F1_I"): [0, 0, 1]},
    "all alike": {("parent", i): [0, 0, 0, 0, 40] for i in ("F1_I", "F2_I")},
    "two ends": {("parent", "F1_I"): [20, 0, 0, 0, 20], ("worker", "F1_I"): [0, 0, 0, 1, 9]},
}


@pytest.mark.sampled(10)
@pytest.mark.parametrize("profile", list(profiles()))
@pytest.mark.parametrize("counts", BAD.values(), ids=BAD)
def test_any_ratings_are_shown_in_both_languages_at_both_widths(views, counts, profile):
    rated, order = release_of(views, counts, profile)
    displays = all_displayed(verbs.consensus, rated) + all_displayed(verbs.concordance_table, order)
    for display in displays:
        assert faults(json.loads(json.dumps(display.record()))) == []
        again = from_record(display.record())
        for lang in ("en", "cy"):
            assert "nan" not in str(table(display, lang))
            assert table(again, lang) == table(display, lang)
            for width in (PAGE, PHONE) if has_figure(display) else ():
                sheet = measured(draw(display, lang, width))
                assert outside(sheet) + overlapping(sheet) == []
                assert svg(again, lang, width) == svg(display, lang, width)
                assert display.alt is not None


def test_why_there_is_no_w_stands_in_its_table(views):
    counts = {("parent", i): [0, 0, 0, 0, 9] for i in ("F1_I", "F2_I")}
    (display,) = all_displayed(verbs.concordance_table, release_of(views, counts, "exact")[1])
    rows = {row.head: row.cells for row in table(display, "en").rows}
    assert rows["Parents, important"][-1] == (
        "not calculated: nobody puts one statement above another"
    )
    assert rows["Parents, doable here"][-1] == "not calculated: too few people answered"


def test_without_a_rule_that_is_said(area):
    data = area("A")
    release = Release(data, profile_named("welsh_evaluation"))
    for verb, analysis in ((verbs.consensus, statements), (verbs.concordance_table, kendall)):
        (display,) = all_displayed(verb, release(analysis(data)))
        assert display.kind == "absent"
        assert display.caption.say("en").startswith("No ratings of statements came in")
