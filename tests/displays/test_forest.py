"""Forest plots and group means: what is drawn and said, and that every word can be read."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from measured import measured, outside, overlapping
from shown import all_displayed, released

from compendium.analysis.survey import contrasts
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure, svg
from compendium.displays.record import from_record
from compendium.displays.tables import table
from compendium.words import Text

PLAN = {"areas": Text("Parents in two areas", "Rhieni mewn dwy ardal")}
GROUPS = {
    "A": Text("Area A (peer advocates)", "Ardal A (eiriolwyr cymheiriaid)"),
    "B": Text("Area B (professional advocates)", "Ardal B (eiriolwyr proffesiynol)"),
}
EVERY = {"all": Text("all groups", "pob grŵp"), "": Text("")}
LABELS = {
    "comparison": PLAN,
    "construct": {"say": Text("Having a say", "Cael llais"), "trust": Text("Trust", "Hyder")},
    "group": GROUPS,
    "group_1": GROUPS | EVERY,
    "group_2": GROUPS | EVERY,
    "where": {"areas": Text(*("; ".join(g.say(x) for g in GROUPS.values()) for x in ("en", "cy")))},
    "between_sites": PLAN,
    "least": {"areas": Text("1", "1")},
    "most": {"areas": Text("5", "5")},
    "ceiling": {"from": Text("15%", "15%")},
}
LONG = (
    "Cydweithio â'r anghydraddoldeb a'r gwrthwynebiad (eiriolwyr cymheiriaid a phroffesiynol) " * 2
)
WORST = {
    "group_1": {k: Text(LONG, LONG) for k in (*GROUPS, *EVERY)},
    "group_2": {k: Text(LONG, LONG) for k in (*GROUPS, *EVERY)},
    "group": {k: Text(LONG, LONG) for k in GROUPS},
    "construct": {k: Text(LONG, LONG) for k in ("say", "trust")},
}
NAN = math.nan


def contrast(construct, estimate, lower, upper, n=40, pair=("A", "B"), p=0.03):
    row = {"comparison": "areas", "construct": construct, "group_1": pair[0], "group_2": pair[1]}
    row |= {"n_1": n, "n_2": 50 if pair[1] else NAN, "estimate": estimate}
    row |= {"lower": lower, "upper": upper, "test": "mann_whitney", "p": p, "p_holm": 2 * p}
    row |= {"dunn": NAN, "dunn_holm": NAN, "guard": ""}
    return row | {"difference": 0.5, "difference_lower": 0.0, "difference_upper": 1.0}


ALL = contrast("say", 0.12, 0.04, 0.26, n=90, pair=("all", "")) | {"test": "kruskal_wallis"}
CLEAR = contrast("say", -0.47, -0.66, -0.23)
UNCLEAR = contrast("trust", 0.18, -0.06, 0.40)
HIDDEN = contrast("trust", NAN, NAN, NAN, n=NAN)


def table_of(*rows, marks=None, **labels):
    by = ("comparison", "construct", "group_1", "group_2")
    kinds = {**dict.fromkeys(by, "key"), "n_1": "base", **contrasts.CONTRAST_KINDS}
    frame = pd.DataFrame(rows)[list(kinds)]
    parts = {"labels": LABELS | labels, "method": "method_contrasts"}
    return released("contrasts", frame, by, kinds, marks, **parts)


def forest(*rows, **changes):
    (display,) = all_displayed(verbs.forest, table_of(*rows, **changes))
    return display


def mean(construct, group, value, lower, upper, share, ceiling, n=40):
    row = {"comparison": "areas", "construct": construct, "group": group, "n": n, "mean": value}
    return row | {"lower": lower, "upper": upper, "top_share": share, "ceiling": ceiling}


MEANS = (
    mean("say", "A", 4.3, 4.1, 4.5, 21, "yes"),
    mean("say", "B", 3.2, 3.0, 3.4, 10, ""),
    mean("trust", "A", NAN, NAN, NAN, NAN, "", n=NAN),
)


def means(*rows, marks=None, **labels):
    by = ("comparison", "construct", "group")
    kinds = {**dict.fromkeys(by, "key"), "n": "base"}
    kinds |= {**dict.fromkeys(("mean", "lower", "upper"), "mean")}
    kinds |= {"top_share": "percent", "ceiling": "text"}
    parts = {"labels": LABELS | labels, "method": "method_group_scores"}
    made = released("group_scores", pd.DataFrame(rows), by, kinds, marks, **parts)
    (display,) = all_displayed(verbs.group_means, made)
    return display


def texts(display, lang="en", width=PAGE):
    return [t.text.replace("\u00a0", " ") for t in measured(draw(display, lang, width)).texts]


def notes(display):
    return [n.say("en") for n in display.note]


@pytest.fixture(scope="module")
def welsh(area):
    """Every display of the Welsh study's plan, for the public and for the team."""
    found = []
    for profile in ("welsh_evaluation", "exact"):
        for site in ("", "C"):
            release = Release(area(site), profile_named(profile))
            found += all_displayed(verbs.forest, release(contrasts.planned(area(site))))
            found += all_displayed(verbs.group_means, release(contrasts.group_scores(area(site))))
    return found


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_welsh_plots_can_be_read(welsh, lang, width):
    for display in welsh:
        sheet = measured(draw(display, lang, width))
        assert outside(sheet) == [], display.id
        assert overlapping(sheet) == [], display.id


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_longest_words_stay_on_the_sheet_and_apart(lang, width):
    marked = {
        (1, "estimate"): "u",
        (1, "p_holm"): "under",
        (3, "estimate"): "c",
        (1, "n_1"): "over",
    }
    plots = [
        forest(ALL, CLEAR, UNCLEAR, HIDDEN, marks=marked, **WORST),
        means(*MEANS, marks={(0, "mean"): "u", (0, "n"): "over"}, **WORST),
    ]
    for display in plots:
        sheet = measured(draw(display, lang, width))
        assert outside(sheet) == []
        assert overlapping(sheet) == []


