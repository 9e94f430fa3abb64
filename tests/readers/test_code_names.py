"""What a line of a comment names: a code by id or label however it is typed, or a memo."""

from __future__ import annotations

import pytest

from compendium.readers.coded_segments.code_names import CodeNames
from compendium.theory import Code
from compendium.words import Text

BOOK = (
    Code("W1", Text("Being alongside", "Bod ochr yn ochr"), ""),
    Code("W1.2", Text("Being listened to", "Cael gwrandawiad"), "", "W1"),
    Code("W1.3", Text("Tŷ a theulu"), "", "W1"),
    Code("A", Text("Self-worth; pride"), ""),
    Code("B", Text("Trust"), ""),
    Code("B1", Text("Same name"), "", "B"),
    Code("B2", Text("Same name"), "", "A"),
)
LISTENED = "Being alongside > Being listened to"
NAMES = CodeNames(BOOK, ["Feeling > Good"])


@pytest.mark.parametrize(
    "said",
    [
        *("W1.2", "w1.2", "W1.2 Being listened to", "W1.2: Being listened to", "W1.2 –"),
        *("being  LISTENED to", "Being alongside > Being listened to", "cael gwrandawiad"),
        "W1.2 Cael gwrandawiad.",
    ],
)
def test_a_code_is_known_by_id_label_and_path_in_both_languages(said):
    meant = NAMES.read(said)
    assert (meant.codes, meant.memos, meant.unknown) == ([LISTENED], [], [])


def test_accents_and_hyphens_do_not_matter():
    assert NAMES.read("ty a theulu").codes == ["Being alongside > Tŷ a theulu"]
    assert NAMES.read("self worth pride").codes == ["Self-worth; pride"]


def test_several_codes_stand_on_lines_or_between_semicolons_once_each():
    assert NAMES.read("W1.2; Trust\nW1\nw1.2").codes == [LISTENED, "Trust", "Being alongside"]
    assert NAMES.read("Self-worth; pride").codes == ["Self-worth; pride"]


@pytest.mark.parametrize(
    "said", ["She means her sister; check the tape", "A good quote", "P03 nods", "memo: W1.2", "?"]
)
def test_what_names_no_code_is_a_memo(said):
    meant = NAMES.read(said)
    assert (meant.codes, meant.unknown) == ([], [])
    assert meant.memos == [said.removeprefix("memo: ")]


def test_words_behind_an_id_are_a_memo():
    meant = NAMES.read("W1.2: she is sure of it\nB - not of him")
    assert meant.codes == [LISTENED, "Trust"]
    assert meant.memos == ["she is sure of it", "not of him"]


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("W1.9", "W1.2 Being listened to"),
        ("Being listend to", "W1.2 Being listened to"),
        ("W1.9 Something else", "W1.3 Tŷ a theulu"),
        ("Same name", "B1 Same name"),
        ("W1.2 Trust", "B Trust"),
    ],
)
def test_what_looks_like_a_code_and_is_none_is_a_problem_with_names_near_it(said, near):
    meant = NAMES.read(said)
    assert meant.codes == meant.memos == []
    ((text, why, names),) = meant.unknown
    assert (text, bool(why)) == (said, True)
    assert near in names


def test_valence_is_named_by_its_path_or_its_last_word():
    assert NAMES.read("Good; Feeling > Good").codes == ["Feeling > Good"]


def test_without_a_codebook_each_line_is_a_code_as_it_stands():
    assert CodeNames().read("Tea\nWarm; Cold\nmemo: so").codes == ["Tea", "Warm", "Cold"]
