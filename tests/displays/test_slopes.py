"""Slopes: two to six occasions, what is drawn and said, and that every word can be read."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from measured import measured, outside, overlapping
from shown import displayed, longest_welsh, released

from compendium.analysis.survey.comparison import before_and_now
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure, svg
from compendium.displays.record import from_record
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.words import Text

NAN = math.nan
LONG = ("Mae'r anghydraddoldeb a'r gwrthwynebiad yn fy llesteirio bob tro. " * 4)[:200]
WHEN = "Deuddeg mis yn ddiweddarach, ar ôl yr anghydraddoldeb"
TOPICS = {"say": Text("Having a say", "Cael llais"), "trust": Text("Trust", "Hyder")}
STAGES = ("before", "now", "third", "fourth", "fifth", "sixth")


def names(number, name=""):
    """Texts of so many occasions, all called the same if a name is given."""
    return {s: Text(name or s, name or f"{s} cy") for s in STAGES[:number]}


def row(topic, stage, mean, lower=NAN, upper=NAN, n=38, guard=""):
    numbers = {"n": n, "mean": mean, "lower": lower, "upper": upper, "guard": guard}
    return {"construct": topic, "stage": stage} | numbers


def climbing(topic, number, step=0.3, **changes):
    means = [2.5 + step * i for i in range(number)]
    at = zip(STAGES, means, strict=False)
    return [row(topic, s, m, m - 0.2, m + 0.2, **changes) for s, m in at]


def slopes(*rows, marks=None, stages=None, **labels):
    kinds = {"construct": "key", "stage": "key", "n": "base", "guard": "guard"}
    kinds |= dict.fromkeys(("mean", "lower", "upper"), "mean")
    texts = {"construct": TOPICS, "stage": stages or names(2)}
    texts |= {"range": {"least": Text("1", "1"), "most": Text("5", "5")}} | labels
    parts = {"method": "method_before_now", "assumption": "assumption_before_now"}
    by = ("construct", "stage")
    made = released("before_now", pd.DataFrame(rows), by, kinds, marks, labels=texts, **parts)
    return displayed(verbs.slopes, made)


def texts(display, lang="en", width=PAGE):
    return [t.text.replace("\u00a0", " ") for t in measured(draw(display, lang, width)).texts]


def points(display, width=PAGE):
    lines = draw(display, "en", width).axes[0].lines
    return [(x.get_xdata()[0], x.get_ydata()[0]) for x in lines if x.get_marker() == "o"]


HIDDEN = [row("trust", s, NAN, n=NAN) for s in ("before", "now")]
ALL_HIDDEN = {(i, c): "c" for i in (2, 3) for c in ("n", "mean", "lower", "upper")}


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("site", ["", "A", "B", "C"])
def test_the_welsh_slopes_can_be_read(area, site, profile, lang, width):
    result = Release(area(site), profile_named(profile))(before_and_now(area(site)))
    display = displayed(verbs.slopes, result)
    sheet = measured(draw(display, lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []
    assert faults(display.record()) == []


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("name", ["", WHEN], ids=["short", "long"])
@pytest.mark.parametrize("number", range(2, 7))
@pytest.mark.parametrize("bases", [(38, 38), (38, 134217)], ids=["one base", "two bases"])
def test_two_to_six_occasions_of_any_name_stay_on_the_sheet_and_apart(number, name, width, bases):
    rows = climbing("say", number) + climbing("trust", number)
    rows[-1]["n"], rows[0]["n"] = bases[1], bases[0]
    long = {topic: Text(LONG, LONG) for topic in TOPICS}
    display = slopes(*rows, stages=names(number, name), construct=long)
    for lang in ("en", "cy"):
        sheet = measured(draw(display, lang, width))
        assert outside(sheet) == []
        assert overlapping(sheet) == []


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("long", ["longest", "200"])
@pytest.mark.parametrize("number", [2, 6])
def test_the_longest_question_and_labels_of_200_letters_can_be_read(
    wales, number, long, lang, width
):
    text = longest_welsh(wales) if long == "longest" else Text(LONG, LONG)
    stages, topics = dict.fromkeys(STAGES[:number], text), dict.fromkeys(TOPICS, text)
    rows = climbing("say", number) + climbing("trust", number)
    sheet = measured(draw(slopes(*rows, stages=stages, construct=topics), lang, width))
    assert outside(sheet) == []
    assert overlapping(sheet) == []


def test_the_longest_topic_is_as_long_as_it_claims():
    assert len(LONG) == 200


def test_text_on_a_telephone_is_large_enough():
    sizes = [t.get_fontsize() for t in draw(slopes(*climbing("say", 2)), "en", PHONE).axes[0].texts]
    assert min(sizes) * 343 / (3.43 * 72) >= 12


def test_a_point_stands_where_its_number_is():
    first, second, third = points(slopes(*climbing("say", 3), stages=names(3)))
    assert first[0] < second[0] < third[0]
    assert second[1] - first[1] == pytest.approx(third[1] - second[1])
    # Upwards on the sheet is less: y grows downwards.
    assert third[1] < first[1]


def test_occasions_stand_in_the_order_of_their_labels():
    backwards = list(reversed(climbing("say", 3)))
    display = slopes(*backwards, stages=names(3))
    assert points(display) == points(slopes(*climbing("say", 3), stages=names(3)))
    assert [r.head for r in table(display, "en").rows] == ["Having a say", "Before", "Now", "Third"]


def test_means_intervals_and_people_stand_in_words():
    found = texts(slopes(*climbing("say", 2)))
    assert {"Having a say", "n = 38", "Before", "2.5 (2.3 to 2.7)", "2.8 (2.6 to 3.0)"} <= {*found}


def test_names_too_long_for_their_place_are_numbered_and_listed():
    found = " ".join(texts(slopes(*climbing("say", 6), stages=names(6, WHEN)), "cy", PHONE))
    assert f"1 {WHEN}: 2.5 (2.3 i 2.7)" in found
    assert f"6 {WHEN}: 4.0 (3.8 i 4.2)" in found


def test_a_hidden_topic_draws_no_point_and_says_so():
    display = slopes(*climbing("say", 2), *HIDDEN, marks=ALL_HIDDEN)
    assert len(points(display)) == 2
    assert {"n = [c]", "[c]"} <= {*texts(display)}
    assert [r.cells for r in table(display, "en").rows[4:]] == [("[c]", "[c]")] * 2


def test_hidden_topics_alone_make_no_figure():
    marks = {(i - 2, c): mark for (i, c), mark in ALL_HIDDEN.items()}
    assert not has_figure(slopes(*HIDDEN, marks=marks))


def test_a_missing_mean_says_why():
    none = [row("trust", s, NAN, n=1, guard="guard_few_people") for s in ("before", "now")]
    display = slopes(*climbing("say", 2), *none)
    assert "not calculated: too few people answered" in " ".join(texts(display))
    assert table(display, "en").rows[-1].cells[1] == "not calculated: too few people answered"


def test_an_occasion_that_is_missing_leaves_its_place_empty():
    first, second, third = climbing("say", 3)
    gone = row("say", "now", NAN, n=NAN)
    marks = {(1, c): "c" for c in ("n", "mean", "lower", "upper")}
    display = slopes(first, gone, third, stages=names(3), marks=marks)
    whole = points(slopes(first, second, third, stages=names(3)))
    assert [x for x, _ in points(display)] == [whole[0][0], whole[2][0]]


def test_the_alternative_text_says_where_the_ends_are_farthest_apart():
    said = slopes(*climbing("say", 2), *climbing("trust", 2, step=0.1)).alt.say("en")
    assert 'Farthest apart in "Having a say": before 2.5, now 2.8; closest in "Trust"' in said
    assert "Mean scores of 2 topics" in said


def test_the_caption_says_looking_back_and_the_note_that_nothing_was_measured():
    display = slopes(*climbing("say", 2))
    assert display.caption.say("en").startswith("Looking back, parents in Area A said:")
    note = " ".join(n.say("en") for n in display.note)
    assert "not a measured change and not an effect" in note
    assert "is not tested" in note


def test_without_one_scale_the_caption_names_none_and_the_figure_still_stands():
    display = slopes(*climbing("say", 2), range={})
    assert "scale" not in display.caption.say("en")
    assert len(points(display)) == 2


def test_slopes_read_back_from_their_record_are_drawn_the_same():
    display = slopes(*climbing("say", 2), *HIDDEN, marks=ALL_HIDDEN)
    again = from_record(display.record())
    assert svg(again, "cy", PHONE) == svg(display, "cy", PHONE)


def test_a_study_that_asked_nothing_twice_says_so():
    empty = slopes(*climbing("say", 2)).data.only("construct", "none")
    display = displayed(verbs.slopes, empty)
    assert (display.kind, display.caption.say("en")) == (
        "absent",
        "No score covers both before and now.",
    )
