"""Texts that introduce only what a study has not are left out of its page; headings stay."""

from __future__ import annotations

from shown import bars, code, displayed, likert, notebook, showing, three

from compendium.displays import verbs
from compendium.render.body import body

NOTHING = showing(displayed(verbs.likert, bars()))
SURVEY = showing(likert(*three()))
SAYS = "No survey answers came in for this area."


def parts(*cells):
    """What stands on a page: the kind and text of each block."""
    blocks = body(notebook(*cells), "en")
    return [(b.kind, b.html or b.caption) for b in (*blocks.opening, *blocks.blocks)]


def test_a_section_of_nothing_keeps_its_heading_and_says_so_once():
    found = parts("## Twice\n\nIt was asked twice.", code(NOTHING), "Again:", code(NOTHING))
    assert [kind for kind, _ in found] == ["prose", "absent"]
    assert "Twice</h2>" in found[0][1]
    assert "asked twice" not in found[0][1]
    assert found[1][1] == SAYS


def test_in_a_section_with_something_only_the_idle_text_goes():
    found = parts("## Asked\n\nBars:", code(SURVEY), "And more:", code(NOTHING))
    assert [kind for kind, _ in found] == ["prose", "figure", "absent"]
    assert "Bars:" in found[0][1]


def test_a_list_in_a_section_of_nothing_stays():
    found = parts("## Asked\n\n- one\n- two", code(NOTHING))
    assert "<li>one</li>" in found[0][1]


def test_a_text_above_something_stays():
    found = parts("## Asked", "Bars:", code(SURVEY))
    assert [kind for kind, _ in found] == ["prose", "prose", "figure"]
