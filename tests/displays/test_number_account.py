"""What a number's account tells, on tables worked by hand, and that it tells nothing else."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest
from rated import tiny_with_views
from shown import bars, displayed, displays, likert, released, theme_shares, three
from test_wait_curves import curves

from compendium.analysis.survey import consensus_results
from compendium.analysis.theory import realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.disclosure.rule_words import rule_sentence
from compendium.disclosure.rules import RULE_WORDS
from compendium.displays import verbs
from compendium.displays.number_account import account
from compendium.displays.question_words import Questions, questions_of
from compendium.displays.record import Display, from_record
from compendium.displays.sentences import Sentence
from compendium.displays.service.casework_verbs import waits
from compendium.displays.tables import table
from compendium.displays.text_table import Row, TextTable
from compendium.displays.theory.realist_verbs import evidence_table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text, say

NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"), "001")


@pytest.fixture
def team(data):
    return displays(data, "exact")


@pytest.fixture
def public(data):
    return displays(data, "welsh_evaluation")


def asked(display, study, lang="en"):
    """The account of a display as a page makes it: from its record."""
    read = from_record(display.record())
    return account(read, table(read, lang), study, lang)


def told(facts):
    """Facts as a dictionary, the nameless one under a blank name."""
    return {fact.name: fact.lines for fact in facts}


def entry(found, name):
    """What the entry of this name tells."""
    (one,) = (e for e in found.entries.values() if e.name == name)
    return told(one.facts)


def test_answers_are_told_with_both_wordings_their_levels_and_whom_they_are_of(team, data):
    found = asked(team["likert"], data.study)
    # Of the three parents in First t1, t2 and t3 answered S1: 5, 4 and 2.
    assert entry(found, "Having a say: I was asked.") == {
        "The question in Welsh": ("Gofynnwyd i mi.",),
        "Answers": (
            "Strongly disagree 0%; Disagree 33%; Neither 0%; Agree 33%; Strongly agree 33%",
        ),
        "Base": ("3",),
    }
    shared = told(found.facts)
    assert shared["Who was asked"] == ("Parents in First",)
    assert shared["Answers to choose from"] == (
        "Strongly disagree · Disagree · Neither · Agree · Strongly agree",
    )
    method = "Percentages of everyone who answered the question."
    assert shared["How it was worked out"] == (method,)


def test_on_a_welsh_page_the_question_is_told_in_english_as_well(team, data):
    found = asked(team["likert"], data.study, "cy")
    (first, *_) = found.entries.values()
    assert first.name == "Cael dweud: Gofynnwyd i mi."
    assert (first.facts[0].lines, first.facts[0].lang) == (("I was asked.",), "en")


def test_a_score_names_every_question_behind_it(team, data):
    score = entry(asked(team["scores"], data.study), "Having a say")
    assert score["Wording"] == ("I was asked.", "I was heard.", "I was ignored.")
    # t1 (5 + 4 + 5) / 3 and t2 (4 + 4) / 2; t3 gave one answer of three, too few.
    assert (score["Base"], score["Mean (95% interval)"]) == (("2",), ("4.3 (0.1 to 8.6)",))


def test_a_theme_is_told_by_people_of_those_asked(team, data):
    # c1 and c2 of three parents in First speak of listening, c1 of tea.
    found = asked(team["themes"], data.study)
    assert entry(found, "Warmth: Tea") == {"Parents, First": ("1/3",), "Staff, First": ("0/1",)}


def test_evidence_is_told_by_direction(data):
    released = Release(data, profile_named("exact"))(realist.evidence_matrix(data))
    found = asked(displayed(evidence_table, released), data.study)
    assert entry(found, "T1: people stay")["Parents, First"] == ("1/3 support; 1/3 refine",)


def test_a_wait_is_told_with_its_interval_and_the_referrals_it_rests_on(data):
    display = dataclasses.replace(displayed(waits, curves(84)), note=())
    found = asked(display, data.study)
    area = "Area 0 (peer and professional advocates)"
    assert entry(found, "By day 84") == {area: ("84% (79% to 89%)",)}
    assert any(e.facts[0].lines == ("99",) for e in found.entries.values())


def test_a_rated_statement_is_told_in_its_own_questionnaires_levels(tmp_path):
    data = tiny_with_views(tmp_path)
    released = Release(data, profile_named("exact"))(consensus_results.statements(data))
    found = asked(displayed(verbs.consensus, released), data.study)
    levels = told(found.facts)["Answers to choose from"]
    assert levels == ("Not at all · A little · Somewhat · Mostly · Very",)
    # Of t1, t2, t3 and t5 three gave F1 a rating; workers were not asked.
    assert entry(found, "Ask us.: Workers")[""] == ("[z] not applicable.",)


def test_what_is_hidden_is_said_with_its_rule(public, data):
    found = asked(public["likert"], data.study)
    one = entry(found, "Having a say: I was asked.")
    assert (one["Base"], one[""]) == (("[c]",), ("[c] hidden to protect people.",))
    rules = told(found.facts)["Disclosure rules applied"]
    assert rules[0] == (
        "S1 base: A survey question that fewer than 10 people answered is hidden [c]; "
        "fewer than 25 are marked [u], fewer than 40 [l]."
    )


def test_bounds_are_explained_where_they_stand_and_nowhere_else(data):
    rows = [("P1", "neither", 15.0, "under"), ("P1", "agree", 85.0, "over"), *three("P2")]
    found = asked(likert(*rows), data.study)
    first, second = found.entries.values()
    assert told(first.facts)[""][0].startswith('"over" and "under" replace')
    assert "" not in told(second.facts)


def test_the_team_is_told_of_no_rule(team, data):
    for display in team.values():
        found = asked(display, data.study)
        assert found is None or "Disclosure rules applied" not in told(found.facts)


def test_words_of_people_have_no_account(team, data):
    assert asked(team["quotes"], data.study) is None


def test_levels_that_differ_are_told_with_each_question(data):
    form = data.study.instruments[0]
    shorter = dataclasses.replace(
        form.scales[0], scale_id="TWO", options=form.scales[0].options[:2]
    )
    items = (dataclasses.replace(form.items[0], scale="TWO"), *form.items[1:])
    form = dataclasses.replace(form, scales=(*form.scales, shorter), items=items)
    study = dataclasses.replace(data.study, instruments=(form,))
    released = bars(*three("S1"), *three("S2"), item_id={i.item_id: i.wording for i in items})
    found = asked(displayed(verbs.likert, released), study)
    assert "Answers to choose from" not in told(found.facts)
    assert [told(e.facts)["Answers to choose from"][0] for e in found.entries.values()] == [
        "Strongly disagree · Disagree",
        "Strongly disagree · Disagree · Neither · Agree · Strongly agree",
    ]


def test_a_question_is_looked_for_in_the_questionnaires_named(data):
    assert questions_of(data.study, ("form",), "S2").wordings == (
        Text("I was heard.", "Fe'm clywyd."),
    )
    assert questions_of(data.study, ("other",), "S2") == Questions()
    assert questions_of(data.study, ()) == Questions()


def texts_behind(display, study, lang):
    """Everything an account may take a number from: the record, wordings, words on the rules."""
    data, profile = display.data, profile_named(display.data.profile)
    whole = (Value(data, i, c) for i in data.frame.index for c in data.frame)
    cells = (value.say(lang) for value in whole if data.frame.at[value.row, value.column] != "")
    labels = (t.say(lang) for texts in data.labels.values() for t in texts.values())
    items = [i for form in study.instruments for i in form.items]
    scales = [s for form in study.instruments for s in form.scales]
    yield from cells
    yield from labels
    yield from (sentence.say(lang) for sentence in display.sentences)
    yield from (w for i in items for w in (i.wording.en, i.wording.cy))
    yield from (o.label.say(lang) for s in scales for o in s.options)
    yield from (f"{n} {rule_sentence(s, profile, lang)}" for n, s in RULE_WORDS.values())
    yield from (profile.title.say(lang), *table(display, lang).columns)


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("site", ["A", "B", "C"])
def test_no_number_is_told_that_was_not_released(area, site, lang):
    for kind, display in displays(area(site), "welsh_evaluation").items():
        study = area(site).study
        found = asked(display, study, lang)
        if found is None:
            continue
        facts = [f for e in found.entries.values() for f in e.facts] + list(found.facts)
        said = {n for f in facts for line in (f.name, *f.lines) for n in NUMBER.findall(line)}
        there = {n for t in texts_behind(display, study, lang) for n in NUMBER.findall(t)}
        keys = {"25", "39", "95"}  # of the mark [l] and of what an interval is called
        assert said - there - keys == set(), kind


def test_words_that_stand_for_numbers_are_told_in_words(data):
    found = asked(displayed(verbs.theme_table, theme_shares()), data.study)
    assert entry(found, "Warmth") == {"Parents, Area A": ("most",)}


def said_of_topics(text, mark=""):
    """A table that is read: one row on a share of 12% (of 40 people), and what is said in it."""
    frame = pd.DataFrame({"row": ["trust"], "percent": [12.0], "n": [40.0]})
    kinds = {"row": "key", "percent": "percent", "n": "base"}
    shown = released("scores", frame, ("row",), kinds, {(0, "percent"): mark})
    rows = (Row("Trust", (text,), of=(0,)),)
    return Display("it", "scores", shown, Sentence("n_themes"), None, ()), TextTable(
        ("Topic", "Said"), rows, (False,), widths=(30, 70)
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("It is 12%.\nNothing.", ("It is 12%.",)),
        ("It is 12% (n = 40)", ("It is 12% (n = 40)",)),
        ("In 1,240 and 40.5 and 140", None),
    ],
)
def test_a_number_is_found_at_the_end_of_a_sentence_and_not_within_another(data, text, lines):
    found = account(*said_of_topics(text), data.study, "en")
    assert (found and told(found.entries[0].facts).get("Said")) == lines


def test_over_in_somebodys_words_is_explained_only_where_there_are_bounds(data):
    words = "12%\nI knew her for over 2 years"
    assert "" not in told(account(*said_of_topics(words), data.study, "en").entries[0].facts)
    bound = account(*said_of_topics("over 12%", "over"), data.study, "en")
    assert told(bound.entries[0].facts)[""] == (say("key_over", "en"),)
