"""The built page of the programme theory: a section for each configuration, and what each says."""

from __future__ import annotations

import pytest
from lxml import html


@pytest.fixture(scope="module")
def page(welsh_pages):
    return html.parse(welsh_pages / "programme-theory.html").getroot()


def section(page, cmoc):
    """The cells of the tables of a section, by what stands beside them."""
    (heading,) = page.xpath(f'//h3[@id="cmoc-{cmoc}"]')
    said = {}
    for block in heading.itersiblings():
        if block.tag in ("h2", "h3"):
            break
        for row in block.xpath(".//tbody/tr"):
            said[row.xpath("string(th)")] = " | ".join(row.xpath("td//text()"))
    return said


def test_every_configuration_has_a_heading_that_the_list_leads_to(page):
    (jumps,) = page.xpath('//p[@class="jumps"]/following-sibling::ul[1]')
    heads = page.xpath('//h3[starts-with(@id, "cmoc-")]')
    assert [h.get("id") for h in heads] == [f"cmoc-CW{i:02}" for i in range(1, 14)]
    assert jumps.xpath("li/a/@href") == [f"#{h.get('id')}" for h in heads]
    assert [a.text for a in jumps.xpath("li/a")] == [h.text for h in heads]
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
    said = section(page, cmoc)
    assert said["Supported in"].startswith(f"{supported} | Looked for in")
    assert pattern.lower() in said["Pattern, as the analyst judged"].lower()
    assert context in said["Pattern, as the analyst judged"]
    for area in ("Area A", "Area B", "Area C"):
        assert (said[area] == "Supported") == (area in supported)