@pytest.mark.parametrize("make", [lambda: forest(CLEAR), lambda: means(*MEANS)])
def test_text_on_a_telephone_is_large_enough(make):
    sizes = [t.get_fontsize() for t in draw(make(), "en", PHONE).axes[0].texts]
    assert min(sizes) * 343 / (3.43 * 72) >= 12


def marks_of(display, width=PAGE):
    """Where points, and the ends of intervals, stand on the sheet."""
    lines = draw(display, "en", width).axes[0].lines
    points = [float(x.get_xdata()[0]) for x in lines if x.get_marker() == "o"]
    level = [x.get_xdata() for x in lines if x.get_marker() != "o" and len(set(x.get_ydata())) == 1]
    return points, level


def test_a_point_stands_where_its_number_is():
    (first, second), ((low, high), _) = marks_of(forest(CLEAR, UNCLEAR))
    # The scale is linear: from -0.47 to 0.18 are 0.65, from -0.66 to -0.23 are 0.43.
    assert (high - low) / (second - first) == pytest.approx(0.43 / 0.65)
    assert low < first < high < second


def test_a_hidden_contrast_has_no_point_and_says_so():
    display = forest(CLEAR, HIDDEN, marks={(1, c): "c" for c in ("estimate", "p_holm", "n_1")})
    assert len(marks_of(display)[0]) == 1
    assert "[c]" in texts(display)


def test_hidden_contrasts_alone_make_no_figure():
    assert not has_figure(forest(HIDDEN))
    assert not has_figure(means(MEANS[2]))


def test_groups_stand_on_the_side_they_score_higher_on():
    found = texts(forest(CLEAR))
    assert "← left group higher" in found
    sheet = measured(draw(forest(CLEAR), "en", PAGE)).texts
    first = next(t for t in sheet if t.text.startswith("Area A"))
    second = next(t for t in sheet if t.text.startswith("Area B"))
    assert second.right < 3.2 < first.left


