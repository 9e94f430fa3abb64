"""Exact counts of talk: every number for the team, nothing under any public profile."""

from __future__ import annotations

import pytest
from shown import displayed

from compendium.analysis import theme_counts
from compendium.disclosure.account import cells_of
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.record_checks import faults

PUBLIC = [name for name, profile in profiles().items() if profile.public]
SHOWN = {
    "counts": (verbs.theme_counts, theme_counts.counts),
    "tree": (verbs.code_tree, theme_counts.counts),
    "words": (verbs.code_tree_words, theme_counts.counts),
    "rules": (verbs.coding_rule_table, theme_counts.by_rule),
}


@pytest.mark.parametrize("what", SHOWN)
@pytest.mark.parametrize("profile", PUBLIC)
def test_nothing_of_it_leaves_under_a_public_profile(area, what, profile):
    verb, ask = SHOWN[what]
    released = Release(area(""), profile_named(profile))(ask(area("")))
    assert (len(released.frame), released.labels, released.withheld) == (0, {}, True)
    assert list(released.frame) == list(released.by)
    display = displayed(verb, released)
    assert (display.kind, display.note) == ("absent", ())
    assert "counted for the team alone" in display.caption.say("en")
    assert faults(display.record()) == []
    assert cells_of(released, profile_named(profile), {}) == []


@pytest.mark.parametrize("what", SHOWN)
def test_the_team_sees_every_number(area, what):
    verb, ask = SHOWN[what]
    result = ask(area(""))
    released = Release(area(""), profile_named("exact"))(result)
    counts = [c for c, kind in released.kinds.items() if kind in ("count", "base")]
    assert (released.frame[counts] == result.frame[counts]).all().all()
    assert not released.marks.to_numpy().any()
    assert faults(displayed(verb, released).record()) == []


def test_what_is_held_back_says_nothing_of_whether_there_was_any(area):
    whole = theme_counts.counts(area(""))
    none = theme_counts.counts(area("A"), ("round", "site"))
    public = Release(area(""), profile_named("welsh_evaluation"))
    captions = {displayed(verbs.theme_counts, public(r)).caption.say("cy") for r in (whole, none)}
    assert len(captions) == 1
