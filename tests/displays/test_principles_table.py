"""The framework as a table, and the log of decisions: what a reader reads."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from practised import rated_principles, with_principles
from shown import displayed

from compendium.analysis.practice import coproduction
from compendium.analysis.practice.principles import principles
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.words import Text

DAY = dt.date(2024, 4, 1)


def shown(verb, data, result, profile="exact"):
    return displayed(verb, Release(data, profile_named(profile))(result))


def rows(data, lang="en", profile="exact"):
    """The lines of each cell of the framework, by principle."""
    made = table(shown(verbs.principles_table, data, principles(data), profile), lang)
    return {row.head: [cell.split("\n") for cell in row.cells] for row in made.rows}


def test_a_principle_is_read_from_left_to_right(practice):
    asks, why, agreed, words, shaped = rows(practice)["F1 Ask us"]
    assert asks == ["Workers: Ask first.", "Leaders: Leave time."]
    assert why == [
        "PT1: if somebody is welcomed, then they stay, because they feel at home",
        "T2: evidence unsupported; confidence very low",
    ]
    assert agreed[0] == "Parents (n = 3): 67%, 50%"
    # Of the parents 4, 2, 1, and one from the other area 5.
    assert agreed[-1] == ("Everybody: doable here 50%. The rule: Not judged: too few rated it.")
    assert words == ["No quote may be printed here."]
    assert shaped == ["Say us: accepted (the parents, D1)", "Decided: keep it"]


def test_it_is_read_in_welsh(practice):
    asks, _, _, _, shaped = rows(practice, "cy")["F1 Gofynnwch inni"]
    assert asks[1] == "Arweinwyr: Gadewch amser."
    assert shaped[-1] == "Penderfynwyd: ei chadw"


def test_what_nobody_decided_or_shaped_says_so(practice):
    log = practice.decisions[practice.decisions["decision_id"] == "D3"]
    shaped = rows(dataclasses.replace(practice, decisions=log))["F2 Tell us"][4]
    assert shaped == [
        "No workshop decision is behind it.",
        "Nobody has decided on it yet.",
    ]


def test_what_nobody_rated_says_so(practice):
    assert rows(with_principles(practice, consensus=""))["F1 Ask us"][2] == [
        "Nobody was asked to rate it."
    ]


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({"note": Text("With a list.")}, "In practice: With a list."),
        ({"reason": Text("It helps.")}, "Why: It helps."),
        ({"status": "to_discuss"}, "Decided: discuss it"),
        ({"status": "dropped"}, "Decided: drop it"),
        ({"status": "merged", "merged_into": "F2"}, "Decided: merge it into F2"),
    ],
)
def test_what_was_decided_is_told(practice, changes, last):
    assert rows(with_principles(practice, **changes))["F1 Ask us"][4][-1] == last


def test_who_decided_stands_once_if_it_is_the_same_everywhere(practice):
    display = shown(verbs.principles_table, practice, principles(practice))
    assert "Decided by A. Analyst, 1 April 2024." in [s.say("en") for s in display.note]
    first, second = practice.study.framework.principles
    second = dataclasses.replace(second, status="retained", decided_by="B", decided_on=DAY)
    framework = dataclasses.replace(practice.study.framework, principles=(first, second))
    study = dataclasses.replace(practice.study, framework=framework)
    data = dataclasses.replace(practice, study=study)
    assert rows(data)["F2 Tell us"][4][-1] == "Decided: keep it (B, 1 April 2024)"
    display = shown(verbs.principles_table, data, principles(data))
    assert not [s for s in display.note if s.key == "principles_signed"]


# Of 46, 11 and 75 people: F5 fails in the last; the rule takes 53 of 75.
RATED = {"F5": (78, 73, 61, 48), "F6": (74, 91, 79, 58)}
PEOPLE = {"young people": 46, "advocates": 11, "professionals": 75}


@pytest.fixture(scope="module")
def rated(practice):
    return rated_principles(practice, PEOPLE, RATED)


def test_a_group_below_the_rule_stands_by_itself(rated):
    agreed = rows(rated)["F5 F5"][2]
    assert agreed[2] == "Professionals (n = 75): 61%, 8% – below the rule"
    assert agreed[3:] == [
        "Everybody: doable here 48%. The rule: Discuss.",
        "Answers it hangs on: 7 (professionals)",
    ]


def test_what_is_retained_hangs_on_the_group_closest_to_the_rule(rated):
    # 34 of 46 agree, 33 are needed, so 2 would have to answer otherwise; 10 of 11 and 59 of 75.
    assert rows(rated)["F6 F6"][2][-1] == "Answers it hangs on: 2 (young people)"


def test_the_public_reads_bands_and_no_distance_beside_a_hidden_verdict(rated):
    agreed = rows(rated, profile="welsh_evaluation")
    assert agreed["F5 F5"][2][-1] == "Answers it hangs on: more than 5 (professionals)"
    assert agreed["F6 F6"][2][-1].endswith("The rule: verdict hidden [c].")


def log(data, profile="exact", lang="en"):
    made = table(shown(verbs.decisions_table, data, coproduction.decisions(data), profile), lang)
    return {row.head: [cell.split("\n") for cell in row.cells] for row in made.rows}


def test_the_log_says_who_what_why_and_when(practice):
    raised, decided, changed, told = log(practice)["D1, W1, 30 January 2024"]
    assert raised == ["The parents:", "Say us", "On the wording of F1"]
    assert decided == ["Accepted", "Shorter", "No disagreement was noted."]
    assert (changed, told) == (["The wording"], ["2 February 2024, after 3 days"])


def test_what_was_not_told_or_noted_says_so(practice):
    _, decided, changed, told = log(practice)["D10, W2, 10 February 2024"]
    assert decided == ["Put off", "Whether everybody agreed was not noted."]
    assert changed == ["not noted"]
    assert told == ["Nobody has told people the outcome."]


def test_dissent_has_words_for_the_team_alone(practice):
    head = "D3, W2, 10 February 2024"
    assert log(practice)[head][1][-1] == "Dissent: two people"
    assert log(practice, "welsh_evaluation")[head][1][-1] == "Somebody disagreed."
    assert log(practice)[head][0][-1] == "On the output the poster"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("", "For 1 of the 4 decisions, nobody has told people the outcome."),
        ("2024-03-01", "People were told the outcome of every decision (4)."),
    ],
)
def test_a_note_counts_what_was_not_told(practice, told, said):
    frame = practice.decisions.copy()
    frame.loc[frame["decision_id"] == "D10", "fed_back_on"] = told
    data = dataclasses.replace(practice, decisions=frame)
    display = shown(verbs.decisions_table, data, coproduction.decisions(data))
    assert said in [s.say("en") for s in display.note]


@pytest.mark.parametrize(
    ("verb", "ask"),
    [
        (verbs.principles_table, principles),
        (verbs.principle_decisions, coproduction.chain),
        (verbs.principle_share, coproduction.share),
        (verbs.decisions_table, coproduction.decisions),
        (verbs.decision_counts, coproduction.counts),
        (verbs.checklist, coproduction.gripp2),
        (verbs.checklist, coproduction.involving_young),
    ],
)
def test_a_study_without_any_says_so_in_a_sentence(area, verb, ask):
    display = shown(verb, area(""), ask(area("")), "welsh_evaluation")
    assert (display.kind, display.note) == ("absent", ())
    assert display.caption.say("en").endswith(".")