def test_numbers_stand_beside_the_points():
    found = texts(forest(ALL, CLEAR))
    assert "-0.47 (-0.66 to -0.23)" in found
    assert "p 0.06" in found
    assert "All groups together: epsilon squared 0.12 (0.04 to 0.26), p 0.06, n = 90" in found
    assert not [t for t in found if "*" in t]


def test_all_groups_together_have_no_point_on_the_scale():
    assert len(marks_of(forest(ALL, CLEAR))[0]) == 1


@pytest.mark.parametrize("make", [lambda: forest(CLEAR), lambda: means(*MEANS)])
def test_caption_and_note_say_area_and_model(make):
    display = make()
    caption = display.caption.say("en")
    assert caption.startswith("Parents in two areas: ")
    assert "Area A (peer advocates); Area B (professional advocates)" in caption
    line = "Area and model cannot be separated here: each area has one model."
    assert notes(display).count(line) == 1


def test_a_comparison_inside_one_area_says_nothing_of_models():
    display = forest(CLEAR, between_sites={})
    assert not [n for n in notes(display) if "cannot be separated" in n]


def test_each_comparison_is_a_display_of_its_own():
    other = CLEAR | {"comparison": "more"}
    labels = {
        "comparison": PLAN | {"more": Text("More")},
        "where": {**LABELS["where"], "more": Text("x")},
    }
    found = all_displayed(verbs.forest, table_of(CLEAR, other, **labels))
    assert [d.id for d in found] == ["it-areas", "it-more"]
    assert [len(d.data.frame) for d in found] == [1, 1]


def test_the_alternative_text_says_the_largest_its_direction_and_whether_zero_is_in_it():
    assert forest(ALL, CLEAR, UNCLEAR).alt.parts["alt"].say("en") == (
        'Forest plot of 2 contrasts between two groups. The largest is in "Having a say": '
        'Cliff\'s delta -0.47, higher in "Area B (professional advocates)" than in "Area A (peer '
        'advocates)"; its interval, -0.66 to -0.23, does not include zero. Intervals that do '
        "not include zero: 1 of 2. All numbers are in the table below."
    )


def test_the_alternative_text_says_that_zero_is_in_the_largest():
    said = forest(UNCLEAR).alt.say("en")
    assert 'higher in "Area A (peer advocates)" than' in said
    assert "-0.06 to 0.40, includes zero. Intervals that do not include zero: 0 of 1." in said


def test_groups_that_do_not_differ_are_given_no_direction():
    said = forest(contrast("say", 0.0, -0.2, 0.2)).alt.say("en")
    assert said.startswith("Forest plot of 1 contrasts")
    assert "higher" not in said


def test_a_hidden_contrast_is_in_no_alternative_text():
    assert "of 1 contrasts" in forest(CLEAR, HIDDEN).alt.say("en")
    assert forest(HIDDEN).alt is None


def test_the_table_has_every_number():
    found = table(forest(ALL, CLEAR, marks={(1, "p_holm"): "under"}), "en")
    assert [row.head for row in found.rows] == [
        "Having a say",
        "All groups together",
        "Area A (peer advocates) compared with Area B (professional advocates)",
    ]
    assert found.rows[2].cells == (
        "40 and 50",
        "Mann–Whitney; Cliff's delta",
        "-0.47 (-0.66 to -0.23)",
        "0.03",
        "under 0.06",
        "0.5 (0.0 to 1.0)",
    )
    assert found.rows[1].cells[:2] == ("90", "Kruskal–Wallis; epsilon squared")


AFTER_ALL = {"dunn": 0.03, "dunn_holm": 0.09}


def test_dunns_p_stands_below_the_pairs_own_also_where_they_are_alike():
    found = table(forest(ALL, CLEAR | AFTER_ALL, UNCLEAR), "en").rows
    assert found[2].cells[3:5] == ("0.03\nDunn 0.03", "0.06\nDunn 0.09")
    assert found[1].cells[3:5] == found[4].cells[3:5] == ("0.03", "0.06")


