"""From an executed notebook to the parts of a page."""

from __future__ import annotations

import copy
import math

import nbformat
import pytest
from lxml import html
from shown import bars, code, displayed, likert, notebook, said, showing, theme_shares, three

from compendium.displays import verbs
from compendium.displays.record import RECORD_MIME
from compendium.render.body import body
from compendium.render.prose import prose, slug

HIDDEN = ("P3", "all_levels", math.nan, "c")
SURVEY = showing(likert(*three()))
THEMES = showing(displayed(verbs.theme_table, theme_shares()))
EVIL = '<script>alert(1)</script> <img src=x onerror="alert(2)"> [x](javascript:alert(3))'


def blocks(*cells, lang="en"):
    return body(notebook(*cells), lang).blocks


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What people say", "what-people-say"),
        ("Looking back: then, now!", "looking-back-then-now"),
        ("Tŷ bach twt", "ty-bach-twt"),
        ("  spaces  ", "spaces"),
        ("C<sub>2</sub>", "c-sub-2-sub"),
    ],
)
def test_a_heading_becomes_the_end_of_a_link(heading, anchor):
    assert slug(heading) == anchor


def test_contents_are_the_second_level_headings_in_order():
    found = body(notebook("# Title", "## One\n\n### Deeper\n\n## Two", "## Three"), "en")
    assert found.contents == (("one", "One"), ("two", "Two"), ("three", "Three"))


def test_what_stands_under_the_title_is_the_lead_and_the_title_is_the_pages_own():
    found = body(notebook("# Title\n\nWhat **this** is.", "## One"), "en")
    assert found.lead.strip() == "<p>What <strong>this</strong> is.</p>"
    assert "Title" not in found.lead + "".join(b.html for b in found.blocks)


def test_a_hidden_cell_is_left_out_whatever_it_shows():
    hidden = nbformat.v4.new_markdown_cell("How to.", metadata={"tags": ["remove-cell"]})
    assert blocks(hidden, code(SURVEY, tags=["remove-cell"])) == ()


@pytest.mark.parametrize(("profile", "kinds"), [("exact", 2), ("welsh_evaluation", 1), ("?", 1)])
def test_a_cell_for_the_team_is_left_out_of_a_public_page(profile, kinds):
    def shown(id, **more):
        # A table: a figure is drawn from a whole record alone, and this one has another profile.
        made = copy.deepcopy(THEMES)
        made["data"][RECORD_MIME] |= {"id": id}
        made["data"][RECORD_MIME]["data"] |= {"profile": profile}
        return code(made, **more)

    found = blocks(shown("first"), shown("second", tags=["team-only"]))
    assert len(found) == kinds


def test_only_displays_are_taken_from_a_code_cell():
    printed = nbformat.v4.new_output("stream", text="P017 said no")
    bare = nbformat.v4.new_output("execute_result", data={"text/html": "<table>P017</table>"})
    (block,) = blocks(code(printed, SURVEY, bare))
    assert block.kind == "figure"
    assert "P017" not in repr(block)


def test_figures_and_tables_are_numbered_apart():
    found = blocks(code(SURVEY), code(THEMES), code(SURVEY, THEMES))
    assert [(b.kind, b.number) for b in found] == [
        ("figure", 1),
        ("table", 1),
        ("figure", 2),
        ("table", 2),
    ]


def test_a_display_with_nothing_to_draw_is_a_table():
    (block,) = blocks(code(showing(likert(HIDDEN))))
    assert (block.kind, block.images) == ("table", {})


def test_what_is_absent_is_a_sentence():
    (block,) = blocks(code(showing(displayed(verbs.likert, bars()))), lang="cy")
    assert (block.kind, block.table) == ("absent", None)
    assert block.caption == "Ni ddaeth atebion i'r arolwg o'r ardal hon."


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_alternative_text_is_the_records(lang):
    (block,) = blocks(code(SURVEY), lang=lang)
    assert block.alt == likert(*three()).alt.say(lang)


