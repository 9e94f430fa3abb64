"""What a notebook calls: captions, alternative texts and notes, made of released values alone."""

from __future__ import annotations

import math
from unittest import mock

import pandas as pd
import pytest
from shown import (
    ITEMS,
    VERBS,
    bars,
    displayed,
    displays,
    likert,
    released,
    said,
    theme_shares,
    three,
)

from compendium.displays import verbs
from compendium.displays.record import RECORD_MIME
from compendium.displays.show import RECORDS_ALONE
from compendium.displays.tables import table
from compendium.problems import DisclosureError
from compendium.words import Text

HIDDEN = ("P3", "all_levels", math.nan, "c")
SAID = "All numbers are in the table below."


def low(item="P2"):
    return three(item, disagree=60, neither=30, agree=10)


def notes(display, lang="en") -> list[str]:
    return [sentence.say(lang) for sentence in display.note]


@pytest.mark.parametrize("kind", VERBS)
def test_a_verb_refuses_a_data_frame(kind):
    with pytest.raises(DisclosureError, match=r"was given a DataFrame\. Pass it through release"):
        VERBS[kind][0]("it", pd.DataFrame({"base": [3]}))


@pytest.mark.parametrize("kind", VERBS)
def test_a_verb_refuses_a_result_that_was_not_released(kind, area):
    verb, analysis = VERBS[kind]
    with pytest.raises(DisclosureError, match=r"was given a Result\. Pass it through release"):
        verb("it", analysis(area("A")))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "What parents in Area A say (n\u00a0=\u00a080)"),
        ("cy", "Beth mae rhieni yn Ardal A yn ei ddweud (n\u00a0=\u00a080)"),
    ],
)
def test_a_caption_says_who_and_how_many(lang, expected):
    assert likert(*three()).caption.say(lang) == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "What parents in Area A say (too few answers to show)"),
        (
            "cy",
            "Beth mae rhieni yn Ardal A yn ei ddweud (rhy ychydig o atebion i'w dangos)",
        ),
    ],
)
def test_a_caption_says_when_there_is_nothing_to_count(lang, expected):
    assert likert(HIDDEN).caption.say(lang) == expected


def test_a_caption_gives_the_least_and_the_greatest_base_with_their_marks():
    table = bars(*three("P1"), *three("P2"))
    table.frame.loc[:2, "base"] = 30.0
    table.marks.loc[:2, "base"] = "limited"
    said = displayed(verbs.likert, table).caption.say("en").replace("\u00a0", " ")
    assert said == "What parents in Area A say (n = 30 [l] to 80 a question)"


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "en",
            'Bar chart of 2 questions. Agreement is highest, 50%, with "They listened." '
            f'and lowest, 10%, with "They wrote it down." {SAID}',
        ),
        (
            "cy",
            'Siart bar o 2 o gwestiynau. Mae\'r cytuno uchaf, 50%, gyda "Fe wnaethon nhw wrando." '
            'ac isaf, 10%, gyda "Fe wnaethon nhw ei ysgrifennu." '
            "Mae'r holl rifau yn y tabl isod.",
        ),
    ],
)
def test_the_alternative_text_says_where_agreement_is_highest_and_lowest(lang, expected):
    assert likert(*three(), *low()).alt.parts["alt"].say(lang) == expected


def test_the_alternative_text_counts_a_bound_as_the_bound():
    bound = [("P2", "disagree_or_neither", 15.0, "under"), ("P2", "agree", 85.0, "over")]
    assert 'highest, over 85%, with "They wrote it down."' in likert(*three(), *bound).alt.say("en")


def test_agreeing_with_a_negative_wording_is_nothing_favourable():
    alt = likert(*three("P1"), *low("P2"), *low("P3"), reversed={"P2": ITEMS["P2"]}).alt
    assert 'lowest, 10%, with "They talked over me."' in alt.say("en")


def test_the_alternative_text_says_no_number_where_sides_were_joined():
    alt = likert(("P1", "agree_or_neither", 100.0), level={"agree_or_neither": ITEMS["P1"]}).alt
    assert alt.parts["alt"].say("en") == f"Bar chart of 1 questions. {SAID}"


def test_looking_back_says_where_higher_is_most_common():
    rows = [("P1", "lower", 40.0), ("P1", "higher", 60.0), ("score", "higher", 99.0)]
    alt = displayed(verbs.change, bars(*rows, measure="change")).alt.say("en")
    assert 'Higher now is most common, 60%, for "They listened."' in alt
    assert "99%" not in alt


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("u", "[u] based on few people; use with care."),
        ("limited", "[l] limited: based on 25 to 39 people."),
    ],
)
def test_a_mark_on_a_base_is_explained(mark, expected):
    marked = [n for n in notes(likert(*three(), base_mark=mark)) if n.startswith("[")]
    assert marked == [expected]


def test_a_hidden_number_is_explained_in_both_languages():
    display = likert(*three(), HIDDEN)
    assert "[c] hidden to protect people." in notes(display)
    assert "[c] wedi'i guddio i ddiogelu pobl." in notes(display, "cy")


def test_a_bound_is_explained():
    bound = [("P2", "disagree_or_neither", 15.0, "under"), ("P2", "agree", 85.0, "over")]
    assert sum('"over" and "under" replace' in n for n in notes(likert(*bound))) == 1


