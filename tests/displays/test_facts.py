"""Key facts: numbers that stand in a display, each with what it counts and where it stands."""

from __future__ import annotations

import pandas as pd
from shown import bars, displayed, released, theme_shares, three

from compendium.displays import verbs
from compendium.displays.facts import COUNTED, FACTS, MOST, RANK, key_facts, keys_to_marks
from compendium.displays.tables import TABLES
from compendium.words import Text, words

NAN = float("nan")
GROUPS = {"group": {"parent": Text("parents", "rhieni"), "worker": Text("workers", "gweithwyr")}}


def people(*rows, marks=None):
    """A table of who took part: (group, interviewed, surveyed, invited) a row."""
    frame = pd.DataFrame(rows, columns=["group", "interviewed", "surveyed", "invited"])
    kinds = {"group": "key"} | dict.fromkeys(("interviewed", "surveyed", "invited"), "count")
    table = released(
        "sample", frame, ("group",), kinds, marks, labels=GROUPS, method="method_sample"
    )
    return displayed(verbs.sample_table, table, "who")


def referrals(*totals):
    """A table of referrals with the total of each site alone."""
    frame = pd.DataFrame({"site_id": [f"s{i}" for i, _ in enumerate(totals)], "referrals": totals})
    frame = frame.assign(referrer_type="all")
    kinds = {"site_id": "key", "referrer_type": "key", "referrals": "count"}
    table = released("referrals", frame, ("site_id", "referrer_type"), kinds)
    display = displayed(verbs.theme_table, theme_shares(), "refers")
    import dataclasses

    return dataclasses.replace(display, kind="who_refers", data=table)


def told(*displays, lang="en"):
    return [(f.number.say(lang), f.counts.say(lang), f.id) for f in key_facts(displays)]


def test_who_took_part_is_told_of_the_first_group_that_may_be_told():
    rows = (("parent", 17.0, 37.0, 78.0), ("worker", 5.0, 40.0, 92.0))
    assert told(people(*rows)) == [
        ("37", "parents answered the survey, of 78 invited", "who"),
        ("17", "parents were interviewed or in focus groups", "who"),
    ]


def test_a_hidden_number_is_never_a_fact():
    hidden = {(0, "interviewed"): "c", (0, "surveyed"): "c", (0, "invited"): "c"}
    rows = (("parent", NAN, NAN, NAN), ("worker", 12.0, 40.0, NAN))
    assert told(people(*rows, marks=hidden)) == [
        ("40", "workers answered the survey", "who"),
        ("12", "workers were interviewed or in focus groups", "who"),
    ]


def test_a_mark_beside_a_fact_is_explained():
    shown = people(("parent", 17.0, 37.0, 78.0), marks={(0, "interviewed"): "u"})
    facts = key_facts([shown])
    assert facts[1].number.say("en") == "17\N{NO-BREAK SPACE}[u]"
    assert [s.key for s in keys_to_marks(facts[1].parts)] == ["key_u"]


def test_of_several_services_the_least_and_greatest_are_told_and_never_the_sum():
    assert told(referrals(305.0))[0][0] == "305"
    expected = [("305 to 410", "referrals in each of 3 areas", "refers")]
    assert told(referrals(305.0, 410.0, 345.0)) == expected


def test_what_two_displays_show_is_told_once_and_of_the_first():
    first, second = (displayed(verbs.theme_table, theme_shares(), id) for id in ("one", "two"))
    assert told(first, second) == [("2", "themes used to code what people said", "one")]


def test_facts_stand_in_the_order_of_the_page():
    survey = displayed(verbs.likert, bars(*three()), "survey")
    found = told(survey, people(("parent", 17.0, 37.0, 78.0)))
    assert [id for _, _, id in found] == ["survey", "who", "who"]
    assert len(found) <= MOST


def test_every_fact_has_its_rank_and_its_words():
    counted = {key for columns in COUNTED.values() for key in columns.values()}
    assert counted <= set(RANK)
    assert set(RANK) == {key for key in words() if key.startswith("fact_")}


def test_every_kind_that_has_facts_is_a_kind_of_display():
    assert {*COUNTED, *FACTS} <= {*TABLES, "quotes"}
