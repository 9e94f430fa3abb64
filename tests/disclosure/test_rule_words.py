"""Notes under figures say the rules of the profile the numbers passed."""

from __future__ import annotations

import pytest

from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.rule_words import method_key, rule_words
from compendium.words import say

PUBLIC = [name for name, p in profiles().items() if p.public]
NOTES = (
    "distribution looking_back sample sample_one_area scores group_scores joint contrasts "
    "referrals referrals_by_year waits median_waits"
).split()


def note(method, profile, lang="en"):
    profile = profile_named(profile)
    key = method_key(f"method_{method}", profile)
    said = {name: text.say(lang) for name, text in rule_words(key, profile).items()}
    return say(key, lang, rule="C1", **said)


@pytest.mark.parametrize("profile", PUBLIC)
@pytest.mark.parametrize("method", NOTES)
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_note_is_complete_under_every_profile(method, profile, lang):
    text = note(method, profile, lang)
    assert "{" not in text
    assert "Saesneg" not in text


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (
            "welsh_evaluation",
            "Counts of 1 to 7 are hidden, and so are zeros beside other counts; the others are "
            "rounded to 5, totals are sums of rounded counts,",
        ),
        ("dfe_1_5", "Counts of 1 to 5 are hidden; the others are exact, totals too,"),
        (
            "nhs_1_7",
            "Counts of 1 to 7 are hidden; the others are rounded to 5, totals are rounded "
            "separately,",
        ),
        ("acro_10", "Counts of fewer than 10 are hidden; the others are exact, totals too,"),
    ],
)
def test_casework_says_what_is_hidden_and_how_the_rest_is_printed(profile, said):
    assert said in note("referrals", profile)


@pytest.mark.parametrize(
    ("profile", "followed"), [("welsh_evaluation", 10), ("opensafely", 8), ("dfe_1_5", 6)]
)
def test_a_median_wait_says_on_how_many_referrals_it_rests(profile, followed):
    assert f"at least {followed} referrals" in note("median_waits", profile)


def test_only_profiles_that_round_people_say_so():
    assert "rounded to 5" in note("sample", "opensafely")
    assert "rounded" not in note("sample", "dfe_1_5")
    assert "rounded" not in note("sample", "welsh_evaluation")


def test_the_teams_notes_say_no_rule():
    assert method_key("method_referrals", profile_named("exact")) == "method_referrals_exact"
    assert method_key("method_scores", profile_named("exact")) == "method_scores"