def test_no_mark_is_explained_where_none_occurs():
    method, *rest = notes(likert(*three()))
    assert method.startswith("Percentages of everyone who answered the question.")
    assert rest == ["Disclosure profile: welsh_evaluation."]


@pytest.mark.parametrize("withheld", [True, False])
def test_the_note_says_that_words_are_held_back_and_not_how_many(withheld):
    said_so = notes(displayed(verbs.quotes, said("Hm.", withheld=withheld)))
    held = "Some words are held back until a person has checked them."
    assert (held in said_so) == withheld


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"least": Text("0", "0"), "most": Text("6", "6")}, "Mean scores on a scale of 0 to 6, "),
        ({}, "Mean scores, "),
    ],
)
def test_the_caption_of_scores_takes_its_range_from_the_scale(ends, expected):
    frame, kinds = pd.DataFrame({"construct": ["say"]}), {"construct": "key"}
    made = released("scores", frame, ("construct",), kinds, labels={"range": ends})
    caption = displayed(verbs.score_table, made).caption
    assert caption.say("en") == expected + "parents in Area A"


@pytest.mark.parametrize("method", ["method_sample", "method_sample_one_area"])
def test_how_people_were_counted_names_no_studys_own_groups(method):
    frame = pd.DataFrame({"group": ["parent"], "interviewed": [12.0]})
    kinds = {"group": "key", "interviewed": "count"}
    made = released("sample", frame, ("group",), kinds, method=method)
    said_so = notes(displayed(verbs.sample_table, made))[0].lower()
    assert not any(word in said_so for word in ("advocate", "manager", "chair"))


def test_the_note_of_themes_names_the_coding_of_record():
    assert notes(displayed(verbs.theme_table, theme_shares()))[0].endswith("Coding of record: C1.")


def test_exact_theme_counts_are_not_said_to_be_in_words(area):
    assert notes(displays(area("A"), "exact")["themes"])[0].startswith("Different people, out of")


@pytest.mark.parametrize(
    ("kind", "measure", "en", "cy"),
    [
        ("likert", "answers", "No survey answers came in", "Ni ddaeth atebion"),
        ("scores", "scores", "No survey answers came in", "Ni ddaeth atebion"),
        ("change", "change", "Nothing in this study was asked about before", "Ni ofynnwyd dim"),
        ("sample", "sample", "Nobody has taken part yet", "Nid oes neb wedi cymryd rhan"),
        ("themes", "themes", "Nobody was interviewed", "Ni chyfwelwyd neb"),
        ("themes", "open_answers", "No answers to open questions", "Ni chodiwyd"),
        ("quotes", "quotes", "No words have been approved", "Nid oes geiriau"),
        ("joint", "joint", "No joint display was declared", "Ni ddatganwyd arddangosfa"),
    ],
)
def test_what_is_absent_says_so(kind, measure, en, cy):
    nothing = bars(measure=measure)
    display = displayed(VERBS[kind][0], nothing)
    assert (display.kind, display.note) == ("absent", ())
    assert display.caption.say("en").startswith(en)
    assert display.caption.say("cy").startswith(cy)


def test_a_verb_puts_record_page_and_text_into_the_output():
    with mock.patch("IPython.display.display") as output:
        verbs.likert("survey", bars(*three()))
    data = output.call_args.args[0]
    assert set(data) == {RECORD_MIME, "text/html", "text/plain"}
    assert data[RECORD_MIME]["id"] == "survey"
    assert output.call_args.kwargs == {"raw": True, "metadata": {}}  # no build, no signature


def test_a_notebook_that_a_build_runs_puts_out_the_record_and_a_line(monkeypatch):
    monkeypatch.setenv(RECORDS_ALONE, "1")
    with mock.patch("IPython.display.display") as output:
        verbs.likert("survey", bars(*three()))
    data = output.call_args.args[0]
    assert set(data) == {RECORD_MIME, "text/plain"}
    assert data["text/plain"].startswith("Display('survey', likert): What parents")


def test_written_answers_name_the_themes_that_more_than_few_wrote_of(area):
    from compendium.analysis.qualitative import themes
    from compendium.disclosure.profile import profile_named
    from compendium.disclosure.release import Release

    found = Release(area("A"), profile_named("welsh_evaluation"))(themes.open_answers(area("A")))
    shown = table(displayed(verbs.open_answers_table, found), "en")
    more = found.frame.loc[found.frame["share"] != "few", "code_id"]
    *named, last = shown.rows
    assert [r.head for r in named] == [found.label("code_id", c, "en") for c in more]
    assert (last.head, last.cells) == ("Every other theme", ("few or none",))


def test_written_answers_say_that_they_were_written_and_by_whom(area):
    from compendium.analysis.qualitative import themes
    from compendium.disclosure.profile import profile_named
    from compendium.disclosure.release import Release

    data = area("A")
    found = Release(data, profile_named("welsh_evaluation"))(themes.open_answers(data))
    display = displayed(verbs.open_answers_table, found)
    said = "How common each theme is in written answers, among people who wrote an answer to an "
    assert (display.kind, display.caption.say("en")) == ("open_answers", said + "open question")
    assert "Nobody was asked about a theme by name" in notes(display)[0]