def test_a_hidden_p_is_hidden_once():
    hidden = HIDDEN | {"p": NAN, "p_holm": NAN}
    marks = {(1, c): "c" for c in ("p", "p_holm", "dunn", "dunn_holm")}
    assert table(forest(CLEAR, hidden, marks=marks), "en").rows[3].cells[3:5] == ("[c]", "[c]")
    alone = {(0, c): "c" for c in AFTER_ALL}  # the pair has ten people, a third group has not
    dunn = table(forest(CLEAR, marks=alone), "en").rows[1].cells[3]
    assert dunn == "0.03\nDunn [c]"


REFUSED = dict.fromkeys(("estimate", "lower", "upper", "p", "p_holm"), NAN)
REFUSED |= dict.fromkeys(("difference", "difference_lower", "difference_upper"), NAN)
REFUSED |= {"guard": "guard_few_people", "test": ""}
FEW = "not calculated: too few people answered"


def test_a_pair_without_numbers_says_why_in_figure_and_table():
    display = forest(CLEAR, UNCLEAR, contrast("trust", NAN, NAN, NAN) | REFUSED)
    assert len(marks_of(display)[0]) == 2
    assert " ".join(texts(display)).count("not calculated") == 1
    assert table(display, "en").rows[4].cells == ("40 and 50", "", FEW, "", "", "")


def test_a_topic_without_any_numbers_says_why_once():
    refused = contrast("trust", NAN, NAN, NAN) | REFUSED
    display = forest(CLEAR, refused, refused | {"group_1": "B", "group_2": "A"})
    assert " ".join(texts(display)).count("not calculated") == 1


def test_a_ceiling_is_said_in_figure_table_and_note():
    display = means(*MEANS)
    assert "highest possible score: 21% (ceiling)" in texts(display)
    assert [row.cells[-1] for row in table(display, "en").rows[1:3]] == ["21%, ceiling", "10%"]
    assert any(n.startswith("Ceiling: in Having a say, 15% or more") for n in notes(display))


def test_without_a_ceiling_nothing_is_said_of_it():
    display = means(MEANS[1])
    assert not [t for t in texts(display) if "highest" in t]
    assert not [n for n in notes(display) if n.startswith("Ceiling")]


def test_a_bound_on_the_share_at_the_top_is_explained():
    display = means(*MEANS, marks={(1, "top_share"): "under"})
    assert sum(n.startswith('"over" and "under"') for n in notes(display)) == 1


def test_the_alternative_text_of_means_says_the_highest_and_the_lowest():
    assert means(*MEANS).alt.parts["alt"].say("en") == (
        'Dot plot of 2 mean scores with intervals. The highest is 4.3, "Having a say" in "Area A '
        '(peer advocates)"; the lowest is 3.2, "Having a say" in "Area B (professional '
        'advocates)". All numbers are in the table below.'
    )


def test_a_long_interval_ends_where_the_scale_does():
    _, ((low, high),) = marks_of(means(mean("say", "A", 4.0, -1.0, 9.0, 0, "")))
    ticks = [line.get_xdata()[0] for line in draw(means(MEANS[0]), "en").axes[0].lines]
    assert low == pytest.approx(min(ticks))
    assert high == pytest.approx(max(t for t in ticks))


@pytest.mark.parametrize("verb", [verbs.forest, verbs.group_means])
def test_where_nothing_was_planned_that_is_said(area, verb):
    analysis = contrasts.planned if verb is verbs.forest else contrasts.group_scores
    release = Release(area("A"), profile_named("welsh_evaluation"))
    (display,) = all_displayed(verb, release(analysis(area("A"))))
    assert (display.id, display.kind) == ("it", "absent")
    assert (
        display.caption.say("en") == "No comparison of groups was planned that could be made here."
    )


def test_a_plot_read_back_from_its_record_is_drawn_the_same(welsh):
    for display in welsh:
        again = from_record(display.record())
        assert svg(again, "cy", PHONE) == svg(display, "cy", PHONE)
