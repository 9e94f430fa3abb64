"""Joint display and findings held against the study: every contradiction named with its place."""

from __future__ import annotations

import pytest

from compendium.problems import StudyError
from compendium.study_checks.findings import placeholders, says_made_up, typed_numbers
from compendium.study_folder import open_study
from compendium.words import Text

STUDY, JOINT, FINDINGS = "study.yml", "findings/joint_display.yml", "findings/findings.yml"
VALUE = "reference: {kind: value, value: 3, declared_on: 2024-01-01"
BEFORE = "reference: {kind: before, declared_on: 2024-01-01"
OTHERS = "reference: {kind: other_sites, declared_on: 2024-01-01"

SPOILT = [
    (
        STUDY,
        "    construct: say\n    reference",
        "    reference",
        "a construct or an item, and not",
    ),
    (STUDY, "    item: S2\n", "    item: S2\n    construct: say\n", "an item, and not both"),
    (
        STUDY,
        "    construct: trust\n    ref",
        "    construct: tea\n    ref",
        "construct 'tea' is unk",
    ),
    (
        STUDY,
        "    construct: trust\n    ref",
        "    construct: open\n    ref",
        "construct 'open' is un",
    ),
    (STUDY, "    item: S2", "    item: O1", "rated item 'O1' is unknown, but known are S1, S2, S3"),
    (STUDY, "talk_groups: [worker]", "talk_groups: [nurse]", "group 'nurse' is unknown"),
    (STUDY, "talk_groups: [worker]", "talk_groups: []", "talk_groups is empty"),
    (STUDY, "codes: [K2]", "codes: [K9]", "joint_display trust: code 'K9' is unknown"),
    (STUDY, "item: S2", "item: S2\n    survey_groups: [worker]", "survey group 'worker' is unk"),
    (STUDY, VALUE, VALUE.replace(" value: 3,", ""), "the reference is value without a value"),
    (STUDY, BEFORE, BEFORE.replace("before,", "before, value: 3,"), "before with a value"),
    (STUDY, VALUE, VALUE.replace("kind: value", "kind: hope"), "reference 'hope' is unknown"),
    (STUDY, VALUE, VALUE.replace("01-01", "01-10"), "launched on 2024-01-10. A reference is decl"),
    (STUDY, OTHERS, BEFORE, "the reference is before, and S2 was asked once"),
    (STUDY, BEFORE, OTHERS, "and T1, T2 was asked looking back, but that is never compared"),
    (STUDY, "row: heard", "row: trust", "joint_display trust: the row is given 2 times"),
    (
        STUDY,
        "    silent_because: {en: Nobody thought of tea., cy: Feddyliodd neb am de.}\n",
        "",
        "joint_display tea: no instrument and no silent_because",
    ),
    (
        STUDY,
        "    silent_because",
        "    item: S1\n    silent_because",
        "item is given without an in",
    ),
    (JOINT, "row: say", "row: sight", "row 'sight' is unknown, but known are heard, say, tea, tru"),
    (JOINT, 'site: "001"', 'site: "009"', "entry say, site 009: site '009' is unknown"),
    (JOINT, "label: INSU", "label: GOOD", "label 'GOOD' is unknown"),
    (
        JOINT,
        "  reason: A handful of answers.\n  integrator: Mari",
        "  reason: x\n  integrator: ''",
        "entry say, site 001: integrator is blank",
    ),
    (
        JOINT,
        "  follow_up: {en: Ask about the report., cy: Holi am yr adroddiad.}\n",
        "",
        "entry trust, all sites: a divergence without follow_up",
    ),
    (JOINT, "Too few answered.", "Only 2 answered.", "a number is typed into the text"),
    (JOINT, 'row: trust\n  site: ""', 'row: say\n  site: "001"', "the row is concluded 2 times"),
    (FINDINGS, "evidence: [T1]", "evidence: [T9]", "entry tea: evidence 'T9' is unknown"),
    (FINDINGS, "evidence: [T1]", 'evidence: ["joint:sun"]', "evidence 'joint:sun' is unknown"),
    (FINDINGS, "evidence: [T1]", "evidence: []", "entry tea: the finding has no evidence"),
    (FINDINGS, "analyst: Ifan", "analyst: ''", "entry tea: analyst is blank"),
    (FINDINGS, "tea matters to people", "tea matters to 9 of them", "en: the number 9 is typed"),
    (FINDINGS, "tea matters to people", "tea matters to twelve", "en: the number twelve is typed"),
    (FINDINGS, "Mae te yn bwysig", "Mae te yn bwysig i dri", "cy: the number dri is typed"),
    (FINDINGS, "tea matters", "tea {how} matters", "en: {how} has no value"),
    (FINDINGS, "in First and {there} in Second", "in First", "en: the value there is not in the"),
    (FINDINGS, "a {there} yn Ail", "yma", "cy: the value there is not in the sentence"),
    (FINDINGS, "tea matters", "tea {0.x} matters", "en: the braces are no placeholders"),
    (FINDINGS, 'site: "002"', 'site: "003"', "entry say: site of a value '003' is unknown"),
    (FINDINGS, 'site: "001"\n  text: {', "site: X\n  text: {", "entry tea: site 'X' is unknown"),
]


@pytest.mark.parametrize(("file", "before", "after", "said"), SPOILT)
def test_a_contradiction_is_named_with_its_place(tiny, file, before, after, said):
    path = tiny / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(StudyError) as error:
        open_study("tiny")
    assert said in str(error.value)


def test_the_tiny_study_has_nothing_wrong(tiny):
    study = open_study("tiny")
    assert (len(study.meta_inferences), len(study.findings)) == (2, 3)


def test_the_name_of_an_interval_is_no_typed_number():
    assert typed_numbers("a mean of  (95% interval  to )") == []
    assert typed_numbers("cymedr  (cyfwng hyder 95%  i )") == []


@pytest.mark.parametrize("text", ["Area A and Area B", "both of them", "one another", "y ddau"])
def test_letters_of_areas_and_small_words_are_no_numbers(text):
    assert typed_numbers(text) == []


@pytest.mark.parametrize("text", ["Two of them", "nineteen", "95%", "tair ardal", "3.5"])
def test_digits_and_spelled_numbers_are_found(text):
    assert typed_numbers(text)


@pytest.mark.parametrize("braces", ["{}", "{a.b}", "{a!r}", "{a:.1f}", "{a[0]}", "{"])
def test_braces_hold_a_plain_name_and_nothing_else(braces):
    with pytest.raises(ValueError, match=r"plain name|expected|[Bb]race"):
        placeholders(f"so {braces} it is")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("In the synthetic data", True), ("Made-up data say", True), ("The data say", False)],
)
def test_a_sentence_says_that_its_data_are_made_up_or_does_not(sentence, expected):
    assert says_made_up(Text(sentence)) is expected
