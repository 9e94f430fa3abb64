"""Displays as tables of text, each kind by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from shown import ITEMS, TOPIC, bars, displayed, likert, released, said, theme_shares, three

from compendium.analysis.survey import scales
from compendium.displays import verbs
from compendium.displays.qualitative.quote_tables import attribution
from compendium.displays.tables import table
from compendium.displays.text_table import Row
from compendium.words import Text

HIDDEN = ("P3", "all_levels", math.nan, "c")


def rows(display, lang="en") -> list[tuple]:
    return [(r.head, *r.cells) for r in table(display, lang).rows]


def test_answers_stand_under_their_topic_with_shares_and_base():
    assert table(likert(*three()), "en").rows == (
        Row("Having a say", ("", ""), depth=0),
        Row("They listened.", ("Disagree 20%; Neither 30%; Agree 50%", "80"), depth=1),
    )


def test_answers_are_said_in_welsh():
    assert rows(likert(*three()), "cy") == [
        ("Cael llais", "", ""),
        ("Fe wnaethon nhw wrando.", "Anghytuno 20%; Y naill na'r llall 30%; Cytuno 50%", "80"),
    ]


def test_hidden_answers_are_marked_in_the_table():
    assert rows(likert(HIDDEN))[1] == ("They talked over me.", "All answers [c]", "[c]")


def test_a_bound_is_said_in_the_table():
    bound = [("P2", "disagree_or_neither", 15.0, "under"), ("P2", "agree", 85.0, "over")]
    assert rows(likert(*bound))[1][1] == "Disagree or neither under 15%; Agree over 85%"


def test_a_negative_wording_says_so():
    display = likert(*three("P3"), reversed={"P3": ITEMS["P3"]})
    assert rows(display)[1][0] == "They talked over me. (worded negatively)"
    assert rows(display, "cy")[1][0].endswith("(geiriad negyddol)")


def test_a_whole_topic_is_named_in_looking_back():
    display = displayed(verbs.change, bars(("score", "agree", 100.0), measure="change"))
    assert rows(display)[1][0] == "Whole topic (mean of its questions)"


@pytest.mark.parametrize(
    ("lang", "columns"),
    [("en", ("Question", "Answers", "Base")), ("cy", ("Cwestiwn", "Atebion", "Sylfaen"))],
)
def test_the_columns_of_answers_are_named(lang, columns):
    found = table(likert(*three()), lang)
    assert (found.columns, found.numeric) == (columns, (False, True))


def took_part(marks=None):
    columns = ["interviewed", "interviewed_all", "invited", "invited_all"]
    columns += ["surveyed", "surveyed_all"]
    frame = pd.DataFrame([["parent", 17, 47, 78, 1277, 38, 134]], columns=["group", *columns])
    kinds = {"group": "key"} | dict.fromkeys(columns, "count")
    labels = {"group": {"parent": Text("parents", "rhieni")}}
    made = released(
        "sample", frame, ("group",), kinds, marks, labels=labels, method="method_sample"
    )
    return displayed(verbs.sample_table, made)


def test_who_took_part_is_shown_here_and_everywhere():
    assert rows(took_part()) == [("Parents", "17", "47", "38 of 78", "134 of 1,277")]


def test_who_took_part_names_its_columns():
    assert table(took_part(), "cy").columns[:3] == (
        "Grŵp",
        "Yma: wedi'u cyfweld",
        "Pob ardal: wedi'u cyfweld",
    )


def test_a_hidden_count_is_of_nothing():
    marks = {(0, "surveyed"): "c", (0, "interviewed"): "z"}
    assert rows(took_part(marks))[0][:4] == ("Parents", "[z]", "47", "[c]")


def scores(marks=None, **changes):
    numbers = {"n": 37, "mean": 3.46, "lower": 3.2, "upper": 3.71, "items": "4"}
    numbers |= {"alpha": 0.774, "alpha_lower": 0.59, "alpha_upper": 0.88, "alpha_n": 29}
    numbers |= {"omega": 0.781, "omega_lower": 0.6, "omega_upper": 0.87, "guard": ""} | changes
    means = dict.fromkeys(["mean", "lower", "upper"], "mean")
    kinds = {"construct": "key", "n": "base", "alpha_n": "base", "items": "text", "guard": "guard"}
    made = released(
        "scores",
        pd.DataFrame([{"construct": "say"} | numbers]),
        ("construct",),
        kinds | dict.fromkeys(scales.RELIABILITY, "coefficient") | means,
        marks,
        labels={"construct": TOPIC},
        method="method_scores",
    )
    return displayed(verbs.score_table, made)


def test_a_score_stands_with_its_base_and_its_interval():
    expected = ("Having a say", "37", "3.5 (3.2 to 3.7)", "4", "29")
    assert rows(scores()) == [(*expected, "0.77 (0.59 to 0.88)", "0.78 (0.60 to 0.87)")]


def test_a_hidden_score_has_a_hidden_interval():
    names = ("n", "mean", "lower", "upper")
    hidden = {(0, column): "c" for column in names}
    assert rows(scores(hidden, **dict.fromkeys(names, math.nan)))[0][1:3] == ("[c]", "[c]")


NO_OMEGA = dict.fromkeys(("omega", "omega_lower", "omega_upper"), math.nan)
NO_ALPHA = dict.fromkeys(scales.RELIABILITY, math.nan)


@pytest.mark.parametrize(
    ("missing", "guard", "expected"),
    [
        (NO_OMEGA, "guard_two_items", ("0.77 (0.59 to 0.88)", "it takes three questions")),
        (NO_ALPHA, "guard_few_items", ("it takes two questions", "it takes two questions")),
    ],
)
def test_a_missing_coefficient_says_why_in_its_place(missing, guard, expected):
    display = scores(**missing, guard=guard)
    assert all(e in cell for e, cell in zip(expected, rows(display)[0][5:], strict=True))
    # Words may break where numbers may not.
    assert table(display, "en").numeric[4:] == (missing is NO_OMEGA, False)


def test_a_hidden_coefficient_gives_no_reason():
    marks = {(0, c): "c" for c in ("alpha_n", *scales.RELIABILITY)}
    assert rows(scores(marks, **NO_ALPHA))[0][4:] == ("[c]", "[c]", "[c]")


def test_themes_stand_in_words_under_one_another():
    assert table(displayed(verbs.theme_table, theme_shares()), "en").rows == (
        Row("Warmth", ("most",), depth=0),
        Row("Tea", ("few or none",), depth=1),
    )


def test_a_themes_column_names_group_and_area():
    assert table(displayed(verbs.theme_table, theme_shares()), "cy").columns == (
        "Thema",
        "Rhieni, Ardal A",
    )


def test_exact_themes_are_people_out_of_those_asked():
    frame = {"code_id": ["W"], "group": "parent", "area": "A", "people": [3], "asked": [4]}
    by, labels = ("code_id", "group", "area"), theme_shares().labels
    kinds = dict.fromkeys(by, "key") | {"people": "count", "asked": "base"}
    made = released("themes", pd.DataFrame(frame), by, kinds, labels=labels, method="method_themes")
    assert rows(displayed(verbs.theme_table, made)) == [("Warmth", "3/4")]


def test_a_quote_stands_with_its_theme_and_speaker():
    assert rows(displayed(verbs.quotes, said("We talked."))) == [
        ("Warmth", "We talked.", "Parent, Area A")
    ]


def test_a_translation_follows_the_words_it_translates():
    display = displayed(verbs.quotes, said("Diolch.", "cy", "Thank you."))
    assert rows(display)[0][1] == "Diolch. [translated] Thank you."


@pytest.mark.parametrize(("area", "expected"), [("A", "Rhiant, Ardal A"), ("", "Rhiant")])
def test_a_speaker_is_told_as_far_as_may_be(area, expected):
    assert attribution(said("Hm.", area=area), 0, "cy") == expected


def test_what_is_absent_has_an_empty_table():
    found = table(displayed(verbs.likert, bars()), "en")
    assert (found.columns, found.rows) == ((), ())


def test_who_took_part_in_a_study_of_one_site_has_no_column_for_all_areas():
    columns = ["interviewed", "invited", "surveyed"]
    frame = pd.DataFrame([["parent", 17, 78, 38]], columns=["group", *columns])
    kinds = {"group": "key"} | dict.fromkeys(columns, "count")
    labels = {"group": {"parent": Text("parents", "rhieni")}}
    made = released("sample", frame, ("group",), kinds, labels=labels, method="method_sample")
    assert rows(displayed(verbs.sample_table, made)) == [("Parents", "17", "38 of 78")]


def test_a_question_nobody_answered_says_so_to_the_team():
    level = {"nobody": Text("Nobody answered", "Nid atebodd neb")}
    found = likert(("P1", "nobody", math.nan, "z"), level=level)
    assert rows(found)[1][1] == "Nobody answered [z]"


def test_a_middle_alone_is_said_as_a_bound():
    assert rows(likert(("P1", "neither", 75.0, "over")))[1][1] == "Neither over 75%"