def test_a_figure_is_drawn_for_page_and_telephone():
    (block,) = blocks(code(SURVEY))
    assert set(block.images) == {"page", "phone"}
    assert all(uri.startswith("data:image/svg+xml;base64,") for uri in block.images.values())


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ([], "real"),
        (["real"], "real"),
        (["real", "synthetic"], "synthetic"),
    ],
)
def test_one_made_up_display_makes_the_page_made_up(origins, expected):
    cells = [code(showing(displayed(verbs.quotes, said("Hm.", origin=o)))) for o in origins]
    assert body(notebook(*cells), "en").origin == expected


def test_quotes_stand_theme_by_theme_with_language_and_speaker():
    (block,) = blocks(code(showing(displayed(verbs.quotes, said("Diolch.", "cy", "Thanks.")))))
    ((theme, (quote,)),) = block.themes
    assert (theme, quote.text, quote.lang) == ("Warmth", "Diolch.", "cy")
    assert (quote.translation, quote.speaker) == ("Thanks.", "Parent, Area A")


def test_a_quote_of_no_known_language_counts_as_english():
    (block,) = blocks(code(showing(displayed(verbs.quotes, said("Hm.", lang="")))))
    assert block.themes[0][1][0].lang == "en"


def test_the_notes_of_a_display_come_along():
    (block,) = blocks(code(SURVEY))
    assert block.notes[-1] == "Disclosure profile: welsh_evaluation."


@pytest.mark.parametrize("source", [EVIL, f"## {EVIL}", f"| a |\n|---|\n| {EVIL} |", f"- {EVIL}"])
def test_markup_in_a_notebooks_prose_comes_out_as_text(source):
    found = html.fragment_fromstring(prose(source, []), create_parent=True)
    assert "<script>alert(1)</script>" in found.text_content()
    assert not found.xpath("//script | //img | //@onerror")
    assert not [h for h in found.xpath("//@href") if h.startswith("javascript")]


def test_markup_in_a_heading_comes_out_as_text_in_the_contents():
    contents = []
    prose(f"## {EVIL}", contents)
    found = html.fragment_fromstring(contents[0][1], create_parent=True)
    assert not found.xpath("//script | //img | //@onerror")


def test_a_picture_from_the_network_is_not_fetched_by_the_page():
    found = html.fragment_fromstring(
        prose("![a plan](https://example.org/plan.png)", []), create_parent=True
    )
    assert not found.xpath("//@src")
    assert "a plan" in found.text_content()


def test_markup_in_the_words_of_a_picture_comes_out_as_text():
    found = html.fragment_fromstring(prose(f"![{EVIL}](x.png)", []), create_parent=True)
    assert not found.xpath("//script | //img | //@onerror")


def test_a_picture_that_the_notebook_carries_stays():
    found = html.fragment_fromstring(
        prose("![dot](data:image/png;base64,AAAA)", []), create_parent=True
    )
    assert found.xpath("//img/@alt") == ["dot"]


def test_a_heading_leaves_a_displays_id_to_the_display():
    found = body(notebook("# Title", "## It", code(SURVEY)), "en")
    assert (found.blocks[0].html, found.blocks[1].id) == ('<h2 id="it-2">It</h2>\n', "it")


@pytest.mark.parametrize(("heading", "anchor"), [("Report", "report-2"), ("…", "section")])
def test_a_heading_always_has_an_anchor_of_its_own(heading, anchor):
    contents = []
    prose(f"## {heading}", contents)
    assert contents == [(anchor, heading)]


def test_headings_of_the_same_words_have_anchors_of_their_own():
    contents = []
    found = html.fragment_fromstring(prose("## Twice\n\n## Twice", contents), create_parent=True)
    assert len(set(found.xpath("//h2/@id"))) == 2
    assert [anchor for anchor, _ in contents] == found.xpath("//h2/@id")


def test_prose_has_its_tables():
    found = html.fragment_fromstring(prose("| a | b |\n|---|---|\n| 1 | 2 |", []))
    assert found.xpath("//td/text()") == ["1", "2"]
