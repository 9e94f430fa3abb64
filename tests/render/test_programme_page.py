"""The built page of the programme theory: a section for each configuration, and what each says."""

from __future__ import annotations

import itertools

import pytest
from lxml import html


@pytest.fixture(scope="module")
def page(welsh_pages):
    return html.parse(welsh_pages / "programme-theory.html").getroot()


def section(page, cmoc):
    """What stands below the heading of a configuration, to the next heading."""
    (heading,) = page.xpath(f'//h3[@id="cmoc-{cmoc}"]')
    for block in heading.itersiblings():
        if block.tag in ("h2", "h3"):
            return
        yield block


def told(page, cmoc):
    """The cells of the tables of a section, by what stands beside them."""
    rows = [row for block in section(page, cmoc) for row in block.xpath(".//tbody/tr")]
    return {row.xpath("string(th)"): row.xpath("td") for row in rows}


def words(cells):
    return " | ".join(text for cell in cells for text in cell.xpath(".//text()"))


def test_every_configuration_has_a_heading_that_the_list_leads_to(page):
    (jumps,) = page.xpath('//p[@class="jumps"]/following-sibling::ul[1]')
    heads = page.xpath('//h3[starts-with(@id, "cmoc-")]')
    assert [h.get("id") for h in heads] == [f"cmoc-CW{i:02}" for i in range(1, 14)]
    assert jumps.xpath("li/a/@href") == [f"#{h.get('id')}" for h in heads]
    assert [a.text for a in jumps.xpath("li/a")] == [h.text for h in heads]
    back = page.xpath('//h3[starts-with(@id, "cmoc-")]/following-sibling::p[1]/a[1]/@href')
    assert set(back) == {"#" + page.xpath('string(//p[@class="jumps"]/@id)')}
    assert len(back) == len(heads)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


# Planted effects 7 and 8 of the study: gatekeeping recurs; what is found in one area alone is told
# with the circumstance that the analyst named.
@pytest.mark.parametrize(
    ("cmoc", "supported", "pattern", "context"),
    [
        ("CW09", "Area A, Area B, Area C", "Recurs", ""),
        ("CW05", "Area A", "One area only", "high staff turnover"),
        ("CW07", "Area B", "One area only", "large distances"),
    ],
)
def test_what_recurs_and_what_is_bound_to_a_context(page, cmoc, supported, pattern, context):
    said = told(page, cmoc)
    assert words(said["Pattern over areas, drafted by rule"]).startswith(pattern)
    judged = words(said["Pattern, as the analyst judged"])
    assert judged.startswith(pattern)
    assert context in judged
    assert ("What matters, in the analyst's view" in judged) == bool(context)
    assert "2024" in judged
    areas = {cell.get("data-label"): words([cell]) for cell in said["What the evidence says"]}
    assert list(areas) == ["Area A", "Area B", "Area C"]
    assert [a for a, word in areas.items() if word == "Supported"] == supported.split(", ")


def test_the_headings_come_in_order(page):
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(now <= before + 1 for before, now in itertools.pairwise(levels))


def test_a_method_told_before_is_one_tap_away(page):
    leads = page.xpath(
        '//p[@class="note"]/a[starts-with(., "Table ") or starts-with(., "Figure ")]'
    )
    assert leads
    for lead in leads:
        (there,) = page.xpath(f'//*[@id="{lead.get("href").removeprefix("#")}"]')
        assert lead.text in there.text_content()
