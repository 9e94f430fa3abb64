"""Tables of theme counts and of the rules of coding: what stands where, and what is said."""

from __future__ import annotations

import dataclasses

import pytest
from shown import displayed

from compendium.analysis.qualitative import theme_counts
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"))


def under(data, **changes):
    coding = dataclasses.replace(data.study.header.coding, **changes)
    header = dataclasses.replace(data.study.header, coding=coding)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))


def shown(verb, data, ask=theme_counts.counts, *by):
    return displayed(verb, Release(data, profile_named("exact"))(ask(data, *by)))


def notes(display):
    return " ".join(sentence.say("en") for sentence in display.note)


def test_each_group_has_a_line_with_those_asked_and_its_codes_below(data):
    found = table(shown(verbs.theme_counts, data), "en")
    heads = [(row.head, row.depth) for row in found.rows]
    assert heads[:6] == [
        ("Parents: 5 asked", 0),
        ("Any theme", 1),
        ("Warmth", 1),
        ("Listening", 2),
        ("Tea", 2),
        ("Papers", 1),
    ]
    assert heads[6] == ("Staff: 2 asked", 0)
    # People, events, passages, words; favourable, mixed, unfavourable.
    assert found.rows[2].cells == ("4", "4", "5", "25", "2", "0", "1")


def test_passages_of_nobody_known_have_a_column_and_a_line_where_there_are_any(data):
    assert (
        "Passages without a known speaker"
        not in table(shown(verbs.theme_counts, data), "en").columns
    )
    unknown = data.segments.assign(participant_id=data.segments["participant_id"].replace("Q3", ""))
    display = shown(verbs.theme_counts, dataclasses.replace(data, segments=unknown))
    found = table(display, "en")
    assert found.columns[-1] == "Passages without a known speaker"
    heads = [row.head for row in found.rows]
    assert "Speaker not known" in heads
    assert found.rows[heads.index("Speaker not known") + 1].cells[-1] == "1"
    assert "count for nobody" in notes(display)


def test_what_the_guide_asked_about_is_said_where_the_study_says_it(data):
    assert "does not say what its topic guide asked about" in notes(shown(verbs.theme_counts, data))
    guided = shown(verbs.theme_counts, under(data, asked_about=("K1",)))
    found = table(guided, "en")
    assert "Of these, unprompted" in found.columns
    assert "Tea (asked about)" in [row.head for row in found.rows]
    assert "did not ask about" in notes(guided)


def test_a_study_without_valence_says_nothing_of_it(data):
    display = shown(verbs.theme_counts, under(data, valence={}))
    assert not [c for c in table(display, "en").columns if "avourable" in c]
    assert "favourable" not in notes(display)


def test_the_rule_in_use_is_named_in_every_note(data):
    for rule, said in (("C1", "C1"), ("union", "union"), ("consensus", "consensus")):
        for verb, ask in (
            (verbs.theme_counts, theme_counts.counts),
            (verbs.code_tree, theme_counts.counts),
            (verbs.coding_rule_table, theme_counts.by_rule),
        ):
            assert f": {said}." in notes(shown(verb, under(data, of_record=rule), ask))


def test_rules_stand_side_by_side_and_the_one_in_use_is_marked(data):
    found = table(shown(verbs.coding_rule_table, data, theme_counts.by_rule), "en")
    assert found.columns == ("Theme", "C1 (in use)", "C2", "Consensus", "Union")
    assert found.rows[2].head == "Listening"
    assert found.rows[2].cells == ("3 (3)", "1 (1)", "2 (2)", "3 (3)")


def test_how_many_themes_another_rule_changes_is_said(data):
    # Listening has two under consensus; papers three under union; warmth four of five by consensus.
    display = shown(verbs.coding_rule_table, data, theme_counts.by_rule)
    assert "Of 4 themes, 3 are raised by other numbers" in notes(display)
    assert "of the 7 people" in display.caption.say("en")


def test_one_coder_is_said_to_be_one(data):
    alone = dataclasses.replace(data, codings=data.codings[data.codings["coder"] == "C1"])
    display = shown(verbs.coding_rule_table, alone, theme_counts.by_rule)
    assert "Only one coder" in notes(display)
    assert "raised by other numbers" not in notes(display)


@pytest.mark.parametrize("by", [(), ("site",), ("data_type", "language"), ("quote_consent",)])
def test_every_grouping_has_its_words_in_both_languages(area, by):
    display = shown(verbs.theme_counts, area(""), theme_counts.counts, by)
    for lang in ("en", "cy"):
        lines = [row.head for row in table(display, lang).rows if row.is_heading]
        assert lines
        assert not [line for line in lines if "Saesneg]" in line or "_" in line]
