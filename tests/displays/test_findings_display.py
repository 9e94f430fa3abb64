"""A box of findings: authored sentences with released values, the same after a journey."""

from __future__ import annotations

import json

import pytest
from shown import displayed

from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.conclusions.findings import Authored, conclusions
from compendium.displays.record import canonical, from_record
from compendium.displays.show import bundle
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

SAID = (
    "In the synthetic data, having a say scores 4.3 (95% interval 0.1 to 8.6, n = 2) in First "
    "and 2.2 in Second."
)


def box(verb=verbs.finding, section="survey", profile="exact", site="001"):
    release = Release(open_tables(open_study("tiny"), site), profile_named(profile))
    return displayed(verb, release.findings(section))


def test_a_sentence_is_said_with_its_numbers(tiny):
    first, second = conclusions(box().data)
    assert first.sentence.say("en") == SAID
    assert second.sentence.say("cy") == "Mae te yn bwysig yn y data ffug."


def test_a_sentence_without_welsh_stands_in_english_and_says_so():
    assert Authored(Text("So it is.")).say("cy") == "So it is. [Saesneg]"


def test_a_finding_names_what_carries_it_and_who_wrote_it_when(tiny):
    first, second = conclusions(box().data)
    assert {e: t.en for e, t in first.evidence.items()} == {
        "joint:say": "Having a say",
        "comparison:parents_by_area": "Parents in both areas",
    }
    assert second.signed("cy") == "Ifan, 4 Mai 2024"


@pytest.mark.parametrize("profile", ["exact", "welsh_evaluation"])
def test_a_box_comes_back_as_the_same_record_and_says_the_same(tiny, profile):
    before = box(profile=profile)
    after = from_record(json.loads(json.dumps(before.record())))
    assert canonical(after.record()) == canonical(before.record())
    for lang in ("en", "cy"):
        assert table(after, lang) == table(before, lang)
        sentences = [c.sentence.say(lang) for c in conclusions(after.data)]
        assert sentences == [c.sentence.say(lang) for c in conclusions(before.data)]


def test_a_box_says_that_a_sentence_is_held_back(tiny):
    note = " ".join(s.say("en") for s in box(profile="welsh_evaluation").note)
    assert "A sentence is held back because a number it rests on is hidden." in note
    assert "held back" not in " ".join(s.say("en") for s in box().note)


def test_a_box_of_which_everything_is_held_back_still_says_so(tiny):
    found = box(verbs.main_messages, "main-messages", "welsh_evaluation", "")
    assert (found.kind, conclusions(found.data)) == ("findings", [])
    assert "held back" in " ".join(s.say("en") for s in found.note)


def test_where_nobody_concluded_anything_that_is_said(tiny):
    found = box(section="nowhere")
    assert found.kind == "absent"
    assert found.caption.say("en") == "No conclusions have been written for this part."


@pytest.mark.parametrize(
    ("verb", "heading"), [(verbs.finding, "What this means"), (verbs.main_messages, "Main mess")]
)
def test_a_box_has_the_heading_of_its_verb(tiny, verb, heading):
    assert box(verb).caption.say("en").startswith(heading)


def test_a_notebook_shows_the_sentences_as_a_list(tiny):
    shown = bundle(box())["text/html"]
    assert f"<li>{SAID}<br>" in shown
    assert "Based on: Having a say; Parents in both areas. Mari, 3 May 2024" in shown
