"""How documents are set: widths, sheets on their side, cuts, pages that are not left empty."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pytest
from documented import FOOT, pdf_of
from lxml import etree
from shown import ITEMS, code, likert, notebook, showing, three

from compendium.displays.figures import svg
from compendium.displays.text_table import Row, TextTable
from compendium.render.documents.content import Plan
from compendium.render.documents.layout import ON_ITS_SIDE, UPRIGHT, layout, set_out, wide
from compendium.render.documents.pictures import HIGHEST, drawn
from compendium.render.documents.tidy import tidied
from compendium.render.documents.trimming import trimmed
from compendium.words import Text


def table(columns: int, cell: str, rows: int = 3, **changes) -> TextTable:
    heads = tuple(f"Column {n}" for n in range(columns))
    row = Row("Head", (cell,) * (columns - 1))
    return TextTable(heads, (row,) * rows, (False,) * (columns - 1), **changes)


def test_a_narrow_table_stands_upright_in_ordinary_text():
    made = layout(table(4, "short"))
    assert (made.on_its_side, made.points) == (False, 9.0)
    assert sum(made.inches) <= UPRIGHT + 0.01


def test_a_table_of_many_long_words_lies_on_its_side():
    made = layout(table(9, "Llanfairpwllgwyn"))
    assert made.on_its_side
    assert sum(made.inches) <= ON_ITS_SIDE + 0.01


def test_a_table_whose_rows_would_grow_tall_lies_on_its_side():
    assert layout(table(4, "word " * 250)).on_its_side
    assert not layout(table(4, "word " * 20)).on_its_side


def test_numbers_behind_a_figure_lie_on_their_side_where_that_saves_sheets():
    # Numbers that stay whole leave little room for words before them, but on a wide sheet.
    numbers = ("-0.78 (-0.89 to -0.61)",) * 4
    rows = (Row("Area A compared with Area B " * 4, numbers),) * 30
    compared = TextTable(tuple("ABCDE"), rows, (True,) * 4)
    assert not layout(compared).on_its_side
    assert layout(compared, saving=True).on_its_side
    assert not layout(compared, upright=True, saving=True).on_its_side
    # Where words only run on, a sheet on its side holds no more of them.
    assert not layout(table(4, "word " * 60, rows=20), saving=True).on_its_side


def test_a_table_for_one_sheet_is_set_smaller_where_that_spares_a_sheet():
    lines = table(3, "word " * 60, rows=7, widths=(20, 40, 40), sheet=True)
    assert layout(lines, upright=True).points == 9.0
    on_its_side = dataclasses.replace(lines, rows=(Row("A", ("word " * 300,) * 2),) * 3)
    made, larger = layout(on_its_side), layout(dataclasses.replace(on_its_side, sheet=False))
    assert made.on_its_side
    assert (made.points, larger.points) == (8.0, 9.0)


def test_a_short_table_is_whole_and_a_longer_one_runs_on():
    assert layout(table(3, "x", rows=14)).whole
    assert not layout(table(3, "x", rows=15)).whole


def test_a_short_table_begins_on_the_next_page_rather_than_be_parted(wales):
    short = "| Name | Count |\n|---|---|\n" + "\n".join(f"| row {n} | {n} |" for n in range(6))
    for lines in range(16, 34):
        parts = "Some words.\n\n" * lines
        pages = pages_of(pdf_of(wales, notebook("# T", f"## A\n\n{parts}\n\n{short}")))
        assert len([page for page in pages if any(re.match(r"row \d", s) for s in page)]) == 1


def panels(*heights: float, apart: float = 0.3) -> bytes:
    """A drawing of black panels below each other, so many inches high."""
    tops = itertools.accumulate((h + apart for h in heights), initial=0.0)
    # As matplotlib draws: the groups of an axis, one beside the other.
    drawn_panels = "".join(
        f'<g id="panel_{n}"><path d="M 0 {top * 72:g} L 460 {top * 72:g} '
        f'L 460 {(top + high) * 72:g} L 0 {(top + high) * 72:g} z"/></g>'
        for n, (top, high) in enumerate(zip(tops, heights, strict=False), start=1)
    )
    whole = (sum(heights) + apart * (len(heights) - 1)) * 72
    size = f'width="460.8pt" height="{whole:g}pt" viewBox="0 0 460.8 {whole:g}"'
    inside = f'<g id="axes_1">{drawn_panels}</g>'
    return f'<svg {size} xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


@pytest.mark.parametrize(
    ("heights", "pieces", "scale"),
    [
        ((4.0, 4.0, 4.0), (4.15, 4.3, 4.15), 1.0),  # short enough as they are
        ((5.1, 5.1, 5.1), (5.25, 5.4, 5.25), 4.6 / 5.4),  # a little smaller, two to a page
        ((7.0, 7.0), (7.15, 7.15), 1.0),  # too long for that: a page each
    ],
)
def test_a_figure_is_cut_between_its_panels_and_not_in_one(heights, pieces, scale):
    found = drawn(panels(*heights))
    assert [below - above for above, below in found.pieces] == pytest.approx(
        [piece * scale for piece in pieces], abs=0.04
    )
    assert found.width == pytest.approx(6.4 * scale, abs=0.02)


@pytest.mark.parametrize("heights", [(3.8,) * 3, (4.8,) * 3, (7.0,) * 2, (2.0,) * 3])
def test_each_piece_holds_its_own_panel_whole_and_no_other(heights):
    pieces = trimmed({"picture-1.svg": panels(*heights, apart=0.6)})
    assert len(pieces) == len(heights)
    for number, piece in enumerate(pieces.values(), start=1):
        paths = [path.getparent().get("id") for path in etree.fromstring(piece).iter("{*}path")]
        assert paths == [f"panel_{number}"]


def test_a_figure_of_panels_may_be_cut_between_them_and_one_of_rows_may_not():
    assert drawn(panels(2.0, 2.0, 2.0)).cuts == pytest.approx((2.15, 4.45), abs=0.03)
    assert drawn(panels(*[0.4] * 12, apart=0.15)).cuts == ()
    assert drawn(panels(1.2, 1.2, 1.2, 1.2)).cuts != ()
    assert drawn(panels(2.0, 2.0)).cuts == ()  # a piece of its own


def test_a_panel_that_no_page_holds_is_cut_all_the_same():
    found = drawn(panels(12.0))
    assert len(found.pieces) > 1
    assert all(below - above <= HIGHEST for above, below in found.pieces)


def test_what_announces_a_table_stays_on_its_page(wales):
    short = "| Name | Count |\n|---|---|\n" + "\n".join(f"| row {n} | {n} |" for n in range(6))
    parted = 0
    for lines in range(14, 34):
        words = "Some words.\n\n" * lines
        pages = pages_of(pdf_of(wales, notebook("# T", f"## A\n\n{words}\n\nCounted:\n\n{short}")))
        (there,) = [n for n, page in enumerate(pages) if any(re.match(r"row \d", s) for s in page)]
        assert "Counted:" in pages[there]
        parted += there > 0
    assert parted


def test_no_column_is_narrower_than_its_longest_word():
    made = layout(table(5, "unaccompanied asylum-seeking"))
    room = [inches / made.points for inches in made.inches]
    assert all(r >= wide("unaccompanied") for r in room[1:])


def test_lines_below_each_other_take_the_width_of_the_longest():
    heads, numeric = ("Groups", *"abcdef"), (False, *[True] * 6)
    lines = [["professional advocates", *["under 0.01\nDunn under 0.01"] * 6]]
    found = set_out(heads, lines, numeric, upright=True)
    alone = set_out(heads, [["professional advocates", *["Dunn under 0.01"] * 6]], numeric)
    assert (found.points, found.on_its_side) == (alone.points, False)
    assert found.inches[0] >= found.points * wide("professional")
    assert min(found.inches[1:]) >= found.points * wide("Dunn under 0.01")


def test_widths_that_a_table_names_are_kept_where_words_fit():
    made = layout(table(3, "one two", widths=(20, 30, 50)))
    assert made.inches == pytest.approx((1.28, 1.92, 3.2), abs=0.01)


def test_a_long_row_may_run_onto_the_next_page_and_a_short_one_not():
    made = set_out(("A", "B"), [["x", "word " * 300], ["x", "y"]], upright=True)
    assert made.splits == (True, False)


def test_a_word_wider_than_its_column_may_break():
    html = "<table><tr><th>a</th></tr><tr><td>" + "x" * 400 + "</td></tr></table>"
    assert "\u200b" in tidied(html).html


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("of 12 people", "of 12\u00a0people"),
        ("n = 38 parents", "n\u00a0=\u00a038\u00a0parents"),
        ("95 % interval", "95\u00a0% interval"),
        ("people 12", "people 12"),
    ],
)
def test_numbers_stay_with_what_they_count(text, kept):
    assert kept in tidied(f"<p>{text}</p>").html.replace("&#160;", "\u00a0")


def test_headings_begin_at_the_first_level_and_skip_none():
    made = tidied("<h2>a</h2><h4>b</h4><h3>c</h3>").html
    assert re.findall(r"<(h\d)>", made) == ["h1", "h2", "h2"]


def long_figure(count: int):
    texts = {f"P{n}": Text(f"Statement {n} on advocacy.", "x") for n in range(count)}
    rows = [row for n in range(count) for row in three(f"P{n}")]
    return likert(*rows, item_id=ITEMS | texts)


def test_a_figure_of_sixty_questions_is_cut_where_nothing_is_drawn():
    drawing = svg(long_figure(60), "en")
    made = drawn(drawing)
    assert made.height > 2 * HIGHEST
    assert all(below - above <= HIGHEST for above, below in made.pieces)
    pieces = trimmed({"picture-1.svg": drawing})
    assert len(pieces) == len(made.pieces)
    assert max(map(len, pieces.values())) < len(drawing)


def test_a_figure_that_a_page_holds_is_whole():
    made = drawn(svg(likert(*three()), "en"))
    assert made.cuts == ()
    assert made.width == 6.4


def pages_of(reader) -> list[list[str]]:
    """The lines of each page but those of its head and foot."""
    lines = [p.extract_text().splitlines() for p in reader.pages]
    return [
        [s for s in page if s.strip() and not FOOT.search(s) and not s.startswith("Made-up data.")]
        for page in lines
    ]


def test_no_page_ends_with_a_heading(wales):
    # So many lines before each heading that some would stand last if nothing held them.
    parts = [f"## Section {n}\n\n" + "Some words.\n\n" * (7 + n % 5) for n in range(24)]
    pages = pages_of(pdf_of(wales, notebook("# T", *parts)))
    assert len(pages) > 5
    # In the contents, sections stand with their pages.
    assert not [page[-1] for page in pages if re.fullmatch(r"Section \d+", page[-1])]


def test_a_long_tables_headings_stand_on_each_of_its_pages(wales):
    rows = "\n".join(f"| row {n} | {n} |" for n in range(200))
    pages = pages_of(pdf_of(wales, notebook("# T", f"## A\n\n| Name | Count |\n|---|---|\n{rows}")))
    with_rows = [page for page in pages if any(re.match(r"row \d+", line) for line in page)]
    assert len(with_rows) > 3
    assert all("Name" in " ".join(page) and "Count" in " ".join(page) for page in with_rows)


def test_pages_but_the_last_are_more_than_a_third_full(wales):
    figures = [code(showing(likert(*three(), *three("P2")))) for _ in range(12)]
    cells = [c for n, f in enumerate(figures) for c in (f"## Part {n}\n\nSome words.", f)]
    heights = [_filled(page) for page in pdf_of(wales, notebook("# T", *cells)).pages]
    assert len(heights) > 3
    assert min(heights[:-1]) > 1 / 3


def _filled(page) -> float:
    """How far down the lowest text above the foot stands, as a share of the page."""
    found: list[float] = []

    def look(text, matrix, position, font, size) -> None:
        height = matrix[5] + position[5] * abs(matrix[3] or 1)
        if text.strip() and height > 70:
            found.append(height)

    page.extract_text(visitor_text=look)
    return 1 - min(found) / float(page.mediabox.height)


def test_a_plan_knows_a_table_by_its_number():
    made = layout(table(2, "x"))
    assert Plan({("table", 1): made}).layouts["table", 1] is made
