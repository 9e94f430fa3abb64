"""Whether plain words are plain: sentences and words counted by hand."""

from __future__ import annotations

import nbformat
import pytest
from shown import displayed, released, showing

from compendium.build.readability import (
    LONG_SHARE,
    LONGEST,
    MEAN,
    Line,
    hard_words,
    known_of,
    lines_of,
    measured,
    refuse_hard_pages,
    sentences_of,
    words_of,
)
from compendium.displays import verbs
from compendium.problems import StudyError
from compendium.words import Text, words

import pandas as pd  # isort: skip

FIFTEEN = "One may say a thing in so few words that all of us get it."
SIXTEEN = "One may say a thing in so few short words that all of us get it."


def one(said: list[str], start: str, further: str = "") -> bool:
    """Whether just one line starts so, and says the other thing further on."""
    return sum(line.startswith(start) and further in line for line in said) == 1


def plain(*texts: Text, part="about", terms=()):
    """What the page says in one part of it."""
    keys = [f"{part} {n}" for n in range(1, len(texts) + 1)]
    frame = pd.DataFrame({"part": part, "number": [k.split()[1] for k in keys]}, dtype="str")
    labels = {
        "text": dict(zip(keys, texts, strict=True)),
        "term": dict(zip(keys, terms, strict=False)),
    }
    by = ("part", "number")
    kinds, method = dict.fromkeys(by, "key"), "method_plain_words"
    table = released("plain_words", frame, by, kinds, labels=labels, method=method)
    return displayed(verbs.plain_words, table, part)


def page(*shown, prose="# In plain words"):
    cells = [nbformat.v4.new_markdown_cell(prose)]
    cells += [nbformat.v4.new_code_cell("x", outputs=[showing(d)]) for d in shown]
    return nbformat.v4.new_notebook(cells=cells)


def refused(*shown, **changes) -> list[str]:
    with pytest.raises(StudyError) as error:
        refuse_hard_pages(page(*shown, **changes), "plain")
    return str(error.value).splitlines()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (FIFTEEN, 15),
        (SIXTEEN, 16),
        ("About 7 out of 10 don't know.", 7),
        ("It's a made-up, well-known thing!", 5),
        ("Mae'r tŷ ŵy yn ŵyl.", 5),
        ("Call 0800 1111.", 3),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_would(text, count):
    assert len(words_of(text)) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("## A heading\n\nOne.\n- two\n- three", ["A heading", "One.", "two", "three"]),
        ("He said “no.” We went.", ["He said “no.”", "We went."]),
        ("Score 4.3 is no end.", ["Score 4.3 is no end."]),
        ("**Question.** Why?", ["Question.", "Why?"]),
    ],
)
def test_a_text_is_parted_into_sentences(text, found):
    assert sentences_of(text) == found


def test_a_page_is_measured():
    # 4 and 6 words; "listens" and "somebody" are long, "advocate" is explained.
    said = ("An advocate listens, yes.", "You can talk to somebody here.")
    found = measured([Line("f", "w", text) for text in said], {"advocate"})
    assert (found.sentences, found.mean, found.longest, found.long_share) == (2, 5.0, 6, 0.2)


def test_what_is_plain_passes():
    refuse_hard_pages(page(plain(Text(FIFTEEN, "Yn fyr."))), "plain")


def test_other_pages_are_not_held_to_it():
    long = page(prose=f"# A page\n\n{SIXTEEN} The methodology had 50% attrition.")
    assert lines_of(long, "other", "en") == []
    refuse_hard_pages(long, "other")


def test_everything_that_is_hard_is_told_at_once():
    said = refused(
        plain(Text(f"{SIXTEEN} We saw 50% of you."), Text("The participants spoke.")),
        prose="# In plain words\n\nThis is an evaluation.",
    )
    where = "study.yml young_people about: en:"
    assert one(said, f"{where} a sentence has 16 words: “{SIXTEEN}”, but at most 15. Say one idea;")
    assert one(said, f"{where} a percentage stands in “We saw 50% of you.”, but", "`out_of: 10`")
    assert one(said, f"{where} the hard word 'participants'", "Say “people who took part”, or")
    assert one(said, "plain.ipynb text cell", "the hard word 'evaluation'")


def test_a_hard_word_may_stand_where_it_is_explained():
    text = plain(Text("The participants spoke of it."))
    term = plain(Text("you, who told us."), part="hard_words", terms=[Text("participants")])
    assert known_of(page(text, term), "en") >= {"participants"}
    refuse_hard_pages(page(text, term), "plain")


def test_long_words_and_long_sentences_are_too_many_on_average():
    long = plain(Text("Wonderful beautiful elephants remember."))
    # In plain words; wonderful beautiful elephants remember: four long ones of seven.
    assert one(refused(long), "plain.ipynb the page: 57% of its words have more than 6 letters")
    # Beside a heading of three words nine sentences of 13 have 120 in ten, 12 on average; ten 12.1.
    sentence = " ".join(["so"] * (MEAN + 1)) + "."
    refuse_hard_pages(page(plain(Text(" ".join([sentence] * 9)))), "plain")
    wordy = refused(plain(Text(" ".join([sentence] * 10))))
    assert one(wordy, "plain.ipynb the page: its sentences have 12.1 words on average, but at most")


def test_welsh_is_held_to_length_and_percentages_alone():
    welsh = Text("We ask.", "Gwerthusiad cydweithredol cyfrinachedd ymgynghoriad.")
    refuse_hard_pages(page(plain(welsh)), "plain")
    long = " ".join(["gair"] * (LONGEST + 1)) + "."
    (said,) = refused(plain(Text("We ask.", long)))
    assert "cy: a sentence has 16 words" in said
    assert "cy: a percentage" in refused(plain(Text("We ask.", "Dyna 50%.")))[0]


def test_every_hard_word_has_another_to_say_that_is_none():
    assert len(hard_words()) > 50
    for word, instead in hard_words().items():
        assert instead.strip()
        assert word not in words_of(instead)


def test_the_limits_are_those_that_were_declared():
    assert (LONGEST, MEAN, LONG_SHARE) == (15, 12, 0.2)
    assert "plain_not_checked" in words()
